//! How calls end early: stopped, or with their program or thread.

use super::*;

#[test]
fn a_stopped_call_sends_nothing_more_and_its_outcome_is_still_the_hosts() {
    let stage = Stage::new();
    let (url, connected) = deaf();
    let (go, gone) = mpsc::channel();
    let client = client(&url, LATE);
    let call = stage.start(Operation::DeleteKeys, &client, move |client| {
        gone.recv().unwrap();
        let sent = client.list_keys();
        Ok(Created(sent.unwrap_err().code().to_string()))
    });
    while !call.stop() {
        thread::yield_now();
    }
    assert!(matches!(call.claim(), Claim::Running));
    go.send(()).unwrap();
    assert_eq!(stage.next(), News::Done);
    assert_eq!(claimed(&call), "timeout");
    assert!(connected.try_recv().is_err());
    stage.nothing_more();
}

#[test]
fn the_end_waits_for_creates_and_reports_those_that_nobody_takes() {
    let stage = Stage::new();
    let (call, go) = stage.create("id-1");
    let ending = stage.runtime.clone();
    let end = thread::spawn(move || ending.end(LATE, SOON));
    thread::sleep(SOON);
    assert!(!end.is_finished());
    go.send(()).unwrap();
    assert_eq!(end.join().unwrap(), 0);
    assert_eq!(stage.next(), News::Done);
    stage.warned_of("id-1");
    assert_eq!(stage.next(), News::Ended);
    assert!(is_given_up(&call) && stage.runtime.has_ended());
}

#[test]
fn the_end_leaves_callers_a_moment_to_take_their_keys() {
    let stage = Stage::new();
    let (call, go) = stage.create("id-1");
    go.send(()).unwrap();
    let ending = stage.runtime.clone();
    let end = thread::spawn(move || ending.end(LATE, LATE));
    call.wait(LATE);
    assert_eq!(claimed(&call), "id-1");
    assert_eq!(end.join().unwrap(), 0);
    assert_eq!(stage.next(), News::Done);
    stage.nothing_more();
}

#[test]
fn a_create_that_outlasts_the_end_is_spoken_of_and_named_later() {
    let stage = Stage::new();
    let (_call, go) = stage.create("id-1");
    assert_eq!(stage.runtime.end(SOON, SOON), 1);
    stage.warned_of("create_key is still under way");
    stage.nothing_more();
    assert_eq!(stage.runtime.end(LATE, LATE), 0, "it ends once");
    go.send(()).unwrap();
    stage.warned_of("id-1");
    assert_eq!(stage.next(), News::Ended);
}

#[test]
fn after_the_end_only_what_is_called_on_purpose_is_sent() {
    let stage = Stage::new();
    let (go, gone) = mpsc::channel();
    let before = stage.start(Operation::ListModels, &nowhere(), move |client| {
        gone.recv().unwrap();
        client.list_models(None)
    });
    assert_eq!(stage.runtime.end(LATE, LATE), 0);
    assert!(stage.runtime.enter().is_none());
    go.send(()).unwrap();
    let on_purpose = stage.start(Operation::ListModels, &nowhere(), |client| {
        client.list_models(None)
    });
    for (call, code) in [
        (before, ErrorCode::Timeout),
        (on_purpose, ErrorCode::Connection),
    ] {
        call.wait(LATE);
        match call.claim() {
            Claim::Outcome(Ok(Err(error))) => assert_eq!(error.code(), code, "{error}"),
            _ => panic!("it should have failed"),
        }
    }
    let overtaken = Pending::run(
        &stage.runtime,
        stage.host.clone(),
        Operation::CreateKey,
        &nowhere(),
        |_| Ok(Created("id-1".to_owned())),
    );
    assert!(is_given_up(&overtaken));
}

#[test]
fn the_end_waits_for_threads_inside_the_host() {
    let stage = Stage::new();
    let (go, gone) = mpsc::channel::<()>();
    let entered = stage.runtime.clone();
    let inside = thread::spawn(move || {
        let inside = entered.enter();
        gone.recv().unwrap();
        drop(inside);
    });
    while stage.runtime.inside() == 0 {
        thread::yield_now();
    }
    let ending = stage.runtime.clone();
    let end = thread::spawn(move || ending.end(LATE, LATE));
    while !stage.runtime.has_ended() {
        thread::yield_now();
    }
    thread::sleep(SOON);
    assert!(!end.is_finished());
    go.send(()).unwrap();
    inside.join().unwrap();
    end.join().unwrap();
}

#[test]
fn every_created_key_is_claimed_or_reported() {
    const CALLS: usize = 4_000;
    for round in 0..6 {
        let stage = Stage::with(pool(64, SOON));
        let (mut claimed, mut left) = (0, Vec::new());
        let created = Arc::new(AtomicU64::new(0));
        for number in 0..CALLS {
            let count = created.clone();
            let call = stage.start(Operation::CreateKey, &nowhere(), move |_| {
                count.fetch_add(1, Ordering::Relaxed);
                Ok(Created(format!("id-{number}")))
            });
            match (number + round) % 4 {
                0 => drop(call),
                1 => {
                    thread::spawn(move || call.give_up());
                }
                2 => {
                    call.wait(LATE);
                    claimed += u64::from(matches!(call.claim(), Claim::Outcome(_)));
                }
                _ => left.push(call),
            }
        }
        assert_eq!(stage.runtime.end(LATE, SOON), 0);
        for call in &left {
            claimed += u64::from(matches!(call.claim(), Claim::Outcome(_)));
        }
        drop(left);
        let Stage {
            runtime,
            host,
            news,
        } = stage;
        // Every one of those given up has ended when nobody holds the host any more.
        while Arc::strong_count(&host) > 1 {
            thread::sleep(SOON / 10);
        }
        drop((runtime, host));
        let reported = news.iter().filter(|one| matches!(one, News::Warning(_)));
        assert_eq!(
            claimed + reported.count() as u64,
            created.load(Ordering::Relaxed)
        );
    }
}
