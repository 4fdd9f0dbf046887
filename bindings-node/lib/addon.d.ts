/** What the addon exports: src/{calls,client,types}.rs. */
export interface Native {
  Calls: new (tell: Tell) => Calls;
  NativeClient: {
    connect(
      options: unknown,
      secret: NativeSecret | null | undefined,
      anonymous: boolean,
      logs: boolean,
    ): NativeClient;
  };
  NativeSecret: new (text: string) => NativeSecret;
  NativeWallet: { fromHex(privateKey: unknown): NativeWallet };
  errorCodes(): string[];
}

export type Tell = (
  call: number,
  event: 'answer' | 'failure' | 'attempt' | 'defect',
  text: string,
  secret: NativeSecret | null,
) => void;

/** The way back to this JavaScript thread. */
export interface Calls {
  readonly brand: unique symbol;
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
