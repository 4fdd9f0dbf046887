/**
 * A Venice of your own for tests: the sandbox as a process that ends with your test.
 *
 * @packageDocumentation
 */

/** How a sandbox is started. */
export interface SandboxOptions {
  /** The generation of wallet challenges (default `jwt`). */
  web3?: 'jwt' | 'siwe' | undefined;
  /** How many seconds the server's minute lasts (default 60; fractions allowed). */
  minute?: number | undefined;
  /** Serve TLS with such a certificate; its CA is in `caFile`. */
  tls?: 'valid' | 'expired' | 'other-host' | 'self-signed' | undefined;
  /** The program to start, if not the installed one. */
  program?: string | undefined;
}

/** A Venice of its own, on this machine, until `close()`, or until this process ends. */
export declare class Sandbox {
  private constructor();
  /**
   * Starts one, which takes a few milliseconds. Rejects with a {@link SandboxError} when the
   * program can't be found or started.
   */
  static start(options?: SandboxOptions): Promise<Sandbox>;

  readonly baseUrl: string;
  readonly controlUrl: string;
  readonly adminKey: string;
  readonly inferenceKey: string;
  readonly stakedPrivateKey: string;
  readonly stakedAddress: string;
  readonly unstakedPrivateKey: string;
  readonly unstakedAddress: string;
  /** The CA to trust, where the sandbox was started with TLS. */
  readonly caFile: string | undefined;
  /** The process that serves. */
  readonly pid: number;
  /** For a client with the ADMIN key: `new Client(sandbox.clientOptions)`. */
  readonly clientOptions: { apiKey: string; baseUrl: string; caFile?: string };

  /** Ends it, and waits until it has ended. May be called again. */
  close(): Promise<void>;
  /** For `await using sandbox = await Sandbox.start()`. */
  [Symbol.asyncDispose](): Promise<void>;

  /** Queues faults for the next requests that match. */
  queue(...faults: Fault[]): Promise<void>;
  /** How many queued faults haven't been used up yet. */
  waitingFaults(): Promise<number>;
  /** Forgets the queued faults. */
  clearFaults(): Promise<void>;

  /** Carries out the requests that `late` faults have put off, and tells how many. */
  carryOutLate(): Promise<number>;
  /** The requests that `late` faults have put off never arrive. */
  dropLate(): Promise<void>;

  /** Moves the server's clock ahead, and tells its time. */
  advance(ms: number): Promise<Date>;
  /** Makes the server's clock stand, so that everything happens in the same millisecond. */
  stopClock(): Promise<void>;
  /** Lets the server's clock go on from where it stands. */
  startClock(): Promise<void>;

  /** Every request that reached the API since the start, or since they were forgotten. */
  requests(): Promise<SeenRequest[]>;
  /** Forgets the requests seen. */
  clearRequests(): Promise<void>;

  /** Puts a key there, past every limit of the API: an expired one, one that has spent. */
  seedKey(seed?: Seed): Promise<{ id: string; apiKey: string }>;
  /** Changes a key as somebody else may; `newest` is the one that a request created last. */
  changeKey(id: string, changes: KeyChange): Promise<void>;
  /** Deletes a key as somebody else may; `newest` is the one that a request created last. */
  deleteKey(id: string): Promise<void>;
  /** Says what the keys that are created next are called: UUIDs in lower case. */
  setNextIds(...ids: string[]): Promise<void>;
  /** Lists of keys show what was true so long ago; with a seed each list's age is drawn. */
  setListLag(ms: number, options?: { seed?: number }): Promise<void>;
  /** Every key ever created, including revoked ones, oldest first. */
  storedKeys(): Promise<StoredKey[]>;
  /** Changes the account; what isn't given stays as it is. */
  setAccount(change: AccountChange): Promise<void>;

  /** Any request to the control API, for what has no method here; see its README. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever was asked for
  control(method: string, path: string, body?: unknown): Promise<any>;
}

/** The sandbox couldn't be started, or refused what it was asked; the message says why. */
export declare class SandboxError extends Error {
  constructor(message: string, options?: ErrorOptions);
}

/**
 * The path of the program: what `VENICE_KEYS_SANDBOX` names, else the one that was installed.
 * Throws a {@link SandboxError} where there is none.
 */
export declare function findProgram(): string;

/** Which requests a fault hits: the first ones that match, `times` of them (default 1). */
interface Matching {
  method?: string | undefined;
  /** Below the base URL, without query; one that ends in `*` matches its start. */
  path?: string | undefined;
  /** The name of a header that must be there, such as `payment-signature`. */
  header?: string | undefined;
  times?: number | undefined;
  /** How many requests that match are let through first (default 0). */
  skip?: number | undefined;
}

interface AfterWork {
  /** The work is done, and only the response goes wrong. */
  afterWork?: boolean | undefined;
}

interface WithHeaders {
  headers?: Record<string, string | number> | undefined;
}

/** What goes wrong with a request; the sandbox's README has each kind in words. */
export type Fault =
  | { kind: 'refuse'; ms?: number; method?: never; path?: never; header?: never }
  | (Matching &
      (
        | ({
            kind: 'status';
            status?: number;
            body?: unknown;
            text?: string;
            contentType?: string;
          } & AfterWork &
            WithHeaders)
        | ({ kind: 'html' | 'empty'; status?: number } & AfterWork & WithHeaders)
        | ({ kind: 'stall' } & AfterWork)
        | { kind: 'delay' | 'drip'; ms?: number }
        | { kind: 'stall_body'; at?: number }
        | { kind: 'cut'; at?: number; before?: string }
        | { kind: 'content_type'; contentType: string }
        | { kind: 'late'; afterRequests?: number }
        | { kind: 'late'; afterMs?: number }
        | ({ kind: 'meanwhile'; control: { path: string; body: unknown }[] } & AfterWork)
        | { kind: 'ignore'; members: string[] }
        | { kind: 'huge' | 'gzip_bomb'; bytes?: number }
        | { kind: 'header_flood'; count?: number }
        | { kind: 'redirect'; status?: number; location: string }
        | {
            kind: 'repeat';
            status?: number;
            start?: string;
            /** In which `$n` counts from 0. */
            each?: string;
            count?: number;
            end?: string;
            gzip?: boolean;
            ms?: number;
          }
        | {
            kind: 'settlement';
            response?: 'paid' | 'in_progress' | 'timeout' | 'failed';
            settles?: 'now' | 'next' | 'never' | 'control';
            settlesAfterMs?: number;
            credited?: boolean;
            remembered?: boolean;
            bookedAfterMs?: number;
          }
        | ({ kind: 'edit'; set?: Record<string, unknown>; remove?: string[] } & WithHeaders)
        | {
            kind: 'reset_before' | 'reset_after' | 'garbage' | 'garbage_wire' | 'bad_gzip' | 'gzip';
          }
      ));

/** A request that reached the API, in order of arrival. */
export interface SeenRequest {
  method: string;
  /** As it was sent, with its query. */
  path: string;
  /** By name in lower case. */
  headers: Record<string, string>;
  /** The body as JSON, or null. */
  body: unknown;
  bodyText: string | null;
  /** The body's numbers digit for digit, by path: `{"consumptionLimit.usd": "0.1"}`. */
  numbers: Record<string, string>;
  /** The same for requests on one connection. */
  connection: number;
  /** The status of the response; null if there was none. */
  status: number | null;
  /** Whether the server did what was asked. */
  worked: boolean;
}

interface Amounts {
  usd?: number | string;
  diem?: number | string;
  vcu?: number | string;
}

/** A key to put there; every member is optional. */
export interface Seed {
  description?: string | null;
  apiKeyType?: string;
  /** Any RFC 3339 time, past ones too. */
  expiresAt?: string;
  expiresInMs?: number;
  consumptionLimit?: Amounts;
  limitPeriod?: string;
  modelPrivacy?: string;
  ipAllowlist?: string[];
  /** What it has spent already. */
  usage?: Amounts;
  /** A UUID in lower case. */
  id?: string;
  createdAt?: string;
  createdInMs?: number;
  lastUsedAt?: string;
  lastUsedInMs?: number;
}

/** What somebody else changes of a key; what isn't given stays as it is. */
export interface KeyChange {
  description?: string | null;
  /** Null removes it. */
  expiresAt?: string | null;
  expiresInMs?: number;
  consumptionLimit?: Amounts;
  limitPeriod?: string;
  modelPrivacy?: string;
  ipAllowlist?: string[];
  /** What it has spent. */
  usage?: Amounts;
}

/** A key with what is really stored, whatever the API shows of it. */
export interface StoredKey {
  id: string;
  apiKey: string;
  apiKeyType: string;
  description: string | null;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revoked: boolean;
  consumptionLimit: Record<keyof Amounts, number | null>;
  limitPeriod: string | null;
  modelPrivacy: string | null;
  ipAllowlist: string[] | null;
  usage: Record<keyof Amounts, number>;
  origin: 'start' | 'create' | 'mint' | 'seed';
}

/** What changes of the account; what isn't given stays as it is. */
export interface AccountChange {
  balances?: Record<string, unknown>;
  accessPermitted?: boolean | null;
  staked?: string[];
  unstaked?: string[];
  contractSignatures?: Record<string, string>;
  walletCheckUnavailable?: boolean;
  breaches?: Record<string, unknown>[];
  /** Answers lack what older servers lack. */
  older?: boolean;
  /** How every key is refused; null lets them in again. */
  refused?:
    | 'inactiveSubscription'
    | 'ipAllowlist'
    | 'modelPrivacy'
    | 'apiAccess'
    | 'ownWallet'
    | null;
  models?: Record<string, unknown>[];
  rateLimits?: Record<string, unknown>[] | null;
  diemEpochAllocation?: number | string | null;
  jwtHeader?: Record<string, unknown>;
  jwtClaims?: Record<string, unknown>;
}
