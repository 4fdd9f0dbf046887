//! One method per operation.

use std::sync::Mutex;
use std::time::Instant;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use venice_keys as core;

use crate::process::{PerProcess, lock};
use crate::types::{
    self, Answer, Arg, KeyUpdate, NewKey, count, generation, named, optional, path, rate, seconds,
    secret, text,
};
use crate::{awaited, cached, logging, outcome, run};

/// In place of a key: none.
#[pyclass(frozen, name = "_Anonymous")]
pub struct Anonymous;

#[pymethods]
impl Anonymous {
    #[new]
    fn new() -> Self {
        Self
    }
}

/// A client of the Venice key-management API. Calls block; for asyncio there is AsyncClient.
///
/// Safe to share between threads, and to use in a child after a fork. Making one opens no
/// connection. Close it, or use it in a `with` statement, to close its connections early.
///
/// - api_key: a str or a Secret; without it the environment's VENICE_ADMIN_KEY, then
///   VENICE_API_KEY.
/// - base_url: where the API is; without it VENICE_BASE_URL (obeyed only for loopback and
///   *.venice.ai hosts), else Venice.
/// - timeout: seconds that a whole call may take from the moment it is made, waits and resends
///   included; float("inf"): no limit.
/// - connect_timeout: seconds that making one connection may take.
/// - max_retries: how often a call is retried at most, where it is safe to.
/// - create_limit: the local create throttle, (count, seconds); Venice allows 20 a minute.
/// - ca_file: a PEM file of certificate authorities to trust beside the platform's.
/// - web3_generation: "jwt" or "siwe", the only kind of challenge that this client's wallet calls
///   take; without it the server picks.
///
/// Raises ConfigError if there is no key, or it may not be sent to that base URL.
///
/// >>> with Client() as client:
/// ...     for key in client.list_keys():
/// ...         print(key.id, key.description)
#[pyclass(frozen, subclass, weakref, module = "venice_keys")]
pub struct Client {
    /// `None` once it is closed.
    client: PerProcess<Mutex<Option<core::Client>>>,
    /// Whether calls return futures of the running event loop instead of blocking.
    awaited: bool,
}

/// A call's answer, or the awaited future of it.
type Returned<'py> = PyResult<Bound<'py, PyAny>>;
type Given<'py> = Bound<'py, PyAny>;

impl Client {
    fn of(client: core::Client, awaited: bool) -> Self {
        Self {
            client: PerProcess::new(Mutex::new(Some(client))),
            awaited,
        }
    }

    fn slot(&self) -> Option<&Mutex<Option<core::Client>>> {
        let fresh = |parents: &Mutex<Option<core::Client>>| {
            Mutex::new(lock(parents).as_ref().map(core::Client::fresh))
        };
        self.client.get(fresh)
    }

    fn core(&self) -> PyResult<core::Client> {
        let client = self.slot().and_then(|slot| lock(slot).clone());
        client.ok_or_else(|| PyRuntimeError::new_err("the client is closed"))
    }

    fn call<'py, T: Answer>(
        &self,
        py: Python<'py>,
        work: impl FnOnce(&core::Client) -> Result<T, core::Error> + Send + 'static,
    ) -> Returned<'py> {
        let at = Instant::now();
        let client = self.core()?;
        match self.awaited {
            true => awaited::start(py, at, client, work),
            false => run::block(py, at, client, work),
        }
    }
}

/// A call that panics: shows tests what a defect comes to.
#[pyfunction(name = "_defect")]
pub fn defect<'py>(py: Python<'py>, client: &Client, makes_key: bool) -> Returned<'py> {
    match makes_key {
        true => client.call::<core::CreatedKey>(py, |_| panic!("for a test")),
        false => client.call::<()>(py, |_| panic!("for a test")),
    }
}

#[pymethods]
impl Client {
    #[new]
    #[pyo3(
        signature = (
            api_key = None, *, base_url = None, timeout = None, connect_timeout = None,
            max_retries = None, create_limit = None, ca_file = None, web3_generation = None
        ),
        text_signature = "(api_key=None, *, base_url=None, timeout=60.0, connect_timeout=10.0, \
                          max_retries=3, create_limit=(20, 60.0), ca_file=None, \
                          web3_generation=None)"
    )]
    #[allow(clippy::too_many_arguments)]
    fn new(
        py: Python<'_>,
        api_key: Option<Given<'_>>,
        base_url: Option<Given<'_>>,
        timeout: Option<Given<'_>>,
        connect_timeout: Option<Given<'_>>,
        max_retries: Option<Given<'_>>,
        create_limit: Option<Given<'_>>,
        ca_file: Option<Given<'_>>,
        web3_generation: Option<Given<'_>>,
    ) -> PyResult<Self> {
        let mut builder = core::Client::builder()
            .user_agent(concat!("venice-keys-python/", env!("CARGO_PKG_VERSION")))
            .observer(logging::observe);
        match api_key {
            Some(key) if key.is_instance_of::<Anonymous>() => builder = builder.anonymous(),
            Some(key) => builder = builder.api_key(secret("api_key", &key)?),
            None => {}
        }
        if let Some(url) = optional("base_url", &base_url, text)? {
            builder = builder.base_url(url);
        }
        if let Some(time) = optional("timeout", &timeout, seconds)? {
            builder = builder.timeout(time);
        }
        if let Some(time) = optional("connect_timeout", &connect_timeout, seconds)? {
            builder = builder.connect_timeout(time);
        }
        if let Some(retries) = optional("max_retries", &max_retries, count)? {
            builder = builder.max_retries(retries);
        }
        if let Some((most, per)) = optional("create_limit", &create_limit, rate)? {
            builder = builder.create_limit(most, per);
        }
        if let Some(file) = optional("ca_file", &ca_file, path)? {
            builder = builder.ca_file(file);
        }
        if let Some(only) = optional("web3_generation", &web3_generation, generation)? {
            builder = builder.web3_generation(only);
        }
        cached::before_forks(py)?;
        let built = outcome::detached(py, || builder.build())?;
        Ok(Self::of(built, false))
    }

    /// A client without a key, for models and wallets. Takes the keyword arguments of Client.
    #[classmethod]
    #[pyo3(signature = (**settings))]
    fn anonymous<'py>(
        class: &Bound<'py, PyType>,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> Returned<'py> {
        class.call((Anonymous,), settings)
    }

    /// The same client, whose calls return futures: what AsyncClient awaits.
    fn _awaited(&self) -> PyResult<Self> {
        Ok(Self::of(self.core()?, true))
    }

    /// Closes the client's connections; calls that are on their way end as they would. No more can
    /// be made.
    fn close(&self, py: Python<'_>) {
        let closed = self.slot().and_then(|slot| lock(slot).take());
        py.detach(|| drop(closed));
    }

    fn __enter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyTuple>) {
        self.close(py);
    }

    fn __repr__(&self) -> String {
        match self.core() {
            Ok(client) => format!("<venice_keys {client:?}>"),
            Err(_) => "<venice_keys Client, closed>".to_owned(),
        }
    }

    /// Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// >>> [key.description for key in client.list_keys()]
    /// ['backend prod', 'laptop']
    fn list_keys<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, core::Client::list_keys)
    }

    /// Makes a key. Needs an ADMIN key. The result's `api_key` is shown only this once.
    ///
    /// - description: at most 64 characters.
    /// - api_key_type: "INFERENCE" or "ADMIN".
    /// - consumption_limit: caps, {"usd": 50, "diem": 10}, each 0 (blocks the key) to 9999999999,
    ///   as Decimal, int, str or float; a cap that isn't named, or None, isn't set.
    /// - limit_period: when the caps start anew: "EPOCH" (every UTC day), "MONTH" or "LIFETIME".
    /// - expires_at: an aware datetime, a date (its start in UTC), or Venice's text; None: never.
    /// - model_privacy: "ALL", "PRIVATE_TEXT" or "PRIVATE_ONLY".
    /// - ip_allowlist: at most 100 addresses or CIDRs; empty: anywhere.
    ///
    /// It is never sent twice. At most 20 are made a minute; one more waits if the timeout allows.
    /// A call that is given up (Ctrl-C, a cancelled await) before it was sent is not sent; later it
    /// may still make its key: then a warning of the logger venice_keys names the key's id.
    ///
    /// Raises InvalidInputError before anything is sent, RateLimitedError, KeyLimitReachedError,
    /// and OutcomeUnknownError if no trustworthy answer came: then a key may have been made.
    ///
    /// >>> made = client.create_key("backend prod", consumption_limit={"usd": 50})
    /// >>> made.api_key.reveal()
    /// 'VENICE_INFERENCE_KEY_…'
    #[pyo3(signature = (
        description, *, api_key_type = None, consumption_limit = None, limit_period = None,
        expires_at = None, model_privacy = None, ip_allowlist = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn create_key<'py>(
        &self,
        py: Python<'py>,
        description: Given<'_>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let new_key = NewKey {
            description: Some(description),
            api_key_type,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        };
        let new_key = new_key.core()?;
        self.call(py, move |client| client.create_key(&new_key))
    }

    /// Shows one key. Needs an ADMIN key.
    ///
    /// Raises NotFoundError if there is no such key.
    fn get_key<'py>(&self, py: Python<'py>, id: &Given<'_>) -> Returned<'py> {
        let id = text("id", id)?;
        self.call(py, move |client| client.get_key(&id))
    }

    /// Changes a key and shows it as it is then, without its usage. Needs an ADMIN key.
    ///
    /// An argument that is left out keeps what there is; None clears it. In consumption_limit, too:
    /// {"usd": 75, "diem": None} sets one cap, lifts another and keeps the third.
    ///
    /// Raises InvalidInputError before anything is sent, and NotFoundError if there is no such key.
    ///
    /// >>> client.update_key(key.id, description="backend prod 2", expires_at=None)
    #[pyo3(signature = (
        id, *, description = Arg::Keep, consumption_limit = Arg::Keep, limit_period = Arg::Keep,
        expires_at = Arg::Keep, model_privacy = Arg::Keep, ip_allowlist = Arg::Keep
    ))]
    #[allow(clippy::too_many_arguments)]
    fn update_key<'py>(
        &self,
        py: Python<'py>,
        id: &Given<'_>,
        description: Arg<'_>,
        consumption_limit: Arg<'_>,
        limit_period: Arg<'_>,
        expires_at: Arg<'_>,
        model_privacy: Arg<'_>,
        ip_allowlist: Arg<'_>,
    ) -> Returned<'py> {
        let id = text("id", id)?;
        let update = KeyUpdate {
            description,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        };
        let update = update.core()?;
        self.call(py, move |client| client.update_key(&id, &update))
    }

    /// Deletes a key: it stops working at once. Needs an ADMIN key.
    ///
    /// Raises NotFoundError if there is no such key.
    fn delete_key<'py>(&self, py: Python<'py>, id: &Given<'_>) -> Returned<'py> {
        let id = text("id", id)?;
        self.call(py, move |client| client.delete_key(&id))
    }

    /// Balances and rate limits of the client's own key. Any key may ask.
    ///
    /// Raises AuthenticationError if the key isn't accepted; verify_key() answers that instead.
    fn rate_limits<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, core::Client::rate_limits)
    }

    /// The last 50 times the account exceeded a rate limit, newest first. Needs an ADMIN key.
    fn rate_limit_log<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, core::Client::rate_limit_log)
    }

    /// Whether the client's key is accepted, may spend, until when, and with which balances.
    ///
    /// A key that Venice refuses is an answer (`accepted` is False), not an error. Raises only when
    /// there is no answer to give: TransportError, ServerError, RateLimitedError.
    ///
    /// >>> client.verify_key().may_spend
    /// True
    fn verify_key<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, core::Client::verify_key)
    }

    /// Lists the models of a type ("text", "image", …, "all"), or the server's default selection.
    ///
    /// A type that this version doesn't know is sent, too: refusing it is the server's to do.
    /// Works without a key. With a privacy-restricted key it lists only what that key may call.
    #[pyo3(signature = (r#type = None))]
    fn list_models<'py>(&self, py: Python<'py>, r#type: Option<Given<'_>>) -> Returned<'py> {
        let wanted = optional("type", &r#type, named)?;
        self.call(py, move |client| client.list_models(wanted))
    }

    /// Gets the challenge that a wallet has to sign. Never sends the client's key.
    ///
    /// The announced server generation needs the wallet's address; today's takes none.
    #[pyo3(signature = (address = None))]
    fn web3_challenge<'py>(&self, py: Python<'py>, address: Option<Given<'_>>) -> Returned<'py> {
        let address = optional("address", &address, text)?;
        self.call(py, move |client| client.web3_challenge(address.as_deref()))
    }

    /// Makes a key for a wallet that is held elsewhere, by its signature of a challenge.
    ///
    /// challenge: a Web3Challenge or its text. The other arguments are create_key's; without a
    /// description the key is called "Web3 API Key". Never sends the client's key; never sent
    /// twice.
    ///
    /// Raises Web3Error (its `code` tells why the wallet was refused), and what create_key raises.
    #[pyo3(signature = (
        *, address, signature, challenge, description = None, api_key_type = None,
        consumption_limit = None, limit_period = None, expires_at = None, model_privacy = None,
        ip_allowlist = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn mint_web3_key<'py>(
        &self,
        py: Python<'py>,
        address: &Given<'_>,
        signature: &Given<'_>,
        challenge: &Given<'_>,
        description: Option<Given<'_>>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let new_key = NewKey {
            description,
            api_key_type,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        };
        let (address, signature) = (text("address", address)?, text("signature", signature)?);
        let (challenge, new_key) = (types::challenge("challenge", challenge)?, new_key.core()?);
        self.call(py, move |client| {
            client.mint_web3_key(&address, &signature, &challenge, &new_key)
        })
    }

    /// Makes a key with a wallet: gets a challenge, checks it, signs it, mints.
    ///
    /// The other arguments are create_key's; without a description the key is called "Web3 API
    /// Key". Never sends the client's key; the mint is never sent twice.
    ///
    /// Raises Web3Error (its `code` tells why), and what create_key raises.
    ///
    /// >>> Client.anonymous().mint_with_wallet(Wallet("0x…"), description="agent 7")
    #[pyo3(signature = (
        wallet, *, description = None, api_key_type = None, consumption_limit = None,
        limit_period = None, expires_at = None, model_privacy = None, ip_allowlist = None
    ))]
    #[allow(clippy::too_many_arguments)]
    fn mint_with_wallet<'py>(
        &self,
        py: Python<'py>,
        wallet: &Given<'_>,
        description: Option<Given<'_>>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let new_key = NewKey {
            description,
            api_key_type,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        };
        let (wallet, new_key) = (types::wallet("wallet", wallet)?, new_key.core()?);
        self.call(py, move |client| client.mint_with_wallet(&wallet, &new_key))
    }
}
