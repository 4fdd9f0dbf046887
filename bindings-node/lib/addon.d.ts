import type { NativeClient } from './generated/addon';

/** What the addon exports: src/. */
export interface Native {
  JsThread: new (report: Report) => JsThread;
  NativeClient: {
    connect(
      options: unknown,
      key: NativeSecret | null | undefined,
      anonymous: boolean,
      observed: boolean,
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
  giveUp(): boolean;
  handOver(): string | null;
  nextSecret(): NativeSecret | null;
  unread(): void;
  confirm(): void;
}

/** Documented in src/pages.rs. */
export interface NativePages {
  begin(): string | null;
  page(cursor: string | null): NativeCall;
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

export type { NativeClient };
