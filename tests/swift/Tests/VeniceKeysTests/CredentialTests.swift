import Canonical
import Foundation
import Testing

@testable import VeniceKeys

/// When a client's key is asked for.
@Suite struct CredentialTests {
    @Test func nobodyIsAskedBeforeTheFirstCall() async throws {
        let sandbox = try await Sandbox.start()
        let vault = Vault(sandbox.adminKey)
        let client = try vault.client(of: sandbox)
        #expect(vault.asked == 0)
        _ = try await client.listKeys()
        _ = try await client.listKeys()
        #expect(vault.asked == 1)
    }

    @Test func manyCallsAtOnceAskOnce() async throws {
        let sandbox = try await Sandbox.start()
        let vault = Vault(sandbox.adminKey)
        let client = try vault.client(of: sandbox)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 { group.addTask { _ = try await client.listKeys() } }
            try await group.waitForAll()
        }
        #expect(vault.asked == 1)
    }

    @Test func aCallThatIsRefusedIsMadeOnceMoreWithAnotherKey() async throws {
        let sandbox = try await Sandbox.start()
        let vault = Vault("VENICE_ADMIN_KEY_UNITTEST_former", sandbox.adminKey)
        let client = try vault.client(of: sandbox)
        _ = try await client.listKeys()
        #expect(vault.asked == 2)
        _ = try await client.listKeys()
        #expect(vault.asked == 2)
    }

    @Test func manyCallsThatAreRefusedAtOnceAskOnce() async throws {
        let sandbox = try await Sandbox.start()
        let vault = Vault("VENICE_ADMIN_KEY_UNITTEST_former", sandbox.adminKey)
        let client = try vault.client(of: sandbox)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<16 { group.addTask { _ = try await client.listKeys() } }
            try await group.waitForAll()
        }
        #expect(vault.asked == 2)
    }

    @Test func theSameKeyIsNotTriedTwice() async throws {
        let sandbox = try await Sandbox.start()
        let vault = Vault("VENICE_ADMIN_KEY_UNITTEST_former")
        let client = try vault.client(of: sandbox)
        do {
            _ = try await client.listKeys()
            Issue.record("it should have failed")
        } catch VeniceError.unauthenticated {}
        #expect(vault.asked == 2)
        #expect(try await sandbox.get("journal")["requests"]?.array?.count == 1)
    }

    @Test func whatTheClosureThrowsTheCallThrows() async throws {
        let sandbox = try await Sandbox.start()
        let client = try Client(
            credential: { throw Full() }, configuration: .init(baseURL: sandbox.baseURL))
        await #expect(throws: Full()) { try await client.listKeys() }
        #expect(try await sandbox.get("journal")["requests"] == .array([]))
    }

    @Test func askingCountsToTheTimeout() async throws {
        let client = try Client(
            credential: {
                try await Task.sleep(nanoseconds: 600_000_000_000)
                return Secret("VENICE_ADMIN_KEY_UNITTEST")
            },
            configuration: .init(baseURL: "http://127.0.0.1:9", timeout: 0.3))
        try await soon {
            do {
                _ = try await client.listKeys()
                Issue.record("it should have failed")
            } catch VeniceError.timeout {}
        }
    }

    @Test func aCancelledCallWaitsForNoKey() async throws {
        let asked = Logged()
        let client = try Client(
            credential: {
                asked.add("for a key")
                try await Task.sleep(nanoseconds: 600_000_000_000)
                return Secret("VENICE_ADMIN_KEY_UNITTEST")
            },
            configuration: .init(baseURL: "http://127.0.0.1:9", timeout: 600))
        let task = Task { try await client.listKeys() }
        _ = try await asked.first()
        task.cancel()
        try await soon { await #expect(throws: CancellationError.self) { try await task.value } }
    }

    @Test func derivedClientsShareTheKey() async throws {
        let sandbox = try await Sandbox.start()
        let vault = Vault(sandbox.adminKey)
        let client = try vault.client(of: sandbox)
        _ = try await client.withOptions(maxRetries: 0).listKeys()
        _ = try await client.listKeys()
        #expect(vault.asked == 1)
        // A key of its own: nobody is asked.
        do {
            _ = try await client.withAPIKey("VENICE_ADMIN_KEY_UNITTEST_other").listKeys()
            Issue.record("it should have failed")
        } catch VeniceError.unauthenticated {}
        #expect(vault.asked == 1)
        _ = try await client.listKeys()
    }
}

/// Gives a key each time it is asked: the last one for ever.
private final class Vault: @unchecked Sendable {
    private let lock = NSLock()
    private var keys: [String]
    private var count = 0

    init(_ keys: String...) { self.keys = keys }

    var asked: Int { lock.withLock { count } }

    func client(of sandbox: Sandbox) throws -> Client {
        try Client(credential: ask, configuration: .init(baseURL: sandbox.baseURL))
    }

    @Sendable private func ask() async throws -> Secret {
        // Long enough for other calls to come meanwhile.
        try await Task.sleep(nanoseconds: 50_000_000)
        return lock.withLock {
            count += 1
            return Secret(keys.count > 1 ? keys.removeFirst() : keys[0])
        }
    }
}
