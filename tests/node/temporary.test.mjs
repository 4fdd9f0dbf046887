// A key for one piece of work, as `await using` ends it: once, whatever the work came to.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { Client } from 'venice-keys';

import { gatedSandboxFor, ofMethod } from './support/gate.mjs';
import { warningsWhile } from './support/wait.mjs';

const NEW_KEY = { description: 'nightly export' };
const HOUR = { lifetimeMs: 3_600_000 };

async function started(t, options = {}) {
  const sandbox = await gatedSandboxFor(t);
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  const client = new Client({ apiKey, baseUrl, ...options });
  const made = async () => (await sandbox.keys()).filter(({ origin }) => origin === 'create');
  const deleted = async () =>
    (await sandbox.journal()).filter(({ method }) => method === 'DELETE').length;
  return { sandbox, client, made, deleted };
}

/** What `await using key = …; work(key)` is, as TypeScript writes it for older Nodes. */
async function using(key, work) {
  let failure;
  try {
    await work(key);
  } catch (error) {
    failure = { error };
  }
  try {
    await key[Symbol.asyncDispose]();
  } catch (error) {
    throw failure ? Object.assign(new Error(), { error, suppressed: failure.error }) : error;
  }
  if (failure) throw failure.error;
}

describe('a temporary key', () => {
  it('ends by itself, and is deleted when its scope ends', async (t) => {
    const { client, made } = await started(t);
    await using(await client.temporaryKey(NEW_KEY, HOUR), async (key) => {
      const [{ description, expiresAt, revoked }] = await made();
      assert.deepEqual([description, revoked], ['nightly export', false]);
      assert.equal(key.expiresAt.toISOString(), expiresAt);
      const left = Date.parse(expiresAt) - Date.now();
      assert.ok(left > 3_500_000 && left < 3_700_000, `${left} ms`);
    });
    assert.equal((await made())[0].revoked, true);
  });

  it('looks like any created key', async (t) => {
    const { client } = await started(t);
    const key = await client.temporaryKey(NEW_KEY, HOUR);
    const plain = await client.createKey({ description: 'x' });
    assert.deepEqual(Object.keys(key), Object.keys(plain));
    assert.ok(!inspect(key).includes('asyncDispose'));
    assert.ok(!(Symbol.asyncDispose in { ...key }));
  });

  it('is deleted once, however often it is disposed of', async (t) => {
    const { client, deleted } = await started(t);
    const key = await client.temporaryKey(NEW_KEY, HOUR);
    await Promise.all([key[Symbol.asyncDispose](), key[Symbol.asyncDispose]()]);
    await key[Symbol.asyncDispose]();
    assert.equal(await deleted(), 1);
  });

  it('may be gone before', async (t) => {
    const { client } = await started(t);
    const key = await client.temporaryKey(NEW_KEY, HOUR);
    await client.deleteKey(key.id);
    await key[Symbol.asyncDispose]();
  });

  it('is not taken for gone because a gateway knows no such path', async (t) => {
    const { sandbox, client, made } = await started(t);
    const key = await client.temporaryKey(NEW_KEY, HOUR);
    await sandbox.faults({ kind: 'status', status: 404, match: { method: 'DELETE' } });
    const error = await key[Symbol.asyncDispose]().catch((error) => error);
    assert.deepEqual([error.code, error.status], ['not_found', 404]);
    assert.ok(error.message.startsWith(`key ${key.id} couldn't be deleted`), error.message);
    assert.equal((await made())[0].revoked, false);
  });

  it('is deleted though the call’s signal was aborted since', async (t) => {
    const { client, made } = await started(t);
    const controller = new AbortController();
    const options = { ...HOUR, signal: controller.signal };
    const key = await client.temporaryKey(NEW_KEY, options);
    controller.abort();
    await key[Symbol.asyncDispose]();
    assert.equal((await made())[0].revoked, true);
  });

  it('is deleted when the work fails, which is what is thrown', async (t) => {
    const { client, made } = await started(t);
    const own = new Error('mine');
    const work = using(await client.temporaryKey(NEW_KEY, HOUR), () => Promise.reject(own));
    await assert.rejects(work, (error) => error === own);
    assert.equal((await made())[0].revoked, true);
  });

  it('that can’t be deleted says until when it lives, and can be disposed of again', async (t) => {
    const { sandbox, client, made } = await started(t, { maxRetries: 0 });
    const key = await client.temporaryKey(NEW_KEY, HOUR);
    await sandbox.faults({ kind: 'status', status: 500, match: { method: 'DELETE' } });
    const own = new Error('mine');
    const error = await using(key, () => Promise.reject(own)).catch((error) => error);
    assert.equal(error.suppressed, own);
    assert.equal(error.error.code, 'server_error');
    const until = key.expiresAt.toISOString();
    const told = `key ${key.id} couldn't be deleted, and lives until ${until}`;
    assert.ok(error.error.message.startsWith(told), error.error.message);
    assert.ok(error.error.stack.startsWith(`VeniceError: ${told}`), error.error.stack);
    await key[Symbol.asyncDispose]();
    assert.equal((await made())[0].revoked, true);
  });

  it('that was aborted while it was created ends by itself, without a warning', async (t) => {
    const { sandbox, client, made } = await started(t);
    const held = sandbox.hold(ofMethod('POST'));
    const controller = new AbortController();
    const warnings = await warningsWhile(async () => {
      const options = { ...HOUR, signal: controller.signal };
      const rejected = client.temporaryKey(NEW_KEY, options).catch((error) => error);
      await held.reached();
      controller.abort();
      const consequence = 'a key that it creates is deleted, or a warning names it';
      assert.equal((await rejected).message, `temporaryKey was aborted: ${consequence}`);
      held.release();
      await sleep(300);
    });
    const [{ expiresAt }] = await made();
    assert.notEqual(expiresAt, null);
    assert.deepEqual(warnings, []);
  });

  it('needs a lifetime', async (t) => {
    const { sandbox, client } = await started(t);
    for (const [options, message] of [
      [undefined, /lifetimeMs must be a number, and is undefined/],
      [{ lifetimeMs: '1h' }, /lifetimeMs must be a number, and is a string/],
      [{ lifetime: 5 }, /unknown option lifetime: callOptions takes lifetimeMs, signal, timeoutMs/],
    ]) {
      await assert.rejects(client.temporaryKey(NEW_KEY, options), { name: 'TypeError', message });
    }
    assert.deepEqual(await sandbox.journal(), []);
  });
});
