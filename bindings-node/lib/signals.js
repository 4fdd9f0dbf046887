'use strict';

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

module.exports = { onAbort };
