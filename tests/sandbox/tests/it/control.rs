//! The control API over its URL and in the process.

use std::net::TcpStream;

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, admin, call, exchange, sandbox, split, stop_clock};

fn over_http(sandbox: &Sandbox, method: &str, path: &str, body: &str) -> Reply {
    let (host, base) = split(sandbox.control_url());
    let length = body.len();
    let request = format!(
        "{method} {base}{path} HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    exchange(&mut TcpStream::connect(host).unwrap(), &request).unwrap()
}

#[test]
fn both_ways_do_the_same() {
    let sandbox = sandbox();
    let body = json!({"keys": [{"description": "a"}, {"count": 2, "apiKeyType": "ADMIN"}]});
    let http = over_http(&sandbox, "POST", "/keys", &body.to_string());
    assert_eq!(
        (http.status, http.json()["keys"].as_array().unwrap().len()),
        (200, 3)
    );
    let here = sandbox.control("POST", "keys", body).unwrap();
    assert_eq!(here["keys"].as_array().unwrap().len(), 3);
    let stored = over_http(&sandbox, "GET", "/keys", "").json();
    assert_eq!(
        stored,
        sandbox.control("GET", "/keys", Value::Null).unwrap()
    );
    let stored = stored["keys"].as_array().unwrap();
    assert_eq!(stored.len(), 8);
    assert_eq!(stored[0]["apiKey"], sandbox.admin_key());
    assert_eq!(stored[3]["apiKeyType"], "ADMIN");
    assert_eq!(
        (&stored[2]["origin"], &stored[2]["revoked"]),
        (&json!("seed"), &json!(false))
    );
}

#[test]
fn an_unknown_word_is_a_400_and_changes_nothing() {
    let sandbox = sandbox();
    for (method, path, body) in [
        ("GET", "/nothing", ""),
        ("PUT", "/keys", "{}"),
        ("POST", "/keys", "not json"),
        ("POST", "/keys", r#"{"keys":[{"colour":"red"}]}"#),
        ("POST", "/keys", r#"{"keys":[{},{"expiresAt":"soon"}]}"#),
        (
            "POST",
            "/keys",
            r#"{"keys":[{},{"consumptionLimit":{"usd":"much"}}]}"#,
        ),
        ("POST", "/clock", r#"{"advanceMs":0.5}"#),
        ("POST", "/clock", r#"{"ms":1}"#),
        ("POST", "/clock", "{}"),
        ("POST", "/lists", "{}"),
        ("POST", "/lists", r#"{"lagMs":-1}"#),
        ("POST", "/late", r#"{"all":true}"#),
        ("POST", "/journal", "{}"),
        ("POST", "/account", r#"{"older":"yes"}"#),
        ("POST", "/account", r#"{"older":true,"staked":["0x12"]}"#),
        ("POST", "/account", r#"{"oldest":true}"#),
        ("POST", "/faults", r#"{"faults":[{"kind":"gremlin"}]}"#),
        (
            "POST",
            "/faults",
            r#"{"faults":[{"kind":"status","status":200,"ms":5}]}"#,
        ),
        (
            "POST",
            "/faults",
            r#"{"faults":[{"kind":"status","status":99}]}"#,
        ),
        (
            "POST",
            "/faults",
            r#"{"faults":[{"kind":"status","headers":{"a b":"c"}}]}"#,
        ),
        (
            "POST",
            "/faults",
            r#"{"faults":[{"kind":"stall"},{"kind":"stall","times":0}]}"#,
        ),
        (
            "POST",
            "/faults",
            r#"{"faults":[{"kind":"stall","match":{"host":"x"}}]}"#,
        ),
        ("POST", "/faults", r#"{"faults":[{"kind":"redirect"}]}"#),
        ("POST", "/faults", r#"{"faults":[{"kind":"content_type"}]}"#),
        (
            "POST",
            "/faults",
            r#"{"faults":[{"kind":"refuse","ms":1,"match":{}}]}"#,
        ),
        ("POST", "/faults", r#"{"faults":[{"kind":"meanwhile"}]}"#),
        ("POST", "/faults", r#"{"faults":[{"kind":"ignore"}]}"#),
        (
            "POST",
            "/faults",
            r#"{"faults":[{"kind":"late","afterMs":1,"afterRequests":1}]}"#,
        ),
    ] {
        let reply = over_http(&sandbox, method, path, body);
        assert_eq!(reply.status, 400, "{method} {path} {body}");
        assert!(!reply.error().is_empty(), "{reply:?}");
    }
    let stored = sandbox.control("GET", "/keys", Value::Null).unwrap();
    assert_eq!(stored["keys"].as_array().unwrap().len(), 2);
    let waiting = sandbox.control("GET", "/faults", Value::Null).unwrap();
    assert_eq!(waiting, json!({"faults": []}));
    assert!(sandbox.control("GET", "/nothing", Value::Null).is_err());
}

#[test]
fn seeds_may_be_what_the_api_would_refuse() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    let seed = json!({"keys": [
        {"apiKeyType": "ROBOT", "limitPeriod": "WEEK", "modelPrivacy": "SECRET",
         "description": null},
        {"expiresAt": "2020-01-01T00:00:00+02:00"},
        {"expiresInMs": 60_000},
    ]});
    let seeded = sandbox.control("POST", "/keys", seed).unwrap();
    let listed = admin(&sandbox, "GET", "/api_keys", None).json();
    let listed = listed["data"].as_array().unwrap();
    assert_eq!(listed.len(), 4, "the expired one is not there");
    assert!(listed[0]["expiresAt"].is_string());
    let malformed = &listed[1];
    assert_eq!(
        (&malformed["apiKeyType"], &malformed["limitPeriod"]),
        (&json!("ROBOT"), &json!("WEEK"))
    );
    assert!(malformed.get("description").is_none());
    let expired = seeded["keys"][1]["apiKey"].as_str();
    assert_eq!(
        call(&sandbox, "GET", "/api_keys/rate_limits", expired, None).status,
        401
    );
}

#[test]
fn faults_can_be_looked_at_and_forgotten() {
    let sandbox = sandbox();
    let faults =
        json!({"faults": [{"kind": "stall", "times": 3}, {"kind": "html", "status": 504}]});
    assert_eq!(
        sandbox.control("POST", "/faults", faults).unwrap(),
        json!({"waiting": 2})
    );
    let waiting = sandbox.control("GET", "/faults", Value::Null).unwrap();
    assert_eq!(
        (
            &waiting["faults"][0]["kind"],
            &waiting["faults"][0]["times"]
        ),
        (&json!("stall"), &json!(3))
    );
    sandbox
        .control("POST", "/faults", json!({"clear": true}))
        .unwrap();
    assert_eq!(admin(&sandbox, "GET", "/api_keys", None).status, 200);
}

#[test]
fn the_account_can_say_its_own_limits() {
    let sandbox = sandbox();
    let limits = json!([{"rateLimits": [{"type": "NEW", "amount": 1}]}]);
    sandbox
        .control("POST", "/account", json!({"rateLimits": limits}))
        .unwrap();
    let said = || admin(&sandbox, "GET", "/api_keys/rate_limits", None).json()["data"].clone();
    assert_eq!(said()["rateLimits"], limits);
    sandbox
        .control("POST", "/account", json!({"rateLimits": null}))
        .unwrap();
    assert_eq!(said()["rateLimits"].as_array().unwrap().len(), 10);
}
