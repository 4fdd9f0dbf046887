'use strict';

/**
 * Calls under way: each waits here for what src/calls.rs reports.
 *
 * @typedef {object} Observer
 * @property {import('../index').ClientOptions['onAttempt']} onAttempt
 * @property {import('node:util').DebugLogger | undefined} debug
 *
 * @typedef {object} Call
 * @property {string} name the method
 * @property {'read' | 'write' | 'create'} kind
 * @property {import('./errors').Trace} trace
 * @property {Observer} observer
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {() => void} settled takes the call's ear off its signal
 * @property {boolean} aborted
 */

const { setInterval } = require('node:timers');
const { inspect } = require('node:util');
const { isMainThread } = require('node:worker_threads');
const { Calls } = require('./native.js');
const { aborted, defect, failed, refused, traceOf } = require('./errors.js');
const { read } = require('./results.js');
const { onAbort, signalOf } = require('./signals.js');

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
  if (event === 'attempt') return show(text, call.observer);
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
    resolve(read(text, secret));
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

/** Functions that threw once: their later errors aren't shown. */
const faulty = new WeakSet();

/**
 * Shows an attempt. If `onAttempt` throws, a warning says so and the call continues: thrown from
 * here, the error would end the process, and the keys being created would be lost.
 *
 * @param {string} text
 * @param {Call['observer']} observer
 */
function show(text, { onAttempt, debug }) {
  const attempt = read(text, null);
  if (debug) debug('%s', lineOf(attempt));
  if (!onAttempt) return;
  const report = (/** @type {unknown} */ error) => {
    if (faulty.has(onAttempt)) return;
    faulty.add(onAttempt);
    const message = "a client's onAttempt threw; the call continues, and later errors aren't shown";
    const type = 'VeniceKeysWarning';
    process.emitWarning(message, { type, code: 'VENICE_KEYS_ON_ATTEMPT', detail: inspect(error) });
  };
  try {
    // It may be an async function, which nobody waits for.
    Promise.resolve(onAttempt(attempt)).catch(report);
  } catch (error) {
    report(error);
  }
}

/** @param {import('../index').Attempt} attempt */
function lineOf({ method, path, status, failure, elapsedMs, number }) {
  const outcome = status ?? failure ?? '?';
  return `${method} ${path} ${outcome} ${elapsedMs.toFixed()} ms, attempt ${number}`;
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
 * @param {Observer} call.observer
 * @param {unknown} call.options the caller's, the same for every method
 * @param {(calls: import('./addon').Calls, number: number) => void} call.start
 * @returns {Promise<T>}
 */
function begin({ method, kind, observer, options, start }) {
  const trace = traceOf(method, begin);
  return new Promise((resolve, reject) => {
    last += 1;
    const number = last;
    /** @type {Call} */
    const call = {
      name: method.name,
      kind,
      trace,
      observer,
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
  if (event === 'result') {
    const { id } = read(text, secret);
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

module.exports = { begin };
