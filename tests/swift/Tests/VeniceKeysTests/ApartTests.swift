import Canonical
import Foundation
import Testing
import VeniceKeys

/// What would end this process, or spoil it for the other tests: the program Apart does it.
@Suite struct ApartTests {
    @Test func aLibraryOfAnotherVersionEndsTheProgramWithOneSentence() async throws {
        let (status, output) = try await run("library")
        #expect(status != 0)
        let sentence = """
            VeniceKeys is linked with a library that was built from another version of it: clean \
            the build folder, and build both from the same release
            """
        #expect(output.contains(sentence), "\(output)")
    }

    @Test func aFileOnAFullDiskIsCutBackToItsLastWholePage() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 35)
        let client = try sandbox.client()
        var pages: [(text: String, cursor: String)] = []
        let filter = UsageFilter(pageSize: 10)
        try await client.usageHistoryCSV(filter) { pages.append(($0, $1)) }
        let whole = pages.map(\.text).joined()

        // It takes two pages and a half.
        let two = pages[0].text.utf8.count + pages[1].text.utf8.count
        let room = two + pages[2].text.utf8.count / 2
        let file = temporaryFile()
        let (status, output) = try await run("disk", file.path, "\(room)", sandbox: sandbox)
        #expect(status == 0)
        #expect(output == "invalid_input [\"to\"] \(pages[1].cursor)\n")
        #expect(try text(of: file) == pages[0].text + pages[1].text)

        // On another disk it goes on as if nothing had happened.
        let rows = try await client.usageHistoryCSV(UsageFilter(cursor: pages[1].cursor), to: file)
        #expect(rows == 15)
        #expect(try text(of: file) == whole)
        try FileManager.default.removeItem(at: file)
    }

    @Test func aMillionEntriesPassInFlatMemory() async throws {
        let sandbox = try await Sandbox.start()
        try await sandbox.seed(entries: 1_000_000)
        let (status, output) = try await run("walk", sandbox: sandbox)
        #expect(status == 0)
        let words = output.split(separator: " ")
        #expect(words.first == "1000000")
        let growth = words.last.flatMap { Int($0.trimmingCharacters(in: .newlines)) } ?? .max
        #expect(growth < 4 << 20, "memory grew by \(growth) bytes")
    }

    #if os(Linux)
        @Test(arguments: [("wallet", 1), ("secret", 21), ("argument", 1)])
        func noCopyOfASecretStaysButTheCallersOwn(_ what: String, _ own: Int) async throws {
            let (status, output) = try await run("memory", what)
            #expect(status == 0)
            #expect(output == "\(own)\n")
        }
    #endif

    @Test func callsThatWaitForAThreadEndInTime() async throws {
        let (status, output) = try await run("timeouts")
        #expect(status == 0)
        #expect(output == "1000 timed out soon, 0 were sent\n")
    }

    @Test func aCreateThatIsCancelledWhileItWaitsForAThreadIsNotSent() async throws {
        let (status, output) = try await run("cancellation")
        #expect(status == 0)
        #expect(output == "cancelled soon, then sent: GET\n")
    }
}

/// Runs Apart, and gives its exit status and what it wrote.
private func run(
    _ arguments: String..., sandbox: Sandbox? = nil
) async throws -> (status: Int32, output: String) {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../.build/debug/Apart")
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = output
    var environment = ProcessInfo.processInfo.environment
    // A crash is what is wanted: a report of it would only take time.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    environment["VENICE_ADMIN_KEY"] = sandbox?.adminKey
    environment["VENICE_BASE_URL"] = sandbox?.baseURL
    process.environment = environment
    try process.run()
    return await withCheckedContinuation { continuation in
        // Reading blocks, which Swift's own few threads must not.
        DispatchQueue.global().async {
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            continuation.resume(
                returning: (process.terminationStatus, String(decoding: bytes, as: UTF8.self)))
        }
    }
}
