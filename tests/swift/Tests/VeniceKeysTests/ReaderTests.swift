import Canonical
import Foundation
import Testing

@testable import VeniceKeys

/// What the core hands over, read by hand: money, texts, and what breaks off.
@Suite struct ReaderTests {
    private static func foundation(_ digits: String) -> Decimal {
        Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX")) ?? .nan
    }

    private static func expectAsFoundation(_ digits: String) {
        let (ours, theirs) = (Decimal(exactly: digits), foundation(digits))
        #expect(ours.isNaN == theirs.isNaN, "\(digits)")
        guard !theirs.isNaN else { return }
        #expect(ours == theirs, "\(digits)")
        #expect(ours.hashValue == theirs.hashValue, "\(digits)")
        #expect(ours.description == theirs.description, "\(digits)")
    }

    @Test(arguments: [
        "0", "-0", "0.0", "-0.00", "1", "-1", "10", "100", "0.1", "-0.1", "0.10", "007", "-00.50",
        // Nineteen characters are the most that is read here, twenty the least that isn't.
        "9999999999999999999", "-999999999999999999", "0.99999999999999999",
        "18446744073709551615", "18446744073709551616", "99999999999999999999",
        "-9999999999999999999", "-0.99999999999999999", "0000000000000000001", "0.0000000000000001",
        "1234567890.12345678", "1234567890.123456789", "12345678901234567890.12345678",
        "79228162514264337593543950335", "-79228162514264337593543950335",
        "7.9228162514264337593543950335", "0.0000000000000000000000000001",
    ]) func moneyIsWhatItSays(_ digits: String) {
        Self.expectAsFoundation(digits)
        #expect(!Decimal(exactly: digits).isNaN)
    }

    @Test func aNegativeZeroIsAZero() {
        #expect(Decimal(exactly: "-0") == 0)
        #expect(Decimal(exactly: "-0.00").description == "0")
    }

    @Test(arguments: ["", "-", ".", "-.", "--1", "1-", "1.2.3", "+1", "1e3", "1,5", " 1", "x", "١"])
    func whatTheCoreNeverWritesIsFoundations(_ text: String) {
        Self.expectAsFoundation(text)
    }

    @Test func moneyOfEveryLengthIsWhatItSays() {
        // Seeded: a digit string that fails can be had again.
        var random = Seeded(20_261_120)
        for _ in 0..<5000 {
            var digits = (0..<Int.random(in: 1...24, using: &random)).map { _ in
                Character(String(Int.random(in: 0...9, using: &random)))
            }
            if Bool.random(using: &random) {
                digits.insert(".", at: Int.random(in: 1...digits.count, using: &random))
                if digits.last == "." { digits.append("0") }
            }
            if Bool.random(using: &random) { digits.insert("-", at: 0) }
            Self.expectAsFoundation(String(digits))
        }
    }

    @Test func aTextCrossesWhole() {
        // Compared byte by byte: Swift's own equality takes é for e and its accent.
        for text in [
            "", "plain", "schlüssel", "キー 🔑👩‍👩‍👧", "e\u{301}", "\u{FEFF}marked", "nul\0inside",
            "\r\n", String(repeating: "🔑", count: 500),
        ] {
            #expect(Array(ModelType.other(text).rawValue.utf8) == Array(text.utf8))
            guard case .other(let back) = ModelType(rawValue: text) else {
                Issue.record("\(text) isn't a type")
                continue
            }
            #expect(Array(back.utf8) == Array(text.utf8))
        }
    }

    @Test func numbersAreReadWhereverTheyLie() throws {
        let bytes: [UInt8] = [255, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF, 0xFE, 0xC0, 0, 0, 0, 0, 0, 0, 0]
        try Self.reading(bytes) { reader throws in
            #expect(try readInt(&reader) == UInt8(255))
            #expect(try readInt(&reader) == Int64(0x0102_0304_0506_0708))
            #expect(try readInt(&reader) == Int16(-2))
            #expect(try readDouble(&reader) == -2)
            #expect(!hasRemaining(reader))
            #expect(throws: BrokenOff.self) { try readInt(&reader) as Int8 }
        }
    }

    @Test func whatBreaksOffIsAnErrorWhereverItDoes() throws {
        var bytes: [UInt8] = []
        FfiConverterTypeApiKey.write(Self.key, into: &bytes)
        try Self.reading(bytes) { reader throws in
            #expect(try FfiConverterTypeApiKey.read(from: &reader) == Self.key)
            #expect(!hasRemaining(reader))
        }
        for count in bytes.indices {
            try Self.reading(Array(bytes[..<count])) { reader throws in
                #expect(throws: BrokenOff.self, "after \(count) bytes") {
                    try FfiConverterTypeApiKey.read(from: &reader)
                }
            }
        }
    }

    @Test(arguments: [-1, Int32.min, 5, Int32.max])
    func aLengthThatLiesIsAnError(_ length: Int32) throws {
        let bytes = withUnsafeBytes(of: length.bigEndian, Array.init) + [1, 2, 3, 4]
        try Self.reading(bytes) { reader throws in
            #expect(throws: BrokenOff.self) {
                let count: Int32 = try readInt(&reader)
                _ = try readBytes(&reader, count: Int(count))
            }
        }
    }

    @Test func nothingAtAllCanBeRead() {
        var reader = Reader(data: nil, count: 0)
        #expect(!hasRemaining(reader))
        #expect(throws: BrokenOff.self) { try readInt(&reader) as Int32 }
    }

    private static func reading(
        _ bytes: [UInt8], _ body: (inout Reader) throws -> Void
    ) throws {
        try bytes.withUnsafeBytes { lying in
            var reader = Reader(lying)
            try body(&reader)
        }
    }

    private static let key = ApiKey(
        id: "schlüssel-🔑", apiKeyType: .other("RÖT"), description: "キー",
        createdAt: Date(timeIntervalSince1970: 1_700_000_000.123),
        expiresAt: Date(timeIntervalSince1970: -1), lastUsedAt: nil, last6Chars: "2V2jNW",
        consumptionLimits: ConsumptionLimit(usd: Decimal(string: "-12.34"), diem: 0),
        limitPeriod: .month, modelPrivacy: .privateOnly, ipAllowlist: ["10.0.0.0/8", "é"],
        usage: Usage(trailingSevenDays: UsageAmounts(usd: Decimal(string: "0.0001"))),
        currentPeriodUsage: PeriodUsage(diem: 7))
}
