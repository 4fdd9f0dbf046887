import Foundation

/// A key that is asked for: at a client's first call, and again when Venice has refused it.
actor Credential {
    private let ask: @Sendable () async throws -> Secret
    /// Makes the key that of the client, and says whether it had another.
    private let use: @Sendable (Secret) throws -> Bool
    /// How often it was asked for, and which time gave another than before.
    private var (asked, changed) = (0, 0)
    private var asking: Task<Void, any Error>?

    init(
        ask: @escaping @Sendable () async throws -> Secret,
        use: @escaping @Sendable (Secret) throws -> Bool
    ) {
        (self.ask, self.use) = (ask, use)
    }

    /// How often the key has been asked for, which is once at least.
    func known(by deadline: Deadline) async throws -> Int {
        if asked == 0 { try await renew(by: deadline) }
        return asked
    }

    /// Whether there is another key than after so many times: asked for now, unless another call
    /// has meanwhile.
    func isAnother(thanAfter times: Int, by deadline: Deadline) async throws -> Bool {
        if asked == times { try await renew(by: deadline) }
        return changed > times
    }

    /// Asks, once for all calls that wait for it.
    private func renew(by deadline: Deadline) async throws {
        let asking = asking ?? Task { try await askOnce() }
        self.asking = asking
        try await deadline.outcome(of: asking).get()
    }

    private func askOnce() async throws {
        defer { asking = nil }
        let isAnother = try use(try await ask())
        asked += 1
        if isAnother { changed = asked }
    }
}

/// When a call must have ended.
struct Deadline: Sendable {
    private let start = DispatchTime.now()
    let timeout: TimeInterval

    /// What is left of the time, in seconds.
    var left: TimeInterval {
        timeout - Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
    }

    /// Waits for what goes on by itself, no longer than that.
    fileprivate func outcome(
        of work: Task<Void, any Error>
    ) async throws -> Result<Void, any Error> {
        let timer = Task {
            // Longer than this is as good as endless.
            try await Task.sleep(nanoseconds: UInt64(max(0, min(left, 1e9)) * 1e9))
            throw VeniceError.timeout(
                ErrorDetails(message: "the call's deadline passed before the key was there"))
        }
        defer { timer.cancel() }
        guard let outcome = await VeniceKeys.outcome(of: work, timer) else {
            throw CancellationError()
        }
        return outcome
    }
}
