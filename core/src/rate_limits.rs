//! What a key may spend and how fast: rate limits, and their log.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::operations::Operation;
use crate::transport::Call;
use crate::wire::{self, open_enum};

open_enum! {
    /// What a rate limit counts.
    RateLimitType {
        /// Requests per minute.
        RequestsPerMinute = "RPM",
        /// Requests per day.
        RequestsPerDay = "RPD",
        /// Tokens per minute.
        TokensPerMinute = "TPM",
        /// Failed requests.
        FailedRequests = "FAILED_REQUESTS",
        /// Requests for something the model can't do.
        UnsupportedFeatureRequests = "UNSUPPORTED_FEATURE_REQUESTS",
    }
}

/// Balances and rate limits of the calling key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RateLimits {
    /// Whether the key may call inference now: what really says whether it may spend.
    #[serde(default, deserialize_with = "flag")]
    pub access_permitted: bool,
    /// The account's tier.
    #[serde(default, deserialize_with = "wire::object")]
    pub api_tier: Option<ApiTier>,
    /// What is left to spend.
    #[serde(default, deserialize_with = "wire::object_or_default")]
    pub balances: Balances,
    /// When the key expires; `None`: never.
    #[serde(
        default,
        serialize_with = "wire::time::serialize",
        deserialize_with = "expiry"
    )]
    pub key_expiration: Option<Timestamp>,
    /// When the next epoch (UTC day) begins.
    #[serde(default, with = "wire::time")]
    pub next_epoch_begins: Option<Timestamp>,
    /// The limits, model by model.
    #[serde(default, deserialize_with = "limits")]
    pub rate_limits: Vec<ModelRateLimits>,
}

/// An account's tier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApiTier {
    /// Its id: `paid`, …
    #[serde(default, deserialize_with = "wire::string")]
    pub id: Option<String>,
    /// Whether its use is charged.
    #[serde(default, deserialize_with = "wire::flag")]
    pub is_charged: Option<bool>,
}

/// What the calling key can still spend: each balance of the account, but not more than the key's
/// own cap leaves. Not the account's balance. Each may be missing, and each may be negative.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Balances {
    /// US dollars.
    #[serde(default, alias = "USD", with = "wire::money")]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(default, alias = "DIEM", with = "wire::money")]
    pub diem: Option<Decimal>,
    /// Bundled credits.
    #[serde(default, alias = "BUNDLED_CREDITS", with = "wire::money")]
    pub bundled_credits: Option<Decimal>,
}

/// The limits of one model. Some models (video, music) have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ModelRateLimits {
    /// The model.
    #[serde(default, deserialize_with = "wire::string")]
    pub api_model_id: Option<String>,
    /// Its limits.
    #[serde(default, deserialize_with = "limits")]
    pub rate_limits: Vec<RateLimit>,
}

/// One limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RateLimit {
    /// What is counted.
    #[serde(rename = "type", default, deserialize_with = "RateLimitType::read")]
    pub type_: Option<RateLimitType>,
    /// How many are allowed.
    #[serde(default, deserialize_with = "wire::count")]
    pub amount: Option<u64>,
}

/// A time when the account exceeded a rate limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RateLimitBreach {
    /// The key that exceeded it.
    #[serde(default, deserialize_with = "wire::string")]
    pub api_key_id: Option<String>,
    /// The model, or `endpoint:…`, or `model:unknown`.
    #[serde(default, deserialize_with = "wire::string")]
    pub model_id: Option<String>,
    /// What was exceeded.
    #[serde(default, deserialize_with = "RateLimitType::read")]
    pub rate_limit_type: Option<RateLimitType>,
    /// The tier whose limit it was.
    #[serde(default, deserialize_with = "wire::string")]
    pub rate_limit_tier: Option<String>,
    /// When it was exceeded.
    #[serde(default, with = "wire::time")]
    pub timestamp: Option<Timestamp>,
}

fn flag<'de, D: serde::Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    wire::flag(from).map(Option::unwrap_or_default)
}

fn expiry<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    wire::exact_time(from, "keyExpiration")
}

fn limits<'de, D, T>(from: D) -> Result<Vec<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    wire::list(from).map(Option::unwrap_or_default)
}

impl Client {
    /// Returns the balances and rate limits of the client's own key. Works with any key.
    ///
    /// # Errors
    ///
    /// * `unauthenticated`: Venice doesn't accept the key.
    pub fn rate_limits(&self) -> Result<RateLimits, Error> {
        self.read_object(&Call::get(
            Operation::RateLimits,
            "/api_keys/rate_limits".into(),
        ))
    }

    /// Lists the last 50 times that the account exceeded a rate limit, newest first. Needs an ADMIN
    /// key.
    ///
    /// # Errors
    ///
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    pub fn rate_limit_log(&self) -> Result<Vec<RateLimitBreach>, Error> {
        self.read_list(&Call::get(
            Operation::RateLimitLog,
            "/api_keys/rate_limits/log".into(),
        ))
    }
}
