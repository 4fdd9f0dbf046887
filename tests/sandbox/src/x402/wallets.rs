//! What Venice knows of each wallet, and the USDC that it has itself.

use std::collections::HashMap;

use serde::{Deserialize, Serialize, Serializer};

use crate::billing::Shown;
use crate::clock::{iso, parse_lenient};
use crate::money::Money;

/// A million dollars, until a test says otherwise.
const USDC: u64 = 1_000_000_000_000;

#[derive(Debug)]
pub(crate) struct Wallet {
    /// On the chain, in units of six decimals.
    pub(super) usdc: u64,
    /// Left of the DIEM of an account that it's linked to.
    pub(super) diem: Option<Money>,
    /// In the order in which they were booked.
    transactions: Vec<Transaction>,
    balance: Money,
    /// Pages of transactions that were given out.
    pub(super) reads: u64,
}

impl Default for Wallet {
    fn default() -> Self {
        Self {
            usdc: USDC,
            diem: None,
            transactions: Vec::new(),
            balance: Money::default(),
            reads: 0,
        }
    }
}

/// One entry, as it's shown.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Transaction {
    id: String,
    amount: Money,
    balance_after: Money,
    #[serde(rename = "type")]
    kind: String,
    #[serde(serialize_with = "time")]
    created_at: i64,
    request_id: Option<String>,
    model_id: Option<String>,
    #[serde(skip)]
    shown: Shown,
}

fn time<S: Serializer>(ms: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso(*ms))
}

/// Entries as the control API gives them: `count` of them, `everyMs` apart.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Seed {
    id: Option<String>,
    amount: Money,
    #[serde(rename = "type")]
    kind: String,
    created_at: Option<String>,
    request_id: Option<String>,
    model_id: Option<String>,
    #[serde(default = "one")]
    count: u32,
    #[serde(default = "a_second")]
    every_ms: i64,
    shown_after_ms: Option<i64>,
    #[serde(default)]
    shown_after_reads: u64,
}

fn one() -> u32 {
    1
}

fn a_second() -> i64 {
    1000
}

impl Seed {
    pub(super) fn check(&self) -> Result<(), String> {
        match &self.created_at {
            Some(text) if parse_lenient(text).is_none() => Err(format!("not a time: {text}")),
            _ => Ok(()),
        }
    }
}

impl Wallet {
    pub(super) fn balance(&self) -> Money {
        self.balance
    }

    pub(super) fn top_up(&mut self, id: String, amount: Money, at: i64, shown_at: i64) {
        self.book(Transaction {
            id,
            amount,
            balance_after: Money::default(),
            kind: "TOP_UP".to_owned(),
            created_at: at,
            request_id: None,
            model_id: None,
            shown: Shown {
                at: Some(shown_at),
                after_reads: 0,
            },
        });
    }

    pub(super) fn seed(&mut self, seed: &Seed, now: i64, mut new_id: impl FnMut() -> String) {
        let created_at = seed.created_at.as_deref().and_then(parse_lenient);
        for n in 0..seed.count {
            let later = i64::from(n).saturating_mul(seed.every_ms);
            self.book(Transaction {
                id: match &seed.id {
                    Some(id) if seed.count == 1 => id.clone(),
                    Some(id) => format!("{id}-{n}"),
                    None => new_id(),
                },
                amount: seed.amount,
                balance_after: Money::default(),
                kind: seed.kind.clone(),
                created_at: created_at.unwrap_or(now).saturating_add(later),
                request_id: seed.request_id.clone(),
                model_id: seed.model_id.clone(),
                shown: Shown {
                    at: seed.shown_after_ms.map(|ms| now.saturating_add(ms)),
                    after_reads: self.reads + seed.shown_after_reads,
                },
            });
        }
    }

    /// A charge takes no more than there is.
    fn book(&mut self, mut entry: Transaction) {
        let least = -self.balance;
        if entry.kind == "CHARGE" && entry.amount < least {
            entry.amount = least;
        }
        self.balance = self.balance + entry.amount;
        entry.balance_after = self.balance;
        self.transactions.push(entry);
    }

    /// What is seen by now and after so many reads, newest first.
    pub(super) fn newest_first(&self, now: i64, reads: u64) -> Vec<&Transaction> {
        let seen = |entry: &&Transaction| entry.shown.is_seen(now, reads);
        let mut seen: Vec<_> = self.transactions.iter().filter(seen).collect();
        // Of one time the later booked comes first: the sort is stable.
        seen.reverse();
        seen.sort_by_key(|entry| std::cmp::Reverse(entry.created_at));
        seen
    }
}

/// By address in lower case; each is there as soon as it's asked for.
#[derive(Debug, Default)]
pub(crate) struct Wallets(HashMap<String, Wallet>);

impl Wallets {
    pub(super) fn of(&mut self, address: &str) -> &mut Wallet {
        self.0.entry(address.to_lowercase()).or_default()
    }
}
