//! Where a call runs. The core blocks; here Python doesn't: its lock is released, Ctrl-C is heard,
//! and event loops go on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use venice_keys as core;

use crate::process::{in_python, lock, process};
use crate::types::{Answer, CreatedKey};
use crate::{errors, logging};

/// How often a waiting main thread looks for Ctrl-C.
const TICK: Duration = Duration::from_millis(50);
/// A call that waited longer than this for a thread is worth asking whether it is still wanted.
const LONG_WAIT: Duration = Duration::from_millis(20);
/// How long the interpreter's end is held up for keys that are being made.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// What came of a call: its answer, or its failure, or the panic that ended it.
struct Outcome<T>(Result<Result<T, core::Error>, Box<dyn Any + Send>>);

impl<T: Answer> Outcome<T> {
    fn of(wanted: bool, work: impl FnOnce() -> Result<T, core::Error>) -> Self {
        Self(catch_unwind(AssertUnwindSafe(|| {
            logging::with(wanted, work)
        })))
    }

    fn hand_over(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        match self.0 {
            Ok(Ok(answer)) => answer.into_python(py),
            Ok(Err(error)) => Err(errors::exception(py, &error)),
            // PyO3 turns it into a PanicException where the method returns.
            Err(panic) => resume_unwind(panic),
        }
    }

    /// Nobody waits any more. A key that was made all the same must not go unnoticed.
    fn give_up(self, py: Python<'_>) {
        let what = match self.0 {
            Ok(Ok(answer)) => answer.made_key().map(made_all_the_same),
            Ok(Err(error)) if error.code() == core::Code::OutcomeUnknown => Some(error.to_string()),
            _ => None,
        };
        if let Some(what) = what {
            warn_of(py, &what);
        }
    }
}

fn warn_of(py: Python<'_>, what: &str) {
    logging::warn(
        py,
        &format!("a call was given up before its answer came: {what}"),
    );
}

/// How a key that nobody will hear of is spoken of.
fn made_all_the_same(id: &str) -> String {
    format!("it made the key {id} all the same; its secret is lost: delete the key")
}

/// An await ended with `thrown`. If that isn't what came of the call, the awaiting task was
/// cancelled after the answer had come and before it could take it.
#[pyfunction(name = "_unheard")]
pub fn unheard(future: &Bound<'_, PyAny>, thrown: &Bound<'_, PyAny>) -> PyResult<()> {
    let py = future.py();
    let is = |name| future.call_method0(name)?.is_truthy();
    if !is("done")? || is("cancelled")? {
        return Ok(());
    }
    let failure = future.call_method0("exception")?;
    if failure.is(thrown) {
        return Ok(());
    }
    let unknown = core::Code::OutcomeUnknown.as_str();
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

/// Whether this is the thread on which Python runs signal handlers.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    static MODULES: PyOnceLock<Py<PyDict>> = PyOnceLock::new();
    static GET_IDENT: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let modules = MODULES.import(py, "sys", "modules")?;
    // Without the module there is hardly another thread; and taking one for the main thread only
    // costs it a moment.
    let Some(threading) = modules.get_item(pyo3::intern!(py, "threading"))? else {
        return Ok(true);
    };
    let main = threading.call_method0(pyo3::intern!(py, "main_thread"))?;
    let here = GET_IDENT.import(py, "_thread", "get_ident")?.call0()?;
    main.getattr(pyo3::intern!(py, "ident"))?.eq(here)
}

/// Where the main thread waits for a call that another carries out.
struct Slot<T> {
    state: Mutex<Waiting<T>>,
    filled: Condvar,
}

enum Waiting<T> {
    Empty,
    Filled(Outcome<T>),
    GivenUp,
}

impl<T: Answer> Slot<T> {
    /// Leaves the outcome, unless nobody waits any more: then it is given back.
    fn fill(&self, outcome: Outcome<T>) -> Option<Outcome<T>> {
        let mut state = lock(&self.state);
        if matches!(*state, Waiting::GivenUp) {
            return Some(outcome);
        }
        *state = Waiting::Filled(outcome);
        self.filled.notify_one();
        None
    }

    fn wait(&self, most: Duration) -> Option<Outcome<T>> {
        let state = lock(&self.state);
        let still_empty = |state: &mut Waiting<T>| matches!(state, Waiting::Empty);
        let waited = self.filled.wait_timeout_while(state, most, still_empty);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        match std::mem::replace(&mut *state, Waiting::Empty) {
            Waiting::Filled(outcome) => Some(outcome),
            _ => None,
        }
    }

    fn give_up(&self) -> Option<Outcome<T>> {
        match std::mem::replace(&mut *lock(&self.state), Waiting::GivenUp) {
            Waiting::Filled(outcome) => Some(outcome),
            _ => None,
        }
    }

    fn is_given_up(&self) -> bool {
        matches!(*lock(&self.state), Waiting::GivenUp)
    }
}

/// Runs a call to its end with Python's lock released.
///
/// Python's main thread only waits, and hears Ctrl-C meanwhile; the call goes on without it. Other
/// threads, which hear no signals, carry out the call themselves.
pub fn block<'py, T: Answer>(
    py: Python<'py>,
    client: core::Client,
    work: impl FnOnce(&core::Client) -> Result<T, core::Error> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    let wanted = logging::wanted(py)?;
    let (Some(process), true) = (process(), is_main_thread(py)?) else {
        let outcome = py.detach(|| Outcome::of(wanted, move || work(&client)));
        return outcome.hand_over(py);
    };
    let slot = Arc::new(Slot {
        state: Mutex::new(Waiting::Empty),
        filled: Condvar::new(),
    });
    tell_the_end(py)?;
    let creating = T::MAKES_KEY.then(|| process.creating());
    let filling = slot.clone();
    let client = client.while_wanted({
        let slot = slot.clone();
        move || !slot.is_given_up()
    });
    process.start(Box::new(move || {
        let _creating = creating;
        if filling.is_given_up() {
            return;
        }
        if let Some(unwanted) = filling.fill(Outcome::of(wanted, move || work(&client))) {
            in_python(|py| unwanted.give_up(py));
        }
    }));
    loop {
        if let Some(outcome) = py.detach(|| slot.wait(TICK)) {
            return outcome.hand_over(py);
        }
        if let Err(interrupt) = py.check_signals() {
            if let Some(outcome) = slot.give_up() {
                outcome.give_up(py);
            }
            return Err(interrupt);
        }
    }
}

/// Starts a call on a thread of ours, and returns the running event loop's future of its answer.
pub fn start<'py, T: Answer>(
    py: Python<'py>,
    client: core::Client,
    work: impl FnOnce(&core::Client) -> Result<T, core::Error> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    static RUNNING_LOOP: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let wanted = logging::wanted(py)?;
    let running = RUNNING_LOOP
        .import(py, "asyncio", "get_running_loop")?
        .call0()?;
    let Some(process) = process().filter(|process| !process.has_ended()) else {
        return Err(PyRuntimeError::new_err(
            "no calls can be awaited while the interpreter ends",
        ));
    };
    tell_the_end(py)?;
    let future = running.call_method0(pyo3::intern!(py, "create_future"))?;
    let creating = T::MAKES_KEY.then(|| process.creating());
    let (running, awaited) = (running.unbind(), Arc::new(future.clone().unbind()));
    let is_wanted = {
        let awaited = awaited.clone();
        move || in_python(|py| is_over(py, &awaited)) == Some(false)
    };
    let began = Instant::now();
    process.start(Box::new(move || {
        let _creating = creating;
        if began.elapsed() > LONG_WAIT && !is_wanted() {
            return;
        }
        let client = client.while_wanted(is_wanted);
        // The client goes before the answer comes: closed then, it has no connection left.
        let outcome = Outcome::of(wanted, move || work(&client));
        // Without an interpreter there is nobody left to hear of it.
        in_python(move |py| deliver(py, running.bind(py), awaited, outcome));
    }));
    Ok(future)
}

fn is_over(py: Python<'_>, future: &Py<PyAny>) -> bool {
    let done = future.bind(py).call_method0(pyo3::intern!(py, "done"));
    done.and_then(|done| done.is_truthy()).unwrap_or(true)
}

fn deliver<T: Answer>(
    py: Python<'_>,
    running: &Bound<'_, PyAny>,
    future: Arc<Py<PyAny>>,
    outcome: Outcome<T>,
) {
    let settle = move |py: Python<'_>, called: bool| {
        if called && !is_over(py, &future) {
            settle(py, future.bind(py), outcome)
        } else {
            outcome.give_up(py);
            Ok(())
        }
    };
    let Ok(delivery) = Bound::new(py, Delivery(Mutex::new(Some(Box::new(settle))))) else {
        return;
    };
    // A closed loop takes nothing: then the delivery is dropped, and its Drop says what it was.
    let told = running.call_method1(
        pyo3::intern!(py, "call_soon_threadsafe"),
        (delivery.clone(),),
    );
    // One that closes in the middle of that takes it, and never looks at it.
    let closed = || {
        running
            .call_method0(pyo3::intern!(py, "is_closed"))?
            .is_truthy()
    };
    if told.is_ok() && closed().unwrap_or(false) {
        let settle = delivery.get().take();
        let _ = settle.map(|settle| settle(py, false));
    }
}

fn settle<T: Answer>(
    py: Python<'_>,
    future: &Bound<'_, PyAny>,
    outcome: Outcome<T>,
) -> PyResult<()> {
    let handed = catch_unwind(AssertUnwindSafe(|| outcome.hand_over(py)));
    match handed {
        Ok(Ok(answer)) => future.call_method1(pyo3::intern!(py, "set_result"), (answer,))?,
        Ok(Err(error)) => {
            future.call_method1(pyo3::intern!(py, "set_exception"), (error.into_value(py),))?
        }
        Err(panic) => {
            let error = pyo3::exceptions::PyRuntimeError::new_err("the call ended in a panic");
            future.call_method1(pyo3::intern!(py, "set_exception"), (error.into_value(py),))?;
            resume_unwind(panic)
        }
    };
    Ok(())
}

type Settle = dyn FnOnce(Python<'_>, bool) -> PyResult<()> + Send;

/// An outcome on its way to an event loop: a callable that settles its future, once.
#[pyclass(frozen)]
struct Delivery(Mutex<Option<Box<Settle>>>);

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

/// Has the interpreter call [`ending`] when it ends: once there are threads that matter to it.
fn tell_the_end(py: Python<'_>) -> PyResult<()> {
    static TOLD: PyOnceLock<()> = PyOnceLock::new();
    let tell = || {
        let ending = pyo3::wrap_pyfunction!(ending, py)?;
        py.import("atexit")?
            .call_method1("register", (ending,))
            .map(|_| ())
    };
    TOLD.get_or_try_init(py, tell).copied()
}

#[pyfunction]
fn ending(py: Python<'_>) {
    let Some(process) = process() else { return };
    let left = py.detach(|| process.end(LAST_WAIT));
    if left > 0 {
        logging::warn(
            py,
            &format!(
                "the program ends while {left} key(s) may be in the making: look for their \
                 descriptions in list_keys()"
            ),
        );
    }
}
