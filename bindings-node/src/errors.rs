//! How a failure crosses: the one mapping from core errors to what `lib/errors.js` makes of them.

use napi::Status;
use serde::Serialize;
use venice_keys::{Error, Issue};

/// Why a call isn't even begun. Thrown; the JavaScript layer makes a rejection of it.
pub(crate) enum Thrown {
    /// A value of a wrong type, or an option there is none of: becomes a `TypeError`.
    WrongType(String),
    /// Becomes a `VeniceError`.
    Refused(Error),
    /// Something the caller's own objects threw (a getter, a proxy): stays what it is.
    Theirs(napi::Error),
}

/// What a thrown error's `code` says, for the JavaScript layer to tell them apart.
pub enum Kind {
    /// The message is for people.
    WrongType,
    /// The message is a [`Failure`].
    Refused,
    /// Node-API's own.
    NodeApi(Status),
}

/// What Node-API throws.
pub type NodeError = napi::Error<Kind>;

impl AsRef<str> for Kind {
    fn as_ref(&self) -> &str {
        match self {
            Kind::WrongType => "venice_keys_wrong_type",
            Kind::Refused => "venice_keys_refused",
            Kind::NodeApi(status) => status.as_ref(),
        }
    }
}

impl From<Status> for Kind {
    fn from(status: Status) -> Self {
        Kind::NodeApi(status)
    }
}

impl From<Error> for Thrown {
    fn from(error: Error) -> Self {
        Thrown::Refused(error)
    }
}

impl From<napi::Error> for Thrown {
    fn from(error: napi::Error) -> Self {
        Thrown::Theirs(error)
    }
}

impl From<Thrown> for NodeError {
    fn from(thrown: Thrown) -> Self {
        match thrown {
            Thrown::WrongType(message) => napi::Error::new(Kind::WrongType, message),
            Thrown::Refused(error) => {
                napi::Error::new(Kind::Refused, failure(&error.in_camel_case()))
            }
            Thrown::Theirs(error) => {
                napi::Error::new(Kind::NodeApi(error.status), error.reason.clone())
            }
        }
    }
}

/// A [`venice_keys::Error`] as `lib/errors.js` reads it: the members of a `VeniceError`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure<'a> {
    code: &'static str,
    message: String,
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
}

#[derive(Serialize)]
struct IssueForm<'a> {
    field: &'a str,
    message: &'a str,
}

/// The text of a failure, [in camel case](Error::in_camel_case).
pub(crate) fn failure(error: &Error) -> String {
    let failure = Failure {
        code: error.code().as_str(),
        message: error.to_string(),
        status: error.status(),
        issues: error
            .issues()
            .iter()
            .map(|Issue { field, message }| IssueForm { field, message })
            .collect(),
        // Rounded up: whoever waits that long has waited long enough.
        retry_after_ms: error
            .retry_after()
            .map(|wait| u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)),
        request_id: error.request_id(),
        server_code: error.server_code(),
        server_version: error.server_version(),
    };
    serde_json::to_string(&failure).unwrap_or_default()
}
