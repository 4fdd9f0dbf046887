import Foundation
internal import VeniceKeysCore

/// An API key, printed only in part: `VENICE_INFERENCE_KEY_…2V2jNW`.
///
/// Every form that Swift can print, dump, mirror or interpolate is the redacted one, and it can't
/// be encoded. ``reveal()`` is the one way to the text. The text is kept outside of Swift's own
/// memory and wiped when the last copy of the secret is released; what ``reveal()`` returns is
/// not.
public struct Secret: Sendable {
    let core: CoreSecret

    init(core: CoreSecret) {
        self.core = core
    }

    /// Wraps a text, a key read from the keychain for example.
    public init(_ text: String) {
        core = text.withData { CoreSecret(utf8: $0) }
    }

    /// The text itself: put it where it belongs and nowhere else.
    public func reveal() -> String {
        withExtendedLifetime(core) {
            let utf8 = UnsafeRawBufferPointer(address: core.address(), count: core.count())
            return String(decoding: utf8, as: UTF8.self)
        }
    }
}

extension String {
    /// Shows its bytes in place, so that no copy of what may be a secret stays in memory.
    func withData<Result>(_ body: (Data) throws -> Result) rethrows -> Result {
        var text = self
        return try text.withUTF8 { utf8 in
            guard let start = utf8.baseAddress else { return try body(Data()) }
            let bytes = UnsafeMutableRawPointer(mutating: start)
            return try body(Data(bytesNoCopy: bytes, count: utf8.count, deallocator: .none))
        }
    }
}

extension Secret: Hashable {
    /// Compares in constant time.
    public static func == (left: Secret, right: Secret) -> Bool {
        left.core.equals(other: right.core)
    }

    /// Hashes what may be shown of it, so that a hash gives nothing away.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(description)
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The redacted form: the key's public prefix, `…` and at most its last six characters.
    public var description: String { core.redacted() }

    /// The redacted form.
    public var debugDescription: String { "Secret(\(description))" }

    /// A mirror that shows the redacted form and nothing below it.
    public var customMirror: Mirror {
        Mirror(self, children: ["redacted": description], displayStyle: .struct)
    }
}
