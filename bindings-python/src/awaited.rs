//! Calls that are awaited. A thread of ours carries each out and wakes its coroutine, which then
//! takes the outcome: so a task that is cancelled before it gets to that has given the call up.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use venice_keys_bridge::{Handle, Pending, lock};

use crate::cached::Cached;
use crate::calls::{self, Caller, NewCall, Started, in_python};
use crate::ending;

/// Within this time of its start a call is taken for wanted unless its await was cancelled: asking
/// the event loop takes Python's lock, and hardly any loop is closed so soon.
const JUST_STARTED: Duration = Duration::from_millis(5);

/// Starts a call on a thread of ours, for the running event loop.
pub fn start(py: Python<'_>, call: NewCall) -> PyResult<Bound<'_, PyAny>> {
    static RUNNING_LOOP: Cached = Cached::new();
    let event_loop = RUNNING_LOOP
        .member(py, "asyncio", "get_running_loop")?
        .call0()?;
    let runtime = ending::runtime(py)?;
    if runtime.has_ended() {
        return Err(PyRuntimeError::new_err(
            "no calls can be awaited while the interpreter ends",
        ));
    }
    let future = event_loop.call_method0("create_future")?.unbind();
    let awaiting = Awaiting {
        event_loop: event_loop.unbind(),
        future: future.clone_ref(py),
        since: Instant::now(),
    };
    let caller = Caller::new(py, call.on_attempt, Some(awaiting))?;
    let call = Call {
        pending: Pending::start(runtime, caller, call.operation, &call.client, call.work),
        future: Mutex::new(Some(future)),
    };
    Ok(Bound::new(py, call)?.into_any())
}

/// A call that a coroutine awaits, and then claims or gives up.
#[pyclass(frozen, name = "_Call")]
pub struct Call {
    pending: Started,
    /// Ends with `None` when there is something to claim. Only until it is awaited: Python sees no
    /// cycle that runs through here, and a coroutine that is forgotten would stay for ever.
    future: Mutex<Option<Py<PyAny>>>,
}

#[pymethods]
impl Call {
    fn __await__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let future = lock(&self.future).take();
        let future = future.ok_or_else(|| PyRuntimeError::new_err("a call is awaited once"))?;
        future.bind(py).call_method0("__await__")
    }

    /// Returns the result, or raises the failure.
    fn claim<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let running = || Err(PyRuntimeError::new_err("the call hasn't ended"));
        calls::claim(py, &self.pending).unwrap_or_else(running)
    }

    /// Nobody wants the outcome, unless it was claimed.
    fn give_up(&self) {
        self.pending.give_up();
    }
}

/// A coroutine that waits for a call.
pub struct Awaiting {
    event_loop: Py<PyAny>,
    future: Py<PyAny>,
    since: Instant,
}

impl Awaiting {
    /// Whether the coroutine may still be woken.
    pub fn is_listening(&self) -> bool {
        let asked = || in_python(|py| self.can_be_woken(py).unwrap_or(false));
        self.since.elapsed() < JUST_STARTED || asked() == Some(true)
    }

    fn can_be_woken(&self, py: Python<'_>) -> PyResult<bool> {
        let done = self.future.bind(py).call_method0("done")?.is_truthy()?;
        Ok(!done && !self.is_closed(py)?)
    }

    fn is_closed(&self, py: Python<'_>) -> PyResult<bool> {
        let event_loop = self.event_loop.bind(py);
        event_loop.call_method0("is_closed")?.is_truthy()
    }

    /// Has the event loop call something, in its own time. A closed one calls nothing any more.
    pub fn post(&self, py: Python<'_>, call: &Py<PyAny>, with: Bound<'_, PyAny>) -> PyResult<()> {
        if !self.is_closed(py)? {
            let event_loop = self.event_loop.bind(py);
            event_loop.call_method1("call_soon_threadsafe", (call, with))?;
        }
        Ok(())
    }

    /// Wakes the coroutine, or gives the call up where that can't be done any more.
    pub fn wake(self: Arc<Self>, call: Handle) {
        let handle = call.clone();
        // This ends inside Python: elsewhere PyO3 would let go of the event loop when a thread next
        // gets in, which may be never.
        let woken = in_python(move |py| self.wake_in_python(py, handle).unwrap_or(false));
        if woken != Some(true) {
            call.give_up();
        }
    }

    /// Whether the event loop has taken it on.
    fn wake_in_python(&self, py: Python<'_>, call: Handle) -> PyResult<bool> {
        let wake = Wake(Mutex::new(Some((self.future.clone_ref(py), call))));
        let wake = Bound::new(py, wake)?;
        // A closed loop raises.
        let event_loop = self.event_loop.bind(py);
        event_loop.call_method1("call_soon_threadsafe", (wake.clone(),))?;
        // One that closes in the middle of that takes it, and never looks at it.
        if self.is_closed(py)? {
            let left = lock(&wake.get().0).take();
            drop(left);
            return Ok(false);
        }
        Ok(true)
    }
}

/// A coroutine's waking, on its way to the event loop. Dropped on the way, as by a loop that is
/// closed, it gives the call up.
#[pyclass(frozen, name = "_Wake")]
pub struct Wake(Mutex<Option<(Py<PyAny>, Handle)>>);

#[pymethods]
impl Wake {
    fn __call__(&self, py: Python<'_>) -> PyResult<()> {
        let Some((future, _)) = lock(&self.0).take() else {
            return Ok(());
        };
        let future = future.bind(py);
        if !future.call_method0("done")?.is_truthy()? {
            future.call_method1("set_result", (py.None(),))?;
        }
        Ok(())
    }
}

impl Drop for Wake {
    fn drop(&mut self) {
        let left = lock(&self.0).take();
        if let Some((_, call)) = left {
            call.give_up();
        }
    }
}
