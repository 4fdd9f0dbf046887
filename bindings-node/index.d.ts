/**
 * Manage Venice.ai API keys: every key-management and wallet (web3) endpoint.
 *
 * Money is decimal text (`"12.5"`), so that no digit is lost; times are `Date`s; what Venice
 * doesn't say is `null`. Every call returns a promise, runs on a thread of its own, and rejects
 * with a {@link VeniceError}; arguments of a wrong type, and options there are none of, reject
 * with a `TypeError`.
 *
 * @packageDocumentation
 */

/** What a key may do: call inference endpoints only, or everything, key management included. */
export type ApiKeyType = Open<'INFERENCE' | 'ADMIN'>;

/**
 * When the use that counts against a key's caps starts again from zero: every UTC day (the server's
 * default), on the first of every UTC month, or never.
 */
export type LimitPeriod = Open<'EPOCH' | 'MONTH' | 'LIFETIME'>;

/**
 * Which models a key may call: every model (the server's default), text and embedding models only
 * if private, or private models only.
 */
export type ModelPrivacy = Open<'ALL' | 'PRIVATE_TEXT' | 'PRIVATE_ONLY'>;

/**
 * What a model makes. `all` and `code` are filters only. A type that this version doesn't know is
 * sent as it is: whether there is one is for Venice to say.
 */
export type ModelType = Open<
  | 'text'
  | 'image'
  | 'embedding'
  | 'tts'
  | 'asr'
  | 'upscale'
  | 'inpaint'
  | 'music'
  | 'video'
  | 'decision'
  | 'all'
  | 'code'
>;

/** What a rate limit counts: requests or tokens a minute or day, or failures. */
export type RateLimitType = Open<
  'RPM' | 'RPD' | 'TPM' | 'FAILED_REQUESTS' | 'UNSUPPORTED_FEATURE_REQUESTS'
>;

/** Which kind of challenge the server gives: a JWT (today's), or an EIP-4361 message. */
export type Web3Generation = Open<'jwt' | 'siwe'>;

/**
 * Known values for an editor to offer. The type stays open: Venice adds values, and one that this
 * version doesn't know is handed on as it is. It can't be sent, {@link ModelType} aside: that
 * rejects with `invalid_input`.
 */
export type Open<Known extends string> = Known | (string & Record<never, never>);

/**
 * An amount to send: decimal text or a bigint digit for digit, or a number as JavaScript prints it.
 * Caps go from 0 to 9999999999.
 */
export type Amount = string | number | bigint;

/**
 * When a key expires: a `Date`, or a text `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, in UTC and
 * nothing else.
 */
export type Expiry = Date | string;

/** Caps on what a key may spend, to give. Zero is a real cap: it blocks the key. */
export interface ConsumptionLimit {
  /** US dollars. */
  usd?: Amount | null | undefined;
  /** Diem. */
  diem?: Amount | null | undefined;
  /** @deprecated The old name of `diem`. */
  vcu?: Amount | null | undefined;
}

/** Caps on what a key may spend, as Venice shows them; `null` is no cap. */
export interface ConsumptionLimits {
  /** US dollars. */
  usd: string | null;
  /** Diem. */
  diem: string | null;
  /** The old name of `diem`. */
  vcu: string | null;
}

/** What a minted key shall be. What is left out, or `null`, is left to the server's default. */
export interface MintOptions {
  /** What people know the key by: at most 64 characters. */
  description?: string | null | undefined;
  /** What it may do; `INFERENCE` unless given. */
  apiKeyType?: ApiKeyType | null | undefined;
  /** Caps on what it may spend. */
  consumptionLimit?: ConsumptionLimit | null | undefined;
  /** When the caps start anew. */
  limitPeriod?: LimitPeriod | null | undefined;
  /** When it expires; never unless given. */
  expiresAt?: Expiry | null | undefined;
  /** Which models it may call. */
  modelPrivacy?: ModelPrivacy | null | undefined;
  /**
   * From where it may be used: at most 100 public IPv4 or IPv6 addresses or CIDRs; `[]` is
   * anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in Venice's
   * published schema yet, and is sent only if it is given.
   */
  ipAllowlist?: readonly string[] | null | undefined;
}

/** What a new key shall be. What is left out, or `null`, is left to the server's default. */
export interface NewKey extends MintOptions {
  /** What people know the key by: 1 to 64 characters. */
  description: string;
}

/** What shall change about a key: `undefined` keeps, `null` clears. A key's type can't change. */
export interface KeyUpdate {
  /** Cleared, it is empty. */
  description?: string | null | undefined;
  /** Cleared, all caps are removed. Of its members too, `undefined` keeps and `null` clears. */
  consumptionLimit?: ConsumptionLimit | null | undefined;
  /** Cleared, it is `EPOCH`. */
  limitPeriod?: LimitPeriod | null | undefined;
  /** Cleared, the key never expires. */
  expiresAt?: Expiry | null | undefined;
  /** Cleared, it is `ALL`. */
  modelPrivacy?: ModelPrivacy | null | undefined;
  /** Cleared, the key may be used from anywhere. */
  ipAllowlist?: readonly string[] | null | undefined;
}

/** A key as Venice shows it: everything but its secret. Older servers leave fields out. */
export interface ApiKey {
  /** Its id, which the other calls take. */
  id: string;
  /** What it may do. */
  apiKeyType: ApiKeyType | null;
  /** What people know it by. */
  description: string | null;
  /** When it was made. */
  createdAt: Date | null;
  /** When it expires; `null`: never. */
  expiresAt: Date | null;
  /** When it was last used; `null`: never. */
  lastUsedAt: Date | null;
  /** The last six characters of its secret. */
  last6Chars: string | null;
  /** Caps on what it may spend. */
  consumptionLimits: ConsumptionLimits;
  /** When the caps start anew. */
  limitPeriod: LimitPeriod | null;
  /** Which models it may call. */
  modelPrivacy: ModelPrivacy | null;
  /** From where it may be used, as CIDRs; empty or `null`: anywhere. */
  ipAllowlist: string[] | null;
  /** What it spent lately. Not in the answer to an update. */
  usage: Usage | null;
  /** What it spent in the present period; only if a usd or diem cap is set. */
  currentPeriodUsage: PeriodUsage | null;
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
  /** The old name of `diem`. */
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
 * A key just made, with its secret: the only time Venice shows it.
 *
 * Of a minted key Venice's echo of `consumptionLimit` is unreliable; what is stored is right, and
 * {@link Client.getKey} shows it.
 */
export interface CreatedKey {
  /** The secret. Keep it now: it can't be shown again. */
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
  consumptionLimit: ConsumptionLimits;
  /** When the caps start anew. */
  limitPeriod: LimitPeriod | null;
  /** Which models it may call. */
  modelPrivacy: ModelPrivacy | null;
  /** From where it may be used, as CIDRs; empty or `null`: anywhere. */
  ipAllowlist: string[] | null;
  /**
   * Which of the above the answer held in a form that this version can't read:
   * `consumptionLimit.usd`, `expiresAt`, `ipAllowlist`. They are `null` here, which doesn't mean
   * that there is none: {@link Client.getKey} tells, or that it can't read them either. Nearly
   * always empty.
   */
  unreadable: string[];
}

/** Balances and rate limits of the calling key. */
export interface RateLimits {
  /** Whether the key may call inference now: the real "may this key spend". */
  accessPermitted: boolean;
  /** The account's tier. */
  apiTier: ApiTier | null;
  /** What the key can still spend. */
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
  /** Whether use is charged. */
  isCharged: boolean | null;
}

/**
 * What the calling key can still spend: each balance of the account, but not more than the key's
 * own cap leaves. Not the account's balance. Any may be missing, and any may be negative.
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
   * How many are allowed; `null` if it isn't known, or if it is beyond `Number.MAX_SAFE_INTEGER`,
   * where a number would be a wrong one.
   */
  amount: number | null;
}

/** A time when the account exceeded a rate limit. */
export interface RateLimitBreach {
  /** The key that did. */
  apiKeyId: string | null;
  /** The model; also `endpoint:…` or `model:unknown`. */
  modelId: string | null;
  /** What was exceeded. */
  rateLimitType: RateLimitType | null;
  /** The tier whose limit it was. */
  rateLimitTier: string | null;
  /** When. */
  timestamp: Date | null;
}

/** A key's health. */
export interface KeyStatus {
  /** Whether Venice accepts the key at all. */
  accepted: boolean;
  /** Whether it may call inference now. */
  maySpend: boolean;
  /** When it expires; `null`: never, or it isn't known as the key was refused. */
  expiresAt: Date | null;
  /** What the key can still spend. */
  balances: Balances;
}

/** A model. */
export interface Model {
  /** Its id, as inference calls name it. */
  id: string;
  /** What it makes. */
  type: ModelType | null;
  /** Name and privacy. */
  modelSpec: ModelSpec;
}

/** What a {@link Model} says of itself. */
export interface ModelSpec {
  /** The name shown to people. */
  name: string | null;
  /** Its privacy tier: `private`, `anonymized`, … */
  privacy: string | null;
}

/** What a wallet has to sign to mint a key. */
export interface Web3Challenge {
  /** The exact text to sign. */
  text: string;
  /** Until when it is good, if it is known. */
  expiresAt: Date | null;
  /** Which kind it is. */
  generation: Web3Generation;
}

/** What {@link Client.mintWeb3Key} takes: a wallet's signature, and what the key shall be. */
export interface Web3Mint extends MintOptions {
  /** The wallet's address: `0x` and 40 hex digits. */
  address: string;
  /** Its signature of the challenge (EIP-191), as 0x-hex; an EIP-1271 one may have any length. */
  signature: string;
  /** The challenge that was signed, or its text. */
  challenge: Web3Challenge | string;
}

/** How a client is made. */
export interface ClientOptions {
  /**
   * The key to call with; by default the environment's `VENICE_ADMIN_KEY`, or else its
   * `VENICE_API_KEY`.
   */
  apiKey?: string | Secret | undefined;
  /**
   * Where the API is; by default Venice itself, or the environment's `VENICE_BASE_URL`, which is
   * obeyed only for loopback and `*.venice.ai` hosts.
   */
  baseUrl?: string | undefined;
  /**
   * How long a whole call may take from the moment that it is made, waits and retries included,
   * however many calls are made at once; default 60000.
   */
  timeoutMs?: number | undefined;
  /** How long making one connection may take; default 10000. */
  connectTimeoutMs?: number | undefined;
  /** How often a call is retried at most, where it is safe to; default 3. */
  maxRetries?: number | undefined;
  /** How many keys this client creates at most in any `createLimitPeriodMs`; default 20. */
  createLimit?: number | undefined;
  /** The period of `createLimit`; default 60000. */
  createLimitPeriodMs?: number | undefined;
  /** A PEM file of certificate authorities to trust beside the platform's. */
  caFile?: string | undefined;
  /**
   * The one kind of challenge that is taken from the server, so that none can lead a wallet to sign
   * an older kind; by default both are.
   */
  web3Generation?: Web3Generation | undefined;
  /** Text that is appended to the User-Agent header. */
  userAgent?: string | undefined;
  /**
   * Called after each attempt; nothing waits for it. Without it, `NODE_DEBUG=venice-keys` prints a
   * line per attempt to standard error. If it throws, a process warning (`VENICE_KEYS_ON_ATTEMPT`)
   * says so once, and the call continues.
   */
  onAttempt?: ((attempt: Attempt) => unknown) | undefined;
}

/** One attempt of a call. It holds nothing secret. */
export interface Attempt {
  /** The method that was called: `createKey`. */
  operation: string;
  /** The HTTP method. */
  method: string;
  /** The path below the base URL. */
  path: string;
  /** Which attempt of the call it was, from 1. */
  number: number;
  /** The response's status, if there was a response. */
  status: number | null;
  /** What went wrong if there was no response. */
  failure: VeniceErrorCode | null;
  /** How long it took, in milliseconds. */
  elapsedMs: number;
  /** The version of the server, if it said so. */
  serverVersion: string | null;
  /** The server's announcement that it will retire this operation, the first time. */
  warning: string | null;
}

/** How a client without a key is made. */
export type AnonymousClientOptions = Omit<ClientOptions, 'apiKey'>;

/** What every call takes last. */
export interface CallOptions {
  /**
   * Aborts the call: it rejects at once with an error named `AbortError` whose `cause` is the
   * signal's reason, and nothing more is sent. What was sent can't be taken back: an aborted write
   * goes on by itself, and if an aborted create or mint makes a key, a process warning names its
   * id. The error's message says whether nothing was sent.
   */
  signal?: AbortSignal | undefined;
}

/**
 * A client of the Venice key-management API.
 *
 * Making one opens no connection. Its calls run side by side on threads of their own. An idle
 * client doesn't keep the process alive; a pending call does. What the server announced of an
 * operation (that it will be retired) is a `DeprecationWarning` of the process, once for each.
 *
 * @example
 * ```js
 * import { Client } from 'venice-keys';
 *
 * const client = new Client(); // VENICE_ADMIN_KEY
 * const made = await client.createKey({
 *   description: 'backend prod',
 *   consumptionLimit: { usd: 50 },
 *   limitPeriod: 'MONTH',
 * });
 * await store(made.apiKey.reveal());
 * ```
 */
export class Client {
  /**
   * @throws {VeniceError} `config`: there is no key, it can't be sent in a header, the base URL
   * isn't one that a key may be sent to, the CA file can't be read, or a timeout or limit is zero.
   * @throws {TypeError} An option of a wrong type, or one there is none of.
   */
  constructor(options?: ClientOptions);

  /**
   * A client without a key: it never sends one. Enough for models, and to mint keys with a wallet.
   *
   * @throws As the constructor.
   *
   * @example
   * ```js
   * const models = await Client.anonymous().listModels('text');
   * ```
   */
  static anonymous(options?: AnonymousClientOptions): Client;

  /**
   * Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
   *
   * Rejects with `admin_key_required` with an INFERENCE key.
   *
   * @example
   * ```js
   * for (const key of await client.listKeys()) console.log(key.id, key.description);
   * ```
   */
  listKeys(options?: CallOptions): Promise<ApiKey[]>;

  /**
   * Makes a key. Needs an ADMIN key.
   *
   * It is never sent twice, so that it never makes two keys. At most 20 are made a minute per
   * client; one more waits for its turn if the client's timeout allows.
   *
   * Rejects with
   * - `invalid_input`: a field breaks its rule; nothing was sent.
   * - `rate_limited`: no turn before the deadline.
   * - `key_limit_reached`: the account has 500 active keys.
   * - `outcome_unknown`: it was sent and no trustworthy answer came. A key may have been made: look
   *   in {@link listKeys} for one made since then, with its description.
   *
   * @example
   * ```js
   * const made = await client.createKey({
   *   description: 'backend prod',
   *   consumptionLimit: { usd: '12.50' },
   *   limitPeriod: 'MONTH',
   *   expiresAt: '2026-12-31',
   * });
   * console.log(made.id, made.apiKey); // the key is printed redacted
   * ```
   */
  createKey(newKey: NewKey, options?: CallOptions): Promise<CreatedKey>;

  /**
   * Shows one key. Needs an ADMIN key.
   *
   * Rejects with `not_found` if there is no such key.
   *
   * @example
   * ```js
   * const { usage } = await client.getKey(id);
   * ```
   */
  getKey(id: string, options?: CallOptions): Promise<ApiKey>;

  /**
   * Changes a key and shows it as it is then, without its usage. Needs an ADMIN key.
   *
   * Rejects with
   * - `invalid_input`: a field breaks its rule, or nothing would change; nothing was sent.
   * - `not_found`: there is no such key, or it has expired.
   *
   * @example
   * ```js
   * await client.updateKey(id, {
   *   consumptionLimit: { usd: 75, diem: null }, // another cap, and one less
   *   expiresAt: null, // never
   * });
   * ```
   */
  updateKey(id: string, changes: KeyUpdate, options?: CallOptions): Promise<ApiKey>;

  /**
   * Deletes a key: it stops working at once. Needs an ADMIN key.
   *
   * Rejects with `not_found` if there is no such key.
   *
   * @example
   * ```js
   * await client.deleteKey(id);
   * ```
   */
  deleteKey(id: string, options?: CallOptions): Promise<void>;

  /**
   * Balances and rate limits of the client's own key. Any key may ask.
   *
   * Rejects with `unauthenticated` if the key isn't accepted.
   *
   * @example
   * ```js
   * const { balances } = await client.rateLimits();
   * ```
   */
  rateLimits(options?: CallOptions): Promise<RateLimits>;

  /**
   * The last 50 times the account exceeded a rate limit, newest first. Needs an ADMIN key.
   *
   * @example
   * ```js
   * const [latest] = await client.rateLimitLog();
   * ```
   */
  rateLimitLog(options?: CallOptions): Promise<RateLimitBreach[]>;

  /**
   * Whether the client's key is accepted, may spend, until when, and with which balances.
   *
   * A key that Venice refuses is an answer (`accepted: false`), not an error. Rejects only when
   * there is no answer to give: the server can't be reached, fails, or rate-limits.
   *
   * @example
   * ```js
   * const { maySpend, balances } = await client.verifyKey();
   * if (!maySpend) console.error('top up', balances);
   * ```
   */
  verifyKey(options?: CallOptions): Promise<KeyStatus>;

  /**
   * Lists the models of a type, or the server's default selection. Works without a key; with a
   * privacy-restricted key it lists only the models that key may call. It proves nothing about a
   * key: {@link verifyKey} does.
   *
   * Rejects with what Venice says, `bad_request`, of a type that it doesn't know.
   *
   * @example
   * ```js
   * const models = await client.listModels('image');
   * ```
   */
  listModels(type?: ModelType | undefined, options?: CallOptions): Promise<Model[]>;

  /**
   * Gets the challenge that a wallet has to sign. Never sends the client's key.
   *
   * The announced server generation binds it to a wallet and needs its address; today's takes none,
   * and none harms.
   *
   * Rejects with `invalid_input` if the address isn't one.
   *
   * @example
   * ```js
   * const challenge = await client.web3Challenge(wallet.address);
   * const signature = await wallet.signMessage(challenge.text); // any library's
   * ```
   */
  web3Challenge(address?: string | undefined, options?: CallOptions): Promise<Web3Challenge>;

  /**
   * Makes a key for a wallet that is held elsewhere, by its signature of a challenge. Never sends
   * the client's key, and is never sent twice.
   *
   * Rejects with
   * - `invalid_input`: a field breaks its rule; nothing was sent.
   * - `invalid_address`, `challenge_expired`, `challenge_invalid`, `signature_mismatch`,
   *   `not_staked`, `wallet_check_unavailable`: the server refused.
   * - `outcome_unknown`: it was sent and no trustworthy answer came.
   *
   * @example
   * ```js
   * const made = await client.mintWeb3Key({ address, signature, challenge, description: 'agent' });
   * ```
   */
  mintWeb3Key(mint: Web3Mint, options?: CallOptions): Promise<CreatedKey>;

  /**
   * Makes a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
   * client's key; the mint is never sent twice.
   *
   * Rejects as {@link mintWeb3Key}; with `challenge_invalid` and `challenge_expired` also if the
   * wallet refuses what it is asked to sign: then nothing was signed.
   *
   * @example
   * ```js
   * const wallet = new Wallet(process.env.WALLET_KEY);
   * const made = await Client.anonymous().mintWithWallet(wallet, { description: 'agent' });
   * ```
   */
  mintWithWallet(
    wallet: Wallet,
    newOptions?: MintOptions | undefined,
    options?: CallOptions,
  ): Promise<CreatedKey>;

  #private;
}

/**
 * A wallet held in this process: a secp256k1 private key, kept outside JavaScript's memory.
 *
 * It signs nothing but Venice's own challenges, each checked before, and prints as its address.
 *
 * @example
 * ```js
 * const wallet = new Wallet(process.env.WALLET_KEY);
 * console.log(wallet.address);
 * ```
 */
export class Wallet {
  /**
   * Takes a private key: 32 bytes of hex, with or without `0x`.
   *
   * @throws {VeniceError} `invalid_input` if it isn't one. The message never holds it.
   */
  constructor(privateKey: string);

  /** The wallet's address in its EIP-55 form. */
  get address(): string;

  /**
   * Signs a challenge of Venice's (EIP-191): 65 bytes as 0x-hex, for {@link Client.mintWeb3Key}.
   *
   * @throws {VeniceError} `challenge_expired` if its time is over, `challenge_invalid` if it is not
   * one of Venice's for this wallet on Base. Nothing is signed then.
   *
   * @example
   * ```js
   * const challenge = await client.web3Challenge(wallet.address);
   * const signature = wallet.sign(challenge);
   * ```
   */
  sign(challenge: Web3Challenge | string): string;

  #private;
}

/**
 * A key that prints redacted, `VENICE_INFERENCE_KEY_…2V2jNW`, whatever it is printed with; a copy
 * by `structuredClone` or `postMessage` is empty. Its text isn't in JavaScript's memory until it is
 * revealed.
 *
 * @example
 * ```js
 * const { apiKey } = await client.createKey({ description: 'backend prod' });
 * console.log(`made ${apiKey}`); // made VENICE_INFERENCE_KEY_…2V2jNW
 * await store(apiKey.reveal());
 * ```
 */
export class Secret {
  /** @throws {TypeError} If it isn't a text. */
  constructor(text: string);

  /** The text itself: the one way to it. Whoever takes it guards it. */
  reveal(): string;

  /** Whether both hold the same text, compared in constant time. */
  equals(other: unknown): boolean;

  /** The redacted form. */
  toString(): string;

  /** The redacted form. */
  toJSON(): string;

  #private;
}

/** What went wrong, as a code that stays the same across versions and languages. */
export type VeniceErrorCode = Open<
  /** The client can't be used as made: no key, a bad base URL, a CA file that isn't there. */
  | 'config'
  /** Refused before anything was sent: `issues` names field and rule. */
  | 'invalid_input'
  /** The key is unknown, expired or revoked, or none was sent. */
  | 'unauthenticated'
  /** The call needs an ADMIN key. */
  | 'admin_key_required'
  /** No balance, or the key's cap is spent. */
  | 'payment_required'
  /** The key may not do this: IP allowlist, model privacy, disabled access. */
  | 'forbidden'
  /** There is no such key, or no such path. */
  | 'not_found'
  /** The account has as many active keys as Venice allows. */
  | 'key_limit_reached'
  /** The server refused the request: `issues` says why where the server did. */
  | 'bad_request'
  /** The server doesn't take the wallet's address. */
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
  /** Too many requests: `retryAfterMs` says how long to wait, where it is known. */
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
  /** The server answered something the API doesn't document. */
  | 'bad_response'
  /** A key was asked for and no trustworthy answer came: it may have been made. */
  | 'outcome_unknown'
>;

/** One thing that is wrong with a request. */
export interface VeniceIssue {
  /** The field by Venice's name, `consumptionLimit.usd`; empty if the server named none. */
  field: string;
  /** The rule that was broken. */
  message: string;
}

/** What a {@link VeniceError} is made of beside its message. */
export interface VeniceErrorDetails {
  code: VeniceErrorCode;
  status?: number | undefined;
  issues?: VeniceIssue[] | undefined;
  retryAfterMs?: number | undefined;
  requestId?: string | undefined;
  serverCode?: string | undefined;
  serverVersion?: string | undefined;
  cause?: unknown;
}

/**
 * A failed call. Tell failures apart by `code`; the message is for people and may change. Neither
 * holds a key, a private key, a signature, a challenge or a raw body. `stack` points to where the
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
  code: VeniceErrorCode;
  /** The answer's HTTP status, if there was an answer. */
  status?: number;
  /** What was wrong with the request, field by field, as far as it is known. */
  issues: VeniceIssue[];
  /** How many milliseconds to wait before the next try, if it is known. */
  retryAfterMs?: number;
  /** The server's name for the request, to quote when asking Venice about it. */
  requestId?: string;
  /** The server's own code, where it gave one: `X402_SIGN_IN_…`, … */
  serverCode?: string;
  /** The version of the server that answered, to quote as well. */
  serverVersion?: string;
}
