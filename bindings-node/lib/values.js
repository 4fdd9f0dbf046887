'use strict';

const { NativeSecret, NativeWallet } = require('./native.js');
const { now, wrongType } = require('./errors.js');

const inspect = Symbol.for('nodejs.util.inspect.custom');

/**
 * The native half of a `Secret`, for this package only.
 *
 * @type {(value: unknown) => import('./addon').NativeSecret | undefined}
 */
let nativeSecret;
/** @type {(value: unknown) => import('./addon').NativeWallet} */
let nativeWallet;

/** A key that prints redacted, kept outside JavaScript's memory. Documented in index.d.ts. */
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

/** A wallet held in this process. Documented in index.d.ts. */
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

  /** @returns {Record<keyof import('../index').SignIn, string | Secret>} */
  signIn() {
    const signed = now(Wallet.prototype.signIn, () => this.#native.signIn());
    return { name: signed.name(), value: new Secret(signed.value()) };
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

module.exports = { Secret, Wallet, nativeSecret, nativeWallet };
