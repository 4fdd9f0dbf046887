//! [`ApiKey`]: a key as Venice shows it.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::{ApiKeyType, ConsumptionLimit, LimitPeriod, ModelPrivacy, Remaining};
use crate::wire;

/// A key as Venice shows it: everything but its secret.
///
/// Only its id is always there; older servers leave fields out, and a missing, null or mistyped
/// field reads as `None`. But a cap, an expiry or an allowlist in a form that this version can't
/// read fails the call with `bad_response`, so that it is never mistaken for none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ApiKey {
    /// Its id, by which the other calls name it.
    pub id: String,
    /// What it may do.
    #[serde(default, deserialize_with = "ApiKeyType::read")]
    pub api_key_type: Option<ApiKeyType>,
    /// What people know it by.
    #[serde(default, deserialize_with = "wire::string")]
    pub description: Option<String>,
    /// When it was created.
    #[serde(default, with = "wire::time")]
    pub created_at: Option<Timestamp>,
    /// When it expires; `None`: never.
    #[serde(
        default,
        serialize_with = "wire::time::serialize",
        deserialize_with = "expiry"
    )]
    pub expires_at: Option<Timestamp>,
    /// When it was last used; `None`: never.
    #[serde(default, with = "wire::time")]
    pub last_used_at: Option<Timestamp>,
    /// The last six characters of its secret.
    #[serde(default, rename = "last6Chars", deserialize_with = "wire::string")]
    pub last6_chars: Option<String>,
    /// Caps on what it may spend.
    #[serde(default, deserialize_with = "caps")]
    pub consumption_limits: ConsumptionLimit,
    /// When the use that counts against the caps starts again from zero.
    #[serde(default, deserialize_with = "LimitPeriod::read")]
    pub limit_period: Option<LimitPeriod>,
    /// Which models it may call.
    #[serde(default, deserialize_with = "ModelPrivacy::read")]
    pub model_privacy: Option<ModelPrivacy>,
    /// The addresses it may be used from, as CIDRs; empty or `None`: anywhere.
    #[serde(default, deserialize_with = "allowlist")]
    pub ip_allowlist: Option<Vec<String>>,
    /// What it spent lately. The result of an update doesn't have it.
    #[serde(default, deserialize_with = "wire::object")]
    pub usage: Option<Usage>,
    /// What it spent in the present limit period; only if a cap in US dollars or Diem is set.
    #[serde(default, deserialize_with = "wire::object")]
    pub current_period_usage: Option<PeriodUsage>,
    /// What its caps leave it to spend, calculated here. `None`: that can't be known, as in the
    /// result of an update; never that it has no cap.
    #[serde(default, deserialize_with = "wire::object")]
    pub remaining: Option<Remaining>,
}

/// What a key spent lately.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Usage {
    /// In the last seven days.
    #[serde(default, deserialize_with = "wire::object_or_default")]
    pub trailing_seven_days: UsageAmounts,
}

/// Amounts spent. US dollars include bundled credits but not earned ones, although a cap in US
/// dollars counts those, too: a key can reach its cap while this shows less.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UsageAmounts {
    /// US dollars, bundled credits included.
    #[serde(default, with = "wire::money")]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(default, with = "wire::money")]
    pub diem: Option<Decimal>,
    /// Deprecated: the former name of `diem`.
    #[serde(default, with = "wire::money")]
    pub vcu: Option<Decimal>,
}

/// Amounts spent in the present limit period. US dollars include bundled credits but not earned
/// ones, although a cap in US dollars counts those, too: a key can reach its cap while this shows
/// less.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PeriodUsage {
    /// US dollars, bundled credits included.
    #[serde(default, with = "wire::money")]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(default, with = "wire::money")]
    pub diem: Option<Decimal>,
}

fn caps<'de, D: Deserializer<'de>>(from: D) -> Result<ConsumptionLimit, D::Error> {
    wire::restrictions(from, "consumptionLimits")
}

fn expiry<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    wire::exact_time(from, "expiresAt")
}

fn allowlist<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    wire::allowlist(from, "ipAllowlist")
}
