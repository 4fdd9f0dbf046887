//! The one match from core errors to Swift's: [`Code`](venice_keys::Code) case by case, and what an
//! error says besides.

use std::time::Duration;

use venice_keys::Error;

/// Which failure an error is. The same across versions and languages.
#[uniffi::remote(Enum)]
pub enum ErrorCode {
    /// The client can't be used as it was made: no key, a bad base URL, plain http to a host that
    /// isn't loopback, a CA file that can't be read.
    Config,
    /// Refused before anything was sent: the issues name field and rule.
    InvalidInput,
    /// The key is unknown, expired or revoked, its account's subscription is inactive, or no key
    /// was sent.
    Unauthenticated,
    /// The call needs an ADMIN key.
    AdminKeyRequired,
    /// No balance, or the key's cap is spent.
    PaymentRequired,
    /// The key may not do this: IP allowlist, model privacy, disabled access.
    Forbidden,
    /// There is no such key, or no such path.
    NotFound,
    /// The account has as many active keys as Venice allows (500).
    KeyLimitReached,
    /// The server refused the request: the issues say why where the server did.
    BadRequest,
    /// The server doesn't take the wallet's address.
    InvalidAddress,
    /// The challenge is too old: get a new one.
    ChallengeExpired,
    /// The challenge isn't one of Venice's own for this wallet; nothing was signed.
    ChallengeInvalid,
    /// The signature was made by another wallet or over other bytes.
    SignatureMismatch,
    /// The wallet has no staked VVV on Base.
    NotStaked,
    /// The server couldn't check the wallet just now: try again later.
    WalletCheckUnavailable,
    /// Too many requests: `retryAfter` says how long to wait, where it is known.
    RateLimited,
    /// The endpoint is retired.
    Gone,
    /// The server failed on a call that is safe to repeat.
    ServerError,
    /// The call's deadline passed.
    Timeout,
    /// The server couldn't be reached, or the connection was lost.
    Connection,
    /// The server's certificate wasn't accepted, or TLS failed otherwise.
    Tls,
    /// The server answered something the API doesn't document.
    BadResponse,
    /// A key was asked for and no trustworthy answer came: it may have been made.
    OutcomeUnknown,
}

pub(crate) type ErrorCode = venice_keys::Code;
type Issue = venice_keys::Issue;

/// One thing that is wrong with a request: where, and which rule.
#[uniffi::remote(Record)]
pub struct Issue {
    /// The field by Venice's name, dots between levels: `consumptionLimit.usd`. Empty if the
    /// server named none.
    pub field: String,
    /// The rule that was broken.
    pub message: String,
}

/// What a ``VeniceError`` says. Holds no key, private key, signature, challenge or raw body.
#[derive(Debug, uniffi::Record)]
pub struct ErrorDetails {
    /// What happened and what to do about it, for people: the text may change.
    pub message: String,
    /// The answer's HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What was wrong with the request, field by field, as far as it is known.
    pub issues: Vec<Issue>,
    /// How long to wait before the next try, in seconds, if it is known.
    pub retry_after: Option<Duration>,
    /// The server's name for the request, to quote when asking Venice about it.
    pub request_id: Option<String>,
    /// The server's own code for the failure, where it gave one: `X402_SIGN_IN_…`, for example.
    #[uniffi(default = None)]
    pub server_code: Option<String>,
    /// Which version of the server answered, to quote when asking Venice about it.
    #[uniffi(default = None)]
    pub server_version: Option<String>,
}

/// What a call fails with, before Sources/VeniceKeys makes it a `VeniceError` or a
/// `CancellationError`.
#[derive(Debug, uniffi::Error)]
pub enum CoreError {
    /// The Swift task was cancelled.
    Cancelled,
    /// The core refused or failed.
    Failed {
        /// Which failure.
        code: ErrorCode,
        /// What it says.
        details: ErrorDetails,
    },
}

impl std::fmt::Display for CoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cancelled => f.write_str("cancelled"),
            Self::Failed { details, .. } => f.write_str(&details.message),
        }
    }
}

impl CoreError {
    /// A setting of the client breaks a rule that only this binding has.
    pub(crate) fn setting(name: &str, rule: &str) -> Self {
        Self::Failed {
            code: ErrorCode::Config,
            details: ErrorDetails {
                message: format!("{name} {rule}"),
                status: None,
                issues: vec![Issue {
                    field: name.to_owned(),
                    message: rule.to_owned(),
                }],
                retry_after: None,
                request_id: None,
                server_code: None,
                server_version: None,
            },
        }
    }
}

impl From<Error> for CoreError {
    fn from(error: Error) -> Self {
        let error = error.in_camel_case();
        Self::Failed {
            code: error.code(),
            details: ErrorDetails {
                message: error.to_string(),
                status: error.status(),
                issues: error.issues().to_vec(),
                retry_after: error.retry_after(),
                request_id: error.request_id().map(str::to_owned),
                server_code: error.server_code().map(str::to_owned),
                server_version: error.server_version().map(str::to_owned),
            },
        }
    }
}

/// The code as text: `"outcome_unknown"`.
#[uniffi::export]
pub fn core_error_code_text(value: ErrorCode) -> String {
    value.as_str().to_owned()
}

/// The code of a text, if there is one.
#[uniffi::export]
pub fn core_error_code(text: String) -> Option<ErrorCode> {
    ErrorCode::ALL
        .iter()
        .copied()
        .find(|code| code.as_str() == text)
}
