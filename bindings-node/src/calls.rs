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
use std::time::{Duration, Instant};

use napi::Status;
use napi::bindgen_prelude::{Env, FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use venice_keys::pool::Pool;
use venice_keys::{Attempt, Client, Error, Operation};

use crate::errors::{failure, operation_name};
use crate::made_keys::{self, Making, Unheard, Unspoken};
use crate::results::{Outcome, Response};
use crate::values::NativeSecret;

/// How JavaScript is told: which call, what happened, as text, and a secret.
type Told = FnArgs<(f64, &'static str, String, Option<NativeSecret>)>;
/// Weak: what keeps the process alive while calls are pending is `lib/calls.js`'s to say.
type Back = ThreadsafeFunction<News, (), Told, Status, false, true>;

struct News {
    call: u64,
    event: &'static str,
    text: String,
    secret: Option<NativeSecret>,
}

/// The calls of one JavaScript thread, and the way back to it.
#[napi]
pub struct Calls {
    back: Arc<Back>,
    known: Known,
}

/// What both sides know of the calls.
type Known = Arc<Mutex<State>>;

#[derive(Default)]
struct State {
    /// Calls that nobody waits for any more.
    given_up: HashSet<u64>,
    /// Nobody waits for a call up to this number any more: their thread has ended, or is ending.
    ended: u64,
    /// Calls that have left the queue: something of them may have been sent.
    begun: HashSet<u64>,
    /// What must not be lost of calls that make keys, until JavaScript has it.
    unheard: Unheard,
}

impl State {
    fn wants(&self, call: u64) -> bool {
        call > self.ended && !self.given_up.contains(&call)
    }

    fn forget(&mut self, call: u64) {
        self.given_up.remove(&call);
        self.begun.remove(&call);
    }
}

#[napi]
impl Calls {
    /// `tell(call, event, text, secret)` is called with `"result"` and its text, `"failure"` and
    /// its text, `"defect"` (a panic), and before those any number of `"attempt"`s with a log line
    /// and of `"warning"`s.
    #[napi(constructor)]
    pub fn new(env: Env, tell: Function<'_, Told, ()>) -> napi::Result<Self> {
        let known = Known::default();
        let ended = known.clone();
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
                if is_last(event) {
                    // Here, where JavaScript can't be giving it up at the same time.
                    locked(&ended).forget(call);
                }
                Ok((call as f64, event, text, secret).into())
            })?;
        // What is on its way to a thread that has ended gets lost without a sound.
        env.add_env_cleanup_hook(known.clone(), |known| end(&known, u64::MAX))?;
        Ok(Self {
            back: Arc::new(back),
            known,
        })
    }

    /// Nobody waits for this call any more: what of it hasn't been sent, isn't. Tells whether
    /// something may have been; if not, nothing more will be heard of it.
    #[napi]
    pub fn give_up(&self, call: f64) -> bool {
        let mut state = locked(&self.known);
        state.given_up.insert(call as u64);
        state.begun.contains(&(call as u64))
    }

    /// A call was refused that had been given up before it was begun.
    #[napi]
    pub fn forget(&self, call: f64) {
        locked(&self.known).forget(call as u64);
    }

    /// Whoever made this call is being given its answer.
    #[napi]
    pub fn handing(&self, call: f64) {
        locked(&self.known).unheard.handing(call as u64);
    }

    /// Whoever made this call has its answer.
    #[napi]
    pub fn heard(&self, call: f64) {
        locked(&self.known).unheard.remove(call as u64);
    }

    /// The process ends, and `last` was the last call: nothing more of any is sent, and keys that
    /// are being made are waited for, but not for long. What can't be handed over is said.
    #[napi]
    pub fn end(&self, last: f64) {
        end(&self.known, last as u64);
    }

    /// A call of the number by which JavaScript knows it. `creates_key` is its operation if it does.
    pub(crate) fn call(&self, number: f64, creates_key: Option<Operation>) -> Call {
        Call {
            number: number as u64,
            creates_key,
            back: self.back.clone(),
            known: self.known.clone(),
        }
    }
}

/// Nobody hears of the calls up to `last` any more. A worker's end is held up for keys, too: it may
/// be the process's, of which nothing else tells an addon that only workers have loaded.
fn end(known: &Known, last: u64) {
    let (unheard, again) = {
        let mut state = locked(known);
        let again = std::mem::replace(&mut state.ended, last) > 0;
        (std::mem::take(&mut state.unheard), again)
    };
    unheard.say();
    if !again {
        made_keys::last_wait(thread_of(known));
    }
}

/// Which JavaScript thread's calls these are.
fn thread_of(known: &Known) -> usize {
    Arc::as_ptr(known) as usize
}

fn is_last(event: &str) -> bool {
    !matches!(event, "attempt" | "warning")
}

/// A lock that a panic elsewhere doesn't spoil.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

thread_local! {
    /// The call that this thread carries out, and whether its attempts are shown.
    static CURRENT: RefCell<Option<(Call, bool)>> = const { RefCell::new(None) };
}

/// A call that has its thread, until all that came of it is told.
struct Begun {
    _making: Option<Making>,
}

/// One call.
#[derive(Clone)]
pub(crate) struct Call {
    number: u64,
    creates_key: Option<Operation>,
    back: Arc<Back>,
    known: Known,
}

impl Call {
    /// Carries out `operation` on a thread of ours and tells JavaScript what came of it. The time
    /// that it waits for a thread is part of the call's.
    pub(crate) fn carry_out<T: Outcome>(
        self,
        core: &Client,
        shows: bool,
        operation: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
    ) {
        let (number, known) = (self.number, self.known.clone());
        let core = core
            .started_at(Instant::now())
            .with_cancellation(move || !locked(&known).wants(number));
        let work = move |core: &Client| operation(core).map(|outcome| outcome.response());
        POOL.start_by(
            core.deadline(),
            Box::new(move || {
                if let Some(begun) = self.begins() {
                    CURRENT.set(Some((self.clone(), shows)));
                    self.end_with(|| work(&core));
                    CURRENT.set(None);
                    drop(begun);
                }
            }),
        );
    }

    /// The call gets its thread, if somebody still waits for it.
    fn begins(&self) -> Option<Begun> {
        let mut state = locked(&self.known);
        if !state.wants(self.number) {
            state.forget(self.number);
            return None;
        }
        state.begun.insert(self.number);
        // With the lock held: whoever ends the calls finds it under way or prevents it.
        let thread = thread_of(&self.known);
        Some(Begun {
            _making: self.creates_key.map(|call| Making::begin(call, thread)),
        })
    }

    fn end_with(&self, work: impl FnOnce() -> Result<Response, Error>) {
        let (event, response, unheard) = match panic::catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(response)) => {
                let made = |call| Some(Unspoken::made(call, response.created_key.clone()?));
                let unheard = self.creates_key.and_then(made);
                ("result", response, unheard)
            }
            Ok(Err(error)) => {
                let unknown = |call| Unspoken::unknown(call, &error);
                let unheard = self.creates_key.and_then(unknown);
                ("failure", Response::text(failure(&error)), unheard)
            }
            Err(_) => ("defect", Response::default(), None),
        };
        if let Some(unspoken) = unheard {
            self.keep(unspoken);
        }
        if self.tell(event, response) != Status::Ok {
            let unheard = locked(&self.known).unheard.take(self.number);
            unheard.say();
        }
    }

    /// Keeps what must not be lost until JavaScript has it, or says it where nobody will.
    fn keep(&self, unspoken: Unspoken) {
        let mut state = locked(&self.known);
        if self.number <= state.ended {
            drop(state);
            unspoken.say();
        } else {
            state.unheard.insert(self.number, unspoken);
        }
    }

    /// Tells JavaScript, if it is still there: a worker may have ended meanwhile.
    fn tell(&self, event: &'static str, Response { text, secret, .. }: Response) -> Status {
        let news = News {
            call: self.number,
            event,
            text,
            secret,
        };
        self.back
            .call(news, ThreadsafeFunctionCallMode::NonBlocking)
    }
}

/// The observer of every client: the core shows an attempt on the thread that carries out its call.
pub(crate) fn observe(attempt: &Attempt<'_>) {
    CURRENT.with_borrow(|current| {
        let Some((call, shows)) = current else { return };
        if let Some(warning) = attempt.warning {
            let name = operation_name(attempt.operation);
            call.tell("warning", Response::text(format!("{name}: {warning}")));
        }
        if *shows {
            call.tell("attempt", attempt.response());
        }
    });
}

/// One call more than these at once waits for one of them to end.
static POOL: Pool = Pool::new(512, Duration::from_secs(1));
