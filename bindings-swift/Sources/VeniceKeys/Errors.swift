import Foundation

extension VeniceError: LocalizedError {
    /// The message, as `localizedDescription` shows it.
    public var errorDescription: String? { message }
}

extension VeniceError: CustomStringConvertible {
    /// The code and the message: `not_found: API key not found (HTTP 400): …`
    public var description: String { "\(code.rawValue): \(message)" }
}
