'use strict';

/**
 * Where a document is written, page by page: a file by its path, or a stream of the caller's.
 *
 * @typedef {object} Sink
 * @property {() => Promise<void>} open
 * @property {(text: string, isFirst: boolean, signal?: AbortSignal) => Promise<void>} write takes
 *   a page; `isFirst`: the document begins with it
 * @property {(failed: boolean) => Promise<void>} end leaves the pages that were taken, whole
 */

const { Buffer } = require('node:buffer');
const { open } = require('node:fs/promises');
const { AbortError, refused, wrongType } = require('./errors.js');
const { PageWalk, refuseIfAborted } = require('./iterators.js');
const { onAbort } = require('./signals.js');

/**
 * A page of a document.
 *
 * @typedef {object} Chunk
 * @property {string} text
 * @property {number} rows
 * @property {string} start where it begins
 * @property {string} cursor where the next one does
 * @property {boolean} isFirst
 * @property {boolean} isLast
 */

/**
 * Writes a document, one page after another: the next is fetched when this one was taken.
 *
 * @param {import('./iterators').Source<Chunk>} source
 * @param {unknown} to
 * @param {import('./errors').Trace} trace
 * @returns {Promise<number>} how many rows were written
 */
async function writeAll(source, to, trace) {
  refuseIfAborted(source, trace, ': nothing was sent');
  const sink = sinkOf(to);
  /** @type {string | null} where what isn't written begins */
  let resume = null;
  /** @param {Promise<void>} work */
  const written = (work) =>
    work.catch((cause) => {
      throw unwritable(source, resume, cause, trace);
    });
  await written(sink.open());
  const walk = new PageWalk(source);
  let rows = 0;
  try {
    for (;;) {
      const { done, value } = await walk.fetch(trace);
      if (done) break;
      resume = value.start;
      await written(sink.write(value.text, value.isFirst, source.signal));
      resume = value.cursor;
      rows += value.rows;
      refuseIfAborted(source, trace);
    }
  } catch (error) {
    await written(sink.end(true));
    if (error instanceof AbortError && resume !== null) Object.assign(error, { resume });
    throw error;
  }
  await written(sink.end(false));
  return rows;
}

/**
 * The error for what couldn't be written.
 *
 * @param {import('./iterators').Source<Chunk>} source
 * @param {string | null} resume
 * @param {unknown} cause
 * @param {import('./errors').Trace} trace
 */
function unwritable({ pages }, resume, cause, trace) {
  const why = cause instanceof Error ? cause.message : String(cause);
  try {
    return pages.unwritable(resume, why);
  } catch (thrown) {
    return refused(thrown, trace, cause);
  }
}

/**
 * @param {unknown} to
 * @returns {Sink}
 */
function sinkOf(to) {
  if (typeof to === 'string' || to instanceof URL) return new FileSink(to);
  if (isStream(to)) return new StreamSink(to);
  throw wrongType('to must be a path, the URL of a file or a Writable');
}

/**
 * By its shape, as everywhere in Node.
 *
 * @param {unknown} value
 * @returns {value is import('../index').WritableLike}
 */
function isStream(value) {
  const { write, on, off } = /** @type {Record<string, unknown>} */ (value ?? {});
  return [write, on, off].every((method) => typeof method === 'function');
}

/**
 * A file. It is opened before anything is sent, and emptied when there is a first page to replace
 * what it holds.
 *
 * @implements {Sink}
 */
class FileSink {
  #path;
  /** @type {import('node:fs/promises').FileHandle | undefined} */
  #file;
  /** Whether it has a size: a pipe has none. */
  #sized = false;
  /** The size of what is whole. */
  #whole = 0;

  /** @param {string | URL} path */
  constructor(path) {
    this.#path = path;
  }

  async open() {
    this.#file = await open(this.#path, 'a');
    const stat = await this.#file.stat();
    this.#sized = stat.isFile();
    this.#whole = stat.size;
  }

  /**
   * @param {string} text
   * @param {boolean} isFirst
   */
  async write(text, isFirst) {
    if (isFirst && this.#sized) {
      await this.#file?.truncate(0);
      this.#whole = 0;
    }
    const bytes = Buffer.from(text);
    await this.#file?.appendFile(bytes);
    this.#whole += bytes.length;
  }

  /** @param {boolean} failed */
  async end(failed) {
    try {
      if (failed && this.#sized) await this.#file?.truncate(this.#whole);
    } finally {
      await this.#file?.close();
    }
  }
}

/**
 * A stream. It has taken a page when it calls back; it isn't ended, for it may be written to.
 *
 * @implements {Sink}
 */
class StreamSink {
  #stream;
  /** @type {{ error: unknown } | undefined} */
  #failure;
  /** Ends the wait for what is being written. */
  #wake = () => {};

  /** @param {import('../index').WritableLike} stream */
  constructor(stream) {
    this.#stream = stream;
  }

  async open() {
    this.#stream.on('error', this.#failed);
    this.#stream.on('close', this.#closed);
  }

  #failed = (/** @type {unknown} */ error) => {
    this.#failure ??= { error };
    this.#wake();
  };

  #closed = () => this.#failed(new Error('the stream was closed'));

  /**
   * @param {string} text
   * @param {boolean} _isFirst
   * @param {AbortSignal | undefined} signal ends the wait: what was given to a stream stays there
   */
  async write(text, _isFirst, signal) {
    let unlisten = () => {};
    await new Promise((resolve) => {
      this.#wake = () => resolve(undefined);
      if (this.#failure || text === '') return this.#wake();
      if (signal) unlisten = onAbort(signal, this.#wake);
      this.#stream.write(text, 'utf8', (error) => (error ? this.#failed(error) : this.#wake()));
    }).finally(() => unlisten());
    if (this.#failure) throw this.#failure.error;
  }

  async end() {
    this.#stream.off('close', this.#closed);
    // A stream says twice that it failed: by its callback, and then to all who listen.
    if (!this.#failure) this.#stream.off('error', this.#failed);
  }
}

module.exports = { writeAll };
