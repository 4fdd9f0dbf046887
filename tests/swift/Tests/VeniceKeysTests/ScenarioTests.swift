import Canonical
import Foundation
import Testing

/// Every file of tests/scenarios, played against a sandbox of its own.
@Suite struct ScenarioTests {
    @Test(arguments: try Scenario.all())
    func plays(_ scenario: Scenario) async throws {
        await Turnstile.scenarios.enter()
        do {
            try await scenario.play()
        } catch {
            Issue.record("\(scenario.file): \(error)")
        }
        await Turnstile.scenarios.leave()
    }

    @Test func noFileIsLeftOut() throws {
        let named = try FileManager.default.contentsOfDirectory(
            atPath: Scenario.folder("scenarios").path)
        let played = try Scenario.all()
        #expect(named.count == played.count)
        #expect(named.count >= 200)
    }
}

/// A file of tests/scenarios.
struct Scenario: Sendable, CustomTestStringConvertible {
    let file: String
    let json: JSON

    var testDescription: String { file }

    static func folder(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(name)
    }

    static func all(in name: String = "scenarios") throws -> [Scenario] {
        let folder = folder(name)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return try files.map { file in
            let data = try Data(contentsOf: folder.appendingPathComponent(file))
            return Scenario(file: file, json: try JSON(parsing: data))
        }
    }

    func play() async throws {
        let words = try json.members(
            of: "the scenario",
            known: [
                "name", "covers", "live", "server", "client", "steps",
            ])
        guard case .string = words["name"], case .array = words["covers"] ?? .array([]),
            let steps = words["steps"]?.array, !steps.isEmpty
        else { throw Unplayable("it lacks a name or steps") }

        let sandbox = try await Sandbox.start(try serverOptions(words["server"] ?? .object([:])))
        var player = try Player(sandbox: sandbox, client: words["client"] ?? .object([:]))
        for (number, step) in steps.enumerated() {
            do {
                try await player.play(step)
            } catch {
                throw Unplayable("step \(number + 1): \(error)")
            }
        }
    }

    private func serverOptions(_ json: JSON) throws -> [String] {
        let options = try json.members(of: "server", known: ["web3", "minute", "tls"])
        var words: [String] = []
        if let generation = options["web3"]?.string { words += ["--web3", generation] }
        if let minute = options["minute"]?.number { words += ["--minute", "\(minute)"] }
        if let flaw = options["tls"]?.string { words += ["--tls", "--tls-cert", flaw] }
        return words
    }
}
