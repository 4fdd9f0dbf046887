import Foundation
internal import VeniceKeysCore

// How values cross: as rows, their members in declared order, little-endian and without padding.
// core/bridge/src/rows.rs writes what is read here, bindings-swift/src/arguments.rs reads what is
// written here; which members there are is generated on both sides from one model.

/// A value of a result.
protocol Row {
    init(from row: inout RowReader) throws
}

/// A value of a call's arguments.
protocol Argument {
    func write(to row: RowWriter)
}

/// A place in a row, which lies in memory that must outlive this.
struct RowReader {
    private let row: UnsafeRawBufferPointer
    private var offset = 0
    /// The secrets that belong to the row and come next: no row holds one.
    fileprivate var secrets: ArraySlice<CoreSecret>

    init(_ row: UnsafeRawBufferPointer, secrets: [CoreSecret] = []) {
        self.row = row
        self.secrets = secrets[...]
    }

    /// How many bytes are left.
    var count: Int { row.count - offset }

    mutating func read<Value: Row>() throws -> Value {
        try Value(from: &self)
    }

    /// Reads what must be the last value.
    mutating func readAll<Value: Row>() throws -> Value {
        let value: Value = try read()
        guard count == 0, secrets.isEmpty else { throw MalformedRow() }
        return value
    }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type) throws -> Number {
        Number(littleEndian: try bytes(MemoryLayout<Number>.size).loadUnaligned(as: Number.self))
    }

    mutating func bytes(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count <= self.count else { throw MalformedRow() }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: row[offset..<offset + count])
    }
}

/// A row ends early or late: a mistake of ours, which the fingerprint is there to prevent.
struct MalformedRow: Error {}

/// Writes the arguments of a call. They may be worth a key, so no copy of them stays in memory.
final class RowWriter {
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 8)
    private var count = 0

    deinit { free() }

    /// The row, in this writer's own memory.
    var data: Data {
        memory.baseAddress.map { Data(bytesNoCopy: $0, count: count, deallocator: .none) } ?? Data()
    }

    func write(_ bytes: UnsafeRawBufferPointer) {
        if count + bytes.count > memory.count {
            let room = UnsafeMutableRawBufferPointer.allocate(
                byteCount: 2 * memory.count + bytes.count, alignment: 8)
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
            free()
            memory = room
        }
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]).copyMemory(from: bytes)
        count += bytes.count
    }

    func number(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { write($0) }
    }

    /// Overwrites it first. Swift's allocator is opaque to the optimiser, which therefore keeps a
    /// write that nobody reads.
    private func free() {
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        memory.deallocate()
    }
}

/// What an operation replies that returns nothing.
struct Nothing: Row {
    init(from row: inout RowReader) {}
}

extension Bool: Row, Argument {
    init(from row: inout RowReader) throws { self = try row.number(UInt8.self) != 0 }
    func write(to row: RowWriter) { row.number(self ? 1 as UInt8 : 0) }
}

/// Every count, as 64 bits.
extension Int: Row, Argument {
    init(from row: inout RowReader) throws { self.init(clamping: try row.number(UInt64.self)) }
    func write(to row: RowWriter) { row.number(Int64(self)) }
}

/// Seconds: read as microseconds, and written as they are, so that the core refuses what isn't a
/// time.
extension TimeInterval: Row, Argument {
    init(from row: inout RowReader) throws { self = Double(try row.number(UInt64.self)) / 1e6 }
    func write(to row: RowWriter) { row.number(bitPattern) }
}

extension String: Row, Argument {
    init(from row: inout RowReader) throws {
        let count = Int(try row.number(UInt32.self))
        self.init(decoding: try row.bytes(count), as: UTF8.self)
    }

    func write(to row: RowWriter) {
        var text = self
        text.withUTF8 { utf8 in
            row.number(UInt32(utf8.count))
            row.write(UnsafeRawBufferPointer(utf8))
        }
    }
}

extension Date: Row, Argument {
    init(from row: inout RowReader) throws {
        self.init(timeIntervalSince1970: Double(try row.number(Int64.self)) / 1e6)
    }

    func write(to row: RowWriter) { row.number(microseconds) }

    /// To the nearest microsecond, which undoes what binary fractions do to decimal ones. What is
    /// beyond every calendar becomes the furthest there is, for the core to refuse.
    var microseconds: Int64 {
        let exact = (timeIntervalSince1970 * 1e6).rounded()
        return Int64(exactly: exact) ?? (exact > 0 ? .max : .min)
    }
}

/// Money: read as digits and a scale, which is exact and needs no parsing; written as text, so that
/// what isn't a number is refused by the core with the name of its field.
extension Decimal: Row, Argument {
    init(from row: inout RowReader) throws {
        let scale = try row.number(UInt8.self)
        let (low, high) = (try row.number(UInt64.self), try row.number(UInt32.self))
        // Nearly all money has few digits, and adding takes longer than everything else here.
        let digits = high == 0 ? Decimal(low) : Decimal(low) + Decimal(high) * Self.twoTo64
        // In some Foundations a negative zero is not a number.
        let isNegative = scale & 0x80 != 0 && (low, high) != (0, 0)
        self.init(
            sign: isNegative ? .minus : .plus, exponent: -Int(scale & 0x7F), significand: digits)
    }

    private static let twoTo64 = Decimal(UInt64.max) + 1

    func write(to row: RowWriter) { description.write(to: row) }
}

extension Optional: Row where Wrapped: Row {
    init(from row: inout RowReader) throws {
        self = try Bool(from: &row) ? Wrapped(from: &row) : nil
    }
}

extension Optional: Argument where Wrapped: Argument {
    func write(to row: RowWriter) {
        (self != nil).write(to: row)
        self?.write(to: row)
    }
}

extension Array: Row where Element: Row {
    init(from row: inout RowReader) throws {
        let count = Int(try row.number(UInt32.self))
        self.init()
        // No element is smaller than a byte: a length that lies takes no memory.
        reserveCapacity(Swift.min(count, row.count))
        for _ in 0..<count { append(try Element(from: &row)) }
    }
}

/// Keys and values in turn.
extension Dictionary: Row where Key == String, Value: Row {
    init(from row: inout RowReader) throws {
        let count = Int(try row.number(UInt32.self))
        self.init(minimumCapacity: Swift.min(count, row.count))
        for _ in 0..<count {
            let key: String = try row.read()
            self[key] = try row.read() as Value
        }
    }
}

extension Array: Argument where Element: Argument {
    func write(to row: RowWriter) {
        row.number(UInt32(count))
        for element in self { element.write(to: row) }
    }
}

extension Change: Argument where Value: Argument {
    func write(to row: RowWriter) {
        switch self {
        case .keep: row.number(0 as UInt8)
        case .clear: row.number(1 as UInt8)
        case .set(let value):
            row.number(2 as UInt8)
            value.write(to: row)
        }
    }
}

extension Expiry: Argument {
    func write(to row: RowWriter) {
        switch self {
        case .at(let date):
            true.write(to: row)
            date.write(to: row)
        case .text(let text):
            false.write(to: row)
            text.write(to: row)
        }
    }
}

/// An open enumeration crosses as its text.
extension Row where Self: RawRepresentable<String> {
    init(from row: inout RowReader) throws {
        guard let value = Self(rawValue: try row.read()) else { throw MalformedRow() }
        self = value
    }
}

extension Argument where Self: RawRepresentable<String> {
    func write(to row: RowWriter) { rawValue.write(to: row) }
}

/// A secret crosses by handle, apart from the row.
extension Secret: Row {
    init(from row: inout RowReader) throws {
        guard let core = row.secrets.popFirst() else { throw MalformedRow() }
        self.init(core: core)
    }
}
