//! Jobs: calls that Python code is part of. Each step is a call of its own; what goes from one to
//! the next is only a record, which Python keeps: `_jobs.py` and those that import it do the rest.

use std::sync::Arc;
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use venice_keys::{Client as Core, Error, Operation};
use venice_keys_bridge::Reply;

use crate::arguments::{Argument, Given};
use crate::cached::Cached;
use crate::client::{Client, Returned};
use crate::pages::Walk;
use crate::results::{AnyResult, IntoPython};

/// The first step of a job.
type Begin = dyn Fn(&Core) -> Begun + Send + Sync;
type Begun = Result<Box<dyn AnyResult>, Error>;

/// The steps of one job.
#[pyclass(frozen, name = "_Job")]
pub struct Job {
    client: Py<Client>,
    operation: Operation,
    begin: Arc<Begin>,
}

#[pymethods]
impl Job {
    /// Creates a key that ends by itself: the result, and the record that the last step needs.
    fn begin<'py>(&self, py: Python<'py>) -> Returned<'py> {
        let begin = self.begin.clone();
        (self.client.get()).call(py, self.operation, move |client| begin(client))
    }

    /// Makes the key lasting; false if it has ended.
    fn commit<'py>(&self, py: Python<'py>, record: String) -> Returned<'py> {
        commit(py, &self.client, self.operation, record)
    }

    /// Deletes the key, in a time in seconds, or in that of any call.
    fn abort<'py>(
        &self,
        py: Python<'py>,
        record: String,
        within: Option<Given<'py>>,
    ) -> Returned<'py> {
        abort(py, &self.client, self.operation, record, within)
    }

    /// Deletes a key that is no pending one.
    fn remove<'py>(
        &self,
        py: Python<'py>,
        id: String,
        within: Option<Given<'py>>,
    ) -> Returned<'py> {
        let work = in_time(within, move |client| client.delete_key(&id))?;
        self.client.get().call(py, Operation::DeleteKey, work)
    }

    /// The same job, whose steps block: for where nothing can be awaited any more.
    fn blocking(&self, py: Python<'_>) -> PyResult<Self> {
        Ok(Self {
            client: Py::new(py, self.client.get().to_block(py)?)?,
            operation: self.operation,
            begin: self.begin.clone(),
        })
    }
}

impl Job {
    pub fn new<'py, T: Reply + IntoPython>(
        client: &Bound<'py, Client>,
        operation: Operation,
        begin: impl Fn(&Core) -> Result<T, Error> + Send + Sync + 'static,
    ) -> PyResult<Bound<'py, Self>> {
        let job = Self {
            client: client.clone().unbind(),
            operation,
            begin: Arc::new(move |client| Ok(Box::new(begin(client)?))),
        };
        Bound::new(client.py(), job)
    }
}

/// The last step of a job.
pub fn commit<'py>(
    py: Python<'py>,
    client: &Py<Client>,
    operation: Operation,
    record: String,
) -> Returned<'py> {
    let work = move |client: &Core| client.commit_pending(&record);
    client.get().call(py, operation, work)
}

/// The last step of a job that fails.
pub fn abort<'py>(
    py: Python<'py>,
    client: &Py<Client>,
    operation: Operation,
    record: String,
    within: Option<Given<'py>>,
) -> Returned<'py> {
    let work = in_time(within, move |client| client.abort_pending(&record))?;
    client.get().call(py, operation, work)
}

/// Work that ends within a time, if one is given that is shorter than the client's.
fn in_time(
    within: Option<Given<'_>>,
    work: impl Fn(&Core) -> Result<(), Error> + Send + Sync + 'static,
) -> PyResult<impl Fn(&Core) -> Result<(), Error> + Send + Sync + 'static> {
    let within = within.map(|given| Duration::read("within", &given));
    let within = within.transpose()?.unwrap_or(Duration::MAX);
    Ok(move |client: &Core| {
        let left = client.deadline().saturating_duration_since(Instant::now());
        match within < left {
            true => work(&client.with_timeout(within).started_at(Instant::now())),
            false => work(client),
        }
    })
}

/// Carries a job with a store out, or returns the coroutine that does.
pub fn stored<'py>(job: Bound<'py, Job>, store: Option<Given<'py>>) -> Returned<'py> {
    static STORED: Cached = Cached::new();
    static STORED_AWAITED: Cached = Cached::new();
    let py = job.py();
    let stored = match job.get().client.get().is_awaited() {
        true => STORED_AWAITED.member(py, "venice_keys._jobs", "stored_awaited")?,
        false => STORED.member(py, "venice_keys._jobs", "stored")?,
    };
    stored.call1((job, store))
}

/// What a `with` statement enters: its body stands between two steps.
pub fn transaction<'py>(job: Bound<'py, Job>) -> Returned<'py> {
    static TRANSACTION: Cached = Cached::new();
    static ASYNC_TRANSACTION: Cached = Cached::new();
    let py = job.py();
    let kind = match job.get().client.get().is_awaited() {
        true => ASYNC_TRANSACTION.member(py, "venice_keys._scopes", "AsyncTransaction")?,
        false => TRANSACTION.member(py, "venice_keys._scopes", "Transaction")?,
    };
    kind.call1((job,))
}

/// What a `with` statement enters: the key is there for its body.
pub fn scope<'py>(job: Bound<'py, Job>) -> Returned<'py> {
    static SCOPE: Cached = Cached::new();
    static ASYNC_SCOPE: Cached = Cached::new();
    let py = job.py();
    let kind = match job.get().client.get().is_awaited() {
        true => ASYNC_SCOPE.member(py, "venice_keys._scopes", "AsyncScope")?,
        false => SCOPE.member(py, "venice_keys._scopes", "Scope")?,
    };
    kind.call1((job,))
}

/// The iterator over what a walk creates.
pub fn stored_pages<'py>(walk: Bound<'py, Walk>, store: Option<Given<'py>>) -> Returned<'py> {
    static PAGES: Cached = Cached::new();
    static ASYNC_PAGES: Cached = Cached::new();
    let py = walk.py();
    let kind = match walk.get().is_awaited() {
        true => ASYNC_PAGES.member(py, "venice_keys._stored_pages", "AsyncStoredPages")?,
        false => PAGES.member(py, "venice_keys._stored_pages", "StoredPages")?,
    };
    kind.call1((walk, store))
}
