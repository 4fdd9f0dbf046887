'use strict';

const { NativeSecret, NativeWallet } = require('./native.js');
const { now, wrongType } = require('./errors.js');

const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * What a `Secret` holds, for this package alone.
 *
 * @type {(value: unknown) => import('./addon').NativeSecret | undefined}
 */
let nativeSecret;
/** @type {(value: unknown) => import('./addon').NativeWallet} */
let nativeWallet;

/** A key that prints redacted: documented in index.d.ts. Its text isn't in JavaScript's memory. */
class Secret {
  #native;

  /** @param {string | import('./addon').NativeSecret} text */
  constructor(text) {
    this.#native = now(Secret, () => {
      if (typeof text === 'string') return new NativeSecret(text);
      if (text instanceof NativeSecret) return text;
      throw wrongType('text must be a string');
    });
  }

  reveal() {
    return this.#native.reveal();
  }

  /** @param {unknown} other */
  equals(other) {
    return other instanceof Secret && this.#native.equals(other.#native);
  }

  toString() {
    return this.#native.redacted();
  }

  toJSON() {
    return this.#native.redacted();
  }

  [inspect]() {
    return `Secret(${this.#native.redacted()})`;
  }

  static {
    nativeSecret = (value) => (value instanceof Secret ? value.#native : undefined);
  }
}

/** A wallet held in this process: documented in index.d.ts. */
class Wallet {
  #native;

  /** @param {string} privateKey */
  constructor(privateKey) {
    this.#native = now(Wallet, () => NativeWallet.fromHex(privateKey));
  }

  get address() {
    return this.#native.address();
  }

  /** @param {import('../index').Web3Challenge | string} challenge */
  sign(challenge) {
    return now(Wallet.prototype.sign, () => this.#native.sign(challenge));
  }

  [inspect]() {
    return `Wallet(${this.address})`;
  }

  static {
    nativeWallet = (value) => {
      if (value instanceof Wallet) return value.#native;
      throw wrongType('wallet must be a Wallet');
    };
  }
}

/**
 * The value of an answer: its times become `Date`s, and its secret goes where it belongs.
 *
 * @param {string} text as src/types.rs writes it
 * @param {import('./addon').NativeSecret | null} secret
 */
function revived(text, secret) {
  if (text === '') return undefined;
  const { times, value } = JSON.parse(text);
  for (const whole of Array.isArray(value) ? value : [value]) {
    for (const time of times) {
      if (whole[time] !== null) whole[time] = new Date(whole[time]);
    }
  }
  if (secret) value.apiKey = new Secret(secret);
  return value;
}

module.exports = { Secret, Wallet, nativeSecret, nativeWallet, revived };
