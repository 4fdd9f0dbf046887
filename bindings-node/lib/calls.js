'use strict';

/**
 * Calls under way: each waits here for what src/calls.rs tells of it.
 *
 * @typedef {object} Call
 * @property {string} name the method
 * @property {'read' | 'write' | 'create'} kind
 * @property {import('./errors').Trace} trace
 * @property {((line: string) => void) | undefined} log
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {() => void} settled takes the call's ear off its signal
 * @property {boolean} aborted
 */

const { setInterval } = require('node:timers');
const { Calls } = require('./native.js');
const { aborted, defect, failed, refused, traceOf, wrongType } = require('./errors.js');
const { made } = require('./types.js');

/** @type {Map<number, Call>} */
const pending = new Map();
let last = 0;

/**
 * What keeps the process alive while a call is pending. The way back from the threads can't: a call
 * that doesn't matter any more, an aborted read, must not.
 */
const alive = setInterval(() => {}, 0x7fffffff).unref();
let holding = 0;

function hold() {
  holding += 1;
  if (holding === 1) alive.ref();
}

function release() {
  holding -= 1;
  if (holding === 0) alive.unref();
}

const calls = new Calls((number, event, text, secret) => {
  const call = pending.get(number);
  if (!call) return;
  if (event === 'attempt') return call.log?.(text);
  pending.delete(number);
  release();
  call.settled();
  if (call.aborted) return warn(call, event, text, secret);
  if (event === 'failure') return call.reject(failed(text, call.trace));
  if (event === 'defect') return call.reject(defect(call.trace));
  try {
    call.resolve(made(text, secret));
  } catch {
    call.reject(defect(call.trace));
  }
});

/**
 * Begins a call.
 *
 * @template T
 * @param {object} call
 * @param {Function} call.method where the caller came in
 * @param {Call['kind']} call.kind
 * @param {Call['log']} call.log
 * @param {unknown} call.options the caller's, the same for every method
 * @param {(calls: import('./addon').Calls, number: number) => void} call.start
 * @returns {Promise<T>}
 */
function begin({ method, kind, log, options, start }) {
  const trace = traceOf(method, begin);
  return new Promise((resolve, reject) => {
    last += 1;
    const number = last;
    let signal;
    try {
      signal = signalOf(options);
      if (signal?.aborted) {
        reject(aborted(`${method.name} was aborted: nothing was sent`, signal.reason, trace));
        return;
      }
      start(calls, number);
    } catch (thrown) {
      reject(refused(thrown, trace));
      return;
    }
    /** @type {Call} */
    const call = {
      name: method.name,
      kind,
      trace,
      log,
      resolve,
      reject,
      settled: () => {},
      aborted: false,
    };
    pending.set(number, call);
    hold();
    if (signal) listen(number, call, signal);
  });
}

/**
 * Rejects a call as soon as its signal is aborted. What of a write was sent goes on, and keeps the
 * process alive, so that what was begun isn't torn and a key that it made doesn't go unnoticed.
 *
 * @param {number} number
 * @param {Call} call
 * @param {AbortSignal} signal
 */
function listen(number, call, signal) {
  const abort = () => {
    call.aborted = true;
    calls.giveUp(number);
    if (call.kind === 'read') {
      pending.delete(number);
      release();
    }
    const message =
      call.kind === 'read'
        ? `${call.name} was aborted`
        : `${call.name} was aborted: what was sent can't be taken back`;
    call.reject(aborted(message, signal.reason, call.trace));
  };
  call.settled = onAbort(signal, abort);
}

/**
 * The calls that wait for a signal: they share one listener, because Node warns of many.
 *
 * @type {WeakMap<AbortSignal, { aborts: Set<() => void>, listener: () => void }>}
 */
const groups = new WeakMap();

/**
 * @param {AbortSignal} signal
 * @param {() => void} abort
 * @returns {() => void} takes `abort` off again
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

/**
 * Says what became of an aborted create, which nobody else hears of any more.
 *
 * @param {Call} call
 * @param {string} event
 * @param {string} text
 * @param {import('./addon').NativeSecret | null} secret
 */
function warn({ name, kind }, event, text, secret) {
  if (kind !== 'create') return;
  const type = 'VeniceKeysWarning';
  if (event === 'answer') {
    const { id } = made(text, secret);
    process.emitWarning(
      `${name} was aborted after it was sent, and Venice made the key ${id}: nobody holds its ` +
        `secret. Delete it: deleteKey('${id}')`,
      { type, code: 'VENICE_KEYS_ABORTED_CREATE' },
    );
    return;
  }
  const { code, message } = JSON.parse(text || '{}');
  if (code === 'outcome_unknown') {
    process.emitWarning(`${name} was aborted: ${message}`, {
      type,
      code: 'VENICE_KEYS_ABORTED_CREATE',
    });
  }
}

/**
 * @param {unknown} options
 * @returns {AbortSignal | undefined}
 */
function signalOf(options) {
  if (options === undefined) return undefined;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw wrongType('options must be an object');
  }
  for (const name in options) {
    if (name !== 'signal') throw wrongType(`unknown option ${name}: options takes signal`);
  }
  const { signal } = /** @type {{ signal?: unknown }} */ (options);
  if (signal === undefined || isSignal(signal)) return signal;
  throw wrongType('signal must be an AbortSignal');
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

module.exports = { begin };
