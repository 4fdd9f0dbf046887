// What a test waits for: warnings of the process, requests that were sent, states that come. Each
// limit is one that only a failure meets, however slow the machine is.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** The warnings of the process while some work is done. */
export async function warningsWhile(work) {
  const warnings = [];
  const listen = (warning) => warnings.push(warning);
  process.on('warning', listen);
  await work(warnings);
  await sleep(20);
  process.off('warning', listen);
  return warnings;
}

/** Waits until something holds. */
export async function eventually(holds, what = 'it') {
  const deadline = performance.now() + 30_000;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `waited in vain for ${what}`);
    await sleep(10);
  }
}

/** Waits until something holds, and a moment longer. */
export async function until(holds) {
  await eventually(holds);
  await sleep(100);
}

/** Waits until the server has seen a request of this method. */
export function sent(sandbox, method) {
  const isOne = (request) => request.method === method;
  return eventually(async () => (await sandbox.journal()).some(isOne), `a ${method}`);
}

/** What must come at once, and not after a call's own 30 seconds, or never. */
export function atOnce(promise) {
  const late = new AbortController();
  const over = sleep(15_000, undefined, late).then(() => assert.fail('it did not come at once'));
  return Promise.race([promise, over]).finally(() => late.abort());
}
