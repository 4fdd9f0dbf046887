internal import VeniceKeysCore

/// A wallet held in this process: a private key, wiped from memory when the last copy is released.
///
/// It signs only Venice's challenges for creating a key, each checked first, and no sign-in.
/// Today's kind (``Web3Generation/jwt``) isn't readable by people: use a wallet for this alone.
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
