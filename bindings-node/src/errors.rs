//! How a failure crosses: what `lib/errors.js` makes errors from.

use std::borrow::Cow;

use napi::Status;
use serde::Serialize;
use venice_keys::{Error, ErrorCode};
use venice_keys_bridge::{Names, host_message};

use crate::generated::DURATIONS;

/// Why a call doesn't begin. Refusal; the JavaScript layer turns it into a rejection.
pub(crate) enum Refusal {
    /// A value of a wrong type, or an unknown option: becomes a `TypeError`.
    WrongType(String),
    /// Becomes a `VeniceError`.
    Error(Error),
    /// A panic of ours: becomes a `VeniceError` with this code and message.
    Defect(ErrorCode, String),
    /// What the caller's own objects threw (a getter, a proxy): thrown on as it is.
    Foreign(napi::Error),
}

/// A thrown error's `code`, by which the JavaScript layer distinguishes them.
pub enum Kind {
    /// The message is for people.
    WrongType,
    /// The message is a [`Failure`].
    Error,
    /// Node-API's own.
    NodeApi(Status),
}

/// What Node-API throws.
pub type NodeError = napi::Error<Kind>;

impl AsRef<str> for Kind {
    fn as_ref(&self) -> &str {
        match self {
            Kind::WrongType => "venice_keys_wrong_type",
            Kind::Error => "venice_keys_error",
            Kind::NodeApi(status) => status.as_ref(),
        }
    }
}

impl From<Status> for Kind {
    fn from(status: Status) -> Self {
        Kind::NodeApi(status)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Error(error)
    }
}

impl From<napi::Error> for Refusal {
    fn from(error: napi::Error) -> Self {
        Refusal::Foreign(error)
    }
}

impl From<Refusal> for NodeError {
    fn from(thrown: Refusal) -> Self {
        match thrown {
            Refusal::WrongType(message) => napi::Error::new(Kind::WrongType, message),
            Refusal::Error(error) => napi::Error::new(Kind::Error, failure(&error)),
            Refusal::Defect(code, message) => napi::Error::new(Kind::Error, defect(code, message)),
            Refusal::Foreign(error) => {
                napi::Error::new(Kind::NodeApi(error.status), error.reason.clone())
            }
        }
    }
}

/// A [`venice_keys::Error`] as `lib/errors.js` reads it: the members of a `VeniceError`.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure<'a> {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    issues: Vec<IssueForm<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    resume: Option<&'a str>,
}

#[derive(Serialize)]
struct IssueForm<'a> {
    field: Cow<'a, str>,
    message: &'a str,
}

/// A field as JavaScript calls it: a duration says that it is in milliseconds.
fn shown(field: &str) -> Cow<'_, str> {
    match DURATIONS.contains(&field) {
        true => format!("{field}Ms").into(),
        false => field.into(),
    }
}

/// A failure as `lib/errors.js` reads it.
pub(crate) fn failure(error: &Error) -> String {
    let mut message = host_message(error, Names::Camel);
    let issues = error.issues().iter().map(|issue| {
        let field = shown(&issue.field);
        if field != issue.field {
            let [core, node] =
                [&*issue.field, &*field].map(|name| format!("{name} {}", issue.message));
            message = message.replacen(&core, &node, 1);
        }
        IssueForm {
            field,
            message: &issue.message,
        }
    });
    let issues = issues.collect();
    let failure = Failure {
        code: error.code().as_str(),
        message,
        operation: error
            .operation()
            .map(|operation| Names::Camel.of(operation)),
        status: error.status(),
        issues,
        // Rounded up, so that it is long enough.
        retry_after_ms: error
            .retry_after()
            .map(|wait| u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)),
        request_id: error.request_id(),
        server_code: error.server_code(),
        server_version: error.server_version(),
        resume: error.resume(),
    };
    serde_json::to_string(&failure).unwrap_or_default()
}

fn defect(code: ErrorCode, message: String) -> String {
    let failure = Failure {
        code: code.as_str(),
        message,
        ..Failure::default()
    };
    serde_json::to_string(&failure).unwrap_or_default()
}
