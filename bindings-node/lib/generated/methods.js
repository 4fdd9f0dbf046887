'use strict';

// Generated from core/src by `make generate`.

const { nativeWallet } = require('../values.js');

/**
 * Begins a call: the public method that is being called, what the operation does, the call's
 * options, and what reads the arguments.
 *
 * @typedef {(
 *   method: Function,
 *   effect: import('../calls').Effect,
 *   options: import('../../index').CallOptions | undefined,
 *   prepare: (native: import('../addon').NativeClient) => import('../addon').NativeCall,
 * ) => Promise<any>} Begin
 */

/** The operations of a `Client`. */
class Operations {
  #begin;

  /** @param {Begin} begin */
  constructor(begin) {
    this.#begin = begin;
  }

  /**
   * @param {import('../../index').CallOptions} [options]
   */
  listKeys(options) {
    return this.#begin(Operations.prototype.listKeys, 'reads', options, (native) =>
      native.listKeys(),
    );
  }

  /**
   * @param {import('../../index').NewKey} newKey
   * @param {import('../../index').CallOptions} [options]
   */
  createKey(newKey, options) {
    return this.#begin(Operations.prototype.createKey, 'creates', options, (native) =>
      native.createKey(newKey),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [options]
   */
  getKey(id, options) {
    return this.#begin(Operations.prototype.getKey, 'reads', options, (native) =>
      native.getKey(id),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').KeyUpdate} changes
   * @param {import('../../index').CallOptions} [options]
   */
  updateKey(id, changes, options) {
    return this.#begin(Operations.prototype.updateKey, 'changes', options, (native) =>
      native.updateKey(id, changes),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [options]
   */
  deleteKey(id, options) {
    return this.#begin(Operations.prototype.deleteKey, 'changes', options, (native) =>
      native.deleteKey(id),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [options]
   */
  rateLimits(options) {
    return this.#begin(Operations.prototype.rateLimits, 'reads', options, (native) =>
      native.rateLimits(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [options]
   */
  rateLimitLog(options) {
    return this.#begin(Operations.prototype.rateLimitLog, 'reads', options, (native) =>
      native.rateLimitLog(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [options]
   */
  verifyKey(options) {
    return this.#begin(Operations.prototype.verifyKey, 'reads', options, (native) =>
      native.verifyKey(),
    );
  }

  /**
   * @param {import('../../index').ModelType} [type]
   * @param {import('../../index').CallOptions} [options]
   */
  listModels(type, options) {
    return this.#begin(Operations.prototype.listModels, 'reads', options, (native) =>
      native.listModels(type),
    );
  }

  /**
   * @param {string} [address]
   * @param {import('../../index').CallOptions} [options]
   */
  web3Challenge(address, options) {
    return this.#begin(Operations.prototype.web3Challenge, 'reads', options, (native) =>
      native.web3Challenge(address),
    );
  }

  /**
   * @param {import('../../index').Web3Mint} mint
   * @param {import('../../index').CallOptions} [options]
   */
  mintWeb3Key(mint, options) {
    return this.#begin(Operations.prototype.mintWeb3Key, 'creates', options, (native) =>
      native.mintWeb3Key(mint),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').MintOptions} [options]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  mintWithWallet(wallet, options, callOptions) {
    return this.#begin(Operations.prototype.mintWithWallet, 'creates', callOptions, (native) =>
      native.mintWithWallet(nativeWallet(wallet), options),
    );
  }
}

module.exports = { Operations };
