// Generated from core/src by `make generate`.

import type * as venice from '../../index';
import type { NativeCall, NativeWallet } from '../addon';

/** The operations of the addon's client: each reads its arguments, and returns a call to start. */
export interface NativeClient {
  listKeys(): NativeCall;
  createKey(newKey: unknown): NativeCall;
  getKey(id: unknown): NativeCall;
  updateKey(id: unknown, changes: unknown): NativeCall;
  deleteKey(id: unknown): NativeCall;
  rateLimits(): NativeCall;
  rateLimitLog(): NativeCall;
  verifyKey(): NativeCall;
  listModels(type: unknown): NativeCall;
  web3Challenge(address: unknown): NativeCall;
  mintWeb3Key(mint: unknown): NativeCall;
  mintWithWallet(wallet: NativeWallet, options: unknown): NativeCall;
}

/** What makes each struct of a row, by its name. */
export interface Makers<From> {
  Attempt(from: From): venice.Attempt;
  ApiKey(from: From): venice.ApiKey;
  ConsumptionLimit(from: From): venice.ConsumptionLimits;
  Usage(from: From): venice.Usage;
  UsageAmounts(from: From): venice.UsageAmounts;
  PeriodUsage(from: From): venice.PeriodUsage;
  CreatedKey(from: From): venice.CreatedKey;
  RateLimits(from: From): venice.RateLimits;
  ApiTier(from: From): venice.ApiTier;
  Balances(from: From): venice.Balances;
  ModelRateLimits(from: From): venice.ModelRateLimits;
  RateLimit(from: From): venice.RateLimit;
  RateLimitBreach(from: From): venice.RateLimitBreach;
  KeyStatus(from: From): venice.KeyStatus;
  Model(from: From): venice.Model;
  ModelSpec(from: From): venice.ModelSpec;
  Web3Challenge(from: From): venice.Web3Challenge;
}
