// What is refused before anything is sent: wrong types and unknown names by a TypeError that names
// the field, bad values by the core.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client, Secret, VeniceError, Wallet } from 'venice-keys';

import { startBoundless } from './support/sandbox.mjs';

let sandbox;
let client;
before(async () => {
  ({ sandbox, client } = await startBoundless());
});
after(() => sandbox.stop());

const create = (options) => () => client.createKey({ description: 'x', ...options });
const mint = (options) => () =>
  client.mintWeb3Key({
    address: '0x',
    signature: '0x',
    challenge: 'x',
    ...options,
  });
const wallet = new Wallet('0x46'.padEnd(66, '46'));

/** A `TypeError` that names the field and what was found there, and says what it must be. */
const wrongType = (field, found) => (error) => {
  assert.equal(error.name, 'TypeError', error);
  assert.ok(error.message.startsWith(`${field} must be `), error.message);
  if (found) assert.ok(error.message.endsWith(`, and is ${found}`), error.message);
  return true;
};

/** A `TypeError` that names the unknown option and says which ones there are. */
const unknownOption = (name, of, known) => (error) => {
  assert.equal(error.name, 'TypeError', error);
  const start = `unknown option ${name}: ${of} takes `;
  assert.ok(error.message.startsWith(start), error.message);
  const takes = error.message.slice(start.length).split(', ');
  assert.ok(
    known.every((option) => takes.includes(option)) && !takes.includes(name),
    error.message,
  );
  return true;
};

describe('a value of a wrong type', () => {
  for (const [field, found, call] of [
    ['createKey', 'undefined', () => client.createKey()],
    ['createKey', 'null', () => client.createKey(null)],
    ['createKey', 'a string', () => client.createKey('x')],
    ['createKey', 'an array', () => client.createKey(['x'])],
    ['description', 'a number', create({ description: 5 })],
    ['apiKeyType', 'a boolean', create({ apiKeyType: true })],
    ['limitPeriod', 'an object', create({ limitPeriod: {} })],
    ['modelPrivacy', 'a function', create({ modelPrivacy() {} })],
    ['expiresAt', 'a number', create({ expiresAt: 5 })],
    ['ipAllowlist', 'a string', create({ ipAllowlist: '::' })],
    ['ipAllowlist.1', 'a number', create({ ipAllowlist: ['::', 5] })],
    ['consumptionLimit', 'a number', create({ consumptionLimit: 5 })],
    ['consumptionLimit.usd', 'a boolean', create({ consumptionLimit: { usd: true } })],
    ['id', 'undefined', () => client.getKey()],
    ['id', 'a number', () => client.deleteKey(5)],
    ['id', 'null', () => client.updateKey(null, {})],
    ['updateKey', 'undefined', () => client.updateKey('id')],
    ['deleteKeys', 'undefined', async () => client.deleteKeys()],
    ['planDeletion', 'undefined', () => client.planDeletion()],
    [
      'consumptionLimit.diem',
      'an array',
      () => client.updateKey('id', { consumptionLimit: { diem: [] } }),
    ],
    ['type', 'null', () => client.listModels(null)],
    ['address', 'a number', () => client.web3Challenge(5)],
    ['signature', 'a bigint', mint({ signature: 1n })],
    ['challenge', 'a number', mint({ challenge: 5 })],
    ['challenge.text', 'undefined', mint({ challenge: { generation: 'jwt' } })],
    [
      'challenge.expiresAt',
      'a number',
      mint({
        challenge: { text: 'x', generation: 'jwt', expiresAt: 1_798_761_600_000 },
      }),
    ],
    ['wallet', undefined, () => client.mintWithWallet(`0x${'46'.repeat(32)}`)],
    ['wallet', undefined, () => client.mintWithWallet({ address: '0x' })],
    ['mintWithWallet', 'null', () => client.mintWithWallet(wallet, null)],
    ['callOptions', undefined, () => client.listKeys(null)],
    ['callOptions', undefined, () => client.listKeys('x')],
    ['signal', undefined, () => client.listKeys({ signal: {} })],
    ['timeoutMs', 'a string', () => client.listKeys({ timeoutMs: '5' })],
    ['maxRetries', 'null', () => client.listKeys({ maxRetries: null })],
    ['withOptions', 'null', async () => client.withOptions(null)],
    ['settleMs', 'a string', async () => client.withOptions({ settleMs: '5' })],
    ['apiKey', undefined, async () => client.withApiKey(5)],
    ['credential', undefined, async () => new Client({ credential: 'x' })],
  ]) {
    it(`${field}, ${found ?? 'of another kind'}`, () =>
      assert.rejects(call, wrongType(field, found)));
  }
});

describe('an instance of a class', () => {
  class Preset {
    description = 'x';
  }
  const usd = new Map([['usd', 50]]);
  for (const [what, call] of [
    ['createKey', () => client.createKey(new Date())],
    ['createKey', () => client.createKey(new Preset())],
    ['createKey', () => client.createKey(new Map([['description', 'x']]))],
    ['createKey', () => client.createKey(Object.create({ description: 'x' }))],
    ['consumptionLimit', create({ consumptionLimit: usd })],
    ['consumptionLimit', create({ consumptionLimit: new Set(['usd']) })],
    ['consumptionLimit', () => client.updateKey('id', { consumptionLimit: usd })],
    ['updateKey', () => client.updateKey('id', new Preset())],
    ['mintWithWallet', () => client.mintWithWallet(wallet, usd)],
    ['consumptionLimit', () => client.mintWithWallet(wallet, { consumptionLimit: usd })],
    ['mintWeb3Key', () => client.mintWeb3Key(new Preset())],
    ['challenge', mint({ challenge: new Preset() })],
    ['Client', async () => new Client(new Preset())],
    ['Client.anonymous', async () => Client.anonymous(new Map())],
  ]) {
    it(`is no ${what}`, () => assert.rejects(call, wrongType(what, 'an instance of a class')));
  }

  it('is no place for a signal', async () => {
    for (const options of [new Map(), new AbortController(), AbortSignal.abort(), [], new Date()]) {
      await assert.rejects(client.listKeys(options), wrongType('callOptions'));
    }
  });
});

describe('an unknown option', () => {
  for (const [name, of, known, call] of [
    [
      'consumptionLimits',
      'createKey',
      ['description', 'consumptionLimit'],
      create({ consumptionLimits: { usd: 5 } }),
    ],
    ['signal', 'createKey', ['description'], create({ signal: undefined })],
    [
      '__proto__',
      'createKey',
      ['description'],
      () => client.createKey(JSON.parse('{"description":"x","__proto__":{"usd":5}}')),
    ],
    [
      'inherited',
      'createKey',
      ['description'],
      () => {
        const inherited = Object.assign(Object.create(null), { inherited: 1 });
        return client.createKey(Object.assign(Object.create(inherited), { description: 'x' }));
      },
    ],
    [
      'consumptionLimit.USD',
      'consumptionLimit',
      ['usd', 'diem', 'vcu'],
      create({ consumptionLimit: { USD: 5 } }),
    ],
    [
      'consumptionLimit.eur',
      'consumptionLimit',
      ['usd', 'diem', 'vcu'],
      () => client.updateKey('id', { consumptionLimit: { usd: 5, eur: 5 } }),
    ],
    [
      'apiKeyType',
      'updateKey',
      ['description', 'ipAllowlist'],
      () => client.updateKey('id', { apiKeyType: 'ADMIN' }),
    ],
    ['wallet', 'mintWeb3Key', ['address', 'description'], mint({ wallet: 'x' })],
    [
      'challenge.token',
      'challenge',
      ['text', 'generation', 'expiresAt'],
      mint({ challenge: { text: 'x', generation: 'jwt', token: 'x' } }),
    ],
    [
      'limitperiod',
      'mintWithWallet',
      ['limitPeriod'],
      () => client.mintWithWallet(wallet, { limitperiod: 'MONTH' }),
    ],
    [
      'timeout',
      'callOptions',
      ['signal', 'timeoutMs', 'maxRetries'],
      () => client.listKeys({ timeout: 5 }),
    ],
    ['holdMs', 'callOptions', ['signal'], () => client.listKeys({ holdMs: 5 })],
  ]) {
    it(`${name} of ${of}`, () => assert.rejects(call, unknownOption(name, of, known)));
  }

  it('of a client is refused, too', () => {
    const baseUrl = sandbox.base_url;
    assert.throws(
      () => new Client({ baseUrl, apikey: 'x' }),
      unknownOption('apikey', 'Client', ['apiKey', 'baseUrl', 'onAttempt']),
    );
    assert.throws(
      () => Client.anonymous({ baseUrl, apiKey: 'x' }),
      unknownOption('apiKey', 'Client.anonymous', ['baseUrl', 'onAttempt']),
    );
  });
});

describe("a client's options", () => {
  for (const [field, found, options] of [
    ['apiKey', 'null', { apiKey: null }],
    ['apiKey', 'an object', { apiKey: {} }],
    ['baseUrl', 'an object', { apiKey: 'x', baseUrl: new URL('http://x') }],
    ['timeoutMs', 'a string', { apiKey: 'x', timeoutMs: '5' }],
    ['timeoutMs', 'null', { apiKey: 'x', timeoutMs: null }],
    ['maxRetries', undefined, { apiKey: 'x', maxRetries: 1.5 }],
    ['maxRetries', undefined, { apiKey: 'x', maxRetries: -1 }],
    ['maxRetries', undefined, { apiKey: 'x', maxRetries: Number.NaN }],
    ['createLimit', 'an object', { apiKey: 'x', createLimit: {} }],
    ['createLimitPeriodMs', 'a bigint', { apiKey: 'x', createLimitPeriodMs: 1n }],
    ['userAgent', 'a number', { apiKey: 'x', userAgent: 5 }],
    ['web3Generation', 'null', { apiKey: 'x', web3Generation: null }],
    ['onAttempt', undefined, { apiKey: 'x', onAttempt: console }],
    ['onAttempt', undefined, { apiKey: 'x', onAttempt: null }],
  ]) {
    it(`${field}, ${found ?? 'of another kind'}`, () =>
      assert.throws(() => new Client(options), wrongType(field, found)));
  }

  it('are an object', () => {
    for (const options of [null, 5, 'x', []]) {
      assert.throws(() => new Client(options), { name: 'TypeError' }, `${options}`);
    }
  });

  it('that are no time are refused, zero by the core', () => {
    for (const timeoutMs of [-1, Number.NaN, Number.NEGATIVE_INFINITY]) {
      assert.throws(() => new Client({ apiKey: 'x', timeoutMs }), {
        name: 'TypeError',
        message: 'timeoutMs must be a number of milliseconds, 0 or more',
      });
    }
    for (const name of ['timeoutMs', 'connectTimeoutMs']) {
      assert.throws(() => new Client({ apiKey: 'x', [name]: 0 }), { code: 'config' });
    }
  });

  it('may be any time, however long', async () => {
    const { admin_key: apiKey, base_url: baseUrl } = sandbox;
    const forms = [0.5, 1e9, 1e13, 2 ** 53, 1.8e19, 1e300, Number.POSITIVE_INFINITY];
    for (const ms of forms) {
      for (const times of [{ connectTimeoutMs: ms }, { timeoutMs: ms, connectTimeoutMs: ms }]) {
        const long = { timeoutMs: 10_000, ...times };
        if (ms < 1) new Client({ apiKey, baseUrl, ...long });
        else assert.ok((await new Client({ apiKey, baseUrl, ...long }).verifyKey()).accepted);
      }
    }
    const late = new Client({
      apiKey,
      baseUrl,
      createLimit: 1,
      createLimitPeriodMs: Number.POSITIVE_INFINITY,
    });
    await late.createKey({ description: 'throttled' });
    await assert.rejects(late.createKey({ description: 'x' }), {
      code: 'rate_limited',
    });
  });

  it('that name no kind of challenge are refused by the core', () => {
    for (const web3Generation of ['', 'JWT', 'eip4361']) {
      const code = 'invalid_input';
      assert.throws(() => new Client({ apiKey: 'x', web3Generation }), {
        code,
      });
    }
    new Client({ apiKey: 'x', web3Generation: 'siwe' });
  });

  it('may hold a key as a Secret', async () => {
    const apiKey = new Secret(sandbox.inference_key);
    const status = await new Client({
      apiKey,
      baseUrl: sandbox.base_url,
    }).verifyKey();
    assert.equal(status.accepted, true);
  });
});

describe('a bad value', () => {
  for (const [field, call] of [
    ['consumptionLimit.usd', create({ consumptionLimit: { usd: Number.NaN } })],
    ['consumptionLimit.usd', create({ consumptionLimit: { usd: Number.POSITIVE_INFINITY } })],
    ['consumptionLimit.diem', create({ consumptionLimit: { diem: -1 } })],
    ['consumptionLimit.vcu', create({ consumptionLimit: { vcu: 10n ** 30n } })],
    ['consumptionLimit.usd', () => client.updateKey('id', { consumptionLimit: { usd: 'five' } })],
    ['expiresAt', create({ expiresAt: new Date(Number.NaN) })],
    ['expiresAt', create({ expiresAt: new Date(8.64e15) })],
    ['expiresAt', create({ expiresAt: new Date(-8.64e15) })],
    ['expiresAt', create({ expiresAt: '2026-02-30' })],
    ['description', create({ description: null })],
    ['address', mint({ address: undefined })],
    ['signature', mint({ address: wallet.address, signature: null })],
    ['description', create({ description: '' })],
    ['changes', () => client.updateKey('id', {})],
    ['changes', () => client.updateKey('id', { description: undefined })],
    ['filter', () => client.planDeletion({})],
    ['filter', async () => client.deleteKeys({ prefix: undefined, ids: null })],
    ['id', () => client.getKey('')],
    ['lifetimeMs', () => client.temporaryKey({ description: 'x' }, { lifetimeMs: 5 })],
    ['everyMs', async () => client.watchKeys({ everyMs: 5 })],
  ]) {
    it(`of ${field} rejects with invalid_input`, async () => {
      const error = await call().then(assert.fail, (error) => error);
      assert.ok(error instanceof VeniceError, error);
      assert.equal(error.code, 'invalid_input');
      assert.equal(error.issues[0].field, field);
      assert.ok(error.message.startsWith(`${field} `), error.message);
    });
  }

  it('is never sent', async () => {
    const sent = (await sandbox.journal()).filter(
      ({ path, body }) => !path.endsWith('/rate_limits') && body?.description !== 'throttled',
    );
    assert.deepEqual(sent, []);
  });
});
