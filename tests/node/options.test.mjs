// Limits of one call, and clients that are derived from another: they share what is costly, and
// differ in what was asked for.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client, Secret } from 'venice-keys';

import { gatedSandboxFor } from './support/gate.mjs';
import { sandboxFor } from './support/sandbox.mjs';
import { atOnce } from './support/wait.mjs';

/** A sandbox of its own, and a client of it. */
async function started(t, options = {}, sandboxOf = gatedSandboxFor) {
  const sandbox = await sandboxOf(t);
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  return { sandbox, client: new Client({ apiKey, baseUrl, ...options }) };
}

/** What a call failed with. */
async function failure(call) {
  const { code } = await call.then(assert.fail, (error) => error);
  return code;
}

describe('the limits of a call', () => {
  it('hold for this call alone', async (t) => {
    const { sandbox, client } = await started(t);
    const held = sandbox.hold();
    const other = client.listKeys();
    await held.reached();
    assert.equal(await atOnce(failure(client.listKeys({ timeoutMs: 300 }))), 'timeout');
    held.release();
    assert.equal((await other).length, 2);
  });

  it('say how often it is retried', async (t) => {
    const { sandbox, client } = await started(t);
    await sandbox.faults({ kind: 'status', status: 503, times: 1 });
    assert.equal(await failure(client.listKeys({ maxRetries: 0 })), 'server_error');
    assert.equal((await sandbox.journal()).length, 1);
    await sandbox.faults({ kind: 'status', status: 503, times: 1 });
    await client.listKeys({ maxRetries: undefined });
  });

  it('hold for each page', async (t) => {
    const { sandbox, client } = await started(t);
    await sandbox.faults({ kind: 'status', status: 503, times: 1 });
    const history = client.usageHistory({}, { maxRetries: 0 });
    await assert.rejects(history.toArray({ limit: 5 }), { code: 'server_error' });
  });

  it('may be endless, but not none at all', async (t) => {
    const { client } = await started(t);
    await client.listKeys({ timeoutMs: Number.POSITIVE_INFINITY });
    assert.equal(await failure(client.listKeys({ timeoutMs: 0 })), 'timeout');
  });

  it('are named by an error that begins where the call was made', async (t) => {
    const { client } = await started(t);
    const error = await client.listKeys({ timeoutMs: 'x' }).catch((error) => error);
    assert.ok(error instanceof TypeError);
    assert.match(error.stack.split('\n')[1], /options\.test\.mjs/);
  });
});

describe('a derived client', () => {
  it('shares the connection', async (t) => {
    // Not through the gate, which has connections of its own.
    const { sandbox, client } = await started(t, {}, sandboxFor);
    await client.listKeys();
    await client.withOptions({ timeoutMs: 20_000 }).listKeys();
    await client.withApiKey(sandbox.inference_key).rateLimits();
    const used = (await sandbox.journal()).map(({ connection }) => connection);
    assert.equal(new Set(used).size, 1, used);
  });

  it('shares the create limit', async (t) => {
    const { client } = await started(t, { createLimit: 1, createLimitPeriodMs: 60_000 });
    await client.createKey({ description: 'first' });
    const second = client.withOptions({ timeoutMs: 30_000 }).createKey({ description: 'second' });
    assert.equal(await failure(second), 'rate_limited');
  });

  it('differs in what was asked for, and can be derived from again', async (t) => {
    const { sandbox, client } = await started(t);
    const once = client.withOptions({ maxRetries: 0 }).withOptions({ timeoutMs: 20_000 });
    await sandbox.faults({ kind: 'status', status: 503, times: 1 });
    assert.equal(await failure(once.listKeys()), 'server_error');
    const hasty = client.withOptions({ timeoutMs: 300 }).withOptions({ maxRetries: 0 });
    sandbox.hold();
    assert.equal(await atOnce(failure(hasty.listKeys())), 'timeout');
  });

  it('calls with its own key, whatever form it has', async (t) => {
    const { sandbox, client } = await started(t);
    for (const key of [sandbox.inference_key, new Secret(sandbox.inference_key)]) {
      const other = client.withApiKey(key);
      assert.ok(other instanceof Client);
      await assert.rejects(other.listKeys(), { code: 'admin_key_required' });
    }
    assert.equal((await client.listKeys()).length, 2);
    await assert.rejects(client.withApiKey('no key').listKeys(), { code: 'config' });
  });

  it('gives a key to a client that has none', async (t) => {
    const { sandbox } = await started(t);
    const anonymous = Client.anonymous({ baseUrl: sandbox.base_url });
    assert.equal((await anonymous.withApiKey(sandbox.admin_key).listKeys()).length, 2);
  });

  it('is seen by the same onAttempt', async (t) => {
    const paths = [];
    const { sandbox, client } = await started(t, { onAttempt: ({ path }) => paths.push(path) });
    await client.withOptions({ maxRetries: 1 }).listKeys();
    await client.withApiKey(sandbox.inference_key).listModels();
    assert.deepEqual(paths, ['/api_keys', '/models']);
  });

  it('is refused what only a new client can have', async (t) => {
    const { client } = await started(t);
    assert.throws(() => client.withOptions({ apiKey: 'x' }), {
      name: 'TypeError',
      message: /^unknown option apiKey: withOptions takes timeoutMs, maxRetries, holdMs, settleMs$/,
    });
  });
});
