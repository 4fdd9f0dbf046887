//! What Swift holds by handle: the client, a secret, a wallet; and what the client tells Swift.

use std::sync::Arc;
use std::time::{Duration, Instant};

use venice_keys::{Client, Error, Operation, Secret, Wallet, Web3Challenge};
use venice_keys_bridge::rows::Row;
use venice_keys_bridge::{Reply, observe};

use crate::arguments::{Arguments, text};
use crate::calls::{self, CoreCall, CoreReply, Work};
use crate::errors::CoreError;
use crate::generated;

/// What the client tells Swift besides the results of calls.
#[uniffi::export(with_foreign)]
pub trait CoreListener: Send + Sync {
    /// An attempt was made: a row.
    fn attempted(&self, row: Vec<u8>);
    /// Something happened behind a cancelled call that a person should know of.
    fn warned(&self, text: String);
}

/// A client.
#[derive(uniffi::Object)]
pub struct CoreClient {
    client: Client,
    listener: Arc<dyn CoreListener>,
}

#[uniffi::export]
impl CoreClient {
    /// Makes a client. Opens no connection.
    #[uniffi::constructor]
    pub fn new(
        settings: &[u8],
        api_key: Option<Arc<CoreSecret>>,
        anonymous: bool,
        listener: Arc<dyn CoreListener>,
    ) -> Result<Self, CoreError> {
        let settings = &mut Arguments::settings(settings);
        let mut builder = generated::settings(settings)?.on_attempt(observe);
        if let Some(key) = api_key {
            builder = builder.api_key(key.0.clone());
        }
        if anonymous {
            builder = builder.anonymous();
        }
        let client = builder.build()?;
        Ok(Self { client, listener })
    }

    /// The same client with other settings: a row of those that a client can be derived with.
    pub fn with_options(&self, options: &[u8]) -> Result<Arc<Self>, CoreError> {
        let options = &mut Arguments::settings(options);
        let client = generated::options(self.client.clone(), options)?;
        Ok(self.with(client))
    }

    /// The same client with another key.
    pub fn with_api_key(&self, key: &CoreSecret) -> Arc<Self> {
        self.with(self.client.with_api_key(key.0.clone()))
    }

    /// From now on this client, and all that share its key, call with this one. Says whether they
    /// had another.
    pub fn set_api_key(&self, key: &CoreSecret) -> Result<bool, CoreError> {
        Ok(self.client.set_api_key(key.0.clone())?)
    }

    /// How long a call may take, in seconds.
    pub fn timeout(&self) -> f64 {
        let left = self
            .client
            .deadline()
            .saturating_duration_since(Instant::now());
        left.as_secs_f64()
    }

    /// The same client for a call that has so many seconds left.
    pub fn within(&self, seconds: f64) -> Arc<Self> {
        let left = Duration::try_from_secs_f64(seconds).unwrap_or_default();
        self.with(self.client.with_timeout(left))
    }

    /// Starts a call of the operation with this name.
    pub fn start(
        &self,
        operation: String,
        arguments: &[u8],
        wallet: Option<Arc<CoreWallet>>,
    ) -> Result<Arc<CoreCall>, CoreError> {
        let wallet = wallet.map(|wallet| wallet.0.clone());
        let mut arguments = Arguments::new(arguments).with_wallet(wallet);
        let (operation, work) = generated::work(&operation, &mut arguments)?;
        self.started(operation, work)
    }

    /// Whether there is time left to store what a job has begun; if not, it ends by itself.
    pub fn may_store(&self, record: &str) -> bool {
        self.client.may_store(record)
    }

    /// Starts making lasting what a job, the operation with this name, has begun.
    pub fn commit(&self, job: &str, record: String) -> Result<Arc<CoreCall>, CoreError> {
        self.end(job, move |client| client.commit_pending(&record))
    }

    /// Starts taking back what a job, the operation with this name, has begun.
    pub fn abort(&self, job: &str, record: String) -> Result<Arc<CoreCall>, CoreError> {
        self.end(job, move |client| client.abort_pending(&record))
    }

    /// The cursor with which the list begins that the operation with this name gives.
    pub fn beginning(
        &self,
        operation: &str,
        arguments: &[u8],
        wallet: Option<Arc<CoreWallet>>,
    ) -> Result<String, CoreError> {
        let wallet = wallet.map(|wallet| wallet.0.clone());
        let mut arguments = Arguments::new(arguments).with_wallet(wallet);
        generated::beginning(&self.client, operation, &mut arguments)
    }
}

impl CoreClient {
    fn with(&self, client: Client) -> Arc<Self> {
        let listener = self.listener.clone();
        Arc::new(Self { client, listener })
    }

    fn end<T: Row + Reply>(
        &self,
        job: &str,
        call: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
    ) -> Result<Arc<CoreCall>, CoreError> {
        let (operation, work) = calls::work(operation(job), call)?;
        self.started(operation, work)
    }

    fn started(&self, operation: Operation, work: Work) -> Result<Arc<CoreCall>, CoreError> {
        let call = CoreCall::start(self.listener.clone(), operation, &self.client, work);
        call.map(Arc::new).ok_or(CoreError::Cancelled)
    }
}

/// The operation that Swift's side names.
pub(crate) fn operation(name: &str) -> Operation {
    match name.parse() {
        Ok(operation) => operation,
        Err(_) => unreachable!("Swift's side has an operation {name}, and this hasn't"),
    }
}

/// A secret that stays on this side. Swift holds a handle, and reads the text in place where it is
/// asked for: uniffi's own strings would leave a copy in memory that nobody wipes.
#[derive(uniffi::Object)]
pub struct CoreSecret(pub(crate) Secret);

impl From<Secret> for CoreSecret {
    fn from(secret: Secret) -> Self {
        Self(secret)
    }
}

#[uniffi::export]
impl CoreSecret {
    /// Wraps a text.
    #[uniffi::constructor]
    pub fn new(utf8: &[u8]) -> Self {
        Self(text(utf8).into())
    }

    /// Where the text lies: Swift reads it in place, while it holds this object.
    pub fn address(&self) -> u64 {
        self.0.reveal().as_ptr() as u64
    }

    /// How many bytes it has.
    pub fn count(&self) -> u64 {
        self.0.reveal().len() as u64
    }

    /// The form that is safe to show.
    pub fn redacted(&self) -> String {
        self.0.redacted()
    }

    /// Compares in constant time.
    pub fn equals(&self, other: &CoreSecret) -> bool {
        self.0 == other.0
    }
}

/// A wallet: its private key stays on this side.
#[derive(uniffi::Object)]
pub struct CoreWallet(Arc<Wallet>);

#[uniffi::export]
impl CoreWallet {
    /// Takes a private key.
    #[uniffi::constructor]
    pub fn new(private_key: &[u8]) -> Result<Self, CoreError> {
        Ok(Self(Arc::new(Wallet::from_hex(text(private_key))?)))
    }

    /// Its address.
    pub fn address(&self) -> String {
        self.0.address()
    }

    /// Signs a challenge, given as a row. A signature is worth a key for as long as its challenge
    /// is good, so it is handed over as a secret.
    pub fn sign(&self, challenge: &[u8]) -> Result<Arc<CoreSecret>, CoreError> {
        let challenge: Web3Challenge = Arguments::new(challenge).read()?;
        let signature = Secret::from(self.0.sign(&challenge)?);
        Ok(Arc::new(signature.into()))
    }

    /// Signs in to Venice: one header.
    pub fn sign_in(&self) -> Result<Arc<CoreReply>, CoreError> {
        Ok(Arc::new(CoreReply::of(&self.0.sign_in()?)))
    }
}

/// The challenge of a text that was passed on.
#[uniffi::export]
pub fn core_challenge(utf8: &[u8]) -> Arc<CoreReply> {
    Arc::new(CoreReply::of(&Web3Challenge::from_text(text(utf8))))
}

/// The shape of every row that this library writes and reads. Swift compares it with its own.
#[uniffi::export]
pub fn core_fingerprint() -> String {
    generated::FINGERPRINT.to_owned()
}
