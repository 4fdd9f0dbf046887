//! What is looked up once, safe in programs that fork.
//!
//! A lock that one thread holds while it looks something up stays locked for ever in a child that
//! another thread forks meanwhile. PyO3's own `PyOnceLock`, also within `intern!`, is such a lock.

use std::sync::OnceLock;

use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDelta, PyDict, PyMapping, PyTzInfo};

/// An object of Python's that is looked up once, or by two threads at the same time.
pub struct Cached<T = PyAny>(OnceLock<Py<T>>);

impl<T> Cached<T> {
    pub const fn new() -> Self {
        Self(OnceLock::new())
    }

    pub fn get<'a, 'py>(
        &'a self,
        py: Python<'py>,
        find: impl FnOnce() -> PyResult<Bound<'py, T>>,
    ) -> PyResult<&'a Bound<'py, T>> {
        let found = match self.0.get() {
            Some(found) => found,
            None => {
                let found = find()?.unbind();
                self.0.get_or_init(|| found)
            }
        };
        Ok(found.bind(py))
    }
}

impl Cached {
    /// A member of a module.
    pub fn member<'py>(
        &self,
        py: Python<'py>,
        module: &str,
        name: &str,
    ) -> PyResult<&Bound<'py, PyAny>> {
        self.get(py, || py.import(module)?.getattr(name))
    }
}

/// Python's modules that are imported.
pub fn modules(py: Python<'_>) -> PyResult<&Bound<'_, PyDict>> {
    static MODULES: Cached<PyDict> = Cached::new();
    MODULES.get(py, || {
        Ok(py.import("sys")?.getattr("modules")?.cast_into()?)
    })
}

/// Has what PyO3 and the core look up under locks of their own looked up before any fork.
pub fn before_forks(py: Python<'_>) -> PyResult<()> {
    static REGISTERED: Cached = Cached::new();
    let registered = REGISTERED.get(py, || {
        // The first call needs it. A fork while it is being imported would leave the import's lock
        // locked in the child.
        py.import("atexit")?;
        let os = py.import("os")?;
        if !os.hasattr("register_at_fork")? {
            return Ok(os.into_any()); // nothing forks here
        }
        let hooks = PyDict::new(py);
        hooks.set_item("before", pyo3::wrap_pyfunction!(look_up, py)?)?;
        os.call_method("register_at_fork", (), Some(&hooks))
    });
    registered.map(drop)
}

#[pyfunction]
fn look_up(py: Python<'_>) -> PyResult<()> {
    py.detach(venice_keys::before_fork);
    let utc = PyTzInfo::utc(py)?;
    let time = PyDateTime::new(py, 2026, 1, 1, 0, 0, 0, 0, Some(&*utc))?.into_any();
    // Asked for their types, which are looked up so.
    let _ = (
        time.cast::<PyDateTime>(),
        time.cast::<PyDate>(),
        time.cast::<PyDelta>(),
        time.cast::<PyMapping>(),
    );
    Ok(())
}
