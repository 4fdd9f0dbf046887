//! Python's `logging`, logger `venice_keys`: a line per attempt at DEBUG, a warning for every key
//! that nobody has and for what the server announces. Nothing here costs anything while nobody has
//! imported `logging`.

use pyo3::prelude::*;

use crate::cached::{Cached, modules};

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

pub fn debug(py: Python<'_>, text: &str) {
    log(py, "debug", text);
}

pub fn warn(py: Python<'_>, text: &str) {
    log(py, "warning", text);
}

fn log(py: Python<'_>, level: &str, text: &str) {
    if let Err(error) = logger(py).and_then(|logger| logger.call_method1(level, (text,))) {
        error.write_unraisable(py, None);
    }
}
