//! [`Client`] and its builder, and how a call is carried through to its end.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use serde::de::{DeserializeOwned, DeserializeSeed};

use crate::error::{self, Code, Error, Refusal};
use crate::retry::{Failure, Repeat, wait_before_resend};
use crate::secret::Secret;
use crate::throttle::Throttle;
use crate::transport::{Answer, BaseUrl, Broken, Call, Transport, Wiring};
use crate::wire::{self, ListOf};

const VENICE: &str = "https://api.venice.ai/api/v1";

/// A client of the Venice key-management API.
///
/// Cheap to clone, and safe to share between threads: clones share connections and the create
/// throttle. Making one opens no connection. Calls block; each ends within the client's timeout.
///
/// ```no_run
/// use venice_keys::{Client, NewKey};
///
/// # fn main() -> Result<(), venice_keys::Error> {
/// let client = Client::from_env()?; // VENICE_API_KEY
/// let made = client.create_key(&NewKey::new("backend prod"))?;
/// println!("{} {}", made.id, made.api_key); // the key is printed redacted
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>, Option<Arc<Wanted>>);

/// Whether a call's answer is still wanted.
type Wanted = dyn Fn() -> bool + Send + Sync;

struct Inner {
    transport: Transport,
    throttle: Throttle,
    settings: Arc<Settings>,
}

struct Settings {
    key: Option<Secret>,
    timeout: Duration,
    max_retries: u32,
    observer: Option<Arc<Observer>>,
}

type Observer = dyn Fn(&Attempt<'_>) + Send + Sync;

/// One attempt of a call, as it is shown to an observer. Holds nothing secret.
#[derive(Debug, Clone, Copy)]
pub struct Attempt<'a> {
    /// The operation: `"create_key"`.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a str,
    /// The path below the base URL, with a key's id where there is one.
    pub path: &'a str,
    /// Which attempt of the call it was, from 1.
    pub number: u32,
    /// The answer's status, if there was an answer.
    pub status: Option<u16>,
    /// What went wrong without an answer.
    pub failure: Option<Code>,
    /// How long it took.
    pub elapsed: Duration,
}

/// The log line of an attempt: `GET /api_keys 200 12 ms, attempt 1`.
impl fmt::Display for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Attempt {
            operation: _,
            method,
            path,
            number,
            status,
            failure,
            elapsed,
        } = self;
        write!(f, "{method} {path} ")?;
        match (status, failure) {
            (Some(status), _) => write!(f, "{status}")?,
            (None, Some(code)) => f.write_str(code.as_str())?,
            (None, None) => f.write_str("?")?,
        }
        write!(f, " {} ms, attempt {number}", elapsed.as_millis())
    }
}

/// Makes a [`Client`]: [`Client::builder`].
#[derive(Clone)]
#[must_use]
pub struct ClientBuilder {
    key: Key,
    base_url: Option<String>,
    timeout: Duration,
    connect_timeout: Duration,
    max_retries: u32,
    create_limit: (u32, Duration),
    ca_file: Option<PathBuf>,
    user_agent: String,
    observer: Option<Arc<Observer>>,
}

#[derive(Clone)]
enum Key {
    FromEnv,
    Given(Secret),
    None,
}

impl ClientBuilder {
    /// The key to call with. Without this the environment's `VENICE_API_KEY` is used.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.key = Key::Given(key.into());
        self
    }

    /// No key: the client never sends an Authorization header. Enough for models and the wallet.
    pub fn anonymous(mut self) -> Self {
        self.key = Key::None;
        self
    }

    /// Where the API is; default `https://api.venice.ai/api/v1`, or the environment's
    /// `VENICE_BASE_URL`, which is obeyed only for loopback and `*.venice.ai` hosts.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long a whole call may take, waits and resends included; default 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long making one connection may take; default 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often a call is resent at most, where it is safe to; default 3.
    pub fn max_retries(mut self, count: u32) -> Self {
        self.max_retries = count;
        self
    }

    /// The local create throttle: at most `count` calls of `create_key` in any `per`. Default: 20 a
    /// minute, which is what Venice allows an account.
    pub fn create_limit(mut self, count: u32, per: Duration) -> Self {
        self.create_limit = (count, per);
        self
    }

    /// A PEM file of certificate authorities to trust beside the platform's.
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// The User-Agent header; default `venice-keys/VERSION`.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = text.into();
        self
    }

    /// Shows every attempt to `observer`, in place of the `log` crate's target `venice_keys` at
    /// level DEBUG. It runs on the calling thread and should be quick.
    pub fn observer(mut self, observer: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Makes the client. Opens no connection.
    ///
    /// # Errors
    ///
    /// `config`: there is no key, it can't be sent in a header, the base URL isn't one that a key
    /// may be sent to, the CA file can't be read, or a timeout or limit is zero.
    pub fn build(self) -> Result<Client, Error> {
        let Self {
            key,
            base_url,
            timeout,
            connect_timeout,
            max_retries,
            create_limit: (count, per),
            ca_file,
            user_agent,
            observer,
        } = self;
        let config = |rule: &str| Error::new(Code::Config, rule);
        if timeout.is_zero() || connect_timeout.is_zero() {
            return Err(config("timeouts must be longer than zero"));
        }
        if count == 0 {
            return Err(config("the create limit must allow at least one create"));
        }
        let key = match key {
            Key::None => None,
            Key::Given(key) => Some(key),
            Key::FromEnv => Some(from_env("VENICE_API_KEY").map(Secret::from).ok_or_else(
                || config("no API key: give one, or set the environment variable VENICE_API_KEY"),
            )?),
        };
        let base = match (base_url, from_env("VENICE_BASE_URL")) {
            (Some(given), _) => BaseUrl::parse(&given)?,
            (None, Some(found)) => trusted(BaseUrl::parse(&found)?)?,
            (None, None) => BaseUrl::parse(VENICE)?,
        };
        let wiring = Wiring::new(
            base,
            key.as_ref(),
            connect_timeout,
            user_agent,
            ca_file.as_ref(),
        )?;
        let inner = Inner {
            transport: Transport::new(Arc::new(wiring)),
            throttle: Throttle::new(count, per),
            settings: Arc::new(Settings {
                key,
                timeout,
                max_retries,
                observer,
            }),
        };
        Ok(Client(Arc::new(inner), None))
    }
}

fn from_env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn trusted(base: BaseUrl) -> Result<BaseUrl, Error> {
    match base.is_trusted() {
        true => Ok(base),
        false => Err(Error::new(
            Code::Config,
            "VENICE_BASE_URL is obeyed only for loopback and *.venice.ai hosts: to send the key \
             elsewhere, name the base URL in the program",
        )),
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `build` refuses a URL with a password; until then it may hold one.
        let shown = |url: &String| match url.contains('@') {
            true => "…".to_owned(),
            false => url.clone(),
        };
        f.debug_struct("ClientBuilder")
            .field("base_url", &self.base_url.as_ref().map(shown))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("key", &self.0.settings.key)
            .field("timeout", &self.0.settings.timeout)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Starts making a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder {
            key: Key::FromEnv,
            base_url: None,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_retries: 3,
            create_limit: (20, Duration::from_secs(60)),
            ca_file: None,
            user_agent: concat!("venice-keys/", env!("CARGO_PKG_VERSION")).to_owned(),
            observer: None,
        }
    }

    /// A client with the environment's key (`VENICE_API_KEY`).
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

    /// The same client with connections, and a create throttle, of its own.
    ///
    /// For a child process after a fork, which must not share its parent's sockets. It takes no
    /// lock, so it is safe whatever the parent's other threads held when the process forked.
    pub fn fresh(&self) -> Self {
        let inner = Inner {
            transport: Transport::new(self.0.transport.wiring().clone()),
            throttle: self.0.throttle.fresh(),
            settings: self.0.settings.clone(),
        };
        Self(Arc::new(inner), self.1.clone())
    }

    /// The same client, for calls that somebody may give up: what hasn't been sent then, isn't.
    ///
    /// `wanted` is asked before and during every wait (for a turn to create, before a resend),
    /// about ten times a second, and before the mint of `mint_with_wallet`. From its first `false`
    /// on the call waits no more and sends nothing more: it fails with `timeout` if nothing was
    /// sent, else with what went wrong last. A request that is on its way is not torn: its answer
    /// is waited for.
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
        Self(self.0.clone(), Some(Arc::new(wanted)))
    }

    pub(crate) fn is_wanted(&self) -> bool {
        self.1.as_ref().is_none_or(|wanted| wanted())
    }

    /// Waits as long as the call is wanted, and tells whether it still is.
    fn wait(&self, time: Duration) -> bool {
        const GLANCE: Duration = Duration::from_millis(100);
        if time.is_zero() {
            return true;
        }
        if self.1.is_none() {
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

    /// Reads `{data: {…}}`.
    pub(crate) fn read_object<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Error> {
        let answer = self.perform(call).map_err(|failed| failed.error)?;
        read_data(call, &answer)
    }

    /// Reads `{data: […]}`.
    pub(crate) fn read_list<T: DeserializeOwned>(&self, call: &Call) -> Result<Vec<T>, Error> {
        let answer = self.perform(call).map_err(|failed| failed.error)?;
        read_data_list(call, &answer)
    }

    /// Waits for this client's turn to create, or fails if that is past the call's deadline.
    pub(crate) fn take_create_turn(&self, deadline: Instant) -> Result<(), Error> {
        let now = Instant::now();
        let left = deadline.saturating_duration_since(now);
        match self.0.throttle.take_turn(now, left) {
            Ok(wait) if self.wait(wait) => Ok(()),
            Ok(wait) => {
                self.0.throttle.give_back(now + wait);
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

    /// When a call that begins now must have ended.
    pub(crate) fn deadline(&self) -> Instant {
        let now = Instant::now();
        // An absurdly long timeout means no timeout; a day is as good.
        now.checked_add(self.0.settings.timeout)
            .unwrap_or(now + Duration::from_secs(86_400))
    }

    /// Carries a call through: attempts, waits, resends, until a 2xx or for good.
    pub(crate) fn perform(&self, call: &Call) -> Result<Answer, Failed> {
        self.perform_until(call, self.deadline())
    }

    /// As [`perform`](Self::perform), within a deadline that began earlier.
    pub(crate) fn perform_until(&self, call: &Call, deadline: Instant) -> Result<Answer, Failed> {
        let left = || deadline.saturating_duration_since(Instant::now());
        let mut may_have_worked = false;
        let mut resends = 0;
        loop {
            let outcome = match left() {
                Duration::ZERO => Err(too_late()),
                left => self.attempt(call, left, resends + 1),
            };
            let (failure, error) = match outcome {
                Ok(answer) if is_done(&answer, call.repeat) => return Ok(answer),
                Ok(answer) => self.refused(call, answer),
                Err(broken) => lost(call, broken),
            };
            let max = self.0.settings.max_retries;
            match wait_before_resend(failure, call.repeat, resends, max, left(), chance()) {
                Some(wait) if self.wait(wait) => {}
                _ => {
                    return Err(Failed {
                        error: ended(call, failure, error),
                        may_have_worked,
                    });
                }
            }
            may_have_worked |= failure.may_have_worked();
            resends += 1;
        }
    }

    fn attempt(&self, call: &Call, left: Duration, number: u32) -> Result<Answer, Broken> {
        let start = Instant::now();
        let outcome = self.0.transport.attempt(call, left);
        let attempt = Attempt {
            operation: call.operation,
            method: call.method.as_str(),
            path: &call.path,
            number,
            status: outcome.as_ref().ok().map(|answer| answer.status),
            failure: outcome.as_ref().err().map(|broken| broken.code),
            elapsed: start.elapsed(),
        };
        match &self.0.settings.observer {
            Some(observer) => observer(&attempt),
            None => log::debug!(target: "venice_keys", "{attempt}"),
        }
        outcome
    }

    /// What an answer that isn't a whole 2xx means.
    fn refused(&self, call: &Call, answer: Answer) -> (Failure, Error) {
        let Answer {
            status,
            body,
            torn,
            payment_header,
            wait,
            request_id,
        } = answer;
        // A refusal whose body is torn hides what was refused: where it is safe, ask again.
        let hidden = is_success(status) || call.repeat == Repeat::Safe;
        if let Some(broken) = torn.filter(|_| hidden) {
            let (failure, error) = lost(call, broken);
            return (
                failure,
                error.with_status(status).with_request_id(request_id),
            );
        }
        let refusal = Refusal {
            status,
            body: body.bytes(),
            payment_header,
            retry_after: wait,
            request_id,
        };
        let mut secrets = call.secrets.clone();
        secrets.extend(self.0.settings.key.clone());
        let makes_key = call.repeat == Repeat::Never;
        (
            Failure::Answered(status, wait),
            error::from_refusal(refusal, makes_key, &secrets),
        )
    }
}

/// A call that failed for good.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) error: Error,
    /// Whether an earlier attempt of the call may have done its work.
    pub(crate) may_have_worked: bool,
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// A torn answer is none, except to a call that makes a key: what came of it may hold the key.
fn is_done(answer: &Answer, repeat: Repeat) -> bool {
    is_success(answer.status) && (answer.torn.is_none() || repeat == Repeat::Never)
}

fn lost(call: &Call, broken: Broken) -> (Failure, Error) {
    let Broken {
        sent,
        passing,
        code,
        what,
    } = broken;
    let failure = match (sent, passing) {
        (true, true) => Failure::Lost,
        (false, true) => Failure::NotSent,
        // The same would happen again: treated as an answer that nothing can be done about.
        (_, false) => Failure::Answered(if sent { 200 } else { 0 }, None),
    };
    (
        failure,
        Error::new(code, format!("{}: {what}", call.operation)),
    )
}

fn too_late() -> Broken {
    let what = "the call's deadline passed before anything was sent".to_owned();
    Broken {
        sent: false,
        passing: true,
        code: Code::Timeout,
        what,
    }
}

/// The error a caller sees. A call that makes a key must say when it may have made one.
fn ended(call: &Call, failure: Failure, error: Error) -> Error {
    let untrustworthy = match failure {
        Failure::NotSent => false,
        Failure::Lost => true,
        Failure::Answered(status, _) => matches!(status, 100..=399 | 500..),
    };
    match call.repeat {
        Repeat::Never if untrustworthy => error.into_outcome_unknown(),
        _ => error,
    }
}

/// The `data` of an answer. The error never quotes the body.
pub(crate) fn read_data<T: DeserializeOwned>(call: &Call, answer: &Answer) -> Result<T, Error> {
    read_data_as(call, answer, |_| PhantomData)
}

/// The same of a list.
pub(crate) fn read_data_list<T: DeserializeOwned>(
    call: &Call,
    answer: &Answer,
) -> Result<Vec<T>, Error> {
    read_data_as(call, answer, |text| ListOf::in_text(text))
}

fn read_data_as<S, T>(call: &Call, answer: &Answer, seed: impl Fn(&str) -> S) -> Result<T, Error>
where
    S: for<'de> DeserializeSeed<'de, Value = T>,
{
    let bad = |place: &str| {
        let what = format!("the answer isn't what the API documents ({place})");
        undocumented(Code::BadResponse, call, answer, &what)
    };
    // Checked at once: serde_json would check each text by itself, which takes longer.
    let text = std::str::from_utf8(answer.body.bytes()).map_err(|_| bad("not UTF-8"))?;
    let parsed = wire::parsed(text, |json| wire::data(json, seed(json)));
    parsed.map_err(|error| bad(&format!("line {} column {}", error.line(), error.column())))
}

/// The error for a 2xx that can't be used.
pub(crate) fn undocumented(code: Code, call: &Call, answer: &Answer, what: &str) -> Error {
    Error::new(code, format!("{}: {what}", call.operation))
        .with_status(answer.status)
        .with_request_id(answer.request_id.clone())
}

/// Nobody wants the call any more.
pub(crate) fn given_up() -> Error {
    Error::new(Code::Timeout, "the call was given up before it was sent")
}

/// A number in `0.0..1.0` that differs between threads, processes and forks: enough to spread
/// clients that fail together.
fn chance() -> f64 {
    let drawn = RandomState::new().hash_one((std::process::id(), SystemTime::now()));
    (drawn >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_spread_over_its_range() {
        let drawn: Vec<f64> = (0..1000).map(|_| chance()).collect();
        assert!(drawn.iter().all(|c| (0.0..1.0).contains(c)));
        let mean = drawn.iter().sum::<f64>() / 1000.0;
        assert!((0.4..0.6).contains(&mean), "{mean}");
    }

    #[test]
    fn a_client_shows_no_key() {
        let key = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW";
        let client = Client::builder().api_key(key).build().unwrap();
        for form in [
            format!("{client:?}"),
            format!("{:?}", Client::builder().api_key(key)),
            format!(
                "{:?}",
                Client::builder().base_url(format!("https://me:{key}@host"))
            ),
        ] {
            assert!(!form.contains("abcdefgh"), "{form}");
        }
    }

    #[test]
    fn a_key_that_no_header_can_hold_is_refused_without_showing_it() {
        for key in ["", "two words", "line\nbreak", "ключ"] {
            let error = Client::builder().api_key(key).build().unwrap_err();
            assert_eq!(error.code(), Code::Config);
            assert!(key.is_empty() || !error.to_string().contains(key));
        }
    }

    #[test]
    fn an_attempt_reads_as_one_line() {
        let attempt = Attempt {
            operation: "get_key",
            method: "GET",
            path: "/api_keys/e28e82dc",
            number: 2,
            status: Some(200),
            failure: None,
            elapsed: Duration::from_millis(12),
        };
        assert_eq!(
            attempt.to_string(),
            "GET /api_keys/e28e82dc 200 12 ms, attempt 2"
        );
    }
}
