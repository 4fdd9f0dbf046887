// A scenario's call, made through the Node client. tests/contract.json says which operations there
// are and what they take; unknown members of a struct, and options, the client refuses itself.

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Wallet } from 'venice-keys';

import { camel, contract, positional } from './contract.mjs';
import { OwnError, Vault } from './stores.mjs';

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
  const { job } = contract.operations[name];
  const { store, body, ...words } = args;
  if (job?.kind !== 'stored' && store !== undefined) assert.fail(`${name} stores nothing`);
  if (job?.kind !== 'within' && body !== undefined) assert.fail(`${name} has no body`);
  const { vault = new Vault() } = how;
  const given = { wallet: (key) => new Wallet(key), code: job && vault.store(store) };
  const { values, named, unknown, sink } = positional(name, words, given);
  for (const word of unknown) {
    assert.fail(`args of ${name}: ${word} is no word this runner knows`);
  }
  const call = (values) => client()[camel(name)](...values, named);
  if (sink !== undefined) return written(call, values, sink);
  const result = await call(values);
  return job?.kind === 'within' ? within(result, body, client()) : all(result, how);
}

/** Does what the words say while a key lasts, and ends it as `await using` would. */
async function within(key, body, client) {
  try {
    if (body === 'fail') throw new OwnError('the body failed');
    assert.equal(body, 'list', `${body} is no body this runner knows`);
    const found = (await client.listKeys()).find(({ id }) => id === key.id);
    assert.ok(found, 'the key is not there');
    assert.ok(found.expiresAt, 'the key would last');
  } finally {
    await key[Symbol.asyncDispose]();
  }
  return key;
}

/** A client derived from another, by a step's words. */
export function derived(client, { options, withApiKey }) {
  const limited = options === undefined ? client : client.withOptions(options);
  return withApiKey === undefined ? limited : limited.withApiKey(withApiKey);
}

/** All that comes item by item or in pages, as the step wants it; else the result as it is. */
async function all(result, { pages, limit }) {
  if (result === undefined || !(Symbol.asyncIterator in Object(result))) {
    assert.ok(pages === undefined && limit === undefined, "this call doesn't come in pages");
    return result;
  }
  if (limit !== undefined && !pages && typeof result.toArray === 'function') {
    return result.toArray({ limit });
  }
  const list = [];
  if (limit === 0) return list;
  for await (const one of pages ? result.pages() : result) {
    list.push(one);
    if (list.length === limit) break;
  }
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
