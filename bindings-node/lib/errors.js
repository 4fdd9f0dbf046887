'use strict';

/**
 * @typedef {import('../index').VeniceErrorDetails} Details
 * @typedef {{ stack?: string }} Trace where a call was made
 */

/** A failed call. Documented in index.d.ts. */
class VeniceError extends Error {
  /**
   * @param {string} message
   * @param {Details} details
   */
  constructor(message, details) {
    const { code, issues = [], cause, ...rest } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.issues = issues;
    // A printed error shows only what is known.
    for (const [name, value] of Object.entries(rest)) {
      if (value !== undefined) Object.assign(this, { [name]: value });
    }
  }
}

class AbortError extends Error {
  code = 'ABORT_ERR';
}

for (const type of [VeniceError, AbortError]) {
  Object.defineProperty(type.prototype, 'name', {
    value: type.name,
    writable: true,
    configurable: true,
  });
}

/** The codes of what src/errors.rs throws. */
const WRONG_TYPE = 'venice_keys_wrong_type';
const ERROR = 'venice_keys_error';

/** How a stack's frames begin. */
const FRAME = '\n    at ';

/**
 * Remembers where a call is made: its outcome arrives elsewhere.
 *
 * @param {Function} entry the public method; it and what it called are left out
 * @param {Function} self the calling function
 * @returns {Trace}
 */
function traceOf(entry, self) {
  /** @type {Trace} */
  const trace = {};
  Error.captureStackTrace(trace, entry);
  // Bun eliminates tail calls: if the method's frame is gone, all others are left out, too.
  if (process.versions.bun && !trace.stack?.includes(FRAME)) Error.captureStackTrace(trace, self);
  return trace;
}

/**
 * Makes an error's stack begin where the call was made.
 *
 * @template {Error} E
 * @param {E} error
 * @param {Trace} trace
 * @returns {E}
 */
function at(error, { stack = '' }) {
  const frames = stack.indexOf(FRAME);
  Object.defineProperty(error, 'stack', {
    value: `${error.name}: ${error.message}${frames < 0 ? '' : stack.slice(frames)}`,
    writable: true,
    configurable: true,
  });
  return error;
}

/**
 * The error of a failed call.
 *
 * @param {string} failure as src/errors.rs writes it
 * @param {Trace} trace
 * @param {unknown} cause
 */
function failed(failure, trace, cause) {
  const { message, ...details } = JSON.parse(failure);
  return at(new VeniceError(message, { ...details, cause }), trace);
}

/**
 * The error that a call rejects with: what the addon threw, or what the caller's own objects threw
 * while their members were read, as it is.
 *
 * @param {unknown} thrown
 * @param {Trace} trace
 * @param {unknown} [cause]
 */
function refused(thrown, trace, cause) {
  if (thrown instanceof Error && 'code' in thrown) {
    if (thrown.code === ERROR) return failed(thrown.message, trace, cause);
    if (thrown.code === WRONG_TYPE) return at(new TypeError(thrown.message), trace);
  }
  return thrown;
}

/**
 * Runs what isn't a call, such as a constructor.
 *
 * @template T
 * @param {Function} entry
 * @param {() => T} work
 * @returns {T}
 */
function now(entry, work) {
  try {
    return work();
  } catch (thrown) {
    throw refused(thrown, traceOf(entry, now));
  }
}

/**
 * The error that this layer throws for a value of a wrong type.
 *
 * @param {string} message
 */
function wrongType(message) {
  return Object.assign(new Error(message), { code: WRONG_TYPE });
}

/**
 * @param {string} message
 * @param {unknown} reason
 * @param {Trace} trace
 */
function aborted(message, reason, trace) {
  return at(new AbortError(message, { cause: reason }), trace);
}

/**
 * Gives an error a cause.
 *
 * @param {unknown} error
 * @param {unknown} cause
 */
function because(error, cause) {
  const own = { value: cause, writable: true, configurable: true };
  if (error instanceof Error) Object.defineProperty(error, 'cause', own);
}

module.exports = {
  AbortError,
  VeniceError,
  aborted,
  at,
  because,
  now,
  refused,
  traceOf,
  wrongType,
};
