import Foundation

extension ApiKey: Identifiable {}
extension CreatedKey: Identifiable {}
extension DeletedKey: Identifiable {}
extension EnsuredKey: Identifiable {}
extension PendingKey: Identifiable {}
extension Model: Identifiable {}
extension WalletTransaction: Identifiable {}

/// What to do with one field of a key.
public enum Change<Value> {
    /// Leave it as it is.
    case keep
    /// Take it off the key.
    case clear
    /// Set it to this.
    case set(Value)
}

extension Change: Sendable where Value: Sendable {}
extension Change: Equatable where Value: Equatable {}
extension Change: Hashable where Value: Hashable {}

/// When a key expires.
public enum Expiry: Hashable, Sendable {
    /// At a moment, to the millisecond.
    case at(Date)
    /// As Venice writes it: a day (`"2026-12-31"`: its first moment in UTC) or a moment in UTC
    /// (`"2026-12-31T12:00:00Z"`).
    case text(String)
}

extension Expiry: ExpressibleByStringLiteral {
    /// ``Expiry/text(_:)`` of a literal: `expiresAt: "2026-12-31"`.
    public init(stringLiteral text: String) { self = .text(text) }
}
