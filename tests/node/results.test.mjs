// What comes back: plain objects with Dates and texts, and errors that a Node person can work with.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { Client, Secret, VeniceError, Wallet } from 'venice-keys';

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

  it('has exactly the members that index.d.ts says, of their types', async () => {
    const declared = declaredMembers();
    const made = await client.createKey({
      description: 'x',
      consumptionLimit: { usd: 5 },
    });
    const key = await client.getKey(made.id);
    const limits = await client.rateLimits();
    const samples = {
      CreatedKey: made,
      ApiKey: key,
      ConsumptionLimits: made.consumptionLimit,
      Usage: key.usage,
      UsageAmounts: key.usage.trailingSevenDays,
      PeriodUsage: key.currentPeriodUsage,
      RateLimits: limits,
      ApiTier: limits.apiTier,
      Balances: limits.balances,
      ModelRateLimits: limits.rateLimits[0],
      RateLimit: limits.rateLimits[0].rateLimits[0],
      RateLimitBreach: (await client.rateLimitLog())[0],
      KeyStatus: await client.verifyKey(),
      Model: (await client.listModels())[0],
      ModelSpec: (await client.listModels())[0].modelSpec,
      Web3Challenge: await client.web3Challenge(),
    };
    const PLAIN = ['string', 'boolean', 'number', 'Date'];
    for (const [name, value] of Object.entries(samples)) {
      const members = declared.get(name);
      assert.deepEqual(Object.keys(value), [...members.keys()], name);
      for (const [member, type] of members) {
        const is = value[member] instanceof Date ? 'Date' : typeof value[member];
        const [declaredAs] = type.split(' ');
        if (value[member] === null) assert.match(type, /\| null$/, `${name}.${member}`);
        else if (PLAIN.includes(declaredAs)) assert.equal(is, declaredAs, `${name}.${member}`);
        else assert.ok(!['Date', 'number', 'boolean'].includes(is), `${name}.${member}`);
      }
    }
  });
});

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

  it('has one of the codes that index.d.ts lists', () => {
    const declared = /export type VeniceErrorCode = Open<([\s\S]*?)>;/.exec(declarations())[1];
    const codes = [...declared.matchAll(/\| '(\w+)'/g)].map(([, code]) => code);
    const { errorCodes } = createRequire(import.meta.url)('../../bindings-node/lib/native.js');
    assert.deepEqual(codes, errorCodes());
  });
});

describe('index.d.ts', () => {
  it('declares the classes as they are', async () => {
    const venice = await import('venice-keys');
    const text = declarations();
    const classes = [...text.matchAll(/^export class (\w+)[\s\S]*?^}/gm)];
    assert.deepEqual(classes.map(([, name]) => name).sort(), Object.keys(venice).sort());
    for (const [body, name] of classes) {
      const declared = [...body.matchAll(/^ {2}(?:static |get |async )?(\w+)\(/gm)]
        .map(([, member]) => member)
        .filter((member) => member !== 'constructor');
      const own = (of) => Reflect.ownKeys(of).filter((key) => typeof key === 'string');
      const there = [
        ...own(venice[name].prototype).filter((key) => !['constructor', 'name'].includes(key)),
        ...own(venice[name]).filter((key) => !['length', 'name', 'prototype'].includes(key)),
      ];
      const errorStatics = own(Error);
      assert.deepEqual(
        declared.sort(),
        there.filter((key) => !errorStatics.includes(key)).sort(),
        name,
      );
    }
  });

  it('documents every export and member', () => {
    const lines = declarations().split('\n');
    for (const [at, line] of lines.entries()) {
      if (!/^export|^ {2}(?:static |get )?\w+[?(:]/.test(line)) continue;
      if (/^export \* |VeniceErrorDetails/.test(line)) continue;
      if (/^ {2}(options|wallet|newKey)[?:]/.test(line)) continue;
      const above = lines[at - 1].trim();
      const documented = above.endsWith('*/') || isDetail(lines, at);
      assert.ok(documented, `line ${at + 1} has no documentation: ${line}`);
    }
  });

  it('gives an example of every method', () => {
    const client = /^export class Client[\s\S]*?^}/m.exec(declarations())[0];
    const methods = client.match(/^ {2}(static )?\w+\(/gm).length - 1;
    assert.equal(client.match(/@example/g).length, methods);
  });
});

function isDetail(lines, at) {
  const block = lines.slice(0, at).findLast((line) => line.startsWith('export'));
  return block.includes('VeniceErrorDetails') || /name: 'VeniceError'/.test(lines[at]);
}

function declarations() {
  const path = new URL('../../bindings-node/index.d.ts', import.meta.url);
  return readFileSync(path, 'utf8');
}

/** The members of every interface in index.d.ts and their types, by its name. */
function declaredMembers() {
  const interfaces = declarations().matchAll(/^export interface (\w+)[^{]*\{([\s\S]*?)^}/gm);
  const members = (body) =>
    new Map([...body.matchAll(/^ {2}(\w+)\??: ([^;]*);/gm)].map(([, name, type]) => [name, type]));
  return new Map([...interfaces].map(([, name, body]) => [name, members(body)]));
}
