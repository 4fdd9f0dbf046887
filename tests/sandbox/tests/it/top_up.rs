//! Paying: what is asked for, what is taken, and that no nonce pays twice.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use k256::ecdsa::SigningKey;
use serde_json::{Value, json};
use sha3::{Digest, Keccak256};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, call, sandbox, send_with, stop_clock};
use crate::sign_in::now;
use crate::wallets::{Reads, change};

pub(crate) const PATH: &str = "/x402/top-up";

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.trim_start_matches("0x");
    let pair = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
    (0..digits.len()).step_by(2).map(pair).collect()
}

fn word(right: &[u8]) -> Vec<u8> {
    [vec![0; 32 - right.len()], right.to_vec()].concat()
}

fn keccak(parts: &[Vec<u8>]) -> Vec<u8> {
    Keccak256::digest(parts.concat()).to_vec()
}

/// Seconds of the server's clock, and so many more.
pub(crate) fn seconds(sandbox: &Sandbox, more: i64) -> i64 {
    let now: jiff::Timestamp = now(sandbox).parse().unwrap();
    now.as_second() + more
}

/// A payment of the staked wallet: dollars, nonce, and until when it's good.
pub(crate) fn payment(sandbox: &Sandbox, dollars: u64, nonce: u8, valid_before: i64) -> String {
    let asked = call(sandbox, "POST", PATH, None, None).json();
    let mut accepted = asked["accepts"][0].clone();
    let value = dollars * 1_000_000;
    accepted["amount"] = json!(value.to_string());
    let text = |name: &str| accepted[name].as_str().unwrap().to_owned();
    let nonce = [nonce; 32];
    let domain = keccak(&[
        keccak(&[
            b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                .to_vec(),
        ]),
        keccak(&[b"USD Coin".to_vec()]),
        keccak(&[b"2".to_vec()]),
        word(&8453_u64.to_be_bytes()),
        word(&bytes(&text("asset"))),
    ]);
    let signed = keccak(&[
        keccak(&[
            b"TransferWithAuthorization(address from,address to,uint256 value,\
              uint256 validAfter,uint256 validBefore,bytes32 nonce)"
                .to_vec(),
        ]),
        word(&bytes(sandbox.staked_address())),
        word(&bytes(&text("payTo"))),
        word(&value.to_be_bytes()),
        word(&[0]),
        word(&valid_before.to_be_bytes()),
        nonce.to_vec(),
    ]);
    let hash = keccak(&[b"\x19\x01".to_vec(), domain, signed]);
    let key = SigningKey::from_slice(&bytes(sandbox.staked_private_key())).unwrap();
    let (signature, recovery) = key.sign_prehash_recoverable(&hash);
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|b| format!("{b:02x}")).collect() };
    let signature = format!(
        "0x{}{:02x}",
        hex(&signature.to_bytes()),
        27 + u8::from(recovery.is_y_odd())
    );
    let whole = json!({
        "x402Version": 2,
        "payload": {"signature": signature, "authorization": {
            "from": sandbox.staked_address(), "to": accepted["payTo"], "value": accepted["amount"],
            "validAfter": "0", "validBefore": valid_before.to_string(),
            "nonce": format!("0x{}", hex(&nonce)),
        }},
        "accepted": accepted,
    });
    STANDARD.encode(whole.to_string())
}

pub(crate) fn pay(sandbox: &Sandbox, payment: &str) -> Reply {
    send_with(sandbox, "POST", PATH, &[("payment-signature", payment)])
}

pub(crate) fn ledger(sandbox: &Sandbox) -> Vec<Value> {
    let ledger = sandbox.control("GET", "/ledger", json!(null)).unwrap();
    ledger["payments"].as_array().unwrap().clone()
}

/// A sandbox without rate limits, whose clock stands.
pub(crate) fn unlimited() -> Sandbox {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    sandbox
        .control("POST", "/wallets", json!({"unlimited": true}))
        .unwrap();
    sandbox
}

fn refusal(reply: &Reply) -> (u16, String) {
    (reply.status, reply.error())
}

const UNVERIFIED: (u16, &str) = (400, "PAYMENT_VERIFICATION_FAILED");

fn assert_unverified(reply: &Reply) {
    let (status, code) = UNVERIFIED;
    assert_eq!(refusal(reply), (status, code.to_owned()), "{reply:?}");
}

#[test]
fn an_unpaid_request_says_what_may_be_paid() {
    let sandbox = sandbox();
    let asked = call(&sandbox, "POST", PATH, None, None);
    assert_eq!(asked.status, 402);
    let body = asked.json();
    assert_eq!(
        (
            &body["x402Version"],
            body["accepts"].as_array().unwrap().len()
        ),
        (&json!(2), 2)
    );
    assert_eq!(
        body["accepts"][0],
        json!({
            "scheme": "exact", "network": "eip155:8453", "amount": "5000000",
            "asset": "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913",
            "payTo": "0x0000000000000000000000000000000000000402", "maxTimeoutSeconds": 300,
            "extra": {"name": "USD Coin", "version": "2"},
        })
    );
    let repeated = STANDARD
        .decode(asked.header("payment-required").unwrap())
        .unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&repeated).unwrap(), body);
    assert!(asked.header("date").is_some());
    let with_body = call(&sandbox, "POST", PATH, None, Some(&json!({})));
    assert_eq!(
        refusal(&with_body),
        (400, "INVALID_PAYMENT_FORMAT".to_owned())
    );
}

#[test]
fn a_payment_is_credited_once_however_often_it_is_sent() {
    let sandbox = unlimited();
    let mut reads = Reads(&sandbox, 0);
    let header = payment(&sandbox, 10, 1, seconds(&sandbox, 300));
    let paid = pay(&sandbox, &header);
    let data = paid.json()["data"].clone();
    assert_eq!(
        (paid.status, &data["amountCredited"], &data["newBalance"]),
        (200, &json!(10), &json!(10))
    );
    assert_eq!(
        data["walletAddress"],
        sandbox.staked_address().to_lowercase()
    );
    let settled = STANDARD
        .decode(paid.header("payment-response").unwrap())
        .unwrap();
    let settled: Value = serde_json::from_slice(&settled).unwrap();
    assert_eq!(
        (&settled["success"], &settled["network"]),
        (&json!(true), &json!("eip155:8453"))
    );
    assert_eq!(settled["transaction"].as_str().unwrap().len(), 66);
    for name in ["x-402-payment", "x-payment"] {
        let again = send_with(&sandbox, "POST", PATH, &[(name, &header)]);
        assert_eq!(again.json()["data"], data, "{name}");
    }
    assert_eq!(reads.balance()["balanceUsd"], 10);
    let entries = reads.transactions("")["transactions"].clone();
    assert_eq!(entries.as_array().unwrap().len(), 1);
    assert_eq!(
        (&entries[0]["type"], &entries[0]["amount"]),
        (&json!("TOP_UP"), &json!(10))
    );
    let there = ledger(&sandbox);
    assert_eq!(there.len(), 1);
    assert_eq!(there[0]["nonce"], format!("0x{}", "01".repeat(32)));
    let figures = [
        "value",
        "valueUsd",
        "settled",
        "credited",
        "submissions",
        "signatures",
    ];
    let figures = figures.map(|name| there[0][name].clone());
    assert_eq!(json!(figures), json!(["10000000", "10", true, true, 3, 1]));
    let wanted = json!({"payments": [{"valueUsd": "10", "submissions": 3}]});
    sandbox.control("POST", "/ledger", wanted).unwrap();
    for wrong in [
        json!([]),
        json!([{"valueUsd": "5"}]),
        json!([{"credits": true}]),
    ] {
        let wrong = json!({"payments": wrong});
        assert!(sandbox.control("POST", "/ledger", wrong).is_err());
    }
}

#[test]
fn a_nonce_pays_once_whatever_is_signed_with_it() {
    let sandbox = unlimited();
    let first = payment(&sandbox, 10, 1, seconds(&sandbox, 300));
    let second = payment(&sandbox, 10, 1, seconds(&sandbox, 290));
    let other = payment(&sandbox, 20, 1, seconds(&sandbox, 300));
    assert_eq!(pay(&sandbox, &first).status, 200);
    assert_unverified(&pay(&sandbox, &second));
    assert_unverified(&pay(&sandbox, &other));
    assert_eq!(pay(&sandbox, &first).status, 200);
    assert_eq!(
        pay(&sandbox, &payment(&sandbox, 10, 2, seconds(&sandbox, 300))).status,
        200
    );
    let there = ledger(&sandbox);
    assert_eq!(
        (
            there.len(),
            &there[0]["signatures"],
            &there[0]["submissions"]
        ),
        (2, &json!(3), &json!(4))
    );
    assert_eq!(Reads(&sandbox, 0).balance()["balanceUsd"], 20);
}

#[test]
fn what_is_not_good_now_or_not_covered_moves_nothing() {
    let sandbox = unlimited();
    let late = payment(&sandbox, 10, 1, seconds(&sandbox, 0));
    assert_unverified(&pay(&sandbox, &late));
    assert_unverified(&pay(
        &sandbox,
        &payment(&sandbox, 10, 2, seconds(&sandbox, 365)),
    ));
    let good = payment(&sandbox, 10, 3, seconds(&sandbox, 300));
    change(&sandbox, json!({"usdc": "9.999999"}));
    assert_unverified(&pay(&sandbox, &good));
    change(&sandbox, json!({"usdc": 10}));
    assert_eq!(pay(&sandbox, &good).status, 200);
    assert_unverified(&pay(
        &sandbox,
        &payment(&sandbox, 5, 4, seconds(&sandbox, 300)),
    ));
    let next = payment(&sandbox, 5, 5, seconds(&sandbox, 300));
    change(&sandbox, json!({"usdc": 10}));
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 300_000}))
        .unwrap();
    assert_unverified(&pay(&sandbox, &next));
    assert_eq!(pay(&sandbox, &good).status, 200, "paid is paid");
    let settled: Vec<_> = ledger(&sandbox)
        .iter()
        .map(|one| one["settled"].clone())
        .collect();
    assert_eq!(json!(settled), json!([false, false, true, false, false]));
}

#[test]
fn amounts_have_their_bounds() {
    let sandbox = unlimited();
    for (dollars, code) in [(4, "AMOUNT_TOO_LOW"), (10_001, "AMOUNT_TOO_HIGH")] {
        let refused = pay(
            &sandbox,
            &payment(&sandbox, dollars, 1, seconds(&sandbox, 300)),
        );
        assert_eq!(refusal(&refused), (400, code.to_owned()));
        assert!(refused.json()["message"].is_string());
    }
    assert_eq!(
        refusal(&pay(&sandbox, "garbage")),
        (400, "INVALID_PAYMENT_FORMAT".to_owned())
    );
    assert!(ledger(&sandbox).is_empty());
}

#[test]
fn a_payment_is_taken_nowhere_else() {
    let sandbox = sandbox();
    let header = payment(&sandbox, 10, 1, seconds(&sandbox, 300));
    for (method, path) in [
        ("GET", "/models"),
        ("GET", "/api_keys"),
        ("GET", "/billing/balance"),
    ] {
        let refused = send_with(&sandbox, method, path, &[("payment-signature", &header)]);
        assert_eq!(
            refusal(&refused),
            (400, "PAYMENT_HEADER_NOT_ACCEPTED".to_owned()),
            "{path}"
        );
    }
    assert!(ledger(&sandbox).is_empty());
}

#[test]
fn ten_top_ups_a_minute_come_from_one_address() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    for _ in 0..10 {
        assert_eq!(call(&sandbox, "POST", PATH, None, None).status, 402);
    }
    let limited = call(&sandbox, "POST", PATH, None, None);
    assert_eq!(
        (limited.status, &limited.error()[..]),
        (429, "Rate limit exceeded. Please try again later.")
    );
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 60_000}))
        .unwrap();
    assert_eq!(call(&sandbox, "POST", PATH, None, None).status, 402);
}
