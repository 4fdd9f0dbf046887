//! Generated from core/src by `make generate`: the settings and the calls of `Client`.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};
use venice_keys::Operation;

use crate::arguments::{Argument, Given, Update, change, optional};
use crate::client::{self, Anonymous, Client, Returned};

#[pymethods]
impl Client {
    #[new]
    #[pyo3(
        signature = (api_key = None, *, base_url = None, timeout = None, connect_timeout = None, max_retries = None, create_limit = None, create_limit_period = None, ca_file = None, user_agent = None, web3_generation = None, on_attempt = None, ),
        text_signature = "(api_key=None, *, base_url=None, timeout=60.0, connect_timeout=10.0, max_retries=3, create_limit=20, create_limit_period=60.0, ca_file=None, user_agent=None, web3_generation=None, on_attempt=None)"
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
        create_limit_period: Option<Given<'_>>,
        ca_file: Option<Given<'_>>,
        user_agent: Option<Given<'_>>,
        web3_generation: Option<Given<'_>>,
        on_attempt: Option<Given<'_>>,
    ) -> PyResult<Self> {
        let mut builder = client::with_key(api_key)?;
        if let Some(given) = optional::<String>("base_url", &base_url)? {
            builder = builder.base_url(given);
        }
        if let Some(given) = optional::<std::time::Duration>("timeout", &timeout)? {
            builder = builder.timeout(given);
        }
        if let Some(given) = optional::<std::time::Duration>("connect_timeout", &connect_timeout)? {
            builder = builder.connect_timeout(given);
        }
        if let Some(given) = optional::<u32>("max_retries", &max_retries)? {
            builder = builder.max_retries(given);
        }
        if let Some(given) = optional::<u32>("create_limit", &create_limit)? {
            builder = builder.create_limit(given);
        }
        if let Some(given) =
            optional::<std::time::Duration>("create_limit_period", &create_limit_period)?
        {
            builder = builder.create_limit_period(given);
        }
        if let Some(given) = optional::<std::path::PathBuf>("ca_file", &ca_file)? {
            builder = builder.ca_file(given);
        }
        if let Some(given) = optional::<String>("user_agent", &user_agent)? {
            builder = builder.user_agent(given);
        }
        if let Some(given) =
            optional::<venice_keys::Web3Generation>("web3_generation", &web3_generation)?
        {
            builder = builder.web3_generation(given);
        }
        Self::build(py, builder, on_attempt)
    }

    /// Make a client without a key, for models and wallets. Takes the keyword arguments of Client.
    #[classmethod]
    #[pyo3(signature = (**settings))]
    fn anonymous<'py>(
        class: &Bound<'py, PyType>,
        settings: Option<&Bound<'py, PyDict>>,
    ) -> Returned<'py> {
        class.call((Anonymous,), settings)
    }

    /// The same client, whose calls are awaited: what AsyncClient calls.
    fn _awaited(&self, py: Python<'_>) -> PyResult<Self> {
        self.to_await(py)
    }

    /// Close the client's connections. Calls under way end as usual; no more can be made.
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
    /// [key.description for key in client.list_keys()]  # ['backend prod', 'laptop']
    #[pyo3(signature = ())]
    #[allow(clippy::too_many_arguments)]
    fn list_keys<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::ListKeys, move |client| client.list_keys())
    }

    /// Makes a key. Needs an ADMIN key.
    ///
    /// It is never sent twice, so that it never makes two keys. At most 20 are made a minute per
    /// client; one more waits for its turn if the client's timeout allows.
    ///
    /// created = client.create_key("backend prod", consumption_limit={"usd": 50})
    /// created.api_key.reveal()  # 'VENICE_INFERENCE_KEY_…'
    #[pyo3(signature = (description, *, api_key_type = None, consumption_limit = None, limit_period = None, expires_at = None, model_privacy = None, ip_allowlist = None, ))]
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
        let mut new_key = venice_keys::NewKey::new(<String>::read("description", &description)?);
        new_key.api_key_type = optional("api_key_type", &api_key_type)?;
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
    #[pyo3(signature = (id, ))]
    #[allow(clippy::too_many_arguments)]
    fn get_key<'py>(&self, py: Python<'py>, id: Given<'_>) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
        self.call(py, Operation::GetKey, move |client| client.get_key(&id))
    }

    /// Changes a key and shows it as it is then (without its usage). Needs an ADMIN key.
    ///
    /// client.update_key(id, description="backend prod 2", expires_at=None)
    #[pyo3(signature = (id, *, description = Update::Keep, consumption_limit = Update::Keep, limit_period = Update::Keep, expires_at = Update::Keep, model_privacy = Update::Keep, ip_allowlist = Update::Keep, ))]
    #[allow(clippy::too_many_arguments)]
    fn update_key<'py>(
        &self,
        py: Python<'py>,
        id: Given<'_>,
        description: Update<'_>,
        consumption_limit: Update<'_>,
        limit_period: Update<'_>,
        expires_at: Update<'_>,
        model_privacy: Update<'_>,
        ip_allowlist: Update<'_>,
    ) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
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
    #[pyo3(signature = (id, ))]
    #[allow(clippy::too_many_arguments)]
    fn delete_key<'py>(&self, py: Python<'py>, id: Given<'_>) -> Returned<'py> {
        let id = <String>::read("id", &id)?;
        self.call(py, Operation::DeleteKey, move |client| {
            client.delete_key(&id)
        })
    }

    /// Balances and rate limits of the client's own key. Any key may ask.
    #[pyo3(signature = ())]
    #[allow(clippy::too_many_arguments)]
    fn rate_limits<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::RateLimits, move |client| {
            client.rate_limits()
        })
    }

    /// The last 50 times the account exceeded a rate limit, newest first. Needs an ADMIN key.
    #[pyo3(signature = ())]
    #[allow(clippy::too_many_arguments)]
    fn rate_limit_log<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::RateLimitLog, move |client| {
            client.rate_limit_log()
        })
    }

    /// Whether the client's key is accepted, may spend, until when, and with which balances.
    ///
    /// A key that Venice refuses is an answer (`accepted: false`), not an error; a key without
    /// money is accepted and may not spend.
    ///
    /// client.verify_key().may_spend  # True
    #[pyo3(signature = ())]
    #[allow(clippy::too_many_arguments)]
    fn verify_key<'py>(&self, py: Python<'py>) -> Returned<'py> {
        self.call(py, Operation::VerifyKey, move |client| client.verify_key())
    }

    /// Lists the models of a type, or the server's default selection.
    ///
    /// Works without a key. With a privacy-restricted key it lists only the models that key may
    /// call. It proves nothing about a key: `verify_key` does.
    #[pyo3(signature = (r#type = None, ))]
    #[allow(clippy::too_many_arguments)]
    fn list_models<'py>(&self, py: Python<'py>, r#type: Option<Given<'_>>) -> Returned<'py> {
        let r#type = optional::<venice_keys::ModelType>("type", &r#type)?;
        self.call(py, Operation::ListModels, move |client| {
            client.list_models(r#type)
        })
    }

    /// Gets the challenge that a wallet has to sign. Never sends the client's key.
    ///
    /// The announced server generation binds it to a wallet and needs its `address`; today's takes
    /// none, and none harm from one: give it always.
    #[pyo3(signature = (address = None, ))]
    #[allow(clippy::too_many_arguments)]
    fn web3_challenge<'py>(&self, py: Python<'py>, address: Option<Given<'_>>) -> Returned<'py> {
        let address = optional::<String>("address", &address)?;
        self.call(py, Operation::Web3Challenge, move |client| {
            client.web3_challenge(address.as_deref())
        })
    }

    /// Makes a key for a wallet that is held elsewhere, by its signature of a challenge. Never
    /// sends the client's key, and is never sent twice.
    ///
    /// Signatures of smart-contract wallets (EIP-1271) may have any length up to 64 KiB of hex.
    /// Without a `limit_period` a cap starts anew every UTC day: give an agent that nobody watches
    /// "LIFETIME".
    #[pyo3(signature = (*, address, signature, challenge, options = None, ))]
    #[allow(clippy::too_many_arguments)]
    fn mint_web3_key<'py>(
        &self,
        py: Python<'py>,
        address: Given<'_>,
        signature: Given<'_>,
        challenge: Given<'_>,
        options: Option<Given<'_>>,
    ) -> Returned<'py> {
        let mut mint = venice_keys::Web3Mint::new(
            <String>::read("address", &address)?,
            <String>::read("signature", &signature)?,
            <venice_keys::Web3Challenge>::read("challenge", &challenge)?,
        );
        if let Some(given) = optional("options", &options)? {
            mint.options = given;
        }
        self.call(py, Operation::MintWeb3Key, move |client| {
            client.mint_web3_key(&mint)
        })
    }

    /// Makes a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
    /// client's key; the mint is never sent twice.
    ///
    /// Without a `limit_period` a cap starts anew every UTC day: give an agent that nobody watches
    /// "LIFETIME". What a wallet signs, and why it should be used for nothing else, is told at
    /// Wallet; a client can be pinned to one generation of challenges.
    ///
    /// client.mint_with_wallet(Wallet(private_key), description="agent 7")
    #[pyo3(signature = (wallet, *, description = None, api_key_type = None, consumption_limit = None, limit_period = None, expires_at = None, model_privacy = None, ip_allowlist = None, ))]
    #[allow(clippy::too_many_arguments)]
    fn mint_with_wallet<'py>(
        &self,
        py: Python<'py>,
        wallet: Given<'_>,
        description: Option<Given<'_>>,
        api_key_type: Option<Given<'_>>,
        consumption_limit: Option<Given<'_>>,
        limit_period: Option<Given<'_>>,
        expires_at: Option<Given<'_>>,
        model_privacy: Option<Given<'_>>,
        ip_allowlist: Option<Given<'_>>,
    ) -> Returned<'py> {
        let wallet = <venice_keys::Wallet>::read("wallet", &wallet)?;
        let mut options = venice_keys::MintOptions::new();
        options.description = optional("description", &description)?;
        options.api_key_type = optional("api_key_type", &api_key_type)?;
        options.consumption_limit = optional("consumption_limit", &consumption_limit)?;
        options.limit_period = optional("limit_period", &limit_period)?;
        options.expires_at = optional("expires_at", &expires_at)?;
        options.model_privacy = optional("model_privacy", &model_privacy)?;
        options.ip_allowlist = optional("ip_allowlist", &ip_allowlist)?;
        self.call(py, Operation::MintWithWallet, move |client| {
            client.mint_with_wallet(&wallet, &options)
        })
    }
}
