'use strict';

// Generated from core/src by `make generate`.

const { nativeWallet } = require('../values.js');

/** The operations of a `Client`, which are documented in index.d.ts. */
class Operations {
  #calls;

  /** @param {import('../caller').ClientCaller} calls */
  constructor(calls) {
    this.#calls = calls;
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  listKeys(callOptions) {
    return this.#calls.call(Operations.prototype.listKeys, 'reads', callOptions, (native) =>
      native.listKeys(),
    );
  }

  /**
   * @param {import('../../index').NewKey} newKey
   * @param {import('../../index').CallOptions} [callOptions]
   */
  createKey(newKey, callOptions) {
    return this.#calls.call(Operations.prototype.createKey, 'creates', callOptions, (native) =>
      native.createKey(newKey),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [callOptions]
   */
  getKey(id, callOptions) {
    return this.#calls.call(Operations.prototype.getKey, 'reads', callOptions, (native) =>
      native.getKey(id),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').KeyUpdate} update
   * @param {import('../../index').CallOptions} [callOptions]
   */
  updateKey(id, update, callOptions) {
    return this.#calls.call(Operations.prototype.updateKey, 'changes', callOptions, (native) =>
      native.updateKey(id, update),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').CallOptions} [callOptions]
   */
  deleteKey(id, callOptions) {
    return this.#calls.call(Operations.prototype.deleteKey, 'changes', callOptions, (native) =>
      native.deleteKey(id),
    );
  }

  /**
   * @param {import('../../index').NewKey} newKey
   * @param {import('../../index').Store} [store]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  createKeyOnce(newKey, store, callOptions) {
    return this.#calls.stored(
      Operations.prototype.createKeyOnce,
      store,
      false,
      callOptions,
      (native) => native.createKeyOnce(newKey),
    );
  }

  /**
   * @param {import('../../index').NewKey} newKey
   * @param {import('../../index').Store} [store]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  ensureKey(newKey, store, callOptions) {
    return this.#calls.stored(Operations.prototype.ensureKey, store, false, callOptions, (native) =>
      native.ensureKey(newKey),
    );
  }

  /**
   * @param {readonly import('../../index').NewKey[]} newKeys
   * @param {import('../../index').CallOptions} [callOptions]
   */
  planKeys(newKeys, callOptions) {
    return this.#calls.call(Operations.prototype.planKeys, 'reads', callOptions, (native) =>
      native.planKeys(newKeys),
    );
  }

  /**
   * @param {readonly import('../../index').NewKey[]} newKeys
   * @param {import('../../index').Store} [store]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  provisionKeys(newKeys, store, callOptions) {
    return this.#calls.storedPages(
      Operations.prototype.provisionKeys,
      store,
      callOptions,
      (native) => native.provisionKeys(newKeys),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').Rotation | undefined} rotation
   * @param {import('../../index').Store} store
   * @param {import('../../index').CallOptions} [callOptions]
   */
  rotateKey(id, rotation, store, callOptions) {
    return this.#calls.stored(Operations.prototype.rotateKey, store, true, callOptions, (native) =>
      native.rotateKey(id, rotation),
    );
  }

  /**
   * @param {string} id
   * @param {import('../../index').Rotation} [rotation]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  beginRotation(id, rotation, callOptions) {
    return this.#calls.call(Operations.prototype.beginRotation, 'begins', callOptions, (native) =>
      native.beginRotation(id, rotation),
    );
  }

  /**
   * @param {string} record
   * @param {import('../../index').CallOptions} [callOptions]
   */
  commitRotation(record, callOptions) {
    return this.#calls.call(Operations.prototype.commitRotation, 'changes', callOptions, (native) =>
      native.commitRotation(record),
    );
  }

  /**
   * @param {string} record
   * @param {import('../../index').CallOptions} [callOptions]
   */
  abortRotation(record, callOptions) {
    return this.#calls.call(Operations.prototype.abortRotation, 'changes', callOptions, (native) =>
      native.abortRotation(record),
    );
  }

  /**
   * @param {import('../../index').NewKey} newKey
   * @param {import('../../index').CallOptions
   *   & {lifetimeMs: number}} options
   */
  temporaryKey(newKey, options) {
    return this.#calls.temporary(
      Operations.prototype.temporaryKey,
      ['lifetimeMs'],
      options,
      (native, { lifetimeMs }) => native.temporaryKey(newKey, lifetimeMs),
    );
  }

  /**
   * @param {import('../../index').KeyFilter} filter
   * @param {import('../../index').CallOptions} [callOptions]
   */
  planDeletion(filter, callOptions) {
    return this.#calls.call(Operations.prototype.planDeletion, 'reads', callOptions, (native) =>
      native.planDeletion(filter),
    );
  }

  /**
   * @param {import('../../index').KeyFilter} filter
   * @param {import('../../index').CallOptions} [callOptions]
   */
  deleteKeys(filter, callOptions) {
    return this.#calls.pages(
      Operations.prototype.deleteKeys,
      'changes',
      [],
      callOptions,
      (native) => native.deleteKeys(filter),
    );
  }

  /**
   * @param {readonly string[]} [names]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  pendingKeys(names, callOptions) {
    return this.#calls.call(Operations.prototype.pendingKeys, 'reads', callOptions, (native) =>
      native.pendingKeys(names),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  rateLimits(callOptions) {
    return this.#calls.call(Operations.prototype.rateLimits, 'reads', callOptions, (native) =>
      native.rateLimits(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  rateLimitLog(callOptions) {
    return this.#calls.call(Operations.prototype.rateLimitLog, 'reads', callOptions, (native) =>
      native.rateLimitLog(),
    );
  }

  /**
   * @param {import('../../index').CallOptions
   *   & {everyMs: number; cursor?: string | undefined}} options
   */
  followRateLimitLog(options) {
    return this.#calls.pages(
      Operations.prototype.followRateLimitLog,
      'reads',
      ['everyMs', 'cursor'],
      options,
      (native, { everyMs, cursor }) => native.followRateLimitLog(everyMs, cursor),
    );
  }

  /**
   * @param {import('../../index').CallOptions
   *   & {everyMs: number; cursor?: string | undefined}} options
   */
  watchKeys(options) {
    return this.#calls.pages(
      Operations.prototype.watchKeys,
      'reads',
      ['everyMs', 'cursor'],
      options,
      (native, { everyMs, cursor }) => native.watchKeys(everyMs, cursor),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  verifyKey(callOptions) {
    return this.#calls.call(Operations.prototype.verifyKey, 'reads', callOptions, (native) =>
      native.verifyKey(),
    );
  }

  /**
   * @param {import('../../index').CallOptions} [callOptions]
   */
  billingBalance(callOptions) {
    return this.#calls.call(Operations.prototype.billingBalance, 'reads', callOptions, (native) =>
      native.billingBalance(),
    );
  }

  /**
   * @param {import('../../index').UsageFilter} [filter]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  usageHistory(filter, callOptions) {
    return this.#calls.pages(
      Operations.prototype.usageHistory,
      'reads',
      [],
      callOptions,
      (native) => native.usageHistory(filter),
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
    return this.#calls.call(Operations.prototype.usageAnalytics, 'reads', callOptions, (native) =>
      native.usageAnalytics(period),
    );
  }

  /**
   * @param {import('../../index').ModelType} [type]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  listModels(type, callOptions) {
    return this.#calls.call(Operations.prototype.listModels, 'reads', callOptions, (native) =>
      native.listModels(type),
    );
  }

  /**
   * @param {string} [address]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  web3Challenge(address, callOptions) {
    return this.#calls.call(Operations.prototype.web3Challenge, 'reads', callOptions, (native) =>
      native.web3Challenge(address),
    );
  }

  /**
   * @param {import('../../index').Web3Mint} mint
   * @param {import('../../index').CallOptions} [callOptions]
   */
  mintWeb3Key(mint, callOptions) {
    return this.#calls.call(Operations.prototype.mintWeb3Key, 'creates', callOptions, (native) =>
      native.mintWeb3Key(mint),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').MintOptions} [options]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  mintWithWallet(wallet, options, callOptions) {
    return this.#calls.call(Operations.prototype.mintWithWallet, 'creates', callOptions, (native) =>
      native.mintWithWallet(nativeWallet(wallet), options),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402Balance(wallet, callOptions) {
    return this.#calls.call(Operations.prototype.x402Balance, 'reads', callOptions, (native) =>
      native.x402Balance(nativeWallet(wallet)),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {string} [cursor]
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402Transactions(wallet, cursor, callOptions) {
    return this.#calls.pages(
      Operations.prototype.x402Transactions,
      'reads',
      [],
      callOptions,
      (native) => native.x402Transactions(nativeWallet(wallet), cursor),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').TopUpRequest} topUp
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402TopUp(wallet, topUp, callOptions) {
    return this.#calls.call(Operations.prototype.x402TopUp, 'pays', callOptions, (native) =>
      native.x402TopUp(nativeWallet(wallet), topUp),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {import('../../index').TopUpRequest} topUp
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402PrepareTopUp(wallet, topUp, callOptions) {
    return this.#calls.call(Operations.prototype.x402PrepareTopUp, 'reads', callOptions, (native) =>
      native.x402PrepareTopUp(nativeWallet(wallet), topUp),
    );
  }

  /**
   * @param {import('../../index').Wallet} wallet
   * @param {string} record
   * @param {import('../../index').CallOptions} [callOptions]
   */
  x402PayTopUp(wallet, record, callOptions) {
    return this.#calls.call(Operations.prototype.x402PayTopUp, 'pays', callOptions, (native) =>
      native.x402PayTopUp(nativeWallet(wallet), record),
    );
  }
}

module.exports = { Operations };
