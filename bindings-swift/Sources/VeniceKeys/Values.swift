import Foundation

// What a Swift person expects of the values and uniffi doesn't write. The values themselves, with
// their documentation, are in Generated/; they come from bindings-swift/src/types.rs.

extension ApiKey: Identifiable {}
extension CreatedKey: Identifiable {}
extension Model: Identifiable {}

// Open enumerations are texts: that is how they are encoded, and how Venice's documentation spells
// them. A text that this version doesn't know becomes `.other`.

extension ApiKeyType: RawRepresentable {
    /// The value Venice spells so.
    public init(rawValue: String) { self = coreApiKeyType(text: rawValue) }

    /// The value as Venice spells it: `"INFERENCE"`.
    public var rawValue: String { coreApiKeyTypeText(value: self) }
}

extension LimitPeriod: RawRepresentable {
    /// The value Venice spells so.
    public init(rawValue: String) { self = coreLimitPeriod(text: rawValue) }

    /// The value as Venice spells it: `"MONTH"`.
    public var rawValue: String { coreLimitPeriodText(value: self) }
}

extension ModelPrivacy: RawRepresentable {
    /// The value Venice spells so.
    public init(rawValue: String) { self = coreModelPrivacy(text: rawValue) }

    /// The value as Venice spells it: `"PRIVATE_ONLY"`.
    public var rawValue: String { coreModelPrivacyText(value: self) }
}

extension ModelType: RawRepresentable {
    /// The value Venice spells so.
    public init(rawValue: String) { self = coreModelType(text: rawValue) }

    /// The value as Venice spells it: `"text"`.
    public var rawValue: String { coreModelTypeText(value: self) }
}

extension RateLimitType: RawRepresentable {
    /// The value Venice spells so.
    public init(rawValue: String) { self = coreRateLimitType(text: rawValue) }

    /// The value as Venice spells it: `"RPM"`.
    public var rawValue: String { coreRateLimitTypeText(value: self) }
}

// How times and money cross to the core.

extension Date {
    init(microseconds: Int64) {
        self.init(timeIntervalSince1970: Double(microseconds) / 1e6)
    }

    /// To the nearest microsecond, which undoes what binary fractions do to decimal ones. What is
    /// beyond every calendar becomes the furthest there is, for the core to refuse.
    var microseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1e6).rounded()
        return Int64(exactly: exact) ?? (exact > 0 ? .max : .min)
    }
}

extension Decimal {
    /// The core writes money as plain digits, never more than a `Decimal` holds.
    init(exactly digits: String) {
        self = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX")) ?? .nan
    }
}
