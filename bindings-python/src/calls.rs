//! A call: on which thread it is carried out, and what Python gets of it. The call itself, and who
//! may give it up, is the bridge's [`Pending`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use venice_keys::{Attempt, Client, Error, ErrorCode, Operation};
use venice_keys_bridge::{
    Claim, DEFECT, Handle, Host, Names, Pending, Runtime, lock, write_to_stderr,
};

use crate::awaited::Awaiting;
use crate::cached::{Cached, modules};
use crate::fields::Mirrors;
use crate::generated::results;
use crate::results::{AnyResult, IntoPython};
use crate::{ending, errors, logging};

/// How often a waiting main thread looks for Ctrl-C.
const TICK: Duration = Duration::from_millis(50);

/// A call that hasn't begun.
pub struct NewCall {
    pub operation: Operation,
    pub client: Client,
    pub on_attempt: Option<Py<PyAny>>,
    pub work: Work,
}

/// What a call does on its thread.
pub type Work = Box<dyn FnOnce(&Client) -> Result<Box<dyn AnyResult>, Error> + Send>;

/// A call under way.
pub type Started = Pending<Box<dyn AnyResult>>;

/// Makes a call, and blocks until it has ended, with Python's lock released.
pub fn block(py: Python<'_>, call: NewCall) -> PyResult<Bound<'_, PyAny>> {
    let runtime = ending::runtime(py)?;
    let caller = Caller::new(py, call.on_attempt, None)?;
    let (operation, client, work) = (call.operation, call.client, call.work);
    // A thread that hears no signals carries out its call itself. The main thread only waits, and
    // hears Ctrl-C meanwhile; the call goes on without it.
    let here = !is_main_thread(py)?;
    let call = py.detach(move || match here {
        true => Pending::run(runtime, caller, operation, &client, work),
        false => {
            let call = Pending::start(runtime, caller, operation, &client, work);
            // Closed meanwhile, it has no connection left when the call has ended.
            drop(client);
            call.wait(TICK);
            call
        }
    });
    loop {
        // Before the outcome is taken: raised as the call returns, Ctrl-C would lose a key that
        // nobody has a name for yet. Elsewhere than on the main thread there are no signals.
        if let Err(interrupt) = py.check_signals() {
            py.detach(|| call.give_up());
            return Err(interrupt);
        }
        if let Some(result) = claim(py, &call) {
            return result;
        }
        py.detach(|| call.wait(TICK));
    }
}

/// Whether this is the thread on which Python runs signal handlers.
fn is_main_thread(py: Python<'_>) -> PyResult<bool> {
    static GET_IDENT: Cached = Cached::new();
    // Without the module there is hardly another thread; and taking one for the main thread only
    // costs it a moment.
    let Some(threading) = modules(py)?.get_item("threading")? else {
        return Ok(true);
    };
    let main = threading.call_method0("main_thread")?;
    let here = GET_IDENT.member(py, "_thread", "get_ident")?.call0()?;
    main.getattr("ident")?.eq(here)
}

/// Takes what came of a call: its result is returned, its failure raised. `None`: it goes on.
pub fn claim<'py>(py: Python<'py>, call: &Started) -> Option<PyResult<Bound<'py, PyAny>>> {
    Some(match call.claim() {
        Claim::Running => return None,
        Claim::Outcome(Ok(Ok(reply))) => reply.into_python(py),
        Claim::Outcome(Ok(Err(error))) => Err(errors::exception(py, &error)),
        // Raised again, it would be a PanicException, which no `except Exception` catches.
        Claim::Outcome(Err(_)) => {
            let (code, text) = call.defect();
            Err(errors::defect(py, code, &text))
        }
        // The program ends, or this is a forked child, and the call is its parent's.
        Claim::GivenUp => Err(PyRuntimeError::new_err("the call was given up")),
    })
}

/// Runs a short piece of the core's work with Python's lock released.
pub fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<T> {
    match py.detach(|| catch_unwind(AssertUnwindSafe(work))) {
        Ok(outcome) => outcome.map_err(|error| errors::exception(py, &error)),
        Err(_) => Err(errors::defect(py, ErrorCode::BadResponse, DEFECT)),
    }
}

/// Whose call it is: where its news go.
pub struct Caller {
    /// Whether each attempt is logged.
    logged: bool,
    /// The program's own observer of attempts.
    on_attempt: Option<Py<PyAny>>,
    /// The coroutine that awaits the call, until it has ended. Held longer, it would keep its event
    /// loop alive, which keeps it alive.
    awaiting: Mutex<Option<Arc<Awaiting>>>,
}

impl Caller {
    pub fn new(
        py: Python<'_>,
        on_attempt: Option<Py<PyAny>>,
        awaiting: Option<Awaiting>,
    ) -> PyResult<Arc<Self>> {
        Ok(Arc::new(Self {
            logged: logging::wanted(py)?,
            on_attempt,
            awaiting: Mutex::new(awaiting.map(Arc::new)),
        }))
    }

    fn awaiting(&self) -> Option<Arc<Awaiting>> {
        lock(&self.awaiting).clone()
    }

    /// Shows an attempt to the program's observer: on this thread, or posted to the event loop.
    fn show(&self, py: Python<'_>, observer: &Py<PyAny>, attempt: &Attempt<'_>) -> PyResult<()> {
        let attempt = Bound::new(py, results::Attempt::mirror(*attempt))?.into_any();
        match self.awaiting() {
            Some(awaiting) => awaiting.post(py, observer, attempt),
            None => observer.bind(py).call1((attempt,)).map(drop),
        }
    }
}

impl Host for Caller {
    fn names(&self) -> Names {
        Names::Snake
    }

    fn warn(&self, text: &str) {
        if in_python(|py| logging::warn(py, text)).is_none() {
            write_to_stderr(text);
        }
    }

    fn attempt(&self, attempt: &Attempt<'_>) {
        if self.logged {
            let line = attempt.to_string();
            in_python(|py| logging::debug(py, &line));
        }
        if let Some(observer) = &self.on_attempt {
            in_python(|py| {
                if let Err(error) = self.show(py, observer, attempt) {
                    error.write_unraisable(py, Some(observer.bind(py)));
                }
            });
        }
        // The server announces a retirement: rare, and said whether or not somebody listens yet.
        if let Some(warning) = attempt.warning {
            let operation = self.names().of(attempt.operation);
            in_python(|py| logging::warn(py, &format!("{operation}: {warning}")));
        }
    }

    fn is_listening(&self) -> bool {
        self.awaiting()
            .is_none_or(|awaiting| awaiting.is_listening())
    }

    fn done(&self, call: Handle) {
        let awaiting = lock(&self.awaiting).take();
        if let Some(awaiting) = awaiting {
            awaiting.wake(call);
        }
    }

    fn ended(&self) {
        let awaiting = lock(&self.awaiting).take();
        if let Some(awaiting) = awaiting {
            in_python(move |_| drop(awaiting));
        }
    }
}

/// Runs `work` with Python's lock held, from a thread of ours, unless the interpreter ends.
pub fn in_python<R>(work: impl FnOnce(Python<'_>) -> R) -> Option<R> {
    let _inside = Runtime::current()?.enter()?;
    Python::try_attach(work)
}
