import Foundation
import VeniceKeys

/// `Storm SECONDS SEED`: waves of tasks that are cancelled, given up, timed out and forgotten,
/// against the sandbox of the environment. Afterwards this process holds no more than before, every
/// call that began has ended, and no key was lost without a warning. ../../storm starts it.
@main struct Storm {
    /// How many tasks run at once.
    static let width = 200
    /// How much the second half may add to what is resident: an allocator's noise, and no leak.
    static let growth = 4.0

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap(UInt64.init)
        guard arguments.count == 2 else { fatalError("usage: Storm SECONDS SEED") }
        let (time, seed) = (Double(arguments[0]), arguments[1])
        say("seed \(seed), \(Int(time)) s, \(width) tasks a wave")
        let ledger = Ledger()
        Task {
            // Waves watch over their tasks. This is for the few calls outside of them, which a lost
            // continuation would hang as well.
            try await Task.sleep(nanoseconds: (2 * arguments[0] + 600) * 1_000_000_000)
            neverEnds(ledger)
        }
        var waves = try await Waves(ledger, seed: seed)

        // First, what a process takes only once: the allocator's arenas, the runtime's threads.
        try await waves.play(for: time / 3)
        let before = try await waves.settled(to: nil)
        try await waves.play(for: time / 2)
        let half = try await waves.settled(to: before)
        try await waves.play(for: time / 2)
        let after = try await waves.settled(to: before)
        let leftBehind = try await waves.keysLeftBehind()

        let tally = ledger.tally
        say("\(waves.count) waves, \(tally.summary), at most \(waves.most)")
        say("before \(before), at half \(half), after \(after)")
        let verdicts = [
            ("every call ends", tally.begun == tally.ended && tally.begun > 0),
            ("each ends as it should", tally.wrong.isEmpty),
            ("descriptors are what they were", after.descriptors <= before.descriptors),
            ("threads are what they were", after.threads <= before.threads),
            (
                "the second half adds at most \(growth) MiB",
                after.resident - half.resident <= growth
            ),
            ("no key is lost without a warning", leftBehind.isEmpty),
        ]
        for wrong in tally.wrong.prefix(5) { say("WRONG: \(wrong)") }
        for key in leftBehind.prefix(5) { say("LOST: \(key)") }
        for (what, holds) in verdicts where !holds { say("FAILED: \(what)") }
        let failed = verdicts.filter { !$0.1 }.count
        say("\(verdicts.count - failed) passed, \(failed) failed")
        exit(failed == 0 ? 0 : 1)
    }
}

func neverEnds(_ ledger: Ledger) -> Never {
    say("FAILED: it never ends: \(ledger.tally.summary)")
    say("0 passed, 1 failed")
    exit(1)
}

/// Unlike `print`, this keeps nothing back, which would be lost if this were killed.
func say(_ text: String) {
    FileHandle.standardOutput.write(Data("storm swift: \(text)\n".utf8))
}

/// What this process holds.
struct Held: CustomStringConvertible {
    var descriptors = 0
    var threads = 0
    /// In MiB.
    var resident = 0.0

    static func now() throws -> Held {
        let files = FileManager.default
        let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
            .split(separator: " ")[1]
        return Held(
            // One is that of the listing itself.
            descriptors: try files.contentsOfDirectory(atPath: "/proc/self/fd").count - 1,
            threads: try files.contentsOfDirectory(atPath: "/proc/self/task").count,
            resident: (Double(pages) ?? .nan) * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576)
    }

    /// The larger of each.
    func orMore(_ other: Held) -> Held {
        Held(
            descriptors: max(descriptors, other.descriptors),
            threads: max(threads, other.threads), resident: max(resident, other.resident))
    }

    var description: String {
        "\(descriptors) descriptors, \(threads) threads, \(String(format: "%.1f", resident)) MiB"
    }
}
