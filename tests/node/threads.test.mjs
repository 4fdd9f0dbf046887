// Calls run on threads of ours: side by side, out of the way of Node's own, and gone with the
// process or the worker that made them.

import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import { readdirSync, readFileSync } from 'node:fs';
import fs from 'node:fs/promises';
import { describe, it } from 'node:test';
import { Client } from 'venice-keys';

import { gatedSandboxFor } from './support/gate.mjs';
import { reaching, run, runModule } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';
import { atOnce, until } from './support/wait.mjs';

const stall = { kind: 'stall', times: 1000 };

/** How many threads of this process are there for calls. */
function ourThreads() {
  const isOurs = (id) => {
    try {
      return readFileSync(`/proc/self/task/${id}/comm`, 'utf8') === 'venice-keys\n';
    } catch {
      return false; // it ended meanwhile
    }
  };
  return readdirSync('/proc/self/task').filter(isOurs).length;
}

describe('calls', () => {
  it('64 at once are all under way, and leave fs and dns alone', async (t) => {
    const sandbox = await gatedSandboxFor(t);
    const client = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url });
    const held = sandbox.hold();
    const calls = Array.from({ length: 64 }, () => client.listKeys());
    // On libuv's four threads, only four would be, and fs and dns would wait for them.
    await held.reached(64);
    const others = [fs.readFile(new URL(import.meta.url)), fs.stat('.'), dns.lookup('localhost')];
    await atOnce(Promise.all(others));
    held.release();
    await Promise.all(calls);
  });

  it('600 at once all come back', async (t) => {
    const sandbox = await sandboxFor(t);
    const client = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url });
    const all = await Promise.all(Array.from({ length: 600 }, () => client.verifyKey()));
    assert.ok(all.every(({ accepted }) => accepted));
  });

  it('leave no threads behind', { skip: process.platform !== 'linux' }, async (t) => {
    const sandbox = await gatedSandboxFor(t);
    const client = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url });
    const held = sandbox.hold();
    const calls = Promise.all(Array.from({ length: 64 }, () => client.listKeys()));
    await held.reached(64);
    assert.ok(ourThreads() >= 64, `${ourThreads()} threads`);
    held.release();
    await calls;
    await until(() => ourThreads() === 0);
  });
});

describe('a process', () => {
  it('is not kept alive by an idle client, before its calls and after', async (t) => {
    const sandbox = await sandboxFor(t);
    for (const calls of ['', 'await client.listKeys();']) {
      const program = `
        import { Client } from 'venice-keys';
        globalThis.client = new Client({ onAttempt: () => {} });
        ${calls}
        console.log('idle');
      `;
      const { code, signal, stdout, ms } = await runModule(program, { env: reaching(sandbox) });
      assert.deepEqual([code, signal, stdout], [0, null, 'idle\n']);
      assert.ok(ms < 20_000, `${ms} ms`);
    }
  });

  it('is kept alive by a pending call', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults({ kind: 'delay', ms: 500 });
    const program = `
      import { Client } from 'venice-keys';
      new Client().listKeys().then((keys) => console.log(keys.length, 'keys'));
    `;
    const { code, stdout } = await runModule(program, { env: reaching(sandbox) });
    assert.deepEqual([code, stdout], [0, '2 keys\n']);
  });

  it('may end while calls are pending', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults(stall);
    for (const [end, status] of [
      ['process.exit(3)', 3],
      ['throw new Error("end")', 1],
      ['process.exitCode = 4; process.reallyExit(4)', 4],
    ]) {
      const program = `
        import { Client } from 'venice-keys';
        const client = new Client({ onAttempt: () => {} });
        for (let i = 0; i < 20; i += 1) client.listKeys();
        setTimeout(() => { ${end} }, 200);
      `;
      const { code, signal, ms } = await runModule(program, { env: reaching(sandbox) });
      assert.deepEqual([code, signal], [status, null], end);
      assert.ok(ms < 20_000, `${ms} ms`);
    }
  });

  it('is not kept alive by an aborted read', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults(stall);
    const program = `
      import { Client } from 'venice-keys';
      const signal = AbortSignal.timeout(100);
      const keepAlive = setTimeout(() => {}, 300);
      await new Client().listKeys({ signal }).catch(({ name }) => console.log(name));
    `;
    const { code, stdout, ms } = await runModule(program, { env: reaching(sandbox) });
    assert.deepEqual([code, stdout], [0, 'AbortError\n']);
    assert.ok(ms < 20_000, `${ms} ms`);
  });
});

describe('worker threads', () => {
  it('come and go, six times 50, with calls in flight', { timeout: 600_000 }, async (t) => {
    const sandbox = await sandboxFor(t);
    const { code, signal, stdout, stderr } = await run(['--expose-gc', 'support/churn.mjs'], {
      timeout: 590_000,
      // One arena: memory that is free counts as free.
      env: { ...reaching(sandbox), CONTROL: sandbox.control_url, MALLOC_ARENA_MAX: '1' },
    });
    assert.deepEqual([code, signal], [0, null], stderr);
    assert.equal(stderr, '');
    const { workers, answers, after, grown } = JSON.parse(stdout);
    t.diagnostic(`${workers} workers, ${answers} answers, memory after each 50: ${after} MB`);
    assert.equal(workers, 300);
    assert.ok(answers > 300, `${answers} answers`);
    assert.ok(grown < 20, `grown by ${grown} MB: ${after}`);
  });
});
