//! When a call must have ended, and what is given up: what only Rust's own interface shows.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use venice_keys::{Client, ErrorCode, MintOptions, NewKey, Operation, Wallet};

use common::{admin, fault, requests, sandbox};

/// A client whose calls are given up after so long.
fn given_up_after(client: &Client, time: Duration) -> Client {
    let start = Instant::now();
    client.with_cancellation(move || start.elapsed() >= time)
}

/// After that a call is given up: later than a busy machine needs to send it.
const SOON: Duration = Duration::from_secs(3);

#[test]
fn a_create_given_up_while_it_waits_for_its_turn_is_not_sent() {
    let sandbox = sandbox();
    let client = admin(&sandbox)
        .create_limit(1)
        .create_limit_period(2 * SOON)
        .build()
        .unwrap();
    client.create_key(&NewKey::new("first")).unwrap();
    let start = Instant::now();
    let given_up = given_up_after(&client, SOON).create_key(&NewKey::new("second"));
    assert_eq!(given_up.unwrap_err().code(), ErrorCode::Timeout);
    assert_eq!(requests(&sandbox).len(), 1);
    // The turn that it had is the next one's.
    client.create_key(&NewKey::new("third")).unwrap();
    assert!(start.elapsed() < 3 * SOON);
}

#[test]
fn a_call_given_up_between_retries_ends_with_what_went_wrong() {
    let sandbox = sandbox();
    let later = json!({"kind": "status", "status": 429, "headers": {"retry-after": "50"}});
    fault(&sandbox, later.clone());
    let client = admin(&sandbox).build().unwrap();
    let start = Instant::now();
    let list = given_up_after(&client, SOON).list_keys();
    assert_eq!(list.unwrap_err().code(), ErrorCode::RateLimited);
    fault(&sandbox, later);
    let create = given_up_after(&client, SOON).create_key(&NewKey::new("a"));
    assert_eq!(create.unwrap_err().code(), ErrorCode::RateLimited);
    assert!(start.elapsed() < Duration::from_secs(45));
    assert_eq!(requests(&sandbox).len(), 2);
}

#[test]
fn a_mint_given_up_after_its_challenge_is_not_sent() {
    let sandbox = sandbox();
    let wallet = Wallet::from_hex(sandbox.staked_private_key()).unwrap();
    let asked = AtomicU32::new(0);
    // Given up after the challenge was asked for, and before the mint would be sent.
    let cancelled = move || asked.fetch_add(1, Ordering::Relaxed) > 0;
    let client = admin(&sandbox)
        .build()
        .unwrap()
        .with_cancellation(cancelled);
    let given_up = client.mint_with_wallet(&wallet, &MintOptions::new());
    assert_eq!(given_up.unwrap_err().code(), ErrorCode::Timeout);
    assert_eq!(requests(&sandbox).len(), 1);
}

#[test]
fn what_is_on_its_way_is_not_given_up() {
    let sandbox = sandbox();
    fault(&sandbox, json!({"kind": "delay", "ms": 4000}));
    let client = given_up_after(&admin(&sandbox).build().unwrap(), SOON);
    client.create_key(&NewKey::new("a")).unwrap();
}

#[test]
fn a_call_that_was_given_up_before_is_never_sent() {
    let sandbox = sandbox();
    let client = admin(&sandbox).build().unwrap().with_cancellation(|| true);
    let given_up = client.create_key(&NewKey::new("a")).unwrap_err();
    assert_eq!(given_up.code(), ErrorCode::Timeout);
    assert!(given_up.to_string().contains("before it was sent"));
    assert_eq!(client.list_keys().unwrap_err().code(), ErrorCode::Timeout);
    assert_eq!(requests(&sandbox).len(), 0);
}

#[test]
fn a_create_given_up_while_it_is_refused_is_not_sent_again() {
    let sandbox = sandbox();
    let at_once = json!({"kind": "status", "status": 429, "headers": {"retry-after": "0"}});
    fault(&sandbox, at_once);
    let asked = AtomicU32::new(0);
    // Given up after its turn and its first attempt.
    let cancelled = move || asked.fetch_add(1, Ordering::Relaxed) >= 2;
    let client = admin(&sandbox)
        .build()
        .unwrap()
        .with_cancellation(cancelled);
    let refused = client.create_key(&NewKey::new("a"));
    assert_eq!(refused.unwrap_err().code(), ErrorCode::RateLimited);
    assert_eq!(requests(&sandbox).len(), 1);
}

#[test]
fn the_timeout_runs_from_when_the_call_was_made() {
    let sandbox = sandbox();
    fault(&sandbox, json!({"kind": "stall"}));
    let timeout = 2 * SOON;
    let client = admin(&sandbox).timeout(timeout).build().unwrap();
    let start = Instant::now();
    std::thread::sleep(SOON);
    let late = client.started_at(start).create_key(&NewKey::new("a"));
    assert_eq!(late.unwrap_err().code(), ErrorCode::OutcomeUnknown);
    assert!(start.elapsed() < timeout + SOON);
    assert_eq!(requests(&sandbox).len(), 1);
}

#[test]
fn a_call_whose_time_is_over_when_it_begins_is_not_sent() {
    let sandbox = sandbox();
    let wallet = Wallet::from_hex(sandbox.staked_private_key()).unwrap();
    let client = admin(&sandbox)
        .timeout(Duration::from_millis(1))
        .build()
        .unwrap()
        .started_at(Instant::now());
    std::thread::sleep(Duration::from_millis(5));
    let new_key = NewKey::new("a");
    let errors = [
        client.create_key(&new_key).unwrap_err(),
        client
            .mint_with_wallet(&wallet, &MintOptions::new())
            .unwrap_err(),
        client.list_keys().unwrap_err(),
        client.delete_key("e28e82dc").unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code(), ErrorCode::Timeout, "{error}");
    }
    assert_eq!(requests(&sandbox).len(), 0);
}

#[test]
fn a_create_that_comes_too_late_takes_nobodys_turn() {
    let sandbox = sandbox();
    let client = admin(&sandbox)
        .timeout(Duration::from_secs(1))
        .create_limit(1)
        .build()
        .unwrap();
    let Some(long_ago) = Instant::now().checked_sub(Duration::from_secs(2)) else {
        panic!("this machine has just started");
    };
    for _ in 0..3 {
        let late = client.started_at(long_ago).create_key(&NewKey::new("late"));
        assert_eq!(late.unwrap_err().code(), ErrorCode::Timeout);
    }
    client.create_key(&NewKey::new("in time")).unwrap();
    assert_eq!(requests(&sandbox).len(), 1);
}

#[test]
fn the_end_of_an_operation_is_announced_once() {
    let sandbox = sandbox();
    let headers = json!({"sunset": "Sat, 31 Jan 2099 00:00:00 GMT", "link": "<https://x>"});
    let notice = json!({"kind": "status", "status": 503, "headers": headers});
    fault(&sandbox, notice.clone());
    fault(&sandbox, notice);
    let warnings = Arc::new(Mutex::new(Vec::new()));
    let seen = warnings.clone();
    let client = admin(&sandbox)
        .max_retries(0)
        .on_attempt(move |attempt| {
            let warning = attempt.warning.map(str::to_owned);
            let warning = warning.map(|text| (attempt.operation, text));
            seen.lock().unwrap().extend(warning);
        })
        .build()
        .unwrap();
    for _ in 0..2 {
        client.rate_limit_log().unwrap_err();
    }
    let warnings = warnings.lock().unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    let (operation, warning) = &warnings[0];
    assert_eq!(*operation, Operation::RateLimitLog);
    assert!(warning.contains("31 Jan 2099"), "{warning}");
}
