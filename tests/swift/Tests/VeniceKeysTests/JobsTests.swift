import Canonical
import Foundation
import Testing

@testable import VeniceKeys

/// Which steps a job takes, whatever they do: with a core that is made up.
@Suite struct JobsTests {
    @Test func aKeyIsStoredBeforeItIsCommitted() async throws {
        let core = Core()
        let key = try await core.stored { core.did("store \($0.id)") }
        #expect(key.id == "key1")
        #expect(core.done == ["begin", "store key1", "commit key1"])
    }

    @Test func aHoldThatWasOverBeginsAgain() async throws {
        let core = Core(late: ["key1"])
        let key = try await core.stored { core.did("store \($0.id)") }
        #expect(key.id == "key2")
        #expect(
            core.done == [
                "begin", "store key1", "commit key1", "begin", "store key2", "commit key2",
            ])
    }

    @Test func aHoldThatIsAlwaysOverIsAnError() async throws {
        let core = Core(late: ["key1", "key2", "key3"])
        await #expect {
            try await core.stored { _ in }
        } throws: { error in
            guard case .pendingLost(let details) = error as? VeniceError else { return false }
            return details.message.contains("key3")
        }
        #expect(core.done.filter { $0 == "begin" }.count == 3)
    }

    @Test func whatNeedsNoKeyStoresNone() async throws {
        let core = Core()
        let found = try await core.completion.stored(
            store: { _ in core.did("store") }, begin: { Begun(result: Found(), record: nil) })
        #expect(found.created == nil)
        #expect(core.done == [])
    }

    @Test func aKeyThatWasStoredEarlierIsOnlyCommitted() async throws {
        let core = Core()
        _ = try await core.completion.stored(
            store: { _ in core.did("store") }, begin: { Begun(result: Found(), record: "key7") })
        #expect(core.done == ["commit key7"])
    }

    @Test func aStoreThatFailsTakesTheKeyBackAndItsErrorIsThrown() async throws {
        let core = Core()
        await #expect(throws: Full()) { try await core.stored { _ in throw Full() } }
        #expect(core.done == ["begin", "abort key1"])
        #expect(core.logged.texts.isEmpty)
    }

    @Test func anAbortThatFailsHidesNothing() async throws {
        let core = Core(failing: ["abort key1"])
        await #expect(throws: Full()) { try await core.stored { _ in throw Full() } }
        #expect(core.logged.texts.count == 1)
        #expect(core.logged.texts[0].contains("key1 couldn't be taken back"))
    }

    @Test func aCommitThatFailsTakesNothingBack() async throws {
        let core = Core(failing: ["commit key1"])
        await #expect(throws: Failed("commit key1")) { try await core.stored { _ in } }
        #expect(core.done == ["begin", "commit key1"])
    }

    @Test func aTaskThatIsCancelledWhileItStoresTakesTheKeyBack() async throws {
        let core = Core()
        let task = Task {
            try await core.stored { _ in try await Task.sleep(nanoseconds: 600_000_000_000) }
        }
        try await core.waits(for: "begin")
        try await soon { try await core.cancel(task) }
        try await core.waits(for: "abort key1")
        #expect(core.done == ["begin", "abort key1"])
    }

    @Test func aTaskThatIsCancelledOnceItHasStoredCommitsNothing() async throws {
        let core = Core()
        let task = Task {
            try await core.stored { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        try await core.waits(for: "abort key1")
        #expect(core.done == ["begin", "abort key1"])
    }

    @Test func aCancelledTaskDoesNotWaitForTheAbort() async throws {
        let core = Core(slow: ["abort key1"])
        let task = Task {
            try await core.stored { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        try await core.cancel(task)
        #expect(!core.done.contains("abort key1"))
        core.letGo()
        try await core.waits(for: "abort key1")
    }

    @Test func aCommitThatWasSentIsToldOfWhenItsTaskIsCancelled() async throws {
        let core = Core(slow: ["commit key1"])
        let task = Task { try await core.stored { core.did("store \($0.id)") } }
        try await core.waits(toHold: "commit key1")
        try await core.cancel(task)
        #expect(!core.done.contains("commit key1"))
        core.letGo()
        try await core.waits(for: "commit key1")
        #expect(try await core.logged.first().contains("key1 lasting, which the key now is"))
        #expect(core.done == ["begin", "store key1", "commit key1"])
    }

    @Test func aCommitThatFailsIsToldOfWhenItsTaskIsCancelled() async throws {
        let core = Core(slow: ["commit key1"], failing: ["commit key1"])
        let task = Task { try await core.stored { core.did("store \($0.id)") } }
        try await core.waits(toHold: "commit key1")
        try await core.cancel(task)
        #expect(core.logged.texts.isEmpty)
        core.letGo()
        #expect(try await core.logged.first().contains("commit key1 failed"))
        #expect(core.done.last == "commit key1")
    }

    @Test @MainActor func theClosureRunsWhereItsCallerDoes() async throws {
        let core = Core()
        var ids: [String] = []
        _ = try await core.stored {
            MainActor.assertIsolated()
            ids.append($0.id)
        }
        #expect(ids == ["key1"])
    }
}

/// What becomes of a key that goes with its job.
@Suite struct TemporaryKeyTests {
    @Test func theJobsValueIsReturnedAndTheKeyDeleted() async throws {
        let core = Core()
        let value = try await core.temporary { "used \($0.id)" }
        #expect(value == "used key1")
        #expect(core.done == ["delete key1"])
    }

    @Test func theKeyIsDeletedAlsoIfTheJobFails() async throws {
        let core = Core()
        await #expect(throws: Full()) { try await core.temporary { _ in throw Full() } }
        #expect(core.done == ["delete key1"])
    }

    @Test func aDeletionThatFailsHidesNoErrorOfTheJobs() async throws {
        let core = Core(failing: ["delete key1"])
        await #expect(throws: Full()) { try await core.temporary { _ in throw Full() } }
        #expect(core.logged.texts.count == 1)
        #expect(core.logged.texts[0].contains("delete key1 failed"))
    }

    @Test func aDeletionThatFailsIsThrownIfTheJobDidNot() async throws {
        let core = Core(refusing: ["delete key1": (.connection, nil)])
        await #expect {
            try await core.temporary { _ in }
        } throws: { error in
            guard case .connection(let details) = error as? VeniceError else { return false }
            return details.message.contains("key1") && details.message.contains("2099")
        }
    }

    @Test func aKeyThatHasEndedByItselfIsNoFailure() async throws {
        let core = Core(refusing: ["delete key1": (.notFound, status: 400)])
        #expect(try await core.temporary { _ in 7 } == 7)
    }

    @Test func aGatewayThatFindsNothingHasDeletedNothing() async throws {
        let core = Core(refusing: ["delete key1": (.notFound, status: 404)])
        await #expect {
            try await core.temporary { _ in }
        } throws: { error in
            guard case .notFound(let details) = error as? VeniceError else { return false }
            return details.message.contains("key1 couldn't be deleted")
        }
    }

    @Test func aCancelledTaskHasItsKeyDeleted() async throws {
        let core = Core(slow: ["delete key1"])
        let task = Task {
            try await core.temporary { key in
                core.did("use \(key.id)")
                try await Task.sleep(nanoseconds: 600_000_000_000)
            }
        }
        try await core.waits(for: "use key1")
        try await core.cancel(task)
        #expect(core.done == ["use key1"])
        core.letGo()
        try await core.waits(for: "delete key1")
    }

    @Test func aTaskThatIsCancelledOnceTheJobIsDoneHasItsValue() async throws {
        let core = Core(slow: ["delete key1"], failing: ["delete key1"])
        let task = Task {
            try await core.temporary { _ in
                withUnsafeCurrentTask { $0?.cancel() }
                return 7
            }
        }
        #expect(try await task.value == 7)
        #expect(core.done.isEmpty)
        core.letGo()
        #expect(try await core.logged.first().contains("delete key1 failed"))
    }
}
