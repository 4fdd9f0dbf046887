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
/// receives the key's id, so that you can delete it: its secret is lost.
public final class Client: Sendable {
    let core: CoreClient

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

    private init(_ key: Secret?, anonymous: Bool, _ configuration: Configuration) throws {
        Library.check()
        let settings = RowWriter()
        configuration.write(to: settings)
        core = try translating {
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
