//! [`Pending`]: a call under way that somebody may give up.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use venice_keys::{Client, Effect, Error, ErrorCode, Operation, Timestamp};

use crate::host::{self, Host};
use crate::lock;
use crate::lost::{self, Lost};
use crate::process::{Open, PerProcess, Phase, Runtime};

/// How a call ended: a reply, an error, or a panic. A panic is a defect of ours; its payload may
/// quote anything, so a host shows [`Pending::defect`] in its place, or raises it again.
pub type Outcome<T> = thread::Result<Result<T, Error>>;

/// What a call results in, in the form in which the host takes it.
pub trait Reply: Send + 'static {
    /// What has to be named if nobody takes the reply.
    fn left(&self) -> Option<Left> {
        None
    }
}

/// What a call leaves at Venice that its caller must hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// A key, by its id: its secret is in the reply alone.
    Key(String),
    /// A payment, in words: "5 USD were paid from …".
    Payment(String),
}

impl Reply for () {}
impl Reply for bool {}
impl<T: Reply> Reply for Vec<T> {}

/// What a host finds when it claims a call.
#[derive(Debug)]
pub enum Claim<T> {
    /// The call hasn't ended.
    Running,
    /// The call has ended, and the outcome is the host's now.
    Outcome(Outcome<T>),
    /// The call was given up, or its outcome was claimed before.
    GivenUp,
}

/// A call under way: the host claims its outcome or gives the call up, whichever comes first.
///
/// Dropping it gives it up. In a forked child it does nothing: the call is the parent's.
pub struct Pending<T: Reply>(PerProcess<Arc<Call<T>>>);

struct Call<T> {
    number: u64,
    operation: Operation,
    host: Arc<dyn Host>,
    runtime: Arc<Runtime>,
    /// How far the runtime's end had come when the call was started.
    phase: Phase,
    /// Since when something of it may have been sent. Set as it gets its thread.
    since: OnceLock<Timestamp>,
    stopped: AtomicBool,
    stage: Mutex<Stage<T>>,
    ended: Condvar,
}

enum Stage<T> {
    /// It waits for a thread.
    Waiting,
    Running,
    Done(Outcome<T>),
    /// Its outcome was handed over; until that is confirmed, it may be lost.
    HandedOver(Lost),
    /// It was claimed, or given up.
    Over,
}

impl<T: Reply> Pending<T> {
    /// Starts a call on a thread of the runtime. Its time runs from now on, whether or not it
    /// waits for a thread.
    ///
    /// `work` is run with a client whose calls are cancelled as soon as nobody wants this one: what
    /// hasn't been sent then, isn't. If it's given up before it has its thread, `work` isn't run.
    pub fn start(
        runtime: &Arc<Runtime>,
        host: Arc<dyn Host>,
        operation: Operation,
        client: &Client,
        work: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
    ) -> Self {
        let call = Call::new(runtime, host, operation);
        let client = call.client(client);
        let by = client.deadline();
        let carried_out = call.clone();
        let work = Box::new(move || carried_out.carry_out(client, work));
        runtime.threads().start(by, work);
        Self(PerProcess::new(call))
    }

    /// Carries a call out on this thread: it has ended when this returns.
    ///
    /// If the runtime has ended meanwhile, the call is given up: a thread that the end of a program
    /// overtakes may never get back to where it would take the outcome.
    pub fn run(
        runtime: &Arc<Runtime>,
        host: Arc<dyn Host>,
        operation: Operation,
        client: &Client,
        work: impl FnOnce(&Client) -> Result<T, Error>,
    ) -> Self {
        let call = Call::new(runtime, host, operation);
        let client = call.client(client);
        call.carry_out(client, work);
        if runtime.has_ended() {
            call.give_up();
        }
        Self(PerProcess::new(call))
    }

    /// Takes the outcome, if there is one. Only the host's own thread should, so that a call which
    /// is given up at the last moment is given up.
    pub fn claim(&self) -> Claim<T> {
        let claim = self.hand_over();
        self.confirm();
        claim
    }

    /// As [`claim`](Self::claim), for a host that may end between this and having the outcome in
    /// its own hands, as a worker thread that is terminated: until [`confirm`](Self::confirm) is
    /// called, a created key counts as one that may be lost.
    pub fn hand_over(&self) -> Claim<T> {
        self.0.own().map_or(Claim::GivenUp, |call| call.hand_over())
    }

    /// What was handed over can't be read: nobody gets it.
    pub fn unread(&self) {
        if let Some(call) = self.0.own() {
            call.unread();
        }
    }

    /// The host has what was handed over.
    pub fn confirm(&self) {
        if let Some(call) = self.0.own() {
            call.confirm();
        }
    }

    /// Nobody wants the outcome any more. A created key is reported to [`Host::warn`] by its id, as
    /// soon as it is known. Any thread may do this, any number of times.
    ///
    /// Returns whether the call had got its thread: if it hadn't, nothing was sent.
    pub fn give_up(&self) -> bool {
        self.0.own().is_some_and(|call| call.give_up())
    }

    /// Nothing more of it is sent. It ends with what it has done, as soon as the response to what
    /// is under way is there; the outcome can be claimed as ever, or the call given up.
    ///
    /// Returns whether the call had got its thread: if it hadn't, nothing was sent.
    pub fn stop(&self) -> bool {
        self.0.own().is_some_and(|call| call.stop())
    }

    /// Whether it was stopped, which may be why it failed.
    pub fn has_stopped(&self) -> bool {
        self.0.own().is_some_and(|call| call.has_stopped())
    }

    /// Waits until the call has ended or was given up, but no longer than this.
    pub fn wait(&self, at_most: Duration) {
        let Some(call) = self.0.own() else { return };
        let under_way = |stage: &mut Stage<T>| matches!(stage, Stage::Waiting | Stage::Running);
        let waited = (call.ended).wait_timeout_while(lock(&call.stage), at_most, under_way);
        drop(waited.unwrap_or_else(PoisonError::into_inner));
    }

    /// The error to show for a panic: its code and its text.
    pub fn defect(&self) -> (ErrorCode, String) {
        match self.0.own() {
            Some(call) => call.defect(),
            None => (ErrorCode::BadResponse, lost::DEFECT.to_owned()),
        }
    }
}

impl<T: Reply> Drop for Pending<T> {
    fn drop(&mut self) {
        self.give_up();
    }
}

/// The means to give a call up, apart from it. Dropping this does nothing.
#[derive(Clone)]
pub struct Handle(Arc<dyn Open>);

impl Handle {
    /// As [`Pending::give_up`].
    pub fn give_up(&self) -> bool {
        self.0.give_up()
    }
}

impl<T: Reply> Call<T> {
    fn new(runtime: &Arc<Runtime>, host: Arc<dyn Host>, operation: Operation) -> Arc<Self> {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Arc::new(Self {
            number: LAST.fetch_add(1, Ordering::Relaxed),
            operation,
            host,
            phase: runtime.phase(),
            runtime: runtime.clone(),
            since: OnceLock::new(),
            stopped: AtomicBool::new(false),
            stage: Mutex::new(Stage::Waiting),
            ended: Condvar::new(),
        })
    }

    /// The client, for this call.
    fn client(self: &Arc<Self>, client: &Client) -> Client {
        let call = self.clone();
        let client = client.started_at(Instant::now());
        client.with_cancellation(move || !call.is_wanted())
    }

    fn is_wanted(&self) -> bool {
        let running = matches!(*lock(&self.stage), Stage::Running);
        running
            && !self.has_stopped()
            && self.runtime.goes_on(self.phase)
            && self.host.is_listening()
    }

    /// Whether something may be lost with its outcome.
    fn leaves_something(&self) -> bool {
        matches!(self.operation.effect(), Effect::CreatesKey | Effect::Pays)
    }

    fn defect(&self) -> (ErrorCode, String) {
        lost::defect(self.operation, self.since(), self.host.names())
    }

    fn since(&self) -> Timestamp {
        *self.since.get_or_init(Timestamp::now)
    }

    fn carry_out(self: &Arc<Self>, client: Client, work: impl FnOnce(&Client) -> Result<T, Error>) {
        if !self.begin() {
            return;
        }
        let work = AssertUnwindSafe(|| work(&client));
        let outcome = host::while_current(self.host.clone(), || catch_unwind(work));
        // Before the outcome can be taken: if the host closed its client, no connection is left.
        drop(client);
        self.finish(outcome);
    }

    fn begin(self: &Arc<Self>) -> bool {
        let mut stage = lock(&self.stage);
        if !matches!(*stage, Stage::Waiting) {
            return false;
        }
        *stage = Stage::Running;
        self.since();
        drop(stage);
        if self.leaves_something() {
            // If the runtime ends now and misses it, it isn't wanted, and sends nothing.
            self.runtime.opened(self.number, self.clone());
        }
        true
    }

    fn finish(self: &Arc<Self>, outcome: Outcome<T>) {
        let lost = self.lost(&outcome);
        let mut stage = lock(&self.stage);
        if !matches!(*stage, Stage::Running) {
            drop(stage);
            return self.lose(lost.map(|lost| lost.given_up(&self.name())));
        }
        *stage = Stage::Done(outcome);
        drop(stage);
        self.ended.notify_all();
        match lost {
            Some(_) => self.runtime.ended(self.number),
            None => self.runtime.closed(self.number),
        }
        self.host.done(Handle(self.clone()));
    }

    fn has_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    fn stop(&self) -> bool {
        self.stopped.store(true, Ordering::Relaxed);
        self.since.get().is_some()
    }

    fn hand_over(&self) -> Claim<T> {
        let mut stage = lock(&self.stage);
        match std::mem::replace(&mut *stage, Stage::Over) {
            Stage::Done(outcome) => {
                if let Some(lost) = self.lost(&outcome) {
                    *stage = Stage::HandedOver(lost);
                }
                Claim::Outcome(outcome)
            }
            before @ (Stage::Waiting | Stage::Running) => {
                *stage = before;
                Claim::Running
            }
            before @ (Stage::HandedOver(_) | Stage::Over) => {
                *stage = before;
                Claim::GivenUp
            }
        }
    }

    fn unread(&self) {
        let mut stage = lock(&self.stage);
        match std::mem::replace(&mut *stage, Stage::Over) {
            Stage::HandedOver(lost) => {
                drop(stage);
                self.lose(Some(lost.unread(&self.name())));
            }
            before => *stage = before,
        }
    }

    fn confirm(&self) {
        let mut stage = lock(&self.stage);
        if matches!(*stage, Stage::HandedOver(_)) {
            *stage = Stage::Over;
            drop(stage);
            self.runtime.closed(self.number);
        }
    }

    /// What must not be lost of an outcome.
    fn lost(&self, outcome: &Outcome<T>) -> Option<Lost> {
        match outcome {
            // What a call only begins ends by itself.
            Ok(Ok(reply)) if self.leaves_something() => reply.left().map(Lost::Left),
            Ok(Ok(_)) => None,
            Ok(Err(error)) => {
                let text = host::host_message(error, self.host.names());
                lost::unknown(error.code(), text, error.resume()).map(Lost::Unknown)
            }
            Err(_) if self.leaves_something() => {
                let (_, text) = self.defect();
                Some(Lost::Unknown(format!("{}: {text}", self.name())))
            }
            Err(_) => None,
        }
    }

    /// Nobody takes the outcome: says what has to be said, and that nothing more comes.
    fn lose(&self, text: Option<String>) {
        if let Some(text) = text {
            self.host.warn(&text);
        }
        self.runtime.closed(self.number);
        self.host.ended();
    }

    fn name(&self) -> String {
        self.host.names().of(self.operation)
    }
}

impl<T: Reply> Open for Call<T> {
    fn give_up(&self) -> bool {
        let mut stage = lock(&self.stage);
        let begun = self.since.get().is_some();
        let before = std::mem::replace(&mut *stage, Stage::Over);
        drop(stage);
        self.ended.notify_all();
        match before {
            Stage::Done(outcome) => {
                let lost = self.lost(&outcome);
                self.lose(lost.map(|lost| lost.given_up(&self.name())));
            }
            Stage::HandedOver(lost) => self.lose(Some(lost.handed_over(&self.name()))),
            Stage::Waiting | Stage::Running | Stage::Over => {}
        }
        begun
    }

    fn warn_of_end(&self) {
        let text = lost::still_open(self.operation, self.since(), self.host.names());
        self.host.warn(&text);
    }
}

#[cfg(test)]
mod tests;
