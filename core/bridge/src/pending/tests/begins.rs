//! Calls that begin what ends by itself unless a later step makes it lasting.

use std::sync::Weak;

use super::*;

/// A key that isn't lasting yet, with its secret.
struct Begun(#[expect(dead_code, reason = "it is there to be dropped")] Arc<()>);

/// The same reply as that of a call that creates a key for good.
impl Reply for Begun {
    fn left(&self) -> Option<Left> {
        Some(Left::Key("id-1".to_owned()))
    }
}

/// A call under way that begins something, what ends it, and whether its secret is still there.
fn begin(stage: &Stage) -> (Pending<Begun>, Sender<()>, Weak<()>) {
    let secret = Arc::new(());
    let there = Arc::downgrade(&secret);
    let (go, gone) = mpsc::channel();
    let (tell, begun) = mpsc::channel();
    let call = stage.start(Operation::CreateKeyOnce, &nowhere(), move |_| {
        tell.send(()).unwrap();
        let _ = gone.recv();
        Ok(Begun(secret))
    });
    begun.recv_timeout(LATE).unwrap();
    (call, go, there)
}

/// Whether it is dropped: as soon as the call's thread lets go of it.
fn is_dropped(secret: &Weak<()>) -> bool {
    let by = Instant::now() + LATE;
    while secret.upgrade().is_some() && Instant::now() < by {
        thread::yield_now();
    }
    secret.upgrade().is_none()
}

#[test]
fn what_was_begun_for_nobody_is_dropped_without_a_word() {
    let stage = Stage::new();
    let (call, go, secret) = begin(&stage);
    assert!(call.give_up());
    go.send(()).unwrap();
    assert_eq!(stage.next(), News::Ended);
    assert!(is_dropped(&secret));

    let (call, go, secret) = begin(&stage);
    go.send(()).unwrap();
    assert_eq!(stage.next(), News::Done);
    assert!(secret.upgrade().is_some());
    drop(call);
    assert_eq!(stage.next(), News::Ended);
    assert!(is_dropped(&secret));
    stage.nothing_more();
}

#[test]
fn the_end_of_a_program_waits_for_nothing_that_was_begun() {
    let stage = Stage::new();
    let (_call, _go, _) = begin(&stage);
    let before = Instant::now();
    stage.runtime.end(LATE, Duration::ZERO);
    assert!(before.elapsed() < LATE / 2);
    stage.nothing_more();
}
