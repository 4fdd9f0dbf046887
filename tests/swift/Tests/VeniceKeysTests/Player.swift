import Canonical
import Foundation
import VeniceKeys

/// What didn't hold.
struct Mismatch: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Plays the steps of one scenario, by the rules of tests/README.md.
struct Player {
    private let sandbox: Sandbox
    private let options: [String: JSON]
    private var calls = Calls()
    private var saved: [String: JSON]
    /// How many requests earlier `seen` steps have looked at.
    private var looked = 0
    /// What no error may show.
    private var secrets: Set<String> = []

    init(sandbox: Sandbox, client: JSON) throws {
        self.sandbox = sandbox
        options = client.object ?? [:]
        saved = sandbox.ready.mapValues { .string($0) }
        saved["version"] = .string(try libraryVersion())
        for name in ["admin_key", "inference_key", "staked_private_key", "unstaked_private_key"] {
            guard let text = sandbox.ready[name] else { continue }
            hide(text)
        }
        // What the journal keeps of a key.
        for name in ["admin_key", "inference_key"] {
            guard let text = sandbox.ready[name] else { continue }
            saved[name + "_shown"] = .string("…" + text.suffix(6))
        }
    }

    mutating func play(_ step: JSON) async throws {
        let words = step.object ?? [:]
        if words["call"] != nil {
            try await call(
                try step.members(
                    of: "a call",
                    known: [
                        "call", "args", "expect", "error", "save", "saveResume", "tookMs",
                        "client", "pages", "limit", "stored", "options", "withApiKey",
                    ]))
        } else if words["control"] != nil {
            try await control(
                try step.members(
                    of: "a control",
                    known: [
                        "control", "body", "save",
                    ]))
        } else if words["seen"] != nil {
            try await seen(try step.members(of: "a seen", known: ["seen"]))
        } else {
            throw Unplayable("a step without call, control or seen: \(step.text)")
        }
    }

    // MARK: - call

    private mutating func call(_ step: [String: JSON]) async throws {
        guard let name = step["call"]?.string else { throw Unplayable("call is no text") }
        let arguments = Given(try filled(step["args"] ?? .object([:])), of: name)
        // What no error may show of them.
        for name in ["wallet", "signature", "challenge"] {
            if let secret = step["args"]?[name] { hide(try filled(secret).string ?? "") }
        }
        let client = try clientOptions(step["client"])
        let (reading, own) = (try Reading(step), try OwnCode(arguments))
        let derived = Derived(
            options: try step["options"].map(filled), apiKey: try apiKey(step["withApiKey"]))
        let start = DispatchTime.now()
        let outcome: Result<JSON, any Error>
        do {
            outcome = .success(
                try await calls.make(
                    name, arguments, reading: reading, own: own, client: client, derived: derived))
        } catch let error where error is VeniceError || error is OwnFailure {
            outcome = .failure(error)
        }
        let took = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e6
        try arguments.checkAllUsed()
        if let expected = step["stored"] {
            let stored = JSON.array(own.stored.map { .string($0) })
            try match(try filled(expected), stored, at: "\(name): stored")
        }

        switch (outcome, step["error"]) {
        case (.success(let result), nil):
            remember(result)
            if let expected = step["expect"] { try match(try filled(expected), result, at: name) }
            if let place = step["save"]?.string { saved[place] = result }
        case (.failure(is OwnFailure), let expected?):
            guard expected == .object(["code": .string("own")]) else {
                throw Mismatch("expected \(expected.text), and the closure's own error came")
            }
        case (.failure(let error as VeniceError), let expected?):
            try check(error, try filled(expected))
            if let place = step["saveResume"]?.string {
                guard let resume = error.resume else {
                    throw Mismatch("the error says nothing to go on with: \(error)")
                }
                saved[place] = .string(resume)
            }
        case (.success(let result), .some):
            throw Mismatch("\(name) should have failed and gave \(result.text)")
        case (.failure(let error), _):
            throw Mismatch("\(name) failed: \(error)")
        }
        try within(step["tookMs"], took, "\(name) took")
    }

    /// The words of `tests/README.md`, laid over each other and with the sandbox's part filled in.
    private mutating func clientOptions(_ overrides: JSON?) throws -> [String: JSON] {
        let laid = options.merging(overrides?.object ?? [:]) { _, over in over }
        var words = try filled(.object(laid)).object ?? [:]
        if words["baseUrl"] == nil { words["baseUrl"] = .string(sandbox.baseURL) }
        let key = words["key"]?.string ?? "admin"
        let named = ["admin": "admin_key", "inference": "inference_key"][key]
        let text = named.flatMap { sandbox.ready[$0] } ?? key
        words["key"] = .string(text)
        hide(text)
        return words
    }

    private mutating func apiKey(_ json: JSON?) throws -> String? {
        guard let json else { return nil }
        guard let text = try filled(json).string else { throw Unplayable("withApiKey is no text") }
        hide(text)
        return text
    }

    private func check(_ error: VeniceError, _ expected: JSON) throws {
        let words = try expected.members(
            of: "error",
            known: [
                "code", "status", "issues", "retryAfterMs", "requestId", "serverCode",
                "serverVersion", "resume", "message", "lacks",
            ])
        let forms = printedForms(error)
        let lacks = words["lacks"]?.array?.compactMap(\.string) ?? []
        for secret in secrets.union(lacks) where forms.contains(where: { $0.contains(secret) }) {
            throw Mismatch("the error \(error.code.rawValue) shows what it must not")
        }
        guard let code = words["code"]?.string else { throw Unplayable("an error without code") }
        guard error.code.rawValue == code else {
            throw Mismatch("expected the error \(code), got \(error)")
        }
        if let status = words["status"]?.number, error.status.map(Double.init) != status {
            throw Mismatch("expected status \(status), got \(error)")
        }
        for issue in words["issues"]?.array ?? [] {
            let members = try issue.members(of: "an issue", known: ["field", "message"])
            let found = error.issues.contains { issue in
                (members["field"]?.string).map { $0 == issue.field } ?? true
                    && (members["message"]?.string).map { issue.message.contains($0) } ?? true
            }
            if !found { throw Mismatch("no issue \(issue.text) among \(error.issues)") }
        }
        if let wait = words["retryAfterMs"] {
            guard let retryAfter = error.retryAfter else {
                throw Mismatch("the error says no time to wait: \(error)")
            }
            try within(wait, retryAfter * 1000, "the time to wait is")
        }
        let texts = [
            ("requestId", error.requestID), ("serverCode", error.serverCode),
            ("serverVersion", error.serverVersion),
        ]
        for (name, found) in texts {
            guard let wanted = words[name] else { continue }
            guard wanted == found.map(JSON.string) ?? .null else {
                throw Mismatch("expected the \(name) \(wanted.text), got \(found ?? "none")")
            }
        }
        if let resume = words["resume"] {
            try match(resume, error.resume.map(JSON.string) ?? .null, at: "resume")
        }
        for part in words["message"]?.array ?? [] {
            guard let part = part.string else { throw Unplayable("message holds no texts") }
            if !error.message.contains(part) {
                throw Mismatch("no '\(part)' in the message: \(error.message)")
            }
        }
    }

    // MARK: - control and seen

    private mutating func control(_ step: [String: JSON]) async throws {
        guard let path = step["control"]?.string else { throw Unplayable("control is no text") }
        let response = try await sandbox.post(path, try filled(step["body"] ?? .object([:])))
        remember(response)
        if let place = step["save"]?.string { saved[place] = response }
    }

    private mutating func seen(_ step: [String: JSON]) async throws {
        guard let expected = step["seen"]?.array else { throw Unplayable("seen is no list") }
        guard let journal = try await sandbox.get("journal")["requests"]?.array else {
            throw Unplayable("the journal has no requests")
        }
        let earlier = looked
        looked = journal.count
        let found = journal[earlier...].map { $0["method"].text + " " + $0["path"].text }
        guard found.count == expected.count else {
            throw Mismatch("expected \(expected.count) requests, the server saw \(found)")
        }
        for (index, request) in expected.enumerated() {
            try compare(
                try filled(request), journal[earlier + index],
                after: journal[..<(earlier + index)], place: "request \(index + 1)")
        }
    }

    private func compare(
        _ expected: JSON, _ request: JSON, after earlier: ArraySlice<JSON>, place: String
    ) throws {
        let words = try expected.members(
            of: "a request",
            known: [
                "method", "path", "headers", "absent", "body", "bodyExact", "numbers",
                "connection",
            ])
        for (word, name) in [("method", "method"), ("path", "path"), ("bodyExact", "body")] {
            guard let wanted = words[word] else { continue }
            if request[name] != wanted {
                throw Mismatch("\(place): \(word) is \(request[name].text), not \(wanted.text)")
            }
        }
        for name in ["body", "numbers"] {
            guard let wanted = words[name] else { continue }
            try match(wanted, request[name] ?? .null, at: "\(place): \(name)")
        }
        let headers = request["headers"]?.object ?? [:]
        for (name, wanted) in words["headers"]?.object ?? [:] {
            if headers[name.lowercased()] != wanted {
                throw Mismatch("\(place): the header \(name) isn't as expected")
            }
        }
        for name in words["absent"]?.array ?? [] {
            guard let name = name.string else { throw Unplayable("absent holds no texts") }
            if headers[name.lowercased()] != nil {
                throw Mismatch("\(place): the header \(name) is there")
            }
        }
        if let wanted = words["connection"] {
            let reused = earlier.contains { $0["connection"] == request["connection"] }
            guard [.string("new"), .string("reused")].contains(wanted) else {
                throw Unplayable("a connection is new or reused, not \(wanted.text)")
            }
            if wanted != .string(reused ? "reused" : "new") {
                throw Mismatch("\(place): the connection should be \(wanted.text)")
            }
        }
    }

    // MARK: - values

    /// Fills in `${name.path}` wherever a text has it.
    private func filled(_ json: JSON) throws -> JSON {
        switch json {
        case .string(let text): .string(try filled(text))
        case .array(let elements): .array(try elements.map(filled))
        case .object(let members): .object(try members.mapValues(filled))
        default: json
        }
    }

    private func filled(_ text: String) throws -> String {
        var (rest, done) = (text[...], "")
        while let start = rest.range(of: "${"), let end = rest[start.upperBound...].range(of: "}") {
            done += rest[..<start.lowerBound]
            done += try lookUp(String(rest[start.upperBound..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return done + rest
    }

    private func lookUp(_ path: String) throws -> String {
        let parts = path.split(separator: ".").map(String.init)
        var found = saved[parts.first ?? ""]
        for part in parts.dropFirst() {
            if let index = Int(part), let elements = found?.array {
                found = elements.indices.contains(index) ? elements[index] : nil
            } else {
                found = found?[part]
            }
        }
        switch found {
        case .string(let text): return text
        case .secret(let secret): return secret.reveal()
        case .number(let number): return number.description
        default: throw Unplayable("nothing is saved as \(path)")
        }
    }

    private func match(_ expected: JSON, _ actual: JSON, at place: String) throws {
        switch (expected, actual) {
        case (.string(let test), _) where test.hasPrefix("$"):
            try matchTest(test, actual, at: place)
        case (.object(let wanted), .object(let found)):
            for (name, value) in wanted {
                try match(value, found[name] ?? .null, at: "\(place).\(name)")
            }
        case (.array(let wanted), .array(let found)):
            guard wanted.count == found.count else {
                throw Mismatch("\(place) has \(found.count) elements, not \(wanted.count)")
            }
            for (index, (value, element)) in zip(wanted, found).enumerated() {
                try match(value, element, at: "\(place).\(index)")
            }
        case (.string(let text), .secret(let secret)):
            guard secret.reveal() == text else {
                throw Mismatch("\(place) is \(secret), another secret than expected")
            }
        default:
            guard expected == actual else {
                throw Mismatch("\(place) is \(actual.text), not \(expected.text)")
            }
        }
    }

    private func matchTest(_ test: String, _ actual: JSON, at place: String) throws {
        let holds: Bool
        switch test {
        case "$any":
            holds = actual != .null
        case "$uuid":
            let form = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
            holds = actual.string?.range(of: form, options: .regularExpression) != nil
        case "$time":
            let form = #"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"#
            holds = actual.string?.range(of: form, options: .regularExpression) != nil
        case "$secret:INFERENCE", "$secret:ADMIN":
            let prefix = "VENICE_\(test.dropFirst("$secret:".count))_KEY_"
            guard case .secret(let secret) = actual else {
                throw Mismatch("\(place) is no secret")
            }
            let text = secret.reveal()
            holds = text.hasPrefix(prefix) && "\(secret)" == "\(prefix)…\(text.suffix(6))"
        case let test where test.hasPrefix("$length:"):
            guard let count = Int(test.dropFirst("$length:".count)) else {
                throw Unplayable("not a length: \(test)")
            }
            holds = actual.array?.count == count
        default:
            throw Unplayable("a test this runner doesn't know: \(test)")
        }
        if !holds { throw Mismatch("\(place) is \(actual.text), which isn't \(test)") }
    }

    private func within(_ range: JSON?, _ actual: Double, _ what: String) throws {
        guard let range else { return }
        let words = try range.members(of: "a range", known: ["min", "max"])
        if let min = words["min"]?.number, actual < min {
            throw Mismatch("\(what) \(actual) ms, less than \(min)")
        }
        if let max = words["max"]?.number, actual > max {
            throw Mismatch("\(what) \(actual) ms, more than \(max)")
        }
    }

    /// Whatever comes back with a secret in it joins what no error may show.
    private mutating func remember(_ result: JSON) {
        switch result {
        case .secret(let secret): hide(secret.reveal())
        case .array(let elements): for element in elements { remember(element) }
        case .object(let members):
            // A challenge is known by its generation; the control's seeded keys by their name.
            if members["generation"] != nil, let text = members["text"]?.string { hide(text) }
            if let key = members["apiKey"]?.string { hide(key) }
            for member in members.values { remember(member) }
        default: break
        }
    }

    /// Shorter texts than this occur in honest messages.
    private mutating func hide(_ text: String) {
        if text.count >= 8 { secrets.insert(text) }
    }
}

extension JSON? {
    fileprivate var text: String { self?.text ?? "nothing" }
}
