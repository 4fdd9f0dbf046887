//! [`RotationRecord`]: a rotation between its steps. It holds no secret.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::check;
use crate::client::Client;
use crate::error::Error;
use crate::jobs::job::Job;
use crate::jobs::name::{self, Kind, PendingName};
use crate::jobs::pending::Fresh;
use crate::jobs::record::{Record, Text};
use crate::keys::{Change, Expiry, KeyUpdate, Rotation};
use crate::operations::Operation;

const VERSION: u8 = 1;

/// How long the old key goes on at least, if it isn't deleted: calls are under way with it.
const LEAST_GRACE: SignedDuration = SignedDuration::from_mins(10);

/// A new key, and the old one that it is to replace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RotationRecord {
    version: u8,
    /// What made it.
    operation: Text<Operation>,
    pub(super) id: String,
    pub(super) old_id: String,
    /// What the new key is called until it gets its own name.
    pub(super) pending: Text<PendingName>,
    pub(super) description: String,
    /// When the new key expires; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Text<Expiry>>,
    /// When the old key ends at the latest, unless it is deleted before.
    old_ends_at: Text<Expiry>,
    /// How long the old key goes on, in seconds; zero: it is deleted.
    grace: u64,
    pub(super) end_own_key: bool,
}

fn bad(rule: &str) -> Error {
    Error::input("record", rule)
}

impl RotationRecord {
    pub(super) fn new(
        operation: Operation,
        fresh: &Fresh,
        old_id: &str,
        rotation: &Rotation,
    ) -> Result<Self, Error> {
        let old_ends_at = fresh.name.ends_at().saturating_add(grace(rotation.grace));
        let old_ends_at = old_ends_at.map_err(|_| Error::input("grace", "must be shorter"))?;
        let end = fresh.created.expires_at;
        Ok(Self {
            version: VERSION,
            operation: Text(operation),
            id: fresh.created.id.clone(),
            old_id: old_id.to_owned(),
            pending: Text(fresh.name.clone()),
            description: fresh.created.description.clone().unwrap_or_default(),
            expires_at: end.map(|end| Text(Expiry::At(end))),
            old_ends_at: Text(Expiry::At(old_ends_at)),
            grace: whole_seconds(rotation.grace),
            end_own_key: rotation.end_own_key,
        })
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.version != VERSION {
            return Err(bad("is from another version of venice-keys"));
        }
        let PendingName {
            kind, name, old, ..
        } = &self.pending.0;
        let sound = check::id(&self.id).is_ok()
            && check::id(&self.old_id).is_ok()
            && check::required_description(&self.description).is_ok()
            && *kind == Kind::Rotate
            && *name == name::hash(&self.description)
            && *old == Some(name::hash(&self.old_id));
        match sound {
            true => Ok(()),
            false => Err(bad("was changed since it was made")),
        }
    }

    /// The job that goes on with it, as a part of the operation that made it.
    pub(crate) fn job<'a>(&self, client: &'a Client) -> Job<'a> {
        self.job_of(client, self.operation.0)
    }

    pub(super) fn job_of<'a>(&self, client: &'a Client, operation: Operation) -> Job<'a> {
        Job::resumed(client, operation, self.pending.0.call.clone())
    }

    pub(super) fn text(&self) -> String {
        Record::Rotation(self.clone()).text()
    }

    /// When the hold ends.
    pub(super) fn ends_at(&self) -> Timestamp {
        self.pending.0.ends_at()
    }

    /// What makes the new key lasting. Its name stays, which says whose successor it is.
    pub(super) fn commit(&self) -> KeyUpdate {
        let end = self.expires_at.as_ref();
        KeyUpdate::new().expires_at(end.map_or(Change::Clear, |end| Change::Set(end.0)))
    }

    pub(super) fn retirement(&self) -> Retirement {
        Retirement {
            grace: Duration::from_secs(self.grace),
            planned_end: self.old_ends_at.0.moment(),
            end_own_key: self.end_own_key,
        }
    }
}

/// How the old key goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Retirement {
    /// Zero: it is deleted.
    pub(super) grace: Duration,
    /// When it ends otherwise, if that was fixed before.
    planned_end: Option<Timestamp>,
    /// Whether it is deleted even if it is the client's own.
    pub(super) end_own_key: bool,
}

impl Retirement {
    /// That of a rotation which goes on with what an earlier run began, whose hold ended then: two
    /// runs that wait as long give the old key the same end.
    pub(super) fn of(rotation: &Rotation, hold_end: Timestamp) -> Self {
        Self {
            grace: rotation.grace,
            planned_end: hold_end.saturating_add(grace(rotation.grace)).ok(),
            end_own_key: rotation.end_own_key,
        }
    }

    /// Whether the old key is deleted, which may be the client's own.
    pub(super) fn deletes(&self, is_own: bool) -> bool {
        self.grace.is_zero() && (!is_own || self.end_own_key)
    }

    /// When a key ends that is retired now, and by whom it is succeeded: the milliseconds say that.
    pub(super) fn end(&self, now: Timestamp, own_end: Option<Timestamp>, mark: i32) -> Timestamp {
        let planned = self
            .planned_end
            .filter(|end| end.duration_since(now) >= LEAST_GRACE);
        let from_now = || {
            now.saturating_add(grace(self.grace))
                .unwrap_or(Timestamp::MAX)
        };
        marked(planned.unwrap_or_else(from_now), own_end, mark)
    }
}

/// In whole seconds, and zero only if it is none.
fn whole_seconds(grace: Duration) -> u64 {
    let rest = u64::from(grace.subsec_nanos() > 0);
    grace.as_secs().saturating_add(rest)
}

/// How long the old key goes on once the new one is lasting.
fn grace(asked: Duration) -> SignedDuration {
    SignedDuration::try_from(asked)
        .unwrap_or(SignedDuration::MAX)
        .max(LEAST_GRACE)
}

/// The last time with these milliseconds that is later neither than `end` nor than `own_end`.
fn marked(end: Timestamp, own_end: Option<Timestamp>, mark: i32) -> Timestamp {
    let last = own_end
        .map_or(end, |own_end| own_end.min(end))
        .as_millisecond();
    let in_its_second = last - last.rem_euclid(1000) + i64::from(mark);
    let later = if in_its_second > last { 1000 } else { 0 };
    Timestamp::from_millisecond(in_its_second - later).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn known() -> Value {
        let name = PendingName {
            kind: Kind::Rotate,
            call: name::new_call().unwrap(),
            end: 1_795_312_800,
            name: name::hash("customer 42"),
            old: Some(name::hash("0ld")),
        };
        json!({
            "record": "rotation", "version": 1, "operation": "rotate_key", "id": "e28e82dc",
            "oldId": "0ld", "pending": name.to_string(), "description": "customer 42",
            "expiresAt": "2026-12-31T00:00:00Z", "oldEndsAt": "2026-11-22T12:00:00Z", "grace": 0,
            "endOwnKey": false,
        })
    }

    #[test]
    fn a_record_comes_back_as_it_was_and_keeps_the_name_at_the_commit() {
        let record = Record::read(&known().to_string()).unwrap();
        assert_eq!(Record::read(&record.text()).unwrap(), record);
        let Record::Rotation(record) = record else {
            panic!("{record:?}");
        };
        assert_eq!(record.ends_at().as_second(), 1_795_312_800);
        let body = serde_json::to_string(&record.commit()).unwrap();
        assert_eq!(body, r#"{"expiresAt":"2026-12-31T00:00:00Z"}"#);
        let mut endless = known();
        endless.as_object_mut().unwrap().remove("expiresAt");
        let Record::Rotation(record) = Record::read(&endless.to_string()).unwrap() else {
            panic!();
        };
        let body = serde_json::to_string(&record.commit()).unwrap();
        assert_eq!(body, r#"{"expiresAt":null}"#);
    }

    #[test]
    fn whatever_was_changed_is_refused() {
        for (member, value) in [
            ("version", json!(2)),
            ("operation", json!("no_such_call")),
            ("id", json!("")),
            ("oldId", json!("0ther")),
            ("oldId", json!("VENICE_ADMIN_KEY_UNITTEST")),
            ("pending", json!("customer 42")),
            ("description", json!("customer 43")),
            ("expiresAt", json!("soon")),
            ("oldEndsAt", json!("soon")),
            ("oldEndsAt", Value::Null),
            ("grace", json!(-1)),
            ("endOwnKey", json!("yes")),
            ("more", json!(1)),
        ] {
            let mut record = known();
            record[member] = value.clone();
            let refused = Record::read(&record.to_string()).expect_err(member);
            assert_eq!(refused.issues()[0].field, "record", "{member} {value}");
        }
    }

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_old_key_ends_when_it_was_said_that_it_would() {
        let planned = Retirement {
            grace: Duration::ZERO,
            planned_end: Some(time("2026-11-22T12:20:00Z")),
            end_own_key: false,
        };
        let now = time("2026-11-22T12:00:05.700Z");
        let end = |retirement: Retirement, now, own| retirement.end(now, own, 250).to_string();
        assert_eq!(end(planned, now, None), "2026-11-22T12:19:59.25Z");
        // Much later, in another run: the grace begins anew.
        let later = time("2026-11-25T00:00:00Z");
        assert_eq!(end(planned, later, None), "2026-11-25T00:09:59.25Z");
        let hour = Rotation::new().grace(Duration::from_secs(3600));
        let asked = Retirement::of(&hour, time("2026-11-22T12:10:00Z"));
        assert_eq!(end(asked, now, None), "2026-11-22T13:09:59.25Z");
        assert_eq!(end(asked, later, None), "2026-11-25T00:59:59.25Z");
        let own = Some(time("2026-11-22T12:30:00Z"));
        assert_eq!(end(asked, now, own), "2026-11-22T12:29:59.25Z");
        let own = Some(time("2026-11-22T12:30:00.999Z"));
        assert_eq!(end(asked, now, own), "2026-11-22T12:30:00.25Z");
    }

    proptest! {
        #[test]
        fn no_end_is_later_than_it_was_and_each_has_its_mark(
            end in 0i64..4_000_000_000_000, own in 0i64..4_000_000_000_000, mark in 1i32..=999,
        ) {
            let at = |ms| Timestamp::from_millisecond(ms).unwrap();
            let marked = marked(at(end), Some(at(own)), mark);
            prop_assert!(marked <= at(end) && marked <= at(own));
            prop_assert!(marked.as_millisecond() > end.min(own) - 1000);
            prop_assert_eq!(marked.as_millisecond().rem_euclid(1000), i64::from(mark));
        }
    }
}
