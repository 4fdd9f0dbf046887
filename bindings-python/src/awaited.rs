//! Calls that are awaited: a thread of ours carries each out and settles a future of its event
//! loop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use venice_keys::{Client, Code, Error};

use crate::cached::Cached;
use crate::generated::results::CreatedKey;
use crate::outcome::{Outcome, Reply, made_all_the_same, warn_of};
use crate::process::{Creating, in_python, lock};
use crate::{ending, logging};

/// Within this time of its beginning a call is taken for wanted unless its await was cancelled:
/// asking the event loop takes Python's lock, and hardly any loop is closed so soon.
const JUST_BEGUN: Duration = Duration::from_millis(5);

/// What an awaited call returns: AsyncClient awaits it, and holds it for as long.
#[pyclass(frozen)]
pub struct Awaited {
    call: Arc<Pending>,
    /// A key that is made is unheard of as long as this lives: until the caller has it.
    creating: Option<Arc<Creating>>,
}

/// A call between its thread and its event loop.
struct Pending {
    event_loop: Py<PyAny>,
    future: Py<PyAny>,
    at: Instant,
    given_up: AtomicBool,
}

impl Pending {
    fn is_wanted(&self) -> bool {
        if self.given_up.load(Ordering::Relaxed) {
            return false;
        }
        let asked = || in_python(|py| self.can_be_settled(py));
        self.at.elapsed() < JUST_BEGUN || asked() == Some(true)
    }

    /// Whether somebody may still await it.
    fn can_be_settled(&self, py: Python<'_>) -> bool {
        let over = self
            .is_done(py)
            .and_then(|done| Ok(done || self.is_closed(py)?));
        !self.given_up.load(Ordering::Relaxed) && !over.unwrap_or(true)
    }

    fn is_done(&self, py: Python<'_>) -> PyResult<bool> {
        let future = self.future.bind(py);
        future.call_method0("done")?.is_truthy()
    }

    fn is_closed(&self, py: Python<'_>) -> PyResult<bool> {
        let event_loop = self.event_loop.bind(py);
        event_loop.call_method0("is_closed")?.is_truthy()
    }
}

/// Starts a call, made at `at`, on a thread of ours, for the running event loop.
pub fn start<'py, T: Reply>(
    py: Python<'py>,
    at: Instant,
    client: Client,
    work: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    static RUNNING_LOOP: Cached = Cached::new();
    let logged = logging::wanted(py)?;
    let event_loop = RUNNING_LOOP
        .member(py, "asyncio", "get_running_loop")?
        .call0()?;
    let process = ending::process(py)?;
    if process.has_ended() {
        return Err(PyRuntimeError::new_err(
            "no calls can be awaited while the interpreter ends",
        ));
    }
    let future = event_loop.call_method0("create_future")?;
    let call = Arc::new(Pending {
        event_loop: event_loop.unbind(),
        future: future.unbind(),
        at,
        given_up: AtomicBool::new(false),
    });
    let creating = T::CREATES_KEY.then(|| process.creating());
    let awaited = Awaited {
        call: call.clone(),
        creating: creating.clone(),
    };
    let is_wanted = {
        let (call, goes_on) = (call.clone(), process.goes_on());
        move || goes_on() && call.is_wanted()
    };
    let client = client.begun(at);
    let by = client.deadline();
    let carry_out = move || {
        if !is_wanted() {
            return;
        }
        let client = client.while_wanted(is_wanted);
        // The client goes before the answer comes: closed then, it has no connection left.
        deliver(call, Outcome::of(logged, creating, move || work(&client)));
    };
    process.start(by, Box::new(carry_out));
    Ok(Bound::new(py, awaited)?.into_any())
}

#[pymethods]
impl Awaited {
    fn __await__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let future = self.call.future.bind(py);
        future.call_method0("__await__")
    }

    /// The await ended with `thrown`. If that isn't what came of the call, nobody waits for it any
    /// more; or its answer had come, and the awaiting task was cancelled before it could take it.
    fn unheard(&self, thrown: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = thrown.py();
        let future = self.call.future.bind(py);
        let is = |name| future.call_method0(name)?.is_truthy();
        if !is("done")? || is("cancelled")? {
            self.call.given_up.store(true, Ordering::Relaxed);
            return Ok(());
        }
        if let Some(creating) = &self.creating {
            creating.over();
        }
        let failure = future.call_method0("exception")?;
        if failure.is(thrown) {
            return Ok(());
        }
        let unknown = Code::OutcomeUnknown.as_str();
        if failure.is_none() {
            if let Ok(made) = future.call_method0("result")?.cast::<CreatedKey>() {
                let id = made.getattr("id")?;
                warn_of(py, &made_all_the_same(id.str()?.to_str()?));
            }
        } else if failure
            .getattr_opt("code")?
            .is_some_and(|code| code.eq(unknown).unwrap_or(false))
        {
            warn_of(py, failure.str()?.to_str()?);
        }
        Ok(())
    }
}

impl Drop for Awaited {
    /// However the await ended, it has: a task that is forgotten ends so, too.
    fn drop(&mut self) {
        self.call.given_up.store(true, Ordering::Relaxed);
    }
}

fn deliver<T: Reply>(call: Arc<Pending>, outcome: Outcome<T>) {
    let mut left = Some(outcome);
    in_python(|py| {
        if let Some(outcome) = left.take() {
            hand_to_loop(py, call, outcome);
        }
    });
    if let Some(outcome) = left {
        outcome.give_up_anywhere();
    }
}

fn hand_to_loop<T: Reply>(py: Python<'_>, call: Arc<Pending>, outcome: Outcome<T>) {
    let settling = call.clone();
    let settle = move |py: Python<'_>, called: bool| {
        if called && settling.can_be_settled(py) {
            settle(settling.future.bind(py), outcome)
        } else {
            outcome.give_up(py);
            Ok(())
        }
    };
    let Ok(delivery) = Bound::new(py, Delivery(Mutex::new(Some(Box::new(settle))))) else {
        return;
    };
    // A closed loop takes nothing: then the delivery is dropped, and its Drop says what it was.
    let told = call
        .event_loop
        .bind(py)
        .call_method1("call_soon_threadsafe", (delivery.clone(),));
    // One that closes in the middle of that takes it, and never looks at it.
    if told.is_ok() && call.is_closed(py).unwrap_or(false) {
        let settle = delivery.get().take();
        let _ = settle.map(|settle| settle(py, false));
    }
}

fn settle<T: Reply>(future: &Bound<'_, PyAny>, outcome: Outcome<T>) -> PyResult<()> {
    let py = future.py();
    match outcome.hand_over(py) {
        Ok(answer) => future.call_method1("set_result", (answer,))?,
        Err(error) => future.call_method1("set_exception", (error.into_value(py),))?,
    };
    Ok(())
}

type Settle = dyn FnOnce(Python<'_>, bool) -> PyResult<()> + Send;

/// An outcome on its way to an event loop: a callable that settles its future, once.
#[pyclass(frozen)]
pub struct Delivery(Mutex<Option<Box<Settle>>>);

impl Delivery {
    fn take(&self) -> Option<Box<Settle>> {
        lock(&self.0).take()
    }
}

#[pymethods]
impl Delivery {
    fn __call__(&self, py: Python<'_>) -> PyResult<()> {
        self.take().map_or(Ok(()), |settle| settle(py, true))
    }
}

impl Drop for Delivery {
    fn drop(&mut self) {
        if let Some(settle) = self.take() {
            Python::try_attach(|py| settle(py, false));
        }
    }
}
