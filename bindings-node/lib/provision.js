'use strict';

/**
 * A job over many keys, as an iterator: those of a page are begun together, and each is stored and
 * made lasting as it is asked for.
 *
 * @typedef {import('./caller').Use} Use
 * @typedef {import('./errors').Trace} Trace
 * @typedef {import('../index').Store} Store
 * @typedef {import('./jobs').Begun} Begun
 *
 * @typedef {object} Item
 * @property {any} value what the caller gets
 * @property {import('./jobs').JobKey | undefined} key what has to be stored and committed before
 * @property {string | null} record what that takes
 */

const { AbortError, VeniceError, traceOf } = require('./errors.js');
const { END } = require('./iterators.js');
const { BegunKey } = require('./jobs.js');
const { readPage } = require('./results.js');

/** What `provisionKeys` returns. Documented in index.d.ts. */
class Provision {
  #use;
  #pages;
  #store;

  /**
   * @param {Use} use
   * @param {import('./addon').NativePages} pages
   * @param {Store | undefined} store
   */
  constructor(use, pages, store) {
    this.#use = use;
    this.#pages = pages;
    this.#store = store;
  }

  [Symbol.asyncIterator]() {
    return new ProvisionWalk(this.#use, this.#pages, this.#store);
  }
}

/** One run of it, from item to item. */
class ProvisionWalk {
  #use;
  #pages;
  #store;
  /** @type {string | null} */
  #cursor = null;
  #isLast = false;
  /** @type {Item[]} what is left of the page */
  #items = [];
  /** @type {import('../index').ProvisionProgress | undefined} as of the last item handed out */
  #progress;
  #ended = new AbortController();
  /** Gives up the page that is being fetched. */
  #giveUp = () => {};
  /** Ends with the last item that was asked for. */
  #last = Promise.resolve();

  /**
   * @param {Use} use
   * @param {import('./addon').NativePages} pages
   * @param {Store | undefined} store
   */
  constructor(use, pages, store) {
    this.#use = use;
    this.#pages = pages;
    this.#store = store;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @returns {Promise<IteratorResult<any, undefined>>} */
  next() {
    const trace = traceOf(ProvisionWalk.prototype.next, ProvisionWalk.prototype.next);
    const item = this.#last.then(() => this.#next(trace));
    const ended = () => {};
    this.#last = item.then(ended, ended);
    return item;
  }

  /**
   * @param {Trace} trace
   * @returns {Promise<IteratorResult<any, undefined>>}
   */
  async #next(trace) {
    try {
      // What else has come says what was done.
      if (this.#use.signal?.aborted) this.#drop(trace);
      while (!this.#ended.signal.aborted) {
        const item = this.#items.shift() ?? (await this.#fetched(trace));
        if (!item) return END;
        if (!(await this.#keep(item, trace))) continue;
        this.#progress = item.value.progress;
        return { done: false, value: item.value };
      }
      return END;
    } catch (error) {
      if (this.#ended.signal.aborted) return END;
      // Whoever walks by `for await` won't come back after an error.
      this.#drop(trace);
      throw error;
    }
  }

  /**
   * The first item of the next page that has one; `undefined`: there is none.
   *
   * @param {Trace} trace
   */
  async #fetched(trace) {
    while (this.#items.length === 0 && !this.#isLast && !this.#ended.signal.aborted) {
      const page = await this.#use.call({
        effect: 'begins',
        trace,
        prepare: () => this.#pages.page(this.#cursor),
        read: readPage,
        begun: (giveUp) => {
          this.#giveUp = giveUp;
        },
        consequence: (sent) => this.#consequence(sent),
      });
      this.#cursor = page.cursor;
      this.#isLast = page.isLast;
      this.#items = page.items.map((/** @type {Begun} */ { result, record }) => ({
        value: result,
        record,
        key: record === null ? undefined : new BegunKey(this.#use, this.#pages, result, record),
      }));
    }
    if (this.#ended.signal.aborted) this.#drop(trace);
    return this.#items.shift();
  }

  /**
   * What there is to say of an abort.
   *
   * @param {boolean} sent
   */
  #consequence(sent) {
    if (!sent && this.#cursor === null) return ': nothing was sent';
    const { done = 'none', total = 'the' } = this.#progress ?? {};
    return `: ${done} of ${total} keys are done; what it has begun ends by itself`;
  }

  /**
   * Whether an item is one to hand out: its key, if it has one, is stored and lasting.
   *
   * @param {Item} item
   * @param {Trace} trace
   */
  async #keep(item, trace) {
    const { key, record } = item;
    if (!key || record === null) return true;
    // Its hold is over, or nearly: a later page begins it anew.
    if (key.isUntouched && !this.#pages.mayStore(record)) return false;
    try {
      await key.store(this.#store, trace, this.#ended.signal);
    } catch (error) {
      // All that was begun is gone when the caller hears of it.
      const dropped = this.#drop(trace);
      if (!(error instanceof AbortError)) await dropped;
      throw error;
    }
    try {
      if (!this.#ended.signal.aborted) return await key.commit(trace);
    } catch (error) {
      const isOneOfTwo = error instanceof VeniceError && error.code === 'conflict';
      // Perhaps nobody else has its secret: it comes first when the next item is asked for.
      if (key.mayBeLasting && !isOneOfTwo) this.#items.unshift(item);
      throw error;
    }
    if (!key.mayBeLasting) key.abort(trace);
    return false;
  }

  /**
   * Deletes what was begun and isn't stored.
   *
   * @param {Trace} trace
   */
  async #drop(trace) {
    const isLeft = (/** @type {Item} */ { key }) => !key || key.mayBeLasting;
    const items = this.#items;
    this.#items = items.filter(isLeft);
    const dropped = items.filter((item) => !isLeft(item));
    await Promise.all(dropped.map(({ key }) => key?.abort(trace)));
  }

  /** @returns {Promise<IteratorResult<any, undefined>>} */
  async return() {
    const trace = traceOf(ProvisionWalk.prototype.return, ProvisionWalk.prototype.return);
    this.#ended.abort();
    this.#giveUp();
    this.#drop(trace);
    return END;
  }
}

module.exports = { Provision };
