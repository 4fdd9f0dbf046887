// What is refused before anything is sent: wrong types and unknown names by a TypeError that names
// the field, bad values by the core.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import vm from 'node:vm';
import { Client, Secret, VeniceError, Wallet } from 'venice-keys';

import { startSandbox } from './support/sandbox.mjs';

let sandbox;
let client;
before(async () => {
  sandbox = await startSandbox('--minute', '0.001');
  client = new Client({
    apiKey: sandbox.admin_key,
    baseUrl: sandbox.base_url,
    createLimit: 1000,
  });
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
    ['timeoutMs', 'callOptions', ['signal'], () => client.listKeys({ timeoutMs: 5 })],
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

  it('that are no time are refused by the core', () => {
    for (const timeoutMs of [0, -1, Number.NaN, Number.NEGATIVE_INFINITY]) {
      assert.throws(() => new Client({ apiKey: 'x', timeoutMs }), {
        code: 'config',
      });
    }
    assert.throws(() => new Client({ apiKey: 'x', connectTimeoutMs: 0 }), {
      code: 'config',
    });
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
    ['id', () => client.getKey('')],
  ]) {
    it(`of ${field} rejects with invalid_input`, async () => {
      const error = await call().then(assert.fail, (error) => error);
      assert.ok(error instanceof VeniceError, error);
      assert.equal(error.code, 'invalid_input');
      assert.equal(error.issues[0].field, field);
    });
  }

  it('is never sent', async () => {
    const sent = (await sandbox.journal()).filter(
      ({ path, body }) => !path.endsWith('/rate_limits') && body?.description !== 'throttled',
    );
    assert.deepEqual(sent, []);
  });
});

describe('what a Node person writes', () => {
  const bodies = async (call) => {
    await sandbox.control('journal', { clear: true });
    await call().catch(() => {});
    return (await sandbox.journal()).map(({ bodyText }) => bodyText);
  };

  it('is sent digit for digit', async () => {
    for (const [amount, sent] of [
      [50, '50'],
      [0.1, '0.1'],
      [1e-7, '0.0000001'],
      [9999999999, '9999999999'],
      ['12.50', '12.5'],
      ['0.1234567890123456789', '0.1234567890123456789'],
      [12n, '12'],
      [-0, '0'],
    ]) {
      const [body] = await bodies(create({ consumptionLimit: { usd: amount } }));
      assert.ok(body.includes(`"consumptionLimit":{"usd":${sent}}`), `${amount}: ${body}`);
    }
  });

  it('may leave out by undefined or null in a new key', async () => {
    const nothing = {};
    for (const name of [
      'apiKeyType',
      'consumptionLimit',
      'limitPeriod',
      'expiresAt',
      'modelPrivacy',
      'ipAllowlist',
    ]) {
      nothing[name] = null;
      const [body] = await bodies(create({ ...nothing, [name]: undefined }));
      assert.deepEqual(JSON.parse(body), { apiKeyType: 'INFERENCE', description: 'x' });
    }
    const [body] = await bodies(create({ consumptionLimit: { usd: null, diem: undefined } }));
    assert.deepEqual(JSON.parse(body), { apiKeyType: 'INFERENCE', description: 'x' });
  });

  it('keeps by undefined and clears by null in an update', async () => {
    const [body] = await bodies(() =>
      client.updateKey('id', {
        description: undefined,
        expiresAt: null,
        consumptionLimit: { usd: undefined, diem: null, vcu: '5' },
      }),
    );
    assert.deepEqual(JSON.parse(body), {
      id: 'id',
      consumptionLimit: { diem: null, vcu: 5 },
      expiresAt: null,
    });
  });

  it('may be a Date, from another realm too', async () => {
    const time = '2099-12-31T23:59:59.120Z';
    for (const expiresAt of [new Date(time), vm.runInNewContext(`new Date('${time}')`)]) {
      const [body] = await bodies(create({ expiresAt }));
      assert.ok(body.includes(`"expiresAt":"${time}"`), body);
    }
  });

  it('may be an object of any realm, or without a prototype', async () => {
    const limit = () => Object.assign(Object.create(null), { usd: 5 });
    for (const newKey of [
      { description: 'x', consumptionLimit: limit() },
      Object.assign(Object.create(null), {
        description: 'x',
        consumptionLimit: limit(),
      }),
      vm.runInNewContext("({ description: 'x', consumptionLimit: { usd: 5 } })"),
    ]) {
      const [body] = await bodies(() => client.createKey(newKey));
      assert.ok(body.includes('"consumptionLimit":{"usd":5}'), body);
    }
    assert.ok(await client.listKeys(vm.runInNewContext('({ signal: undefined })')));
  });

  it('may be a type of models that is not known here', async () => {
    await sandbox.control('journal', { clear: true });
    await client.listModels('decision').catch(() => {});
    await client.listModels('poem').catch(() => {});
    const paths = (await sandbox.journal()).map(({ path }) => path);
    assert.deepEqual(
      paths.map((path) => path.split('?')[1]),
      ['type=decision', 'type=poem'],
    );
  });

  it('is thrown as it is if it throws', async () => {
    const mine = new RangeError('mine');
    const throws = {
      get description() {
        throw mine;
      },
    };
    await assert.rejects(client.createKey(throws), (error) => error === mine);
    const proxy = new Proxy({}, { ownKeys: () => assert.fail(mine) });
    await assert.rejects(client.createKey(proxy), (error) => error === mine);
  });

  it('may be any text', async () => {
    const description = 'né\u0000 \ud83d\ude00 "\\ \u2028';
    const made = await client.createKey({ description });
    assert.equal(made.description, description);
    assert.equal((await client.getKey(made.id)).description, description);
  });
});
