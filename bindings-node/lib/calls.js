'use strict';

/**
 * Calls under way, on this JavaScript thread. src/calls.rs reports what happens to each.
 *
 * @typedef {import('./addon').NativeCall} NativeCall
 *
 * @typedef {object} Observer
 * @property {import('../index').ClientOptions['onAttempt']} onAttempt
 * @property {import('node:util').DebugLogger | undefined} debug
 *
 * @typedef {'reads' | 'changes' | 'begins' | 'creates' | 'pays'} Effect what an operation does on
 *   the server; `begins`: what it makes ends by itself
 *
 * @typedef {object} Opened
 * @property {AbortSignal | undefined} signal
 * @property {() => NativeCall} prepare reads the arguments
 *
 * @typedef {{ value: unknown } | { thrown: unknown }} Outcome
 *
 * @typedef {object} Call
 * @property {string} name the method
 * @property {Effect} effect
 * @property {Observer} observer
 * @property {import('./errors').Trace} trace
 * @property {import('./credential').ClientCredential | undefined} credential
 * @property {typeof readResult} read makes the result of its row
 * @property {(sent: boolean) => string} consequence what there is to say of an abort
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {NativeCall | undefined} native as soon as its arguments are read; not while a refused
 *   call waits for another key
 * @property {import('./credential').Key} [key] what it was last made with
 * @property {AsyncResource | undefined} context in which its attempts are shown
 * @property {boolean} unauthenticated whether its last attempt was refused for its key
 * @property {boolean} again whether it was made once more
 * @property {boolean} tells whether its result says what was done: nobody else does
 * @property {() => void} unlisten stops listening to its signal, or waiting after it
 * @property {boolean} aborted
 * @property {Error} [stopped] the error of the abort that it was stopped for
 */

const { AsyncResource } = require('node:async_hooks');
const { clearTimeout, setInterval, setTimeout } = require('node:timers');
const { isMainThread } = require('node:worker_threads');
const { JsThread } = require('./native.js');
const { VeniceError, aborted, at, because, refused } = require('./errors.js');
const { isMisread, readResult } = require('./results.js');
const { onAbort } = require('./signals.js');
const { announce, show, warn } = require('./warnings.js');

/** @type {Map<number, Call>} */
const calls = new Map();
let last = 0;

/**
 * What keeps the process alive while there are calls. The threadsafe function can't: it would hold
 * the process open for a call that no longer matters, such as an aborted read.
 */
const alive = setInterval(() => {}, 0x7fffffff).unref();

/** How long an aborted call may take to say what it has done. */
const LAST_WAIT_MS = 2000;

/** Calls whose results must not be lost, while their callers are given them. */
const handing = new Set();

const thread = new JsThread((event, number, text) => {
  if (event === 'lost key' || event === 'lost payment') {
    return warn(event, text, () => thread.warned(number));
  }
  if (event === 'retirement' || event === 'wrong clock') return announce(event, text);
  const call = calls.get(number);
  if (!call) return;
  if (event === 'attempt') attempted(call, readResult(text));
  else if (event === 'ended') forget(number);
  else if (!call.aborted) settle(number, call);
});

/**
 * @param {Call} call
 * @param {import('../index').Attempt} attempt
 */
function attempted(call, attempt) {
  call.unauthenticated = attempt.status === 401;
  // As if the caller's own code ran it: a tracer finds there which span is the parent.
  if (call.context) call.context.runInAsyncScope(show, undefined, attempt, call.observer);
  else show(attempt, call.observer);
}

/** @param {number} number */
function forget(number) {
  calls.delete(number);
  if (calls.size === 0) alive.unref();
}

/**
 * Whether an outcome must not be lost: a key, or that nobody knows what was changed.
 *
 * @param {Effect} effect
 */
const isPrecious = (effect) => effect !== 'reads';

/**
 * A call has an outcome.
 *
 * @param {number} number
 * @param {Call} call
 */
function settle(number, call) {
  const outcome = taken(call);
  if (call.unauthenticated && call.credential && !call.again && !call.stopped) {
    return makeAgain(number, call, call.credential, outcome);
  }
  deliver(number, call, outcome);
}

/**
 * @param {Call} call
 * @returns {Outcome}
 */
function taken({ native, effect, trace, read }) {
  if (!native) return { value: undefined };
  // A worker may be terminated while its code takes a created key: then the addon warns of it.
  if (isPrecious(effect)) handing.add(native);
  try {
    const row = native.handOver();
    return { value: row === null ? undefined : read(row, native) };
  } catch (thrown) {
    // A result that can't be read doesn't reach its caller, and a created key must not be lost.
    if (isMisread(thrown)) native.unread();
    return { thrown: refused(thrown, trace) };
  }
}

/**
 * @param {number} number
 * @param {Call} call
 * @param {Outcome} outcome
 */
function deliver(number, call, outcome) {
  const { native, effect, stopped, resolve, reject } = call;
  forget(number);
  call.unlisten();
  if ('thrown' in outcome) reject(stopped ?? outcome.thrown);
  else resolve(outcome.value);
  // What awaits the promise runs before this.
  if (native && isPrecious(effect)) queueMicrotask(() => told(native));
}

/**
 * Nothing can be lost of an outcome any more.
 *
 * @param {NativeCall} native
 */
function told(native) {
  handing.delete(native);
  native.confirm();
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
 * @param {string} call.name the method
 * @param {Effect} call.effect
 * @param {Observer} call.observer
 * @param {import('./errors').Trace} call.trace where it is made
 * @param {import('./credential').ClientCredential | undefined} call.credential
 * @param {() => Opened} call.open reads the caller's options
 * @param {typeof readResult} [call.read]
 * @param {(giveUp: () => void) => void} [call.begun] is given what gives it up, as a signal would
 * @param {(sent: boolean) => string} [call.consequence] what there is to say of an abort
 * @param {boolean} [call.tells] whether its result says what was done
 * @returns {Promise<any>}
 */
function begin({ begun, open, ...given }) {
  return new Promise((resolve, reject) => {
    last += 1;
    const number = last;
    /** @type {Call} */
    const call = {
      read: readResult,
      tells: false,
      consequence: (sent) => consequenceOf(given.effect, sent),
      ...given,
      resolve,
      reject,
      native: undefined,
      context: given.observer.onAttempt && new AsyncResource('VENICE_KEYS_CALL'),
      unauthenticated: false,
      again: false,
      unlisten: () => {},
      aborted: false,
    };
    begun?.(() => giveUp(number, call, undefined));
    try {
      // First the signal: a getter among the arguments may abort it.
      const { signal, prepare } = open();
      listen(number, call, signal);
      if (call.aborted) return;
      const native = prepare();
      if (call.aborted) return;
      call.native = native;
      calls.set(number, call);
      if (calls.size === 1) alive.ref();
      start(number, call, native);
    } catch (thrown) {
      call.unlisten();
      reject(refused(thrown, given.trace));
    }
  });
}

/**
 * Starts a call, as soon as there is a key to make it with.
 *
 * @param {number} number
 * @param {Call} call
 * @param {NativeCall} native
 */
function start(number, call, native) {
  const { credential } = call;
  if (!credential) return native.start(thread, number);
  const begin = (/** @type {import('./credential').Key} */ key) => {
    call.key = key;
    native.start(thread, number);
  };
  if (credential.key) return begin(credential.key);
  credential.within(native.timeLeftMs(), undefined).then(
    (key) => {
      if (call.aborted) return;
      if (key) begin(key);
      else deliver(number, call, { thrown: late(call) });
    },
    (thrown) => {
      if (!call.aborted) deliver(number, call, { thrown: refused(thrown, call.trace) });
    },
  );
}

/**
 * Makes a call once more that was refused for its key, if there is another key by now. If not, the
 * refusal stands; why there is no key is its cause.
 *
 * @param {number} number
 * @param {Call} call
 * @param {import('./credential').ClientCredential} credential
 * @param {Outcome} refusal
 */
function makeAgain(number, call, credential, refusal) {
  const { key: former, native } = call;
  if (!former || !native) return deliver(number, call, refusal);
  call.again = true;
  call.native = undefined;
  told(native);
  /** @param {unknown} cause */
  const none = (cause) => {
    if (call.aborted) return;
    if ('thrown' in refusal) because(refusal.thrown, refused(cause, call.trace));
    deliver(number, call, refusal);
  };
  credential.within(native.timeLeftMs(), former).then((key) => {
    if (!key) return none(late(call));
    if (call.aborted) return;
    if (key.secret.equals(former.secret)) return deliver(number, call, refusal);
    call.native = native.again();
    call.key = key;
    call.native.start(thread, number);
  }, none);
}

/**
 * The error of a call that waited in vain for a key.
 *
 * @param {Call} call
 */
function late({ name, trace }) {
  const message = `${name}: the client's credential gave no key within the call's time`;
  return at(new VeniceError(message, { code: 'timeout', operation: name }), trace);
}

/**
 * Rejects a call as soon as its signal is aborted.
 *
 * @param {number} number
 * @param {Call} call
 * @param {AbortSignal | undefined} signal
 */
function listen(number, call, signal) {
  if (!signal) return;
  const heard = () => abort(number, call, signal.reason);
  if (signal.aborted) heard();
  else call.unlisten = onAbort(signal, heard);
}

/**
 * Ends a call whose signal is aborted: at once, unless its result says what was done.
 *
 * @param {number} number
 * @param {Call} call
 * @param {unknown} reason
 */
function abort(number, call, reason) {
  if (!call.tells || !call.native?.stop()) return giveUp(number, call, reason);
  call.unlisten();
  call.stopped = abortOf(call, true, reason);
  const waiting = setTimeout(giveUp, LAST_WAIT_MS, number, call, reason);
  call.unlisten = () => clearTimeout(waiting);
}

/**
 * Rejects a call at once. A write that was sent continues, and keeps the process alive: what it
 * changes must not be left half done, nor a created key or a payment go unnoticed.
 *
 * @param {number} number
 * @param {Call} call
 * @param {unknown} reason
 */
function giveUp(number, call, reason) {
  call.aborted = true;
  call.unlisten();
  const sent = call.native?.giveUp() ?? false;
  if (!sent || call.effect === 'reads' || call.effect === 'begins') forget(number);
  call.reject(abortOf(call, sent, reason));
}

/**
 * @param {Call} call
 * @param {boolean} sent
 * @param {unknown} reason
 */
function abortOf({ again, native, name, trace, consequence }, sent, reason) {
  // A refused call has done nothing, though it was sent.
  const follows = again && !native ? '' : consequence(sent);
  return aborted(`${name} was aborted${follows}`, reason, trace);
}

/**
 * @param {Effect} effect
 * @param {boolean} sent
 */
function consequenceOf(effect, sent) {
  if (!sent) return ': nothing was sent';
  if (effect === 'reads') return '';
  if (effect === 'begins') return ': a key that it has begun ends by itself';
  return ": what was sent can't be undone";
}

module.exports = { begin };
