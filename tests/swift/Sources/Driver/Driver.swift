import Canonical
import Foundation

/// The Swift driver of tests/hard/: responds to each line of standard input with one on standard
/// output, until the input ends.
@main struct Driver {
    static func main() async throws {
        var requests = Requests()
        while let line = readLine() {
            let response = await requests.response(to: line)
            // Unlike `print`, this keeps nothing back: the other side waits for the line.
            try FileHandle.standardOutput.write(contentsOf: Data((response + "\n").utf8))
        }
    }
}
