import Canonical
import Foundation
import Testing
import VeniceKeys

/// Many calls at once, and more than there are threads for. Run while no scenario is: they would
/// disturb each other's times.
@Suite(.serialized) struct CrowdTests {
    @Test func sixtyFourCallsTakeAsLongAsOne() async throws {
        try await Turnstile.scenarios.alone {
            let sandbox = try await Sandbox.start()
            let client = try sandbox.client()
            try await sandbox.faults(.delay(milliseconds: 100, times: 64))
            let took = try await seconds {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<64 { group.addTask { try await client.listKeys().count } }
                    for try await _ in group {}
                }
            }
            print("64 calls at 100 ms took \(Int(took * 1000)) ms")
            #expect(took >= 0.1)
            // One after the other on two threads they would take 3.2 s.
            #expect(took < 1)
        }
    }

    @Test func aCallThatWaitsForAThreadEndsInTime() async throws {
        try await Turnstile.scenarios.alone {
            let sandbox = try await Sandbox.start()
            let client = try sandbox.client(timeout: 1)
            // More than four times as many as there are threads for calls.
            let count = 1200
            try await sandbox.faults(
                .object(["kind": .string("stall"), "times": .number(Decimal(count))]))
            let slowest = try await withThrowingTaskGroup(of: Double.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        try await seconds {
                            do {
                                _ = try await client.listKeys()
                                Issue.record("it should have failed")
                            } catch VeniceError.timeout {}
                        }
                    }
                }
                return try await group.reduce(0, max)
            }
            print("\(count) calls with a timeout of 1 s: the last ended after \(slowest) s")
            // One thread's calls one after the other would take 3 s.
            #expect(slowest < 2)
        }
    }

    @Test func aCallEndsInTimeThoughThoseBeforeItTakeLonger() async throws {
        try await Turnstile.scenarios.alone {
            let sandbox = try await Sandbox.start()
            let patient = try sandbox.client(timeout: 4)
            let hasty = try sandbox.client(timeout: 0.5)
            // As many as there are threads for calls.
            let count = 256
            try await sandbox.faults(
                .object(["kind": .string("stall"), "times": .number(Decimal(count + 1))]))
            let waiting = (0..<count).map { _ in Task { try await patient.listKeys() } }
            try await Task.sleep(nanoseconds: 1_000_000_000)
            let took = try await seconds {
                do {
                    _ = try await hasty.createKey(NewKey(description: "in haste"))
                    Issue.record("it should have failed")
                } catch VeniceError.timeout {}
            }
            #expect(took < 1)
            for task in waiting { task.cancel() }
            for task in waiting { _ = await task.result }
            let sent = try await sandbox.get("journal")["requests"]?.array ?? []
            #expect(!sent.contains { $0["method"] == .string("POST") })
        }
    }

    @Test func aCreateThatIsCancelledWhileItWaitsForAThreadIsNotSent() async throws {
        try await Turnstile.scenarios.alone {
            let sandbox = try await Sandbox.start()
            let client = try sandbox.client(timeout: 2)
            try await sandbox.faults(
                .object([
                    "kind": .string("stall"), "times": .number(256),
                    "match": .object(["method": .string("GET")]),
                ]))
            let waiting = (0..<256).map { _ in Task { try await client.listKeys() } }
            try await Task.sleep(nanoseconds: 1_000_000_000)
            let task = Task { try await client.createKey(NewKey(description: "never")) }
            try await Task.sleep(nanoseconds: 100_000_000)
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            for task in waiting { _ = await task.result }
            // When this has ended, everything that waited for a thread has had its turn.
            _ = try? await client.listKeys()
            let sent = try await sandbox.get("journal")["requests"]?.array ?? []
            #expect(!sent.contains { $0["method"] == .string("POST") })
        }
    }
}
