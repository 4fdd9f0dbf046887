//! [`Job`]: one call of the caller's that takes several of the server's.

use std::time::{Duration, Instant};

use super::name;
use super::pending::Fresh;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{ApiKey, get_call};
use crate::operations::Operation;
use crate::perform::read_data;
use crate::wire::time::written;

/// One call that takes several requests: all of them before one deadline.
pub(crate) struct Job<'a> {
    pub(crate) client: &'a Client,
    pub(crate) operation: Operation,
    pub(crate) deadline: Instant,
    /// What its keys' names call it.
    pub(crate) call: String,
}

impl<'a> Job<'a> {
    pub(crate) fn new(client: &'a Client, operation: Operation) -> Result<Self, Error> {
        Ok(Self::resumed(client, operation, name::new_call()?))
    }

    /// A further part of a call.
    pub(crate) fn resumed(client: &'a Client, operation: Operation, call: String) -> Self {
        Self {
            client,
            operation,
            deadline: client.deadline(),
            call,
        }
    }

    pub(crate) fn left(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }

    /// Waits, unless the call is given up meanwhile or that is past its deadline: then it fails.
    pub(crate) fn wait(&self, time: Duration) -> Result<(), Error> {
        if time >= self.left() {
            return Err(self.error(ErrorCode::Timeout, "the call's deadline passed"));
        }
        match self.client.wait(time) {
            true => Ok(()),
            false => Err(self.error(ErrorCode::Timeout, "the call was given up")),
        }
    }

    /// Waits until every list shows what was created before.
    pub(crate) fn settle(&self) -> Result<(), Error> {
        self.wait(self.client.settings().settle)
    }

    pub(crate) fn get(&self, id: &str) -> Result<ApiKey, Error> {
        let call = get_call(self.operation, id);
        let response = self.client.perform_until(&call, self.deadline);
        read_data(&call, &response.map_err(|failed| failed.error)?)
    }

    /// Deletes a key that this call made and hasn't tried to make lasting; says whether it is gone.
    /// If it isn't, it ends by itself: nothing depends on it.
    pub(crate) fn drop_own(&self, id: &str) -> bool {
        let dropped = self.client.delete_until(self.operation, id, self.deadline);
        dropped.is_ok()
    }

    /// Deletes a pending key as the call fails. If that fails, too, the error says until when it is
    /// there.
    pub(crate) fn drop_with(&self, fresh: &Fresh, error: Error) -> Error {
        let error = error.of(self.operation);
        if self.drop_own(&fresh.created.id) {
            return error;
        }
        let end = written(fresh.name.ends_at());
        error.noting(&format!(
            "the key {} that it began ends by itself at {end}",
            fresh.created.id
        ))
    }

    pub(crate) fn error(&self, code: ErrorCode, what: impl Into<String>) -> Error {
        Error::new(code, what).of(self.operation)
    }
}
