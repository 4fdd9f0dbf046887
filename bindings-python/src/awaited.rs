//! Calls that are awaited. A thread of ours carries each out and wakes its coroutine, which then
//! takes the outcome: so a task that is cancelled before it gets to that has given the call up.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use venice_keys::Client;
use venice_keys_bridge::{Handle, Pending, lock};

use crate::cached::Cached;
use crate::calls::{self, Caller, NewCall, Started, in_python};
use crate::ending;
use crate::interrupted::Interrupted;

/// Within this time of its start a call is taken for wanted unless its await was cancelled: asking
/// the event loop takes Python's lock, and hardly any loop is closed so soon.
const JUST_STARTED: Duration = Duration::from_millis(5);

/// Starts a call on a thread of ours, for the running event loop.
pub fn start(py: Python<'_>, call: NewCall) -> PyResult<Bound<'_, PyAny>> {
    let awaiting = Awaiting::here(py, call.kept_by.is_some())?;
    let future = awaiting.future.clone_ref(py);
    let caller = Caller::new(py, call.on_attempt, Some(awaiting))?;
    let (runtime, host, work) = (ending::runtime(py)?, caller.clone(), call.work);
    let work = move |client: &Client| work(client);
    let pending = Pending::start(runtime, host, call.operation, &call.client, work);
    Call::show(
        py,
        Arc::new(Started { pending, caller }),
        future,
        call.kept_by,
    )
}

/// Waits for a call, on the running event loop, that was kept as its coroutine was interrupted.
pub fn go_on(
    py: Python<'_>,
    call: Arc<Started>,
    kept_by: Arc<Interrupted>,
) -> PyResult<Bound<'_, PyAny>> {
    let awaiting = Awaiting::here(py, true)?;
    let future = awaiting.future.clone_ref(py);
    if !call.caller.will_wake(awaiting) {
        future.call_method1(py, "set_result", (py.None(),))?;
    }
    Call::show(py, call, future, Some(kept_by))
}

/// A call that a coroutine awaits, and then claims or gives up.
#[pyclass(frozen, name = "_Call")]
pub struct Call {
    started: Arc<Started>,
    /// Ends with `None` when there is something to claim. Only until it is awaited: Python sees no
    /// cycle that runs through here, and a coroutine that is forgotten would stay for ever.
    future: Mutex<Option<Py<PyAny>>>,
    /// Until it is claimed: where it is kept if its coroutine is interrupted.
    kept_by: Mutex<Option<Arc<Interrupted>>>,
}

impl Call {
    fn show(
        py: Python<'_>,
        started: Arc<Started>,
        future: Py<PyAny>,
        kept_by: Option<Arc<Interrupted>>,
    ) -> PyResult<Bound<'_, PyAny>> {
        let call = Self {
            started,
            future: Mutex::new(Some(future)),
            kept_by: Mutex::new(kept_by),
        };
        Ok(Bound::new(py, call)?.into_any())
    }
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
        let Some(result) = calls::claim(py, &self.started) else {
            return Err(PyRuntimeError::new_err("the call hasn't ended"));
        };
        lock(&self.kept_by).take();
        result
    }

    /// Nobody waits any more, unless the outcome was claimed.
    fn give_up(&self) {
        let kept_by = lock(&self.kept_by).take();
        match kept_by {
            Some(kept_by) => kept_by.keep(self.started.clone()),
            None => drop(self.started.pending.give_up()),
        }
    }
}

/// A coroutine that waits for a call.
pub struct Awaiting {
    event_loop: Py<PyAny>,
    future: Py<PyAny>,
    since: Instant,
    /// Whether the outcome is kept when nobody can be woken.
    is_kept: bool,
}

impl Awaiting {
    /// A coroutine of the running event loop.
    fn here(py: Python<'_>, is_kept: bool) -> PyResult<Self> {
        static RUNNING_LOOP: Cached = Cached::new();
        let event_loop = RUNNING_LOOP
            .member(py, "asyncio", "get_running_loop")?
            .call0()?;
        if ending::runtime(py)?.has_ended() {
            return Err(PyRuntimeError::new_err(
                "no calls can be awaited while the interpreter ends",
            ));
        }
        Ok(Self {
            future: event_loop.call_method0("create_future")?.unbind(),
            event_loop: event_loop.unbind(),
            since: Instant::now(),
            is_kept,
        })
    }

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

    /// Has the event loop call something in a context, in its own time. A closed one calls nothing
    /// any more.
    pub fn post(
        &self,
        context: &Bound<'_, PyAny>,
        call: &Py<PyAny>,
        with: Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let py = context.py();
        if !self.is_closed(py)? {
            let options = PyDict::new(py);
            options.set_item("context", context)?;
            let event_loop = self.event_loop.bind(py);
            event_loop.call_method("call_soon_threadsafe", (call, with), Some(&options))?;
        }
        Ok(())
    }

    /// Wakes the coroutine, or gives the call up where that can't be done any more.
    pub fn wake(self: Arc<Self>, call: Handle) {
        let unwanted = (!self.is_kept).then_some(call);
        let handle = unwanted.clone();
        // This ends inside Python: elsewhere PyO3 would let go of the event loop when a thread next
        // gets in, which may be never.
        let woken = in_python(move |py| self.wake_in_python(py, handle).unwrap_or(false));
        if let (Some(call), None | Some(false)) = (unwanted, woken) {
            call.give_up();
        }
    }

    /// Whether the event loop has taken it on.
    fn wake_in_python(&self, py: Python<'_>, call: Option<Handle>) -> PyResult<bool> {
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
/// closed, it gives the call up, if it may.
#[pyclass(frozen, name = "_Wake")]
pub struct Wake(Mutex<Option<(Py<PyAny>, Option<Handle>)>>);

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
        if let Some((_, Some(call))) = left {
            call.give_up();
        }
    }
}
