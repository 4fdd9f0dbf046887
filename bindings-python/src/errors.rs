//! The one match from the core's codes to Python's exceptions, which `errors.py` defines.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyModule, PyTuple};
use venice_keys::{Code, Error, Timestamp};

use crate::cached::Cached;
use crate::generated::results::Issue;
use crate::results::Mirrors;

fn class_name(code: Code) -> &'static str {
    match code {
        Code::Config => "ConfigError",
        Code::InvalidInput => "InvalidInputError",
        Code::Unauthenticated => "AuthenticationError",
        Code::AdminKeyRequired => "AdminKeyRequiredError",
        Code::PaymentRequired => "PaymentRequiredError",
        Code::Forbidden => "ForbiddenError",
        Code::NotFound => "NotFoundError",
        Code::KeyLimitReached => "KeyLimitReachedError",
        Code::BadRequest => "BadRequestError",
        Code::InvalidAddress
        | Code::ChallengeExpired
        | Code::ChallengeInvalid
        | Code::SignatureMismatch
        | Code::NotStaked
        | Code::WalletCheckUnavailable => "Web3Error",
        Code::RateLimited => "RateLimitedError",
        Code::Gone => "GoneError",
        Code::ServerError => "ServerError",
        Code::Timeout => "TransportTimeoutError",
        Code::Connection | Code::Tls => "TransportError",
        Code::BadResponse => "BadResponseError",
        Code::OutcomeUnknown => "OutcomeUnknownError",
    }
}

/// The exception for a failed call.
pub fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let build = || {
        let fields = PyDict::new(py);
        fields.set_item("status", error.status())?;
        let issues = error.issues().iter().cloned().map(Issue::mirror);
        fields.set_item("issues", PyTuple::new(py, issues.collect::<Vec<_>>())?)?;
        let wait = error.retry_after().map(|wait| wait.as_secs_f64());
        fields.set_item("retry_after", wait)?;
        fields.set_item("request_id", error.request_id())?;
        fields.set_item("server_code", error.server_code())?;
        fields.set_item("server_version", error.server_version())?;
        make(py, error.code(), &error.to_string(), &fields)
    };
    build().unwrap_or_else(|failed| failed)
}

/// A refusal that only this side can make: what `field` was given can't be handed to the core.
pub fn invalid_input(py: Python<'_>, field: &str, rule: &str) -> PyErr {
    let build = || {
        let fields = PyDict::new(py);
        fields.set_item("issues", (Issue::new(field.to_owned(), rule.to_owned()),))?;
        make(py, Code::InvalidInput, &format!("{field} {rule}"), &fields)
    };
    build().unwrap_or_else(|failed| failed)
}

/// A client that can't be made as it was asked for.
pub fn config(py: Python<'_>, text: &str) -> PyErr {
    make(py, Code::Config, text, &PyDict::new(py)).unwrap_or_else(|failed| failed)
}

/// A panic, which isn't the caller's fault. A call that makes a key may have made one since
/// `began`.
pub fn defect(py: Python<'_>, began: Option<Timestamp>) -> PyErr {
    let code = began.map_or(Code::BadResponse, |_| Code::OutcomeUnknown);
    let text = defect_text(began);
    make(py, code, &text, &PyDict::new(py)).unwrap_or_else(|failed| failed)
}

pub fn defect_text(began: Option<Timestamp>) -> String {
    let text = "a defect in venice-keys ended this call: please report it";
    match began {
        None => text.to_owned(),
        Some(began) => format!(
            "{text}. A key may have been made: look in list_keys() for one made since {began:.0}, \
             by this machine's clock"
        ),
    }
}

fn make(py: Python<'_>, code: Code, text: &str, fields: &Bound<'_, PyDict>) -> PyResult<PyErr> {
    static ERRORS: Cached<PyModule> = Cached::new();
    let errors = ERRORS.get(py, || py.import("venice_keys.errors"))?;
    fields.set_item("code", code.as_str())?;
    let class = errors.getattr(class_name(code))?;
    let error = class.call((text,), Some(fields))?;
    // Python's `raise` would note what was being handled; from here nobody else does.
    let handled = py.import("sys")?.call_method0("exc_info")?.get_item(1)?;
    error.setattr("__context__", handled)?;
    Ok(PyErr::from_value(error))
}
