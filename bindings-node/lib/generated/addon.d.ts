// Generated from core/src by `make generate`.

import type * as venice from '../../index';
import type * as addon from '../addon';

/** The operations of the addon's client: each reads its arguments before there is a call. */
export interface NativeOperations {
  listKeys(): addon.NativeCall;
  createKey(newKey: unknown): addon.NativeCall;
  getKey(id: unknown): addon.NativeCall;
  updateKey(id: unknown, update: unknown): addon.NativeCall;
  deleteKey(id: unknown): addon.NativeCall;
  createKeyOnce(newKey: unknown): addon.NativeJob;
  ensureKey(newKey: unknown): addon.NativeJob;
  planKeys(newKeys: unknown): addon.NativeCall;
  provisionKeys(newKeys: unknown): addon.NativePages;
  rotateKey(id: unknown, rotation: unknown): addon.NativeJob;
  beginRotation(id: unknown, rotation: unknown): addon.NativeCall;
  commitRotation(record: unknown): addon.NativeCall;
  abortRotation(record: unknown): addon.NativeCall;
  temporaryKey(newKey: unknown, lifetimeMs: unknown): addon.NativeJob;
  planDeletion(filter: unknown): addon.NativeCall;
  deleteKeys(filter: unknown): addon.NativePages;
  pendingKeys(names: unknown): addon.NativeCall;
  rateLimits(): addon.NativeCall;
  rateLimitLog(): addon.NativeCall;
  followRateLimitLog(everyMs: unknown, cursor: unknown): addon.NativePages;
  watchKeys(everyMs: unknown, cursor: unknown): addon.NativePages;
  verifyKey(): addon.NativeCall;
  billingBalance(): addon.NativeCall;
  usageHistory(filter: unknown): addon.NativePages;
  usageHistoryCsv(filter: unknown): addon.NativePages;
  usageAnalytics(period: unknown): addon.NativeCall;
  listModels(type: unknown): addon.NativeCall;
  web3Challenge(address: unknown): addon.NativeCall;
  mintWeb3Key(mint: unknown): addon.NativeCall;
  mintWithWallet(wallet: addon.NativeWallet, options: unknown): addon.NativeCall;
  x402Balance(wallet: addon.NativeWallet): addon.NativeCall;
  x402Transactions(wallet: addon.NativeWallet, cursor: unknown): addon.NativePages;
  x402TopUp(wallet: addon.NativeWallet, topUp: unknown): addon.NativeCall;
  x402PrepareTopUp(wallet: addon.NativeWallet, topUp: unknown): addon.NativeCall;
  x402PayTopUp(wallet: addon.NativeWallet, record: unknown): addon.NativeCall;
}

/** What makes each struct from its row. */
export interface Makers<Row> {
  Attempt(from: Row): venice.Attempt;
  BillingBalance(from: Row): venice.BillingBalance;
  BillingBalances(from: Row): venice.BillingBalances;
  Issue(from: Row): venice.Issue;
  DeletedKey(from: Row): venice.DeletedKey;
  EnsuredKey(from: Row): venice.EnsuredKey;
  ProvisionedKey(from: Row): venice.ProvisionedKey;
  ProvisionProgress(from: Row): venice.ProvisionProgress;
  PlannedKey(from: Row): venice.PlannedKey;
  PendingKey(from: Row): venice.PendingKey;
  RotatedKey(from: Row): venice.RotatedKey;
  PendingRotation(from: Row): venice.PendingRotation;
  BegunRotation(from: Row): addon.Begun;
  BegunKey(from: Row): addon.Begun;
  BegunEnsured(from: Row): addon.Begun;
  BegunProvisioned(from: Row): addon.Begun;
  ApiKey(from: Row): venice.ApiKey;
  Usage(from: Row): venice.Usage;
  UsageAmounts(from: Row): venice.UsageAmounts;
  PeriodUsage(from: Row): venice.PeriodUsage;
  CreatedKey(from: Row): venice.CreatedKey;
  ConsumptionLimit(from: Row): venice.ConsumptionLimit;
  Remaining(from: Row): venice.Remaining;
  Model(from: Row): venice.Model;
  ModelSpec(from: Row): venice.ModelSpec;
  RateLimits(from: Row): venice.RateLimits;
  ApiTier(from: Row): venice.ApiTier;
  Balances(from: Row): venice.Balances;
  ModelRateLimits(from: Row): venice.ModelRateLimits;
  RateLimit(from: Row): venice.RateLimit;
  RateLimitBreach(from: Row): venice.RateLimitBreach;
  UsageAnalytics(from: Row): venice.UsageAnalytics;
  DailyUsage(from: Row): venice.DailyUsage;
  ModelUsage(from: Row): venice.ModelUsage;
  UsageBreakdown(from: Row): venice.UsageBreakdown;
  KeyUsage(from: Row): venice.KeyUsage;
  DailySeries(from: Row): venice.DailySeries;
  UsageEntry(from: Row): venice.UsageEntry;
  InferenceDetails(from: Row): venice.InferenceDetails;
  SpendingBlock(from: Row): venice.SpendingBlock;
  KeyStatus(from: Row): venice.KeyStatus;
  RateLimitNews(from: Row): venice.RateLimitNews;
  KeyChange(from: Row): venice.KeyChange;
  Web3Challenge(from: Row): venice.Web3Challenge;
  WalletBalance(from: Row): venice.WalletBalance;
  SignIn(from: Row): venice.SignIn;
  PendingTopUp(from: Row): venice.PendingTopUp;
  TopUp(from: Row): venice.TopUp;
  WalletTransaction(from: Row): venice.WalletTransaction;
}
