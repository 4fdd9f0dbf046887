import Canonical
import Foundation
import Testing
import VeniceKeys

/// Calls never block Swift's threads, and end with their task.
@Suite struct TaskTests {
    @Test @MainActor func theMainActorIsNotBlocked() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        try await sandbox.faults(.stall())
        let call = Task { @MainActor in try await client.listKeys() }
        // Goes on on the main actor: if the call blocks that, only once the call has timed out.
        try await soon { try await sandbox.sees("GET") }
        call.cancel()
        _ = await call.result
    }

    @Test func sixtyFourCallsRunAtTheSameTime() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        try await sandbox.faults(.stall(times: 64))
        let calls = (0..<64).map { _ in Task { try await client.listKeys() } }
        // None has a response before all are there.
        try await sandbox.sees("GET", times: 64)
        for call in calls { call.cancel() }
        for call in calls { _ = await call.result }
    }

    @Test func aCancelledCallReturnsAtOnce() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(log: logged.add)
        try await sandbox.faults(.stall())
        let task = Task { try await client.listKeys() }
        try await sandbox.sees("GET")
        task.cancel()
        try await soon { await #expect(throws: CancellationError.self) { try await task.value } }
        #expect(logged.texts.isEmpty)
    }

    @Test func aCancelledCreateThatWasSentIsNotLostSilently() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(log: logged.add)
        try await sandbox.faults(.delay(milliseconds: 30_000))
        let task = Task { try await client.createKey(NewKey(description: "cancelled")) }
        try await sandbox.sees("POST")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
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
        try await sandbox.faults(.delay(milliseconds: 30_000, method: "POST"))
        let task = Task { try await client.mintWithWallet(wallet) }
        try await sandbox.sees("POST")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await logged.first().contains("created the key"))
    }

    @Test func aCancelledCreateThatMayHaveWorkedIsNotLostSilently() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(log: logged.add)
        try await sandbox.faults(.stall(method: "POST", afterWork: true))
        let task = Task { try await client.createKey(NewKey(description: "stalled")) }
        try await sandbox.sees("POST")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        sandbox.kill()
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
                baseURL: sandbox.baseURL, createLimit: 1, createLimitPeriod: 30, log: logged.add))
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
        try await sandbox.faults(.stall())
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
        // Told to retry, it would, and create a key that nobody waits for. What it's told to wait
        // is time for the cancellation to come.
        try await sandbox.faults(
            .object([
                "kind": .string("status"), "status": .number(429),
                "headers": .object(["retry-after": .string("20")]),
            ]))
        let create = Task {
            try await task.isKnown()
            return try await client.createKey(NewKey(description: "never"))
        }
        task.know(create)
        await #expect(throws: CancellationError.self) { try await create.value }
        try await Task.sleep(nanoseconds: 24_000_000_000)
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

/// What must not wait for something that takes ten minutes. On a busy machine it may take a while.
func soon(
    isolation: isolated (any Actor)? = #isolation, _ work: () async throws -> Void
) async throws {
    let start = DispatchTime.now()
    try await work()
    let took = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    #expect(took < 120)
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
        for _ in 0..<6000 {
            if let text = texts.first { return text }
            try await Task.sleep(nanoseconds: 20_000_000)
        }
        throw Mismatch("nothing was logged in two minutes")
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

    /// A response that never comes.
    static func stall(method: String? = nil, times: Int = 1, afterWork: Bool = false) -> JSON {
        .object([
            "kind": .string("stall"), "times": .number(Decimal(times)),
            "afterWork": .bool(afterWork),
            "match": .object(method.map { ["method": .string($0)] } ?? [:]),
        ])
    }
}

extension Sandbox {
    /// A client of this sandbox with its ADMIN key.
    func client(
        timeout: TimeInterval = 600,
        onAttempt: (@Sendable (Attempt) -> Void)? = nil,
        log: @escaping @Sendable (String) -> Void = Client.Configuration.writeToLog
    ) throws -> Client {
        try Client(
            apiKey: adminKey,
            configuration: .init(
                baseURL: baseURL, timeout: timeout, onAttempt: onAttempt, log: log))
    }
}
