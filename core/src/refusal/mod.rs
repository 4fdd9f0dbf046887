//! How a response that isn't a 2xx becomes an [`Error`]: what its body says, which code that is,
//! and what a person can do about it.

mod error_body;

use self::error_body::ErrorBody;
use crate::codes::ErrorCode;
use crate::error::{Error, Issue};
use crate::retry::Waits;
use crate::scrub::Scrubber;
use crate::secret::Secret;

/// The parts of a response that explain a failure.
pub(crate) struct Refusal<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
    /// Whether the `PAYMENT-REQUIRED` header was there: Venice's "you sent no credentials".
    pub(crate) payment_header: bool,
    pub(crate) waits: Waits,
    pub(crate) request_id: Option<String>,
    pub(crate) server_version: Option<String>,
    /// What the server announces about the end of the endpoint.
    pub(crate) notice: Option<String>,
    pub(crate) asked: Asked,
}

/// What the server was asked, on which the meaning of some texts and statuses depends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To create a key.
    ForKey,
    /// By a wallet that signed in.
    BySignIn,
    /// To take a payment.
    ToTakePayment,
    /// Anything else.
    Other,
}

/// The error for a refusal. `secrets` are what the call sent: they are removed from whatever the
/// server echoes.
pub(crate) fn to_error(refusal: Refusal<'_>, secrets: &[Secret]) -> Error {
    let Refusal {
        status,
        body,
        payment_header,
        waits,
        request_id,
        server_version,
        notice,
        asked,
    } = refusal;
    let said = ErrorBody::read(body);
    let code = classify(status, &said, payment_header, asked);
    let scrubber = Scrubber::new(secrets);
    let scrub = |text: &str| scrubber.scrub(text);
    let server_text = (!said.text.is_empty()).then(|| scrub(&said.text));
    let mut message = match &server_text {
        None => format!("HTTP {status}"),
        Some(text) => format!("{text} (HTTP {status})"),
    };
    let issues: Vec<Issue> = said
        .issues
        .iter()
        .map(|issue| Issue {
            field: scrub(&issue.field),
            message: scrub(&issue.message),
        })
        .collect();
    if let (
        ErrorCode::BadRequest,
        Some(Issue {
            field,
            message: rule,
        }),
    ) = (code, issues.first())
    {
        let place = if field.is_empty() { "request" } else { field };
        message = format!("{message} [{place}: {rule}]");
    }
    if let (ErrorCode::Gone, Some(successor)) = (code, notice.as_deref().and_then(successor)) {
        message = format!("{message}; its successor is {}", scrub(successor));
    }
    // The body's first: the cf-ray header is always there, and says less to Venice.
    let id = said.request_id.clone().or(request_id);
    Error::new(code, message)
        .with_advice(advice(code, status, &said))
        .with_status(status)
        .with_issues(issues)
        .with_retry_after(waits.announced(status, said.locked_out()))
        .with_request_id(id.map(|id| scrub(&id)))
        .with_server_code(said.code.as_deref().map(scrub))
        .with_server_version(server_version.map(|version| scrub(&version)))
        .with_server_text(server_text)
}

/// What takes the place of an endpoint that is gone: the target of the link
/// `<…>; rel="successor-version"`.
fn successor(notice: &str) -> Option<&str> {
    let (before, _) = notice.split_once("rel=\"successor-version\"")?;
    let (_, link) = before.rsplit_once('<')?;
    link.split_once('>').map(|(target, _)| target)
}

fn classify(status: u16, said: &ErrorBody, payment_header: bool, asked: Asked) -> ErrorCode {
    // The response to a request without credentials.
    let not_seen = said.no_credentials || (payment_header && said.text.is_empty());
    match (asked, status) {
        (Asked::BySignIn, 401) => return ErrorCode::SignInRefused,
        (Asked::BySignIn, 402) if not_seen => return ErrorCode::SignInRefused,
        (Asked::ToTakePayment, 400..=599) => return classify_payment(status, said, not_seen),
        _ => {}
    }
    match status {
        400 => classify_400(said, asked == Asked::ForKey),
        401 if said.has("admin api key required") => ErrorCode::AdminKeyRequired,
        401 => ErrorCode::Unauthenticated,
        402 if not_seen => ErrorCode::Unauthenticated,
        402 => ErrorCode::PaymentRequired,
        403 if said.has("own wallet") => ErrorCode::WalletMismatch,
        403 => ErrorCode::Forbidden,
        404 => ErrorCode::NotFound,
        410 => ErrorCode::Gone,
        429 => ErrorCode::RateLimited,
        _ if status / 100 == 4 => ErrorCode::BadRequest,
        _ if status / 100 == 5 => ErrorCode::ServerError,
        _ => ErrorCode::BadResponse,
    }
}

/// What a refusal says about the one request that it refused. A 402 is either Venice's answer to a
/// payment that it hasn't transferred yet, or that to a request without a payment.
fn classify_payment(status: u16, said: &ErrorBody, not_seen: bool) -> ErrorCode {
    match status {
        402 if !not_seen => ErrorCode::PaymentSettling,
        408 | 499 => ErrorCode::ServerError,
        409 => ErrorCode::PaymentSettling,
        410 => ErrorCode::Gone,
        429 => ErrorCode::RateLimited,
        504 if said.code.as_deref() == Some("SETTLEMENT_TIMEOUT") => ErrorCode::PaymentSettling,
        500..=599 => ErrorCode::ServerError,
        _ => ErrorCode::PaymentRefused,
    }
}

/// A 400 means many things; its text says which.
fn classify_400(said: &ErrorBody, creates_key: bool) -> ErrorCode {
    const NO_SUCH_KEY: [&str; 2] = ["api key not found", "api key could not be found"];
    const TOO_LATE: [&str; 3] = [
        "jwt has expired",
        "challenge has expired",
        "message has expired",
    ];
    const NOT_VENICES: [&str; 7] = [
        "jwt signature is invalid",
        "jwt claims are invalid",
        "jwt is malformed",
        "issued for a different wallet",
        "not a valid venice api key authorization challenge",
        "challenge statement was modified",
        "challenge domain must be",
    ];
    // In case a server words it differently.
    let about_the_challenge = said.has_any(&["challenge", "nonce", "siwe"])
        && said.has_any(&["invalid", "malformed", "used"]);
    if said.has_any(&NO_SUCH_KEY) {
        ErrorCode::NotFound
    } else if !creates_key {
        ErrorCode::BadRequest
    } else if said.has("invalid wallet address") {
        ErrorCode::InvalidAddress
    } else if said.has_any(&TOO_LATE) {
        ErrorCode::ChallengeExpired
    } else if said.has("wallet signature does not match") {
        ErrorCode::SignatureMismatch
    } else if said.has("could not verify wallet signature") {
        ErrorCode::WalletCheckUnavailable
    } else if said.has("no staked vvv") {
        ErrorCode::NotStaked
    } else if said.has_any(&NOT_VENICES) || about_the_challenge {
        ErrorCode::ChallengeInvalid
    } else if said.is_about_too_many_keys() {
        ErrorCode::KeyLimitReached
    } else {
        ErrorCode::BadRequest
    }
}

/// What a person can do about it.
fn advice(code: ErrorCode, status: u16, said: &ErrorBody) -> &'static str {
    let particular = match code {
        ErrorCode::Unauthenticated if said.has("subscription") => {
            Some("renew the account's subscription: the key itself is as it was")
        }
        ErrorCode::Unauthenticated if said.no_credentials => {
            Some("no key was sent: give the client one")
        }
        ErrorCode::PaymentRequired if said.has("spend limit") => {
            Some("raise the key's cap, or wait until its limit period starts again")
        }
        ErrorCode::Forbidden if said.has("ip address") => {
            Some("call from an address in the key's IP allowlist, or change the list")
        }
        ErrorCode::Forbidden if said.has("privacy") => {
            Some("use a model that the key's model privacy allows, or change it")
        }
        ErrorCode::Forbidden if said.has("disabled") => {
            Some("only Venice can enable API access again: write to its support")
        }
        ErrorCode::NotFound if status == 404 => {
            Some("the server has no such path: check the base URL")
        }
        ErrorCode::ChallengeInvalid if said.has("already been used") => {
            Some("get a new challenge for every key")
        }
        _ => None,
    };
    particular.or(code.advice()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
