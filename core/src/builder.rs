//! [`ClientBuilder`]: the settings of a client, from one table, and what they must be.

use std::fmt;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::attempt::Attempt;
use crate::check;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::credential::{Refused, Source, failed};
use crate::error::Error;
use crate::own_key::OwnKey;
use crate::secret::Secret;
use crate::throttle::Throttle;
use crate::transport::{BaseUrl, Bearer, Wiring};
use crate::web3::Web3Generation;

const VENICE: &str = "https://api.venice.ai/api/v1";

/// Longer timeouts are as good as none, and can't be added to a moment.
const LONGEST_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 3600);

/// A key that was made by then is lasting, or has ended.
const HOLDS: RangeInclusive<Duration> = Duration::from_secs(15)..=Duration::from_secs(24 * 3600);

/// Within this time two creations may look as if they had been at the same moment.
const SHORTEST_SETTLE: Duration = Duration::from_millis(50);
const LONGEST_SETTLE: Duration = Duration::from_secs(60);

/// Declares the settings of a client. An entry is `name: Type = default`, where a duration is
/// written `60 s`, `name: Option<Type>`, `name: fn(Argument)` for a function to be told something,
/// or `name: fn() -> Type` for one to be asked.
macro_rules! settings {
    ($(
        $(#[$doc:meta])+
        $name:ident: $Kind:tt $(<$Inner:ty>)? $(($($Argument:ty)?) $(-> $Asked:ty)?)?
            $(= $default:literal $($unit:ident)?)?
        ;
    )+) => {
        /// What a client is made with.
        #[derive(Clone)]
        pub(crate) struct Settings {
            $(pub(crate) $name: stored!(
                $Kind $(<$Inner>)? $(($($Argument)?) $(-> $Asked)?)?
            ),)+
        }

        impl Default for Settings {
            fn default() -> Self {
                Self {
                    $($name: default!($($default $($unit)?)?),)+
                }
            }
        }

        impl ClientBuilder {
            $(
                $(#[$doc])+
                $(#[doc = concat!("\n\nDefault: ", $default $(, " ", stringify!($unit))?, ".")])?
                pub fn $name(
                    mut self,
                    value: given!($Kind $(<$Inner>)? $(($($Argument)?) $(-> $Asked)?)?),
                ) -> Self {
                    self.settings.$name = store!($Kind, value);
                    self
                }
            )+
        }
    };
}

/// The type of a setting's field.
macro_rules! stored {
    (Option<$Inner:ty>) => { Option<$Inner> };
    (fn($Argument:ty)) => { Option<Arc<dyn Fn($Argument) + Send + Sync>> };
    (fn() -> $Asked:ty) => { Option<Arc<dyn Fn() -> Result<$Asked, Refused> + Send + Sync>> };
    ($Type:tt) => { $Type };
}

/// The type of what a caller gives.
macro_rules! given {
    (Option<$Inner:ty>) => { impl Into<$Inner> };
    (fn($Argument:ty)) => { impl Fn($Argument) + Send + Sync + 'static };
    (fn() -> $Asked:ty) => {
        impl Fn() -> Result<$Asked, Box<dyn std::error::Error + Send + Sync>>
            + Send
            + Sync
            + 'static
    };
    ($Type:tt) => { $Type };
}

macro_rules! store {
    (Option, $value:ident) => {
        Some($value.into())
    };
    (fn, $value:ident) => {
        Some(Arc::new($value))
    };
    ($Type:tt, $value:ident) => {
        $value
    };
}

macro_rules! default {
    () => {
        None
    };
    ($seconds:literal s) => {
        Duration::from_secs($seconds)
    };
    ($value:literal) => {
        $value
    };
}

/// Configures a [`Client`]: [`Client::builder`]. Omitted settings have their defaults.
#[derive(Clone, Default)]
#[must_use]
pub struct ClientBuilder {
    settings: Settings,
    anonymous: bool,
}

settings! {
    /// The key to call with. Without this it is that of the environment: `VENICE_ADMIN_KEY`, or, if
    /// that isn't set, `VENICE_API_KEY`.
    api_key: Option<Secret>;
    /// Asked for the key to call with, in place of `api_key`: for a vault or a keychain, and for
    /// keys that are rotated elsewhere.
    ///
    /// It is asked when the client is made, or at its first call, and again when Venice refuses the
    /// key (401). If it then gives another key, the call is made once more, whatever the call does,
    /// for a refused one did nothing. Calls that are refused at the same time ask once, and none
    /// waits for the answer beyond its deadline. If it fails, so do they: with its own error where
    /// the language can raise that, otherwise with `config`, whose source it is. No message of this
    /// library's quotes that error, as it could hold a secret.
    credential: fn() -> Secret;
    /// Where the API is. Without this it is `https://api.venice.ai/api/v1`, or the environment's
    /// `VENICE_BASE_URL`, which is obeyed only for loopback and `*.venice.ai` hosts.
    base_url: Option<String>;
    /// How long a whole call may take, waits and retries included. More than a year is taken as a
    /// year.
    timeout: Duration = 60 s;
    /// How long it may take to open one connection. More than a year is taken as a year.
    connect_timeout: Duration = 10 s;
    /// How often a call is retried at most, where it is safe to.
    max_retries: u32 = 3;
    /// How many calls of [`create_key`](Client::create_key) are sent in any
    /// [`create_limit_period`](ClientBuilder::create_limit_period); one more waits for its turn. By
    /// default as many as Venice allows an account.
    create_limit: u32 = 20;
    /// The time in which [`create_limit`](ClientBuilder::create_limit) calls are sent at most.
    create_limit_period: Duration = 60 s;
    /// How long a new key may take to be stored and made lasting in the calls that do that in
    /// steps: a key that isn't lasting by then ends. It must be longer than the caller's `store`
    /// takes, and is the longest that another process waits after one that died. Without this it is
    /// 15 minutes for [`create_key_once`](Client::create_key_once), 10 for
    /// [`rotate_key`](Client::rotate_key), and 5 for [`ensure_key`](Client::ensure_key) and
    /// [`provision_keys`](Client::provision_keys).
    /// From 15 seconds to a day.
    hold: Option<Duration>;
    /// How long the calls that have a [`hold`](ClientBuilder::hold) wait before they look who else
    /// makes a key of the same name. It must be longer than the server's list lags behind, and than
    /// the server's own clocks differ.
    settle: Duration = 2 s;
    /// A PEM file of certificate authorities to trust in addition to the platform's: what a
    /// company's proxy that reads TLS needs. Where the platform has none, as in a slim container,
    /// it is in addition to those that this library brings. `SSL_CERT_FILE` and `SSL_CERT_DIR` are
    /// not obeyed: who can set a variable can't name whom a key is sent to.
    ca_file: Option<PathBuf>;
    /// The name of the program, for the User-Agent header: it is sent after this library's own
    /// `venice-keys/VERSION`. Printable ASCII.
    user_agent: Option<String>;
    /// Accepts wallet challenges of this generation only, so that no server can talk a wallet into
    /// signing the other kind. Without this, both are accepted.
    web3_generation: Option<Web3Generation>;
    /// Called with every attempt of every call.
    on_attempt: fn(&Attempt<'_>);
}

impl Settings {
    /// The same, with the nearest values that can be worked with.
    pub(crate) fn bounded(mut self) -> Self {
        for timeout in [&mut self.timeout, &mut self.connect_timeout] {
            *timeout = LONGEST_TIMEOUT.min(*timeout);
        }
        self.settle = self.settle.clamp(SHORTEST_SETTLE, LONGEST_SETTLE);
        self.hold = self
            .hold
            .map(|hold| hold.clamp(*HOLDS.start(), *HOLDS.end()));
        self
    }
}

impl ClientBuilder {
    /// No key: the client never sends an Authorization header. Enough for models and the wallet.
    pub fn anonymous(mut self) -> Self {
        self.settings.api_key = None;
        self.settings.credential = None;
        self.anonymous = true;
        self
    }

    /// Creates the client. Opens no connection, but asks the
    /// [`credential`](ClientBuilder::credential) where there is one.
    ///
    /// # Errors
    ///
    /// * `config`: there is no key, or both a key and a function to ask for one; the function
    ///   failed, where its own error can't be returned; the key can't be sent in a header; the base
    ///   URL isn't one that a key may be sent to; the CA file can't be read; a timeout or the
    ///   create limit is zero; or the hold or the time to settle is out of its range.
    /// * `invalid_input`: the generation of challenges isn't a known one.
    pub fn build(self) -> Result<Client, Error> {
        let Self {
            settings,
            anonymous,
        } = self;
        let config = |rule: &str| Error::new(ErrorCode::Config, rule);
        if settings.timeout.is_zero() || settings.connect_timeout.is_zero() {
            return Err(config("timeouts must be longer than zero"));
        }
        if settings.create_limit == 0 {
            return Err(config("the create limit must allow at least one create"));
        }
        if settings.hold.is_some_and(|hold| !HOLDS.contains(&hold)) {
            return Err(config("the hold must be 15 seconds to a day"));
        }
        if settings.settle.is_zero() || settings.settle > LONGEST_SETTLE {
            return Err(config(
                "settling must take longer than zero, and at most a minute",
            ));
        }
        if let Some(generation) = &settings.web3_generation {
            check::known("web3Generation", generation.as_str(), Web3Generation::KNOWN)?;
        }
        let mut settings = settings.bounded();
        let base = match (&settings.base_url, from_env("VENICE_BASE_URL")) {
            (Some(given), _) => BaseUrl::parse(given)?,
            (None, Some(found)) => trusted(BaseUrl::parse(&found)?)?,
            (None, None) => BaseUrl::parse(VENICE)?,
        };
        let wiring = Wiring::new(base, &settings)?;
        let throttle = Throttle::new(settings.create_limit, settings.create_limit_period);
        // Taken out: from here on they are where the key can be exchanged.
        let own_key = own_key(
            settings.api_key.take(),
            settings.credential.take(),
            anonymous,
        )?;
        Ok(Client::new(wiring, throttle, own_key, settings))
    }
}

const NO_KEY: &str = "no API key: give one, or set the environment variable VENICE_ADMIN_KEY (or \
                      VENICE_API_KEY)";

fn own_key(
    given: Option<Secret>,
    credential: Option<Arc<Source>>,
    anonymous: bool,
) -> Result<OwnKey, Error> {
    let config = |rule: &str| Error::new(ErrorCode::Config, rule);
    let secret = match (given, &credential) {
        (Some(_), Some(_)) => {
            return Err(config("give a key or a function to ask for it, not both"));
        }
        (Some(secret), None) => Some(secret),
        (None, Some(source)) => Some(source().map_err(|error| failed(error.into()))?),
        (None, None) if anonymous => None,
        (None, None) => Some(key_from_env().ok_or_else(|| config(NO_KEY))?),
    };
    let bearer = secret.map(|secret| Bearer::new(secret).checked());
    Ok(OwnKey::new(bearer.transpose()?, credential))
}

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
            .field("base_url", &self.settings.base_url.as_ref().map(shown))
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
