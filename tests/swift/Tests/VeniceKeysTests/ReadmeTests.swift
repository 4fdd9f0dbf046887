import Foundation
import Testing

/// What the README promises of its programs. Whether they run, scripts/consumer.sh finds out.
@Suite struct ReadmeTests {
    @Test func eachJobTakesAtMostEightLines() throws {
        let programs = try Self.section("The jobs").components(separatedBy: "```swift\n")
            .dropFirst()
            .map { $0.components(separatedBy: "\n```")[0] }
            .filter { $0.hasPrefix("import ") }
        #expect(programs.count >= 6)
        for program in programs {
            #expect(program.components(separatedBy: "\n").count <= 8, "\(program)")
        }
    }

    /// What stands under a heading.
    private static func section(_ heading: String) throws -> String {
        let text = try String(contentsOf: readme, encoding: .utf8)
        let start = try #require(text.range(of: "## \(heading)\n"))
        let rest = text[start.upperBound...]
        return String(rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)])
    }

    private static var readme: URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("bindings-swift/README.md")
    }
}
