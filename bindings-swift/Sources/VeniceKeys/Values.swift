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
        self =
            Decimal(short: digits.utf8)
            ?? Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX")) ?? .nan
    }

    /// What fits in 64 bits, as nearly all money does: Foundation takes ten times as long.
    private init?(short digits: String.UTF8View) {
        // Nineteen digits always fit.
        guard digits.count <= 19 else { return nil }
        var significand: UInt64 = 0
        var read = 0
        var point: Int?
        let isNegative = digits.first == UInt8(ascii: "-")
        for byte in digits.dropFirst(isNegative ? 1 : 0) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                significand = significand * 10 + UInt64(byte - UInt8(ascii: "0"))
                read += 1
            case UInt8(ascii: ".") where point == nil: point = read
            default: return nil
            }
        }
        guard read > 0 else { return nil }
        self.init(
            // In some Foundations a negative zero is no number.
            sign: isNegative && significand > 0 ? .minus : .plus,
            exponent: (point ?? read) - read, significand: Decimal(significand))
    }
}
