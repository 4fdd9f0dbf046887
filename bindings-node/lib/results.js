'use strict';

const { makers } = require('./generated/results.js');
const { Secret } = require('./values.js');

/** A row: the values of a result, in the order in which core/bridge/src/rows writes them. */
class Values {
  #values;
  #next = 0;
  #native;

  /**
   * @param {string} row
   * @param {import('./addon').NativeCall} [native] holds the secrets
   */
  constructor(row, native) {
    this.#values = JSON.parse(row);
    this.#native = native;
  }

  /**
   * A string, a number, a boolean or null.
   *
   * @returns {any}
   */
  value() {
    const value = this.#values[this.#next];
    this.#next += 1;
    return value;
  }

  time() {
    const millis = this.value();
    return millis === null ? null : new Date(millis);
  }

  /**
   * A secret: its place in the row is empty.
   *
   * @returns {any}
   */
  secret() {
    this.value();
    const secret = this.#native?.nextSecret();
    if (!secret) throw misread();
    return new Secret(secret);
  }

  /**
   * @template T
   * @param {(from: Values) => T} make
   */
  optional(make) {
    return this.value() === null ? null : make(this);
  }

  /**
   * @template T
   * @param {(from: Values) => T} make
   */
  list(make) {
    return this.#many(this.value(), make);
  }

  /**
   * @template T
   * @param {(from: Values) => T} make
   */
  optionalList(make) {
    const length = this.value();
    return length === null ? null : this.#many(length, make);
  }

  /**
   * Values by name. Without a prototype, because a name may be any text: `__proto__`, too.
   *
   * @template T
   * @param {(from: Values) => T} make
   */
  map(make) {
    /** @type {Record<string, T>} */
    const map = Object.create(null);
    this.list((from) => {
      map[from.value()] = make(from);
    });
    return map;
  }

  /**
   * @template T
   * @param {number} length
   * @param {(from: Values) => T} make
   */
  #many(length, make) {
    if (!(length <= this.#values.length)) throw misread();
    const list = [];
    while (list.length < length) list.push(make(this));
    return list;
  }

  /** If there are fewer or more values than were read, they were read in wrong places. */
  end() {
    if (this.#next !== this.#values.length) throw misread();
  }
}

/** @typedef {Values} Row */

/** A row of another shape than its maker reads. */
class Misread extends Error {}

function misread() {
  return new Misread("a defect in venice-keys: a result can't be read; please report it");
}

/** @param {unknown} thrown */
function isMisread(thrown) {
  return thrown instanceof Misread || thrown instanceof SyntaxError;
}

/**
 * What makes the struct that a row begins with.
 *
 * @param {Values} from
 * @returns {(from: Values) => any}
 */
function makerOf(from) {
  const name = /** @type {keyof import('./generated/addon').Makers<Values>} */ (from.value());
  const make = makers[name];
  if (!make) throw misread();
  return make;
}

/**
 * What a row holds: a list, or one value, or nothing.
 *
 * @param {string} row
 * @param {import('./addon').NativeCall} [native]
 * @returns {any}
 */
function readResult(row, native) {
  if (row === '') return undefined;
  const from = new Values(row, native);
  const make = makerOf(from);
  const value = from.optionalList(make) ?? make(from);
  from.end();
  return value;
}

/**
 * What the row of a page holds: a list, and what to go on with.
 *
 * @type {typeof readResult}
 */
function readPage(row, native) {
  const from = new Values(row, native);
  const items = from.list(makerOf(from));
  const page = { items, cursor: from.value(), isLast: from.value() };
  from.end();
  return page;
}

/**
 * A page of a document.
 *
 * @type {typeof readResult}
 */
function readChunk(row) {
  const from = new Values(row);
  const name = from.value();
  const list = from.value();
  if (name !== 'Chunk' || list !== null) throw misread();
  const chunk = {
    text: from.value(),
    rows: from.value(),
    start: from.value(),
    cursor: from.value(),
    isFirst: from.value(),
    isLast: from.value(),
  };
  from.end();
  return chunk;
}

/**
 * Whether something was so.
 *
 * @type {typeof readResult}
 */
function readFlag(row) {
  const from = new Values(row);
  const flag = from.value();
  from.end();
  if (typeof flag !== 'boolean') throw misread();
  return flag;
}

module.exports = { isMisread, readChunk, readFlag, readPage, readResult };
