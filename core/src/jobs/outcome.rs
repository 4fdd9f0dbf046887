//! What the jobs that ensure keys return.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::codes::ErrorCode;
use crate::keys::CreatedKey;
use crate::wire::{self, open_enum};

open_enum! {
    /// What became of a key that was to be there.
    EnsureOutcome {
        /// It was created.
        Created = "created",
        /// It was there, and some of its settings were changed.
        Changed = "changed",
        /// It was there, as it was to be.
        Kept = "kept",
    }
}

open_enum! {
    /// What became of one of many keys that were to be there.
    ProvisionOutcome {
        /// It was created.
        Created = "created",
        /// It was there, and some of its settings were changed.
        Changed = "changed",
        /// It was there, as it was to be.
        Kept = "kept",
        /// It isn't there, or not as it was to be: the error says why.
        Failed = "failed",
    }
}

open_enum! {
    /// What would be done about one of many keys that are to be there.
    PlannedAction {
        /// It would be created.
        Create = "create",
        /// Some of its settings would be changed.
        Change = "change",
        /// It is as it is to be.
        Keep = "keep",
        /// Somebody else is making it: that would be waited for.
        Wait = "wait",
        /// Two keys have its description, or the one that has it is of another type: it would fail.
        Conflict = "conflict",
    }
}

/// A key that was to be there, and is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EnsuredKey {
    /// Whether it was created, changed or kept.
    pub outcome: EnsureOutcome,
    /// The key's id.
    pub id: String,
    /// What people know it by.
    pub description: String,
    /// The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless
    /// the outcome is `changed`.
    pub changed: Vec<String>,
    /// The new key with its secret, if it was created.
    pub created: Option<CreatedKey>,
}

/// One of many keys that were to be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProvisionedKey {
    /// Whether it was created, changed or kept, or failed.
    pub outcome: ProvisionOutcome,
    /// The key's id; `None` if it failed before there was one.
    pub id: Option<String>,
    /// What people know it by.
    pub description: String,
    /// The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless
    /// the outcome is `changed`.
    pub changed: Vec<String>,
    /// The new key with its secret, if it was created.
    pub created: Option<CreatedKey>,
    /// Why it failed, if it did.
    pub error_code: Option<ErrorCode>,
    /// Why it failed, for people.
    pub error: Option<String>,
    /// How far the whole is, this key included.
    pub progress: ProvisionProgress,
}

/// How far a provisioning is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ProvisionProgress {
    /// How many keys are done, whatever came of them.
    pub done: u64,
    /// How many there are.
    pub total: u64,
    /// How many are created in a minute; `None` until one was.
    #[serde(with = "wire::money")]
    pub per_minute: Option<Decimal>,
    /// About how many seconds the rest will take; `None` if that isn't known.
    pub seconds_left: Option<u64>,
}

/// What would be done about one of many keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PlannedKey {
    /// What people are to know it by.
    pub description: String,
    /// What would be done.
    pub action: PlannedAction,
    /// The id of the key that is there, or that somebody else is making.
    pub id: Option<String>,
    /// The settings that would be changed, by Venice's names: `"consumptionLimit.usd"`.
    pub changed: Vec<String>,
    /// Until when it would be waited for at most, if somebody else is making it.
    #[serde(with = "wire::time")]
    pub until: Option<Timestamp>,
}
