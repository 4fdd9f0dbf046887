//! [`Error`], its stable [`Code`], and how an answer of the API becomes one.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use crate::secret::{Secret, public_prefix};
use crate::wire;

/// What went wrong, as a code that stays the same across versions and languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The client can't be used as it was made: no key, a bad base URL, plain http to a host that
    /// isn't loopback, a CA file that can't be read.
    Config,
    /// Refused before anything was sent: [`Error::issues`] names field and rule.
    InvalidInput,
    /// The key is unknown, expired or revoked, or none was sent.
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
    /// The server refused the request: [`Error::issues`] says why where the server did.
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
    /// Too many requests: [`Error::retry_after`] says how long to wait, where it is known.
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

impl Code {
    /// Every code, in the order of the documentation's table.
    pub const ALL: &'static [Code] = &[
        Code::Config,
        Code::InvalidInput,
        Code::Unauthenticated,
        Code::AdminKeyRequired,
        Code::PaymentRequired,
        Code::Forbidden,
        Code::NotFound,
        Code::KeyLimitReached,
        Code::BadRequest,
        Code::InvalidAddress,
        Code::ChallengeExpired,
        Code::ChallengeInvalid,
        Code::SignatureMismatch,
        Code::NotStaked,
        Code::WalletCheckUnavailable,
        Code::RateLimited,
        Code::Gone,
        Code::ServerError,
        Code::Timeout,
        Code::Connection,
        Code::Tls,
        Code::BadResponse,
        Code::OutcomeUnknown,
    ];

    /// The code as text: `"outcome_unknown"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::Config => "config",
            Code::InvalidInput => "invalid_input",
            Code::Unauthenticated => "unauthenticated",
            Code::AdminKeyRequired => "admin_key_required",
            Code::PaymentRequired => "payment_required",
            Code::Forbidden => "forbidden",
            Code::NotFound => "not_found",
            Code::KeyLimitReached => "key_limit_reached",
            Code::BadRequest => "bad_request",
            Code::InvalidAddress => "invalid_address",
            Code::ChallengeExpired => "challenge_expired",
            Code::ChallengeInvalid => "challenge_invalid",
            Code::SignatureMismatch => "signature_mismatch",
            Code::NotStaked => "not_staked",
            Code::WalletCheckUnavailable => "wallet_check_unavailable",
            Code::RateLimited => "rate_limited",
            Code::Gone => "gone",
            Code::ServerError => "server_error",
            Code::Timeout => "timeout",
            Code::Connection => "connection",
            Code::Tls => "tls",
            Code::BadResponse => "bad_response",
            Code::OutcomeUnknown => "outcome_unknown",
        }
    }

    /// What a person can do about it; added to what the server said.
    fn advice(self) -> &'static str {
        match self {
            Code::Unauthenticated => "check that the key is right, unexpired and not revoked",
            Code::AdminKeyRequired => "this call needs an ADMIN key",
            Code::PaymentRequired => "add balance, or raise the key's limit",
            Code::Forbidden => "check the key's IP allowlist and model privacy",
            Code::NotFound => {
                "list_keys() shows the keys there are; expired and deleted ones are gone"
            }
            Code::KeyLimitReached => "delete keys that are no longer used",
            Code::InvalidAddress => "give the wallet's 20-byte address",
            Code::ChallengeExpired => "get a new challenge and sign that",
            Code::ChallengeInvalid => "get a new challenge from Venice and sign it unchanged",
            Code::SignatureMismatch => {
                "sign the exact challenge text with the wallet of that address"
            }
            Code::NotStaked => "stake VVV on Base with this wallet first",
            Code::WalletCheckUnavailable => "try again in a moment",
            Code::RateLimited => "wait before the next call",
            Code::Gone => "this version of venice-keys calls a retired endpoint: update it",
            Code::ServerError => "the call is safe to repeat",
            _ => "",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that is wrong with a request: where, and which rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The field by Venice's name, dots between levels: `consumptionLimit.usd`. Empty if the server
    /// named none.
    pub field: String,
    /// The rule that was broken.
    pub message: String,
}

/// A failed call.
///
/// Tell failures apart by [`code`](Error::code); the text is for people and may change. It never
/// holds a key, a private key, a signature, a challenge or a raw body.
///
/// ```
/// use venice_keys::{Client, Code, NewKey};
///
/// let client = Client::builder().api_key("VENICE_ADMIN_KEY_DOCS").build()?;
/// let error = client.create_key(&NewKey::new("")).unwrap_err();
/// assert_eq!(error.code(), Code::InvalidInput);
/// assert_eq!(error.issues()[0].field, "description");
/// # Ok::<(), venice_keys::Error>(())
/// ```
#[derive(thiserror::Error)]
#[error("{}", .0.message)]
pub struct Error(Box<Inner>);

/// The operations, as texts name them.
const OPERATIONS: [&str; 12] = [
    "list_keys",
    "create_key",
    "get_key",
    "update_key",
    "delete_key",
    "rate_limits",
    "rate_limit_log",
    "verify_key",
    "list_models",
    "web3_challenge",
    "mint_web3_key",
    "mint_with_wallet",
];

/// Only where our own texts name one, `list_keys()` or `create_key: …`: in the server's it may be
/// part of a path.
fn in_camel_case(text: &str) -> String {
    let mut text = text.to_owned();
    for snake in OPERATIONS {
        let camel = camel_case(snake);
        text = text.replace(&format!("{snake}()"), &format!("{camel}()"));
        text = text.replace(&format!("({snake}: "), &format!("({camel}: "));
        if let Some(rest) = text.strip_prefix(&format!("{snake}: ")) {
            text = format!("{camel}: {rest}");
        }
    }
    text
}

fn camel_case(snake: &str) -> String {
    let mut words = snake.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| {
        name + &word[..1].to_ascii_uppercase() + &word[1..]
    })
}

struct Inner {
    code: Code,
    message: String,
    status: Option<u16>,
    issues: Vec<Issue>,
    retry_after: Option<Duration>,
    request_id: Option<String>,
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            code,
            message,
            status,
            issues,
            retry_after,
            request_id,
        } = &*self.0;
        f.debug_struct("Error")
            .field("code", &code.as_str())
            .field("message", message)
            .field("status", status)
            .field("issues", issues)
            .field("retry_after", retry_after)
            .field("request_id", request_id)
            .finish()
    }
}

impl Error {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            status: None,
            issues: Vec::new(),
            retry_after: None,
            request_id: None,
        }))
    }

    /// A refusal before anything is sent: `field` breaks `rule`.
    pub(crate) fn input(field: &str, rule: impl Into<String>) -> Self {
        let rule = rule.into();
        let mut error = Self::new(Code::InvalidInput, format!("{field} {rule}"));
        error.0.issues.push(Issue {
            field: field.to_owned(),
            message: rule,
        });
        error
    }

    /// The same for people who write `listKeys()`: its texts name operations as theirs do.
    pub fn in_camel_case(mut self) -> Self {
        let Inner {
            message, issues, ..
        } = &mut *self.0;
        let texts = issues.iter_mut().map(|issue| &mut issue.message);
        for text in texts.chain([message]) {
            *text = in_camel_case(text);
        }
        self
    }

    /// Which failure it is.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The answer's HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// What was wrong with the request, field by field, as far as it is known.
    pub fn issues(&self) -> &[Issue] {
        &self.0.issues
    }

    /// How long to wait before the next try, if the server or the local throttle said so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The server's name for the request, to quote when asking Venice about it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_request_id(mut self, id: Option<String>) -> Self {
        self.0.request_id = id;
        self
    }

    /// The same failure of a call that must not be sent twice: whatever came was no answer.
    pub(crate) fn into_outcome_unknown(mut self) -> Self {
        self.0.message = format!(
            "a key may have been made, but no trustworthy answer came ({}): look for its \
             description in list_keys(), delete it if it is there (its secret is lost), then \
             create again",
            self.0.message
        );
        self.0.code = Code::OutcomeUnknown;
        self
    }
}

/// What of an answer tells why a call failed.
pub(crate) struct Refusal<'a> {
    pub(crate) status: u16,
    pub(crate) body: &'a [u8],
    /// Whether the `PAYMENT-REQUIRED` header was there: Venice's "you sent no credentials".
    pub(crate) payment_header: bool,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) request_id: Option<String>,
}

/// Turns an answer that isn't a 2xx into an [`Error`]. `secrets` are what the call sent: they are
/// cut out of whatever the server echoes.
pub(crate) fn from_refusal(refusal: Refusal<'_>, creates: bool, secrets: &[Secret]) -> Error {
    let Refusal {
        status,
        body,
        payment_header,
        retry_after,
        request_id,
    } = refusal;
    let said = Said::read(body);
    let code = classify(status, &said, payment_header, creates);
    let text = match said.text.is_empty() {
        true => format!("HTTP {status}"),
        false => format!("{} (HTTP {status})", said.text),
    };
    let message = match code.advice() {
        "" => text,
        advice => format!("{text}: {advice}"),
    };
    let scrub = |text: &str| scrub(text, secrets);
    let mut error = Error::new(code, scrub(&message))
        .with_status(status)
        .with_retry_after(retry_after)
        .with_request_id(request_id.map(|id| scrub(&id)));
    error.0.issues = said
        .issues
        .iter()
        .map(|i| Issue {
            field: scrub(&i.field),
            message: scrub(&i.message),
        })
        .collect();
    if error.0.code == Code::BadRequest
        && let Some(first) = error.0.issues.first()
    {
        let place = if first.field.is_empty() {
            "request"
        } else {
            &first.field
        };
        error.0.message = format!("{} [{place}: {}]", error.0.message, first.message);
    }
    error
}

fn classify(status: u16, said: &Said, payment_header: bool, creates: bool) -> Code {
    let has = |part: &str| said.lower.contains(part);
    match status {
        400 => classify_400(said, creates),
        401 if has("admin api key required") => Code::AdminKeyRequired,
        401 => Code::Unauthenticated,
        402 if said.no_credentials || (payment_header && said.text.is_empty()) => {
            Code::Unauthenticated
        }
        402 => Code::PaymentRequired,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        410 => Code::Gone,
        429 => Code::RateLimited,
        _ if status / 100 == 4 => Code::BadRequest,
        _ if status / 100 == 5 => Code::ServerError,
        _ => Code::BadResponse,
    }
}

/// A 400 means many things, told apart by its text.
fn classify_400(said: &Said, creates: bool) -> Code {
    let has = |part: &str| said.lower.contains(part);
    let any = |parts: &[&str]| parts.iter().any(|part| has(part));
    if any(&["api key not found", "api key could not be found"]) {
        return Code::NotFound;
    }
    if !creates {
        return Code::BadRequest;
    }
    if has("invalid wallet address") {
        Code::InvalidAddress
    } else if any(&[
        "jwt has expired",
        "challenge has expired",
        "message has expired",
    ]) {
        Code::ChallengeExpired
    } else if has("wallet signature does not match") {
        Code::SignatureMismatch
    } else if has("could not verify wallet signature") {
        Code::WalletCheckUnavailable
    } else if has("no staked vvv") {
        Code::NotStaked
    } else if any(&[
        "jwt signature is invalid",
        "jwt claims are invalid",
        "jwt is malformed",
    ]) || (any(&["challenge", "nonce", "siwe"]) && any(&["invalid", "malformed", "used"]))
    {
        Code::ChallengeInvalid
    } else if said.issues.is_empty()
        && has("key")
        && any(&["maximum", "limit", "too many", "at most"])
    {
        Code::KeyLimitReached
    } else {
        Code::BadRequest
    }
}

/// What an error body says, whichever of its documented shapes it has.
#[derive(Default)]
struct Said {
    text: String,
    lower: String,
    issues: Vec<Issue>,
    no_credentials: bool,
}

/// How much of a server's words is worth showing.
const TEXT_LIMIT: usize = 300;
const ISSUE_LIMIT: usize = 50;

impl Said {
    /// Reads JSON bodies; anything else (a gateway's page, nothing at all) says nothing.
    fn read(body: &[u8]) -> Self {
        let text = std::str::from_utf8(body).unwrap_or_default();
        let Ok(Value::Object(body)) = wire::parsed(text, |json| serde_json::from_str(json)) else {
            return Self::default();
        };
        let mut said = Self::default();
        match body.get("error") {
            Some(Value::String(text)) => said.text = clip(text),
            Some(Value::Object(error)) => {
                if let Some(text) = error.get("message").and_then(Value::as_str) {
                    said.text = clip(text);
                    if let Some(field) = error.get("param").and_then(Value::as_str) {
                        said.issue(field, text);
                    }
                }
            }
            _ => {}
        }
        if let Some(issues) = body.get("issues") {
            said.listed(issues);
        }
        if let Some(issues) = body
            .get("context")
            .and_then(|context| context.get("issues"))
        {
            said.listed(issues);
        }
        match body.get("details") {
            Some(Value::String(text)) => said.issue("", text),
            Some(details) if said.issues.is_empty() => said.nested("", details, 0),
            _ => {}
        }
        said.no_credentials = ["x402Version", "authOptions"]
            .iter()
            .any(|k| body.contains_key(*k));
        said.lower = said.text.to_lowercase();
        said
    }

    fn issue(&mut self, field: &str, message: &str) {
        if self.issues.len() < ISSUE_LIMIT {
            self.issues.push(Issue {
                field: clip(field),
                message: clip(message),
            });
        }
    }

    /// `issues: [{code, message, path: ["consumptionLimit", "usd"]}]`
    fn listed(&mut self, issues: &Value) {
        for issue in issues.as_array().into_iter().flatten() {
            let Some(message) = issue.get("message").and_then(Value::as_str) else {
                continue;
            };
            let steps = issue.get("path").and_then(Value::as_array);
            let path: Vec<String> = steps.into_iter().flatten().map(step).collect();
            self.issue(&path.join("."), message);
        }
    }

    /// `details: {_errors: […], field: {_errors: […]}}`
    fn nested(&mut self, field: &str, details: &Value, depth: usize) {
        const DEEPEST: usize = 8;
        let Some(details) = details.as_object().filter(|_| depth < DEEPEST) else {
            return;
        };
        for (name, inner) in details {
            if name == "_errors" {
                for message in inner
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    self.issue(field, message);
                }
            } else if field.is_empty() {
                self.nested(name, inner, depth + 1);
            } else {
                self.nested(&format!("{field}.{name}"), inner, depth + 1);
            }
        }
    }
}

fn step(step: &Value) -> String {
    step.as_str()
        .map_or_else(|| step.to_string(), str::to_owned)
}

/// One line of bounded length, with no control characters.
fn clip(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut clipped: String = line.take(TEXT_LIMIT).collect();
    if clipped.len() < text.len() && text.chars().nth(TEXT_LIMIT).is_some() {
        clipped.push('…');
    }
    clipped
}

/// A piece of a secret this long counts as the secret.
pub(crate) const PIECE: usize = 12;
/// What is shorter than this is no secret, and cutting it out would blot the whole text.
const SHORTEST_SECRET: usize = 4;
const CUT: &str = "[redacted]";

/// Cuts out of `text` every piece of the given secrets, and whatever looks like a key, a token, a
/// signature or a private key of anybody's.
pub(crate) fn scrub(text: &str, secrets: &[Secret]) -> String {
    let mut hidden = vec![false; text.len()];
    for secret in secrets {
        let whole = secret.reveal();
        let private = &whole.as_bytes()[public_prefix(whole).len()..];
        hide_pieces(text.as_bytes(), private, &mut hidden);
    }
    hide_suspects(text, &mut hidden);
    let mut clean = String::with_capacity(text.len());
    let mut cutting = false;
    for (at, c) in text.char_indices() {
        if !hidden[at] {
            clean.push(c);
        } else if !cutting {
            clean.push_str(CUT);
        }
        cutting = hidden[at];
    }
    clean
}

fn hide_pieces(text: &[u8], secret: &[u8], hidden: &mut [bool]) {
    let size = PIECE.min(secret.len());
    if size < SHORTEST_SECRET || text.len() < size {
        return;
    }
    let pieces: std::collections::HashSet<&[u8]> = secret.windows(size).collect();
    for (at, window) in text.windows(size).enumerate() {
        if pieces.contains(window) {
            hidden[at..at + size].fill(true);
        }
    }
}

/// Hides unbroken runs that are too long to be words: keys, tokens, hashes. Ids (UUIDs) and
/// addresses (42 characters of hex) are not secret and stay.
fn hide_suspects(text: &str, hidden: &mut [bool]) {
    const LONGEST_WORD: usize = 28;
    let in_run = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes[start..].iter().take_while(|b| in_run(**b)).count();
        let run = &text[start..start + length];
        let key_like = run.contains("VENICE_") && run.contains("_KEY_");
        if key_like || (length > LONGEST_WORD && !is_uuid(run) && !is_address(run)) {
            hidden[start..start + length].fill(true);
        }
        start += length.max(1);
        while start < bytes.len() && !text.is_char_boundary(start) {
            start += 1;
        }
    }
}

fn is_uuid(run: &str) -> bool {
    run.len() == 36
        && run.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

fn is_address(run: &str) -> bool {
    run.len() == 42
        && run
            .strip_prefix("0x")
            .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, body: &str) -> Error {
        refused(status, body, false, &[])
    }

    fn refused(status: u16, body: &str, creates: bool, secrets: &[Secret]) -> Error {
        let refusal = Refusal {
            status,
            body: body.as_bytes(),
            payment_header: false,
            retry_after: None,
            request_id: None,
        };
        from_refusal(refusal, creates, secrets)
    }

    #[test]
    fn every_code_has_its_own_text() {
        let texts: std::collections::HashSet<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        assert_eq!(Code::ALL.len(), Code::OutcomeUnknown as usize + 1);
    }

    #[test]
    fn each_documented_answer_has_its_code() {
        for (status, body, code) in [
            (400, r#"{"error":"API key not found"}"#, Code::NotFound),
            (
                400,
                r#"{"error":"API key not found or expired"}"#,
                Code::NotFound,
            ),
            (
                400,
                r#"{"error":"API key could not be found"}"#,
                Code::NotFound,
            ),
            (
                400,
                r#"{"error":"Invalid request parameters"}"#,
                Code::BadRequest,
            ),
            (
                401,
                r#"{"error":"Authentication failed"}"#,
                Code::Unauthenticated,
            ),
            (
                401,
                r#"{"error":"Admin API key required"}"#,
                Code::AdminKeyRequired,
            ),
            (
                402,
                r#"{"x402Version":2,"accepts":[],"authOptions":{}}"#,
                Code::Unauthenticated,
            ),
            (
                402,
                r#"{"error":"Insufficient USD or Diem balance"}"#,
                Code::PaymentRequired,
            ),
            (403, "<html>no</html>", Code::Forbidden),
            (404, "", Code::NotFound),
            (408, "", Code::BadRequest),
            (410, r#"{"error":"use /v2"}"#, Code::Gone),
            (422, "{}", Code::BadRequest),
            (429, "{}", Code::RateLimited),
            (500, "{}", Code::ServerError),
            (503, "<html>", Code::ServerError),
            (302, "", Code::BadResponse),
        ] {
            assert_eq!(refusal(status, body).code(), code, "{status} {body}");
        }
    }

    #[test]
    fn operations_are_named_as_a_language_writes_them() {
        let said = r#"{"error":"see /api_keys/rate_limits: create_key failed"}"#;
        for (error, text) in [
            (
                Error::new(Code::Connection, "create_key: no").into_outcome_unknown(),
                "(createKey: no): look for its description in listKeys(),",
            ),
            (Error::input("id", "as list_keys() shows"), "as listKeys()"),
            (refusal(400, said), "/api_keys/rate_limits"),
        ] {
            let error = error.in_camel_case();
            assert!(error.to_string().contains(text), "{error}");
            assert!(error.issues().iter().all(|i| !i.message.contains('_')));
        }
        for (snake, camel) in [
            ("mint_web3_key", "mintWeb3Key"),
            ("rate_limits", "rateLimits"),
        ] {
            assert!(OPERATIONS.contains(&snake));
            assert_eq!(camel_case(snake), camel);
        }
    }

    #[test]
    fn mints_answers_are_told_apart_by_text() {
        for (text, code) in [
            ("Invalid wallet address", Code::InvalidAddress),
            ("Failed: JWT has expired", Code::ChallengeExpired),
            ("JWT signature is invalid", Code::ChallengeInvalid),
            ("JWT claims are invalid", Code::ChallengeInvalid),
            ("JWT is malformed", Code::ChallengeInvalid),
            ("Wallet signature does not match", Code::SignatureMismatch),
            (
                "Could not verify wallet signature",
                Code::WalletCheckUnavailable,
            ),
            ("Wallet 0xabc has no staked VVV on Base", Code::NotStaked),
            (
                "You have reached the maximum number of API keys (500)",
                Code::KeyLimitReached,
            ),
            ("Invalid request parameters", Code::BadRequest),
        ] {
            let body = format!(r#"{{"error":"{text}"}}"#);
            assert_eq!(refused(400, &body, true, &[]).code(), code, "{text}");
        }
    }

    #[test]
    fn every_body_shape_gives_its_issues() {
        for (body, field, message) in [
            (
                r#"{"error":"x","details":{"_errors":[],"description":{"_errors":["Too long"]}}}"#,
                "description",
                "Too long",
            ),
            (
                r#"{"error":"x","details":{"consumptionLimit":{"usd":{"_errors":["Too small"]}}}}"#,
                "consumptionLimit.usd",
                "Too small",
            ),
            (
                r#"{"error":"x","issues":[{"code":"c","message":"Bad","path":["a","b",0]}]}"#,
                "a.b.0",
                "Bad",
            ),
            (r#"{"error":"x","details":"plain"}"#, "", "plain"),
            (
                r#"{"error":{"message":"No","type":"t","param":"id","code":"c"}}"#,
                "id",
                "No",
            ),
            (
                r#"{"error":"x","context":{"issues":[{"message":"M","path":["p"]}]}}"#,
                "p",
                "M",
            ),
        ] {
            let error = refusal(400, body);
            let issue = &error.issues()[0];
            assert_eq!(
                (issue.field.as_str(), issue.message.as_str()),
                (field, message),
                "{body}"
            );
        }
    }

    #[test]
    fn a_gateways_page_is_not_shown() {
        let error = refusal(502, "<html><body>nginx SECRETWORD</body></html>");
        assert_eq!(error.to_string(), "HTTP 502: the call is safe to repeat");
    }

    #[test]
    fn an_echoed_secret_is_cut_out() {
        let key = Secret::from("VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW");
        let echo = format!("bad key {} or cdefghijklmn", key.reveal());
        let body = &serde_json::json!({ "error": echo }).to_string();
        let error = refused(401, body, false, std::slice::from_ref(&key));
        for form in [error.to_string(), format!("{error:?}")] {
            assert!(!form.contains("cdefghijklmn"), "{form}");
            assert!(form.contains("[redacted]"), "{form}");
        }
    }

    #[test]
    fn what_looks_secret_is_cut_out_and_ids_stay() {
        let id = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5";
        let address = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
        let signature = format!("0x{}", "ab".repeat(65));
        let clean = scrub(&format!("é {id} {address} {token} {signature} ü"), &[]);
        assert_eq!(clean, format!("é {id} {address} [redacted] [redacted] ü"));
    }

    #[test]
    fn a_long_or_many_lined_text_is_clipped() {
        let body = serde_json::json!({ "error": format!("a\nb{}", "x y ".repeat(200)) });
        let message = refusal(400, &body.to_string()).to_string();
        assert!(
            message.len() < 400 && message.starts_with("a b"),
            "{message}"
        );
    }
}
