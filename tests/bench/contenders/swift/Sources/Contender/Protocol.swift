import Foundation

let baseURL = ProcessInfo.processInfo.environment["BENCH_URL"] ?? ""
let key = "VENICE_ADMIN_KEY_BENCH_0123456789abcdefghij"

/// The protocol of all contenders: a line with seconds on standard input is a round, and is
/// answered by a line of JSON. `0` is a round of one call, without the call that warms up.
func answerRounds(_ call: () async throws -> Void) async throws {
    while let line = readLine() {
        let seconds = Double(line)!
        if seconds > 0 { try await call() }
        var calls = 0.0
        let cpu = now(CLOCK_PROCESS_CPUTIME_ID), start = now(CLOCK_MONOTONIC)
        repeat {
            try await call()
            calls += 1
        } while now(CLOCK_MONOTONIC) - start < seconds * 1e6
        let wall = now(CLOCK_MONOTONIC) - start, worked = now(CLOCK_PROCESS_CPUTIME_ID) - cpu
        print(
            """
            {"calls": \(calls), "wall_us": \(wall / calls), "cpu_us": \(worked / calls), \
            "peak_kb": \(status("VmHWM:")), "threads": \(status("Threads:"))}
            """)
        fflush(nil)
    }
}

/// Microseconds.
private func now(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
}

/// A number that Linux tells of this process; 0 elsewhere.
private func status(_ name: String) -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
}
