//! What the account has, and who may ask.

use serde_json::json;

use crate::client::{admin, call, sandbox, stop_clock};
use crate::usage_history::HISTORY;

#[test]
fn the_balance_names_what_is_charged_next() {
    let sandbox = sandbox();
    let balance = || admin(&sandbox, "GET", "/billing/balance", None);
    let account = |body| sandbox.control("POST", "/account", body).unwrap();
    assert_eq!(
        balance().json(),
        json!({
            "canConsume": true, "consumptionCurrency": "DIEM",
            "balances": {"diem": 100.023, "usd": 50.23, "bundledCredits": null,
                "earnedCredits": null},
            "diemEpochAllocation": 150,
        })
    );
    for (balances, can, currency) in [
        (
            json!({"DIEM": 0, "EARNED_CREDITS": 1, "BUNDLED_CREDITS": 1, "USD": 1}),
            true,
            json!("EARNED_CREDITS"),
        ),
        (
            json!({"BUNDLED_CREDITS": 0.05, "USD": 0.05}),
            true,
            json!("BUNDLED_CREDITS"),
        ),
        (json!({"USD": 0.0999}), false, json!("USD")),
        (json!({"USD": -3, "DIEM": 0}), false, json!(null)),
        (json!({}), false, json!(null)),
    ] {
        account(json!({"balances": balances}));
        let said = balance().json();
        assert_eq!(
            (&said["canConsume"], &said["consumptionCurrency"]),
            (&json!(can), &currency)
        );
    }
    account(json!({"balances": {"DIEM": 0, "USD": -1}, "diemEpochAllocation": 20.5}));
    let said = balance().json();
    assert_eq!(said["balances"]["diem"], 0);
    assert_eq!(said["balances"]["usd"], json!(null), "not positive");
    assert_eq!(said["diemEpochAllocation"], 20.5);
    account(json!({"balances": {"USD": 1}, "older": true}));
    let said = balance().json();
    assert_eq!(
        said["balances"],
        json!({"diem": null, "usd": 1}),
        "nothing staked"
    );
    assert_eq!(said["diemEpochAllocation"], json!(null));
}

#[test]
fn credentials_come_before_the_query_and_the_query_before_the_work() {
    let sandbox = sandbox();
    for path in ["/billing/balance", HISTORY, "/billing/usage-analytics"] {
        let wrong = format!("{path}?nonsense=1");
        let anonymous = call(&sandbox, "GET", &wrong, None, None);
        assert_eq!(anonymous.status, 402);
        assert!(anonymous.header("payment-required").is_some());
        let unknown = call(
            &sandbox,
            "GET",
            &wrong,
            Some("VENICE_ADMIN_KEY_WRONG"),
            None,
        );
        assert_eq!(
            (unknown.status, &unknown.error()[..]),
            (401, "Authentication failed")
        );
        let inference = call(&sandbox, "GET", &wrong, Some(sandbox.inference_key()), None);
        assert_eq!(
            (inference.status, &inference.error()[..]),
            (401, "Admin API key required")
        );
        let refused = admin(&sandbox, "GET", &wrong, None);
        assert_eq!(refused.status, 400);
        let issue = json!({
            "code": "unrecognized_keys", "keys": ["nonsense"], "path": [],
            "message": "Unrecognized key(s) in object: 'nonsense'",
        });
        assert_eq!(refused.json()["issues"], json!([issue]));
        assert_eq!(admin(&sandbox, "GET", path, None).status, 200);
    }
}

#[test]
fn the_old_usage_is_gone_with_or_without_a_key() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    for (key, query) in [
        (None, ""),
        (Some(sandbox.admin_key()), "?limit=1"),
        (Some("wrong"), ""),
    ] {
        let reply = call(
            &sandbox,
            "GET",
            &format!("/billing/usage{query}"),
            key,
            None,
        );
        assert_eq!(reply.status, 410);
        assert!(reply.error().contains("/api/v1/billing/usage-history"));
        assert_eq!(reply.header("deprecation"), Some("@1783555200"));
        assert_eq!(
            reply.header("sunset"),
            Some("Wed, 16 Sep 2026 00:00:00 GMT")
        );
        let link = reply.header("link").unwrap();
        assert!(
            link.starts_with("</api/v1/billing/usage-history>; rel=\"successor-version\", <https")
        );
    }
    for _ in 3..60 {
        assert_eq!(
            call(&sandbox, "GET", "/billing/usage", None, None).status,
            410
        );
    }
    let limited = call(&sandbox, "GET", "/billing/usage", None, None);
    assert_eq!(limited.status, 429);
    assert!(limited.error().contains("/api/v1/billing/usage-history"));
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 60_000}))
        .unwrap();
    assert_eq!(
        call(&sandbox, "GET", "/billing/usage", None, None).status,
        410
    );
}
