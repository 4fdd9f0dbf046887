//! Wallets that pay for themselves: what they have, and how they top it up.

mod ledger;
mod payment;
mod wallets;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api::{Call, Request};
use crate::issues::Issues;
use crate::limits::Windows;
use crate::money::Money;
use crate::query::Query;
use crate::response::Response;
use crate::siwx::SignIns;
use crate::state::State;
use crate::web3::hex;
use ledger::{Ledger, Outcome};
use payment::Payment;
use wallets::{Seed, Wallets};

pub(crate) use ledger::{Said, Settlement, When};
pub(crate) use payment::PAY_TO;

/// Where a payment may be sent.
pub(crate) const TOP_UP: &str = "/x402/top-up";
/// The names under which a payment may come.
pub(crate) const PAYMENT_HEADERS: [&str; 3] = ["payment-signature", "x-402-payment", "x-payment"];
/// The names under which a sign-in may come.
pub(crate) const SIGN_IN_HEADERS: [&str; 2] = ["sign-in-with-x", "x-sign-in-with-x"];

const SLOW_DOWN: &str = "Rate limit exceeded. Please try again later.";

/// Everything about wallets.
#[derive(Debug)]
pub(crate) struct X402 {
    pub(crate) sign_ins: SignIns,
    wallets: Wallets,
    ledger: Ledger,
    balances: Windows,
    transactions: Windows,
    top_ups: Windows,
    /// Whether no rate limit counts.
    unlimited: bool,
}

/// What the control API changes about them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Change {
    #[serde(default)]
    wallets: Vec<WalletChange>,
    /// Lets the payments settle that wait for it.
    #[serde(default)]
    settle: bool,
    unlimited: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct WalletChange {
    address: String,
    /// In dollars.
    usdc: Option<Money>,
    diem_balance_usd: Option<Money>,
    #[serde(default)]
    transactions: Vec<Seed>,
}

impl X402 {
    pub(crate) fn new(minute_ms: i64) -> Self {
        Self {
            sign_ins: SignIns::default(),
            wallets: Wallets::default(),
            ledger: Ledger::default(),
            balances: Windows::new(minute_ms, 30),
            transactions: Windows::new(minute_ms, 20),
            top_ups: Windows::new(minute_ms, 10),
            unlimited: false,
        }
    }

    /// Every nonce that was ever submitted, and what came of it by now.
    pub(crate) fn shown(&mut self, now: i64) -> Vec<Value> {
        self.ledger.advance(&mut self.wallets, now);
        self.ledger.shown()
    }
}

/// How many payments were settled by it; or Err with what is wrong, and nothing is changed.
pub(crate) fn change(state: &mut State, change: Change) -> Result<usize, String> {
    let now = state.clock.now();
    let (x402, random) = (&mut state.x402, &mut state.random);
    for wallet in &change.wallets {
        if crate::web3::parse_address(&wallet.address).is_none() {
            return Err(format!("not an address: {}", wallet.address));
        }
        wallet.transactions.iter().try_for_each(Seed::check)?;
    }
    for given in &change.wallets {
        let wallet = x402.wallets.of(&given.address);
        if let Some(usdc) = given.usdc {
            wallet.usdc = usdc.micros();
        }
        wallet.diem = given.diem_balance_usd.or(wallet.diem);
        for seed in &given.transactions {
            wallet.seed(seed, now, || random.uuid());
        }
    }
    x402.unlimited = change.unlimited.unwrap_or(x402.unlimited);
    Ok(match change.settle {
        true => x402.ledger.settle_waiting(&mut x402.wallets, now),
        false => 0,
    })
}

/// The wallet that a call asks about, which is the one that signs in.
fn own_wallet(call: &Call<'_>, what: &str) -> Result<String, Response> {
    let is_base58 = |b: u8| b.is_ascii_alphanumeric() && !matches!(b, b'0' | b'O' | b'I' | b'l');
    let is_hex = |digits: &str| digits.len() == 40 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let id = &call.id;
    let is_address = match id.strip_prefix("0x") {
        Some(digits) => is_hex(digits),
        None => (32..=44).contains(&id.len()) && id.bytes().all(is_base58),
    };
    if !is_address {
        let message = "Invalid wallet address";
        return Err(Issues::one("walletAddress", "invalid_string", message).response());
    }
    let wallet = id.to_lowercase();
    match call.wallet() == Some(&wallet) {
        true => Ok(wallet),
        false => {
            let text = format!("You can only access {what} for your own wallet");
            Err(Response::error(403, text))
        }
    }
}

/// `GET /x402/balance/{walletAddress}`
pub(crate) fn balance(state: &mut State, call: &Call<'_>) -> Response {
    let found =
        own_wallet(call, "balance").and_then(|wallet| Query::of(call).finish().map(|()| wallet));
    let address = match found {
        Ok(address) => address,
        Err(refused) => return refused,
    };
    let now = state.clock.now();
    let x402 = &mut state.x402;
    if !x402.balances.admit(&address, now) && !x402.unlimited {
        return Response::error(429, SLOW_DOWN);
    }
    x402.ledger.advance(&mut x402.wallets, now);
    let wallet = x402.wallets.of(&address);
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Balance {
        wallet_address: String,
        balance_usd: Money,
        can_consume: bool,
        minimum_top_up_usd: u8,
        suggested_top_up_usd: u8,
        #[serde(skip_serializing_if = "Option::is_none")]
        diem_balance_usd: Option<Money>,
    }
    let diem = wallet.diem.filter(|left| *left > Money::default());
    succeeded(&Balance {
        wallet_address: address,
        balance_usd: wallet.balance(),
        can_consume: wallet.balance() >= Money::of(1, 1) || diem.is_some(),
        minimum_top_up_usd: 5,
        suggested_top_up_usd: 10,
        diem_balance_usd: diem,
    })
}

fn succeeded(data: &impl Serialize) -> Response {
    #[derive(Serialize)]
    struct Success<'a, T> {
        success: bool,
        data: &'a T,
    }
    let success = true;
    Response::json(200, &Success { success, data })
}

/// `GET /x402/transactions/{walletAddress}`
pub(crate) fn transactions(state: &mut State, call: &Call<'_>) -> Response {
    let asked = own_wallet(call, "transaction history").and_then(|wallet| {
        let mut query = Query::of(call);
        let limit = query.whole("limit", 1, 100, 50);
        let offset = query.whole("offset", 0, usize::MAX, 0);
        query.finish().map(|()| (wallet, limit, offset))
    });
    let (address, limit, offset) = match asked {
        Ok(asked) => asked,
        Err(refused) => return refused,
    };
    let now = state.clock.now();
    let x402 = &mut state.x402;
    if !x402.transactions.admit(&address, now) && !x402.unlimited {
        return Response::error(429, SLOW_DOWN);
    }
    x402.ledger.advance(&mut x402.wallets, now);
    let wallet = x402.wallets.of(&address);
    let reads = wallet.reads;
    wallet.reads += 1;
    let all = wallet.newest_first(now, reads);
    let page: Vec<_> = all.iter().skip(offset).take(limit).collect();
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Page<'a, T> {
        wallet_address: &'a str,
        current_balance: Money,
        transactions: &'a T,
        pagination: Value,
    }
    let has_more = all.len().saturating_sub(offset) > limit;
    succeeded(&Page {
        wallet_address: &address,
        current_balance: wallet.balance(),
        transactions: &page,
        pagination: json!({"limit": limit, "offset": offset, "hasMore": has_more}),
    })
}

/// The payment that a request carries.
pub(crate) fn payment_of(request: &Request) -> Option<String> {
    PAYMENT_HEADERS.iter().find_map(|name| request.header(name))
}

/// The sign-in that a request carries.
pub(crate) fn sign_in_of(request: &Request) -> Option<String> {
    SIGN_IN_HEADERS.iter().find_map(|name| request.header(name))
}

fn coded(status: u16, code: &str, message: &str) -> Response {
    Response::json(status, &json!({"error": code, "message": message}))
}

/// What any other route says of a payment.
pub(crate) fn payment_not_accepted() -> Response {
    let message = "Payments are accepted by POST /api/v1/x402/top-up only";
    coded(400, "PAYMENT_HEADER_NOT_ACCEPTED", message)
}

/// `POST /x402/top-up`
pub(crate) fn top_up(state: &mut State, call: &Call<'_>) -> Response {
    let now = state.clock.now();
    if !state.x402.top_ups.admit(call.peer(), now) && !state.x402.unlimited {
        return Response::error(429, SLOW_DOWN);
    }
    if !call.body.is_empty() {
        return coded(400, "INVALID_PAYMENT_FORMAT", "The body must be empty");
    }
    let Some(header) = call.payment() else {
        return requirements();
    };
    let payment = match Payment::read(&header) {
        Ok(payment) => payment,
        Err(payment::Refusal(code, message)) => return coded(400, code, &message),
    };
    let new_id = format!("x402-{}", hex(&state.random.bytes()[..8]));
    let (wallet, nonce, value) = (payment.wallet.clone(), payment.nonce.clone(), payment.value);
    let x402 = &mut state.x402;
    let outcome = x402
        .ledger
        .submit(payment, call.settlement(), new_id, &mut x402.wallets, now);
    match outcome {
        Outcome::Refused(payment::Refusal(code, message)) => coded(400, code, &message),
        Outcome::InProgress => {
            let message = "This payment is being settled. Send the same payment again.";
            coded(409, "PAYMENT_IN_PROGRESS", message)
        }
        Outcome::Timeout => {
            let message = "The payment was not settled in time. It may still be.";
            coded(504, "SETTLEMENT_TIMEOUT", message)
        }
        Outcome::Failed => coded(402, "SETTLEMENT_FAILED", "The payment was not settled"),
        Outcome::Paid { id } => {
            let settled = json!({
                "success": true, "network": payment::NETWORK, "payer": wallet,
                "transaction": payment::transaction(&wallet, &nonce),
            });
            #[derive(Serialize)]
            #[serde(rename_all = "camelCase")]
            struct TopUp {
                wallet_address: String,
                amount_credited: Money,
                new_balance: Money,
                payment_id: String,
            }
            succeeded(&TopUp {
                amount_credited: Money::of(value.into(), 6),
                new_balance: x402.wallets.of(&wallet).balance(),
                wallet_address: wallet,
                payment_id: id,
            })
            .with("payment-response", STANDARD.encode(settled.to_string()))
        }
    }
}

/// What may be paid, and to whom.
fn requirements() -> Response {
    let on_solana = json!({
        "scheme": "exact", "network": "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp",
        "amount": payment::LEAST.to_string(),
        "asset": "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
        "payTo": "11111111111111111111111111111111",
        "maxTimeoutSeconds": payment::MOST_SECONDS,
        "extra": {
            "name": "USD Coin", "version": "2", "feePayer": "11111111111111111111111111111111",
        },
    });
    let accepts = json!([payment::on_base(payment::LEAST), on_solana]);
    let body = json!({"x402Version": 2, "accepts": accepts});
    Response::json(402, &body).with("payment-required", STANDARD.encode(body.to_string()))
}
