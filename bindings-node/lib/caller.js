'use strict';

/** What makes the calls of a client: each method of lib/generated/methods.js is one use of it. */

/**
 * @typedef {import('./addon').NativeClient} NativeClient
 * @typedef {import('./addon').NativePages} NativePages
 * @typedef {import('./calls').Effect} Effect
 * @typedef {import('./errors').Trace} Trace
 * @typedef {import('./options').Given} Given
 */

/**
 * What one use of a method makes its calls with.
 *
 * @typedef {object} Use
 * @property {string} name the method
 * @property {AbortSignal | undefined} signal
 * @property {(call: Step) => Promise<any>} call makes a call
 */

/**
 * One of the calls of a use.
 *
 * @typedef {object} Step
 * @property {Effect} effect
 * @property {Trace} trace
 * @property {AbortSignal | undefined} [signal] instead of the use's own
 * @property {() => import('./addon').NativeCall} prepare
 * @property {typeof readPage} [read]
 * @property {(giveUp: () => void) => void} [begun]
 * @property {(sent: boolean) => string} [consequence]
 * @property {boolean} [tells]
 */

const { begin } = require('./calls.js');
const { now, refused, traceOf, wrongType } = require('./errors.js');
const { Pages } = require('./iterators.js');
const { stored, temporary } = require('./jobs.js');
const { optionsOf } = require('./options.js');
const { Provision } = require('./provision.js');
const { readChunk, readPage } = require('./results.js');
const { writeAll } = require('./sinks.js');

class Caller {
  #native;
  #observer;
  #credential;

  /**
   * @param {NativeClient} native
   * @param {import('./calls').Observer} observer
   * @param {import('./credential').ClientCredential} [credential] where the key comes from, if it
   *   isn't one of the client's options
   */
  constructor(native, observer, credential) {
    this.#native = native;
    this.#observer = observer;
    this.#credential = credential;
  }

  /**
   * One that shares connections, with other limits.
   *
   * @param {unknown} options
   */
  withOptions(options) {
    const native = this.#native.withOptions('withOptions', options);
    return new Caller(native, this.#observer, this.#credential);
  }

  /**
   * One that shares connections, with another key.
   *
   * @param {import('./addon').NativeSecret} secret
   */
  withApiKey(secret) {
    return new Caller(this.#native.withApiKey(secret), this.#observer);
  }

  /**
   * The client to make calls with, with the limits of these alone.
   *
   * @param {Given['limits']} limits
   */
  #limited(limits) {
    return limits ? this.#native.withOptions('callOptions', limits) : this.#native;
  }

  /**
   * A call with one result.
   *
   * @param {Function} method the public one, where stack traces begin
   * @param {Effect} effect
   * @param {unknown} options the caller's
   * @param {(native: NativeClient) => import('./addon').NativeCall} prepare
   * @returns {Promise<any>}
   */
  call(method, effect, options, prepare) {
    return begin({
      name: method.name,
      effect,
      observer: this.#observer,
      credential: this.#credential,
      trace: traceOf(method, Caller.prototype.call),
      open: () => {
        const { signal, limits } = optionsOf(options);
        return { signal, prepare: () => prepare(this.#limited(limits)) };
      },
    });
  }

  /**
   * @param {string} name
   * @param {AbortSignal | undefined} signal
   * @returns {Use}
   */
  #use(name, signal) {
    return {
      name,
      signal,
      call: ({ prepare, ...step }) =>
        begin({
          name,
          observer: this.#observer,
          credential: this.#credential,
          ...step,
          open: () => ({ signal: 'signal' in step ? step.signal : signal, prepare }),
        }),
    };
  }

  /**
   * What is fetched page by page.
   *
   * @param {Function} method
   * @param {Effect} effect
   * @param {readonly string[]} own the names that only this method takes
   * @param {unknown} options
   * @param {(native: NativeClient, named: Given['named']) => NativePages} prepare
   * @returns {import('../index').Pages<any>}
   */
  pages(method, effect, own, options, prepare) {
    return now(method, () => {
      const { signal, limits, named } = optionsOf(options, own);
      const pages = prepare(this.#limited(limits), named);
      return new Pages(source(this.#use(method.name, signal), effect, pages, readPage));
    });
  }

  /**
   * A read of a document that is written to `to`, page by page.
   *
   * @param {Function} method
   * @param {unknown} to
   * @param {unknown} options
   * @param {(native: NativeClient) => NativePages} prepare
   * @returns {Promise<number>}
   */
  async write(method, to, options, prepare) {
    const trace = traceOf(method, Caller.prototype.write);
    try {
      const { signal, limits } = optionsOf(options);
      const pages = prepare(this.#limited(limits));
      const use = this.#use(method.name, signal);
      return await writeAll(source(use, 'reads', pages, readChunk), to, trace);
    } catch (thrown) {
      throw refused(thrown, trace);
    }
  }

  /**
   * A job whose key is stored before it becomes lasting.
   *
   * @param {Function} method
   * @param {unknown} store
   * @param {boolean} needed whether there must be a `store`
   * @param {unknown} options
   * @param {(native: NativeClient) => import('./addon').NativeJob} prepare
   * @returns {Promise<any>}
   */
  async stored(method, store, needed, options, prepare) {
    const trace = traceOf(method, Caller.prototype.stored);
    try {
      const { signal, limits } = optionsOf(options);
      const job = prepare(this.#limited(limits));
      return await stored(this.#use(method.name, signal), job, storeOf(store, needed), trace);
    } catch (thrown) {
      throw refused(thrown, trace);
    }
  }

  /**
   * A job over many keys, each stored before it becomes lasting.
   *
   * @param {Function} method
   * @param {unknown} store
   * @param {unknown} options
   * @param {(native: NativeClient) => NativePages} prepare
   */
  storedPages(method, store, options, prepare) {
    return now(method, () => {
      const { signal, limits } = optionsOf(options);
      const pages = prepare(this.#limited(limits));
      return new Provision(this.#use(method.name, signal), pages, storeOf(store, false));
    });
  }

  /**
   * A key that is deleted when its scope ends.
   *
   * @param {Function} method
   * @param {readonly string[]} own
   * @param {unknown} options
   * @param {(native: NativeClient, named: Given['named']) => import('./addon').NativeJob} prepare
   * @returns {Promise<any>}
   */
  async temporary(method, own, options, prepare) {
    const trace = traceOf(method, Caller.prototype.temporary);
    try {
      const { signal, limits, named } = optionsOf(options, own);
      const job = prepare(this.#limited(limits), named);
      return await temporary(this.#use(method.name, signal), job, trace);
    } catch (thrown) {
      throw refused(thrown, trace);
    }
  }
}

/**
 * @param {Use} use
 * @param {Effect} effect
 * @param {NativePages} pages
 * @param {typeof readPage} read
 * @returns {import('./iterators').Source<any>}
 */
function source({ name, signal, call }, effect, pages, read) {
  const tells = effect !== 'reads';
  /** @type {import('./iterators').Source<any>['fetch']} */
  const fetch = (cursor, trace, begun = () => {}) =>
    call({ effect, tells, trace, prepare: () => pages.page(cursor), read, begun });
  return { name, signal, fetch, pages, tells };
}

/**
 * @param {unknown} store
 * @param {boolean} needed
 * @returns {import('../index').Store | undefined}
 */
function storeOf(store, needed) {
  if (typeof store === 'function') return /** @type {import('../index').Store} */ (store);
  if (store === undefined && !needed) return undefined;
  throw wrongType('store must be a function');
}

/** @typedef {Caller} ClientCaller */

module.exports = { Caller };
