'use strict';

/** What is shown to people while calls run: attempts, and warnings that no call can throw. */

const { inspect } = require('node:util');

const type = 'VeniceKeysWarning';

/**
 * A key was created that nobody has, or money was paid and nobody told; or so it may be.
 *
 * @param {'lost key' | 'lost payment'} what
 * @param {string} text
 * @param {() => void} shown is called once the warning was printed
 */
function warn(what, text, shown) {
  const code = what === 'lost key' ? 'VENICE_KEYS_LOST_KEY' : 'VENICE_KEYS_LOST_PAYMENT';
  process.emitWarning(text, { type, code });
  // Warnings are printed in a later tick; this one comes after it.
  process.nextTick(shown);
}

/**
 * The server will retire an operation, or this machine's clock is wrong.
 *
 * @param {'retirement' | 'wrong clock'} what
 * @param {string} text
 */
function announce(what, text) {
  if (what === 'wrong clock') process.emitWarning(text, { type, code: 'VENICE_KEYS_CLOCK' });
  else process.emitWarning(text, { type: 'DeprecationWarning', code: 'VENICE_KEYS_DEPRECATION' });
}

/**
 * A key wasn't kept, and couldn't be deleted.
 *
 * @param {string} id
 * @param {unknown} error why
 */
function warnOfKept(id, error) {
  const why = error instanceof Error ? error.message : String(error);
  const text = `key ${id} is pending, and wasn't stored or made lasting: it ends by itself. ${why}`;
  process.emitWarning(text, { type, code: 'VENICE_KEYS_PENDING_KEY' });
}

/** Functions that threw once: their later errors aren't shown. */
const faulty = new WeakSet();

/**
 * Shows an attempt. If `onAttempt` throws, a warning says so and the call continues: thrown from
 * here, the error would end the process, and the keys being created would be lost.
 *
 * @param {import('../index').Attempt} attempt
 * @param {import('./calls').Observer} observer
 */
function show(attempt, { onAttempt, debug }) {
  if (debug) debug('%s', lineOf(attempt));
  if (!onAttempt) return;
  const report = (/** @type {unknown} */ error) => {
    if (faulty.has(onAttempt)) return;
    faulty.add(onAttempt);
    const message = "a client's onAttempt threw; the call continues, and later errors aren't shown";
    process.emitWarning(message, { type, code: 'VENICE_KEYS_ON_ATTEMPT', detail: inspect(error) });
  };
  try {
    // It may be an async function, which nobody waits for.
    Promise.resolve(onAttempt(attempt)).catch(report);
  } catch (error) {
    report(error);
  }
}

/** @param {import('../index').Attempt} attempt */
function lineOf({ method, path, status, failure, elapsedMs, number }) {
  const outcome = status ?? failure ?? '?';
  return `${method} ${path} ${outcome} ${elapsedMs.toFixed()} ms, attempt ${number}`;
}

module.exports = { announce, show, warn, warnOfKept };
