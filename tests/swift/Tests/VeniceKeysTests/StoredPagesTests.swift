import Canonical
import Foundation
import Testing

@testable import VeniceKeys

/// How a walk through many keys ends each of them, with a core that is made up.
@Suite struct StoredPagesTests {
    @Test func everyKeyIsStoredAndCommittedBeforeItComes() async throws {
        let core = Core()
        var come: [String] = []
        for try await key in core.provision([["a", "="], ["b"]]) {
            come.append(key.description)
            core.did("come \(key.description)")
        }
        #expect(come == ["a", "=", "b"])
        #expect(
            core.done == [
                "fetch 0", "store key1", "commit key1", "come a", "come =",
                "fetch 1", "store key2", "commit key2", "come b",
            ])
    }

    @Test func aKeyWhoseHoldWasOverDoesNotCome() async throws {
        let core = Core(late: ["key1"])
        let come = try await core.provision([["a", "b"], ["a"]])
            .reduce(into: []) { $0.append($1.created?.id) }
        #expect(come == ["key2", "key3"])
    }

    @Test func aKeyWhoseHoldEndsBeforeItIsStoredIsBegunAnew() async throws {
        let core = Core(ending: ["key2"])
        let come = try await core.provision([["a", "b"], ["b"]])
            .reduce(into: []) { $0.append($1.created?.id) }
        #expect(come == ["key1", "key3"])
        #expect(
            core.done == [
                "fetch 0", "store key1", "commit key1", "fetch 1", "store key3", "commit key3",
            ])
    }

    @Test func aStoreThatFailsTakesBackWhatIsLeftOfThePage() async throws {
        let core = Core()
        var keys = core.provision([["a", "=", "b"], ["c"]], storing: Full()).makeAsyncIterator()
        await #expect(throws: Full()) { try await keys.next() }
        #expect(Set(core.done) == ["fetch 0", "store key1", "abort key1", "abort key2"])
        // What was only found isn't lost, and the next page is asked for the others.
        #expect(try await keys.next()?.description == "=")
        #expect(try await keys.next()?.description == "c")
        #expect(try await keys.next() == nil)
    }

    @Test func aCommitThatFailsTakesBackTheOthers() async throws {
        let core = Core(failing: ["commit key1"])
        await #expect(throws: Failed("commit key1")) {
            for try await _ in core.provision([["a", "b"]]) {}
        }
        #expect(core.done == ["fetch 0", "store key1", "commit key1", "abort key2"])
    }

    @Test func aKeyWhoseCommitFailedComesOnceItIsLasting() async throws {
        let core = Core(failing: ["commit key1"])
        var keys = core.provision([["a", "b"], ["b"]]).makeAsyncIterator()
        await #expect(throws: Failed("commit key1")) { try await keys.next() }
        #expect(try await keys.next()?.created?.id == "key1")
        #expect(
            core.done == ["fetch 0", "store key1", "commit key1", "abort key2", "commit key1"])
        #expect(try await keys.next()?.created?.id == "key3")
    }

    @Test func copiesOfAnIteratorShareItsPlace() async throws {
        let core = Core()
        var keys = core.provision([["a"], ["b"]]).makeAsyncIterator()
        var copy = keys
        #expect(try await keys.next()?.description == "a")
        #expect(try await copy.next()?.description == "b")
        #expect(try await keys.next() == nil)
        #expect(core.done.filter { $0.hasPrefix("fetch") } == ["fetch 0", "fetch 1"])
    }

    @Test func aLoopThatIsLeftTakesBackWhatItBegan() async throws {
        let core = Core()
        for try await _ in core.provision([["a", "b", "c"]]) { break }
        try await core.waits(for: "abort key2")
        try await core.waits(for: "abort key3")
        #expect(!core.done.contains("store key2"))
    }

    @Test func aCancelledLoopTakesBackWhatItBeganAndTellsWhatWasDone() async throws {
        let core = Core()
        let task = Task {
            var come: [String] = []
            do {
                for try await key in core.provision([["a", "b", "="], ["c"]]) {
                    come.append(key.description)
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            } catch is CancellationError {
                return come
            }
            throw Mismatch("it wasn't cancelled")
        }
        #expect(try await task.value == ["a", "="])
        try await core.waits(for: "abort key2")
        #expect(!core.done.contains("fetch 1"))
    }

    @Test func aLoopThatIsCancelledWhileItStoresTakesBackWhatItBegan() async throws {
        let core = Core()
        let task = Task {
            for try await _ in core.provision([["a", "b"]], taking: 600) {}
        }
        try await core.waits(for: "store key1")
        try await soon { try await core.cancel(task) }
        try await core.waits(for: "abort key1")
        try await core.waits(for: "abort key2")
    }

    @Test @MainActor func theMainActorCanIterate() async throws {
        var come: [String] = []
        for try await key in Core().provision([["a"], ["b"]]) {
            MainActor.assertIsolated()
            come.append(key.description)
        }
        #expect(come == ["a", "b"])
    }
}

extension Core {
    /// Pages of keys by their descriptions; `=` is one that is found. The first store throws
    /// `failure`, if there is one; each takes so many seconds.
    fileprivate func provision(
        _ pages: [[String]], storing failure: Full? = nil, taking: TimeInterval = 0
    ) -> StoredPages<Made> {
        let store = { @Sendable (key: CreatedKey) in
            self.did("store \(key.id)")
            try await Task.sleep(nanoseconds: UInt64(taking * 1e9))
            if let failure, key.id == "key1" { throw failure }
        }
        return StoredPages(completion, store: store) { cursor in
            let place = cursor.flatMap { Int($0) } ?? 0
            self.did("fetch \(place)")
            return Page(
                items: pages[place].map(self.begun), cursor: "\(place + 1)",
                isLast: place + 1 == pages.count)
        }
    }

    private func begun(_ description: String) -> Begun<Made> {
        let created = description == "=" ? nil : newKey()
        return Begun(
            result: Made(description: description, created: created), record: created?.id)
    }
}

/// What became of one key.
private struct Made: JobOutcome {
    let description: String
    let created: CreatedKey?
}
