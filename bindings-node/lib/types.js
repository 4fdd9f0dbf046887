'use strict';

const { NativeSecret, NativeWallet } = require('./native.js');
const { now, wrongType } = require('./errors.js');

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** A key that prints redacted: documented in index.d.ts. Its text isn't in JavaScript's memory. */
class Secret {
  #native;

  /** @param {string | import('./native').NativeSecret} text */
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

  /** @param {unknown} value */
  static native(value) {
    return value instanceof Secret ? value.#native : undefined;
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

  /** @param {unknown} value */
  static native(value) {
    if (value instanceof Wallet) return value.#native;
    throw wrongType('wallet must be a Wallet');
  }
}

// Taken off the classes, so that nothing outside this package reaches what they hold.
const nativeSecret = Secret.native;
const nativeWallet = Wallet.native;
// @ts-expect-error They are there.
delete Secret.native;
// @ts-expect-error They are there.
delete Wallet.native;

/**
 * The value of an answer: its times become `Date`s, and its secret goes where it belongs.
 *
 * @param {string} text as src/types.rs writes it
 * @param {import('./native').NativeSecret | null} secret
 */
function valueOf(text, secret) {
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

module.exports = { Secret, Wallet, nativeSecret, nativeWallet, valueOf };
