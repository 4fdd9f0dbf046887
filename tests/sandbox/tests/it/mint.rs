//! The mint, with signatures made here.

use k256::ecdsa::SigningKey;
use serde_json::{Value, json};
use sha3::{Digest, Keccak256};
use venice_keys_sandbox::{Options, Sandbox, Web3};

use crate::client::{Reply, admin, call, connect, exchange, request, sandbox};

const PATH: &str = "/api_keys/generate_web3_key";

fn siwe() -> Sandbox {
    Sandbox::start(Options {
        web3: Web3::Siwe,
        ..Options::default()
    })
    .unwrap()
}

/// EIP-191 `personal_sign`, with `v` counted from `from`.
fn sign(private_key: &str, text: &str, from: u8) -> String {
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

fn message(sandbox: &Sandbox, address: &str) -> String {
    let reply = call(
        sandbox,
        "GET",
        &format!("{PATH}?address={address}"),
        None,
        None,
    )
    .json();
    let text = reply["data"]["message"].as_str().unwrap();
    assert!(text.contains(reply["data"]["nonce"].as_str().unwrap()));
    assert!(text.ends_with(reply["data"]["expiresAt"].as_str().unwrap()));
    text.to_owned()
}

fn mint(sandbox: &Sandbox, address: &str, signature: &str, challenge: &str, more: Value) -> Reply {
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

fn refusal(reply: &Reply) -> String {
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
        let made = mint(&sandbox, address, &sign(key, &token, v), &token, json!({}));
        assert_eq!(made.status, 200, "{made:?}");
        let data = &made.json()["data"];
        assert_eq!(data["description"], "Web3 API Key");
        let secret = data["apiKey"].as_str();
        assert_eq!(
            call(&sandbox, "GET", "/api_keys/rate_limits", secret, None).status,
            200
        );
    }
    let lower = address.to_lowercase();
    let made = mint(
        &sandbox,
        &lower,
        &sign(key, &token, 27),
        &token,
        json!({"description": "mine"}),
    );
    assert_eq!(made.json()["data"]["description"], "mine");
}

#[test]
fn the_mints_echo_is_wrong_and_what_is_stored_is_right() {
    let sandbox = sandbox();
    let token = jwt(&sandbox);
    let signature = sign(sandbox.staked_private_key(), &token, 27);
    let limits = json!({"consumptionLimit": {"usd": 0, "diem": 5}});
    let made = mint(
        &sandbox,
        sandbox.staked_address(),
        &signature,
        &token,
        limits,
    )
    .json();
    let nothing = json!({"usd": null, "diem": null, "vcu": null});
    assert_eq!(made["data"]["consumptionLimit"], nothing);
    let path = format!("/api_keys/{}", made["data"]["id"].as_str().unwrap());
    let stored = admin(&sandbox, "GET", &path, None).json();
    let right = json!({"usd": 0, "diem": 5, "vcu": null});
    assert_eq!(stored["data"]["consumptionLimits"], right);
    let limits = json!({"consumptionLimit": {"usd": 3, "vcu": 7}});
    let made = mint(
        &sandbox,
        sandbox.staked_address(),
        &signature,
        &token,
        limits,
    )
    .json();
    assert_eq!(
        made["data"]["consumptionLimit"],
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

    sandbox
        .control("POST", "/account", json!({"jwtIssuer": "elsewhere"}))
        .unwrap();
    let elsewhere = jwt(&sandbox);
    assert_eq!(
        refused(address, &sign(key, &elsewhere, 27), &elsewhere),
        "JWT claims are invalid"
    );

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
fn a_staked_wallet_mints_once_with_each_message() {
    let sandbox = siwe();
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    let text = message(&sandbox, &address.to_lowercase());
    assert!(
        text.contains(address),
        "the message names the address with its checksum"
    );
    let signature = sign(key, &text, 27);
    let wrong = sign(sandbox.unstaked_private_key(), &text, 27);
    let refused = refusal(&mint(&sandbox, address, &wrong, &text, json!({})));
    assert_eq!(refused, "Wallet signature does not match");
    assert_eq!(
        mint(&sandbox, address, &signature, &text, json!({})).status,
        200
    );
    let again = refusal(&mint(&sandbox, address, &signature, &text, json!({})));
    assert_eq!(again, "Challenge is invalid or already used");
}

#[test]
fn a_message_is_for_its_wallet_and_its_quarter_of_an_hour() {
    let sandbox = siwe();
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    let theirs = message(&sandbox, sandbox.unstaked_address());
    let refused = refusal(&mint(
        &sandbox,
        address,
        &sign(key, &theirs, 27),
        &theirs,
        json!({}),
    ));
    assert_eq!(refused, "Challenge is invalid: wrong address");
    let edited = message(&sandbox, address).replace("api.venice.ai wants", "venice.ai wants");
    let refused = refusal(&mint(
        &sandbox,
        address,
        &sign(key, &edited, 27),
        &edited,
        json!({}),
    ));
    assert_eq!(refused, "Challenge is invalid: wrong domain");
    let text = message(&sandbox, address);
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 900_000}))
        .unwrap();
    let refused = refusal(&mint(
        &sandbox,
        address,
        &sign(key, &text, 27),
        &text,
        json!({}),
    ));
    assert_eq!(refused, "Challenge has expired");
}

#[test]
fn a_message_wants_an_address() {
    let sandbox = siwe();
    let wrong_checksum = sandbox.staked_address().replace('A', "a");
    for query in [
        "",
        "?address=",
        "?address=0x12",
        &format!("?address={wrong_checksum}"),
    ] {
        let reply = call(&sandbox, "GET", &format!("{PATH}{query}"), None, None);
        assert_eq!(refusal(&reply), "Invalid wallet address", "{query}");
    }
}

#[test]
fn each_generation_knows_only_its_own_field() {
    let (today, announced) = (sandbox(), siwe());
    let reply = mint(&today, today.staked_address(), "0x", "a\nb", json!({}));
    let issues = reply.json()["issues"].to_string();
    assert!(
        issues.contains("token") && issues.contains("'message'"),
        "{issues}"
    );
    let reply = mint(
        &announced,
        announced.staked_address(),
        "0x",
        "a.b.c",
        json!({}),
    );
    let issues = reply.json()["issues"].to_string();
    assert!(
        issues.contains("message") && issues.contains("'token'"),
        "{issues}"
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
        "Bearer whatever"
    );
}

#[test]
fn mints_count_as_creates() {
    let sandbox = siwe();
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    for _ in 0..20 {
        let body = json!({"apiKeyType": "INFERENCE", "description": "x"});
        assert_eq!(
            admin(&sandbox, "POST", "/api_keys", Some(&body)).status,
            200
        );
    }
    let text = message(&sandbox, address);
    let signature = sign(key, &text, 27);
    assert_eq!(
        mint(&sandbox, address, &signature, &text, json!({})).status,
        429
    );
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 60_000}))
        .unwrap();
    assert_eq!(
        mint(&sandbox, address, &signature, &text, json!({})).status,
        200
    );
}
