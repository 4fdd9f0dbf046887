//! The client: one method per operation, each a core call that runs on a thread of its own.
//!
//! A method reads its arguments, and may refuse them, before it returns; everything else comes back
//! through [`Calls`].

use napi::bindgen_prelude::Unknown;
use napi_derive::napi;
use venice_keys::{Client, CreatedKey, Error, ErrorCode, KeyUpdate, NewKey, Operation};

use crate::arguments::{FromJs, optional, options, options_or_default};
use crate::calls::{Calls, observe};
use crate::errors::{NodeError, Refusal};
use crate::inputs::{self, Web3Mint};
use crate::results::Outcome;
use crate::values::{NativeSecret, NativeWallet};

/// A core client.
#[napi]
pub struct NativeClient {
    core: Client,
    /// Whether somebody wants to see each attempt.
    shows: bool,
}

#[napi]
impl NativeClient {
    /// Creates a client. `secret` is `options.apiKey` where that is a `Secret`; attempts cross only
    /// if it `shows` them.
    #[napi(factory)]
    pub fn connect(
        options: Unknown<'_>,
        secret: Option<&NativeSecret>,
        anonymous: bool,
        shows: bool,
    ) -> Result<Self, NodeError> {
        let builder = inputs::client_builder(options, secret.map(|key| &key.0), anonymous)?;
        let core = builder.observer(observe).build().map_err(Refusal::from)?;
        Ok(Self { core, shows })
    }

    /// Lists the keys.
    #[napi]
    pub fn list_keys(&self, calls: &Calls, call: f64) {
        self.begin(calls, call, |core| core.list_keys());
    }

    /// Creates a key.
    #[napi]
    pub fn create_key(
        &self,
        calls: &Calls,
        call: f64,
        new_key: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let new_key: NewKey = options("createKey", new_key)?;
        self.create(calls, call, Operation::CreateKey, move |core| {
            core.create_key(&new_key)
        });
        Ok(())
    }

    /// Gets a key.
    #[napi]
    pub fn get_key(&self, calls: &Calls, call: f64, id: Unknown<'_>) -> Result<(), NodeError> {
        let id = String::from_js("id", id)?;
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
        let id = String::from_js("id", id)?;
        let update: KeyUpdate = options("updateKey", changes)?;
        self.begin(calls, call, move |core| core.update_key(&id, &update));
        Ok(())
    }

    /// Deletes a key.
    #[napi]
    pub fn delete_key(&self, calls: &Calls, call: f64, id: Unknown<'_>) -> Result<(), NodeError> {
        let id = String::from_js("id", id)?;
        self.begin(calls, call, move |core| core.delete_key(&id));
        Ok(())
    }

    /// Shows balances and rate limits.
    #[napi]
    pub fn rate_limits(&self, calls: &Calls, call: f64) {
        self.begin(calls, call, |core| core.rate_limits());
    }

    /// Lists when rate limits were exceeded.
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
        let r#type = optional("type", r#type)?;
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
        let address = optional::<String>("address", address)?;
        self.begin(calls, call, move |core| {
            core.web3_challenge(address.as_deref())
        });
        Ok(())
    }

    /// Creates a key for a wallet held elsewhere.
    #[napi]
    pub fn mint_web3_key(
        &self,
        calls: &Calls,
        call: f64,
        mint: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let Web3Mint {
            address,
            signature,
            challenge,
            new_key,
        } = options("mintWeb3Key", mint)?;
        self.create(calls, call, Operation::MintWeb3Key, move |core| {
            core.mint_web3_key(&address, &signature, &challenge, &new_key)
        });
        Ok(())
    }

    /// Creates a key with a wallet.
    #[napi]
    pub fn mint_with_wallet(
        &self,
        calls: &Calls,
        call: f64,
        wallet: &NativeWallet,
        new_key: Unknown<'_>,
    ) -> Result<(), NodeError> {
        let new_key: NewKey = options_or_default("mintWithWallet", new_key)?;
        let wallet = wallet.0.clone();
        self.create(calls, call, Operation::MintWithWallet, move |core| {
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
            .carry_out(&self.core, self.shows, operation);
    }

    /// Begins a call that creates a key.
    fn create(
        &self,
        calls: &Calls,
        call: f64,
        operation: Operation,
        work: impl FnOnce(&Client) -> Result<CreatedKey, Error> + Send + 'static,
    ) {
        calls
            .call(call, Some(operation))
            .carry_out(&self.core, self.shows, work);
    }
}

/// Every code that an error can have.
#[napi]
pub fn error_codes() -> Vec<&'static str> {
    ErrorCode::ALL.iter().map(|code| code.as_str()).collect()
}
