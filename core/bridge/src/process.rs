//! What belongs to one process: threads, and the calls that create keys or pay. A forked child has
//! its parent's memory but not its threads, and must not use its sockets; so each process gets its
//! own on first use.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use crate::lock;
use crate::pool::Pool;

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
    /// This process's value.
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

    /// The value, in the process that it was made in.
    pub fn own(&self) -> Option<&T> {
        let is_own = self.process == std::process::id();
        self.value.as_ref().filter(|_| is_own)
    }
}

impl<T> Drop for PerProcess<T> {
    fn drop(&mut self) {
        if self.process != std::process::id() {
            std::mem::forget(self.value.take());
        }
    }
}

/// What calls are made with, and what ends together: a process, or one thread of a host whose
/// threads end one by one.
pub struct Runtime {
    threads: &'static Pool,
    state: Mutex<State>,
    create_changed: Condvar,
    host_left: Condvar,
}

#[derive(Default)]
struct State {
    /// The calls that create keys or pay and may have been sent, until their callers have what came
    /// of them or somebody was warned.
    creates: BTreeMap<u64, Create>,
    /// Our threads that are in the host's hands, or wait to be.
    inside: usize,
    phase: Phase,
}

struct Create {
    call: Arc<dyn Open>,
    /// Whether its outcome is still to come.
    running: bool,
}

/// How far the end has come.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    #[default]
    Live,
    /// What was started before is waited for; nothing more is sent.
    Ending,
    /// No thread of ours gets into the host any more. What is called now is called on purpose.
    Ended,
}

/// A call that creates a key or pays, as its runtime sees it.
pub(crate) trait Open: Send + Sync {
    fn give_up(&self) -> bool;
    /// Warns that it is under way as its program or thread ends.
    fn warn_of_end(&self);
}

/// What each process has one of.
struct Process {
    threads: Pool,
    runtime: OnceLock<Arc<Runtime>>,
}

impl Process {
    fn current() -> Option<&'static Self> {
        static PROCESSES: OnceLock<PerProcess<Process>> = OnceLock::new();
        let new = || Self {
            threads: Pool::new(),
            runtime: OnceLock::new(),
        };
        PROCESSES
            .get_or_init(|| PerProcess::new(new()))
            .get(|_| new())
    }
}

impl Runtime {
    /// This process's.
    pub fn current() -> Option<&'static Arc<Self>> {
        let process = Process::current()?;
        let new = || Arc::new(Self::with(&process.threads));
        Some(process.runtime.get_or_init(new))
    }

    /// One more, with the threads of this process, for calls that end apart from others: those of a
    /// JavaScript worker.
    pub fn new() -> Option<Arc<Self>> {
        Some(Arc::new(Self::with(&Process::current()?.threads)))
    }

    pub(crate) fn with(threads: &'static Pool) -> Self {
        Self {
            threads,
            state: Mutex::default(),
            create_changed: Condvar::new(),
            host_left: Condvar::new(),
        }
    }

    /// Lets a thread of ours into the host, unless the runtime has ended: a thread that an
    /// interpreter's end finds inside takes the process down. [`end`](Self::end) waits for it.
    pub fn enter(&self) -> Option<Entered<'_>> {
        let mut state = lock(&self.state);
        if state.phase == Phase::Ended {
            return None;
        }
        state.inside += 1;
        Some(Entered(self))
    }

    /// Ends the runtime: nothing more is sent. Waits `at_most` so long for calls that create keys
    /// or pay, then `claims` so long for their callers to take what came of them. The others are
    /// given up, with a warning each: by the key's id, or if that isn't known, since when one may
    /// exist; and by its id again when it is. After that nothing [enters](Self::enter) the host,
    /// and what is inside is waited for, again `at_most` so long.
    ///
    /// Returns how many creates hadn't ended. Ends once; a second time does nothing.
    pub fn end(&self, at_most: Duration, claims: Duration) -> usize {
        let wait = |change: &Condvar, time, busy: fn(&mut State) -> bool| {
            let waited = change.wait_timeout_while(lock(&self.state), time, busy);
            drop(waited.unwrap_or_else(PoisonError::into_inner));
        };
        {
            let mut state = lock(&self.state);
            if state.phase != Phase::Live {
                return 0;
            }
            state.phase = Phase::Ending;
        }
        let busy = |state: &mut State| state.creates.values().any(|create| create.running);
        wait(&self.create_changed, at_most, busy);
        let busy = |state: &mut State| state.creates.values().any(|create| !create.running);
        wait(&self.create_changed, claims, busy);
        let open = |create: &Create| (create.call.clone(), create.running);
        let open: Vec<_> = lock(&self.state).creates.values().map(open).collect();
        let mut running = 0;
        for (call, is_running) in open {
            if is_running {
                running += 1;
                call.warn_of_end();
            }
            call.give_up();
        }
        lock(&self.state).phase = Phase::Ended;
        wait(&self.host_left, at_most, |state| state.inside > 0);
        running
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        self.phase() == Phase::Ended
    }

    pub(crate) fn phase(&self) -> Phase {
        lock(&self.state).phase
    }

    /// Whether what was started in that phase may still be sent.
    pub(crate) fn goes_on(&self, started_in: Phase) -> bool {
        started_in == Phase::Ended || self.phase() == Phase::Live
    }

    pub(crate) fn threads(&self) -> &'static Pool {
        self.threads
    }

    #[cfg(test)]
    pub(crate) fn inside(&self) -> usize {
        lock(&self.state).inside
    }

    /// A call that creates a key or pays may have been sent.
    pub(crate) fn opened(&self, number: u64, call: Arc<dyn Open>) {
        let running = true;
        let create = Create { call, running };
        lock(&self.state).creates.insert(number, create);
    }

    /// Its outcome came, and has to be taken.
    pub(crate) fn ended(&self, number: u64) {
        if let Some(create) = lock(&self.state).creates.get_mut(&number) {
            create.running = false;
        }
        self.create_changed.notify_all();
    }

    /// Its outcome was taken, or reported, or nothing is lost with it.
    pub(crate) fn closed(&self, number: u64) {
        let create = lock(&self.state).creates.remove(&number);
        self.create_changed.notify_all();
        // Not with the lock held: it may be the last that holds the call.
        drop(create);
    }
}

/// A thread of ours in the host's hands, until this is dropped.
pub struct Entered<'a>(&'a Runtime);

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).inside -= 1;
        self.0.host_left.notify_all();
    }
}
