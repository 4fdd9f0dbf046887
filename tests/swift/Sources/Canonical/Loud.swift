import Foundation
import VeniceKeys

/// Whether everything that can be shown is shown: tests/hard/ searches all of it for secrets.
let isLoud = ProcessInfo.processInfo.environment["VENICE_KEYS_LOUD"] != nil

/// Shows a value in every form that Swift prints, if everything is to be shown.
func show(_ value: Any) {
    guard isLoud else { return }
    var dumped = ""
    dump(value, to: &dumped)
    report("\(value)\n\(String(reflecting: value))\n\(dumped)")
    if let encodable = value as? any Encodable, let data = try? JSONEncoder().encode(encodable) {
        report(String(decoding: data, as: UTF8.self))
    }
}

/// On standard error.
func report(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
