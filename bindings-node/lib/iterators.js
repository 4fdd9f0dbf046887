'use strict';

/**
 * What is read page by page: each page is a call of its own, made when it is asked for. After an
 * error the same page is asked for again.
 *
 * @typedef {import('./errors').Trace} Trace
 */

/**
 * @template T
 * @typedef {import('../index').Page<T>} Page
 */

/**
 * Where pages come from: a read with its arguments and its signal.
 *
 * @template P what a page is
 * @typedef {object} Source
 * @property {string} name the method
 * @property {AbortSignal | undefined} signal
 * @property {import('./addon').NativePages} pages
 * @property {boolean} tells whether items say what was done: those that have come are handed out
 *   though the signal was aborted since
 * @property {(cursor: string | null, trace: Trace, begun?: (giveUp: () => void) => void)
 *   => Promise<P>} fetch gets the page at `cursor`, or the first; `begun` as in calls.js
 */

const { aborted, refused, traceOf, wrongType } = require('./errors.js');

/** @type {{ done: true, value: undefined }} */
const END = { done: true, value: undefined };

/**
 * A walk from page to page, one after another, however many are asked for at once.
 *
 * @template {{ cursor: string, isLast: boolean }} P
 */
class PageWalk {
  #source;
  /** @type {string | null} */
  #cursor = null;
  #over = false;
  /** Gives up the page that is being fetched. */
  #giveUp = () => {};
  /** Ends with the last page that was asked for. */
  #last = Promise.resolve();

  /** @param {Source<P>} source */
  constructor(source) {
    this.#source = source;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @returns {Promise<IteratorResult<P, undefined>>} */
  next() {
    return this.fetch(traceOf(PageWalk.prototype.next, PageWalk.prototype.next));
  }

  /**
   * The next page.
   *
   * @param {Trace} trace where it is asked for
   */
  fetch(trace) {
    const page = this.#last.then(() => this.#fetch(trace));
    const ended = () => {};
    this.#last = page.then(ended, ended);
    return page;
  }

  /**
   * @param {Trace} trace
   * @returns {Promise<IteratorResult<P, undefined>>}
   */
  async #fetch(trace) {
    if (this.#over) return END;
    try {
      const value = await this.#source.fetch(this.#cursor, trace, (giveUp) => {
        this.#giveUp = giveUp;
      });
      if (this.#over) return END;
      this.#cursor = value.cursor;
      this.#over = value.isLast;
      return { done: false, value };
    } catch (error) {
      if (this.#over) return END;
      throw error;
    }
  }

  /** @returns {Promise<IteratorResult<P, undefined>>} */
  async return() {
    this.#over = true;
    this.#giveUp();
    return END;
  }
}

/**
 * A walk from item to item. It holds one page.
 *
 * @template T
 */
class ItemWalk {
  #source;
  /** @type {PageWalk<Page<T>>} */
  #pages;
  /** @type {T[]} */
  #items = [];
  #at = 0;
  /** Ends with the last item that was waited for. */
  #last = Promise.resolve();
  #waiting = 0;

  /** @param {Source<Page<T>>} source */
  constructor(source) {
    this.#source = source;
    this.#pages = new PageWalk(source);
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** @returns {Promise<IteratorResult<T, undefined>>} */
  next() {
    if (this.#waiting === 0 && this.#at < this.#items.length && !this.#isStopped()) {
      return Promise.resolve(this.#take());
    }
    const trace = traceOf(ItemWalk.prototype.next, ItemWalk.prototype.next);
    const item = this.#last.then(() => this.#wait(trace));
    const ended = () => {
      this.#waiting -= 1;
    };
    this.#waiting += 1;
    this.#last = item.then(ended, ended);
    return item;
  }

  #isStopped() {
    return !this.#source.tells && (this.#source.signal?.aborted ?? false);
  }

  /** @returns {IteratorResult<T, undefined>} */
  #take() {
    const value = /** @type {T} */ (this.#items[this.#at]);
    this.#at += 1;
    return { done: false, value };
  }

  /**
   * @param {Trace} trace
   * @returns {Promise<IteratorResult<T, undefined>>}
   */
  async #wait(trace) {
    // A page without items need not be the last.
    while (this.#at >= this.#items.length) {
      const { done, value } = await this.#pages.fetch(trace);
      if (done) return END;
      this.#items = value.items;
      this.#at = 0;
    }
    if (this.#isStopped()) refuseIfAborted(this.#source, trace);
    return this.#take();
  }

  /** @returns {Promise<IteratorResult<T, undefined>>} */
  async return() {
    this.#items = [];
    await this.#pages.return();
    return END;
  }
}

/**
 * @param {{ name: string, signal: AbortSignal | undefined }} source
 * @param {Trace} trace
 * @param {string} consequence
 */
function refuseIfAborted({ name, signal }, trace, consequence = '') {
  if (signal?.aborted) throw aborted(`${name} was aborted${consequence}`, signal.reason, trace);
}

/**
 * What a paged operation returns. Documented in index.d.ts.
 *
 * @template T
 */
class Pages {
  #source;

  /** @param {Source<Page<T>>} source */
  constructor(source) {
    this.#source = source;
  }

  [Symbol.asyncIterator]() {
    return new ItemWalk(this.#source);
  }

  pages() {
    return new PageWalk(this.#source);
  }

  /** @param {{ limit: number }} options */
  async toArray(options) {
    const trace = traceOf(Pages.prototype.toArray, Pages.prototype.toArray);
    const limit = limitOf(options, trace);
    const walk = new PageWalk(this.#source);
    /** @type {T[]} */
    const all = [];
    /** @type {string | null} with which the page was fetched that the first item came from */
    let began = null;
    let cursor = this.#source.pages.begin();
    while (all.length < limit) {
      const { done, value } = await walk.fetch(trace).catch((error) => {
        // What came before is lost with this array.
        if (all.length > 0 && 'resume' in error) error.resume = began;
        throw error;
      });
      if (done) break;
      if (all.length === 0) began = cursor;
      cursor = value.cursor;
      all.push(...value.items.slice(0, limit - all.length));
    }
    return all;
  }
}

/**
 * @param {unknown} options
 * @param {Trace} trace
 * @returns {number}
 */
function limitOf(options, trace) {
  const { limit, ...others } = /** @type {{ limit?: unknown }} */ (options ?? {});
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw refused(wrongType(`unknown option ${other}: toArray takes limit`), trace);
  }
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 0) {
    throw refused(wrongType('limit must be a whole number: how many items there may be'), trace);
  }
  return limit;
}

module.exports = { END, PageWalk, Pages, refuseIfAborted };
