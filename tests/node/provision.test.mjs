// Provisioning, as only Node can get it wrong: an iterator that is left, stopped or asked again
// while keys are begun.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'venice-keys';

import { gatedSandboxFor, ofMethod } from './support/gate.mjs';
import { atOnce, until, warningsWhile } from './support/wait.mjs';

const newKeys = (count) =>
  Array.from({ length: count }, (_, at) => ({ description: `customer ${at}` }));

async function started(t, options = {}) {
  const sandbox = await gatedSandboxFor(t);
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  const client = new Client({ apiKey, baseUrl, settleMs: 50, ...options });
  const made = async () => (await sandbox.keys()).filter(({ origin }) => origin === 'create');
  return { sandbox, client, made };
}

const isPending = ({ description }) => description.startsWith('vk-pending:');
const lasting = (keys) => keys.filter((key) => !isPending(key) && !key.revoked);
/** What was begun and neither kept nor deleted. */
const left = (keys) => keys.filter((key) => isPending(key) && !key.revoked);

describe('provisionKeys', () => {
  it('stores each key before it is lasting, and hands it out after', async (t) => {
    const { client, made } = await started(t);
    const stored = [];
    const store = async ({ id }) => {
      const [key] = (await made()).filter((key) => key.id === id);
      assert.ok(isPending(key));
      stored.push(id);
    };
    const ids = [];
    for await (const { outcome, id, created, progress } of client.provisionKeys(
      newKeys(7),
      store,
    )) {
      assert.deepEqual([outcome, created.id], ['created', id]);
      ids.push(id);
      assert.deepEqual([progress.done, progress.total], [ids.length, 7]);
      const [key] = (await made()).filter((key) => key.id === id);
      assert.ok(!isPending(key));
    }
    assert.deepEqual(ids, stored);
    assert.deepEqual(left(await made()), []);
    const again = [];
    for await (const item of client.provisionKeys(newKeys(7))) again.push(item.outcome);
    assert.deepEqual(again, Array(7).fill('kept'));
  });

  it('sends nothing before it is read, and refuses at once what is wrong', async (t) => {
    const { sandbox, client } = await started(t);
    client.provisionKeys(newKeys(2));
    assert.throws(() => client.provisionKeys('x'), { name: 'TypeError', message: /newKeys/ });
    assert.throws(() => client.provisionKeys([{ description: 5 }]), {
      name: 'TypeError',
      message: 'newKeys.0.description must be a string, and is a number',
    });
    assert.throws(() => client.provisionKeys([{ description: 'x', usd: 5 }]), {
      name: 'TypeError',
      message: /^unknown option newKeys\.0\.usd/,
    });
    assert.throws(() => client.provisionKeys(newKeys(2), {}), {
      name: 'TypeError',
      message: 'store must be a function',
    });
    assert.deepEqual(await sandbox.journal(), []);
  });

  it('that is left deletes what it began', async (t) => {
    const { client, made } = await started(t);
    const warnings = await warningsWhile(async () => {
      for await (const _ of client.provisionKeys(newKeys(5), () => {})) break;
      await until(async () => left(await made()).length === 0);
    });
    assert.equal(lasting(await made()).length, 1);
    assert.deepEqual(warnings, []);
  });

  it('that is left by an error of the loop does, too', async (t) => {
    const { client, made } = await started(t);
    const own = new Error('mine');
    const run = async () => {
      for await (const _ of client.provisionKeys(newKeys(5), () => {})) throw own;
    };
    await assert.rejects(run(), (error) => error === own);
    await until(async () => left(await made()).length === 0);
  });

  it('that is left while a page is fetched ends at once', async (t) => {
    const { sandbox, client } = await started(t);
    const held = sandbox.hold(ofMethod('GET'));
    const walk = client.provisionKeys(newKeys(2))[Symbol.asyncIterator]();
    const next = walk.next();
    await held.reached();
    await atOnce(walk.return());
    assert.deepEqual(await atOnce(next), { done: true, value: undefined });
    assert.deepEqual(await walk.next(), { done: true, value: undefined });
  });

  it('that is left while a key is stored doesn’t wait for that', async (t) => {
    const { client, made } = await started(t);
    let walk;
    const store = () => {
      setImmediate(() => walk.return());
      return new Promise(() => {});
    };
    walk = client.provisionKeys(newKeys(3), store)[Symbol.asyncIterator]();
    assert.deepEqual(await atOnce(walk.next()), { done: true, value: undefined });
    await until(async () => left(await made()).length === 0);
    assert.deepEqual(lasting(await made()), []);
  });

  it('that is aborted deletes what it began, and stays so', async (t) => {
    const { client, made } = await started(t);
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const walk = client.provisionKeys(newKeys(5), () => {}, options)[Symbol.asyncIterator]();
    await walk.next();
    controller.abort(new Error('enough'));
    for (let time = 0; time < 2; time += 1) {
      const error = await walk.next().catch((error) => error);
      assert.deepEqual([error.name, error.cause.message], ['AbortError', 'enough']);
      assert.match(error.stack.split('\n')[1], /provision\.test\.mjs/);
    }
    await until(async () => left(await made()).length === 0);
    assert.equal(lasting(await made()).length, 1);
  });

  it('that is aborted says first what was done, and then how much', async (t) => {
    const { sandbox, client } = await started(t);
    const many = newKeys(3);
    for (const newKey of many) await client.createKey(newKey);
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const capped = [...many, { description: 'new' }].map((newKey) => ({
      ...newKey,
      consumptionLimit: { usd: 5 },
    }));
    const walk = client.provisionKeys(capped, () => {}, options)[Symbol.asyncIterator]();
    await walk.next();
    controller.abort();
    const changed = (await sandbox.journal()).filter(({ method }) => method === 'PATCH').length;
    for (let told = 1; told < changed; told += 1) {
      assert.equal((await walk.next()).value.outcome, 'changed');
    }
    const { message } = await walk.next().catch((error) => error);
    const consequence = `${changed} of 4 keys are done; what it has begun ends by itself`;
    assert.equal(message, `provisionKeys was aborted: ${consequence}`);
  });

  it('whose commit fails has the key still, and commits it again', async (t) => {
    const { sandbox, client, made } = await started(t, { timeoutMs: 8000, maxRetries: 0 });
    let stored = 0;
    const store = () => {
      stored += 1;
    };
    const walk = client.provisionKeys(newKeys(1), store)[Symbol.asyncIterator]();
    const match = { method: 'PATCH' };
    await sandbox.faults({ kind: 'reset_after', match });
    await sandbox.faults({ kind: 'status', status: 500, match, times: 50 });
    await assert.rejects(walk.next(), { code: 'outcome_unknown' });
    await sandbox.control('faults', { clear: true, faults: [] });
    const { value } = await walk.next();
    assert.equal(value.created.id, (await made())[0].id);
    assert.deepEqual([value.outcome, stored], ['created', 1]);
    assert.equal((await walk.next()).done, true);
    assert.deepEqual([lasting(await made()).length, left(await made())], [1, []]);
  });

  it('whose store fails has deleted all that it began, and can go on', async (t) => {
    const { client, made } = await started(t);
    const own = new Error('the vault is sealed');
    let times = 0;
    const store = async () => {
      times += 1;
      if (times === 2) throw own;
    };
    const walk = client.provisionKeys(newKeys(4), store)[Symbol.asyncIterator]();
    await walk.next();
    await assert.rejects(walk.next(), (error) => error === own);
    assert.deepEqual(left(await made()), []);
    const outcomes = [];
    for await (const { outcome } of walk) outcomes.push(outcome);
    assert.deepEqual(outcomes, Array(3).fill('created'));
    assert.equal(lasting(await made()).length, 4);
  });

  it('gives each key once, however it is asked', async (t) => {
    const { client, made } = await started(t);
    const walk = client.provisionKeys(newKeys(3), () => sleep(20))[Symbol.asyncIterator]();
    const items = await Promise.all(Array.from({ length: 5 }, () => walk.next()));
    const ids = items.filter(({ done }) => !done).map(({ value }) => value.id);
    assert.equal(new Set(ids).size, 3);
    assert.deepEqual(
      items.map(({ done }) => done),
      [false, false, false, true, true],
    );
    assert.equal(lasting(await made()).length, 3);
  });
});
