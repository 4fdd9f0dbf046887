//! What was paid, as the chain has it: each nonce of a wallet moves money at most once.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::payment::{Payment, Refusal};
use super::wallets::Wallets;
use crate::clock::iso;
use crate::money::Money;

/// What shall come of a signed payment: a `settlement` fault, or else the default.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settlement {
    pub(crate) response: Said,
    pub(crate) settles: When,
    /// Whether money that moved is credited.
    pub(crate) credited: bool,
    /// Whether the same payment, sent again, is known; or else refused as used.
    pub(crate) remembered: bool,
    /// How much later the credit is among the transactions.
    pub(crate) booked_after_ms: i64,
}

impl Settlement {
    pub(crate) const USUAL: Self = Self {
        response: Said::Paid,
        settles: When::Now,
        credited: true,
        remembered: true,
        booked_after_ms: 0,
    };
}

/// What the server says of a payment.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Said {
    #[default]
    Paid,
    InProgress,
    Timeout,
    Failed,
}

/// When the money moves.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum When {
    #[default]
    Now,
    /// Not by this request; the next one with this payment may do better.
    Next,
    Never,
    /// When the control API says so.
    Control,
    /// At this time of the clock.
    #[serde(skip)]
    At(i64),
}

/// One signed payment, as far as it has come.
#[derive(Debug)]
struct Signed {
    payment: Payment,
    plan: Settlement,
    state: Progress,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Progress {
    Seen,
    /// Moves at this time, or at the control API's word.
    Waiting(Option<i64>),
    /// Neither moves nor ends.
    Stuck,
    Settled(i64),
}

/// Every payment with one nonce.
#[derive(Debug)]
struct Order {
    wallet: String,
    nonce: String,
    id: String,
    submissions: u64,
    signed: Vec<Signed>,
}

impl Order {
    fn settled(&self) -> Option<(usize, i64)> {
        let settled = |(place, signed): (usize, &Signed)| match signed.state {
            Progress::Settled(at) => Some((place, at)),
            _ => None,
        };
        self.signed.iter().enumerate().find_map(settled)
    }
}

/// What the server answers to a payment.
#[derive(Debug)]
pub(super) enum Outcome {
    Paid { id: String },
    InProgress,
    Timeout,
    Failed,
    Refused(Refusal),
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// In the order in which the nonces were first seen.
    orders: Vec<Order>,
    places: HashMap<(String, String), usize>,
}

impl Ledger {
    /// Moves what was to move by now.
    pub(super) fn advance(&mut self, wallets: &mut Wallets, now: i64) {
        for order in &mut self.orders {
            let due = |signed: &Signed| match signed.state {
                Progress::Waiting(Some(at)) if at <= now => Some(at),
                _ => None,
            };
            for place in 0..order.signed.len() {
                if let Some(at) = due(&order.signed[place]) {
                    settle(order, place, wallets, at);
                }
            }
        }
    }

    /// Moves all that waits for the control API; how many payments did.
    pub(crate) fn settle_waiting(&mut self, wallets: &mut Wallets, now: i64) -> usize {
        let mut settled = 0;
        for order in &mut self.orders {
            for place in 0..order.signed.len() {
                if order.signed[place].state == Progress::Waiting(None) {
                    settled += usize::from(settle(order, place, wallets, now));
                }
            }
        }
        settled
    }

    /// A payment whose signature is good.
    pub(super) fn submit(
        &mut self,
        payment: Payment,
        plan: Option<Settlement>,
        new_id: String,
        wallets: &mut Wallets,
        now: i64,
    ) -> Outcome {
        self.advance(wallets, now);
        let order = self.order_of(&payment, new_id);
        order.submissions += 1;
        let refused = |text: &str| Outcome::Refused(Refusal::unverified(text));
        let same = |signed: &Signed| signed.payment == payment;
        let place = match order.signed.iter().position(same) {
            Some(place) => place,
            None => {
                order.signed.push(Signed {
                    payment: payment.clone(),
                    plan: Settlement::USUAL,
                    state: Progress::Seen,
                });
                order.signed.len() - 1
            }
        };
        if let Some((first, _)) = order.settled() {
            let plan = order.signed[first].plan;
            return match first == place && plan.credited && plan.remembered {
                true => Outcome::Paid {
                    id: order.id.clone(),
                },
                false => refused("The authorization was used before"),
            };
        }
        let expired = now >= payment.valid_before.saturating_mul(1000);
        match order.signed[place].state {
            Progress::Waiting(_) if !expired => return Outcome::InProgress,
            Progress::Stuck if !expired => return Outcome::Timeout,
            _ => {}
        }
        let may_still_settle = |signed: &Signed| {
            matches!(signed.state, Progress::Waiting(_) | Progress::Stuck)
                && now < signed.payment.valid_before.saturating_mul(1000)
        };
        if order.signed.iter().any(may_still_settle) {
            return refused("Another authorization with this nonce is being settled");
        }
        if expired || now < payment.valid_after.saturating_mul(1000) {
            return refused("The authorization is not valid now");
        }
        if payment.valid_before - now / 1000 > super::payment::MOST_SECONDS + 60 {
            return refused("The authorization is valid for too long");
        }
        if wallets.of(&payment.wallet).usdc < payment.value {
            return refused("The wallet has too little USDC");
        }
        let plan = plan.unwrap_or(Settlement::USUAL);
        let signed = &mut order.signed[place];
        signed.plan = plan;
        signed.state = match plan.settles {
            When::Now | When::Next => Progress::Seen,
            When::Never => Progress::Stuck,
            When::Control => Progress::Waiting(None),
            When::At(time) => Progress::Waiting(Some(time)),
        };
        if plan.settles == When::Now {
            settle(order, place, wallets, now);
        }
        match plan.response {
            Said::Paid => Outcome::Paid {
                id: order.id.clone(),
            },
            Said::InProgress => Outcome::InProgress,
            Said::Timeout => Outcome::Timeout,
            Said::Failed => Outcome::Failed,
        }
    }

    fn order_of(&mut self, payment: &Payment, new_id: String) -> &mut Order {
        let key = (payment.wallet.clone(), payment.nonce.clone());
        let orders = &mut self.orders;
        let place = *self.places.entry(key).or_insert_with(|| {
            orders.push(Order {
                wallet: payment.wallet.clone(),
                nonce: payment.nonce.clone(),
                id: new_id,
                submissions: 0,
                signed: Vec::new(),
            });
            orders.len() - 1
        });
        &mut self.orders[place]
    }

    /// Each nonce, and what came of it.
    pub(crate) fn shown(&self) -> Vec<Value> {
        let shown = |order: &Order| {
            let settled = order.settled();
            let which = settled.map_or(0, |(place, _)| place);
            let signed = order.signed.get(which);
            let value = signed.map(|signed| signed.payment.value);
            json!({
                "wallet": order.wallet,
                "nonce": order.nonce,
                "paymentId": order.id,
                "value": value.map(|value| value.to_string()),
                "valueUsd": value.map(|value| Money::of(value.into(), 6).to_string()),
                "validBefore": signed.map(|signed| signed.payment.valid_before),
                "settled": settled.is_some(),
                "settledAt": settled.map(|(_, at)| iso(at)),
                "credited": settled.is_some() && signed.is_some_and(|signed| signed.plan.credited),
                "submissions": order.submissions,
                "signatures": order.signed.len(),
            })
        };
        self.orders.iter().map(shown).collect()
    }
}

/// Moves the money, if the authorization is still good then and the wallet still has it.
fn settle(order: &mut Order, place: usize, wallets: &mut Wallets, at: i64) -> bool {
    let used = order.settled().is_some();
    let signed = &mut order.signed[place];
    let payment = &signed.payment;
    let wallet = wallets.of(&payment.wallet);
    let expired = at >= payment.valid_before.saturating_mul(1000);
    if used || expired || wallet.usdc < payment.value {
        signed.state = Progress::Seen;
        return false;
    }
    wallet.usdc -= payment.value;
    signed.state = Progress::Settled(at);
    if signed.plan.credited {
        let shown_at = at.saturating_add(signed.plan.booked_after_ms);
        let amount = Money::of(payment.value.into(), 6);
        wallet.top_up(format!("tx-{}", order.id), amount, at, shown_at);
    }
    true
}
