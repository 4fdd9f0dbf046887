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
const { inspect } = require('node:util');
const { isMainThread } = require('node:worker_threads');
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
  if (event === 'warning') return announce(text);
  const call = pending.get(number);
  if (!call) return;
  if (event === 'attempt') return show(text, call.log);
  pending.delete(number);
  release();
  call.settled();
  if (call.aborted) {
    warn(call, event, text, secret);
    // Warnings are printed in a later tick; this one comes after it.
    if (call.kind === 'create') process.nextTick(() => calls.heard(number));
    return;
  }
  if (call.kind === 'create') handOver(number, () => settle(call, event, text, secret));
  else settle(call, event, text, secret);
});

/**
 * @param {Call} call
 * @param {string} event
 * @param {string} text
 * @param {import('./addon').NativeSecret | null} secret
 */
function settle({ trace, resolve, reject }, event, text, secret) {
  if (event === 'failure') return reject(failed(text, trace));
  if (event === 'defect') return reject(defect(trace));
  try {
    resolve(made(text, secret));
  } catch {
    reject(defect(trace));
  }
}

/**
 * Creates whose caller is being told. A thread may be terminated at any point, so that the addon
 * hears of the moments just before and just after.
 */
const told = new Set();

/**
 * @param {number} number
 * @param {() => void} settle
 */
function handOver(number, settle) {
  queueMicrotask(() => {
    told.add(number);
    calls.handing(number);
  });
  // What waits for the promise goes here.
  settle();
  queueMicrotask(() => {
    told.delete(number);
    calls.heard(number);
  });
}

process.on('exit', () => {
  // Whoever ends their program as they are told have been told.
  for (const number of told) calls.heard(number);
  // The end of a worker, which may have no such moment, the addon notices itself.
  if (isMainThread) calls.end(last);
});

/** Loggers that threw, and whose first error was shown. */
const faulty = new WeakSet();

/**
 * A logger that throws is spoken of and the call goes on: thrown on, its error would end the
 * process where nobody can catch it, and the keys that are being made would be lost.
 *
 * @param {string} line
 * @param {Call['log']} log
 */
function show(line, log) {
  try {
    log?.(line);
  } catch (error) {
    if (!log || faulty.has(log)) return;
    faulty.add(log);
    const message = "a client's logger threw; the call goes on, and its next errors aren't shown";
    const type = 'VeniceKeysWarning';
    process.emitWarning(message, { type, code: 'VENICE_KEYS_LOGGER', detail: inspect(error) });
  }
}

/** @param {string} text what Venice announced of an operation */
function announce(text) {
  process.emitWarning(text, { type: 'DeprecationWarning', code: 'VENICE_KEYS_DEPRECATION' });
}

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
    try {
      const signal = signalOf(options);
      // Before the call's own options are read: what they do may abort it.
      if (signal) listen(number, call, signal);
      if (call.aborted) return;
      start(calls, number);
    } catch (thrown) {
      call.settled();
      calls.forget(number);
      reject(refused(thrown, trace));
      return;
    }
    if (call.aborted) return;
    pending.set(number, call);
    hold();
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
    const sent = calls.giveUp(number);
    if ((call.kind === 'read' || !sent) && pending.delete(number)) release();
    const became =
      (!sent && ': nothing was sent') ||
      (call.kind !== 'read' && ": what was sent can't be taken back") ||
      '';
    call.reject(aborted(`${call.name} was aborted${became}`, signal.reason, call.trace));
  };
  if (signal.aborted) {
    abort();
    calls.forget(number);
  } else {
    call.settled = onAbort(signal, abort);
  }
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
  if (typeof options !== 'object' || options === null || !isPlain(options)) {
    throw wrongType('options must be a plain object');
  }
  for (const name in options) {
    if (name !== 'signal') throw wrongType(`unknown option ${name}: options takes signal`);
  }
  const { signal } = /** @type {{ signal?: unknown }} */ (options);
  if (signal === undefined || isSignal(signal)) return signal;
  throw wrongType('signal must be an AbortSignal');
}

/**
 * As src/types.rs has it: whether an object is one that `{…}` makes, in any realm.
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

module.exports = { begin };
