// A document written page by page: to a file that holds whole pages only, and to streams.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Client, VeniceError } from 'venice-keys';

import { startSandbox } from './support/sandbox.mjs';
import { atOnce, eventually } from './support/wait.mjs';

const COUNT = 35;
const filter = { pageSize: 10 };
const page = { match: { path: '/billing/usage-history' } };

let sandbox;
let client;
let folder;
let path;
/** All of it, and what comes of it page by page. */
let whole;
let parts;
before(async () => {
  sandbox = await startSandbox();
  const { admin_key: apiKey, base_url: baseUrl } = sandbox;
  client = new Client({ apiKey, baseUrl, maxRetries: 0 });
  await sandbox.control('usage', { series: [{ first: '2026-06-01T00:00:00Z', count: COUNT }] });
  parts = [];
  const collect = new Writable({
    write(chunk, _, done) {
      parts.push(`${chunk}`);
      done();
    },
  });
  await client.usageHistoryCsv(filter, collect);
  whole = parts.join('');
});
after(() => sandbox.stop());
beforeEach(async () => {
  await sandbox.control('faults', { clear: true, faults: [] });
  await sandbox.control('journal', { clear: true });
  folder = await mkdtemp(join(tmpdir(), 'venice-keys-'));
  path = join(folder, 'usage.csv');
});
afterEach(() => rm(folder, { recursive: true }));

const requests = async () => (await sandbox.journal()).length;
const failed = (promise) => promise.then(assert.fail, (error) => error);
const written = () => readFile(path, 'utf8');

/** Lets this many pages through, and fails the next. */
const failAfter = (times) =>
  sandbox.faults(...Array.from({ length: times }, () => ({ kind: 'delay', ms: 1, ...page })), {
    kind: 'status',
    status: 500,
    ...page,
  });

/** What stands between a failure and the whole document is the rest, once. */
async function completes(error, begun) {
  const rest = new PassThrough();
  const [more] = await Promise.all([
    text(rest),
    client.usageHistoryCsv({ cursor: error.resume }, rest).then(() => rest.end()),
  ]);
  assert.equal(begun + more, whole);
}

describe('a document', () => {
  it('has one header row, and a line for each row', () => {
    assert.equal(parts.length, 4);
    assert.equal(whole.match(/^timestamp,/gm).length, 1);
    assert.equal(whole.split('\r\n').length, 1 + COUNT + 1);
  });
});

describe('a file', () => {
  it('is written by its path or its URL, and tells how many rows', async () => {
    for (const to of [path, pathToFileURL(path)]) {
      assert.equal(await client.usageHistoryCsv(undefined, to), COUNT);
      assert.equal(await written(), whole);
    }
  });

  it('holds whole pages if a page fails, and is gone on with', async () => {
    for (const pages of [1, 3]) {
      await failAfter(pages);
      const error = await failed(client.usageHistoryCsv(filter, path));
      assert.equal(error.code, 'server_error');
      assert.match(error.stack.split('\n')[1], /documents\.test\.mjs/);
      const begun = parts.slice(0, pages).join('');
      assert.equal(await written(), begun);
      await completes(error, begun);
      const more = await client.usageHistoryCsv({ cursor: error.resume }, path);
      assert.equal(more, COUNT - 10 * pages);
      assert.equal(await written(), whole);
    }
  });

  it('stays as it was if the first page fails', async () => {
    await writeFile(path, 'of yesterday');
    await failAfter(0);
    await failed(client.usageHistoryCsv(filter, path));
    assert.equal(await written(), 'of yesterday');
    const refused = new Client({ apiKey: 'wrong', baseUrl: sandbox.base_url });
    await failed(refused.usageHistoryCsv(filter, path));
    assert.equal(await written(), 'of yesterday');
    await client.usageHistoryCsv(filter, path);
    assert.equal(await written(), whole);
  });

  it('is cut back to its last whole page if it takes only a part of one', async (t) => {
    const file = await open(join(folder, 'other'), 'w');
    const prototype = Object.getPrototypeOf(file);
    await file.close();
    const { appendFile } = prototype;
    let count = 0;
    t.mock.method(prototype, 'appendFile', async function (bytes) {
      count += 1;
      if (count !== 3) return appendFile.call(this, bytes);
      await appendFile.call(this, bytes.subarray(0, 100));
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    });
    const error = await failed(client.usageHistoryCsv(filter, path));
    t.mock.restoreAll();
    assert.ok(error instanceof VeniceError);
    assert.deepEqual([error.code, error.cause.code], ['invalid_input', 'ENOSPC']);
    assert.match(error.issues[0].message, /no space left/);
    assert.equal(error.issues[0].field, 'to');
    assert.equal(await written(), parts.slice(0, 2).join(''));
    await client.usageHistoryCsv({ cursor: error.resume }, path);
    assert.equal(await written(), whole);
  });

  it('holds whole pages if the call is aborted, and is gone on with', async () => {
    const controller = new AbortController();
    await sandbox.faults({ kind: 'delay', ms: 1, times: 2, ...page }, { kind: 'stall', ...page });
    const rejected = failed(client.usageHistoryCsv(filter, path, { signal: controller.signal }));
    await eventually(async () => (await requests()) === 3);
    controller.abort();
    const error = await atOnce(rejected);
    assert.equal(error.name, 'AbortError');
    const begun = parts.slice(0, 2).join('');
    assert.equal(await written(), begun);
    await completes(error, begun);
  });

  it('that is none is refused before anything is sent', async () => {
    for (const to of [join(folder, 'no', 'such', 'folder'), folder]) {
      const error = await failed(client.usageHistoryCsv(filter, to));
      assert.deepEqual([error.code, error.resume], ['invalid_input', undefined]);
      assert.match(error.cause.code, /^E(NOENT|ISDIR)$/);
      assert.match(error.stack.split('\n')[1], /documents\.test\.mjs/);
    }
    for (const to of [undefined, null, 5, {}, [], Buffer.from(path), { write() {} }]) {
      const error = await failed(client.usageHistoryCsv(filter, to));
      assert.deepEqual(
        [error.name, error.message],
        ['TypeError', 'to must be a path, the URL of a file or a Writable'],
      );
    }
    for (const given of [{ pagesize: 10 }, { startTimestamp: 5 }]) {
      assert.equal((await failed(client.usageHistoryCsv(given, path))).name, 'TypeError');
    }
    assert.ok(!existsSync(path));
    const aborted = { signal: AbortSignal.abort() };
    const { message } = await failed(client.usageHistoryCsv(filter, path, aborted));
    assert.equal(message, 'usageHistoryCsv was aborted: nothing was sent');
    assert.ok(!existsSync(path));
    assert.equal(await requests(), 0);
  });

  it('may be a device that is full', { skip: !existsSync('/dev/full') }, async () => {
    const error = await failed(client.usageHistoryCsv(filter, '/dev/full'));
    assert.deepEqual([error.code, error.cause.code], ['invalid_input', 'ENOSPC']);
    await completes(error, '');
  });
});

/** A stream that fails with `failure` in place of its page number `failing`. */
function taking({ failing, failure } = {}) {
  const taken = [];
  const stream = new Writable({
    write(chunk, _, done) {
      setImmediate(() => {
        if (taken.length + 1 === failing) return done(failure);
        taken.push(`${chunk}`);
        done();
      });
    },
  });
  return { stream, taken };
}

/** A stream that takes a page when `take` is called, and not before. */
function hesitant() {
  const taken = [];
  const offered = [];
  const stream = new Writable({
    write(chunk, _, done) {
      offered.push([`${chunk}`, done]);
    },
  });
  const isOffered = () => eventually(() => offered.length === 1, 'a page');
  const take = () => {
    const [page, done] = offered.shift();
    taken.push(page);
    done();
  };
  return { stream, taken, isOffered, take };
}

describe('a stream', () => {
  it('that is slow holds up the next page', async () => {
    const { stream, taken, isOffered, take } = hesitant();
    const writing = client.usageHistoryCsv(filter, stream);
    for (let page = 1; page <= parts.length; page += 1) {
      await isOffered();
      // Time to fetch another one.
      await sleep(100);
      assert.equal(await requests(), page);
      take();
    }
    assert.equal(await writing, COUNT);
    assert.deepEqual(taken, parts);
  });

  it('is left open, with no listener more than before', async () => {
    const { stream, taken } = taking();
    const events = ['error', 'close', 'drain', 'finish'];
    const listeners = () => events.map((event) => stream.listenerCount(event));
    const before = listeners();
    await client.usageHistoryCsv(filter, stream);
    await failAfter(2);
    await failed(client.usageHistoryCsv(filter, stream));
    assert.deepEqual(listeners(), before);
    assert.ok(!stream.destroyed && !stream.writableEnded);
    stream.end('more');
    await once(stream, 'finish');
    assert.equal(taken.join(''), `${whole}${parts.slice(0, 2).join('')}more`);
  });

  it('that fails ends the call with its error, and nothing is thrown elsewhere', async () => {
    for (const failing of [1, 3]) {
      const failure = new Error('the other end is gone');
      const { stream, taken } = taking({ failing, failure });
      const error = await failed(client.usageHistoryCsv(filter, stream));
      assert.ok(error instanceof VeniceError);
      assert.deepEqual([error.code, error.cause], ['invalid_input', failure]);
      assert.equal(taken.length, failing - 1);
      await completes(error, taken.join(''));
      await sleep(20);
    }
  });

  it('that is closed amid a page, or was before, ends the call, too', async () => {
    const { stream, isOffered } = hesitant();
    const rejected = failed(client.usageHistoryCsv(filter, stream));
    await isOffered();
    stream.destroy();
    for (const error of [await rejected, await failed(client.usageHistoryCsv(filter, stream))]) {
      assert.equal(error.code, 'invalid_input');
      await completes(error, '');
    }
  });

  it('that throws ends the call', async () => {
    const mine = new Error('mine');
    const stream = new PassThrough();
    stream.write = () => {
      throw mine;
    };
    assert.equal((await failed(client.usageHistoryCsv(filter, stream))).cause, mine);
  });

  it('that takes nothing is waited for until the signal', async () => {
    const { stream, isOffered } = hesitant();
    const controller = new AbortController();
    const rejected = failed(client.usageHistoryCsv(filter, stream, { signal: controller.signal }));
    await isOffered();
    controller.abort('enough');
    const error = await atOnce(rejected);
    assert.deepEqual([error.name, error.cause], ['AbortError', 'enough']);
    assert.equal(await requests(), 1);
    // What the stream was given it will write.
    await completes(error, parts[0]);
  });

  it('may be of any kind', async () => {
    const file = createWriteStream(path);
    assert.equal(await client.usageHistoryCsv(filter, file), COUNT);
    file.end();
    await once(file, 'finish');
    assert.equal(await written(), whole);
    const through = new PassThrough({ highWaterMark: 10 });
    const [all] = await Promise.all([
      text(through),
      client.usageHistoryCsv(filter, through).then(() => through.end()),
    ]);
    assert.equal(all, whole);
  });
});
