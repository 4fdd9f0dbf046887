import Foundation
import VeniceKeys

/// The caller's own code in a job: what a scenario, or a driver's request, says that it does.
package final class OwnCode: @unchecked Sendable {
    private let lock = NSLock()
    private var ids: [String] = []
    private let given: Given
    private let storing: Storing
    private let usesTheKey: Bool

    /// What the closure does that stores a key.
    private enum Storing {
        case keeps, fails, nothing
        /// Appends a line to a file, and waits for ever before or after that, if it says so.
        case appends(URL, stall: String?)
    }

    package init(_ given: Given) throws {
        self.given = given
        switch given.members["store"] {
        case nil, .bool(true): storing = .keeps
        case .string("fail"): storing = .fails
        case .bool(false): storing = .nothing
        case .object(let words)?:
            guard let path = words["file"]?.string else {
                throw Unplayable("a store without a file")
            }
            storing = .appends(URL(fileURLWithPath: path), stall: words["stall"]?.string)
        case let other?: throw Unplayable("no store: \(other.text)")
        }
        switch given.members["body"] {
        case nil, .string("list"): usesTheKey = true
        case .string("fail"): usesTheKey = false
        case let other?: throw Unplayable("no body: \(other.text)")
        }
    }

    /// The keys that were stored, in their order.
    package var stored: [String] { lock.withLock { ids } }

    /// The closure that stores a key.
    var store: @Sendable (CreatedKey) async throws -> Void {
        _ = given["store"]
        return keep
    }

    /// The closure that uses a temporary key of this client.
    func body(_ client: Client) -> @Sendable (CreatedKey) async throws -> CreatedKey {
        _ = given["body"]
        return { try await self.use($0, client) }
    }

    @Sendable private func keep(_ created: CreatedKey) async throws {
        switch storing {
        case .keeps: lock.withLock { ids.append(created.id) }
        case .fails: throw OwnFailure()
        case .nothing: break
        case .appends(let file, let stall):
            if stall == "before" { try await stallFor(ever: "storing", created.id) }
            try append("\(created.id) \(created.apiKey.reveal())\n", to: file)
            if stall == "after" { try await stallFor(ever: "stored", created.id) }
        }
    }

    /// It must be there, and end by itself.
    private func use(_ key: CreatedKey, _ client: Client) async throws -> CreatedKey {
        guard usesTheKey else { throw OwnFailure() }
        let found = try await client.listKeys().first { $0.id == key.id }
        guard found?.expiresAt != nil else {
            throw Unplayable("the key \(key.id) isn't in the list, or doesn't end")
        }
        return key
    }
}

/// What the caller's own code throws, which must come back as it is.
package struct OwnFailure: Error {
    package init() {}
}

/// So that it is there whatever happens to this process.
private func append(_ line: String, to file: URL) throws {
    let opened = open(file.path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard opened >= 0 else { throw Unplayable("\(file.path) can't be opened") }
    let handle = FileHandle(fileDescriptor: opened, closeOnDealloc: true)
    try handle.write(contentsOf: Data(line.utf8))
    try handle.synchronize()
}

private func stallFor(ever step: String, _ id: String) async throws {
    let line = JSON.object([step: .string(id)]).text + "\n"
    try FileHandle.standardOutput.write(contentsOf: Data(line.utf8))
    while true { try await Task.sleep(nanoseconds: 3_600_000_000_000) }
}
