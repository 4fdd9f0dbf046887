//! Calls whose result comes page by page. Each page is a call of its own; what goes from one to the
//! next is only a cursor, which Python keeps: `_pages.py` iterates, `_sink.py` writes.

use std::sync::Arc;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use venice_keys::{Client as Core, Error, Operation, Page};
use venice_keys_bridge::Reply;

use crate::arguments::Given;
use crate::cached::Cached;
use crate::client::{Client, Returned};
use crate::errors;
use crate::results::{AnyResult, IntoPython};

/// How a page is fetched: all that a walk needs but its cursor.
type Fetch = dyn Fn(&Core, Option<&str>) -> Fetched + Send + Sync;
type Fetched = Result<Box<dyn AnyResult>, Error>;

/// Where the pages of one call come from.
#[pyclass(frozen, name = "_Walk")]
pub struct Walk {
    client: Py<Client>,
    operation: Operation,
    fetch: Arc<Fetch>,
}

#[pymethods]
impl Walk {
    /// Fetches the page at a cursor, or the first.
    fn fetch<'py>(&self, py: Python<'py>, cursor: Option<String>) -> Returned<'py> {
        let fetch = self.fetch.clone();
        let work = move |client: &Core| fetch(client, cursor.as_deref());
        self.client.get().call(py, self.operation, work)
    }

    /// The error for a page that couldn't be written.
    fn unwritable(&self, py: Python<'_>, chunk: &Chunk, why: &str) -> PyErr {
        errors::exception(
            py,
            &Error::unwritable(self.operation, Some(&chunk.start), why),
        )
    }
}

impl Walk {
    pub fn new<'py, T: Reply + IntoPython>(
        client: &Bound<'py, Client>,
        operation: Operation,
        fetch: impl Fn(&Core, Option<&str>) -> Result<T, Error> + Send + Sync + 'static,
    ) -> PyResult<Bound<'py, Self>> {
        let walk = Self {
            client: client.clone().unbind(),
            operation,
            fetch: Arc::new(move |client, cursor| Ok(Box::new(fetch(client, cursor)?))),
        };
        Bound::new(client.py(), walk)
    }
}

/// The iterator over what a walk fetches from a cursor on.
pub fn iterate<'py>(walk: Bound<'py, Walk>, begin: String) -> Returned<'py> {
    static PAGES: Cached = Cached::new();
    let pages = PAGES.member(walk.py(), "venice_keys._pages", "Pages")?;
    pages.call1((walk, begin))
}

/// Writes what a walk fetches, or returns the coroutine that does.
pub fn write<'py>(walk: Bound<'py, Walk>, to: Given<'py>) -> Returned<'py> {
    static WRITE: Cached = Cached::new();
    static WRITE_AWAITED: Cached = Cached::new();
    let py = walk.py();
    let write = match walk.get().client.get().awaited {
        true => WRITE_AWAITED.member(py, "venice_keys._sink", "write_awaited")?,
        false => WRITE.member(py, "venice_keys._sink", "write")?,
    };
    write.call1((walk, to))
}

impl<T: IntoPython> IntoPython for Page<T> {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        (self.items.into_python(py)?, self.cursor, self.is_last).into_bound_py_any(py)
    }
}

/// A page that is written.
#[pyclass(frozen, get_all, name = "_Chunk")]
pub struct Chunk {
    text: String,
    rows: u64,
    start: String,
    cursor: String,
    is_first: bool,
    is_last: bool,
}

impl IntoPython for venice_keys::Chunk {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let chunk = Chunk {
            text: self.text,
            rows: self.rows,
            start: self.start,
            cursor: self.cursor,
            is_first: self.is_first,
            is_last: self.is_last,
        };
        Ok(Bound::new(py, chunk)?.into_any())
    }
}
