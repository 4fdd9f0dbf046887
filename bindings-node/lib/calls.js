'use strict';

/**
 * Calls under way, on this JavaScript thread. src/calls.rs reports what happens to each.
 *
 * @typedef {object} Observer
 * @property {import('../index').ClientOptions['onAttempt']} onAttempt
 * @property {import('node:util').DebugLogger | undefined} debug
 *
 * @typedef {'reads' | 'changes' | 'creates' | 'pays'} Effect what an operation does on the server
 *
 * @typedef {(native: import('./addon').NativeClient) => import('./addon').NativePages} PreparePages
 *
 * @typedef {object} Call
 * @property {string} name the method
 * @property {Effect} effect
 * @property {Observer} observer
 * @property {import('./errors').Trace} trace
 * @property {typeof readResult} read makes the result of its row
 * @property {(value: any) => void} resolve
 * @property {(error: unknown) => void} reject
 * @property {import('./addon').NativeCall} [native] as soon as its arguments are read
 * @property {() => void} unlisten stops listening to its signal
 * @property {boolean} aborted
 */

const { setInterval } = require('node:timers');
const { isMainThread } = require('node:worker_threads');
const { JsThread } = require('./native.js');
const { aborted, now, refused, traceOf } = require('./errors.js');
const { Pages } = require('./iterators.js');
const { isMisread, readChunk, readPage, readResult } = require('./results.js');
const { onAbort, signalOf } = require('./signals.js');
const { writeAll } = require('./sinks.js');
const { announce, show, warn } = require('./warnings.js');

/** @type {Map<number, Call>} */
const calls = new Map();
let last = 0;

/**
 * What keeps the process alive while there are calls. The threadsafe function can't: it would hold
 * the process open for a call that no longer matters, such as an aborted read.
 */
const alive = setInterval(() => {}, 0x7fffffff).unref();

/** Calls whose results must not be lost, while their callers are given them. */
const handing = new Set();

const thread = new JsThread((event, number, text) => {
  if (event === 'lost key' || event === 'lost payment') {
    return warn(event, text, () => thread.warned(number));
  }
  if (event === 'retirement' || event === 'wrong clock') return announce(event, text);
  const call = calls.get(number);
  if (!call) return;
  if (event === 'attempt') show(readResult(text), call.observer);
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
function settle({ native, effect, trace, read, resolve, reject }) {
  if (!native) return;
  const precious = effect === 'creates' || effect === 'pays';
  // A worker may be terminated while its code takes a created key: then the addon warns of it.
  if (precious) handing.add(native);
  try {
    const row = native.handOver();
    resolve(row === null ? undefined : read(row, native));
  } catch (thrown) {
    // A result that can't be read doesn't reach its caller, and a created key must not be lost.
    if (isMisread(thrown)) native.unread();
    reject(refused(thrown, trace));
  }
  if (!precious) return;
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
 * @param {string} call.name the method
 * @param {Effect} call.effect
 * @param {Observer} call.observer
 * @param {import('./errors').Trace} call.trace where it is made
 * @param {unknown} call.options the caller's, the same for every method
 * @param {() => import('./addon').NativeCall} call.prepare reads the arguments
 * @param {typeof readResult} [call.read]
 * @param {(giveUp: () => void) => void} [call.begun] is given what gives it up, as a signal would
 * @returns {Promise<any>}
 */
function begin({ name, effect, observer, trace, options, prepare, read = readResult, begun }) {
  return new Promise((resolve, reject) => {
    last += 1;
    const number = last;
    /** @type {Call} */
    const call = {
      name,
      effect,
      observer,
      trace,
      read,
      resolve,
      reject,
      unlisten: () => {},
      aborted: false,
    };
    begun?.(() => abort(number, call, undefined));
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
 * Rejects a call at once. A write that was sent continues, and keeps the process alive: what it
 * changes must not be left half done, nor a created key or a payment go unnoticed.
 *
 * @param {number} number
 * @param {Call} call
 * @param {unknown} reason
 */
function abort(number, call, reason) {
  call.aborted = true;
  call.unlisten();
  const sent = call.native?.giveUp() ?? false;
  if (call.effect === 'reads' || !sent) forget(number);
  const consequence =
    (!sent && ': nothing was sent') ||
    (call.effect !== 'reads' && ": what was sent can't be undone") ||
    '';
  call.reject(aborted(`${call.name} was aborted${consequence}`, reason, call.trace));
}

/** Begins the calls of a client. `prepare` gives what reads the arguments. */
class Calls {
  #native;
  #observer;

  /**
   * @param {import('./addon').NativeClient} native
   * @param {import('./calls').Observer} observer
   */
  constructor(native, observer) {
    this.#native = native;
    this.#observer = observer;
  }

  /**
   * A call with one result.
   *
   * @param {Function} method the public one, where stack traces begin
   * @param {import('./calls').Effect} effect
   * @param {unknown} options the caller's
   * @param {(native: import('./addon').NativeClient) => import('./addon').NativeCall} prepare
   * @returns {Promise<any>}
   */
  begin(method, effect, options, prepare) {
    return begin({
      name: method.name,
      effect,
      observer: this.#observer,
      trace: traceOf(method, Calls.prototype.begin),
      options,
      prepare: () => prepare(this.#native),
    });
  }

  /**
   * A read whose result is fetched page by page.
   *
   * @param {Function} method
   * @param {unknown} options
   * @param {PreparePages} prepare
   * @returns {import('../index').Pages<any>}
   */
  pages(method, options, prepare) {
    return now(method, () => {
      const signal = signalOf(options);
      return new Pages(this.#source(method.name, signal, prepare(this.#native), readPage));
    });
  }

  /**
   * A read of a document that is written to `to`, page by page.
   *
   * @param {Function} method
   * @param {unknown} to
   * @param {unknown} options
   * @param {PreparePages} prepare
   * @returns {Promise<number>}
   */
  async write(method, to, options, prepare) {
    const trace = traceOf(method, Calls.prototype.write);
    try {
      const signal = signalOf(options);
      const pages = prepare(this.#native);
      const source = this.#source(method.name, signal, pages, readChunk);
      return await writeAll(source, to, trace);
    } catch (thrown) {
      throw refused(thrown, trace);
    }
  }

  /**
   * @param {string} name
   * @param {AbortSignal | undefined} signal
   * @param {import('./addon').NativePages} pages
   * @param {typeof readPage} read
   * @returns {import('./iterators').Source<any>}
   */
  #source(name, signal, pages, read) {
    /** @type {import('./iterators').Source<any>['fetch']} */
    const fetch = (cursor, trace, begun = () => {}) =>
      begin({
        name,
        effect: 'reads',
        observer: this.#observer,
        trace,
        options: { signal },
        prepare: () => pages.page(cursor),
        read,
        begun,
      });
    return { name, signal, fetch, pages };
  }
}

/** @typedef {Calls} ClientCalls */

module.exports = { Calls };
