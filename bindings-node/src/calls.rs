//! Calls under way, and the way back to JavaScript.
//!
//! A core call blocks: it runs on a thread of the bridge's pool, never on libuv's four, which the
//! host needs for files and DNS. Everything that comes back to one JavaScript thread (the main one,
//! or a worker) comes through one threadsafe function, so that a call's attempts arrive before its
//! outcome.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use napi::Status;
use napi::bindgen_prelude::{Env, FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
use venice_keys::{Attempt, Client, Effect, Error, Operation};
use venice_keys_bridge::rows::{Crossing, JsonSink};
use venice_keys_bridge::{Claim, Handle, Host, Names, Pending, Runtime, lock, write_to_stderr};

use crate::errors::{NodeError, Refusal};
use crate::values::NativeSecret;

/// How long a thread's end waits for the keys that are being created for it.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// An event, the number of the call or warning that it belongs to, and its text.
type Event = FnArgs<(&'static str, f64, String)>;
/// Weak: what keeps the process alive is for `lib/calls.js` to say.
type Report = ThreadsafeFunction<Event, (), Event, Status, false, true>;

/// A JavaScript thread, for the calls that are made on it.
#[napi]
pub struct JsThread(Arc<Shared>);

struct Shared {
    report: Report,
    runtime: Arc<Runtime>,
    warnings: Mutex<Warnings>,
}

/// Warnings on their way: an event that is under way when its thread ends is lost silently.
#[derive(Default)]
struct Warnings {
    last: u32,
    unseen: BTreeMap<u32, String>,
    /// Nobody listens any more.
    ended: bool,
}

#[napi]
impl JsThread {
    /// `report(event, number, text)` is called with
    ///
    /// * `"attempt"`: an attempt of the call `number`, as a row;
    /// * `"done"`: the call has an outcome to take;
    /// * `"ended"`: the call was given up, and has ended now;
    /// * `"lost key"`, `"lost payment"`: one that nobody knows of; [`warned`](Self::warned) takes
    ///   its number;
    /// * `"retirement"`: the server will retire an operation;
    /// * `"wrong clock"`: this machine's differs from the server's.
    #[napi(constructor)]
    pub fn new(env: Env, report: Function<'_, Event, ()>) -> napi::Result<Self> {
        let runtime = Runtime::new()
            .ok_or_else(|| napi::Error::from_reason("venice-keys doesn't run in a forked child"))?;
        let report = report
            .build_threadsafe_function::<Event>()
            .weak::<true>()
            .build_callback(|context| Ok(context.value))?;
        let shared = Arc::new(Shared {
            report,
            runtime,
            warnings: Mutex::default(),
        });
        env.add_env_cleanup_hook(shared.clone(), |shared| shared.end())?;
        Ok(Self(shared))
    }

    /// A warning was shown.
    #[napi]
    pub fn warned(&self, number: f64) {
        lock(&self.0.warnings).unseen.remove(&(number as u32));
    }

    /// The program ends: nothing more is sent, and keys that are being created are waited for, but
    /// not for long. A key that nobody has is named on standard error.
    #[napi]
    pub fn end(&self) {
        self.0.end();
    }
}

impl Shared {
    fn report(&self, event: &'static str, number: f64, text: String) -> bool {
        let mode = ThreadsafeFunctionCallMode::NonBlocking;
        let event = (event, number, text).into();
        self.report.call(event, mode) == Status::Ok
    }

    fn warn(&self, what: &'static str, text: &str) {
        let mut warnings = lock(&self.warnings);
        if warnings.ended {
            drop(warnings);
            return write_to_stderr(text);
        }
        warnings.last += 1;
        let number = warnings.last;
        warnings.unseen.insert(number, text.to_owned());
        drop(warnings);
        self.report(what, number.into(), text.to_owned());
    }

    fn end(&self) {
        lock(&self.warnings).ended = true;
        self.runtime.end(LAST_WAIT, Duration::ZERO);
        let unseen = std::mem::take(&mut lock(&self.warnings).unseen);
        for text in unseen.values() {
            write_to_stderr(text);
        }
    }
}

/// Where one call's news goes.
struct CallHost {
    thread: Arc<Shared>,
    number: f64,
    effect: Effect,
    /// Whether somebody wants to see its attempts.
    observed: bool,
}

impl Host for CallHost {
    fn names(&self) -> Names {
        Names::Camel
    }

    fn warn(&self, text: &str) {
        let what = match self.effect {
            Effect::Pays => "lost payment",
            _ => "lost key",
        };
        self.thread.warn(what, text);
    }

    fn attempt(&self, attempt: &Attempt<'_>) {
        if let Some(warning) = attempt.warning {
            let operation = self.names().of(attempt.operation);
            let text = format!("{operation}: {warning}");
            let event = match attempt.announces_retirement() {
                true => "retirement",
                false => "wrong clock",
            };
            self.thread.report(event, self.number, text);
        }
        if self.observed {
            let row = JsonSink::json_of(attempt);
            self.thread.report("attempt", self.number, row);
        }
    }

    fn done(&self, call: Handle) {
        if !self.thread.report("done", self.number, String::new()) {
            call.give_up();
        }
    }

    fn ended(&self) {
        self.thread.report("ended", self.number, String::new());
    }
}

/// What a call does on its thread; a call that was refused for its key does it once more.
type Work = dyn Fn(&Client) -> Result<Crossing<String>, Error> + Send + Sync;

/// A call. If JavaScript's thread ends, it is dropped, and so given up.
#[napi]
pub struct NativeCall {
    made: Arc<Made>,
    pending: Option<Pending<Crossing<String>>>,
    /// The secrets of its result, last first.
    secrets: Vec<venice_keys::Secret>,
}

/// A call as it was made, whether or not it was started.
struct Made {
    client: Client,
    observed: bool,
    operation: Operation,
    /// When it must have ended.
    by: Instant,
    was_started: AtomicBool,
    work: Box<Work>,
}

impl Made {
    /// How much of its time is left. If none is, though it had its time, it waited for something
    /// that doesn't count (a turn, the next look): then it has as much as before.
    fn left(&self) -> Duration {
        let now = Instant::now();
        let left = self.by.saturating_duration_since(now);
        match left.is_zero() && self.was_started.load(Ordering::Relaxed) {
            true => self.client.deadline().saturating_duration_since(now),
            false => left,
        }
    }
}

impl NativeCall {
    pub(crate) fn new(
        client: &Client,
        observed: bool,
        operation: Operation,
        work: impl Fn(&Client) -> Result<Crossing<String>, Error> + Send + Sync + 'static,
    ) -> Self {
        Self::of(Arc::new(Made {
            client: client.clone(),
            observed,
            operation,
            by: client.deadline(),
            was_started: AtomicBool::new(false),
            work: Box::new(work),
        }))
    }

    fn of(made: Arc<Made>) -> Self {
        Self {
            made,
            pending: None,
            secrets: Vec::new(),
        }
    }
}

#[napi]
impl NativeCall {
    /// Starts it. `number` is what JavaScript knows it by.
    #[napi]
    pub fn start(&mut self, thread: &JsThread, number: f64) {
        let made = self.made.clone();
        let host = Arc::new(CallHost {
            thread: thread.0.clone(),
            number,
            effect: made.operation.effect(),
            observed: made.observed,
        });
        let runtime = &thread.0.runtime;
        // It may have waited for a key.
        let client = made.client.with_timeout(made.left());
        made.was_started.store(true, Ordering::Relaxed);
        let work = move |client: &Client| (made.work)(client);
        let operation = self.made.operation;
        self.pending = Some(Pending::start(runtime, host, operation, &client, work));
    }

    /// How much of its time is left.
    #[napi]
    pub fn time_left_ms(&self) -> f64 {
        self.made.left().as_secs_f64() * 1000.0
    }

    /// The same call, to be started once more, in the time that is left.
    #[napi]
    pub fn again(&self) -> NativeCall {
        Self::of(self.made.clone())
    }

    /// Gives it up. Returns whether something of it may have been sent; if not, nothing more is
    /// reported of it.
    #[napi]
    pub fn give_up(&self) -> bool {
        self.pending.as_ref().is_some_and(Pending::give_up)
    }

    /// Nothing more of it is sent, and it ends with what it has done. Returns whether there is
    /// something to wait for.
    #[napi]
    pub fn stop(&self) -> bool {
        self.pending.as_ref().is_some_and(Pending::stop)
    }

    /// The result, as a row, or what it failed with, thrown. `None`: there is none to take.
    ///
    /// A created key that JavaScript doesn't [`confirm`](Self::confirm) counts as lost.
    #[napi]
    pub fn hand_over(&mut self) -> Result<Option<String>, NodeError> {
        let Some(pending) = &self.pending else {
            return Ok(None);
        };
        match pending.hand_over() {
            Claim::Running | Claim::GivenUp => Ok(None),
            Claim::Outcome(Ok(Ok(crossing))) => {
                self.secrets = crossing.secrets;
                self.secrets.reverse();
                Ok(Some(crossing.row))
            }
            Claim::Outcome(Ok(Err(error))) => Err(Refusal::Error(error).into()),
            Claim::Outcome(Err(_)) => {
                let (code, message) = pending.defect();
                Err(Refusal::Defect(code, message).into())
            }
        }
    }

    /// The next secret of the result.
    #[napi]
    pub fn next_secret(&mut self) -> Option<NativeSecret> {
        self.secrets.pop().map(NativeSecret)
    }

    /// What was handed over can't be read: its caller doesn't get it.
    #[napi]
    pub fn unread(&mut self) {
        self.secrets.clear();
        if let Some(pending) = &self.pending {
            pending.unread();
        }
    }

    /// JavaScript's caller has what was handed over.
    #[napi]
    pub fn confirm(&self) {
        if let Some(pending) = &self.pending {
            pending.confirm();
        }
    }
}
