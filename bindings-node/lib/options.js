'use strict';

/**
 * What a call takes last: a signal, limits of its own, and what its method alone takes by name.
 *
 * @typedef {object} Given
 * @property {AbortSignal | undefined} signal
 * @property {Record<string, unknown> | undefined} limits what differs from the client's, as it is
 * @property {Record<string, unknown>} named the method's own
 */

const { wrongType } = require('./errors.js');

/** What every call takes; src/client.rs reads the limits. */
const LIMITS = ['timeoutMs', 'maxRetries'];

/**
 * Reads what a call takes last.
 *
 * @param {unknown} options
 * @param {readonly string[]} [own] the names that only this method takes
 * @returns {Given}
 */
function optionsOf(options, own = []) {
  if (options === undefined) return { signal: undefined, limits: undefined, named: {} };
  if (typeof options !== 'object' || options === null || !isPlain(options)) {
    throw wrongType('callOptions must be a plain object');
  }
  const known = [...own, 'signal', ...LIMITS];
  for (const name in options) {
    if (known.includes(name)) continue;
    throw wrongType(`unknown option ${name}: callOptions takes ${known.join(', ')}`);
  }
  const { signal, ...rest } = /** @type {Record<string, unknown>} */ (options);
  if (signal !== undefined && !isSignal(signal)) {
    throw wrongType('signal must be an AbortSignal');
  }
  return { signal, limits: picked(rest, LIMITS), named: picked(rest, own) ?? {} };
}

/**
 * The members of these names that are there.
 *
 * @param {Record<string, unknown>} from
 * @param {readonly string[]} names
 */
function picked(from, names) {
  const found = names.filter((name) => from[name] !== undefined);
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map((name) => [name, from[name]]));
}

/**
 * Whether an object is one that `{…}` makes, in any realm; src/arguments.rs has the same.
 *
 * @param {object} value
 */
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * By its shape: a signal may come from another realm, or from a library of its own.
 *
 * @param {unknown} value
 * @returns {value is AbortSignal}
 */
function isSignal(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function'
  );
}

module.exports = { optionsOf };
