// How results cross from Rust: as rows of values, whatever they hold.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { Client } from 'venice-keys';

import { reaching, run } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';

const { readPage, readResult } = createRequire(import.meta.url)(
  '../../bindings-node/lib/results.js',
);

describe('values that a maker does not expect', () => {
  for (const [what, row] of [
    ['too few', '["ModelSpec",null,"name"]'],
    ['too many', '["ModelSpec",null,"name","private","x"]'],
    ['none', '["ModelSpec"]'],
    ['a list that is too short', '["ModelSpec",2,"name","private"]'],
    ['a list of more than there is', '["ModelSpec",1790856000000,"name","private"]'],
    ['a list of what is no number', '["ModelSpec","name","private"]'],
    ['a struct of no name', '["Nope",null,"name","private"]'],
  ]) {
    it(`are refused: ${what}`, () => assert.throws(() => readResult(row)));
  }

  it('are refused in a page, too', () => {
    const row = '["ModelSpec",1,"name","private","cursor",true]';
    const items = [{ name: 'name', privacy: 'private' }];
    assert.deepEqual(readPage(row), { items, cursor: 'cursor', isLast: true });
    for (const other of [
      row.replace(',true', ''),
      row.replace('1,', '2,'),
      row.replace('1', '0'),
    ]) {
      assert.throws(() => readPage(other));
    }
  });
});

describe('a created key whose row can not be read', () => {
  it('is named in a warning', async (t) => {
    const sandbox = await sandboxFor(t);
    const program = `
      const { makers } = require('../../bindings-node/lib/generated/results.js');
      makers.CreatedKey = () => ({});
      const { Client } = require('venice-keys');
      new Client().createKey({ description: 'x' }).catch(({ message }) => console.log(message));
    `;
    const { stdout, stderr } = await run(['-e', program], { env: reaching(sandbox) });
    assert.match(stdout, /^a defect in venice-keys: /);
    const [{ id }] = (await sandbox.keys()).filter(({ origin }) => origin === 'create');
    assert.match(stderr, /\[VENICE_KEYS_LOST_KEY\] VeniceKeysWarning: /);
    assert.ok(stderr.includes(`created the key ${id}`), stderr);
  });
});

/** What a call makes of a server's response. */
async function answered(t, call, body) {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  return call(new Client({ apiKey: 'VENICE_ADMIN_KEY_crossing', baseUrl, maxRetries: 0 }));
}

const listed = (t, ...data) => answered(t, (client) => client.listKeys(), { data });

/** A key of which the server says no more than that it is there. */
const BARE = {
  id: 'bare',
  apiKeyType: null,
  description: null,
  createdAt: null,
  expiresAt: null,
  lastUsedAt: null,
  last6Chars: null,
  consumptionLimits: { usd: null, diem: null, vcu: null },
  limitPeriod: null,
  modelPrivacy: null,
  ipAllowlist: null,
  usage: null,
  currentPeriodUsage: null,
};

const FULL = {
  id: 'full',
  apiKeyType: 'INFERENCE',
  description: 'customer 42',
  createdAt: '2026-10-01T12:00:00.000Z',
  expiresAt: '2027-10-01T12:00:00.000Z',
  lastUsedAt: '2026-11-20T11:59:59.123Z',
  last6Chars: '2V2jNW',
  consumptionLimits: { usd: '1', diem: '2', vcu: '3' },
  limitPeriod: 'MONTH',
  modelPrivacy: 'ALL',
  ipAllowlist: ['10.0.0.0/8', '::1/128'],
  usage: { trailingSevenDays: { usd: '4', diem: '5', vcu: '6' } },
  currentPeriodUsage: { usd: '7', diem: '8' },
};

/** As it is in JavaScript, with what its caps leave, which the core works out. */
function withDates(key) {
  const date = (text) => text && new Date(text);
  const { createdAt, expiresAt, lastUsedAt, limitPeriod } = key;
  const left = limitPeriod ? '0' : null;
  const now = new Date();
  const nextMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  const startsAnewAt = limitPeriod ? nextMonth : null;
  return {
    ...key,
    remaining: { usd: left, diem: left, startsAnewAt, isUpperBound: false },
    createdAt: date(createdAt),
    expiresAt: date(expiresAt),
    lastUsedAt: date(lastUsedAt),
  };
}

describe('a list', () => {
  it('of no keys is empty', async (t) => {
    assert.deepEqual(await listed(t), []);
  });

  it('of keys has each in its place, whatever the others lack', async (t) => {
    const some = {
      ...BARE,
      usage: FULL.usage,
      ipAllowlist: [],
      lastUsedAt: FULL.lastUsedAt,
    };
    const keys = [{ id: 'bare' }, FULL, BARE, some, FULL, { id: 'bare', usage: {} }, FULL];
    const unused = { trailingSevenDays: { usd: null, diem: null, vcu: null } };
    assert.deepEqual(
      await listed(t, ...keys),
      [BARE, FULL, BARE, some, FULL, { ...BARE, usage: unused }, FULL].map(withDates),
    );
  });

  it('has objects of its own in each key', async (t) => {
    const [one, other] = await listed(t, FULL, FULL);
    assert.deepEqual(one, other);
    for (const member of ['createdAt', 'consumptionLimits', 'ipAllowlist', 'usage']) {
      assert.notEqual(one[member], other[member], member);
    }
  });
});

describe('one result', () => {
  it('is no list', async (t) => {
    const get = (client) => client.getKey('full');
    assert.deepEqual(await answered(t, get, { data: FULL }), withDates(FULL));
  });

  it('has lists in lists, and what is missing', async (t) => {
    const limits = (models) =>
      answered(t, (client) => client.rateLimits(), {
        data: { accessPermitted: true, ...models },
      });
    const rest = {
      accessPermitted: true,
      apiTier: null,
      balances: { usd: null, diem: null, bundledCredits: null },
      keyExpiration: null,
      nextEpochBegins: null,
    };
    assert.deepEqual(await limits({}), { ...rest, rateLimits: [] });
    const rateLimits = [
      { apiModelId: 'none', rateLimits: [] },
      {
        apiModelId: 'two',
        rateLimits: [
          { type: 'RPM', amount: 1 },
          { type: 'TPM', amount: null },
          { type: 'RPD', amount: Number.MAX_SAFE_INTEGER },
        ],
      },
      { apiModelId: null, rateLimits: [{ type: null, amount: 2 }] },
    ];
    const apiTier = { id: null, isCharged: false };
    assert.deepEqual(await limits({ rateLimits, apiTier }), {
      ...rest,
      rateLimits,
      apiTier,
    });
  });
});

describe('a count', () => {
  for (const [wire, amount] of [
    ['0', 0],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', null],
    ['18446744073709551615', null],
  ]) {
    it(`of ${wire} is ${amount}: one that a number can't hold is not rounded`, async (t) => {
      const limits = `[{"apiModelId":"a","rateLimits":[{"type":"RPM","amount":${wire}}]}]`;
      const body = `{"data":{"accessPermitted":true,"rateLimits":${limits}}}`;
      const { rateLimits } = await answered(t, (client) => client.rateLimits(), body);
      assert.deepEqual(rateLimits[0].rateLimits, [{ type: 'RPM', amount }]);
    });
  }
});

describe('a created key', () => {
  it('names what could not be read of it', async (t) => {
    const data = {
      id: 'a',
      apiKey: 'VENICE_INFERENCE_KEY_TEST_2V2jNW',
      description: 'x',
    };
    const create = (client) => client.createKey({ description: 'x' });
    const read = await answered(t, create, { success: true, data });
    assert.deepEqual(read.unreadable, []);
    const malformed = {
      consumptionLimit: { usd: { amount: 5 } },
      expiresAt: 1798675200000,
    };
    const made = await answered(t, create, {
      success: true,
      data: { ...data, ...malformed },
    });
    assert.equal(made.apiKey.reveal(), data.apiKey);
    assert.deepEqual(made.unreadable.toSorted(), ['consumptionLimit.usd', 'expiresAt']);
    assert.deepEqual([made.consumptionLimit.usd, made.expiresAt], [null, null]);
  });
});

describe('what has a name each', () => {
  it('may have any name', async (t) => {
    const names = [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '7',
      '',
      'a "name"',
      'x',
    ];
    const row = names.map((name, at) => `${JSON.stringify(name)}:${at}.5`).join();
    const rows = `"byModelDaily":[{"date":1790812800000,${row}}]`;
    const rest = '"byDate":[],"byModel":[],"topModels":[],"byKey":[],"byKeyDaily":[]';
    const body = `{"lookback":"7d",${rows},${rest},"topKeyNames":[]}`;
    const { byModelDaily } = await answered(t, (client) => client.usageAnalytics(), body);
    const [{ date, values }] = byModelDaily;
    assert.equal(date, '2026-10-01');
    assert.equal(Object.getPrototypeOf(values), null);
    assert.deepEqual(Object.keys(values).toSorted(), names.toSorted());
    for (const [at, name] of names.entries()) assert.equal(values[name], `${at}.5`);
    assert.equal(values.valueOf, undefined);
  });
});

describe('a text', () => {
  for (const [what, text] of [
    ['nothing', ''],
    ['quotes and backslashes', 'a "quoted" \\ \\\\" one\\'],
    ['control characters', Array.from({ length: 33 }, (_, at) => String.fromCharCode(at)).join('')],
    ['the last of ASCII, and what follows', '~\u007f\u0080\u00ff\u0100'],
    ['other scripts', 'Grüße, 日本語, שלום'],
    ['astral characters', '🗝️ 𝒦𝑒𝓎'],
    ['separators of lines', 'a\u2028b\u2029c'],
    ['JSON', '],"ApiKey",null,[{"__proto__":null}'],
    ['what looks like an escape', '\\u0000 \\ud83d \\n'],
    ['a name of every object', '__proto__'],
    ['very much', 'x"é'.repeat(50_000)],
  ]) {
    it(`of ${what} is the same`, async (t) => {
      const description = text;
      const keys = await listed(t, { ...FULL, description }, FULL);
      assert.deepEqual(keys, [{ ...FULL, description }, FULL].map(withDates));
    });
  }

  it('escaped on the wire is the same', async (t) => {
    const body = JSON.stringify({ data: [{ ...FULL, description: 'X' }] });
    const escaped = body.replace('"X"', '"\\ud83d\\udddd\\u00e9\\/\\u0022"');
    const [{ description }] = await answered(t, (client) => client.listKeys(), escaped);
    assert.equal(description, '🗝é/"');
  });

  it('of half a character holds a stand-in, as no half reaches JavaScript', async (t) => {
    const body = JSON.stringify({
      data: [FULL, { ...FULL, description: 'X' }],
    });
    const halved = body.replace('"X"', '"\\ud83d"');
    const [, { description }] = await answered(t, (client) => client.listKeys(), halved);
    assert.equal(description, '\ufffd');
  });
});

describe('money', () => {
  for (const [wire, money] of [
    ['0', '0'],
    ['0.00', '0'],
    ['"-0"', '0'],
    ['0.5', '0.5'],
    ['"00012.50"', '12.5'],
    ['100', '100'],
    ['100.00', '100'],
    ['1e3', '1000'],
    ['1.5e-7', '0.00000015'],
    ['-1.50', '-1.5'],
    ['"9999999999.99999999"', '9999999999.99999999'],
    ['"18446744073709551615"', '18446744073709551615'],
    ['"18446744073709551616"', '18446744073709551616'],
    ['"1844674407370955.1615"', '1844674407370955.1615'],
    ['"79228162514264337593543950335"', '79228162514264337593543950335'],
    ['"0.0000000000000000000000000001"', '0.0000000000000000000000000001'],
    ['"7.9228162514264337593543950335"', '7.9228162514264337593543950335'],
    ['"1.0000000000000000000000000000"', '1'],
    ['"0.0000000000000000000000000000"', '0'],
  ]) {
    it(`${wire} is ${money}`, async (t) => {
      const body = `{"data":[{"id":"a","consumptionLimits":{"diem":${wire}}},{"id":"b"}]}`;
      const [{ consumptionLimits }, { id }] = await answered(t, (c) => c.listKeys(), body);
      assert.deepEqual(consumptionLimits, {
        usd: null,
        diem: money,
        vcu: null,
      });
      assert.equal(id, 'b');
    });
  }

  it('that is no amount is not shown as none', async (t) => {
    const body = '{"data":[{"id":"a","consumptionLimits":{"diem":"NaN"}}]}';
    await assert.rejects(
      answered(t, (client) => client.listKeys(), body),
      { code: 'bad_response' },
    );
  });
});

describe('a time', () => {
  for (const [text, millis] of [
    ['1970-01-01T00:00:00.000Z', 0],
    ['1970-01-01T00:00:00.001Z', 1],
    ['1969-12-31T23:59:59.999Z', -1],
    ['0001-01-01T00:00:00.000Z', -62135596800000],
    ['9999-12-30T21:59:59.999Z', 253402207199999],
    ['2026-11-20T11:59:59.123Z', 1795175999123],
    ['2026-11-20', 1795132800000],
  ]) {
    it(`${text} is a Date`, async (t) => {
      const [{ createdAt }] = await listed(t, { ...FULL, createdAt: text });
      assert.deepEqual(createdAt, new Date(millis));
    });
  }
});
