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
pub(crate) mod tests {
    use std::sync::{Arc, Barrier, mpsc};

    use super::*;

    const SOON: Duration = Duration::from_millis(50);
    const LATE: Duration = Duration::from_secs(10);

    fn later() -> Instant {
        Instant::now() + 10 * LATE
    }

    fn count(pool: &Pool) -> usize {
        let state = pool.lock();
        state.threads + state.starting
    }

    #[test]
    fn as_many_threads_as_work_at_once_and_none_afterwards() {
        let pool = pool(100, SOON);
        let everyone = Arc::new(Barrier::new(65));
        for _ in 0..64 {
            let everyone = everyone.clone();
            pool.start(
                later(),
                Box::new(move || {
                    everyone.wait();
                }),
            );
        }
        everyone.wait();
        let start = Instant::now();
        while count(pool) > 0 {
            assert!(start.elapsed() < LATE, "{} threads", count(pool));
            thread::sleep(SOON);
        }
        assert_eq!(pool.lock().idle, 0);
    }

    #[test]
    fn an_idle_thread_is_used_again() {
        let pool = pool(100, LATE);
        let (done, ends) = mpsc::channel();
        for _ in 0..20 {
            let done = done.clone();
            pool.start(later(), Box::new(move || done.send(()).unwrap()));
            ends.recv_timeout(LATE).unwrap();
            while pool.lock().idle == 0 {
                thread::yield_now();
            }
        }
        assert_eq!(pool.lock().threads, 1);
    }

    #[test]
    fn what_is_beyond_the_most_is_done_later() {
        let pool = pool(2, SOON);
        let (done, ends) = mpsc::channel();
        let (go, gone) = mpsc::channel::<()>();
        let gone = Arc::new(Mutex::new(gone));
        for number in 0..10 {
            let (done, gone) = (done.clone(), gone.clone());
            pool.start(
                later(),
                Box::new(move || {
                    gone.lock().unwrap().recv().unwrap();
                    done.send(number).unwrap();
                }),
            );
            assert!(count(pool) <= 2);
        }
        for _ in 0..10 {
            go.send(()).unwrap();
        }
        let mut ended: Vec<i32> = (0..10).map(|_| ends.recv_timeout(LATE).unwrap()).collect();
        ended.sort_unstable();
        assert_eq!(ended, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn what_waits_for_a_thread_waits_no_longer_than_it_may() {
        let pool = pool(1, SOON);
        let (done, ends) = mpsc::channel();
        let (go, gone) = mpsc::channel::<()>();
        pool.start(later(), Box::new(move || gone.recv().unwrap()));
        let report = |name| -> Work {
            let done = done.clone();
            Box::new(move || done.send(name).unwrap())
        };
        let start = Instant::now();
        pool.start(start + LATE, report("last"));
        pool.start(start + 2 * LATE, report("patient"));
        pool.start(start + 4 * SOON, report("second"));
        pool.start(start + 2 * SOON, report("first"));
        for (name, least) in [("first", 2 * SOON), ("second", 4 * SOON)] {
            assert_eq!(ends.recv_timeout(LATE).unwrap(), name);
            assert!(start.elapsed() >= least, "{name} waited too little");
        }
        assert!(start.elapsed() < LATE / 2);
        assert!(ends.try_recv().is_err(), "these still may wait");
        go.send(()).unwrap();
        for name in ["last", "patient"] {
            assert_eq!(ends.recv_timeout(LATE).unwrap(), name);
        }
        while pool.lock().look.is_some() {
            assert!(start.elapsed() < LATE, "the watch stays");
            thread::sleep(SOON);
        }
    }

    #[test]
    fn a_panic_costs_no_thread() {
        let pool = pool(1, LATE);
        let (done, ends) = mpsc::channel();
        pool.start(
            later(),
            Box::new(|| panic!("expected in this test's output")),
        );
        pool.start(later(), Box::new(move || done.send(()).unwrap()));
        ends.recv_timeout(LATE).unwrap();
        assert_eq!(pool.lock().threads, 1);
    }

    /// A pool for one test.
    pub(crate) fn pool(most: usize, patience: Duration) -> &'static Pool {
        Box::leak(Box::new(Pool::of(most, patience)))
    }

    /// The same, to which the system gives no thread.
    pub(crate) fn threadless(
        most: usize,
        refuse: fn(&'static Pool) -> io::Result<()>,
    ) -> &'static Pool {
        Box::leak(Box::new(Pool {
            spawn: refuse,
            ..Pool::of(most, SOON)
        }))
    }

    #[test]
    fn where_no_caller_gets_a_thread_each_does_work_itself() {
        const CALLERS: usize = 16;
        static EVERYONE: Barrier = Barrier::new(CALLERS);
        let pool = threadless(CALLERS, |_| {
            EVERYONE.wait();
            Err(io::ErrorKind::WouldBlock.into())
        });
        let (done, ends) = mpsc::channel();
        let callers: Vec<_> = (0..CALLERS)
            .map(|number| {
                let done = done.clone();
                thread::spawn(move || {
                    pool.start(
                        later(),
                        Box::new(move || {
                            done.send(number).unwrap();
                            assert_ne!(number, 3, "expected in this test's output");
                        }),
                    );
                })
            })
            .collect();
        for caller in callers {
            caller.join().unwrap();
        }
        let mut ended: Vec<_> = ends.try_iter().collect();
        ended.sort_unstable();
        assert_eq!(ended, (0..CALLERS).collect::<Vec<_>>());
        assert_eq!(count(pool), 0);
    }

    #[test]
    fn what_waits_for_a_thread_that_never_comes_is_done_too() {
        static ASKED: Barrier = Barrier::new(2);
        let pool = threadless(1, |_| {
            ASKED.wait();
            ASKED.wait();
            Err(io::ErrorKind::WouldBlock.into())
        });
        let (done, ends) = mpsc::channel();
        let second = done.clone();
        let asking =
            thread::spawn(move || pool.start(later(), Box::new(move || done.send(1).unwrap())));
        ASKED.wait();
        pool.start(later(), Box::new(move || second.send(2).unwrap()));
        ASKED.wait();
        asking.join().unwrap();
        assert_eq!(ends.try_iter().collect::<Vec<_>>(), [1, 2]);
    }
}
