internal import VeniceKeysCore

/// A wallet held in this process: a private key, wiped from memory when the last copy is released.
///
/// It signs three things. What the server gives is checked first, everything else is written here:
///
/// - a sign-in to Venice, to read the wallet's credit or for a request of your own (``signIn()``);
/// - a payment that you asked for: so much USDC on Base, once
///   (``Client/x402TopUp(_:with:)``);
/// - Venice's challenges for creating a key (``sign(_:)``). Today's kind (``Web3Generation/jwt``)
///   isn't readable by people, and its signature can mint more keys until it expires.
///
/// So use a wallet that holds the stake, or what is to be spent at Venice, and nothing else.
public struct Wallet: Sendable {
    let core: CoreWallet

    /// Takes a private key: 32 bytes of hex, with or without `0x`.
    ///
    /// - Throws: ``VeniceError/invalidInput(_:)`` if it isn't that. The message never holds it.
    public init(_ privateKey: String) throws {
        Library.check()
        core = try translating { try privateKey.withData { try CoreWallet(privateKey: $0) } }
    }

    /// The wallet's address in its EIP-55 form.
    public var address: String { core.address() }

    /// Signs a challenge of Venice's (EIP-191 `personal_sign`): 65 bytes as 0x-hex, for
    /// ``Client/mintWeb3Key(_:)``.
    ///
    /// - Throws: ``VeniceError/challengeExpired(_:)`` if its time is over, and
    ///   ``VeniceError/challengeInvalid(_:)`` if it isn't one of Venice's for creating a key with
    ///   this wallet on Base. Then nothing was signed.
    public func sign(_ challenge: Web3Challenge) throws -> String {
        let row = RowWriter()
        challenge.write(to: row)
        return try translating { Secret(core: try core.sign(challenge: row.data)).reveal() }
    }

    /// Signs in to Venice, for one request of your own: inference, or `POST /crypto/rpc/…`, paid
    /// from the wallet's credit. Send the header as it is, without any key, and make a new one for
    /// every request and every retry: Venice takes each only once. Sends nothing.
    ///
    /// ```swift
    /// let header = try wallet.signIn()
    /// request.setValue(header.value.reveal(), forHTTPHeaderField: header.name)
    /// ```
    ///
    /// Its time is this machine's, until a call that needs a sign-in
    /// (``Client/x402Balance(_:)``) has shown that Venice's clock differs; from then on it is
    /// Venice's. Wallets on Solana aren't supported.
    ///
    /// - Throws: ``VeniceError/config(_:)`` if the system gives no random numbers.
    public func signIn() throws -> SignIn {
        try translating { try Reply(core: core.signIn()).read() }
    }
}

extension Wallet: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The address, and nothing of the private key.
    public var description: String { "Wallet(\(address))" }

    /// The address, and nothing of the private key.
    public var debugDescription: String { description }

    /// The address, and nothing of the private key.
    public var customMirror: Mirror { Mirror(self, children: ["address": address]) }
}

extension Web3Challenge {
    /// A challenge that was passed on as text, to a wallet app and back for example.
    public init(text: String) {
        Library.check()
        let reply = Reply(core: text.withData { coreChallenge(utf8: $0) })
        guard let challenge = try? reply.read() as Web3Challenge else {
            preconditionFailure("a challenge isn't read as it was written")
        }
        self = challenge
    }
}

extension Web3Mint: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private var shown: KeyValuePairs<String, Any> {
        ["address": address, "signature": "…", "challenge": challenge, "options": options]
    }

    /// Everything but the signature.
    public var description: String {
        "Web3Mint(\(shown.map { "\($0.key): \($0.value)" }.joined(separator: ", ")))"
    }

    /// Everything but the signature.
    public var debugDescription: String { description }

    /// Everything but the signature.
    public var customMirror: Mirror { Mirror(self, children: shown) }
}
