//! The class `Client`: its settings, its life, and how a method becomes a call. Its methods are in
//! [`crate::generated::methods`].

use std::sync::Mutex;
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use venice_keys::{ClientBuilder, Error, Operation};
use venice_keys_bridge::{PerProcess, Reply, lock};

use crate::arguments::{Argument, Given, wrong_type};
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

/// A client of the Venice key-management API. Calls block; for asyncio there is AsyncClient.
///
/// Safe to share between threads, and to use in a child after a fork. Making one opens no
/// connection. Close it, or use it in a `with` statement, to close its connections early.
///
/// Args:
///     api_key: A str or a Secret; without it the environment's VENICE_ADMIN_KEY, then
///         VENICE_API_KEY.
///     base_url: Where the API is; without it VENICE_BASE_URL (obeyed only for loopback and
///         *.venice.ai hosts), else Venice.
///     timeout: Seconds that a whole call may take, waits and retries included; float("inf"): no
///         limit.
///     connect_timeout: Seconds that opening one connection may take.
///     max_retries: How often a call is retried at most, where it is safe to.
///     create_limit: The local create throttle, (count, seconds); Venice allows 20 a minute.
///     ca_file: A PEM file of certificate authorities to trust in addition to the platform's.
///     web3_generation: "jwt" or "siwe", the only kind of challenge that this client's wallet calls
///         take; without it the server picks.
///
/// Raises:
///     ConfigError: There is no key, or it may not be sent to that base URL.
///
/// >>> with Client() as client:
/// ...     for key in client.list_keys():
/// ...         print(key.id, key.description)
#[pyclass(frozen, subclass, weakref, module = "venice_keys")]
pub struct Client {
    /// `None` once it is closed.
    client: PerProcess<Mutex<Option<venice_keys::Client>>>,
    /// Whether calls return awaitables of the running event loop instead of blocking.
    awaited: bool,
    on_attempt: Option<Py<PyAny>>,
}

/// A call's result, or the awaited future of it.
pub type Returned<'py> = PyResult<Bound<'py, PyAny>>;

const USER_AGENT: &str = concat!("venice-keys-python/", env!("CARGO_PKG_VERSION"));

/// The program's own name is added to ours.
pub fn with_user_agent(builder: ClientBuilder, name: &str) -> ClientBuilder {
    builder.user_agent(format!("{USER_AGENT} {name}"))
}

/// The settings that every client of this package has.
pub fn builder() -> ClientBuilder {
    venice_keys::Client::builder()
        .user_agent(USER_AGENT)
        .observer(venice_keys_bridge::observe)
}

/// The key as it was given: a string, a Secret, nothing, or none on purpose.
pub fn with_key(builder: ClientBuilder, key: Option<Given<'_>>) -> PyResult<ClientBuilder> {
    Ok(match key {
        Some(key) if key.is_instance_of::<Anonymous>() => builder.anonymous(),
        Some(key) => builder.api_key(venice_keys::Secret::read("api_key", &key)?),
        None => builder,
    })
}

/// A pair of a count and seconds.
pub fn rate(name: &str, given: &Option<Given<'_>>) -> PyResult<Option<(u32, Duration)>> {
    let Some(given) = given else { return Ok(None) };
    let wrong = |_| wrong_type(name, "a pair such as (20, 60.0)", given);
    let (count, period) = given.extract::<(Given<'_>, Given<'_>)>().map_err(wrong)?;
    Ok(Some((
        u32::read(name, &count)?,
        Duration::read(name, &period)?,
    )))
}

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
        let client = self.core()?;
        let on_attempt = self.on_attempt.as_ref().map(|given| given.clone_ref(py));
        match self.awaited {
            true => awaited::start(py, operation, client, on_attempt, work),
            false => calls::block(py, operation, client, on_attempt, work),
        }
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
pub fn defect<'py>(py: Python<'py>, client: &Client, makes_key: bool) -> Returned<'py> {
    match makes_key {
        true => client
            .call::<venice_keys::CreatedKey>(py, Operation::CreateKey, |_| panic!("for a test")),
        false => client.call::<()>(py, Operation::DeleteKey, |_| panic!("for a test")),
    }
}
