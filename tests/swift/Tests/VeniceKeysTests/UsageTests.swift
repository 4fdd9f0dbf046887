import Canonical
import Foundation
import Testing
import VeniceKeys

/// Walks through the usage history, and what they write.
@Suite struct UsageTests {
    private static let ten = UsageFilter(pageSize: 10)

    @Test func cancellingInTheMiddleOfAPageReturnsAtOnce() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 30)
        let (client, seen) = (try sandbox.client(), Logged())
        let task = Task {
            for try await page in client.usageHistory(Self.ten).pages {
                seen.add("\(page.items.count)")
                try await sandbox.faults(.stall())
            }
        }
        try await sandbox.sees("GET", times: 2)
        task.cancel()
        try await soon { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(seen.texts == ["10"])
    }

    @Test func breakingOffAsksForNothingMore() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 30)
        let client = try sandbox.client()
        let pages = client.usageHistory(Self.ten)
        #expect(try await sandbox.requestCount == 0)
        for try await _ in pages { break }
        #expect(try await pages.collect(upTo: 10).count == 10)
        try await Task.sleep(nanoseconds: 100_000_000)
        #expect(try await sandbox.requestCount == 2)
    }

    @Test func manyCanWalkAtTheSameTime() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 55)
        let pages = try sandbox.client().usageHistory(Self.ten)
        let walks = try await withThrowingTaskGroup(of: [UsageEntry].self) { group in
            for _ in 0..<8 {
                group.addTask { try await pages.reduce(into: []) { $0.append($1) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(walks.allSatisfy { $0 == walks[0] })
        #expect(walks[0].count == 55)
    }

    @Test func aFileIsGoneOnWithWhereTheWalkStopped() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 35)
        let client = try sandbox.client()
        var pages: [String] = []
        let rows = try await client.usageHistoryCSV(Self.ten) { text, _ in pages.append(text) }
        #expect((rows, pages.count) == (35, 4))

        let file = temporaryFile()
        try "what was there\n".write(to: file, atomically: true, encoding: .utf8)
        try await sandbox.faults(.delay(milliseconds: 0), .delay(milliseconds: 0), .refusal)
        let error = try await failure { try await client.usageHistoryCSV(Self.ten, to: file) }
        #expect(try text(of: file) == pages[..<2].joined())

        let rest = UsageFilter(cursor: try #require(error.resume))
        #expect(try await client.usageHistoryCSV(rest, to: file) == 15)
        #expect(try text(of: file) == pages.joined())
        try FileManager.default.removeItem(at: file)
    }

    @Test func aRefusedCallCostsNobodyAFile() async throws {
        let sandbox = try await Sandbox.start()
        let file = temporaryFile()
        try "what was there\n".write(to: file, atomically: true, encoding: .utf8)
        let client = try Client(
            apiKey: sandbox.ready["inference_key"] ?? "",
            configuration: .init(baseURL: sandbox.baseURL))
        let error = try await failure { try await client.usageHistoryCSV(to: file) }
        #expect(error.code == .adminKeyRequired)
        #expect(try text(of: file) == "what was there\n")
        try FileManager.default.removeItem(at: file)
    }

    @Test func aFileThatCannotBeOpenedSendsNothing() async throws {
        let sandbox = try await Sandbox.start()
        let missing = temporaryFile().appendingPathComponent("usage.csv")
        let client = try sandbox.client()
        let error = try await failure { try await client.usageHistoryCSV(to: missing) }
        #expect(error.code == .invalidInput)
        #expect(error.issues.map(\.field) == ["to"])
        #expect(error.resume == nil)
        #expect(try await sandbox.requestCount == 0)
    }

    @Test func aHandleIsWrittenFromWhereItStands() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 12)
        let file = temporaryFile()
        try "before\n".write(to: file, atomically: true, encoding: .utf8)
        let handle = try FileHandle(forWritingTo: file)
        try handle.seekToEnd()
        let rows = try await sandbox.client().usageHistoryCSV(to: handle)
        try handle.write(contentsOf: Data("after\n".utf8))
        #expect(rows == 12)
        let lines = try text(of: file).split(whereSeparator: \.isNewline)
        #expect(lines.count == 15)
        #expect((lines.first, lines.last) == ("before", "after"))
        try FileManager.default.removeItem(at: file)
    }

    @Test func whatAFunctionThrowsIsThrown() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 30)
        var written = ""
        await #expect(throws: Mismatch.self) {
            try await sandbox.client().usageHistoryCSV(Self.ten) { text, _ in
                written += text
                throw Mismatch("no more")
            }
        }
        #expect(written.split(whereSeparator: \.isNewline).count == 11)
        #expect(try await sandbox.requestCount == 1)
    }
}

/// The error of a call that must fail.
private func failure(_ call: () async throws -> Any) async throws -> VeniceError {
    do {
        throw Mismatch("it should have failed and gave \(try await call())")
    } catch let error as VeniceError {
        return error
    }
}

/// A file that doesn't exist yet.
func temporaryFile() -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
}

func text(of file: URL) throws -> String {
    try String(contentsOf: file, encoding: .utf8)
}

extension JSON {
    fileprivate static let refusal = JSON.object([
        "kind": .string("status"), "status": .number(400),
    ])
}

extension Sandbox {
    /// Fills the usage history.
    func seed(entries: Int) async throws {
        let series = JSON.object([
            "first": .string("2026-06-15T00:00:00Z"), "count": .number(Decimal(entries)),
            "everyMs": .number(1000),
        ])
        try await post("usage", .object(["series": .array([series])]))
    }

    /// How many requests reached the API.
    var requestCount: Int {
        get async throws { try await get("journal")["requests"]?.array?.count ?? 0 }
    }
}
