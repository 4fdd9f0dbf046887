'use strict';

const { debuglog } = require('node:util');
const { begin } = require('./calls.js');
const { now, wrongType } = require('./errors.js');
const { NativeClient } = require('./native.js');
const { nativeSecret, nativeWallet } = require('./values.js');

/**
 * @typedef {import('../index').CallOptions} CallOptions
 * @typedef {import('../index').ClientOptions} ClientOptions
 */

/** What `Client.anonymous` hands to the constructor. */
const ANONYMOUS = Symbol('anonymous');

/** A client of the Venice key-management API: documented in index.d.ts. */
class Client {
  #native;
  /** @type {import('./calls').Observer} */
  #observer;

  /**
   * @param {ClientOptions} [options]
   * @param {symbol} [mode]
   */
  constructor(options = {}, mode) {
    const anonymous = mode === ANONYMOUS;
    const debug = debuglog('venice-keys');
    this.#observer = {
      onAttempt: options?.onAttempt,
      debug: debug.enabled ? debug : undefined,
    };
    this.#native = now(anonymous ? Client.anonymous : Client, () => {
      const { onAttempt } = this.#observer;
      if (onAttempt !== undefined && typeof onAttempt !== 'function') {
        throw wrongType('onAttempt must be a function');
      }
      const observes = onAttempt !== undefined || debug.enabled;
      const secret = anonymous ? null : nativeSecret(options?.apiKey);
      return NativeClient.connect(options, secret, anonymous, observes);
    });
  }

  /** @param {Omit<ClientOptions, 'apiKey'>} [options] */
  static anonymous(options = {}) {
    return new Client(options, ANONYMOUS);
  }

  /** @param {CallOptions} [options] */
  listKeys(options) {
    return this.#begin(Client.prototype.listKeys, 'read', options, (native, ...call) =>
      native.listKeys(...call),
    );
  }

  /**
   * @param {import('../index').NewKey} newKey
   * @param {CallOptions} [options]
   */
  createKey(newKey, options) {
    return this.#begin(Client.prototype.createKey, 'create', options, (native, ...call) =>
      native.createKey(...call, newKey),
    );
  }

  /**
   * @param {string} id
   * @param {CallOptions} [options]
   */
  getKey(id, options) {
    return this.#begin(Client.prototype.getKey, 'read', options, (native, ...call) =>
      native.getKey(...call, id),
    );
  }

  /**
   * @param {string} id
   * @param {import('../index').KeyUpdate} changes
   * @param {CallOptions} [options]
   */
  updateKey(id, changes, options) {
    return this.#begin(Client.prototype.updateKey, 'write', options, (native, ...call) =>
      native.updateKey(...call, id, changes),
    );
  }

  /**
   * @param {string} id
   * @param {CallOptions} [options]
   */
  deleteKey(id, options) {
    return this.#begin(Client.prototype.deleteKey, 'write', options, (native, ...call) =>
      native.deleteKey(...call, id),
    );
  }

  /** @param {CallOptions} [options] */
  rateLimits(options) {
    return this.#begin(Client.prototype.rateLimits, 'read', options, (native, ...call) =>
      native.rateLimits(...call),
    );
  }

  /** @param {CallOptions} [options] */
  rateLimitLog(options) {
    return this.#begin(Client.prototype.rateLimitLog, 'read', options, (native, ...call) =>
      native.rateLimitLog(...call),
    );
  }

  /** @param {CallOptions} [options] */
  verifyKey(options) {
    return this.#begin(Client.prototype.verifyKey, 'read', options, (native, ...call) =>
      native.verifyKey(...call),
    );
  }

  /**
   * @param {import('../index').ModelType} [type]
   * @param {CallOptions} [options]
   */
  listModels(type, options) {
    return this.#begin(Client.prototype.listModels, 'read', options, (native, ...call) =>
      native.listModels(...call, type),
    );
  }

  /**
   * @param {string} [address]
   * @param {CallOptions} [options]
   */
  web3Challenge(address, options) {
    return this.#begin(Client.prototype.web3Challenge, 'read', options, (native, ...call) =>
      native.web3Challenge(...call, address),
    );
  }

  /**
   * @param {import('../index').Web3Mint} mint
   * @param {CallOptions} [options]
   */
  mintWeb3Key(mint, options) {
    return this.#begin(Client.prototype.mintWeb3Key, 'create', options, (native, ...call) =>
      native.mintWeb3Key(...call, mint),
    );
  }

  /**
   * @param {import('../index').Wallet} wallet
   * @param {import('../index').MintedKey} [newKey]
   * @param {CallOptions} [options]
   */
  mintWithWallet(wallet, newKey, options) {
    return this.#begin(Client.prototype.mintWithWallet, 'create', options, (native, ...call) =>
      native.mintWithWallet(...call, nativeWallet(wallet), newKey),
    );
  }

  /**
   * @param {Function} method
   * @param {'read' | 'write' | 'create'} kind
   * @param {unknown} options
   * @param {(
   *   native: import('./addon').NativeClient,
   *   calls: import('./addon').Calls,
   *   number: number,
   * ) => void} start
   * @returns {Promise<any>}
   */
  #begin(method, kind, options, start) {
    const native = this.#native;
    return begin({
      method,
      kind,
      options,
      observer: this.#observer,
      start: (calls, number) => start(native, calls, number),
    });
  }
}

module.exports = { Client };
