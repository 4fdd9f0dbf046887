// What TypeScript people see, held exactly: `tsc --strict` fails where a type differs.

import { createReadStream, createWriteStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { expectTypeOf } from 'expect-type';
import {
  type AnonymousClientOptions,
  type ApiKey,
  type ApiKeyType,
  type BillingBalance,
  Client,
  type ClientOptions,
  type ConsumptionLimit,
  type CreatedKey,
  type DailySeries,
  type DeletedKey,
  type EnsuredKey,
  type ErrorCode,
  type KeyChange,
  type KeyFilter,
  type KeyStatus,
  type KeyUpdate,
  type Model,
  type NewKey,
  type OpenEnum,
  type Page,
  type Pages,
  type PendingKey,
  type PendingRotation,
  type PendingTopUp,
  type PlannedKey,
  type ProvisionedKey,
  type RateLimitBreach,
  type RateLimitNews,
  type RateLimits,
  type RotatedKey,
  Secret,
  type SignIn,
  type TemporaryKey,
  type TopUp,
  type TopUpRequest,
  type UsageAnalytics,
  type UsageEntry,
  type UsageFilter,
  type VeniceError,
  type Wallet,
  type WalletBalance,
  type WalletTransaction,
  type Web3Challenge,
} from 'venice-keys';

declare const client: Client;
declare const wallet: Wallet;
declare const error: VeniceError;
declare const topUp: TopUpRequest;

// Every operation: what it takes, what it gives.
expectTypeOf(client.listKeys()).toEqualTypeOf<Promise<ApiKey[]>>();
expectTypeOf(client.createKey({ description: 'x' })).toEqualTypeOf<Promise<CreatedKey>>();
expectTypeOf(client.getKey('id')).toEqualTypeOf<Promise<ApiKey>>();
expectTypeOf(client.updateKey('id', {})).toEqualTypeOf<Promise<ApiKey>>();
expectTypeOf(client.deleteKey('id')).toEqualTypeOf<Promise<void>>();
expectTypeOf(client.rateLimits()).toEqualTypeOf<Promise<RateLimits>>();
expectTypeOf(client.rateLimitLog()).toEqualTypeOf<Promise<RateLimitBreach[]>>();
expectTypeOf(client.verifyKey()).toEqualTypeOf<Promise<KeyStatus>>();
expectTypeOf(client.listModels('text')).toEqualTypeOf<Promise<Model[]>>();
expectTypeOf(client.web3Challenge('0x')).toEqualTypeOf<Promise<Web3Challenge>>();
expectTypeOf(client.mintWithWallet(wallet)).toEqualTypeOf<Promise<CreatedKey>>();
expectTypeOf(
  client.mintWeb3Key({
    address: '0x',
    signature: '0x',
    challenge: 'text',
    description: 'x',
  }),
).toEqualTypeOf<Promise<CreatedKey>>();

expectTypeOf(client.billingBalance()).toEqualTypeOf<Promise<BillingBalance>>();
expectTypeOf(client.usageHistory()).toEqualTypeOf<Pages<UsageEntry>>();
expectTypeOf(client.usageHistoryCsv({}, 'path')).toEqualTypeOf<Promise<number>>();
expectTypeOf(client.usageAnalytics()).toEqualTypeOf<Promise<UsageAnalytics>>();

expectTypeOf(client.x402Balance(wallet)).toEqualTypeOf<Promise<WalletBalance>>();
expectTypeOf(client.x402Transactions(wallet)).toEqualTypeOf<Pages<WalletTransaction>>();
expectTypeOf(client.x402PrepareTopUp(wallet, topUp)).toEqualTypeOf<Promise<PendingTopUp>>();
expectTypeOf(client.x402PayTopUp(wallet, 'record')).toEqualTypeOf<Promise<TopUp>>();
expectTypeOf(client.x402TopUp(wallet, topUp)).toEqualTypeOf<Promise<TopUp>>();
expectTypeOf(wallet.signIn()).toEqualTypeOf<SignIn>();
client.x402Transactions(wallet, undefined, { signal: AbortSignal.timeout(5) });
client.x402TopUp(wallet, { amount: 10n, most: '10.5', order: 'x', evenIfEnough: true });
// @ts-expect-error it says not how much it may be
client.x402TopUp(wallet, { amount: 10, order: 'x' });
// @ts-expect-error it says not what for
client.x402TopUp(wallet, { amount: 10, most: 10 });

// Jobs: what they give, and where secrets are stored.
const store = async (created: CreatedKey) => [created.id, created.apiKey.reveal()];
expectTypeOf(client.createKeyOnce({ description: 'x' })).toEqualTypeOf<Promise<CreatedKey>>();
expectTypeOf(client.ensureKey({ description: 'x' }, store)).toEqualTypeOf<Promise<EnsuredKey>>();
client.ensureKey({ description: 'x' }, ({ id, apiKey }) => {
  expectTypeOf(id).toEqualTypeOf<string>();
  expectTypeOf(apiKey).toEqualTypeOf<Secret>();
});
client.createKeyOnce({ description: 'x' }, undefined, { timeoutMs: 5, maxRetries: 0 });
expectTypeOf<EnsuredKey['created']>().toEqualTypeOf<CreatedKey | null>();
const many = [{ description: 'x' }] as const;
expectTypeOf(client.planKeys(many)).toEqualTypeOf<Promise<PlannedKey[]>>();
expectTypeOf(client.provisionKeys(many)).toEqualTypeOf<AsyncIterable<ProvisionedKey>>();
for await (const item of client.provisionKeys([{ description: 'x' }], store)) {
  expectTypeOf(item.progress.done).toEqualTypeOf<number>();
  expectTypeOf(item.errorCode).toEqualTypeOf<ErrorCode | null>();
}
expectTypeOf(client.rotateKey('id', { graceMs: 5 }, store)).toEqualTypeOf<Promise<RotatedKey>>();
client.rotateKey('id', undefined, store, { timeoutMs: 5 });
expectTypeOf(client.beginRotation('id')).toEqualTypeOf<Promise<PendingRotation>>();
expectTypeOf(client.commitRotation('record')).toEqualTypeOf<Promise<void>>();
expectTypeOf(client.pendingKeys()).toEqualTypeOf<Promise<PendingKey[]>>();
expectTypeOf(client.deleteKeys({ prefix: 'x' })).toEqualTypeOf<Pages<DeletedKey>>();
expectTypeOf(client.temporaryKey({ description: 'x' }, { lifetimeMs: 5 })).toEqualTypeOf<
  Promise<TemporaryKey>
>();
await using temporary = await client.temporaryKey({ description: 'x' }, { lifetimeMs: 5 });
expectTypeOf(temporary).toExtend<CreatedKey>();
// @ts-expect-error it says not where the new secret is stored
client.rotateKey('id', {});
// @ts-expect-error it says not for how long
client.temporaryKey({ description: 'x' });
// @ts-expect-error a store isn't given by its name
client.ensureKey({ description: 'x', store });
// @ts-expect-error one key isn't many
client.provisionKeys({ description: 'x' });

// Which keys go: something is said of them. What may turn out to be nothing isn't enough.
declare const maybe: { prefix?: string; ids: string[] | null };
client.deleteKeys({ prefix: maybe.prefix, unusedSince: new Date() });
client.planDeletion({ ids: [], prefix: null }, { signal: AbortSignal.timeout(5) });
const previews: KeyFilter = { prefix: 'preview ' };
client.deleteKeys({ ...previews, ids: ['id'] });
// @ts-expect-error there is no filter
client.deleteKeys();
// @ts-expect-error there is no filter
client.planDeletion();
// @ts-expect-error it says nothing
client.deleteKeys({});
// @ts-expect-error it says nothing
client.planDeletion({});
// @ts-expect-error it says nothing
client.deleteKeys({ prefix: undefined, ids: null });
// @ts-expect-error it may say nothing
client.deleteKeys({ prefix: maybe.prefix, ids: maybe.ids });
// @ts-expect-error there is no such member
client.deleteKeys({ prefix: 'x', description: 'x' });

// What is watched: times by their names, beside what every call takes.
expectTypeOf(client.watchKeys({ everyMs: 5 })).toEqualTypeOf<Pages<KeyChange>>();
client.watchKeys({ everyMs: 5, cursor: 'x', signal: AbortSignal.timeout(5) });
expectTypeOf(client.followRateLimitLog({ everyMs: 5 })).toEqualTypeOf<Pages<RateLimitNews>>();
// @ts-expect-error it says not how often
client.watchKeys({});

// Other limits, another key, a key that is asked for.
expectTypeOf(client.withOptions({ timeoutMs: 5, holdMs: 60_000 })).toEqualTypeOf<Client>();
expectTypeOf(client.withApiKey('x')).toEqualTypeOf<Client>();
client.listKeys({ timeoutMs: 5, maxRetries: 0, signal: AbortSignal.timeout(5) });
new Client({ credential: () => 'x' });
new Client({ credential: async () => new Secret('x') });
// @ts-expect-error a derived client can't have another address
client.withOptions({ baseUrl: 'x' });
// @ts-expect-error a call has no hold of its own
client.listKeys({ holdMs: 5 });
// @ts-expect-error no key
new Client({ credential: async () => 5 });

// Pages: by item, by page, and no array without a limit.
declare const pages: Pages<UsageEntry>;
for await (const entry of pages) expectTypeOf(entry).toEqualTypeOf<UsageEntry>();
for await (const page of pages.pages()) expectTypeOf(page).toEqualTypeOf<Page<UsageEntry>>();
expectTypeOf(pages.toArray({ limit: 5 })).toEqualTypeOf<Promise<UsageEntry[]>>();
// @ts-expect-error there is no limit
pages.toArray();
// @ts-expect-error there is no limit
pages.toArray({});

// Where a document goes.
declare const socket: Socket;
declare const response: ServerResponse;
client.usageHistoryCsv(undefined, new URL('file:///usage.csv'));
client.usageHistoryCsv({}, process.stdout, { signal: AbortSignal.timeout(5) });
client.usageHistoryCsv({}, new PassThrough());
client.usageHistoryCsv({}, createWriteStream('usage.csv'));
client.usageHistoryCsv({}, socket);
client.usageHistoryCsv({}, response);
// @ts-expect-error it says not where
client.usageHistoryCsv({});
// @ts-expect-error a stream to read from
client.usageHistoryCsv({}, createReadStream('usage.csv'));

// Nothing is `any`, however deep. (A type that is, or holds one, gives `true`.)
type HoldsAny<T, Depth extends unknown[] = []> = 0 extends 1 & T
  ? true
  : Depth['length'] extends 6
    ? false
    : T extends string | number | Date | Secret | Client | AbortSignal
      ? false
      : T extends (...args: infer A) => infer R
        ? HoldsAny<A, [...Depth, 0]> | HoldsAny<R, [...Depth, 0]>
        : T extends object
          ? { [K in keyof T]: HoldsAny<T[K], [...Depth, 0]> }[keyof T]
          : false;
expectTypeOf<HoldsAny<{ a: { b: unknown }[] }>>().not.toEqualTypeOf<true>();
// biome-ignore lint/suspicious/noExplicitAny: to see that the check can fail
expectTypeOf<true extends HoldsAny<{ a: { b: any } }> ? 'any' : 'none'>().toEqualTypeOf<'any'>();
type Clean<T> = true extends HoldsAny<T> ? 'any' : 'none';
expectTypeOf<Clean<ApiKey>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<CreatedKey>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<RateLimits>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<RateLimitBreach>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<KeyStatus>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<Model>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<Web3Challenge>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<BillingBalance>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<UsageEntry>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<UsageAnalytics>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<UsageFilter>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<TopUp>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<PendingTopUp>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<WalletTransaction>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<ClientOptions>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<NewKey>>().toEqualTypeOf<'none'>();
expectTypeOf<Clean<KeyUpdate>>().toEqualTypeOf<'none'>();
expectTypeOf<
  Clean<Pick<VeniceError, 'code' | 'status' | 'issues' | 'retryAfterMs'>>
>().toEqualTypeOf<'none'>();

// Times are dates, money is text, what is missing is null.
expectTypeOf<ApiKey['createdAt']>().toEqualTypeOf<Date | null>();
expectTypeOf<CreatedKey['apiKey']>().toEqualTypeOf<Secret>();
expectTypeOf<CreatedKey['consumptionLimit']>().toEqualTypeOf<ConsumptionLimit>();
expectTypeOf<CreatedKey['unreadable']>().toEqualTypeOf<string[]>();
expectTypeOf<ConsumptionLimit['usd']>().toEqualTypeOf<string | null>();
expectTypeOf<UsageEntry['timestamp']>().toEqualTypeOf<Date | null>();
expectTypeOf<SignIn['value']>().toEqualTypeOf<Secret>();
expectTypeOf<PendingTopUp['amount']>().toEqualTypeOf<string | null>();
expectTypeOf<UsageEntry['amount']>().toEqualTypeOf<string | null>();
expectTypeOf<DailySeries['date']>().toEqualTypeOf<string | null>();
expectTypeOf<DailySeries['values']>().toEqualTypeOf<Record<string, string>>();
expectTypeOf<VeniceError['resume']>().toEqualTypeOf<string | undefined>();

// Literal unions stay open: known values are offered, others are texts.
expectTypeOf<ApiKeyType>().toEqualTypeOf<OpenEnum<'INFERENCE' | 'ADMIN'>>();
expectTypeOf<'INFERENCE'>().toExtend<ApiKeyType>();
expectTypeOf<string>().toExtend<ApiKeyType>();
expectTypeOf<ApiKeyType>().toExtend<string>();
expectTypeOf<ApiKeyType>().not.toEqualTypeOf<string>();
expectTypeOf<5>().not.toExtend<ApiKeyType>();

// A key can be made anew with what an old one shows.
declare const old: ApiKey;
client.createKey({
  description: old.description ?? 'rotated',
  apiKeyType: old.apiKeyType,
  consumptionLimit: old.consumptionLimits,
  limitPeriod: old.limitPeriod,
  expiresAt: old.expiresAt,
  modelPrivacy: old.modelPrivacy,
  ipAllowlist: old.ipAllowlist,
});

// What is taken.
client.createKey({
  description: 'x',
  consumptionLimit: { usd: '12.50', diem: 5, vcu: 3n },
});
client.createKey({
  description: 'x',
  expiresAt: new Date(),
  ipAllowlist: ['1.1.1.1'] as const,
});
client.usageHistory({ startTimestamp: new Date(), endTimestamp: '2026-06-15T00:00:00Z' });
client.usageAnalytics({ startDate: '2026-06-01', endDate: '2026-06-30' });
// @ts-expect-error which day it is depends on where one is
client.usageAnalytics({ startDate: new Date() });
client.updateKey('id', {
  description: null,
  consumptionLimit: { usd: null },
  expiresAt: undefined,
});
client.listModels('decision');
client.listModels('a type of tomorrow');
client.listModels(undefined, { signal: new AbortController().signal });
client.listKeys({ signal: AbortSignal.timeout(5) });
new Client();
new Client({
  apiKey: new Secret('x'),
  onAttempt: ({ status, elapsedMs }) => [status, elapsedMs],
  web3Generation: 'siwe',
});
Client.anonymous({ baseUrl: 'x' }) satisfies Client;
expectTypeOf<keyof AnonymousClientOptions>().toEqualTypeOf<
  Exclude<keyof ClientOptions, 'apiKey' | 'credential'>
>();

// What is not.
// @ts-expect-error a key needs a description
client.createKey({});
// @ts-expect-error there is no such option
client.createKey({ description: 'x', consumptionLimits: { usd: 5 } });
// @ts-expect-error there is no such cap
client.createKey({ description: 'x', consumptionLimit: { usdd: 5 } });
// @ts-expect-error an expiry is no number
client.createKey({ description: 'x', expiresAt: 5 });
// @ts-expect-error a key's type can't change
client.updateKey('id', { apiKeyType: 'ADMIN' });
// @ts-expect-error there is no such option
new Client({ apikey: 'x' });
// @ts-expect-error an anonymous client has no key
Client.anonymous({ apiKey: 'x' });
// @ts-expect-error an id is a text
client.getKey(5);
// @ts-expect-error there is no such option
client.listKeys({ timeout: 5 });
// @ts-expect-error a private key is no wallet
client.mintWithWallet('0x');
const like = { address: '0x', sign: () => '0x', signIn: () => wallet.signIn() };
// @ts-expect-error a plain object is no wallet
client.mintWithWallet(like);
// @ts-expect-error a secret is no text
old.id = new Secret('x');

// Errors.
expectTypeOf(error).toExtend<Error>();
expectTypeOf(error.code).toEqualTypeOf<ErrorCode>();
expectTypeOf(error.status).toEqualTypeOf<number | undefined>();
expectTypeOf(error.serverCode).toEqualTypeOf<string | undefined>();
expectTypeOf(error.serverVersion).toEqualTypeOf<string | undefined>();
expectTypeOf(error.name).toEqualTypeOf<'VeniceError'>();
switch (error.code) {
  case 'outcome_unknown':
  case 'not_found':
    break;
}
expectTypeOf(wallet.address).toEqualTypeOf<string>();
expectTypeOf(wallet.sign).returns.toEqualTypeOf<string>();
