//! A key from its creation to its end, as Venice documents the calls.

use serde_json::{Value, json};

use crate::client::{admin, call, connect, exchange, request, sandbox, stop_clock};

const NO_SUCH_ID: &str = "00000000-0000-4000-8000-000000000000";

#[test]
fn a_key_lives_from_create_to_delete() {
    let sandbox = sandbox();
    let body = json!({
        "apiKeyType": "INFERENCE", "description": "backend prod", "expiresAt": "2099-01-31",
        "consumptionLimit": {"usd": 50, "diem": 0.5}, "limitPeriod": "MONTH",
        "modelPrivacy": "PRIVATE_TEXT", "ipAllowlist": ["11.22.33.44"],
    });
    let created = admin(&sandbox, "POST", "/api_keys", Some(&body));
    assert_eq!(created.status, 200);
    let created = created.json();
    assert_eq!(created["success"], true);
    let data = &created["data"];
    let secret = data["apiKey"].as_str().unwrap();
    let id = data["id"].as_str().unwrap();
    assert!(
        secret.starts_with("VENICE_INFERENCE_KEY_SANDBOX") && secret.len() == 58,
        "{secret}"
    );
    assert_eq!(id.len(), 36);
    assert_eq!(
        (id.to_lowercase(), id.as_bytes()[14]),
        (id.to_owned(), b'4')
    );
    let mut expected = body.clone();
    expected["apiKey"] = json!(secret);
    expected["id"] = json!(id);
    expected["expiresAt"] = json!("2099-01-31T00:00:00.000Z");
    expected["consumptionLimit"]["vcu"] = json!(null);
    expected["ipAllowlist"] = json!(["11.22.33.44/32"]);
    assert_eq!(*data, expected);

    let got = admin(&sandbox, "GET", &format!("/api_keys/{id}"), None).json();
    assert!(got.get("success").is_none());
    let key = &got["data"];
    assert!(key.get("apiKey").is_none(), "a secret is shown once");
    assert_eq!(key["last6Chars"], secret[52..]);
    assert_eq!(
        key["consumptionLimits"],
        json!({"usd": 50, "diem": 0.5, "vcu": null})
    );
    let trailing = json!({"usd": "0.0000", "diem": "0.0000", "vcu": "0.0000"});
    assert_eq!(key["usage"], json!({"trailingSevenDays": trailing}));
    assert_eq!(
        key["currentPeriodUsage"],
        json!({"usd": "0.0000", "diem": "0.0000"})
    );
    assert_eq!(key["lastUsedAt"], json!(null));

    let listed = admin(&sandbox, "GET", "/api_keys", None).json();
    assert_eq!(listed["object"], "list");
    assert_eq!(listed["data"].as_array().unwrap().len(), 3);
    assert_eq!(listed["data"][0], *key);

    assert_eq!(
        call(&sandbox, "GET", "/api_keys/rate_limits", Some(secret), None).status,
        200
    );
    let used = admin(&sandbox, "GET", &format!("/api_keys/{id}"), None).json();
    assert!(used["data"]["lastUsedAt"].is_string());

    let gone = admin(&sandbox, "DELETE", &format!("/api_keys?id={id}"), None);
    assert_eq!((gone.status, gone.json()), (200, json!({"success": true})));
    let refused = call(&sandbox, "GET", "/api_keys/rate_limits", Some(secret), None);
    assert_eq!(
        (refused.status, refused.error().as_str()),
        (401, "Authentication failed")
    );
    assert_eq!(
        admin(&sandbox, "GET", "/api_keys", None).json()["data"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}

#[test]
fn an_update_keeps_clears_and_sets() {
    let sandbox = sandbox();
    let seed = json!({"keys": [{
        "description": "old", "expiresAt": "2099-01-01", "consumptionLimit": {"usd": 1, "diem": 2},
        "limitPeriod": "MONTH", "modelPrivacy": "PRIVATE_ONLY", "ipAllowlist": ["1.1.1.1/32"],
    }]});
    let seeded = sandbox.control("POST", "/keys", seed).unwrap();
    let id = &seeded["keys"][0]["id"];
    let update = |changes: Value| {
        let mut body = changes;
        body["id"] = id.clone();
        let reply = admin(&sandbox, "PATCH", "/api_keys", Some(&body));
        assert_eq!(
            (reply.status, &reply.json()["success"]),
            (200, &json!(true)),
            "{reply:?}"
        );
        reply.json()["data"].clone()
    };
    let kept = update(json!({}));
    assert!(kept.get("usage").is_none() && kept.get("currentPeriodUsage").is_none());
    assert_eq!(kept["description"], "old");
    assert_eq!(kept["expiresAt"], "2099-01-01T00:00:00.000Z");
    assert_eq!(
        kept["consumptionLimits"],
        json!({"usd": 1, "diem": 2, "vcu": null})
    );
    assert_eq!(
        (&kept["limitPeriod"], &kept["modelPrivacy"]),
        (&json!("MONTH"), &json!("PRIVATE_ONLY"))
    );
    assert_eq!(kept["ipAllowlist"], json!(["1.1.1.1/32"]));

    let cleared =
        update(json!({"expiresAt": null, "consumptionLimit": {"usd": null}, "ipAllowlist": []}));
    assert_eq!(cleared["expiresAt"], json!(null));
    assert_eq!(
        cleared["consumptionLimits"],
        json!({"usd": null, "diem": 2, "vcu": null})
    );
    assert_eq!(cleared["ipAllowlist"], json!([]));
    assert_eq!(cleared["description"], "old");

    let set = update(json!({
        "description": "new", "expiresAt": "2098-01-01T01:02:03.004Z",
        "consumptionLimit": {"usd": 0},
        "limitPeriod": "LIFETIME", "modelPrivacy": "ALL", "ipAllowlist": ["2a00::1"],
    }));
    assert_eq!(set["description"], "new");
    assert_eq!(set["expiresAt"], "2098-01-01T01:02:03.004Z");
    assert_eq!(
        set["consumptionLimits"],
        json!({"usd": 0, "diem": 2, "vcu": null})
    );
    assert_eq!(
        (&set["limitPeriod"], &set["modelPrivacy"]),
        (&json!("LIFETIME"), &json!("ALL"))
    );
    assert_eq!(set["ipAllowlist"], json!(["2a00::1/128"]));
    assert_eq!(update(json!({"expiresAt": ""}))["expiresAt"], json!(null));

    let refused = json!({"id": id, "apiKeyType": "ADMIN"});
    let refused = admin(&sandbox, "PATCH", "/api_keys", Some(&refused));
    assert_eq!(refused.error(), "Invalid request parameters");
    assert_eq!(refused.json()["issues"][0]["code"], "unrecognized_keys");
}

#[test]
fn a_broken_rule_is_a_400_with_details_and_issues() {
    let sandbox = sandbox();
    let body = json!({"apiKeyType": "INFERENCE", "description": "x".repeat(65)});
    let reply = admin(&sandbox, "POST", "/api_keys", Some(&body));
    let message = "String must contain at most 64 character(s)";
    assert_eq!(reply.status, 400);
    assert_eq!(
        reply.json(),
        json!({
            "error": "Invalid request parameters",
            "details": {"_errors": [], "description": {"_errors": [message]}},
            "issues": [{"code": "too_big", "message": message, "path": ["description"]}],
        })
    );
    let plain = request("POST", "/api_keys", Some(sandbox.admin_key()), Some("{}"))
        .replace("application/json", "text/plain");
    assert_eq!(
        exchange(&mut connect(&sandbox), &plain).unwrap().status,
        400
    );
}

#[test]
fn a_missing_key_is_never_a_404() {
    let sandbox = sandbox();
    let get = |id: &str| admin(&sandbox, "GET", &format!("/api_keys/{id}"), None);
    for id in [NO_SUCH_ID, "nonsense", "..%2Frate_limits", "%20"] {
        let reply = get(id);
        assert_eq!(
            (reply.status, reply.error().as_str()),
            (400, "API key not found"),
            "{id}"
        );
    }
    let body = json!({"id": NO_SUCH_ID, "description": "x"});
    let reply = admin(&sandbox, "PATCH", "/api_keys", Some(&body));
    assert_eq!(
        (reply.status, reply.error().as_str()),
        (400, "API key not found or expired")
    );
    for (path, body) in [
        (format!("/api_keys?id={NO_SUCH_ID}"), None),
        ("/api_keys".to_owned(), Some(json!({"id": NO_SUCH_ID}))),
    ] {
        let reply = admin(&sandbox, "DELETE", &path, body.as_ref());
        assert_eq!(
            (reply.status, reply.error().as_str()),
            (400, "API key could not be found")
        );
    }
    let reply = admin(&sandbox, "DELETE", "/api_keys", None);
    assert_eq!(
        (reply.status, reply.error().as_str()),
        (400, "Invalid request parameters")
    );
}

#[test]
fn delete_takes_its_id_from_the_body_too() {
    let sandbox = sandbox();
    let seeded = sandbox
        .control("POST", "/keys", json!({"keys": [{}]}))
        .unwrap();
    let body = json!({"id": seeded["keys"][0]["id"]});
    assert_eq!(
        admin(&sandbox, "DELETE", "/api_keys", Some(&body)).status,
        200
    );
    assert_eq!(
        admin(&sandbox, "DELETE", "/api_keys", Some(&body)).status,
        400
    );
}

#[test]
fn expired_keys_vanish_and_stop_authenticating() {
    let sandbox = sandbox();
    let body = json!({"apiKeyType": "ADMIN", "description": "short", "expiresAt": "2090-01-01"});
    let created = admin(&sandbox, "POST", "/api_keys", Some(&body)).json();
    let (secret, id) = (
        created["data"]["apiKey"].as_str().unwrap(),
        &created["data"]["id"],
    );
    assert_eq!(
        call(&sandbox, "GET", "/api_keys", Some(secret), None).status,
        200
    );
    sandbox
        .control(
            "POST",
            "/clock",
            json!({"advanceMs": 2_300_000_000_000_i64}),
        )
        .unwrap();
    assert_eq!(
        call(&sandbox, "GET", "/api_keys", Some(secret), None).error(),
        "Authentication failed"
    );
    let listed = admin(&sandbox, "GET", "/api_keys", None);
    assert_eq!(listed.json()["data"].as_array().unwrap().len(), 2);
    let date = listed.header("date").unwrap();
    assert!(
        date.contains(" 209") || date.contains(" 21"),
        "by its own clock: {date}"
    );
    let late = json!({"id": id, "description": "too late"});
    let late = admin(&sandbox, "PATCH", "/api_keys", Some(&late));
    assert_eq!(
        (late.status, late.error().as_str()),
        (400, "API key not found or expired")
    );
}

#[test]
fn usage_is_text_with_four_places_and_follows_the_period() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    let usage = json!({"usd": "10.24245", "diem": 4});
    let seeds = json!({"keys": [
        {"usage": usage, "consumptionLimit": {"diem": 5}, "limitPeriod": "LIFETIME"},
        {"usage": usage, "consumptionLimit": {"usd": 5}},
        {"usage": usage},
    ]});
    let seeded = sandbox.control("POST", "/keys", seeds).unwrap();
    let get = |n: usize| {
        let path = format!("/api_keys/{}", seeded["keys"][n]["id"].as_str().unwrap());
        admin(&sandbox, "GET", &path, None).json()["data"].clone()
    };
    let spent = json!({"usd": "10.2424", "diem": "4.0000"});
    assert_eq!(get(0)["currentPeriodUsage"], spent);
    assert_eq!(get(1)["currentPeriodUsage"], spent);
    assert!(
        get(2).get("currentPeriodUsage").is_none(),
        "only with a cap"
    );
    assert_eq!(get(2)["usage"]["trailingSevenDays"]["usd"], "10.2424");
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 86_400_000}))
        .unwrap();
    assert_eq!(get(0)["currentPeriodUsage"], spent);
    assert_eq!(
        get(1)["currentPeriodUsage"],
        json!({"usd": "0.0000", "diem": "0.0000"})
    );
    assert_eq!(get(1)["usage"]["trailingSevenDays"]["usd"], "10.2424");
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 6 * 86_400_000}))
        .unwrap();
    assert_eq!(get(1)["usage"]["trailingSevenDays"]["usd"], "0.0000");
}

#[test]
fn an_older_server_lacks_the_newer_members() {
    let sandbox = sandbox();
    sandbox
        .control("POST", "/account", json!({"older": true}))
        .unwrap();
    let body =
        json!({"apiKeyType": "INFERENCE", "description": "x", "consumptionLimit": {"usd": 1}});
    let created = admin(&sandbox, "POST", "/api_keys", Some(&body)).json();
    let path = format!("/api_keys/{}", created["data"]["id"].as_str().unwrap());
    let got = admin(&sandbox, "GET", &path, None).json();
    for member in [
        "limitPeriod",
        "modelPrivacy",
        "currentPeriodUsage",
        "ipAllowlist",
    ] {
        assert!(
            created["data"].get(member).is_none() && got["data"].get(member).is_none(),
            "{member}"
        );
    }
    assert!(got["data"].get("usage").is_some());
}
