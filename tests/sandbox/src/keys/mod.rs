//! Keys as they are stored.

mod calls;
mod views;

use serde::{Serialize, Serializer};

use crate::bodies::NewKey;
use crate::clock::{next_day, next_month};
use crate::random::Random;
use crate::settings::{DESCRIPTION, LIMIT_PERIOD};
use crate::state::State;

pub(crate) use calls::{add, create, delete, get, list, update};

/// Caps on spending; `None` is no cap, 0 is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Caps {
    #[serde(serialize_with = "amount")]
    pub(crate) usd: Option<f64>,
    #[serde(serialize_with = "amount")]
    pub(crate) diem: Option<f64>,
    #[serde(serialize_with = "amount")]
    pub(crate) vcu: Option<f64>,
}

/// Whole numbers without a point, as JavaScript writes them.
#[allow(clippy::ref_option, reason = "serde's signature")]
fn amount<S: Serializer>(amount: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match amount {
        None => serializer.serialize_none(),
        Some(amount) if amount.fract() == 0.0 && amount.abs() < 1e15 => {
            serializer.serialize_i64(*amount as i64)
        }
        Some(amount) => serializer.serialize_f64(*amount),
    }
}

/// Changes to caps. The outer `None` keeps, the inner one lifts.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct CapChanges {
    pub(crate) usd: Option<Option<f64>>,
    pub(crate) diem: Option<Option<f64>>,
    pub(crate) vcu: Option<Option<f64>>,
}

impl CapChanges {
    pub(crate) fn over(self, caps: Caps) -> Caps {
        Caps {
            usd: self.usd.unwrap_or(caps.usd),
            diem: self.diem.unwrap_or(caps.diem),
            vcu: self.vcu.unwrap_or(caps.vcu),
        }
    }
}

/// What a key has spent, all of it at one moment: the moment it was seeded.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Usage {
    pub(crate) usd: f64,
    pub(crate) diem: f64,
    pub(crate) vcu: f64,
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Origin {
    Start,
    Create,
    Mint,
    Seed,
}

/// A key as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) new: NewKey,
    pub(crate) created_at: i64,
    pub(crate) last_used_at: Option<i64>,
    pub(crate) revoked: bool,
    pub(crate) usage: Usage,
    pub(crate) origin: Origin,
}

impl Key {
    pub(crate) fn is_admin(&self) -> bool {
        self.new.key_type == "ADMIN"
    }

    pub(crate) fn description(&self) -> &str {
        self.new.settings.text(DESCRIPTION)
    }

    pub(crate) fn is_expired(&self, now: i64) -> bool {
        self.new.expires_at.is_some_and(|at| at <= now)
    }

    pub(crate) fn is_active(&self, now: i64) -> bool {
        !self.revoked && !self.is_expired(now)
    }

    /// Spent in the current limit period.
    fn spent_now(&self, now: i64) -> Usage {
        let ended = match self.new.settings.text(LIMIT_PERIOD) {
            "LIFETIME" => false,
            "MONTH" => next_month(self.created_at) <= now,
            _ => next_day(self.created_at) <= now,
        };
        if ended { Usage::default() } else { self.usage }
    }

    /// What its caps leave it to spend, in dollars and in DIEM; `None` is no cap.
    pub(crate) fn left(&self, now: i64) -> (Option<f64>, Option<f64>) {
        let spent = self.spent_now(now);
        let caps = self.new.caps;
        // vcu is diem's old name: it caps the same spending where diem itself isn't capped.
        let (diem_cap, diem_spent) = match caps.diem {
            Some(cap) => (Some(cap), spent.diem),
            None => (caps.vcu, spent.diem.max(spent.vcu)),
        };
        // To a millionth: 5 - 4.9 is a little less than 0.1.
        let rounded = |left: f64| (left * 1e6).round() / 1e6;
        let left = |cap: Option<f64>, spent: f64| cap.map(|cap| rounded(cap - spent).max(0.0));
        (left(caps.usd, spent.usd), left(diem_cap, diem_spent))
    }

    /// Whether its caps leave it anything to spend.
    pub(crate) fn may_spend(&self, now: i64) -> bool {
        let (usd, diem) = self.left(now);
        [usd, diem].into_iter().flatten().all(|left| left > 0.0)
    }
}

/// `VENICE_INFERENCE_KEY_SANDBOX…`: Venice's form, yet never to be taken for a real one.
fn secret(random: &mut Random, key_type: &str) -> String {
    let key_type = if key_type == "ADMIN" {
        "ADMIN"
    } else {
        "INFERENCE"
    };
    format!("VENICE_{key_type}_KEY_SANDBOX{}", random.alphanumeric(30))
}

/// Stores a key, asking nobody; its place in `state.keys`.
pub(crate) fn store(state: &mut State, new: NewKey, origin: Origin) -> usize {
    state.keep_for_lists();
    let id = state.next_ids.pop_front();
    let key = Key {
        id: id.unwrap_or_else(|| state.random.uuid()),
        secret: secret(&mut state.random, &new.key_type),
        new,
        created_at: state.clock.now(),
        last_used_at: None,
        revoked: false,
        usage: Usage::default(),
        origin,
    };
    let place = state.keys.len();
    state.by_secret.insert(key.secret.clone(), place);
    state.by_id.insert(key.id.clone(), place);
    state.keys.push(key);
    place
}
