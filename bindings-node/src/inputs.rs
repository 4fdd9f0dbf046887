//! The structs that operations take, member by member.

use std::time::Duration;

use napi::bindgen_prelude::Unknown;
use venice_keys::{
    Client, ClientBuilder, ConsumptionLimit, KeyUpdate, LimitUpdate, NewKey, Secret, Web3Challenge,
};

use crate::arguments::{FromOptions, Options, Read, secret};

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

/// The builder of a client with these options. `key` is the `apiKey` where that is a `Secret`.
pub(crate) fn client_builder(
    options: Unknown<'_>,
    key: Option<&Secret>,
    anonymous: bool,
) -> Read<ClientBuilder> {
    let name = if anonymous {
        "Client.anonymous"
    } else {
        "Client"
    };
    let mut from = Options::new(name, None, options)?;
    let mut builder = Client::builder().user_agent(USER_AGENT);
    if anonymous {
        builder = builder.anonymous();
    } else if let Some(key) = secret(&mut from, "apiKey", key)? {
        builder = builder.api_key(key);
    }
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
    from.end()?;
    Ok(builder)
}
