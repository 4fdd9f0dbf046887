import Foundation

/// What a ``VeniceError`` says. Holds no key, private key, signature, challenge or raw body.
public struct ErrorDetails: Hashable, Sendable, Codable {
    /// What happened and what to do about it, for people: the text may change.
    public let message: String
    /// The HTTP status of the response, if there was a response.
    public let status: Int?
    /// What was wrong with the request, field by field, as far as it is known.
    public let issues: [Issue]
    /// How many seconds to wait before the next try, if the server or the local throttle said so.
    public let retryAfter: TimeInterval?
    /// The server's name for the request, to quote when asking Venice about it.
    public let requestID: String?
    /// The server's own code for the failure, where it gave one: `X402_SIGN_IN_…`, for example.
    public let serverCode: String?
    /// Which version of the server responded, to quote when asking Venice about it.
    public let serverVersion: String?

    /// Creates details from their parts: for previews, tests and mocks.
    public init(
        message: String,
        status: Int? = nil,
        issues: [Issue] = [],
        retryAfter: TimeInterval? = nil,
        requestID: String? = nil,
        serverCode: String? = nil,
        serverVersion: String? = nil
    ) {
        self.message = message
        self.status = status
        self.issues = issues
        self.retryAfter = retryAfter
        self.requestID = requestID
        self.serverCode = serverCode
        self.serverVersion = serverVersion
    }
}

/// In the order in which bindings-swift/src/errors.rs writes them.
extension ErrorDetails: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            message: row.read(), status: row.read(), issues: row.read(), retryAfter: row.read(),
            requestID: row.read(), serverCode: row.read(), serverVersion: row.read())
    }
}

extension VeniceError {
    /// What happened and what to do about it, for people: the text may change.
    public var message: String { details.message }

    /// The HTTP status of the response, if there was a response.
    public var status: Int? { details.status }

    /// What was wrong with the request, field by field, as far as it is known.
    public var issues: [Issue] { details.issues }

    /// How many seconds to wait before the next try, if the server or the local throttle said so.
    public var retryAfter: TimeInterval? { details.retryAfter }

    /// The server's name for the request, to quote when asking Venice about it.
    public var requestID: String? { details.requestID }

    /// The server's own code for the failure, where it gave one: `X402_SIGN_IN_…`, for example.
    public var serverCode: String? { details.serverCode }

    /// Which version of the server responded, to quote when asking Venice about it.
    public var serverVersion: String? { details.serverVersion }
}

extension VeniceError: LocalizedError {
    /// The message, as `localizedDescription` shows it.
    public var errorDescription: String? { message }
}

extension VeniceError: CustomStringConvertible {
    /// The code and the message: `not_found: API key not found (HTTP 400): …`
    public var description: String { "\(code.rawValue): \(message)" }
}
