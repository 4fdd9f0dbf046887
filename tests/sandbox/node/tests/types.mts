// What TypeScript must take, and what it must refuse.

import { type Fault, Sandbox } from 'venice-keys-sandbox';

const sandbox = await Sandbox.start({ web3: 'siwe', minute: 1, tls: 'valid' });
await sandbox.queue(
  { kind: 'status', status: 503, headers: { 'retry-after': 1 }, afterWork: true, times: 2 },
  { kind: 'edit', set: { 'data.limitPeriod': null }, path: '/api_keys*' },
  { kind: 'settlement', response: 'timeout', settles: 'never', header: 'payment-signature' },
  { kind: 'late', afterRequests: 1, method: 'POST', skip: 1 },
  { kind: 'meanwhile', control: [{ path: 'keys', body: { delete: ['newest'] } }] },
  { kind: 'ignore', members: ['expiresAt'] },
);
const now: Date = await sandbox.advance(1000);
const [request] = await sandbox.requests();
const status: number | null | undefined = request?.status;
await sandbox.changeKey('newest', { expiresAt: null, usage: { usd: 1 } });
const { apiKey } = await sandbox.seedKey({ expiresInMs: -1, usage: { usd: '12.5' } });
console.log(now, status, apiKey satisfies string);

// @ts-expect-error a kind that there isn't
const unknown: Fault = { kind: 'explode' };
// @ts-expect-error a member that means nothing to its kind
const meaningless: Fault = { kind: 'garbage', status: 500 };
// @ts-expect-error a member that its kind needs
const incomplete: Fault = { kind: 'redirect' };
// @ts-expect-error an option that there isn't
await Sandbox.start({ port: 1 });
console.log(unknown, meaningless, incomplete);

{
  await using ended = await Sandbox.start();
  console.log(ended.clientOptions.apiKey);
}
