//! The operations as columns of the matrix: the core's own list. Those that read and need no
//! arguments are derived; the others say here what they are called with.

use std::sync::LazyLock;

use serde_json::{Value, json};
use venice_keys::{Effect, Wallet, Web3Challenge};
use venice_keys_sandbox::Sandbox;

use crate::{contract, key_jobs, wallets};

/// What repeating a call would do.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// Nothing, or nothing more.
    Safe,
    /// Create a second key.
    Creates,
    /// It reads before it does anything else.
    Looks,
    /// Create a second key, which ends by itself as the first does.
    Begins,
    /// Nothing more: it makes the key of a job lasting.
    Commits,
    /// Nothing more; a wallet signs in for it.
    SignsIn,
    /// Nothing: it asks what to pay.
    Asks,
    /// Nothing more: the same payment is credited once.
    Pays,
    /// The same, of a payment that another process prepared.
    PaysAgain,
}

/// One column of the matrix: a call, and the request of it that the fault meets.
#[derive(Clone)]
pub(crate) struct Operation {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// The request that is disturbed.
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) args: fn(&Stage<'_>) -> Result<Value, String>,
}

/// What a call's arguments are made from.
pub(crate) struct Stage<'a> {
    pub(crate) sandbox: &'a Sandbox,
    /// A description that no other call has.
    pub(crate) description: &'a str,
}

impl Operation {
    pub(crate) fn args(&self, stage: &Stage<'_>) -> Result<Value, String> {
        (self.args)(stage)
    }

    /// What a driver is asked. Of a list that never ends, one page.
    pub(crate) fn request(&self, client: Value, args: &Value) -> Value {
        let mut request = json!({ "client": client, "call": self.name, "args": args });
        if contract::is_endless(self.name) {
            request["pages"] = true.into();
            request["limit"] = 1.into();
        }
        request
    }
}

const KEYS: &str = "/api_keys";
const WEB3: &str = "/api_keys/generate_web3_key";

/// Every column.
pub(crate) static ALL: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let mut all = Vec::new();
    for operation in venice_keys::Operation::ALL {
        let name = operation.as_str();
        let own = WITH_ARGUMENTS.iter().chain(key_jobs::COLUMNS);
        let own = own.chain(wallets::COLUMNS);
        let own = own.filter(|column| column.name == name);
        let before = all.len();
        all.extend(own.cloned());
        if all.len() == before {
            // A call that isn't known here and changes something has no arguments to be called
            // with: every cell of its column fails.
            all.push(Operation {
                kind: match operation.effect() {
                    Effect::CreatesKey => Kind::Creates,
                    Effect::Begins => Kind::Begins,
                    _ => Kind::Safe,
                },
                ..read(name, "*", nothing)
            });
        }
    }
    all
});

/// `mint_with_wallet` has two columns: its challenge and its mint.
const WITH_ARGUMENTS: &[Operation] = &[
    Operation {
        name: "create_key",
        kind: Kind::Creates,
        method: "POST",
        path: KEYS,
        args: |stage| Ok(json!({ "description": stage.description })),
    },
    read("get_key", "/api_keys/*", |stage| {
        Ok(json!({ "id": seeded(stage)? }))
    }),
    Operation {
        name: "update_key",
        kind: Kind::Safe,
        method: "PATCH",
        path: KEYS,
        args: |stage| Ok(json!({ "id": seeded(stage)?, "description": "changed" })),
    },
    Operation {
        name: "delete_key",
        kind: Kind::Safe,
        method: "DELETE",
        path: KEYS,
        args: |stage| Ok(json!({ "id": seeded(stage)? })),
    },
    Operation {
        name: "mint_web3_key",
        kind: Kind::Creates,
        method: "POST",
        path: WEB3,
        args: signed,
    },
    read("mint_with_wallet", WEB3, with_wallet),
    Operation {
        name: "mint_with_wallet",
        kind: Kind::Creates,
        method: "POST",
        path: WEB3,
        args: with_wallet,
    },
];

const fn read(
    name: &'static str,
    path: &'static str,
    args: fn(&Stage<'_>) -> Result<Value, String>,
) -> Operation {
    Operation {
        name,
        kind: Kind::Safe,
        method: "GET",
        path,
        args,
    }
}

fn nothing(_: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({}))
}

/// The id of a key of its own.
pub(crate) fn seeded(stage: &Stage<'_>) -> Result<Value, String> {
    let seed = json!({ "keys": [{ "description": stage.description }] });
    Ok(stage.sandbox.control("POST", "/keys", seed)?["keys"][0]["id"].clone())
}

fn with_wallet(stage: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({
        "wallet": stage.sandbox.staked_private_key(), "description": stage.description,
    }))
}

/// A mint for a wallet held elsewhere: here, in this program.
fn signed(stage: &Stage<'_>) -> Result<Value, String> {
    let wallet = Wallet::from_hex(stage.sandbox.staked_private_key());
    let wallet = wallet.map_err(|error| error.to_string())?;
    let client = venice_keys::Client::builder()
        .anonymous()
        .base_url(stage.sandbox.base_url())
        .build()
        .map_err(|error| error.to_string())?;
    let challenge: Web3Challenge = client
        .web3_challenge(Some(&wallet.address()))
        .map_err(|error| error.to_string())?;
    let signature = wallet.sign(&challenge).map_err(|error| error.to_string())?;
    Ok(json!({
        "address": wallet.address(), "signature": signature, "challenge": challenge.text,
        "description": stage.description,
    }))
}
