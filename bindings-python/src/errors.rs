//! Exceptions for the core's errors; their classes are in `errors.py`.

use std::error::Error as _;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyModule, PyTuple};
use venice_keys::{Error, ErrorCode};

use crate::cached::Cached;
use crate::fields::Mirrors;
use crate::generated::results::Issue;

/// The exception for a failed call: that of the caller's own function, if that is what failed.
pub fn exception(py: Python<'_>, error: &Error) -> PyErr {
    let own = error
        .source()
        .and_then(|source| source.downcast_ref::<PyErr>());
    if let Some(own) = own {
        return own.clone_ref(py);
    }
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
        fields.set_item("resume", error.resume())?;
        make(py, error.code(), &error.to_string(), &fields)
    };
    build().unwrap_or_else(|failed| failed)
}

/// A refusal that only this side can make: what `field` was given can't be handed to the core.
pub fn invalid_input(py: Python<'_>, field: &str, rule: &str) -> PyErr {
    let build = || {
        let fields = PyDict::new(py);
        fields.set_item("issues", (Issue::new(field.to_owned(), rule.to_owned()),))?;
        make(
            py,
            ErrorCode::InvalidInput,
            &format!("{field} {rule}"),
            &fields,
        )
    };
    build().unwrap_or_else(|failed| failed)
}

/// A setting that a client can't be created with.
pub fn config(py: Python<'_>, text: &str) -> PyErr {
    defect(py, ErrorCode::Config, text)
}

/// What is refused as input of a call, but is the setting `name`.
pub fn as_config(py: Python<'_>, name: &str, refusal: PyErr) -> PyErr {
    let rule = || match refusal.value(py).getattr_opt("issues")? {
        Some(issues) => issues.get_item(0)?.getattr("message").map(Some),
        None => Ok(None), // a TypeError
    };
    match rule() {
        Ok(Some(rule)) => config(py, &format!("{name} {rule}")),
        _ => refusal,
    }
}

/// An error of this side alone: a code and a message.
pub fn defect(py: Python<'_>, code: ErrorCode, text: &str) -> PyErr {
    make(py, code, text, &PyDict::new(py)).unwrap_or_else(|failed| failed)
}

fn make(
    py: Python<'_>,
    code: ErrorCode,
    text: &str,
    fields: &Bound<'_, PyDict>,
) -> PyResult<PyErr> {
    static ERRORS: Cached<PyModule> = Cached::new();
    let errors = ERRORS.get(py, || py.import("venice_keys.errors"))?;
    fields.set_item("code", code.as_str())?;
    let class = errors.getattr("_CLASSES")?.get_item(code.as_str())?;
    let error = class.call((text,), Some(fields))?;
    // Python's `raise` would note what was being handled; from here nobody else does.
    let handled = py.import("sys")?.call_method0("exc_info")?.get_item(1)?;
    error.setattr("__context__", handled)?;
    Ok(PyErr::from_value(error))
}
