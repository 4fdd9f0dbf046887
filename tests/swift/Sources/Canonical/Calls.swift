import Foundation
import VeniceKeys

/// Makes calls by their names, with clients made of a scenario's words. What each operation takes
/// is in Generated.swift.
package struct Calls {
    private var clients: [[String: JSON]: Client] = [:]

    package init() {}

    /// The result of one call, in the one form. `client` are all of a client's options: `key` is a
    /// key's text or `none`.
    package mutating func make(
        _ name: String, _ given: Given, reading: Reading = .whole, client options: [String: JSON]
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
            let client = try client(options)
            let result = try await client.call(name, given, reading)
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

/// How a scenario reads what comes in pages.
package enum Reading {
    /// As one list.
    case whole
    /// As the list of its pages.
    case pages
    /// As one list of at most so many.
    case limit(Int)

    func result<Element>(_ pages: Pages<Element>) async throws -> Any {
        switch self {
        case .whole: try await pages.reduce(into: []) { $0.append($1) }
        case .pages: try await pages.pages.reduce(into: []) { $0.append($1) }
        case .limit(let limit): try await pages.collect(upTo: limit)
        }
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
