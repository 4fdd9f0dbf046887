//! The second half of a rotation: the new key becomes lasting, the old one gets its end, the new
//! one its name, and the old one goes. From the first request on nothing is taken back: each step
//! is one that a rerun, of this process or another, goes on from.

use std::time::Duration;

use jiff::Timestamp;

use super::begin::Begun;
use super::record::{Retirement, RotationRecord};
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs::commit::Patched;
use crate::jobs::is_pending;
use crate::jobs::job::Job;
use crate::jobs::look::{Contender, Look};
use crate::jobs::name::{self, PendingName};
use crate::jobs::pending::FENCE;
use crate::keys::{ApiKey, Change, Expiry, KeyUpdate, Rotation};

/// A new key that is lasting, and whose rotation wasn't finished.
pub(super) struct Successor<'a> {
    pub(super) old_id: String,
    pub(super) new: Contender<'a>,
}

/// The steps that are left once the new key is lasting.
struct Rest<'a> {
    id: &'a str,
    old_id: &'a str,
    /// What the new key is to be called.
    description: &'a str,
    retirement: Retirement,
}

impl Job<'_> {
    /// Makes the new key lasting, and retires the old one. False: the hold was over, and nothing of
    /// the new key is left.
    pub(crate) fn commit_rotation(&self, record: &RotationRecord) -> Result<bool, Error> {
        let look = self.look()?;
        check_own(record, &look)?;
        let look = match look.find(&record.id) {
            Some(new) if !is_pending(new) => look,
            _ => match self.make_lasting(record, look) {
                Ok(Some(look)) => look,
                Ok(None) => {
                    self.client.key().rotations.forget(&record.id);
                    return Ok(false);
                }
                Err(error) => return Err(error.with_resume(record.text())),
            },
        };
        let rest = Rest {
            id: &record.id,
            old_id: &record.old_id,
            description: &record.description,
            retirement: record.retirement(),
        };
        let finished = self.finish(&look, &rest);
        let finished = finished.map_err(|error| error.with_resume(record.text()));
        finished.map(|_| true)
    }

    /// The commit itself. `None`: the hold was over.
    fn make_lasting(&self, record: &RotationRecord, look: Look) -> Result<Option<Look>, Error> {
        let left = look.clock.until(record.ends_at());
        if left < FENCE {
            return self.outlive_rotation(record, left);
        }
        self.client.key().rotations.committing(&record.id);
        match self.patch_surely(&record.id, &record.commit())? {
            Patched::Done => Ok(Some(look)),
            Patched::Gone => Ok(None),
            Patched::Unknown(error) => Err(unknown(error, record)),
        }
    }

    /// There is too little time to make the key lasting; a request to do so that was sent earlier
    /// may still arrive. Once the hold is over it is known.
    fn outlive_rotation(
        &self,
        record: &RotationRecord,
        left: Duration,
    ) -> Result<Option<Look>, Error> {
        let waited = self.wait(left + Duration::from_secs(1));
        let look = waited.and_then(|()| self.look());
        let look = look.map_err(|error| unknown(error, record))?;
        match look.find(&record.id) {
            None => Ok(None),
            Some(new) if !is_pending(new) => Ok(Some(look)),
            Some(_) => {
                let what = "the list still shows the key after its end";
                Err(unknown(self.error(ErrorCode::BadResponse, what), record))
            }
        }
    }

    /// Finishes what an earlier run began: its new key is lasting, and its secret stored.
    pub(super) fn finish_earlier(
        &self,
        look: &Look,
        successor: &Successor<'_>,
        rotation: &Rotation,
    ) -> Result<Begun, Error> {
        let Successor { old_id, new } = successor;
        let description = self.description_of(look, successor, rotation)?;
        let rest = Rest {
            id: &new.key.id,
            old_id,
            description: &description,
            retirement: Retirement::of(rotation, new.name.ends_at()),
        };
        let old_ends_at = self.finish(look, &rest)?;
        let id = new.key.id.clone();
        Ok(Begun::Finished { id, old_ends_at })
    }

    /// What the earlier run was to call its new key: the key's name has the hash of it.
    fn description_of(
        &self,
        look: &Look,
        successor: &Successor<'_>,
        rotation: &Rotation,
    ) -> Result<String, Error> {
        let Successor { old_id, new } = successor;
        let is_it = |text: &String| name::hash(text) == new.name.name;
        if let Change::Set(given) = &rotation.description
            && is_it(given)
        {
            return Ok(given.clone());
        }
        let listed = look.find(old_id).and_then(|old| old.description.clone());
        // An expired key isn't in the list any more, but may still be read.
        let read = || self.get(old_id).ok().and_then(|old| old.description);
        listed.or_else(read).filter(is_it).ok_or_else(|| {
            let rule = format!(
                "must be that which an earlier run was to give the new key {}, whose rotation it \
                 didn't finish",
                new.key.id
            );
            Error::input("description", rule)
        })
    }

    /// Retires the old key, names the new one, deletes the old one; says when that ends if it isn't
    /// deleted.
    fn finish(&self, look: &Look, rest: &Rest<'_>) -> Result<Option<Timestamp>, Error> {
        let old = look.find(rest.old_id);
        let is_own = old.is_some_and(|old| self.may_be_own(old));
        // Calls under way go on with the old one, which lasts long enough for them.
        if let Some(secret) = self.client.key().rotations.take_own(rest.id) {
            self.client.rotate_own_key(secret);
        }
        let retired = self.retire(look, old, rest).and_then(|end| {
            self.name_new(rest)?;
            match old {
                Some(old) if end.is_some() => self.delete_old(old, end, is_own, &rest.retirement),
                _ => Ok(end),
            }
        });
        if retired.is_ok() {
            self.client.key().rotations.finished(rest.id);
        }
        retired.map_err(|error| lasting(error, rest.id))
    }

    /// Gives the old key its end and its mark, unless it has them; says when it ends.
    fn retire(
        &self,
        look: &Look,
        old: Option<&ApiKey>,
        rest: &Rest<'_>,
    ) -> Result<Option<Timestamp>, Error> {
        let Some(old) = old else { return Ok(None) };
        let mark = name::mark(&old.id, rest.id);
        let is_marked = |end: Timestamp| end.subsec_millisecond() == mark;
        if old.expires_at.is_some_and(is_marked) {
            return Ok(old.expires_at);
        }
        let now = look.clock.now();
        let end = rest.retirement.end(now, old.expires_at, mark);
        if end <= now {
            // It ends this very second, by itself.
            return Ok(old.expires_at);
        }
        let update = KeyUpdate::new().expires_at(Expiry::At(end));
        match self.patch_surely(&old.id, &update)? {
            Patched::Done => Ok(Some(end)),
            Patched::Gone => Ok(None),
            Patched::Unknown(error) => Err(error),
        }
    }

    /// Gives the new key its name, if nobody else has made a key of that name meanwhile.
    fn name_new(&self, rest: &Rest<'_>) -> Result<(), Error> {
        let look = self.look()?;
        let Some(new) = look.find(rest.id) else {
            let what = format!("the new key {} was deleted by somebody else", rest.id);
            return Err(self.error(ErrorCode::NotFound, what));
        };
        if new
            .description
            .as_deref()
            .and_then(PendingName::read)
            .is_none()
        {
            // It has its name, or one that somebody else gave it.
            return Ok(());
        }
        // Keys that shared the name before are none of a rotation's business.
        let old = look.find(rest.old_id);
        let renames = old.is_some_and(|old| old.description.as_deref() != Some(rest.description));
        let other = look.named(rest.description).find(|other| {
            let is_theirs = other.id != rest.id && other.id != rest.old_id;
            let is_new = renames || other.created_at >= new.created_at;
            is_theirs && is_new && !look.is_retired(other)
        });
        if let Some(other) = other {
            return Err(self.conflict(rest.id, &other.id));
        }
        let update = KeyUpdate::new().description(rest.description);
        match self.patch_surely(rest.id, &update)? {
            Patched::Done => Ok(()),
            Patched::Gone => {
                let what = format!("the new key {} was deleted by somebody else", rest.id);
                Err(self.error(ErrorCode::NotFound, what))
            }
            Patched::Unknown(error) => Err(error),
        }
    }

    /// Deletes a key whose rotation was finished but for that; says when it ends if it isn't.
    pub(super) fn delete_retired(
        &self,
        old: &ApiKey,
        rotation: &Rotation,
    ) -> Result<Option<Timestamp>, Error> {
        let end = old.expires_at;
        let retirement = Retirement::of(rotation, end.unwrap_or(Timestamp::MAX));
        self.delete_old(old, end, self.may_be_own(old), &retirement)
    }

    fn delete_old(
        &self,
        old: &ApiKey,
        end: Option<Timestamp>,
        is_own: bool,
        retirement: &Retirement,
    ) -> Result<Option<Timestamp>, Error> {
        if !retirement.deletes(is_own) {
            return Ok(end);
        }
        match self
            .client
            .delete_until(self.operation, &old.id, self.deadline)
        {
            Ok(()) => Ok(None),
            Err(error) if error.says_no_such_key() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes the new key, whose secret can't be stored.
    pub(crate) fn abort_rotation(&self, record: &RotationRecord) -> Result<(), Error> {
        let look = self.look()?;
        check_own(record, &look)?;
        let Some(new) = look.find(&record.id) else {
            return Ok(());
        };
        if !is_pending(new) || self.client.key().rotations.is_committing(&record.id) {
            let rule = "is that of a rotation whose new key was, or may have been, made lasting: \
                        finish it";
            return Err(Error::input("record", rule));
        }
        self.client.key().rotations.forget(&record.id);
        match self
            .client
            .delete_until(self.operation, &record.id, self.deadline)
        {
            Err(error) if error.says_no_such_key() => Ok(()),
            deleted => deleted,
        }
    }
}

/// A record from elsewhere may name only the key that it was made for.
fn check_own(record: &RotationRecord, look: &Look) -> Result<(), Error> {
    let named = look
        .find(&record.id)
        .and_then(|new| new.description.as_deref());
    match named {
        None => Ok(()),
        Some(name) if name == record.description => Ok(()),
        Some(name) if PendingName::read(name).as_ref() == Some(&record.pending.0) => Ok(()),
        Some(_) => Err(Error::input("record", "is that of another key")),
    }
}

/// Whether the new key was made lasting isn't known yet.
fn unknown(error: Error, record: &RotationRecord) -> Error {
    let end = record.ends_at();
    let id = &record.id;
    error.meaning(
        ErrorCode::OutcomeUnknown,
        |said| {
            format!(
                "the new key {id} may have been made lasting, but no reliable response came back \
                 ({said}): at {end:.0} it is lasting, or gone"
            )
        },
        "keep both secrets until then; commit the record again, or rotate the old key again, which \
         finishes it or begins anew",
    )
}

/// A step failed after the new key was made lasting.
fn lasting(error: Error, id: &str) -> Error {
    let advice = match error.code() {
        ErrorCode::Conflict => {
            "delete or rename the other key; then rotate the old key again, or commit the record \
             again, which finishes it"
        }
        _ => "rotate the old key again, or commit the record again, which finishes it",
    };
    let code = error.code();
    error.meaning(
        code,
        |said| format!("the new key {id} is lasting, but the rotation isn't finished ({said})"),
        advice,
    )
}
