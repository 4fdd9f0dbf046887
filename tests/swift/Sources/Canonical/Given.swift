import Foundation
import VeniceKeys

/// What a scenario or a driver's request names: an operation's arguments, or a client's settings.
/// A name that nothing reads is one that this runner doesn't know.
package final class Given {
    private let what: String
    let members: [String: JSON]
    private var used: Set<String> = []

    package init(_ json: JSON, of what: String) {
        self.what = what
        members = json.object ?? [:]
    }

    package func checkAllUsed() throws {
        if let unknown = members.keys.first(where: { !used.contains($0) }) {
            throw Unplayable("\(what) doesn't take \(unknown)")
        }
    }

    package subscript(name: String) -> JSON? {
        used.insert(name)
        return members[name]
    }

    /// The member of this name; what isn't there is read as absent.
    func callAsFunction<Value: Readable>(_ name: String) throws -> Value {
        if let json = self[name] { return try Value(json, name) }
        guard let absent = Value.absent else { throw Unplayable("\(what) lacks \(name)") }
        return absent
    }

    /// The member of this name, or the other value if it isn't there.
    func callAsFunction<Value: Readable>(_ name: String, or other: Value) throws -> Value {
        try self[name].map { try Value($0, name) } ?? other
    }

    /// The time span of this name, in seconds, which is given in milliseconds.
    func milliseconds(_ name: String) throws -> TimeInterval? {
        (try self(name) as TimeInterval?).map { $0 / 1000 }
    }
}

/// What can be read from a scenario's JSON.
protocol Readable {
    init(_ json: JSON, _ name: String) throws
    /// What it is where it isn't named, if it may be left out.
    static var absent: Self? { get }
}

extension Readable {
    static var absent: Self? { nil }
}

/// A struct of the package's, read member by member. Generated.swift says which there are.
protocol ReadableStruct: Readable {
    init(_ given: Given) throws
}

extension ReadableStruct {
    init(_ json: JSON, _ name: String) throws {
        guard json.object != nil else { throw Unplayable("\(name) is no object: \(json.text)") }
        let given = Given(json, of: name)
        self = try Self(given)
        try given.checkAllUsed()
    }
}

extension String: Readable {
    init(_ json: JSON, _ name: String) throws {
        guard let text = json.string else { throw Unplayable("\(name) is no text: \(json.text)") }
        self = text
    }
}

extension Int: Readable {
    init(_ json: JSON, _ name: String) throws {
        guard let count = json.number.flatMap(Int.init(exactly:)) else {
            throw Unplayable("\(name) is no count: \(json.text)")
        }
        self = count
    }
}

extension Bool: Readable {
    init(_ json: JSON, _ name: String) throws {
        guard case .bool(let flag) = json else {
            throw Unplayable("\(name) is neither true nor false: \(json.text)")
        }
        self = flag
    }
}

extension Date: Readable {
    init(_ json: JSON, _ name: String) throws {
        let formatter = ISO8601DateFormatter()
        let text = try String(json, name)
        if text.contains(".") { formatter.formatOptions.insert(.withFractionalSeconds) }
        guard let date = formatter.date(from: text) else {
            throw Unplayable("\(name) is no time: \(text)")
        }
        self = date
    }
}

extension TimeInterval: Readable {
    init(_ json: JSON, _ name: String) throws {
        guard let seconds = json.number else {
            throw Unplayable("\(name) is no number: \(json.text)")
        }
        self = seconds
    }
}

/// Money. `Decimal` has no infinity, and reads `-Infinity` as zero: what isn't digits is the one
/// thing that Swift has for it, not a number.
extension Decimal: Readable {
    init(_ json: JSON, _ name: String) throws {
        let text = try String(json, name)
        let digits = text.range(of: #"^-?\d+(\.\d+)?$"#, options: .regularExpression) != nil
        let posix = Locale(identifier: "en_US_POSIX")
        self = digits ? Decimal(string: text, locale: posix) ?? .nan : .nan
    }
}

extension Expiry: Readable {
    init(_ json: JSON, _ name: String) throws { self = .text(try String(json, name)) }
}

extension Wallet: Readable {
    init(_ json: JSON, _ name: String) throws { try self.init(String(json, name)) }
}

/// An open enumeration takes any text.
extension Readable where Self: RawRepresentable<String> {
    init(_ json: JSON, _ name: String) throws {
        guard let value = Self(rawValue: try String(json, name)) else {
            throw Unplayable("\(name) can't be \(json.text)")
        }
        self = value
    }
}

extension Optional: Readable where Wrapped: Readable {
    init(_ json: JSON, _ name: String) throws { self = .some(try Wrapped(json, name)) }
    static var absent: Self? { .some(nil) }
}

extension Array: Readable where Element: Readable {
    init(_ json: JSON, _ name: String) throws {
        guard let elements = json.array else { throw Unplayable("\(name) is no list") }
        self = try elements.map { try Element($0, name) }
    }
}

extension Change: Readable where Value: Readable {
    init(_ json: JSON, _ name: String) throws {
        self = json == .null ? .clear : .set(try Value(json, name))
    }
    static var absent: Self? { .keep }
}
