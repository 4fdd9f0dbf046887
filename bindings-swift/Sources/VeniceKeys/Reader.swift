// What the core hands over is read where it lies. uniffi would read it out of a `Data`, through
// generic code that nobody specialises, and copy each text twice: nine tenths of what a list of
// 500 keys cost. bindgen/ makes the generated converters call these overloads of uniffi's own.

/// A place in what the core handed over, which must outlive it.
struct Reader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    init(data: UnsafeMutablePointer<UInt8>?, count: UInt64) {
        self.init(UnsafeRawBufferPointer(start: data, count: Int(count)))
    }

    var isAtEnd: Bool { offset == bytes.count }

    /// The next so many bytes.
    mutating func take(_ count: Int) throws -> UnsafeRawBufferPointer {
        guard count >= 0, count <= bytes.count - offset else { throw BrokenOff() }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }
}

/// There is less than was to be read.
struct BrokenOff: Error {}

// Not inlined: there are some two hundred places that read, and what an app carries counts.

@inline(never)
func readInt<Number: FixedWidthInteger>(_ reader: inout Reader) throws -> Number {
    let bytes = try reader.take(MemoryLayout<Number>.size)
    return Number(bigEndian: bytes.loadUnaligned(as: Number.self))
}

func readDouble(_ reader: inout Reader) throws -> Double {
    Double(bitPattern: try readInt(&reader))
}

@inline(never)
func readBytes(_ reader: inout Reader, count: Int) throws -> UnsafeRawBufferPointer {
    try reader.take(count)
}

func hasRemaining(_ reader: Reader) -> Bool { !reader.isAtEnd }
