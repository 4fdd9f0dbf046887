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

/** The values of an answer, read in the order in which src/types.rs writes them. */
class Values {
  #values;
  #next = 0;
  #secret;

  /**
   * @param {string} answer as src/types.rs writes it
   * @param {import('./addon').NativeSecret | null} secret
   */
  constructor(answer, secret) {
    this.#values = JSON.parse(answer);
    this.#secret = secret;
  }

  /**
   * A text, a number, a boolean or null.
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

  /** Had fewer or more been read than there are, they would be in wrong places. */
  end() {
    if (this.#next !== this.#values.length) throw misread();
  }
}

function misread() {
  return new Error('lib/types.js does not read what src/types.rs writes');
}

/**
 * Makes each struct of src/types.rs, of its members in their order.
 *
 * @type {import('./addon').Makers<Values>}
 */
const makers = {
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
    ipAllowlist: from.optionalList(text),
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
    ipAllowlist: from.optionalList(text),
    unreadable: from.list(text),
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
const text = (from) => from.value();

/**
 * What an answer holds: a list, or else one value.
 *
 * @param {string} answer
 * @param {import('./addon').NativeSecret | null} secret
 * @returns {any}
 */
function made(answer, secret) {
  if (answer === '') return undefined;
  const from = new Values(answer, secret);
  const name = /** @type {keyof import('./addon').Makers<Values>} */ (from.value());
  const make = /** @type {(from: Values) => unknown} */ (makers[name]);
  const value = from.optionalList(make) ?? make(from);
  from.end();
  return value;
}

module.exports = { Secret, Wallet, made, makers, nativeSecret, nativeWallet };
