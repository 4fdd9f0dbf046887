//! Threads for calls to block where their callers must not: the bindings'. As many as there are
//! calls at once, and none for long when there are none: a process may make a call at its start and
//! run for weeks, and a phone pays for each thread that is kept.

use std::collections::VecDeque;
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
    state: Mutex<State>,
    work_came: Condvar,
}

struct State {
    waiting: VecDeque<Work>,
    threads: usize,
    /// Those that wait for work. What is meant for one stays in `waiting` until it has it.
    idle: usize,
}

impl Pool {
    /// At most so many threads, each of which ends after so long without work.
    pub const fn new(most: usize, patience: Duration) -> Self {
        Self {
            most,
            patience,
            state: Mutex::new(State {
                waiting: VecDeque::new(),
                threads: 0,
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
        if state.waiting.len() <= state.idle || state.threads == self.most {
            // Let go first: woken by somebody who holds the lock, a thread goes back to sleep.
            drop(state);
            self.work_came.notify_one();
            return;
        }
        state.threads += 1;
        drop(state);
        let named = thread::Builder::new().name("venice-keys".to_owned());
        if named.spawn(|| self.serve()).is_err() {
            self.do_without();
        }
    }

    /// There is no thread to be had: a running one does the work later, and if there is none, the
    /// caller's has to, for a call must end.
    fn do_without(&self) {
        let mut state = self.lock();
        state.threads -= 1;
        if state.threads == 0
            && let Some(work) = state.waiting.pop_front()
        {
            drop(state);
            work();
        }
    }

    /// A thread's life.
    fn serve(&self) {
        let mut state = self.lock();
        loop {
            if let Some(work) = state.waiting.pop_front() {
                drop(state);
                // Whoever waits for the work has heard of the panic; the thread is still counted.
                let _ = catch_unwind(AssertUnwindSafe(work));
                state = self.lock();
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
        while pool.lock().threads > 0 {
            assert!(start.elapsed() < LATE, "{} threads", pool.lock().threads);
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
            assert!(pool.lock().threads <= 2);
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

    #[test]
    fn without_any_thread_the_caller_does_the_work() {
        let pool = pool(1, SOON);
        let (done, ends) = mpsc::channel();
        {
            let mut state = pool.lock();
            state.threads = 1;
            state
                .waiting
                .push_back(Box::new(move || done.send(thread::current().id()).unwrap()));
        }
        pool.do_without();
        assert_eq!(ends.try_recv().unwrap(), thread::current().id());
    }
}
