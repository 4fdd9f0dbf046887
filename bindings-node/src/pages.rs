//! Reads that are fetched page by page: each page is a call of its own, and nothing is kept here
//! between two of them but the arguments.

use std::sync::Arc;

use napi_derive::napi;
use venice_keys::{Client, Error, Operation, Pages};
use venice_keys_bridge::Reply;
use venice_keys_bridge::rows::{Crossing, JsonSink, Row};

use crate::calls::NativeCall;
use crate::client::NativeClient;
use crate::errors::{NodeError, Refusal};
use crate::jobs;

/// What fetches the page at a cursor, or the first.
type Fetch = dyn Fn(&Client, Option<&str>) -> Result<Crossing<String>, Error> + Send + Sync;

/// A read with its arguments.
#[napi]
pub struct NativePages {
    client: Client,
    observed: bool,
    operation: Operation,
    /// Where it begins, if that is known before the first page.
    begin: Option<String>,
    fetch: Arc<Fetch>,
}

#[napi]
impl NativePages {
    /// The call that fetches the page at `cursor`, or the first.
    #[napi]
    pub fn page(&self, cursor: Option<String>) -> NativeCall {
        let cursor = cursor.or_else(|| self.begin.clone());
        let fetch = self.fetch.clone();
        let work = move |client: &Client| fetch(client, cursor.as_deref());
        NativeCall::new(&self.client, self.observed, self.operation, work)
    }

    /// Whether there is time left to store a key that a page has begun; if not, it ends by itself.
    #[napi]
    pub fn may_store(&self, record: String) -> bool {
        self.client.may_store(&record)
    }

    /// As [`NativeJob::commit`](crate::jobs::NativeJob::commit), of a key that a page has begun.
    #[napi]
    pub fn commit(&self, record: String) -> NativeCall {
        jobs::commit(&self.client, self.observed, self.operation, record)
    }

    /// As [`NativeJob::abort`](crate::jobs::NativeJob::abort).
    #[napi]
    pub fn abort(&self, record: String) -> NativeCall {
        jobs::abort(&self.client, self.observed, self.operation, record)
    }

    /// Where it begins, if that is known.
    #[napi]
    pub fn begin(&self) -> Option<String> {
        self.begin.clone()
    }

    /// Throws the error for the page at `cursor`, which couldn't be written; `None`: nothing had
    /// come yet.
    #[napi]
    pub fn unwritable(&self, cursor: Option<String>, why: String) -> Result<(), NodeError> {
        let error = Error::unwritable(self.operation, cursor.as_deref(), &why);
        Err(Refusal::Error(error).into())
    }
}

impl NativeClient {
    /// A read that is fetched page by page.
    pub(crate) fn pages<T: Row + Reply>(
        &self,
        operation: Operation,
        begin: Option<String>,
        fetch: impl Fn(&Client, Option<&str>) -> Result<T, Error> + Send + Sync + 'static,
    ) -> NativePages {
        NativePages {
            client: self.core.clone(),
            observed: self.observed,
            operation,
            begin,
            fetch: Arc::new(move |client, cursor| {
                fetch(client, cursor).map(|page| JsonSink::crossing(&page))
            }),
        }
    }

    /// Where a read begins. Sends nothing, and refuses what can't be asked for.
    pub(crate) fn begin<T>(
        &self,
        ask: impl FnOnce(&Client) -> Result<Pages<T>, Error>,
    ) -> Result<String, Refusal> {
        Ok(ask(&self.core)?.next_cursor().to_owned())
    }
}
