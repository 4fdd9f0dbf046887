import Foundation

@testable import VeniceKeys

/// What a test does in a process of its own: what would end it, or spoil it for other tests.
@main struct Apart {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        switch (words.first, words.count) {
        case ("library", 1): Library.check("of another version")
        case ("disk", 3): try await fillDisk(URL(fileURLWithPath: words[1]), bytes: words[2])
        case ("walk", 1): try await walk()
        case ("timeouts", 1): try await Crowd.timesOut()
        case ("cancellation", 1): try await Crowd.isCancelled()
        #if os(Linux)
            case ("memory", 2): print(try Memory.copies(after: words[1]))
        #endif
        default: fatalError("no such thing: \(words)")
        }
    }

    /// Writes the usage history to a file, where files can't be longer than so many bytes.
    private static func fillDisk(_ file: URL, bytes: String) async throws {
        signal(SIGXFSZ, SIG_IGN)
        guard let bytes = rlim_t(bytes) else { fatalError("no number: \(bytes)") }
        var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
        #if os(Linux)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        #else
            setrlimit(RLIMIT_FSIZE, &limit)
        #endif
        do {
            try await client().usageHistoryCSV(UsageFilter(pageSize: 10), to: file)
        } catch let error as VeniceError {
            print(error.code.rawValue, error.issues.map(\.field), error.resume ?? "nowhere")
        }
    }

    /// Walks through the whole usage history, and says how much more memory that took than the
    /// first pages.
    private static func walk() async throws {
        var (count, spent, start) = (0, Decimal(0), 0)
        for try await entry in try client().usageHistory() {
            count += 1
            spent += entry.amount ?? 0
            if count == 20_000 { start = peak() }
        }
        print(count, spent, peak() - start)
    }

    /// A client of the sandbox that the environment names.
    private static func client() throws -> Client {
        let environment = ProcessInfo.processInfo.environment
        return try Client(
            apiKey: environment["VENICE_ADMIN_KEY"],
            configuration: .init(baseURL: environment["VENICE_BASE_URL"]))
    }

    /// The most memory that this process had so far, in bytes.
    private static func peak() -> Int {
        var usage = rusage()
        #if os(Linux)
            getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
            return usage.ru_maxrss * 1024
        #else
            getrusage(RUSAGE_SELF, &usage)
            return usage.ru_maxrss
        #endif
    }
}
