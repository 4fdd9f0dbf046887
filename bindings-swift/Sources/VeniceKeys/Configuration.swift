import Foundation

#if canImport(os)
    import os
#endif

extension Client {
    /// How a client behaves. The defaults are right for most.
    public struct Configuration: Sendable {
        /// Where the API is; `nil`: Venice, or the environment's `VENICE_BASE_URL`, which is obeyed
        /// only for loopback and `*.venice.ai` hosts.
        public var baseURL: String?
        /// How many seconds a whole call may take, from when it is made: waits for other calls and
        /// retries included. `.infinity` is no limit.
        public var timeout: TimeInterval
        /// How many seconds making one connection may take. `.infinity` is no limit of its own.
        public var connectTimeout: TimeInterval
        /// How often a call is retried at most, where it is safe to.
        public var maxRetries: UInt32
        /// The local create throttle.
        public var createLimit: CreateLimit
        /// A PEM file of certificate authorities to trust beside the platform's.
        public var caFile: String?
        /// The User-Agent header; `nil`: `venice-keys/VERSION`.
        public var userAgent: String?
        /// The one kind of challenge that is taken, from the server and from callers, so that a
        /// server can't talk a wallet into another; `nil`: either.
        public var web3Generation: Web3Generation?
        /// Sees every attempt of every call, on a thread of the client's: be quick.
        public var observer: (@Sendable (Attempt) -> Void)?
        /// Is told what a person should know of and no call can throw: that a cancelled task's key
        /// was made all the same, with its id, and that the server will change or end an operation.
        /// The default writes to the unified log (subsystem `VeniceKeys`) on Apple's platforms and
        /// to standard error elsewhere.
        public var log: @Sendable (String) -> Void

        /// A configuration; what isn't named is as most want it.
        public init(
            baseURL: String? = nil,
            timeout: TimeInterval = 60,
            connectTimeout: TimeInterval = 10,
            maxRetries: UInt32 = 3,
            createLimit: CreateLimit = CreateLimit(),
            caFile: String? = nil,
            userAgent: String? = nil,
            web3Generation: Web3Generation? = nil,
            observer: (@Sendable (Attempt) -> Void)? = nil,
            log: @escaping @Sendable (String) -> Void = Configuration.writeToLog
        ) {
            self.baseURL = baseURL
            self.timeout = timeout
            self.connectTimeout = connectTimeout
            self.maxRetries = maxRetries
            self.createLimit = createLimit
            self.caFile = caFile
            self.userAgent = userAgent
            self.web3Generation = web3Generation
            self.observer = observer
            self.log = log
        }

        /// The default of ``log``.
        @Sendable public static func writeToLog(_ text: String) {
            #if canImport(os)
                Logger(subsystem: "VeniceKeys", category: "Client").warning(
                    "\(text, privacy: .public)")
            #else
                FileHandle.standardError.write(Data("VeniceKeys: \(text)\n".utf8))
            #endif
        }

        func core(_ key: Secret?, anonymous: Bool) -> CoreSettings {
            CoreSettings(
                apiKey: key, anonymous: anonymous, baseUrl: baseURL, timeout: timeout,
                connectTimeout: connectTimeout, maxRetries: maxRetries,
                createLimitCount: createLimit.count, createLimitPer: createLimit.per,
                caFile: caFile, userAgent: userAgent, web3Generation: web3Generation)
        }
    }

    /// How many keys a client makes in a time; one more waits its turn.
    public struct CreateLimit: Hashable, Sendable {
        /// So many …
        public var count: UInt32
        /// … in so many seconds.
        public var per: TimeInterval

        /// A limit; the default is what Venice allows an account.
        public init(count: UInt32 = 20, per: TimeInterval = 60) {
            self.count = count
            self.per = per
        }
    }
}

/// Hands on what the core tells.
final class Listener: CoreListener {
    private let configuration: Client.Configuration

    init(_ configuration: Client.Configuration) {
        self.configuration = configuration
    }

    func attempted(attempt: Attempt) {
        configuration.observer?(attempt)
        if let warning = attempt.warning { configuration.log(warning) }
    }

    func warned(text: String) {
        configuration.log(text)
    }
}
