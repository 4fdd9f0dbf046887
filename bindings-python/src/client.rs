//! What the class `Client` does: its life, and how a method becomes a call. The class itself is in
//! [`crate::generated::methods`].

use std::sync::{Arc, Mutex};

use pyo3::exceptions::{PyRuntimeError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use venice_keys::{Client as Core, ClientBuilder, Error, Operation, Pages};
use venice_keys_bridge::{PerProcess, Reply, lock};

use crate::arguments::{Argument, Given, wrong_type};
use crate::calls::NewCall;
use crate::credential::{self, Start};
pub use crate::generated::methods::Client;
use crate::interrupted::Interrupted;
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

/// Refuses what gives a key to a client that has none.
pub fn refuse_for_anonymous(name: &str, settings: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
    match settings
        .map(|settings| settings.contains(name))
        .transpose()?
    {
        Some(true) => Err(PyTypeError::new_err(format!(
            "Client.anonymous() got an unexpected keyword argument '{name}'"
        ))),
        _ => Ok(()),
    }
}

/// What a client is given that calls back.
pub struct Callbacks<'py> {
    pub on_attempt: Option<Given<'py>>,
    pub credential: Option<Given<'py>>,
}

/// The core's client, in each process its own; `None` once it is closed.
type Slot = PerProcess<Mutex<Option<Core>>>;

/// What the class `Client` holds.
pub struct Base {
    slot: Slot,
    /// Of what client it was derived, and how: both share connections in a forked child, too.
    origin: Option<Origin>,
    /// Whether calls return awaitables of the running event loop instead of blocking.
    awaited: bool,
    on_attempt: Option<Py<PyAny>>,
    /// What knows the key of a client whose calls are awaited, if that is asked for.
    credential: Option<Py<PyAny>>,
}

struct Origin {
    client: Py<Client>,
    derive: Box<Derive>,
}

type Derive = dyn Fn(&Core) -> Core + Send + Sync;

impl Base {
    fn of(core: Core, awaited: bool, on_attempt: Option<Py<PyAny>>) -> Self {
        Self {
            slot: PerProcess::new(Mutex::new(Some(core))),
            origin: None,
            awaited,
            on_attempt,
            credential: None,
        }
    }

    fn slot(&self) -> Option<&Mutex<Option<Core>>> {
        let renewed = |own: &Core| match self.of_origin() {
            Some(derived) => derived,
            None => own.with_new_connections(),
        };
        let fresh = |parents: &Mutex<Option<Core>>| Mutex::new(lock(parents).as_ref().map(renewed));
        self.slot.get(fresh)
    }

    /// Derived once more, in this process; `None` where the origin is closed.
    fn of_origin(&self) -> Option<Core> {
        let origin = self.origin.as_ref()?;
        let core = origin.client.get().base.core()?;
        Some((origin.derive)(&core))
    }

    fn core(&self) -> Option<Core> {
        self.slot().and_then(|slot| lock(slot).clone())
    }
}

impl Client {
    pub fn build(
        py: Python<'_>,
        mut builder: ClientBuilder,
        callbacks: Callbacks<'_>,
    ) -> PyResult<Self> {
        cached::before_forks(py)?;
        let on_attempt = callable("on_attempt", callbacks.on_attempt)?;
        if let Some(ask) = callable("credential", callbacks.credential)? {
            builder = builder.credential(move || credential::ask(&ask));
        }
        let built = calls::detached(py, || builder.build())?;
        Ok(Self {
            base: Base::of(built, false, on_attempt),
        })
    }

    pub fn core(&self) -> PyResult<Core> {
        let closed = || PyRuntimeError::new_err("the client is closed");
        self.base.core().ok_or_else(closed)
    }

    fn on_attempt(&self, py: Python<'_>) -> Option<Py<PyAny>> {
        let given = self.base.on_attempt.as_ref();
        given.map(|given| given.clone_ref(py))
    }

    pub fn is_awaited(&self) -> bool {
        self.base.awaited
    }

    pub fn call<'py, T: Reply + IntoPython>(
        &self,
        py: Python<'py>,
        operation: Operation,
        work: impl Fn(&Core) -> Result<T, Error> + Send + Sync + 'static,
    ) -> Returned<'py> {
        self.call_kept_by(py, operation, work, None)
    }

    /// The same. If its caller is interrupted, it is stopped, and kept there.
    pub fn call_kept_by<'py, T: Reply + IntoPython>(
        &self,
        py: Python<'py>,
        operation: Operation,
        work: impl Fn(&Core) -> Result<T, Error> + Send + Sync + 'static,
        kept_by: Option<Arc<Interrupted>>,
    ) -> Returned<'py> {
        let call = NewCall {
            operation,
            client: self.core()?,
            on_attempt: self.on_attempt(py),
            work: Arc::new(move |client| Ok(Box::new(work(client)?))),
            kept_by,
        };
        match (self.base.awaited, &self.base.credential) {
            (true, Some(credential)) => Start::new(credential.clone_ref(py), call).show(py),
            (true, None) => awaited::start(py, call),
            (false, _) => calls::block(py, call),
        }
    }

    /// The cursor at which a list in pages begins. Sends nothing, but refuses what is wrong.
    pub fn begin<T>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&Core) -> Result<Pages<T>, Error> + Send,
    ) -> PyResult<String> {
        let client = self.core()?;
        calls::detached(py, || Ok(work(&client)?.next_cursor().to_owned()))
    }

    /// The same client, whose calls are awaited, with a key that is asked for if `ask` is given.
    pub fn to_await(&self, py: Python<'_>, ask: Option<Given<'_>>) -> PyResult<Self> {
        Ok(Self {
            base: Base {
                credential: ask.map(credential::asked_by).transpose()?,
                ..Base::of(self.core()?, true, self.on_attempt(py))
            },
        })
    }

    /// The same client, whose calls block, with the key that it has now.
    pub fn to_block(&self, py: Python<'_>) -> PyResult<Self> {
        Ok(Self {
            base: Base::of(self.core()?, false, self.on_attempt(py)),
        })
    }

    /// A client that differs in settings, and shares key, connections and create limit.
    pub fn with_other_settings(
        this: &Bound<'_, Self>,
        derive: impl Fn(&Core) -> Core + Send + Sync + 'static,
    ) -> PyResult<Self> {
        let credential = this.get().base.credential.as_ref();
        let credential = credential.map(|given| given.clone_ref(this.py()));
        let Self { base } = Self::derived(this, derive)?;
        Ok(Self {
            base: Base { credential, ..base },
        })
    }

    /// A client that shares connections and create limit, but no credential.
    pub fn derived(
        this: &Bound<'_, Self>,
        derive: impl Fn(&Core) -> Core + Send + Sync + 'static,
    ) -> PyResult<Self> {
        let (py, origin) = (this.py(), this.get());
        let core = derive(&origin.core()?);
        Ok(Self {
            base: Base {
                origin: Some(Origin {
                    client: this.clone().unbind(),
                    derive: Box::new(derive),
                }),
                ..Base::of(core, origin.base.awaited, origin.on_attempt(py))
            },
        })
    }

    pub fn end(&self, py: Python<'_>) {
        let closed = self.base.slot().and_then(|slot| lock(slot).take());
        py.detach(|| drop(closed));
    }

    pub fn shown(&self) -> String {
        match self.base.core() {
            Some(client) => format!("<venice_keys {client:?}>"),
            None => "<venice_keys Client, closed>".to_owned(),
        }
    }
}

fn callable(name: &str, given: Option<Given<'_>>) -> PyResult<Option<Py<PyAny>>> {
    match given {
        Some(given) if !given.is_callable() => Err(wrong_type(name, "callable", &given)),
        given => Ok(given.map(Bound::unbind)),
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
