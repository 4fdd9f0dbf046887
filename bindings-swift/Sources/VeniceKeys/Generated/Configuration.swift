// Generated from core/src by `make generate`: the settings of a client.

import Foundation

extension Client {
    /// How a client behaves. Omitted settings use their defaults.
    public struct Configuration: Sendable {
        /// Where the API is. Without this it is `https://api.venice.ai/api/v1`, or the
        /// environment's `VENICE_BASE_URL`, which is obeyed only for loopback and `*.venice.ai`
        /// hosts.
        public var baseURL: String?
        /// How long a whole call may take, waits and retries included. More than a year is taken as
        /// a year.
        ///
        /// In seconds.
        public var timeout: TimeInterval
        /// How long it may take to open one connection. More than a year is taken as a year.
        ///
        /// In seconds.
        public var connectTimeout: TimeInterval
        /// How often a call is retried at most, where it is safe to.
        public var maxRetries: Int
        /// How many calls of ``Client/createKey(_:)`` are sent in any
        /// ``Client/Configuration/createLimitPeriod``; one more waits for its turn. By default as
        /// many as Venice allows an account.
        public var createLimit: Int
        /// The time in which ``Client/Configuration/createLimit`` calls are sent at most.
        ///
        /// In seconds.
        public var createLimitPeriod: TimeInterval
        /// How long a new key may take to be stored and made lasting in the calls that do that in
        /// steps: a key that isn't lasting by then ends. It must be longer than the caller's
        /// `store` takes, and is the longest that another process waits after one that died.
        /// Without this it is 15 minutes for ``Client/createKeyOnce(_:isolation:store:)``, 10 for
        /// ``Client/rotateKey(_:with:isolation:store:)``, and 5 for
        /// ``Client/ensureKey(_:isolation:store:)`` and ``Client/provisionKeys(_:store:)``. From 15
        /// seconds to a day.
        ///
        /// In seconds.
        public var hold: TimeInterval?
        /// How long the calls that have a ``Client/Configuration/hold`` wait before they look who
        /// else makes a key of the same name. It must be longer than the server's list lags behind,
        /// and than the server's own clocks differ.
        ///
        /// In seconds.
        public var settle: TimeInterval
        /// A PEM file of certificate authorities to trust in addition to the platform's: what a
        /// company's proxy that reads TLS needs. Where the platform has none, as in a slim
        /// container, it is in addition to those that this library brings. `SSL_CERT_FILE` and
        /// `SSL_CERT_DIR` are not obeyed: who can set a variable can't name whom a key is sent to.
        public var caFile: String?
        /// The name of the program, for the User-Agent header: it is sent after this library's own
        /// `venice-keys/VERSION`. Printable ASCII.
        public var userAgent: String?
        /// Accepts wallet challenges of this generation only, so that no server can talk a wallet
        /// into signing the other kind. Without this, both are accepted.
        public var web3Generation: Web3Generation?
        /// Called with every attempt of every call.
        public var onAttempt: (@Sendable (Attempt) -> Void)?
        /// Receives warnings that no call can throw: that a key was created for a task that was
        /// cancelled, with the key's id, and that the server will change or end an operation. The
        /// default writes to the unified log (subsystem `VeniceKeys`) on Apple's platforms and to
        /// standard error elsewhere.
        public var log: @Sendable (String) -> Void

        /// A configuration. Omitted settings use their defaults.
        public init(
            baseURL: String? = nil,
            timeout: TimeInterval = 60,
            connectTimeout: TimeInterval = 10,
            maxRetries: Int = 3,
            createLimit: Int = 20,
            createLimitPeriod: TimeInterval = 60,
            hold: TimeInterval? = nil,
            settle: TimeInterval = 2,
            caFile: String? = nil,
            userAgent: String? = nil,
            web3Generation: Web3Generation? = nil,
            onAttempt: (@Sendable (Attempt) -> Void)? = nil,
            log: @escaping @Sendable (String) -> Void = Configuration.writeToLog
        ) {
            self.baseURL = baseURL
            self.timeout = timeout
            self.connectTimeout = connectTimeout
            self.maxRetries = maxRetries
            self.createLimit = createLimit
            self.createLimitPeriod = createLimitPeriod
            self.hold = hold
            self.settle = settle
            self.caFile = caFile
            self.userAgent = userAgent
            self.web3Generation = web3Generation
            self.onAttempt = onAttempt
            self.log = log
        }
    }
}

extension Client.Configuration {
    func write(to row: RowWriter) {
        baseURL.write(to: row)
        timeout.write(to: row)
        connectTimeout.write(to: row)
        maxRetries.write(to: row)
        createLimit.write(to: row)
        createLimitPeriod.write(to: row)
        hold.write(to: row)
        settle.write(to: row)
        caFile.write(to: row)
        userAgent.write(to: row)
        web3Generation.write(to: row)
    }
}

extension Client {
    /// The same client with other settings; what isn't named stays as it is. They share
    /// connections, the key and the create limit.
    ///
    /// - Parameters:
    ///   - timeout: As ``Configuration/timeout``.
    ///   - maxRetries: As ``Configuration/maxRetries``.
    ///   - hold: As ``Configuration/hold``.
    ///   - settle: As ``Configuration/settle``.
    /// - Throws: ``VeniceError/config(_:)`` if one of them is no number.
    public func withOptions(
        timeout: TimeInterval? = nil,
        maxRetries: Int? = nil,
        hold: TimeInterval? = nil,
        settle: TimeInterval? = nil
    ) throws -> Client {
        let options = RowWriter()
        timeout.write(to: options)
        maxRetries.write(to: options)
        hold.write(to: options)
        settle.write(to: options)
        return try with(options)
    }
}
