// One worker of the storm: it makes calls of every kind, and ends in one of five ways.

import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Client, Wallet } from 'venice-keys';

import { kinds, oneOf, play, randomFrom, settings } from './calls.mjs';
import { ANSWERS, CALLS, namedBy, WARNINGS } from './lives.mjs';

async function work({ way, number, seed, ready, shared }) {
  process.on('warning', (warning) => {
    const id = namedBy(warning);
    if (id) parentPort.postMessage({ known: id });
    else Atomics.add(shared, WARNINGS, 1);
  });
  const random = randomFrom(seed);
  const wallet = new Wallet(ready.plain.staked_private_key);
  const client = new Client(settings(ready, random() < 0.15));
  const had = (id) => parentPort.postMessage({ known: id });
  const calls = kinds(client, {
    wallet,
    description: `worker ${number}`,
    random,
    had,
  });
  const counted = (_, what) => Atomics.add(shared, what === 'begun' ? CALLS : ANSWERS, 1);
  const tell = (failure) => failure && parentPort.postMessage({ failure });
  const kindOf = () => oneOf(Object.keys(calls), random);
  const call = async () => tell(await play(calls, kindOf(), random, counted));
  const some = (count) => Promise.all(Array.from({ length: count }, call));
  await some(4);
  const flying = some(8);
  parentPort.postMessage({ flying: true });
  if (way !== 'by itself') await sleep(random() * 20);
  if (way === 'exit') process.exit(7);
  if (way === 'thrown') throw new Error('thrown');
  await flying;
  while (way.startsWith('terminated')) await some(4);
}

await work(workerData);
