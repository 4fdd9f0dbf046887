//! The first half of a rotation: the old key is read, and a new one with its settings created,
//! pending, and tried. Nothing of the old key is touched.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::copy::Shown;
use super::finish::Successor;
use super::record::RotationRecord;
use super::same::{is_copied, is_unchanged};
use crate::check;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs::PENDING;
use crate::jobs::job::Job;
use crate::jobs::look::{Contender, Look};
use crate::jobs::name::{self, Kind};
use crate::jobs::pending::{Fresh, Wanted};
use crate::keys::{ApiKey, Change, CreatedKey, Rotation};

/// How often a call creates a key in place of one that gave way.
const MOST_BEGINNINGS: u32 = 3;

/// What came of the first half.
pub(super) enum Begun {
    /// A new key, pending, whose secret is to be stored.
    Key {
        created: Box<CreatedKey>,
        record: Box<RotationRecord>,
        /// When the old key will end, unless it is deleted.
        old_ends_at: Timestamp,
        /// Whether the old key may be the client's own.
        may_be_own: bool,
        /// Whether it surely is.
        is_surely_own: bool,
    },
    /// What an earlier run began was finished: its new key, and when the old one ends.
    Finished {
        id: String,
        old_ends_at: Option<Timestamp>,
    },
}

/// What the list says of a key that is to be rotated.
enum Situation<'a> {
    /// Nobody is at it.
    Open(&'a ApiKey),
    /// Somebody has a pending key for it.
    Pending(Contender<'a>),
    /// An earlier run made its successor lasting, and stopped there.
    Unfinished(Successor<'a>),
    /// It was rotated: its successor.
    Retired(&'a ApiKey, &'a ApiKey),
    Missing,
}

impl Job<'_> {
    pub(super) fn begin_rotation(&self, id: &str, rotation: &Rotation) -> Result<Begun, Error> {
        check::id(id)?;
        rotation.check()?;
        let (mut beginnings, mut seen) = (0, None);
        while beginnings < MOST_BEGINNINGS {
            let look = seen.take().map_or_else(|| self.look(), Ok)?;
            // Of this call: what is left of a beginning that gave way.
            self.remove_own(&look, &[]);
            self.check_kinds(&look, id)?;
            match situation(&look, (id, &self.call), rotation)? {
                Situation::Open(old) => {
                    beginnings += 1;
                    if let Some(begun) = self.begin_with(&look, old, rotation)? {
                        return Ok(begun);
                    }
                }
                Situation::Pending(other) => seen = Some(self.wait_for(&other, &look)?),
                Situation::Unfinished(successor) => {
                    return self.finish_earlier(&look, &successor, rotation);
                }
                Situation::Retired(old, new) => {
                    let old_ends_at = self.delete_retired(old, rotation)?;
                    let id = new.id.clone();
                    return Ok(Begun::Finished { id, old_ends_at });
                }
                Situation::Missing => {
                    beginnings += 1;
                    self.check_missing(id, &look)?;
                }
            }
        }
        let what = "the key was changed, or rotated by others, each time that this call began";
        Err(self.error(ErrorCode::Conflict, what))
    }

    /// What a later version has made lasting for this key isn't this one's to finish: what
    /// "lasting" means of its kind isn't known.
    fn check_kinds(&self, look: &Look, old_id: &str) -> Result<(), Error> {
        let is_strange = |it: &Contender<'_>| it.committed && it.name.kind != Kind::Rotate;
        match successors(look, old_id).find(is_strange) {
            None => Ok(()),
            Some(new) => {
                let what = format!(
                    "{} was made for this key in a way that this version of venice-keys doesn't \
                     know",
                    new.key.id
                );
                let error = self.error(ErrorCode::Conflict, what);
                Err(error.with_advice("update venice-keys; nothing was changed"))
            }
        }
    }

    /// The key isn't in the list: either it is gone, or the list lags behind.
    fn check_missing(&self, id: &str, look: &Look) -> Result<(), Error> {
        let old = self.get(id)?;
        match old.expires_at {
            Some(end) if end <= look.clock.now() => {
                let what = "the key has expired: there is nothing to rotate";
                Err(self.error(ErrorCode::NotFound, what))
            }
            _ => self.settle(),
        }
    }

    /// Looks again, after a while, at what becomes of another's pending key; fails when that isn't
    /// known in time.
    fn wait_for(&self, other: &Contender<'_>, look: &Look) -> Result<Look, Error> {
        const GLANCE: Duration = Duration::from_millis(500);
        let wait = self.client.settings().settle.max(GLANCE);
        if wait >= self.left() {
            return Err(self.is_rotated_by(other, look));
        }
        self.wait(wait)?;
        self.look().map_err(|error| match error.code() {
            // The deadline cut that look off: what was seen before is what there is to say.
            ErrorCode::Timeout => self.is_rotated_by(other, look),
            _ => error,
        })
    }

    fn is_rotated_by(&self, other: &Contender<'_>, look: &Look) -> Error {
        let end = other.key.expires_at.unwrap_or_else(|| look.clock.now());
        let what = format!(
            "another run is rotating this key: its new key {} is lasting or gone at {end:.0}",
            other.key.id
        );
        let error = self.error(ErrorCode::InProgress, what);
        let error = error.with_advice("make the same call again then");
        error.with_retry_after(Some(look.clock.until(end)))
    }

    /// Creates the new key; `None`: it gave way to another's, or the old one has changed.
    fn begin_with(
        &self,
        look: &Look,
        old: &ApiKey,
        rotation: &Rotation,
    ) -> Result<Option<Begun>, Error> {
        let shown = match self.get_shown(&old.id) {
            // It went a moment ago, and the list doesn't show that yet.
            Err(error) if error.says_no_such_key() => return self.settle().map(|()| None),
            shown => shown?,
        };
        if !is_unchanged(old, &shown.key) {
            return self.settle().map(|()| None);
        }
        let new_key = shown.copy(rotation)?;
        check_gain(&shown, rotation, look.clock.now())?;
        self.check_twin(look, old, rotation)?;
        self.check_name(look, old, rotation)?;
        let wanted = Wanted {
            kind: Kind::Rotate,
            new_key: &new_key,
            old: Some(&old.id),
        };
        let look = Look {
            keys: look.keys.clone(),
            clock: look.clock,
        };
        let (fresh, lost) = self.create_surely(&wanted, look)?;
        let begun = self.check_new(&fresh, &shown, rotation, lost);
        if !matches!(begun, Ok(Some(_))) {
            self.drop_own(&fresh.created.id);
        }
        begun
    }

    /// A key that seems to have been rotated, by way of one that is gone, isn't rotated again: that
    /// would make a second key of its name.
    fn check_twin(&self, look: &Look, old: &ApiKey, rotation: &Rotation) -> Result<(), Error> {
        let keeps_name = match &rotation.description {
            Change::Set(name) => old.description.as_ref() == Some(name),
            Change::Keep | Change::Clear => true,
        };
        let Some((end, twin)) = old.expires_at.zip(look.newer_twin(old)) else {
            return Ok(());
        };
        match keeps_name {
            false => Ok(()),
            true => {
                let what = format!(
                    "the key seems to have been rotated before: it ends at {end:.0}, and a newer \
                     key has its description: {}",
                    twin.id
                );
                let error = self.error(ErrorCode::Conflict, what);
                Err(error.with_advice(
                    "rotate the newer key; if this one wasn't rotated, give its successor another \
                     description",
                ))
            }
        }
    }

    /// A new name must be one that no other key has.
    fn check_name(&self, look: &Look, old: &ApiKey, rotation: &Rotation) -> Result<(), Error> {
        let Change::Set(name) = &rotation.description else {
            return Ok(());
        };
        let is_other = |key: &&ApiKey| key.id != old.id && !look.is_retired(key);
        match look.named(name).find(is_other) {
            Some(other) if old.description.as_ref() != Some(name) => {
                let what = format!("another key has this description: {}", other.id);
                Err(self.error(ErrorCode::Conflict, what))
            }
            _ => Ok(()),
        }
    }

    /// Tries the new secret, and looks whether the new key may stay.
    fn check_new(
        &self,
        fresh: &Fresh,
        old: &Shown,
        rotation: &Rotation,
        lost: bool,
    ) -> Result<Option<Begun>, Error> {
        self.try_secret(&fresh.created, old.key.api_key_type.as_ref(), rotation)?;
        self.settle()?;
        let look = self.look()?;
        if lost {
            self.remove_own(&look, &[&fresh.created.id]);
        }
        let Some(own) = fresh.seen_in(&look)? else {
            return Ok(None);
        };
        let Shown {
            key: old, unknown, ..
        } = old;
        let gives_way = |other: Contender<'_>| {
            let is_first = other.name.call != self.call && order(&other) < order(&own);
            other.key.id != own.key.id && (other.committed || is_first)
        };
        let is_as_it_was = look.find(&old.id).is_some_and(|now| is_unchanged(old, now));
        if !is_as_it_was || successors(&look, &old.id).any(gives_way) {
            return Ok(None);
        }
        let is_restricted = old.ip_allowlist.as_ref().is_some_and(|it| !it.is_empty());
        let new = match own.key.ip_allowlist {
            // The list may not show it where the single key does.
            None if is_restricted => &self.get(&own.key.id)?,
            _ => own.key,
        };
        is_copied(old, new, rotation).map_err(|error| error.of(self.operation))?;
        if unknown.may_restrict() {
            unknown.check_copy(&self.get_shown(&own.key.id)?.unknown)?;
        }
        let record = RotationRecord::new(self.operation, fresh, &old.id, rotation)?;
        let mark = name::mark(&old.id, &own.key.id);
        let now = look.clock.now();
        Ok(Some(Begun::Key {
            old_ends_at: record.retirement().end(now, old.expires_at, mark),
            may_be_own: self.may_be_own(old),
            is_surely_own: self.is_surely_own(&old.id, &look),
            created: Box::new(fresh.created.clone()),
            record: Box::new(record),
        }))
    }
}

/// A copy that ends before the old key's users have moved on gains nothing.
fn check_gain(old: &Shown, rotation: &Rotation, now: Timestamp) -> Result<(), Error> {
    let grace = SignedDuration::try_from(rotation.grace).unwrap_or(SignedDuration::MAX);
    let needed = now.saturating_add(grace).unwrap_or(Timestamp::MAX);
    match old.key.expires_at {
        Some(end) if rotation.expires_at == Change::Keep && end <= needed => {
            let rule = "must be given: the old key's own is over before the grace would be";
            Err(Error::input("expiresAt", rule))
        }
        _ => Ok(()),
    }
}

/// The new keys that are being made for an old one, or were and haven't got their names.
fn successors<'a>(look: &'a Look, old_id: &str) -> impl Iterator<Item = Contender<'a>> {
    let hash = name::hash(old_id);
    look.contenders()
        .filter(move |contender| contender.name.old.as_ref() == Some(&hash))
}

fn order<'a>(contender: &Contender<'a>) -> (Option<Timestamp>, &'a str) {
    (contender.key.created_at, &contender.key.id)
}

/// What the list says to a call that is to rotate a key.
fn situation<'a>(
    look: &'a Look,
    (id, call): (&str, &str),
    rotation: &Rotation,
) -> Result<Situation<'a>, Error> {
    let old = look.find(id);
    let is_being_made = |text: &str| text.starts_with(PENDING);
    if old
        .and_then(|old| old.description.as_deref())
        .is_some_and(is_being_made)
    {
        let rule = "is that of a key that is being made, or of a rotation's new key that hasn't \
                    got its name: rotate the old key again, which finishes that";
        return Err(Error::input("id", rule));
    }
    let first = |committed: bool| {
        let is_meant = |it: &Contender<'_>| it.committed == committed;
        let is_others = |it: &Contender<'_>| it.committed || it.name.call != call;
        let found = successors(look, id).filter(|it| is_meant(it) && is_others(it));
        found.min_by(|one, other| order(one).cmp(&order(other)))
    };
    if let Some(new) = first(true) {
        let old_id = id.to_owned();
        return Ok(Situation::Unfinished(Successor { old_id, new }));
    }
    let Some(old) = old else {
        return Ok(Situation::Missing);
    };
    if let Some(new) = twin(look, old, rotation) {
        return Ok(Situation::Retired(old, new));
    }
    Ok(first(false).map_or(Situation::Open(old), Situation::Pending))
}

/// The key that has succeeded another: a newer one, of its name, that the other's end is marked
/// with.
fn twin<'a>(look: &'a Look, old: &ApiKey, rotation: &Rotation) -> Option<&'a ApiKey> {
    let mark = old.expires_at.map(Timestamp::subsec_millisecond)?;
    let names = [
        old.description.as_ref(),
        match &rotation.description {
            Change::Set(given) => Some(given),
            Change::Keep | Change::Clear => None,
        },
    ];
    look.keys.iter().find(|new| {
        new.id != old.id
            && new.description.is_some()
            && names.contains(&new.description.as_ref())
            && new.created_at > old.created_at
            && mark == name::mark(&old.id, &new.id)
    })
}
