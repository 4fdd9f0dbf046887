//! The interpreter's end: it is held up for keys that are being created, and what nobody heard of
//! is reported.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use venice_keys_bridge::{PerProcess, Runtime};

use crate::cached::{Cached, modules};

/// How long the interpreter's end is held up for keys that are being created, and then for threads
/// that are in Python.
const LAST_WAIT: Duration = Duration::from_secs(2);
/// How long a caller may take for its outcome then: a thread that waits for Python's lock, a
/// running event loop.
const LAST_MOMENT: Duration = Duration::from_millis(200);

/// This process's threads and calls, which hear of the interpreter's end from now on.
pub fn runtime(py: Python<'_>) -> PyResult<&'static Arc<Runtime>> {
    let gone = || PyRuntimeError::new_err("this process can make no calls");
    let runtime = Runtime::current().ok_or_else(gone)?;
    hear_of_the_end(py)?;
    hear_of_a_workers_end(py)?;
    Ok(runtime)
}

/// Has the interpreter call [`ending`] when it ends. A forked child inherits that.
fn hear_of_the_end(py: Python<'_>) -> PyResult<()> {
    static REGISTERED: Cached = Cached::new();
    let register = || {
        let ending = pyo3::wrap_pyfunction!(ending, py)?;
        py.import("atexit")?.call_method1("register", (ending,))
    };
    REGISTERED.get(py, register).map(drop)
}

/// A worker of multiprocessing ends without `atexit`, but not without its own list.
fn hear_of_a_workers_end(py: Python<'_>) -> PyResult<()> {
    static ASKED: OnceLock<PerProcess<AtomicBool>> = OnceLock::new();
    let asked = ASKED.get_or_init(|| PerProcess::new(AtomicBool::new(false)));
    let asked = asked.get(|_| AtomicBool::new(false));
    if asked.is_none_or(|asked| asked.swap(true, Ordering::Relaxed)) {
        return Ok(());
    }
    let Some(multiprocessing) = modules(py)?.get_item("multiprocessing")? else {
        return Ok(());
    };
    if multiprocessing.call_method0("parent_process")?.is_none() {
        return Ok(());
    }
    let options = PyDict::new(py);
    options.set_item("exitpriority", -100)?;
    let ending = pyo3::wrap_pyfunction!(ending, py)?;
    py.import("multiprocessing.util")?
        .call_method("Finalize", (py.None(), ending), Some(&options))
        .map(drop)
}

#[pyfunction]
fn ending(py: Python<'_>) {
    if let Some(runtime) = Runtime::current() {
        py.detach(|| runtime.end(LAST_WAIT, LAST_MOMENT));
    }
}
