//! [`Error`]: why a call failed, and what to do about it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::codes::ErrorCode;
use crate::operations::{Operation, with_names};

/// One thing that is wrong with a request: the field, and the rule that it breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Issue {
    /// The field by Venice's name, with dots between levels: `consumptionLimit.usd`. Empty if the
    /// server named none.
    pub field: String,
    /// The rule that it breaks.
    pub message: String,
}

/// A failed call.
///
/// Distinguish failures by [`code`](Error::code); the message is for people and may change. It
/// never holds a key, a private key, a signature, a challenge or a raw body.
///
/// ```
/// use venice_keys::{Client, ErrorCode, NewKey};
///
/// let client = Client::builder().api_key("VENICE_ADMIN_KEY_DOCS").build()?;
/// let error = client.create_key(&NewKey::new("")).unwrap_err();
/// assert_eq!(error.code(), ErrorCode::InvalidInput);
/// assert_eq!(error.issues()[0].field, "description");
/// # Ok::<(), venice_keys::Error>(())
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    code: ErrorCode,
    /// What was asked for, if the call got as far as the server, or would have.
    operation: Option<Operation>,
    /// What happened. It names no operation.
    message: String,
    /// What a person can do about it; may be empty. It names operations between backticks.
    advice: Cow<'static, str>,
    status: Option<u16>,
    issues: Vec<Issue>,
    retry_after: Option<Duration>,
    request_id: Option<String>,
    server_code: Option<String>,
    server_version: Option<String>,
    /// What the response said in the API's own form; a gateway's page says nothing.
    server_text: Option<String>,
    /// What to go on with; never a secret.
    resume: Option<String>,
    /// The caller's own error, if that is why it failed.
    source: Option<Arc<Source>>,
}

type Source = dyn std::error::Error + Send + Sync;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text_with(&|operation| operation.to_string()))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            code,
            operation,
            message: _,
            advice: _,
            status,
            issues,
            retry_after,
            request_id,
            server_code,
            server_version,
            server_text: _,
            resume,
            source: _,
        } = &*self.0;
        f.debug_struct("Error")
            .field("code", &code.as_str())
            .field("operation", operation)
            .field("message", &self.to_string())
            .field("status", status)
            .field("issues", issues)
            .field("retry_after", retry_after)
            .field("request_id", request_id)
            .field("server_code", server_code)
            .field("server_version", server_version)
            .field("resume", resume)
            .finish()
    }
}

impl Error {
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            operation: None,
            message: message.into(),
            advice: Cow::Borrowed(""),
            status: None,
            issues: Vec::new(),
            retry_after: None,
            request_id: None,
            server_code: None,
            server_version: None,
            server_text: None,
            resume: None,
            source: None,
        }))
    }

    /// A refusal before anything is sent: `field` breaks `rule`.
    pub(crate) fn input(field: &str, rule: impl Into<String>) -> Self {
        let rule = rule.into();
        let mut error = Self::new(ErrorCode::InvalidInput, format!("{field} {rule}"));
        error.0.issues.push(Issue {
            field: field.to_owned(),
            message: rule,
        });
        error
    }

    /// Which failure it is.
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The operation that failed, where it failed on its way to the server or there.
    pub fn operation(&self) -> Option<Operation> {
        self.0.operation
    }

    /// The text of [`Display`](fmt::Display), with operations named as another language writes
    /// them: what the bindings show.
    #[doc(hidden)]
    pub fn text_with(&self, name: &dyn Fn(Operation) -> String) -> String {
        let Inner {
            operation,
            message,
            advice,
            ..
        } = &*self.0;
        let mut text = String::new();
        if let Some(operation) = operation {
            text.push_str(&name(*operation));
            text.push_str(": ");
        }
        text.push_str(message);
        if !advice.is_empty() {
            text.push_str(": ");
            text.push_str(&with_names(advice, name));
        }
        text
    }

    /// The HTTP status of the response, if there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// What was wrong with the request, field by field, as far as it is known.
    pub fn issues(&self) -> &[Issue] {
        &self.0.issues
    }

    /// How long to wait before trying again, if the server or the local create limit said so.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The server's id of the request, to quote when asking Venice about it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The server's own code for the failure, where it sent one: `X402_SIGN_IN_EXPIRED`.
    pub fn server_code(&self) -> Option<&str> {
        self.0.server_code.as_deref()
    }

    /// The version of the server that responded, to quote when asking Venice about it.
    pub fn server_version(&self) -> Option<&str> {
        self.0.server_version.as_deref()
    }

    /// What to go on with where a call stopped half-way: for a list in pages the cursor of the page
    /// that failed, for a top-up its record. Not secret.
    pub fn resume(&self) -> Option<&str> {
        self.0.resume.as_deref()
    }

    /// Why the server refused, if it said so in the API's own form: a gateway's page doesn't.
    pub(crate) fn server_text(&self) -> Option<&str> {
        self.0.server_text.as_deref()
    }

    /// Whether Venice said that there is no such key. A 404 says only that there is no such path.
    pub(crate) fn says_no_such_key(&self) -> bool {
        self.code() == ErrorCode::NotFound && self.status() == Some(400)
    }

    pub(crate) fn of(mut self, operation: Operation) -> Self {
        self.0.operation = Some(operation);
        self
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

    pub(crate) fn with_server_text(mut self, text: Option<String>) -> Self {
        self.0.server_text = text;
        self
    }

    pub(crate) fn with_resume(mut self, resume: impl Into<String>) -> Self {
        self.0.resume = Some(resume.into());
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Arc<Source>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same failure, with what is to be known besides.
    pub(crate) fn noting(mut self, what: &str) -> Self {
        self.0.message.push_str("; ");
        self.0.message.push_str(what);
        self
    }

    /// The same failure, as what it means: the server's words stay readable beside it.
    pub(crate) fn meaning(
        mut self,
        code: ErrorCode,
        message: impl FnOnce(&str) -> String,
        advice: &'static str,
    ) -> Self {
        self.0.message = message(&self.0.message);
        self.0.advice = Cow::Borrowed(advice);
        self.0.code = code;
        self
    }

    /// The same failure of a call that creates a key and that was sent at `sent_at`: no response
    /// came that can be relied on. `listed_with` says how to see the keys that exist.
    ///
    /// Descriptions aren't unique, so the text must not lead anybody to delete a key that existed
    /// before.
    pub(crate) fn into_outcome_unknown(mut self, sent_at: Timestamp, listed_with: &str) -> Self {
        self.0.message = format!(
            "a key may have been created, but no reliable response came back ({}); sent at \
             {sent_at:.0}, by this machine's clock",
            self.0.message
        );
        self.0.advice = Cow::Owned(format!(
            "look in {listed_with} for a key with this description that was created since then: if \
             there is one, its secret is lost, so delete that one, and no older key, before you \
             create again"
        ));
        self.0.code = ErrorCode::OutcomeUnknown;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_are_named_as_a_language_writes_them_and_the_servers_words_are_left_alone() {
        let error = Error::new(ErrorCode::NotFound, "see `get_key` or list_keys()")
            .of(Operation::GetKey)
            .with_advice("`list_keys` shows the keys");
        let written = "get_key: see `get_key` or list_keys(): list_keys() shows the keys";
        assert_eq!(error.to_string(), written);
        let shout = error.text_with(&|operation| operation.as_str().to_uppercase());
        let written = "GET_KEY: see `get_key` or list_keys(): LIST_KEYS() shows the keys";
        assert_eq!(shout, written);
    }

    #[test]
    fn an_unknown_outcome_never_leads_to_an_older_key_or_a_second_one() {
        let sent_at = "2026-11-21T12:00:00Z".parse().unwrap();
        let error = Error::new(ErrorCode::ServerError, "HTTP 502")
            .with_advice("the call is safe to repeat")
            .into_outcome_unknown(sent_at, "`list_keys`");
        let text = error.to_string();
        assert!(!text.contains("safe to repeat"), "{text}");
        for part in ["2026-11-21T12:00:00Z", "created since then", "no older key"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
