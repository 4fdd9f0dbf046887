//! Every kind of fault, as bytes on a socket.

mod connection;
mod response;

use std::io;

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, connect, exchange, request, sandbox, wait_until};

/// A sandbox with one fault waiting for a create.
fn with(fault: Value) -> Sandbox {
    let sandbox = sandbox();
    queue(&sandbox, fault);
    sandbox
}

fn queue(sandbox: &Sandbox, mut fault: Value) {
    fault["match"] = json!({"method": "POST", "path": "/api_keys"});
    sandbox
        .control("POST", "/faults", json!({"faults": [fault]}))
        .unwrap();
}

fn create_request(sandbox: &Sandbox) -> String {
    let body = r#"{"apiKeyType":"INFERENCE","description":"faulted"}"#;
    request("POST", "/api_keys", Some(sandbox.admin_key()), Some(body))
}

fn create(sandbox: &Sandbox) -> io::Result<Reply> {
    exchange(&mut connect(sandbox), &create_request(sandbox))
}

fn seen(sandbox: &Sandbox) -> Vec<Value> {
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    journal["requests"].as_array().unwrap().clone()
}

/// Waits until so many requests have arrived with their bodies.
fn wait_for_requests(sandbox: &Sandbox, count: usize) {
    wait_until("the request's arrival", || {
        let seen = seen(sandbox);
        seen.len() == count && seen.iter().all(|request| request["body"].is_object())
    });
}

fn is_stored(sandbox: &Sandbox) -> bool {
    let stored = sandbox.control("GET", "/keys", Value::Null).unwrap();
    let stored = stored["keys"].as_array().unwrap();
    stored.iter().any(|key| key["description"] == "faulted")
}

/// Whether the create was done, by what is stored and by the journal; and the status it noted.
fn done(sandbox: &Sandbox) -> (bool, Value) {
    let is_stored = is_stored(sandbox);
    let seen = seen(sandbox);
    let last = seen.last().unwrap();
    assert_eq!(last["worked"], is_stored, "{last}");
    (is_stored, last["status"].clone())
}
