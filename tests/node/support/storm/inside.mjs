// The process of the storm that is looked at: run by storm.mjs, with SECONDS and a seed.

import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Wallet } from 'venice-keys';

import { BAD_LUCK, deleted, kinds, oneOf, play, randomFrom, settings } from './calls.mjs';
import { calm, held, quiet, within } from './held.mjs';
import { beforeDeadline, lifeOf, namedBy, WAYS, WORKER_DEADLINE } from './lives.mjs';

const WORKERS = 4;
const LOOPS = 6;

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
    const least = this.#started + 2 * WAYS.length;
    const going = () => performance.now() < end || this.#started < least;
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
    const none = await within(90_000, async () => {
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
    await within(60_000, async () => {
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

await storm(Number(process.argv[2]), process.argv[3]);
