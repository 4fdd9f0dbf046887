//! The mint with JWTs, and what both generations share, with signatures made here.

use k256::ecdsa::SigningKey;
use serde_json::{Value, json};
use sha3::{Digest, Keccak256};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, admin, call, connect, exchange, request, sandbox};

pub(crate) const PATH: &str = "/api_keys/generate_web3_key";

/// EIP-191 `personal_sign`, with `v` counted from `from`.
pub(crate) fn sign(private_key: &str, text: &str, from: u8) -> String {
    let bytes: Vec<u8> = (2..66)
        .step_by(2)
        .map(|at| u8::from_str_radix(&private_key[at..at + 2], 16).unwrap())
        .collect();
    let key = SigningKey::from_slice(&bytes).unwrap();
    let text = format!("\x19Ethereum Signed Message:\n{}{text}", text.len());
    let (signature, recovery) = key.sign_prehash_recoverable(&Keccak256::digest(text.as_bytes()));
    let mut hex: String = signature
        .to_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    hex.push_str(&format!("{:02x}", from + u8::from(recovery.is_y_odd())));
    format!("0x{hex}")
}

fn jwt(sandbox: &Sandbox) -> String {
    let reply = call(sandbox, "GET", PATH, None, None).json();
    assert_eq!(reply["success"], true);
    reply["data"]["token"].as_str().unwrap().to_owned()
}

pub(crate) fn mint(
    sandbox: &Sandbox,
    address: &str,
    signature: &str,
    challenge: &str,
    more: Value,
) -> Reply {
    let field = if challenge.contains('\n') {
        "message"
    } else {
        "token"
    };
    let mut body = json!({"apiKeyType": "INFERENCE", "address": address, "signature": signature});
    body[field] = json!(challenge);
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    call(sandbox, "POST", PATH, None, Some(&body))
}

pub(crate) fn refusal(reply: &Reply) -> String {
    assert_eq!(reply.status, 400, "{reply:?}");
    reply.error()
}

#[test]
fn a_staked_wallet_mints_with_a_jwt() {
    let sandbox = sandbox();
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    let token = jwt(&sandbox);
    for v in [27, 0] {
        // A JWT is good for more than one.
        let created = mint(&sandbox, address, &sign(key, &token, v), &token, json!({}));
        assert_eq!(created.status, 200, "{created:?}");
        let data = &created.json()["data"];
        assert_eq!(data["description"], "Web3 API Key");
        let secret = data["apiKey"].as_str();
        assert_eq!(
            call(&sandbox, "GET", "/api_keys/rate_limits", secret, None).status,
            200
        );
    }
    let lower = address.to_lowercase();
    let created = mint(
        &sandbox,
        &lower,
        &sign(key, &token, 27),
        &token,
        json!({"description": "mine"}),
    );
    assert_eq!(created.json()["data"]["description"], "mine");
}

#[test]
fn the_mints_echo_is_wrong_and_what_is_stored_is_right() {
    let sandbox = sandbox();
    let token = jwt(&sandbox);
    let signature = sign(sandbox.staked_private_key(), &token, 27);
    let limits = json!({"consumptionLimit": {"usd": 0, "diem": 5}});
    let created = mint(
        &sandbox,
        sandbox.staked_address(),
        &signature,
        &token,
        limits,
    )
    .json();
    let nothing = json!({"usd": null, "diem": null, "vcu": null});
    assert_eq!(created["data"]["consumptionLimit"], nothing);
    let path = format!("/api_keys/{}", created["data"]["id"].as_str().unwrap());
    let stored = admin(&sandbox, "GET", &path, None).json();
    let right = json!({"usd": 0, "diem": 5, "vcu": null});
    assert_eq!(stored["data"]["consumptionLimits"], right);
    let limits = json!({"consumptionLimit": {"usd": 3, "vcu": 7}});
    let created = mint(
        &sandbox,
        sandbox.staked_address(),
        &signature,
        &token,
        limits,
    )
    .json();
    assert_eq!(
        created["data"]["consumptionLimit"],
        json!({"usd": 3, "diem": 7, "vcu": 7})
    );
}

#[test]
fn every_jwt_refusal_has_its_documented_text() {
    let sandbox = sandbox();
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    let token = jwt(&sandbox);
    let good = sign(key, &token, 27);
    let refused = |address: &str, signature: &str, token: &str| {
        refusal(&mint(&sandbox, address, signature, token, json!({})))
    };
    assert_eq!(refused("0x12", &good, &token), "Invalid wallet address");
    assert_eq!(
        refused(&address.replace('A', "a"), &good, &token),
        "Invalid wallet address"
    );
    assert_eq!(refused(address, &good, "not.a.jwt"), "JWT is malformed");
    let other_token = jwt(&crate::client::sandbox());
    assert_eq!(
        refused(address, &good, &other_token),
        "JWT signature is invalid"
    );
    for signature in [
        sign(sandbox.unstaked_private_key(), &token, 27),
        sign(key, &format!("{token}\n"), 27),
        sign(key, &token, 30),
        "0x1234".to_owned(),
        "nonsense".to_owned(),
    ] {
        assert_eq!(
            refused(address, &signature, &token),
            "Wallet signature does not match"
        );
    }
    let unstaked = sign(sandbox.unstaked_private_key(), &token, 27);
    let text = refused(sandbox.unstaked_address(), &unstaked, &token);
    assert_eq!(text, "Wallet has no staked VVV on Base");

    sandbox
        .control("POST", "/account", json!({"walletCheckUnavailable": true}))
        .unwrap();
    let text = refused(address, &good, &token);
    assert!(
        text.starts_with("Could not verify wallet signature"),
        "{text}"
    );
    sandbox
        .control("POST", "/account", json!({"walletCheckUnavailable": false}))
        .unwrap();

    for claims in [json!({"iss": "elsewhere"}), json!({"exp": null})] {
        let change = json!({"jwtClaims": claims});
        sandbox.control("POST", "/account", change).unwrap();
        let changed = jwt(&sandbox);
        let text = refused(address, &sign(key, &changed, 27), &changed);
        assert_eq!(text, "JWT claims are invalid", "{claims}");
    }
    let change = json!({"jwtHeader": {"alg": "none"}, "jwtClaims": {}});
    sandbox.control("POST", "/account", change).unwrap();
    let unsigned = jwt(&sandbox);
    let text = refused(address, &sign(key, &unsigned, 27), &unsigned);
    assert_eq!(text, "JWT signature is invalid");

    sandbox
        .control("POST", "/clock", json!({"advanceMs": 901_000}))
        .unwrap();
    assert_eq!(refused(address, &good, &token), "JWT has expired");
}

#[test]
fn stakes_come_and_go() {
    let sandbox = sandbox();
    let token = jwt(&sandbox);
    let signature = sign(sandbox.unstaked_private_key(), &token, 27);
    let address = sandbox.unstaked_address();
    sandbox
        .control(
            "POST",
            "/account",
            json!({"staked": [address.to_lowercase()]}),
        )
        .unwrap();
    assert_eq!(
        mint(&sandbox, address, &signature, &token, json!({})).status,
        200
    );
    sandbox
        .control("POST", "/account", json!({"unstaked": [address]}))
        .unwrap();
    assert_eq!(
        mint(&sandbox, address, &signature, &token, json!({})).status,
        400
    );
}

#[test]
fn a_contracts_signature_counts_when_it_is_registered() {
    let sandbox = sandbox();
    let token = jwt(&sandbox);
    let address = sandbox.staked_address();
    let signature = format!("0x{}", "Ab".repeat(100));
    let try_it = || mint(&sandbox, address, &signature, &token, json!({})).status;
    assert_eq!(try_it(), 400);
    let known = json!({"contractSignatures": {address: signature}});
    sandbox.control("POST", "/account", known).unwrap();
    assert_eq!(try_it(), 200);
    let other = format!("{signature}00");
    assert_eq!(
        mint(&sandbox, address, &other, &token, json!({})).status,
        400
    );
}

#[test]
fn an_authorization_that_nobody_asked_for_is_served_and_seen() {
    let sandbox = sandbox();
    let with_key = request("GET", PATH, Some("whatever"), None);
    assert_eq!(
        exchange(&mut connect(&sandbox), &with_key).unwrap().status,
        200
    );
    let journal = sandbox.control("GET", "/journal", json!(null)).unwrap();
    assert_eq!(
        journal["requests"][0]["headers"]["authorization"],
        "Bearer …"
    );
}
