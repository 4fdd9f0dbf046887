'use strict';

// Generated from core/src by `make generate`.

const { nativeWallet } = require('../values.js');

/**
 * Begins a call.
 *
 * @typedef {(
 *   method: Function,
 *   effect: import('../calls').Effect,
 *   options: import('../../index').CallOptions | undefined,
 *   prepare: (native: import('./addon').NativeClient) => import('../addon').NativeCall,
 * ) => Promise<any>} Begin
 */

/** The operations of a `Client`, which are documented in index.d.ts. */
class Operations {
  #begin;

  /** @param {Begin} begin */
  constructor(begin) {
    this.#begin = begin;
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  listKeys(callOptions) {
    return this.#begin(Operations.prototype.listKeys, 'reads', callOptions, (native) =>
      native.listKeys(),
    );
  }

  /**
   * @param {import('../../index').NewKey} newKey
   * @param {import('../../index').CallOptions} [callOptions]
   */
  createKey(newKey, callOptions) {
    return this.#begin(Operations.prototype.createKey, 'creates', callOptions, (native) =>
      native.createKey(newKey),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [callOptions]
   */
  getKey(id, callOptions) {
    return this.#begin(Operations.prototype.getKey, 'reads', callOptions, (native) =>
      native.getKey(id),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').KeyUpdate} update
   * @param {import('../../index').CallOptions} [callOptions]
   */
  updateKey(id, update, callOptions) {
    return this.#begin(Operations.prototype.updateKey, 'changes', callOptions, (native) =>
      native.updateKey(id, update),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [callOptions]
   */
  deleteKey(id, callOptions) {
    return this.#begin(Operations.prototype.deleteKey, 'changes', callOptions, (native) =>
      native.deleteKey(id),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  rateLimits(callOptions) {
    return this.#begin(Operations.prototype.rateLimits, 'reads', callOptions, (native) =>
      native.rateLimits(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  rateLimitLog(callOptions) {
    return this.#begin(Operations.prototype.rateLimitLog, 'reads', callOptions, (native) =>
      native.rateLimitLog(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  verifyKey(callOptions) {
    return this.#begin(Operations.prototype.verifyKey, 'reads', callOptions, (native) =>
      native.verifyKey(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  billingBalance(callOptions) {
    return this.#begin(Operations.prototype.billingBalance, 'reads', callOptions, (native) =>
      native.billingBalance(),
    );
  }

  /**
   * @param {import('../../index').AnalyticsPeriod} [period]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  usageAnalytics(period, callOptions) {
    return this.#begin(Operations.prototype.usageAnalytics, 'reads', callOptions, (native) =>
      native.usageAnalytics(period),
    );
  }

  /**
   * @param {import('../../index').ModelType} [type]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  listModels(type, callOptions) {
    return this.#begin(Operations.prototype.listModels, 'reads', callOptions, (native) =>
      native.listModels(type),
    );
  }

  /**
   * @param {string} [address]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  web3Challenge(address, callOptions) {
    return this.#begin(Operations.prototype.web3Challenge, 'reads', callOptions, (native) =>
      native.web3Challenge(address),
    );
  }

  /**
   * @param {import('../../index').Web3Mint} mint
   * @param {import('../../index').CallOptions} [callOptions]
   */
  mintWeb3Key(mint, callOptions) {
    return this.#begin(Operations.prototype.mintWeb3Key, 'creates', callOptions, (native) =>
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

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402Balance(wallet, callOptions) {
    return this.#begin(Operations.prototype.x402Balance, 'reads', callOptions, (native) =>
      native.x402Balance(nativeWallet(wallet)),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').TopUpRequest} topUp
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402TopUp(wallet, topUp, callOptions) {
    return this.#begin(Operations.prototype.x402TopUp, 'creates', callOptions, (native) =>
      native.x402TopUp(nativeWallet(wallet), topUp),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').TopUpRequest} topUp
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402PrepareTopUp(wallet, topUp, callOptions) {
    return this.#begin(Operations.prototype.x402PrepareTopUp, 'reads', callOptions, (native) =>
      native.x402PrepareTopUp(nativeWallet(wallet), topUp),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {string} record
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402PayTopUp(wallet, record, callOptions) {
    return this.#begin(Operations.prototype.x402PayTopUp, 'creates', callOptions, (native) =>
      native.x402PayTopUp(nativeWallet(wallet), record),
    );
  }
}

module.exports = { Operations };
