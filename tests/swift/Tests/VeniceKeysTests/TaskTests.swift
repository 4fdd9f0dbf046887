import Canonical
import Foundation
import Testing
import VeniceKeys

/// Calls never block Swift's threads, and end with their task.
@Suite(.serialized) struct TaskTests {
    @Test @MainActor func theMainActorIsNotBlocked() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        try await sandbox.faults(.delay(milliseconds: 500))
        var ticks = 0
        let ticking = Task { @MainActor in
            while !Task.isCancelled {
                ticks += 1
                try? await Task.sleep(nanoseconds: 10_000_000)
            }
        }
        _ = try await client.listKeys()
        ticking.cancel()
        // A busy machine lets it run less often than each 10 ms.
        #expect(ticks > 2, "the main actor ran \(ticks) times in 500 ms")
    }

    @Test func aCancelledCallReturnsAtOnce() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(log: logged.add)
        try await sandbox.faults(.delay(milliseconds: 2000))
        let task = Task { try await client.listKeys() }
        try await Task.sleep(nanoseconds: 200_000_000)
        task.cancel()
        let took = try await seconds {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(took < 0.5)
        #expect(logged.texts.isEmpty)
    }

    @Test func aCancelledCreateThatWasSentIsNotLostSilently() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(log: logged.add)
        try await sandbox.faults(.delay(milliseconds: 600))
        let task = Task { try await client.createKey(NewKey(description: "cancelled")) }
        try await Task.sleep(nanoseconds: 200_000_000)
        task.cancel()
        let took = try await seconds {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(took < 0.3)
        #expect(logged.texts.isEmpty, "it isn't created yet")

        let warning = try await logged.first()
        let created = try await sandbox.get("keys")["keys"]?.array?.first {
            $0["description"] == .string("cancelled")
        }
        let (id, key) = (created?["id"]?.string ?? "none", created?["apiKey"]?.string ?? "none")
        #expect(warning.contains(id), "\(warning)")
        #expect(!warning.contains(key))
        #expect(!warning.contains(String(key.suffix(6))))
    }

    @Test func aCancelledMintIsNotLostSilently() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(log: logged.add)
        let wallet = try Wallet(sandbox.ready["staked_private_key"] ?? "")
        try await sandbox.faults(.delay(milliseconds: 600, method: "POST"))
        let task = Task { try await client.mintWithWallet(wallet) }
        try await Task.sleep(nanoseconds: 300_000_000)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await logged.first().contains("created the key"))
    }

    @Test func aCancelledCreateThatMayHaveWorkedIsNotLostSilently() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(timeout: 0.6, log: logged.add)
        try await sandbox.faults(
            .object([
                "kind": .string("stall"), "afterWork": .bool(true),
                "match": .object(["method": .string("POST")]),
            ]))
        let task = Task { try await client.createKey(NewKey(description: "stalled")) }
        try await Task.sleep(nanoseconds: 200_000_000)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(
            try await logged.first().contains("outcome") || logged.texts[0].contains("may have"))
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.createKey(NewKey(description: "never"))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        try await Task.sleep(nanoseconds: 100_000_000)
        #expect(try await sandbox.get("journal")["requests"] == .array([]))
    }

    @Test func aCreateThatIsCancelledWhileItWaitsForItsTurnIsNotSent() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try Client(
            apiKey: sandbox.adminKey,
            configuration: .init(
                baseURL: sandbox.baseURL, createLimit: 1, createLimitPeriod: 2, log: logged.add))
        _ = try await client.createKey(NewKey(description: "first"))
        let task = Task { try await client.createKey(NewKey(description: "second")) }
        try await Task.sleep(nanoseconds: 200_000_000)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        _ = try await client.createKey(NewKey(description: "third"))
        let created = try await sandbox.get("journal")["requests"]?.array?.map { $0["body"] }
        #expect(created?.map { $0?["description"] } == [.string("first"), .string("third")])
        #expect(logged.texts.isEmpty)
    }

    @Test func aTimeoutIsAnErrorAndNoCancellation() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client(timeout: 0.3)
        try await sandbox.faults(.object(["kind": .string("stall")]))
        do {
            _ = try await client.listKeys()
            Issue.record("it should have failed")
        } catch VeniceError.timeout(let details) {
            #expect(details.status == nil)
        }
    }

    @Test func aCancelledCreateIsNotSentAgain() async throws {
        let sandbox = try await Sandbox.start()
        let (logged, task) = (Logged(), Cancellable())
        let client = try sandbox.client(onAttempt: { _ in task.cancel() }, log: logged.add)
        // Told to retry at once, it would, and create a key that nobody waits for.
        try await sandbox.faults(
            .object([
                "kind": .string("status"), "status": .number(429),
                "headers": .object(["retry-after": .string("0")]),
            ]))
        let create = Task {
            try await task.isKnown()
            return try await client.createKey(NewKey(description: "never"))
        }
        task.know(create)
        await #expect(throws: CancellationError.self) { try await create.value }
        try await Task.sleep(nanoseconds: 300_000_000)
        #expect(try await sandbox.get("journal")["requests"]?.array?.count == 1)
        #expect(logged.texts.isEmpty)
    }

    @Test func onAttemptSeesEveryAttempt() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(onAttempt: { attempt in
            logged.add(
                "\(attempt.operation) \(attempt.method) \(attempt.path) \(attempt.number) "
                    + "\(attempt.status ?? 0)")
        })
        try await sandbox.faults(.object(["kind": .string("status"), "status": .number(503)]))
        _ = try await client.listKeys()
        #expect(
            logged.texts == [
                "listKeys GET /api_keys 1 503", "listKeys GET /api_keys 2 200",
            ])
    }
}

/// How long it took.
func seconds(_ work: () async throws -> Void) async throws -> Double {
    let start = DispatchTime.now()
    try await work()
    return Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
}

/// A task that its own work can cancel.
final class Cancellable: @unchecked Sendable {
    private let lock = NSLock()
    private var task: Task<CreatedKey, any Error>?

    func know(_ task: Task<CreatedKey, any Error>) {
        lock.withLock { self.task = task }
    }

    /// For the task: before it does anything.
    func isKnown() async throws {
        while lock.withLock({ task == nil }) { try await Task.sleep(nanoseconds: 1_000_000) }
    }

    func cancel() {
        lock.withLock { task }?.cancel()
    }
}

/// What a client logged.
final class Logged: @unchecked Sendable {
    private let lock = NSLock()
    private var logged: [String] = []

    var texts: [String] { lock.withLock { logged } }

    @Sendable func add(_ text: String) {
        lock.withLock { logged.append(text) }
    }

    /// The first text, waited for.
    func first() async throws -> String {
        for _ in 0..<200 {
            if let text = texts.first { return text }
            try await Task.sleep(nanoseconds: 20_000_000)
        }
        throw Mismatch("nothing was logged in four seconds")
    }
}

extension JSON {
    static func delay(milliseconds: Int, times: Int = 1, method: String? = nil) -> JSON {
        var match: [String: JSON] = [:]
        if let method { match["method"] = .string(method) }
        return .object([
            "kind": .string("delay"), "ms": .number(Decimal(milliseconds)),
            "times": .number(Decimal(times)), "match": .object(match),
        ])
    }
}

extension Sandbox {
    /// A client of this sandbox with its ADMIN key.
    func client(
        timeout: TimeInterval = 10,
        onAttempt: (@Sendable (Attempt) -> Void)? = nil,
        log: @escaping @Sendable (String) -> Void = Client.Configuration.writeToLog
    ) throws -> Client {
        try Client(
            apiKey: adminKey,
            configuration: .init(
                baseURL: baseURL, timeout: timeout, onAttempt: onAttempt, log: log))
    }
}
