//! What belongs to one process: threads and connections. A forked child has its parent's memory but
//! not its threads, and must not use its sockets; so each process makes its own on first use.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use pyo3::Python;
use venice_keys::Timestamp;
use venice_keys::pool::{Pool, Work};

/// A value per process.
///
/// Nothing here waits for a lock that a thread of the parent may have held at the fork. The
/// parent's value is never dropped in the child: whatever it owns (sockets, threads) is the
/// parent's.
pub struct PerProcess<T> {
    process: u32,
    value: Option<T>,
    /// The value of the first child process, in turn followed by its child's.
    child: OnceLock<Box<PerProcess<T>>>,
}

impl<T> PerProcess<T> {
    pub fn new(value: T) -> Self {
        Self {
            process: std::process::id(),
            value: Some(value),
            child: OnceLock::new(),
        }
    }

    /// This process's value; in a child that has none yet it is made from the parent's.
    pub fn get(&self, make: impl FnOnce(&T) -> T) -> Option<&T> {
        let mut newest = self;
        while let Some(child) = newest.child.get() {
            newest = child;
        }
        if newest.process != std::process::id() {
            let parent = newest.value.as_ref()?;
            newest = newest
                .child
                .get_or_init(|| Box::new(Self::new(make(parent))));
        }
        newest.value.as_ref()
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            std::mem::forget(self.value.take());
        }
    }
}

/// A lock that a panic elsewhere doesn't spoil.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What one process makes calls with: threads that block so that others needn't, and who of them is
/// where.
pub struct Process {
    threads: Pool,
    state: Mutex<State>,
    create_ended: Condvar,
    python_left: Condvar,
    met: AtomicBool,
}

#[derive(Default)]
struct State {
    /// The calls that make keys, until their callers have the keys or were told of them.
    creates: BTreeMap<u64, Create>,
    last_create: u64,
    /// Threads that are in Python's hands now, or wait to be.
    in_python: usize,
    end: End,
}

#[derive(Default, Clone, Copy, PartialEq, PartialOrd)]
enum End {
    #[default]
    Far,
    /// What began before it is waited for, and sends nothing more.
    Begun,
    /// No thread of ours gets into Python any more.
    Over,
}

struct Create {
    began: Timestamp,
    /// What is to be said of it if nobody takes its answer. Until there is one, `None`.
    came: Option<String>,
}

/// More calls than this at once wait for each other.
const MOST_THREADS: usize = 256;
const IDLE_FOR: Duration = Duration::from_secs(2);
/// How long the interpreter's end is held up for keys that are being made, and then for threads
/// that are in Python.
const LAST_WAIT: Duration = Duration::from_secs(2);
/// How long a caller may take for its answer then: a thread that waits for Python's lock, a running
/// event loop.
const LAST_MOMENT: Duration = Duration::from_millis(200);

/// This process's.
pub fn process() -> Option<&'static Process> {
    static PROCESSES: OnceLock<PerProcess<Process>> = OnceLock::new();
    PROCESSES
        .get_or_init(|| PerProcess::new(Process::new()))
        .get(|_| Process::new())
}

impl Process {
    fn new() -> Self {
        Self {
            threads: Pool::new(MOST_THREADS, IDLE_FOR),
            state: Mutex::default(),
            create_ended: Condvar::new(),
            python_left: Condvar::new(),
            met: AtomicBool::new(false),
        }
    }

    /// Whether this is asked for the first time.
    pub fn is_new(&self) -> bool {
        !self.met.swap(true, Ordering::Relaxed)
    }

    /// Does `work` on a thread of ours: a call that must have ended `by` then, however many others
    /// wait for a thread.
    pub fn start(&'static self, by: Instant, work: Work) {
        self.threads.start_by(by, work);
    }

    /// Says that a call that makes a key has begun.
    pub fn creating(&'static self) -> Arc<Creating> {
        let mut state = lock(&self.state);
        state.last_create += 1;
        let (number, began) = (state.last_create, Timestamp::now());
        state.creates.insert(number, Create { began, came: None });
        Arc::new(Creating {
            process: self,
            number,
        })
    }

    /// The interpreter ends: waits for the calls that make keys, then until none of our threads is
    /// in Python, and lets none in any more: a thread that Python's end finds inside takes the
    /// process down. Gives what is to be said of the keys whose callers haven't heard of them.
    pub fn end(&self) -> Vec<String> {
        let wait = |waits: &Condvar, most: Duration, busy: fn(&mut State) -> bool| {
            let waited = waits.wait_timeout_while(lock(&self.state), most, busy);
            waited.unwrap_or_else(PoisonError::into_inner).0
        };
        if self.has_ended() {
            return Vec::new();
        }
        lock(&self.state).end = End::Begun;
        drop(wait(&self.create_ended, LAST_WAIT, |state| {
            state.creates.values().any(|create| create.came.is_none())
        }));
        let mut state = wait(&self.create_ended, LAST_MOMENT, |state| {
            state.creates.values().any(|create| create.came.is_some())
        });
        state.end = End::Over;
        let said = last_words(state.creates.values());
        // Those whose answers come yet have more to say: the keys' ids.
        state.creates.retain(|_, create| create.came.is_none());
        drop(state);
        // Their time is their own, however long the creates took.
        drop(wait(&self.python_left, LAST_WAIT, |state| {
            state.in_python > 0
        }));
        said
    }

    /// Tells whether what begins now may still be sent: until the end begins, unless it already
    /// has, for what is called then is called on purpose.
    pub fn goes_on(&'static self) -> impl Fn() -> bool + Send + Sync {
        let began = lock(&self.state).end;
        move || began > End::Far || lock(&self.state).end == End::Far
    }

    pub fn has_ended(&self) -> bool {
        lock(&self.state).end == End::Over
    }

    fn enter_python(&self) -> Option<InPython<'_>> {
        let mut state = lock(&self.state);
        if state.end == End::Over {
            return None;
        }
        state.in_python += 1;
        Some(InPython(self))
    }
}

fn last_words<'a>(creates: impl Iterator<Item = &'a Create>) -> Vec<String> {
    let (answered, under_way): (Vec<_>, Vec<_>) = creates.partition(|create| create.came.is_some());
    let came = answered.iter().filter_map(|create| create.came.as_ref());
    let mut said: Vec<_> = came
        .map(|came| format!("the program ends before anybody took a call's answer: {came}"))
        .collect();
    if let Some(first) = under_way.first() {
        said.push(format!(
            "the program ends while {} key(s) may be in the making: look in list_keys() for keys \
             made since {:.0}, by this machine's clock",
            under_way.len(),
            first.began
        ));
    }
    said
}

struct InPython<'a>(&'a Process);

impl Drop for InPython<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).in_python -= 1;
        self.0.python_left.notify_all();
    }
}

/// Runs `work` with Python's lock held, from a thread of ours, unless the interpreter ends.
pub fn in_python<R>(work: impl FnOnce(Python<'_>) -> R) -> Option<R> {
    let _inside = process()?.enter_python()?;
    Python::try_attach(work)
}

/// A call that makes a key, until this is dropped: until its caller has the key.
pub struct Creating {
    process: &'static Process,
    number: u64,
}

impl Creating {
    /// Its answer came. If nobody takes it, this is to be said; if there is nothing to be said, the
    /// call is over.
    pub fn came(&self, to_say: Option<String>) {
        let Some(to_say) = to_say else {
            self.over();
            return;
        };
        if let Some(create) = lock(&self.process.state).creates.get_mut(&self.number) {
            create.came = Some(to_say);
        }
        self.process.create_ended.notify_all();
    }

    /// Its caller has the key, or somebody is told of it now, or there is none. False if that was
    /// so before.
    pub fn over(&self) -> bool {
        let removed = lock(&self.process.state).creates.remove(&self.number);
        self.process.create_ended.notify_all();
        removed.is_some()
    }
}

impl Drop for Creating {
    fn drop(&mut self) {
        self.over();
    }
}
