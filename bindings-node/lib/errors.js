'use strict';

/**
 * @typedef {import('../index').VeniceErrorDetails} Details
 * @typedef {{ stack?: string }} Trace where a call was made
 */

/** A failed call: documented in index.d.ts. */
class VeniceError extends Error {
  /**
   * @param {string} message
   * @param {Details} details
   */
  constructor(message, details) {
    const { code, status, issues = [], retryAfterMs, requestId, cause } = details;
    const { serverCode, serverVersion } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.issues = issues;
    // What isn't known has no place in a printed error.
    if (status !== undefined) this.status = status;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
    if (requestId !== undefined) this.requestId = requestId;
    if (serverCode !== undefined) this.serverCode = serverCode;
    if (serverVersion !== undefined) this.serverVersion = serverVersion;
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

/** What src/errors.rs calls a value of a wrong type, and an error of the core's. */
const WRONG_TYPE = 'venice_keys_wrong_type';
const REFUSED = 'venice_keys_refused';

/** How a stack's frames begin. */
const FRAME = '\n    at ';

/**
 * Remembers where a call is made: what comes of it happens elsewhere.
 *
 * @param {Function} entry the method; it and what it called are left out
 * @param {Function} self who asks
 * @returns {Trace}
 */
function traceOf(entry, self) {
  /** @type {Trace} */
  const trace = {};
  Error.captureStackTrace(trace, entry);
  // Bun makes tail calls: the method's frame may be gone, and then all others are left out, too.
  if (process.versions.bun && !trace.stack?.includes(FRAME)) Error.captureStackTrace(trace, self);
  return trace;
}

/**
 * Makes an error point to where the call was made.
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
 */
function failed(failure, trace) {
  const { message, ...details } = JSON.parse(failure);
  return at(new VeniceError(message, details), trace);
}

/**
 * The error of a call that wasn't begun: what the addon threw, or else what the caller's own
 * objects did, which stays what it is.
 *
 * @param {unknown} thrown
 * @param {Trace} trace
 */
function refused(thrown, trace) {
  if (thrown instanceof Error && 'code' in thrown) {
    if (thrown.code === REFUSED) return failed(thrown.message, trace);
    if (thrown.code === WRONG_TYPE) return at(new TypeError(thrown.message), trace);
  }
  return thrown;
}

/**
 * Runs what ends at once, such as a constructor.
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
 * What this layer throws for a value of a wrong type.
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
 * @param {Trace} trace
 */
function defect(trace) {
  return at(new Error('a defect in venice-keys ended this call: please report it'), trace);
}

module.exports = { VeniceError, aborted, defect, failed, now, refused, traceOf, wrongType };
