//! Deleting many keys: a plan first, and each key looked at again before it goes.

mod filter;
mod listed;
mod one;
mod plan;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};

pub use self::filter::KeyFilter;
use self::listed::Listed;
use self::plan::{Plan, Planned};
use crate::client::Client;
use crate::error::Error;
use crate::keys::ApiKey;
use crate::operations::Operation;
use crate::pages::{Page, Pages};
use crate::perform::read_data_list;
use crate::transport::Call;
use crate::wire;
use crate::wire::open_enum;

/// How many keys a page deletes: a few seconds' work.
const PAGE: usize = 10;
/// How old the list may be by which a key is deleted.
const FRESH: Duration = Duration::from_secs(10);

open_enum! {
    /// What became of a key that was to be deleted.
    DeletionOutcome {
        /// It is deleted.
        Deleted = "deleted",
        /// It was left alone.
        Skipped = "skipped",
        /// Venice refused to delete it.
        Failed = "failed",
    }
}

/// A key that was to be deleted, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeletedKey {
    /// Its id.
    pub id: String,
    /// What people knew it by, if it was in the list.
    #[serde(default, deserialize_with = "wire::string")]
    pub description: Option<String>,
    /// What became of it.
    pub outcome: DeletionOutcome,
    /// Why it wasn't deleted.
    #[serde(default, deserialize_with = "wire::string")]
    pub reason: Option<String>,
}

/// The list of keys, and since when it was true.
struct List {
    keys: Vec<Listed>,
    asked_at: Instant,
    /// By the clock that goes on while the machine sleeps.
    asked_on: SystemTime,
}

impl List {
    fn is_fresh(&self) -> bool {
        let by_date = self.asked_on.elapsed();
        self.asked_at.elapsed() < FRESH && by_date.is_ok_and(|elapsed| elapsed < FRESH)
    }

    fn find(&self, id: &str) -> Option<&Listed> {
        self.keys.iter().find(|listed| listed.key.id == id)
    }
}

impl Client {
    /// Lists the keys that [`delete_keys`](Self::delete_keys) would delete, without deleting any.
    /// Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the filter says nothing, or breaks a rule; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use venice_keys::{KeyFilter, NewKey};
    ///
    /// client.create_key(&NewKey::new("preview 17"))?;
    /// let previews = KeyFilter::new().prefix("preview ");
    /// assert_eq!(client.plan_deletion(&previews)?.len(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn plan_deletion(&self, filter: &KeyFilter) -> Result<Vec<ApiKey>, Error> {
        filter.check()?;
        let list = self.list_to_delete(Operation::PlanDeletion, self.deadline())?;
        let own = self.own_key();
        let mut keys = list.keys;
        keys.retain(|listed| filter.selects(listed) && listed.protection(own.as_ref()).is_none());
        Ok(keys.into_iter().map(|listed| listed.key).collect())
    }

    /// Deletes the keys that a filter selects, one after the other, while it is read. Needs an
    /// ADMIN key.
    ///
    /// Nothing is sent before the first item is asked for. Then the keys are listed once: those
    /// that the filter selects are the plan, and no others are deleted. Before each goes, it is
    /// looked at in a list less than ten seconds old, and left alone if it is called something else
    /// by then, or if the filter doesn't select it any more. The client's own key is never deleted,
    /// nor one that ends in the same six characters, nor one that is being made (`vk-pending:…`).
    /// Every id of the filter comes with what became of it.
    ///
    /// Ten keys are one page, with the client's timeout and retries. Whoever stops reading stops
    /// the deletion, at the latest after the page that was begun. To know what a page has deleted
    /// that nobody got, name the keys by their ids, as [`plan_deletion`](Self::plan_deletion) gives
    /// them: the same call made again says of each whether it is still there.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the filter says nothing, or breaks a rule; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use venice_keys::{KeyFilter, NewKey};
    ///
    /// client.create_key(&NewKey::new("preview 17"))?;
    /// for key in client.delete_keys(&KeyFilter::new().prefix("preview "))? {
    ///     let key = key?;
    ///     println!("{} {} {:?}", key.id, key.outcome, key.reason);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_keys(&self, filter: &KeyFilter) -> Result<Pages<DeletedKey>, Error> {
        filter.check()?;
        let filter = filter.clone();
        let begin = Plan::none_yet().cursor();
        Ok(Pages::new(self, begin, move |client, cursor| {
            client.delete_keys_page(&filter, Some(cursor))
        }))
    }

    /// Makes the plan of [`delete_keys`](Self::delete_keys), unless the cursor has it, and deletes
    /// the next few.
    #[doc(hidden)]
    pub fn delete_keys_page(
        &self,
        filter: &KeyFilter,
        cursor: Option<&str>,
    ) -> Result<Page<DeletedKey>, Error> {
        filter.check()?;
        let plan = cursor.map_or_else(|| Ok(Plan::none_yet()), Plan::read)?;
        let deadline = self.deadline();
        let list = self.list_to_delete(Operation::DeleteKeys, deadline);
        let list = list.map_err(|error| error.with_resume(plan.cursor()))?;
        let (items, left) = match plan.left {
            Some(left) => (Vec::new(), left),
            None => self.planned(filter, &list),
        };
        self.delete_some(filter, items, left, list, deadline)
    }

    /// What the filter selects, and the ids of the filter that nothing is done about.
    fn planned(&self, filter: &KeyFilter, list: &List) -> (Vec<DeletedKey>, VecDeque<Planned>) {
        let own = self.own_key();
        let is_planned =
            |listed: &&Listed| filter.selects(listed) && listed.protection(own.as_ref()).is_none();
        let plan = list.keys.iter().filter(is_planned);
        let mut left_alone: Vec<DeletedKey> = Vec::new();
        for id in filter.ids.iter().flatten() {
            let listed = list.find(id);
            if listed.as_ref().is_some_and(is_planned) || left_alone.iter().any(|it| it.id == *id) {
                continue;
            }
            let why = match listed {
                None => "there is no such key",
                Some(listed) => {
                    let otherwise = "the rest of the filter doesn't select it";
                    listed.protection(own.as_ref()).unwrap_or(otherwise)
                }
            };
            left_alone.push(skipped(id, listed, why));
        }
        (
            left_alone,
            plan.map(|listed| Planned::of(&listed.key)).collect(),
        )
    }

    /// Deletes the first of what is left, until the page is full. What ends the page early is the
    /// next page's error, unless nothing was done on this one.
    fn delete_some(
        &self,
        filter: &KeyFilter,
        mut items: Vec<DeletedKey>,
        mut left: VecDeque<Planned>,
        mut list: List,
        deadline: Instant,
    ) -> Result<Page<DeletedKey>, Error> {
        for _ in 0..PAGE {
            let Some(next) = left.front() else { break };
            match self.delete_planned(filter, next, &mut list, deadline) {
                Ok(done) => items.push(done),
                Err(error) if items.is_empty() => {
                    return Err(error.with_resume(Plan::of(left).cursor()));
                }
                Err(_) => break,
            }
            left.pop_front();
        }
        let is_last = left.is_empty();
        Ok(Page::new(items, Plan::of(left).cursor(), is_last))
    }

    fn list_to_delete(&self, operation: Operation, deadline: Instant) -> Result<List, Error> {
        let call = Call::get(operation, "/api_keys".into());
        let (asked_at, asked_on) = (Instant::now(), SystemTime::now());
        let response = self.perform_until(&call, deadline);
        let response = response.map_err(|failed| failed.error)?;
        let keys = read_data_list(&call, &response)?;
        Ok(List {
            keys,
            asked_at,
            asked_on,
        })
    }
}

const GONE: &str = "it is gone already";

fn skipped(id: &str, listed: Option<&Listed>, why: &str) -> DeletedKey {
    outcome(id, listed, DeletionOutcome::Skipped, Some(why.to_owned()))
}

fn outcome(
    id: &str,
    listed: Option<&Listed>,
    outcome: DeletionOutcome,
    reason: Option<String>,
) -> DeletedKey {
    DeletedKey {
        id: id.to_owned(),
        description: listed.and_then(|listed| listed.key.description.clone()),
        outcome,
        reason,
    }
}

/// A cursor that is accepted says the same when it is written again.
#[cfg(any(test, fuzzing))]
pub(super) fn fuzzed_plan(text: &str) {
    if let Ok(plan) = Plan::read(text) {
        assert!(Plan::read(&plan.cursor()).is_ok_and(|again| again == plan));
    }
}

/// Whatever a list says of a key that is being made, it is left alone.
#[cfg(any(test, fuzzing))]
pub(super) fn fuzzed_list(text: &str) {
    let Ok(keys) = serde_json::from_str::<Vec<Listed>>(text) else {
        return;
    };
    let filter = KeyFilter::new().unused_since(jiff::Timestamp::MAX);
    for listed in keys {
        let description = listed.key.description.as_deref().unwrap_or_default();
        let is_being_made = description.starts_with(super::PENDING);
        assert!(!is_being_made || listed.protection(None).is_some());
        assert!(!filter.selects(&listed) || listed.last_use != listed::LastUse::Unknown);
    }
}
