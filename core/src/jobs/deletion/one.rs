//! Deleting one key of a plan.

use std::time::Instant;

use super::plan::Planned;
use super::{DeletedKey, DeletionOutcome, GONE, KeyFilter, List, outcome, skipped};
use crate::client::{Client, given_up};
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{delete_call, read_deleted};
use crate::operations::Operation;
use crate::retry::Failure;

impl Client {
    /// Deletes one key, if all is as it was planned. That is looked at before every request: one
    /// that is sent again after a wait needs a new list.
    pub(super) fn delete_planned(
        &self,
        filter: &KeyFilter,
        planned: &Planned,
        list: &mut List,
        deadline: Instant,
    ) -> Result<DeletedKey, Error> {
        let Planned(id, _) = planned;
        let call = delete_call(Operation::DeleteKeys, id);
        let (mut retries, mut may_have_worked) = (0, false);
        loop {
            if !list.is_fresh() {
                *list = self.list_to_delete(Operation::DeleteKeys, deadline)?;
            }
            let listed = list.find(id);
            let done = |kind, why| Ok(outcome(id, listed, kind, why));
            let gone = || match may_have_worked {
                true => done(DeletionOutcome::Deleted, None),
                false => Ok(skipped(id, listed, GONE)),
            };
            if let Some(why) = self.left_alone(filter, planned, list) {
                return match listed {
                    None => gone(),
                    Some(_) => Ok(skipped(id, listed, why)),
                };
            }
            if self.is_cancelled() {
                return Err(given_up(Operation::DeleteKeys));
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let (failure, error) = match self.attempt(&call, left, retries + 1) {
                Ok(response) => match read_deleted(&call, &response) {
                    Ok(()) => return done(DeletionOutcome::Deleted, None),
                    Err(error) => (Failure::Unusable { sent: true }, error),
                },
                Err(failed) => (failed.failure, failed.error),
            };
            if error.says_no_such_key() {
                return gone();
            }
            if !self.wait_to_retry(failure, call.effect, retries, deadline) {
                return match is_about_the_key(&error) {
                    true => done(DeletionOutcome::Failed, Some(error.to_string())),
                    false => Err(error),
                };
            }
            may_have_worked |= failure.may_have_worked();
            retries += 1;
        }
    }

    /// Why a key isn't deleted although it was planned.
    fn left_alone(
        &self,
        filter: &KeyFilter,
        planned: &Planned,
        list: &List,
    ) -> Option<&'static str> {
        let Planned(id, _) = planned;
        let Some(listed) = list.find(id) else {
            return Some(GONE);
        };
        if let Some(why) = listed.protection(self.own_key().as_ref()) {
            return Some(why);
        }
        if !planned.is_named_as(&listed.key) {
            return Some("it is called something else now");
        }
        let why = "the filter doesn't select it any more";
        (!filter.selects(listed)).then_some(why)
    }
}

/// Whether a refusal is about this key; any other would be the next one's fate, too.
fn is_about_the_key(error: &Error) -> bool {
    matches!(
        error.code(),
        ErrorCode::BadRequest
            | ErrorCode::BadResponse
            | ErrorCode::NotFound
            | ErrorCode::ServerError
    )
}
