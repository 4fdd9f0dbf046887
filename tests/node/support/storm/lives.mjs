// The workers of the storm, seen from outside.

import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

export const WORKER_DEADLINE = 90_000;
export const WAYS = ['by itself', 'exit', 'thrown', 'terminated', 'terminated at once'];
// One that is terminated before it has begun ends with 0.
const EXIT_CODES = {
  'by itself': [0],
  exit: [7],
  'terminated at once': [0, 1],
};
/** Where workers count, in what they share. */
export const [CALLS, ANSWERS, WARNINGS] = [0, 1, 2];

/** The key that a warning names. */
export function namedBy({ code, message }) {
  const [, id] = /created the key (\S+?)[:,]/.exec(message) ?? [];
  return code === 'VENICE_KEYS_LOST_KEY' ? id : undefined;
}

/** A worker from its start to its end: what was wrong with it. */
export async function lifeOf(way, number, { random, ready, shared, known }) {
  const failures = [];
  const data = { way, number, seed: random(), ready, shared };
  const worker = new Worker(new URL('worker.mjs', import.meta.url), {
    workerData: data,
  });
  const flies = new Promise((resolve) => {
    worker.on('message', (message) => {
      if (message.known) known.add(message.known);
      else if (message.failure) failures.push(message.failure);
      else resolve();
    });
  });
  worker.on('error', (error) => {
    if (way !== 'thrown' || error.message !== 'thrown') failures.push(`worker: ${error.stack}`);
  });
  const exit = new Promise((resolve) => {
    worker.on('exit', resolve);
  });
  if (way.startsWith('terminated')) {
    await (way === 'terminated' ? Promise.race([flies, exit]) : sleep(random() * 100));
    worker.terminate();
  }
  const code = await beforeDeadline(exit, WORKER_DEADLINE);
  if (code === undefined) {
    worker.terminate();
    return [...failures, `a worker (${way}) hung for ${WORKER_DEADLINE} ms`];
  }
  const expected = EXIT_CODES[way] ?? [1];
  return expected.includes(code) ? failures : [...failures, `a worker (${way}) ended with ${code}`];
}

export async function beforeDeadline(promise, ms) {
  const over = new AbortController();
  const late = sleep(ms, undefined, over).catch(() => {});
  const first = await Promise.race([promise, late]);
  over.abort();
  return first;
}
