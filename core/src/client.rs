//! [`Client`]: what it holds, who makes its calls, and when each must have ended.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::builder::{ClientBuilder, Settings};
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Operation;
use crate::own_key::OwnKey;
use crate::secret::Secret;
use crate::throttle::Throttle;
use crate::transport::{Transport, Wiring};
use crate::web3::Web3Generation;

/// A client of the Venice key-management API.
///
/// Cheap to clone, and safe to share between threads: clones share connections and the create
/// limit. Creating one opens no connection. Calls block; each ends within the client's timeout.
///
/// Besides the codes that a method lists, every call can fail with `unauthenticated`,
/// `payment_required`, `forbidden`, `bad_request`, `rate_limited`, `gone`, `server_error`,
/// `timeout`, `connection`, `tls` and `bad_response`: [`ErrorCode`] says what each means.
///
/// ```no_run
/// use venice_keys::{Client, NewKey};
///
/// # fn main() -> Result<(), venice_keys::Error> {
/// let client = Client::from_env()?; // VENICE_ADMIN_KEY, or VENICE_API_KEY
/// let created = client.create_key(&NewKey::new("backend prod"))?;
/// println!("{} {}", created.id, created.api_key); // the key is printed redacted
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    caller: Caller,
}

/// Who makes a call.
#[derive(Clone, Default)]
struct Caller {
    /// Whether the call was given up; absent: it never is.
    cancelled: Option<Arc<Cancelled>>,
    /// When the call was made, if that was before a thread took it.
    started_at: Option<Instant>,
}

type Cancelled = dyn Fn() -> bool + Send + Sync;

#[derive(Clone)]
struct Inner {
    transport: Arc<Transport>,
    throttle: Arc<Throttle>,
    own_key: Arc<OwnKey>,
    settings: Arc<Settings>,
    /// The server's time, as far as a list of keys showed it.
    server_clock: Arc<Mutex<Option<ServerClock>>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api_key", &self.own_key())
            .field("timeout", &self.settings().timeout)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Starts configuring a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with the environment's key: `VENICE_ADMIN_KEY`, or, if that isn't set,
    /// `VENICE_API_KEY`.
    ///
    /// # Errors
    ///
    /// * `config`: there is no key, it can't be sent in a header, or the environment names a base
    ///   URL or a proxy that can't be used.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// A client without a key: it lists models, and mints keys with a wallet.
    ///
    /// # Errors
    ///
    /// * `config`: the environment names a base URL or a proxy that can't be used.
    pub fn anonymous() -> Result<Self, Error> {
        Self::builder().anonymous().build()
    }

    pub(crate) fn new(
        wiring: Wiring,
        throttle: Throttle,
        own_key: OwnKey,
        settings: Settings,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                transport: Arc::new(Transport::new(Arc::new(wiring))),
                throttle: Arc::new(throttle),
                own_key: Arc::new(own_key),
                settings: Arc::new(settings),
                server_clock: Arc::default(),
            }),
            caller: Caller::default(),
        }
    }

    /// The same client with connections, a create limit and a key of its own.
    ///
    /// For a child process after a fork, which must not share its parent's sockets. It takes no
    /// lock, so it is safe whatever the parent's other threads held when the process forked.
    pub fn with_new_connections(&self) -> Self {
        let Inner {
            transport,
            throttle,
            own_key,
            settings,
            server_clock: _,
        } = &*self.inner;
        self.made_of(Inner {
            transport: Arc::new(Transport::new(transport.wiring().clone())),
            throttle: Arc::new(throttle.renewed()),
            own_key: Arc::new(own_key.renewed()),
            settings: settings.clone(),
            server_clock: Arc::default(),
        })
    }

    /// The same client with other settings. Connections, create limit and key are shared.
    pub(crate) fn with_settings(&self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.settings().clone();
        change(&mut settings);
        self.made_of(Inner {
            settings: Arc::new(settings.bounded()),
            ..Inner::clone(&self.inner)
        })
    }

    /// The same client with another key. Connections and create limit are shared.
    pub(crate) fn with_own_key(&self, own_key: OwnKey) -> Self {
        self.made_of(Inner {
            own_key: Arc::new(own_key),
            ..Inner::clone(&self.inner)
        })
    }

    fn made_of(&self, inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
            caller: self.caller.clone(),
        }
    }

    /// The same client, for calls that can be given up: what hasn't been sent by then isn't sent.
    ///
    /// `cancelled` is asked before every attempt, and about ten times a second during every wait
    /// (for a turn to create, before a retry). From its first `true` on the call waits no more and
    /// sends nothing more: it fails with `timeout` if nothing was sent, else with what went wrong
    /// last. A request already sent is not interrupted: its response is waited for.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use std::sync::Arc;
    /// use std::sync::atomic::{AtomicBool, Ordering};
    /// use venice_keys::NewKey;
    ///
    /// let stopped = Arc::new(AtomicBool::new(false)); // another thread sets it
    /// let seen = stopped.clone();
    /// let client = client.with_cancellation(move || seen.load(Ordering::Relaxed));
    /// let created = client.create_key(&NewKey::new("customer 42"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_cancellation(&self, cancelled: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.called_by(Caller {
            cancelled: Some(Arc::new(cancelled)),
            ..self.caller.clone()
        })
    }

    /// The same client, for a call that was made at `started`: the timeout runs from then.
    ///
    /// For programs that hand calls to threads of their own: time spent in a queue counts. A call
    /// whose time is over when it begins fails with `timeout`, and nothing is sent.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use std::time::Instant;
    ///
    /// let started = Instant::now();
    /// // … the call waits in a queue …
    /// let keys = client.started_at(started).list_keys()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn started_at(&self, started: Instant) -> Self {
        self.called_by(Caller {
            started_at: Some(started),
            ..self.caller.clone()
        })
    }

    /// The same client, for what must be done even if the call is given up.
    pub(crate) fn uncancelled(&self) -> Self {
        self.called_by(Caller {
            cancelled: None,
            ..self.caller.clone()
        })
    }

    /// The same client, for a call that is made only when it begins.
    pub(crate) fn started_then(&self) -> Self {
        self.called_by(Caller {
            started_at: None,
            ..self.caller.clone()
        })
    }

    fn called_by(&self, caller: Caller) -> Self {
        Self {
            inner: self.inner.clone(),
            caller,
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.inner.transport
    }

    pub(crate) fn throttle(&self) -> &Throttle {
        &self.inner.throttle
    }

    pub(crate) fn key(&self) -> &Arc<OwnKey> {
        &self.inner.own_key
    }

    /// The key that calls are made with now.
    pub(crate) fn own_key(&self) -> Option<Secret> {
        self.key().secret()
    }

    /// The server's time, if this client has seen a list of keys.
    pub(crate) fn server_clock(&self) -> Option<ServerClock> {
        let known = self.inner.server_clock.lock();
        *known.unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note_server_clock(&self, clock: ServerClock) {
        let known = self.inner.server_clock.lock();
        *known.unwrap_or_else(PoisonError::into_inner) = Some(clock);
    }

    pub(crate) fn web3_generation(&self) -> Option<&Web3Generation> {
        self.settings().web3_generation.as_ref()
    }

    /// When a call that starts now, or [started earlier](Self::started_at), must have ended.
    pub fn deadline(&self) -> Instant {
        let started = self.caller.started_at.unwrap_or_else(Instant::now);
        started + self.settings().timeout
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        let cancelled = self.caller.cancelled.as_ref();
        cancelled.is_some_and(|cancelled| cancelled())
    }

    /// Waits for `time`, or until the call is given up; says whether it may go on.
    pub(crate) fn wait(&self, time: Duration) -> bool {
        const GLANCE: Duration = Duration::from_millis(100);
        if self.caller.cancelled.is_none() {
            std::thread::sleep(time);
            return true;
        }
        let end = Instant::now() + time;
        while !self.is_cancelled() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            std::thread::sleep(left.min(GLANCE));
        }
        false
    }

    /// Waits for this client's turn to create, or fails if that is past the call's deadline. A
    /// call whose time is already over takes no turn from another.
    pub(crate) fn take_create_turn(
        &self,
        operation: Operation,
        deadline: Instant,
    ) -> Result<(), Error> {
        let now = Instant::now();
        let left = deadline.saturating_duration_since(now);
        if left.is_zero() {
            return Err(Error::new(ErrorCode::Timeout, TOO_LATE).of(operation));
        }
        match self.throttle().take_turn(now, left) {
            Ok(wait) if self.wait(wait) => Ok(()),
            Ok(wait) => {
                self.throttle().give_back(now + wait);
                Err(given_up(operation))
            }
            Err(wait) => Err(Error::new(
                ErrorCode::RateLimited,
                format!(
                    "create limit reached: nothing was sent; the next create can be sent in {} s, \
                     which is past this call's deadline",
                    wait.as_secs_f64().ceil()
                ),
            )
            .of(operation)
            .with_retry_after(Some(wait))),
        }
    }
}

pub(crate) const TOO_LATE: &str = "the call's deadline passed before anything was sent";

/// The call was given up.
pub(crate) fn given_up(operation: Operation) -> Error {
    let what = "the call was given up before it was sent";
    Error::new(ErrorCode::Timeout, what).of(operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_shows_no_key() {
        let key = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW";
        let client = Client::builder().api_key(key).build().unwrap();
        let form = format!("{client:?}");
        assert!(!form.contains("abcdefgh"), "{form}");
    }

    #[test]
    fn endless_timeouts_are_no_overflow() {
        let client = Client::builder()
            .api_key("VENICE_ADMIN_KEY_UNITTEST")
            .timeout(Duration::MAX)
            .connect_timeout(Duration::MAX)
            .build()
            .unwrap();
        assert!(client.deadline() > Instant::now());
        assert!(client.started_at(Instant::now()).deadline() > Instant::now());
    }

    #[test]
    fn a_call_that_was_given_up_waits_no_more() {
        let client = Client::builder().anonymous().build().unwrap();
        assert!(client.wait(Duration::ZERO));
        let cancelled = client.with_cancellation(|| true);
        assert!(!cancelled.wait(Duration::ZERO));
        assert!(cancelled.started_at(Instant::now()).is_cancelled());
    }
}
