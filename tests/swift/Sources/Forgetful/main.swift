// Starts sandboxes, prints their process ids, and waits to be killed.

import Foundation
import VeniceKeysTesting

var sandboxes: [Sandbox] = []
for _ in 0..<100 { sandboxes.append(try await Sandbox.start()) }
let processes = sandboxes.map { "\($0.processIdentifier)" }.joined(separator: " ")
FileHandle.standardOutput.write(Data((processes + "\n").utf8))
try await Task.sleep(nanoseconds: 60_000_000_000)
