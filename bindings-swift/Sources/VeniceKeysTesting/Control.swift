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
        /// The digits of the body's numbers as they were sent, by the path of each:
        /// `consumptionLimit.usd`.
        public let numbers: [String: String]?
        /// The same for requests on one connection.
        public let connection: Int
        /// The status of the response; `nil` if there was no response.
        public let status: Int?
        /// Whether the server carried the request out.
        public let worked: Bool
    }

    /// A key as it is really stored, whatever the API shows of it. Times are strings.
    public struct StoredKey: Sendable, Decodable {
        /// Its id.
        public let id: String
        /// The secret.
        public let apiKey: String
        /// INFERENCE or ADMIN.
        public let apiKeyType: String
        /// Its description.
        public let description: String?
        /// When it expires.
        public let expiresAt: String?
        /// Whether it was deleted.
        public let revoked: Bool
        /// `start`, `create`, `mint` or `seed`.
        public let origin: String
    }

    /// A key that the test added.
    public struct SeededKey: Sendable, Decodable {
        /// Its id.
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

        /// How many queued faults are left.
        public func waitingFaults() async throws -> Int {
            guard case .array(let waiting)? = try await control("GET", "faults")["faults"] else {
                return 0
            }
            return waiting.count
        }

        /// Removes the queued faults.
        public func clearFaults() async throws {
            try await control("POST", "faults", ["clear": true])
        }

        /// Moves the server's clock ahead by a number of seconds, and returns its time.
        @discardableResult
        public func advance(by seconds: TimeInterval) async throws -> Date {
            let milliseconds = JSONValue.number((seconds * 1000).rounded())
            let response = try await control("POST", "clock", ["advanceMs": milliseconds])
            let reader = ISO8601DateFormatter()
            reader.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
            guard let now = response["now"]?.text.flatMap(reader.date) else {
                throw SandboxError("the sandbox returned no time")
            }
            return now
        }

        /// Makes the server's clock stand, so that everything happens in the same millisecond.
        public func stopClock() async throws {
            try await control("POST", "clock", ["stopped": true])
        }

        /// Lets the server's clock go on from where it stands.
        public func startClock() async throws {
            try await control("POST", "clock", ["stopped": false])
        }

        /// Carries out the requests that `late` faults have put off, and returns how many.
        @discardableResult
        public func carryOutLate() async throws -> Int {
            guard case .number(let done)? = try await control("POST", "late", [:])["done"] else {
                throw SandboxError("the sandbox returned no count")
            }
            return Int(done)
        }

        /// The requests that `late` faults have put off never arrive.
        public func dropLate() async throws {
            try await control("POST", "late", ["drop": true])
        }

        /// Every request that reached the API since the start, or since ``clearRequests()``.
        public func requests() async throws -> [SeenRequest] {
            try read(await control("GET", "journal"), "requests")
        }

        /// Forgets the requests so far.
        public func clearRequests() async throws {
            try await control("POST", "journal", ["clear": true])
        }

        /// Adds a key, regardless of the API's limits. The members are those of the control API:
        /// `["description": "short", "expiresInMs": 1000]`.
        public func seedKey(_ members: [String: JSONValue] = [:]) async throws -> SeededKey {
            let response = try await control("POST", "keys", ["keys": [.object(members)]])
            let seeded: [SeededKey] = try read(response, "keys")
            return seeded[0]
        }

        /// Changes a key as somebody else may, by members of the control API. The id `newest` is
        /// the key that a request created last.
        public func changeKey(_ id: String, _ members: [String: JSONValue]) async throws {
            let change = members.merging(["id": .string(id)]) { _, id in id }
            try await control("POST", "keys", ["change": [.object(change)]])
        }

        /// Deletes a key as somebody else may.
        public func deleteKey(_ id: String) async throws {
            try await control("POST", "keys", ["delete": [.string(id)]])
        }

        /// Says what the keys that are created next are called: UUIDs in lower case.
        public func setNextIDs(_ ids: String...) async throws {
            try await control("POST", "keys", ["nextIds": .array(ids.map(JSONValue.string))])
        }

        /// Lists of keys show what was true so many seconds ago; with a seed each list's age is
        /// drawn, up to that. 0 ends it.
        public func setListLag(_ seconds: TimeInterval, seed: Int? = nil) async throws {
            var members = ["lagMs": JSONValue.number((seconds * 1000).rounded())]
            members["seed"] = seed.map { .number(Double($0)) }
            try await control("POST", "lists", .object(members))
        }

        /// Every key ever created, revoked ones too, oldest first.
        public func storedKeys() async throws -> [StoredKey] {
            try read(await control("GET", "keys"), "keys")
        }

        /// Changes the account, by members of the control API: `["balances": ["USD": 7]]`.
        public func setAccount(_ members: [String: JSONValue]) async throws {
            try await control("POST", "account", .object(members))
        }

        /// Any request to the control API, for what has no method here; see the sandbox's README.
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
            let response = try await offTheCallersThread {
                try exchange(port: UInt16(port), Data(head.utf8) + sent)
            }
            guard let end = response.range(of: Data("\r\n\r\n".utf8)) else {
                throw SandboxError("the sandbox didn't respond to \(method) \(path)")
            }
            let body = response[end.upperBound...]
            guard response.starts(with: Data("HTTP/1.1 200".utf8)) else {
                throw SandboxError("\(method) \(path): \(String(decoding: body, as: UTF8.self))")
            }
            return try JSONDecoder().decode(JSONValue.self, from: Data(body))
        }

        private func read<T: Decodable>(_ response: JSONValue, _ member: String) throws -> [T] {
            let list = try JSONEncoder().encode(response[member])
            return try JSONDecoder().decode([T].self, from: list)
        }
    }

    /// Sends to a port of this machine and reads until the other side closes. URLSession would go
    /// through a proxy that the environment names, even for this machine.
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
