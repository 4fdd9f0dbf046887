//! Threads for calls to block on where their callers must not. As many as there are calls at once,
//! and none for long when there are none: a process may make a call at its start and run for weeks,
//! and a phone pays for each thread that is kept.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::lock;

/// More calls than this at once wait for each other.
///
/// Each holds a thread, a connection and a descriptor. At 100 ms a call this makes 2,560 calls a
/// second, far more than Venice takes from an account; and it leaves a program most of the 1,024
/// descriptors that Linux gives it unless it asks for more.
const MOST: usize = 256;

/// How long a thread waits for more work before it ends: longer than the pauses within a burst of
/// calls, and no longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// What a thread is given to do.
pub(crate) type Work = Box<dyn FnOnce() + Send>;

/// A pool of threads.
pub(crate) struct Pool {
    /// One more piece of work than this waits for a thread.
    most: usize,
    /// How long a thread waits for more before it ends.
    patience: Duration,
    /// How a thread is made; tests make none.
    spawn: fn(&'static Pool) -> io::Result<()>,
    state: Mutex<State>,
    work_came: Condvar,
    look_sooner: Condvar,
}

/// Work that waits for a thread.
struct Piece {
    work: Work,
    /// When it waits no longer.
    by: Instant,
}

struct State {
    waiting: VecDeque<Piece>,
    /// Those that run.
    threads: usize,
    /// Those that were asked for and don't run yet; perhaps they never will.
    starting: usize,
    /// Those that wait for work. What is meant for one stays in `waiting` until it has it.
    idle: usize,
    /// When the watch looks for work whose time has come, if there is a watch.
    look: Option<Instant>,
}

impl State {
    /// The work whose time has come.
    fn take_due(&mut self, now: Instant) -> VecDeque<Piece> {
        let (due, waiting) = std::mem::take(&mut self.waiting)
            .into_iter()
            .partition(|piece| piece.by <= now);
        self.waiting = waiting;
        due
    }

    /// When the next work's time comes.
    fn next_due(&self) -> Option<Instant> {
        self.waiting.iter().map(|piece| piece.by).min()
    }
}

impl Pool {
    pub(crate) fn new() -> Self {
        Self::of(MOST, PATIENCE)
    }

    /// At most so many threads, each of which ends after so long without work.
    fn of(most: usize, patience: Duration) -> Self {
        Self {
            most,
            patience,
            spawn: |pool| {
                let named = thread::Builder::new().name("venice-keys".to_owned());
                named.spawn(|| pool.serve()).map(drop)
            },
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                threads: 0,
                starting: 0,
                idle: 0,
                look: None,
            }),
            work_came: Condvar::new(),
            look_sooner: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Does `work` on a thread that is idle, or on a new one; where none can be had, before this
    /// returns. `by` is its call's deadline: if it still waits for a thread then, it is done on one
    /// beyond the most, so that a call that waits behind others ends in time, too. So it must end
    /// at once when it begins that late.
    pub(crate) fn start(&'static self, by: Instant, work: Work) {
        let mut state = self.lock();
        state.waiting.push_back(Piece { work, by });
        let has_thread = state.waiting.len() <= state.idle;
        if has_thread || state.threads + state.starting == self.most {
            // Let go first: woken by somebody who holds the lock, a thread goes back to sleep.
            match has_thread {
                true => drop(state),
                false => self.watch_until(by, state),
            }
            self.work_came.notify_one();
            return;
        }
        state.starting += 1;
        drop(state);
        if (self.spawn)(self).is_err() {
            self.do_without();
        }
    }

    /// Sees to it that somebody looks then whether the work still waits.
    fn watch_until(&'static self, by: Instant, mut state: MutexGuard<'_, State>) {
        match state.look {
            Some(look) if look <= by => {}
            Some(_) => {
                state.look = Some(by);
                drop(state);
                self.look_sooner.notify_one();
            }
            None => {
                state.look = Some(by);
                drop(state);
                let named = thread::Builder::new().name("venice-keys".to_owned());
                if named.spawn(|| self.watch()).is_err() {
                    self.lock().look = None;
                }
            }
        }
    }

    /// The watch's life: as long as there is work that waits for no more than some time.
    fn watch(&self) {
        let mut state = self.lock();
        while let Some(next) = state.next_due() {
            let now = Instant::now();
            if next <= now {
                for piece in state.take_due(now) {
                    state = self.carry_out(piece.work, state);
                }
                continue;
            }
            state.look = Some(next);
            // No longer than any thread without work: what waits may have its thread before.
            let time = (next - now).min(self.patience);
            let waited = self.look_sooner.wait_timeout(state, time);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.look = None;
    }

    /// There is no thread to be had: a running one does the work later, and while there is none,
    /// the caller's has to, for a call must end. All that waits, not this caller's piece alone:
    /// another may wait for the thread that never came.
    fn do_without(&self) {
        let mut state = self.lock();
        state.starting -= 1;
        while state.threads == 0
            && let Some(piece) = state.waiting.pop_front()
        {
            state = self.carry_out(piece.work, state);
        }
    }

    /// Lets go of the state for as long as the work takes.
    fn carry_out<'a>(&'a self, work: Work, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        drop(state);
        // Whoever waits for the work has heard of the panic; the thread is still counted.
        let _ = catch_unwind(AssertUnwindSafe(work));
        self.lock()
    }

    /// A thread's life.
    fn serve(&self) {
        let mut state = self.lock();
        state.starting -= 1;
        state.threads += 1;
        loop {
            if let Some(piece) = state.waiting.pop_front() {
                state = self.carry_out(piece.work, state);
                continue;
            }
            state.idle += 1;
            let waited = self.work_came.wait_timeout(state, self.patience);
            let (woken, end) = waited.unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if end.timed_out() && state.waiting.is_empty() {
                state.threads -= 1;
                return;
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
