//! Calls that take several steps and must not go wrong between them: a key is created pending, its
//! secret stored, and only then is it made lasting.
//!
//! Venice has no idempotency keys, no locks and no conditional writes. So a pending key carries its
//! own end, as its expiry: whatever a process leaves that dies, Venice ends by itself, and as it
//! refuses to change an expired key, a process that slept through its hold can't finish any more.
//! Nobody ever deletes another call's pending key. A key's secret is stored before the key is made
//! lasting; and after the first request to make it lasting, a call only resends and reads.

mod commit;
mod compare;
mod deletion;
mod ensure;
#[cfg(any(test, fuzzing))]
mod fuzzed;
mod job;
mod look;
mod name;
mod once;
mod outcome;
mod own_key;
mod pending;
mod pending_keys;
mod plan;
mod provision;
mod provision_page;
mod record;
mod rotation;
mod standing;
mod store;
mod temporary;
mod walk;

#[cfg(test)]
mod tests;

pub use self::deletion::{DeletedKey, DeletionOutcome, KeyFilter};
#[cfg(any(test, fuzzing))]
pub(crate) use self::fuzzed::{fuzzed_deletion, fuzzed_job, fuzzed_name, fuzzed_walk};
pub use self::outcome::{
    EnsureOutcome, EnsuredKey, PlannedAction, PlannedKey, ProvisionOutcome, ProvisionProgress,
    ProvisionedKey,
};
pub(crate) use self::own_key::{ends_in, shown_end};
pub use self::pending_keys::{PendingKey, PendingKind};
pub use self::provision::Provision;
pub(crate) use self::rotation::Rotations;
pub use self::rotation::{BegunRotation, PendingRotation, RotatedKey, RotationOutcome};
pub use self::store::{BegunEnsured, BegunKey, BegunProvisioned, Store};

use crate::keys::ApiKey;

/// Whether a key is being made and not lasting yet.
pub(crate) fn is_pending(key: &ApiKey) -> bool {
    let name = key.description.as_deref().and_then(name::PendingName::read);
    name.is_some_and(|name| name.is_pending(key))
}

/// What the description of every pending key starts with, and no other.
pub(crate) const PENDING: &str = name::MARK;
