// Jobs in steps, as only Node can get them wrong: what becomes of the key when the caller's own
// code between the steps fails, stalls or is overtaken.

import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { Client } from 'venice-keys';

import { gatedSandboxFor, ofMethod } from './support/gate.mjs';
import { reaching, runModule, seeing } from './support/run.mjs';
import { atOnce, until, warningsWhile } from './support/wait.mjs';

const NEW_KEY = { description: 'customer 42', consumptionLimit: { usd: 5 } };

/** A sandbox of its own, a client of it, and the keys that were made there. */
async function started(t, options = {}) {
  const sandbox = await gatedSandboxFor(t);
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  const client = new Client({ apiKey, baseUrl, ...options });
  const made = async () => (await sandbox.keys()).filter(({ origin }) => origin === 'create');
  return { sandbox, client, made };
}

const failed = (promise) => promise.then(assert.fail, (error) => error);
const isPending = ({ description, expiresAt }) =>
  description.startsWith('vk-pending:') && expiresAt !== null;

describe('store', () => {
  it('is given the key as it will be, before it becomes lasting', async (t) => {
    const { client, made } = await started(t);
    const during = [];
    const result = await client.createKeyOnce(NEW_KEY, async (created) => {
      during.push(created, ...(await made()));
    });
    const [created, pending] = during;
    assert.equal(created, result);
    assert.deepEqual([created.description, created.expiresAt], ['customer 42', null]);
    assert.ok(isPending(pending) && pending.id === created.id);
    assert.equal(pending.apiKey, created.apiKey.reveal());
    const [lasting] = await made();
    assert.deepEqual([lasting.description, lasting.expiresAt], ['customer 42', null]);
  });

  it('may be left out, and needn’t be async', async (t) => {
    const { client, made } = await started(t);
    const ids = [];
    await client.createKeyOnce(NEW_KEY);
    await client.createKeyOnce(NEW_KEY, undefined, { maxRetries: 1 });
    const { id } = await client.createKeyOnce(NEW_KEY, (created) => ids.push(created.id));
    assert.deepEqual(ids, [id]);
    assert.ok((await made()).every((key) => !isPending(key) && !key.revoked));
  });

  it('may take longer than a call', async (t) => {
    const { client, made } = await started(t, { timeoutMs: 8000 });
    await client.createKeyOnce(NEW_KEY, () => sleep(8500));
    assert.equal((await made()).filter(isPending).length, 0);
  });

  it('runs in the context of the call', async (t) => {
    const { client } = await started(t);
    const storage = new AsyncLocalStorage();
    const seen = [];
    const store = () => seen.push(storage.getStore());
    await storage.run('mine', () => client.createKeyOnce(NEW_KEY, store));
    assert.deepEqual(seen, ['mine']);
  });

  it('that is no function is refused', async (t) => {
    const { sandbox, client } = await started(t);
    for (const store of [null, {}, 'x', { signal: undefined }]) {
      const error = await failed(client.createKeyOnce(NEW_KEY, store));
      assert.deepEqual([error.name, error.message], ['TypeError', 'store must be a function']);
      assert.match(error.stack.split('\n')[1], /jobs\.test\.mjs/);
    }
    assert.deepEqual(await sandbox.journal(), []);
  });
});

describe('a store that fails', () => {
  const own = Object.freeze(new Error('the vault is sealed'));
  for (const [what, store, thrown] of [
    [
      'throwing',
      () => {
        throw own;
      },
      own,
    ],
    ['later', async () => sleep(20).then(() => Promise.reject(own)), own],
    ['with no error', () => Promise.reject(undefined), undefined],
  ]) {
    it(`${what} fails the job with what it threw, and the key is gone`, async (t) => {
      const { client, made } = await started(t);
      const warnings = await warningsWhile(async () => {
        assert.equal(await failed(client.createKeyOnce(NEW_KEY, store)), thrown);
        const [key] = await made();
        assert.ok(key.revoked);
      });
      assert.deepEqual(warnings, []);
    });
  }

  it('is what the job fails with, though the key can’t be deleted', async (t) => {
    const { sandbox, client, made } = await started(t, { maxRetries: 0 });
    const match = { method: 'DELETE' };
    await sandbox.faults({ kind: 'status', status: 500, match, times: 50 });
    const warnings = await warningsWhile(async () => {
      assert.equal(await failed(client.createKeyOnce(NEW_KEY, () => Promise.reject(own))), own);
    });
    const [key] = await made();
    assert.ok(isPending(key) && !key.revoked);
    assert.equal(warnings.length, 1);
    const [{ name, code, message }] = warnings;
    assert.deepEqual([name, code], ['VeniceKeysWarning', 'VENICE_KEYS_PENDING_KEY']);
    assert.ok(message.includes(key.id) && message.includes('ends by itself'), message);
    assert.ok(!message.includes(key.apiKey.slice(25, 40)));
  });
});

describe('an aborted job', () => {
  it('leaves what it began to end by itself', async (t) => {
    const { sandbox, client, made } = await started(t);
    const held = sandbox.hold(ofMethod('POST'));
    const controller = new AbortController();
    const warnings = await warningsWhile(async () => {
      const store = () => assert.fail('it was stored');
      const job = failed(client.createKeyOnce(NEW_KEY, store, { signal: controller.signal }));
      await held.reached();
      controller.abort();
      const error = await atOnce(job);
      const consequence = 'a key that it has begun ends by itself';
      assert.equal(error.message, `createKeyOnce was aborted: ${consequence}`);
      held.release();
      await sleep(300);
    });
    assert.equal((await made()).length, 1);
    assert.ok((await made()).every((key) => key.revoked || isPending(key)));
    assert.deepEqual(warnings, []);
  });

  it('does not wait for its store, and deletes the key', async (t) => {
    const { client, made } = await started(t);
    const controller = new AbortController();
    let storing;
    let fail;
    const store = ({ id }) => {
      storing = id;
      setImmediate(() => controller.abort(new Error('enough')));
      return new Promise((_, reject) => {
        fail = reject;
      });
    };
    const job = client.createKeyOnce(NEW_KEY, store, { signal: controller.signal });
    const error = await atOnce(failed(job));
    assert.equal(error.name, 'AbortError');
    assert.equal(error.cause.message, 'enough');
    assert.equal(
      error.message,
      `createKeyOnce was aborted: key ${storing} is being deleted, or ends by itself`,
    );
    assert.match(error.stack.split('\n')[1], /jobs\.test\.mjs/);
    await until(async () => (await made())[0].revoked);
    fail(new Error('nobody waits for this any more'));
    await sleep(100);
  });

  it('whose store was done goes no further', async (t) => {
    const { sandbox, client, made } = await started(t);
    const controller = new AbortController();
    const store = () => controller.abort();
    const error = await failed(client.createKeyOnce(NEW_KEY, store, { signal: controller.signal }));
    assert.match(
      error.message,
      /^createKeyOnce was aborted: key \S+ is being deleted, or ends by itself$/,
    );
    await until(async () => (await made())[0].revoked);
    assert.ok((await sandbox.journal()).every(({ method }) => method !== 'PATCH'));
  });

  it('does not pretend that a commit was not sent', async (t) => {
    const { sandbox, client, made } = await started(t);
    const held = sandbox.hold(ofMethod('PATCH'));
    const controller = new AbortController();
    const job = failed(client.createKeyOnce(NEW_KEY, () => {}, { signal: controller.signal }));
    await held.reached();
    controller.abort();
    const error = await job;
    held.release();
    const [{ id }] = await made();
    const consequence = `key ${id} may have become lasting all the same`;
    assert.equal(error.message, `createKeyOnce was aborted: ${consequence}`);
    await until(async () => !isPending((await made())[0]));
    const [key] = await made();
    assert.deepEqual([key.description, key.revoked], ['customer 42', false]);
  });

  /** Runs a program that aborts a job while the response to a request of it is held back. */
  async function abortedAt(t, method) {
    const sandbox = await gatedSandboxFor(t);
    const held = sandbox.hold(ofMethod(method));
    const program = `
      import { Client } from 'venice-keys';
      const controller = new AbortController();
      ${seeing(method)}
      const newKey = { description: 'x' };
      const job = new Client().createKeyOnce(newKey, () => {}, { signal: controller.signal });
      job.catch(({ name }) => console.log(name));
      await seen();
      controller.abort();
    `;
    let aborted;
    const wasAborted = new Promise((resolve) => {
      aborted = resolve;
    });
    const run = runModule(program, { env: reaching(sandbox), heard: aborted });
    const ended = run.then(({ code, stdout, stderr }) => {
      assert.deepEqual([code, stdout, stderr], [0, 'AbortError\n', '']);
    });
    await wasAborted;
    return { held, ended };
  }

  it('does not hold the process for what ends by itself', async (t) => {
    const { ended } = await abortedAt(t, 'POST');
    await atOnce(ended);
  });

  it('holds the process for what it changes', async (t) => {
    const { held, ended } = await abortedAt(t, 'PATCH');
    // Longer than an end waits for what is still under way.
    await assert.rejects(
      Promise.race([ended, sleep(4000).then(() => assert.fail('held'))]),
      /held/,
    );
    held.release();
    await ended;
  });
});

describe('a commit that fails', () => {
  it('fails the job, and deletes nothing', async (t) => {
    const { sandbox, client, made } = await started(t, { timeoutMs: 8000 });
    const match = { method: 'PATCH' };
    await sandbox.faults({ kind: 'status', status: 500, match, times: 50 });
    const warnings = await warningsWhile(async () => {
      const { code } = await failed(client.createKeyOnce(NEW_KEY, () => {}));
      assert.equal(code, 'outcome_unknown');
      globalThis.gc?.();
    });
    assert.deepEqual(warnings, []);
    const [key] = await made();
    assert.ok(isPending(key) && !key.revoked);
    assert.ok((await sandbox.journal()).every(({ method }) => method !== 'DELETE'));
  });
});

describe('an end between the steps', () => {
  it('of a worker leaves a key that ends by itself', async (t) => {
    const { sandbox, made } = await started(t);
    const program = `
      const { parentPort, workerData } = require('node:worker_threads');
      const { Client } = require(workerData.package);
      const store = () => {
        parentPort.postMessage('storing');
        return new Promise(() => setTimeout(() => {}, 60_000));
      };
      new Client(workerData.options).createKeyOnce({ description: 'x' }, store);
    `;
    const warnings = await warningsWhile(async () => {
      const workerData = {
        package: createRequire(import.meta.url).resolve('venice-keys'),
        options: { apiKey: sandbox.admin_key, baseUrl: sandbox.base_url },
      };
      const worker = new Worker(program, { eval: true, workerData });
      await once(worker, 'message');
      await worker.terminate();
      await sleep(200);
    });
    const [key] = await made();
    assert.ok(isPending(key) && !key.revoked);
    assert.deepEqual(warnings, []);
  });

  it('of the program needs no wait and no warning', async (t) => {
    const { sandbox, made } = await started(t);
    const program = `
      import { Client } from 'venice-keys';
      await new Client().createKeyOnce({ description: 'x' }, () => process.exit(7));
    `;
    const { code, stderr } = await runModule(program, { env: reaching(sandbox) });
    assert.deepEqual([code, stderr], [7, '']);
    assert.ok(isPending((await made())[0]));
  });
});
