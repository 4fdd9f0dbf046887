//! The threads that carry calls out, and the way back to JavaScript.
//!
//! A core call blocks. It runs on threads of our own, as many as there are calls at once, and never
//! on libuv's four, which the host needs for its files and names. All that comes back to one
//! JavaScript thread (the main one, or a worker) comes through one threadsafe function, so that a
//! call's log lines arrive before its answer.

use std::cell::RefCell;
use std::collections::HashSet;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use napi::Status;
use napi::bindgen_prelude::{FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use venice_keys::pool::Pool;
use venice_keys::{Attempt, Error};

use crate::errors::failure;
use crate::types::{Answer, NativeSecret, Outcome};

/// How JavaScript is told: which call, what happened, as text, and a secret.
type Told = FnArgs<(f64, &'static str, String, Option<NativeSecret>)>;
/// Weak: what keeps the process alive while calls are pending is `lib/calls.js`'s to say.
type Back = ThreadsafeFunction<News, (), Told, Status, false, true>;

struct News {
    call: f64,
    event: &'static str,
    text: String,
    secret: Option<NativeSecret>,
}

/// The calls of one JavaScript thread, and the way back to it.
#[napi]
pub struct Calls {
    back: Arc<Back>,
    given_up: GivenUp,
}

/// The numbers of calls that nobody waits for any more.
type GivenUp = Arc<Mutex<HashSet<u64>>>;

#[napi]
impl Calls {
    /// `tell(call, event, text, secret)` is called with `"answer"` and its text, `"failure"` and
    /// its text, `"defect"` (a panic), and before those any number of `"attempt"`s with a log line.
    #[napi(constructor)]
    pub fn new(tell: Function<'_, Told, ()>) -> napi::Result<Self> {
        let given_up = GivenUp::default();
        let ended = given_up.clone();
        let back = tell
            .build_threadsafe_function::<News>()
            .weak::<true>()
            .build_callback(move |context| {
                let News {
                    call,
                    event,
                    text,
                    secret,
                } = context.value;
                if event != "attempt" {
                    // Here, where JavaScript can't be giving it up at the same time.
                    locked(&ended).remove(&call.to_bits());
                }
                Ok((call, event, text, secret).into())
            })?;
        Ok(Self {
            back: Arc::new(back),
            given_up,
        })
    }

    /// Nobody waits for this call any more: what of it hasn't been sent, isn't.
    #[napi]
    pub fn give_up(&self, call: f64) {
        locked(&self.given_up).insert(call.to_bits());
    }

    /// A call of the number by which JavaScript knows it.
    pub(crate) fn call(&self, number: f64) -> Call {
        Call {
            number,
            back: self.back.clone(),
            given_up: self.given_up.clone(),
        }
    }
}

/// A lock that a panic elsewhere doesn't spoil.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// The call that this thread carries out.
    static CURRENT: RefCell<Option<Call>> = const { RefCell::new(None) };
}

/// One call.
#[derive(Clone)]
pub(crate) struct Call {
    number: f64,
    back: Arc<Back>,
    given_up: GivenUp,
}

impl Call {
    /// Tells whether somebody waits for the call.
    pub(crate) fn wanted(&self) -> impl Fn() -> bool + Send + Sync + 'static {
        let (number, given_up) = (self.number.to_bits(), self.given_up.clone());
        move || !locked(&given_up).contains(&number)
    }

    /// Carries out `work` on a thread of ours and tells JavaScript what came of it.
    pub(crate) fn carry_out<T: Outcome>(
        self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) {
        POOL.start(Box::new(move || {
            CURRENT.set(Some(self.clone()));
            let work = || work().map(|outcome| outcome.answer());
            let (event, answer) = match panic::catch_unwind(AssertUnwindSafe(work)) {
                Ok(Ok(answer)) => ("answer", answer),
                Ok(Err(error)) => ("failure", Answer::text(failure(error))),
                Err(_) => ("defect", Answer::default()),
            };
            CURRENT.set(None);
            self.tell(event, answer);
        }));
    }

    /// Tells JavaScript, if it is still there: a worker may have ended meanwhile.
    fn tell(&self, event: &'static str, Answer { text, secret }: Answer) {
        let news = News {
            call: self.number,
            event,
            text,
            secret,
        };
        self.back
            .call(news, ThreadsafeFunctionCallMode::NonBlocking);
    }
}

/// The observer of clients that log: the core shows an attempt on the thread that carries out its
/// call.
pub(crate) fn observe(attempt: &Attempt<'_>) {
    CURRENT.with_borrow(|call| {
        if let Some(call) = call {
            call.tell("attempt", Answer::text(attempt.to_string()));
        }
    });
}

/// One call more than these at once waits for one of them to end.
static POOL: Pool = Pool::new(512, Duration::from_secs(1));
