//! The client. Its operations are in [`generated`](crate::generated): each reads its arguments, and
//! may refuse them, before it returns a call to start.

use napi::bindgen_prelude::Unknown;
use napi_derive::napi;
use venice_keys::{Client, Error, ErrorCode, Operation};
use venice_keys_bridge::rows::{JsonSink, Row};
use venice_keys_bridge::{FINGERPRINT, Reply, observe};

use crate::arguments::Options;
use crate::calls::NativeCall;
use crate::errors::{NodeError, Refusal};
use crate::generated;
use crate::values::NativeSecret;

/// A core client.
#[napi]
pub struct NativeClient {
    pub(crate) core: Client,
    /// Whether somebody wants to see each attempt.
    pub(crate) observed: bool,
}

#[napi]
impl NativeClient {
    /// Creates a client. `key` is `options.apiKey` where that is a `Secret`.
    #[napi(factory)]
    pub fn connect(
        options: Unknown<'_>,
        key: Option<&NativeSecret>,
        anonymous: bool,
        observed: bool,
    ) -> Result<Self, NodeError> {
        let name = match anonymous {
            true => "Client.anonymous",
            false => "Client",
        };
        let mut from = Options::new(name, None, options)?;
        let mut builder = Client::builder();
        if anonymous {
            builder = builder.anonymous();
        } else if let Some(key) = from.secret("apiKey", key)? {
            builder = builder.api_key(key);
        }
        builder = generated::settings(&mut from, builder)?;
        from.end()?;
        let core = builder.on_attempt(observe).build().map_err(Refusal::from)?;
        Ok(Self { core, observed })
    }
}

impl NativeClient {
    /// A call of this client's.
    pub(crate) fn call<T: Row + Reply>(
        &self,
        operation: Operation,
        work: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
    ) -> NativeCall {
        let work = move |client: &Client| work(client).map(|result| JsonSink::crossing(&result));
        NativeCall::new(self.core.clone(), self.observed, operation, Box::new(work))
    }
}

/// Every code that an error can have.
#[napi]
pub fn error_codes() -> Vec<&'static str> {
    ErrorCode::ALL.iter().map(|code| code.as_str()).collect()
}

/// What the rows of this addon look like: `lib/native.js` compares it with what it can read.
#[napi]
pub fn fingerprint() -> &'static str {
    FINGERPRINT
}
