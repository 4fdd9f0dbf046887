import Foundation
import VeniceKeys
import VeniceKeysTesting

/// More calls than there are threads for. In the tests' own process, they would hold up the calls
/// of other tests.
enum Crowd {
    /// As many calls as run at once.
    private static let most = 256

    /// Makes calls that wait for a thread until their time is over, long before there is one.
    static func timesOut() async throws {
        let sandbox = try await Sandbox.start()
        let stalled = try await takeAllThreads(with: sandbox)
        let client = try sandbox.client { $0.timeout = 1 }
        let start = DispatchTime.now()
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<1000 { group.addTask { await timesOut(client) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        let when = soon(after: start)
        let sent = try await sandbox.requests().filter { $0.method == "POST" }.count
        print("\(count) timed out \(when), \(sent) were sent")
        for call in stalled { call.cancel() }
    }

    private static func timesOut(_ client: Client) async -> Bool {
        do {
            _ = try await client.createKey(NewKey(description: "in haste"))
            return false
        } catch {
            return (error as? VeniceError)?.code == .timeout
        }
    }

    /// Cancels a create that waits for a thread. Then there are threads again.
    static func isCancelled() async throws {
        let (stalling, sandbox) = (try await Sandbox.start(), try await Sandbox.start())
        let stalled = try await takeAllThreads(with: stalling)
        let client = try sandbox.client { $0.timeout = 600 }
        let create = Task { try await client.createKey(NewKey(description: "never")) }
        // Time for it to begin to wait.
        try await Task.sleep(nanoseconds: 200_000_000)
        let start = DispatchTime.now()
        create.cancel()
        let result = await create.result
        let when = soon(after: start)
        for call in stalled { call.cancel() }
        await stalling.close()
        // What waited for a thread before this has had one then; and time to be sent.
        _ = try await client.listKeys()
        try await Task.sleep(nanoseconds: 500_000_000)
        let sent = try await sandbox.requests().map(\.method).joined(separator: " ")
        switch result {
        case .failure(is CancellationError): print("cancelled \(when), then sent: \(sent)")
        case let other: print("not cancelled, but \(other)")
        }
    }

    /// Calls that hold every thread for ten minutes, or until they are cancelled and the sandbox
    /// ends.
    private static func takeAllThreads(
        with sandbox: Sandbox
    ) async throws -> [Task<[ApiKey], any Error>] {
        try await sandbox.queue(Fault(.stall(), method: "GET", times: most))
        let client = try sandbox.client { $0.timeout = 600 }
        let calls = (0..<most).map { _ in Task { try await client.listKeys() } }
        for _ in 0..<600 {
            if try await sandbox.requests().count == most { return calls }
            try await Task.sleep(nanoseconds: 200_000_000)
        }
        fatalError("they weren't all sent in two minutes")
    }

    /// `soon`, or else how long it took. On a busy machine it may take a while.
    private static func soon(after start: DispatchTime) -> String {
        let took = (DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000_000
        return took < 120 ? "soon" : "after \(took) s"
    }
}
