import Foundation
import VeniceKeys

/// Makes calls by their names, with clients made of a scenario's words.
package struct Calls {
    private var clients: [[String: JSON]: Client] = [:]

    package init() {}

    /// The result of one call, in the one form. `client` are all of a client's options: `key` is a
    /// key's text or `none`.
    package mutating func make(
        _ name: String, _ given: Arguments, client options: [String: JSON]
    ) async throws -> JSON {
        switch name {
        case "wallet_address":
            return .string(try Wallet(given.required("wallet")).address)
        case "wallet_sign":
            let wallet = try Wallet(given.required("wallet"))
            return .string(try wallet.sign(Web3Challenge(text: given.required("challenge"))))
        case "client":
            _ = try client(options)
            return .null
        default:
            let result = try await result(of: name, given, from: try client(options))
            show(result)
            return try JSON(result: result)
        }
    }

    private func result(
        of name: String, _ given: Arguments, from client: Client
    ) async throws -> Any {
        switch name {
        case "list_keys":
            return try await client.listKeys()
        case "create_key":
            return try await client.createKey(try given.newKey())
        case "get_key":
            return try await client.getKey(given.required("id"))
        case "update_key":
            return try await client.updateKey(given.required("id"), try given.keyUpdate())
        case "delete_key":
            return try await client.deleteKey(given.required("id"))
        case "rate_limits":
            return try await client.rateLimits()
        case "rate_limit_log":
            return try await client.rateLimitLog()
        case "verify_key":
            return try await client.verifyKey()
        case "list_models":
            let type = try given.optional("type").map { ModelType(rawValue: $0) }
            return try await client.listModels(type: type)
        case "web3_challenge":
            return try await client.web3Challenge(address: try given.optional("address"))
        case "mint_web3_key":
            let challenge = Web3Challenge(text: try given.required("challenge"))
            show(challenge)
            return try await client.mintWeb3Key(
                address: given.required("address"), signature: given.required("signature"),
                challenge: challenge, try given.newKey())
        case "mint_with_wallet":
            let wallet = try Wallet(given.required("wallet"))
            show(wallet)
            return try await client.mintWithWallet(wallet, try given.newKey())
        default:
            throw Unplayable("an operation this runner doesn't know: \(name)")
        }
    }

    /// The client of these options: made once for all calls that have the same.
    private mutating func client(_ options: [String: JSON]) throws -> Client {
        if let made = clients[options] { return made }
        let words = try JSON.object(options).members(
            of: "client",
            known: [
                "key", "baseUrl", "timeoutMs", "connectTimeoutMs", "maxRetries", "createLimit",
                "caFile", "web3Generation",
            ])
        guard let key = words["key"]?.string else { throw Unplayable("client lacks key") }
        var configuration = Client.Configuration(
            baseURL: words["baseUrl"]?.string,
            timeout: (words["timeoutMs"]?.number ?? 10_000) / 1000,
            caFile: words["caFile"]?.string)
        if isLoud { configuration.log = { report($0) } }
        if let timeout = words["connectTimeoutMs"]?.number {
            configuration.connectTimeout = timeout / 1000
        }
        if let generation = words["web3Generation"] {
            guard let known = generation.string.flatMap(Web3Generation.init(rawValue:)) else {
                throw Unplayable("\(generation.text) is no generation of challenges")
            }
            configuration.web3Generation = known
        }
        if let count = words["maxRetries"] { configuration.maxRetries = try whole(count) }
        if let limit = words["createLimit"] {
            let members = try limit.members(of: "createLimit", known: ["count", "perMs"])
            configuration.createLimit = .init(
                count: try members["count"].map(whole) ?? 20,
                per: (members["perMs"]?.number ?? 60_000) / 1000)
        }
        let client =
            key == "none"
            ? try Client.anonymous(configuration: configuration)
            : try Client(apiKey: key, configuration: configuration)
        clients[options] = client
        show(configuration)
        show(client)
        return client
    }

    private func whole(_ json: JSON) throws -> UInt32 {
        guard let count = json.number.flatMap(UInt32.init(exactly:)) else {
            throw Unplayable("\(json.text) is no count")
        }
        return count
    }
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
