//! What others do in the middle of a call, and what the server overlooks.

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{admin, sandbox};

fn queue(sandbox: &Sandbox, fault: Value) {
    sandbox
        .control("POST", "/faults", json!({"faults": [fault]}))
        .unwrap();
}

fn create(sandbox: &Sandbox, description: &str) -> Value {
    let body = json!({
        "apiKeyType": "INFERENCE", "description": description, "expiresAt": "2099-01-01",
    });
    admin(sandbox, "POST", "/api_keys", Some(&body)).json()["data"].clone()
}

fn names(sandbox: &Sandbox) -> Vec<String> {
    let list = admin(sandbox, "GET", "/api_keys", None).json();
    let list = list["data"].as_array().unwrap().iter();
    let names = list.map(|key| key["description"].as_str().unwrap().to_owned());
    names.filter(|name| !name.starts_with("Sandbox ")).collect()
}

#[test]
fn a_fault_lets_so_many_requests_through_first() {
    let sandbox = sandbox();
    queue(
        &sandbox,
        json!({
            "kind": "status", "status": 503, "skip": 2, "times": 2, "match": {"method": "GET"},
        }),
    );
    create(&sandbox, "isn't counted");
    let statuses = [0; 5].map(|_| admin(&sandbox, "GET", "/api_keys", None).status);
    assert_eq!(statuses, [200, 200, 503, 503, 200]);
}

#[test]
fn others_do_something_before_the_work() {
    let sandbox = sandbox();
    create(&sandbox, "mine");
    queue(
        &sandbox,
        json!({
            "kind": "meanwhile", "match": {"method": "GET"}, "skip": 1, "control": [
                {"path": "keys", "body": {
                    "keys": [{"description": "theirs"}],
                    "change": [{"id": "newest", "description": "renamed"}],
                }},
            ],
        }),
    );
    assert_eq!(names(&sandbox), ["mine"]);
    assert_eq!(names(&sandbox), ["theirs", "renamed"]);
}

#[test]
fn or_after_it() {
    let sandbox = sandbox();
    queue(
        &sandbox,
        json!({
            "kind": "meanwhile", "afterWork": true, "match": {"method": "POST"},
            "control": [{"path": "keys", "body": {"delete": ["newest"]}}],
        }),
    );
    assert!(create(&sandbox, "mine")["id"].is_string());
    assert!(names(&sandbox).is_empty());
}

#[test]
fn what_cant_be_done_meanwhile_shows() {
    let sandbox = sandbox();
    for control in [
        json!({"path": "keys", "body": {"delete": ["newest"]}}),
        json!({"path": "weather", "body": {}}),
        json!({"path": "faults", "body": {"faults": [{"kind": "refuse"}]}}),
    ] {
        queue(&sandbox, json!({"kind": "meanwhile", "control": [control]}));
        let reply = admin(&sandbox, "GET", "/api_keys", None);
        assert_eq!(reply.status, 500, "{control}");
        assert!(reply.error().contains("meanwhile"), "{control}");
    }
}

#[test]
fn the_server_overlooks_members_of_a_request() {
    let sandbox = sandbox();
    let id = create(&sandbox, "old")["id"].clone();
    queue(
        &sandbox,
        json!({"kind": "ignore", "members": ["expiresAt"]}),
    );
    let change = json!({"id": id, "description": "new", "expiresAt": null});
    let reply = admin(&sandbox, "PATCH", "/api_keys", Some(&change)).json();
    assert_eq!(reply["data"]["description"], "new");
    assert_eq!(reply["data"]["expiresAt"], "2099-01-01T00:00:00.000Z");
    // What was sent is what the journal shows.
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    let sent = journal["requests"].as_array().unwrap().last().unwrap()["body"].clone();
    assert_eq!(sent, change);
}

#[test]
fn keys_are_changed_past_the_apis_rules() {
    let sandbox = sandbox();
    let id = create(&sandbox, "x".repeat(64).as_str())["id"].clone();
    let other = create(&sandbox, "other")["id"].clone();
    let change = |change: Value| sandbox.control("POST", "/keys", json!({"change": [change]}));
    let stored = |place: usize| {
        let keys = sandbox.control("GET", "/keys", Value::Null).unwrap();
        keys["keys"][2 + place].clone()
    };
    change(json!({"id": id, "consumptionLimit": {"usd": 5}, "usage": {"usd": "2.5"}})).unwrap();
    assert_eq!(stored(0)["consumptionLimit"]["usd"], 5);
    assert_eq!(stored(0)["usage"]["usd"], 2.5);
    assert_eq!(stored(0)["expiresAt"], "2099-01-01T00:00:00.000Z");
    change(json!({"id": id, "expiresAt": null, "limitPeriod": "WEEK"})).unwrap();
    assert_eq!(stored(0)["expiresAt"], json!(null));
    assert_eq!(stored(0)["limitPeriod"], "WEEK");
    assert_eq!(stored(0)["usage"]["usd"], 2.5);
    change(json!({"id": "newest", "expiresInMs": -1})).unwrap();
    assert_eq!(names(&sandbox).len(), 1);
    sandbox
        .control("POST", "/keys", json!({"delete": [id, other]}))
        .unwrap();
    assert_eq!(
        (&stored(0)["revoked"], &stored(1)["revoked"]),
        (&json!(true), &json!(true))
    );
    for refused in [
        json!({"change": [{"id": id}]}),
        json!({"change": [{"description": "of nobody"}]}),
        json!({"change": [{"id": "newest", "colour": "red"}]}),
        json!({"delete": [other]}),
    ] {
        sandbox.control("POST", "/keys", refused).unwrap_err();
    }
}
