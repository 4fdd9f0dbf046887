import Canonical
import Foundation

@testable import VeniceKeys

/// A core that is made up: what was asked of it, and which of that fails or takes long.
final class Core: @unchecked Sendable {
    let logged = Logged()
    private let lock = NSLock()
    private var (steps, held, begun): ([String], Set<String>, Int) = ([], [], 0)
    private var isHeldUp = true
    private let late: Set<String>
    private let ending: Set<String>
    private let slow: Set<String>
    private var failing: Set<String>
    private let refusing: [String: (ErrorCode, status: Int?)]

    /// `late` are the keys whose hold is over at their commit, `ending` those for which it ends
    /// before they are stored. What is failing fails once. What is slow takes until it is let go,
    /// two minutes at most.
    init(
        late: Set<String> = [], ending: Set<String> = [], slow: Set<String> = [],
        failing: Set<String> = [], refusing: [String: (ErrorCode, status: Int?)] = [:]
    ) {
        self.ending = ending
        (self.late, self.slow, self.failing, self.refusing) = (late, slow, failing, refusing)
    }

    /// What was done, in its order.
    var done: [String] { lock.withLock { steps } }

    func did(_ step: String) {
        lock.withLock { steps.append(step) }
    }

    /// Lets slow steps go on.
    func letGo() {
        lock.withLock { isHeldUp = false }
    }

    /// Carries out a step that may be slow and may fail. It must not be cancelled.
    private func carryOut(_ step: String) async throws {
        if slow.contains(step) {
            lock.withLock { _ = held.insert(step) }
            for _ in 0..<12000 where lock.withLock({ isHeldUp }) {
                try await Task.sleep(nanoseconds: 10_000_000)
            }
        }
        try Task.checkCancellation()
        did(step)
        if lock.withLock({ failing.remove(step) != nil }) { throw Failed(step) }
        if let (code, status) = refusing[step] {
            throw VeniceError(code, ErrorDetails(message: step, status: status))
        }
    }

    var completion: Completion {
        Completion(
            mayStoreRecord: { !self.ending.contains($0) },
            commitRecord: { record in
                try await self.carryOut("commit \(record)")
                return !self.late.contains(record)
            },
            abortRecord: { try await self.carryOut("abort \($0)") }, log: logged.add)
    }

    /// A new key, begun. Its record is its id.
    func begin() -> Begun<CreatedKey> {
        did("begin")
        let key = newKey()
        return Begun(result: key, record: key.id)
    }

    func newKey() -> CreatedKey {
        let number = lock.withLock {
            begun += 1
            return begun
        }
        return CreatedKey(
            apiKey: Secret("VENICE_INFERENCE_KEY_UNITTEST_\(number)"), id: "key\(number)",
            expiresAt: Date(timeIntervalSince1970: 4_090_000_000))
    }

    func stored(
        isolation: isolated (any Actor)? = #isolation,
        _ store: (CreatedKey) async throws -> Void
    ) async throws -> CreatedKey {
        try await completion.stored(store: store) { begin() }
    }

    func temporary<Value: Sendable>(
        isolation: isolated (any Actor)? = #isolation,
        _ job: (CreatedKey) async throws -> Value
    ) async throws -> Value {
        try await VeniceKeys.temporary(
            newKey(), log: logged.add, delete: { try await self.carryOut("delete \($0)") },
            job: job)
    }

    /// Waits until a step was done.
    func waits(for step: String) async throws {
        try await waits { done.contains(step) }
    }

    /// Waits until a slow step has begun.
    func waits(toHold step: String) async throws {
        try await waits { lock.withLock { held.contains(step) } }
    }

    private func waits(until isSo: () -> Bool) async throws {
        for _ in 0..<12000 where !isSo() {
            try await Task.sleep(nanoseconds: 10_000_000)
        }
        if !isSo() { throw Mismatch("it didn't come so far in two minutes: \(done)") }
    }

    /// Cancels a task, and waits until it has ended.
    func cancel(_ task: Task<some Sendable, any Error>) async throws {
        task.cancel()
        switch await task.result {
        case .failure(is CancellationError): break
        case let outcome: throw Mismatch("it ended otherwise: \(outcome)")
        }
    }
}

/// What a job results in that found a key.
struct Found: JobOutcome {
    var created: CreatedKey? { nil }
}

/// What a closure throws.
struct Full: Error, Equatable {}

/// What a step throws that fails.
struct Failed: Error, Equatable, CustomStringConvertible {
    let step: String
    init(_ step: String) { self.step = step }
    var description: String { "\(step) failed" }
}
