//! The threads that carry calls out, and the way back to JavaScript.
//!
//! A core call blocks. It runs on threads of our own, as many as there are calls at once, and never
//! on libuv's four, which the host needs for its files and names. All that comes back to one
//! JavaScript thread (the main one, or a worker) comes through one threadsafe function, so that a
//! call's log lines arrive before its answer.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use napi::Status;
use napi::bindgen_prelude::{FnArgs, Function};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;
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

/// The way back to one JavaScript thread.
#[napi]
pub struct Calls(Arc<Back>);

#[napi]
impl Calls {
    /// `tell(call, event, text, secret)` is called with `"answer"` and its text, `"failure"` and
    /// its text, `"defect"` (a panic), and before those any number of `"attempt"`s with a log line.
    #[napi(constructor)]
    pub fn new(tell: Function<'_, Told, ()>) -> napi::Result<Self> {
        let back = tell
            .build_threadsafe_function::<News>()
            .weak::<true>()
            .build_callback(|context| {
                let News {
                    call,
                    event,
                    text,
                    secret,
                } = context.value;
                Ok((call, event, text, secret).into())
            })?;
        Ok(Self(Arc::new(back)))
    }

    /// A call of the number by which JavaScript knows it.
    pub(crate) fn call(&self, number: f64) -> Call {
        Call {
            number,
            back: self.0.clone(),
        }
    }
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
}

impl Call {
    /// Carries out `work` on a thread of ours and tells JavaScript what came of it.
    pub(crate) fn carry_out<T: Outcome>(
        self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) {
        THREADS.run(Box::new(move || {
            CURRENT.set(Some(self.clone()));
            let work = || work().map(|outcome| outcome.answer());
            let (event, answer) = match panic::catch_unwind(AssertUnwindSafe(work)) {
                Ok(Ok(answer)) => ("answer", answer),
                Ok(Err(error)) => ("failure", Answer::text(failure(&error))),
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

type Job = Box<dyn FnOnce() + Send>;

/// Threads that grow with the calls under way and end when there is nothing to do.
///
/// A pool of the usual kind keeps its idle threads; ours end, because a process may make a call at
/// its start and run for weeks.
struct Threads {
    jobs: Mutex<Jobs>,
    more: Condvar,
}

struct Jobs {
    waiting: VecDeque<Job>,
    idle: usize,
    running: usize,
}

static THREADS: Threads = Threads {
    jobs: Mutex::new(Jobs {
        waiting: VecDeque::new(),
        idle: 0,
        running: 0,
    }),
    more: Condvar::new(),
};

/// More calls at once than this wait for one of them to end.
const THREADS_AT_MOST: usize = 512;
const IDLE_AT_MOST: Duration = Duration::from_secs(1);

impl Threads {
    fn jobs(&self) -> MutexGuard<'_, Jobs> {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&'static self, job: Job) {
        let mut jobs = self.jobs();
        jobs.waiting.push_back(job);
        if jobs.idle >= jobs.waiting.len() {
            // Unlocked first: else the thread that wakes would have to wait for us.
            drop(jobs);
            self.more.notify_one();
            return;
        }
        if jobs.running < THREADS_AT_MOST {
            let name = "venice-keys".to_owned();
            let started = thread::Builder::new().name(name).spawn(|| self.work());
            // Where the system gives no further thread, those there are do the work in turn.
            jobs.running += usize::from(started.is_ok());
        }
    }

    fn work(&self) {
        let mut jobs = self.jobs();
        loop {
            if let Some(job) = jobs.waiting.pop_front() {
                drop(jobs);
                job();
                jobs = self.jobs();
                continue;
            }
            jobs.idle += 1;
            let (back, waited) = self
                .more
                .wait_timeout(jobs, IDLE_AT_MOST)
                .unwrap_or_else(PoisonError::into_inner);
            jobs = back;
            jobs.idle -= 1;
            if waited.timed_out() && jobs.waiting.is_empty() {
                jobs.running -= 1;
                return;
            }
        }
    }
}
