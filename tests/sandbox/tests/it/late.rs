//! Requests that are cut off now and carried out later.

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{admin, sandbox, stop_clock, try_call};

fn control(sandbox: &Sandbox, path: &str, body: Value) -> Value {
    sandbox.control("POST", path, body).unwrap()
}

/// Queues a late create with these members, and sends a create, which is cut off.
fn late_create(sandbox: &Sandbox, mut fault: Value) {
    fault["kind"] = json!("late");
    fault["match"] = json!({"method": "POST"});
    control(sandbox, "/faults", json!({"faults": [fault]}));
    let body = json!({"apiKeyType": "INFERENCE", "description": "late"});
    let key = Some(sandbox.admin_key());
    try_call(sandbox, "POST", "/api_keys", key, Some(&body)).unwrap_err();
}

fn listed(sandbox: &Sandbox) -> usize {
    let list = admin(sandbox, "GET", "/api_keys", None).json();
    list["data"].as_array().unwrap().len()
}

fn last_request(sandbox: &Sandbox) -> Value {
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    journal["requests"]
        .as_array()
        .unwrap()
        .last()
        .unwrap()
        .clone()
}

#[test]
fn the_work_waits_until_the_control_api_says_so() {
    let sandbox = sandbox();
    late_create(&sandbox, json!({}));
    let cut_off = last_request(&sandbox);
    assert_eq!(
        (&cut_off["status"], &cut_off["worked"]),
        (&json!(null), &json!(false))
    );
    assert_eq!(listed(&sandbox), 2);
    let waiting = sandbox.control("GET", "/late", Value::Null).unwrap();
    assert_eq!(waiting, json!({"waiting": 1}));
    control(&sandbox, "/journal", json!({"clear": true}));
    assert_eq!(control(&sandbox, "/late", json!({})), json!({"done": 1}));
    assert_eq!(listed(&sandbox), 3);
    assert_eq!(control(&sandbox, "/late", json!({})), json!({"done": 0}));
}

#[test]
fn the_journal_says_when_the_work_was_done_and_how() {
    let sandbox = sandbox();
    late_create(&sandbox, json!({}));
    control(&sandbox, "/late", json!({}));
    let carried_out = last_request(&sandbox);
    assert_eq!(
        (&carried_out["status"], &carried_out["worked"]),
        (&json!(null), &json!(true))
    );
    // A late request is judged by what is there when it arrives.
    late_create(&sandbox, json!({}));
    control(&sandbox, "/keys", json!({"keys": [{"count": 500}]}));
    assert_eq!(control(&sandbox, "/late", json!({})), json!({"done": 1}));
    assert_eq!(last_request(&sandbox)["worked"], false);
}

#[test]
fn it_may_never_be_done() {
    let sandbox = sandbox();
    late_create(&sandbox, json!({}));
    assert_eq!(
        control(&sandbox, "/late", json!({"drop": true})),
        json!({"done": 0})
    );
    assert_eq!(control(&sandbox, "/late", json!({})), json!({"done": 0}));
    assert_eq!(listed(&sandbox), 2);
}

#[test]
fn it_may_be_done_after_so_many_requests() {
    let sandbox = sandbox();
    late_create(&sandbox, json!({"afterRequests": 2}));
    assert_eq!(
        [listed(&sandbox), listed(&sandbox), listed(&sandbox)],
        [2, 2, 3]
    );
}

#[test]
fn or_after_so_long_by_the_servers_clock() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    late_create(&sandbox, json!({"afterMs": 60_000}));
    assert_eq!(listed(&sandbox), 2);
    control(&sandbox, "/clock", json!({"advanceMs": 59_999}));
    assert_eq!(listed(&sandbox), 2);
    control(&sandbox, "/clock", json!({"advanceMs": 1}));
    assert_eq!(listed(&sandbox), 3);
}
