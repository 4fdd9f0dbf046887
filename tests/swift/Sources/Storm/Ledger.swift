import Foundation
import VeniceKeys

/// What came of everything.
struct Tally {
    var begun = 0
    var ended = 0
    var tasks = 0
    var done = 0
    var cancelled = 0
    var timedOut = 0
    var toldOf = 0
    var unknown = 0
    var wrong: [String] = []

    var summary: String {
        "\(tasks) tasks, \(begun) calls begun, \(ended) ended, \(cancelled) tasks cancelled, "
            + "\(timedOut) timed out, \(toldOf) keys told of, \(unknown) unknown"
    }
}

/// Keeps account of calls and keys, for all tasks.
final class Ledger: @unchecked Sendable {
    private let lock = NSLock()
    private var kept = Tally()
    /// The ids of keys that somebody knows of and nobody has deleted yet.
    private var known: Set<String> = []
    /// The descriptions of keys that may have been made.
    private var doubtful: Set<String> = []

    var tally: Tally { lock.withLock { kept } }

    func note(_ change: (inout Tally) -> Void) {
        lock.withLock { change(&kept) }
    }

    /// A call, counted when it begins and when it ends.
    func counted<Value: Sendable>(
        _ call: @Sendable () async throws -> Value
    ) async throws -> Value {
        note { $0.begun += 1 }
        defer { note { $0.ended += 1 } }
        return try await call()
    }

    func made(_ id: String) { lock.withLock { _ = known.insert(id) } }
    func deleted(_ id: String) { lock.withLock { _ = known.remove(id) } }

    func mayHaveMade(_ description: String) {
        lock.withLock {
            doubtful.insert(description)
            kept.unknown += 1
        }
    }

    /// What a client logs: of a cancelled task's key, its id.
    @Sendable func warned(_ text: String) {
        lock.withLock {
            guard let id = text.firstMatch(of: /created the key ([^: ]+)/)?.1 else {
                kept.wrong.append("a warning: \(text)")
                return
            }
            known.insert(String(id))
            kept.toldOf += 1
        }
    }

    /// The keys that are to be deleted, of an account's.
    func toDelete(of keys: [ApiKey]) -> [String] {
        lock.withLock {
            keys.filter { known.contains($0.id) || doubtful.contains($0.description ?? "") }
                .map(\.id)
        }
    }
}
