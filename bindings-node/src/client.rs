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
    /// Creates a client. `key` is `options.apiKey` where that is a `Secret`; `asked`: a function of
    /// the caller's will give the key.
    #[napi(factory)]
    pub fn connect(
        options: Unknown<'_>,
        key: Option<&NativeSecret>,
        anonymous: bool,
        observed: bool,
        asked: bool,
    ) -> Result<Self, NodeError> {
        let name = match anonymous {
            true => "Client.anonymous",
            false => "Client",
        };
        let mut from = Options::new(name, None, options)?;
        let mut builder = Client::builder();
        if anonymous || asked {
            builder = builder.anonymous();
        }
        if !anonymous {
            from.already_read("credential");
            if let Some(key) = from.secret("apiKey", key)? {
                builder = builder.api_key(key);
            }
        }
        builder = generated::settings(&mut from, builder)?;
        from.end()?;
        let core = builder.on_attempt(observe).build().map_err(Refusal::from)?;
        Ok(Self { core, observed })
    }

    /// The same client with other limits. `name` is what errors call the options.
    #[napi]
    pub fn with_options(&self, name: String, options: Unknown<'_>) -> Result<Self, NodeError> {
        let mut from = Options::new(&name, None, options)?;
        let core = generated::derived(&mut from, self.core.clone())?;
        from.end()?;
        Ok(self.derived(core))
    }

    /// The same client with another key.
    #[napi]
    pub fn with_api_key(&self, key: &NativeSecret) -> Self {
        self.derived(self.core.with_api_key(key.0.clone()))
    }

    /// Goes on with another key, as do all that were derived from this one with its key.
    #[napi]
    pub fn set_api_key(&self, key: &NativeSecret) -> Result<(), NodeError> {
        self.core
            .set_api_key(key.0.clone())
            .map_err(Refusal::from)?;
        Ok(())
    }
}

impl NativeClient {
    fn derived(&self, core: Client) -> Self {
        let observed = self.observed;
        Self { core, observed }
    }

    /// A call of this client's.
    pub(crate) fn call<T: Row + Reply>(
        &self,
        operation: Operation,
        work: impl Fn(&Client) -> Result<T, Error> + Send + Sync + 'static,
    ) -> NativeCall {
        let work = move |client: &Client| work(client).map(|result| JsonSink::crossing(&result));
        NativeCall::new(&self.core, self.observed, operation, work)
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
