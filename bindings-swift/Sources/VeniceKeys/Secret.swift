import Foundation

/// An API key, printed only in part: `VENICE_INFERENCE_KEY_…2V2jNW`.
///
/// Every form that Swift can print, dump, mirror or interpolate is the redacted one, and it can't
/// be encoded. ``reveal()`` is the one way to the text. The text is kept outside of Swift's own
/// memory and wiped when the last copy of the secret is released; what ``reveal()`` hands out is
/// not.
public struct Secret: Sendable {
    let core: CoreSecret

    init(core: CoreSecret) {
        self.core = core
    }

    /// Wraps a text, a key read from the keychain for example.
    public init(_ text: String) {
        core = CoreSecret(text: text)
    }

    /// The text itself: put it where it belongs and nowhere else.
    public func reveal() -> String {
        core.reveal()
    }
}

extension Secret: Hashable {
    /// Compares in constant time.
    public static func == (left: Secret, right: Secret) -> Bool {
        left.core.equals(other: right.core)
    }

    /// Hashes what may be shown of it, so that a hash tells nothing.
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
