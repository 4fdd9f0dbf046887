//! [`Store`], and how a call goes on around it.

use super::outcome::{EnsuredKey, ProvisionedKey};
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::CreatedKey;

/// How often a call begins again whose hold was over before its key was stored.
const MOST_BEGINNINGS: u32 = 3;

/// Keeps a new key's secret: called once the key exists, before it becomes lasting.
///
/// A closure that takes a [`CreatedKey`] and returns a `Result` is one. What it fails with is the
/// [`source`](std::error::Error::source) of the call's error. Store secrets under the key's id,
/// which is never used twice.
///
/// `()` stores nothing: then a program that dies before it has saved the secret that the call
/// returned leaves a key whose secret nobody has.
pub trait Store {
    /// Stores the key's secret, and returns when it is safe.
    ///
    /// # Errors
    ///
    /// Whatever kept it from storing the secret: the key isn't made lasting then.
    fn store(
        &mut self,
        created: &CreatedKey,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;
}

impl<F, E> Store for F
where
    F: FnMut(&CreatedKey) -> Result<(), E>,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    fn store(
        &mut self,
        created: &CreatedKey,
    ) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        self(created).map_err(Into::into)
    }
}

impl Store for () {
    fn store(&mut self, _: &CreatedKey) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Ok(())
    }
}

/// A call before its `store`.
#[doc(hidden)]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BegunKey {
    /// What the call returns.
    pub result: CreatedKey,
    /// What it goes on with; `None`: it is over.
    pub record: Option<String>,
}

/// A call before its `store`.
#[doc(hidden)]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BegunEnsured {
    /// What the call returns.
    pub result: EnsuredKey,
    /// What it goes on with; `None`: it is over.
    pub record: Option<String>,
}

/// One key of many, before its `store`.
#[doc(hidden)]
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct BegunProvisioned {
    /// What the iterator gives.
    pub result: ProvisionedKey,
    /// What it goes on with; `None`: it is done.
    pub record: Option<String>,
}

/// A call before its `store`.
pub(crate) trait Begun {
    type Result;

    fn apart(self) -> (Self::Result, Option<String>);

    /// The key that is to be stored, if there is a new one.
    fn created(result: &Self::Result) -> Option<&CreatedKey>;
}

impl Begun for BegunKey {
    type Result = CreatedKey;

    fn apart(self) -> (CreatedKey, Option<String>) {
        (self.result, self.record)
    }

    fn created(result: &CreatedKey) -> Option<&CreatedKey> {
        Some(result)
    }
}

impl Begun for BegunEnsured {
    type Result = EnsuredKey;

    fn apart(self) -> (EnsuredKey, Option<String>) {
        (self.result, self.record)
    }

    fn created(result: &EnsuredKey) -> Option<&CreatedKey> {
        result.created.as_ref()
    }
}

/// Begins, stores, commits; from the beginning if the hold was over.
pub(crate) fn stored<B: Begun>(
    client: &Client,
    mut store: impl Store,
    begin: impl Fn(&Client) -> Result<B, Error>,
) -> Result<B::Result, Error> {
    let mut lost = None;
    for beginning in 0..MOST_BEGINNINGS {
        let (result, record) = match beginning {
            0 => begin(client)?.apart(),
            _ => begin(&client.started_then())?.apart(),
        };
        let Some(record) = record else {
            return Ok(result);
        };
        let created = B::created(&result);
        if finish(client, &mut store, created, &record)? {
            return Ok(result);
        }
        lost = created.map(|created| created.id.clone());
    }
    let id = lost.unwrap_or_default();
    let what = format!("the key {id}, the last of several, ended before it was made lasting");
    let advice = "give `store` more time: its hold is too short";
    Err(Error::new(ErrorCode::PendingLost, what).with_advice(advice))
}

/// Stores a new key and makes it lasting; false if its hold was over.
pub(crate) fn finish(
    client: &Client,
    store: &mut dyn Store,
    created: Option<&CreatedKey>,
    record: &str,
) -> Result<bool, Error> {
    if let Some(created) = created
        && let Err(source) = store.store(created)
    {
        // If it can't be deleted, it ends by itself: what `store` said comes first.
        let aborted = client.started_then().abort_pending(record);
        let left = match aborted {
            Ok(()) => "was deleted",
            Err(_) => "ends by itself",
        };
        let what = format!("`store` failed, and the new key {} {left}", created.id);
        return Err(Error::new(ErrorCode::StoreFailed, what).with_source(source));
    }
    client.started_then().commit_pending(record)
}
