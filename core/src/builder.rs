//! [`ClientBuilder`]: the settings of a client, and what they must be.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::attempt::{Attempt, Observer};
use crate::client::{Client, Settings};
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::secret::Secret;
use crate::throttle::Throttle;
use crate::transport::{BaseUrl, Wiring};
use crate::web3::Web3Generation;

const VENICE: &str = "https://api.venice.ai/api/v1";

/// Longer timeouts are as good as none, and can't be added to a moment.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 3600);

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
    web3_generation: Option<Web3Generation>,
    observer: Option<Arc<Observer>>,
}

#[derive(Clone)]
enum Key {
    FromEnv,
    Given(Secret),
    None,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            key: Key::FromEnv,
            base_url: None,
            timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
            max_retries: 3,
            create_limit: (20, Duration::from_secs(60)),
            ca_file: None,
            user_agent: concat!("venice-keys/", env!("CARGO_PKG_VERSION")).to_owned(),
            web3_generation: None,
            observer: None,
        }
    }

    /// The key to call with. Without this it is the environment's `VENICE_ADMIN_KEY`, or, if that
    /// isn't set, `VENICE_API_KEY`.
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

    /// How long a whole call may take, waits and retries included; default 60 s. More than a year
    /// is taken as a year.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long making one connection may take; default 10 s. More than a year is taken as a year.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often a call is retried at most, where it is safe to; default 3.
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

    /// A PEM file of certificate authorities to trust in addition to the platform's: what a
    /// company's proxy that reads TLS needs. Where the platform has none, as in a slim container,
    /// it is in addition to those that this library brings. `SSL_CERT_FILE` and `SSL_CERT_DIR` are
    /// not obeyed: who can set a variable can't name whom a key is sent to.
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// The User-Agent header; default `venice-keys/VERSION`.
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = text.into();
        self
    }

    /// Takes wallet challenges of this generation only, so that no server can talk a wallet into
    /// signing the other kind. Without this, both are taken.
    pub fn web3_generation(mut self, generation: Web3Generation) -> Self {
        self.web3_generation = Some(generation);
        self
    }

    /// Shows every attempt to `observer`, in place of the `log` crate's target `venice_keys`
    /// (attempts at level DEBUG, warnings at WARN). It runs on the calling thread and should be
    /// quick.
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
            web3_generation,
            observer,
        } = self;
        let config = |rule: &str| Error::new(ErrorCode::Config, rule);
        if timeout.is_zero() || connect_timeout.is_zero() {
            return Err(config("timeouts must be longer than zero"));
        }
        if count == 0 {
            return Err(config("the create limit must allow at least one create"));
        }
        let key = match key {
            Key::None => None,
            Key::Given(key) => Some(key),
            Key::FromEnv => Some(key_from_env().ok_or_else(|| config(NO_KEY))?),
        };
        let base = match (base_url, from_env("VENICE_BASE_URL")) {
            (Some(given), _) => BaseUrl::parse(&given)?,
            (None, Some(found)) => trusted(BaseUrl::parse(&found)?)?,
            (None, None) => BaseUrl::parse(VENICE)?,
        };
        let wiring = Wiring::new(
            base,
            key.as_ref(),
            connect_timeout.min(LONGEST_TIMEOUT),
            user_agent,
            ca_file.as_ref(),
        )?;
        let settings = Settings {
            key,
            timeout: timeout.min(LONGEST_TIMEOUT),
            max_retries,
            web3_generation,
            observer,
        };
        let throttle = Throttle::new(count, per);
        Ok(Client::new(wiring, throttle, settings))
    }
}

const NO_KEY: &str = "no API key: give one, or set the environment variable VENICE_ADMIN_KEY (or \
                      VENICE_API_KEY)";

fn key_from_env() -> Option<Secret> {
    ["VENICE_ADMIN_KEY", "VENICE_API_KEY"]
        .into_iter()
        .find_map(from_env)
        .map(Secret::from)
}

fn from_env(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn trusted(base: BaseUrl) -> Result<BaseUrl, Error> {
    match base.is_trusted() {
        true => Ok(base),
        false => Err(Error::new(
            ErrorCode::Config,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_builder_shows_no_key() {
        let key = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW";
        for form in [
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
            assert_eq!(error.code(), ErrorCode::Config);
            assert!(key.is_empty() || !error.to_string().contains(key));
        }
    }
}
