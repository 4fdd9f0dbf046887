//! Wallets that sign in: who is let in where, and what is said to the others.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, admin, call, get_with, sandbox, stop_clock};
use crate::mint::sign;

/// A header that signs in at this Unix millisecond, with this nonce.
pub(crate) fn header_at(private_key: &str, address: &str, nonce: &str, now: &str) -> String {
    let text = format!(
        "api.venice.ai wants you to sign in with your Ethereum account:\n{address}\n\nSign in to \
         Venice AI\n\nURI: https://api.venice.ai\nVersion: 1\nChain ID: 8453\nNonce: \
         {nonce}\nIssued At: {now}"
    );
    let signature = sign(private_key, &text, 27);
    let members = json!({"address": address, "message": text, "signature": signature});
    STANDARD.encode(members.to_string())
}

/// The server's time.
pub(crate) fn now(sandbox: &Sandbox) -> String {
    let said = sandbox.control("POST", "/clock", json!({"advanceMs": 0}));
    said.unwrap()["now"].as_str().unwrap().to_owned()
}

/// The staked wallet's, with this nonce.
pub(crate) fn header(sandbox: &Sandbox, nonce: &str) -> String {
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    header_at(key, address, nonce, &now(sandbox))
}

/// Something that only the staked wallet may read.
pub(crate) fn read(sandbox: &Sandbox, what: &str, nonce: &str) -> Reply {
    let header = header(sandbox, nonce);
    get_with(sandbox, what, &[("sign-in-with-x", &header)])
}

fn balance_of(address: &str) -> String {
    format!("/x402/balance/{address}")
}

#[test]
fn a_wallet_reads_what_is_its_own_once_with_each_nonce() {
    let sandbox = sandbox();
    let path = balance_of(sandbox.staked_address());
    for name in ["SIGN-IN-WITH-X", "X-Sign-In-With-X"] {
        let header = header(&sandbox, &format!("nonce{:04}", name.len()));
        let reply = get_with(&sandbox, &path, &[(name, &header)]);
        assert_eq!(reply.status, 200, "{name}");
        let again = get_with(&sandbox, &path, &[(name, &header)]);
        assert_eq!(again.status, 401);
        assert_eq!(
            again.json(),
            json!({"error": "Invalid Sign-in-with-x signature"})
        );
    }
}

#[test]
fn without_a_sign_in_there_is_an_offer_that_takes_no_payment() {
    let sandbox = sandbox();
    let path = balance_of(sandbox.staked_address());
    for key in [None, Some(sandbox.admin_key())] {
        let offered = call(&sandbox, "GET", &path, key, None);
        let body = offered.json();
        assert_eq!((offered.status, &body["accepts"]), (402, &json!([])));
        let info = &body["extensions"]["sign-in-with-x"]["info"];
        assert_eq!(info["domain"], "api.venice.ai");
        assert!(info["issuedAt"].as_str().unwrap() <= &now(&sandbox)[..]);
        let repeated = STANDARD.decode(offered.header("payment-required").unwrap());
        let repeated: Value = serde_json::from_slice(&repeated.unwrap()).unwrap();
        assert_eq!(repeated, body);
    }
}

#[test]
fn another_wallets_figures_are_refused_and_the_nonce_is_used_up() {
    let sandbox = sandbox();
    for (path, what) in [
        ("balance", "balance"),
        ("transactions", "transaction history"),
    ] {
        let theirs = format!("/x402/{path}/{}", sandbox.unstaked_address());
        let sign_in = header(&sandbox, &format!("theirs{path}"));
        let with = [("sign-in-with-x", &sign_in[..])];
        let refused = get_with(&sandbox, &theirs, &with);
        assert_eq!(refused.status, 403);
        assert_eq!(
            refused.error(),
            format!("You can only access {what} for your own wallet")
        );
        let mine = format!("/x402/{path}/{}", sandbox.staked_address());
        assert_eq!(get_with(&sandbox, &mine, &with).status, 401);
    }
    // A Solana address is one, but nobody here can sign for it.
    let solana = balance_of("5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
    assert_eq!(read(&sandbox, &solana, "solana01").status, 403);
    for (n, bad) in ["0x12", "0xg2908400098527886E0F7030069857D2E4169EE7", "0OIl"]
        .into_iter()
        .enumerate()
    {
        let refused = read(&sandbox, &balance_of(bad), &format!("bad{n:08}"));
        assert_eq!(refused.status, 400, "{bad}");
    }
    let lower = balance_of(&sandbox.staked_address().to_lowercase());
    assert_eq!(read(&sandbox, &lower, "lower001").status, 200);
}

#[test]
fn issued_at_is_held_against_the_servers_clock_which_every_response_names() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    let path = balance_of(sandbox.staked_address());
    let (key, address) = (sandbox.staked_private_key(), sandbox.staked_address());
    let before = now(&sandbox);
    for (ahead, nonce) in [(3_600_000_i64, "ahead001"), (-7_200_000, "behind01")] {
        let clock = json!({"advanceMs": ahead});
        sandbox.control("POST", "/clock", clock).unwrap();
        let stale = header_at(key, address, nonce, &before);
        let refused = get_with(&sandbox, &path, &[("sign-in-with-x", &stale)]);
        assert_eq!(refused.status, 401);
        let hour = &now(&sandbox)[11..13];
        assert!(
            refused
                .header("date")
                .unwrap()
                .contains(&format!(" {hour}:")),
            "{refused:?}"
        );
        assert_eq!(
            read(&sandbox, &path, nonce).status,
            200,
            "it wasn't used up"
        );
    }
}

#[test]
fn a_sign_in_is_no_key() {
    let sandbox = sandbox();
    for path in ["/api_keys", "/billing/balance"] {
        let refused = read(&sandbox, path, "nokey001");
        assert_eq!(
            (refused.status, &refused.error()[..]),
            (401, "Authentication failed")
        );
    }
    assert_eq!(read(&sandbox, "/models", "nokey001").status, 200, "ignored");
}

#[test]
fn a_header_can_be_tried_without_a_request() {
    let sandbox = sandbox();
    let try_at = |value: &str, path: &str| {
        sandbox.control("POST", "/sign-in", json!({"value": value, "path": path}))
    };
    let good = header(&sandbox, "tried001");
    let said = try_at(&good, "/chat/completions").unwrap();
    assert_eq!(said["address"], sandbox.staked_address().to_lowercase());
    let again = try_at(&good, "/chat/completions").unwrap_err();
    assert_eq!(
        again,
        "401 X402_SIGN_IN_NONCE_REUSED: This nonce has already been used"
    );
    let other = header(&sandbox, "tried002");
    let theirs = try_at(&other, &balance_of(sandbox.unstaked_address())).unwrap_err();
    assert!(theirs.starts_with("403: "), "{theirs}");
    let garbage = try_at("garbage", "/chat/completions").unwrap_err();
    assert!(garbage.contains("X402_SIGN_IN_PARSE_ERROR"), "{garbage}");
}

#[test]
fn the_journal_tells_headers_apart_and_shows_none() {
    let sandbox = sandbox();
    let path = balance_of(sandbox.staked_address());
    let (first, second) = (header(&sandbox, "first001"), header(&sandbox, "second01"));
    for header in [&first, &second, &first] {
        get_with(&sandbox, &path, &[("sign-in-with-x", header)]);
    }
    get_with(&sandbox, "/models", &[("payment-signature", &first)]);
    admin(&sandbox, "GET", "/models", None);
    let journal = sandbox.control("GET", "/journal", json!(null)).unwrap();
    let seen = |name: &str| -> Vec<Value> {
        let requests = journal["requests"].as_array().unwrap();
        requests
            .iter()
            .map(|request| request["headers"][name].clone())
            .collect()
    };
    let numbers = json!(["value 1", "value 2", "value 1", null, null]);
    assert_eq!(json!(seen("sign-in-with-x")), numbers);
    assert_eq!(seen("payment-signature")[3], "value 1");
    let text = journal.to_string();
    assert!(!text.contains(&first[..40]) && !text.contains(&second[first.len() - 40..]));
}

#[test]
fn a_contracts_signature_signs_in_too() {
    let sandbox = sandbox();
    let (address, path) = (
        sandbox.staked_address(),
        balance_of(sandbox.staked_address()),
    );
    let signatures = json!({"contractSignatures": {address: "0xabcdef"}});
    sandbox.control("POST", "/account", signatures).unwrap();
    let whole = STANDARD.decode(header(&sandbox, "contract1")).unwrap();
    let mut members: Value = serde_json::from_slice(&whole).unwrap();
    members["signature"] = json!("0xabcdef");
    let header = STANDARD.encode(members.to_string());
    assert_eq!(
        get_with(&sandbox, &path, &[("sign-in-with-x", &header)]).status,
        200
    );
}
