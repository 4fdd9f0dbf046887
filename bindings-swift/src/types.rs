//! Every value that crosses to Swift, and its conversion. A field that the core has and this file
//! forgets doesn't compile: results are `uniffi::remote` records, inputs are destructured whole.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use venice_keys::{
    Change, Error, Expiry, KeyUpdate, LimitUpdate, NewKey, in_camel_case, parse_amount,
};

use crate::errors::CoreError;

// uniffi names what crosses by these aliases. `Date` and `Decimal` are Swift's own names.
type ApiKey = venice_keys::ApiKey;
type ApiKeyType = venice_keys::ApiKeyType;
type ApiTier = venice_keys::ApiTier;
type Balances = venice_keys::Balances;
type ConsumptionLimit = venice_keys::ConsumptionLimit;
type CreatedKey = venice_keys::CreatedKey;
type Date = Timestamp;
type Decimal = rust_decimal::Decimal;
type KeyStatus = venice_keys::KeyStatus;
type LimitPeriod = venice_keys::LimitPeriod;
type Model = venice_keys::Model;
type ModelPrivacy = venice_keys::ModelPrivacy;
type ModelRateLimits = venice_keys::ModelRateLimits;
type ModelSpec = venice_keys::ModelSpec;
type ModelType = venice_keys::ModelType;
type PeriodUsage = venice_keys::PeriodUsage;
type RateLimit = venice_keys::RateLimit;
type RateLimitBreach = venice_keys::RateLimitBreach;
type RateLimitType = venice_keys::RateLimitType;
type RateLimits = venice_keys::RateLimits;
type Secret = venice_keys::Secret;
type Usage = venice_keys::Usage;
type UsageAmounts = venice_keys::UsageAmounts;
type Web3Challenge = venice_keys::Web3Challenge;
type Web3Generation = venice_keys::Web3Generation;

// ---- Times, money, secrets ----

uniffi::custom_type!(Date, i64, {
    remote,
    lower: |time| time.as_microsecond(),
    try_lift: |microseconds| Ok(Timestamp::from_microsecond(microseconds)?),
});

uniffi::custom_type!(Decimal, String, {
    remote,
    lower: |amount| amount.normalize().to_string(),
    try_lift: |digits| Ok(digits.parse()?),
});

uniffi::custom_type!(Secret, Arc<CoreSecret>, {
    remote,
    lower: |secret| Arc::new(CoreSecret(secret)),
    try_lift: |secret| Ok(secret.0.clone()),
});

/// A secret that stays on this side: Swift holds a handle, and its text only where it asks for it.
#[derive(uniffi::Object)]
pub struct CoreSecret(Secret);

#[uniffi::export]
impl CoreSecret {
    /// Wraps a text.
    #[uniffi::constructor]
    pub fn new(text: String) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn reveal(&self) -> String {
        self.0.reveal().to_owned()
    }

    /// The form that is safe to show.
    pub fn redacted(&self) -> String {
        self.0.redacted()
    }

    /// Compares in constant time.
    pub fn equals(&self, other: &CoreSecret) -> bool {
        self.0 == other.0
    }
}

// ---- Open enumerations ----

/// Declares how an open enumeration and its text become each other.
macro_rules! text_of {
    ($type:ident, $from_text:ident, $to_text:ident) => {
        /// The value Venice spells so.
        #[uniffi::export]
        pub fn $from_text(text: String) -> $type {
            $type::from(text.as_str())
        }

        /// The value as Venice spells it.
        #[uniffi::export]
        pub fn $to_text(value: $type) -> String {
            value.as_str().to_owned()
        }
    };
}

text_of!(ApiKeyType, core_api_key_type, core_api_key_type_text);
text_of!(LimitPeriod, core_limit_period, core_limit_period_text);
text_of!(ModelPrivacy, core_model_privacy, core_model_privacy_text);
text_of!(ModelType, core_model_type, core_model_type_text);
text_of!(
    RateLimitType,
    core_rate_limit_type,
    core_rate_limit_type_text
);

/// What a key may do.
#[uniffi::remote(Enum)]
pub enum ApiKeyType {
    /// Call inference endpoints only.
    Inference,
    /// Everything, key management included.
    Admin,
    /// A value this version doesn't know, as the server wrote it. It can't be sent.
    Other(String),
}

/// When the use that counts against a key's limits starts again from zero.
#[uniffi::remote(Enum)]
pub enum LimitPeriod {
    /// Every UTC day (the server's default).
    Epoch,
    /// On the first of every UTC month.
    Month,
    /// Never: the limit is all the key can ever spend.
    Lifetime,
    /// A value this version doesn't know, as the server wrote it. It can't be sent.
    Other(String),
}

/// Which models a key may call, by their privacy.
#[uniffi::remote(Enum)]
pub enum ModelPrivacy {
    /// Every model (the server's default).
    All,
    /// Text and embedding models must be private; others may be anonymous.
    PrivateText,
    /// Every model must be private.
    PrivateOnly,
    /// A value this version doesn't know, as the server wrote it. It can't be sent.
    Other(String),
}

/// What a model makes, and the filter of ``Client/listModels(type:)``.
#[uniffi::remote(Enum)]
pub enum ModelType {
    /// Text.
    Text,
    /// Images.
    Image,
    /// Embeddings.
    Embedding,
    /// Speech from text.
    Tts,
    /// Text from speech.
    Asr,
    /// Larger images.
    Upscale,
    /// Changed images.
    Inpaint,
    /// Music.
    Music,
    /// Videos.
    Video,
    /// Decisions.
    Decision,
    /// Every model (as a filter).
    All,
    /// Models good at code (as a filter).
    Code,
    /// A value this version doesn't know, as the server wrote it. It is sent as it is: whether
    /// there is such a type, the server says.
    Other(String),
}

/// What a rate limit counts.
#[uniffi::remote(Enum)]
pub enum RateLimitType {
    /// Requests per minute.
    RequestsPerMinute,
    /// Requests per day.
    RequestsPerDay,
    /// Tokens per minute.
    TokensPerMinute,
    /// Failed requests.
    FailedRequests,
    /// Requests for something the model can't do.
    UnsupportedFeatureRequests,
    /// A value this version doesn't know, as the server wrote it.
    Other(String),
}

// ---- Keys ----

/// Caps on what a key may spend in its ``LimitPeriod``, to give and to read.
///
/// `nil` is no cap. Zero is a real cap: it blocks the key.
#[uniffi::remote(Record)]
pub struct ConsumptionLimit {
    /// US dollars.
    #[uniffi(default = None)]
    pub usd: Option<Decimal>,
    /// Diem.
    #[uniffi(default = None)]
    pub diem: Option<Decimal>,
    /// The deprecated name of `diem`.
    #[uniffi(default = None)]
    pub vcu: Option<Decimal>,
}

/// A key as Venice shows it: everything but its secret.
///
/// Only `id` is always there; older servers leave fields out, and what is missing or odd is `nil`.
/// But a cap, an expiry or an allowlist that is there in a form this version can't read fails the
/// call with ``VeniceError/badResponse(_:)``: it must not be taken for none.
#[uniffi::remote(Record)]
pub struct ApiKey {
    /// Its id, which the other calls take.
    pub id: String,
    /// What it may do.
    #[uniffi(default = None)]
    pub api_key_type: Option<ApiKeyType>,
    /// What people know it by.
    #[uniffi(default = None)]
    pub description: Option<String>,
    /// When it was made.
    #[uniffi(default = None)]
    pub created_at: Option<Date>,
    /// When it expires; `nil`: never.
    #[uniffi(default = None)]
    pub expires_at: Option<Date>,
    /// When it was last used; `nil`: never.
    #[uniffi(default = None)]
    pub last_used_at: Option<Date>,
    /// The last six characters of its secret.
    #[uniffi(default = None)]
    pub last6_chars: Option<String>,
    /// Caps on what it may spend.
    pub consumption_limits: ConsumptionLimit,
    /// When the caps start anew.
    #[uniffi(default = None)]
    pub limit_period: Option<LimitPeriod>,
    /// Which models it may call.
    #[uniffi(default = None)]
    pub model_privacy: Option<ModelPrivacy>,
    /// From where it may be used, as CIDRs; empty or `nil`: anywhere.
    #[uniffi(default = None)]
    pub ip_allowlist: Option<Vec<String>>,
    /// What it spent lately. Not in the answer to an update.
    #[uniffi(default = None)]
    pub usage: Option<Usage>,
    /// What it spent in the present period; only if a usd or diem cap is set.
    #[uniffi(default = None)]
    pub current_period_usage: Option<PeriodUsage>,
}

/// What a key spent lately.
#[uniffi::remote(Record)]
pub struct Usage {
    /// In the last seven days.
    pub trailing_seven_days: UsageAmounts,
}

/// Amounts spent. US dollars include bundled credits but not earned ones, although a cap in US
/// dollars counts those, too: a key can reach its cap while this shows less.
#[uniffi::remote(Record)]
pub struct UsageAmounts {
    /// US dollars, bundled credits included.
    #[uniffi(default = None)]
    pub usd: Option<Decimal>,
    /// Diem.
    #[uniffi(default = None)]
    pub diem: Option<Decimal>,
    /// The deprecated name of `diem`.
    #[uniffi(default = None)]
    pub vcu: Option<Decimal>,
}

/// Amounts spent in the present limit period. US dollars include bundled credits but not earned
/// ones, although a cap in US dollars counts those, too: a key can reach its cap while this shows
/// less.
#[uniffi::remote(Record)]
pub struct PeriodUsage {
    /// US dollars, bundled credits included.
    #[uniffi(default = None)]
    pub usd: Option<Decimal>,
    /// Diem.
    #[uniffi(default = None)]
    pub diem: Option<Decimal>,
}

/// A key just made, with its secret: the only time Venice shows it.
///
/// It can't be encoded, because its secret can't. Of a minted key the server's echo of
/// `consumptionLimit` is unreliable; what is stored is right, and ``Client/getKey(_:)`` shows it.
#[uniffi::remote(Record)]
pub struct CreatedKey {
    /// The secret. Keep it now: it can't be shown again.
    pub api_key: Secret,
    /// The key's id.
    pub id: String,
    /// What it may do.
    #[uniffi(default = None)]
    pub api_key_type: Option<ApiKeyType>,
    /// What people know it by.
    #[uniffi(default = None)]
    pub description: Option<String>,
    /// When it expires; `nil`: never.
    #[uniffi(default = None)]
    pub expires_at: Option<Date>,
    /// Caps on what it may spend.
    pub consumption_limit: ConsumptionLimit,
    /// When the caps start anew.
    #[uniffi(default = None)]
    pub limit_period: Option<LimitPeriod>,
    /// Which models it may call.
    #[uniffi(default = None)]
    pub model_privacy: Option<ModelPrivacy>,
    /// From where it may be used, as CIDRs; empty or `nil`: anywhere.
    #[uniffi(default = None)]
    pub ip_allowlist: Option<Vec<String>>,
    /// What of the fields above was in the answer in a form that this version can't read, by its
    /// name (`consumptionLimit.usd`, `expiresAt`, `ipAllowlist`). It is `nil` there, which then
    /// doesn't mean "none": ``Client/getKey(_:)`` tells. Nearly always empty.
    #[uniffi(default = [])]
    pub unreadable: Vec<String>,
}

/// An expiry as Swift gives it.
#[derive(uniffi::Enum)]
pub enum CoreExpiry {
    /// A moment, in microseconds since 1970.
    At(i64),
    /// As Venice writes it.
    Text(String),
}

/// Caps as Swift gives them: amounts as text, so that what is no amount is refused by name.
#[derive(uniffi::Record)]
pub struct CoreLimit {
    /// US dollars.
    pub usd: Option<String>,
    /// Diem.
    pub diem: Option<String>,
    /// The deprecated name of `diem`.
    pub vcu: Option<String>,
}

/// A new key as Swift gives it.
#[derive(uniffi::Record)]
pub struct CoreNewKey {
    /// See `NewKey`, as for all of these.
    pub description: Option<String>,
    /// What it may do.
    pub api_key_type: ApiKeyType,
    /// Caps on what it may spend.
    pub consumption_limit: Option<CoreLimit>,
    /// When the caps start anew.
    pub limit_period: Option<LimitPeriod>,
    /// When it expires.
    pub expires_at: Option<CoreExpiry>,
    /// Which models it may call.
    pub model_privacy: Option<ModelPrivacy>,
    /// From where it may be used.
    pub ip_allowlist: Option<Vec<String>>,
}

/// Changes of the caps as Swift gives them: `None` keeps, `Some(None)` clears.
#[derive(uniffi::Record)]
pub struct CoreLimitUpdate {
    /// US dollars.
    pub usd: Option<Option<String>>,
    /// Diem.
    pub diem: Option<Option<String>>,
    /// The deprecated name of `diem`.
    pub vcu: Option<Option<String>>,
}

/// Changes of a key as Swift gives them: `None` keeps, `Some(None)` clears.
#[derive(uniffi::Record)]
pub struct CoreKeyUpdate {
    /// See `KeyUpdate`, as for all of these.
    pub description: Option<Option<String>>,
    /// Caps on what it may spend.
    pub consumption_limit: Option<Option<CoreLimitUpdate>>,
    /// When the caps start anew.
    pub limit_period: Option<Option<LimitPeriod>>,
    /// When it expires.
    pub expires_at: Option<Option<CoreExpiry>>,
    /// Which models it may call.
    pub model_privacy: Option<Option<ModelPrivacy>>,
    /// From where it may be used.
    pub ip_allowlist: Option<Option<Vec<String>>>,
}

/// The field of an amount, by Venice's name.
fn member(name: &str, text: &str) -> Result<Decimal, Error> {
    parse_amount(&format!("consumptionLimit.{name}"), text)
}

fn change<T, U>(
    given: Option<Option<T>>,
    convert: impl FnOnce(T) -> Result<U, Error>,
) -> Result<Change<U>, Error> {
    Ok(match given {
        None => Change::Keep,
        Some(None) => Change::Clear,
        Some(Some(value)) => Change::Set(convert(value)?),
    })
}

impl TryFrom<CoreExpiry> for Expiry {
    type Error = Error;

    fn try_from(expiry: CoreExpiry) -> Result<Self, Error> {
        match expiry {
            CoreExpiry::Text(text) => text.parse(),
            CoreExpiry::At(microseconds) => match Timestamp::from_microsecond(microseconds) {
                Ok(time) => Ok(time.into()),
                // No calendar has it: refused like any other text that is no time.
                Err(_) => microseconds.to_string().parse(),
            },
        }
    }
}

impl TryFrom<CoreLimit> for ConsumptionLimit {
    type Error = Error;

    fn try_from(limit: CoreLimit) -> Result<Self, Error> {
        let CoreLimit { usd, diem, vcu } = limit;
        Ok(Self {
            usd: usd.map(|text| member("usd", &text)).transpose()?,
            diem: diem.map(|text| member("diem", &text)).transpose()?,
            vcu: vcu.map(|text| member("vcu", &text)).transpose()?,
        })
    }
}

impl TryFrom<CoreNewKey> for NewKey {
    type Error = Error;

    fn try_from(given: CoreNewKey) -> Result<Self, Error> {
        let CoreNewKey {
            description,
            api_key_type,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = given;
        Ok(Self {
            description,
            api_key_type,
            consumption_limit: consumption_limit.map(TryInto::try_into).transpose()?,
            limit_period,
            expires_at: expires_at.map(TryInto::try_into).transpose()?,
            model_privacy,
            ip_allowlist,
        })
    }
}

impl TryFrom<CoreLimitUpdate> for LimitUpdate {
    type Error = Error;

    fn try_from(update: CoreLimitUpdate) -> Result<Self, Error> {
        let CoreLimitUpdate { usd, diem, vcu } = update;
        Ok(Self {
            usd: change(usd, |text| member("usd", &text))?,
            diem: change(diem, |text| member("diem", &text))?,
            vcu: change(vcu, |text| member("vcu", &text))?,
        })
    }
}

impl TryFrom<CoreKeyUpdate> for KeyUpdate {
    type Error = Error;

    fn try_from(given: CoreKeyUpdate) -> Result<Self, Error> {
        let CoreKeyUpdate {
            description,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = given;
        Ok(Self {
            description: change(description, Ok)?,
            consumption_limit: change(consumption_limit, TryInto::try_into)?,
            limit_period: change(limit_period, Ok)?,
            expires_at: change(expires_at, TryInto::try_into)?,
            model_privacy: change(model_privacy, Ok)?,
            ip_allowlist: change(ip_allowlist, Ok)?,
        })
    }
}

// ---- Rate limits ----

/// Balances and rate limits of the calling key.
#[uniffi::remote(Record)]
pub struct RateLimits {
    /// Whether the key may call inference now: the real "may this key spend".
    pub access_permitted: bool,
    /// The account's tier.
    pub api_tier: Option<ApiTier>,
    /// What the key can still spend.
    pub balances: Balances,
    /// When the key expires; `nil`: never.
    pub key_expiration: Option<Date>,
    /// When the next epoch (UTC day) begins.
    pub next_epoch_begins: Option<Date>,
    /// The limits, model by model.
    pub rate_limits: Vec<ModelRateLimits>,
}

/// An account's tier.
#[uniffi::remote(Record)]
pub struct ApiTier {
    /// Its id: `paid`, …
    pub id: Option<String>,
    /// Whether use is charged.
    pub is_charged: Option<bool>,
}

/// What the calling key can still spend: each balance of the account, but not more than the key's
/// own cap leaves. Not the account's balance. Any may be absent, and any may be negative.
#[uniffi::remote(Record)]
pub struct Balances {
    /// US dollars.
    #[uniffi(default = None)]
    pub usd: Option<Decimal>,
    /// Diem.
    #[uniffi(default = None)]
    pub diem: Option<Decimal>,
    /// Bundled credits.
    #[uniffi(default = None)]
    pub bundled_credits: Option<Decimal>,
}

/// The limits of one model. Some models (video, music) have none.
#[uniffi::remote(Record)]
pub struct ModelRateLimits {
    /// The model.
    pub api_model_id: Option<String>,
    /// Its limits.
    pub rate_limits: Vec<RateLimit>,
}

/// One limit.
#[uniffi::remote(Record)]
pub struct RateLimit {
    /// What is counted.
    pub r#type: Option<RateLimitType>,
    /// How many are allowed.
    pub amount: Option<u64>,
}

/// A time when the account exceeded a rate limit.
#[uniffi::remote(Record)]
pub struct RateLimitBreach {
    /// The key that did.
    pub api_key_id: Option<String>,
    /// The model; also `endpoint:…` or `model:unknown`.
    pub model_id: Option<String>,
    /// What was exceeded.
    pub rate_limit_type: Option<RateLimitType>,
    /// The tier whose limit it was.
    pub rate_limit_tier: Option<String>,
    /// When.
    pub timestamp: Option<Date>,
}

/// A key's health.
#[uniffi::remote(Record)]
pub struct KeyStatus {
    /// Whether Venice accepts the key at all.
    pub accepted: bool,
    /// Whether it may call inference now.
    pub may_spend: bool,
    /// When it expires; `nil`: never, or it isn't known as the key was refused.
    pub expires_at: Option<Date>,
    /// What the key can still spend.
    pub balances: Balances,
}

// ---- Models ----

/// A model.
#[uniffi::remote(Record)]
pub struct Model {
    /// Its id, as inference calls name it.
    pub id: String,
    /// What it makes.
    pub r#type: Option<ModelType>,
    /// Name and privacy.
    pub model_spec: ModelSpec,
}

/// What a ``Model`` says of itself.
#[uniffi::remote(Record)]
pub struct ModelSpec {
    /// The name shown to people.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// Its privacy tier: `private`, `anonymized`, …
    #[uniffi(default = None)]
    pub privacy: Option<String>,
}

// ---- Wallets ----

/// Which kind of challenge the server gives.
#[uniffi::remote(Enum)]
pub enum Web3Generation {
    /// A JWT signed by the server (today's).
    Jwt,
    /// An EIP-4361 message ("Sign-In with Ethereum") bound to the wallet (announced).
    Siwe,
}

/// What a wallet has to sign to mint a key. Printed without its text.
#[uniffi::remote(Record)]
pub struct Web3Challenge {
    /// The exact text to sign.
    pub text: String,
    /// Until when it is good, if it is known.
    pub expires_at: Option<Date>,
    /// Which kind it is.
    pub generation: Web3Generation,
}

/// A challenge that was handed on as text.
#[uniffi::export]
pub fn core_web3_challenge(text: String) -> Web3Challenge {
    Web3Challenge::from_text(text)
}

/// `"jwt"` or `"siwe"`.
#[uniffi::export]
pub fn core_web3_generation_text(value: Web3Generation) -> String {
    value.as_str().to_owned()
}

// ---- The client's own ----

/// How a client is made.
#[derive(uniffi::Record)]
pub struct CoreSettings {
    /// The key; `None`: the environment's.
    pub api_key: Option<Secret>,
    /// No key at all.
    pub anonymous: bool,
    /// Where the API is.
    pub base_url: Option<String>,
    /// Seconds a whole call may take.
    pub timeout: f64,
    /// Seconds making one connection may take.
    pub connect_timeout: f64,
    /// How often a call is retried at most.
    pub max_retries: u32,
    /// So many creates …
    pub create_limit_count: u32,
    /// … in so many seconds.
    pub create_limit_per: f64,
    /// One more file of CAs to trust.
    pub ca_file: Option<String>,
    /// The User-Agent header.
    pub user_agent: Option<String>,
    /// The one kind of challenge that is taken.
    pub web3_generation: Option<Web3Generation>,
}

impl CoreSettings {
    pub(crate) fn build(
        self,
        observer: impl Fn(&venice_keys::Attempt<'_>) + Send + Sync + 'static,
    ) -> Result<venice_keys::Client, CoreError> {
        let Self {
            api_key,
            anonymous,
            base_url,
            timeout,
            connect_timeout,
            max_retries,
            create_limit_count,
            create_limit_per,
            ca_file,
            user_agent,
            web3_generation,
        } = self;
        let mut builder = venice_keys::Client::builder()
            .timeout(some_time("timeout", timeout)?)
            .connect_timeout(some_time("connectTimeout", connect_timeout)?)
            .max_retries(max_retries)
            .create_limit(
                create_limit_count,
                time("createLimit.per", create_limit_per)?,
            )
            .observer(observer);
        if anonymous {
            builder = builder.anonymous();
        } else if let Some(key) = api_key {
            builder = builder.api_key(key);
        }
        if let Some(url) = base_url {
            builder = builder.base_url(url);
        }
        if let Some(path) = ca_file {
            builder = builder.ca_file(path);
        }
        if let Some(text) = user_agent {
            builder = builder.user_agent(text);
        }
        if let Some(generation) = web3_generation {
            builder = builder.web3_generation(generation);
        }
        Ok(builder.build()?)
    }
}

/// A setting in seconds. What is more than a `Duration` holds, infinity too, is the most it holds:
/// no limit.
fn time(setting: &str, seconds: f64) -> Result<Duration, CoreError> {
    if seconds.is_nan() || seconds < 0.0 {
        return Err(CoreError::setting(
            setting,
            "must be a number of seconds, 0 or more",
        ));
    }
    Ok(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

/// A setting in seconds that can't be zero: what is too short for a `Duration` is.
fn some_time(setting: &str, seconds: f64) -> Result<Duration, CoreError> {
    match time(setting, seconds)? {
        Duration::ZERO => Err(CoreError::setting(setting, "must be more than 0 seconds")),
        time => Ok(time),
    }
}

/// One attempt of a call, as ``Client/Configuration/observer`` sees it. Holds nothing secret.
#[derive(uniffi::Record)]
pub struct Attempt {
    /// The operation: `"createKey"`.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The path below the base URL, with a key's id where there is one.
    pub path: String,
    /// Which attempt of the call it was, from 1.
    pub number: u32,
    /// The answer's status, if there was an answer.
    pub status: Option<u16>,
    /// What went wrong without an answer.
    pub failure: Option<crate::errors::ErrorCode>,
    /// How many seconds it took.
    pub elapsed: Duration,
    /// Which version of the server answered, if it said so.
    pub server_version: Option<String>,
    /// What the server announced of this operation, that it will be changed or end. Once a process
    /// and operation; ``Client/Configuration/log`` is told as well.
    pub warning: Option<String>,
}

impl From<&venice_keys::Attempt<'_>> for Attempt {
    fn from(attempt: &venice_keys::Attempt<'_>) -> Self {
        let venice_keys::Attempt {
            operation,
            method,
            path,
            number,
            status,
            failure,
            elapsed,
            server_version,
            warning,
        } = *attempt;
        Self {
            operation: in_camel_case(operation),
            method: method.to_owned(),
            path: path.to_owned(),
            number,
            status,
            failure,
            elapsed,
            server_version: server_version.map(str::to_owned),
            warning: warning.map(in_camel_case),
        }
    }
}
