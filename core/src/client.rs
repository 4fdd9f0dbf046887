//! [`Client`]: what it holds, for whom a call is made, and when it must have ended.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::attempt::Observer;
use crate::builder::ClientBuilder;
use crate::error::{Code, Error};
use crate::secret::Secret;
use crate::throttle::Throttle;
use crate::transport::{Transport, Wiring};
use crate::web3::Web3Generation;

/// A client of the Venice key-management API.
///
/// Cheap to clone, and safe to share between threads: clones share connections and the create
/// throttle. Making one opens no connection. Calls block; each ends within the client's timeout.
///
/// ```no_run
/// use venice_keys::{Client, NewKey};
///
/// # fn main() -> Result<(), venice_keys::Error> {
/// let client = Client::from_env()?; // VENICE_ADMIN_KEY, or VENICE_API_KEY
/// let made = client.create_key(&NewKey::new("backend prod"))?;
/// println!("{} {}", made.id, made.api_key); // the key is printed redacted
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    asker: Asker,
}

/// For whom a call is made.
#[derive(Clone, Default)]
struct Asker {
    /// Whether the answer is still wanted; absent: it always is.
    wanted: Option<Arc<Wanted>>,
    /// When the call was made, if that was before a thread took it.
    began: Option<Instant>,
}

type Wanted = dyn Fn() -> bool + Send + Sync;

struct Inner {
    transport: Transport,
    throttle: Throttle,
    settings: Arc<Settings>,
}

/// What a client was made with.
pub(crate) struct Settings {
    pub(crate) key: Option<Secret>,
    pub(crate) timeout: Duration,
    pub(crate) max_retries: u32,
    pub(crate) web3_generation: Option<Web3Generation>,
    pub(crate) observer: Option<Arc<Observer>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("key", &self.settings().key)
            .field("timeout", &self.settings().timeout)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Starts making a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// A client with the environment's key: `VENICE_ADMIN_KEY`, or, if that isn't set,
    /// `VENICE_API_KEY`.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// A client without a key: it lists models, and mints keys with a wallet.
    ///
    /// # Errors
    ///
    /// As [`ClientBuilder::build`].
    pub fn anonymous() -> Result<Self, Error> {
        Self::builder().anonymous().build()
    }

    pub(crate) fn new(wiring: Wiring, throttle: Throttle, settings: Settings) -> Self {
        Self {
            inner: Arc::new(Inner {
                transport: Transport::new(Arc::new(wiring)),
                throttle,
                settings: Arc::new(settings),
            }),
            asker: Asker::default(),
        }
    }

    /// The same client with connections, and a create throttle, of its own.
    ///
    /// For a child process after a fork, which must not share its parent's sockets. It takes no
    /// lock, so it is safe whatever the parent's other threads held when the process forked.
    pub fn fresh(&self) -> Self {
        let Inner {
            transport,
            throttle,
            settings,
        } = &*self.inner;
        Self {
            inner: Arc::new(Inner {
                transport: Transport::new(transport.wiring().clone()),
                throttle: throttle.fresh(),
                settings: settings.clone(),
            }),
            asker: self.asker.clone(),
        }
    }

    /// The same client, for calls that somebody may give up: what hasn't been sent then, isn't.
    ///
    /// `wanted` is asked before every attempt, and about ten times a second during every wait (for
    /// a turn to create, before a retry). From its first `false` on the call waits no more and
    /// sends nothing more: it fails with `timeout` if nothing was sent, else with what went wrong
    /// last. A request that is on its way is not broken off: its answer is waited for.
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
    /// let client = client.while_wanted(move || !seen.load(Ordering::Relaxed));
    /// let made = client.create_key(&NewKey::new("customer 42"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn while_wanted(&self, wanted: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        let asker = Asker {
            wanted: Some(Arc::new(wanted)),
            ..self.asker.clone()
        };
        Self {
            inner: self.inner.clone(),
            asker,
        }
    }

    /// The same client, for a call that its caller made at `at`: the timeout runs from then.
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
    /// let asked = Instant::now();
    /// // … the call waits in a queue …
    /// let keys = client.begun(asked).list_keys()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn begun(&self, at: Instant) -> Self {
        let asker = Asker {
            began: Some(at),
            ..self.asker.clone()
        };
        Self {
            inner: self.inner.clone(),
            asker,
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

    pub(crate) fn web3_generation(&self) -> Option<Web3Generation> {
        self.settings().web3_generation
    }

    /// When a call must have ended that begins now, or [`began`](Self::begun) before.
    pub fn deadline(&self) -> Instant {
        let began = self.asker.began.unwrap_or_else(Instant::now);
        began + self.settings().timeout
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.asker.wanted.as_ref().is_none_or(|wanted| wanted())
    }

    /// Waits as long as the call is wanted, and tells whether it still is.
    pub(crate) fn wait(&self, time: Duration) -> bool {
        const GLANCE: Duration = Duration::from_millis(100);
        if self.asker.wanted.is_none() {
            std::thread::sleep(time);
            return true;
        }
        let end = Instant::now() + time;
        while self.is_wanted() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            std::thread::sleep(left.min(GLANCE));
        }
        false
    }

    /// Waits for this client's turn to create, or fails if that is past the call's deadline. A
    /// call whose time is over already takes no turn from another.
    pub(crate) fn take_create_turn(&self, deadline: Instant) -> Result<(), Error> {
        let now = Instant::now();
        let left = deadline.saturating_duration_since(now);
        if left.is_zero() {
            return Err(Error::new(Code::Timeout, TOO_LATE));
        }
        match self.throttle().take_turn(now, left) {
            Ok(wait) if self.wait(wait) => Ok(()),
            Ok(wait) => {
                self.throttle().give_back(now + wait);
                Err(given_up())
            }
            Err(wait) => Err(Error::new(
                Code::RateLimited,
                format!(
                    "create limit reached: nothing was sent; the next create may go in {} s, which \
                     is past this call's deadline",
                    wait.as_secs_f64().ceil()
                ),
            )
            .with_retry_after(Some(wait))),
        }
    }
}

pub(crate) const TOO_LATE: &str = "the call's deadline passed before anything was sent";

/// Nobody wants the call any more.
pub(crate) fn given_up() -> Error {
    Error::new(Code::Timeout, "the call was given up before it was sent")
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
        assert!(client.begun(Instant::now()).deadline() > Instant::now());
    }

    #[test]
    fn what_nobody_wants_is_not_waited_for() {
        let client = Client::builder().anonymous().build().unwrap();
        assert!(client.wait(Duration::ZERO));
        let unwanted = client.while_wanted(|| false);
        assert!(!unwanted.wait(Duration::ZERO));
        assert!(!unwanted.begun(Instant::now()).is_wanted());
    }
}
