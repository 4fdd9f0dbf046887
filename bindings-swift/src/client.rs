//! One method per operation. Each runs the core's blocking call on a thread of ours and is
//! completed from there: Swift's few threads only ever wait without blocking.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_channel::{Receiver, Sender};
use venice_keys::pool::Pool;
use venice_keys::{
    ApiKey, Client, Code, CreatedKey, Error, KeyStatus, Model, ModelType, RateLimitBreach,
    RateLimits, Wallet, Web3Challenge,
};
use zeroize::Zeroizing;

use crate::errors::CoreError;
use crate::types::{Attempt, CoreKeyUpdate, CoreNewKey, CoreSettings};

/// What the client tells Swift besides the results of calls.
#[uniffi::export(with_foreign)]
pub trait CoreListener: Send + Sync {
    /// An attempt was made.
    fn attempted(&self, attempt: Attempt);
    /// Something a person should know of happened behind a cancelled call.
    fn warned(&self, text: String);
}

/// One call's link to the Swift task that made it. Whoever ends it first wins: the task by being
/// cancelled, or the worker by being done. So a result is either delivered or known to be lost.
#[derive(uniffi::Object)]
pub struct CoreTicket {
    /// When the call was made: its timeout runs from then, however long it waits for a thread.
    begun: Instant,
    end: AtomicU8,
    /// Closed at the end, whichever it is.
    ending: Sender<()>,
    ended: Receiver<()>,
}

const OPEN: u8 = 0;
const CANCELLED: u8 = 1;
const DONE: u8 = 2;

#[uniffi::export]
impl CoreTicket {
    /// A ticket for one call.
    #[uniffi::constructor]
    #[allow(clippy::new_without_default, reason = "made by Swift only")]
    pub fn new() -> Self {
        let (ending, ended) = async_channel::bounded(1);
        Self {
            begun: Instant::now(),
            end: AtomicU8::new(OPEN),
            ending,
            ended,
        }
    }

    /// The task was cancelled: its call returns now.
    pub fn cancel(&self) {
        self.end_as(CANCELLED);
    }
}

impl CoreTicket {
    /// Whether it was this that ended it.
    fn end_as(&self, end: u8) -> bool {
        let first = self
            .end
            .compare_exchange(OPEN, end, Ordering::AcqRel, Ordering::Acquire)
            .is_ok();
        if first {
            self.ending.close();
        }
        first
    }

    fn is_cancelled(&self) -> bool {
        self.end.load(Ordering::Acquire) == CANCELLED
    }

    async fn wait(&self) {
        // Nothing is ever sent: this returns when the channel is closed.
        let _ = self.ended.recv().await;
    }
}

/// A client.
#[derive(uniffi::Object)]
pub struct CoreClient {
    client: Client,
    listener: Arc<dyn CoreListener>,
}

impl CoreClient {
    /// Runs `call` on a worker. Its timeout runs from the ticket's making, so that a call which
    /// waits for a worker ends in time. If the task is cancelled before the worker gets to it,
    /// nothing is sent; if later, nothing more is, the worker carries what was to its end, and
    /// shows `lost` what came of it.
    async fn run<T: Send + 'static>(
        &self,
        ticket: Arc<CoreTicket>,
        call: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
        lost: fn(Result<T, Error>) -> Option<String>,
    ) -> Result<T, CoreError> {
        let place = Arc::new(Mutex::new(None));
        let (results, end) = (place.clone(), ticket.clone());
        let listener = self.listener.clone();
        let client = self.client.begun(ticket.begun).while_wanted({
            let ticket = ticket.clone();
            move || !ticket.is_cancelled()
        });
        let deadline = client.deadline();
        let work = move || {
            if end.is_cancelled() {
                return;
            }
            // A panic must reach the task that waits, or it would wait for ever.
            let outcome = catch_unwind(AssertUnwindSafe(|| call(&client)));
            *results.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            if end.end_as(DONE) {
                return;
            }
            let unclaimed = results
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            if let Some(Ok(outcome)) = unclaimed
                && let Some(warning) = lost(outcome)
            {
                listener.warned(warning);
            }
        };
        POOL.start_by(deadline, Box::new(work));
        ticket.wait().await;
        if ticket.is_cancelled() {
            return Err(CoreError::Cancelled);
        }
        let outcome = place.lock().unwrap_or_else(PoisonError::into_inner).take();
        match outcome {
            Some(Ok(result)) => Ok(result?),
            Some(Err(panic)) => resume_unwind(panic),
            None => Err(CoreError::Cancelled),
        }
    }

    /// For calls whose result nobody misses when they are cancelled.
    async fn ask<T: Send + 'static>(
        &self,
        ticket: Arc<CoreTicket>,
        call: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, CoreError> {
        self.run(ticket, call, |_| None).await
    }

    /// For calls that make a key, which somebody has to know of.
    async fn make(
        &self,
        ticket: Arc<CoreTicket>,
        call: impl FnOnce(&Client) -> Result<CreatedKey, Error> + Send + 'static,
    ) -> Result<CreatedKey, CoreError> {
        self.run(ticket, call, abandoned).await
    }
}

/// One call more than these waits, but no longer than it may; a thread without work for a second
/// ends.
static POOL: Pool = Pool::new(500, Duration::from_secs(1));

/// What to say of a key that was made for a task which was cancelled. Never its secret.
fn abandoned(outcome: Result<CreatedKey, Error>) -> Option<String> {
    match outcome {
        Ok(made) => Some(format!(
            "a cancelled task's key was made all the same, and its secret is lost: delete the key \
             with the id {}",
            made.id
        )),
        Err(error) if error.code() == Code::OutcomeUnknown => {
            let error = error.in_camel_case();
            Some(format!("a cancelled task's call ended so: {error}"))
        }
        // Nothing was made.
        Err(_) => None,
    }
}

#[uniffi::export]
impl CoreClient {
    /// Makes a client. Opens no connection.
    #[uniffi::constructor]
    pub fn new(settings: CoreSettings, listener: Arc<dyn CoreListener>) -> Result<Self, CoreError> {
        let observer = listener.clone();
        let client = settings.build(move |attempt| observer.attempted(attempt.into()))?;
        Ok(Self { client, listener })
    }

    /// See `Client.listKeys()`, as for all of these.
    pub async fn list_keys(&self, ticket: Arc<CoreTicket>) -> Result<Vec<ApiKey>, CoreError> {
        self.ask(ticket, Client::list_keys).await
    }

    /// Makes a key.
    pub async fn create_key(
        &self,
        ticket: Arc<CoreTicket>,
        new_key: CoreNewKey,
    ) -> Result<CreatedKey, CoreError> {
        let new_key = new_key.try_into()?;
        self.make(ticket, move |client| client.create_key(&new_key))
            .await
    }

    /// Shows one key.
    pub async fn get_key(&self, ticket: Arc<CoreTicket>, id: String) -> Result<ApiKey, CoreError> {
        self.ask(ticket, move |client| client.get_key(&id)).await
    }

    /// Changes a key.
    pub async fn update_key(
        &self,
        ticket: Arc<CoreTicket>,
        id: String,
        update: CoreKeyUpdate,
    ) -> Result<ApiKey, CoreError> {
        let update = update.try_into()?;
        self.ask(ticket, move |client| client.update_key(&id, &update))
            .await
    }

    /// Deletes a key.
    pub async fn delete_key(&self, ticket: Arc<CoreTicket>, id: String) -> Result<(), CoreError> {
        self.ask(ticket, move |client| client.delete_key(&id)).await
    }

    /// Balances and rate limits.
    pub async fn rate_limits(&self, ticket: Arc<CoreTicket>) -> Result<RateLimits, CoreError> {
        self.ask(ticket, Client::rate_limits).await
    }

    /// When rate limits were exceeded.
    pub async fn rate_limit_log(
        &self,
        ticket: Arc<CoreTicket>,
    ) -> Result<Vec<RateLimitBreach>, CoreError> {
        self.ask(ticket, Client::rate_limit_log).await
    }

    /// The key's health.
    pub async fn verify_key(&self, ticket: Arc<CoreTicket>) -> Result<KeyStatus, CoreError> {
        self.ask(ticket, Client::verify_key).await
    }

    /// Models.
    pub async fn list_models(
        &self,
        ticket: Arc<CoreTicket>,
        model_type: Option<ModelType>,
    ) -> Result<Vec<Model>, CoreError> {
        self.ask(ticket, move |client| client.list_models(model_type))
            .await
    }

    /// What a wallet has to sign.
    pub async fn web3_challenge(
        &self,
        ticket: Arc<CoreTicket>,
        address: Option<String>,
    ) -> Result<Web3Challenge, CoreError> {
        self.ask(ticket, move |client| {
            client.web3_challenge(address.as_deref())
        })
        .await
    }

    /// Mints with a signature made elsewhere.
    pub async fn mint_web3_key(
        &self,
        ticket: Arc<CoreTicket>,
        address: String,
        signature: String,
        challenge: Web3Challenge,
        new_key: CoreNewKey,
    ) -> Result<CreatedKey, CoreError> {
        // Until the challenge's time is over it is worth a key.
        let signature = Zeroizing::new(signature);
        let new_key = new_key.try_into()?;
        let mint =
            move |client: &Client| client.mint_web3_key(&address, &signature, &challenge, &new_key);
        self.make(ticket, mint).await
    }

    /// Challenge, check, sign, mint.
    pub async fn mint_with_wallet(
        &self,
        ticket: Arc<CoreTicket>,
        wallet: Arc<CoreWallet>,
        new_key: CoreNewKey,
    ) -> Result<CreatedKey, CoreError> {
        let new_key = new_key.try_into()?;
        self.make(ticket, move |client| {
            client.mint_with_wallet(&wallet.0, &new_key)
        })
        .await
    }
}

/// A wallet: its private key stays on this side.
#[derive(uniffi::Object)]
pub struct CoreWallet(Wallet);

#[uniffi::export]
impl CoreWallet {
    /// Takes a private key.
    #[uniffi::constructor]
    pub fn new(private_key: String) -> Result<Self, CoreError> {
        let private_key = Zeroizing::new(private_key);
        Ok(Self(Wallet::from_hex(&private_key)?))
    }

    /// Its address.
    pub fn address(&self) -> String {
        self.0.address()
    }

    /// Signs a challenge of Venice's.
    pub fn sign(&self, challenge: Web3Challenge) -> Result<String, CoreError> {
        Ok(self.0.sign(&challenge)?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use futures_lite::future::block_on;

    use super::*;

    struct Warnings(Mutex<mpsc::Sender<String>>);

    impl CoreListener for Warnings {
        fn attempted(&self, _: Attempt) {}
        fn warned(&self, text: String) {
            self.0.lock().unwrap().send(text).unwrap();
        }
    }

    fn client() -> (CoreClient, mpsc::Receiver<String>) {
        let (warnings, warned) = mpsc::channel();
        let client = Client::builder().anonymous().build().unwrap();
        (
            CoreClient {
                client,
                listener: Arc::new(Warnings(Mutex::new(warnings))),
            },
            warned,
        )
    }

    fn ticket() -> Arc<CoreTicket> {
        Arc::new(CoreTicket::new())
    }

    #[test]
    fn a_result_is_delivered() {
        let (client, warned) = client();
        let result = block_on(client.run(ticket(), |_| Ok(42), |_| Some("lost".into())));
        assert_eq!(result.unwrap(), 42);
        assert!(
            warned.recv_timeout(Duration::from_millis(100)).is_err(),
            "and not lost as well"
        );
    }

    #[test]
    fn a_cancelled_call_returns_before_its_work_is_done_and_its_result_is_told() {
        let (client, warned) = client();
        let (ticket, (go, wait)) = (ticket(), mpsc::channel::<()>());
        let (begin, begun) = mpsc::channel();
        let work = move |_: &Client| {
            begin.send(()).unwrap();
            wait.recv().unwrap();
            Ok(42)
        };
        let cancelling = ticket.clone();
        std::thread::spawn(move || {
            begun.recv().unwrap();
            cancelling.cancel();
        });
        let result = block_on(client.run(ticket, work, |made| Some(format!("{}", made.unwrap()))));
        assert!(matches!(result, Err(CoreError::Cancelled)));
        assert!(warned.try_recv().is_err(), "the work isn't done yet");
        go.send(()).unwrap();
        assert_eq!(warned.recv_timeout(Duration::from_secs(5)).unwrap(), "42");
    }

    #[test]
    fn a_call_cancelled_before_it_starts_does_nothing() {
        let (client, _warned) = client();
        let ticket = ticket();
        ticket.cancel();
        let (work, worked) = mpsc::channel();
        let call = move |_: &Client| {
            work.send(()).unwrap();
            Ok(())
        };
        let result = block_on(client.ask(ticket, call));
        assert!(matches!(result, Err(CoreError::Cancelled)));
        assert!(
            worked.recv_timeout(Duration::from_secs(5)).is_err(),
            "its sender was dropped"
        );
    }

    #[test]
    fn a_panic_reaches_the_task_that_waits() {
        let (client, _warned) = client();
        let call = |_: &Client| -> Result<(), Error> { panic!("on purpose") };
        let (outcome, ended) = mpsc::channel();
        std::thread::spawn(move || {
            let waiting = AssertUnwindSafe(|| block_on(client.ask(ticket(), call)).is_ok());
            outcome.send(catch_unwind(waiting).is_err()).unwrap();
        });
        assert!(ended.recv_timeout(Duration::from_secs(5)).unwrap());
    }

    #[test]
    fn a_lost_key_is_told_by_its_id_and_never_by_its_secret() {
        let made = CreatedKey {
            api_key: "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW".into(),
            id: "e28e82dc".into(),
            api_key_type: None,
            description: None,
            expires_at: None,
            consumption_limit: Default::default(),
            limit_period: None,
            model_privacy: None,
            ip_allowlist: None,
            unreadable: Vec::new(),
        };
        let told = abandoned(Ok(made)).unwrap();
        assert!(
            told.contains("e28e82dc") && !told.contains("2V2jNW"),
            "{told}"
        );
    }
}
