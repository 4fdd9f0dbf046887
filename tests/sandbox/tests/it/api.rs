//! The calls on keys, as Venice documents them.

use serde_json::{Value, json};

use crate::client::{admin, call, connect, exchange, request, sandbox};

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
fn credentials_decide_who_may_call_what() {
    let sandbox = sandbox();
    let admin_only = [
        ("GET", "/api_keys"),
        ("POST", "/api_keys"),
        ("PATCH", "/api_keys"),
        ("DELETE", "/api_keys?id=x"),
        ("GET", "/api_keys/x"),
        ("GET", "/api_keys/rate_limits/log"),
    ];
    for (method, path) in admin_only {
        let reply = call(&sandbox, method, path, Some(sandbox.inference_key()), None);
        assert_eq!(
            (reply.status, reply.error().as_str()),
            (401, "Admin API key required"),
            "{path}"
        );
    }
    for (method, path) in admin_only
        .into_iter()
        .chain([("GET", "/api_keys/rate_limits")])
    {
        let reply = call(&sandbox, method, path, None, None);
        assert_eq!(reply.status, 402, "{path}");
        let reply = call(&sandbox, method, path, Some("VENICE_ADMIN_KEY_WRONG"), None);
        assert_eq!(
            (reply.status, reply.error().as_str()),
            (401, "Authentication failed"),
            "{path}"
        );
    }
    let limits = call(
        &sandbox,
        "GET",
        "/api_keys/rate_limits",
        Some(sandbox.inference_key()),
        None,
    );
    assert_eq!(limits.status, 200);
    let basic = request("GET", "/api_keys", Some("x"), None).replace("Bearer", "Basic");
    assert_eq!(
        exchange(&mut connect(&sandbox), &basic).unwrap().status,
        401
    );
}

#[test]
fn what_is_not_there_is_a_404() {
    let sandbox = sandbox();
    for (method, path) in [
        ("GET", "/nothing"),
        ("GET", ""),
        ("GET", "/api_keys/"),
        ("GET", "/api_keys/a/b"),
        ("GET", "/api_keys/../api_keys"),
        ("PUT", "/api_keys"),
        ("POST", "/models"),
        ("DELETE", "/api_keys/x"),
    ] {
        assert_eq!(
            admin(&sandbox, method, path, None).status,
            404,
            "{method} {path}"
        );
    }
    let outside = "GET /api_keys HTTP/1.1\r\nhost: sandbox\r\n\r\n";
    assert_eq!(
        exchange(&mut connect(&sandbox), outside).unwrap().status,
        404
    );
}

#[test]
fn rate_limits_are_the_callers_own() {
    let sandbox = sandbox();
    let reply = admin(&sandbox, "GET", "/api_keys/rate_limits", None).json();
    let data = &reply["data"];
    assert_eq!(data["accessPermitted"], true);
    assert_eq!(data["apiTier"], json!({"id": "paid", "isCharged": true}));
    assert_eq!(data["keyExpiration"], json!(null));
    assert!(
        data["nextEpochBegins"]
            .as_str()
            .unwrap()
            .ends_with("T00:00:00.000Z")
    );
    let limits = data["rateLimits"].as_array().unwrap();
    let of = |model: &str| {
        limits
            .iter()
            .find(|limit| limit["apiModelId"] == model)
            .unwrap()
    };
    assert_eq!(of("sandbox-video")["rateLimits"], json!([]));
    assert_eq!(
        of("sandbox-text")["rateLimits"][0],
        json!({"type": "RPM", "amount": 50})
    );

    let seeds = json!({"keys": [
        {"consumptionLimit": {"usd": 0}, "expiresAt": "2099-01-01"},
        {"consumptionLimit": {"diem": "2.5"}, "usage": {"diem": "2.5"}},
        {"consumptionLimit": {"usd": 5}, "usage": {"usd": 4.9}},
        {"consumptionLimit": {"vcu": 0}},
    ]});
    let seeded = sandbox.control("POST", "/keys", seeds).unwrap();
    let permitted = |n: usize| {
        let secret = seeded["keys"][n]["apiKey"].as_str().unwrap();
        call(&sandbox, "GET", "/api_keys/rate_limits", Some(secret), None).json()["data"].clone()
    };
    assert_eq!(permitted(0)["accessPermitted"], false);
    assert_eq!(permitted(0)["keyExpiration"], "2099-01-01T00:00:00.000Z");
    assert_eq!(permitted(1)["accessPermitted"], false);
    assert_eq!(permitted(2)["accessPermitted"], true);
    assert_eq!(permitted(3)["accessPermitted"], false);
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 86_400_000}))
        .unwrap();
    assert_eq!(permitted(1)["accessPermitted"], true, "its day is over");

    sandbox
        .control(
            "POST",
            "/account",
            json!({"balances": {"USD": -0.25, "DIEM": 0}}),
        )
        .unwrap();
    assert_eq!(permitted(2)["accessPermitted"], false);
    assert_eq!(permitted(2)["balances"], json!({"USD": -0.25, "DIEM": 0}));
    sandbox
        .control("POST", "/account", json!({"accessPermitted": true}))
        .unwrap();
    assert_eq!(permitted(2)["accessPermitted"], true);
    sandbox
        .control("POST", "/account", json!({"accessPermitted": null}))
        .unwrap();
    assert_eq!(permitted(2)["accessPermitted"], false);
}

#[test]
fn a_spent_cap_does_not_keep_an_admin_from_managing() {
    let sandbox = sandbox();
    let seed = json!({"keys": [{"apiKeyType": "ADMIN", "consumptionLimit": {"usd": 0}}]});
    let seeded = sandbox.control("POST", "/keys", seed).unwrap();
    let secret = seeded["keys"][0]["apiKey"].as_str();
    assert_eq!(call(&sandbox, "GET", "/api_keys", secret, None).status, 200);
}

#[test]
fn usage_is_text_with_four_places_and_follows_the_period() {
    let sandbox = sandbox();
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
fn the_log_has_the_last_fifty_newest_first() {
    let sandbox = sandbox();
    let log = || admin(&sandbox, "GET", "/api_keys/rate_limits/log", None).json();
    assert_eq!(log(), json!({"object": "list", "data": []}));
    let breaches: Vec<_> = (10..65)
        .map(|n| {
            let timestamp = format!("2026-01-01T00:00:{:02}.000Z", n % 60);
            json!({"modelId": format!("m{n}"), "timestamp": timestamp})
        })
        .collect();
    sandbox
        .control("POST", "/account", json!({"breaches": breaches}))
        .unwrap();
    let data = log()["data"].as_array().unwrap().clone();
    assert_eq!(data.len(), 50);
    assert_eq!(data[0]["modelId"], "m59");
    for member in [
        "apiKeyId",
        "modelId",
        "rateLimitType",
        "rateLimitTier",
        "timestamp",
    ] {
        assert!(data[0][member].is_string(), "{member}");
    }
}

#[test]
fn models_are_filtered_by_type_and_by_the_callers_privacy() {
    let sandbox = sandbox();
    let seeds =
        json!({"keys": [{"modelPrivacy": "PRIVATE_ONLY"}, {"modelPrivacy": "PRIVATE_TEXT"}]});
    let seeded = sandbox.control("POST", "/keys", seeds).unwrap();
    let ids = |query: &str, key: Option<&str>| {
        let reply = call(&sandbox, "GET", &format!("/models{query}"), key, None);
        assert_eq!(
            (reply.status, &reply.json()["object"]),
            (200, &json!("list"))
        );
        let models = reply.json()["data"].as_array().unwrap().clone();
        models
            .iter()
            .map(|model| model["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ids("", None),
        ["sandbox-text", "sandbox-code", "sandbox-frontier"]
    );
    assert_eq!(ids("?type=all", None).len(), 10);
    assert_eq!(ids("?type=decision", None), ["sandbox-decision"]);
    assert_eq!(ids("?type=code", None), ["sandbox-code"]);
    assert_eq!(ids("?type=music", None), [""; 0]);
    let only = ids("?type=all", seeded["keys"][0]["apiKey"].as_str());
    assert!(
        !only
            .iter()
            .any(|id| id.contains("frontier") || id.contains("video")),
        "{only:?}"
    );
    let text = ids("?type=all", seeded["keys"][1]["apiKey"].as_str());
    assert!(!text.contains(&"sandbox-frontier".to_owned()));
    assert!(text.contains(&"sandbox-image-frontier".to_owned()));
    assert_eq!(
        call(&sandbox, "GET", "/models?type=smell", None, None).status,
        400
    );
    assert_eq!(
        call(&sandbox, "GET", "/models", Some("wrong"), None).status,
        401
    );
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

#[test]
fn one_connection_serves_many_requests_and_the_journal_tells_them_apart() {
    let sandbox = sandbox();
    let mut stream = connect(&sandbox);
    let key = Some(sandbox.admin_key());
    for _ in 0..2 {
        exchange(&mut stream, &request("GET", "/api_keys?x=%20y", key, None)).unwrap();
    }
    let body = "{\"id\": \"x\",\n \"description\": \"\\u00e9\"}";
    exchange(
        &mut connect(&sandbox),
        &request("PATCH", "/api_keys", key, Some(body)),
    )
    .unwrap();
    let journal = sandbox.control("GET", "/journal", json!(null)).unwrap();
    let requests = journal["requests"].as_array().unwrap();
    let [first, second, third] = &requests[..] else {
        panic!("{journal}")
    };
    assert_eq!(first["path"], "/api/v1/api_keys?x=%20y");
    assert_eq!(
        (&first["body"], &first["bodyText"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(
        first["headers"]["authorization"],
        format!("Bearer …{}", sandbox.admin_key().split_at(48).1)
    );
    assert_eq!(
        (&first["status"], &first["worked"]),
        (&json!(200), &json!(true))
    );
    assert_eq!(first["connection"], second["connection"]);
    assert_ne!(first["connection"], third["connection"]);
    assert_eq!(third["bodyText"], body);
    assert_eq!(third["body"], json!({"id": "x", "description": "é"}));
    assert_eq!(
        (&third["status"], &third["worked"]),
        (&json!(400), &json!(false))
    );
    sandbox
        .control("POST", "/journal", json!({"clear": true}))
        .unwrap();
    assert_eq!(
        sandbox.control("GET", "/journal", json!(null)).unwrap(),
        json!({"requests": []})
    );
}
