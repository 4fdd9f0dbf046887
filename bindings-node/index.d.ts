// Generated from core/src by `make generate`.

/**
 * Manage Venice.ai API keys: every key-management and wallet (web3) endpoint.
 *
 * Money is a decimal string (`"12.5"`), so that no digit is lost; times are `Date`s, and days of
 * the calendar strings (`"2026-06-15"`); what Venice doesn't say is `null`. Every call returns a
 * promise, runs on a thread of its own, and rejects with a {@link VeniceError}; an argument of a
 * wrong type, or an unknown option, rejects with a `TypeError`. What comes in pages is a
 * {@link Pages}, which sends nothing until it is walked through; a call that asks for one throws
 * what is wrong with it.
 *
 * @packageDocumentation
 */

/**
 * A string of which these values are known, for an editor to offer. Venice may add values: one that
 * this version doesn't know is passed on as it is.
 */
export type OpenEnum<Known extends string> = Known | (string & Record<never, never>);

/**
 * Members of which at least one is given, as something that can't be `null` or `undefined`: `{}`
 * isn't of this type.
 */
export type AtLeastOne<Members> = Members &
  { [Name in keyof Members]-?: Record<Name, NonNullable<Members[Name]>> }[keyof Members];

/**
 * An amount of money to send: a decimal string or a bigint digit for digit, or a number as
 * JavaScript prints it.
 */
export type MoneyInput = string | number | bigint;

/** When a key expires: a `Date`, or `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, in UTC. */
export type ExpiryInput = Date | string;

/** A time: a `Date`, or text with an offset from UTC: `2026-06-15T19:05:10.504Z`. */
export type TimeInput = Date | string;

/**
 * Where a call writes: the path of a file, its `file:` URL, or a stream such as a `Writable`.
 *
 * A file is replaced when the first page has come, or appended to where the call goes on from a
 * cursor. If the call fails or is aborted, it is cut back to its last whole page. A stream is
 * written to as fast as it takes what it is given, and not ended.
 */
export type Destination = string | URL | WritableLike;

/** What is needed of a stream: any `Writable` of Node's has it. */
export interface WritableLike {
  write(text: string, encoding: 'utf8', taken: (error?: Error | null) => void): unknown;
  on(event: 'error' | 'close', listener: (error?: Error) => void): unknown;
  off(event: 'error' | 'close', listener: (error?: Error) => void): unknown;
}

/**
 * What is fetched page by page: one page is held at a time, and the next is fetched when it is
 * asked for, with timeout and retries of its own.
 *
 * Each walk through it begins anew. Breaking off ends a walk and gives up the page that is being
 * fetched; so does the `signal` of the call, at once. If a page fails, the error's `resume` is the
 * cursor to go on with; a walk that is asked again fetches the same page again.
 *
 * @example
 * ```js
 * const first = await client.usageHistory().toArray({ limit: 100 }); // at most
 * console.log(first.length);
 * for await (const { items, cursor } of client.usageHistory().pages()) {
 *   console.log(items.length, 'entries');
 *   await store(cursor); // usageHistory({ cursor }) goes on here, another day, too
 * }
 * ```
 */
export interface Pages<T> {
  /** The items one by one. */
  [Symbol.asyncIterator](): AsyncIterableIterator<T>;

  /** The pages one by one, each with the cursor to go on from later. */
  pages(): AsyncIterableIterator<Page<T>>;

  /**
   * Up to so many items, from the beginning. If a page fails, those before it are dropped, and the
   * error's `resume` is the cursor of the first page that had any.
   *
   * @throws {TypeError} There is no limit, or it isn't a whole number.
   */
  toArray(options: { limit: number }): Promise<T[]>;
}

/** A page of what is fetched page by page. It may be empty and not be the last. */
export interface Page<T> {
  items: T[];
  /** Where the next page begins. Going on from the last page's gives what has come since. */
  cursor: string;
  isLast: boolean;
}

/** What use is charged to. Old entries may carry a currency that has been retired. */
export type BillingCurrency = OpenEnum<
  /** US dollars. */
  | 'USD'
  /** Diem. */
  | 'DIEM'
  /** Bundled credits. */
  | 'BUNDLED_CREDITS'
  /** Earned credits. */
  | 'EARNED_CREDITS'
>;

/** What became of a key that was to be deleted. */
export type DeletionOutcome = OpenEnum<
  /** It is deleted. */
  | 'deleted'
  /** It was left alone. */
  | 'skipped'
  /** Venice refused to delete it. */
  | 'failed'
>;

/** What became of a key that was to be there. */
export type EnsureOutcome = OpenEnum<
  /** It was created. */
  | 'created'
  /** It was there, and some of its settings were changed. */
  | 'changed'
  /** It was there, as it was to be. */
  | 'kept'
>;

/** What became of one of many keys that were to be there. */
export type ProvisionOutcome = OpenEnum<
  /** It was created. */
  | 'created'
  /** It was there, and some of its settings were changed. */
  | 'changed'
  /** It was there, as it was to be. */
  | 'kept'
  /** It isn't there, or not as it was to be: the error says why. */
  | 'failed'
>;

/** What would be done about one of many keys that are to be there. */
export type PlannedAction = OpenEnum<
  /** It would be created. */
  | 'create'
  /** Some of its settings would be changed. */
  | 'change'
  /** It is as it is to be. */
  | 'keep'
  /** Somebody else is making it: that would be waited for. */
  | 'wait'
  /** Two keys have its description, or the one that has it is of another type: it would fail. */
  | 'conflict'
>;

/** Which call makes a pending key. */
export type PendingKind = OpenEnum<
  /** `createKeyOnce`, or `temporaryKey`. */
  | 'create_once'
  /** `ensureKey`, or `provisionKeys`. */
  | 'ensure'
  /** `rotateKey`: it is an old key's successor. */
  | 'rotate'
>;

/** What a rotation came to. */
export type RotationOutcome = OpenEnum<
  /** There is a new key, and it isn't lasting yet. */
  | 'pending'
  /** The new key has taken the old one's place. */
  | 'rotated'
  /**
   * It had done so before, or an earlier run had begun it: what was left to do was done. The
   * earlier run stored the new secret.
   */
  | 'already_rotated'
>;

/** What a key may do. */
export type ApiKeyType = OpenEnum<
  /** Call inference endpoints only. */
  | 'INFERENCE'
  /** Everything, key management included. */
  | 'ADMIN'
>;

/** When the use that counts against a key's caps starts again from zero. */
export type LimitPeriod = OpenEnum<
  /** Every UTC day (the server's default). */
  | 'EPOCH'
  /** On the first of every UTC month. */
  | 'MONTH'
  /** Never: the cap is all the key can ever spend. */
  | 'LIFETIME'
>;

/** Which models a key may call, by their privacy. */
export type ModelPrivacy = OpenEnum<
  /** Every model (the server's default). */
  | 'ALL'
  /** Text and embedding models must be private; others may be anonymous. */
  | 'PRIVATE_TEXT'
  /** Every model must be private. */
  | 'PRIVATE_ONLY'
>;

/** What a model produces, and the filter of {@link Client.listModels}. */
export type ModelType = OpenEnum<
  /** Text. */
  | 'text'
  /** Images. */
  | 'image'
  /** Embeddings. */
  | 'embedding'
  /** Speech from text. */
  | 'tts'
  /** Text from speech. */
  | 'asr'
  /** Larger images. */
  | 'upscale'
  /** Changed images. */
  | 'inpaint'
  /** Music. */
  | 'music'
  /** Videos. */
  | 'video'
  /** Decisions. */
  | 'decision'
  /** Every model (as a filter). */
  | 'all'
  /** Models good at code (as a filter). */
  | 'code'
>;

/** What a rate limit counts. */
export type RateLimitType = OpenEnum<
  /** Requests per minute. */
  | 'RPM'
  /** Requests per day. */
  | 'RPD'
  /** Tokens per minute. */
  | 'TPM'
  /** Failed requests. */
  | 'FAILED_REQUESTS'
  /** Requests for something the model can't do. */
  | 'UNSUPPORTED_FEATURE_REQUESTS'
>;

/** What a model's use is counted in. */
export type UsageUnit = OpenEnum<
  /** Tokens. */
  | 'tokens'
  /** Images. */
  | 'images'
  /** Characters. */
  | 'chars'
  /** Minutes. */
  | 'minutes'
  /** Seconds. */
  | 'seconds'
>;

/** What kind of model it was. */
export type UsageModelType = OpenEnum<
  /** Text. */
  | 'LLM'
  /** Images. */
  | 'IMAGE'
  /** Speech from text. */
  | 'TTS'
  /** Text from speech. */
  | 'ASR'
  /** Videos. */
  | 'VIDEO'
>;

/** Why a key may not spend. */
export type BlockReason = OpenEnum<
  /** The key's cap on US dollars is used up. */
  | 'usd_cap'
  /** The key's cap on Diem is used up. */
  | 'diem_cap'
  /** The account has nothing left that the key could spend. */
  | 'account_balance'
  /**
   * A cap of the key or the account's balance is used up: Venice doesn't say which. An ADMIN key
   * sees it in {@link Client.getKey} and {@link Client.billingBalance}.
   */
  | 'cap_or_balance'
  /** Venice doesn't know the key: it has expired, was revoked or deleted, or never existed. */
  | 'expired_or_revoked'
  /** The key's allowlist doesn't hold the address that this program calls from. */
  | 'ip_allowlist'
  /** The key's model privacy forbids it. */
  | 'model_privacy'
  /** The account's subscription is inactive: the key itself is as it was. */
  | 'subscription'
  /** Venice has disabled the account's access to its API: only its support can help. */
  | 'disabled'
  /** No key was sent: the client has none. */
  | 'no_key'
  /** Venice doesn't say why, or not in words that this version knows. */
  | 'not_said'
>;

/** What happened to a key. */
export type KeyChangeKind = OpenEnum<
  /** It was created. One that is being created shows once it is lasting. */
  | 'created'
  /** Its settings were changed: `changed` says which. */
  | 'changed'
  /** It was deleted. */
  | 'deleted'
  /** It has expired. */
  | 'expired'
  /** What it spent has reached a share of its cap. */
  | 'cap_share'
>;

/** The kind of challenge that the server gives. */
export type Web3Generation = OpenEnum<
  /** A JWT signed by the server: the current kind. */
  | 'jwt'
  /** An EIP-4361 message ("Sign-In with Ethereum") bound to the wallet: announced. */
  | 'siwe'
>;

/** What became of a top-up. */
export type TopUpStatus = OpenEnum<
  /** It is prepared, and nothing was signed. */
  | 'pending'
  /** The wallet's credit was already as high as the amount: nothing was paid. */
  | 'enough'
  /** It is paid and credited. */
  | 'paid'
>;

/** What a transaction does. */
export type TransactionType = OpenEnum<
  /** Money came in: a top-up, or credit that Venice gave by hand. */
  | 'TOP_UP'
  /** A request was charged. */
  | 'CHARGE'
  /** A charge was given back. */
  | 'REFUND'
>;

/**
 * One attempt of a call, as it is passed to {@link ClientOptions.onAttempt}. Holds nothing secret.
 */
export interface Attempt {
  /** The operation that the call is for. */
  operation: string;
  /** The HTTP method. */
  method: string;
  /** The path below the base URL, with a key's id where there is one. */
  path: string;
  /** Which attempt of the call it was, counted from 1. */
  number: number;
  /** The HTTP status of the response, if there was one. */
  status: number | null;
  /** What went wrong, if there was no response. */
  failure: ErrorCode | null;
  /** How long it took. */
  elapsedMs: number;
  /**
   * The server's id of the request, if it sent one with the response: worth quoting to Venice's
   * support.
   */
  requestId: string | null;
  /** The version of the server that responded, if it said so: worth quoting to Venice's support. */
  serverVersion: string | null;
  /**
   * What a person should know: the server announced that this operation will go away
   * (`Deprecation`, `Sunset`), once per process and operation; or this machine's clock is so wrong
   * that a wallet's sign-in was refused.
   */
  warning: string | null;
}

/** What the account has left to spend. */
export interface BillingBalance {
  /**
   * Whether the account has enough for a request: at least 0.10 US dollars of all that it can
   * spend. It says nothing about a key's own caps, nor about the account's tier: whether a key may
   * spend is `maySpend` of {@link Client.verifyKey}.
   */
  canConsume: boolean | null;
  /**
   * What the next request is charged to: the first that is left of Diem, earned credits, bundled
   * credits, US dollars. `null`: none is left.
   */
  consumptionCurrency: BillingCurrency | null;
  /** What is left. */
  balances: BillingBalances;
  /** The Diem of the whole epoch (UTC day). */
  diemEpochAllocation: string | null;
}

/** What is left of the account's money. An older server leaves out the credits. */
export interface BillingBalances {
  /** Diem, of this epoch (UTC day); `null`: the account stakes none. */
  diem: string | null;
  /** US dollars; `null`: nothing is left. */
  usd: string | null;
  /** Bundled credits; `null`: none are left, or the server doesn't say. */
  bundledCredits: string | null;
  /** Earned credits; `null`: none are left, or the server doesn't say. */
  earnedCredits: string | null;
}

/** One thing that is wrong with a request: the field, and the rule that it breaks. */
export interface Issue {
  /**
   * The field by Venice's name, with dots between levels: `consumptionLimit.usd`. Empty if the
   * server named none.
   */
  field: string;
  /** The rule that it breaks. */
  message: string;
}

/** Which keys are to be deleted: those to which everything that is set applies. */
export type KeyFilter = AtLeastOne<{
  /** Only keys whose description begins with this. Upper and lower case differ. */
  prefix?: string | null | undefined;
  /**
   * Only keys that were used before this time and not since; a key that was never used counts from
   * its creation. One of which Venice doesn't say whether it was used is left alone.
   */
  unusedSince?: TimeInput | null | undefined;
  /** Only keys with these ids. */
  ids?: readonly string[] | null | undefined;
}>;

/** A key that was to be deleted, and what became of it. */
export interface DeletedKey {
  /** Its id. */
  id: string;
  /** What people knew it by, if it was in the list. */
  description: string | null;
  /** What became of it. */
  outcome: DeletionOutcome;
  /** Why it wasn't deleted. */
  reason: string | null;
}

/** A key that was to be there, and is. */
export interface EnsuredKey {
  /** Whether it was created, changed or kept. */
  outcome: EnsureOutcome;
  /** The key's id. */
  id: string;
  /** What people know it by. */
  description: string;
  /**
   * The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless the
   * outcome is `changed`.
   */
  changed: string[];
  /** The new key with its secret, if it was created. */
  created: CreatedKey | null;
}

/** One of many keys that were to be there. */
export interface ProvisionedKey {
  /** Whether it was created, changed or kept, or failed. */
  outcome: ProvisionOutcome;
  /** The key's id; `null` if it failed before there was one. */
  id: string | null;
  /** What people know it by. */
  description: string;
  /**
   * The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless the
   * outcome is `changed`.
   */
  changed: string[];
  /** The new key with its secret, if it was created. */
  created: CreatedKey | null;
  /** Why it failed, if it did. */
  errorCode: ErrorCode | null;
  /** Why it failed, for people. */
  error: string | null;
  /** How far the whole is, this key included. */
  progress: ProvisionProgress;
}

/** How far a provisioning is. */
export interface ProvisionProgress {
  /** How many keys are done, whatever came of them. */
  done: number;
  /** How many there are. */
  total: number;
  /** How many are created in a minute; `null` until one was. */
  perMinute: string | null;
  /**
   * About how many seconds the rest will take; `null` if that isn't known.
   *
   * `null` also if a number can't hold it exactly (`Number.MAX_SAFE_INTEGER`).
   */
  secondsLeft: number | null;
}

/** What would be done about one of many keys. */
export interface PlannedKey {
  /** What people are to know it by. */
  description: string;
  /** What would be done. */
  action: PlannedAction;
  /** The id of the key that is there, or that somebody else is making. */
  id: string | null;
  /** The settings that would be changed, by Venice's names: `"consumptionLimit.usd"`. */
  changed: string[];
  /** Until when it would be waited for at most, if somebody else is making it. */
  until: Date | null;
}

/** A key that is being made, or whose making was left. */
export interface PendingKey {
  /** Its id. */
  id: string;
  /**
   * Which call makes it. One that only a later version knows is given by its letter, and as
   * `unknown` where the key's name can't be read.
   */
  kind: PendingKind;
  /** What stands for the call that made it: all of its keys share this. */
  call: string;
  /** When it ends, unless its call makes it lasting before. */
  endsAt: Date | null;
  /** What it is to be called, if that is one of the names given, or the name of another key. */
  description: string | null;
  /**
   * Whether it is lasting already, and only its name isn't final: a rotation that wasn't finished.
   */
  committed: boolean;
  /** The key that it is to succeed, if that is still there. */
  oldId: string | null;
  /** What to do about it. */
  advice: string;
}

/** A key that was rotated. */
export interface RotatedKey {
  /** What it came to. */
  outcome: RotationOutcome;
  /** The new key's id. */
  id: string;
  /** The old key's id. */
  oldId: string;
  /** When the old key ends; `null`: it is deleted. */
  oldExpiresAt: Date | null;
  /** The new key, with its secret; `null` if an earlier run created it. */
  created: CreatedKey | null;
}

/** A rotation that was begun, and waits to be committed. */
export interface PendingRotation {
  /** `'pending'`, or `'already_rotated'`: then nothing is left to do. */
  outcome: RotationOutcome;
  /** The new key's id. */
  id: string;
  /** The old key's id. */
  oldId: string;
  /**
   * When the new key ends unless the rotation is committed: some time before this it can't be
   * committed any more. `null`: there is nothing to commit.
   */
  endsAt: Date | null;
  /** The new key, with its secret, as it will be. */
  created: CreatedKey | null;
  /**
   * What {@link Client.commitRotation} and {@link Client.abortRotation} take. It holds no secret:
   * store it with the new secret. `null`: there is nothing to commit.
   */
  record: string | null;
}

/**
 * A key as Venice shows it: everything but its secret.
 *
 * Only its id is always there; older servers leave fields out, and a missing, null or mistyped
 * field reads as `null`. But a cap, an expiry or an allowlist in a form that this version can't
 * read fails the call with `bad_response`, so that it is never mistaken for none.
 */
export interface ApiKey {
  /** Its id, by which the other calls name it. */
  id: string;
  /** What it may do. */
  apiKeyType: ApiKeyType | null;
  /** What people know it by. */
  description: string | null;
  /** When it was created. */
  createdAt: Date | null;
  /** When it expires; `null`: never. */
  expiresAt: Date | null;
  /** When it was last used; `null`: never. */
  lastUsedAt: Date | null;
  /** The last six characters of its secret. */
  last6Chars: string | null;
  /** Caps on what it may spend. */
  consumptionLimits: ConsumptionLimit;
  /** When the use that counts against the caps starts again from zero. */
  limitPeriod: LimitPeriod | null;
  /** Which models it may call. */
  modelPrivacy: ModelPrivacy | null;
  /** The addresses it may be used from, as CIDRs; empty or `null`: anywhere. */
  ipAllowlist: string[] | null;
  /** What it spent lately. The result of an update doesn't have it. */
  usage: Usage | null;
  /** What it spent in the present limit period; only if a cap in US dollars or Diem is set. */
  currentPeriodUsage: PeriodUsage | null;
  /**
   * What its caps leave it to spend, calculated here. `null`: that can't be known, as in the result
   * of an update; never that it has no cap.
   */
  remaining: Remaining | null;
}

/** What a key spent lately. */
export interface Usage {
  /** In the last seven days. */
  trailingSevenDays: UsageAmounts;
}

/**
 * Amounts spent. US dollars include bundled credits but not earned ones, although a cap in US
 * dollars counts those, too: a key can reach its cap while this shows less.
 */
export interface UsageAmounts {
  /** US dollars, bundled credits included. */
  usd: string | null;
  /** Diem. */
  diem: string | null;
  /** @deprecated The former name of `diem`. */
  vcu: string | null;
}

/**
 * Amounts spent in the present limit period. US dollars include bundled credits but not earned
 * ones, although a cap in US dollars counts those, too: a key can reach its cap while this shows
 * less.
 */
export interface PeriodUsage {
  /** US dollars, bundled credits included. */
  usd: string | null;
  /** Diem. */
  diem: string | null;
}

/**
 * A key just created, with its secret: the only time that Venice shows it.
 *
 * For a minted key, the caps that the server returns here are unreliable; those that it stored are
 * right, and {@link Client.getKey} returns them.
 */
export interface CreatedKey {
  /** The key's secret. Store it now: it can't be shown again. */
  apiKey: Secret;
  /** The key's id. */
  id: string;
  /** What it may do. */
  apiKeyType: ApiKeyType | null;
  /** What people know it by. */
  description: string | null;
  /** When it expires; `null`: never. */
  expiresAt: Date | null;
  /** Caps on what it may spend. */
  consumptionLimit: ConsumptionLimit;
  /** When the use that counts against the caps starts again from zero. */
  limitPeriod: LimitPeriod | null;
  /** Which models it may call. */
  modelPrivacy: ModelPrivacy | null;
  /** The addresses it may be used from, as CIDRs; empty or `null`: anywhere. */
  ipAllowlist: string[] | null;
  /**
   * The caps, the expiry and the allowlist that Venice returned in a form that this version can't
   * read: `"consumptionLimit.usd"`. They are `null` here, which doesn't mean that there are none;
   * {@link Client.getKey} tells. Nearly always empty.
   */
  unreadable: string[];
}

/**
 * Caps on what a key may spend in its {@link LimitPeriod}.
 *
 * `null` is no cap. Zero is a real cap: it blocks the key.
 */
export interface ConsumptionLimit<Money = string> {
  /** US dollars: 0 to 9999999999. */
  usd: Money | null;
  /** Diem: 0 to 9999999999. */
  diem: Money | null;
  /** @deprecated The former name of `diem`. */
  vcu: Money | null;
}

/** Changes to a key's caps, one by one. Clearing one removes that cap. */
export interface LimitUpdate {
  /** US dollars: 0 to 9999999999. */
  usd?: MoneyInput | null | undefined;
  /** Diem: 0 to 9999999999. */
  diem?: MoneyInput | null | undefined;
  /** @deprecated The former name of `diem`. */
  vcu?: MoneyInput | null | undefined;
}

/**
 * What a key's caps leave it to spend in its present limit period: each cap less what was spent,
 * and never less than zero. It says nothing about the account's balance, which may be less.
 */
export interface Remaining {
  /** US dollars; `null`: the key has no cap on them. */
  usd: string | null;
  /** Diem; `null`: the key has no cap on them. */
  diem: string | null;
  /**
   * When the next limit period begins, and the caps are whole again, by the server's clock. `null`:
   * never, as the period is `LIFETIME`; or the server didn't say its time, or the period is one
   * that this version doesn't know.
   */
  startsAnewAt: Date | null;
  /**
   * Whether less may be left than is said here: Venice counts earned credits against a cap in US
   * dollars, and doesn't show how many were spent.
   */
  isUpperBound: boolean;
}

/** A model. */
export interface Model {
  /** Its id, as inference calls name it. */
  id: string;
  /** What it produces. */
  type: ModelType | null;
  /** Its name and privacy. */
  modelSpec: ModelSpec;
}

/** What a {@link Model} says about itself. */
export interface ModelSpec {
  /** The name shown to people. */
  name: string | null;
  /** Its privacy tier: `private`, `anonymized`, … */
  privacy: string | null;
}

/** Balances and rate limits of the calling key. */
export interface RateLimits {
  /** Whether the key may call inference now: what really says whether it may spend. */
  accessPermitted: boolean;
  /** The account's tier. */
  apiTier: ApiTier | null;
  /** What is left to spend. */
  balances: Balances;
  /** When the key expires; `null`: never. */
  keyExpiration: Date | null;
  /** When the next epoch (UTC day) begins. */
  nextEpochBegins: Date | null;
  /** The limits, model by model. */
  rateLimits: ModelRateLimits[];
}

/** An account's tier. */
export interface ApiTier {
  /** Its id: `paid`, … */
  id: string | null;
  /** Whether its use is charged. */
  isCharged: boolean | null;
}

/**
 * What the calling key can still spend: each balance of the account, but not more than the key's
 * own cap leaves. Not the account's balance. Each may be missing, and each may be negative.
 */
export interface Balances {
  /** US dollars. */
  usd: string | null;
  /** Diem. */
  diem: string | null;
  /** Bundled credits. */
  bundledCredits: string | null;
}

/** The limits of one model. Some models (video, music) have none. */
export interface ModelRateLimits {
  /** The model. */
  apiModelId: string | null;
  /** Its limits. */
  rateLimits: RateLimit[];
}

/** One limit. */
export interface RateLimit {
  /** What is counted. */
  type: RateLimitType | null;
  /**
   * How many are allowed.
   *
   * `null` also if a number can't hold it exactly (`Number.MAX_SAFE_INTEGER`).
   */
  amount: number | null;
}

/** A time when the account exceeded a rate limit. */
export interface RateLimitBreach {
  /** The key that exceeded it. */
  apiKeyId: string | null;
  /** The model, or `endpoint:…`, or `model:unknown`. */
  modelId: string | null;
  /** What was exceeded. */
  rateLimitType: RateLimitType | null;
  /** The tier whose limit it was. */
  rateLimitTier: string | null;
  /** When it was exceeded. */
  timestamp: Date | null;
}

/**
 * Which days are summed up: a number of days up to today, or two days and those between them. If
 * neither is given, Venice takes the last seven days.
 */
export interface AnalyticsPeriod {
  /** The last so many days: 1 to 90. Not together with dates. */
  lookbackDays?: number | null | undefined;
  /** The first day, in UTC. Only together with the last, at most 90 days later, itself included. */
  startDate?: string | null | undefined;
  /** The last day, in UTC: it counts, too. Not before the first. */
  endDate?: string | null | undefined;
}

/**
 * What was spent in a period, summed up. Purchases aren't in it, and **nothing that earned credits
 * paid for is in any of its sums**: who wrote bills from it would leave that out. The entries of
 * {@link Client.usageHistory} have it. Another client saw that refunds aren't taken off.
 *
 * An amount, a row or a list in a form that this version can't read fails the call with
 * `bad_response`, so that no sum is short of it.
 */
export interface UsageAnalytics {
  /** The period, as Venice took it: `7d`, or `2024-01-01:2024-01-31`. */
  lookback: string | null;
  /** By day, in order, days without use included. */
  byDate: DailyUsage[];
  /** By model, the most expensive first. */
  byModel: ModelUsage[];
  /**
   * By day and model, as Venice adds them up: its documents don't agree whether that is US dollars
   * and Diem together or Diem alone, so write no bills from it. Only the most expensive 50 models
   * have a series of their own, the others share `Other`.
   */
  byModelDaily: DailySeries[];
  /** The part of it in US dollars. An older server leaves it out. */
  byModelDailyUsd: DailySeries[];
  /** The models that have a series of their own; at the end, `Other` if there are more. */
  topModels: string[];
  /** By key, deleted ones included. */
  byKey: KeyUsage[];
  /** By day and key, each under its name, added up and cut as in `byModelDaily`. */
  byKeyDaily: DailySeries[];
  /** The part of it in US dollars. An older server leaves it out. */
  byKeyDailyUsd: DailySeries[];
  /**
   * The names of the keys that have a series of their own; at the end, `Other` if there are more.
   */
  topKeyNames: string[];
}

/** What was spent on one day. */
export interface DailyUsage {
  /** The day, in UTC. */
  date: string | null;
  /** US dollars, bundled credits included, earned ones not. */
  usd: string | null;
  /** Diem. */
  diem: string | null;
}

/** What was spent on one model. */
export interface ModelUsage {
  /** The model. */
  modelName: string | null;
  /** What its use is counted in. */
  unitType: UsageUnit | null;
  /** What kind of model it is. */
  modelType: UsageModelType | null;
  /** US dollars, bundled credits included, earned ones not. */
  totalUsd: string | null;
  /** Diem. */
  totalDiem: string | null;
  /** How many units. */
  totalUnits: string | null;
  /** The parts, if there is more than one kind of token. */
  breakdown: UsageBreakdown[];
}

/** What was spent on one kind of token of a model. */
export interface UsageBreakdown {
  /** The kind. */
  type: string | null;
  /** US dollars, bundled credits included, earned ones not. */
  usd: string | null;
  /** Diem. */
  diem: string | null;
  /** How many units. */
  units: string | null;
}

/** What was spent with one key. */
export interface KeyUsage {
  /** The key's id; `null`: no key of the account, but Venice's own app. */
  apiKeyId: string | null;
  /**
   * The key's description. Venice makes one up for a key without, and adds to one that two keys
   * share: only the id says which key it is.
   */
  description: string | null;
  /** US dollars, bundled credits included, earned ones not. */
  totalUsd: string | null;
  /** Diem. */
  totalDiem: string | null;
  /** How many units, of all kinds together. */
  totalUnits: string | null;
}

/** What was spent on one day, series by series. */
export interface DailySeries {
  /** The day, in UTC. `null`: the server sent none that can be read. */
  date: string | null;
  /** The amounts by the series' names. */
  values: Record<string, string>;
}

/** Which entries of the usage history are asked for, and from where on. */
export interface UsageFilter {
  /** Only entries at this time or later. Times count to the millisecond. */
  startTimestamp?: TimeInput | null | undefined;
  /**
   * Only entries before this time, so that months that share a border have no gap and no overlap.
   * Later than the start.
   */
  endTimestamp?: TimeInput | null | undefined;
  /** Only entries in this currency. */
  currency?: BillingCurrency | null | undefined;
  /**
   * How many entries a page has: 10 to 1000; Venice's default is 1000. It matters only for memory
   * and for how much is fetched again after a failure.
   */
  pageSize?: number | null | undefined;
  /**
   * Go on from here: the cursor of a {@link Page}, or what {@link VeniceError.resume} says. It
   * stands alone, or with the filter that it came from.
   */
  cursor?: string | null | undefined;
}

/**
 * One entry of the usage history: a charge, or a credit.
 *
 * One request can have several entries, for what went in, for what came out, for a search: each has
 * its own amount, and all of them repeat the same `inferenceDetails`. So add up the amounts, but
 * count tokens once per `requestId`.
 *
 * A missing or null field reads as `null`. But an amount or a time in a form that this version
 * can't read fails the call with `bad_response`, so that it is never mistaken for none. Amounts are
 * exact; from the 28th decimal place on they are rounded.
 */
export interface UsageEntry {
  /** When it was used, which can be hours before it was booked. */
  timestamp: Date | null;
  /** What was used: a model, and what of it. */
  sku: string | null;
  /** How many units: for tokens a number of millions. */
  units: string | null;
  /** The price of one unit, in US dollars. */
  pricePerUnitUsd: string | null;
  /** What was charged, in the entry's currency: negative for a charge. */
  amount: string | null;
  /** What it was charged to. */
  currency: BillingCurrency | null;
  /** What it was for, in words. */
  notes: string | null;
  /** The request, if it was inference. */
  inferenceDetails: InferenceDetails | null;
  /**
   * The key that it was charged to. Venice's documents don't mention it; `null`: Venice's own app,
   * what is no use (a purchase), or the server doesn't say. So write no bills from it: the sums by
   * key are in {@link Client.usageAnalytics}.
   */
  apiKeyId: string | null;
}

/** The request that a {@link UsageEntry} is about. */
export interface InferenceDetails {
  /** Its id, which all entries of the request share. */
  requestId: string | null;
  /**
   * How many tokens went in.
   *
   * `null` also if a number can't hold it exactly (`Number.MAX_SAFE_INTEGER`).
   */
  promptTokens: number | null;
  /**
   * How many came out.
   *
   * `null` also if a number can't hold it exactly (`Number.MAX_SAFE_INTEGER`).
   */
  completionTokens: number | null;
  /**
   * How long it took, in milliseconds.
   *
   * `null` also if a number can't hold it exactly (`Number.MAX_SAFE_INTEGER`).
   */
  inferenceExecutionTime: number | null;
}

/** One reason why a key may not spend. */
export interface SpendingBlock {
  /** Which it is. */
  reason: BlockReason;
  /** Venice's own words, where it sent any. */
  serverText: string | null;
}

/** A key's health. */
export interface KeyStatus {
  /** Whether Venice accepts the key at all. */
  accepted: boolean;
  /** Whether it may call inference now. */
  maySpend: boolean;
  /** When it expires; `null`: never, or it isn't known, as the key was refused. */
  expiresAt: Date | null;
  /** What is left to spend. */
  balances: Balances;
  /** Why it may not spend: at least one reason if it may not, else none. */
  reasons: SpendingBlock[];
}

/** What came in the log of rate limits. */
export interface RateLimitNews {
  /** The new entry; `null`: this is a mark. */
  breach: RateLimitBreach | null;
  /**
   * Whether this is a mark, and no entry: since the last look as many entries came as Venice shows,
   * so older ones may be missing here.
   */
  mayBeMissing: boolean;
}

/** What happened to a key. */
export interface KeyChange {
  /** What happened. */
  kind: KeyChangeKind;
  /** The key's id. */
  id: string;
  /** The key as it is now; `null`: it is gone. */
  key: ApiKey | null;
  /** Which of its fields changed, by Venice's names. */
  changed: string[];
  /** Which share of its cap it has reached: 0.5, 0.8 or 1. */
  share: string | null;
  /** Which currency that cap is in. */
  currency: BillingCurrency | null;
}

/** What a wallet has to sign to mint a key. */
export interface Web3Challenge {
  /** The exact text to sign. */
  text: string;
  /** Until when it is valid, if it is known. */
  expiresAt: Date | null;
  /** Which kind it is. */
  generation: Web3Generation;
}

/** What a wallet that is held elsewhere gives to mint a key. */
export interface Web3Mint extends MintOptions {
  /** The wallet's address: `0x` and 40 hex digits, in one case or with a right EIP-55 checksum. */
  address: string;
  /**
   * Its EIP-191 signature of the challenge's text: `0x` and hex. That of a smart-contract wallet
   * (EIP-1271) may have any length up to 64 KiB.
   */
  signature: string;
  /** The challenge that was signed. */
  challenge: Web3Challenge | string;
}

/** What a wallet has left at Venice, in US dollars where nothing else is said. */
export interface WalletBalance {
  /** The wallet's address, as Venice writes it: in lower case. */
  walletAddress: string | null;
  /** Its credit. A wallet that Venice has never seen has 0. */
  balanceUsd: string | null;
  /** Whether that is enough for a request: at least 0.10, or Diem. */
  canConsume: boolean | null;
  /** The least that a top-up can be. */
  minimumTopUpUsd: string | null;
  /** What Venice suggests for a top-up. */
  suggestedTopUpUsd: string | null;
  /**
   * The Diem that is left to the account that the wallet is linked to; `null`: it is linked to
   * none, or none is left. While there is some, requests are charged to it, and a top-up changes
   * nothing about a request that is refused for want of money.
   */
  diemBalanceUsd: string | null;
}

/** One header that signs a wallet in to Venice. It is good for one request, within four minutes. */
export interface SignIn {
  /** The header's name: `SIGN-IN-WITH-X`. */
  name: string;
  /**
   * The header's value. Whoever has it before Venice does can spend the wallet's credit with it.
   */
  value: Secret;
}

/** A top-up: how much, and for which order. */
export interface TopUpRequest {
  /**
   * How much is paid, in US dollars, with at most six decimals. Venice takes 5 to 10,000. Exactly
   * this much is signed.
   */
  amount: MoneyInput;
  /** The most that may be paid: a guard for amounts that a program works out. */
  most: MoneyInput;
  /**
   * What the payment is for: a string of your own of up to 256 bytes, a new one for every payment
   * and the same one whenever this payment is tried again. USDC takes each order only once from a
   * wallet, so it can't be paid twice, whatever is lost.
   */
  order: string;
  /** Pay even if the wallet's credit is already as high as the amount. */
  evenIfEnough?: boolean | undefined;
}

/** A top-up that is prepared: nothing was signed, and nothing is paid yet. */
export interface PendingTopUp {
  /** `pending`, or `enough`: then there is nothing to pay, and no record. */
  status: TopUpStatus | null;
  /** What the payment is for. */
  order: string;
  /** The wallet that pays, and whose credit it is. */
  walletAddress: string;
  /** How much is paid, in US dollars. */
  amount: string | null;
  /** The address that Venice wants to be paid at. */
  payTo: string | null;
  /** Until when it can be paid, by Venice's clock: some minutes. */
  validBefore: Date | null;
  /** The wallet's credit before it. */
  balanceUsd: string | null;
  /**
   * What {@link Client.x402PayTopUp} pays: JSON of some kilobytes, which holds no signature and
   * isn't secret. Store it before you pay.
   */
  record: string | null;
}

/** What became of a top-up. */
export interface TopUp {
  /** `paid`, or `enough`: then nothing was paid. */
  status: TopUpStatus | null;
  /** The wallet that paid, and whose credit it is. */
  walletAddress: string | null;
  /** How much was credited, in US dollars. */
  amountCredited: string | null;
  /** The wallet's credit afterwards. */
  newBalance: string | null;
  /**
   * Venice's id of the payment, to quote to its support. `null`: that it was paid is known from the
   * wallet's transactions, not from Venice's response to the payment.
   */
  paymentId: string | null;
  /** The transaction on Base, if Venice named it. */
  transaction: string | null;
}

/** One transaction of a wallet's credit, in US dollars. */
export interface WalletTransaction {
  /** Its id. */
  id: string;
  /** How much: negative for a charge. */
  amount: string | null;
  /** The credit afterwards. */
  balanceAfter: string | null;
  /** What it does. */
  type: TransactionType | null;
  /** When it was booked. */
  createdAt: Date | null;
  /** The request that was charged; several charges can share one. */
  requestId: string | null;
  /** The model that was used. */
  modelId: string | null;
}

/** The settings of a new key. Whatever isn't set is left to the server's default. */
export interface NewKey {
  /** What people know the key by: 1 to 64 characters. */
  description: string;
  /** What the key may do; `INFERENCE` unless set. */
  apiKeyType?: ApiKeyType | null | undefined;
  /** Caps on what it may spend. */
  consumptionLimit?: Partial<ConsumptionLimit<MoneyInput | undefined>> | null | undefined;
  /** When the use that counts against the caps starts again from zero. */
  limitPeriod?: LimitPeriod | null | undefined;
  /** When it expires. A key without an expiry never does. */
  expiresAt?: ExpiryInput | null | undefined;
  /** Which models it may call. */
  modelPrivacy?: ModelPrivacy | null | undefined;
  /**
   * The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs; empty:
   * anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in Venice's
   * published schema yet, and is sent only if it is set.
   */
  ipAllowlist?: readonly string[] | null | undefined;
}

/**
 * The settings of a key that a wallet mints. Whatever isn't set is left to the server's default.
 */
export interface MintOptions {
  /**
   * What people know the key by: 1 to 64 characters. Without one the server calls the key
   * `Web3 API Key`.
   */
  description?: string | null | undefined;
  /** What the key may do; `INFERENCE` unless set. */
  apiKeyType?: ApiKeyType | null | undefined;
  /** Caps on what it may spend. */
  consumptionLimit?: Partial<ConsumptionLimit<MoneyInput | undefined>> | null | undefined;
  /** When the use that counts against the caps starts again from zero. */
  limitPeriod?: LimitPeriod | null | undefined;
  /** When it expires. A key without an expiry never does. */
  expiresAt?: ExpiryInput | null | undefined;
  /** Which models it may call. */
  modelPrivacy?: ModelPrivacy | null | undefined;
  /**
   * The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs; empty:
   * anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in Venice's
   * published schema yet, and is sent only if it is set.
   */
  ipAllowlist?: readonly string[] | null | undefined;
}

/** The changes to apply to a key; everything else stays. A key's type can't be changed. */
export interface KeyUpdate {
  /** What people know the key by: at most 64 characters. Cleared, it is empty. */
  description?: string | null | undefined;
  /** Caps on what it may spend. Cleared, all caps are removed. */
  consumptionLimit?: LimitUpdate | null | undefined;
  /** When the use that counts against the caps starts again from zero. Cleared, it is `EPOCH`. */
  limitPeriod?: LimitPeriod | null | undefined;
  /** When it expires. A key without an expiry never does. Cleared, it has none. */
  expiresAt?: ExpiryInput | null | undefined;
  /** Which models it may call. Cleared, it is `ALL`. */
  modelPrivacy?: ModelPrivacy | null | undefined;
  /**
   * The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs; empty:
   * anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in Venice's
   * published schema yet, and is sent only if it is set. Cleared, the key may be used from
   * anywhere.
   */
  ipAllowlist?: readonly string[] | null | undefined;
}

/**
 * How a key is replaced by a new one: what the new key has that the old one hasn't, and how long
 * the old one goes on. Whatever isn't changed is copied from the old key.
 */
export interface Rotation {
  /**
   * How long the old key goes on working, at least. It gets an end that Venice keeps: this long
   * after the hold is over, as it is fixed before the new secret is stored, and ten minutes at the
   * least. Zero: it is deleted as soon as the new key is lasting.
   */
  graceMs?: number | undefined;
  /**
   * Go on where the new secret can't be tried from this machine, because the key may be used from
   * other addresses only. Without this the rotation stops there, and nothing has changed.
   */
  unverified?: boolean | undefined;
  /**
   * If it is the client's own key that is rotated: do with it as `graceMs` says. Without this it is
   * never deleted, and goes on for ten minutes at least, for the calls under way.
   */
  endOwnKey?: boolean | undefined;
  /** What people know the new key by: 1 to 64 characters. It can't be cleared. */
  description?: string | null | undefined;
  /** Caps on what it may spend. Cleared, all caps are removed. */
  consumptionLimit?: LimitUpdate | null | undefined;
  /** When the use that counts against the caps starts again from zero. Cleared, it is `EPOCH`. */
  limitPeriod?: LimitPeriod | null | undefined;
  /** When it expires. A key without an expiry never does. Cleared, it has none. */
  expiresAt?: ExpiryInput | null | undefined;
  /** Which models it may call. Cleared, it is `ALL`. */
  modelPrivacy?: ModelPrivacy | null | undefined;
  /**
   * The addresses it may be used from: at most 100 public IPv4 or IPv6 addresses or CIDRs; empty:
   * anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in Venice's
   * published schema yet, and is sent only if it is set. Cleared, the key may be used from
   * anywhere.
   */
  ipAllowlist?: readonly string[] | null | undefined;
}

/** How a client is configured. */
export interface ClientOptions {
  /**
   * The key to call with. Without this it is that of the environment: `VENICE_ADMIN_KEY`, or, if
   * that isn't set, `VENICE_API_KEY`.
   */
  apiKey?: string | Secret | undefined;
  /**
   * Asked for the key to call with, in place of `apiKey`: for a vault or a keychain, and for keys
   * that are rotated elsewhere.
   *
   * It is asked when the client is made, or at its first call, and again when Venice refuses the
   * key (401). If it then gives another key, the call is made once more, whatever the call does,
   * for a refused one did nothing. Calls that are refused at the same time ask once, and none waits
   * for the answer beyond its deadline. If it fails, so do they: with its own error where the
   * language can raise that, otherwise with `config`, whose source it is. No message of this
   * library's quotes that error, as it could hold a secret.
   *
   * It is asked at the first call; after a refusal once, however many calls are refused. The wait
   * for it counts as the calls' time. What it throws at first, they reject with as it is; later it
   * is the `cause` of the refusal.
   */
  credential?: (() => string | Secret | Promise<string | Secret>) | undefined;
  /**
   * Where the API is. Without this it is `https://api.venice.ai/api/v1`, or the environment's
   * `VENICE_BASE_URL`, which is obeyed only for loopback and `*.venice.ai` hosts.
   */
  baseUrl?: string | undefined;
  /**
   * How long a whole call may take, waits and retries included. More than a year is taken as a
   * year.
   *
   * @default 60000
   */
  timeoutMs?: number | undefined;
  /**
   * How long it may take to open one connection. More than a year is taken as a year.
   *
   * @default 10000
   */
  connectTimeoutMs?: number | undefined;
  /**
   * How often a call is retried at most, where it is safe to.
   *
   * @default 3
   */
  maxRetries?: number | undefined;
  /**
   * How many calls of {@link Client.createKey} are sent in any
   * {@link ClientOptions.createLimitPeriodMs}; one more waits for its turn. By default as many as
   * Venice allows an account.
   *
   * @default 20
   */
  createLimit?: number | undefined;
  /**
   * The time in which {@link ClientOptions.createLimit} calls are sent at most.
   *
   * @default 60000
   */
  createLimitPeriodMs?: number | undefined;
  /**
   * How long a new key may take to be stored and made lasting in the calls that do that in steps: a
   * key that isn't lasting by then ends. It must be longer than the caller's `store` takes, and is
   * the longest that another process waits after one that died. Without this it is 15 minutes for
   * {@link Client.createKeyOnce}, 10 for {@link Client.rotateKey}, and 5 for
   * {@link Client.ensureKey} and {@link Client.provisionKeys}. From 15 seconds to a day.
   */
  holdMs?: number | undefined;
  /**
   * How long the calls that have a {@link ClientOptions.holdMs} wait before they look who else
   * makes a key of the same name. It must be longer than the server's list lags behind, and than
   * the server's own clocks differ.
   *
   * @default 2000
   */
  settleMs?: number | undefined;
  /**
   * A PEM file of certificate authorities to trust in addition to the platform's: what a company's
   * proxy that reads TLS needs. Where the platform has none, as in a slim container, it is in
   * addition to those that this library brings. `SSL_CERT_FILE` and `SSL_CERT_DIR` are not obeyed:
   * who can set a variable can't name whom a key is sent to.
   */
  caFile?: string | undefined;
  /**
   * The name of the program, for the User-Agent header: it is sent after this library's own
   * `venice-keys/VERSION`. Printable ASCII.
   */
  userAgent?: string | undefined;
  /**
   * Accepts wallet challenges of this generation only, so that no server can talk a wallet into
   * signing the other kind. Without this, both are accepted.
   */
  web3Generation?: Web3Generation | undefined;
  /**
   * Called with every attempt of every call.
   *
   * With `NODE_DEBUG=venice-keys`, a line per attempt is printed to standard error. If the function
   * throws, a process warning (`VENICE_KEYS_ON_ATTEMPT`) says so once, and the call continues. It
   * runs in the async context of its call, where a tracer finds the parent.
   */
  onAttempt?: ((attempt: Attempt) => void) | undefined;
}

/** How a client without a key is configured. */
export type AnonymousClientOptions = Omit<ClientOptions, 'apiKey' | 'credential'>;

/** What a client that is derived from another may have of its own. */
export type DerivedOptions = Pick<
  ClientOptions,
  'timeoutMs' | 'maxRetries' | 'holdMs' | 'settleMs'
>;

/** What every call takes last: a signal, and limits in place of the client's. */
export interface CallOptions extends Pick<ClientOptions, 'timeoutMs' | 'maxRetries'> {
  /**
   * Aborts the call: it rejects at once with an error named `AbortError` whose `cause` is the
   * signal's reason, and nothing more is sent. A request that was sent can't be undone: an aborted
   * write continues in the background, and if an aborted create or mint creates a key, a process
   * warning (`VENICE_KEYS_LOST_KEY`) gives its id. The error's message says if nothing was sent,
   * and what becomes of a key that a job has begun: it is deleted again, or ends by itself.
   * `deleteKeys` first hands out what it has deleted: for that it waits for the response to its
   * last request, for two seconds at most.
   */
  signal?: AbortSignal | undefined;
}

/**
 * Keeps a new key's secret, under its `id`: called once the key exists, before it becomes lasting.
 *
 * It may be async, and is waited for. If it fails, the key is deleted again, and the job rejects
 * with its error as it is.
 */
export type Store = (created: CreatedKey) => unknown;

/**
 * A key for one piece of work: `await using key = …` deletes it when the scope ends, also when that
 * fails. Without `await using`, call `key[Symbol.asyncDispose]()` in a `finally`.
 */
export interface TemporaryKey extends CreatedKey {
  /**
   * Deletes the key. A key that is gone already is as good; a second time does nothing.
   *
   * @throws {VeniceError} It couldn't be deleted: the message says until when it lives.
   */
  [Symbol.asyncDispose](): Promise<void>;
}

declare global {
  /** For programs whose `lib` doesn't have what `await using` looks for. */
  interface SymbolConstructor {
    readonly asyncDispose: unique symbol;
  }
}

/**
 * A client of the Venice key-management API.
 *
 * Creating one opens no connection. Its calls run concurrently, on threads of their own. An idle
 * client doesn't keep the process alive; a pending call does. If the server announces that it will
 * retire an operation, a `DeprecationWarning` of the process says so, once.
 *
 * @example
 * ```js
 * import { Client, VeniceError, Wallet } from 'venice-keys';
 *
 * const client = new Client(); // VENICE_ADMIN_KEY
 * ```
 */
export class Client {
  /**
   * @throws {VeniceError} `config`: there is no key, it can't be sent in a header, the base URL
   * isn't one that a key may be sent to, the CA file can't be read, or a timeout or limit is zero.
   * @throws {TypeError} An option has a wrong type, or is unknown.
   */
  constructor(options?: ClientOptions);

  /**
   * A client without a key: it never sends one. Enough for models, and to mint keys with a wallet.
   *
   * @throws As the constructor.
   */
  static anonymous(options?: AnonymousClientOptions): Client;

  /**
   * The same client with other limits. It shares connections, the create limit and the key. A
   * hold beyond 15 seconds to a day, or a settling beyond 50 milliseconds to a minute, is taken as
   * the nearest of them; with a timeout of zero every call rejects with `timeout`.
   *
   * @example
   * ```js
   * const patient = client.withOptions({ timeoutMs: 300_000, maxRetries: 10 });
   * ```
   *
   * @throws {TypeError} An option has a wrong type, or is unknown.
   */
  withOptions(options: DerivedOptions): Client;

  /**
   * The same client with another key. It shares connections and the create limit. Its calls reject
   * with `config` if the key can't be sent in a header.
   *
   * @throws {TypeError} The key is neither a string nor a `Secret`.
   */
  withApiKey(apiKey: string | Secret): Client;

  /**
   * Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
   *
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * for (const key of await client.listKeys()) {
   *   console.log(key.id, key.description);
   * }
   * ```
   */
  listKeys(callOptions?: CallOptions): Promise<ApiKey[]>;

  /**
   * Creates a key. Needs an ADMIN key.
   *
   * The request is never sent twice once the server may have carried it out, so that it never
   * creates two keys. A client sends at most 20 a minute ({@link ClientOptions.createLimit}); one
   * more waits for its turn if the client's timeout allows.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `rate_limited`: there was no turn before the call's deadline and nothing
   * was sent, or the server refused.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys.
   * @throws {VeniceError} `outcome_unknown`: the request was sent, but no reliable response came
   * back: the key may or may not exist, and its secret is lost. The message says when it was sent:
   * look in {@link Client.listKeys} for a key with this description created since then, and delete
   * that one, and no older key, before you create again.
   *
   * @example
   * ```js
   * const created = await client.createKey({
   *   description: 'customer 42',
   *   consumptionLimit: { usd: '12.50' },
   *   limitPeriod: 'MONTH',
   *   expiresAt: '2099-12-31',
   * });
   * console.log(created.id, created.apiKey); // the key is printed redacted
   * await store(created.apiKey.reveal());
   * ```
   */
  createKey(newKey: NewKey, callOptions?: CallOptions): Promise<CreatedKey>;

  /**
   * Returns one key. Needs an ADMIN key.
   *
   * @throws {VeniceError} `invalid_input`: the id can't be a key's; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `not_found`: there is no such key.
   *
   * @example
   * ```js
   * const { usage } = await client.getKey(id);
   * console.log(usage?.trailingSevenDays.usd);
   * ```
   */
  getKey(id: string, callOptions?: CallOptions): Promise<ApiKey>;

  /**
   * Changes a key and returns it as it is then, without its usage. Needs an ADMIN key.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule, or nothing would change;
   * nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `not_found`: there is no such key, or it has expired.
   *
   * @example
   * ```js
   * await client.updateKey(id, {
   *   consumptionLimit: { usd: 75, diem: null }, // another cap, and one removed
   *   expiresAt: null, // never
   * });
   * ```
   */
  updateKey(id: string, update: KeyUpdate, callOptions?: CallOptions): Promise<ApiKey>;

  /**
   * Deletes a key: it stops working at once. Needs an ADMIN key.
   *
   * @throws {VeniceError} `invalid_input`: the id can't be a key's; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `not_found`: there is no such key. If the call was retried after it may
   * have been carried out, and Venice then says that there is no such key, it was deleted: no
   * error.
   * @throws {VeniceError} `bad_response`: the response doesn't say that the key was deleted. It is
   * safe to try again.
   *
   * @example
   * ```js
   * await client.deleteKey(id);
   * ```
   */
  deleteKey(id: string, callOptions?: CallOptions): Promise<void>;

  /**
   * Creates a key, and survives lost responses and crashes: when it returns a key, that is the only
   * key this call has named so, and its secret was stored first. Needs an ADMIN key.
   *
   * The key is created under a name that starts with `vk-pending:`, with an expiry some minutes
   * away ({@link ClientOptions.holdMs}); then `store` gets it, with its final description and
   * expiry; only when `store` has returned does it get them at Venice. When the call fails with
   * anything but `outcome_unknown`, there is none; what it leaves behind is named `vk-pending:…`
   * and ends by itself within the hold. Each of its steps, before and after `store`, has the
   * client's timeout.
   *
   * Store the secret under the key's id, not under its name: a secret whose key was never made
   * lasting then overwrites nothing, and {@link Client.listKeys} says which ids there are. Calling
   * it twice makes two keys; {@link Client.ensureKey} makes one per description.
   *
   * Without `store` one hole stays that nobody can close: a program that dies after the key was
   * made lasting and before it has saved the secret leaves a key whose secret nobody has. Pass
   * `store`, or give such a key to {@link Client.rotateKey}.
   *
   * It rests on Venice refusing to change an expired key, and on a change being made whole or not
   * at all.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule, or the expiry is too near;
   * nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `rate_limited`: there was no turn to create before the call's deadline,
   * or the server refused; nothing was created.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys; those that are
   * being made count.
   * @throws Your own error, as it is: `store` failed, and the new key was deleted or ends by
   * itself.
   * @throws {VeniceError} `pending_lost`: the hold was over before the key was made lasting:
   * discard the secret stored under the id that the message names.
   * @throws {VeniceError} `outcome_unknown`: whether the key was made lasting isn't known. The
   * message names its id, and the time from which on it has its description or is gone.
   *
   * @example
   * ```js
   * const once = await client.createKeyOnce({ description: 'customer 43' }, async (created) => {
   *   await store(created.id, created.apiKey.reveal()); // before the key is lasting
   * });
   * console.log(once.id);
   * ```
   */
  createKeyOnce(
    newKey: NewKey,
    store?: Store | undefined,
    callOptions?: CallOptions,
  ): Promise<CreatedKey>;

  /**
   * Makes sure that there is a key of this description with these settings. It is created, or what
   * differs is changed. Needs an ADMIN key.
   *
   * However many processes ask for the same description at once, in any languages, and whichever of
   * them die: there is never more than one key of that description made by them, its secret was
   * stored before it got the description, at most one process is told `created`, and all others are
   * told that it exists or is being made. The result has the key's secret only if this call created
   * it: Venice shows no other.
   *
   * Settings that aren't given are left as they are. One that Venice doesn't show is set again, and
   * named as changed.
   *
   * A key is created as {@link Client.createKeyOnce} does it; then it is waited for
   * {@link ClientOptions.settleMs}, and whoever sees that another process was first deletes its own
   * key again. What a process leaves that dies blocks the others for as long as its hold, at most
   * five minutes ({@link ClientOptions.holdMs}), or until `in_progress`. Without `store`, a program
   * that dies before it has saved the secret leaves a key whose secret nobody has.
   *
   * Not solved: a key of the same description that somebody makes at the same time in the
   * dashboard, with {@link Client.createKey} or with {@link Client.createKeyOnce}; processes that
   * want different settings (the last one has them); a key that is found and whose secret nobody
   * has kept, which no list tells: {@link Client.rotateKey} makes one that somebody has.
   *
   * It rests on Venice refusing to change an expired key; and on a key being in every list that is
   * asked for later than {@link ClientOptions.settleMs} after its creation, with times of creation
   * that order keys further apart than that. Where that fails, there may be two, which the next
   * call says.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule, or the expiry is too near;
   * nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `conflict`: two keys have this description, which the message names; or
   * the one that has it is of another type, which can't be changed.
   * @throws {VeniceError} `in_progress`: another process is making this key, and hadn't ended
   * before the call's deadline. The message names the key and until when it can last.
   * @throws {VeniceError} `rate_limited`: there was no turn to create before the call's deadline,
   * or the server refused; nothing was created.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys; those that are
   * being made count.
   * @throws Your own error, as it is: `store` failed, and the new key was deleted or ends by
   * itself.
   * @throws {VeniceError} `pending_lost`: the hold was over before the key was made lasting,
   * several times: discard the secret stored under the id that the message names, and give `store`
   * more time.
   * @throws {VeniceError} `outcome_unknown`: whether the key was made lasting isn't known. The
   * message names its id, and the time from which on it has its description or is gone.
   *
   * @example
   * ```js
   * const keep = ({ id, apiKey }) => store(id, apiKey.reveal());
   * const ensured = await client.ensureKey({ description: 'customer 44' }, keep);
   * console.log(ensured.outcome, ensured.id); // created, kept or changed
   * ```
   */
  ensureKey(
    newKey: NewKey,
    store?: Store | undefined,
    callOptions?: CallOptions,
  ): Promise<EnsuredKey>;

  /**
   * Says what {@link Client.provisionKeys} would do now, in the order of `newKeys`, without doing
   * it. Needs an ADMIN key.
   *
   * One list is read. What other processes do until then isn't in the plan.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule, or a description is there
   * twice; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * for (const { action, description } of await client.planKeys(newKeys)) {
   *   console.log(action, description);
   * }
   * ```
   */
  planKeys(newKeys: readonly NewKey[], callOptions?: CallOptions): Promise<PlannedKey[]>;

  /**
   * Makes sure that there are keys of these descriptions with these settings, and says of each what
   * became of it: an iterator, in the order that finishes first. Needs an ADMIN key.
   *
   * For each key it does what {@link Client.ensureKey} does, and holds what that holds: however
   * many processes ask for the same descriptions at once, there is never more than one key of each
   * made by them. Nothing is sent before the first is asked for. First comes what is there already,
   * kept or changed; then keys are created, some at once, as fast as Venice's limit allows, which
   * is shared with everybody else who creates keys: the list shows them. Waiting for a turn doesn't
   * count as time of the call; each step has the client's timeout.
   *
   * Stopped, given up or killed: run it again with the same keys, here or elsewhere. It makes none
   * twice; what was being made ends by itself within its hold, five minutes, and is waited for. One
   * whose hold is longer than 15 minutes, and than the client's own, isn't: then the item has
   * failed with `in_progress`, so run it again after that hold. {@link Client.planKeys} says what
   * it would do. Two processes that are to share the work can have the same list: they make the
   * keys in different orders.
   *
   * Up to five keys are created before the first of them is stored. Where `store` or the loop is so
   * slow that a key's hold is over, or nearly, when its turn comes, it isn't stored: it ends by
   * itself and is made again.
   *
   * A key that fails by itself is an item whose outcome is `failed`. An error is about the whole:
   * nothing is lost with it, and asking for the next item tries again; so stop at an error, or
   * count them. After a `store` that failed, its key and the others that weren't stored yet are
   * deleted, and made again if the iterator goes on.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule, or a description is there
   * twice; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys; those that are
   * being made count.
   * @throws Your own error, as it is: `store` failed, and the new key was deleted or ends by
   * itself.
   * @throws {VeniceError} `outcome_unknown`: whether a key was made lasting isn't known. The
   * message names its id.
   *
   * @example
   * ```js
   * for await (const { outcome, description, progress } of client.provisionKeys(newKeys, keep)) {
   *   console.log(outcome, description, progress.done, 'of', progress.total);
   * }
   * ```
   */
  provisionKeys(
    newKeys: readonly NewKey[],
    store?: Store | undefined,
    callOptions?: CallOptions,
  ): AsyncIterable<ProvisionedKey>;

  /**
   * Replaces a key with a new one of the same settings, without cutting anybody off. Needs an ADMIN
   * key.
   *
   * At every moment, whatever dies, at least one of the two keys works, lasts as long as the old
   * one was to last, and has its secret stored.
   *
   * Every setting of the old key is copied, except those that are given; one that Venice doesn't
   * show must be given, or cleared. The new key is created under a name that starts with
   * `vk-pending:`, with an expiry some minutes away ({@link ClientOptions.holdMs}). Its secret is
   * tried, then handed to `store`; when `store` has returned, the key is made lasting, and only
   * then is the old one touched: it gets an end that Venice keeps, at least
   * {@link Rotation.graceMs} away, the new key gets its name, and without a grace the old one is
   * deleted. Each of its steps, before and after `store`, has the client's timeout.
   *
   * **If it fails, or your program dies, make the same call again**: it finishes what was begun,
   * and never makes a third key. A new key that wasn't made lasting ends by itself; until then
   * another run waits for it. What an earlier run made lasting is finished without `store`: its
   * secret was stored then, and the outcome is `'already_rotated'`.
   *
   * A rotation needs a free place among the 500 keys of an account: the old key is never deleted
   * first. The new key's period starts at zero, so a rotation can double what is spent in one. It
   * is for continuity: a key that leaked is to be deleted first. If it is the client's own key that
   * is rotated, the client, and every client that shares its key, goes on with the new one; the old
   * one isn't deleted then, unless {@link Rotation.endOwnKey} says so. It is known by its last six
   * characters: where Venice doesn't show them, or two keys end alike, nothing is deleted, and the
   * client goes on with the key that it has until you give it the new one
   * ({@link Client.withApiKey}).
   *
   * It rests on Venice refusing to change an expired key, and on the list showing a new key within
   * {@link ClientOptions.settleMs}.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule, or isn't shown of the old key
   * and must be given, or the old key ends before the grace does, or has a cap that this version
   * doesn't know; nothing was created. Or the old key has another member that this version doesn't
   * know, which may restrict it, and the new key didn't have the same: it was deleted.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `not_found`: there is no such key, or it has expired, or it was rotated
   * and deleted.
   * @throws {VeniceError} `forbidden`: the new secret can't be tried from this machine; nothing has
   * changed. {@link Rotation.unverified} goes on without that.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys; those that are
   * being made count.
   * @throws {VeniceError} `in_progress`: another run is rotating this key, and wasn't done in time.
   * The message says when it is decided, and so does {@link VeniceError.retryAfterMs}.
   * @throws {VeniceError} `conflict`: another key has the description that the new one is to get,
   * or somebody made one meanwhile: the message names it; or the old key seems to have been
   * rotated, and its successor, too: the message names the newest; or a later version of
   * venice-keys is at it; or the old key was changed again and again.
   * @throws Your own error, as it is: `store` failed, and the new key was deleted or ends by
   * itself; the old one is as it was.
   * @throws {VeniceError} `pending_lost`: `store` took longer than the hold, several times: discard
   * the secret stored under the id that the message names.
   * @throws {VeniceError} `outcome_unknown`: whether the new key was made lasting isn't known. The
   * message names its id, and the time at which it is lasting or gone; keep both secrets until
   * then.
   *
   * @example
   * ```js
   * const rotated = await client.rotateKey(oldId, { graceMs: 86_400_000 }, keep);
   * console.log(rotated.id, 'and until', rotated.oldExpiresAt, 'also', rotated.oldId);
   * ```
   */
  rotateKey(
    id: string,
    rotation: Rotation | undefined,
    store: Store,
    callOptions?: CallOptions,
  ): Promise<RotatedKey>;

  /**
   * Begins a rotation, for programs that store the secret and commit in separate steps. The new key
   * is created, pending, and its secret tried. Needs an ADMIN key.
   *
   * The old key isn't touched. Store the new secret, and the record with it; then
   * {@link Client.commitRotation}, in this process or another, within the hold: a new key that
   * isn't committed ends by itself. What it promises, and what it takes, is described at
   * {@link Client.rotateKey}. If an earlier run made its new key lasting and stopped there, that
   * rotation is finished, and there is nothing to commit.
   *
   * @throws {VeniceError} `invalid_input`, `admin_key_required`, `not_found`, `forbidden`,
   * `key_limit_reached`, `in_progress`, `conflict`: as for {@link Client.rotateKey}.
   *
   * @example
   * ```js
   * const begun = await client.beginRotation(backendId, { consumptionLimit: { usd: 75 } });
   * if (begun.created) await keep(begun.created);
   * if (begun.record) await store(begun.record); // holds no secret
   * ```
   */
  beginRotation(
    id: string,
    rotation?: Rotation | undefined,
    callOptions?: CallOptions,
  ): Promise<PendingRotation>;

  /**
   * Commits a rotation that {@link Client.beginRotation} began. The new key is made lasting, the
   * old one gets its end and the new one its name, and without a grace the old one is deleted.
   * Needs an ADMIN key.
   *
   * Store the new secret first. If it fails, or the program dies, commit the same record again:
   * that finishes it, and a rotation that is finished stays as it is. A client other than the one
   * that began the rotation of its own key doesn't have the new secret: give it one with
   * {@link Client.withApiKey}.
   *
   * @throws {VeniceError} `invalid_input`: it is no record of a rotation, or was changed; nothing
   * was changed at Venice.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `pending_lost`: the hold was over: the new key has ended, and the old one
   * is as it was. Discard the new secret, and begin again.
   * @throws {VeniceError} `outcome_unknown`: whether the new key was made lasting isn't known:
   * commit the record again. The message says when it can be known at the latest.
   * @throws {VeniceError} `conflict`: somebody else made a key of this name meanwhile: both are
   * named.
   * @throws {VeniceError} `not_found`: the new key was deleted by somebody else.
   *
   * @example
   * ```js
   * if (begun.record) await client.commitRotation(begun.record); // or, after a crash, once more
   * ```
   */
  commitRotation(record: string, callOptions?: CallOptions): Promise<void>;

  /**
   * Aborts a rotation that {@link Client.beginRotation} began. The new key is deleted, and the old
   * one is as it was. Needs an ADMIN key.
   *
   * Once a request to make the new key lasting was sent, it is refused: others may rely on that key
   * by then. If the new key is gone, there is nothing to do.
   *
   * @throws {VeniceError} `invalid_input`: it is no record of a rotation, or was changed, or the
   * new key was, or may have been, made lasting: commit it again, which finishes it.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * if (other.record) await client.abortRotation(other.record); // before it was committed
   * ```
   */
  abortRotation(record: string, callOptions?: CallOptions): Promise<void>;

  /**
   * Creates a key for one piece of work, deleted when that ends. Needs an ADMIN key.
   *
   * The key expires by itself, `lifetimeMs` after it was created, by Venice's clock; so give it the
   * longest that the work may take. It is deleted when the work ends, however it ends, and also
   * when the call was given up. If the program is killed, the key ends by itself. It is created
   * once, as {@link Client.createKeyOnce} does: what is left of an attempt whose response was lost
   * ends by itself, too.
   *
   * Creating the key and deleting it each have the client's timeout; the work has none. If the key
   * can't be deleted and the work is done, that is an error, which names the key and its end. If
   * the work failed, its own error comes first, and the key is named in a warning.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule, or has an expiry of its own,
   * or the lifetime is shorter than 30 seconds or longer than a year; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `rate_limited`: there was no turn before the call's deadline and nothing
   * was sent, or the server refused.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys; those that are
   * being made count.
   * @throws {VeniceError} `pending_lost`, `outcome_unknown`: as for {@link Client.createKeyOnce}.
   *
   * @example
   * ```js
   * const key = await client.temporaryKey({ description: 'export' }, { lifetimeMs: 3_600_000 });
   * try {
   *   console.log(key.id, 'until', key.expiresAt);
   * } finally {
   *   await key[Symbol.asyncDispose](); // what `await using key = …` does
   * }
   * ```
   */
  temporaryKey(
    newKey: NewKey,
    options: { lifetimeMs: number } & CallOptions,
  ): Promise<TemporaryKey>;

  /**
   * Lists the keys that {@link Client.deleteKeys} would delete, without deleting any. Needs an
   * ADMIN key.
   *
   * @throws {VeniceError} `invalid_input`: the filter says nothing, or breaks a rule; nothing was
   * sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * const filter = { prefix: 'customer ', unusedSince: new Date(Date.now() - 30 * 86_400_000) };
   * for (const { id, description } of await client.planDeletion(filter)) {
   *   console.log(id, description);
   * }
   * ```
   */
  planDeletion(filter: KeyFilter, callOptions?: CallOptions): Promise<ApiKey[]>;

  /**
   * Deletes the keys that a filter selects, one after the other, while it is read. Needs an ADMIN
   * key.
   *
   * Nothing is sent before the first item is asked for. Then the keys are listed once: those that
   * the filter selects are the plan, and no others are deleted. Before each goes, it is looked at
   * in a list less than ten seconds old, and left alone if it is called something else by then, or
   * if the filter doesn't select it any more. The client's own key is never deleted, nor one that
   * ends in the same six characters, nor one that is being made (`vk-pending:…`). Every id of the
   * filter comes with what became of it.
   *
   * Ten keys are one page, with the client's timeout and retries. Whoever stops reading stops the
   * deletion, at the latest after the page that was begun. To know what a page has deleted that
   * nobody got, name the keys by their ids, as {@link Client.planDeletion} gives them: the same
   * call made again says of each whether it is still there.
   *
   * @throws {VeniceError} `invalid_input`: the filter says nothing, or breaks a rule; nothing was
   * sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * for await (const { outcome, id, reason } of client.deleteKeys(filter)) {
   *   console.log(outcome, id, reason);
   * }
   * ```
   */
  deleteKeys(filter: KeyFilter, callOptions?: CallOptions): Pages<DeletedKey>;

  /**
   * Lists the keys that are still being made or were left unfinished, whoever began them, and what
   * to do about each. Needs an ADMIN key.
   *
   * Mostly there is nothing to do: what isn't finished ends by itself. Deleting such a key may take
   * it from a process that is just finishing it. A key's name says what it is for only as a hash:
   * give the descriptions that you use as `names`, and those that match are shown.
   *
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * for (const { id, endsAt, advice } of await client.pendingKeys(['customer 44'])) {
   *   console.log(id, endsAt, advice);
   * }
   * ```
   */
  pendingKeys(
    names?: readonly string[] | undefined,
    callOptions?: CallOptions,
  ): Promise<PendingKey[]>;

  /**
   * Returns the balances and rate limits of the client's own key. Works with any key.
   *
   * @throws {VeniceError} `unauthenticated`: Venice doesn't accept the key.
   *
   * @example
   * ```js
   * const { balances, nextEpochBegins } = await client.rateLimits();
   * console.log(balances.usd, nextEpochBegins);
   * ```
   */
  rateLimits(callOptions?: CallOptions): Promise<RateLimits>;

  /**
   * Lists the last 50 times that the account exceeded a rate limit, newest first. Needs an ADMIN
   * key.
   *
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * for (const { modelId, timestamp } of await client.rateLimitLog()) {
   *   console.log(modelId, timestamp);
   * }
   * ```
   */
  rateLimitLog(callOptions?: CallOptions): Promise<RateLimitBreach[]>;

  /**
   * Follows the log of rate limits: gives each time that the account exceeds one from now on,
   * oldest first, none twice. Needs an ADMIN key.
   *
   * It never ends. The first look is at once, and what is in the log then is no news:
   * {@link Client.rateLimitLog} shows it. From then on each page is one look, `everyMs` after the
   * one before was asked for; `everyMs` is a second to a day. That wait isn't part of the call's
   * time, and ends at once where the call is given up. Venice shows the last 50 entries; where as
   * many came between two looks, a mark (`mayBeMissing`) comes before them. With the cursor of a
   * page it goes on after that page, in another process and another day, too.
   *
   * @throws {VeniceError} `invalid_input`: `everyMs` is out of its range, or the cursor is none of
   * this list; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   *
   * @example
   * ```js
   * async function follow(signal) {
   *   const news = client.followRateLimitLog({ everyMs: 60_000, signal });
   *   for await (const { breach, mayBeMissing } of news) {
   *     if (mayBeMissing) console.log('there may have been more');
   *     if (breach) console.log(breach.modelId, breach.timestamp);
   *   }
   * }
   * ```
   */
  followRateLimitLog(
    options: { everyMs: number; cursor?: string | undefined } & CallOptions,
  ): Pages<RateLimitNews>;

  /**
   * Watches the account's keys: gives what is created, changed, deleted or has expired from now on,
   * and which keys reach 50, 80 or 100 percent of a cap. Needs an ADMIN key.
   *
   * It never ends. The first look is at once, and what is there then is no news. From then on each
   * page is one look, `everyMs` after the one before was asked for; `everyMs` is a second to a day.
   * That wait isn't part of the call's time, and ends at once where the call is given up. With the
   * cursor of a page it goes on after that page, in another process and another day, too: a key
   * that came and went meanwhile isn't seen, and of several changes of a field only the last state.
   *
   * A key that is being created, rotated to or provisioned shows once it is lasting. A key that
   * goes at its end has expired, any other was deleted. What was spent includes no earned credits,
   * although they count against a cap in US dollars, so a share can be reached earlier than it is
   * seen. Only the highest share reached between two looks is told; which shares count is fixed.
   *
   * @throws {VeniceError} `invalid_input`: `everyMs` is out of its range, or the cursor is none of
   * this list; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `bad_response`: a cap, an expiry or an allowlist can't be read.
   *
   * @example
   * ```js
   * for await (const { kind, id, changed, share } of client.watchKeys({ everyMs: 1000 })) {
   *   console.log(kind, id, changed, share);
   *   break; // or never
   * }
   * ```
   */
  watchKeys(
    options: { everyMs: number; cursor?: string | undefined } & CallOptions,
  ): Pages<KeyChange>;

  /**
   * Checks the client's own key: whether Venice accepts it, whether it may spend and if not why,
   * until when, and with which balances.
   *
   * A key that Venice refuses is a result (`accepted` is false), not an error; a key without money
   * is accepted and may not spend. If an ADMIN key may not spend, one more request looks whether a
   * cap is why. Venice doesn't always show an INFERENCE key why it may not spend: then the reason
   * is `cap_or_balance`.
   *
   * @throws {VeniceError} `unauthenticated`, `forbidden`: something other than Venice refused, a
   * gateway or a captive portal, which says nothing about the key.
   *
   * @example
   * ```js
   * const status = await client.verifyKey();
   * if (!status.maySpend) console.error('top up', status.balances);
   * ```
   */
  verifyKey(callOptions?: CallOptions): Promise<KeyStatus>;

  /**
   * Returns what the account has left to spend, in each currency. Needs an ADMIN key.
   *
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `bad_response`: the response has no balances, or an amount that can't be
   * read: none is taken for zero.
   *
   * @example
   * ```js
   * const account = await client.billingBalance();
   * console.log(account.canConsume, account.consumptionCurrency, account.balances.usd);
   * ```
   */
  billingBalance(callOptions?: CallOptions): Promise<BillingBalance>;

  /**
   * Lists what was charged and credited, entry by entry, oldest first. Needs an ADMIN key.
   *
   * Nothing is sent before the first entry is asked for. Then each page is one call, with the
   * client's timeout and retries, and one page is in memory.
   *
   * Every page, the last one, too, has a cursor to go on from: another day it gives what came
   * since. But Venice books some entries late, under the time of their use: a client saw some six
   * hours later, and how late they can be isn't documented. So who needs every entry reads again
   * from six hours before the last one, or reads a month when the next one is some days old, and
   * replaces what was stored for that time. How far back the history goes, and whether it has every
   * kind of charge, isn't documented either.
   *
   * Venice's own cursors expire, and it isn't documented when. A page that fails because of that is
   * `bad_request`, and {@link VeniceError.resume} is then a cursor that begins anew at the time of
   * the last entry and leaves out those that came: no gap, no overlap, as long as Venice sends
   * entries of the same millisecond in the same order.
   *
   * @throws {VeniceError} `invalid_input`: the filter breaks a rule, or its cursor is none of this
   * library's, or comes from another filter; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `bad_request`: the server refused the filter, or its cursor has expired:
   * go on with what {@link VeniceError.resume} says.
   * @throws {VeniceError} `bad_response`: an entry can't be read. None is left out silently.
   *
   * @example
   * ```js
   * const sinceJune = { startTimestamp: '2026-06-01T00:00:00Z', currency: 'USD' };
   * for await (const entry of client.usageHistory(sinceJune)) {
   *   console.log(entry.timestamp, entry.sku, entry.amount); // an amount below 0 was charged
   * }
   * ```
   */
  usageHistory(filter?: UsageFilter | undefined, callOptions?: CallOptions): Pages<UsageEntry>;

  /**
   * Writes what was charged and credited as CSV, oldest first, and returns how many rows that were,
   * without the header row. Needs an ADMIN key.
   *
   * The rows are Venice's own, byte for byte, in the columns that its header row names, which may
   * become more. Each page is fetched whole and then written, so memory stays at one page, and
   * nothing of a page that fails is written. The header row comes once, at the beginning, and never
   * where a cursor goes on.
   *
   * The form of Venice's CSV isn't documented in all details. Quoting as in RFC 4180, either line
   * end, and a header row on the first page or on every one are read; the first column must be the
   * time. Anything else fails the call: no row is left out or counted twice silently.
   *
   * For entries that are booked late, and for cursors that expire, see {@link Client.usageHistory}.
   *
   * @throws {VeniceError} `invalid_input`: the filter breaks a rule, or its cursor is none of this
   * library's, or comes from another filter; nothing was sent. Or `to` can't be written: {@link
   * VeniceError.resume} is the cursor of the page that wasn't written whole, of which a part may be
   * there.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `bad_request`: the server refused the filter, or its cursor has expired.
   * All whole pages that came are written: go on, behind them, with what {@link VeniceError.resume}
   * says.
   * @throws {VeniceError} `bad_response`: a page isn't whole, or isn't such CSV.
   *
   * @example
   * ```js
   * const rows = await client.usageHistoryCsv({ currency: 'USD' }, process.stdout);
   * console.log(rows, 'rows');
   * ```
   */
  usageHistoryCsv(
    filter: UsageFilter | undefined,
    to: Destination,
    callOptions?: CallOptions,
  ): Promise<number>;

  /**
   * Returns what was spent in a period, summed up by day, by model and by key. Needs an ADMIN key.
   *
   * What earned credits paid for is in none of the sums, so they can be less than what was used.
   * Venice calls this endpoint a beta and renews its sums every ten minutes. At most 10,000 keys or
   * models can be read.
   *
   * @throws {VeniceError} `invalid_input`: the period breaks a rule; nothing was sent.
   * @throws {VeniceError} `admin_key_required`: the client's key is an INFERENCE key.
   * @throws {VeniceError} `server_error`: among others, the period is too long for Venice to sum up
   * in time: ask for a shorter one.
   * @throws {VeniceError} `bad_response`: an amount or a row can't be read. None is left out
   * silently.
   *
   * @example
   * ```js
   * const { byKey, byModelDaily } = await client.usageAnalytics({ lookbackDays: 30 });
   * for (const { description, totalUsd } of byKey) console.log(description, totalUsd);
   * for (const { date, values } of byModelDaily) console.log(date, Object.entries(values));
   * ```
   */
  usageAnalytics(
    period?: AnalyticsPeriod | undefined,
    callOptions?: CallOptions,
  ): Promise<UsageAnalytics>;

  /**
   * Lists the models of a type, or the server's default selection.
   *
   * Works without a key. With a key restricted by model privacy it lists only the models that the
   * key may call. It says nothing about a key's health: {@link Client.verifyKey} does.
   *
   * @throws {VeniceError} `invalid_input`: the type is empty or too long; nothing was sent.
   * @throws {VeniceError} `bad_request`: the server doesn't know the type. One that this version
   * doesn't know is sent.
   *
   * @example
   * ```js
   * const models = await Client.anonymous().listModels('text');
   * console.log(models.length);
   * ```
   */
  listModels(type?: ModelType | undefined, callOptions?: CallOptions): Promise<Model[]>;

  /**
   * Gets the challenge that a wallet has to sign. Never sends the client's key.
   *
   * Always give the wallet's address: the announced server generation needs it, to bind the
   * challenge to the wallet; the current one doesn't, and ignores it.
   *
   * @throws {VeniceError} `invalid_input`: the address isn't one; nothing was sent.
   * @throws {VeniceError} `bad_request`: the server needs an address, and none was given.
   * @throws {VeniceError} `challenge_invalid`: the challenge is longer than 16 KiB, or of another
   * generation than {@link ClientOptions.web3Generation} allows.
   *
   * @example
   * ```js
   * const wallet = new Wallet(process.env.WALLET_PRIVATE_KEY);
   * const challenge = await client.web3Challenge(wallet.address);
   * const signature = wallet.sign(challenge); // or any other wallet's
   * ```
   */
  web3Challenge(address?: string | undefined, callOptions?: CallOptions): Promise<Web3Challenge>;

  /**
   * Creates a key for a wallet that is held elsewhere, by its signature of a challenge. Never sends
   * the client's key. The request is never sent twice once the server may have carried it out.
   *
   * Unless a limit period is set, the use that counts against the caps starts again from zero every
   * UTC day: give an agent that nobody watches `'LIFETIME'`.
   *
   * @throws {VeniceError} `invalid_input`: something given breaks its rule, or the challenge is of
   * another generation than {@link ClientOptions.web3Generation} allows; nothing was sent.
   * @throws {VeniceError} `invalid_address`, `challenge_expired`, `challenge_invalid`,
   * `signature_mismatch`, `not_staked`, `wallet_check_unavailable`: the server refused.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys.
   * @throws {VeniceError} `outcome_unknown`: the request was sent, but no reliable response came
   * back: the key may or may not exist. The message says when it was sent and what to do.
   *
   * @example
   * ```js
   * const signed = { address, signature, challenge };
   * const minted = await client.mintWeb3Key({ ...signed, description: 'agent' });
   * await store(minted.apiKey.reveal());
   * ```
   */
  mintWeb3Key(mint: Web3Mint, callOptions?: CallOptions): Promise<CreatedKey>;

  /**
   * Creates a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
   * client's key. The mint is never sent twice once the server may have carried it out.
   *
   * Unless a limit period is set, the use that counts against the caps starts again from zero every
   * UTC day: give an agent that nobody watches `'LIFETIME'`. What a wallet signs, and why it should
   * be used for nothing else, is described at {@link Wallet}.
   *
   * @throws {VeniceError} `invalid_input`: a setting breaks its rule; nothing was sent.
   * @throws {VeniceError} `challenge_invalid`, `challenge_expired`: the wallet refused to sign what
   * the server gave it, or that is of another generation than {@link ClientOptions.web3Generation}
   * allows; or the server refused.
   * @throws {VeniceError} `invalid_address`, `signature_mismatch`, `not_staked`,
   * `wallet_check_unavailable`: the server refused.
   * @throws {VeniceError} `key_limit_reached`: the account has 500 active keys.
   * @throws {VeniceError} `outcome_unknown`: the mint was sent, but no reliable response came back:
   * the key may or may not exist. The message says when it was sent and what to do.
   *
   * @example
   * ```js
   * const second = await Client.anonymous().mintWithWallet(wallet, { description: 'agent' });
   * await store(second.apiKey.reveal());
   * ```
   */
  mintWithWallet(
    wallet: Wallet,
    options?: MintOptions | undefined,
    callOptions?: CallOptions,
  ): Promise<CreatedKey>;

  /**
   * Returns what a wallet has left at Venice. Signs in with the wallet, anew for every attempt;
   * never sends the client's key.
   *
   * If Venice refuses the sign-in because this machine's clock is wrong, the call follows Venice's
   * clock and tries once more, and so does every later sign-in of this wallet; the {@link Attempt}
   * says so. Wallets on Solana aren't supported. This was written from Venice's documentation and
   * never run against Venice.
   *
   * @throws {VeniceError} `sign_in_refused`: Venice didn't accept the sign-in.
   * @throws {VeniceError} `wallet_mismatch`: Venice takes the sign-in for another wallet's.
   * @throws {VeniceError} `bad_response`: an amount can't be read: none is taken for zero.
   *
   * @example
   * ```js
   * const { balanceUsd, canConsume } = await client.x402Balance(wallet);
   * console.log(balanceUsd, canConsume);
   * ```
   */
  x402Balance(wallet: Wallet, callOptions?: CallOptions): Promise<WalletBalance>;

  /**
   * Lists what went in and out of a wallet's credit, newest first. Signs in with the wallet, anew
   * for every attempt; never sends the client's key. What was charged in Diem isn't there.
   *
   * Nothing is sent before the first transaction is asked for. Then each page is one call, with the
   * client's timeout and retries, and one page is in memory. Transactions that are booked while the
   * list is read are left out, and none comes twice. Every page has a cursor to go on from to older
   * ones; for newer ones, begin anew. This was written from Venice's documentation and never run
   * against Venice.
   *
   * @throws {VeniceError} `invalid_input`: the cursor is none of this library's, or another
   * wallet's; nothing was sent.
   * @throws {VeniceError} `sign_in_refused`: Venice didn't accept the sign-in; see {@link
   * Client.x402Balance}.
   * @throws {VeniceError} `wallet_mismatch`: Venice takes the sign-in for another wallet's.
   * @throws {VeniceError} `bad_response`: a transaction can't be read. None is left out silently.
   *
   * @example
   * ```js
   * for await (const { createdAt, type, amount } of client.x402Transactions(wallet)) {
   *   console.log(createdAt, type, amount);
   * }
   * ```
   */
  x402Transactions(
    wallet: Wallet,
    cursor?: string | undefined,
    callOptions?: CallOptions,
  ): Pages<WalletTransaction>;

  /**
   * Tops up a wallet's credit at Venice with USDC on Base. Never sends the client's key.
   *
   * It prepares the payment and pays it, within one timeout: give it a minute. The payment is sent
   * again, byte for byte, while the server says that it is settling, fails, or is lost; no setting
   * of retries limits that, only the timeout. **If it fails, or your program dies, make the same
   * call with the same `order` again: an order is paid at most once.** To have the outcome for
   * certain after a crash, too, use {@link Client.x402PrepareTopUp} and
   * {@link Client.x402PayTopUp}, and store the record between them.
   *
   * What is signed is exactly `amount`, to the address that Venice itself names in this call, over
   * https and without a redirect, and only USDC on Base: anything else is refused before anything
   * is signed. If the wallet's credit is already as high as the amount, nothing is paid and the
   * status is `enough`. A wallet that is linked to an account with Diem is charged in Diem as long
   * as there is some, whatever its credit.
   *
   * This was written from the documentation of Venice and x402 and never run against Venice. It
   * assumes that Venice credits a signed payment once however often it is sent, and that the
   * requirements that a payment names may have the amount paid in place of the least amount. If it
   * isn't told what became of a payment, it looks for a top-up of this amount among the wallet's
   * transactions, which name no order: so don't let two payments of the same amount from one wallet
   * be open at the same time.
   *
   * @throws {VeniceError} `invalid_input`: the amount or the order breaks a rule, or the amount is
   * less than Venice takes; nothing was signed.
   * @throws {VeniceError} `config`: the base URL is neither Venice's nor on this machine; nothing
   * was sent.
   * @throws {VeniceError} `bad_response`: what Venice asks for isn't USDC on Base, or can't be
   * read; nothing was signed.
   * @throws {VeniceError} `payment_refused`: the server refused the payment, and nothing moved:
   * {@link VeniceError.serverCode} says why. Only for the first request of an order, as far as this
   * process knows, and only if Venice shows no top-up of this amount in the last hour. If another
   * process may have sent the order less than an hour ago, make the same call again later before
   * you take it for certain.
   * @throws {VeniceError} `payment_settling`: it was still settling when the time was over.
   * @throws {VeniceError} `payment_unknown`: it may have been paid. Make the same call again;
   * {@link VeniceError.retryAfterMs} says when it can be known at the latest.
   * @throws {VeniceError} `sign_in_refused`, `wallet_mismatch`: as for {@link Client.x402Balance};
   * nothing was signed.
   *
   * @example
   * ```js
   * const again = await client.x402TopUp(wallet, order); // an order is paid once, whatever happens
   * console.log(again.status);
   * ```
   */
  x402TopUp(wallet: Wallet, topUp: TopUpRequest, callOptions?: CallOptions): Promise<TopUp>;

  /**
   * Prepares a top-up, and signs no payment: what it returns can be stored, and paid with
   * {@link Client.x402PayTopUp} within some minutes, by this process or another. Never sends the
   * client's key. What is checked, and what is assumed of Venice, is described at
   * {@link Client.x402TopUp}.
   *
   * While the last payment of this order that this process sent can be carried out, it is that
   * one's record that is returned.
   *
   * @throws {VeniceError} `invalid_input`, `config`, `bad_response`, `sign_in_refused`,
   * `wallet_mismatch`: as for {@link Client.x402TopUp}; nothing was signed.
   *
   * @example
   * ```js
   * const order = { amount: '10', most: '10', order: 'invoice 7' };
   * const prepared = await client.x402PrepareTopUp(wallet, order);
   * if (prepared.record) await store(prepared.record); // before anything is signed
   * ```
   */
  x402PrepareTopUp(
    wallet: Wallet,
    topUp: TopUpRequest,
    callOptions?: CallOptions,
  ): Promise<PendingTopUp>;

  /**
   * Pays a top-up that was prepared, or finds out what became of it: however often it is called
   * with a record, and wherever, the record is paid at most once. Never sends the client's key.
   *
   * While the payment can be carried out, it is signed, which always gives the same signature, and
   * sent, again and again as for {@link Client.x402TopUp}; later the wallet's transactions are
   * read. What is assumed of Venice is described there, too. Every error after the record was
   * accepted holds it in {@link VeniceError.resume}.
   *
   * @throws {VeniceError} `invalid_input`: the record isn't one, was changed, or is for another
   * wallet or another base URL; nothing was sent.
   * @throws {VeniceError} `config`: the base URL is neither Venice's nor on this machine; nothing
   * was sent.
   * @throws {VeniceError} `payment_refused`: the server refused, and nothing moved; or the time to
   * pay was over before anything was sent. Only if this process prepared the record and sent no
   * other request of its order: a record that was loaded may have been paid before.
   * @throws {VeniceError} `payment_settling`: it was still settling when the time was over.
   * @throws {VeniceError} `payment_unknown`: it may have been paid. {@link
   * VeniceError.retryAfterMs} says when it can be known at the latest. If it isn't there, nobody
   * can carry the payment out any more, and Venice shows no credit for it, which it may book late.
   * @throws {VeniceError} `sign_in_refused`, `wallet_mismatch`: as for {@link Client.x402Balance};
   * nothing was signed.
   *
   * @example
   * ```js
   * if (prepared.record) {
   *   const paid = await client.x402PayTopUp(wallet, prepared.record);
   *   console.log(paid.amountCredited, paid.newBalance);
   * }
   * ```
   */
  x402PayTopUp(wallet: Wallet, record: string, callOptions?: CallOptions): Promise<TopUp>;

  #private;
}

/**
 * A wallet held in this process: a secp256k1 private key, kept outside JavaScript's memory.
 *
 * It signs only challenges from Venice, after checking each, what it writes itself to sign in, and
 * payments of the amount that it is told. It prints as its address.
 */
export class Wallet {
  /**
   * Takes a private key: 32 bytes of hex, with or without `0x`.
   *
   * @throws {VeniceError} `invalid_input` if it isn't one. The message never contains it.
   */
  constructor(privateKey: string);

  /** The wallet's address in its EIP-55 form. */
  get address(): string;

  /**
   * Signs a challenge from Venice (EIP-191): 65 bytes as 0x-hex, for {@link Client.mintWeb3Key}.
   *
   * @throws {VeniceError} `challenge_expired` if it is too old, `challenge_invalid` if it isn't one
   * of Venice's for this wallet on Base. Then nothing was signed.
   */
  sign(challenge: Web3Challenge | string): string;

  /**
   * Signs in to Venice, for one request of your own: inference, or `POST /crypto/rpc/…`, paid from
   * the wallet's credit. Send the header as it is, without any key, and make a new one for every
   * request and every retry: Venice takes each only once. Sends nothing.
   *
   * Its time is this machine's, until a call such as {@link Client.x402Balance} has shown that
   * Venice's clock differs. Wallets on Solana aren't supported.
   *
   * @example
   * ```js
   * const { name, value } = wallet.signIn(); // for one request: make another for the next
   * const headers = { [name]: value.reveal() };
   * ```
   *
   * @throws {VeniceError} `config`: the system gives no random numbers.
   */
  signIn(): SignIn;

  #private;
}

/**
 * A key that prints redacted, `VENICE_INFERENCE_KEY_…2V2jNW`, however it is printed; a copy by
 * `structuredClone` or `postMessage` is empty. The key isn't in JavaScript's memory until it is
 * revealed.
 *
 * @example
 * ```js
 * console.log(`created ${apiKey}`); // created VENICE_INFERENCE_KEY_…2V2jNW
 * await store(apiKey.reveal());
 * ```
 */
export class Secret {
  /** @throws {TypeError} The argument isn't a string. */
  constructor(text: string);

  /** The key itself. This is the only way to it; guard what it returns. */
  reveal(): string;

  /** Whether both hold the same key, compared in constant time. */
  equals(other: unknown): boolean;

  /** The redacted form. */
  toString(): string;

  /** The redacted form. */
  toJSON(): string;

  #private;
}

/** What went wrong, as a code that stays the same across versions and languages. */
export type ErrorCode = OpenEnum<
  /**
   * The client can't be used as it was configured: no key, or the function that gives it failed; a
   * bad base URL, plain http to a host that isn't loopback, a CA file that can't be read.
   */
  | 'config'
  /** Refused before anything was sent: {@link VeniceError.issues} names field and rule. */
  | 'invalid_input'
  /**
   * The key is unknown, expired or revoked, its account's subscription is inactive, or no key was
   * sent.
   */
  | 'unauthenticated'
  /** The call needs an ADMIN key. */
  | 'admin_key_required'
  /** No balance, or the key's cap is spent. */
  | 'payment_required'
  /** The key may not do this: IP allowlist, model privacy, disabled access. */
  | 'forbidden'
  /** There is no such key, or no such path. */
  | 'not_found'
  /** The account has as many active keys as Venice allows (500). */
  | 'key_limit_reached'
  /**
   * Two keys have the description that only one may have, or the one that has it can't become what
   * was asked for; nothing was created.
   */
  | 'conflict'
  /**
   * Somebody else is making this key: the message names what they made so far and until when it
   * lasts, and {@link VeniceError.retryAfterMs} says how long that is.
   */
  | 'in_progress'
  /**
   * The caller's `store` failed: the new key was deleted, or ends by itself. Only Rust has this
   * code, with the error of `store` as its source; the other languages raise that error itself.
   */
  | 'store_failed'
  /**
   * The time in which the new key had to be stored and made lasting was over: it has ended. Discard
   * the secret that was stored under its id.
   */
  | 'pending_lost'
  /** The key was rotated before: the message names its successor. */
  | 'already_rotated'
  /** The server refused the request: {@link VeniceError.issues} says why where the server did. */
  | 'bad_request'
  /** The server doesn't accept the wallet's address. */
  | 'invalid_address'
  /** The challenge is too old: get a new one. */
  | 'challenge_expired'
  /** The challenge isn't one of Venice's own for this wallet; nothing was signed. */
  | 'challenge_invalid'
  /** The signature was made by another wallet or over other bytes. */
  | 'signature_mismatch'
  /** The wallet has no staked VVV on Base. */
  | 'not_staked'
  /** The server couldn't check the wallet just now: try again later. */
  | 'wallet_check_unavailable'
  /** What was asked for belongs to another wallet than the one that signed. */
  | 'wallet_mismatch'
  /**
   * Venice refused a wallet's sign-in. Each is used once and lasts for minutes, so a wrong clock is
   * the usual reason.
   */
  | 'sign_in_refused'
  /** A top-up was refused: no money moved. */
  | 'payment_refused'
  /**
   * A top-up was sent, and Venice said last that it is still settling: make the same call again, or
   * pay the record that {@link VeniceError.resume} holds. Neither can pay twice.
   */
  | 'payment_settling'
  /**
   * A top-up may have been paid, and nobody can tell yet: {@link VeniceError.retryAfterMs} says
   * when to ask, and {@link VeniceError.resume} holds the record to ask with. Never pay under
   * another order before that.
   */
  | 'payment_unknown'
  /**
   * Too many requests: {@link VeniceError.retryAfterMs} says how long to wait, where it is known.
   */
  | 'rate_limited'
  /** The endpoint is retired. */
  | 'gone'
  /** The server failed on a call that is safe to repeat. */
  | 'server_error'
  /** The call's deadline passed. */
  | 'timeout'
  /** The server couldn't be reached, or the connection was lost. */
  | 'connection'
  /** The server's certificate wasn't accepted, or TLS failed otherwise. */
  | 'tls'
  /** The server's response isn't one that the API documents. */
  | 'bad_response'
  /**
   * The request to create a key, or to make a new one lasting, was sent, but no reliable response
   * came back: the key may or may not exist.
   */
  | 'outcome_unknown'
>;

/** What a {@link VeniceError} holds besides its message. */
export interface VeniceErrorDetails {
  code: ErrorCode;
  operation?: string | undefined;
  status?: number | undefined;
  issues?: Issue[] | undefined;
  retryAfterMs?: number | undefined;
  requestId?: string | undefined;
  serverCode?: string | undefined;
  serverVersion?: string | undefined;
  resume?: string | undefined;
  cause?: unknown;
}

/**
 * A failed call. Distinguish failures by `code`; the message is for people and may change. Neither
 * contains a key, a private key, a signature, a challenge or a raw body. `stack` begins where the
 * call was made.
 *
 * @example
 * ```js
 * try {
 *   await client.getKey(id);
 * } catch (error) {
 *   if (!(error instanceof VeniceError && error.code === 'not_found')) throw error;
 *   console.log('there is no such key');
 * }
 * ```
 */
export class VeniceError extends Error {
  /** For tests that need one. */
  constructor(message: string, details: VeniceErrorDetails);

  name: 'VeniceError';
  /** Which failure it is. */
  code: ErrorCode;
  /** The operation that failed, where it failed on its way to the server or there. */
  operation?: string;
  /** The HTTP status of the response, if there was one. */
  status?: number;
  /** What was wrong with the request, field by field, as far as it is known. */
  issues: Issue[];
  /** How long to wait before trying again, if the server or the local create limit said so. */
  retryAfterMs?: number;
  /** The server's id of the request, to quote when asking Venice about it. */
  requestId?: string;
  /** The server's own code for the failure, where it sent one: `X402_SIGN_IN_EXPIRED`. */
  serverCode?: string;
  /** The version of the server that responded, to quote when asking Venice about it. */
  serverVersion?: string;
  /**
   * What to go on with where a call stopped half-way: for a list in pages the cursor of the page
   * that failed, for a top-up its record. Not secret.
   */
  resume?: string;
}
