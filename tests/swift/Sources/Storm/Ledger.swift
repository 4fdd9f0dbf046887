import Foundation
import VeniceKeys

/// The outcomes of all calls and tasks.
struct Tally {
    var begun = 0
    var ended = 0
    var tasks = 0
    var done = 0
    var cancelled = 0
    var timedOut = 0
    var reported = 0
    var unknown = 0
    var wrong: [String] = []

    var summary: String {
        "\(tasks) tasks, \(begun) calls begun, \(ended) ended, \(cancelled) tasks cancelled, "
            + "\(timedOut) timed out, \(reported) keys reported, \(unknown) unknown"
    }
}

/// Counts calls and keys, for all tasks.
final class Ledger: @unchecked Sendable {
    private let lock = NSLock()
    private var kept = Tally()
    /// The ids of keys that are known and not deleted yet.
    private var known: Set<String> = []
    /// The descriptions of keys that may have been created.
    private var doubtful: Set<String> = []
    /// The ids of keys that were pending after the last wave.
    private var pending: Set<String> = []

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

    func created(_ id: String) { lock.withLock { _ = known.insert(id) } }
    func deleted(_ id: String) { lock.withLock { _ = known.remove(id) } }

    func mayHaveCreated(_ description: String) {
        lock.withLock {
            doubtful.insert(description)
            kept.unknown += 1
        }
    }

    /// What a client logs: the id of a key that a cancelled task created, or made lasting.
    @Sendable func warned(_ text: String) {
        lock.withLock {
            guard let id = text.firstMatch(of: /(?:created|made) the key ([^: ]+)/)?.1 else {
                kept.wrong.append("a warning: \(text)")
                return
            }
            known.insert(String(id))
            kept.reported += 1
        }
    }

    /// Those of an account's keys that are to be deleted. What is pending since the wave before is
    /// no call's any more.
    func toDelete(of keys: [ApiKey]) -> [String] {
        lock.withLock {
            let pending = keys.filter { ($0.description ?? "").hasPrefix("vk-pending:") }.map(\.id)
            let stale = self.pending.intersection(pending)
            self.pending = Set(pending)
            return keys.filter {
                known.contains($0.id) || doubtful.contains($0.description ?? "")
                    || stale.contains($0.id)
            }.map(\.id)
        }
    }
}
