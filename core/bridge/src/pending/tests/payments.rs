//! Payments: nobody may be left without a word of one.

use super::*;

const PAYS: Operation = Operation::X402TopUp;

/// What was paid, if anything was.
struct Paid(Option<&'static str>);

impl Reply for Paid {
    fn left(&self) -> Option<Left> {
        self.0.map(|paid| Left::Payment(paid.to_owned()))
    }
}

const SOME: Paid = Paid(Some("5 USD were paid from 0xAb"));

#[test]
fn a_payment_that_nobody_hears_of_is_named() {
    let stage = Stage::new();
    let named = "x402_top_up was given up, but 5 USD were paid from 0xAb. The same order never";
    let (go, gone) = mpsc::channel::<()>();
    let running = stage.start(PAYS, &nowhere(), move |_| {
        let _ = gone.recv();
        Ok(SOME)
    });
    while !matches!(
        *lock(&running.0.own().unwrap().stage),
        super::super::Stage::Running
    ) {
        thread::yield_now();
    }
    running.give_up();
    go.send(()).unwrap();
    stage.warned_of(named);
    assert_eq!(stage.next(), News::Ended);

    let done = stage.start(PAYS, &nowhere(), |_| Ok(SOME));
    assert_eq!(stage.next(), News::Done);
    drop(done);
    stage.warned_of(named);
    assert_eq!(stage.next(), News::Ended);

    let nothing = stage.start(PAYS, &nowhere(), |_| Ok(Paid(None)));
    assert_eq!(stage.next(), News::Done);
    drop(nothing);
    assert_eq!(stage.next(), News::Ended);
    stage.nothing_more();
}

#[test]
fn what_was_handed_over_and_cannot_be_read_is_named_as_such() {
    let stage = Stage::new();
    let done = |work: fn(&Client) -> Result<Paid, Error>| {
        let call = stage.start(PAYS, &nowhere(), work);
        assert_eq!(stage.next(), News::Done);
        assert!(matches!(call.hand_over(), Claim::Outcome(_)));
        call
    };
    let unread = done(|_| Ok(SOME));
    unread.unread();
    stage.warned_of("x402_top_up: 5 USD were paid from 0xAb, but its reply can't be read here");
    assert_eq!(stage.next(), News::Ended);
    unread.unread();
    drop(unread);
    stage.nothing_more();

    let read = done(|_| Ok(SOME));
    read.confirm();
    read.unread();
    stage.nothing_more();

    drop(done(|_| Ok(SOME)));
    stage.warned_of("5 USD were paid from 0xAb, and its thread ended just as it was told");
    assert_eq!(stage.next(), News::Ended);

    let (key, go) = stage.create("id-1");
    key.unread();
    go.send(()).unwrap();
    assert_eq!(stage.next(), News::Done);
    assert!(matches!(key.hand_over(), Claim::Outcome(_)));
    key.unread();
    stage.warned_of("create_key created the key id-1, but its reply can't be read here");
}

#[test]
fn a_defect_in_a_payment_says_that_money_may_have_moved_and_how_to_ask_again() {
    let stage = Stage::new();
    let call = stage.start(PAYS, &nowhere(), |_| -> Result<Paid, Error> {
        panic!("expected in this output")
    });
    assert_eq!(stage.next(), News::Done);
    let (code, text) = call.defect();
    assert_eq!(code, ErrorCode::PaymentUnknown);
    let again = "Money may have been paid: call x402_top_up() again with the same order or record";
    assert!(text.contains(again), "{text}");
    drop(call);
    stage.warned_of(again);
}

#[test]
fn a_payment_that_outlasts_the_end_is_spoken_of_and_named_later() {
    let stage = Stage::new();
    let (go, gone) = mpsc::channel::<()>();
    let (begin, begun) = mpsc::channel();
    let _call = stage.start(PAYS, &nowhere(), move |_| {
        begin.send(()).unwrap();
        let _ = gone.recv();
        Ok(SOME)
    });
    begun.recv_timeout(LATE).unwrap();
    assert_eq!(stage.runtime.end(SOON, SOON), 1);
    stage.warned_of(
        "x402_top_up is still under way as its program or thread ends. Money may be paid: call \
         x402_top_up() again with the same order",
    );
    go.send(()).unwrap();
    stage.warned_of("5 USD were paid from 0xAb");
    assert_eq!(stage.next(), News::Ended);
}

#[test]
fn an_error_is_spoken_of_if_money_may_have_moved_and_then_with_its_record() {
    let said = |code, record| lost::unknown(code, "not known yet".into(), record);
    let with_record = Some("not known yet. Its record: {}".to_owned());
    for code in [ErrorCode::PaymentUnknown, ErrorCode::PaymentSettling] {
        assert_eq!(said(code, Some("{}")), with_record);
        assert_eq!(said(code, None).as_deref(), Some("not known yet"));
    }
    let unknown = said(ErrorCode::OutcomeUnknown, Some("{}"));
    assert_eq!(unknown.as_deref(), Some("not known yet"));
    for code in [
        ErrorCode::PaymentRefused,
        ErrorCode::Timeout,
        ErrorCode::ServerError,
    ] {
        assert_eq!(said(code, Some("{}")), None);
    }
}
