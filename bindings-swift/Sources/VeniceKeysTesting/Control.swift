#if os(macOS) || os(Linux)
    import Foundation

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// A request that reached the API, in order of arrival.
    public struct SeenRequest: Sendable, Decodable {
        /// GET, POST, …
        public let method: String
        /// As it was sent, with its query.
        public let path: String
        /// By name in lower case.
        public let headers: [String: JSONValue]
        /// The body as JSON, or `nil`.
        public let body: JSONValue?
        /// The body as it was sent.
        public let bodyText: String?
        /// The same for requests on one connection.
        public let connection: Int
        /// What was answered; `nil` where there was no answer.
        public let status: Int?
        /// Whether the server did what was asked.
        public let worked: Bool
    }

    /// A key with what is really stored, whatever the API shows of it. Times are texts.
    public struct StoredKey: Sendable, Decodable {
        /// What names it.
        public let id: String
        /// The secret.
        public let apiKey: String
        /// INFERENCE or ADMIN.
        public let apiKeyType: String
        /// What it was called.
        public let description: String?
        /// When it ends.
        public let expiresAt: String?
        /// Whether it was deleted.
        public let revoked: Bool
        /// `start`, `create`, `mint` or `seed`.
        public let origin: String
    }

    /// A key that was put there by the test.
    public struct SeededKey: Sendable, Decodable {
        /// What names it.
        public let id: String
        /// The secret.
        public let apiKey: String
    }

    extension Sandbox {
        /// Queues faults for the next requests that match.
        public func queue(_ faults: Fault...) async throws {
            let list = JSONValue.array(faults.map(\.json))
            try await control("POST", "faults", ["faults": list])
        }

        /// How many queued faults haven't been used up yet.
        public func waitingFaults() async throws -> Int {
            guard case .array(let waiting)? = try await control("GET", "faults")["faults"] else {
                return 0
            }
            return waiting.count
        }

        /// Forgets the queued faults.
        public func clearFaults() async throws {
            try await control("POST", "faults", ["clear": true])
        }

        /// Moves the server's clock ahead by so many seconds, and tells its time.
        @discardableResult
        public func advance(by seconds: TimeInterval) async throws -> Date {
            let milliseconds = JSONValue.number((seconds * 1000).rounded())
            let answer = try await control("POST", "clock", ["advanceMs": milliseconds])
            let reader = ISO8601DateFormatter()
            reader.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
            guard let now = answer["now"]?.text.flatMap(reader.date) else {
                throw SandboxError("the sandbox told no time")
            }
            return now
        }

        /// Every request that reached the API since the start, or since they were forgotten.
        public func requests() async throws -> [SeenRequest] {
            try read(await control("GET", "journal"), "requests")
        }

        /// Forgets the requests seen.
        public func clearRequests() async throws {
            try await control("POST", "journal", ["clear": true])
        }

        /// Puts a key there, past every limit of the API. The members are the control API's:
        /// `["description": "short", "expiresInMs": 1000]`.
        public func seedKey(_ members: [String: JSONValue] = [:]) async throws -> SeededKey {
            let answer = try await control("POST", "keys", ["keys": [.object(members)]])
            let made: [SeededKey] = try read(answer, "keys")
            return made[0]
        }

        /// Every key ever made, revoked ones too, oldest first.
        public func storedKeys() async throws -> [StoredKey] {
            try read(await control("GET", "keys"), "keys")
        }

        /// Changes the account, by the control API's members: `["balances": ["USD": 7]]`.
        public func setAccount(_ members: [String: JSONValue]) async throws {
            try await control("POST", "account", .object(members))
        }

        /// Any request to the control API, for what has no method here; see its README.
        ///
        /// - Throws: ``SandboxError`` if it is refused.
        @discardableResult
        public func control(
            _ method: String, _ path: String, _ body: JSONValue? = nil
        ) async throws -> JSONValue {
            guard let url = URLComponents(string: controlURL), let port = url.port else {
                throw SandboxError("no address: \(controlURL)")
            }
            let sent = try body.map { try JSONEncoder().encode($0) } ?? Data()
            let head =
                "\(method) \(url.path)/\(path) HTTP/1.1\r\nhost: \(url.host ?? ""):\(port)\r\n"
                + "content-type: application/json\r\ncontent-length: \(sent.count)\r\n"
                + "connection: close\r\n\r\n"
            let answer = try await offTheCallersThread {
                try exchange(port: UInt16(port), Data(head.utf8) + sent)
            }
            guard let end = answer.range(of: Data("\r\n\r\n".utf8)) else {
                throw SandboxError("the sandbox didn't answer \(method) \(path)")
            }
            let said = answer[end.upperBound...]
            guard answer.starts(with: Data("HTTP/1.1 200".utf8)) else {
                throw SandboxError("\(method) \(path): \(String(decoding: said, as: UTF8.self))")
            }
            return try JSONDecoder().decode(JSONValue.self, from: Data(said))
        }

        private func read<T: Decodable>(_ answer: JSONValue, _ member: String) throws -> [T] {
            let list = try JSONEncoder().encode(answer[member])
            return try JSONDecoder().decode([T].self, from: list)
        }
    }

    /// Sends to a port of this machine and reads until the other side closes. By hand, because
    /// URLSession would ask a proxy of the environment for what is on this machine.
    private func exchange(port: UInt16, _ request: Data) throws -> Data {
        #if canImport(Glibc)
            let stream = Int32(SOCK_STREAM.rawValue)
        #else
            let stream = SOCK_STREAM
        #endif
        let handle = socket(AF_INET, stream, 0)
        guard handle >= 0 else { throw SandboxError("no socket: \(errno)") }
        let file = FileHandle(fileDescriptor: handle, closeOnDealloc: true)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw SandboxError("the sandbox has ended") }
        try file.write(contentsOf: request)
        return try file.readToEnd() ?? Data()
    }
#endif
