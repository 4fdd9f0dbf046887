//! Keys that are asked for. The core asks for the key of a client whose calls block; for one whose
//! calls are awaited `_credential.py` does, since who is asked may be async.

use std::error::Error;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use venice_keys::Secret;
use venice_keys_bridge::lock;

use crate::arguments::{Argument, Given};
use crate::awaited;
use crate::cached::Cached;
use crate::calls::{NewCall, detached, in_python};
use crate::client::Returned;
use crate::errors;

/// Asks a function of Python's for the key, on the thread that carries the call out.
pub fn ask(given: &Py<PyAny>) -> Result<Secret, Box<dyn Error + Send + Sync>> {
    match in_python(|py| answer(&given.bind(py).call0()?)) {
        Some(answer) => Ok(answer?),
        None => Err("the interpreter ends".into()),
    }
}

fn answer(answer: &Given<'_>) -> PyResult<Secret> {
    if answer.hasattr("__await__")? {
        if answer.hasattr("close")? {
            answer.call_method0("close")?;
        }
        let what = "credential must not be async: AsyncClient awaits it";
        return Err(PyTypeError::new_err(what));
    }
    given_key(answer)
}

/// The key that the function gave. `None` is what a keychain without it gives.
fn given_key(answer: &Given<'_>) -> PyResult<Secret> {
    if answer.is_none() {
        let what = "no API key: credential returned None";
        return Err(errors::config(answer.py(), what));
    }
    Secret::read("what credential returns", answer)
}

/// What asks for the key of a client whose calls are awaited.
pub fn asked_by(ask: Given<'_>) -> PyResult<Py<PyAny>> {
    static CREDENTIAL: Cached = Cached::new();
    let credential = CREDENTIAL.member(ask.py(), "venice_keys._credential", "Credential")?;
    credential.call1((ask,)).map(Bound::unbind)
}

/// A call that is awaited, and may be made a second time, with another key. Both times together,
/// and asking for the key, take no longer than one call may.
#[pyclass(frozen, name = "_Start")]
pub struct Start {
    #[pyo3(get)]
    credential: Py<PyAny>,
    call: NewCall,
    deadline: Mutex<Instant>,
}

impl Start {
    pub fn new(credential: Py<PyAny>, call: NewCall) -> Self {
        let deadline = Mutex::new(call.client.deadline());
        Self {
            credential,
            call,
            deadline,
        }
    }

    pub fn show(self, py: Python<'_>) -> Returned<'_> {
        Ok(Bound::new(py, self)?.into_any())
    }

    fn time_left(&self) -> Duration {
        lock(&self.deadline).saturating_duration_since(Instant::now())
    }
}

#[pymethods]
impl Start {
    /// Makes the call.
    fn begin<'py>(&self, py: Python<'py>) -> Returned<'py> {
        let call = self.call.again(py);
        let client = call.client.with_timeout(self.time_left());
        awaited::start(py, NewCall { client, ..call })
    }

    /// How many seconds it has left.
    #[getter]
    fn left(&self) -> f64 {
        self.time_left().as_secs_f64()
    }

    /// Its key was refused. A call whose waits don't count may have outlasted its time by then, and
    /// has all of it again.
    fn refused(&self) {
        if self.time_left().is_zero() {
            *lock(&self.deadline) = self.call.client.deadline();
        }
    }

    /// Gives all clients that share the call's key another; false if it is the one they have.
    fn set_key(&self, py: Python<'_>, key: Given<'_>) -> PyResult<bool> {
        let key = given_key(&key)?;
        detached(py, || self.call.client.set_api_key(key))
    }
}
