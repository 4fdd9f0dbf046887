'use strict';

// Generated from core/src by `make generate`.

const { nativeWallet } = require('../values.js');

/** The operations of a `Client`, which are documented in index.d.ts. */
class Operations {
  #calls;

  /** @param {import('../calls').ClientCalls} calls */
  constructor(calls) {
    this.#calls = calls;
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  listKeys(callOptions) {
    return this.#calls.begin(Operations.prototype.listKeys, 'reads', callOptions, (native) =>
      native.listKeys(),
    );
  }

  /**
   * @param {import('../../index').NewKey} newKey
   * @param {import('../../index').CallOptions} [callOptions]
   */
  createKey(newKey, callOptions) {
    return this.#calls.begin(Operations.prototype.createKey, 'creates', callOptions, (native) =>
      native.createKey(newKey),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [callOptions]
   */
  getKey(id, callOptions) {
    return this.#calls.begin(Operations.prototype.getKey, 'reads', callOptions, (native) =>
      native.getKey(id),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').KeyUpdate} update
   * @param {import('../../index').CallOptions} [callOptions]
   */
  updateKey(id, update, callOptions) {
    return this.#calls.begin(Operations.prototype.updateKey, 'changes', callOptions, (native) =>
      native.updateKey(id, update),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [callOptions]
   */
  deleteKey(id, callOptions) {
    return this.#calls.begin(Operations.prototype.deleteKey, 'changes', callOptions, (native) =>
      native.deleteKey(id),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  rateLimits(callOptions) {
    return this.#calls.begin(Operations.prototype.rateLimits, 'reads', callOptions, (native) =>
      native.rateLimits(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  rateLimitLog(callOptions) {
    return this.#calls.begin(Operations.prototype.rateLimitLog, 'reads', callOptions, (native) =>
      native.rateLimitLog(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  verifyKey(callOptions) {
    return this.#calls.begin(Operations.prototype.verifyKey, 'reads', callOptions, (native) =>
      native.verifyKey(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  billingBalance(callOptions) {
    return this.#calls.begin(Operations.prototype.billingBalance, 'reads', callOptions, (native) =>
      native.billingBalance(),
    );
  }

  /**
   * @param {import('../../index').UsageFilter} [filter]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  usageHistory(filter, callOptions) {
    return this.#calls.pages(Operations.prototype.usageHistory, callOptions, (native) =>
      native.usageHistory(filter),
    );
  }

  /**
   * @param {import('../../index').UsageFilter | undefined} filter
   * @param {import('../../index').Destination} to
   * @param {import('../../index').CallOptions} [callOptions]
   */
  usageHistoryCsv(filter, to, callOptions) {
    return this.#calls.write(Operations.prototype.usageHistoryCsv, to, callOptions, (native) =>
      native.usageHistoryCsv(filter),
    );
  }

  /**
   * @param {import('../../index').AnalyticsPeriod} [period]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  usageAnalytics(period, callOptions) {
    return this.#calls.begin(Operations.prototype.usageAnalytics, 'reads', callOptions, (native) =>
      native.usageAnalytics(period),
    );
  }

  /**
   * @param {import('../../index').ModelType} [type]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  listModels(type, callOptions) {
    return this.#calls.begin(Operations.prototype.listModels, 'reads', callOptions, (native) =>
      native.listModels(type),
    );
  }

  /**
   * @param {string} [address]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  web3Challenge(address, callOptions) {
    return this.#calls.begin(Operations.prototype.web3Challenge, 'reads', callOptions, (native) =>
      native.web3Challenge(address),
    );
  }

  /**
   * @param {import('../../index').Web3Mint} mint
   * @param {import('../../index').CallOptions} [callOptions]
   */
  mintWeb3Key(mint, callOptions) {
    return this.#calls.begin(Operations.prototype.mintWeb3Key, 'creates', callOptions, (native) =>
      native.mintWeb3Key(mint),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').MintOptions} [options]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  mintWithWallet(wallet, options, callOptions) {
    return this.#calls.begin(
      Operations.prototype.mintWithWallet,
      'creates',
      callOptions,
      (native) => native.mintWithWallet(nativeWallet(wallet), options),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402Balance(wallet, callOptions) {
    return this.#calls.begin(Operations.prototype.x402Balance, 'reads', callOptions, (native) =>
      native.x402Balance(nativeWallet(wallet)),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {string} [cursor]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402Transactions(wallet, cursor, callOptions) {
    return this.#calls.pages(Operations.prototype.x402Transactions, callOptions, (native) =>
      native.x402Transactions(nativeWallet(wallet), cursor),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').TopUpRequest} topUp
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402TopUp(wallet, topUp, callOptions) {
    return this.#calls.begin(Operations.prototype.x402TopUp, 'pays', callOptions, (native) =>
      native.x402TopUp(nativeWallet(wallet), topUp),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').TopUpRequest} topUp
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402PrepareTopUp(wallet, topUp, callOptions) {
    return this.#calls.begin(
      Operations.prototype.x402PrepareTopUp,
      'reads',
      callOptions,
      (native) => native.x402PrepareTopUp(nativeWallet(wallet), topUp),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {string} record
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402PayTopUp(wallet, record, callOptions) {
    return this.#calls.begin(Operations.prototype.x402PayTopUp, 'pays', callOptions, (native) =>
      native.x402PayTopUp(nativeWallet(wallet), record),
    );
  }
}

module.exports = { Operations };
