// Generated from core/src by `make generate`: the error codes, and what an error says.

import Foundation

/// Which failure a ``VeniceError`` is. The same across versions and languages.
public enum ErrorCode: String, CaseIterable, Hashable, Sendable, Codable {
    /// The client can't be used as it was configured: no key, or the function that gives it failed;
    /// a bad base URL, plain http to a host that isn't loopback, a CA file that can't be read.
    case config
    /// Refused before anything was sent: ``VeniceError/issues`` names field and rule.
    case invalidInput = "invalid_input"
    /// The key is unknown, expired or revoked, its account's subscription is inactive, or no key
    /// was sent.
    case unauthenticated
    /// The call needs an ADMIN key.
    case adminKeyRequired = "admin_key_required"
    /// No balance, or the key's cap is spent.
    case paymentRequired = "payment_required"
    /// The key may not do this: IP allowlist, model privacy, disabled access.
    case forbidden
    /// There is no such key, or no such path.
    case notFound = "not_found"
    /// The account has as many active keys as Venice allows (500).
    case keyLimitReached = "key_limit_reached"
    /// Two keys have the description that only one may have, or the one that has it can't become
    /// what was asked for; nothing was created.
    case conflict
    /// Somebody else is making this key: the message names what they made so far and until when it
    /// lasts, and ``VeniceError/retryAfter`` says how long that is.
    case inProgress = "in_progress"
    /// The caller's `store` failed: the new key was deleted, or ends by itself. Only Rust has this
    /// code, with the error of `store` as its source; the other languages raise that error itself.
    case storeFailed = "store_failed"
    /// The time in which the new key had to be stored and made lasting was over: it has ended.
    /// Discard the secret that was stored under its id.
    case pendingLost = "pending_lost"
    /// The key was rotated before: the message names its successor.
    case alreadyRotated = "already_rotated"
    /// The server refused the request: ``VeniceError/issues`` says why where the server did.
    case badRequest = "bad_request"
    /// The server doesn't accept the wallet's address.
    case invalidAddress = "invalid_address"
    /// The challenge is too old: get a new one.
    case challengeExpired = "challenge_expired"
    /// The challenge isn't one of Venice's own for this wallet; nothing was signed.
    case challengeInvalid = "challenge_invalid"
    /// The signature was made by another wallet or over other bytes.
    case signatureMismatch = "signature_mismatch"
    /// The wallet has no staked VVV on Base.
    case notStaked = "not_staked"
    /// The server couldn't check the wallet just now: try again later.
    case walletCheckUnavailable = "wallet_check_unavailable"
    /// What was asked for belongs to another wallet than the one that signed.
    case walletMismatch = "wallet_mismatch"
    /// Venice refused a wallet's sign-in. Each is used once and lasts for minutes, so a wrong clock
    /// is the usual reason.
    case signInRefused = "sign_in_refused"
    /// A top-up was refused: no money moved.
    case paymentRefused = "payment_refused"
    /// A top-up was sent, and Venice said last that it is still settling: make the same call again,
    /// or pay the record that ``VeniceError/resume`` holds. Neither can pay twice.
    case paymentSettling = "payment_settling"
    /// A top-up may have been paid, and nobody can tell yet: ``VeniceError/retryAfter`` says when
    /// to ask, and ``VeniceError/resume`` holds the record to ask with. Never pay under another
    /// order before that.
    case paymentUnknown = "payment_unknown"
    /// Too many requests: ``VeniceError/retryAfter`` says how long to wait, where it is known.
    case rateLimited = "rate_limited"
    /// The endpoint is retired.
    case gone
    /// The server failed on a call that is safe to repeat.
    case serverError = "server_error"
    /// The call's deadline passed.
    case timeout
    /// The server couldn't be reached, or the connection was lost.
    case connection
    /// The server's certificate wasn't accepted, or TLS failed otherwise.
    case tls
    /// The server's response isn't one that the API documents.
    case badResponse = "bad_response"
    /// The request to create a key, or to make a new one lasting, was sent, but no reliable
    /// response came back: the key may or may not exist.
    case outcomeUnknown = "outcome_unknown"
}

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
    /// The client can't be used as it was configured: no key, or the function that gives it failed;
    /// a bad base URL, plain http to a host that isn't loopback, a CA file that can't be read.
    case config(ErrorDetails)
    /// Refused before anything was sent: ``VeniceError/issues`` names field and rule.
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
    /// Two keys have the description that only one may have, or the one that has it can't become
    /// what was asked for; nothing was created.
    case conflict(ErrorDetails)
    /// Somebody else is making this key: the message names what they made so far and until when it
    /// lasts, and ``VeniceError/retryAfter`` says how long that is.
    case inProgress(ErrorDetails)
    /// The caller's `store` failed: the new key was deleted, or ends by itself. Only Rust has this
    /// code, with the error of `store` as its source; the other languages raise that error itself.
    case storeFailed(ErrorDetails)
    /// The time in which the new key had to be stored and made lasting was over: it has ended.
    /// Discard the secret that was stored under its id.
    case pendingLost(ErrorDetails)
    /// The key was rotated before: the message names its successor.
    case alreadyRotated(ErrorDetails)
    /// The server refused the request: ``VeniceError/issues`` says why where the server did.
    case badRequest(ErrorDetails)
    /// The server doesn't accept the wallet's address.
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
    /// What was asked for belongs to another wallet than the one that signed.
    case walletMismatch(ErrorDetails)
    /// Venice refused a wallet's sign-in. Each is used once and lasts for minutes, so a wrong clock
    /// is the usual reason.
    case signInRefused(ErrorDetails)
    /// A top-up was refused: no money moved.
    case paymentRefused(ErrorDetails)
    /// A top-up was sent, and Venice said last that it is still settling: make the same call again,
    /// or pay the record that ``VeniceError/resume`` holds. Neither can pay twice.
    case paymentSettling(ErrorDetails)
    /// A top-up may have been paid, and nobody can tell yet: ``VeniceError/retryAfter`` says when
    /// to ask, and ``VeniceError/resume`` holds the record to ask with. Never pay under another
    /// order before that.
    case paymentUnknown(ErrorDetails)
    /// Too many requests: ``VeniceError/retryAfter`` says how long to wait, where it is known.
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
    /// The server's response isn't one that the API documents.
    case badResponse(ErrorDetails)
    /// The request to create a key, or to make a new one lasting, was sent, but no reliable
    /// response came back: the key may or may not exist.
    case outcomeUnknown(ErrorDetails)

    init(_ code: ErrorCode, _ details: ErrorDetails) {
        self =
            switch code {
            case .config: .config(details)
            case .invalidInput: .invalidInput(details)
            case .unauthenticated: .unauthenticated(details)
            case .adminKeyRequired: .adminKeyRequired(details)
            case .paymentRequired: .paymentRequired(details)
            case .forbidden: .forbidden(details)
            case .notFound: .notFound(details)
            case .keyLimitReached: .keyLimitReached(details)
            case .conflict: .conflict(details)
            case .inProgress: .inProgress(details)
            case .storeFailed: .storeFailed(details)
            case .pendingLost: .pendingLost(details)
            case .alreadyRotated: .alreadyRotated(details)
            case .badRequest: .badRequest(details)
            case .invalidAddress: .invalidAddress(details)
            case .challengeExpired: .challengeExpired(details)
            case .challengeInvalid: .challengeInvalid(details)
            case .signatureMismatch: .signatureMismatch(details)
            case .notStaked: .notStaked(details)
            case .walletCheckUnavailable: .walletCheckUnavailable(details)
            case .walletMismatch: .walletMismatch(details)
            case .signInRefused: .signInRefused(details)
            case .paymentRefused: .paymentRefused(details)
            case .paymentSettling: .paymentSettling(details)
            case .paymentUnknown: .paymentUnknown(details)
            case .rateLimited: .rateLimited(details)
            case .gone: .gone(details)
            case .serverError: .serverError(details)
            case .timeout: .timeout(details)
            case .connection: .connection(details)
            case .tls: .tls(details)
            case .badResponse: .badResponse(details)
            case .outcomeUnknown: .outcomeUnknown(details)
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
        case .conflict(let details): (.conflict, details)
        case .inProgress(let details): (.inProgress, details)
        case .storeFailed(let details): (.storeFailed, details)
        case .pendingLost(let details): (.pendingLost, details)
        case .alreadyRotated(let details): (.alreadyRotated, details)
        case .badRequest(let details): (.badRequest, details)
        case .invalidAddress(let details): (.invalidAddress, details)
        case .challengeExpired(let details): (.challengeExpired, details)
        case .challengeInvalid(let details): (.challengeInvalid, details)
        case .signatureMismatch(let details): (.signatureMismatch, details)
        case .notStaked(let details): (.notStaked, details)
        case .walletCheckUnavailable(let details): (.walletCheckUnavailable, details)
        case .walletMismatch(let details): (.walletMismatch, details)
        case .signInRefused(let details): (.signInRefused, details)
        case .paymentRefused(let details): (.paymentRefused, details)
        case .paymentSettling(let details): (.paymentSettling, details)
        case .paymentUnknown(let details): (.paymentUnknown, details)
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

    /// Which failure it is; its `rawValue` is the same in every language.
    public var code: ErrorCode { parts.code }

    /// Everything it says.
    public var details: ErrorDetails { parts.details }

    /// What happened and what to do about it, for people: the text may change.
    public var message: String { details.message }

    /// The operation that failed, where it failed on its way to the server or there.
    public var operation: String? { details.operation }

    /// The HTTP status of the response, if there was one.
    public var status: Int? { details.status }

    /// What was wrong with the request, field by field, as far as it is known.
    public var issues: [Issue] { details.issues }

    /// How long to wait before trying again, if the server or the local create limit said so.
    ///
    /// In seconds.
    public var retryAfter: TimeInterval? { details.retryAfter }

    /// The server's id of the request, to quote when asking Venice about it.
    public var requestID: String? { details.requestID }

    /// The server's own code for the failure, where it sent one: `X402_SIGN_IN_EXPIRED`.
    public var serverCode: String? { details.serverCode }

    /// The version of the server that responded, to quote when asking Venice about it.
    public var serverVersion: String? { details.serverVersion }

    /// What to go on with where a call stopped half-way: for a list in pages the cursor of the page
    /// that failed, for a top-up its record. Not secret.
    public var resume: String? { details.resume }
}

/// What a ``VeniceError`` says. Holds no key, private key, signature, challenge or raw body.
public struct ErrorDetails: Hashable, Sendable, Codable {
    /// What happened and what to do about it, for people: the text may change.
    public internal(set) var message: String
    /// The operation that failed, where it failed on its way to the server or there.
    public internal(set) var operation: String?
    /// The HTTP status of the response, if there was one.
    public internal(set) var status: Int?
    /// What was wrong with the request, field by field, as far as it is known.
    public internal(set) var issues: [Issue]
    /// How long to wait before trying again, if the server or the local create limit said so.
    ///
    /// In seconds.
    public internal(set) var retryAfter: TimeInterval?
    /// The server's id of the request, to quote when asking Venice about it.
    public internal(set) var requestID: String?
    /// The server's own code for the failure, where it sent one: `X402_SIGN_IN_EXPIRED`.
    public internal(set) var serverCode: String?
    /// The version of the server that responded, to quote when asking Venice about it.
    public internal(set) var serverVersion: String?
    /// What to go on with where a call stopped half-way: for a list in pages the cursor of the page
    /// that failed, for a top-up its record. Not secret.
    public internal(set) var resume: String?

    /// Creates details from their parts: for previews, tests and mocks.
    public init(
        message: String,
        operation: String? = nil,
        status: Int? = nil,
        issues: [Issue] = [],
        retryAfter: TimeInterval? = nil,
        requestID: String? = nil,
        serverCode: String? = nil,
        serverVersion: String? = nil,
        resume: String? = nil
    ) {
        self.message = message
        self.operation = operation
        self.status = status
        self.issues = issues
        self.retryAfter = retryAfter
        self.requestID = requestID
        self.serverCode = serverCode
        self.serverVersion = serverVersion
        self.resume = resume
    }
}

extension ErrorDetails: Row {
    init(from row: inout RowReader) throws {
        try self.init(
            message: row.read(),
            operation: row.read(),
            status: row.read(),
            issues: row.read(),
            retryAfter: row.read(),
            requestID: row.read(),
            serverCode: row.read(),
            serverVersion: row.read(),
            resume: row.read())
    }
}
