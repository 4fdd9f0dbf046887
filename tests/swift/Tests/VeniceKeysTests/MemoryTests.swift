#if os(Linux)
    import Foundation
    import Testing

    @testable import VeniceKeys

    /// What stays of a secret in this process's memory once its last handle is released: nothing
    /// but the strings that the caller holds. One at a time: each would find the copies that another
    /// is just looking at.
    @Suite(.serialized) struct MemoryTests {
        @Test func aWalletLeavesNoCopyOfItsKey() throws {
            let needle = try Needle(start: "0x1", digits: 63)
            let text = needle.text()
            for _ in 0..<20 { _ = try Wallet(text).address }
            let copies = try needle.copies()
            #expect(copies == 1, "the caller's own")
            withExtendedLifetime(text) {}
        }

        @Test func aSecretLeavesNoCopyOfItsText() throws {
            let needle = try Needle(start: "VENICE_ADMIN_KEY_UNITTEST_", digits: 64)
            let text = needle.text()
            let revealed = (0..<20).map { _ in Secret(text).reveal() }
            let copies = try needle.copies()
            #expect(copies == 21, "the caller's own")
            withExtendedLifetime((text, revealed)) {}
        }

        /// A signature and its challenge are worth a key for a while.
        @Test func argumentsLeaveNoCopy() throws {
            let needle = try Needle(start: "0x1", digits: 2000)
            let text = needle.text()
            for _ in 0..<20 {
                let row = RowWriter()
                // Twice, so that the row moves as it grows.
                text.write(to: row)
                text.write(to: row)
            }
            let copies = try needle.copies()
            #expect(copies == 1, "the caller's own")
            withExtendedLifetime(text) {}
        }
    }

    /// A string of random digits to look for. It is kept masked, except in memory of its own that
    /// isn't searched.
    private final class Needle {
        private let masked: [UInt8]
        private let own: UnsafeMutableRawPointer
        private let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        private let room = 1 << 20
        private static let mask: UInt8 = 0xa5

        init(start: String, digits: Int) throws {
            let random = (0..<digits).map { _ in
                ("0123456789abcdef".utf8.randomElement() ?? 0) ^ Self.mask
            }
            masked = start.utf8.map { $0 ^ Self.mask } + random
            // Between pages that can't be accessed, so that the kernel lists it as a region of its
            // own: one page for the string, then room for what is read.
            let size = room + 3 * page
            let flags = MAP_PRIVATE | MAP_ANONYMOUS
            guard let mapped = mmap(nil, size, PROT_NONE, flags, -1, 0), mapped != MAP_FAILED else {
                throw POSIXError(.ENOMEM)
            }
            own = mapped + page
            mprotect(own, room + page, PROT_READ | PROT_WRITE)
            for (place, byte) in half.enumerated() {
                own.storeBytes(of: byte ^ Self.mask, toByteOffset: place, as: UInt8.self)
            }
        }

        deinit { munmap(own - page, room + 3 * page) }

        /// Its second half: an allocator writes its own notes over the start of what was freed.
        private var half: ArraySlice<UInt8> { masked[(masked.count / 2)...] }

        /// The string, in no other memory than its own.
        func text() -> String {
            String(unsafeUninitializedCapacity: masked.count) { bytes in
                for (place, byte) in masked.enumerated() { bytes[place] = byte ^ Self.mask }
                return masked.count
            }
        }

        /// How often it is found in the memory that this process can write to.
        func copies() throws -> Int {
            let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
            let memory = open("/proc/self/mem", O_RDONLY)
            guard memory >= 0 else { throw POSIXError(.EACCES) }
            defer { close(memory) }
            var (copies, searched) = (0, 0)
            for line in maps.split(separator: "\n") where line.contains(" rw") {
                let bounds = line.prefix { $0 != " " }.split(separator: "-")
                    .compactMap { Int($0, radix: 16) }
                guard bounds.count == 2, bounds[0] != Int(bitPattern: own) else { continue }
                // The kernel lists a region that grows meanwhile a second time.
                let start = max(bounds[0], searched)
                searched = max(bounds[1], searched)
                if start < searched { copies += self.copies(in: start..<searched, of: memory) }
            }
            return copies
        }

        private func copies(in region: Range<Int>, of memory: Int32) -> Int {
            let (buffer, length) = (own + page, half.count)
            var (copies, start) = (0, region.lowerBound)
            while start + length <= region.upperBound {
                let wanted = min(room, region.upperBound - start)
                // A region that is gone by now holds nothing.
                guard pread(memory, buffer, wanted, off_t(start)) == wanted else { break }
                var place = buffer
                while let found = find(place, buffer + wanted - place, own, length) {
                    copies += 1
                    place = found + 1
                }
                start += wanted == room ? room - length + 1 : wanted
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
