//! [`Walk`]: how far the provisioning of many keys is, as its cursor holds it.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::look::Look;
use super::name::{self, PendingName};
use super::outcome::{ProvisionOutcome, ProvisionProgress};
use super::standing::Standing;
use crate::check;
use crate::error::Error;
use crate::keys::{ApiKey, NewKey};
use crate::random;

const VERSION: u8 = 1;
/// In bytes. For the largest list it has some kilobytes, and a hundred bytes for each key of which
/// isn't known yet whether it was made lasting.
const LONGEST: usize = 64 * 1024;

/// How far the whole is.
pub(super) struct Walk {
    /// What the names of its keys call it.
    pub(super) call: String,
    /// Which process goes on under that name.
    process: u64,
    /// What stands for the descriptions that it is about.
    names: String,
    done: Vec<bool>,
    /// The keys that were handed out to be stored and made lasting, by number.
    handed: BTreeMap<usize, String>,
    /// When it first created a key, by the server's clock, and how many it has.
    since: Option<Timestamp>,
    created: u64,
    counts: Counts,
    /// In what order the keys are made. Processes that make the same ones have other orders, so
    /// that they rarely make the same one at the same time.
    order: Vec<usize>,
}

/// What became of the keys that weren't created.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Counts {
    changed: u64,
    kept: u64,
    failed: u64,
}

impl Counts {
    fn sum(self) -> u64 {
        let Self {
            changed,
            kept,
            failed,
        } = self;
        changed.saturating_add(kept).saturating_add(failed)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Cursor {
    version: u8,
    call: String,
    process: u64,
    names: String,
    /// A bit for each key.
    done: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    handed: BTreeMap<usize, String>,
    /// Unix milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
    created: u64,
    counts: Counts,
}

impl Walk {
    /// Where a cursor stands, or the beginning.
    pub(super) fn read(cursor: Option<&str>, new_keys: &[NewKey]) -> Result<Self, Error> {
        let names = names(new_keys);
        let Some(text) = cursor else {
            return Self::new(name::new_call()?, names, vec![false; new_keys.len()]);
        };
        let bad = |rule: &str| Error::input("cursor", rule);
        let unsound = || bad("must be one that provisioning gave");
        let sound = Some(text).filter(|text| text.len() <= LONGEST);
        let read = sound.and_then(|text| serde_json::from_str::<Cursor>(text).ok());
        let cursor = read.ok_or_else(unsound)?;
        if cursor.version != VERSION {
            return Err(bad("is from another version of venice-keys"));
        }
        if cursor.names != names {
            return Err(bad("is for other keys"));
        }
        let done = bits(&cursor.done, new_keys.len()).ok_or_else(unsound)?;
        let since = cursor.since.map(Timestamp::from_millisecond).transpose();
        let mut handed = cursor.handed.iter();
        let is_sound = name::is_call(&cursor.call)
            && cursor.created <= new_keys.len() as u64
            && cursor.counts.sum() <= new_keys.len() as u64
            && handed.all(|(at, id)| done.get(*at) == Some(&false) && check::id(id).is_ok());
        if !is_sound {
            return Err(unsound());
        }
        // Two processes that went on under one name would take each other's keys for their own.
        let call = match cursor.process == random::of_this_process()? {
            true => cursor.call,
            false => name::new_call()?,
        };
        Ok(Self {
            handed: cursor.handed,
            since: since.map_err(|_| unsound())?,
            created: cursor.created,
            counts: cursor.counts,
            ..Self::new(call, names, done)?
        })
    }

    fn new(call: String, names: String, done: Vec<bool>) -> Result<Self, Error> {
        let mut order: Vec<usize> = (0..done.len()).collect();
        order.sort_by_cached_key(|at| name::hash(&format!("{call} {at}")));
        Ok(Self {
            call,
            process: random::of_this_process()?,
            names,
            done,
            handed: BTreeMap::new(),
            since: None,
            created: 0,
            counts: Counts::default(),
            order,
        })
    }

    pub(super) fn text(&self) -> String {
        let cursor = Cursor {
            version: VERSION,
            call: self.call.clone(),
            process: self.process,
            names: self.names.clone(),
            done: written(&self.done),
            handed: self.handed.clone(),
            since: self.since.map(Timestamp::as_millisecond),
            created: self.created,
            counts: self.counts,
        };
        // A struct of numbers and strings is always written.
        serde_json::to_string(&cursor).unwrap_or_default()
    }

    pub(super) fn is_over(&self) -> bool {
        self.done.iter().all(|done| *done)
    }

    /// The keys that aren't done nor handed out, in the order in which they are made.
    pub(super) fn open(&self) -> Vec<usize> {
        let is_open = |at: &usize| !self.done[*at] && !self.handed.contains_key(at);
        self.order.iter().copied().filter(is_open).collect()
    }

    /// The ids of the keys that were handed out.
    pub(super) fn handed(&self) -> impl Iterator<Item = &str> {
        self.handed.values().map(String::as_str)
    }

    /// What became of the keys that were handed out: lasting, they are done; gone, they are open
    /// again, as are those whose name another key has, too.
    pub(super) fn reconcile(&mut self, look: &Look, new_keys: &[NewKey]) {
        let keys: HashMap<&str, &ApiKey> =
            look.keys.iter().map(|key| (key.id.as_str(), key)).collect();
        let handed = std::mem::take(&mut self.handed);
        for (at, id) in handed {
            let key = keys.get(id.as_str());
            let is_pending = key.is_some_and(|key| {
                let name = key.description.as_deref().and_then(PendingName::read);
                name.is_some_and(|name| name.is_pending(key))
            });
            let standing = look.standing(&new_keys[at].description, &self.call);
            match standing {
                _ if is_pending => drop(self.handed.insert(at, id)),
                Standing::Twice(..) => {}
                _ if key.is_some() => self.done[at] = true,
                _ => self.created = self.created.saturating_sub(1),
            }
        }
    }

    /// How far the whole is, in words.
    pub(super) fn summary(&self) -> String {
        let (created, total) = (self.created, self.done.len());
        let Counts {
            changed,
            kept,
            failed,
        } = self.counts;
        let mut text = format!(
            "so far {created} were created, {changed} changed, {kept} kept and {failed} failed, \
             of {total}"
        );
        if !self.handed.is_empty() {
            let ids: Vec<&str> = self.handed().collect();
            text.push_str("; of those that were created these may not be lasting yet: ");
            text.push_str(&ids.join(", "));
        }
        text
    }

    /// Creates are about to be sent.
    pub(super) fn creates_at(&mut self, now: Timestamp) {
        self.since.get_or_insert(now);
    }

    pub(super) fn hands_out(&mut self, at: usize, id: &str) {
        self.handed.insert(at, id.to_owned());
        self.created += 1;
    }

    pub(super) fn is_done(&mut self, at: usize, outcome: &ProvisionOutcome) {
        self.done[at] = true;
        match outcome {
            ProvisionOutcome::Changed => self.counts.changed += 1,
            ProvisionOutcome::Kept => self.counts.kept += 1,
            _ => self.counts.failed += 1,
        }
    }

    /// How far the whole is, those that were handed out included. `limit`: how many creates there
    /// can be in a period.
    pub(super) fn progress(&self, now: Timestamp, limit: (u32, Duration)) -> ProvisionProgress {
        let total = self.done.len() as u64;
        let done = self.done.iter().filter(|done| **done).count() + self.handed.len();
        let left = total.saturating_sub(done as u64);
        let per_minute = self.per_minute(now, limit);
        let seconds_left = match left {
            0 => Some(0),
            left => per_minute.map(|rate| (left as f64 * 60.0 / rate).ceil() as u64),
        };
        ProvisionProgress {
            done: done as u64,
            total,
            per_minute: per_minute
                .and_then(|rate| Decimal::try_from(rate).ok())
                .map(|it| it.round_dp(1)),
            seconds_left,
        }
    }

    /// How many keys are created in a minute: so far, but no more than can be in the long run.
    fn per_minute(&self, now: Timestamp, (count, period): (u32, Duration)) -> Option<f64> {
        let elapsed = now.duration_since(self.since?).as_secs_f64().max(1.0);
        let so_far = self.created as f64 * 60.0 / elapsed;
        let most = f64::from(count) * 60.0 / period.as_secs_f64().max(0.001);
        Some(so_far.min(most)).filter(|rate| *rate > 0.0)
    }
}

fn names(new_keys: &[NewKey]) -> String {
    let all: Vec<&str> = new_keys
        .iter()
        .map(|key| key.description.as_str())
        .collect();
    name::hash(&all.join("\0"))
}

fn written(done: &[bool]) -> String {
    let byte = |eight: &[bool]| {
        let bits = eight.iter().enumerate();
        bits.fold(0, |byte, (at, done)| byte | u8::from(*done) << at)
    };
    STANDARD.encode(done.chunks(8).map(byte).collect::<Vec<u8>>())
}

fn bits(text: &str, count: usize) -> Option<Vec<bool>> {
    let bytes = STANDARD.decode(text).ok()?;
    let bits: Vec<bool> = (0..bytes.len() * 8)
        .map(|at| bytes[at / 8] >> (at % 8) & 1 == 1)
        .collect();
    let fits = bytes.len() == count.div_ceil(8) && !bits[count.min(bits.len())..].contains(&true);
    fits.then(|| bits[..count].to_vec())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn keys(count: usize) -> Vec<NewKey> {
        (0..count)
            .map(|at| NewKey::new(format!("customer {at}")))
            .collect()
    }

    #[test]
    fn a_cursor_holds_all_there_is_to_know() {
        let new_keys = keys(19);
        let mut walk = Walk::read(None, &new_keys).unwrap();
        let open = walk.open();
        assert_eq!(open.iter().collect::<HashSet<_>>().len(), 19);
        walk.is_done(open[0], &ProvisionOutcome::Kept);
        walk.creates_at("2026-11-22T12:00:00Z".parse().unwrap());
        walk.hands_out(open[1], "e28e82dc");
        let again = Walk::read(Some(&walk.text()), &new_keys).unwrap();
        assert_eq!(again.text(), walk.text());
        assert_eq!(again.open(), open[2..]);
        let minute_later = "2026-11-22T12:01:00Z".parse().unwrap();
        let progress = again.progress(minute_later, (20, Duration::from_secs(60)));
        assert_eq!((progress.done, progress.total), (2, 19));
        assert_eq!(progress.per_minute, Some(Decimal::ONE));
        assert_eq!(progress.seconds_left, Some(17 * 60));
    }

    #[test]
    fn two_walks_have_different_orders() {
        let new_keys = keys(50);
        let [one, other] = [(); 2].map(|()| Walk::read(None, &new_keys).unwrap().open());
        assert_ne!(one, other);
    }

    #[test]
    fn a_cursor_that_isnt_ours_is_refused() {
        let new_keys = keys(9);
        let mut walk = Walk::read(None, &new_keys).unwrap();
        walk.hands_out(3, "e28e82dc");
        let ours: serde_json::Value = serde_json::from_str(&walk.text()).unwrap();
        for (member, value) in [
            ("version", serde_json::json!(2)),
            ("call", serde_json::json!("short")),
            ("done", serde_json::json!("")),
            ("done", serde_json::json!("////")),
            ("done", serde_json::json!("//8=")),
            ("handed", serde_json::json!({ "9": "e28e82dc" })),
            (
                "handed",
                serde_json::json!({ "1": "VENICE_ADMIN_KEY_UNITTEST" }),
            ),
            ("created", serde_json::json!(10)),
            ("since", serde_json::json!(i64::MAX)),
            ("more", serde_json::json!(1)),
        ] {
            let mut changed = ours.clone();
            changed[member] = value;
            let refused = Walk::read(Some(&changed.to_string()), &new_keys);
            let refused = refused.err().expect(member);
            assert_eq!(refused.issues()[0].field, "cursor", "{member}");
        }
        let other = Walk::read(Some(&walk.text()), &keys(8)).err().unwrap();
        assert!(other.to_string().contains("other keys"), "{other}");
        assert!(Walk::read(Some(""), &new_keys).is_err());
    }

    #[test]
    fn bits_come_back() {
        for count in [0, 1, 7, 8, 9, 400] {
            let done: Vec<bool> = (0..count).map(|at| at % 3 == 0).collect();
            assert_eq!(bits(&written(&done), count), Some(done));
        }
    }
}
