//! Python's `logging`, logger `venice_keys`: a line per attempt at DEBUG, a warning for every key
//! that nobody has and for what the server announces. Nothing here costs anything while nobody has
//! imported `logging`.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use venice_keys::Attempt;

use crate::cached::{Cached, modules};
use crate::fields::Mirrors;
use crate::generated::results;

const DEBUG: u8 = 10;

fn logger(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static LOGGER: Cached = Cached::new();
    LOGGER.get(py, || {
        py.import("logging")?
            .call_method1("getLogger", ("venice_keys",))
    })
}

/// Whether somebody wants a line per attempt. Asked on the caller's thread, where it costs least.
pub fn wanted(py: Python<'_>) -> PyResult<bool> {
    if !modules(py)?.contains("logging")? {
        return Ok(false);
    }
    logger(py)?
        .call_method1("isEnabledFor", (DEBUG,))?
        .is_truthy()
}

/// Logs an attempt in a context: as a line, and member by member in attributes of the record.
pub fn attempt(context: &Bound<'_, PyAny>, attempt: &Attempt<'_>) {
    let py = context.py();
    let log = || {
        let members = results::Attempt::mirror(*attempt).to_dict(py)?;
        let attributes = PyDict::new(py);
        for (name, value) in members {
            // What `number` counts has to be said where it stands by itself.
            let name = match name.extract::<String>()? {
                name if name == "number" => "attempt".to_owned(),
                name => name,
            };
            attributes.set_item(format!("venice_{name}"), value)?;
        }
        let options = PyDict::new(py);
        options.set_item("extra", attributes)?;
        let debug = logger(py)?.getattr("debug")?;
        context.call_method("run", (debug, attempt.to_string()), Some(&options))
    };
    show(py, log());
}

pub fn warn(py: Python<'_>, text: &str) {
    let warned = logger(py).and_then(|logger| logger.call_method1("warning", (text,)));
    show(py, warned);
}

fn show(py: Python<'_>, logged: PyResult<Bound<'_, PyAny>>) {
    if let Err(error) = logged {
        error.write_unraisable(py, None);
    }
}
