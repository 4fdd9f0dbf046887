import Foundation
import VeniceKeys

/// A JSON value, and the one form in which every language's results are compared.
package enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Decimal)
    case string(String)
    case array([JSON])
    case object([String: JSON])
    /// A result's secret: only a runner ever looks into it.
    case secret(Secret)

    package init(parsing data: Data) throws {
        self = try JSONDecoder().decode(JSON.self, from: data)
    }

    package var object: [String: JSON]? {
        if case .object(let members) = self { members } else { nil }
    }

    package var array: [JSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var number: Double? {
        if case .number(let number) = self { (number as NSDecimalNumber).doubleValue } else { nil }
    }

    package subscript(name: String) -> JSON? { object?[name] }

    /// As text, for messages and for telling client options apart; members in order of name.
    package var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "?"
    }
}

extension JSON: Codable {
    package init(from decoder: Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Decimal.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let elements = try? container.decode([JSON].self) {
            self = .array(elements)
        } else {
            self = .object(try container.decode([String: JSON].self))
        }
    }

    package func encode(to encoder: Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        case .secret(let secret): try container.encode("\(secret)")
        }
    }
}

extension JSON {
    /// A result in the one form: read by reflection, so that no field can be left out here.
    package init(result value: Any) throws {
        switch value {
        case is Void: self = .null
        case let value as JSON: self = value
        case let value as Secret: self = .secret(value)
        case let value as String: self = .string(value)
        case let value as Bool: self = .bool(value)
        case let value as Decimal: self = .string(value.description)
        case let value as Int: self = .number(Decimal(value))
        case let value as Date: self = .string(canonicalTime(value))
        case let value as any RawRepresentable: self = .string("\(value.rawValue)")
        case let value as Web3Challenge:
            // Its mirror hides the text, which it can only be encoded with.
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .custom { date, encoder in
                try canonicalTime(date).encode(to: encoder)
            }
            self = try JSON(parsing: encoder.encode(value))
        default:
            let mirror = Mirror(reflecting: value)
            switch mirror.displayStyle {
            case .optional:
                self = try mirror.children.first.map { try JSON(result: $0.value) } ?? .null
            case .collection:
                self = .array(try mirror.children.map { try JSON(result: $0.value) })
            case .dictionary:
                guard let members = value as? [String: Any] else {
                    throw Unplayable("a result holds a \(type(of: value))")
                }
                self = .object(try members.mapValues { try JSON(result: $0) })
            case .struct:
                var members: [String: JSON] = [:]
                for child in mirror.children {
                    let name = venicesName(child.label ?? "")
                    members[name] = try JSON(result: child.value)
                }
                self = .object(members)
            default:
                throw Unplayable("a result holds a \(type(of: value)), which has no one form")
            }
        }
    }
}

extension JSON {
    /// The members of an object that may have only these names.
    package func members(of what: String, known: Set<String>) throws -> [String: JSON] {
        guard let object else { throw Unplayable("\(what) is no object: \(text)") }
        if let unknown = object.keys.first(where: { !known.contains($0) }) {
            throw Unplayable("\(what) has a word this runner doesn't know: \(unknown)")
        }
        return object
    }
}

/// `apiKeyID` as `apiKeyId`, `balanceUSD` as `balanceUsd`: Swift writes acronyms in one case.
private func venicesName(_ name: String) -> String {
    let acronym = String(name.reversed().prefix(while: \.isUppercase).reversed())
    return acronym.count < 2 ? name : name.dropLast(acronym.count) + acronym.capitalized
}

/// `2026-01-31T12:00:00.000Z`
private func canonicalTime(_ date: Date) -> String {
    let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let whole = Date(timeIntervalSince1970: Double(seconds))
    let fraction = String(rest + 1000).suffix(3)
    return ISO8601DateFormatter().string(from: whole)
        .replacingOccurrences(of: "Z", with: ".\(fraction)Z")
}

/// A scenario that this runner can't play: a word it doesn't know, or a broken file.
package struct Unplayable: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
