// Every operation once, in an order in which they can run: each region is the example of its method
// in index.d.ts.
//
//   VENICE_ADMIN_KEY=… VENICE_BASE_URL=… WALLET_PRIVATE_KEY=… node methods.mjs
//
// It creates and deletes keys: run it against a sandbox.

// region: client
import { Client, VeniceError, Wallet } from 'venice-keys';

const client = new Client(); // VENICE_ADMIN_KEY
// endregion

/** Where this program would keep what must not be lost. */
const store = async (...what) => what.length > 0;

// region: create_key
const created = await client.createKey({
  description: 'customer 42',
  consumptionLimit: { usd: '12.50' },
  limitPeriod: 'MONTH',
  expiresAt: '2099-12-31',
});
console.log(created.id, created.apiKey); // the key is printed redacted
await store(created.apiKey.reveal());
// endregion

const { id } = created;

// region: create_key_once
const once = await client.createKeyOnce({ description: 'customer 43' }, async (created) => {
  await store(created.id, created.apiKey.reveal()); // before the key is lasting
});
console.log(once.id);
// endregion

// region: ensure_key
const keep = ({ id, apiKey }) => store(id, apiKey.reveal());
const ensured = await client.ensureKey({ description: 'customer 44' }, keep);
console.log(ensured.outcome, ensured.id); // created, kept or changed
// endregion

const newKeys = [{ description: 'customer 44' }, { description: 'customer 45' }];

// region: plan_keys
for (const { action, description } of await client.planKeys(newKeys)) {
  console.log(action, description);
}
// endregion

// region: provision_keys
for await (const { outcome, description, progress } of client.provisionKeys(newKeys, keep)) {
  console.log(outcome, description, progress.done, 'of', progress.total);
}
// endregion

const { id: oldId } = await client.createKey({ description: 'backend', ipAllowlist: [] });

// region: rotate_key
const rotated = await client.rotateKey(oldId, { graceMs: 86_400_000 }, keep);
console.log(rotated.id, 'and until', rotated.oldExpiresAt, 'also', rotated.oldId);
// endregion

const { id: backendId } = await client.createKey({ description: 'frontend', ipAllowlist: [] });

// region: begin_rotation
const begun = await client.beginRotation(backendId, { consumptionLimit: { usd: 75 } });
if (begun.created) await keep(begun.created);
if (begun.record) await store(begun.record); // holds no secret
// endregion

// region: commit_rotation
if (begun.record) await client.commitRotation(begun.record); // or, after a crash, once more
// endregion

const other = await client.beginRotation(begun.id, { ipAllowlist: null });

// region: abort_rotation
if (other.record) await client.abortRotation(other.record); // before it was committed
// endregion

// region: temporary_key
const key = await client.temporaryKey({ description: 'export' }, { lifetimeMs: 3_600_000 });
try {
  console.log(key.id, 'until', key.expiresAt);
} finally {
  await key[Symbol.asyncDispose](); // what `await using key = …` does
}
// endregion

// region: pending_keys
for (const { id, endsAt, advice } of await client.pendingKeys(['customer 44'])) {
  console.log(id, endsAt, advice);
}
// endregion

// region: plan_deletion
const filter = { prefix: 'customer ', unusedSince: new Date(Date.now() - 30 * 86_400_000) };
for (const { id, description } of await client.planDeletion(filter)) {
  console.log(id, description);
}
// endregion

// region: delete_keys
for await (const { outcome, id, reason } of client.deleteKeys(filter)) {
  console.log(outcome, id, reason);
}
// endregion

// region: list_keys
for (const key of await client.listKeys()) {
  console.log(key.id, key.description);
}
// endregion

// region: get_key
const { usage } = await client.getKey(id);
console.log(usage?.trailingSevenDays.usd);
// endregion

// region: update_key
await client.updateKey(id, {
  consumptionLimit: { usd: 75, diem: null }, // another cap, and one removed
  expiresAt: null, // never
});
// endregion

// region: delete_key
await client.deleteKey(id);
// endregion

// region: error
try {
  await client.getKey(id);
} catch (error) {
  if (!(error instanceof VeniceError && error.code === 'not_found')) throw error;
  console.log('there is no such key');
}
// endregion

// region: rate_limits
const { balances, nextEpochBegins } = await client.rateLimits();
console.log(balances.usd, nextEpochBegins);
// endregion

// region: rate_limit_log
for (const { modelId, timestamp } of await client.rateLimitLog()) {
  console.log(modelId, timestamp);
}
// endregion

// region: follow_rate_limit_log
async function follow(signal) {
  const news = client.followRateLimitLog({ everyMs: 60_000, signal });
  for await (const { breach, mayBeMissing } of news) {
    if (mayBeMissing) console.log('there may have been more');
    if (breach) console.log(breach.modelId, breach.timestamp);
  }
}
// endregion

await follow(AbortSignal.timeout(500)).catch(({ name }) => console.log(name));

setTimeout(() => client.createKey({ description: 'customer 46' }), 1500);

// region: watch_keys
for await (const { kind, id, changed, share } of client.watchKeys({ everyMs: 1000 })) {
  console.log(kind, id, changed, share);
  break; // or never
}
// endregion

// region: verify_key
const status = await client.verifyKey();
if (!status.maySpend) console.error('top up', status.balances);
// endregion

// region: billing_balance
const account = await client.billingBalance();
console.log(account.canConsume, account.consumptionCurrency, account.balances.usd);
// endregion

// region: usage_history
const sinceJune = { startTimestamp: '2026-06-01T00:00:00Z', currency: 'USD' };
for await (const entry of client.usageHistory(sinceJune)) {
  console.log(entry.timestamp, entry.sku, entry.amount); // an amount below 0 was charged
}
// endregion

// region: pages
const first = await client.usageHistory().toArray({ limit: 100 }); // at most
console.log(first.length);
for await (const { items, cursor } of client.usageHistory().pages()) {
  console.log(items.length, 'entries');
  await store(cursor); // usageHistory({ cursor }) goes on here, another day, too
}
// endregion

// region: usage_history_csv
const rows = await client.usageHistoryCsv({ currency: 'USD' }, process.stdout);
console.log(rows, 'rows');
// endregion

// region: usage_analytics
const { byKey, byModelDaily } = await client.usageAnalytics({ lookbackDays: 30 });
for (const { description, totalUsd } of byKey) console.log(description, totalUsd);
for (const { date, values } of byModelDaily) console.log(date, Object.entries(values));
// endregion

// region: list_models
const models = await Client.anonymous().listModels('text');
console.log(models.length);
// endregion

// region: web3_challenge
const wallet = new Wallet(process.env.WALLET_PRIVATE_KEY);
const challenge = await client.web3Challenge(wallet.address);
const signature = wallet.sign(challenge); // or any other wallet's
// endregion

const { address } = wallet;

// region: mint_web3_key
const signed = { address, signature, challenge };
const minted = await client.mintWeb3Key({ ...signed, description: 'agent' });
await store(minted.apiKey.reveal());
// endregion

// region: mint_with_wallet
const second = await Client.anonymous().mintWithWallet(wallet, { description: 'agent' });
await store(second.apiKey.reveal());
// endregion

// region: sign_in
const { name, value } = wallet.signIn(); // for one request: make another for the next
const headers = { [name]: value.reveal() };
// endregion

console.log(Object.keys(headers));

// region: x402_balance
const { balanceUsd, canConsume } = await client.x402Balance(wallet);
console.log(balanceUsd, canConsume);
// endregion

// region: x402_prepare_top_up
const order = { amount: '10', most: '10', order: 'invoice 7' };
const prepared = await client.x402PrepareTopUp(wallet, order);
if (prepared.record) await store(prepared.record); // before anything is signed
// endregion

// region: x402_pay_top_up
if (prepared.record) {
  const paid = await client.x402PayTopUp(wallet, prepared.record);
  console.log(paid.amountCredited, paid.newBalance);
}
// endregion

// region: x402_top_up
const again = await client.x402TopUp(wallet, order); // an order is paid once, whatever happens
console.log(again.status);
// endregion

// region: x402_transactions
for await (const { createdAt, type, amount } of client.x402Transactions(wallet)) {
  console.log(createdAt, type, amount);
}
// endregion
