'use strict';

const { debuglog } = require('node:util');
const { Caller } = require('./caller.js');
const { Credential } = require('./credential.js');
const { now, wrongType } = require('./errors.js');
const { NativeClient, NativeSecret } = require('./native.js');
const { nativeSecret } = require('./values.js');
const { Operations } = require('./generated/methods.js');

/** What `Client.anonymous` passes to the constructor. */
const ANONYMOUS = Symbol('anonymous');

/** A client of the Venice key-management API. Documented in index.d.ts. */
class Client extends Operations {
  #caller;

  /**
   * @param {import('../index').ClientOptions | import('./caller').ClientCaller} [options] within
   *   this package, also what makes the calls of a client that is derived from another
   * @param {symbol} [mode]
   */
  constructor(options = {}, mode) {
    const anonymous = mode === ANONYMOUS;
    const connected = () => (options instanceof Caller ? options : connect(options, anonymous));
    const caller = now(anonymous ? Client.anonymous : Client, connected);
    super(caller);
    this.#caller = caller;
  }

  /** @param {import('../index').AnonymousClientOptions} [options] */
  static anonymous(options = {}) {
    return new Client(options, ANONYMOUS);
  }

  /** @param {import('../index').DerivedOptions} options */
  withOptions(options) {
    return now(Client.prototype.withOptions, () => new Client(this.#caller.withOptions(options)));
  }

  /** @param {string | import('../index').Secret} apiKey */
  withApiKey(apiKey) {
    return now(Client.prototype.withApiKey, () => {
      const secret = typeof apiKey === 'string' ? new NativeSecret(apiKey) : nativeSecret(apiKey);
      if (!secret) throw wrongType('apiKey must be a string or a Secret');
      return new Client(this.#caller.withApiKey(secret));
    });
  }
}

/**
 * @param {import('../index').ClientOptions} options
 * @param {boolean} anonymous
 */
function connect(options, anonymous) {
  const onAttempt = functionOf(options?.onAttempt, 'onAttempt');
  const ask = anonymous ? undefined : functionOf(options?.credential, 'credential');
  if (ask && options.apiKey !== undefined) {
    throw wrongType('apiKey and credential exclude each other');
  }
  const debug = debuglog('venice-keys');
  const observer = { onAttempt, debug: debug.enabled ? debug : undefined };
  // A refused key is known by its attempt.
  const observed = onAttempt !== undefined || ask !== undefined || debug.enabled;
  const key = anonymous ? null : nativeSecret(options?.apiKey);
  const native = NativeClient.connect(options, key, anonymous, observed, ask !== undefined);
  const credential = ask && new Credential(ask, (secret) => native.setApiKey(secret));
  return new Caller(native, observer, credential);
}

/**
 * @template {Function} F
 * @param {F | undefined} value
 * @param {string} name
 */
function functionOf(value, name) {
  if (value === undefined || typeof value === 'function') return value;
  throw wrongType(`${name} must be a function`);
}

module.exports = { Client };
