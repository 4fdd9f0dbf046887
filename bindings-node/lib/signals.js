'use strict';

const { wrongType } = require('./errors.js');

/**
 * The signal in a call's options.
 *
 * @param {unknown} options
 * @returns {AbortSignal | undefined}
 */
function signalOf(options) {
  if (options === undefined) return undefined;
  if (typeof options !== 'object' || options === null || !isPlain(options)) {
    throw wrongType('callOptions must be a plain object');
  }
  for (const name in options) {
    if (name !== 'signal') throw wrongType(`unknown option ${name}: callOptions takes signal`);
  }
  const { signal } = /** @type {{ signal?: unknown }} */ (options);
  if (signal === undefined || isSignal(signal)) return signal;
  throw wrongType('signal must be an AbortSignal');
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

/**
 * The calls that wait for a signal. They share one listener, because Node warns about many.
 *
 * @type {WeakMap<AbortSignal, { aborts: Set<() => void>, listener: () => void }>}
 */
const groups = new WeakMap();

/**
 * @param {AbortSignal} signal
 * @param {() => void} abort
 * @returns {() => void} stops listening
 */
function onAbort(signal, abort) {
  const { aborts, listener } = groups.get(signal) ?? newGroup(signal);
  aborts.add(abort);
  return () => {
    aborts.delete(abort);
    if (aborts.size > 0) return;
    groups.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}

/** @param {AbortSignal} signal */
function newGroup(signal) {
  const aborts = new Set();
  const listener = () => {
    for (const abort of aborts) abort();
  };
  const group = { aborts, listener };
  groups.set(signal, group);
  signal.addEventListener('abort', listener, { once: true });
  return group;
}

module.exports = { onAbort, signalOf };
