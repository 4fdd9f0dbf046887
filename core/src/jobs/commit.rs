//! The last step: a pending key is made lasting, or given up.

use std::time::Duration;

use super::job::Job;
use super::look::Look;
use super::name::{Kind, PendingName};
use super::pending::FENCE;
use super::record::{KeyRecord, Record};
use crate::client::{Client, given_up};
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{ApiKey, Change, Expiry, KeyUpdate, update_call};
use crate::perform::{Failed, chance, read_data};
use crate::retry::{Failure, wait_before_resending};
use crate::wire::time::written;

/// What became of a change that must be known to have been made.
#[derive(Debug)]
pub(crate) enum Patched {
    /// The key is as it was asked to be.
    Done,
    /// There is no such key any more, and so there never will be a change of it.
    Gone,
    /// The change may have been made, or may still be.
    Unknown(Error),
}

impl Client {
    /// Makes a pending key lasting, once its secret is stored. False: its hold was over, and
    /// nothing is left of it: begin again.
    #[doc(hidden)]
    pub fn commit_pending(&self, record: &str) -> Result<bool, Error> {
        match Record::read(record)? {
            Record::Key(key) => key.job(self).commit(&key),
            Record::Rotation(rotation) => rotation.job(self).commit_rotation(&rotation),
        }
    }

    /// Whether a pending key's secret may still be stored: as far as this client knows the server's
    /// clock, its hold leaves the time to make it lasting. False: to be left, as it ends by itself.
    #[doc(hidden)]
    pub fn may_store(&self, record: &str) -> bool {
        match (Record::read(record), self.server_clock()) {
            (Ok(Record::Key(key)), Some(clock)) => clock.until(key.pending.0.ends_at()) >= FENCE,
            // The commit looks at the list, and says what is wrong with a record.
            _ => true,
        }
    }

    /// Deletes a pending key whose secret can't be stored.
    #[doc(hidden)]
    pub fn abort_pending(&self, record: &str) -> Result<(), Error> {
        match Record::read(record)? {
            Record::Key(key) => key.job(self).abort(&key),
            Record::Rotation(rotation) => rotation.job(self).abort_rotation(&rotation),
        }
    }
}

impl Job<'_> {
    pub(super) fn commit(&self, record: &KeyRecord) -> Result<bool, Error> {
        let left = self.hold_left(record)?;
        if left < FENCE {
            return self.outlive(record, left);
        }
        let patched = self.patch_seen(&record.id, &record.update());
        match patched.map_err(|refused| refused.commit_of(record))? {
            Patched::Done => {}
            Patched::Gone => return self.is_gone(record),
            Patched::Unknown(error) => return Err(unknown(error, record)),
        }
        match record.look_after {
            true => self.look_after(record),
            false => Ok(true),
        }
    }

    /// How much of the hold is left. What the client knows of the server's clock is what some
    /// response said, and the monotonic time since. That is behind if this machine slept meanwhile:
    /// then the server refuses the commit of a key that has ended. It is ahead if that response was
    /// wrong, or the server's clock was set back. So it takes a new list to show that there is too
    /// little time: a key that lives, and whose secret is stored, isn't given up.
    fn hold_left(&self, record: &KeyRecord) -> Result<Duration, Error> {
        let end = record.pending.0.ends_at();
        let known = self.client.server_clock().map(|clock| clock.until(end));
        if let Some(left) = known.filter(|left| *left >= FENCE) {
            return Ok(left);
        }
        let look = self.look().map_err(|error| unknown(error, record))?;
        check_own(record, &look)?;
        Ok(look.clock.until(end))
    }

    /// There is too little time to make the key lasting. An earlier request to do so may still
    /// arrive: what became of it is known once the hold is over.
    fn outlive(&self, record: &KeyRecord, left: Duration) -> Result<bool, Error> {
        let waited = self.wait(left + Duration::from_secs(1));
        waited.map_err(|error| unknown(error, record))?;
        let look = self.look().map_err(|error| unknown(error, record))?;
        match look.find(&record.id) {
            Some(key) if shows(key, &record.update()) => Ok(true),
            Some(_) => {
                let error = self.error(ErrorCode::BadResponse, "the key outlived its end");
                Err(unknown(error, record))
            }
            None => self.is_gone(record),
        }
    }

    fn is_gone(&self, record: &KeyRecord) -> Result<bool, Error> {
        match record.pending.0.kind {
            Kind::CreateOnce => Err(self
                .error(
                    ErrorCode::PendingLost,
                    format!("the key {} ended before it was made lasting", record.id),
                )
                .with_advice(
                    "discard the secret stored under this id, and give `store` more time",
                )),
            _ => Ok(false),
        }
    }

    /// What must be looked at once the key is lasting: keys whose creates were lost, and whether
    /// somebody else made one of this name.
    fn look_after(&self, record: &KeyRecord) -> Result<bool, Error> {
        // The key is lasting whether this can be read or not.
        let Ok(look) = self.look() else {
            return Ok(true);
        };
        self.remove_own(&look, &[&record.id]);
        let named = || look.named(&record.description);
        let other = named().find(|key| key.id != record.id && !look.is_retired(key));
        match other.filter(|_| record.pending.0.kind == Kind::Ensure) {
            Some(other) => Err(self.conflict(&record.id, &other.id)),
            None => Ok(true),
        }
    }

    /// Two keys have one name.
    pub(crate) fn conflict(&self, one: &str, other: &str) -> Error {
        let what = format!("two keys have this description: {one} and {other}");
        let error = self.error(ErrorCode::Conflict, what);
        error.with_advice("delete or rename one of them")
    }

    fn abort(&self, record: &KeyRecord) -> Result<(), Error> {
        let look = self.look()?;
        check_own(record, &look)?;
        // A list may not show it yet.
        let shown = match look.find(&record.id) {
            Some(key) => Ok(key.clone()),
            None => self.get(&record.id),
        };
        match shown {
            Ok(key) if is_of(record, &key) => self.delete(&record.id),
            Ok(_) => {
                let rule = "is that of a key that was made lasting";
                Err(Error::input("record", rule))
            }
            Err(error) if error.says_no_such_key() => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn delete(&self, id: &str) -> Result<(), Error> {
        let deleted = self.client.delete_until(self.operation, id, self.deadline);
        deleted.or_else(|error| match error.says_no_such_key() {
            true => Ok(()),
            false => Err(error),
        })
    }

    /// Changes a key, and sends the change again until the server says what became of it: no
    /// setting of retries limits that, only the call's deadline. It counts as made only if the key
    /// is seen to have the description and the expiry that it was to get.
    pub(crate) fn patch_surely(&self, id: &str, update: &KeyUpdate) -> Result<Patched, Error> {
        self.patch_seen(id, update).map_err(|refused| refused.error)
    }

    fn patch_seen(&self, id: &str, update: &KeyUpdate) -> Result<Patched, Refused> {
        let call = update_call(self.operation, id, update)?;
        let mut open = false;
        if self.client.is_cancelled() {
            return Err(given_up(self.operation).into());
        }
        for attempts in 0u32.. {
            let Failed { failure, error, .. } =
                match self.client.attempt(&call, self.left(), attempts + 1) {
                    Ok(response) => {
                        if let Some(said) = response.date {
                            self.client.note_server_clock(ServerClock::saying(said));
                        }
                        return match read_data::<ApiKey>(&call, &response) {
                            Ok(key) if shows(&key, update) => Ok(Patched::Done),
                            _ => self.patched(id, update),
                        };
                    }
                    Err(failed) => failed,
                };
            if error.says_no_such_key() {
                return Ok(Patched::Gone);
            }
            open |= failure.hides_the_outcome();
            let again = failure.hides_the_outcome()
                || matches!(failure, Failure::NotSent | Failure::Status(429, _));
            let wait = again
                .then(|| {
                    wait_before_resending(attempts, error.retry_after(), self.left(), chance())
                })
                .flatten();
            if !wait.is_some_and(|wait| self.client.wait(wait)) {
                return match open {
                    true => Ok(Patched::Unknown(error)),
                    false => Err(error.into()),
                };
            }
        }
        Err(given_up(self.operation).into())
    }

    fn otherwise(&self, id: &str, key: &ApiKey) -> Error {
        let expires = match key.expires_at {
            Some(end) => format!("expires at {}", written(end)),
            None => "never expires".to_owned(),
        };
        let described = key.description.as_deref().unwrap_or_default();
        let what = format!(
            "the server accepted a change of the key {id}, but the key has the description \
             {described:?} and {expires}"
        );
        self.error(ErrorCode::BadResponse, what)
    }

    /// What became of a change to which the server said yes without showing it.
    fn patched(&self, id: &str, update: &KeyUpdate) -> Result<Patched, Refused> {
        let read = self.settle().and_then(|()| self.get(id));
        match read {
            Ok(key) if shows(&key, update) => Ok(Patched::Done),
            Ok(key) => Err(Refused {
                error: self.otherwise(id, &key),
                shown: Some(Box::new(key)),
            }),
            Err(error) if error.says_no_such_key() => Ok(Patched::Gone),
            Err(error) => Ok(Patched::Unknown(error)),
        }
    }
}

/// A change that wasn't made, or not as it was asked for.
struct Refused {
    error: Error,
    /// The key as it was seen afterwards.
    shown: Option<Box<ApiKey>>,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self { error, shown: None }
    }
}

impl Refused {
    /// The error of a call that was to make a key lasting. It may be so, whatever it is called.
    fn commit_of(self, record: &KeyRecord) -> Error {
        let ends = |key: Box<ApiKey>| record.pending.0.is_pending(&key);
        if self.shown.is_none_or(ends) {
            return self.error;
        }
        let id = &record.id;
        self.error.meaning(
            ErrorCode::OutcomeUnknown,
            |said| format!("the key {id} lasts, but not as it was to be: {said}"),
            "its secret was handed over: keep it and put the key right, or delete the key",
        )
    }
}

/// Whether a key has the description and the expiry that it was to get.
fn shows(key: &ApiKey, update: &KeyUpdate) -> bool {
    let described = match &update.description {
        Change::Keep => true,
        Change::Clear => key.description.as_deref().unwrap_or_default().is_empty(),
        Change::Set(text) => key.description.as_ref() == Some(text),
    };
    let expires = match &update.expires_at {
        Change::Keep => true,
        Change::Clear => key.expires_at.is_none(),
        Change::Set(end) => key.expires_at == Expiry::moment(*end),
    };
    described && expires
}

/// A record from elsewhere may name only the key that it was made for.
fn check_own(record: &KeyRecord, look: &Look) -> Result<(), Error> {
    let Some(key) = look.find(&record.id) else {
        return Ok(());
    };
    let is_final = key.description.as_ref() == Some(&record.description);
    match is_final || is_of(record, key) {
        true => Ok(()),
        false => Err(Error::input("record", "is that of another key")),
    }
}

/// Whether a key is the pending one of a record.
fn is_of(record: &KeyRecord, key: &ApiKey) -> bool {
    let name = key.description.as_deref().and_then(PendingName::read);
    name.as_ref() == Some(&record.pending.0)
}

fn unknown(error: Error, record: &KeyRecord) -> Error {
    let id = &record.id;
    let end = written(record.pending.0.ends_at());
    error.meaning(
        ErrorCode::OutcomeUnknown,
        |said| {
            format!(
                "the key {id} was created and its secret handed over, but whether it was made \
                 lasting isn't known ({said}): at {end} it has its description, or it is gone"
            )
        },
        "look with `list_keys` then",
    )
}
