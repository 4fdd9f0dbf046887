//! The methods of `Client`.

use std::path::PathBuf;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use venice_keys::Operation;

use crate::arguments::{Argument, Given, Update, change, optional};
use crate::client::{self, Anonymous, Client, Returned};

#[pymethods]
impl Client {
    #[new]
    #[pyo3(
        signature = (
            api_key = None, *, base_url = None, timeout = None, connect_timeout = None,
            max_retries = None, create_limit = None, ca_file = None, web3_generation = None,
            user_agent = None, on_attempt = None
        ),
        text_signature = "(api_key=None, *, base_url=None, timeout=60.0, connect_timeout=10.0, \
                          max_retries=3, create_limit=(20, 60.0), ca_file=None, \
                          web3_generation=None, user_agent=None, on_attempt=None)"
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
        user_agent: Option<Given<'_>>,
        on_attempt: Option<Given<'_>>,
    ) -> PyResult<Self> {
        let mut builder = client::builder();
        builder = client::with_key(builder, api_key)?;
        if let Some(url) = optional::<String>("base_url", &base_url)? {
            builder = builder.base_url(url);
        }
        if let Some(time) = optional("timeout", &timeout)? {
            builder = builder.timeout(time);
        }
        if let Some(time) = optional("connect_timeout", &connect_timeout)? {
            builder = builder.connect_timeout(time);
        }
        if let Some(retries) = optional("max_retries", &max_retries)? {
            builder = builder.max_retries(retries);
        }
        if let Some((most, per)) = client::rate("create_limit", &create_limit)? {
            builder = builder.create_limit(most, per);
        }
        if let Some(file) = optional::<PathBuf>("ca_file", &ca_file)? {
            builder = builder.ca_file(file);
        }
        if let Some(only) = optional("web3_generation", &web3_generation)? {
            builder = builder.web3_generation(only);
        }
        if let Some(user_agent) = optional::<String>("user_agent", &user_agent)? {
            builder = client::with_user_agent(builder, &user_agent);
        }
        Self::build(py, builder, on_attempt)
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
    fn _awaited(&self, py: Python<'_>) -> PyResult<Self> {
        self.to_await(py)
    }

    /// Closes the client's connections; calls that are on their way end as they would. No more can
    /// be made.
    fn close(&self, py: Python<'_>) {
        self.end(py);
    }

    fn __enter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: &Bound<'_, PyTuple>) {
        self.end(py);
    }

    fn __repr__(&self) -> String {
        self.shown()
    }

    /// Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// >>> [key.description for key in client.list_keys()]
    /// ['backend prod', 'laptop']
    fn list_keys<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::ListKeys, venice_keys::Client::list_keys)
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
        let mut new_key = venice_keys::NewKey::new(String::read("description", &description)?);
        if let Some(given) = optional("api_key_type", &api_key_type)? {
            new_key.api_key_type = given;
        }
        new_key.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        new_key.limit_period = optional("limit_period", &limit_period)?;
        new_key.expires_at = optional("expires_at", &expires_at)?;
        new_key.model_privacy = optional("model_privacy", &model_privacy)?;
        new_key.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::CreateKey, move |client| {
            client.create_key(&new_key)
        })
    }

    /// Shows one key. Needs an ADMIN key.
    ///
    /// Raises NotFoundError if there is no such key.
    fn get_key<'py>(&self, py: Python<'py>, id: &Given<'_>) -> Returned<'py> {
        let id = String::read("id", id)?;
        self.call(py, Operation::GetKey, move |client| client.get_key(&id))
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
        id, *, description = Update::Keep, consumption_limit = Update::Keep, limit_period = Update::Keep,
        expires_at = Update::Keep, model_privacy = Update::Keep, ip_allowlist = Update::Keep
    ))]
    #[allow(clippy::too_many_arguments)]
    fn update_key<'py>(
        &self,
        py: Python<'py>,
        id: &Given<'_>,
        description: Update<'_>,
        consumption_limit: Update<'_>,
        limit_period: Update<'_>,
        expires_at: Update<'_>,
        model_privacy: Update<'_>,
        ip_allowlist: Update<'_>,
    ) -> Returned<'py> {
        let id = String::read("id", id)?;
        let mut update = venice_keys::KeyUpdate::default();
        update.description = change("description", &description)?;
        update.consumption_limit = change("consumption_limit", &consumption_limit)?;
        update.limit_period = change("limit_period", &limit_period)?;
        update.expires_at = change("expires_at", &expires_at)?;
        update.model_privacy = change("model_privacy", &model_privacy)?;
        update.ip_allowlist = change("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::UpdateKey, move |client| {
            client.update_key(&id, &update)
        })
    }

    /// Deletes a key: it stops working at once. Needs an ADMIN key.
    ///
    /// Raises NotFoundError if there is no such key.
    fn delete_key<'py>(&self, py: Python<'py>, id: &Given<'_>) -> Returned<'py> {
        let id = String::read("id", id)?;
        self.call(py, Operation::DeleteKey, move |client| {
            client.delete_key(&id)
        })
    }

    /// Balances and rate limits of the client's own key. Any key may ask.
    ///
    /// Raises AuthenticationError if the key isn't accepted; verify_key() answers that instead.
    fn rate_limits<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::RateLimits, venice_keys::Client::rate_limits)
    }

    /// The last 50 times the account exceeded a rate limit, newest first. Needs an ADMIN key.
    fn rate_limit_log<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(
            py,
            Operation::RateLimitLog,
            venice_keys::Client::rate_limit_log,
        )
    }

    /// Whether the client's key is accepted, may spend, until when, and with which balances.
    ///
    /// A key that Venice refuses is an answer (`accepted` is False), not an error. Raises only when
    /// there is no answer to give: TransportError, ServerError, RateLimitedError.
    ///
    /// >>> client.verify_key().may_spend
    /// True
    fn verify_key<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::VerifyKey, venice_keys::Client::verify_key)
    }

    /// Lists the models of a type ("text", "image", …, "all"), or the server's default selection.
    ///
    /// A type that this version doesn't know is sent, too: refusing it is the server's to do.
    /// Works without a key. With a privacy-restricted key it lists only what that key may call.
    #[pyo3(signature = (r#type = None))]
    fn list_models<'py>(&self, py: Python<'py>, r#type: Option<Given<'_>>) -> Returned<'py> {
        let wanted = optional("type", &r#type)?;
        self.call(py, Operation::ListModels, move |client| {
            client.list_models(wanted)
        })
    }

    /// Gets the challenge that a wallet has to sign. Never sends the client's key.
    ///
    /// The announced server generation needs the wallet's address; today's takes none.
    #[pyo3(signature = (address = None))]
    fn web3_challenge<'py>(&self, py: Python<'py>, address: Option<Given<'_>>) -> Returned<'py> {
        let address = optional::<String>("address", &address)?;
        self.call(py, Operation::Web3Challenge, move |client| {
            client.web3_challenge(address.as_deref())
        })
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
        let mut new_key = venice_keys::NewKey::default();
        new_key.description = optional("description", &description)?;
        if let Some(given) = optional("api_key_type", &api_key_type)? {
            new_key.api_key_type = given;
        }
        new_key.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        new_key.limit_period = optional("limit_period", &limit_period)?;
        new_key.expires_at = optional("expires_at", &expires_at)?;
        new_key.model_privacy = optional("model_privacy", &model_privacy)?;
        new_key.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        let (address, signature) = (
            String::read("address", address)?,
            String::read("signature", signature)?,
        );
        let challenge = venice_keys::Web3Challenge::read("challenge", challenge)?;
        self.call(py, Operation::MintWeb3Key, move |client| {
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
        let mut new_key = venice_keys::NewKey::default();
        new_key.description = optional("description", &description)?;
        if let Some(given) = optional("api_key_type", &api_key_type)? {
            new_key.api_key_type = given;
        }
        new_key.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        new_key.limit_period = optional("limit_period", &limit_period)?;
        new_key.expires_at = optional("expires_at", &expires_at)?;
        new_key.model_privacy = optional("model_privacy", &model_privacy)?;
        new_key.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        let wallet = venice_keys::Wallet::read("wallet", wallet)?;
        self.call(py, Operation::MintWithWallet, move |client| {
            client.mint_with_wallet(&wallet, &new_key)
        })
    }
}
