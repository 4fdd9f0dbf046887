//! Payments that go wrong on their way, and what the ledger knows of them.

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, call};
use crate::top_up::{PATH, ledger, pay, payment, seconds, unlimited};
use crate::wallets::Reads;

fn queue(sandbox: &Sandbox, fault: Value) {
    let mut whole = json!({"kind": "settlement", "match": {"method": "POST", "path": PATH,
        "header": "payment-signature"}});
    whole
        .as_object_mut()
        .unwrap()
        .extend(fault.as_object().unwrap().clone());
    sandbox
        .control("POST", "/faults", json!({"faults": [whole]}))
        .unwrap();
}

fn good(sandbox: &Sandbox, nonce: u8) -> String {
    payment(sandbox, 10, nonce, seconds(sandbox, 300))
}

/// Status, and code or whether it's paid.
fn said(reply: &Reply) -> (u16, String) {
    (reply.status, reply.error())
}

fn coded(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

fn settled(sandbox: &Sandbox) -> (Value, Value) {
    let there = ledger(sandbox);
    assert_eq!(there.len(), 1);
    (there[0]["settled"].clone(), there[0]["credited"].clone())
}

fn later(sandbox: &Sandbox, ms: i64) {
    sandbox
        .control("POST", "/clock", json!({"advanceMs": ms}))
        .unwrap();
}

const USED: (u16, &str) = (400, "PAYMENT_VERIFICATION_FAILED");

#[test]
fn an_unpaid_request_passes_a_fault_for_payments_by() {
    let sandbox = unlimited();
    queue(&sandbox, json!({"kind": "status", "status": 503}));
    assert_eq!(call(&sandbox, "POST", PATH, None, None).status, 402);
    assert_eq!(pay(&sandbox, &good(&sandbox, 1)).status, 503);
    assert!(ledger(&sandbox).is_empty());
}

#[test]
fn a_payment_in_progress_is_paid_in_the_end() {
    let sandbox = unlimited();
    queue(&sandbox, json!({"response": "in_progress", "times": 2}));
    let header = good(&sandbox, 1);
    for _ in 0..2 {
        assert_eq!(
            said(&pay(&sandbox, &header)),
            coded(409, "PAYMENT_IN_PROGRESS")
        );
        assert_eq!(settled(&sandbox), (json!(false), json!(false)));
    }
    assert_eq!(pay(&sandbox, &header).status, 200);
    assert_eq!(settled(&sandbox), (json!(true), json!(true)));
    queue(&sandbox, json!({"response": "failed"}));
    let next = good(&sandbox, 2);
    assert_eq!(said(&pay(&sandbox, &next)), coded(402, "SETTLEMENT_FAILED"));
    assert_eq!(pay(&sandbox, &next).status, 200);
}

#[test]
fn a_timeout_may_have_settled() {
    let sandbox = unlimited();
    queue(&sandbox, json!({"response": "timeout"}));
    let header = good(&sandbox, 1);
    assert_eq!(
        said(&pay(&sandbox, &header)),
        coded(504, "SETTLEMENT_TIMEOUT")
    );
    assert_eq!(settled(&sandbox), (json!(true), json!(true)));
    assert_eq!(pay(&sandbox, &header).json()["data"]["newBalance"], 10);
}

#[test]
fn a_timeout_may_never_settle() {
    let sandbox = unlimited();
    queue(&sandbox, json!({"response": "timeout", "settles": "never"}));
    let header = good(&sandbox, 1);
    for _ in 0..3 {
        assert_eq!(
            said(&pay(&sandbox, &header)),
            coded(504, "SETTLEMENT_TIMEOUT")
        );
    }
    let second = payment(&sandbox, 10, 1, seconds(&sandbox, 299));
    assert_eq!(
        said(&pay(&sandbox, &second)),
        coded(USED.0, USED.1),
        "it may still settle"
    );
    later(&sandbox, 301_000);
    assert_eq!(said(&pay(&sandbox, &header)), coded(USED.0, USED.1));
    assert_eq!(settled(&sandbox), (json!(false), json!(false)));
    let again = payment(&sandbox, 10, 1, seconds(&sandbox, 300));
    assert_eq!(pay(&sandbox, &again).status, 200, "the nonce is still good");
    assert_eq!(said(&pay(&sandbox, &header)), coded(USED.0, USED.1));
}

#[test]
fn a_payment_may_settle_late_by_the_clock_or_by_control() {
    let sandbox = unlimited();
    queue(
        &sandbox,
        json!({"response": "timeout", "settlesAfterMs": 20_000}),
    );
    let header = good(&sandbox, 1);
    assert_eq!(
        said(&pay(&sandbox, &header)),
        coded(504, "SETTLEMENT_TIMEOUT")
    );
    assert_eq!(
        said(&pay(&sandbox, &header)),
        coded(409, "PAYMENT_IN_PROGRESS")
    );
    assert_eq!(settled(&sandbox), (json!(false), json!(false)));
    assert_eq!(Reads(&sandbox, 0).balance()["balanceUsd"], 0);
    later(&sandbox, 20_000);
    assert_eq!(Reads(&sandbox, 10).balance()["balanceUsd"], 10);
    assert_eq!(pay(&sandbox, &header).status, 200);

    queue(
        &sandbox,
        json!({"response": "in_progress", "settles": "control"}),
    );
    let next = good(&sandbox, 2);
    for _ in 0..2 {
        assert_eq!(
            said(&pay(&sandbox, &next)),
            coded(409, "PAYMENT_IN_PROGRESS")
        );
    }
    let settle = || {
        sandbox
            .control("POST", "/wallets", json!({"settle": true}))
            .unwrap()
    };
    assert_eq!(
        [settle(), settle()],
        [json!({"settled": 1}), json!({"settled": 0})]
    );
    assert_eq!(pay(&sandbox, &next).status, 200);

    queue(
        &sandbox,
        json!({"response": "timeout", "settles": "control"}),
    );
    let last = good(&sandbox, 3);
    assert_eq!(pay(&sandbox, &last).status, 504);
    later(&sandbox, 301_000);
    assert_eq!(settle(), json!({"settled": 0}), "no chain takes it now");
    assert_eq!(said(&pay(&sandbox, &last)), coded(USED.0, USED.1));
    assert_eq!(Reads(&sandbox, 20).balance()["balanceUsd"], 20);
}

#[test]
fn money_may_move_and_not_be_credited_or_be_forgotten() {
    let sandbox = unlimited();
    queue(&sandbox, json!({"response": "timeout", "credited": false}));
    let header = good(&sandbox, 1);
    assert_eq!(pay(&sandbox, &header).status, 504);
    assert_eq!(settled(&sandbox), (json!(true), json!(false)));
    assert_eq!(said(&pay(&sandbox, &header)), coded(USED.0, USED.1));
    assert_eq!(Reads(&sandbox, 0).balance()["balanceUsd"], 0);

    queue(&sandbox, json!({"remembered": false}));
    let next = good(&sandbox, 2);
    assert_eq!(pay(&sandbox, &next).status, 200);
    assert_eq!(said(&pay(&sandbox, &next)), coded(USED.0, USED.1));
    assert_eq!(Reads(&sandbox, 10).balance()["balanceUsd"], 10);
}

#[test]
fn a_credit_may_be_among_the_transactions_later() {
    let sandbox = unlimited();
    queue(&sandbox, json!({"bookedAfterMs": 30_000}));
    assert_eq!(
        pay(&sandbox, &good(&sandbox, 1)).json()["data"]["newBalance"],
        10
    );
    let mut reads = Reads(&sandbox, 0);
    assert_eq!(reads.transactions("")["transactions"], json!([]));
    assert_eq!(reads.balance()["balanceUsd"], 10);
    later(&sandbox, 30_000);
    assert_eq!(reads.transactions("")["transactions"][0]["amount"], 10);
}

#[test]
fn a_lost_answer_is_a_payment_all_the_same() {
    let sandbox = unlimited();
    queue(
        &sandbox,
        json!({"kind": "status", "status": 502, "afterWork": true}),
    );
    let header = good(&sandbox, 1);
    assert_eq!(pay(&sandbox, &header).status, 502);
    assert_eq!(settled(&sandbox), (json!(true), json!(true)));
    assert_eq!(pay(&sandbox, &header).status, 200);
}

#[test]
fn a_settlement_that_contradicts_itself_is_refused() {
    let sandbox = unlimited();
    for wrong in [
        json!({"settles": "never"}),
        json!({"response": "paid", "settlesAfterMs": 1}),
        json!({"response": "timeout", "settles": "never", "settlesAfterMs": 1}),
        json!({"response": "timeout", "settles": "soon"}),
        json!({"response": "timeout", "status": 504}),
    ] {
        let mut fault = json!({"kind": "settlement"});
        fault
            .as_object_mut()
            .unwrap()
            .extend(wrong.as_object().unwrap().clone());
        let body = json!({"faults": [fault]});
        assert!(sandbox.control("POST", "/faults", body).is_err(), "{wrong}");
    }
}
