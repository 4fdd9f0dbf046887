//! Generated from core/src by `make generate`: what each operation takes, member by member.

use std::time::Duration;

use napi::bindgen_prelude::Unknown;
use napi_derive::napi;
use venice_keys::{
    ClientBuilder, ConsumptionLimit, KeyUpdate, LimitUpdate,
    ModelType, NewKey, Operation, Web3Challenge, Web3Generation,
};

use crate::arguments::{
    FromJs, FromOptions, Options, Read, enums, optional, options, options_or_default,
};
use crate::calls::NativeCall;
use crate::client::NativeClient;
use crate::errors::NodeError;
use crate::values::NativeWallet;

enums!(ApiKeyType, LimitPeriod, ModelPrivacy, ModelType);

impl FromJs for Web3Generation {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        Ok(String::from_js(field, value)?.parse()?)
    }
}

impl FromOptions for NewKey {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::default();
        from.set("description", &mut read.description)?;
        from.set("apiKeyType", &mut read.api_key_type)?;
        from.set("consumptionLimit", &mut read.consumption_limit)?;
        from.set("limitPeriod", &mut read.limit_period)?;
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("modelPrivacy", &mut read.model_privacy)?;
        from.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl FromOptions for KeyUpdate {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::default();
        from.set("description", &mut read.description)?;
        from.set("consumptionLimit", &mut read.consumption_limit)?;
        from.set("limitPeriod", &mut read.limit_period)?;
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("modelPrivacy", &mut read.model_privacy)?;
        from.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl FromOptions for ConsumptionLimit {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::default();
        from.set("usd", &mut read.usd)?;
        from.set("diem", &mut read.diem)?;
        from.set("vcu", &mut read.vcu)?;
        Ok(read)
    }
}

impl FromOptions for LimitUpdate {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::default();
        from.set("usd", &mut read.usd)?;
        from.set("diem", &mut read.diem)?;
        from.set("vcu", &mut read.vcu)?;
        Ok(read)
    }
}

impl FromOptions for Web3Challenge {
    const FROM_STRING: Option<fn(String) -> Self> = Some(Self::from_text);

    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::from_text(from.required::<String>("text")?);
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("generation", &mut read.generation)?;
        Ok(read)
    }
}

/// The options of `mintWeb3Key`.
pub(crate) struct Web3Mint {
    pub(crate) address: String,
    pub(crate) signature: String,
    pub(crate) challenge: Web3Challenge,
    pub(crate) new_key: NewKey,
}

impl FromOptions for Web3Mint {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        Ok(Self {
            address: from.required("address")?,
            signature: from.required("signature")?,
            challenge: from.required("challenge")?,
            new_key: NewKey::from_options(from)?,
        })
    }
}

/// What every request's User-Agent begins with.
const USER_AGENT: &str = concat!("venice-keys-node/", env!("CARGO_PKG_VERSION"));

/// Applies a client's settings to its builder.
pub(crate) fn settings(from: &mut Options<'_>, mut builder: ClientBuilder) -> Read<ClientBuilder> {
    builder = builder.user_agent(USER_AGENT);
    if let Some(value) = from.setting::<String>("baseUrl")? {
        builder = builder.base_url(value);
    }
    if let Some(value) = from.setting("timeoutMs")? {
        builder = builder.timeout(value);
    }
    if let Some(value) = from.setting("connectTimeoutMs")? {
        builder = builder.connect_timeout(value);
    }
    if let Some(value) = from.setting("maxRetries")? {
        builder = builder.max_retries(value);
    }
    let count = from.setting("createLimit")?.unwrap_or(20);
    let period = from.setting("createLimitPeriodMs")?;
    builder = builder.create_limit(count, period.unwrap_or(Duration::from_secs(60)));
    if let Some(value) = from.setting::<String>("caFile")? {
        builder = builder.ca_file(value);
    }
    if let Some(value) = from.setting::<String>("userAgent")? {
        builder = builder.user_agent(format!("{USER_AGENT} {value}"));
    }
    if let Some(value) = from.setting("web3Generation")? {
        builder = builder.web3_generation(value);
    }
    from.already_read("onAttempt");
    Ok(builder)
}

#[napi]
impl NativeClient {
    #[napi]
    pub fn list_keys(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::ListKeys, |client| client.list_keys()))
    }

    #[napi]
    pub fn create_key(&self, new_key: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let new_key: NewKey = options("createKey", new_key)?;
        Ok(self.call(Operation::CreateKey, move |client| {
            client.create_key(&new_key)
        }))
    }

    #[napi]
    pub fn get_key(&self, id: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let id = String::from_js("id", id)?;
        Ok(self.call(Operation::GetKey, move |client| client.get_key(&id)))
    }

    #[napi]
    pub fn update_key(
        &self,
        id: Unknown<'_>,
        changes: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let id = String::from_js("id", id)?;
        let changes: KeyUpdate = options("updateKey", changes)?;
        Ok(self.call(Operation::UpdateKey, move |client| {
            client.update_key(&id, &changes)
        }))
    }

    #[napi]
    pub fn delete_key(&self, id: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let id = String::from_js("id", id)?;
        Ok(self.call(Operation::DeleteKey, move |client| client.delete_key(&id)))
    }

    #[napi]
    pub fn rate_limits(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::RateLimits, |client| client.rate_limits()))
    }

    #[napi]
    pub fn rate_limit_log(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::RateLimitLog, |client| client.rate_limit_log()))
    }

    #[napi]
    pub fn verify_key(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::VerifyKey, |client| client.verify_key()))
    }

    #[napi]
    pub fn list_models(&self, r#type: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let r#type: Option<ModelType> = optional("type", r#type)?;
        Ok(self.call(Operation::ListModels, move |client| {
            client.list_models(r#type)
        }))
    }

    #[napi]
    pub fn web3_challenge(&self, address: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let address: Option<String> = optional("address", address)?;
        Ok(self.call(Operation::Web3Challenge, move |client| {
            client.web3_challenge(address.as_deref())
        }))
    }

    #[napi]
    pub fn mint_web3_key(&self, mint: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let Web3Mint {
            address,
            signature,
            challenge,
            new_key,
        } = options("mintWeb3Key", mint)?;
        Ok(self.call(Operation::MintWeb3Key, move |client| {
            client.mint_web3_key(&address, &signature, &challenge, &new_key)
        }))
    }

    #[napi]
    pub fn mint_with_wallet(
        &self,
        wallet: &NativeWallet,
        new_key: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let wallet = wallet.0.clone();
        let new_key: NewKey = options_or_default("mintWithWallet", new_key)?;
        Ok(self.call(Operation::MintWithWallet, move |client| {
            client.mint_with_wallet(&wallet, &new_key)
        }))
    }
}
