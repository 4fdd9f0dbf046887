//! What changed about the account's keys, look after look.

mod seen;

use std::time::Duration;

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::Serialize;

use self::seen::Seen;
use super::{SeenSoFar, page, pages};
#[cfg(any(test, fuzzing))]
use super::{read, written};
use crate::billing::BillingCurrency;
use crate::client::Client;
use crate::error::Error;
use crate::keys::ApiKey;
use crate::operations::Operation;
use crate::pages::{Page, Pages};
use crate::wire::{self, open_enum};

const OPERATION: Operation = Operation::WatchKeys;

open_enum! {
    /// What happened to a key.
    KeyChangeKind {
        /// It was created. One that is being created shows once it is lasting.
        Created = "created",
        /// Its settings were changed: `changed` says which.
        Changed = "changed",
        /// It was deleted.
        Deleted = "deleted",
        /// It has expired.
        Expired = "expired",
        /// What it spent has reached a share of its cap.
        CapShare = "cap_share",
    }
}

/// What happened to a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyChange {
    /// What happened.
    pub kind: KeyChangeKind,
    /// The key's id.
    pub id: String,
    /// The key as it is now; `None`: it is gone.
    pub key: Option<ApiKey>,
    /// Which of its fields changed, by Venice's names.
    pub changed: Vec<String>,
    /// Which share of its cap it has reached: 0.5, 0.8 or 1.
    #[serde(with = "wire::money")]
    pub share: Option<Decimal>,
    /// Which currency that cap is in.
    pub currency: Option<BillingCurrency>,
}

/// The list of keys.
struct Shown {
    keys: Vec<ApiKey>,
    now: Timestamp,
    /// How long it may lag behind.
    settle: Duration,
}

impl KeyChange {
    fn of(kind: KeyChangeKind, id: &str, key: Option<&ApiKey>) -> Self {
        Self {
            kind,
            id: id.to_owned(),
            key: key.cloned(),
            changed: Vec::new(),
            share: None,
            currency: None,
        }
    }
}

impl SeenSoFar for Seen {
    const OPERATION: Operation = OPERATION;
    type Shown = Shown;
    type News = KeyChange;

    fn has_looked(&self) -> bool {
        self.keys.is_some()
    }

    fn look(client: &Client) -> Result<Shown, Error> {
        let (keys, said) = client.list_until(OPERATION, client.deadline())?;
        Ok(Shown {
            keys,
            // Only to tell an expired key from a deleted one.
            now: said.unwrap_or_else(Timestamp::now),
            settle: client.settings().settle,
        })
    }

    fn news(self, shown: Shown) -> (Self, Vec<KeyChange>) {
        self.take(shown.keys, shown.now, shown.settle)
    }
}

impl Client {
    /// Watches the account's keys: gives what is created, changed, deleted or has expired from now
    /// on, and which keys reach 50, 80 or 100 percent of a cap. Needs an ADMIN key.
    ///
    /// It never ends. The first look is at once, and what is there then is no news. From then on
    /// each page is one look, `every` after the one before was asked for; `every` is a second to a
    /// day. That wait isn't part of the call's time, and ends at once where the call is given up.
    /// With the cursor of a page it goes on after that page, in another process and another day,
    /// too: a key that came and went meanwhile isn't seen, and of several changes of a field only
    /// the last state.
    ///
    /// A key that is being created, rotated to or provisioned shows once it is lasting. A key that
    /// goes at its end has expired, any other was deleted. What was spent includes no earned
    /// credits, although they count against a cap in US dollars, so a share can be reached earlier
    /// than it is seen. Only the highest share reached between two looks is told; which shares
    /// count is fixed.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: `every` is out of its range, or the cursor is none of this list; nothing
    ///   was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `bad_response`: a cap, an expiry or an allowlist can't be read.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), venice_keys::Error> {
    /// use std::time::Duration;
    ///
    /// let client = venice_keys::Client::from_env()?;
    /// for change in client.watch_keys(Duration::from_secs(60), None)? {
    ///     let change = change?;
    ///     println!("{} {} {:?} {:?}", change.id, change.kind, change.changed, change.share);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn watch_keys(
        &self,
        every: Duration,
        cursor: Option<&str>,
    ) -> Result<Pages<KeyChange>, Error> {
        pages::<Seen>(self, every, cursor)
    }

    /// One page of [`watch_keys`](Self::watch_keys): what changed since the one that the cursor is
    /// from. It can be empty, and is never the last.
    #[doc(hidden)]
    pub fn watch_keys_page(
        &self,
        every: Duration,
        cursor: Option<&str>,
    ) -> Result<Page<KeyChange>, Error> {
        page::<Seen>(self, every, cursor)
    }
}

/// Whether a cursor is what a look goes on from: then it is read again as it was, and whatever keys
/// there are, each is told of as often as it may be.
#[cfg(any(test, fuzzing))]
pub(super) fn fuzzed(cursor: &str) {
    let Ok(seen) = read::<Seen>(OPERATION, Some(cursor)) else {
        return;
    };
    let again = read::<Seen>(OPERATION, Some(&written(OPERATION, &seen)));
    assert!(again.is_ok_and(|again| again == seen));
    let began = seen.keys.is_some();
    let key = r#"[{"id":"a","consumptionLimits":{"usd":79228162514264337593543950335}}]"#;
    let keys: Vec<ApiKey> = serde_json::from_str(key).unwrap_or_default();
    let (after, changes) = seen.take(keys.clone(), Timestamp::UNIX_EPOCH, Duration::ZERO);
    assert!(began || changes.is_empty(), "what was there is no news");
    let (_, changes) = after.take(keys, Timestamp::UNIX_EPOCH, Duration::ZERO);
    assert!(changes.is_empty(), "nothing comes twice");
}

#[cfg(test)]
mod tests;
