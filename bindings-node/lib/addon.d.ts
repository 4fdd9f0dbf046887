import type * as venice from '../index';

/** What the addon exports: src/{calls,client,values}.rs. */
export interface Native {
  Calls: new (tell: Tell) => Calls;
  NativeClient: {
    connect(
      options: unknown,
      secret: NativeSecret | null | undefined,
      anonymous: boolean,
      observes: boolean,
    ): NativeClient;
  };
  NativeSecret: new (text: string) => NativeSecret;
  NativeWallet: { fromHex(privateKey: unknown): NativeWallet };
  errorCodes(): string[];
}

export type Tell = (
  call: number,
  event: 'result' | 'failure' | 'attempt' | 'warning' | 'defect',
  text: string,
  secret: NativeSecret | null,
) => void;

/** The way back to this JavaScript thread. */
export interface Calls {
  readonly brand: unique symbol;
  /**
   * Nobody waits for a call any more: what of it hasn't been sent, isn't. Tells whether something
   * may have been; if not, nothing more will be told of it.
   */
  giveUp(call: number): boolean;
  /** A call that had been given up wasn't begun. */
  forget(call: number): void;
  /** Whoever made a call is being given its answer. */
  handing(call: number): void;
  /** Whoever made a call has its answer. */
  heard(call: number): void;
  /** The process ends: the calls up to `last` are given up, and keys being made waited for. */
  end(last: number): void;
}

export interface NativeClient {
  listKeys(calls: Calls, call: number): void;
  createKey(calls: Calls, call: number, newKey: unknown): void;
  getKey(calls: Calls, call: number, id: unknown): void;
  updateKey(calls: Calls, call: number, id: unknown, changes: unknown): void;
  deleteKey(calls: Calls, call: number, id: unknown): void;
  rateLimits(calls: Calls, call: number): void;
  rateLimitLog(calls: Calls, call: number): void;
  verifyKey(calls: Calls, call: number): void;
  listModels(calls: Calls, call: number, type: unknown): void;
  web3Challenge(calls: Calls, call: number, address: unknown): void;
  mintWeb3Key(calls: Calls, call: number, mint: unknown): void;
  mintWithWallet(calls: Calls, call: number, wallet: NativeWallet, newKey: unknown): void;
}

export interface NativeSecret {
  reveal(): string;
  redacted(): string;
  equals(other: NativeSecret): boolean;
}

export interface NativeWallet {
  address(): string;
  sign(challenge: unknown): string;
}

/** What makes each struct of src/results.rs, by its name there. */
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
