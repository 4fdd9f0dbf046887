// Rotation, as only Node can get it wrong: a store that fails, a record that another client
// commits, and a client that goes on with its own successor.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Client } from 'venice-keys';

import { sandboxFor } from './support/sandbox.mjs';

const failed = (promise) => promise.then(assert.fail, (error) => error);

/** A sandbox with a key to rotate, and a client that needn't wait long. */
async function started(t, seed = {}) {
  const sandbox = await sandboxFor(t);
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  const seeds = { description: 'backend', ipAllowlist: [], ...seed };
  const [{ id }] = (await sandbox.control('keys', { keys: [seeds] })).keys;
  const find = async (wanted) => (await sandbox.keys()).find((key) => key.id === wanted);
  return { sandbox, id, find, client: new Client({ apiKey, baseUrl, settleMs: 50 }) };
}

describe('rotateKey', () => {
  it('stores the successor, and then deletes the old key', async (t) => {
    const { client, id, find } = await started(t);
    const stored = [];
    const rotated = await client.rotateKey(id, undefined, async (created) => {
      assert.equal(created.description, 'backend');
      assert.equal((await find(id)).revoked, false);
      stored.push(created.id);
    });
    assert.deepEqual([rotated.outcome, rotated.oldId, [rotated.id]], ['rotated', id, stored]);
    assert.equal((await find(id)).revoked, true);
    const { description, expiresAt } = await find(rotated.id);
    assert.deepEqual([description, expiresAt], ['backend', null]);
  });

  it('takes its grace in milliseconds, and what differs beside it', async (t) => {
    const { client, id, find } = await started(t);
    const rotation = { graceMs: 3_600_000, consumptionLimit: { usd: 75 } };
    const rotated = await client.rotateKey(id, rotation, () => {});
    const left = rotated.oldExpiresAt - Date.now();
    assert.ok(left > 3_500_000 && left < 4_400_000, `${left} ms`);
    assert.equal((await find(id)).expiresAt, rotated.oldExpiresAt.toISOString());
    assert.equal((await find(rotated.id)).consumptionLimit.usd, 75);
  });

  it('takes nothing for no grace that isn’t zero', async () => {
    const client = new Client({ apiKey: 'x', baseUrl: 'http://127.0.0.1:9' });
    for (const graceMs of [Number.NaN, -1, '5']) {
      const { name, message } = await failed(client.rotateKey('id', { graceMs }, () => {}));
      assert.equal(name, 'TypeError');
      assert.match(message, /^graceMs must be a number/);
    }
  });

  it('whose store fails leaves the old key as it was', async (t) => {
    const { client, id, find } = await started(t);
    const own = new Error('the vault is sealed');
    const before = await find(id);
    let made;
    const store = (created) => {
      made = created.id;
      throw own;
    };
    assert.equal(await failed(client.rotateKey(id, {}, store)), own);
    assert.equal((await find(made)).revoked, true);
    assert.deepEqual(await find(id), before);
  });

  it('needs a store', async (t) => {
    const { sandbox, client, id } = await started(t);
    for (const store of [undefined, null, {}]) {
      const { name, message } = await failed(client.rotateKey(id, {}, store));
      assert.deepEqual([name, message], ['TypeError', 'store must be a function']);
    }
    assert.deepEqual(await sandbox.journal(), []);
  });

  it('of the client’s own key goes on with the new one, in derived clients, too', async (t) => {
    const { sandbox, client, find } = await started(t);
    const derived = client.withOptions({ maxRetries: 1 });
    const [own] = (await sandbox.keys()).filter(({ apiKey }) => apiKey === sandbox.admin_key);
    let secret;
    const rotation = { ipAllowlist: null, endOwnKey: true };
    const { id } = await client.rotateKey(own.id, rotation, ({ apiKey }) => {
      secret = apiKey;
    });
    assert.equal((await find(own.id)).revoked, true);
    assert.ok((await client.listKeys()).some((key) => key.id === id));
    assert.equal((await derived.verifyKey()).accepted, true);
    const other = client.withApiKey(secret);
    assert.equal((await other.verifyKey()).accepted, true);
  });
});

describe('a rotation in steps', () => {
  it('is committed by whoever has its record, as often as wanted', async (t) => {
    const { sandbox, client, id, find } = await started(t);
    const { created, record, id: newId } = await client.beginRotation(id);
    assert.ok(!record.includes(created.apiKey.reveal().slice(-20)));
    const other = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url });
    await other.commitRotation(record);
    await other.commitRotation(record);
    assert.equal((await find(id)).revoked, true);
    assert.equal((await find(newId)).description, 'backend');
  });

  it('is aborted before it was committed', async (t) => {
    const { client, id, find } = await started(t);
    const { record, id: newId } = await client.beginRotation(id);
    await client.abortRotation(record);
    assert.equal((await find(newId)).revoked, true);
    assert.equal((await find(id)).revoked, false);
  });
});
