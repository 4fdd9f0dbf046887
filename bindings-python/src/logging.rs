//! Python's `logging`, logger `venice_keys`: a line per attempt at DEBUG, a warning for every key
//! that was made for nobody and for what the server announces. Nothing here costs anything while
//! nobody has imported `logging`.

use std::cell::Cell;

use pyo3::prelude::*;
use venice_keys::Attempt;

use crate::cached::{Cached, modules};
use crate::process::in_python;

const DEBUG: u8 = 10;

thread_local! {
    /// Whether the call that this thread carries out is to be logged.
    static WANTED: Cell<bool> = const { Cell::new(false) };
}

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

/// Carries out a call with its attempts logged or not.
pub fn with<T>(wanted: bool, call: impl FnOnce() -> T) -> T {
    WANTED.set(wanted);
    call()
}

/// The core's observer: runs on the thread that carries out the call.
pub fn observe(attempt: &Attempt<'_>) {
    if WANTED.get() {
        let line = attempt.to_string();
        in_python(|py| say(py, "debug", &line));
    }
    // The server announces a retirement: rare, and said whether or not somebody listens yet.
    if let Some(warning) = attempt.warning {
        in_python(|py| warn(py, warning));
    }
}

pub fn warn(py: Python<'_>, text: &str) {
    say(py, "warning", text);
}

fn say(py: Python<'_>, level: &str, text: &str) {
    if let Err(error) = logger(py).and_then(|logger| logger.call_method1(level, (text,))) {
        error.write_unraisable(py, None);
    }
}
