import Foundation

extension VeniceError: LocalizedError {
    /// The message, as `localizedDescription` shows it.
    public var errorDescription: String? { message }
}

extension VeniceError: CustomStringConvertible {
    /// The code and the message: `not_found: API key not found (HTTP 400): …`
    public var description: String { "\(code.rawValue): \(message)" }
}

extension VeniceError {
    /// The same error, whose message begins with this.
    func saying(_ text: String) -> VeniceError {
        var details = details
        details.message = "\(text): \(message)"
        return VeniceError(code, details)
    }
}
