internal import VeniceKeysCore

/// A client of the Venice key-management API.
///
/// ```swift
/// let client = try Client()  // VENICE_ADMIN_KEY, or VENICE_API_KEY
/// let created = try await client.createKey(NewKey(description: "backend prod"))
/// print(created.id, created.apiKey)  // the key is printed redacted
/// ```
///
/// Share one between tasks: calls share connections and the create throttle. No call ever blocks
/// the thread it is made on, the main actor's included; each ends within ``Configuration/timeout``.
///
/// When its task is cancelled, a call throws `CancellationError` at once. A request that was
/// already sent runs to completion in the background; if it creates a key, ``Configuration/log``
/// receives the key's id, so that you can delete it: its secret is lost. Only a loop over
/// ``deleteKeys(_:)`` waits for it, two seconds at most, to say what was deleted.
public final class Client: Sendable {
    let core: CoreClient
    /// Who is asked for the key, if somebody is.
    let credential: Credential?
    let log: @Sendable (String) -> Void

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

    /// A client with a key that was just created.
    ///
    /// - Throws: ``VeniceError/config(_:)`` if the key can't be sent in a header, or the
    ///   configuration can't be used.
    public convenience init(
        apiKey: Secret, configuration: Configuration = Configuration()
    ) throws {
        try self.init(apiKey, anonymous: false, configuration)
    }

    /// A client without a key: it lists models, mints keys with a wallet, and reads and tops up a
    /// wallet's credit.
    ///
    /// - Throws: ``VeniceError/config(_:)`` if the configuration can't be used.
    public static func anonymous(
        configuration: Configuration = Configuration()
    ) throws -> Client {
        try Client(nil, anonymous: true, configuration)
    }

    /// A client whose key is asked for: at its first call, and again when Venice has refused it,
    /// once for all calls that wait for it. A call that was refused is then made once more, if the
    /// key is another. For a keychain, a vault, and keys that are rotated while a program runs.
    ///
    /// ```swift
    /// let client = try Client(credential: { try await vault.secret("venice") })
    /// ```
    ///
    /// What the closure throws, the calls throw that wait for it. Asking counts to their
    /// ``Configuration/timeout``.
    ///
    /// - Throws: ``VeniceError/config(_:)`` if the configuration can't be used.
    public convenience init(
        credential: @escaping @Sendable () async throws -> Secret,
        configuration: Configuration = Configuration()
    ) throws {
        let core = try CoreClient.made(nil, anonymous: true, configuration)
        let asked = Credential(ask: credential) { try core.setApiKey(key: $0.core) }
        self.init(core, asked, configuration.log)
    }

    private convenience init(
        _ key: Secret?, anonymous: Bool, _ configuration: Configuration
    ) throws {
        let core = try CoreClient.made(key, anonymous: anonymous, configuration)
        self.init(core, nil, configuration.log)
    }

    private init(
        _ core: CoreClient, _ credential: Credential?, _ log: @escaping @Sendable (String) -> Void
    ) {
        (self.core, self.credential, self.log) = (core, credential, log)
    }
}

extension Client {
    /// The same client with other settings, which a row names.
    func with(_ options: RowWriter) throws -> Client {
        let derived = try translating { try core.withOptions(options: options.data) }
        return Client(derived, credential, log)
    }

    /// The same client with another key. They share connections and the create limit. If the key
    /// can't be sent in a header, calls throw ``VeniceError/config(_:)``.
    public func withAPIKey(_ apiKey: Secret) -> Client {
        Client(core.withApiKey(key: apiKey.core), nil, log)
    }

    /// The same client with another key. They share connections and the create limit. If the key
    /// can't be sent in a header, calls throw ``VeniceError/config(_:)``.
    public func withAPIKey(_ apiKey: String) -> Client {
        withAPIKey(Secret(apiKey))
    }
}

extension CoreClient {
    fileprivate static func made(
        _ key: Secret?, anonymous: Bool, _ configuration: Client.Configuration
    ) throws -> CoreClient {
        Library.check()
        let settings = RowWriter()
        configuration.write(to: settings)
        return try translating {
            try CoreClient(
                settings: settings.data, apiKey: key?.core, anonymous: anonymous,
                listener: Listener(configuration))
        }
    }
}

extension Client: CustomStringConvertible, CustomReflectable {
    /// A client shows nothing of its key.
    public var description: String { "Client" }

    /// A client shows nothing of its key.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .class) }
}
