// A key that Venice makes for a program, or a worker, that has ended meanwhile is named on standard
// error: by its id, and never its secret. A key that reached its caller is not named.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { reaching, runModule } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';

/** A program whose worker runs this text, and whose `went` is its first message. */
const withWorker = (text, then) => `
  import { Worker } from 'node:worker_threads';
  import { setTimeout as sleep } from 'node:timers/promises';
  const worker = new Worker(${JSON.stringify(`
    const { parentPort } = require('node:worker_threads');
    const { Client, Wallet } = require('venice-keys');
    const blocked = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    const client = new Client();
    ${text}
  `)}, { eval: true, execArgv: [] });
  worker.on('error', () => {});
  const exit = new Promise((resolve) => worker.on('exit', resolve));
  const went = new Promise((resolve) => worker.once('message', resolve));
  ${then}
`;

const alone = (text) => `
  import { Client, Wallet } from 'venice-keys';
  const blocked = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
  const client = new Client();
  ${text}
`;

const create = "client.createKey({ description: 'lost' }).catch(() => {});";
const begun = `${create} setTimeout(() => parentPort.postMessage('begun'), 200);`;
const idle = 'setInterval(() => {}, 1000);';
const delayed = (ms) => ({ kind: 'delay', ms, match: { method: 'POST' } });

/** Each program, and the fault that its create meets. */
const losing = {
  'a worker is terminated': [
    delayed(600),
    withWorker(begun, 'await went; await worker.terminate(); await sleep(1200);'),
  ],
  'a worker is terminated, and the process ends at once': [
    delayed(600),
    withWorker(begun, 'await went; await worker.terminate();'),
  ],
  'a worker is terminated before it takes its result': [
    undefined,
    withWorker(
      `${create} parentPort.postMessage(1); blocked(800); ${idle}`,
      'await went; await sleep(400); await worker.terminate(); await sleep(200);',
    ),
  ],
  'a worker exits': [
    delayed(600),
    withWorker(`${create} setTimeout(() => process.exit(), 200);`, ''),
  ],
  'a worker exits before it takes its result': [
    undefined,
    withWorker(`${create} blocked(800); process.exit();`, ''),
  ],
  'a worker throws': [
    delayed(600),
    withWorker(`${create} setTimeout(() => { throw new Error('mine'); }, 200);`, ''),
  ],
  'the process exits': [delayed(600), alone(`${create} setTimeout(() => process.exit(), 200);`)],
  'the process exits before it takes its result': [
    undefined,
    alone(`${create} blocked(800); process.exit();`),
  ],
  'the process exits while its worker makes one': [
    delayed(600),
    withWorker(begun, 'await went; process.exit();'),
  ],
  'a create was aborted, and the process exits': [
    delayed(600),
    alone(`
      const controller = new AbortController();
      client.createKey({ description: 'lost' }, { signal: controller.signal })
        .catch(() => {});
      setTimeout(() => { controller.abort(); process.exit(); }, 200);
    `),
  ],
  'Ctrl-C ends a program that handles it as the README says': [
    delayed(600),
    alone(`
      process.once('SIGINT', () => process.exit(130));
      ${create}
      setTimeout(() => process.kill(process.pid, 'SIGINT'), 200);
    `),
  ],
  'a mint is under way, and the process exits': [
    delayed(600),
    alone(`
      client.mintWithWallet(new Wallet(process.env.WALLET)).catch(() => {});
      setTimeout(() => process.exit(), 300);
    `),
  ],
};

describe('a key is named when', { concurrency: 2 }, () => {
  for (const [what, [fault, program]] of Object.entries(losing)) {
    it(what, async (t) => {
      const sandbox = await sandboxFor(t);
      if (fault) await sandbox.faults(fault);
      const env = { ...reaching(sandbox), WALLET: sandbox.staked_private_key };
      const { stderr } = await runModule(program, { env });
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
    const program = withWorker(`${create} blocked(800); process.exit();`, '');
    const { stderr } = await runModule(program, { env: reaching(sandbox) });
    assert.match(
      stderr,
      /^venice-keys: a call was given up: createKey: a key may have been created/,
    );
  });

  it('the process exits long before the response comes', async (t) => {
    const sandbox = await sandboxFor(t);
    await sandbox.faults(delayed(8000));
    const program = alone(`${create} setTimeout(() => process.exit(6), 200);`);
    const { code, stderr, ms } = await runModule(program, {
      env: reaching(sandbox),
    });
    assert.equal(code, 6);
    assert.match(
      stderr,
      /^venice-keys: createKey is still under way as its program .*ends.* since 20\d\d-\S+Z,/,
    );
    assert.ok(ms < 5000, `${ms} ms`);
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
      assert.ok(ms < 4000, `${ms} ms`);
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
    await sandbox.faults({ kind: 'stall', times: 10_000 });
    const program = withWorker(
      `
      const busy = new Client({ timeoutMs: 1500, maxRetries: 0 });
      for (let i = 0; i < 256; i += 1) busy.listModels().catch(() => {});
      ${create}
      setTimeout(() => parentPort.postMessage(1), 300);
      `,
      'await went; await worker.terminate(); await sleep(2000);',
    );
    const { code, stderr } = await runModule(program, {
      env: reaching(sandbox),
    });
    assert.deepEqual([code, stderr], [0, '']);
    await sleep(100);
    const sent = (await sandbox.journal()).filter(({ method }) => method === 'POST');
    assert.deepEqual(sent, []);
  });
});
