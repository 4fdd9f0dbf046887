// More calls than there are threads: each still ends within its own time, and what is given up
// while it waits for a thread is never sent.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'venice-keys';

import { silentServerFor } from './support/gate.mjs';
import { reaching, runModule } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';
import { atOnce } from './support/wait.mjs';

/** As many calls as the bridge has threads, and more than twice as many. */
const THREADS = 256;
const MORE = 600;
/** How much later than its deadline a call may end. */
const GRACE = 500;

const stall = { kind: 'stall', times: 10_000 };

/** How a call ended, and how long after it was made. */
async function timed(call) {
  const start = performance.now();
  const error = await call().then(assert.fail, (error) => error);
  return { error, ms: performance.now() - start };
}

function clientOf(sandbox, options) {
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  return new Client({ apiKey, baseUrl, maxRetries: 0, ...options });
}

/** Keeps every thread busy until it is released. */
async function occupied(t) {
  const { base_url: baseUrl, hold } = await silentServerFor(t);
  const client = new Client({ apiKey: 'x', baseUrl, timeoutMs: 120_000 });
  const calls = Array.from({ length: THREADS }, () => client.listKeys().catch(({ code }) => code));
  await hold.reached(THREADS);
  return async () => {
    hold.release();
    const codes = await Promise.all(calls);
    assert.ok(codes.every((code) => code === 'not_found'));
  };
}

describe('more calls than threads', () => {
  it('all end within their time, which began when they were made', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults(stall);
    const time = 8000;
    const client = clientOf(sandbox, { timeoutMs: time });
    const many = Array.from({ length: MORE }, () => timed(() => client.listKeys()));
    const ended = await Promise.all(many);
    assert.ok(ended.every(({ error, ms }) => error.code === 'timeout' && ms >= time));
    const most = Math.max(...ended.map(({ ms }) => ms));
    t.diagnostic(`${MORE} stalled calls of ${time} ms: the last ended after ${most.toFixed()} ms`);
    // Those that had to wait for a thread would take twice their time, or three times.
    assert.ok(most < 2 * time - 1000, `${most} ms`);
  });

  it('do not hold up one whose time is over sooner', async (t) => {
    const sandbox = await sandboxFor(t);
    const release = await occupied(t);
    const client = clientOf(sandbox, { timeoutMs: 500 });
    let least = Number.POSITIVE_INFINITY;
    // A busy machine may hold up some, but not each.
    for (let tries = 0; tries < 20 && least >= 500 + GRACE; tries += 1) {
      const call = timed(() => client.createKey({ description: 'too late' }));
      const { error, ms } = await atOnce(call);
      assert.equal(error.code, 'timeout');
      assert.ok(ms >= 500, `${ms} ms`);
      least = Math.min(least, ms);
    }
    assert.ok(least < 500 + GRACE, `${least} ms`);
    await release();
    const sent = (await sandbox.journal()).filter(({ method }) => method === 'POST');
    assert.deepEqual(sent, []);
  });

  it('never send one that is aborted while it waits', async (t) => {
    const sandbox = await sandboxFor(t);
    const warnings = [];
    const listen = (warning) => warnings.push(warning);
    process.on('warning', listen);
    t.after(() => process.off('warning', listen));
    const release = await occupied(t);
    const client = clientOf(sandbox);
    for (const [name, call] of [
      ['createKey', (options) => client.createKey({ description: 'x' }, options)],
      ['deleteKey', (options) => client.deleteKey('x', options)],
      ['listKeys', (options) => client.listKeys(options)],
    ]) {
      const { error } = await atOnce(timed(() => call({ signal: AbortSignal.timeout(50) })));
      assert.equal(error.message, `${name} was aborted: nothing was sent`);
    }
    await release();
    await sleep(300);
    const sent = (await sandbox.journal()).map(({ method }) => method);
    assert.deepEqual(sent, []);
    assert.deepEqual(warnings, []);
  });

  it('send nothing more when the process ends', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults(stall);
    const program = `
      import { Client } from 'venice-keys';
      const client = new Client({ timeoutMs: 60_000, maxRetries: 0 });
      for (let i = 0; i < ${THREADS}; i += 1) client.listModels().catch(() => {});
      for (let i = 0; i < 20; i += 1) client.createKey({ description: 'x' }).catch(() => {});
      setTimeout(() => process.exit(5), 300);
    `;
    const { code, stderr, ms } = await runModule(program, { env: reaching(sandbox) });
    assert.deepEqual([code, stderr], [5, '']);
    // Far less than the calls' time, however busy the machine is.
    assert.ok(ms < 30_000, `${ms} ms`);
    const sent = (await sandbox.journal()).filter(({ method }) => method === 'POST');
    assert.deepEqual(sent, []);
  });
});

describe("a signal that the call's own options abort", () => {
  it('is heard, and nothing is sent', async (t) => {
    const sandbox = await sandboxFor(t);
    const client = clientOf(sandbox);
    const controller = new AbortController();
    const newKey = {
      description: 'x',
      get limitPeriod() {
        controller.abort('why');
        return 'MONTH';
      },
    };
    const { error } = await timed(() => client.createKey(newKey, { signal: controller.signal }));
    assert.deepEqual(
      [error.name, error.message, error.cause],
      ['AbortError', 'createKey was aborted: nothing was sent', 'why'],
    );
    await client.listKeys();
    await sleep(200);
    const sent = (await sandbox.journal()).map(({ method }) => method);
    assert.deepEqual(sent, ['GET']);
  });
});
