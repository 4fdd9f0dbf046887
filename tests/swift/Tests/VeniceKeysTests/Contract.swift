import Canonical
import Foundation

/// What the core declares: tests/contract.json.
struct Contract: Decodable {
    struct Code: Decodable {}

    /// The codes by their texts.
    let codes: [String: Code]

    static func read() throws -> Contract {
        let file = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("contract.json")
        return try JSONDecoder().decode(Contract.self, from: Data(contentsOf: file))
    }
}

/// The library's version, which the package itself doesn't say: the workspace's.
func libraryVersion() throws -> String {
    let file = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Cargo.toml")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("version = ") }) else {
        throw Unplayable("the workspace has no version")
    }
    return line.dropFirst("version = ".count).trimmingCharacters(in: ["\""])
}

/// `not_found` as `notFound`.
func inCamelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
}
