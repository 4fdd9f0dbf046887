//! What comes with every response: the error budget, and who responded.

use std::time::Duration;

use serde_json::json;
use venice_keys_sandbox::{Options, Sandbox};

use crate::client::{Reply, admin, call, connect, exchange, request, sandbox, stop_clock};

fn remaining(reply: &Reply) -> Option<i64> {
    let text = reply.header("x-ratelimit-remaining")?;
    Some(text.parse().unwrap())
}

/// When the budget of a response is full again, in Unix milliseconds.
fn resets_at(reply: &Reply) -> Option<i64> {
    let text = reply.header("x-ratelimit-resets")?;
    Some(text.parse().unwrap())
}

fn queue(sandbox: &Sandbox, fault: serde_json::Value) {
    sandbox
        .control("POST", "/faults", json!({"faults": [fault]}))
        .unwrap();
}

#[test]
fn the_error_budget_comes_with_every_response_to_a_key() {
    let sandbox = sandbox();
    let now = stop_clock(&sandbox);
    let fresh = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!((fresh.status, remaining(&fresh)), (200, Some(50)));
    assert_eq!(resets_at(&fresh), Some(now + 30_000));
    for n in 1..=3 {
        let failed = admin(&sandbox, "GET", "/api_keys/x", None);
        assert_eq!((failed.status, remaining(&failed)), (400, Some(50 - n)));
    }
    let good = admin(&sandbox, "GET", "/api_keys/rate_limits", None);
    assert_eq!((good.status, remaining(&good)), (200, Some(47)));
    let other = Some(sandbox.inference_key());
    let other = call(&sandbox, "GET", "/models", other, None);
    assert_eq!(remaining(&other), Some(50), "a key's own budget");
    let unknown = Some("VENICE_ADMIN_KEY_WRONG");
    let unknown = call(&sandbox, "GET", "/api_keys", unknown, None);
    assert_eq!((unknown.status, remaining(&unknown)), (401, Some(49)));
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 30_000}))
        .unwrap();
    let later = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!(remaining(&later), Some(50), "the window is over");
}

#[test]
fn it_comes_with_a_faults_5xx_too_and_a_fault_can_say_otherwise() {
    let sandbox = sandbox();
    let now = stop_clock(&sandbox);
    queue(
        &sandbox,
        json!({"kind": "status", "status": 500, "body": {"error": "no"}}),
    );
    let failed = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!((failed.status, remaining(&failed)), (500, Some(50)));
    assert_eq!(resets_at(&failed), Some(now + 30_000));
    let said = json!({"x-ratelimit-remaining": 0, "x-ratelimit-resets": "$unixMs+12000"});
    queue(
        &sandbox,
        json!({"kind": "status", "status": 500, "headers": said}),
    );
    let failed = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!(remaining(&failed), Some(0));
    assert_eq!(resets_at(&failed), Some(now + 12_000));
    // Null leaves a header out that would come by itself.
    let said = json!({"x-ratelimit-resets": null, "x-venice-version": null});
    queue(
        &sandbox,
        json!({"kind": "status", "status": 500, "headers": said}),
    );
    let failed = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!((remaining(&failed), resets_at(&failed)), (Some(50), None));
    assert_eq!(failed.header("x-venice-version"), None);
    queue(
        &sandbox,
        json!({"kind": "edit", "headers": {"x-ratelimit-remaining": null}}),
    );
    let edited = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!((edited.status, remaining(&edited)), (200, None));
    queue(&sandbox, json!({"kind": "header_flood", "count": 9}));
    let flooded = admin(&sandbox, "GET", "/api_keys/x", None);
    assert_eq!((flooded.status, remaining(&flooded)), (400, Some(49)));
}

#[test]
fn anonymous_responses_and_a_gateways_have_no_budget() {
    let sandbox = sandbox();
    for (path, status) in [("/api_keys", 402), ("/models", 200), ("/nothing", 404)] {
        let reply = call(&sandbox, "GET", path, None, None);
        assert_eq!((reply.status, remaining(&reply)), (status, None), "{path}");
        assert_eq!(resets_at(&reply), None, "{path}");
    }
    let web3 = "/api_keys/generate_web3_key";
    let reply = call(&sandbox, "GET", web3, Some(sandbox.admin_key()), None);
    assert_eq!((reply.status, remaining(&reply)), (200, None));
    queue(&sandbox, json!({"kind": "html", "status": 502}));
    let page = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!((page.status, remaining(&page)), (502, None));
    assert_eq!(page.header("x-venice-version"), None, "it wasn't Venice");
    assert!(page.header("cf-ray").is_some());
}

#[test]
fn every_response_names_the_servers_version() {
    let sandbox = sandbox();
    let version = |reply: Reply| reply.header("x-venice-version").map(str::to_owned);
    let first = version(admin(&sandbox, "GET", "/api_keys", None)).unwrap();
    assert!(first.ends_with("-sandbox"), "{first}");
    for path in [
        "/models",
        "/api_keys",
        "/nothing",
        "/api_keys/generate_web3_key",
    ] {
        let said = version(call(&sandbox, "GET", path, None, None));
        assert_eq!(said.as_deref(), Some(&first[..]), "{path}");
    }
    queue(&sandbox, json!({"kind": "status", "status": 503}));
    assert_eq!(
        version(admin(&sandbox, "GET", "/models", None)),
        Some(first)
    );
    let own = json!({"x-venice-version": "20991231.1"});
    queue(
        &sandbox,
        json!({"kind": "status", "status": 503, "headers": own}),
    );
    let own = version(admin(&sandbox, "GET", "/models", None));
    assert_eq!(own.as_deref(), Some("20991231.1"));
}

#[test]
fn a_retirement_can_be_announced() {
    let sandbox = sandbox();
    let headers = json!({
        "Deprecation": "@1783555200", "Sunset": "Wed, 16 Sep 2026 00:00:00 GMT",
        "Link": "</api/v1/billing/usage-history>; rel=\"successor-version\"",
    });
    queue(&sandbox, json!({"kind": "edit", "headers": headers}));
    let reply = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!(reply.status, 200);
    for name in ["deprecation", "sunset", "link"] {
        assert!(reply.header(name).is_some(), "{name}");
    }
}

#[test]
fn a_key_without_budget_hears_when_it_is_back() {
    let minute = Duration::from_secs(600);
    let sandbox = Sandbox::start(Options {
        minute,
        ..Options::default()
    })
    .unwrap();
    let now = stop_clock(&sandbox);
    for n in 1..=51 {
        let failed = admin(&sandbox, "GET", "/api_keys/x", None);
        assert_eq!(remaining(&failed), Some((50 - n).max(0)), "{n}");
    }
    let locked = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!((locked.status, remaining(&locked)), (429, Some(0)));
    assert_eq!(resets_at(&locked), Some(now + 300_000));
    let text = "Too many failed attempts (> 50) resulting in a non-success status code. Please \
                wait 300 seconds and try again. See \
                https://docs.venice.ai/api-reference/rate-limiting for more information.";
    assert_eq!(locked.error(), text);
}

#[test]
fn a_request_that_was_not_understood_costs_no_budget() {
    let sandbox = sandbox();
    let key = Some(sandbox.admin_key());
    let good = request("POST", "/api_keys", key, Some("{}"));
    for (sent, status) in [
        (good.replace("application/json", "text/plain"), 400),
        (request("POST", "/api_keys", key, Some("{")), 400),
        (request("PATCH", "/api_keys", key, Some("nonsense")), 400),
        (
            request("POST", "/api_keys", key, Some(&" ".repeat(5 << 20))),
            413,
        ),
    ] {
        let reply = exchange(&mut connect(&sandbox), &sent).unwrap();
        assert_eq!((reply.status, remaining(&reply)), (status, Some(50)));
        assert!(!reply.error().is_empty());
    }
    let understood = exchange(&mut connect(&sandbox), &good).unwrap();
    assert_eq!((understood.status, remaining(&understood)), (400, Some(49)));
}
