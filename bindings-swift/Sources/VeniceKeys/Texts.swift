// How a text, which may be a secret, crosses without a copy that stays in memory. bindgen/ makes
// uniffi's converter of texts call these.

/// Shows a text's bytes as they lie, where uniffi would make a copy and free it as it is.
func withBytes<Result>(
    of text: String, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
) rethrows -> Result {
    var text = text
    return try text.withUTF8(body)
}

/// Overwrites what the core handed over and gets back to free: it sees it, so this is never left
/// out as a write that nobody reads.
func wipe(_ bytes: UnsafeMutablePointer<UInt8>?, count: UInt64) {
    bytes?.update(repeating: 0, count: Int(count))
}
