'use strict';

/**
 * Calls under way, on this JavaScript thread. src/calls.rs reports what happens to each.
 *
 * @typedef {object} Observer
 * @property {import('../index').ClientOptions['onAttempt']} onAttempt
 * @property {import('node:util').DebugLogger | undefined} debug
 *
 * @typedef {'reads' | 'changes' | 'creates'} Effect what an operation does on the server
 *
 * @typedef {object} Call
 * @property {string} name the method
 * @property {Effect} effect
 * @property {Observer} observer
 * @property {import('./errors').Trace} trace
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {import('./addon').NativeCall} [native] as soon as its arguments are read
 * @property {() => void} unlisten stops listening to its signal
 * @property {boolean} aborted
 */

const { setInterval } = require('node:timers');
const { isMainThread } = require('node:worker_threads');
const { JsThread } = require('./native.js');
const { aborted, refused, traceOf } = require('./errors.js');
const { isMisread, read } = require('./results.js');
const { onAbort, signalOf } = require('./signals.js');
const { announce, show, warn } = require('./warnings.js');

/** @type {Map<number, Call>} */
const calls = new Map();
let last = 0;

/**
 * What keeps the process alive while there are calls. The threadsafe function can't: it would hold
 * the process open for a call that no longer matters, such as an aborted read.
 */
const alive = setInterval(() => {}, 0x7fffffff).unref();

/** Calls that create keys, while their callers are given the outcome. */
const handing = new Set();

const thread = new JsThread((event, number, text) => {
  if (event === 'warning') return warn(text, () => thread.warned(number));
  if (event === 'announcement') return announce(text);
  const call = calls.get(number);
  if (!call) return;
  if (event === 'attempt') show(read(text), call.observer);
  else if (event === 'ended') forget(number);
  else if (!call.aborted) {
    forget(number);
    call.unlisten();
    settle(call);
  }
});

/** @param {number} number */
function forget(number) {
  calls.delete(number);
  if (calls.size === 0) alive.unref();
}

/** @param {Call} call */
function settle({ native, effect, trace, resolve, reject }) {
  if (!native) return;
  // A worker may be terminated while its code takes a created key: then the addon warns of it.
  if (effect === 'creates') handing.add(native);
  try {
    const row = native.handOver();
    resolve(row === null ? undefined : read(row, native));
  } catch (thrown) {
    // A result that can't be read doesn't reach its caller, and a created key must not be lost.
    if (isMisread(thrown)) native.giveUp();
    reject(refused(thrown, trace));
  }
  if (effect !== 'creates') return;
  // What awaits the promise runs before this.
  queueMicrotask(() => {
    handing.delete(native);
    native.confirm();
  });
}

process.on('exit', () => {
  // Code that ends the program as it takes its key has the key.
  for (const native of handing) native.confirm();
  // The addon sees the end of a worker by itself; a worker may be terminated without this event.
  if (isMainThread) thread.end();
});

/**
 * Begins a call.
 *
 * @param {object} call
 * @param {Function} call.method the public method, where its stack trace begins
 * @param {Effect} call.effect
 * @param {Observer} call.observer
 * @param {unknown} call.options the caller's, the same for every method
 * @param {() => import('./addon').NativeCall} call.prepare reads the arguments
 * @returns {Promise<any>}
 */
function begin({ method, effect, observer, options, prepare }) {
  const trace = traceOf(method, begin);
  return new Promise((resolve, reject) => {
    last += 1;
    const number = last;
    /** @type {Call} */
    const call = {
      name: method.name,
      effect,
      observer,
      trace,
      resolve,
      reject,
      unlisten: () => {},
      aborted: false,
    };
    try {
      // First the signal: a getter among the arguments may abort it.
      listen(number, call, signalOf(options));
      if (call.aborted) return;
      const native = prepare();
      if (call.aborted) return;
      call.native = native;
      calls.set(number, call);
      if (calls.size === 1) alive.ref();
      native.start(thread, number);
    } catch (thrown) {
      call.unlisten();
      reject(refused(thrown, trace));
    }
  });
}

/**
 * Rejects a call as soon as its signal is aborted. A write that was sent continues, and keeps the
 * process alive: what it changes must not be left half done, nor a created key go unnoticed.
 *
 * @param {number} number
 * @param {Call} call
 * @param {AbortSignal | undefined} signal
 */
function listen(number, call, signal) {
  if (!signal) return;
  const abort = () => {
    call.aborted = true;
    const sent = call.native?.giveUp() ?? false;
    if (call.effect === 'reads' || !sent) forget(number);
    const consequence =
      (!sent && ': nothing was sent') ||
      (call.effect !== 'reads' && ": what was sent can't be undone") ||
      '';
    call.reject(aborted(`${call.name} was aborted${consequence}`, signal.reason, call.trace));
  };
  if (signal.aborted) abort();
  else call.unlisten = onAbort(signal, abort);
}

module.exports = { begin };
