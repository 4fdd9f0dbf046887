//! The client: one method per operation, each a core call carried out on a thread of ours.
//!
//! A method's arguments are read, and may be refused, before it returns; everything else comes back
//! through [`Calls`].

use napi::bindgen_prelude::Unknown;
use napi_derive::napi;
use venice_keys::{Client, Code, CreatedKey, Error, Secret, Wallet};

use crate::calls::{Calls, observe};
use crate::errors::{NodeError, Thrown};
use crate::types::{self, ClientOptions, CreateLimit, NativeSecret, Outcome};

/// A core client.
#[napi]
pub struct NativeClient {
    core: Client,
    /// Whether somebody wants a line per attempt.
    logs: bool,
}

#[napi]
impl NativeClient {
    /// Makes a client. `secret` is `options.apiKey` where that is a `Secret`; attempts are told
    /// only if somebody `logs` them.
    #[napi(factory)]
    pub fn connect(
        options: Unknown<'_>,
        secret: Option<&NativeSecret>,
        anonymous: bool,
        logs: bool,
    ) -> Result<Self, NodeError> {
        let options = types::client_options(options, secret, anonymous)?;
        let core = build(options, anonymous).map_err(Thrown::from)?;
        Ok(Self { core, logs })
    }

    /// Lists the keys.
    #[napi]
    pub fn list_keys(&self, calls: &Calls, call: f64) {
        self.begin(calls, call, |core| core.list_keys());
    }

    /// Makes a key.
    #[napi]
    pub fn create_key(
        &self,
        calls: &Calls,
        call: f64,
        new_key: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let new_key = types::new_key(new_key)?;
        self.make(calls, call, "createKey", move |core| {
            core.create_key(&new_key)
        });
        Ok(())
    }

    /// Shows a key.
    #[napi]
    pub fn get_key(&self, calls: &Calls, call: f64, id: Unknown<'_>) -> Result<(), NodeError> {
        let id = types::text("id", id)?;
        self.begin(calls, call, move |core| core.get_key(&id));
        Ok(())
    }

    /// Changes a key.
    #[napi]
    pub fn update_key(
        &self,
        calls: &Calls,
        call: f64,
        id: Unknown<'_>,
        changes: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let id = types::text("id", id)?;
        let update = types::key_update(changes)?;
        self.begin(calls, call, move |core| core.update_key(&id, &update));
        Ok(())
    }

    /// Deletes a key.
    #[napi]
    pub fn delete_key(&self, calls: &Calls, call: f64, id: Unknown<'_>) -> Result<(), NodeError> {
        let id = types::text("id", id)?;
        self.begin(calls, call, move |core| core.delete_key(&id));
        Ok(())
    }

    /// Shows balances and rate limits.
    #[napi]
    pub fn rate_limits(&self, calls: &Calls, call: f64) {
        self.begin(calls, call, |core| core.rate_limits());
    }

    /// Lists what was exceeded.
    #[napi]
    pub fn rate_limit_log(&self, calls: &Calls, call: f64) {
        self.begin(calls, call, |core| core.rate_limit_log());
    }

    /// Checks the client's own key.
    #[napi]
    pub fn verify_key(&self, calls: &Calls, call: f64) {
        self.begin(calls, call, |core| core.verify_key());
    }

    /// Lists the models.
    #[napi]
    pub fn list_models(
        &self,
        calls: &Calls,
        call: f64,
        r#type: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let r#type = types::model_type(r#type)?;
        self.begin(calls, call, move |core| core.list_models(r#type));
        Ok(())
    }

    /// Gets a challenge.
    #[napi]
    pub fn web3_challenge(
        &self,
        calls: &Calls,
        call: f64,
        address: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let address = types::optional_text("address", address)?;
        self.begin(calls, call, move |core| {
            core.web3_challenge(address.as_deref())
        });
        Ok(())
    }

    /// Makes a key for a wallet held elsewhere.
    #[napi]
    pub fn mint_web3_key(
        &self,
        calls: &Calls,
        call: f64,
        mint: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let types::Mint {
            address,
            signature,
            challenge,
            new_key,
        } = types::mint(mint)?;
        self.make(calls, call, "mintWeb3Key", move |core| {
            core.mint_web3_key(&address, &signature, &challenge, &new_key)
        });
        Ok(())
    }

    /// Makes a key with a wallet.
    #[napi]
    pub fn mint_with_wallet(
        &self,
        calls: &Calls,
        call: f64,
        wallet: &NativeWallet,
        new_key: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let new_key = types::wallet_key(new_key)?;
        let wallet = wallet.0.clone();
        self.make(calls, call, "mintWithWallet", move |core| {
            core.mint_with_wallet(&wallet, &new_key)
        });
        Ok(())
    }
}

impl NativeClient {
    fn begin<T: Outcome>(
        &self,
        calls: &Calls,
        call: f64,
        operation: impl FnOnce(&Client) -> Result<T, Error> + Send + 'static,
    ) {
        calls
            .call(call, None)
            .carry_out(&self.core, self.logs, operation);
    }

    /// Begins a call that makes a key. `name` is what JavaScript calls it.
    fn make(
        &self,
        calls: &Calls,
        call: f64,
        name: &'static str,
        operation: impl FnOnce(&Client) -> Result<CreatedKey, Error> + Send + 'static,
    ) {
        calls
            .call(call, Some(name))
            .carry_out(&self.core, self.logs, operation);
    }
}

fn build(options: ClientOptions, anonymous: bool) -> Result<Client, Error> {
    let ClientOptions {
        api_key,
        base_url,
        timeout,
        connect_timeout,
        max_retries,
        create_limit,
        ca_file,
        web3_generation,
    } = options;
    let mut builder = Client::builder()
        .user_agent(concat!("venice-keys-node/", env!("CARGO_PKG_VERSION")))
        .observer(observe);
    if anonymous {
        builder = builder.anonymous();
    }
    if let Some(key) = api_key {
        builder = builder.api_key(key);
    }
    if let Some(url) = base_url {
        builder = builder.base_url(url);
    }
    if let Some(timeout) = timeout {
        builder = builder.timeout(timeout.0);
    }
    if let Some(timeout) = connect_timeout {
        builder = builder.connect_timeout(timeout.0);
    }
    if let Some(count) = max_retries {
        builder = builder.max_retries(count);
    }
    if let Some(CreateLimit { count, per }) = create_limit {
        builder = builder.create_limit(count, per.0);
    }
    if let Some(path) = ca_file {
        builder = builder.ca_file(path);
    }
    if let Some(generation) = web3_generation {
        builder = builder.web3_generation(generation);
    }
    builder.build()
}

/// A wallet: its private key stays outside JavaScript's memory.
#[napi]
pub struct NativeWallet(Wallet);

#[napi]
impl NativeWallet {
    /// Takes a private key.
    #[napi(factory)]
    pub fn from_hex(private_key: Unknown<'_>) -> Result<Self, NodeError> {
        // As a secret, so that this copy is wiped.
        let private_key = Secret::from(types::text("wallet", private_key)?);
        Ok(Self(
            Wallet::from_hex(private_key.reveal()).map_err(Thrown::from)?,
        ))
    }

    /// Its address.
    #[napi]
    pub fn address(&self) -> String {
        self.0.address()
    }

    /// Signs a challenge.
    #[napi]
    pub fn sign(&self, challenge: Unknown<'_>) -> Result<String, NodeError> {
        let challenge = types::challenge(challenge)?;
        Ok(self.0.sign(&challenge).map_err(Thrown::from)?)
    }
}

/// Every code that an error can have.
#[napi]
pub fn error_codes() -> Vec<&'static str> {
    Code::ALL.iter().map(|code| code.as_str()).collect()
}
