//! What the class `Client` does: its life, and how a method becomes a call. The class itself is in
//! [`crate::generated::methods`].

use std::sync::Mutex;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use venice_keys::{ClientBuilder, Error, Operation, Pages};
use venice_keys_bridge::{PerProcess, Reply, lock};

use crate::arguments::{Argument, Given, wrong_type};
use crate::calls::NewCall;
pub use crate::generated::methods::Client;
use crate::results::IntoPython;
use crate::{awaited, cached, calls};

/// What `Client.anonymous()` passes in place of a key.
#[pyclass(frozen, name = "_Anonymous")]
pub struct Anonymous;

#[pymethods]
impl Anonymous {
    #[new]
    fn new() -> Self {
        Self
    }
}

/// A call's result, or the awaited future of it.
pub type Returned<'py> = PyResult<Bound<'py, PyAny>>;

/// What every client of this package is built on: its attempts are shown, and the key is as it was
/// given: a string, a Secret, nothing, or none on purpose.
pub fn with_key(key: Option<Given<'_>>) -> PyResult<ClientBuilder> {
    let builder = venice_keys::Client::builder().on_attempt(venice_keys_bridge::observe);
    Ok(match key {
        Some(key) if key.is_instance_of::<Anonymous>() => builder.anonymous(),
        Some(key) => builder.api_key(venice_keys::Secret::read("api_key", &key)?),
        None => builder,
    })
}

/// The core's client, in each process its own; `None` once it is closed.
pub type Slot = PerProcess<Mutex<Option<venice_keys::Client>>>;

impl Client {
    pub fn build(
        py: Python<'_>,
        builder: ClientBuilder,
        on_attempt: Option<Given<'_>>,
    ) -> PyResult<Self> {
        cached::before_forks(py)?;
        if let Some(given) = on_attempt.as_ref().filter(|given| !given.is_callable()) {
            return Err(wrong_type("on_attempt", "callable", given));
        }
        let built = calls::detached(py, || builder.build())?;
        Ok(Self {
            client: PerProcess::new(Mutex::new(Some(built))),
            awaited: false,
            on_attempt: on_attempt.map(Bound::unbind),
        })
    }

    fn slot(&self) -> Option<&Mutex<Option<venice_keys::Client>>> {
        let fresh = |parents: &Mutex<Option<venice_keys::Client>>| {
            Mutex::new(
                lock(parents)
                    .as_ref()
                    .map(venice_keys::Client::with_new_connections),
            )
        };
        self.client.get(fresh)
    }

    fn core(&self) -> PyResult<venice_keys::Client> {
        let client = self.slot().and_then(|slot| lock(slot).clone());
        client.ok_or_else(|| PyRuntimeError::new_err("the client is closed"))
    }

    pub fn call<'py, T: Reply + IntoPython>(
        &self,
        py: Python<'py>,
        operation: Operation,
        work: impl FnOnce(&venice_keys::Client) -> Result<T, Error> + Send + 'static,
    ) -> Returned<'py> {
        let call = NewCall {
            operation,
            client: self.core()?,
            on_attempt: self.on_attempt.as_ref().map(|given| given.clone_ref(py)),
            work: Box::new(move |client| Ok(Box::new(work(client)?))),
        };
        match self.awaited {
            true => awaited::start(py, call),
            false => calls::block(py, call),
        }
    }

    /// The cursor at which a list in pages begins. Sends nothing, but refuses what is wrong.
    pub fn begin<T>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&venice_keys::Client) -> Result<Pages<T>, Error> + Send,
    ) -> PyResult<String> {
        let client = self.core()?;
        calls::detached(py, || Ok(work(&client)?.next_cursor().to_owned()))
    }

    /// The same client, whose calls are awaited.
    pub fn to_await(&self, py: Python<'_>) -> PyResult<Self> {
        Ok(Self {
            client: PerProcess::new(Mutex::new(Some(self.core()?))),
            awaited: true,
            on_attempt: self.on_attempt.as_ref().map(|given| given.clone_ref(py)),
        })
    }

    pub fn end(&self, py: Python<'_>) {
        let closed = self.slot().and_then(|slot| lock(slot).take());
        py.detach(|| drop(closed));
    }

    pub fn shown(&self) -> String {
        match self.core() {
            Ok(client) => format!("<venice_keys {client:?}>"),
            Err(_) => "<venice_keys Client, closed>".to_owned(),
        }
    }
}

/// A call that panics: shows tests what a bug comes to.
#[pyfunction(name = "_defect")]
pub fn defect<'py>(py: Python<'py>, client: &Client, creates_key: bool) -> Returned<'py> {
    match creates_key {
        true => client
            .call::<venice_keys::CreatedKey>(py, Operation::CreateKey, |_| panic!("for a test")),
        false => client.call::<()>(py, Operation::DeleteKey, |_| panic!("for a test")),
    }
}
