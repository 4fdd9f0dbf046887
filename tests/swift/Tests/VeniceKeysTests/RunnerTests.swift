import Canonical
import Foundation
import Testing

/// The runner itself: what it can't play, or doesn't hold, fails.
@Suite struct RunnerTests {
    private static let broken = [
        // Words it doesn't know.
        #"{"name": "x", "steps": [], "stepps": []}"#,
        #"{"name": "x", "server": {"web4": "jwt"}, "steps": []}"#,
        #"{"name": "x", "steps": [{"cal": "list_keys"}]}"#,
        #"{"name": "x", "steps": [{"call": "list_kyes"}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "expects": []}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "args": {"page": "2"}}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "client": {"retries": 1}}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "client": {"web3Generation": "x"}}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "tookMs": {"most": 1}}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "expect": "$lenght:2"}]}"#,
        #"{"name": "x", "steps": [{"control": "falts", "body": {}}]}"#,
        #"{"name": "x", "steps": [{"seen": [], "also": 1}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys"}, {"seen": [{"verb": "GET"}]}]}"#,
        #"{"name": "x", "steps": [{"call": "get_key", "args": {"id": "${none.id}"}}]}"#,
        #"{"name": "x", "steps": [{"call": "get_key", "args": {}}]}"#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "kode": 1}}]}
        """#,
        // What doesn't hold.
        #"{"name": "x", "steps": [{"call": "list_keys", "expect": "$length:0"}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "expect": []}]}"#,
        #"{"name": "x", "steps": [{"call": "verify_key", "expect": {"accepted": false}}]}"#,
        #"{"name": "x", "steps": [{"call": "verify_key", "expect": {"accepted": null}}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "error": {"code": "timeout"}}]}"#,
        #"{"name": "x", "steps": [{"call": "get_key", "args": {"id": ""}}]}"#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "not_found"}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "status": 400}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "issues": [{"field": "name"}]}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "message": ["no such words"]}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "retryAfterMs": {"min": 0}}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "serverCode": "SOME_CODE"}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "serverVersion": "20260821"}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "get_key", "args": {"id": ""},
         "error": {"code": "invalid_input", "lacks": ["empty"]}}]}
        """#,
        #"{"name": "x", "steps": [{"call": "list_keys", "tookMs": {"min": 5000}}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys", "tookMs": {"max": 0}}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys"}, {"seen": []}]}"#,
        #"{"name": "x", "steps": [{"seen": [{"method": "GET"}]}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys"}, {"seen": [{"method": "PUT"}]}]}"#,
        #"{"name": "x", "steps": [{"call": "list_keys"}, {"seen": [{"path": "/"}]}]}"#,
        #"""
        {"name": "x", "steps": [{"call": "list_keys"}, {"seen": [{"absent": ["authorization"]}]}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "list_keys"},
         {"seen": [{"headers": {"authorization": "Bearer x"}}]}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "list_keys"}, {"seen": [{"connection": "reused"}]}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "create_key", "args": {"description": "a"}},
         {"seen": [{"body": {"description": "a"}}]}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "create_key", "args": {"description": "a"},
         "expect": {"apiKey": "$secret:ADMIN"}}]}
        """#,
        #"""
        {"name": "x", "steps": [{"call": "create_key", "args": {"description": "a"},
         "expect": {"id": "$time"}}]}
        """#,
    ]

    @Test(arguments: broken) func fails(_ text: String) async throws {
        let scenario = Scenario(file: "broken", json: try JSON(parsing: Data(text.utf8)))
        await #expect(throws: Unplayable.self) { try await scenario.play() }
    }

    @Test func anErrorThatShowsWhatItMustNotFails() async throws {
        func scenario(lacking text: String) throws -> Scenario {
            let error = #"{"code": "invalid_input", "lacks": ["\#(text)"]}"#
            let step = #"{"call": "get_key", "args": {"id": ""}, "error": \#(error)}"#
            let json = #"{"name": "x", "steps": [\#(step)]}"#
            return Scenario(file: "made here", json: try JSON(parsing: Data(json.utf8)))
        }
        try await scenario(lacking: "${admin_key}").play()
        let shown = try scenario(lacking: "must not be empty")
        await #expect(throws: Unplayable.self) { try await shown.play() }
    }
}
