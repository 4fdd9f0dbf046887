// A client whose key comes from a function of the caller's: when it is asked, how often, and what
// its failures become.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Secret } from 'venice-keys';

import { reaching, runModule } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';
import { atOnce } from './support/wait.mjs';

/**
 * A sandbox with two ADMIN keys, of which `retire` ends the first, and a client that asks for its
 * key: `asked` counts how often.
 */
async function vault(t, give, options = {}) {
  const sandbox = await sandboxFor(t);
  const [second] = (await sandbox.control('keys', { keys: [{ apiKeyType: 'ADMIN' }] })).keys;
  const [first] = (await sandbox.keys()).filter(({ apiKey }) => apiKey === sandbox.admin_key);
  const keys = { first: first.apiKey, second: second.apiKey };
  const state = { asked: 0, now: keys.first };
  const credential = () => {
    state.asked += 1;
    return give ? give(state, keys) : state.now;
  };
  const baseUrl = sandbox.base_url;
  const retire = async () => {
    await new Client({ apiKey: keys.second, baseUrl }).deleteKey(first.id);
    await sandbox.control('journal', { clear: true });
  };
  return { sandbox, keys, state, retire, client: new Client({ baseUrl, credential, ...options }) };
}

describe('a credential', () => {
  for (const [what, give] of [
    ['a string', ({ now }) => now],
    ['a Secret', ({ now }) => new Secret(now)],
    ['a promise of a string', async ({ now }) => now],
    ['a promise of a Secret', async ({ now }) => sleep(20, new Secret(now))],
  ]) {
    it(`is asked at the first call, and may give ${what}`, async (t) => {
      const { client, state } = await vault(t, give);
      assert.equal(state.asked, 0);
      assert.equal((await client.listKeys()).length, 3);
      await Promise.all([client.listKeys(), client.verifyKey()]);
      assert.equal(state.asked, 1);
    });
  }

  it('is asked once for many first calls', async (t) => {
    const { client, state } = await vault(t, ({ now }) => sleep(50, now));
    await Promise.all(Array.from({ length: 20 }, () => client.listKeys()));
    assert.equal(state.asked, 1);
  });

  it('is asked once for many refused calls, each of which is made once more', async (t) => {
    const { sandbox, client, state, keys, retire } = await vault(t, ({ now }) => sleep(20, now));
    await client.listKeys();
    await retire();
    state.now = keys.second;
    const lists = await Promise.all(Array.from({ length: 20 }, () => client.listKeys()));
    assert.ok(lists.every(({ length }) => length === 2));
    assert.equal(state.asked, 2);
    const statuses = (await sandbox.journal()).map(({ status }) => status);
    assert.ok(statuses.filter((status) => status === 401).length <= 20, statuses);
    assert.equal(statuses.filter((status) => status === 200).length, 20);
    await client.listKeys();
    assert.equal(state.asked, 2);
  });

  it('creates no second key', async (t) => {
    const { sandbox, client, state, keys, retire } = await vault(t);
    await client.listKeys();
    await retire();
    state.now = keys.second;
    const { id } = await client.createKey({ description: 'once' });
    const made = (await sandbox.keys()).filter(({ description }) => description === 'once');
    assert.deepEqual(
      made.map((key) => key.id),
      [id],
    );
  });

  it('renews the key that verifyKey would have found refused', async (t) => {
    const { client, state, keys, retire } = await vault(t);
    assert.equal((await client.verifyKey()).accepted, true);
    await retire();
    assert.equal((await client.verifyKey()).accepted, false);
    state.now = keys.second;
    assert.equal((await client.verifyKey()).accepted, true);
  });

  it('is asked for a page, too', async (t) => {
    const { client, state, keys, retire } = await vault(t);
    await client.listKeys();
    await retire();
    state.now = keys.second;
    await client.usageHistory().toArray({ limit: 1 });
    assert.equal(state.asked, 2);
  });

  it('serves derived clients, but not one with a key of its own', async (t) => {
    const { client, state, keys, retire } = await vault(t);
    await client.withOptions({ timeoutMs: 20_000 }).listKeys();
    await client.listKeys({ maxRetries: 0 });
    assert.equal(state.asked, 1);
    const own = client.withApiKey(keys.first);
    await retire();
    state.now = keys.second;
    await assert.rejects(own.listKeys(), { code: 'unauthenticated' });
    assert.equal(state.asked, 1);
  });
});

describe('a refusal', () => {
  it('stands where the key is the same', async (t) => {
    const { sandbox, client, state, retire } = await vault(t);
    await client.listKeys();
    await retire();
    await assert.rejects(client.listKeys(), { code: 'unauthenticated', status: 401 });
    assert.equal(state.asked, 2);
    assert.equal((await sandbox.journal()).length, 1);
  });

  it('stands where the other key is refused, too', async (t) => {
    const { sandbox, client, state, retire } = await vault(t);
    await client.listKeys();
    await retire();
    state.now = 'VENICE_ADMIN_KEY_OF_NOBODY';
    await assert.rejects(client.listKeys(), { code: 'unauthenticated', status: 401 });
    assert.equal(state.asked, 2);
    assert.equal((await sandbox.journal()).length, 2);
  });

  it('has as its cause why there is no other key', async (t) => {
    const sealed = new Error('the vault is sealed');
    const { client, state, retire } = await vault(t, ({ now, asked }) => {
      if (asked > 1) throw sealed;
      return now;
    });
    await client.listKeys();
    await retire();
    const error = await client.listKeys().catch((error) => error);
    assert.deepEqual([error.code, error.cause], ['unauthenticated', sealed]);
    assert.match(error.stack.split('\n')[1], /credential\.test\.mjs/);
    assert.equal(state.asked, 2);
  });
});

describe('a credential that fails at first', () => {
  it('fails the calls with its own error, and is asked again', async (t) => {
    const sealed = new Error('the vault is sealed');
    const { sandbox, client, state } = await vault(t, async ({ now, asked }) => {
      if (asked === 1) throw sealed;
      return now;
    });
    const both = await Promise.allSettled([client.listKeys(), client.verifyKey()]);
    for (const { reason } of both) assert.equal(reason, sealed);
    assert.deepEqual(await sandbox.journal(), []);
    await client.listKeys();
    assert.equal(state.asked, 2);
  });

  it('fails them with a TypeError where it gives no key', async (t) => {
    const { client } = await vault(t, () => 5);
    const message = 'what credential returns must be a string or a Secret';
    const error = await client.listKeys().catch((error) => error);
    assert.deepEqual([error.name, error.message], ['TypeError', message]);
    assert.match(error.stack.split('\n')[1], /credential\.test\.mjs/);
  });

  it('fails them with config where no header can hold the key', async (t) => {
    const { client } = await vault(t, () => 'two words');
    await assert.rejects(client.listKeys(), { code: 'config' });
  });

  it('leaves arguments to be refused without asking', async (t) => {
    const { client, state } = await vault(t);
    await assert.rejects(client.getKey(5), TypeError);
    assert.equal(state.asked, 0);
  });
});

describe('a credential that takes its time', () => {
  it('is waited for as long as a call may take', async (t) => {
    const { client } = await vault(t, () => new Promise(() => {}), { timeoutMs: 300 });
    const error = await atOnce(client.listKeys().catch((error) => error));
    assert.deepEqual([error.code, error.operation], ['timeout', 'listKeys']);
    assert.match(error.stack.split('\n')[1], /credential\.test\.mjs/);
  });

  it('leaves the call what is left of its time', async (t) => {
    const { sandbox, client } = await vault(t, ({ now }) => sleep(7000, now), { timeoutMs: 8000 });
    await sandbox.faults({ kind: 'stall' });
    const start = performance.now();
    await assert.rejects(client.listKeys(), { code: 'timeout' });
    const took = performance.now() - start;
    // All of it would be 15 seconds.
    assert.ok(took > 7900 && took < 14_000, `${took} ms`);
  });

  it('can be aborted', async (t) => {
    let give;
    const { sandbox, client, keys } = await vault(t, () => {
      return new Promise((resolve) => {
        give = resolve;
      });
    });
    const signal = AbortSignal.timeout(20);
    const error = await atOnce(client.listKeys({ signal }).catch((error) => error));
    assert.equal(error.message, 'listKeys was aborted: nothing was sent');
    give(keys.first);
    await sleep(100);
    assert.deepEqual(await sandbox.journal(), []);
    await client.listKeys();
  });

  it('can be aborted after a refusal', async (t) => {
    const controller = new AbortController();
    const { client, retire } = await vault(t, ({ now, asked }) => {
      if (asked === 1) return now;
      setImmediate(() => controller.abort());
      return new Promise(() => {});
    });
    await client.listKeys();
    await retire();
    const call = client.deleteKey('no-such-key', { signal: controller.signal });
    const error = await atOnce(call.catch((error) => error));
    assert.equal(error.message, 'deleteKey was aborted');
  });

  it('keeps the process alive no longer than its call', async (t) => {
    const sandbox = await sandboxFor(t);
    const program = `
      import { Client } from 'venice-keys';
      const client = new Client({ credential: () => new Promise(() => {}), timeoutMs: 500 });
      await client.listKeys().catch(({ code }) => console.log(code));
      const signal = AbortSignal.timeout(50);
      await client.listKeys({ signal, timeoutMs: 60_000 }).catch(({ name }) => console.log(name));
    `;
    const { code, stdout, stderr, ms } = await runModule(program, { env: reaching(sandbox) });
    assert.deepEqual([code, stdout, stderr], [0, 'timeout\nAbortError\n', '']);
    assert.ok(ms < 20_000, `${ms} ms`);
  });
});

describe('a client with a credential', () => {
  it('has no other key', () => {
    const credential = () => 'x';
    assert.throws(() => new Client({ apiKey: 'x', credential }), {
      name: 'TypeError',
      message: /apiKey.*credential/,
    });
    assert.throws(() => Client.anonymous({ credential }), /unknown option credential/);
  });

  it('shows its attempts, refused ones included, with nothing secret in them', async (t) => {
    const seen = [];
    const onAttempt = ({ status }) => seen.push(status);
    const { client, state, keys, retire } = await vault(t, undefined, { onAttempt });
    await client.listKeys();
    await retire();
    state.now = keys.second;
    await client.listKeys();
    assert.deepEqual(seen, [200, 401, 200]);
  });
});
