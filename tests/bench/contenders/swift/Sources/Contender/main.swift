import Foundation
import VeniceKeys

// Contender ours|urlsession WORK

switch (CommandLine.arguments[1], CommandLine.arguments[2]) {
case ("ours", "list"):
    let client = try ours()
    try await answerRounds { _ = try await client.listKeys() }
case ("ours", "many"):
    let client = try ours()
    try await answerRounds { try await atOnce { _ = try await client.listKeys() } }
case ("ours", "usage"):
    let client = try ours()
    try await answerRounds {
        var entries: [UsageEntry] = []
        for try await entry in try client.usageHistory() { entries.append(entry) }
    }
case ("ours", "analytics"):
    let client = try ours()
    try await answerRounds { _ = try await client.usageAnalytics() }
case ("urlsession", "list"):
    try await answerRounds { _ = try await sessionList() }
case ("urlsession", "many"):
    try await answerRounds { try await atOnce { _ = try await sessionList() } }
default:
    fatalError("no such contender or work")
}

func ours() throws -> Client {
    try Client(apiKey: key, configuration: .init(baseURL: baseURL))
}

func atOnce(_ call: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<64 { group.addTask(operation: call) }
        try await group.waitForAll()
    }
}
