//! A sandbox, a client of it, and what it saw: for the tests of this folder.

use serde_json::{Value, json};
use venice_keys::{Client, ClientBuilder};
use venice_keys_sandbox::{Options, Sandbox};

pub fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).unwrap()
}

pub fn admin(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder()
        .api_key(sandbox.admin_key())
        .base_url(sandbox.base_url())
}

pub fn requests(sandbox: &Sandbox) -> Vec<Value> {
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    journal["requests"].as_array().unwrap().clone()
}

pub fn fault(sandbox: &Sandbox, fault: Value) {
    sandbox
        .control("POST", "/faults", json!({ "faults": [fault] }))
        .unwrap();
}
