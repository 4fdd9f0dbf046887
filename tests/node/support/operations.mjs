// A scenario's call, made through the Node client. tests/contract.json says which operations there
// are and what they take; unknown members of a struct, and options, the client refuses itself.

import assert from 'node:assert/strict';
import { Client, Wallet } from 'venice-keys';

import { camel, contract, positional } from './contract.mjs';

/** Calls that need no client. */
const WALLET_CALLS = {
  wallet_address: [['wallet'], ({ wallet }) => new Wallet(wallet).address],
  wallet_sign: [
    ['wallet', 'challenge'],
    ({ wallet, challenge }) => new Wallet(wallet).sign(challenge),
  ],
};

/** Makes a call; `client` gives the client it is made with. */
export async function makeCall(name, args, client) {
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
  const { values, unknown } = positional(name, args, { wallet: (key) => new Wallet(key) });
  for (const word of unknown) {
    assert.fail(`args of ${name}: ${word} is no word this runner knows`);
  }
  return client()[camel(name)](...values);
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
