// A key that Venice makes for a program, or a worker, that has ended meanwhile is named on standard
// error: by its id, and never its secret. A key that reached its caller is not named.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { gatedSandboxFor, ofMethod, silentServerFor } from './support/gate.mjs';
import { reaching, runModule, seeing } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';

/** In every program `ends()` prints that it ends: only then comes what was held back. */
const ENDS = 'ends\n';
const ends = `const ends = () => writeSync(1, ${JSON.stringify(ENDS)});`;

/** A program whose worker runs this text, and whose `went` is its first message. */
const withWorker = (text, then) => `
  import { writeSync } from 'node:fs';
  import { Worker } from 'node:worker_threads';
  import { setTimeout as sleep } from 'node:timers/promises';
  ${ends}
  const worker = new Worker(${JSON.stringify(`
    const { writeSync } = require('node:fs');
    const { parentPort } = require('node:worker_threads');
    ${ends}
    const { Client, Wallet } = require('venice-keys');
    const blocked = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    const client = new Client();
    ${seeing('POST')}
    ${text}
  `)}, { eval: true, execArgv: [] });
  worker.on('error', () => {});
  const exit = new Promise((resolve) => worker.on('exit', resolve));
  const went = new Promise((resolve) => worker.once('message', resolve));
  ${then}
`;

const alone = (text) => `
  import { writeSync } from 'node:fs';
  ${ends}
  import { Client, Wallet } from 'venice-keys';
  const blocked = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const client = new Client();
  ${seeing('POST')}
  ${text}
`;

const create = "client.createKey({ description: 'lost' }).catch(() => {});";
const begun = `${create} seen().then(() => parentPort.postMessage('begun'));`;
const idle = 'setInterval(() => {}, 1000);';
/** Terminated before it is said: no code of the worker runs after that. */
const terminated = 'const over = worker.terminate(); ends(); await over;';

/** Each program, and whether the response to its create comes only as it ends. */
const losing = {
  'a worker is terminated': [
    true,
    withWorker(begun, `await went; ${terminated} await sleep(2000);`),
  ],
  'a worker is terminated, and the process ends at once': [
    true,
    withWorker(begun, `await went; ${terminated}`),
  ],
  'a worker is terminated before it takes its result': [
    false,
    withWorker(
      `${create} parentPort.postMessage(1); blocked(60_000); ${idle}`,
      'await went; await sleep(1500); await worker.terminate(); await sleep(200);',
    ),
  ],
  'a worker exits': [
    true,
    withWorker(`${create} seen().then(() => { ends(); process.exit(); });`, ''),
  ],
  'a worker exits before it takes its result': [
    false,
    withWorker(`${create} blocked(2000); process.exit();`, ''),
  ],
  'a worker throws': [
    true,
    withWorker(
      `${create} seen().then(() => setImmediate(() => { ends(); throw new Error('mine'); }));`,
      '',
    ),
  ],
  'the process exits': [true, alone(`${create} await seen(); ends(); process.exit();`)],
  'the process exits before it takes its result': [
    false,
    alone(`${create} blocked(2000); process.exit();`),
  ],
  'the process exits while its worker makes one': [
    true,
    // Its worker could still take the result as the process ends.
    withWorker(
      `${create} seen().then(() => { parentPort.postMessage('begun'); blocked(60_000); });`,
      'await went; ends(); process.exit();',
    ),
  ],
  'a create was aborted, and the process exits': [
    true,
    alone(`
      const controller = new AbortController();
      client.createKey({ description: 'lost' }, { signal: controller.signal })
        .catch(() => {});
      await seen();
      controller.abort();
      ends();
      process.exit();
    `),
  ],
  'Ctrl-C ends a program that handles it as the README says': [
    true,
    alone(`
      process.once('SIGINT', () => { ends(); process.exit(130); });
      ${create}
      await seen();
      process.kill(process.pid, 'SIGINT');
    `),
  ],
  'a mint is under way, and the process exits': [
    true,
    alone(`
      client.mintWithWallet(new Wallet(process.env.WALLET)).catch(() => {});
      await seen();
      ends();
      process.exit();
    `),
  ],
};

/**
 * Runs a program whose create is answered as it ends, if `late`. An end waits two seconds for that:
 * where the machine stood still for as long, the program is run again.
 */
async function ended(t, late, program, tries = 5) {
  const sandbox = await gatedSandboxFor(t);
  const held = late && sandbox.hold(ofMethod('POST'));
  const env = { ...reaching(sandbox), WALLET: sandbox.staked_private_key };
  const heard = (said) => said.includes(ENDS) && held?.release();
  const { stderr } = await runModule(program, { env, heard });
  if (tries > 1 && stderr.includes(' is still under way as ')) {
    return ended(t, late, program, tries - 1);
  }
  return { sandbox, stderr };
}

describe('a key is named when', { concurrency: 2 }, () => {
  for (const [what, [late, program]] of Object.entries(losing)) {
    it(what, async (t) => {
      const { sandbox, stderr } = await ended(t, late, program);
      const made = (await sandbox.keys()).filter(({ origin }) => origin !== 'start');
      assert.equal(made.length, 1, stderr);
      const [{ id, apiKey }] = made;
      const lines = stderr.split('\n').filter((line) => line.startsWith('venice-keys: '));
      assert.equal(lines.length, 1, stderr);
      assert.match(lines[0], /^venice-keys: (createKey|mintWithWallet) was given up, /);
      assert.ok(lines[0].includes(`Venice created the key ${id}: nobody has its secret`), lines[0]);
      assert.ok(!stderr.includes(apiKey.slice(25, 40)));
    });
  }
});

describe('a key that may have been created is reported when', {
  concurrency: 2,
}, () => {
  it('its response is lost after its worker has ended', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults({ kind: 'cut', at: 0, match: { method: 'POST' } });
    const program = withWorker(`${create} blocked(2000); process.exit();`, '');
    const { stderr } = await runModule(program, { env: reaching(sandbox) });
    assert.match(
      stderr,
      /^venice-keys: a call was given up: createKey: a key may have been created/,
    );
  });

  it('the process exits long before the response comes', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults({ kind: 'stall', match: { method: 'POST' } });
    const program = alone(`${create} await seen(); process.exit(6);`);
    const { code, stderr, ms } = await runModule(program, {
      env: reaching(sandbox),
    });
    assert.equal(code, 6);
    assert.match(
      stderr,
      /^venice-keys: createKey is still under way as its program .*ends.* since 20\d\d-\S+Z,/,
    );
    assert.ok(ms < 20_000, `${ms} ms`);
  });
});

describe('a key that may not have been kept', () => {
  it('is named when a worker is terminated as it is given it', async (t) => {
    const sandbox = await sandboxFor(t);
    const program = withWorker(
      `const taken = () => { parentPort.postMessage(1); for (;;); };
      client.createKey({ description: 'x' }).then(taken);`,
      'await went; await worker.terminate();',
    );
    const { code, stderr } = await runModule(program, {
      env: reaching(sandbox),
    });
    const [{ id }] = (await sandbox.keys()).filter(({ origin }) => origin === 'create');
    const line =
      `venice-keys: createKey created the key ${id}, and its thread ended just as it was given ` +
      'the key: if nobody has its secret, delete the key\n';
    assert.deepEqual([code, stderr], [0, line]);
  });
});

describe('nothing is said when', { concurrency: 2 }, () => {
  const have = "await client.createKey({ description: 'had' });";
  for (const [what, program] of [
    ['the process has its key and exits', alone(`${have} process.exit();`)],
    ['the process has its key and ends', alone(have)],
    [
      'a worker has its key and exits',
      withWorker(`(async () => { ${have} process.exit(); })();`, ''),
    ],
    [
      'a worker has its key and is terminated',
      withWorker(
        `(async () => { ${have} setTimeout(() => parentPort.postMessage(1), 20); ${idle} })();`,
        'await went; await worker.terminate();',
      ),
    ],
    [
      'the process ends while it reads',
      alone(`client.listKeys(); setTimeout(() => process.exit(), 10);`),
    ],
    [
      'a create was refused, and the process exits',
      alone(`client.createKey({ description: 'x', apiKeyType: 'NONE' }).catch(() => {});
        process.exit();`),
    ],
  ]) {
    it(what, async (t) => {
      const sandbox = await sandboxFor(t);
      const { code, stderr, ms } = await runModule(program, {
        env: reaching(sandbox),
      });
      assert.deepEqual([code, stderr], [0, '']);
      assert.ok(ms < 20_000, `${ms} ms`);
    });
  }
});

describe('signals', () => {
  it('are left to the program', async (t) => {
    const sandbox = await sandboxFor(t);
    const program = alone(`
      await client.listKeys();
      console.log(process.eventNames().filter((name) => String(name).startsWith('SIG')).length);
      console.log(process.listenerCount('uncaughtException'));
    `);
    const { stdout } = await runModule(program, { env: reaching(sandbox) });
    assert.equal(stdout, '0\n0\n');
  });
});

describe('a worker that is terminated', () => {
  it('has what waited for a thread not sent', async (t) => {
    const sandbox = await sandboxFor(t);
    const { base_url: SILENT, hold } = await silentServerFor(t);
    const program = withWorker(
      `
      const busy = new Client({ baseUrl: process.env.SILENT, timeoutMs: 120_000 });
      for (let i = 0; i < 256; i += 1) busy.listModels().catch(() => {});
      ${create}
      setTimeout(() => parentPort.postMessage(1), 300);
      `,
      // Not before it has ended: until then its calls may still be made.
      'await went; await worker.terminate(); ends(); await sleep(1000);',
    );
    const { code, stderr } = await runModule(program, {
      env: { ...reaching(sandbox), SILENT },
      heard: () => hold.release(),
    });
    assert.deepEqual([code, stderr], [0, '']);
    const sent = (await sandbox.journal()).filter(({ method }) => method === 'POST');
    assert.deepEqual(sent, []);
  });
});
