//! The mint with the announced messages.

use serde_json::json;
use venice_keys_sandbox::{Options, Sandbox, Web3};

use crate::client::{admin, call, sandbox, stop_clock};
use crate::mint::{PATH, mint, refusal, sign};

fn siwe() -> Sandbox {
    Sandbox::start(Options {
        web3: Web3::Siwe,
        ..Options::default()
    })
    .unwrap()
}

fn message(sandbox: &Sandbox, address: &str) -> String {
    let path = format!("{PATH}?address={address}");
    let reply = call(sandbox, "GET", &path, None, None).json();
    assert_eq!(reply["success"], true);
    let data = &reply["data"];
    let nonce = data["nonce"].as_str().unwrap();
    let is_lower_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    assert!(nonce.len() == 32 && nonce.bytes().all(is_lower_hex));
    let text = data["message"].as_str().unwrap();
    assert!(text.contains(&format!("\nNonce: {nonce}\n")));
    let end = data["expiresAt"].as_str().unwrap();
    assert!(text.contains(&format!("\nExpiration Time: {end}\n")));
    text.to_owned()
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
    assert_eq!(again, "This challenge has already been used");
}

#[test]
fn only_a_mint_that_made_a_key_uses_a_message_up() {
    let sandbox = siwe();
    let (key, address) = (sandbox.unstaked_private_key(), sandbox.unstaked_address());
    let text = message(&sandbox, address);
    let signature = sign(key, &text, 27);
    let try_it = || mint(&sandbox, address, &signature, &text, json!({}));
    assert_eq!(refusal(&try_it()), "Wallet has no staked VVV on Base");
    let staked = json!({"staked": [address]});
    sandbox.control("POST", "/account", staked).unwrap();
    let many = json!({"keys": [{"count": 498}]});
    let seeded = sandbox.control("POST", "/keys", many).unwrap();
    let full = refusal(&try_it());
    assert!(full.contains("maximum number of API keys"), "{full}");
    let id = seeded["keys"][0]["id"].as_str().unwrap();
    let path = format!("/api_keys?id={id}");
    assert_eq!(admin(&sandbox, "DELETE", &path, None).status, 200);
    assert_eq!(try_it().status, 200);
    assert_eq!(refusal(&try_it()), "This challenge has already been used");
}

#[test]
fn a_message_is_for_its_wallet_and_its_quarter_of_an_hour() {
    let sandbox = siwe();
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    let refused = |text: &str| {
        let signature = sign(key, text, 27);
        refusal(&mint(&sandbox, address, &signature, text, json!({})))
    };
    let theirs = refused(&message(&sandbox, sandbox.unstaked_address()));
    assert!(
        theirs.contains("issued for a different wallet address"),
        "{theirs}"
    );
    let text = message(&sandbox, address);
    for (from, to, why) in [
        (
            "api.venice.ai wants",
            "venice.ai wants",
            "The challenge domain must be \"api.venice.ai\"",
        ),
        ("Authorize", "Allow", "The challenge statement was modified"),
        (
            "Chain ID: 8453",
            "Chain ID: 1",
            "not a valid Venice API key authorization challenge",
        ),
    ] {
        let said = refused(&text.replace(from, to));
        assert!(said.contains(why), "{said}");
    }
    let late = json!({"advanceMs": 900_000});
    sandbox.control("POST", "/clock", late).unwrap();
    assert_eq!(refused(&text), "The challenge has expired");
}

#[test]
fn a_message_wants_an_address() {
    let sandbox = siwe();
    let wrong_checksum = sandbox.staked_address().replace('A', "a");
    for query in [
        "?address=",
        "?address=0x12",
        &format!("?address={wrong_checksum}"),
    ] {
        let reply = call(&sandbox, "GET", &format!("{PATH}{query}"), None, None);
        assert_eq!(refusal(&reply), "Invalid wallet address", "{query}");
    }
    let reply = call(&sandbox, "GET", PATH, None, None);
    assert_eq!(refusal(&reply), "Invalid request parameters");
    assert_eq!(reply.json()["issues"][0]["path"], json!(["address"]));
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
fn mints_count_as_creates() {
    let sandbox = siwe();
    stop_clock(&sandbox);
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
