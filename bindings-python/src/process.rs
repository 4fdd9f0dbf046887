//! What belongs to one process: threads and connections. A forked child has its parent's memory but
//! not its threads, and must not use its sockets; so each process makes its own on first use.

use std::sync::{Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use pyo3::Python;
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
}

#[derive(Default)]
struct State {
    creates: usize,
    /// Threads that are in Python's hands now, or wait to be.
    in_python: usize,
    ended: bool,
}

/// More calls than this at once wait for each other.
const MOST_THREADS: usize = 256;
const IDLE_FOR: Duration = Duration::from_secs(2);

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
        }
    }

    /// Does `work` on a thread of ours.
    pub fn start(&'static self, work: Work) {
        self.threads.start(work);
    }

    /// Says that a call that makes a key is on its way, until the guard is dropped.
    pub fn creating(&'static self) -> Creating {
        lock(&self.state).creates += 1;
        Creating(self)
    }

    /// The interpreter ends: waits for the calls that make keys, then until none of our threads is
    /// in Python, and lets none in any more: a thread that Python's end finds inside takes the
    /// process down. How many calls that make keys haven't ended.
    pub fn end(&self, most: Duration) -> usize {
        let end = Instant::now() + most;
        let wait = |waits: &Condvar, busy: &dyn Fn(&State) -> bool| {
            let left = end.saturating_duration_since(Instant::now());
            let waited = waits.wait_timeout_while(lock(&self.state), left, |state| busy(state));
            waited.unwrap_or_else(PoisonError::into_inner).0
        };
        let creates = wait(&self.create_ended, &|state| state.creates > 0).creates;
        lock(&self.state).ended = true;
        drop(wait(&self.python_left, &|state| state.in_python > 0));
        creates
    }

    pub fn has_ended(&self) -> bool {
        lock(&self.state).ended
    }

    fn enter_python(&self) -> Option<InPython<'_>> {
        let mut state = lock(&self.state);
        if state.ended {
            return None;
        }
        state.in_python += 1;
        Some(InPython(self))
    }
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

pub struct Creating(&'static Process);

impl Drop for Creating {
    fn drop(&mut self) {
        lock(&self.0.state).creates -= 1;
        self.0.create_ended.notify_all();
    }
}
