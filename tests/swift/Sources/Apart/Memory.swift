#if os(Linux)
    import Foundation

    @testable import VeniceKeys

    /// What stays of a secret in this process's memory once its last handle is released: nothing
    /// but the strings that the caller holds. In a process of its own, because the search finds
    /// what other tests are just looking at, and misses what moves while they work.
    enum Memory {
        /// How often a secret is found after this was done with it.
        static func copies(after what: String) throws -> Int {
            switch what {
            case "wallet": try afterWallets()
            case "secret": try afterSecrets()
            case "argument": try afterArguments()
            default: fatalError("no such thing: \(what)")
            }
        }

        /// The caller's own string is left.
        private static func afterWallets() throws -> Int {
            let needle = try Needle(start: "0x1", digits: 63)
            let text = needle.text()
            for _ in 0..<20 { _ = try Wallet(text).address }
            defer { withExtendedLifetime(text) {} }
            return try needle.copies()
        }

        /// The caller's own string is left, and the twenty that were revealed.
        private static func afterSecrets() throws -> Int {
            let needle = try Needle(start: "VENICE_ADMIN_KEY_UNITTEST_", digits: 64)
            let text = needle.text()
            let revealed = (0..<20).map { _ in Secret(text).reveal() }
            defer { withExtendedLifetime((text, revealed)) {} }
            return try needle.copies()
        }

        /// The caller's own string is left. A signature and its challenge are worth a key for a
        /// while.
        private static func afterArguments() throws -> Int {
            let needle = try Needle(start: "0x1", digits: 2000)
            let text = needle.text()
            for _ in 0..<20 {
                let row = RowWriter()
                // Twice, so that the row moves as it grows.
                text.write(to: row)
                text.write(to: row)
            }
            defer { withExtendedLifetime(text) {} }
            return try needle.copies()
        }
    }

    /// A string of random digits to look for. It is kept masked, except in memory of its own that
    /// isn't searched.
    private final class Needle {
        private let masked: [UInt8]
        /// One page for the string, then room for what is searched, and for the list of regions.
        private let own: UnsafeMutableRawPointer
        private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        private static let room = 1 << 20
        private static let size = page + 2 * room
        private static let mask: UInt8 = 0xa5
        /// `rw`, as the kernel begins what may be done with a region.
        private static let writable = UInt16(UInt8(ascii: "r")) | UInt16(UInt8(ascii: "w")) << 8

        init(start: String, digits: Int) throws {
            let random = (0..<digits).map { _ in
                ("0123456789abcdef".utf8.randomElement() ?? 0) ^ Self.mask
            }
            masked = start.utf8.map { $0 ^ Self.mask } + random
            // Between pages that can't be accessed, so that the kernel lists it as a region of its
            // own.
            let (size, flags) = (Self.size + 2 * Self.page, MAP_PRIVATE | MAP_ANONYMOUS)
            guard let mapped = mmap(nil, size, PROT_NONE, flags, -1, 0), mapped != MAP_FAILED else {
                throw POSIXError(.ENOMEM)
            }
            own = mapped + Self.page
            mprotect(own, Self.size, PROT_READ | PROT_WRITE)
            for (place, byte) in half.enumerated() {
                own.storeBytes(of: byte ^ Self.mask, toByteOffset: place, as: UInt8.self)
            }
        }

        deinit { munmap(own - Self.page, Self.size + 2 * Self.page) }

        /// Its second half: an allocator writes its own notes over the start of what was freed.
        private var half: ArraySlice<UInt8> { masked[(masked.count / 2)...] }

        /// The string, in no other memory than its own.
        func text() -> String {
            String(unsafeUninitializedCapacity: masked.count) { bytes in
                for (place, byte) in masked.enumerated() { bytes[place] = byte ^ Self.mask }
                return masked.count
            }
        }

        /// How often it is found in the memory that this process can write to. Nothing is allocated
        /// meanwhile: that would overwrite what was freed.
        func copies() throws -> Int {
            let maps = open("/proc/self/maps", O_RDONLY)
            let memory = open("/proc/self/mem", O_RDONLY)
            guard maps >= 0, memory >= 0 else { throw POSIXError(.EACCES) }
            defer {
                close(maps)
                close(memory)
            }
            var place = own + Self.page + Self.room
            var (end, copies) = (place, 0)
            while case let count = read(maps, end, own + Self.size - end), count > 0 {
                end += count
            }
            while place < end {
                let region = number(&place)..<number(&place)
                let isWritable = place.loadUnaligned(as: UInt16.self) == Self.writable
                while place < end, place.load(as: UInt8.self) != UInt8(ascii: "\n") { place += 1 }
                place += 1
                guard isWritable, region.lowerBound != Int(bitPattern: own) else { continue }
                copies += self.copies(in: region, of: memory)
            }
            return copies
        }

        /// Reads a hexadecimal number, and what separates it from what follows.
        private func number(_ place: inout UnsafeMutableRawPointer) -> Int {
            var number = 0
            while let digit = Character(UnicodeScalar(place.load(as: UInt8.self))).hexDigitValue {
                number = number << 4 | digit
                place += 1
            }
            place += 1
            return number
        }

        private func copies(in region: Range<Int>, of memory: Int32) -> Int {
            let (buffer, length) = (own + Self.page, half.count)
            var (copies, start) = (0, region.lowerBound)
            while start + length <= region.upperBound {
                let count = pread(memory, buffer, min(Self.room, region.upperBound - start), start)
                // The rest of the region is gone by now, and holds nothing.
                guard count >= length else { break }
                var place = buffer
                while let found = find(place, buffer + count - place, own, length) {
                    copies += 1
                    place = found + 1
                }
                start += count - length + 1
            }
            return copies
        }
    }

    /// glibc's, whose header Swift doesn't import.
    @_silgen_name("memmem") private func find(
        _ there: UnsafeMutableRawPointer, _ count: Int, _ what: UnsafeMutableRawPointer,
        _ length: Int
    ) -> UnsafeMutableRawPointer?
#endif
