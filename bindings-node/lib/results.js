'use strict';

const { Secret } = require('./values.js');

/** The values of a result, read in the order in which src/results.rs writes them. */
class Values {
  #values;
  #next = 0;
  #secret;

  /**
   * @param {string} text as src/results.rs writes it
   * @param {import('./addon').NativeSecret | null} secret
   */
  constructor(text, secret) {
    this.#values = JSON.parse(text);
    this.#secret = secret;
  }

  /**
   * A string, a number, a boolean or null.
   *
   * @returns {any}
   */
  value() {
    const value = this.#values[this.#next];
    this.#next += 1;
    return value;
  }

  time() {
    const millis = this.value();
    return millis === null ? null : new Date(millis);
  }

  /** An operation, as its method is called. */
  operation() {
    return this.value().replace(/_(.)/g, (/** @type {string} */ _, /** @type {string} */ letter) =>
      letter.toUpperCase(),
    );
  }

  /** @returns {any} */
  secret() {
    this.value();
    return new Secret(/** @type {import('./addon').NativeSecret} */ (this.#secret));
  }

  /**
   * @template T
   * @param {(from: Values) => T} make
   */
  optional(make) {
    return this.value() === null ? null : make(this);
  }

  /**
   * @template T
   * @param {(from: Values) => T} make
   */
  list(make) {
    return this.#many(this.value(), make);
  }

  /**
   * @template T
   * @param {(from: Values) => T} make
   */
  optionalList(make) {
    const length = this.value();
    return length === null ? null : this.#many(length, make);
  }

  /**
   * @template T
   * @param {number} length
   * @param {(from: Values) => T} make
   */
  #many(length, make) {
    if (!(length <= this.#values.length)) throw misread();
    const list = [];
    while (list.length < length) list.push(make(this));
    return list;
  }

  /** If there are fewer or more values than were read, they were read in wrong places. */
  end() {
    if (this.#next !== this.#values.length) throw misread();
  }
}

function misread() {
  return new Error('lib/results.js does not read what src/results.rs writes');
}

/**
 * Makes each struct of src/results.rs from its members, in their order.
 *
 * @type {import('./addon').Makers<Values>}
 */
const makers = {
  Attempt: (from) => ({
    operation: from.operation(),
    method: from.value(),
    path: from.value(),
    number: from.value(),
    status: from.value(),
    failure: from.value(),
    elapsedMs: from.value(),
    serverVersion: from.value(),
    warning: from.value(),
  }),
  ApiKey: (from) => ({
    id: from.value(),
    apiKeyType: from.value(),
    description: from.value(),
    createdAt: from.time(),
    expiresAt: from.time(),
    lastUsedAt: from.time(),
    last6Chars: from.value(),
    consumptionLimits: makers.ConsumptionLimit(from),
    limitPeriod: from.value(),
    modelPrivacy: from.value(),
    ipAllowlist: from.optionalList(string),
    usage: from.optional(makers.Usage),
    currentPeriodUsage: from.optional(makers.PeriodUsage),
  }),
  ConsumptionLimit: (from) => ({ usd: from.value(), diem: from.value(), vcu: from.value() }),
  Usage: (from) => ({ trailingSevenDays: makers.UsageAmounts(from) }),
  UsageAmounts: (from) => ({ usd: from.value(), diem: from.value(), vcu: from.value() }),
  PeriodUsage: (from) => ({ usd: from.value(), diem: from.value() }),
  CreatedKey: (from) => ({
    apiKey: from.secret(),
    id: from.value(),
    apiKeyType: from.value(),
    description: from.value(),
    expiresAt: from.time(),
    consumptionLimit: makers.ConsumptionLimit(from),
    limitPeriod: from.value(),
    modelPrivacy: from.value(),
    ipAllowlist: from.optionalList(string),
    unreadable: from.list(string),
  }),
  RateLimits: (from) => ({
    accessPermitted: from.value(),
    apiTier: from.optional(makers.ApiTier),
    balances: makers.Balances(from),
    keyExpiration: from.time(),
    nextEpochBegins: from.time(),
    rateLimits: from.list(makers.ModelRateLimits),
  }),
  ApiTier: (from) => ({ id: from.value(), isCharged: from.value() }),
  Balances: (from) => ({ usd: from.value(), diem: from.value(), bundledCredits: from.value() }),
  ModelRateLimits: (from) => ({
    apiModelId: from.value(),
    rateLimits: from.list(makers.RateLimit),
  }),
  RateLimit: (from) => ({ type: from.value(), amount: from.value() }),
  RateLimitBreach: (from) => ({
    apiKeyId: from.value(),
    modelId: from.value(),
    rateLimitType: from.value(),
    rateLimitTier: from.value(),
    timestamp: from.time(),
  }),
  KeyStatus: (from) => ({
    accepted: from.value(),
    maySpend: from.value(),
    expiresAt: from.time(),
    balances: makers.Balances(from),
  }),
  Model: (from) => ({
    id: from.value(),
    type: from.value(),
    modelSpec: makers.ModelSpec(from),
  }),
  ModelSpec: (from) => ({ name: from.value(), privacy: from.value() }),
  Web3Challenge: (from) => ({
    text: from.value(),
    expiresAt: from.time(),
    generation: from.value(),
  }),
};

/** @param {Values} from */
const string = (from) => from.value();

/**
 * The result of a call: a list, or else one value.
 *
 * @param {string} text
 * @param {import('./addon').NativeSecret | null} secret
 * @returns {any}
 */
function read(text, secret) {
  if (text === '') return undefined;
  const from = new Values(text, secret);
  const name = /** @type {keyof import('./addon').Makers<Values>} */ (from.value());
  const make = /** @type {(from: Values) => unknown} */ (makers[name]);
  const value = from.optionalList(make) ?? make(from);
  from.end();
  return value;
}

module.exports = { makers, read };
