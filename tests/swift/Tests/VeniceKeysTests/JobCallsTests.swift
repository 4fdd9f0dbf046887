import Canonical
import Foundation
import Testing
import VeniceKeys

/// What the server has once a job's task was cancelled, or its closure failed.
@Suite struct JobCallsTests {
    @Test func aKeyIsPendingWhileItIsStored() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        let key = try await client.createKeyOnce(NewKey(description: "customer 42")) { created in
            #expect(created.description == "customer 42")
            let seen = try await client.getKey(created.id)
            #expect(seen.description?.hasPrefix("vk-pending:") == true)
        }
        #expect(try await client.getKey(key.id).description == "customer 42")
    }

    @Test func aStoreThatFailsLeavesNoKey() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        let before = try await client.listKeys().count
        await #expect(throws: OwnFailure.self) {
            _ = try await client.createKeyOnce(NewKey(description: "customer 42")) { _ in
                throw OwnFailure()
            }
        }
        #expect(try await client.listKeys().count == before)
    }

    @Test func aTaskThatIsCancelledWhileItStoresLeavesNoKey() async throws {
        let sandbox = try await Sandbox.start()
        let (client, storing) = (try sandbox.client(), Logged())
        let before = try await client.listKeys().count
        let task = Task {
            try await client.createKeyOnce(NewKey(description: "customer 42")) { created in
                storing.add(created.id)
                try await Task.sleep(nanoseconds: 600_000_000_000)
            }
        }
        let id = try await storing.first()
        #expect(try await client.listKeys().contains { $0.id == id })
        task.cancel()
        try await soon { await #expect(throws: CancellationError.self) { try await task.value } }
        try await until { try await client.listKeys().count == before }
    }

    @Test func aTaskThatIsCancelledAsItCommitsIsToldWhatCameOfIt() async throws {
        let sandbox = try await Sandbox.start()
        let (logged, storing) = (Logged(), Logged())
        let client = try sandbox.client(log: logged.add)
        try await sandbox.faults(.delay(milliseconds: 30_000, method: "PATCH"))
        let task = Task {
            try await client.createKeyOnce(NewKey(description: "customer 42")) { created in
                storing.add(created.id)
            }
        }
        let id = try await storing.first()
        try await sandbox.sees("PATCH")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(logged.texts.isEmpty, "it isn't lasting yet")
        #expect(try await logged.first().contains("\(id) lasting, which the key now is"))
        #expect(try await client.getKey(id).description == "customer 42")
    }

    @Test func aFilterThatSaysNothingDeletesNothing() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        let says = { @Sendable (error: any Error) in
            guard case .invalidInput(let details) = error as? VeniceError else { return false }
            return details.issues.contains { $0.message.contains("prefix") }
        }
        await #expect { try await client.planDeletion() } throws: { says($0) }
        await #expect { try await client.deleteKeys().collect(upTo: 1) } throws: { says($0) }
        #expect(try await sandbox.get("journal")["requests"] == .array([]))
    }

    @Test func aTaskThatIsCancelledAsItDeletesSaysWhatIsDeleted() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        let trials = try await trials(of: client)
        let task = deletion(of: client) { _ in withUnsafeCurrentTask { $0?.cancel() } }
        let deleted = try await task.value
        #expect(deleted.count == 10)
        #expect(try await deleted == trials.subtracting(left(of: client)))
    }

    @Test func aTaskThatIsCancelledInAPageSaysWhatIsDeleted() async throws {
        // The last deletion is waited for two seconds. If the machine stops for as long, nobody
        // says what was deleted; or everything is, before the cancellation comes.
        for _ in 0..<10 {
            if try await saysWhatIsDeleted() { return }
        }
        Issue.record("it never said what was deleted")
    }

    /// Whether a task that is cancelled in a page says anything. What it says must be true.
    private func saysWhatIsDeleted() async throws -> Bool {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        let trials = try await trials(of: client)
        // All ten of the page would take longer than the last one is waited for.
        try await sandbox.faults(.delay(milliseconds: 400, times: 12, method: "DELETE"))
        let task = deletion(of: client)
        try await sandbox.sees("DELETE", times: 2)
        task.cancel()
        var deleted: Set<String> = []
        do { deleted = try await task.value } catch is NotCancelled {}
        guard !deleted.isEmpty else { return false }
        #expect(deleted.count >= 2)
        #expect(try await deleted == trials.subtracting(left(of: client)))
        return true
    }

    @Test func aTaskThatIsCancelledAsADeletionStallsEndsSoon() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        _ = try await trials(of: client)
        try await sandbox.faults(.stall(method: "DELETE"))
        let task = deletion(of: client)
        try await sandbox.sees("DELETE")
        task.cancel()
        try await soon {
            let deleted = try await task.value
            #expect(deleted.isEmpty)
        }
    }

    /// The ids of twelve new keys: more than a page.
    private func trials(of client: Client) async throws -> Set<String> {
        var ids: Set<String> = []
        for number in 1...12 {
            ids.insert(try await client.createKey(NewKey(description: "trial \(number)")).id)
        }
        return ids
    }

    /// Deletes them until it is cancelled, and gives the ids that it was told.
    private func deletion(
        of client: Client, told: @escaping @Sendable (DeletedKey) -> Void = { _ in }
    ) -> Task<Set<String>, any Error> {
        Task {
            var deleted: Set<String> = []
            do {
                for try await key in client.deleteKeys(KeyFilter(prefix: "trial ")) {
                    deleted.insert(key.id)
                    told(key)
                }
                throw NotCancelled()
            } catch is CancellationError {
                return deleted
            }
        }
    }

    /// All was deleted before the cancellation came.
    private struct NotCancelled: Error {}

    /// The ids of those that are left.
    private func left(of client: Client) async throws -> [String] {
        try await client.planDeletion(KeyFilter(prefix: "trial ")).map(\.id)
    }

    @Test func derivedClientsHaveTheirOwnTimes() async throws {
        let sandbox = try await Sandbox.start()
        let client = try sandbox.client()
        try await sandbox.faults(.stall())
        do {
            _ = try await client.withOptions(timeout: 0.2, maxRetries: 0).listKeys()
            Issue.record("it should have failed")
        } catch VeniceError.timeout {}
        // If the machine stopped just then, it wasn't sent, and nothing has stalled yet.
        try await sandbox.post("faults", .object(["clear": .bool(true)]))
        _ = try await client.listKeys()
        #expect(throws: VeniceError.self) { try client.withOptions(timeout: .nan) }
    }

    @Test func attemptsHaveTheServersId() async throws {
        let sandbox = try await Sandbox.start()
        let logged = Logged()
        let client = try sandbox.client(onAttempt: { logged.add($0.requestID ?? "none") })
        _ = try await client.listKeys()
        #expect(logged.texts.count == 1)
        #expect(logged.texts.first != "none")
    }

    /// Waits until this holds.
    private func until(_ holds: () async throws -> Bool) async throws {
        for _ in 0..<2400 {
            if try await holds() { return }
            try await Task.sleep(nanoseconds: 50_000_000)
        }
        throw Mismatch("it didn't hold within two minutes")
    }
}
