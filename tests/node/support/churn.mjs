// Starts, uses and ends workers, some with calls in flight; run by threads.test.mjs.

import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Client, Secret } from 'venice-keys';

const ROUNDS = 6;
const WAYS = ['by itself', 'exit', 'terminated', 'thrown', 'terminated at once'];

if (isMainThread) await main();
else await work(workerData);

async function main() {
  let answers = 0;
  const churn = async (way) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: way });
    worker.on('message', (count) => {
      answers += count;
    });
    worker.on('error', (error) => {
      if (error.message !== 'thrown') throw error;
    });
    const exit = once(worker, 'exit').catch(() => {});
    if (way === 'terminated at once') {
      setTimeout(() => worker.terminate(), Math.random() * 60);
    } else if (way === 'terminated') {
      await Promise.race([once(worker, 'message'), exit]);
      worker.terminate();
    }
    await exit;
  };
  // This thread has a client at work all the while.
  const client = new Client();
  const fifty = async () => {
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([...WAYS.map(churn), client.listKeys()]);
    }
    return memory();
  };
  const after = [];
  for (let round = 0; round < ROUNDS; round += 1) after.push(await fifty());
  // The first rounds fill what is kept for the next, and any one round may be a high or a low.
  const half = ROUNDS / 2;
  const least = (rounds) => Math.min(...rounds);
  const grown = least(after.slice(half)) - least(after.slice(1, half));
  console.log(JSON.stringify({ workers: 50 * ROUNDS, answers, after, grown }));
}

function memory() {
  globalThis.gc();
  return Math.round(process.memoryUsage().rss / 1e6);
}

async function work(way) {
  // In flight when the worker ends: some about to be answered, some not for long.
  const client = new Client({ onAttempt: () => {}, maxRetries: 0 });
  const flying = [];
  const fly = (count) => {
    for (let i = 0; i < count; i += 1) flying.push(client.listKeys().catch(() => {}));
  };
  fly(3);
  const found = await Promise.all([client.listKeys(), client.verifyKey(), client.listModels()]);
  const made = new Secret('VENICE_ADMIN_KEY_churn');
  parentPort.postMessage(made.reveal() ? found.length : 0);
  if (way !== 'by itself') {
    await fetch(`${process.env.CONTROL}/faults`, {
      method: 'POST',
      body: JSON.stringify({
        faults: [{ kind: 'delay', ms: 20, match: { path: '/api_keys' }, times: 3 }],
      }),
    });
    fly(8);
  }
  if (way === 'exit') process.exit();
  if (way === 'thrown') throw new Error('thrown');
  if (way === 'terminated') await Promise.all(flying);
}
