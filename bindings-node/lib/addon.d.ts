import type { NativeOperations } from './generated/addon';

/** What the addon exports: src/. */
export interface Native {
  JsThread: new (report: Report) => JsThread;
  NativeClient: {
    connect(
      options: unknown,
      key: NativeSecret | null | undefined,
      anonymous: boolean,
      observed: boolean,
      asked: boolean,
    ): NativeClient;
  };
  NativeSecret: new (text: string) => NativeSecret;
  NativeWallet: { fromHex(privateKey: unknown): NativeWallet };
  errorCodes(): string[];
  fingerprint(): string;
}

/** Documented in src/calls.rs, as are the next two. */
export type Report = (
  event: 'attempt' | 'done' | 'ended' | 'lost key' | 'lost payment' | 'retirement' | 'wrong clock',
  number: number,
  text: string,
) => void;

export interface JsThread {
  warned(number: number): void;
  end(): void;
}

export interface NativeCall {
  start(thread: JsThread, number: number): void;
  timeLeftMs(): number;
  again(): NativeCall;
  giveUp(): boolean;
  stop(): boolean;
  handOver(): string | null;
  nextSecret(): NativeSecret | null;
  unread(): void;
  confirm(): void;
}

/** What follows the beginning of a key: documented in src/jobs.rs. */
export interface Steps {
  commit(record: string): NativeCall;
  abort(record: string): NativeCall;
}

export interface NativeJob extends Steps {
  begin(): NativeCall;
  remove(id: string): NativeCall;
}

/** What began a key: `record` is what commits it; null: there is nothing to commit. */
export interface Begun {
  result: unknown;
  record: string | null;
}

/** Documented in src/pages.rs. */
export interface NativePages extends Steps {
  begin(): string | null;
  page(cursor: string | null): NativeCall;
  mayStore(record: string): boolean;
  unwritable(cursor: string | null, why: string): never;
}

export interface NativeSecret {
  reveal(): string;
  redacted(): string;
  equals(other: NativeSecret): boolean;
}

export interface NativeWallet {
  address(): string;
  sign(challenge: unknown): string;
  signIn(): NativeSignIn;
}

export interface NativeSignIn {
  name(): string;
  value(): NativeSecret;
}

/** Documented in src/client.rs. */
export interface NativeClient extends NativeOperations {
  withOptions(name: string, options: unknown): NativeClient;
  withApiKey(secret: NativeSecret): NativeClient;
  setApiKey(secret: NativeSecret): void;
}
