import Foundation
import VeniceKeys

/// Makes calls by their names, with clients made of a scenario's words. What each operation takes
/// is in Generated.swift.
package struct Calls {
    private var clients: [[String: JSON]: Client] = [:]

    package init() {}

    /// The result of one call, in the one form. `client` are all of a client's options: `key` is a
    /// key's text or `none`. The call is made on a client `derived` from that one.
    package mutating func make(
        _ name: String, _ given: Given, reading: Reading = .whole, own: OwnCode,
        client options: [String: JSON], derived: Derived = Derived()
    ) async throws -> JSON {
        switch name {
        case "wallet_address":
            return .string(try (given("wallet") as Wallet).address)
        case "wallet_sign":
            let challenge = Web3Challenge(text: try given("challenge"))
            show(challenge)
            return .string(try (given("wallet") as Wallet).sign(challenge))
        case "wallet_sign_in":
            return try JSON(result: (given("wallet") as Wallet).signIn())
        case "client":
            _ = try client(options)
            return .null
        default:
            let client = try derived.client(from: client(options))
            let result = try await client.call(name, given, reading, own)
            show(result)
            return try JSON(result: result)
        }
    }

    /// The client of these options: made once for all calls that have the same.
    private mutating func client(_ options: [String: JSON]) throws -> Client {
        if let made = clients[options] { return made }
        let given = Given(.object(options), of: "client")
        let key: String = try given("key")
        var configuration = try Client.Configuration(given)
        try given.checkAllUsed()
        if options["timeoutMs"] == nil { configuration.timeout = 10 }
        if isLoud { configuration.log = { report($0) } }
        let client =
            key == "none"
            ? try Client.anonymous(configuration: configuration)
            : try Client(apiKey: key, configuration: configuration)
        clients[options] = client
        show(configuration)
        show(client)
        return client
    }
}

/// What a client is made with that is derived from another.
package struct Derived {
    var options: JSON?
    var apiKey: String?

    package init(options: JSON? = nil, apiKey: String? = nil) {
        (self.options, self.apiKey) = (options, apiKey)
    }

    fileprivate func client(from client: Client) throws -> Client {
        var client = client
        if let options {
            let given = Given(options, of: "options")
            client = try client.with(given)
            try given.checkAllUsed()
        }
        if let apiKey { client = client.withAPIKey(apiKey) }
        return client
    }
}

/// How a scenario reads what comes in pages.
package enum Reading {
    /// As one list.
    case whole
    /// As the list of its pages, so many at most.
    case pages(Int)
    /// As one list of at most so many.
    case limit(Int)

    /// By the words of a step, or of a request.
    package init(_ words: [String: JSON]) throws {
        let limit = words["limit"]?.number.map { Int($0) }
        guard (limit == nil) == (words["limit"] == nil) else {
            throw Unplayable("limit is no number")
        }
        switch words["pages"] {
        case nil: self = limit.map { .limit($0) } ?? .whole
        case .bool(true): self = .pages(limit ?? .max)
        default: throw Unplayable("pages can only be true")
        }
    }

    func result<Element>(_ pages: StoredPages<Element>) async throws -> Any {
        let limit = if case .limit(let limit) = self { limit } else { Int.max }
        return try await Self.first(limit, of: pages)
    }

    func result<Element>(_ pages: Pages<Element>) async throws -> Any {
        switch self {
        case .whole: try await pages.reduce(into: []) { $0.append($1) }
        case .limit(let limit): try await pages.collect(upTo: limit)
        case .pages(let limit): try await Self.first(limit, of: pages.pages)
        }
    }

    private static func first<List: AsyncSequence>(
        _ limit: Int, of list: List
    ) async throws -> [List.Element] {
        var elements: [List.Element] = []
        var iterator = list.makeAsyncIterator()
        while elements.count < limit, let element = try await iterator.next() {
            elements.append(element)
        }
        return elements
    }
}

/// What a call writes to a file, and what it returns.
func written(_ write: (URL) async throws -> Int) async throws -> Any {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    let rows = try await write(file)
    let text = try String(contentsOf: file, encoding: .utf8)
    return JSON.object(["rows": .number(Decimal(rows)), "csv": .string(text)])
}

/// Every way in which Swift shows an error.
package func printedForms(_ error: VeniceError) -> [String] {
    var dumped = ""
    dump(error, to: &dumped)
    return [
        error.localizedDescription, error.errorDescription ?? "", error.description,
        String(reflecting: error), "\(error.details)", dumped,
    ]
}
