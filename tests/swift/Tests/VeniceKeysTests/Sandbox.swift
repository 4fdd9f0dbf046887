import Canonical
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// A sandbox of a test's own, ended when this is released.
final class Sandbox: Sendable {
    /// What its ready line says: `base_url`, `admin_key`, …
    let ready: [String: String]
    private let process: Process
    private let keptOpen: Pipe

    var baseURL: String { ready["base_url"] ?? "" }
    var adminKey: String { ready["admin_key"] ?? "" }

    static func start(_ options: [String] = []) async throws -> Sandbox {
        try await withCheckedThrowingContinuation { continuation in
            // Reading the ready line blocks, which Swift's own few threads must not.
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Sandbox(options) })
            }
        }
    }

    private init(_ options: [String]) throws {
        guard let program = ProcessInfo.processInfo.environment["VENICE_KEYS_SANDBOX"] else {
            throw Unplayable("VENICE_KEYS_SANDBOX doesn't say where the sandbox is: run test.sh")
        }
        let (input, output) = (Pipe(), Pipe())
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--port", "0", "--until-stdin-closes"] + options
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        self.process = process
        keptOpen = input
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            if more.isEmpty { throw Unplayable("the sandbox ended before it was ready") }
            line.append(more)
        }
        ready = try JSONDecoder().decode([String: String].self, from: line)
    }

    deinit { kill() }

    /// Ends it, and every connection to it.
    func kill() {
        // Not waited for: that would block one of Swift's few threads. SIGKILL, because Swift's
        // threads block other signals, and so do the programs they start.
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
    }

    /// `POST /_sandbox/PATH`; fails unless the response is a 200.
    @discardableResult
    func post(_ path: String, _ body: JSON) async throws -> JSON {
        try await control("POST", path, body)
    }

    /// `GET /_sandbox/PATH`
    func get(_ path: String) async throws -> JSON {
        try await control("GET", path, nil)
    }

    func faults(_ faults: JSON...) async throws {
        try await post("faults", .object(["faults": .array(faults)]))
    }

    /// Waits until the API has seen this many requests of this method.
    func sees(_ method: String, times: Int = 1) async throws {
        for _ in 0..<6000 {
            let requests = try await get("journal")["requests"]?.array ?? []
            if requests.filter({ $0["method"] == .string(method) }).count >= times { return }
            try await Task.sleep(nanoseconds: 20_000_000)
        }
        throw Mismatch("\(times) times \(method) didn't come in two minutes")
    }

    private func control(_ method: String, _ path: String, _ body: JSON?) async throws -> JSON {
        guard let url = URL(string: (ready["control_url"] ?? "") + "/" + path) else {
            throw Unplayable("no control path: \(path)")
        }
        var request = URLRequest(url: url)
        request.httpMethod = method
        if let body {
            request.httpBody = try JSONEncoder().encode(body)
            request.setValue("application/json", forHTTPHeaderField: "content-type")
        }
        let wanted = request
        return try await withCheckedThrowingContinuation { continuation in
            let task = URLSession.shared.dataTask(with: wanted) { data, response, error in
                continuation.resume(
                    with: Result {
                        if let error { throw error }
                        guard (response as? HTTPURLResponse)?.statusCode == 200, let data else {
                            let text = String(decoding: data ?? Data(), as: UTF8.self)
                            throw Unplayable("the sandbox refused \(method) \(path): \(text)")
                        }
                        return try JSON(parsing: data)
                    })
            }
            task.resume()
        }
    }
}

/// Limits how many run at once: two processors are not enough for 250 sandboxes.
actor Turnstile {
    static let scenarios = Turnstile(6)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
