// What a call costs the main thread, in processor time: the time that nothing else could use.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Client } from 'venice-keys';

import { sandboxFor } from './support/sandbox.mjs';

/** Milliseconds that the main thread has been on a processor. */
const spent = () => {
  const [ns] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(ns) / 1e6;
};

async function cost(call) {
  for (let i = 0; i < 20; i += 1) await call();
  const runs = [];
  for (let run = 0; run < 5; run += 1) {
    const before = spent();
    for (let i = 0; i < 20; i += 1) await call();
    runs.push((spent() - before) / 20);
  }
  return runs.sort((a, b) => a - b)[2];
}

describe('a list of 500 keys', { skip: process.platform !== 'linux' }, () => {
  it('costs the main thread less than two thirds of fetch and JSON.parse', async (t) => {
    const sandbox = await sandboxFor(t);
    const key = { description: 'x', expiresAt: '2099-01-01', consumptionLimit: { usd: 5 } };
    await sandbox.control('keys', { keys: [{ ...key, usage: { usd: '1.25' }, count: 498 }] });
    const client = new Client({ apiKey: sandbox.admin_key, baseUrl: sandbox.base_url });
    const headers = { authorization: `Bearer ${sandbox.admin_key}` };
    const fetched = async () => JSON.parse(await (await fetch(url, { headers })).text());
    const url = `${sandbox.base_url}/api_keys`;
    assert.equal((await client.listKeys()).length, 500);
    assert.equal((await fetched()).data.length, 500);
    const text = JSON.stringify(await fetched());
    const [ours, theirs, parse] = [
      await cost(() => client.listKeys()),
      await cost(fetched),
      await cost(async () => JSON.parse(text)),
    ];
    const figures = [ours, theirs, parse].map((ms) => `${ms.toFixed(2)} ms`);
    t.diagnostic(
      `ours ${figures[0]}, fetch and JSON.parse ${figures[1]}, JSON.parse ${figures[2]}`,
    );
    assert.ok(ours < (theirs * 2) / 3, `${figures}`);
  });
});
