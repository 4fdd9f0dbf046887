import Foundation
import Testing
import VeniceKeys
import VeniceKeysTesting

/// What `VeniceKeysTesting` promises.
@Suite("Testing", .serialized) struct TestingTests {
    /// Processes that are there, and are not merely waited for.
    private func running(_ processes: [Int32]) -> [Int32] {
        processes.filter { process in
            guard kill(process, 0) == 0 else { return false }
            // Nobody may be there to wait for an orphan. Without the file it ended just now, or
            // this is no Linux.
            let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            return stat.map { !$0.contains(") Z ") } ?? (kill(process, 0) == 0)
        }
    }

    private func untilGone(_ processes: [Int32]) async throws {
        for _ in 0..<2400 {
            if running(processes).isEmpty { return }
            try await Task.sleep(nanoseconds: 50_000_000)
        }
        Issue.record("still there: \(running(processes))")
    }

    @Test func faultsClockJournalAndState() async throws {
        let sandbox = try await VeniceKeysTesting.Sandbox.start(.init(web3: "siwe", minute: 1))
        let client = try sandbox.client { $0.maxRetries = 0 }
        try await sandbox.queue(
            Fault(.status(503, body: ["error": "busy"], headers: ["x-a": "b"]), method: "GET"),
            Fault(.edit(set: ["data.limitPeriod": nil]), path: "/other*", times: 3))
        #expect(try await sandbox.waitingFaults() == 2)
        await #expect(throws: VeniceError.self) { try await client.listKeys() }
        try await sandbox.clearFaults()
        #expect(try await sandbox.waitingFaults() == 0)

        let key = try await sandbox.seedKey(["description": "short", "expiresInMs": 1000])
        let before = try await sandbox.advance(by: 0)
        #expect(try await sandbox.advance(by: 2).timeIntervalSince(before) >= 2)
        #expect(try await !client.listKeys().contains { $0.id == key.id })
        #expect(try await sandbox.storedKeys().last?.origin == "seed")
        try await sandbox.setAccount(["balances": ["USD": 7]])
        #expect(try await client.rateLimits().balances.usd == 7)

        #expect(try await sandbox.requests().map(\.status) == [503, 200, 200])
        try await sandbox.clearRequests()
        #expect(try await sandbox.requests().isEmpty)
        await #expect(throws: SandboxError.self) { try await sandbox.control("GET", "nothing") }
        await sandbox.close()
        await sandbox.close()
        #expect(running([sandbox.processIdentifier]).isEmpty)
    }

    @Test func everyKindOfFaultIsTaken() async throws {
        let sandbox = try await VeniceKeysTesting.Sandbox.start()
        let kinds: [Fault.Kind] = [
            .status(500, text: "t", contentType: "a/b", afterWork: true), .html(), .empty(),
            .delay(milliseconds: 1), .refuse(milliseconds: 1), .resetBefore, .resetAfter,
            .stall(afterWork: true), .stallBody(at: 1), .drip(milliseconds: 1),
            .cut(at: 1, before: "x"), .garbage, .garbageWire, .contentType("a/b"),
            .huge(bytes: 5), .gzipBomb(bytes: 5), .badGzip, .gzip, .headerFlood(count: 3),
            .redirect(to: "/", status: 307),
            .repeat(start: "[", each: "$n,", count: 3, end: "0]", gzip: true),
            .edit(set: ["a": 1.5], remove: ["b"]),
            .late(afterRequests: 1), .late(afterMilliseconds: 1),
            .meanwhile([ControlRequest("keys", ["delete": ["newest"]])], afterWork: true),
            .ignore(members: ["expiresAt"]),
        ]
        for kind in kinds { try await sandbox.queue(Fault(kind)) }
        #expect(try await sandbox.waitingFaults() == kinds.count - 1)
        await sandbox.close()
    }

    @Test func lateRequestsAndWhatOthersDo() async throws {
        let sandbox = try await VeniceKeysTesting.Sandbox.start()
        let client = try sandbox.client { $0.maxRetries = 0 }
        let first = "00000000-0000-4000-8000-000000000001"
        try await sandbox.stopClock()
        try await sandbox.setNextIDs(first)
        #expect(try await client.createKey(NewKey(description: "one")).id == first)
        try await sandbox.startClock()
        try await sandbox.queue(Fault(.late(), method: "DELETE", times: 2, skip: 0))
        await #expect(throws: VeniceError.self) { try await client.deleteKey(first) }
        try await sandbox.dropLate()
        await #expect(throws: VeniceError.self) { try await client.deleteKey(first) }
        try await sandbox.setListLag(60)
        try await sandbox.changeKey(first, ["description": "theirs"])
        #expect(try await client.listKeys().first?.description == "one")
        try await sandbox.setListLag(0, seed: 1)
        #expect(try await client.listKeys().first?.description == "theirs")
        #expect(try await sandbox.carryOutLate() == 1)
        #expect(try await client.listKeys().count == 2)
        let key = try await sandbox.seedKey()
        try await sandbox.deleteKey(key.id)
        #expect(try await client.listKeys().count == 2)
        await sandbox.close()
    }

    @Test func tlsAndWhatCannotBeStarted() async throws {
        let sandbox = try await VeniceKeysTesting.Sandbox.start(.init(tls: .valid))
        #expect(try await sandbox.client().listKeys().count == 2)
        await sandbox.close()
        await #expect(throws: SandboxError.self) {
            try await VeniceKeysTesting.Sandbox.start(.init(program: "/missing"))
        }
        await #expect(throws: SandboxError.self) {
            try await VeniceKeysTesting.Sandbox.start(.init(web3: "other"))
        }
    }

    @Test func aHundredStartsLeaveNoProcess() async throws {
        var processes: [Int32] = []
        for _ in 0..<100 {
            let sandbox = try await VeniceKeysTesting.Sandbox.start()
            processes.append(sandbox.processIdentifier)
            await sandbox.close()
        }
        #expect(running(processes).isEmpty)
    }

    @Test func aHundredEndWithAKilledProcess() async throws {
        let built = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../.build/debug/Forgetful")
        let (process, output) = (Process(), Pipe())
        process.executableURL = built
        process.standardOutput = output
        try process.run()
        let written: Data = await withCheckedContinuation { continuation in
            // Reading blocks, which Swift's own few threads must not.
            DispatchQueue.global().async {
                continuation.resume(returning: output.fileHandleForReading.availableData)
            }
        }
        let line = String(decoding: written, as: UTF8.self)
        let processes = line.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
        #expect(running(processes).count == 100)
        kill(process.processIdentifier, SIGKILL)
        try await untilGone(processes)
    }
}
