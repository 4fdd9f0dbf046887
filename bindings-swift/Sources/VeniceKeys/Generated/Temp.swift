import Foundation

let fingerprint = "x"

public enum ErrorCode: String, CaseIterable, Hashable, Sendable, Codable {
    case config
    case notFound = "not_found"
}
extension ErrorCode: Row {}
public enum VeniceError: Error, Hashable, Sendable {
    case config(ErrorDetails)
    case notFound(ErrorDetails)

    init(_ code: ErrorCode, _ details: ErrorDetails) {
        self =
            switch code {
            case .config: .config(details)
            case .notFound: .notFound(details)
            }
    }

    private var parts: (code: ErrorCode, details: ErrorDetails) {
        switch self {
        case .config(let details): (.config, details)
        case .notFound(let details): (.notFound, details)
        }
    }
    public var code: ErrorCode { parts.code }
    public var details: ErrorDetails { parts.details }
}
public enum Web3Generation: RawRepresentable, Hashable, Sendable, Codable {
    case jwt
    case other(String)
    public init(rawValue: String) {
        self =
            switch rawValue {
            case "jwt": .jwt
            default: .other(rawValue)
            }
    }
    public var rawValue: String {
        switch self {
        case .jwt: "jwt"
        case .other(let text): text
        }
    }
}
extension Web3Generation: Row {}
public struct Web3Challenge: Hashable, Sendable, Codable {
    public let text: String
    public let expiresAt: Date?
    public let generation: Web3Generation
    public init(text: String, expiresAt: Date? = nil, generation: Web3Generation) {
        self.text = text
        self.expiresAt = expiresAt
        self.generation = generation
    }
}
extension Web3Challenge: Row {
    init(from row: inout RowReader) throws {
        try self.init(text: row.read(), expiresAt: row.read(), generation: row.read())
    }
    func write(to row: RowWriter) {
        text.write(to: row)
    }
}
public struct ApiKey: Hashable, Sendable, Codable { 
    public let id: String 
    public let usd: Decimal?
    public let secret: Bool
}
extension ApiKey: Row {
    init(from row: inout RowReader) throws {
        try self.init(id: row.read(), usd: row.read(), secret: row.read())
    }
}
public struct Attempt: Hashable, Sendable { public let warning: String? }
extension Attempt: Row {
    init(from row: inout RowReader) throws {
        try self.init(warning: row.read())
    }
}
extension Client {
    public struct Configuration: Sendable {
        public var baseURL: String?
        public var timeout: TimeInterval
        public var onAttempt: (@Sendable (Attempt) -> Void)?
        public var log: @Sendable (String) -> Void
        public init(
            baseURL: String? = nil,
            timeout: TimeInterval = 60,
            onAttempt: (@Sendable (Attempt) -> Void)? = nil,
            log: @escaping @Sendable (String) -> Void = Configuration.writeToLog
        ) {
            self.baseURL = baseURL
            self.timeout = timeout
            self.onAttempt = onAttempt
            self.log = log
        }
    }
}
extension Client.Configuration {
    func write(to row: RowWriter) {
        baseURL.write(to: row)
        timeout.write(to: row)
    }
}
extension Client {
    public func listKeys() async throws -> [ApiKey] {
        try await reply(to: "list_keys").read()
    }
    public func deleteKey(_ id: String) async throws {
        let _: Nothing = try await reply(to: "delete_key") { id.write(to: $0) }.read()
    }
    public func mint(_ wallet: Wallet, _ c: Web3Challenge) async throws {
        let _: Nothing = try await reply(to: "delete_key", object: wallet) {
            c.write(to: $0)
            c.write(to: $0)
        }.read()
    }
}
