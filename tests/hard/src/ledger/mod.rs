//! The ledger: thousands of top-ups, with faults at random places and processes that are killed.
//! Whatever a call said, each order must have paid at most once; and once the time of every payment
//! is over, each must be known as paid or refused, as the ledger of the sandbox has it.

mod faults;
mod payer;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use venice_keys::{Client, Decimal, Error, ErrorCode, TopUp, TopUpRequest, Wallet};
use venice_keys_sandbox::{Options, Sandbox};

use crate::lost::drawn;
pub(crate) use payer::run as run_payer;

const WORKERS: usize = 16;
/// Of a hundred top-ups, so many meet a fault.
const DISTURBED: u64 = 30;
/// Of a hundred, so many are made by a process that is killed.
const KILLED: u64 = 10;
/// Of a hundred, so many are of wallets that hold no USDC.
const POOR: u64 = 5;
/// The timeout of a call that may use it up.
const HASTY: Duration = Duration::from_millis(2500);
/// That of a call which has to come to an end, however slow the machine is.
const PATIENT: Duration = Duration::from_secs(60);
/// Longer than any payment can be carried out, and than any credit is booked late.
const UNTIL_OVER_MS: u64 = 700_000;

/// What became of all top-ups.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Known as paid at once.
    pub(crate) paid: usize,
    /// Known as refused, at once or when asked again.
    pub(crate) refused: usize,
    /// Known as paid only when asked again: by the same payment, from the transactions, and by a
    /// second signature of the order.
    pub(crate) paid_on_asking: usize,
    pub(crate) settled_late: usize,
    pub(crate) signed_again: usize,
    pub(crate) killed: usize,
    pub(crate) on_ledger: usize,
    pub(crate) paid_twice: usize,
    pub(crate) unknown: usize,
    pub(crate) failures: Vec<String>,
}

/// One order: the wallet that pays it, and an amount that no other order has.
pub(super) struct Order {
    pub(super) name: String,
    pub(super) wallet: Wallet,
    pub(super) private_key: String,
    pub(super) amount: Decimal,
    poor: bool,
}

impl Order {
    fn new(place: usize, number: u64) -> Result<Self, String> {
        let poor = (number >> 40) % 100 < POOR;
        let key = 9000 + place % WORKERS + if poor { WORKERS } else { 0 };
        let private_key = format!("{key:064x}");
        Ok(Self {
            name: format!("order {place}"),
            wallet: Wallet::from_hex(&private_key).map_err(|error| error.to_string())?,
            private_key,
            amount: Decimal::new(5_000_001 + place as i64, 6),
            poor,
        })
    }

    pub(super) fn request(&self) -> TopUpRequest {
        TopUpRequest::new(self.amount, self.amount, &self.name).even_if_enough(true)
    }
}

/// How an order stands.
enum Stand {
    Paid,
    Refused,
    /// Not known yet, with the record, if there is one.
    Open(Option<String>),
}

/// Makes `orders` top-ups and holds what they said against the ledger.
pub(crate) fn play(orders: usize, seed: u64) -> Result<Tally, String> {
    let sandbox = Sandbox::start(Options::default()).map_err(|error| error.to_string())?;
    let all = (0..orders).map(|place| Order::new(place, drawn(seed, place as u64)));
    let all = all.collect::<Result<Vec<_>, String>>()?;
    let poor = all.iter().filter(|order| order.poor);
    let poor: Vec<Value> = poor.map(|order| has(order, "0")).collect();
    let wallets = json!({ "unlimited": true, "wallets": poor });
    sandbox.control("POST", "/wallets", wallets)?;
    let tally = Mutex::new(Tally::default());
    let count = |what: fn(&mut Tally)| {
        if let Ok(mut tally) = tally.lock() {
            what(&mut tally);
        }
    };
    let hasty = client(&sandbox, HASTY)?;
    let patient = client(&sandbox, PATIENT)?;
    let first = |place: usize| {
        let order = &all[place];
        let number = drawn(seed, place as u64);
        if number % 100 < DISTURBED {
            let faults = json!({ "faults": [faults::drawn(number)] });
            sandbox.control("POST", "/faults", faults)?;
        }
        if (number >> 50) % 100 < KILLED {
            count(|tally| tally.killed += 1);
            return payer::killed(order, sandbox.base_url(), number).map(Stand::Open);
        }
        let stand = stand(hasty.x402_top_up(&order.wallet, &order.request()))?;
        count(match stand {
            Stand::Paid => |tally| tally.paid += 1,
            Stand::Refused => |tally| tally.refused += 1,
            Stand::Open(_) => |_| {},
        });
        Ok(stand)
    };
    let mut stands = side_by_side(&(0..orders).collect::<Vec<_>>(), first)?;
    sandbox.control("POST", "/faults", json!({ "clear": true, "faults": [] }))?;
    // While the payments can be carried out: the same again.
    ask(&mut stands, |place, record| {
        let stand = again(&hasty, &all[place], record)?;
        count(match stand {
            Stand::Paid => |tally| tally.paid_on_asking += 1,
            Stand::Refused => |tally| tally.refused += 1,
            Stand::Open(_) => |_| {},
        });
        Ok(stand)
    })?;
    // When none can be any more: first what the transactions say, then the order once more, for
    // which even the poor have money now.
    sandbox.control("POST", "/clock", json!({ "advanceMs": UNTIL_OVER_MS }))?;
    let rich = all.iter().filter(|order| order.poor);
    let rich: Vec<Value> = rich.map(|order| has(order, "1000000")).collect();
    sandbox.control("POST", "/wallets", json!({ "wallets": rich }))?;
    ask(&mut stands, |place, record| {
        let stand = again(&patient, &all[place], record)?;
        count(match stand {
            Stand::Paid => |tally| tally.settled_late += 1,
            Stand::Refused => |tally| tally.refused += 1,
            Stand::Open(_) => |_| {},
        });
        Ok(stand)
    })?;
    ask(&mut stands, |place, _| {
        let order = &all[place];
        let stand = stand(patient.x402_top_up(&order.wallet, &order.request()))?;
        count(match stand {
            Stand::Paid => |tally| tally.signed_again += 1,
            Stand::Refused => |tally| tally.refused += 1,
            Stand::Open(_) => |_| {},
        });
        Ok(stand)
    })?;
    let tally = tally.into_inner().map_err(|_| "a worker panicked")?;
    compare(tally, &all, &stands, &ledger(&sandbox)?)
}

fn has(order: &Order, usdc: &str) -> Value {
    json!({ "address": order.wallet.address(), "usdc": usdc })
}

fn client(sandbox: &Sandbox, timeout: Duration) -> Result<Client, String> {
    Client::builder()
        .anonymous()
        .base_url(sandbox.base_url())
        .timeout(timeout)
        .build()
        .map_err(|error| error.to_string())
}

fn stand(outcome: Result<TopUp, Error>) -> Result<Stand, String> {
    match outcome {
        Ok(_) => Ok(Stand::Paid),
        Err(error) => match error.code() {
            ErrorCode::PaymentRefused => Ok(Stand::Refused),
            ErrorCode::InvalidInput | ErrorCode::Config => Err(error.to_string()),
            // Of what was lost before anything was signed there is no record.
            _ => Ok(Stand::Open(error.resume().map(str::to_owned))),
        },
    }
}

/// What the documentation tells people to do.
fn again(client: &Client, order: &Order, record: Option<&str>) -> Result<Stand, String> {
    match record {
        Some(record) => stand(client.x402_pay_top_up(&order.wallet, record)),
        None => stand(client.x402_top_up(&order.wallet, &order.request())),
    }
}

/// Asks for every order that is open.
fn ask(
    stands: &mut BTreeMap<usize, Stand>,
    work: impl Fn(usize, Option<&str>) -> Result<Stand, String> + Sync,
) -> Result<(), String> {
    let open = stands.iter().filter_map(|(place, stand)| match stand {
        Stand::Open(_) => Some(*place),
        _ => None,
    });
    let open: Vec<usize> = open.collect();
    let asked = side_by_side(&open, |place| match &stands[&place] {
        Stand::Open(record) => {
            let now = work(place, record.as_deref())?;
            Ok(match now {
                Stand::Open(None) => Stand::Open(record.clone()),
                now => now,
            })
        }
        _ => Err("an order that isn't open".to_owned()),
    })?;
    stands.extend(asked);
    Ok(())
}

fn side_by_side(
    places: &[usize],
    work: impl Fn(usize) -> Result<Stand, String> + Sync,
) -> Result<BTreeMap<usize, Stand>, String> {
    let next = AtomicUsize::new(0);
    let ends = Mutex::new(BTreeMap::new());
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(place) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let end = work(*place);
                    if let Ok(mut ends) = ends.lock() {
                        ends.insert(*place, end);
                    }
                }
            });
        }
    });
    let ends = ends.into_inner().map_err(|_| "a worker panicked")?;
    if ends.len() != places.len() {
        return Err(format!("{} orders, {} ends", places.len(), ends.len()));
    }
    ends.into_iter()
        .map(|(place, end)| Ok((place, end?)))
        .collect()
}

/// Which amounts moved, and how often: no two orders have the same.
fn ledger(sandbox: &Sandbox) -> Result<BTreeMap<Decimal, usize>, String> {
    let ledger = sandbox.control("GET", "/ledger", Value::Null)?;
    let mut moved = BTreeMap::new();
    for payment in ledger["payments"].as_array().ok_or("odd ledger")? {
        let value = payment["valueUsd"]
            .as_str()
            .and_then(|value| value.parse().ok());
        let value: Decimal = value.ok_or("odd value in the ledger")?;
        if payment["settled"] == true {
            *moved.entry(value.normalize()).or_default() += 1;
        }
    }
    Ok(moved)
}

fn compare(
    mut tally: Tally,
    all: &[Order],
    stands: &BTreeMap<usize, Stand>,
    moved: &BTreeMap<Decimal, usize>,
) -> Result<Tally, String> {
    tally.on_ledger = moved.values().sum();
    for (place, order) in all.iter().enumerate() {
        let times = moved.get(&order.amount.normalize()).copied().unwrap_or(0);
        let stand = stands.get(&place).ok_or("an order without an end")?;
        tally.paid_twice += usize::from(times > 1);
        let wrong = match stand {
            _ if times > 1 => Some(format!("paid {times} times")),
            Stand::Paid if times == 0 => Some("said to be paid, and isn't".to_owned()),
            Stand::Refused if times == 1 => Some("said to be refused, and is paid".to_owned()),
            Stand::Open(_) => {
                tally.unknown += 1;
                Some(format!("still unknown; the ledger has it {times} times"))
            }
            _ => None,
        };
        if let Some(wrong) = wrong {
            tally.failures.push(format!("{}: {wrong}", order.name));
        }
    }
    if moved.len() > all.len() {
        tally
            .failures
            .push("amounts on the ledger that no order has".to_owned());
    }
    Ok(tally)
}
