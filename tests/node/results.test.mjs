// What comes back: plain objects with Dates and texts, and errors that a Node person can work with.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { Client, Secret, VeniceError, Wallet } from 'venice-keys';

import { camel, contract, member, membersOf, positional } from './support/contract.mjs';
import { startSandbox } from './support/sandbox.mjs';

let sandbox;
let client;
before(async () => {
  sandbox = await startSandbox();
  client = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url });
});
after(() => sandbox.stop());

describe('a result', () => {
  it('has Dates for times and text for money', async () => {
    const options = {
      description: 'x',
      expiresAt: '2099-12-31',
      consumptionLimit: { usd: 12.5 },
    };
    const made = await client.createKey(options);
    assert.ok(made.apiKey instanceof Secret);
    assert.deepEqual(made.expiresAt, new Date('2099-12-31T00:00:00.000Z'));
    assert.deepEqual(made.consumptionLimit, {
      usd: '12.5',
      diem: null,
      vcu: null,
    });
    const key = await client.getKey(made.id);
    for (const time of ['createdAt', 'expiresAt']) {
      assert.ok(key[time] instanceof Date && !Number.isNaN(key[time].getTime()), time);
    }
    assert.equal(key.lastUsedAt, null);
    const limits = await client.rateLimits();
    assert.ok(limits.nextEpochBegins instanceof Date);
    assert.equal(limits.keyExpiration, null);
    assert.equal(typeof limits.balances.usd, 'string');
    const [own] = await client.listKeys();
    assert.ok(own.createdAt instanceof Date);
    const status = await new Client({
      apiKey: made.apiKey,
      baseUrl: sandbox.base_url,
    }).verifyKey();
    assert.deepEqual(status.expiresAt, made.expiresAt);
    await sandbox.control('account', {
      breaches: [
        {
          apiKeyId: made.id,
          modelId: 'm',
          rateLimitType: 'RPM',
          rateLimitTier: 'paid',
          timestamp: '2026-01-31T12:00:00.000Z',
        },
      ],
    });
    const [breach] = await client.rateLimitLog();
    assert.deepEqual(breach.timestamp, new Date('2026-01-31T12:00:00.000Z'));
    const challenge = await client.web3Challenge();
    assert.ok(challenge.expiresAt instanceof Date);
    assert.equal(await client.deleteKey(made.id), undefined);
  });

  it('is plain, and a list is an array', async () => {
    const plain = (value) => assert.equal(Object.getPrototypeOf(value), Object.prototype);
    const keys = await client.listKeys();
    assert.ok(Array.isArray(keys));
    keys.forEach(plain);
    plain(keys[0].consumptionLimits);
    plain(await client.verifyKey());
    plain((await client.listModels())[0].modelSpec);
  });

  it('holds a wallet challenge that the wallet signs and the server takes', async () => {
    const wallet = new Wallet(sandbox.staked_private_key);
    assert.equal(wallet.address, sandbox.staked_address);
    const anonymous = Client.anonymous({ baseUrl: sandbox.base_url });
    for (const handOn of [(challenge) => challenge, ({ text }) => text]) {
      const challenge = handOn(await anonymous.web3Challenge(wallet.address));
      const signature = wallet.sign(challenge);
      const made = await anonymous.mintWeb3Key({
        address: wallet.address,
        signature,
        challenge,
      });
      assert.ok(made.apiKey instanceof Secret);
    }
  });

  it('has exactly the members that the contract declares, of their types', async () => {
    const made = await client.createKey({ description: 'x', consumptionLimit: { usd: 5 } });
    const attempts = [];
    const options = { apiKey: sandbox.admin_key, baseUrl: sandbox.base_url };
    const watched = new Client({ ...options, onAttempt: (attempt) => attempts.push(attempt) });
    const refused = await watched.getKey('').catch((error) => error);
    const seen = {};
    const look = (type, value) => {
      const [, optional] = /^Option<(.*)>$/.exec(type) ?? [];
      const [, list] = /^Vec<(.*)>$/.exec(type) ?? [];
      const [, map] = /^BTreeMap<String, (.*)>$/.exec(type) ?? [];
      if (optional) return value === null ? true : look(optional, value);
      if (map) {
        assert.equal(Object.getPrototypeOf(value), null);
        for (const element of Object.values(value)) look(map, element);
        return true;
      }
      if (list) {
        for (const element of value) look(list, element);
        return true;
      }
      const { fields } = contract.structs[type] ?? {};
      if (!fields) return assert.ok(isOf(type, value), `${inspect(value)} is no ${type}`);
      seen[type] = true;
      assert.deepEqual(Object.keys(value), membersOf(type), type);
      for (const [name, of] of Object.entries(fields)) look(of, value[member(name, of)]);
    };
    const entries = { series: [{ first: '2026-06-01T00:00:00Z', count: 3 }] };
    const spent = { spending: [{ date: new Date().toISOString().slice(0, 10), usd: 5 }] };
    await sandbox.control('usage', { ...entries, ...spent });
    const wallet = new Wallet(sandbox.staked_private_key);
    const topUp = { wallet, amount: '10', most: '10', order: 'an order' };
    const many = { ids: [made.id], newKeys: [{ description: 'x' }] };
    const words = { id: made.id, every: 60, ...topUp, ...many };
    for (const [operation, of] of Object.entries(contract.operations)) {
      const { effect, returns, paged, endless } = of;
      if (effect !== 'Reads') continue;
      const { values, named, sink } = positional(operation, wordsOf(operation, words));
      if (sink !== undefined) values[sink] = new PassThrough().resume();
      const result = watched[camel(operation)](...values, named);
      const [, item] = /^Pages<(.*)>$/.exec(returns) ?? [];
      assert.equal(item !== undefined, paged && sink === undefined);
      if (endless) look(`Vec<${item}>`, (await result.pages().next()).value.items);
      else if (item) look(`Vec<${item}>`, await result.toArray({ limit: 10 }));
      else look(returns, await result);
    }
    look('CreatedKey', made);
    look('Vec<Attempt>', attempts);
    look('Vec<Issue>', refused.issues);
    assert.ok(Object.keys(seen).length > 10, Object.keys(seen).join());
  });
});

/** Those of the words that an operation takes. */
function wordsOf(operation, words) {
  const { arguments: declared } = contract.operations[operation];
  const known = Object.entries(declared).flatMap(([name, type]) =>
    type in contract.structs ? membersOf(type) : [camel(name)],
  );
  return Object.fromEntries(Object.entries(words).filter(([name]) => known.includes(name)));
}

/** Whether a value is one of a type of the contract that isn't a struct. */
function isOf(type, value) {
  const numbers = ['u16', 'u32', 'u64', 'Duration'];
  if (numbers.includes(type)) return typeof value === 'number';
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'Timestamp') return value instanceof Date;
  if (type === 'Date') return /^\d{4}-\d\d-\d\d$/.test(value);
  if (type === 'Secret') return value instanceof Secret;
  return typeof value === 'string';
}

describe('an error', () => {
  const failed = async (call) => call().then(assert.fail, (error) => error);

  it('is a VeniceError with everything that is known', async () => {
    await sandbox.faults({
      kind: 'status',
      status: 429,
      body: { error: 'Rate limit exceeded', code: 'TOO_MANY' },
      headers: {
        'retry-after': '7',
        'x-request-id': 'req-1',
        'x-venice-version': '20261121.1',
      },
      times: 1,
    });
    const options = {
      apiKey: sandbox.admin_key,
      baseUrl: sandbox.base_url,
      maxRetries: 0,
    };
    const error = await failed(() => new Client(options).listKeys());
    assert.ok(error instanceof VeniceError && error instanceof Error);
    assert.equal(Object.prototype.toString.call(error), '[object Error]');
    assert.equal(error.name, 'VeniceError');
    assert.equal(error.code, 'rate_limited');
    assert.equal(error.status, 429);
    assert.equal(error.retryAfterMs, 7000);
    assert.equal(error.requestId, 'req-1');
    assert.equal(error.serverCode, 'TOO_MANY');
    assert.equal(error.serverVersion, '20261121.1');
    assert.deepEqual(error.issues, []);
    assert.match(String(error), /^VeniceError: listKeys: Rate limit exceeded/);
    assert.match(
      inspect(error),
      /^VeniceError: listKeys: Rate limit[\s\S]*?\n {4}at [\s\S]*code: 'rate_limited'/,
    );
  });

  it('has only what is known', async () => {
    const error = await failed(() => client.getKey(''));
    assert.deepEqual(Object.keys(error), ['code', 'issues']);
    assert.deepEqual(error.issues, [{ field: 'id', message: 'must not be empty' }]);
    assert.ok(!('cause' in error));
    const cause = new Error('why');
    assert.equal(new VeniceError('x', { code: 'connection', cause }).cause, cause);
  });

  const here = fileURLToPath(import.meta.url);

  it('points to the caller, awaited or not', async () => {
    async function theCaller() {
      return client.getKey('nope');
    }
    function theOtherCaller() {
      return client.getKey('nope').catch((error) => error);
    }
    for (const error of [await failed(theCaller), await theOtherCaller()]) {
      const [head, first] = error.stack.split('\n');
      assert.match(head, /^VeniceError: getKey: API key not found/);
      assert.ok(first.includes(here) || first.includes(import.meta.url), error.stack);
      assert.match(first, /theCaller|theOtherCaller/);
      assert.ok(!error.stack.includes('bindings-node'), error.stack);
    }
  });

  it('of a wrong type or a constructor points to the caller, too', async () => {
    const errors = [await failed(() => client.getKey(5)), await failed(() => client.listKeys(5))];
    for (const make of [
      () => new Client({ apikey: 'x' }),
      () => Client.anonymous({ apiKey: 'x' }),
      () => new Client({ apiKey: '' }),
      () => new Wallet('x'),
      () => new Secret(5),
      () => new Wallet(sandbox.staked_private_key).sign('x'),
    ]) {
      try {
        assert.fail(make());
      } catch (error) {
        errors.push(error);
      }
    }
    for (const error of errors) {
      assert.ok(['TypeError', 'VeniceError'].includes(error.name), error);
      const [, first] = error.stack.split('\n');
      assert.ok(first.includes('results.test.mjs'), error.stack);
    }
  });

  it('rejects and does not throw, whatever is wrong', async () => {
    for (const call of [
      () => client.createKey(),
      () => client.getKey(5),
      () => client.mintWithWallet(5),
      () => client.listKeys({ x: 1 }),
    ]) {
      let promise;
      assert.doesNotThrow(() => {
        promise = call();
      });
      await assert.rejects(promise, TypeError);
    }
  });

  it('has one of the codes that the contract lists', () => {
    const { errorCodes } = createRequire(import.meta.url)('../../bindings-node/lib/native.js');
    assert.deepEqual(errorCodes(), Object.keys(contract.codes));
  });
});

describe('a client', () => {
  it('has a method of its own for each operation', () => {
    for (const operation of Object.keys(contract.operations)) {
      const method = Client.prototype[camel(operation)];
      assert.equal(method?.name, camel(operation));
      assert.equal(method.length, positional(operation, {}).values.length + 1, operation);
    }
  });
});
