// What a Node person writes: each form in which a value may be given, and what is sent of it.

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import vm from 'node:vm';

import { startBoundless } from './support/sandbox.mjs';

let sandbox;
let client;
before(async () => {
  ({ sandbox, client } = await startBoundless());
});
after(() => sandbox.stop());

const create = (options) => () => client.createKey({ description: 'x', ...options });

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
