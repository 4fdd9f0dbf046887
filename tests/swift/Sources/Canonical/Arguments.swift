import Foundation
import VeniceKeys

/// The arguments of one call. Whatever an operation doesn't take up is a word it doesn't know.
package final class Arguments {
    private let operation: String
    private let given: [String: JSON]
    private var used: Set<String> = []

    package init(_ json: JSON, of operation: String) {
        self.operation = operation
        given = json.object ?? [:]
    }

    /// What no error may show of these.
    package var secrets: [String] {
        ["wallet", "signature", "challenge"].compactMap { given[$0]?.string }
    }

    package func checkAllUsed() throws {
        if let unknown = given.keys.first(where: { !used.contains($0) }), operation != "client" {
            throw Unplayable("\(operation) doesn't take \(unknown)")
        }
    }

    func required(_ name: String) throws -> String {
        guard let text = try optional(name) else { throw Unplayable("\(operation) lacks \(name)") }
        return text
    }

    func optional(_ name: String) throws -> String? {
        guard let value = take(name) else { return nil }
        guard let text = value.string else { throw Unplayable("\(name) is no text") }
        return text
    }

    private func take(_ name: String) -> JSON? {
        used.insert(name)
        return given[name]
    }

    private func texts(_ json: JSON) throws -> [String] {
        guard let elements = json.array else { throw Unplayable("\(json.text) is no list") }
        return try elements.map { element in
            guard let text = element.string else { throw Unplayable("\(json.text) holds no texts") }
            return text
        }
    }

    /// Money. `Decimal` has no infinity, and reads `-Infinity` as zero: what isn't digits is the
    /// one thing that Swift has for it, not a number.
    private func amount(_ json: JSON) throws -> Decimal {
        guard let text = json.string else { throw Unplayable("an amount is text: \(json.text)") }
        let digits = text.range(of: #"^-?\d+(\.\d+)?$"#, options: .regularExpression) != nil
        let posix = Locale(identifier: "en_US_POSIX")
        return digits ? Decimal(string: text, locale: posix) ?? .nan : .nan
    }

    func newKey() throws -> NewKey {
        var key = NewKey()
        key.description = try optional("description")
        if let type = try optional("apiKeyType") { key.apiKeyType = ApiKeyType(rawValue: type) }
        if let limit = take("consumptionLimit") {
            let members = try limit.members(of: "consumptionLimit", known: ["usd", "diem", "vcu"])
            key.consumptionLimit = ConsumptionLimit(
                usd: try members["usd"].map(amount), diem: try members["diem"].map(amount),
                vcu: try members["vcu"].map(amount))
        }
        key.limitPeriod = try optional("limitPeriod").map { LimitPeriod(rawValue: $0) }
        key.expiresAt = try optional("expiresAt").map { .text($0) }
        key.modelPrivacy = try optional("modelPrivacy").map { ModelPrivacy(rawValue: $0) }
        key.ipAllowlist = try take("ipAllowlist").map(texts)
        return key
    }

    func keyUpdate() throws -> KeyUpdate {
        var update = KeyUpdate()
        update.description = try change("description") { try text($0) }
        update.expiresAt = try change("expiresAt") { .text(try text($0)) }
        update.consumptionLimit = try change("consumptionLimit") { limit in
            let members = try limit.members(of: "consumptionLimit", known: ["usd", "diem", "vcu"])
            func member(_ name: String) throws -> Change<Decimal> {
                try Self.change(members[name], amount)
            }
            return LimitUpdate(
                usd: try member("usd"), diem: try member("diem"), vcu: try member("vcu"))
        }
        update.limitPeriod = try change("limitPeriod") { LimitPeriod(rawValue: try text($0)) }
        update.modelPrivacy = try change("modelPrivacy") { ModelPrivacy(rawValue: try text($0)) }
        update.ipAllowlist = try change("ipAllowlist", texts)
        return update
    }

    private func text(_ json: JSON) throws -> String {
        guard let text = json.string else { throw Unplayable("\(json.text) is no text") }
        return text
    }

    private func change<T>(_ name: String, _ read: (JSON) throws -> T) throws -> Change<T> {
        try Self.change(take(name), read)
    }

    private static func change<T>(
        _ given: JSON?, _ read: (JSON) throws -> T
    ) throws -> Change<T> {
        switch given {
        case nil: .keep
        case .null: .clear
        case let value?: .set(try read(value))
        }
    }
}
