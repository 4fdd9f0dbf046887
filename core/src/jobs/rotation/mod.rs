//! Rotating a key: a new one with the same settings takes its place, and nobody is cut off.
//!
//! The description is always on one of the two keys, and so is the link between them: while the new
//! key has its pending name, that says whose successor it is; from then on the old key's end does,
//! by its milliseconds. That decides the order of the steps, and lets any process go on from any of
//! them.

mod begin;
mod copy;
mod finish;
mod memory;
mod own;
mod record;
mod same;
#[cfg(test)]
mod tests;
mod trial;
mod unknown;

use jiff::Timestamp;
use serde::Serialize;

use self::begin::Begun;
pub(crate) use self::memory::Rotations;
pub(crate) use self::record::RotationRecord;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs::job::Job;
use crate::jobs::record::Record;
use crate::jobs::store::{self, Store, stored};
use crate::keys::{CreatedKey, Rotation};
use crate::operations::Operation;
use crate::wire;
use crate::wire::open_enum;

open_enum! {
    /// What a rotation came to.
    RotationOutcome {
        /// There is a new key, and it isn't lasting yet.
        Pending = "pending",
        /// The new key has taken the old one's place.
        Rotated = "rotated",
        /// It had done so before, or an earlier run had begun it: what was left to do was done. The
        /// earlier run stored the new secret.
        AlreadyRotated = "already_rotated",
    }
}

/// A key that was rotated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RotatedKey {
    /// What it came to.
    pub outcome: RotationOutcome,
    /// The new key's id.
    pub id: String,
    /// The old key's id.
    pub old_id: String,
    /// When the old key ends; `None`: it is deleted.
    #[serde(with = "wire::time")]
    pub old_expires_at: Option<Timestamp>,
    /// The new key, with its secret; `None` if an earlier run created it.
    pub created: Option<CreatedKey>,
}

/// A rotation that was begun, and waits to be committed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PendingRotation {
    /// [`Pending`](RotationOutcome::Pending), or
    /// [`AlreadyRotated`](RotationOutcome::AlreadyRotated): then nothing is left to do.
    pub outcome: RotationOutcome,
    /// The new key's id.
    pub id: String,
    /// The old key's id.
    pub old_id: String,
    /// When the new key ends unless the rotation is committed: some time before this it can't be
    /// committed any more. `None`: there is nothing to commit.
    #[serde(with = "wire::time")]
    pub ends_at: Option<Timestamp>,
    /// The new key, with its secret, as it will be.
    pub created: Option<CreatedKey>,
    /// What [`Client::commit_rotation`] and [`Client::abort_rotation`] take. It holds no secret:
    /// store it with the new secret. `None`: there is nothing to commit.
    pub record: Option<String>,
}

/// A rotation before its `store`.
#[doc(hidden)]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BegunRotation {
    /// What the call returns.
    pub result: RotatedKey,
    /// What it goes on with; `None`: it is over.
    pub record: Option<String>,
}

impl store::Begun for BegunRotation {
    type Result = RotatedKey;

    fn apart(self) -> (RotatedKey, Option<String>) {
        (self.result, self.record)
    }

    fn created(result: &RotatedKey) -> Option<&CreatedKey> {
        result.created.as_ref()
    }
}

impl Client {
    /// Replaces a key with a new one of the same settings, without cutting anybody off. Needs an
    /// ADMIN key.
    ///
    /// At every moment, whatever dies, at least one of the two keys works, lasts as long as the old
    /// one was to last, and has its secret stored.
    ///
    /// Every setting of the old key is copied, except those that are given; one that Venice
    /// doesn't show must be given, or cleared. The new key is created under a name that starts with
    /// `vk-pending:`, with an expiry some minutes away
    /// ([`ClientBuilder::hold`](crate::ClientBuilder::hold)). Its secret is tried, then handed to
    /// `store`; when `store` has returned, the key is made lasting, and only then is the old one
    /// touched: it gets an end that Venice keeps, at least
    /// [`grace`](crate::Rotation#structfield.grace) away, the new key gets its name, and without a
    /// grace the old one is deleted. Each of its steps, before and after `store`, has the client's
    /// timeout.
    ///
    /// **If it fails, or your program dies, make the same call again**: it finishes what was begun,
    /// and never makes a third key. A new key that wasn't made lasting ends by itself; until then
    /// another run waits for it. What an earlier run made lasting is finished without `store`: its
    /// secret was stored then, and the outcome is
    /// [`AlreadyRotated`](RotationOutcome::AlreadyRotated).
    ///
    /// A rotation needs a free place among the 500 keys of an account: the old key is never deleted
    /// first. The new key's period starts at zero, so a rotation can double what is spent in one.
    /// It is for continuity: a key that leaked is to be deleted first. If it is the client's own
    /// key that is rotated, the client, and every client that shares its key, goes on with the new
    /// one; the old one isn't deleted then, unless
    /// [`end_own_key`](crate::Rotation#structfield.end_own_key) says so. It is known by its last
    /// six characters: where Venice doesn't show them, or two keys end alike, nothing is deleted,
    /// and the client goes on with the key that it has until you give it the new one
    /// ([`Client::with_api_key`]).
    ///
    /// It rests on Venice refusing to change an expired key, and on the list showing a new key
    /// within [`ClientBuilder::settle`](crate::ClientBuilder::settle).
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule, or isn't shown of the old key and must be
    ///   given, or the old key ends before the grace does, or has a cap that this version doesn't
    ///   know; nothing was created. Or the old key has another member that this version doesn't
    ///   know, which may restrict it, and the new key didn't have the same: it was deleted.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `not_found`: there is no such key, or it has expired, or it was rotated and deleted.
    /// * `forbidden`: the new secret can't be tried from this machine; nothing has changed.
    ///   [`unverified`](crate::Rotation#structfield.unverified) goes on without that.
    /// * `key_limit_reached`: the account has 500 active keys; those that are being made count.
    /// * `in_progress`: another run is rotating this key, and wasn't done in time. The message says
    ///   when it is decided, and so does [`Error::retry_after`].
    /// * `conflict`: another key has the description that the new one is to get, or somebody made
    ///   one meanwhile: the message names it; or the old key seems to have been rotated, and its
    ///   successor, too: the message names the newest; or a later version of venice-keys is at it;
    ///   or the old key was changed again and again.
    /// * `store_failed`: `store` failed, and the new key was deleted or ends by itself; the old one
    ///   is as it was.
    /// * `pending_lost`: `store` took longer than the hold, several times: discard the secret
    ///   stored under the id that the message names.
    /// * `outcome_unknown`: whether the new key was made lasting isn't known. The message names its
    ///   id, and the time at which it is lasting or gone; keep both secrets until then.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder().api_key(sandbox.admin_key())
    /// #     .base_url(sandbox.base_url()).settle(std::time::Duration::from_millis(20)).build()?;
    /// # let new_key = venice_keys::NewKey::new("backend").ip_allowlist(vec![]);
    /// # let old_id = client.create_key(&new_key)?.id;
    /// use std::collections::HashMap;
    /// use std::time::Duration;
    /// use venice_keys::{CreatedKey, Rotation, Secret};
    ///
    /// let mut vault: HashMap<String, Secret> = HashMap::new(); // yours keeps them for good
    /// let store = |created: &CreatedKey| {
    ///     vault.insert(created.id.clone(), created.api_key.clone());
    ///     Ok::<(), std::io::Error>(())
    /// };
    /// let a_day = Rotation::new().grace(Duration::from_secs(24 * 3600));
    /// let rotated = client.rotate_key(&old_id, &a_day, store)?;
    /// println!("{}: use {}", rotated.outcome, rotated.id);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "scope")]
    pub fn rotate_key(
        &self,
        id: &str,
        rotation: &Rotation,
        store: impl Store,
    ) -> Result<RotatedKey, Error> {
        stored(self, store, |client| client.rotate_key_begin(id, rotation))
    }

    /// The part of [`rotate_key`](Self::rotate_key) before `store`.
    #[doc(hidden)]
    pub fn rotate_key_begin(&self, id: &str, rotation: &Rotation) -> Result<BegunRotation, Error> {
        let job = Job::new(self, Operation::RotateKey)?;
        let old_id = id.to_owned();
        let (outcome, id, old_expires_at, created, record) = match job.begin(id, rotation)? {
            Begun::Finished { id, old_ends_at } => {
                (RotationOutcome::AlreadyRotated, id, old_ends_at, None, None)
            }
            Begun::Key {
                created,
                record,
                old_ends_at,
                may_be_own,
                is_surely_own: _,
            } => {
                let deletes = record.retirement().deletes(may_be_own);
                let end = Some(old_ends_at).filter(|_| !deletes);
                let text = record.text();
                let id = created.id.clone();
                (
                    RotationOutcome::Rotated,
                    id,
                    end,
                    Some(*created),
                    Some(text),
                )
            }
        };
        let result = RotatedKey {
            outcome,
            id,
            old_id,
            old_expires_at,
            created,
        };
        Ok(BegunRotation { result, record })
    }

    /// Begins a rotation, for programs that store the secret and commit in separate steps. The new
    /// key is created, pending, and its secret tried. Needs an ADMIN key.
    ///
    /// The old key isn't touched. Store the new secret, and the record with it; then
    /// [`commit_rotation`](Self::commit_rotation), in this process or another, within the hold: a
    /// new key that isn't committed ends by itself. What it promises, and what it takes, is
    /// described at [`rotate_key`](Self::rotate_key). If an earlier run made its new key lasting
    /// and stopped there, that rotation is finished, and there is nothing to commit.
    ///
    /// # Errors
    ///
    /// * `invalid_input`, `admin_key_required`, `not_found`, `forbidden`, `key_limit_reached`,
    ///   `in_progress`, `conflict`: as for [`rotate_key`](Self::rotate_key).
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder().api_key(sandbox.admin_key())
    /// #     .base_url(sandbox.base_url()).settle(std::time::Duration::from_millis(20)).build()?;
    /// # let new_key = venice_keys::NewKey::new("backend").ip_allowlist(vec![]);
    /// # let old_id = client.create_key(&new_key)?.id;
    /// use venice_keys::Rotation;
    ///
    /// let begun = client.begin_rotation(&old_id, &Rotation::new())?;
    /// if let (Some(created), Some(record)) = (begun.created, begun.record) {
    ///     // … store created.api_key and the record, roll the new secret out …
    ///     client.commit_rotation(&record)?; // or abort_rotation
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn begin_rotation(&self, id: &str, rotation: &Rotation) -> Result<PendingRotation, Error> {
        let job = Job::new(self, Operation::BeginRotation)?;
        let old_id = id.to_owned();
        Ok(match job.begin(id, rotation)? {
            Begun::Finished { id, .. } => PendingRotation {
                outcome: RotationOutcome::AlreadyRotated,
                id,
                old_id,
                ends_at: None,
                created: None,
                record: None,
            },
            Begun::Key {
                created, record, ..
            } => PendingRotation {
                outcome: RotationOutcome::Pending,
                id: created.id.clone(),
                old_id,
                ends_at: Some(record.ends_at()),
                created: Some(*created),
                record: Some(record.text()),
            },
        })
    }

    /// Commits a rotation that [`begin_rotation`](Self::begin_rotation) began. The new key is made
    /// lasting, the old one gets its end and the new one its name, and without a grace the old one
    /// is deleted. Needs an ADMIN key.
    ///
    /// Store the new secret first. If it fails, or the program dies, commit the same record again:
    /// that finishes it, and a rotation that is finished stays as it is. A client other than the
    /// one that began the rotation of its own key doesn't have the new secret: give it one with
    /// [`Client::with_api_key`].
    ///
    /// # Errors
    ///
    /// * `invalid_input`: it is no record of a rotation, or was changed; nothing was changed at
    ///   Venice.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `pending_lost`: the hold was over: the new key has ended, and the old one is as it was.
    ///   Discard the new secret, and begin again.
    /// * `outcome_unknown`: whether the new key was made lasting isn't known: commit the record
    ///   again. The message says when it can be known at the latest.
    /// * `conflict`: somebody else made a key of this name meanwhile: both are named.
    /// * `not_found`: the new key was deleted by somebody else.
    pub fn commit_rotation(&self, record: &str) -> Result<(), Error> {
        let record = rotation_of(record)?;
        let job = record.job_of(self, Operation::CommitRotation);
        match job.commit_rotation(&record)? {
            true => Ok(()),
            false => {
                let what = format!("the new key {} ended before it was made lasting", record.id);
                let error = job.error(ErrorCode::PendingLost, what);
                Err(error.with_advice(
                    "the old key is as it was: discard the secret stored under \
                                       this id, and begin again",
                ))
            }
        }
    }

    /// Aborts a rotation that [`begin_rotation`](Self::begin_rotation) began. The new key is
    /// deleted, and the old one is as it was. Needs an ADMIN key.
    ///
    /// Once a request to make the new key lasting was sent, it is refused: others may rely on that
    /// key by then. If the new key is gone, there is nothing to do.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: it is no record of a rotation, or was changed, or the new key was, or may
    ///   have been, made lasting: commit it again, which finishes it.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    pub fn abort_rotation(&self, record: &str) -> Result<(), Error> {
        let record = rotation_of(record)?;
        let job = record.job_of(self, Operation::AbortRotation);
        job.abort_rotation(&record)
    }
}

impl Job<'_> {
    fn begin(&self, id: &str, rotation: &Rotation) -> Result<Begun, Error> {
        let begun = self.begin_rotation(id, rotation)?;
        if let Begun::Key {
            created,
            is_surely_own: true,
            ..
        } = &begun
        {
            let secret = created.api_key.clone();
            self.client.key().rotations.begun(&created.id, id, secret);
        }
        Ok(begun)
    }
}

fn rotation_of(record: &str) -> Result<RotationRecord, Error> {
    match Record::read(record)? {
        Record::Rotation(record) => Ok(record),
        Record::Key(_) => Err(Error::input("record", "must be the record of a rotation")),
    }
}
