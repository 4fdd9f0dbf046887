import Canonical
import Foundation
import Testing

/// The runner itself: every file of tests/scenarios-broken fails, where and as it says.
@Suite struct RunnerTests {
    @Test(arguments: try Scenario.broken())
    func fails(_ broken: BrokenScenario) async throws {
        var report: String?
        do { try await broken.scenario.play() } catch { report = "\(error)" }
        let found = try #require(report, "the broken scenario passed")
        #expect(found.contains("step ") == (broken.step > 0), "\(found)")
        if broken.step > 0 { #expect(found.contains("step \(broken.step):"), "\(found)") }
        for text in broken.says { #expect(found.contains(text), "\(found)") }
    }

    @Test func thereAreMany() throws {
        #expect(try Scenario.broken().count > 50)
    }
}

/// A scenario that must fail, and how.
struct BrokenScenario: Sendable, CustomTestStringConvertible {
    let scenario: Scenario
    /// The step that fails; 0: none is played.
    let step: Int
    let says: [String]

    var testDescription: String { scenario.file }
}

extension Scenario {
    static func broken() throws -> [BrokenScenario] {
        try all(in: "scenarios-broken").map { scenario in
            var file = scenario.json.object ?? [:]
            guard let fails = file.removeValue(forKey: "fails"), let step = fails["step"]?.number
            else { throw Unplayable("\(scenario.file) doesn't say where it fails") }
            return BrokenScenario(
                scenario: Scenario(file: scenario.file, json: .object(file)), step: Int(step),
                says: fails["says"]?.array?.compactMap(\.string) ?? [])
        }
    }
}
