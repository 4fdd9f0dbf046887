import Foundation
import Testing
import VeniceKeys

/// What the README's recipes must not forget. Whether they run, scripts/consumer.sh finds out.
@Suite struct ReadmeTests {
    @Test func theRotationKeepsEveryRestriction() throws {
        let recipe = try Self.section("Rotate a key")
        for field in Mirror(reflecting: NewKey(description: "")).children.compactMap(\.label) {
            // Of a new key, what an old one shows by another name, or must not share with it.
            let shown = field == "consumptionLimit" ? "consumptionLimits" : field
            let isOwn = field == "description"
            #expect(recipe.contains("\(field): old.\(shown)") != isOwn, "\(field)")
        }
    }

    @Test func theRotationDeletesNothingWhereTheOutcomeIsUnknown() throws {
        let recipe = try Self.section("Rotate a key")
        let unknown = try #require(recipe.range(of: "catch VeniceError.outcomeUnknown"))
        let branch = recipe[unknown.upperBound...].prefix { $0 != "}" }
        #expect(branch.contains("throw"))
        #expect(!branch.contains("deleteKey"))
    }

    /// The program under a heading.
    private static func section(_ heading: String) throws -> Substring {
        let text = try String(contentsOf: readme, encoding: .utf8)
        let start = try #require(text.range(of: "## \(heading)\n"))
        let opened = try #require(text[start.upperBound...].range(of: "```swift\n"))
        let closed = try #require(text[opened.upperBound...].range(of: "\n```"))
        return text[opened.upperBound..<closed.lowerBound]
    }

    private static var readme: URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("bindings-swift/README.md")
    }
}
