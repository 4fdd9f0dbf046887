// Generated from core/src by `make generate`.

import type * as venice from '../../index';
import type * as addon from '../addon';

/** The operations of the addon's client: each reads its arguments before there is a call. */
export interface NativeClient {
  listKeys(): addon.NativeCall;
  createKey(newKey: unknown): addon.NativeCall;
  getKey(id: unknown): addon.NativeCall;
  updateKey(id: unknown, update: unknown): addon.NativeCall;
  deleteKey(id: unknown): addon.NativeCall;
  rateLimits(): addon.NativeCall;
  rateLimitLog(): addon.NativeCall;
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
  ApiKey(from: Row): venice.ApiKey;
  Usage(from: Row): venice.Usage;
  UsageAmounts(from: Row): venice.UsageAmounts;
  PeriodUsage(from: Row): venice.PeriodUsage;
  CreatedKey(from: Row): venice.CreatedKey;
  ConsumptionLimit(from: Row): venice.ConsumptionLimit;
  Model(from: Row): venice.Model;
  ModelSpec(from: Row): venice.ModelSpec;
  RateLimits(from: Row): venice.RateLimits;
  ApiTier(from: Row): venice.ApiTier;
  Balances(from: Row): venice.Balances;
  ModelRateLimits(from: Row): venice.ModelRateLimits;
  RateLimit(from: Row): venice.RateLimit;
  RateLimitBreach(from: Row): venice.RateLimitBreach;
  KeyStatus(from: Row): venice.KeyStatus;
  UsageAnalytics(from: Row): venice.UsageAnalytics;
  DailyUsage(from: Row): venice.DailyUsage;
  ModelUsage(from: Row): venice.ModelUsage;
  UsageBreakdown(from: Row): venice.UsageBreakdown;
  KeyUsage(from: Row): venice.KeyUsage;
  DailySeries(from: Row): venice.DailySeries;
  UsageEntry(from: Row): venice.UsageEntry;
  InferenceDetails(from: Row): venice.InferenceDetails;
  Web3Challenge(from: Row): venice.Web3Challenge;
  WalletBalance(from: Row): venice.WalletBalance;
  SignIn(from: Row): venice.SignIn;
  PendingTopUp(from: Row): venice.PendingTopUp;
  TopUp(from: Row): venice.TopUp;
  WalletTransaction(from: Row): venice.WalletTransaction;
}
