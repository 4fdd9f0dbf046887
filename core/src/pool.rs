//! Threads for calls to block where their callers must not: the bindings'. As many as there are
//! calls at once, and none for long when there are none: a process may make a call at its start and
//! run for weeks, and a phone pays for each thread that is kept.

use std::collections::VecDeque;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// What a thread is given to do.
pub type Work = Box<dyn FnOnce() + Send>;

/// A pool of threads.
pub struct Pool {
    /// One more piece of work than this waits for a thread.
    most: usize,
    /// How long a thread waits for more before it ends.
    patience: Duration,
    /// How a thread is made; tests make none.
    spawn: fn(&'static Pool) -> io::Result<()>,
    state: Mutex<State>,
    work_came: Condvar,
}

struct State {
    waiting: VecDeque<Work>,
    /// Those that run.
    threads: usize,
    /// Those that were asked for and don't run yet; perhaps they never will.
    starting: usize,
    /// Those that wait for work. What is meant for one stays in `waiting` until it has it.
    idle: usize,
}

impl Pool {
    /// At most so many threads, each of which ends after so long without work.
    pub const fn new(most: usize, patience: Duration) -> Self {
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
            }),
            work_came: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does `work` on a thread that is idle, or on a new one; where none can be had, before this
    /// returns.
    pub fn start(&'static self, work: Work) {
        let mut state = self.lock();
        state.waiting.push_back(work);
        if state.waiting.len() <= state.idle || state.threads + state.starting == self.most {
            // Let go first: woken by somebody who holds the lock, a thread goes back to sleep.
            drop(state);
            self.work_came.notify_one();
            return;
        }
        state.starting += 1;
        drop(state);
        if (self.spawn)(self).is_err() {
            self.do_without();
        }
    }

    /// There is no thread to be had: a running one does the work later, and while there is none,
    /// the caller's has to, for a call must end. All that waits, not this caller's piece alone:
    /// another may wait for the thread that never came.
    fn do_without(&self) {
        let mut state = self.lock();
        state.starting -= 1;
        while state.threads == 0
            && let Some(work) = state.waiting.pop_front()
        {
            state = self.carry_out(work, state);
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
            if let Some(work) = state.waiting.pop_front() {
                state = self.carry_out(work, state);
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
mod tests {
    use std::sync::{Arc, Barrier, mpsc};
    use std::time::Instant;

    use super::*;

    const SOON: Duration = Duration::from_millis(50);
    const LATE: Duration = Duration::from_secs(10);

    fn pool(most: usize, patience: Duration) -> &'static Pool {
        Box::leak(Box::new(Pool::new(most, patience)))
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
            pool.start(Box::new(move || {
                everyone.wait();
            }));
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
            pool.start(Box::new(move || done.send(()).unwrap()));
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
            pool.start(Box::new(move || {
                gone.lock().unwrap().recv().unwrap();
                done.send(number).unwrap();
            }));
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
    fn a_panic_costs_no_thread() {
        let pool = pool(1, LATE);
        let (done, ends) = mpsc::channel();
        pool.start(Box::new(|| panic!("expected in this test's output")));
        pool.start(Box::new(move || done.send(()).unwrap()));
        ends.recv_timeout(LATE).unwrap();
        assert_eq!(pool.lock().threads, 1);
    }

    /// A pool for one test, to which the system gives no thread.
    fn threadless(most: usize, refuse: fn(&'static Pool) -> io::Result<()>) -> &'static Pool {
        Box::leak(Box::new(Pool {
            spawn: refuse,
            ..Pool::new(most, SOON)
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
                    pool.start(Box::new(move || {
                        done.send(number).unwrap();
                        assert_ne!(number, 3, "expected in this test's output");
                    }));
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
        let asking = thread::spawn(move || pool.start(Box::new(move || done.send(1).unwrap())));
        ASKED.wait();
        pool.start(Box::new(move || second.send(2).unwrap()));
        ASKED.wait();
        asking.join().unwrap();
        assert_eq!(ends.try_iter().collect::<Vec<_>>(), [1, 2]);
    }
}
