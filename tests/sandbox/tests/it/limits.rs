//! The server's patience.

use std::thread::sleep;
use std::time::Duration;

use serde_json::json;
use venice_keys_sandbox::{Options, Sandbox};

use crate::client::{Reply, admin, call, sandbox, stop_clock};

fn create(sandbox: &Sandbox) -> Reply {
    let body = json!({"apiKeyType": "INFERENCE", "description": "one of many"});
    admin(sandbox, "POST", "/api_keys", Some(&body))
}

#[test]
fn the_21st_create_in_a_minute_waits_in_whole_seconds() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    for _ in 0..20 {
        assert_eq!(create(&sandbox).status, 200);
    }
    let refused = create(&sandbox);
    assert_eq!(
        (refused.status, refused.error().as_str()),
        (429, "Rate limit exceeded")
    );
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert!(refused.header("x-ratelimit-reset-requests").is_none());
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 60_000}))
        .unwrap();
    assert_eq!(create(&sandbox).status, 200);
}

#[test]
fn in_a_short_minute_the_wait_is_in_milliseconds_and_true() {
    let minute = Duration::from_millis(900);
    let sandbox = Sandbox::start(Options {
        minute,
        ..Options::default()
    })
    .unwrap();
    let now = stop_clock(&sandbox);
    for _ in 0..20 {
        assert_eq!(create(&sandbox).status, 200);
    }
    let refused = create(&sandbox);
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_none());
    let reset = (now + 900).to_string();
    assert_eq!(
        refused.header("x-ratelimit-reset-requests"),
        Some(&reset[..])
    );
    let clock = |change| sandbox.control("POST", "/clock", change).unwrap();
    clock(json!({"advanceMs": 899}));
    assert_eq!(create(&sandbox).status, 429);
    clock(json!({"advanceMs": 1}));
    for _ in 0..20 {
        assert_eq!(create(&sandbox).status, 200);
    }
    assert_eq!(create(&sandbox).status, 429);
    // The same for whoever waits: it is real time that the clock goes by.
    clock(json!({"stopped": false}));
    sleep(minute + Duration::from_millis(100));
    assert_eq!(create(&sandbox).status, 200);
}

#[test]
fn refused_creates_do_not_count() {
    let sandbox = sandbox();
    for _ in 0..30 {
        assert_eq!(
            admin(&sandbox, "POST", "/api_keys", Some(&json!({}))).status,
            400
        );
    }
    assert_eq!(create(&sandbox).status, 200);
}

#[test]
fn the_501st_active_key_is_refused_and_expired_ones_do_not_count() {
    let sandbox = sandbox();
    let seeds = json!({"keys": [
        {"count": 497, "expiresAt": "2090-01-01"},
        {"count": 100, "expiresAt": "2020-01-01"},
    ]});
    sandbox.control("POST", "/keys", seeds).unwrap();
    assert_eq!(create(&sandbox).status, 200);
    let refused = create(&sandbox);
    assert_eq!(refused.status, 400);
    let text = "You have reached the maximum number of API keys (500)";
    assert!(refused.error().starts_with(text), "{refused:?}");
    let newest = &admin(&sandbox, "GET", "/api_keys", None).json()["data"][0]["id"];
    let path = format!("/api_keys?id={}", newest.as_str().unwrap());
    assert_eq!(admin(&sandbox, "DELETE", &path, None).status, 200);
    assert_eq!(create(&sandbox).status, 200);
}

#[test]
fn a_key_that_fails_too_often_is_locked_out_for_the_window() {
    let minute = Duration::from_secs(600);
    let sandbox = Sandbox::start(Options {
        minute,
        ..Options::default()
    })
    .unwrap();
    let resets = (stop_clock(&sandbox) + 300_000).to_string();
    for _ in 0..51 {
        assert_eq!(admin(&sandbox, "GET", "/api_keys/x", None).status, 400);
    }
    for path in [
        "/api_keys",
        "/api_keys/rate_limits",
        "/models",
        "/api_keys/x",
    ] {
        let locked = admin(&sandbox, "GET", path, None);
        assert_eq!(locked.status, 429);
        assert!(
            locked
                .error()
                .starts_with("Too many failed attempts (> 50)"),
            "{locked:?}"
        );
        assert_eq!(locked.header("x-ratelimit-resets"), Some(&resets[..]));
    }
    let other = call(
        &sandbox,
        "GET",
        "/api_keys/rate_limits",
        Some(sandbox.inference_key()),
        None,
    );
    assert_eq!(other.status, 200, "the budget is each key's own");
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 300_000}))
        .unwrap();
    assert_eq!(admin(&sandbox, "GET", "/api_keys", None).status, 200);
    let log = admin(&sandbox, "GET", "/api_keys/rate_limits/log", None).json();
    assert_eq!(log["data"][0]["rateLimitType"], "FAILED_REQUESTS");
}

#[test]
fn a_faults_own_status_is_not_counted() {
    let sandbox = sandbox();
    let fault = json!({"faults": [{"kind": "status", "status": 404, "times": 60}]});
    sandbox.control("POST", "/faults", fault).unwrap();
    for _ in 0..60 {
        assert_eq!(admin(&sandbox, "GET", "/api_keys", None).status, 404);
    }
    assert_eq!(admin(&sandbox, "GET", "/api_keys", None).status, 200);
}
