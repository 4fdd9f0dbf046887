// Workers come and go with calls in flight, for SECONDS: nothing hangs, and nothing stays held.
//
// Each worker has clients of its own and ends in one of five ways, while the main thread makes
// calls without pause. Every key that is left of a worker had reached it, or was named: in a
// warning, or on standard error if the worker was gone. What the process holds afterwards is
// compared with what it held after a warm-up. The storm is in a process of its own; this one starts
// it, makes its server fail now and then, and says what came of it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Client, Wallet } from 'venice-keys';

import { startSandbox } from './support/sandbox.mjs';

const WORKERS = 4;
const LOOPS = 6;
const WORKER_DEADLINE = 20_000;
// What a call may fail with if each of its retries meets a fault, too.
const BAD_LUCK = ['connection', 'rate_limited'];
// A create is never reset: its outcome would be unknown, and nobody could tell who holds the key.
const FAULTS = [
  { kind: 'reset_before', match: { method: 'GET' } },
  { kind: 'reset_after', match: { method: 'DELETE' } },
  { kind: 'cut', match: { method: 'GET', path: '/api_keys' } },
  { kind: 'status', status: 429, headers: { 'retry-after': 0 }, times: 4 },
  { kind: 'delay', ms: 40, times: 6 },
];

// ---- Random numbers that can be had again

function randomFrom(seed) {
  let state = 0;
  for (const letter of `${seed}`) state = (Math.imul(state, 31) + letter.charCodeAt(0)) | 0;
  // mulberry32
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function oneOf(list, random) {
  return list[Math.floor(random() * list.length)];
}

// ---- Calls

function must(holds, what) {
  if (!holds) throw new Error(what);
}

/** Each kind of call; `had` hears at once of each key that reached its caller. */
function kinds(client, { wallet, description, random, had = () => {} }) {
  const tidied = async (making) => {
    const made = await making.then((key) => {
      had(key.id);
      return key;
    });
    try {
      must((await client.getKey(made.id)).id === made.id, 'another key was read');
      const updated = await client.updateKey(made.id, { description });
      must(updated.description === description, "the key wasn't updated");
    } finally {
      await deleted(client, made.id);
    }
  };
  return {
    lists: async (options) => must((await client.listKeys(options)).length >= 2, 'keys lack'),
    verifies: async (options) => must((await client.verifyKey(options)).accepted, 'not accepted'),
    limits: async (options) => {
      must((await client.rateLimits(options)).rateLimits, 'there are no limits');
      await client.rateLimitLog(options);
    },
    models: async (options) =>
      must((await client.listModels(oneOf([undefined, 'all'], random), options)).length, 'none'),
    makes: (options) => tidied(client.createKey({ description }, options)),
    mints: (options) => tidied(client.mintWithWallet(wallet, { description }, options)),
  };
}

/** Until it is deleted: no key may be left over. */
async function deleted(client, id) {
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      return await client.deleteKey(id);
    } catch (error) {
      // Gone by an earlier one, whose response was lost.
      if (error.code === 'not_found') return;
      if (!BAD_LUCK.includes(error.code)) throw error;
    }
  }
  throw new Error("a key can't be deleted");
}

/** No signal, one that never aborts, or one that aborts: before, meanwhile, or too late. */
function signalOf(random) {
  const chance = random();
  if (chance < 0.5) return {};
  if (chance < 0.6) return { signal: new AbortController().signal };
  if (chance < 0.65) return { signal: AbortSignal.abort() };
  return { signal: AbortSignal.timeout(Math.floor(random() * 60)) };
}

/** Makes one call; what was wrong with it, or nothing. */
async function play(calls, kind, random, counted) {
  const options = signalOf(random);
  counted(kind, 'begun');
  try {
    await calls[kind](options);
  } catch (error) {
    if (error.name === 'AbortError' && options.signal?.aborted) counted('aborted', 'ended');
    else if (BAD_LUCK.includes(error.code)) counted('bad luck', 'ended');
    else return `${kind}: ${error.stack}`;
  } finally {
    counted(kind, 'ended');
  }
}

function settings({ plain, tls }, overTls) {
  const server = overTls ? tls : plain;
  return {
    apiKey: server.admin_key,
    baseUrl: server.base_url,
    timeoutMs: 15_000,
    createLimit: 1_000_000,
    createLimitPeriodMs: 1,
    ...(overTls ? { caFile: server.ca_file } : {}),
  };
}

// ---- Workers

const WAYS = ['by itself', 'exit', 'thrown', 'terminated', 'terminated at once'];
// One that is terminated before it has begun ends with 0.
const EXIT_CODES = { 'by itself': [0], exit: [7], 'terminated at once': [0, 1] };
const [CALLS, ANSWERS, WARNINGS] = [0, 1, 2];

async function work({ way, number, seed, ready, shared }) {
  process.on('warning', (warning) => {
    const id = namedBy(warning);
    if (id) parentPort.postMessage({ known: id });
    else Atomics.add(shared, WARNINGS, 1);
  });
  const random = randomFrom(seed);
  const wallet = new Wallet(ready.plain.staked_private_key);
  const client = new Client(settings(ready, random() < 0.15));
  const had = (id) => parentPort.postMessage({ known: id });
  const calls = kinds(client, { wallet, description: `worker ${number}`, random, had });
  const counted = (_, what) => Atomics.add(shared, what === 'begun' ? CALLS : ANSWERS, 1);
  const tell = (failure) => failure && parentPort.postMessage({ failure });
  const kindOf = () => oneOf(Object.keys(calls), random);
  const call = async () => tell(await play(calls, kindOf(), random, counted));
  const some = (count) => Promise.all(Array.from({ length: count }, call));
  await some(4);
  const flying = some(8);
  parentPort.postMessage({ flying: true });
  if (way !== 'by itself') await sleep(random() * 20);
  if (way === 'exit') process.exit(7);
  if (way === 'thrown') throw new Error('thrown');
  await flying;
  while (way.startsWith('terminated')) await some(4);
}

/** The key that a warning names. */
function namedBy({ code, message }) {
  const [, id] = /created the key (\S+?)[:,]/.exec(message) ?? [];
  return code === 'VENICE_KEYS_LOST_KEY' ? id : undefined;
}

/** A worker from its start to its end: what was wrong with it. */
async function lifeOf(way, number, { random, ready, shared, known }) {
  const failures = [];
  const data = { way, number, seed: random(), ready, shared };
  const worker = new Worker(new URL(import.meta.url), { workerData: data });
  const flies = new Promise((resolve) => {
    worker.on('message', (message) => {
      if (message.known) known.add(message.known);
      else if (message.failure) failures.push(message.failure);
      else resolve();
    });
  });
  worker.on('error', (error) => {
    if (way !== 'thrown' || error.message !== 'thrown') failures.push(`worker: ${error.stack}`);
  });
  const exit = new Promise((resolve) => {
    worker.on('exit', resolve);
  });
  if (way.startsWith('terminated')) {
    await (way === 'terminated' ? Promise.race([flies, exit]) : sleep(random() * 100));
    worker.terminate();
  }
  const code = await beforeDeadline(exit, WORKER_DEADLINE);
  if (code === undefined) {
    worker.terminate();
    return [...failures, `a worker (${way}) hung for ${WORKER_DEADLINE} ms`];
  }
  const expected = EXIT_CODES[way] ?? [1];
  return expected.includes(code) ? failures : [...failures, `a worker (${way}) ended with ${code}`];
}

async function beforeDeadline(promise, ms) {
  const over = new AbortController();
  const late = sleep(ms, undefined, over).catch(() => {});
  const first = await Promise.race([promise, late]);
  over.abort();
  return first;
}

// ---- The storm

class Storm {
  passed = {};
  failures = [];
  counts = {};
  /** Keys of aborted creates, which nobody has. */
  unwanted = [];
  /** Keys of workers that are gone, which must be named on standard error. */
  unknown = [];
  /** Keys that reached their worker, or were named in a warning there. */
  #known = new Set();
  #started = 0;
  #ended = new Set();
  #calls = {};
  #shared = new Int32Array(new SharedArrayBuffer(12));

  constructor(ready, seed) {
    this.ready = ready;
    this.random = randomFrom(seed);
    process.on('warning', (warning) => {
      const id = namedBy(warning);
      if (id) this.unwanted.push(id);
      else this.failures.push(`an unknown warning: ${warning.name}: ${warning.message}`);
    });
  }

  /** Workers for so long, amid calls of the main thread. */
  async blow(seconds) {
    const end = performance.now() + seconds * 1000;
    const going = () => performance.now() < end;
    const clients = [false, true].map((tls) => new Client(settings(this.ready, tls)));
    this.#calls = {};
    this.#shared.fill(0);
    const times = (count, job) => Array.from({ length: count }, (_, at) => job(at));
    const jobs = [
      ...times(LOOPS, (at) => this.#call(clients[Number(at === 0)], going)),
      ...times(WORKERS, (at) => this.#churn(WAYS.length - at, going)),
      this.#tidy(clients[0], going),
    ];
    const all = Promise.all(jobs).then(() => true);
    const deadline = seconds * 1000 + 2 * WORKER_DEADLINE;
    if (!(await beforeDeadline(all, deadline))) this.failures.push('calls or workers hang');
    this.#addUp();
  }

  async #call(client, going) {
    const wallet = new Wallet(this.ready.plain.staked_private_key);
    const { random } = this;
    const calls = kinds(client, { wallet, description: 'main', random });
    const counted = (kind, what) => {
      this.#calls[kind] ??= { begun: 0, ended: 0 };
      this.#calls[kind][what] += 1;
    };
    while (going()) {
      const failure = await play(calls, oneOf(Object.keys(calls), random), random, counted);
      if (failure) this.failures.push(failure);
    }
  }

  async #churn(first, going) {
    for (let turn = first; going(); turn += 1) {
      const way = WAYS[turn % WAYS.length];
      this.#started += 1;
      const number = this.#started;
      const failures = await lifeOf(way, number, {
        random: this.random,
        ready: this.ready,
        shared: this.#shared,
        known: this.#known,
      });
      this.#ended.add(`worker ${number}`);
      this.failures.push(...failures);
      if (failures.length === 0) this.#pass(`workers: ${way}`);
    }
  }

  /** Deletes the keys of those that are gone: the account has room for 500. */
  async #tidy(client, going) {
    while (going()) {
      await this.#sweep(client);
      await sleep(300);
    }
  }

  /** The descriptions of the keys that are left, but for the account's own two. */
  async #sweep(client) {
    while (this.unwanted.length > 0) await deleted(client, this.unwanted.pop());
    const keys = await client.listKeys().catch((error) => {
      if (BAD_LUCK.includes(error.code)) return [{ description: 'unlisted' }];
      throw error;
    });
    const left = keys.filter(({ description }) => !description.startsWith('Sandbox '));
    const orphans = left.filter(({ description }) => this.#ended.has(description));
    this.unknown.push(...orphans.map(({ id }) => id).filter((id) => !this.#known.has(id)));
    await Promise.all(orphans.map(({ id }) => deleted(client, id)));
    return left.map(({ description }) => description);
  }

  #pass(name) {
    this.passed[name] = (this.passed[name] ?? 0) + 1;
  }

  #addUp() {
    this.counts = { calls: 0 };
    for (const [kind, { begun, ended }] of Object.entries(this.#calls)) {
      if (['aborted', 'bad luck'].includes(kind)) {
        this.counts[`of them ${kind}`] = ended;
        continue;
      }
      this.counts.calls += begun;
      if (begun === ended) this.#pass('kinds of calls');
      else this.failures.push(`${kind}: ${begun} were begun, ${ended} ended`);
    }
    const [begun, ended, warnings] = this.#shared;
    this.counts["workers' calls"] = begun;
    this.counts['of them given up with their worker'] = begun - ended;
    if (warnings > 0) this.failures.push(`${warnings} unknown warnings in workers`);
  }

  /** Every key that was made was deleted by whoever had it, or named; or it reached its worker. */
  async noKeysLeft() {
    const client = new Client(settings(this.ready, false));
    let left = [];
    // An aborted create may still be on its way.
    const none = await within(30_000, async () => {
      await calm(this.ready.plain);
      left = await this.#sweep(client);
      return left.length === 0;
    });
    if (none) this.#pass('no keys left');
    else this.failures.push(`${left.length} keys were left behind: ${[...new Set(left)]}`);
  }

  /** What is held now, against before; clients and idle threads may take a moment to go. */
  async compare(before) {
    let after = await held();
    const same = ['descriptors', 'threads'];
    await within(15_000, async () => {
      after = await held();
      return same.every((name) => after[name] === before[name]);
    });
    const fine = Object.fromEntries(same.map((name) => [name, after[name] === before[name]]));
    fine['resident KiB'] = after['resident KiB'] <= before['resident KiB'] * 1.25;
    for (const [name, holds] of Object.entries(fine)) {
      if (holds) this.#pass('figures');
      else this.failures.push(`${name}: ${before[name]} before, ${after[name]} after`);
    }
    return after;
  }
}

/** Takes back the faults, which with no other calls about would all meet the next one. */
async function calm({ control_url }) {
  // Not by fetch(), which keeps its connections.
  const asked = request(`${control_url}/faults`, { method: 'POST', agent: false });
  asked.end(JSON.stringify({ clear: true, faults: [] }));
  const [response] = await once(asked, 'response');
  await text(response);
}

async function within(ms, holds) {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) return false;
    await sleep(100);
  }
  return true;
}

async function held() {
  // What a finalizer lets go of is gone a turn later.
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc();
    await sleep(20);
  }
  const status = readFileSync('/proc/self/status', 'utf8');
  return {
    descriptors: readdirSync('/proc/self/fd').filter((name) => !isModule(name)).length,
    threads: readdirSync('/proc/self/task').length,
    'resident KiB': Number(/^VmRSS:\s*(\d+)/m.exec(status)[1]),
  };
}

/**
 * Whether a descriptor is of a module's text: Node's own loader leaves one open when a worker is
 * terminated while it reads it, also where there is no addon.
 */
function isModule(name) {
  try {
    return readlinkSync(`/proc/self/fd/${name}`).endsWith('.mjs');
  } catch {
    return false; // the listing's own
  }
}

/** Waits until the binding's threads, which end when idle, and what clients held are gone. */
async function quiet() {
  const idle = () =>
    readdirSync('/proc/self/task').filter((id) => {
      try {
        return readFileSync(`/proc/self/task/${id}/comm`, 'utf8') === 'venice-keys\n';
      } catch {
        return false; // it ended meanwhile
      }
    });
  await within(15_000, () => idle().length === 0);
  // Until it is the same twice.
  let last = '';
  await within(15_000, async () => {
    const { descriptors, threads } = await held();
    const now = `${descriptors} ${threads}`;
    const same = now === last;
    last = now;
    if (!same) await sleep(500);
    return same;
  });
}

/** The process that is looked at: says on one line what came of it. */
async function storm(seconds, seed) {
  const it = new Storm(JSON.parse(await text(process.stdin)), seed);
  // What a process takes once is taken before the figures.
  await it.blow(seconds / 3);
  await it.noKeysLeft();
  await quiet();
  const [before, warmUp] = [await held(), it.passed];
  it.passed = {};
  await it.blow((seconds * 2) / 3);
  await it.noKeysLeft();
  await quiet();
  const after = await it.compare(before);
  const counts = { ...it.counts, ...it.passed };
  const sum = (passed) => Object.values(passed).reduce((all, count) => all + count, 0);
  const passed = sum(warmUp) + sum(it.passed);
  const { failures, unknown } = it;
  console.log(JSON.stringify({ before, after, counts, passed, failures, unknown }));
}

// ---- Around it

async function watch(seconds) {
  const seed = process.env.SEED || `${Math.floor(Date.now() / 1000)}`;
  console.log(`# Storm, Node ${process.versions.node}\n`);
  console.log(`${seconds} s, a third of it to warm up; seed ${seed}\n`);
  const options = ['--minute', '0.001'];
  const [plain, tls] = await Promise.all([
    startSandbox(...options),
    startSandbox('--tls', ...options),
  ]);
  const weather = setInterval(() => plain.control('faults', { clear: true, faults: FAULTS }), 200);
  const ready = JSON.stringify({ plain: plain.ready, tls: tls.ready });
  const ended = await inside(seconds, seed, ready);
  clearInterval(weather);
  await Promise.all([plain.stop(), tls.stop()]);
  return report(ended);
}

async function inside(seconds, seed, ready) {
  // Its own listeners look at the warnings.
  const options = ['--expose-gc', '--no-warnings'];
  const args = [...options, fileURLToPath(import.meta.url), '--inside', `${seconds}`, seed];
  const child = spawn(process.execPath, args, {
    timeout: (seconds + 240) * 1000,
    killSignal: 'SIGKILL',
  });
  child.stdin.end(ready);
  const [out, errors, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, errors, end: code ?? signal };
}

/** What is said of a key whose worker is gone. */
const NAMED = /^venice-keys: \w+ (?:was given up, but Venice )?created the key ([\w-]+)[:,] /;

function report({ out, errors, end }) {
  let [passed, failures, unknown] = [0, [], []];
  try {
    const result = JSON.parse(out);
    ({ passed, failures, unknown } = result);
    console.log(table(result));
  } catch {
    failures.push(`the storm said ${out.slice(0, 2000)}`);
  }
  const lines = errors.split('\n').filter((line) => line !== '');
  const named = new Set(lines.map((line) => NAMED.exec(line)?.[1]));
  const lost = unknown.filter((id) => !named.has(id));
  const other = lines.filter((line) => !NAMED.test(line)).join('\n');
  console.log(`| keys named on standard error | | ${named.size} |\n`);
  for (const [fine, what] of [
    [end === 0, `it ended with ${end}`],
    [other === '', other.slice(0, 8000)],
    [lost.length === 0, `${lost.length} keys were lost without a word: ${lost.slice(0, 5)}`],
  ]) {
    if (fine) passed += 1;
    else failures.push(what);
  }
  for (const failure of new Set(failures.slice(0, 200))) {
    console.log(`FAILED ${withoutSecrets(failure)}`);
  }
  console.log(`storm node: ${passed} passed, ${failures.length} failed`);
  return failures.length > 0 ? 1 : 0;
}

function table({ before, after, counts }) {
  return [
    '| | before | after |',
    '|---|---|---|',
    ...Object.keys(before).map((name) => `| ${name} | ${before[name]} | ${after[name]} |`),
    ...Object.entries(counts).map(([name, count]) => `| ${name} | | ${count} |`),
  ].join('\n');
}

function withoutSecrets(text) {
  return text.replace(/(VENICE_[A-Z]+_KEY_|0x)\w{12,}/g, '$1…');
}

// Last: classes are there only below where they stand.
if (!isMainThread) await work(workerData);
else if (process.argv[2] === '--inside') await storm(Number(process.argv[3]), process.argv[4]);
else if (process.argv.length === 3) process.exitCode = await watch(Number(process.argv[2]));
else {
  console.error('usage: tests/node/storm SECONDS');
  process.exitCode = 2;
}
