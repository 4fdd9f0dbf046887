'use strict';

const { debuglog } = require('node:util');
const { Calls } = require('./calls.js');
const { now, wrongType } = require('./errors.js');
const { NativeClient } = require('./native.js');
const { nativeSecret } = require('./values.js');
const { Operations } = require('./generated/methods.js');

/** What `Client.anonymous` passes to the constructor. */
const ANONYMOUS = Symbol('anonymous');

/** A client of the Venice key-management API. Documented in index.d.ts. */
class Client extends Operations {
  /**
   * @param {import('../index').ClientOptions} [options]
   * @param {symbol} [mode]
   */
  constructor(options = {}, mode) {
    const anonymous = mode === ANONYMOUS;
    super(now(anonymous ? Client.anonymous : Client, () => connect(options, anonymous)));
  }

  /** @param {import('../index').AnonymousClientOptions} [options] */
  static anonymous(options = {}) {
    return new Client(options, ANONYMOUS);
  }
}

/**
 * @param {import('../index').ClientOptions} options
 * @param {boolean} anonymous
 * @returns {import('./calls').ClientCalls}
 */
function connect(options, anonymous) {
  const onAttempt = options?.onAttempt;
  if (onAttempt !== undefined && typeof onAttempt !== 'function') {
    throw wrongType('onAttempt must be a function');
  }
  const debug = debuglog('venice-keys');
  const observer = { onAttempt, debug: debug.enabled ? debug : undefined };
  const observed = onAttempt !== undefined || debug.enabled;
  const key = anonymous ? null : nativeSecret(options?.apiKey);
  const native = NativeClient.connect(options, key, anonymous, observed);
  return new Calls(native, observer);
}

module.exports = { Client };
