//! What came of a call, and who hears of it: its caller, or else whoever reads the warnings. A key
//! that was made must not go unnoticed.

use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use pyo3::prelude::*;
use venice_keys::{Code, Error, Timestamp};

use crate::process::{Creating, in_python};
use crate::results::IntoPython;
use crate::{errors, logging};

/// What a call of the core returns.
pub trait Reply: IntoPython {
    /// Whether a call that returns this creates a key.
    const CREATES_KEY: bool = false;

    /// The id of a key that was created.
    fn created(&self) -> Option<&str> {
        None
    }
}

impl Reply for venice_keys::CreatedKey {
    const CREATES_KEY: bool = true;

    fn created(&self) -> Option<&str> {
        Some(&self.id)
    }
}

impl Reply for () {}
impl<T: IntoPython> Reply for Vec<T> {}

macro_rules! replies {
    ($($name:ident),*) => { $(impl Reply for venice_keys::$name {})* };
}

replies!(ApiKey, RateLimits, KeyStatus, Web3Challenge);

/// What came of a call: its answer, or its failure, or a panic.
pub struct Outcome<T> {
    began: Timestamp,
    came: Result<Result<T, Error>, Panicked>,
    /// Of a call that makes a key. Dropped when somebody has heard of the key.
    creating: Option<Arc<Creating>>,
}

/// A panic is a defect of ours. What it says may quote anything, and is passed on to nobody.
struct Panicked;

impl<T: Reply> Outcome<T> {
    /// Carries out a call; `logged` says whether its attempts are.
    pub fn of(
        logged: bool,
        creating: Option<Arc<Creating>>,
        work: impl FnOnce() -> Result<T, Error>,
    ) -> Self {
        let began = Timestamp::now();
        let came = caught(|| logging::with(logged, work));
        let outcome = Self {
            began,
            came,
            creating,
        };
        if let Some(creating) = &outcome.creating {
            creating.came(outcome.unheard());
        }
        outcome
    }

    /// Gives the answer, or raises the failure.
    pub fn hand_over(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        match self.came {
            Ok(Ok(answer)) => answer.into_python(py),
            Ok(Err(error)) => Err(errors::exception(py, &error)),
            Err(Panicked) => Err(errors::defect(py, T::CREATES_KEY.then_some(self.began))),
        }
    }

    /// Nobody waits for it any more.
    pub fn give_up(self, py: Python<'_>) {
        if let Some(what) = self.to_say() {
            warn_of(py, &what);
        }
    }

    /// The same, on a thread of ours; where Python is gone, with its logging, on standard error.
    pub fn give_up_anywhere(self) {
        let Some(what) = self.to_say() else { return };
        if in_python(|py| warn_of(py, &what)).is_none() {
            say_without_python(&what);
        }
    }

    /// Python is gone, and may not come back for it.
    pub fn say_without_python(&self) {
        if let Some(what) = self.to_say() {
            say_without_python(&what);
        }
    }

    /// What must be said of it now, unless it has been.
    fn to_say(&self) -> Option<String> {
        let what = self.unheard()?;
        self.creating
            .as_ref()
            .is_some_and(|creating| creating.over())
            .then_some(what)
    }

    /// What must be said of it if its caller doesn't hear of it.
    fn unheard(&self) -> Option<String> {
        match &self.came {
            Ok(Ok(answer)) => answer.created().map(made_all_the_same),
            Ok(Err(error)) if error.code() == Code::OutcomeUnknown => Some(error.to_string()),
            Err(Panicked) if T::CREATES_KEY => Some(errors::defect_text(Some(self.began))),
            _ => None,
        }
    }
}

/// Runs what mustn't panic; if it does all the same, Python hears of a failed call, not of a
/// PanicException, which no `except Exception` catches.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Panicked)
}

/// Runs a short piece of the core's work with Python's lock released.
pub fn detached<T: Send>(
    py: Python<'_>,
    work: impl FnOnce() -> Result<T, Error> + Send,
) -> PyResult<T> {
    match py.detach(|| caught(work)) {
        Ok(came) => came.map_err(|error| errors::exception(py, &error)),
        Err(Panicked) => Err(errors::defect(py, None)),
    }
}

fn say_without_python(what: &str) {
    // Nobody is left who could be told that standard error is closed.
    let _ = writeln!(std::io::stderr(), "venice_keys: {}", given_up(what));
}

pub fn warn_of(py: Python<'_>, what: &str) {
    logging::warn(py, &given_up(what));
}

fn given_up(what: &str) -> String {
    format!("a call was given up before its answer came: {what}")
}

/// How a key that nobody will hear of is spoken of.
pub fn made_all_the_same(id: &str) -> String {
    format!("it made the key {id} all the same; its secret is lost: delete the key")
}
