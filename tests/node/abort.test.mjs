// An AbortSignal ends the wait for a call at once; what was sent is not lost silently.

import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Wallet } from 'venice-keys';

import { camel, contract, positional } from './support/contract.mjs';
import { ofMethod, startGatedSandbox } from './support/gate.mjs';
import { reaching, runModule, seeing } from './support/run.mjs';
import { sandboxFor } from './support/sandbox.mjs';
import { atOnce, sent, until, warningsWhile } from './support/wait.mjs';

let sandbox;
let client;
before(async () => {
  sandbox = await startGatedSandbox();
  client = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url });
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('faults', { clear: true, faults: [] });
  await sandbox.control('journal', { clear: true });
});

const isRead = ofMethod('GET');
const isCreate = ofMethod('POST');
const failed = (promise) => promise.then(assert.fail, (error) => error);

/** Arguments for any operation, by their names in tests/contract.json. */
const words = () => {
  const wallet = new Wallet(sandbox.staked_private_key);
  return {
    id: 'id',
    ids: ['id'],
    wallet,
    address: wallet.address,
    description: 'x',
    newKeys: [{ description: 'x' }],
    every: 60,
    lifetime: 60,
    signature: '0x00',
    amount: '10',
    most: '10',
  };
};

/** What can be paid, and what can be committed, by the operations that take a `record`. */
async function recordsOf(client, wallet) {
  const topUp = { amount: '10', most: '10', order: 'x' };
  const paid = (await client.x402PrepareTopUp(wallet, topUp)).record;
  const { id } = await client.createKey({ description: 'to rotate', ipAllowlist: [] });
  const { record } = await client.withOptions({ settleMs: 50 }).beginRotation(id);
  return { x402_pay_top_up: paid, commit_rotation: record, abort_rotation: record };
}

/** Every operation, for options to be given to, by its method. */
const calls = async (client) => {
  const given = words();
  const records = await recordsOf(client, given.wallet);
  const call = (operation) => {
    const taken = argumentsOf(operation, { ...given, record: records[operation] });
    const { values, named, sink } = positional(operation, taken, { code: () => {} });
    if (sink !== undefined) values[sink] = new PassThrough();
    return (options) => {
      const result = client[camel(operation)](...values, { ...named, ...options });
      return Symbol.asyncIterator in result ? result[Symbol.asyncIterator]().next() : result;
    };
  };
  return Object.fromEntries(
    Object.keys(contract.operations).map((operation) => [camel(operation), call(operation)]),
  );
};

const fieldsOf = (type) => contract.structs[type]?.fields ?? {};

/** The words among `given` that an operation needs. */
function argumentsOf(operation, given) {
  const { arguments: declared, optional, sink, job } = contract.operations[operation];
  const names = Object.entries(declared).flatMap(([name, type]) => {
    const some = ['description', 'ids'].filter((word) => word in fieldsOf(type));
    if (type in contract.structs) return some;
    return [...optional, sink, job?.code].includes(name) ? [] : [camel(name)];
  });
  const picked = Object.fromEntries(names.map((name) => [name, given[name]]));
  for (const type of Object.values(declared)) {
    for (const [name, of] of Object.entries(fieldsOf(type))) {
      if (['String', 'Decimal'].includes(of) && !(camel(name) in picked)) {
        picked[camel(name)] = given[camel(name)] ?? 'x';
      }
      if (of in contract.structs && contract.structs[of].text) picked[camel(name)] = 'x';
    }
  }
  return picked;
}

describe('an aborted signal', () => {
  it('lets no operation begin', async () => {
    const every = Object.entries(await calls(client));
    await sandbox.control('journal', { clear: true });
    for (const [name, call] of every) {
      const error = await failed(call({ signal: AbortSignal.abort() }));
      assert.equal(error.name, 'AbortError', name);
      assert.equal(error.message, `${name} was aborted: nothing was sent`);
    }
    assert.deepEqual(await sandbox.journal(), []);
  });
});

describe('aborting', () => {
  it('rejects every operation at once', async (t) => {
    const slow = await sandboxFor(t);
    const options = { apiKey: slow.admin_key, baseUrl: slow.base_url };
    const every = Object.entries(await calls(new Client(options)));
    await slow.faults({ kind: 'stall', times: 100 });
    for (const [name, call] of every) {
      const controller = new AbortController();
      const rejected = failed(call({ signal: controller.signal }));
      await sleep(30);
      controller.abort();
      const error = await atOnce(rejected);
      assert.equal(error.name, 'AbortError', name);
      assert.match(error.stack.split('\n')[1], /abort\.test\.mjs/);
    }
  });

  it('gives an error like those of Node itself', async () => {
    const held = sandbox.hold(isRead);
    const reason = new Error('enough');
    for (const [abort, cause] of [
      [(controller) => controller.abort(reason), (given) => given === reason],
      [(controller) => controller.abort('text'), (given) => given === 'text'],
      [(controller) => controller.abort(), ({ name }) => name === 'AbortError'],
    ]) {
      const controller = new AbortController();
      const rejected = failed(client.listKeys({ signal: controller.signal }));
      abort(controller);
      const error = await rejected;
      assert.ok(error instanceof Error);
      assert.deepEqual([error.name, error.code], ['AbortError', 'ABORT_ERR']);
      assert.ok(cause(error.cause), error);
    }
    const error = await failed(client.listKeys({ signal: AbortSignal.timeout(5) }));
    assert.deepEqual([error.name, error.cause.name], ['AbortError', 'TimeoutError']);
    held.release();
  });

  it('too late changes nothing, and leaves no listener', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const keys = await client.listKeys({ signal });
    await failed(client.getKey('nope', { signal }));
    await failed(client.getKey(5, { signal }));
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
    controller.abort();
    assert.ok(keys.length > 0);
  });

  it('ends as many calls as share a signal, without a warning', async () => {
    const warnings = await warningsWhile(async () => {
      const held = sandbox.hold(isRead);
      const controller = new AbortController();
      const { signal } = controller;
      const rejected = Array.from({ length: 40 }, () => failed(client.listKeys({ signal })));
      assert.equal(getEventListeners(signal, 'abort').length, 1);
      controller.abort();
      for (const { name } of await Promise.all(rejected)) assert.equal(name, 'AbortError');
      held.release();
    });
    assert.deepEqual(warnings, []);
  });

  it('says nothing of a read', async () => {
    const warnings = await warningsWhile(async () => {
      const held = sandbox.hold(isRead);
      const controller = new AbortController();
      const rejected = failed(client.listKeys({ signal: controller.signal }));
      await held.reached();
      controller.abort();
      assert.equal((await rejected).message, 'listKeys was aborted');
      held.release();
      await sleep(300);
    });
    assert.deepEqual(warnings, []);
  });
});

describe('an aborted create', () => {
  for (const name of ['createKey', 'mintWithWallet']) {
    it(`by ${name} is carried out, and a warning names the key`, async () => {
      const { [name]: call } = await calls(client);
      const before = await sandbox.keys();
      await sandbox.control('journal', { clear: true });
      const warnings = await warningsWhile(async (warned) => {
        const held = sandbox.hold(isCreate);
        const controller = new AbortController();
        const rejected = failed(call({ signal: controller.signal }));
        await held.reached();
        controller.abort();
        const error = await rejected;
        assert.equal(error.message, `${name} was aborted: what was sent can't be undone`);
        held.release();
        await until(() => warned.length > 0);
      });
      const made = (await sandbox.keys()).filter(({ id }) => !before.some((key) => key.id === id));
      assert.equal(made.length, 1);
      assert.equal(warnings.length, 1);
      const [warning] = warnings;
      assert.equal(warning.name, 'VeniceKeysWarning');
      assert.equal(warning.code, 'VENICE_KEYS_LOST_KEY');
      assert.ok(warning.message.includes(made[0].id), warning.message);
      assert.ok(!warning.message.includes(made[0].apiKey.slice(25, 40)));
    });
  }

  it('whose outcome is unknown is warned of, too', async () => {
    await sandbox.control('journal', { clear: true });
    const warnings = await warningsWhile(async (warned) => {
      const held = sandbox.hold(isCreate);
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const rejected = failed(client.createKey({ description: 'x' }, options));
      await held.reached();
      controller.abort();
      assert.equal((await rejected).name, 'AbortError');
      held.lose();
      await until(() => warned.length > 0);
    });
    assert.equal(warnings.length, 1);
    assert.match(
      warnings[0].message,
      /^a call was given up: createKey: a key may have been created/,
    );
  });

  it('that waits for its turn is not sent', async () => {
    const limited = new Client({
      apiKey: sandbox.admin_key,
      baseUrl: sandbox.base_url,
      createLimit: 1,
      createLimitPeriodMs: 6000,
    });
    const description = 'waits for its turn';
    const warnings = await warningsWhile(async () => {
      await limited.createKey({ description });
      const signal = AbortSignal.timeout(100);
      const { name } = await failed(limited.createKey({ description }, { signal }));
      assert.equal(name, 'AbortError');
      // Which is when the turn of the aborted one would have been.
      await limited.createKey({ description });
    });
    const keys = await sandbox.keys();
    assert.equal(keys.filter((key) => key.description === description).length, 2);
    assert.deepEqual(warnings, []);
  });

  it('that the server refused is not warned of', async () => {
    const warnings = await warningsWhile(async () => {
      await sandbox.faults({
        kind: 'status',
        status: 400,
        body: { error: 'no' },
        times: 1,
      });
      const controller = new AbortController();
      const options = { signal: controller.signal };
      const rejected = failed(client.createKey({ description: 'x' }, options));
      await sent(sandbox, 'POST');
      controller.abort();
      await rejected;
      await sleep(200);
    });
    assert.deepEqual(warnings, []);
  });

  it('keeps the process alive until its outcome is known', async () => {
    const program = `
      import { Client } from 'venice-keys';
      const controller = new AbortController();
      const made = new Client().createKey({ description: 'x' }, { signal: controller.signal });
      made.catch(({ name }) => console.log(name));
      ${seeing('POST')}
      await seen();
      controller.abort();
    `;
    const held = sandbox.hold(isCreate);
    const { code, stdout, stderr } = await runModule(program, {
      env: reaching(sandbox),
      heard: () => held.release(),
    });
    assert.deepEqual([code, stdout], [0, 'AbortError\n']);
    assert.match(stderr, /\[VENICE_KEYS_LOST_KEY\] VeniceKeysWarning: createKey was given up/);
  });
});
