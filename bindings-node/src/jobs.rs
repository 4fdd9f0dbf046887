//! Jobs in steps: each step is a call of its own, between which JavaScript's own code runs.

use std::sync::Arc;

use napi_derive::napi;
use venice_keys::{Client, Error, Operation};
use venice_keys_bridge::Reply;
use venice_keys_bridge::rows::{Crossing, JsonSink, Row};

use crate::calls::NativeCall;
use crate::client::NativeClient;

/// What begins a key.
type Begin = dyn Fn(&Client) -> Result<Crossing<String>, Error> + Send + Sync;

/// A job with its arguments.
#[napi]
pub struct NativeJob {
    client: Client,
    observed: bool,
    operation: Operation,
    begin: Arc<Begin>,
}

#[napi]
impl NativeJob {
    /// The call that begins a key, which ends by itself unless it is committed. As often as wanted.
    #[napi]
    pub fn begin(&self) -> NativeCall {
        let begin = self.begin.clone();
        NativeCall::new(&self.client, self.observed, self.operation, move |client| {
            begin(client)
        })
    }

    /// The call that makes a begun key lasting; its result is whether there was one to.
    #[napi]
    pub fn commit(&self, record: String) -> NativeCall {
        commit(&self.client, self.observed, self.operation, record)
    }

    /// The call that deletes a begun key again.
    #[napi]
    pub fn abort(&self, record: String) -> NativeCall {
        abort(&self.client, self.observed, self.operation, record)
    }

    /// The call that deletes a key before its time.
    #[napi]
    pub fn remove(&self, id: String) -> NativeCall {
        NativeCall::new(&self.client, self.observed, self.operation, move |client| {
            client.delete_key(&id).map(|done| JsonSink::crossing(&done))
        })
    }
}

pub(crate) fn commit(
    client: &Client,
    observed: bool,
    operation: Operation,
    record: String,
) -> NativeCall {
    NativeCall::new(client, observed, operation, move |client| {
        client
            .commit_pending(&record)
            .map(|done| JsonSink::crossing(&done))
    })
}

pub(crate) fn abort(
    client: &Client,
    observed: bool,
    operation: Operation,
    record: String,
) -> NativeCall {
    NativeCall::new(client, observed, operation, move |client| {
        client
            .abort_pending(&record)
            .map(|done| JsonSink::crossing(&done))
    })
}

impl NativeClient {
    /// A job that begins by this.
    pub(crate) fn job<T: Row + Reply>(
        &self,
        operation: Operation,
        begin: impl Fn(&Client) -> Result<T, Error> + Send + Sync + 'static,
    ) -> NativeJob {
        NativeJob {
            client: self.core.clone(),
            observed: self.observed,
            operation,
            begin: Arc::new(move |client| begin(client).map(|begun| JsonSink::crossing(&begun))),
        }
    }
}
