'use strict';

/**
 * A key that the caller's own function gives: asked for at the first call, and again after Venice
 * refused it.
 *
 * @typedef {object} Key
 * @property {import('./addon').NativeSecret} secret each time it is asked for, it is a `Key` anew
 */

const { clearTimeout, setTimeout } = require('node:timers');
const { wrongType } = require('./errors.js');
const { NativeSecret } = require('./native.js');
const { nativeSecret } = require('./values.js');

/** The longest that a timer can wait. */
const LONGEST_MS = 0x7fffffff;

class Credential {
  #ask;
  #use;
  /** @type {Key | undefined} */
  #key;
  /** @type {Promise<Key> | undefined} */
  #asking;

  /**
   * @param {NonNullable<import('../index').ClientOptions['credential']>} ask
   * @param {(secret: import('./addon').NativeSecret) => void} use takes each key that is another
   */
  constructor(ask, use) {
    this.#ask = ask;
    this.#use = use;
  }

  /** The last one that was given. */
  get key() {
    return this.#key;
  }

  /**
   * The key after `former`: the present one, if it has been asked for since. Whoever asks while
   * somebody else does, waits for the same.
   *
   * @param {Key | undefined} former
   * @returns {Promise<Key>}
   */
  #after(former) {
    if (this.#key && this.#key !== former) return Promise.resolve(this.#key);
    this.#asking ??= this.#asked().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** @returns {Promise<Key>} */
  async #asked() {
    const given = await this.#ask();
    const secret = typeof given === 'string' ? new NativeSecret(given) : nativeSecret(given);
    if (!secret) throw wrongType('what credential returns must be a string or a Secret');
    if (!this.#key?.secret.equals(secret)) this.#use(secret);
    this.#key = { secret };
    return this.#key;
  }

  /**
   * The key after `former`; `undefined`: it isn't there within this time.
   *
   * @param {number} ms
   * @param {Key | undefined} former
   * @returns {Promise<Key | undefined>}
   */
  within(ms, former) {
    return new Promise((resolve, reject) => {
      const late = () => resolve(undefined);
      // What keeps the process alive is the call, which may be given up.
      const timer = ms > LONGEST_MS ? undefined : setTimeout(late, Math.max(ms, 0)).unref();
      this.#after(former)
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
  }
}

/** @typedef {Credential} ClientCredential */

module.exports = { Credential };
