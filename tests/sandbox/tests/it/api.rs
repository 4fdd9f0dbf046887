//! Who may call what, what the calling key is told of itself, and what the journal keeps.

use serde_json::json;

use crate::client::{admin, call, connect, exchange, request, sandbox, stop_clock};

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
    stop_clock(&sandbox);
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
    // Of each balance, what the key's caps leave it.
    let balances = |n: usize| permitted(n)["balances"].clone();
    assert_eq!(balances(0), json!({"USD": 0.0, "DIEM": 100.023}));
    assert_eq!(balances(1), json!({"USD": 50.23, "DIEM": 0.0}));
    assert_eq!(balances(2), json!({"USD": 0.1, "DIEM": 100.023}));
    assert_eq!(balances(3), json!({"USD": 50.23, "DIEM": 0.0}));
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
