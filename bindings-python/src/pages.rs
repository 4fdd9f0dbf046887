//! Calls whose result comes page by page. Each page is a call of its own; what goes from one to the
//! next is only a cursor, which Python keeps: `_pages.py` iterates, `_sink.py` writes.

use std::sync::Arc;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::PyList;
use venice_keys::{Client as Core, Effect, Error, Operation, Page};
use venice_keys_bridge::Reply;

use crate::arguments::Given;
use crate::cached::Cached;
use crate::client::{Client, Returned};
use crate::interrupted::Interrupted;
use crate::results::{AnyResult, IntoPython};
use crate::{awaited, calls, errors, jobs};

/// How a page is fetched: all that a walk needs but its cursor.
type Fetch = dyn Fn(&Core, Option<&str>) -> Fetched + Send + Sync;
type Fetched = Result<Box<dyn AnyResult>, Error>;

/// Where the pages of one call come from.
#[pyclass(frozen, name = "_Walk")]
pub struct Walk {
    client: Py<Client>,
    operation: Operation,
    fetch: Arc<Fetch>,
    /// The page that was being fetched when its reader was interrupted, if pages do something.
    interrupted: Option<Arc<Interrupted>>,
}

#[pymethods]
impl Walk {
    /// Fetches the page at a cursor, or the first; or takes what became of the one that was being
    /// fetched from there when its reader was interrupted.
    fn fetch<'py>(&self, py: Python<'py>, cursor: Option<String>) -> Returned<'py> {
        let client = self.client.get();
        if let Some(kept_by) = &self.interrupted
            && let Some(call) = kept_by.take()
        {
            return match client.is_awaited() {
                true => awaited::go_on(py, call, kept_by.clone()),
                false => calls::outcome(py, call, Some(kept_by)),
            };
        }
        let fetch = self.fetch.clone();
        let cursor = cursor.filter(|cursor| !cursor.is_empty());
        let work = move |client: &Core| fetch(client, cursor.as_deref());
        client.call_kept_by(py, self.operation, work, self.interrupted.clone())
    }

    /// Whether there is time left to store a key of a page; if not, it ends by itself.
    fn may_store(&self, record: &str) -> PyResult<bool> {
        Ok(self.client.get().core()?.may_store(record))
    }

    /// Makes a key of a page lasting; false if it has ended.
    fn commit<'py>(&self, py: Python<'py>, record: String) -> Returned<'py> {
        jobs::commit(py, &self.client, self.operation, record)
    }

    /// Deletes a key of a page that isn't lasting, in a time in seconds, or in that of any call.
    fn abort<'py>(
        &self,
        py: Python<'py>,
        record: String,
        within: Option<Given<'py>>,
    ) -> Returned<'py> {
        jobs::abort(py, &self.client, self.operation, record, within)
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
        // What a call that makes a key or pays has left, a warning says if it is interrupted.
        let says_what_was_done = matches!(operation.effect(), Effect::Changes | Effect::Begins);
        let walk = Self {
            client: client.clone().unbind(),
            operation,
            fetch: Arc::new(move |client, cursor| Ok(Box::new(fetch(client, cursor)?))),
            interrupted: says_what_was_done.then(Interrupted::none),
        };
        Bound::new(client.py(), walk)
    }

    pub fn is_awaited(&self) -> bool {
        self.client.get().is_awaited()
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
    let write = match walk.get().is_awaited() {
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

/// The page of an interrupted reader that had done nothing: the next one begins where its error
/// says, or, without a cursor, where it began itself.
pub fn empty<'py>(py: Python<'py>, error: &Error) -> Returned<'py> {
    (PyList::empty(py), error.resume(), false).into_bound_py_any(py)
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
