//! [`Error`] and its stable [`Code`].

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

/// What went wrong, as a code that stays the same across versions and languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The client can't be used as it was made: no key, a bad base URL, plain http to a host that
    /// isn't loopback, a CA file that can't be read.
    Config,
    /// Refused before anything was sent: [`Error::issues`] names field and rule.
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
#[error("{}", .0.text())]
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

/// A text of ours for people who write `listKeys()`: an operation's name, or what names some.
///
/// Only where our own texts do, `list_keys()` or `create_key: …`: in the server's it may be part
/// of a path.
pub fn in_camel_case(text: &str) -> String {
    let mut text = text.to_owned();
    for snake in OPERATIONS {
        let camel = camel_case(snake);
        if text == snake {
            return camel;
        }
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
    /// What happened.
    message: String,
    /// What a person can do about it; may be empty.
    advice: Cow<'static, str>,
    status: Option<u16>,
    issues: Vec<Issue>,
    retry_after: Option<Duration>,
    request_id: Option<String>,
    server_code: Option<String>,
    server_version: Option<String>,
    /// Whether the answer's body was an error of the API's, and no gateway's page.
    server_said_why: bool,
}

impl Inner {
    fn text(&self) -> Cow<'_, str> {
        match self.advice.is_empty() {
            true => Cow::Borrowed(&self.message),
            false => Cow::Owned(format!("{}: {}", self.message, self.advice)),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            code,
            message: _,
            advice: _,
            status,
            issues,
            retry_after,
            request_id,
            server_code,
            server_version,
            server_said_why: _,
        } = &*self.0;
        f.debug_struct("Error")
            .field("code", &code.as_str())
            .field("message", &self.0.text())
            .field("status", status)
            .field("issues", issues)
            .field("retry_after", retry_after)
            .field("request_id", request_id)
            .field("server_code", server_code)
            .field("server_version", server_version)
            .finish()
    }
}

impl Error {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            advice: Cow::Borrowed(""),
            status: None,
            issues: Vec::new(),
            retry_after: None,
            request_id: None,
            server_code: None,
            server_version: None,
            server_said_why: false,
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
            message,
            advice,
            issues,
            ..
        } = &mut *self.0;
        let texts = issues.iter_mut().map(|issue| &mut issue.message);
        for text in texts.chain([message, advice.to_mut()]) {
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

    /// The server's own code for the failure, where it sent one: `X402_SIGN_IN_EXPIRED`.
    pub fn server_code(&self) -> Option<&str> {
        self.0.server_code.as_deref()
    }

    /// The version of the server that answered, to quote when asking Venice about it.
    pub fn server_version(&self) -> Option<&str> {
        self.0.server_version.as_deref()
    }

    /// Whether the answer said in the API's own form why it was refused: a gateway's page doesn't.
    pub(crate) fn server_said_why(&self) -> bool {
        self.0.server_said_why
    }

    /// Whether Venice said that there is no such key. A 404 says only that there is no such path.
    pub(crate) fn says_no_such_key(&self) -> bool {
        self.code() == Code::NotFound && self.status() == Some(400)
    }

    pub(crate) fn with_advice(mut self, advice: &'static str) -> Self {
        self.0.advice = Cow::Borrowed(advice);
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_issues(mut self, issues: Vec<Issue>) -> Self {
        self.0.issues = issues;
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

    pub(crate) fn with_server_code(mut self, code: Option<String>) -> Self {
        self.0.server_code = code;
        self
    }

    pub(crate) fn with_server_version(mut self, version: Option<String>) -> Self {
        self.0.server_version = version;
        self
    }

    pub(crate) fn with_server_text(mut self, said_why: bool) -> Self {
        self.0.server_said_why = said_why;
        self
    }

    /// The same failure of a call that makes a key and that was sent at `sent_at`: whatever came
    /// was no answer. `listed_with` names the call that shows the keys there are.
    ///
    /// Descriptions aren't unique, so the text must not lead anybody to delete a key that existed
    /// before.
    pub(crate) fn into_outcome_unknown(mut self, sent_at: Timestamp, listed_with: &str) -> Self {
        self.0.message = format!(
            "a key may have been made, but no trustworthy answer came ({}); sent at {sent_at:.0}, \
             by this machine's clock",
            self.0.message
        );
        self.0.advice = Cow::Owned(format!(
            "look in {listed_with} for a key with this description that was made since then: if \
             there is one, its secret is lost, so delete that one, and no older key, before you \
             create again"
        ));
        self.0.code = Code::OutcomeUnknown;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_text() {
        let texts: std::collections::HashSet<_> = Code::ALL.iter().map(|c| c.as_str()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        assert_eq!(Code::ALL.len(), Code::OutcomeUnknown as usize + 1);
    }

    #[test]
    fn operations_are_named_as_a_language_writes_them() {
        let said = "see /api_keys/rate_limits: create_key failed";
        let sent_at = "2026-11-21T12:00:00.9Z".parse().unwrap();
        let unknown = Error::new(Code::Connection, "create_key: no")
            .into_outcome_unknown(sent_at, "list_keys()");
        for (error, text) in [
            (unknown, "(createKey: no); sent at 2026-11-21T12:00:00Z"),
            (Error::input("id", "as list_keys() shows"), "as listKeys()"),
            (Error::new(Code::BadRequest, said), said),
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
            assert_eq!(in_camel_case(snake), camel);
        }
    }

    #[test]
    fn an_unknown_outcome_never_leads_to_an_older_key_or_a_second_one() {
        let sent_at = "2026-11-21T12:00:00Z".parse().unwrap();
        let error = Error::new(Code::ServerError, "HTTP 502")
            .with_advice("the call is safe to repeat")
            .into_outcome_unknown(sent_at, "list_keys()");
        let text = error.to_string();
        assert!(!text.contains("safe to repeat"), "{text}");
        for part in ["2026-11-21T12:00:00Z", "made since then", "no older key"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
