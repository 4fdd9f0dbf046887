import Foundation

/// A client of the Venice key-management API.
///
/// ```swift
/// let client = try Client()  // VENICE_ADMIN_KEY, or VENICE_API_KEY
/// let made = try await client.createKey(NewKey(description: "backend prod"))
/// print(made.id, made.apiKey)  // the key is printed redacted
/// ```
///
/// Share one between tasks: calls share connections and the create throttle. No call ever blocks
/// the thread it is made on, the main actor's included; each ends within ``Configuration/timeout``.
///
/// When its task is cancelled, a call throws `CancellationError` at once. What was already sent is
/// carried to its end behind it; if that makes a key, ``Configuration/log`` is told the key's id,
/// so that it can be deleted: its secret is lost.
public final class Client: Sendable {
    private let core: CoreClient

    /// A client with a key.
    ///
    /// - Parameters:
    ///   - apiKey: The key; `nil`: the environment's `VENICE_ADMIN_KEY`, or without one its
    ///     `VENICE_API_KEY`. Key management needs an ADMIN key.
    ///   - configuration: Everything else.
    /// - Throws: ``VeniceError/config(_:)`` if there is no key, it can't be sent in a header, or
    ///   the configuration can't be used.
    public convenience init(
        apiKey: String? = nil, configuration: Configuration = Configuration()
    ) throws {
        try self.init(apiKey.map { Secret($0) }, anonymous: false, configuration)
    }

    /// A client with a key that was just made.
    ///
    /// - Throws: ``VeniceError/config(_:)`` if the key can't be sent in a header, or the
    ///   configuration can't be used.
    public convenience init(
        apiKey: Secret, configuration: Configuration = Configuration()
    ) throws {
        try self.init(apiKey, anonymous: false, configuration)
    }

    /// A client without a key: it lists models, and mints keys with a wallet.
    ///
    /// - Throws: ``VeniceError/config(_:)`` if the configuration can't be used.
    public static func anonymous(
        configuration: Configuration = Configuration()
    ) throws -> Client {
        try Client(nil, anonymous: true, configuration)
    }

    private init(_ key: Secret?, anonymous: Bool, _ configuration: Configuration) throws {
        core = try translating {
            try CoreClient(
                settings: configuration.core(key, anonymous: anonymous),
                listener: Listener(configuration))
        }
    }

    // MARK: - Keys

    /// The account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// - Throws: ``VeniceError/adminKeyRequired(_:)`` with an INFERENCE key.
    public func listKeys() async throws -> [ApiKey] {
        try await call { try await $0.listKeys(ticket: $1) }
    }

    /// Makes a key. Needs an ADMIN key.
    ///
    /// It is never sent twice, so that it never makes two keys. At most 20 are made a minute per
    /// client; one more waits for its turn if the client's timeout allows.
    ///
    /// - Throws: ``VeniceError/invalidInput(_:)`` if a field breaks its rule (nothing was sent),
    ///   ``VeniceError/rateLimited(_:)`` if there was no turn before the deadline,
    ///   ``VeniceError/keyLimitReached(_:)`` if the account has 500 active keys, and
    ///   ``VeniceError/outcomeUnknown(_:)`` if it was sent and no trustworthy answer came: a key
    ///   may have been made, and its secret is lost. The message says how to look for it.
    ///   Descriptions aren't unique: a key that was there before is not the one.
    public func createKey(_ newKey: NewKey) async throws -> CreatedKey {
        try await call { try await $0.createKey(ticket: $1, newKey: newKey.core) }
    }

    /// One key. Needs an ADMIN key.
    ///
    /// - Throws: ``VeniceError/notFound(_:)`` if there is no such key.
    public func getKey(_ id: ApiKey.ID) async throws -> ApiKey {
        try await call { try await $0.getKey(ticket: $1, id: id) }
    }

    /// Changes a key and returns it as it is then, without its usage. Needs an ADMIN key.
    ///
    /// - Throws: ``VeniceError/invalidInput(_:)`` if a field breaks its rule or nothing would
    ///   change (nothing was sent), ``VeniceError/notFound(_:)`` if there is no such key.
    @discardableResult
    public func updateKey(_ id: ApiKey.ID, _ update: KeyUpdate) async throws -> ApiKey {
        try await call { try await $0.updateKey(ticket: $1, id: id, update: update.core) }
    }

    /// Deletes a key: it stops working at once. Needs an ADMIN key.
    ///
    /// - Throws: ``VeniceError/notFound(_:)`` if there is no such key.
    public func deleteKey(_ id: ApiKey.ID) async throws {
        try await call { try await $0.deleteKey(ticket: $1, id: id) }
    }

    // MARK: - What a key may spend

    /// Balances and rate limits of the client's own key. Any key may ask.
    ///
    /// - Throws: ``VeniceError/unauthenticated(_:)`` if the key isn't accepted.
    public func rateLimits() async throws -> RateLimits {
        try await call { try await $0.rateLimits(ticket: $1) }
    }

    /// The last 50 times the account exceeded a rate limit, newest first. Needs an ADMIN key.
    public func rateLimitLog() async throws -> [RateLimitBreach] {
        try await call { try await $0.rateLimitLog(ticket: $1) }
    }

    /// Whether the client's key is accepted, may spend, until when, and with which balances.
    ///
    /// A key that Venice refuses is an answer (`accepted: false`), not an error; a key without
    /// money is accepted and may not spend. It throws only when there is no answer to give.
    public func verifyKey() async throws -> KeyStatus {
        try await call { try await $0.verifyKey(ticket: $1) }
    }

    // MARK: - Models

    /// The models of a type, or the server's default selection. Works without a key; with a
    /// privacy-restricted one it lists only the models that key may call.
    ///
    /// - Throws: ``VeniceError/badRequest(_:)`` for a type that the server doesn't know.
    public func listModels(type: ModelType? = nil) async throws -> [Model] {
        try await call { try await $0.listModels(ticket: $1, modelType: type) }
    }

    // MARK: - Wallets

    /// What a wallet has to sign to mint a key. Never sends a key.
    ///
    /// - Parameter address: The wallet's address: needed once Venice binds challenges to wallets.
    /// - Throws: ``VeniceError/challengeInvalid(_:)`` if it isn't of the kind that
    ///   ``Configuration/web3Generation`` names.
    public func web3Challenge(address: String? = nil) async throws -> Web3Challenge {
        try await call { try await $0.web3Challenge(ticket: $1, address: address) }
    }

    /// Mints a key with a signature made elsewhere: by a wallet app, or a hardware wallet.
    ///
    /// Like ``createKey(_:)`` it is never sent twice, and may throw
    /// ``VeniceError/outcomeUnknown(_:)``.
    ///
    /// - Parameters:
    ///   - address: The wallet's address.
    ///   - signature: The EIP-191 signature of the challenge's exact text, as 0x-hex.
    ///   - challenge: What was signed.
    ///   - newKey: The key to make; its description may be left out.
    public func mintWeb3Key(
        address: String, signature: String, challenge: Web3Challenge, _ newKey: NewKey = NewKey()
    ) async throws -> CreatedKey {
        try await call {
            try await $0.mintWeb3Key(
                ticket: $1, address: address, signature: signature, challenge: challenge,
                newKey: newKey.core)
        }
    }

    /// Mints a key with a wallet held here: challenge, check, sign, mint.
    ///
    /// - Throws: ``VeniceError/notStaked(_:)`` if the wallet has no staked VVV on Base, and what
    ///   ``mintWeb3Key(address:signature:challenge:_:)`` throws.
    public func mintWithWallet(
        _ wallet: Wallet, _ newKey: NewKey = NewKey()
    ) async throws -> CreatedKey {
        try await call {
            try await $0.mintWithWallet(ticket: $1, wallet: wallet.core, newKey: newKey.core)
        }
    }

    /// A call's way out: its ticket ends it when the task is cancelled.
    private func call<Result: Sendable>(
        _ operation: @Sendable (CoreClient, CoreTicket) async throws -> Result
    ) async throws -> Result {
        let ticket = CoreTicket()
        do {
            return try await withTaskCancellationHandler {
                try await operation(core, ticket)
            } onCancel: {
                ticket.cancel()
            }
        } catch let error as CoreError {
            throw error.translated
        }
    }
}

extension Client: CustomStringConvertible, CustomReflectable {
    /// A client shows nothing of its key.
    public var description: String { "Client" }

    /// A client shows nothing of its key.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .class) }
}

/// Core errors become the ones that people see, here and nowhere else.
func translating<Result>(_ work: () throws -> Result) throws -> Result {
    do {
        return try work()
    } catch let error as CoreError {
        throw error.translated
    }
}

extension CoreError {
    var translated: any Error {
        switch self {
        case .Cancelled: CancellationError()
        case .Failed(let code, let details): VeniceError(code, details)
        }
    }
}
