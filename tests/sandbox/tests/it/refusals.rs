//! Who is refused, and how: without a key, with one that may not, and what models are shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::client::{admin, call, sandbox};

#[test]
fn the_account_can_refuse_every_key_in_five_ways() {
    let sandbox = sandbox();
    for (kind, status, text) in [
        (
            "inactiveSubscription",
            401,
            "Authentication failed - Pro subscription is inactive. Please upgrade",
        ),
        (
            "ipAllowlist",
            403,
            "This API key is restricted to configured IP addresses",
        ),
        ("modelPrivacy", 403, "This API key's model privacy"),
        (
            "apiAccess",
            403,
            "API access has been disabled for this account. Please contact support@venice.ai",
        ),
        (
            "ownWallet",
            403,
            "You can only access resources for your own wallet",
        ),
    ] {
        sandbox
            .control("POST", "/account", json!({"refused": kind}))
            .unwrap();
        for path in ["/api_keys", "/api_keys/rate_limits", "/models"] {
            let reply = admin(&sandbox, "GET", path, None);
            assert_eq!(reply.status, status, "{kind}");
            assert!(reply.error().starts_with(text), "{reply:?}");
        }
        assert_eq!(call(&sandbox, "GET", "/models", None, None).status, 200);
        let unknown = call(&sandbox, "GET", "/models", Some("wrong"), None);
        assert_eq!(unknown.error(), "Authentication failed", "{kind}");
    }
    let malformed = sandbox.control("POST", "/account", json!({"refused": "rudely"}));
    assert!(malformed.is_err());
    sandbox
        .control("POST", "/account", json!({"refused": null}))
        .unwrap();
    assert_eq!(admin(&sandbox, "GET", "/api_keys", None).status, 200);
}

#[test]
fn without_credentials_the_ways_to_pay_and_to_sign_in_are_told() {
    let sandbox = sandbox();
    let reply = call(&sandbox, "POST", "/api_keys?x=1", None, Some(&json!({})));
    assert_eq!(reply.status, 402);
    let body = reply.json();
    assert_eq!(body["error"], "Authentication required");
    assert_eq!(body["x402Version"], 2);
    assert_eq!(
        body["resource"]["url"],
        "https://api.venice.ai/api/v1/api_keys"
    );
    let rails = body["accepts"].as_array().unwrap();
    let networks: Vec<_> = rails.iter().map(|rail| &rail["network"]).collect();
    assert_eq!(networks, ["eip155:8453", "solana"]);
    for rail in rails {
        for member in ["scheme", "amount", "asset", "payTo"] {
            assert!(rail[member].is_string(), "{member}");
        }
        assert!(rail["maxTimeoutSeconds"].is_number() && rail["extra"].is_object());
    }
    let members = |way: &str| {
        let way = body["authOptions"][way].as_object().unwrap();
        way.keys().map(String::as_str).collect::<Vec<_>>()
    };
    assert_eq!(members("apiKey"), ["docs", "getKey", "header"]);
    let wallet = ["docs", "header", "legacyHeader", "topUp"];
    assert_eq!(members("x402Wallet"), wallet);
    assert!(body["extensions"]["sign-in-with-x"].is_object());
    let header = STANDARD.decode(reply.header("payment-required").unwrap());
    let header: Value = serde_json::from_slice(&header.unwrap()).unwrap();
    assert_eq!(header, body);
}

#[test]
fn a_model_has_every_member_that_the_api_promises() {
    let sandbox = sandbox();
    let reply = call(&sandbox, "GET", "/models?type=all", None, None).json();
    assert_eq!(reply["type"], "all");
    for model in reply["data"].as_array().unwrap() {
        assert_eq!(
            (&model["object"], &model["owned_by"]),
            (&json!("model"), &json!("venice.ai"))
        );
        assert!(model["id"].is_string() && model["type"].is_string());
        let spec = &model["model_spec"];
        let privacy = spec["privacy"].as_str().unwrap();
        assert!(["private", "anonymized"].contains(&privacy), "{model}");
        if model["type"] == "text" {
            let capabilities = spec["capabilities"].as_object().unwrap();
            assert_eq!(capabilities.len(), 15, "{model}");
        }
    }
}

#[test]
fn an_unknown_type_of_models_is_a_400_that_names_the_known_ones() {
    let sandbox = sandbox();
    let reply = call(&sandbox, "GET", "/models?type=smell", None, None);
    assert_eq!(reply.status, 400);
    let message = reply.json()["issues"][0]["message"].to_string();
    for part in ["'decision'", "'all'", "received 'smell'"] {
        assert!(message.contains(part), "{message}");
    }
}
