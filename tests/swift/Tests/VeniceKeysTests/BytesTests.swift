import Foundation
import Testing

@testable import VeniceKeys

/// How values cross: whole, exact, and never past the end of a row.
@Suite struct BytesTests {
    private static let amounts: [(UInt8, UInt64, UInt32, String)] = [
        (0, 0, 0, "0"), (0x80, 0, 0, "0"), (0, 1, 0, "1"), (0x80, 5, 0, "-5"),
        (1, 15, 0, "1.5"), (0x82, 25, 0, "-0.25"), (7, 1, 0, "0.0000001"),
        (0, .max, .max, "79228162514264337593543950335"),
        (0x9C, .max, .max, "-7.9228162514264337593543950335"),
        (28, 1, 0, "0.0000000000000000000000000001"), (0, 0, 1, "18446744073709551616"),
    ]

    @Test(arguments: amounts)
    func moneyIsExact(_ scale: UInt8, _ low: UInt64, _ high: UInt32, _ text: String) throws {
        let row = RowWriter()
        row.number(scale)
        row.number(low)
        row.number(high)
        let money: Decimal = try Self.read(row.data)
        let same = try #require(Decimal(string: text))
        #expect(money == same)
        #expect(money.hashValue == same.hashValue)
        #expect(money.description == text)
    }

    @Test func aTextCrossesWhole() throws {
        // Compared byte by byte: Swift's own equality takes é for e and its accent.
        for text in [
            "", "plain", "schlüssel", "キー 🔑👩‍👩‍👧", "e\u{301}", "\u{FEFF}marked", "nul\0inside",
            "\r\n", String(repeating: "🔑", count: 500),
        ] {
            #expect(Array(Secret(text).reveal().utf8) == Array(text.utf8))
            #expect(Array(Web3Challenge(text: text).text.utf8) == Array(text.utf8))
            #expect(Array(try Self.again(text).utf8) == Array(text.utf8))
        }
    }

    @Test func numbersCrossWhole() throws {
        #expect(try Self.again(Int.max) == .max)
        #expect(try Self.again([true, false]) == [true, false])
        #expect(try Self.again(["a", nil] as [String?]) == ["a", nil])
    }

    @Test func aRowThatBreaksOffIsAnError() throws {
        let challenge = Web3Challenge(text: "some.text")
        let row = RowWriter()
        challenge.write(to: row)
        #expect(try Self.read(row.data) == challenge)
        for count in 0..<row.data.count {
            #expect(throws: MalformedRow.self, "after \(count) bytes") {
                try Self.read(row.data.prefix(count)) as Web3Challenge
            }
        }
        #expect(throws: MalformedRow.self, "something follows") {
            try Self.read(row.data + [0]) as Web3Challenge
        }
    }

    @Test func aLengthThatLiesIsAnError() {
        for length in [5, UInt32.max] {
            let row = RowWriter()
            row.number(length)
            row.number(0 as UInt32)
            #expect(throws: MalformedRow.self) { try Self.read(row.data) as String }
        }
    }

    @Test func bothHalvesHaveOneFingerprint() {
        Library.check()
        #expect(!fingerprint.isEmpty)
    }

    private static func again<Value: Row & Argument>(_ value: Value) throws -> Value {
        let row = RowWriter()
        value.write(to: row)
        return try read(row.data)
    }

    private static func read<Value: Row>(_ data: Data) throws -> Value {
        try data.withUnsafeBytes { bytes in
            var row = RowReader(bytes)
            return try row.readAll()
        }
    }
}
