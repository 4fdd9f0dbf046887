import Foundation

/// A wallet held in this process: a private key, wiped from memory when the last copy is released.
///
/// It signs nothing but Venice's challenges for making a key, each checked before: no sign-in.
/// Today's kind (``Web3Generation/jwt``) can't be read by people: use a wallet for this alone.
public struct Wallet: Sendable {
    let core: CoreWallet

    /// Takes a private key: 32 bytes of hex, with or without `0x`.
    ///
    /// - Throws: ``VeniceError/invalidInput(_:)`` if it isn't that. The message never holds it.
    public init(_ privateKey: String) throws {
        core = try translating { try CoreWallet(privateKey: privateKey) }
    }

    /// The wallet's address in its EIP-55 form.
    public var address: String { core.address() }

    /// Signs a challenge of Venice's (EIP-191 `personal_sign`): 65 bytes as 0x-hex, for
    /// ``Client/mintWeb3Key(address:signature:challenge:_:)``.
    ///
    /// - Throws: ``VeniceError/challengeExpired(_:)`` if its time is over, and
    ///   ``VeniceError/challengeInvalid(_:)`` if it isn't one of Venice's for making a key with
    ///   this wallet on Base. Then nothing was signed.
    public func sign(_ challenge: Web3Challenge) throws -> String {
        try translating { try core.sign(challenge: challenge) }
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
    /// A challenge that was handed on as text, to a wallet app and back for example.
    public init(text: String) {
        self = coreWeb3Challenge(text: text)
    }
}

extension Web3Challenge: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private var shown: KeyValuePairs<String, Any> {
        ["text": "…", "expiresAt": expiresAt as Any, "generation": generation]
    }

    /// Everything but the text.
    public var description: String {
        "Web3Challenge(\(shown.map { "\($0.key): \($0.value)" }.joined(separator: ", ")))"
    }

    /// Everything but the text.
    public var debugDescription: String { description }

    /// Everything but the text.
    public var customMirror: Mirror { Mirror(self, children: shown) }
}

extension Web3Generation: RawRepresentable {
    /// The generation of a text, or `nil` if there is none such.
    public init?(rawValue: String) {
        switch rawValue {
        case Web3Generation.jwt.rawValue: self = .jwt
        case Web3Generation.siwe.rawValue: self = .siwe
        default: return nil
        }
    }

    /// `"jwt"` or `"siwe"`.
    public var rawValue: String { coreWeb3GenerationText(value: self) }
}
