'use strict';

/**
 * Jobs in steps, between which the caller's own code runs: a key is begun, stored, and only then
 * made lasting; or it lasts until its scope ends. Whatever is begun ends by itself.
 *
 * @typedef {import('./caller').Use} Use
 * @typedef {import('./errors').Trace} Trace
 * @typedef {import('../index').CreatedKey} CreatedKey
 * @typedef {import('../index').Store} Store
 * @typedef {{ result: any, record: string | null }} Begun `record`: what has to be committed
 */

const { VeniceError, at, traceOf } = require('./errors.js');
const { refuseIfAborted } = require('./iterators.js');
const { readFlag } = require('./results.js');
const { onAbort } = require('./signals.js');
const { warnOfKept } = require('./warnings.js');

/** Node 20's first releases lack the symbol that `await using` looks for. */
const asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');

/** How often a job begins again whose key's time was over before it was stored. */
const MOST_BEGINNINGS = 3;

/** A key between its creation and its commit. */
class BegunKey {
  #use;
  #steps;
  #record;
  /** @type {CreatedKey} */
  #created;
  #isStored = false;
  #mayBeLasting = false;

  /**
   * @param {Use} use
   * @param {import('./addon').Steps} steps
   * @param {any} result
   * @param {string} record
   */
  constructor(use, steps, result, record) {
    this.#use = use;
    this.#steps = steps;
    this.#record = record;
    this.#created = result.created ?? result;
  }

  /** Whether a commit of it failed that may have been carried out: then it is never deleted. */
  get mayBeLasting() {
    return this.#mayBeLasting;
  }

  /** Whether neither was done yet: it was neither stored nor committed. */
  get isUntouched() {
    return !this.#isStored && !this.#mayBeLasting;
  }

  /**
   * Lets the caller store it, once. If that fails, or is aborted, the key is deleted again.
   *
   * @param {Store | undefined} store
   * @param {Trace} trace
   * @param {AbortSignal} [ended] ends the wait, too, without an error
   */
  async store(store, trace, ended) {
    if (!store || this.#isStored) return;
    const { name, signal } = this.#use;
    const stop = [signal, ended].filter((one) => one !== undefined);
    try {
      const work = async () => store(this.#created);
      if (isAborted(stop) || !(await waitFor(work(), stop))) {
        refuseIfAborted({ name, signal }, trace, this.#undone());
      }
      this.#isStored = true;
    } catch (error) {
      const undone = this.abort(trace);
      if (!signal?.aborted) await waitFor(undone, stop);
      throw error;
    }
  }

  /**
   * Makes it lasting. `false`: its time was over, and nothing is left of it.
   *
   * If this fails, it may have become lasting all the same: it isn't deleted, and can be committed
   * once more.
   *
   * @param {Trace} trace
   * @returns {Promise<boolean>}
   */
  async commit(trace) {
    let sent = true;
    const consequence = (/** @type {boolean} */ was) => {
      sent = was || this.#mayBeLasting;
      const { id } = this.#created;
      return sent ? `: key ${id} may have become lasting all the same` : this.#undone();
    };
    const prepare = () => this.#steps.commit(this.#record);
    try {
      const commit = { prepare, read: readFlag, consequence };
      return await this.#use.call({ effect: 'changes', trace, ...commit });
    } catch (error) {
      this.#mayBeLasting = sent;
      if (!sent) this.abort(trace);
      throw error;
    }
  }

  /**
   * The error of a job that began often enough.
   *
   * @param {Trace} trace
   */
  lost(trace) {
    const { id } = this.#created;
    const what = `the key ${id}, the last of several, ended before it was made lasting`;
    const message = `${this.#use.name}: ${what}; give \`store\` more time: its hold is too short`;
    return at(new VeniceError(message, { code: 'pending_lost', operation: this.#use.name }), trace);
  }

  #undone() {
    return `: key ${this.#created.id} is being deleted, or ends by itself`;
  }

  /**
   * Deletes it again. This never fails: a key that can't be deleted ends by itself.
   *
   * @param {Trace} trace
   */
  async abort(trace) {
    const prepare = () => this.#steps.abort(this.#record);
    try {
      await this.#use.call({ effect: 'changes', trace, signal: undefined, prepare });
    } catch (error) {
      warnOfKept(this.#created.id, error);
    }
  }
}

/** @param {AbortSignal[]} signals */
const isAborted = (signals) => signals.some(({ aborted }) => aborted);

/**
 * Waits for work, but no longer than until one of the signals is aborted.
 *
 * @param {Promise<unknown>} work
 * @param {AbortSignal[]} signals
 * @returns {Promise<boolean>} whether it was done
 */
function waitFor(work, signals) {
  return new Promise((resolve, reject) => {
    const unlisten = signals.map((signal) => onAbort(signal, () => resolve(false)));
    const done = () => {
      for (const stop of unlisten) stop();
    };
    work.then(() => resolve(true), reject).finally(done);
  });
}

/**
 * Begins a key, lets the caller store it, and makes it lasting; from the beginning, if its time was
 * over by then.
 *
 * @param {Use} use
 * @param {import('./addon').NativeJob} job
 * @param {Store | undefined} store
 * @param {Trace} trace
 * @returns {Promise<any>}
 */
async function stored(use, job, store, trace) {
  for (let beginning = 1; ; beginning += 1) {
    /** @type {Begun} */
    const begun = await use.call({ effect: 'begins', trace, prepare: () => job.begin() });
    if (begun.record === null) return begun.result;
    const key = new BegunKey(use, job, begun.result, begun.record);
    await key.store(store, trace);
    if (await key.commit(trace)) return begun.result;
    if (beginning === MOST_BEGINNINGS) throw key.lost(trace);
  }
}

/**
 * Creates a key that is deleted when its scope ends.
 *
 * @param {Use} use
 * @param {import('./addon').NativeJob} job
 * @param {Trace} trace
 */
async function temporary(use, job, trace) {
  /** @type {CreatedKey} */
  const key = await use.call({
    effect: 'creates',
    trace,
    prepare: () => job.begin(),
    consequence: (sent) =>
      sent ? ': a key that it creates is deleted, or a warning names it' : ': nothing was sent',
  });
  /** @type {Promise<void> | undefined} */
  let ended;
  const end = () => {
    const where = traceOf(end, end);
    // Whoever disposes of it once more waits for the same, unless that failed.
    ended ??= remove(use, job, key, where).catch((error) => {
      ended = undefined;
      throw error;
    });
    return ended;
  };
  return Object.defineProperty(key, asyncDispose, { value: end });
}

/**
 * Deletes a key before its time. That it is gone already is as good, if it is Venice that says so:
 * with the status 400, where a gateway that knows no such path says 404.
 *
 * @param {Use} use
 * @param {import('./addon').NativeJob} job
 * @param {CreatedKey} key
 * @param {Trace} trace
 */
async function remove(use, job, { id, expiresAt }, trace) {
  const prepare = () => job.remove(id);
  try {
    await use.call({ effect: 'changes', trace, signal: undefined, prepare });
  } catch (error) {
    if (!(error instanceof VeniceError)) throw error;
    const { code, status } = /** @type {import('../index').VeniceError} */ (error);
    if (code === 'not_found' && status === 400) return;
    const until = expiresAt ? `lives until ${expiresAt.toISOString()}` : 'lives on';
    error.message = `key ${id} couldn't be deleted, and ${until}: ${error.message}`;
    throw at(error, trace);
  }
}

/** @typedef {BegunKey} JobKey */

module.exports = { BegunKey, stored, temporary };
