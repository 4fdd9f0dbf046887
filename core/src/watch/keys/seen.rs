//! What was seen of the keys, and what changed since.

use std::collections::HashMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{KeyChange, KeyChangeKind};
use crate::billing::BillingCurrency;
use crate::jobs;
use crate::keys::ApiKey;
use crate::watch::digest;
use crate::wire;

/// The shares of a cap that are worth a word when they are reached, in percent.
const SHARES: [u8; 3] = [50, 80, 100];
/// A key that is gone this shortly before its end has expired: clocks differ.
const ALMOST: SignedDuration = SignedDuration::from_secs(5);
/// How long a list that lags behind may still show a key that is gone.
const LINGERS: SignedDuration = SignedDuration::from_mins(10);
/// Characters of a field's digest; what the server didn't say has this one.
const DIGEST: usize = 4;
const NOT_SAID: &str = "....";

/// The fields whose changes are told, by Venice's names, each in a form to compare. Absent: an
/// older server doesn't say, which is no change.
type Field = (&'static str, fn(&ApiKey) -> Option<String>);
pub(super) const FIELDS: [Field; 7] = [
    ("apiKeyType", |key| {
        key.api_key_type.as_ref().map(ToString::to_string)
    }),
    ("description", |key| {
        Some(key.description.clone().unwrap_or_default())
    }),
    ("expiresAt", |key| {
        Some(
            key.expires_at
                .map_or_else(String::new, |end| end.to_string()),
        )
    }),
    ("consumptionLimits", |key| {
        let caps = &key.consumption_limits;
        let text = |cap: Option<Decimal>| cap.map(|cap| cap.normalize().to_string());
        Some(format!(
            "{:?} {:?}",
            text(caps.usd),
            text(caps.diem.or(caps.vcu))
        ))
    }),
    ("limitPeriod", |key| {
        key.limit_period.as_ref().map(ToString::to_string)
    }),
    ("modelPrivacy", |key| {
        key.model_privacy.as_ref().map(ToString::to_string)
    }),
    ("ipAllowlist", |key| {
        key.ip_allowlist.as_ref().map(|list| list.join(" "))
    }),
];

/// What was seen of the keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Those that were there, oldest first. Absent: nobody has looked yet.
    #[serde(rename = "k")]
    pub(super) keys: Option<Vec<Known>>,
    /// Those that went lately, and when that was seen, in seconds.
    #[serde(rename = "g")]
    gone: Vec<(String, i64)>,
}

/// What was seen of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    #[serde(rename = "i")]
    id: String,
    /// The digest of each of [`FIELDS`].
    #[serde(rename = "f")]
    fields: String,
    #[serde(rename = "c", default, with = "wire::time")]
    created_at: Option<Timestamp>,
    #[serde(rename = "e", default, with = "wire::time")]
    expires_at: Option<Timestamp>,
    /// How many of [`SHARES`] of each cap were reached.
    #[serde(rename = "u")]
    usd: u8,
    #[serde(rename = "d")]
    diem: u8,
}

impl Known {
    fn of(key: &ApiKey, before: Option<&Self>) -> Self {
        let fields = FIELDS
            .iter()
            .enumerate()
            .map(|(at, (_, form))| match form(key) {
                Some(text) => digest(&text, DIGEST),
                None => before
                    .map_or(NOT_SAID, |before| before.field(at))
                    .to_owned(),
            });
        let caps = &key.consumption_limits;
        let remaining = key.remaining.as_ref();
        let reached = |cap: Option<Decimal>, left: Option<Decimal>, before: u8| match (cap, left) {
            (None, _) => 0,
            (Some(_), None) => before,
            (Some(cap), Some(left)) => shares_reached(cap, left),
        };
        Self {
            id: key.id.clone(),
            fields: fields.collect(),
            created_at: key.created_at,
            expires_at: key.expires_at,
            usd: reached(
                caps.usd,
                remaining.and_then(|left| left.usd),
                before.map_or(0, |before| before.usd),
            ),
            diem: reached(
                caps.diem.or(caps.vcu),
                remaining.and_then(|left| left.diem),
                before.map_or(0, |before| before.diem),
            ),
        }
    }

    fn field(&self, at: usize) -> &str {
        let place = at * DIGEST..(at + 1) * DIGEST;
        self.fields.get(place).unwrap_or(NOT_SAID)
    }

    /// Which fields are others now.
    fn changed(&self, now: &Self) -> Vec<String> {
        let fields = FIELDS.iter().enumerate();
        let changed = fields.filter(|(at, _)| {
            let before = self.field(*at);
            before != NOT_SAID && before != now.field(*at)
        });
        changed.map(|(_, (name, _))| (*name).to_owned()).collect()
    }
}

/// How many of [`SHARES`] of a cap are reached; none of one that no account can have.
fn shares_reached(cap: Decimal, left: Decimal) -> u8 {
    let is_reached = |share: &&u8| {
        let spent = cap.checked_sub(left)?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(spent >= cap.checked_mul(Decimal::from(**share))?)
    };
    let reached = SHARES
        .iter()
        .filter(|share| is_reached(share).unwrap_or_default());
    reached.count() as u8
}

impl Seen {
    /// What changed, and what has been seen then. `keys` come newest first; a key created less than
    /// `settle` before `now` may be missing because the list lags.
    pub(super) fn take(
        self,
        mut keys: Vec<ApiKey>,
        now: Timestamp,
        settle: Duration,
    ) -> (Self, Vec<KeyChange>) {
        let Self {
            keys: before,
            mut gone,
        } = self;
        gone.retain(|(_, since)| now.as_second().saturating_sub(*since) < LINGERS.as_secs());
        keys.retain(|key| !jobs::is_pending(key) && !gone.iter().any(|(id, _)| *id == key.id));
        keys.reverse();
        let Some(before) = before else {
            let known = keys.iter().map(|key| Known::of(key, None)).collect();
            return (
                Self {
                    keys: Some(known),
                    gone,
                },
                Vec::new(),
            );
        };
        let known: HashMap<&str, &Known> = before
            .iter()
            .map(|known| (known.id.as_str(), known))
            .collect();
        let mut changes = Vec::new();
        let mut after = Vec::new();
        for key in &keys {
            let old = known.get(key.id.as_str()).copied();
            let new = Known::of(key, old);
            tell(key, old, &new, &mut changes);
            after.push(new);
        }
        let is_there = |id: &str| keys.iter().any(|key| key.id == id);
        let missing = before.iter().filter(|known| !is_there(&known.id));
        let is_young = |known: &&Known| {
            let age = known.created_at.map(|created| now.duration_since(created));
            age.is_some_and(|age| age < SignedDuration::try_from(settle).unwrap_or_default())
        };
        let (young, lost): (Vec<_>, Vec<_>) = missing.partition(is_young);
        for known in lost {
            let end = known.expires_at.map(|end| end.duration_since(now));
            let kind = match end {
                Some(left) if left <= ALMOST => KeyChangeKind::Expired,
                _ => KeyChangeKind::Deleted,
            };
            changes.push(KeyChange::of(kind, &known.id, None));
            gone.push((known.id.clone(), now.as_second()));
        }
        after.extend(young.into_iter().cloned());
        let keys = Some(after);
        (Self { keys, gone }, changes)
    }
}

/// Tells what happened to a key that is there.
fn tell(key: &ApiKey, old: Option<&Known>, new: &Known, changes: &mut Vec<KeyChange>) {
    let change = |kind| KeyChange::of(kind, &key.id, Some(key));
    match old.map(|old| old.changed(new)) {
        None => changes.push(change(KeyChangeKind::Created)),
        Some(changed) if changed.is_empty() => {}
        Some(changed) => changes.push(KeyChange {
            changed,
            ..change(KeyChangeKind::Changed)
        }),
    }
    let (usd, diem) = old.map_or((0, 0), |old| (old.usd, old.diem));
    for (before, reached, currency) in [
        (usd, new.usd, BillingCurrency::Usd),
        (diem, new.diem, BillingCurrency::Diem),
    ] {
        let share = usize::from(reached)
            .checked_sub(1)
            .and_then(|last| SHARES.get(last));
        if let Some(percent) = share.filter(|_| reached > before) {
            changes.push(KeyChange {
                share: Some(Decimal::new((*percent).into(), 2).normalize()),
                currency: Some(currency),
                ..change(KeyChangeKind::CapShare)
            });
        }
    }
}
