// Jobs: calls with the caller's own code in their middle. The core begins a key that ends by
// itself; the caller stores its secret; and a second call makes the key lasting, or takes it back.

/// What a job has begun.
struct Begun<Outcome> {
    let result: Outcome
    /// What the second call is made with. Without it there is nothing left to do.
    let record: String?
    /// Whether its key is stored, so that only the second call is left.
    var isStored = false
}

extension Begun: Sendable where Outcome: Sendable {}

extension Begun: Row where Outcome: Row {
    init(from row: inout RowReader) throws {
        (result, record) = (try row.read(), try row.read())
    }
}

/// What a job results in: a key that was created for it, or none.
protocol JobOutcome: Sendable {
    var created: CreatedKey? { get }
}

extension CreatedKey: JobOutcome {
    var created: CreatedKey? { self }
}

/// The second call of a job.
///
/// None is given up when its task is cancelled: a commit that was sent may have been carried out,
/// and a key that nobody waits for must go. But a cancelled task doesn't wait for them.
struct Completion: Sendable {
    /// Whether there is time left to store a key.
    let mayStoreRecord: @Sendable (_ record: String) -> Bool
    /// Makes a key lasting. `false`: its hold was over, and nothing is left of it.
    let commitRecord: @Sendable (_ record: String) async throws -> Bool
    /// Takes a key back.
    let abortRecord: @Sendable (_ record: String) async throws -> Void
    /// Told of what no call can throw.
    let log: @Sendable (String) -> Void

    /// Carries a job out, from its beginning if its hold was over before its commit.
    func stored<Outcome: JobOutcome>(
        isolation: isolated (any Actor)? = #isolation,
        store: (CreatedKey) async throws -> Void, begin: () async throws -> Begun<Outcome>
    ) async throws -> Outcome {
        var last: String?
        for _ in 0..<Self.mostBeginnings {
            let begun = try await begin()
            try await keep(begun, store: store)
            if try await commit(begun) { return begun.result }
            last = begun.result.created?.id
        }
        throw VeniceError.pendingLost(
            ErrorDetails(
                message: "the key \(last ?? ""), the last of several, ended before it was made "
                    + "lasting: give `store` more time, for its hold is too short"))
    }

    /// A closure that always takes longer than the hold would have keys made for ever.
    private static let mostBeginnings = 3

    /// Whether there is time left to store a begun key. If not, it ends by itself.
    func mayStore(_ begun: Begun<some JobOutcome>) -> Bool {
        begun.record.map(mayStoreRecord) ?? true
    }

    /// Has a begun key stored, or takes it back.
    func keep(
        _ begun: Begun<some JobOutcome>, isolation: isolated (any Actor)? = #isolation,
        store: (CreatedKey) async throws -> Void
    ) async throws {
        guard begun.record != nil, let created = begun.result.created else { return }
        do {
            try await store(created)
            try Task.checkCancellation()
        } catch {
            await takeBack([begun])
            throw error
        }
    }

    /// Makes a begun key lasting. `false`: its hold was over.
    func commit(_ begun: Begun<some JobOutcome>) async throws -> Bool {
        guard let record = begun.record else { return true }
        let id = begun.result.created?.id ?? "of an earlier call"
        let commit = Task { try await commitRecord(record) }
        if let outcome = await outcome(of: commit) { return try outcome.get() }
        // Cancelled. What becomes of the key is still to be told, for nobody else knows.
        Task {
            let became =
                switch await commit.result {
                case .success(true): "which the key now is"
                case .success(false): "too late: the key is gone, so discard its secret"
                case .failure(let error): "and that failed: \(error)"
                }
            log("a task was cancelled as it made the key \(id) lasting, \(became)")
        }
        throw CancellationError()
    }

    /// Takes begun keys back. What fails hides no error: such a key ends by itself.
    func takeBack(_ begun: [Begun<some JobOutcome>]) async {
        let keys = begun.compactMap { begun in
            begun.record.flatMap { record in begun.result.created.map { (record, $0.id) } }
        }
        let abort = Task<Void, any Error> {
            await withTaskGroup(of: Void.self) { group in
                for (record, id) in keys {
                    group.addTask { await takeBack(record, id) }
                }
            }
        }
        _ = await outcome(of: abort)
    }

    private func takeBack(_ record: String, _ id: String) async {
        do {
            try await abortRecord(record)
        } catch {
            log("the key \(id) couldn't be taken back, and ends by itself: \(error)")
        }
    }
}

/// Does a job with a key that goes with it. The deletion isn't given up when the task is cancelled,
/// which doesn't wait for it; and what the job throws hides that it failed.
func temporary<Outcome: Sendable>(
    _ key: CreatedKey, isolation: isolated (any Actor)? = #isolation,
    log: @escaping @Sendable (String) -> Void,
    delete: @escaping @Sendable (_ id: String) async throws -> Void,
    job: (CreatedKey) async throws -> Outcome
) async throws -> Outcome {
    let result: Outcome
    do {
        result = try await job(key)
    } catch {
        if case .failure(let remains) = await ended(key, log, delete) { log("\(remains)") }
        throw error
    }
    try await ended(key, log, delete)?.get()
    return result
}

private func ended(
    _ key: CreatedKey, _ log: @escaping @Sendable (String) -> Void,
    _ delete: @escaping @Sendable (_ id: String) async throws -> Void
) async -> Result<Void, any Error>? {
    let deletion = Task {
        do {
            try await delete(key.id)
        } catch VeniceError.notFound(let details) where details.status == 400 {
            // It has ended by itself. A gateway's 404 says nothing about it.
        } catch let error as VeniceError {
            throw error.saying(
                "the temporary key \(key.id) couldn't be deleted, and works \(key.end)")
        }
    }
    if let outcome = await outcome(of: deletion) { return outcome }
    Task {
        if case .failure(let remains) = await deletion.result { log("\(remains)") }
    }
    return nil
}

extension CreatedKey {
    fileprivate var end: String { expiresAt.map { "until \($0)" } ?? "on" }
}

extension Client {
    /// How the jobs of the operation with this name are ended.
    private func completion(of operation: String) -> Completion {
        Completion(
            mayStoreRecord: { self.core.mayStore(record: $0) },
            commitRecord: { record in
                try await self.reply { try $0.commit(job: operation, record: record) }
            },
            abortRecord: { record in
                let _: Nothing = try await self.reply {
                    try $0.abort(job: operation, record: record)
                }
            },
            log: log)
    }

    /// Carries out the job of the operation with this name.
    func stored<Outcome: JobOutcome & Row>(
        _ operation: String, isolation: isolated (any Actor)? = #isolation,
        by store: (CreatedKey) async throws -> Void, _ write: @Sendable (RowWriter) -> Void
    ) async throws -> Outcome {
        try await completion(of: operation).stored(store: store) {
            try await reply(to: operation, write) as Begun<Outcome>
        }
    }

    /// The same of an operation that comes in pages.
    func storedPages<Outcome: JobOutcome & Row>(
        of operation: String, by store: @escaping @Sendable (CreatedKey) async throws -> Void,
        _ write: @escaping @Sendable (RowWriter) -> Void
    ) -> StoredPages<Outcome> {
        StoredPages(completion(of: operation), store: store) { cursor in
            try await self.reply(to: operation) {
                write($0)
                cursor.write(to: $0)
            }
        }
    }

    /// Does a job with the key that the operation with this name creates for it.
    func temporary<Outcome: Sendable>(
        _ operation: String, isolation: isolated (any Actor)? = #isolation,
        _ job: (CreatedKey) async throws -> Outcome, _ write: @Sendable (RowWriter) -> Void
    ) async throws -> Outcome {
        let key: CreatedKey = try await reply(to: operation, write)
        return try await VeniceKeys.temporary(key, log: log, delete: deleteKey, job: job)
    }
}
