// A scenario's call, made through the Node client.

import assert from 'node:assert/strict';
import { Client, Wallet } from 'venice-keys';

const NEW_KEY = [
  'description',
  'apiKeyType',
  'consumptionLimit',
  'limitPeriod',
  'expiresAt',
  'modelPrivacy',
  'ipAllowlist',
];
const CHANGES = NEW_KEY.filter((name) => name !== 'apiKeyType');

/** Of each call: the words of its `args`, and how it is made. */
const CALLS = {
  client: [[], () => undefined],
  list_keys: [[], (client) => client.listKeys()],
  create_key: [NEW_KEY, (client, args) => client.createKey(args)],
  get_key: [['id'], (client, { id }) => client.getKey(id)],
  update_key: [['id', ...CHANGES], (client, { id, ...changes }) => client.updateKey(id, changes)],
  delete_key: [['id'], (client, { id }) => client.deleteKey(id)],
  rate_limits: [[], (client) => client.rateLimits()],
  rate_limit_log: [[], (client) => client.rateLimitLog()],
  verify_key: [[], (client) => client.verifyKey()],
  list_models: [['type'], (client, { type }) => client.listModels(type)],
  web3_challenge: [['address'], (client, { address }) => client.web3Challenge(address)],
  mint_web3_key: [
    ['address', 'signature', 'challenge', ...NEW_KEY],
    (client, args) => client.mintWeb3Key(args),
  ],
  mint_with_wallet: [
    ['wallet', ...NEW_KEY],
    (client, { wallet, ...newKey }) => client.mintWithWallet(new Wallet(wallet), newKey),
  ],
};

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
  assert.ok(Object.hasOwn(CALLS, name), `${name} is no call this runner knows`);
  const [words, call] = CALLS[name];
  knownWords(`args of ${name}`, args, words);
  return call(client(), args);
}

/** Makes a client by a scenario's options. */
export function makeClient({ key, ...options }, keys) {
  knownWords('client', options, [
    'baseUrl',
    'timeoutMs',
    'connectTimeoutMs',
    'maxRetries',
    'createLimit',
    'createLimitPeriodMs',
    'caFile',
    'web3Generation',
  ]);
  const { createLimit: limit } = options;
  const limited =
    typeof limit === 'object'
      ? {
          ...options,
          createLimit: limit.count,
          createLimitPeriodMs: limit.perMs,
        }
      : options;
  if (key === 'none') return Client.anonymous(limited);
  return new Client({ ...limited, apiKey: keys[key] ?? key });
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
