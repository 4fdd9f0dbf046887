//! A call: on which thread it is carried out, and what Python gets of it. The call itself, and who
//! may give it up, is the bridge's [`Pending`].

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
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
use crate::interrupted::Interrupted;
use crate::results::{AnyResult, IntoPython};
use crate::{ending, errors, logging, pages};

/// How often a waiting main thread looks for Ctrl-C.
const TICK: Duration = Duration::from_millis(50);

/// A call that hasn't begun.
pub struct NewCall {
    pub operation: Operation,
    pub client: Client,
    pub on_attempt: Option<Py<PyAny>>,
    pub work: Work,
    /// Where it is kept if its caller is interrupted. Without this it is given up then.
    pub kept_by: Option<Arc<Interrupted>>,
}

impl NewCall {
    /// The same, to be made once more.
    pub fn again(&self, py: Python<'_>) -> Self {
        Self {
            operation: self.operation,
            client: self.client.clone(),
            on_attempt: self.on_attempt.as_ref().map(|given| given.clone_ref(py)),
            work: self.work.clone(),
            kept_by: self.kept_by.clone(),
        }
    }
}

/// What a call does on its thread.
pub type Work = Arc<dyn Fn(&Client) -> Result<Box<dyn AnyResult>, Error> + Send + Sync>;

/// A call under way.
pub struct Started {
    pub pending: Pending<Box<dyn AnyResult>>,
    pub caller: Arc<Caller>,
}

/// Makes a call, and blocks until it has ended, with Python's lock released.
pub fn block(py: Python<'_>, call: NewCall) -> PyResult<Bound<'_, PyAny>> {
    let runtime = ending::runtime(py)?;
    let caller = Caller::new(py, call.on_attempt, None)?;
    let (operation, client, work) = (call.operation, call.client, call.work);
    let (host, kept_by) = (caller.clone(), call.kept_by);
    // A thread that hears no signals carries out its call itself. The main thread only waits, and
    // hears Ctrl-C meanwhile; the call goes on without it.
    let here = !is_main_thread(py)?;
    let pending = py.detach(move || match here {
        true => Pending::run(runtime, host, operation, &client, |client| work(client)),
        false => {
            let work = move |client: &Client| work(client);
            let pending = Pending::start(runtime, host, operation, &client, work);
            // Closed meanwhile, it has no connection left when the call has ended.
            drop(client);
            pending.wait(TICK);
            pending
        }
    });
    let call = Arc::new(Started { pending, caller });
    outcome(py, call, kept_by.as_deref())
}

/// Blocks until a call has ended, and takes what came of it.
pub fn outcome<'py>(
    py: Python<'py>,
    call: Arc<Started>,
    kept_by: Option<&Interrupted>,
) -> PyResult<Bound<'py, PyAny>> {
    loop {
        // Before the outcome is taken: raised as the call returns, Ctrl-C would lose a key that
        // nobody has a name for yet. Elsewhere than on the main thread there are no signals.
        if let Err(interrupt) = py.check_signals() {
            match kept_by {
                Some(kept_by) => kept_by.keep(call),
                None => drop(py.detach(|| call.pending.give_up())),
            }
            return Err(interrupt);
        }
        if let Some(result) = claim(py, &call) {
            return result;
        }
        py.detach(|| call.pending.wait(TICK));
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
    Some(match call.pending.claim() {
        Claim::Running => return None,
        Claim::Outcome(Ok(Ok(reply))) => reply.into_python(py),
        // It was stopped before it did anything, and whatever else is wrong is met again.
        Claim::Outcome(Ok(Err(error))) if call.pending.has_stopped() => pages::empty(py, &error),
        Claim::Outcome(Ok(Err(error))) => Err(errors::exception(py, &error)),
        // Raised again, it would be a PanicException, which no `except Exception` catches.
        Claim::Outcome(Err(_)) => {
            let (code, text) = call.pending.defect();
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
    /// The caller's context variables, in which attempts are logged and shown: a span, the id of
    /// what is served. Until the call has ended.
    context: Mutex<Option<Py<PyAny>>>,
    /// The coroutine that awaits the call, until it has ended. Held longer, it would keep its event
    /// loop alive, which keeps it alive.
    awaiting: Mutex<Option<Arc<Awaiting>>>,
    /// Whether there is an outcome, or won't be one.
    over: AtomicBool,
}

impl Caller {
    pub fn new(
        py: Python<'_>,
        on_attempt: Option<Py<PyAny>>,
        awaiting: Option<Awaiting>,
    ) -> PyResult<Arc<Self>> {
        static COPY_CONTEXT: Cached = Cached::new();
        let logged = logging::wanted(py)?;
        let context = match logged || on_attempt.is_some() {
            true => Some(
                COPY_CONTEXT
                    .member(py, "contextvars", "copy_context")?
                    .call0()?
                    .unbind(),
            ),
            false => None,
        };
        Ok(Arc::new(Self {
            logged,
            on_attempt,
            context: Mutex::new(context),
            awaiting: Mutex::new(awaiting.map(Arc::new)),
            over: AtomicBool::new(false),
        }))
    }

    /// Has another coroutine woken when the call is over. False: it is already, and wakes none.
    pub fn will_wake(&self, awaiting: Awaiting) -> bool {
        let before = lock(&self.awaiting).replace(Arc::new(awaiting));
        drop(before);
        let is_over = self.over.load(Ordering::Relaxed);
        if is_over {
            let after = lock(&self.awaiting).take();
            drop(after);
        }
        !is_over
    }

    fn awaiting(&self) -> Option<Arc<Awaiting>> {
        lock(&self.awaiting).clone()
    }

    fn context<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        let context = lock(&self.context);
        context.as_ref().map(|context| context.bind(py).clone())
    }

    /// Shows an attempt to the log, and to the program's observer: on this thread, or posted to the
    /// event loop.
    fn show(&self, py: Python<'_>, attempt: &Attempt<'_>) {
        let Some(context) = self.context(py) else {
            return;
        };
        if self.logged {
            logging::attempt(&context, attempt);
        }
        let Some(observer) = &self.on_attempt else {
            return;
        };
        let shown =
            Bound::new(py, results::Attempt::mirror(*attempt)).and_then(|attempt| {
                match self.awaiting() {
                    Some(awaiting) => awaiting.post(&context, observer, attempt.into_any()),
                    None => context.call_method1("run", (observer, attempt)).map(drop),
                }
            });
        if let Err(error) = shown {
            error.write_unraisable(py, Some(observer.bind(py)));
        }
    }

    /// Lets go of what would hold the caller's objects.
    fn forget(&self) -> Option<Arc<Awaiting>> {
        self.over.store(true, Ordering::Relaxed);
        let context = lock(&self.context).take();
        if context.is_some() {
            in_python(move |_| drop(context));
        }
        lock(&self.awaiting).take()
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
        if self.logged || self.on_attempt.is_some() {
            in_python(|py| self.show(py, attempt));
        }
        // The server announces a retirement: rare, and said whether or not somebody listens yet.
        if let Some(warning) = attempt.warning {
            let operation = self.names().of(attempt.operation);
            in_python(|py| logging::warn(py, &format!("{operation}: {warning}")));
        }
    }

    fn is_listening(&self) -> bool {
        let is_listening = |awaiting: Arc<Awaiting>| awaiting.is_listening();
        self.awaiting().is_none_or(is_listening)
    }

    fn done(&self, call: Handle) {
        if let Some(awaiting) = self.forget() {
            awaiting.wake(call);
        }
    }

    fn ended(&self) {
        if let Some(awaiting) = self.forget() {
            in_python(move |_| drop(awaiting));
        }
    }
}

/// Runs `work` with Python's lock held, from a thread of ours, unless the interpreter ends.
pub fn in_python<R>(work: impl FnOnce(Python<'_>) -> R) -> Option<R> {
    let _inside = Runtime::current()?.enter()?;
    Python::try_attach(work)
}
