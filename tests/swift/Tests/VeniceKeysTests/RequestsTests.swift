import Canonical
import Foundation
import Testing

/// What the driver of tests/hard/ responds.
@Suite struct RequestsTests {
    @Test func aSecretShowsItsText() async throws {
        let sandbox = try await Sandbox.start()
        var requests = Requests()
        let created = try await response(
            &requests, "create_key", #"{"description": "driven"}"#, of: sandbox)
        let text = created["ok"]?["apiKey"]?["$secret"]?.string
        #expect(text?.hasPrefix("VENICE_INFERENCE_KEY_") == true)
        #expect(created["tookMs"]?.number ?? 0 > 0)

        let id = created["ok"]?["id"]?.string ?? "none"
        let found = try await response(&requests, "get_key", #"{"id": "\#(id)"}"#, of: sandbox)
        #expect(found["ok"]?["description"] == .string("driven"))
    }

    @Test func equalOptionsShareAClient() async throws {
        let sandbox = try await Sandbox.start()
        var requests = Requests()
        for _ in 0..<2 { _ = try await response(&requests, "list_keys", "{}", of: sandbox) }
        // Only reads show it: every write has a connection of its own.
        let seen = try await sandbox.get("journal")["requests"]?.array ?? []
        #expect(seen.count == 2)
        #expect(Set(seen.map { $0["connection"] }).count == 1)
    }

    @Test func anErrorIsDescribed() async throws {
        let sandbox = try await Sandbox.start()
        var requests = Requests()
        let none = #"{"id": "00000000-0000-4000-8000-000000000000"}"#
        let error = try await response(&requests, "get_key", none, of: sandbox)["error"]
        #expect(error?["code"] == .string("not_found"))
        #expect(error?["status"] == .number(400))
        #expect(error?["retryAfterMs"] == .null)
        #expect(error?["forms"]?.array?.count ?? 0 >= 5)
        #expect(error?["forms"]?.array?.allSatisfy { $0.string?.isEmpty == false } == true)
    }

    @Test(arguments: [
        "", "{", "[]", #"{"client": {"key": "none"}}"#, #"{"call": "list_keys"}"#,
        #"{"client": {}, "call": "list_keys"}"#,
        #"{"client": {"key": "none", "also": 1}, "call": "list_keys"}"#,
        #"{"client": {"key": "none", "maxRetries": "1"}, "call": "list_keys"}"#,
        #"{"client": {"key": "none"}, "call": "list_kyes"}"#,
    ]) func nonsenseIsReported(_ line: String) async throws {
        var requests = Requests()
        let response = await requests.response(to: line)
        #expect(!response.contains("\n"))
        #expect(try JSON(parsing: Data(response.utf8))["unable"]?.string?.isEmpty == false)
    }

    private func response(
        _ requests: inout Requests, _ call: String, _ args: String, of sandbox: Sandbox
    ) async throws -> JSON {
        let client = #"{"key": "\#(sandbox.adminKey)", "baseUrl": "\#(sandbox.baseURL)"}"#
        let line = #"{"client": \#(client), "call": "\#(call)", "args": \#(args)}"#
        return try JSON(parsing: Data(await requests.response(to: line).utf8))
    }
}
