//! Nothing lost: many creates and mints, with faults at random places. Each must end as a secret in
//! hand, as an `outcome_unknown`, or as a refusal that made nothing; never as two keys.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use venice_keys::{Client, CreatedKey, Error, ErrorCode, MintOptions, NewKey, Wallet};
use venice_keys_sandbox::{Options, Sandbox, Web3};

const WORKERS: usize = 16;
/// Of a hundred calls, so many meet a fault.
const DISTURBED: u64 = 30;

/// How the keys are made.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum By {
    Create,
    Mint(Web3),
}

impl By {
    pub(crate) fn name(self) -> &'static str {
        match self {
            By::Create => "create_key",
            By::Mint(Web3::Jwt) => "mint_with_wallet (jwt)",
            By::Mint(Web3::Siwe) => "mint_with_wallet (siwe)",
        }
    }
}

/// How one call ended.
enum End {
    InHand(String),
    Unknown,
    Refused(ErrorCode),
}

/// What became of all calls.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) in_hand: usize,
    pub(crate) unknown: usize,
    pub(crate) unknown_and_made: usize,
    pub(crate) refused: usize,
    pub(crate) on_server: usize,
    pub(crate) failures: Vec<String>,
}

/// A number for each place in the run, the same for the same seed (splitmix64).
pub(crate) fn drawn(seed: u64, place: u64) -> u64 {
    let mut z = seed.wrapping_add(place.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn fault(number: u64) -> Value {
    let at = (number >> 16) % 420;
    let after = (number >> 32).is_multiple_of(2);
    let mut fault = match (number >> 8) % 18 {
        0 => json!({"kind": "reset_before"}),
        1 => json!({"kind": "reset_after"}),
        2 => json!({"kind": "stall", "afterWork": after}),
        3 => json!({"kind": "stall_body", "at": at}),
        4 | 5 => json!({"kind": "cut", "at": at}),
        6 => json!({"kind": "garbage"}),
        7 => json!({"kind": "garbage_wire"}),
        8 => json!({"kind": "html", "status": 502, "afterWork": after}),
        9 => json!({"kind": "status", "status": 500, "body": {"error": "x"}, "afterWork": after}),
        10 => json!({"kind": "status", "status": 503, "text": "", "afterWork": after}),
        11 => json!({"kind": "status", "status": 429, "headers": {"retry-after": "0"}}),
        12 => json!({"kind": "status", "status": 400, "body": {"error": "Invalid request"}}),
        13 => json!({"kind": "delay", "ms": 600}),
        14 => json!({"kind": "bad_gzip"}),
        15 => json!({"kind": "gzip"}),
        16 => json!({"kind": "empty"}),
        _ => json!({"kind": "header_flood"}),
    };
    fault["match"] = json!({"method": "POST"});
    fault
}

/// Makes `calls` keys in `by`'s way and holds what the server has against what the calls said.
pub(crate) fn play(by: By, calls: usize, seed: u64) -> Result<Tally, String> {
    let web3 = if let By::Mint(web3) = by {
        web3
    } else {
        Web3::Jwt
    };
    let options = Options {
        minute: Duration::from_millis(5),
        web3,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).map_err(|error| error.to_string())?;
    let client = Client::builder()
        .api_key(sandbox.admin_key())
        .base_url(sandbox.base_url())
        .timeout(Duration::from_millis(400))
        .create_limit(u32::MAX)
        .create_limit_period(Duration::from_millis(1))
        .build()
        .map_err(|error| error.to_string())?;
    let wallet = Wallet::from_hex(sandbox.staked_private_key()).map_err(|e| e.to_string())?;
    let next = AtomicUsize::new(0);
    let ends = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= calls {
                        return;
                    }
                    let number = drawn(seed, place as u64);
                    if number % 100 < DISTURBED {
                        let faults = json!({ "faults": [fault(number)] });
                        let _ = sandbox.control("POST", "/faults", faults);
                    }
                    let description = format!("call {place}");
                    let end = make(&client, &wallet, by, &description);
                    if let Ok(mut ends) = ends.lock() {
                        ends.insert(description, end);
                    }
                }
            });
        }
    });
    // What was still under way at the server when its client gave up has ended by then.
    std::thread::sleep(Duration::from_secs(1));
    let ends = ends.into_inner().map_err(|_| "a worker panicked")?;
    let made = made_by_description(&sandbox)?;
    Ok(count(calls, &ends, &made))
}

/// One call, and after it what its documentation tells people to do.
fn make(client: &Client, wallet: &Wallet, by: By, description: &str) -> End {
    let outcome: Result<CreatedKey, Error> = match by {
        By::Create => client.create_key(&NewKey::new(description)),
        By::Mint(_) => {
            let options = MintOptions::new().description(description);
            client.mint_with_wallet(wallet, &options)
        }
    };
    match outcome {
        Ok(made) => {
            // Keeps the account below its limit of active keys.
            let _ = client.delete_key(&made.id);
            End::InHand(made.api_key.reveal().to_owned())
        }
        Err(error) if error.code() == ErrorCode::OutcomeUnknown => {
            let listed = client.list_keys().unwrap_or_default();
            for key in listed
                .iter()
                .filter(|k| k.description.as_deref() == Some(description))
            {
                let _ = client.delete_key(&key.id);
            }
            End::Unknown
        }
        Err(error) => End::Refused(error.code()),
    }
}

/// Every key that was ever made by a call: its secret, by its description.
fn made_by_description(sandbox: &Sandbox) -> Result<BTreeMap<String, Vec<String>>, String> {
    let all = sandbox.control("GET", "/keys", Value::Null)?;
    let mut made: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for key in all["keys"].as_array().ok_or("odd list of keys")? {
        if key["origin"] == "create" || key["origin"] == "mint" {
            let text = |name: &str| key[name].as_str().unwrap_or_default().to_owned();
            made.entry(text("description"))
                .or_default()
                .push(text("apiKey"));
        }
    }
    Ok(made)
}

fn count(
    calls: usize,
    ends: &BTreeMap<String, End>,
    made: &BTreeMap<String, Vec<String>>,
) -> Tally {
    let mut tally = Tally {
        on_server: made.values().map(Vec::len).sum(),
        ..Tally::default()
    };
    if ends.len() != calls {
        tally
            .failures
            .push(format!("{calls} calls, {} ends", ends.len()));
    }
    for (description, end) in ends {
        let keys = made.get(description).map_or(&[][..], Vec::as_slice);
        if keys.len() > 1 {
            tally
                .failures
                .push(format!("{description}: {} keys for one call", keys.len()));
        }
        match end {
            End::InHand(secret) => {
                tally.in_hand += 1;
                if keys != [secret.clone()] {
                    tally
                        .failures
                        .push(format!("{description}: the secret isn't the server's"));
                }
            }
            End::Unknown => {
                tally.unknown += 1;
                tally.unknown_and_made += keys.len();
            }
            End::Refused(code) => {
                tally.refused += 1;
                if !keys.is_empty() {
                    let what = format!("{description}: {code}, but a key was made");
                    tally.failures.push(what);
                }
            }
        }
    }
    if tally.on_server != tally.in_hand + tally.unknown_and_made {
        tally
            .failures
            .push("keys on the server that no call accounts for".to_owned());
    }
    tally
}
