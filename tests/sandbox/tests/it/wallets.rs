//! What a wallet has, and how it came by it.

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{Reply, sandbox, stop_clock};
use crate::sign_in;

/// Reads of the staked wallet, each with a nonce of its own.
pub(crate) struct Reads<'a>(pub(crate) &'a Sandbox, pub(crate) u32);

impl Reads<'_> {
    fn get(&mut self, path: &str, query: &str) -> Reply {
        self.1 += 1;
        let path = format!("/x402/{path}/{}{query}", self.0.staked_address());
        sign_in::read(self.0, &path, &format!("nonce{:08}", self.1))
    }

    pub(crate) fn balance(&mut self) -> Value {
        self.get("balance", "").json()["data"].clone()
    }

    pub(crate) fn transactions(&mut self, query: &str) -> Value {
        self.get("transactions", query).json()["data"].clone()
    }
}

/// Changes the staked wallet.
pub(crate) fn change(sandbox: &Sandbox, mut wallet: Value) {
    wallet["address"] = json!(sandbox.staked_address());
    let body = json!({"wallets": [wallet]});
    sandbox.control("POST", "/wallets", body).unwrap();
}

fn ids(page: &Value) -> Vec<String> {
    let entries = page["transactions"].as_array().unwrap();
    let id = |entry: &Value| entry["id"].as_str().unwrap().to_owned();
    entries.iter().map(id).collect()
}

#[test]
fn a_new_wallet_has_nothing_yet() {
    let sandbox = sandbox();
    let mut reads = Reads(&sandbox, 0);
    let address = sandbox.staked_address().to_lowercase();
    let nothing = json!({
        "walletAddress": address, "balanceUsd": 0, "canConsume": false,
        "minimumTopUpUsd": 5, "suggestedTopUpUsd": 10,
    });
    assert_eq!(reads.balance(), nothing);
    assert_eq!(
        reads.transactions(""),
        json!({
            "walletAddress": address, "currentBalance": 0, "transactions": [],
            "pagination": {"limit": 50, "offset": 0, "hasMore": false},
        })
    );
    change(&sandbox, json!({"diemBalanceUsd": "0.01"}));
    let linked = reads.balance();
    assert_eq!(
        (&linked["canConsume"], &linked["diemBalanceUsd"]),
        (&json!(true), &json!(0.01))
    );
    change(&sandbox, json!({"diemBalanceUsd": 0}));
    assert_eq!(reads.balance(), nothing);
}

#[test]
fn entries_change_the_balance_which_is_never_below_nothing() {
    let sandbox = sandbox();
    let mut reads = Reads(&sandbox, 0);
    let at = |second: u8| format!("2026-06-15T19:00:{second:02}.000Z");
    change(
        &sandbox,
        json!({"transactions": [
            {"id": "a", "type": "TOP_UP", "amount": 10, "createdAt": at(1)},
            {"id": "b", "type": "CHARGE", "amount": "-6.6e-7", "createdAt": at(2),
             "requestId": "chatcmpl-1", "modelId": "sandbox-text"},
            {"id": "c", "type": "CHARGE", "amount": -99, "createdAt": at(3),
             "requestId": "chatcmpl-1", "modelId": "sandbox-text"},
            {"id": "d", "type": "REFUND", "amount": 0.09, "createdAt": at(4),
             "requestId": "chatcmpl-1"},
            {"id": "e", "type": "GRANT", "amount": "0.01", "createdAt": at(4)},
        ]}),
    );
    let said = reads.transactions("");
    assert_eq!(ids(&said), ["e", "d", "c", "b", "a"], "newest first");
    let column = |name: &str| -> Vec<Value> {
        let entries = said["transactions"].as_array().unwrap();
        entries.iter().map(|entry| entry[name].clone()).collect()
    };
    assert_eq!(
        json!(column("amount")),
        json!([0.01, 0.09, -9.999_999_34, -6.6e-7, 10])
    );
    assert_eq!(
        json!(column("balanceAfter")),
        json!([0.1, 0.09, 0, 9.999_999_34, 10])
    );
    assert_eq!(
        json!(column("modelId")),
        json!([null, null, "sandbox-text", "sandbox-text", null])
    );
    assert_eq!(column("createdAt")[0], "2026-06-15T19:00:04.000Z");
    assert_eq!(said["currentBalance"], 0.1);
    let balance = reads.balance();
    assert_eq!(
        (&balance["balanceUsd"], &balance["canConsume"]),
        (&json!(0.1), &json!(true))
    );
}

#[test]
fn pages_are_counted_from_the_newest_and_shift_when_one_comes() {
    let sandbox = sandbox();
    let mut reads = Reads(&sandbox, 0);
    change(
        &sandbox,
        json!({"transactions": [
            {"id": "old", "type": "TOP_UP", "amount": 1, "createdAt": "2026-06-15T19:00:00Z",
             "count": 120},
            {"id": "new", "type": "TOP_UP", "amount": 1, "shownAfterReads": 1},
        ]}),
    );
    let first = reads.transactions("?limit=100");
    assert_eq!(ids(&first)[0], "old-119");
    assert_eq!(
        first["pagination"],
        json!({"limit": 100, "offset": 0, "hasMore": true})
    );
    let second = reads.transactions("?limit=100&offset=100");
    assert_eq!(ids(&second).len(), 21);
    assert_eq!(
        ids(&second)[0],
        ids(&first)[99],
        "shifted by the one that came"
    );
    assert_eq!(second["pagination"]["hasMore"], false);
    assert_eq!(ids(&reads.transactions("?limit=1")), ["new"]);
    let last = reads.transactions("?offset=71&limit=50");
    assert_eq!(
        (ids(&last).len(), &last["pagination"]["hasMore"]),
        (50, &json!(false))
    );
    assert!(ids(&reads.transactions("?offset=999")).is_empty());
}

#[test]
fn reads_are_strict_and_limited_by_wallet() {
    let sandbox = sandbox();
    stop_clock(&sandbox);
    let mut reads = Reads(&sandbox, 0);
    for query in [
        "?limit=0",
        "?limit=101",
        "?limit=x",
        "?offset=-1",
        "?page=2",
        "?limit=",
    ] {
        let refused = reads.get("transactions", query);
        assert_eq!(
            (refused.status, refused.json()["issues"].is_array()),
            (400, true),
            "{query}"
        );
    }
    assert_eq!(reads.get("balance", "?x=1").status, 400);
    for (path, most) in [("balance", 30), ("transactions", 20)] {
        for n in 0..most {
            assert_eq!(reads.get(path, "").status, 200, "{path} {n}");
        }
        let limited = reads.get(path, "");
        assert_eq!(limited.status, 429);
        assert_eq!(
            limited.error(),
            "Rate limit exceeded. Please try again later."
        );
        assert_eq!(limited.header("retry-after"), None);
    }
    let free = json!({"unlimited": true});
    sandbox.control("POST", "/wallets", free).unwrap();
    assert_eq!(reads.get("balance", "").status, 200);
    sandbox
        .control("POST", "/wallets", json!({"unlimited": false}))
        .unwrap();
    sandbox
        .control("POST", "/clock", json!({"advanceMs": 60_000}))
        .unwrap();
    assert_eq!(reads.get("transactions", "").status, 200);
}

#[test]
fn nothing_is_changed_by_a_word_it_does_not_know() {
    let sandbox = sandbox();
    for bad in [
        json!({"wallets": [{"address": "0x12"}]}),
        json!({"wallets": [{"address": sandbox.staked_address(), "usd": 1}]}),
        json!({"wallets": [{"address": sandbox.staked_address(),
            "transactions": [{"type": "TOP_UP", "amount": "ten"}]}]}),
        json!({"wallets": [{"address": sandbox.staked_address(),
            "transactions": [{"type": "TOP_UP", "amount": 1, "createdAt": "then"}]}]}),
        json!({"limited": false}),
    ] {
        assert!(
            sandbox.control("POST", "/wallets", bad.clone()).is_err(),
            "{bad}"
        );
    }
}
