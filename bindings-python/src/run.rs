//! Calls that block. The core does; here Python doesn't: its lock is released, and Ctrl-C is heard.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use pyo3::prelude::*;
use venice_keys::{Client, Error};

use crate::cached::{Cached, modules};
use crate::outcome::{Outcome, Reply};
use crate::process::{Process, lock};
use crate::{ending, logging};

/// How often a waiting main thread looks for Ctrl-C.
const TICK: Duration = Duration::from_millis(50);

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

impl<T: Reply> Slot<T> {
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

/// Runs a call, made at `at`, to its end with Python's lock released.
pub fn block<'py, T: Reply>(
    py: Python<'py>,
    at: Instant,
    client: Client,
    work: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    let process = ending::process(py)?;
    let client = client.begun(at);
    match is_main_thread(py)? {
        true => wait_for(py, process, client, work),
        false => carry_out(py, process, client, work),
    }
}

/// On a thread that hears no signals: it carries out the call itself.
fn carry_out<'py, T: Reply>(
    py: Python<'py>,
    process: &'static Process,
    client: Client,
    work: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    let logged = logging::wanted(py)?;
    let creating = T::CREATES_KEY.then(|| process.creating());
    let goes_on = process.goes_on();
    let outcome = py.detach(move || {
        let client = client.while_wanted(goes_on);
        let outcome = Outcome::of(logged, creating, move || work(&client));
        // A daemon thread may find nothing to come back to.
        if process.has_ended() {
            outcome.say_without_python();
        }
        outcome
    });
    outcome.hand_over(py)
}

/// On Python's main thread, which only waits, and hears Ctrl-C meanwhile; the call goes on without
/// it.
fn wait_for<'py, T: Reply>(
    py: Python<'py>,
    process: &'static Process,
    client: Client,
    work: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
) -> PyResult<Bound<'py, PyAny>> {
    let logged = logging::wanted(py)?;
    let creating = T::CREATES_KEY.then(|| process.creating());
    let slot = Arc::new(Slot {
        state: Mutex::new(Waiting::Empty),
        filled: Condvar::new(),
    });
    let filling = slot.clone();
    let by = client.deadline();
    let client = client.while_wanted({
        let slot = slot.clone();
        move || !slot.is_given_up()
    });
    let carry_out = move || {
        if filling.is_given_up() {
            return;
        }
        // The client goes before the answer comes: closed then, it has no connection left.
        let outcome = Outcome::of(logged, creating, move || work(&client));
        if let Some(unwanted) = filling.fill(outcome) {
            unwanted.give_up_anywhere();
        }
    };
    process.start(by, Box::new(carry_out));
    loop {
        let came = py.detach(|| slot.wait(TICK));
        // Before the answer is given: raised as the call returns, Ctrl-C would lose a key that
        // nobody has a name for yet.
        if let Err(interrupt) = py.check_signals() {
            if let Some(outcome) = came.or_else(|| slot.give_up()) {
                outcome.give_up(py);
            }
            return Err(interrupt);
        }
        if let Some(outcome) = came {
            return outcome.hand_over(py);
        }
    }
}
