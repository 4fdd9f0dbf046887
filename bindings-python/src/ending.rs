//! The interpreter's end: it is held up for keys that are being made, and what nobody heard of is
//! spoken of.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::cached::{Cached, modules};
use crate::logging;
use crate::process::{self, Process};

/// This process, which hears of the interpreter's end from now on.
pub fn process(py: Python<'_>) -> PyResult<&'static Process> {
    let gone = || PyRuntimeError::new_err("this process can make no calls");
    let process = process::process().ok_or_else(gone)?;
    tell_the_end(py)?;
    tell_a_workers_end(py, process)?;
    Ok(process)
}

/// Has the interpreter call [`ending`] when it ends. A forked child inherits that.
fn tell_the_end(py: Python<'_>) -> PyResult<()> {
    static TOLD: Cached = Cached::new();
    let tell = || {
        let ending = pyo3::wrap_pyfunction!(ending, py)?;
        py.import("atexit")?.call_method1("register", (ending,))
    };
    TOLD.get(py, tell).map(drop)
}

/// A worker of multiprocessing ends without `atexit`, but not without its own list.
fn tell_a_workers_end(py: Python<'_>, process: &Process) -> PyResult<()> {
    if !process.is_new() {
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
    let Some(process) = process::process() else {
        return;
    };
    for said in py.detach(|| process.end()) {
        logging::warn(py, &said);
    }
}
