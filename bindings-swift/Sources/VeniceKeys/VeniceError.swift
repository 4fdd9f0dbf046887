import Foundation

/// Why a call failed: one case per ``ErrorCode``.
///
/// ```swift
/// do {
///     let key = try await client.getKey(id)
/// } catch VeniceError.notFound {
///     // No such key.
/// } catch let error as VeniceError {
///     print(error.code.rawValue, error.message)
/// }
/// ```
///
/// No case, and no form of one, holds a key, a private key, a signature, a challenge or a raw body.
public enum VeniceError: Error, Hashable, Sendable {
    /// The client can't be used as it was made: no key, a bad base URL, plain http to a host that
    /// isn't loopback, a CA file that can't be read.
    case config(ErrorDetails)
    /// Refused before anything was sent: ``issues`` names field and rule.
    case invalidInput(ErrorDetails)
    /// The key is unknown, expired or revoked, its account's subscription is inactive, or no key
    /// was sent.
    case unauthenticated(ErrorDetails)
    /// The call needs an ADMIN key.
    case adminKeyRequired(ErrorDetails)
    /// No balance, or the key's cap is spent.
    case paymentRequired(ErrorDetails)
    /// The key may not do this: IP allowlist, model privacy, disabled access.
    case forbidden(ErrorDetails)
    /// There is no such key, or no such path.
    case notFound(ErrorDetails)
    /// The account has as many active keys as Venice allows (500).
    case keyLimitReached(ErrorDetails)
    /// The server refused the request: ``issues`` says why where the server did.
    case badRequest(ErrorDetails)
    /// The server doesn't take the wallet's address.
    case invalidAddress(ErrorDetails)
    /// The challenge is too old: get a new one.
    case challengeExpired(ErrorDetails)
    /// The challenge isn't one of Venice's own for this wallet; nothing was signed.
    case challengeInvalid(ErrorDetails)
    /// The signature was made by another wallet or over other bytes.
    case signatureMismatch(ErrorDetails)
    /// The wallet has no staked VVV on Base.
    case notStaked(ErrorDetails)
    /// The server couldn't check the wallet just now: try again later.
    case walletCheckUnavailable(ErrorDetails)
    /// Too many requests: ``retryAfter`` says how long to wait, where it is known.
    case rateLimited(ErrorDetails)
    /// The endpoint is retired.
    case gone(ErrorDetails)
    /// The server failed on a call that is safe to repeat.
    case serverError(ErrorDetails)
    /// The call's deadline passed.
    case timeout(ErrorDetails)
    /// The server couldn't be reached, or the connection was lost.
    case connection(ErrorDetails)
    /// The server's certificate wasn't accepted, or TLS failed otherwise.
    case tls(ErrorDetails)
    /// The server answered something the API doesn't document.
    case badResponse(ErrorDetails)
    /// A key was asked for and no trustworthy answer came: it may have been made. The message says
    /// when it was asked for and how to find out.
    case outcomeUnknown(ErrorDetails)

    init(_ code: ErrorCode, _ details: ErrorDetails) {
        switch code {
        case .config: self = .config(details)
        case .invalidInput: self = .invalidInput(details)
        case .unauthenticated: self = .unauthenticated(details)
        case .adminKeyRequired: self = .adminKeyRequired(details)
        case .paymentRequired: self = .paymentRequired(details)
        case .forbidden: self = .forbidden(details)
        case .notFound: self = .notFound(details)
        case .keyLimitReached: self = .keyLimitReached(details)
        case .badRequest: self = .badRequest(details)
        case .invalidAddress: self = .invalidAddress(details)
        case .challengeExpired: self = .challengeExpired(details)
        case .challengeInvalid: self = .challengeInvalid(details)
        case .signatureMismatch: self = .signatureMismatch(details)
        case .notStaked: self = .notStaked(details)
        case .walletCheckUnavailable: self = .walletCheckUnavailable(details)
        case .rateLimited: self = .rateLimited(details)
        case .gone: self = .gone(details)
        case .serverError: self = .serverError(details)
        case .timeout: self = .timeout(details)
        case .connection: self = .connection(details)
        case .tls: self = .tls(details)
        case .badResponse: self = .badResponse(details)
        case .outcomeUnknown: self = .outcomeUnknown(details)
        }
    }

    private var parts: (code: ErrorCode, details: ErrorDetails) {
        switch self {
        case .config(let details): (.config, details)
        case .invalidInput(let details): (.invalidInput, details)
        case .unauthenticated(let details): (.unauthenticated, details)
        case .adminKeyRequired(let details): (.adminKeyRequired, details)
        case .paymentRequired(let details): (.paymentRequired, details)
        case .forbidden(let details): (.forbidden, details)
        case .notFound(let details): (.notFound, details)
        case .keyLimitReached(let details): (.keyLimitReached, details)
        case .badRequest(let details): (.badRequest, details)
        case .invalidAddress(let details): (.invalidAddress, details)
        case .challengeExpired(let details): (.challengeExpired, details)
        case .challengeInvalid(let details): (.challengeInvalid, details)
        case .signatureMismatch(let details): (.signatureMismatch, details)
        case .notStaked(let details): (.notStaked, details)
        case .walletCheckUnavailable(let details): (.walletCheckUnavailable, details)
        case .rateLimited(let details): (.rateLimited, details)
        case .gone(let details): (.gone, details)
        case .serverError(let details): (.serverError, details)
        case .timeout(let details): (.timeout, details)
        case .connection(let details): (.connection, details)
        case .tls(let details): (.tls, details)
        case .badResponse(let details): (.badResponse, details)
        case .outcomeUnknown(let details): (.outcomeUnknown, details)
        }
    }

    /// Which failure it is; its `rawValue` (`"outcome_unknown"`) is the same in every language.
    public var code: ErrorCode { parts.code }

    /// Everything it says.
    public var details: ErrorDetails { parts.details }

    /// What happened and what to do about it, for people: the text may change.
    public var message: String { details.message }

    /// The answer's HTTP status, if there was an answer.
    public var status: UInt16? { details.status }

    /// What was wrong with the request, field by field, as far as it is known.
    public var issues: [Issue] { details.issues }

    /// How many seconds to wait before the next try, if the server or the local throttle said so.
    public var retryAfter: TimeInterval? { details.retryAfter }

    /// The server's name for the request, to quote when asking Venice about it.
    public var requestId: String? { details.requestId }

    /// The server's own code for the failure, where it gave one: `X402_SIGN_IN_…`, for example.
    public var serverCode: String? { details.serverCode }

    /// Which version of the server answered, to quote when asking Venice about it.
    public var serverVersion: String? { details.serverVersion }
}

extension VeniceError: LocalizedError {
    /// The message, as `localizedDescription` shows it.
    public var errorDescription: String? { message }
}

extension VeniceError: CustomStringConvertible {
    /// The code and the message: `not_found: API key not found (HTTP 400): …`
    public var description: String { "\(code.rawValue): \(message)" }
}

extension ErrorCode: RawRepresentable {
    /// The code of a text, or `nil` if there is none such.
    public init?(rawValue: String) {
        guard let code = coreErrorCode(text: rawValue) else { return nil }
        self = code
    }

    /// The code as text: `"outcome_unknown"`.
    public var rawValue: String { coreErrorCodeText(value: self) }
}
