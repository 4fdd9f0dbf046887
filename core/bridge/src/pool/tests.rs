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
    // Where the machine stood still both are due at once, and either may come first.
    let mut hasty = [(); 2].map(|()| {
        let name = ends.recv_timeout(LATE).unwrap();
        let least = if name == "first" { 2 } else { 4 } * SOON;
        assert!(start.elapsed() >= least, "{name} waited too little");
        name
    });
    hasty.sort_unstable();
    assert_eq!(hasty, ["first", "second"]);
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
