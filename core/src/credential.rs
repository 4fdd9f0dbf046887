//! [`Credential`]: a function that gives a client its key, asked again when the key is refused.

use std::error::Error as Cause;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::codes::ErrorCode;
use crate::error::Error;
use crate::own_key::OwnKey;
use crate::secret::Secret;
use crate::transport::Bearer;

/// How the function fails.
pub(crate) type Refused = Box<dyn Cause + Send + Sync>;
pub(crate) type Source = dyn Fn() -> Result<Secret, Refused> + Send + Sync;

type Failure = Arc<dyn Cause + Send + Sync>;

/// How long a call that may be given up waits before it looks whether it was.
const GLANCE: Duration = Duration::from_millis(100);

/// A function that is asked for the key, and who waits for its answer.
pub(crate) struct Credential {
    source: Arc<Source>,
    state: Mutex<State>,
    answered: Condvar,
}

#[derive(Default)]
struct State {
    /// When it was asked last.
    asked_at: Option<Instant>,
    is_awaited: bool,
    /// How it failed then.
    failure: Option<Failure>,
}

/// What came of asking.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The client's key is what it gave, be it another or the same.
    Given,
    Failed(Failure),
    /// The call's deadline came first.
    TooLate,
    /// The call was given up.
    GivenUp,
}

impl Credential {
    pub(crate) fn new(source: Arc<Source>) -> Self {
        Self {
            source,
            state: Mutex::default(),
            answered: Condvar::new(),
        }
    }

    pub(crate) fn source(&self) -> Arc<Source> {
        self.source.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, failure: Option<Failure>) {
        let mut state = self.lock();
        state.is_awaited = false;
        state.failure = failure;
        drop(state);
        self.answered.notify_all();
    }

    /// Waits for the answer that is under way, if one is.
    fn wait(&self, deadline: Instant, given_up: impl Fn() -> bool) -> Answer {
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let waited =
                (self.answered)
                    .wait_timeout_while(self.lock(), left.min(GLANCE), |state| state.is_awaited);
            let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
            if !state.is_awaited {
                return match &state.failure {
                    Some(failure) => Answer::Failed(failure.clone()),
                    None => Answer::Given,
                };
            }
            drop(state);
            if given_up() {
                return Answer::GivenUp;
            }
            if Instant::now() >= deadline {
                return Answer::TooLate;
            }
        }
    }
}

impl OwnKey {
    /// Asks for the key anew, for a call that was sent at `sent` and refused. Who was asked since
    /// then isn't asked again.
    ///
    /// The function runs on a thread of its own: it may take longer than the call has time.
    pub(crate) fn ask(
        self: &Arc<Self>,
        sent: Instant,
        deadline: Instant,
        given_up: impl Fn() -> bool,
    ) -> Answer {
        let Some(credential) = &self.credential else {
            return Answer::Given;
        };
        let mut state = credential.lock();
        if !state.is_awaited && state.asked_at.is_none_or(|asked_at| asked_at < sent) {
            state.asked_at = Some(Instant::now());
            state.is_awaited = true;
            drop(state);
            let own = self.clone();
            let named = thread::Builder::new().name("venice-keys".to_owned());
            if let Err(error) = named.spawn(move || own.take_answer()) {
                credential.answer(Some(Arc::new(error)));
            }
        } else {
            drop(state);
        }
        credential.wait(deadline, given_up)
    }

    fn take_answer(&self) {
        let Some(credential) = &self.credential else {
            return;
        };
        let given = catch_unwind(AssertUnwindSafe(|| (credential.source)()));
        let given = given.unwrap_or_else(|_| Err("it panicked".into()));
        let usable = given.map_err(Failure::from).and_then(|secret| {
            Bearer::new(secret)
                .checked()
                .map_err(|error| Arc::new(error) as _)
        });
        credential.answer(usable.map(|bearer| self.set(bearer)).err());
    }
}

/// The error of calls whose key can't be had. What the function said may hold a secret.
pub(crate) fn failed(cause: Failure) -> Error {
    let what = "the function that gives the API key failed";
    Error::new(ErrorCode::Config, what).with_source(cause)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const AMPLE: Duration = Duration::from_secs(20);

    /// A key whose function gives key after key, each after this long, and how often it was asked.
    fn own(takes: Duration, fails: bool) -> (Arc<OwnKey>, Arc<AtomicUsize>) {
        let asked = Arc::new(AtomicUsize::new(0));
        let counter = asked.clone();
        let source = move || {
            thread::sleep(takes);
            let number = counter.fetch_add(1, Ordering::Relaxed) + 1;
            match fails {
                true => Err(format!("no: {number}").into()),
                false => Ok(Secret::from(format!("key-{number}"))),
            }
        };
        let first = Bearer::new(Secret::from("first"));
        (
            Arc::new(OwnKey::new(Some(first), Some(Arc::new(source)))),
            asked,
        )
    }

    #[test]
    fn many_calls_that_are_refused_at_once_ask_once() {
        let (own, asked) = own(Duration::from_millis(50), false);
        let sent = Instant::now();
        thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| {
                    let outcome = own.ask(sent, sent + AMPLE, || false);
                    assert!(matches!(outcome, Answer::Given), "{outcome:?}");
                    assert_eq!(own.secret(), Some(Secret::from("key-1")));
                });
            }
        });
        let late = own.ask(sent, sent + AMPLE, || false);
        assert!(matches!(late, Answer::Given), "{late:?}");
        assert_eq!(asked.load(Ordering::Relaxed), 1);
        own.ask(Instant::now(), sent + AMPLE, || false);
        assert_eq!(asked.load(Ordering::Relaxed), 2, "a later call asks anew");
        assert_eq!(own.secret(), Some(Secret::from("key-2")));
    }

    #[test]
    fn nobody_waits_for_it_beyond_a_deadline_or_once_given_up() {
        let (own, _) = own(AMPLE, false);
        let start = Instant::now();
        let late = own.ask(start, start + Duration::from_millis(30), || false);
        assert!(matches!(late, Answer::TooLate), "{late:?}");
        let given_up = own.ask(start, start + AMPLE, || true);
        assert!(matches!(given_up, Answer::GivenUp), "{given_up:?}");
        assert!(start.elapsed() < AMPLE / 4);
        assert_eq!(own.secret(), Some(Secret::from("first")));
    }

    #[test]
    fn its_failure_is_no_part_of_the_message_and_can_be_had() {
        let (own, _) = own(Duration::ZERO, true);
        let start = Instant::now();
        let Answer::Failed(cause) = own.ask(start, start + AMPLE, || false) else {
            panic!("it failed");
        };
        let error = failed(cause);
        assert_eq!(error.code(), ErrorCode::Config);
        assert!(!error.to_string().contains("no: 1"), "{error}");
        assert_eq!(Cause::source(&error).unwrap().to_string(), "no: 1");
        assert_eq!(own.secret(), Some(Secret::from("first")));
    }

    #[test]
    fn a_panic_and_a_key_that_no_header_can_hold_are_failures() {
        let sources: [Arc<Source>; 2] = [
            Arc::new(|| panic!("expected in this test's output")),
            Arc::new(|| Ok(Secret::from("two words"))),
        ];
        for source in sources {
            let own = Arc::new(OwnKey::new(None, Some(source)));
            let start = Instant::now();
            let outcome = own.ask(start, start + AMPLE, || false);
            assert!(matches!(outcome, Answer::Failed(_)), "{outcome:?}");
            assert!(own.secret().is_none());
        }
    }
}
