// A scenario's call, made through the Node client. tests/contract.json says which operations there
// are and what they take; unknown members of a struct, and options, the client refuses itself.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Wallet } from 'venice-keys';

import { camel, contract, positional } from './contract.mjs';

/** Calls that need no client. */
const WALLET_CALLS = {
  wallet_address: [['wallet'], ({ wallet }) => new Wallet(wallet).address],
  wallet_sign: [
    ['wallet', 'challenge'],
    ({ wallet, challenge }) => new Wallet(wallet).sign(challenge),
  ],
  wallet_sign_in: [['wallet'], ({ wallet }) => new Wallet(wallet).signIn()],
};

/** Makes a call; `client` gives the client it is made with, `how` the step's words for pages. */
export async function makeCall(name, args, client, how = {}) {
  if (Object.hasOwn(WALLET_CALLS, name)) {
    const [words, call] = WALLET_CALLS[name];
    knownWords(`args of ${name}`, args, words);
    return call(args);
  }
  if (name === 'client') {
    knownWords('args of client', args, []);
    client();
    return undefined;
  }
  assert.ok(Object.hasOwn(contract.operations, name), `${name} is no call this runner knows`);
  const { values, unknown, sink } = positional(name, args, { wallet: (key) => new Wallet(key) });
  for (const word of unknown) {
    assert.fail(`args of ${name}: ${word} is no word this runner knows`);
  }
  const call = (given) => client()[camel(name)](...given);
  return sink === undefined ? all(await call(values), how) : written(call, values, sink);
}

/** All that comes in pages, as the step wants it; else the result as it is. */
async function all(result, { pages, limit }) {
  if (typeof result?.pages !== 'function') {
    assert.ok(pages === undefined && limit === undefined, "this call doesn't come in pages");
    return result;
  }
  if (limit !== undefined) return result.toArray({ limit });
  const list = [];
  for await (const one of pages ? result.pages() : result) list.push(one);
  return list;
}

/** What a call writes, to a file of its own. */
async function written(call, values, sink) {
  const folder = await mkdtemp(join(tmpdir(), 'venice-keys-'));
  try {
    const to = join(folder, 'written.csv');
    const rows = await call(values.with(sink, to));
    return { rows, csv: await readFile(to, 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes a client by a scenario's options. */
export function makeClient({ key, ...options }, keys) {
  if (key === 'none') return Client.anonymous(options);
  return new Client({ ...options, apiKey: keys[key] ?? key });
}

/** Fails on a word that isn't known. */
export function knownWords(of, object, known) {
  assert.ok(
    object !== null && typeof object === 'object' && !Array.isArray(object),
    `${of}: not an object`,
  );
  for (const word of Object.keys(object)) {
    assert.ok(known.includes(word), `${of}: ${word} is no word this runner knows`);
  }
}
