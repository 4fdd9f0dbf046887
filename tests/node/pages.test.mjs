// What comes page by page: walks through it, and what ends them.

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Client, VeniceError } from 'venice-keys';

import { startGatedSandbox } from './support/gate.mjs';
import { reaching, run, runModule } from './support/run.mjs';
import { atOnce } from './support/wait.mjs';

const COUNT = 35;
const filter = { pageSize: 10 };
const page = { match: { path: '/billing/usage-history' } };

let sandbox;
let client;
before(async () => {
  sandbox = await startGatedSandbox();
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  client = new Client({ apiKey, baseUrl, maxRetries: 0 });
  await sandbox.control('usage', { series: [{ first: '2026-06-01T00:00:00Z', count: COUNT }] });
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('faults', { clear: true, faults: [] });
  await sandbox.control('journal', { clear: true });
});

const requests = async () => (await sandbox.journal()).length;
const failed = (promise) => promise.then(assert.fail, (error) => error);

async function all(walk) {
  const list = [];
  for await (const one of walk) list.push(one);
  return list;
}

/** The entries' times, by which they can be told apart. */
const times = (entries) => entries.map(({ timestamp }) => timestamp.toISOString());

describe('a walk', () => {
  it('has every item once, in order, and holds what each is', async () => {
    const entries = await all(client.usageHistory(filter));
    assert.equal(entries.length, COUNT);
    assert.deepEqual(times(entries), times(entries).toSorted());
    assert.equal(new Set(times(entries)).size, COUNT);
    assert.ok(entries[0].timestamp instanceof Date);
    assert.equal(typeof entries[0].amount, 'string');
    assert.equal(await requests(), 4);
  });

  it('sends nothing before it is begun, nor more than is asked for', async () => {
    const pages = client.usageHistory(filter);
    const walk = pages[Symbol.asyncIterator]();
    assert.equal(await requests(), 0);
    for (let count = 0; count < 10; count += 1) await walk.next();
    assert.equal(await requests(), 1);
    await walk.next();
    assert.equal(await requests(), 2);
  });

  it('is over when it is broken off', async () => {
    const walk = client.usageHistory(filter)[Symbol.asyncIterator]();
    let seen = 0;
    for await (const _ of walk) {
      seen += 1;
      if (seen === 3) break;
    }
    assert.deepEqual(await walk.next(), { done: true, value: undefined });
    assert.equal(await requests(), 1);
  });

  it('gives up the page that is being fetched', async () => {
    for (const pages of [(of) => of, (of) => of.pages()]) {
      const held = sandbox.hold();
      const walk = pages(client.usageHistory(filter))[Symbol.asyncIterator]();
      const next = walk.next();
      await held.reached();
      assert.deepEqual(await atOnce(walk.return()), { done: true, value: undefined });
      assert.deepEqual(await atOnce(next), { done: true, value: undefined });
      held.release();
    }
  });

  it('may be asked for many items at once', async () => {
    const walk = client.usageHistory(filter)[Symbol.asyncIterator]();
    const asked = Array.from({ length: COUNT + 3 }, () => walk.next());
    const given = await Promise.all(asked);
    const items = given.filter(({ done }) => !done).map(({ value }) => value);
    assert.deepEqual(items, await all(client.usageHistory(filter)));
    assert.ok(given.slice(COUNT).every(({ done, value }) => done && value === undefined));
  });

  it('is not disturbed by another of the same', async () => {
    const pages = client.usageHistory(filter);
    const [one, other, third] = await Promise.all([all(pages), all(pages), all(pages.pages())]);
    assert.deepEqual(times(one), times(other));
    assert.deepEqual(times(third.flatMap(({ items }) => items)), times(one));
    assert.equal(await requests(), 12);
  });

  it('goes on after an error, where it was', async () => {
    const walk = client.usageHistory(filter)[Symbol.asyncIterator]();
    const items = [];
    const take = async () => items.push((await walk.next()).value);
    for (let count = 0; count < 10; count += 1) await take();
    for (let count = 0; count < 2; count += 1) {
      await sandbox.faults({ kind: 'status', status: 500, ...page });
      const error = await failed(take());
      assert.ok(error instanceof VeniceError);
      assert.equal(error.code, 'server_error');
      assert.match(error.stack.split('\n')[1], /pages\.test\.mjs/);
      const rest = await all(client.usageHistory({ cursor: error.resume }));
      assert.equal(rest.length, COUNT - 10);
    }
    while (items.length < COUNT) await take();
    assert.deepEqual(times(items), times(await all(client.usageHistory(filter))));
  });

  it('by pages has where to go on, after the last one, too', async () => {
    const pages = await all(client.usageHistory(filter).pages());
    assert.deepEqual(
      pages.map(({ items, isLast }) => [items.length, isLast]),
      [
        [10, false],
        [10, false],
        [10, false],
        [5, true],
      ],
    );
    const [, second, , last] = pages;
    const rest = await all(client.usageHistory({ cursor: second.cursor }));
    assert.equal(rest.length, COUNT - 20);
    assert.deepEqual(await all(client.usageHistory({ cursor: last.cursor })), []);
  });

  it('holds up neither the process nor a worker that ends', async () => {
    const walk = `
      import { Client } from 'venice-keys';
      const walk = new Client().usageHistory({ pageSize: 10 })[Symbol.asyncIterator]();
      await walk.next();
    `;
    const env = reaching(sandbox);
    const { code, stderr, ms } = await runModule(walk, { env });
    assert.deepEqual([code, stderr], [0, '']);
    assert.ok(ms < 20_000, `${ms} ms`);
    await sandbox.faults({ kind: 'delay', ms: 100, times: 100, ...page });
    const program = `
      import { Worker } from 'node:worker_threads';
      import { setTimeout as sleep } from 'node:timers/promises';
      const endless = \`
        import { Client } from 'venice-keys';
        for (;;) for await (const entry of new Client().usageHistory({ pageSize: 10 }));
      \`;
      for (const after of [50, 150, 250]) {
        const worker = new Worker(endless, { eval: true });
        await sleep(after);
        await worker.terminate();
      }
    `;
    const ended = await runModule(program, { env });
    assert.deepEqual([ended.code, ended.stderr], [0, '']);
  });
});

describe('a signal', () => {
  it('ends a walk amid a page at once', async () => {
    const controller = new AbortController();
    const walk = client.usageHistory(filter, { signal: controller.signal })[Symbol.asyncIterator]();
    for (let count = 0; count < 10; count += 1) await walk.next();
    const held = sandbox.hold();
    const rejected = failed(walk.next());
    await held.reached();
    controller.abort('enough');
    const error = await atOnce(rejected);
    held.release();
    assert.deepEqual([error.name, error.cause], ['AbortError', 'enough']);
    assert.match(error.stack.split('\n')[1], /pages\.test\.mjs/);
  });

  it('ends it between two items, also on the last page', async () => {
    for (const aborted of [3, COUNT - 2]) {
      const controller = new AbortController();
      let seen = 0;
      const walking = async () => {
        for await (const _ of client.usageHistory(filter, { signal: controller.signal })) {
          seen += 1;
          if (seen === aborted) controller.abort();
        }
      };
      const error = await failed(walking());
      assert.deepEqual([error.name, seen], ['AbortError', aborted]);
    }
  });
});

describe('what is asked for', () => {
  it('is checked at once, and nothing is sent', async () => {
    for (const [given, name] of [
      [[{ pagesize: 10 }], 'TypeError'],
      [[{ startTimestamp: 5 }], 'TypeError'],
      [[{}, { limit: 5 }], 'TypeError'],
      [[{ pageSize: 5 }], 'VeniceError'],
      [[{ cursor: 'no cursor' }], 'VeniceError'],
      [[{ startTimestamp: 'yesterday' }], 'VeniceError'],
      [[{ startTimestamp: '2026-06-01T00:00:00' }], 'VeniceError'],
    ]) {
      assert.throws(
        () => client.usageHistory(...given),
        (error) => {
          assert.equal(error.name, name, error);
          assert.match(error.stack.split('\n')[1], /pages\.test\.mjs/);
          return true;
        },
      );
    }
    assert.equal(await requests(), 0);
  });

  it('may be a Date or text with an offset', async () => {
    const [, second] = await client.usageHistory(filter).toArray({ limit: 2 });
    const { timestamp } = second;
    const shifted = new Date(timestamp.getTime() + 3_600_000).toISOString().replace('Z', '+01:00');
    for (const startTimestamp of [timestamp, timestamp.toISOString(), shifted]) {
      const [first] = await client.usageHistory({ startTimestamp }).toArray({ limit: 1 });
      assert.deepEqual(first.timestamp, timestamp);
    }
  });
});

describe('toArray', () => {
  it('gives as many items as it may, of as few pages as it can', async () => {
    const pages = client.usageHistory(filter);
    for (const [limit, length, sent] of [
      [0, 0, 0],
      [10, 10, 1],
      [11, 11, 2],
      [1000, COUNT, 4],
    ]) {
      await sandbox.control('journal', { clear: true });
      assert.equal((await pages.toArray({ limit })).length, length);
      assert.equal(await requests(), sent);
    }
  });

  it('has no way to be without a limit', async () => {
    const pages = client.usageHistory(filter);
    for (const given of [
      undefined,
      null,
      {},
      { limit: undefined },
      { limit: Number.POSITIVE_INFINITY },
      { limit: -1 },
      { limit: 1.5 },
      { limit: '10' },
      { limit: 10, more: true },
    ]) {
      const error = await failed(pages.toArray(given));
      assert.equal(error.name, 'TypeError');
      assert.match(error.stack.split('\n')[1], /pages\.test\.mjs/);
    }
    assert.equal(await requests(), 0);
  });

  it('that fails before it has any says where the error does', async () => {
    await sandbox.faults({ kind: 'status', status: 500, ...page });
    const error = await failed(client.usageHistory(filter).toArray({ limit: 100 }));
    const again = client.usageHistory({ cursor: error.resume });
    assert.equal((await again.toArray({ limit: 100 })).length, COUNT);
  });

  it('that fails says where it began', async () => {
    await sandbox.faults(
      { kind: 'delay', ms: 1, ...page },
      { kind: 'status', status: 500, ...page },
    );
    const error = await failed(client.usageHistory(filter).toArray({ limit: 100 }));
    assert.equal(error.code, 'server_error');
    const again = client.usageHistory({ cursor: error.resume });
    assert.equal((await again.toArray({ limit: 100 })).length, COUNT);
  });
});

describe('items that say what was done', () => {
  it('are handed out though the signal was aborted since', async () => {
    const keys = [1, 2, 3].map((n) => ({ description: `gone ${n}` }));
    await sandbox.control('keys', { keys });
    const controller = new AbortController();
    const options = { signal: controller.signal };
    const walk = client.deleteKeys({ prefix: 'gone ' }, options)[Symbol.asyncIterator]();
    const items = [await walk.next()];
    controller.abort();
    items.push(await walk.next(), await walk.next());
    assert.ok(items.every(({ value }) => value.outcome === 'deleted'));
    const end = await walk.next().catch((error) => error);
    assert.ok(end.done || end.name === 'AbortError', end);
  });

  /** Deletes six keys, and aborts it while the response to the second deletion is held back. */
  async function abortedDeletion(prefix) {
    const keys = [1, 2, 3, 4, 5, 6].map((n) => ({ description: `${prefix} ${n}` }));
    await sandbox.control('keys', { keys });
    const before = await client.listKeys();
    let deletions = 0;
    const held = sandbox.hold(({ method }) => {
      if (method === 'DELETE') deletions += 1;
      return deletions >= 2;
    });
    const controller = new AbortController();
    const told = [];
    const deletion = (async () => {
      const options = { signal: controller.signal };
      for await (const { id } of client.deleteKeys({ prefix }, options)) told.push(id);
    })();
    const ended = failed(deletion);
    await held.reached();
    controller.abort();
    const gone = async () => {
      const left = await client.listKeys();
      return before.map(({ id }) => id).filter((id) => !left.some((key) => key.id === id));
    };
    return { ended, told, gone, held };
  }

  it('are handed out of a page that is under way, of which no more is done', async () => {
    let told = [];
    let gone;
    // They are waited for two seconds: a machine may stand still for as long, but not each time.
    for (let tries = 0; tries < 5 && told.length === 0; tries += 1) {
      const deletion = await abortedDeletion(`under way ${tries}`);
      deletion.held.release();
      assert.equal((await deletion.ended).name, 'AbortError');
      told = deletion.told;
      gone = await deletion.gone();
    }
    assert.equal(told.length, 2);
    assert.deepEqual(gone.toSorted(), told.toSorted());
  });

  it('are not waited for if the server takes its time', async () => {
    const { ended, told, held } = await abortedDeletion('stalls');
    assert.equal((await atOnce(ended)).name, 'AbortError');
    assert.deepEqual(told, []);
    held.release();
  });
});

describe('very many items', () => {
  it('pass through one page of memory', async (t) => {
    const count = Number(process.env.VENICE_KEYS_ENTRIES ?? 60_000);
    const first = '2020-01-01T00:00:00Z';
    await sandbox.control('usage', { clear: true, series: [{ first, count }] });
    const program = `
      import { Client } from 'venice-keys';
      const memory = () => {
        globalThis.gc();
        return process.memoryUsage().rss;
      };
      let [count, before, most] = [0, 0, 0];
      const client = new Client({ timeoutMs: 600_000 });
      for await (const { amount } of client.usageHistory()) {
        count += Number(typeof amount === 'string');
        if (count % 10_000 === 0) most = Math.max(most, memory());
        // What a process takes once is taken by now.
        if (count === ${count} / 3) before = most;
      }
      console.log(JSON.stringify({ count, grown: (most - before) / 1e6 }));
    `;
    const args = ['--expose-gc', '--input-type=module', '-e', program];
    const { stdout, stderr, ms } = await run(args, { env: reaching(sandbox) });
    assert.equal(stderr, '');
    const told = JSON.parse(stdout);
    t.diagnostic(`${count} entries in ${ms.toFixed()} ms, grown by ${told.grown.toFixed(1)} MB`);
    assert.equal(told.count, count);
    assert.ok(told.grown < 10, stdout);
  });
});
