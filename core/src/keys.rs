//! API keys: list, create, get, update, delete.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::check;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::created::{CreatedKey, read_created};
use crate::error::Error;
use crate::operations::Operation;
use crate::perform::undocumented;
use crate::transport::{Answer, Body, Call, encoded};
use crate::wire::{self, Number, open_enum};

open_enum! {
    /// What a key may do.
    ApiKeyType {
        /// Call inference endpoints only.
        Inference = "INFERENCE",
        /// Everything, key management included.
        Admin = "ADMIN",
    }
}

open_enum! {
    /// When the use that counts against a key's limits starts again from zero.
    LimitPeriod {
        /// Every UTC day (the server's default).
        Epoch = "EPOCH",
        /// On the first of every UTC month.
        Month = "MONTH",
        /// Never: the limit is all the key can ever spend.
        Lifetime = "LIFETIME",
    }
}

open_enum! {
    /// Which models a key may call, by their privacy.
    ModelPrivacy {
        /// Every model (the server's default).
        All = "ALL",
        /// Text and embedding models must be private; others may be anonymous.
        PrivateText = "PRIVATE_TEXT",
        /// Every model must be private.
        PrivateOnly = "PRIVATE_ONLY",
    }
}

/// Caps on what a key may spend in its [`LimitPeriod`], to give and to read.
///
/// `None` is no cap. Zero is a real cap: it blocks the key.
///
/// ```
/// use venice_keys::{ConsumptionLimit, parse_amount};
///
/// let limit = ConsumptionLimit::new().usd(50).diem(10);
/// let exact = ConsumptionLimit::new().usd(parse_amount("consumptionLimit.usd", "12.50")?);
/// # Ok::<(), venice_keys::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ConsumptionLimit {
    /// US dollars.
    #[serde(
        default,
        serialize_with = "wire::money::serialize",
        deserialize_with = "usd_cap"
    )]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(
        default,
        serialize_with = "wire::money::serialize",
        deserialize_with = "diem_cap"
    )]
    pub diem: Option<Decimal>,
    /// The deprecated name of `diem`.
    #[serde(
        default,
        serialize_with = "wire::money::serialize",
        deserialize_with = "vcu_cap"
    )]
    pub vcu: Option<Decimal>,
}

fn usd_cap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    wire::cap(from, "consumptionLimits.usd")
}

fn diem_cap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    wire::cap(from, "consumptionLimits.diem")
}

fn vcu_cap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    wire::cap(from, "consumptionLimits.vcu")
}

fn caps<'de, D: Deserializer<'de>>(from: D) -> Result<ConsumptionLimit, D::Error> {
    wire::restrictions(from, "consumptionLimits")
}

fn expiry<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    wire::expiry(from, "expiresAt")
}

fn allowlist<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<String>>, D::Error> {
    wire::allowlist(from, "ipAllowlist")
}

impl ConsumptionLimit {
    /// No cap.
    pub fn new() -> Self {
        Self::default()
    }

    /// Caps US dollars: 0 to 9999999999.
    pub fn usd(mut self, amount: impl Into<Decimal>) -> Self {
        self.usd = Some(amount.into());
        self
    }

    /// Caps Diem: 0 to 9999999999.
    pub fn diem(mut self, amount: impl Into<Decimal>) -> Self {
        self.diem = Some(amount.into());
        self
    }

    /// Caps VCU, the deprecated name of Diem.
    pub fn vcu(mut self, amount: impl Into<Decimal>) -> Self {
        self.vcu = Some(amount.into());
        self
    }

    fn check(&self) -> Result<(), Error> {
        let Self { usd, diem, vcu } = self;
        for (name, amount) in [("usd", usd), ("diem", diem), ("vcu", vcu)] {
            if let Some(amount) = amount {
                check::amount(&format!("consumptionLimit.{name}"), *amount)?;
            }
        }
        Ok(())
    }

    fn body(&self) -> Option<LimitBody> {
        let Self { usd, diem, vcu } = self;
        let set = |amount: &Option<Decimal>| amount.map(|amount| Some(Number(amount)));
        let body = LimitBody {
            usd: set(usd),
            diem: set(diem),
            vcu: set(vcu),
        };
        body.is_something().then_some(body)
    }
}

/// When a key expires: at the start of a UTC day, or at a moment.
///
/// As text (`str::parse`) it is `2026-12-31` or `2026-12-31T23:59:59Z`, with no or three fraction
/// digits, in UTC: what Venice takes, and nothing else.
///
/// ```
/// use venice_keys::Expiry;
///
/// let expiry: Expiry = "2026-12-31".parse()?;
/// assert_eq!(expiry.to_string(), "2026-12-31");
/// assert!("2026-02-30".parse::<Expiry>().is_err());
/// # Ok::<(), venice_keys::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Expiry {
    /// A UTC day.
    Day(Date),
    /// A moment, to the millisecond; finer parts are cut off.
    At(Timestamp),
}

impl Expiry {
    const RULE: &str = "must be a calendar date, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS[.mmm]Z in UTC";

    fn check(&self) -> Result<(), Error> {
        let year = match self {
            Expiry::Day(day) => day.year(),
            Expiry::At(time) => jiff::tz::Offset::UTC.to_datetime(*time).year(),
        };
        match year {
            1..=9999 => Ok(()),
            _ => Err(Error::input("expiresAt", Self::RULE)),
        }
    }
}

impl FromStr for Expiry {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let form: String = text
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        let expiry = match form.as_str() {
            "0000-00-00" => text.parse().ok().map(Expiry::Day),
            // A leap second (":60") is no moment that a Timestamp can hold; jiff would round it.
            "0000-00-00T00:00:00Z" | "0000-00-00T00:00:00.000Z" if &text[17..19] != "60" => {
                text.parse().ok().map(Expiry::At)
            }
            _ => None,
        };
        let expiry = expiry.ok_or_else(|| Error::input("expiresAt", Self::RULE))?;
        expiry.check()?;
        Ok(expiry)
    }
}

/// The form that is sent.
impl fmt::Display for Expiry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expiry::Day(day) => write!(f, "{day}"),
            Expiry::At(time) => {
                let text = wire::time_text(*time);
                f.write_str(&text.replace(".000Z", "Z"))
            }
        }
    }
}

impl From<Date> for Expiry {
    fn from(day: Date) -> Self {
        Expiry::Day(day)
    }
}

impl From<Timestamp> for Expiry {
    fn from(time: Timestamp) -> Self {
        Expiry::At(time)
    }
}

/// What a new key shall be. Whatever isn't set is left to the server's default.
///
/// ```
/// use venice_keys::{ConsumptionLimit, LimitPeriod, NewKey};
///
/// let key = NewKey::new("backend prod")
///     .consumption_limit(ConsumptionLimit::new().usd(50))
///     .limit_period(LimitPeriod::Month);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct NewKey {
    /// What people know the key by: at most 64 characters. Needed for `create_key`; a minted key
    /// without one is called `Web3 API Key`.
    pub description: Option<String>,
    /// What it may do; [`Inference`](ApiKeyType::Inference) unless set.
    pub api_key_type: ApiKeyType,
    /// Caps on what it may spend.
    pub consumption_limit: Option<ConsumptionLimit>,
    /// When the caps start anew.
    pub limit_period: Option<LimitPeriod>,
    /// When it expires; `None`: never.
    pub expires_at: Option<Expiry>,
    /// Which models it may call.
    pub model_privacy: Option<ModelPrivacy>,
    /// From where it may be used: at most 100 public IPv4 or IPv6 addresses or CIDRs; empty:
    /// anywhere. Venice shows them as CIDRs: `11.22.33.44` as `11.22.33.44/32`. It isn't in
    /// Venice's published schema yet, and is sent only if it is set.
    pub ip_allowlist: Option<Vec<String>>,
}

impl Default for NewKey {
    fn default() -> Self {
        Self {
            description: None,
            api_key_type: ApiKeyType::Inference,
            consumption_limit: None,
            limit_period: None,
            expires_at: None,
            model_privacy: None,
            ip_allowlist: None,
        }
    }
}

impl NewKey {
    /// An inference key with this description, no cap and no expiry.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: Some(description.into()),
            ..Self::default()
        }
    }

    /// Sets what the key may do.
    pub fn api_key_type(mut self, api_key_type: ApiKeyType) -> Self {
        self.api_key_type = api_key_type;
        self
    }

    /// Caps what it may spend.
    pub fn consumption_limit(mut self, limit: ConsumptionLimit) -> Self {
        self.consumption_limit = Some(limit);
        self
    }

    /// Sets when the caps start anew.
    pub fn limit_period(mut self, period: LimitPeriod) -> Self {
        self.limit_period = Some(period);
        self
    }

    /// Sets when it expires: a [`Date`], a [`Timestamp`] or a parsed [`Expiry`].
    pub fn expires_at(mut self, expiry: impl Into<Expiry>) -> Self {
        self.expires_at = Some(expiry.into());
        self
    }

    /// Sets which models it may call.
    pub fn model_privacy(mut self, privacy: ModelPrivacy) -> Self {
        self.model_privacy = Some(privacy);
        self
    }

    /// Sets from where it may be used.
    pub fn ip_allowlist<S: Into<String>>(mut self, entries: impl IntoIterator<Item = S>) -> Self {
        self.ip_allowlist = Some(entries.into_iter().map(Into::into).collect());
        self
    }

    /// Everything but the description, whose rule differs between create and mint.
    fn check(&self) -> Result<(), Error> {
        let Self {
            description: _,
            api_key_type,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = self;
        check::known("apiKeyType", api_key_type.as_str(), ApiKeyType::KNOWN)?;
        consumption_limit
            .as_ref()
            .map_or(Ok(()), ConsumptionLimit::check)?;
        if let Some(period) = limit_period {
            check::known("limitPeriod", period.as_str(), LimitPeriod::KNOWN)?;
        }
        expires_at.as_ref().map_or(Ok(()), Expiry::check)?;
        if let Some(privacy) = model_privacy {
            check::known("modelPrivacy", privacy.as_str(), ModelPrivacy::KNOWN)?;
        }
        ip_allowlist.as_deref().map_or(Ok(()), check::allowlist)
    }

    fn check_for_create(&self) -> Result<(), Error> {
        check::required_description(self.description.as_deref())?;
        self.check()
    }

    pub(crate) fn check_for_mint(&self) -> Result<(), Error> {
        if self.description.is_some() {
            check::required_description(self.description.as_deref())?;
        }
        self.check()
    }

    pub(crate) fn body(&self) -> NewKeyBody<'_> {
        let Self {
            description,
            api_key_type,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = self;
        NewKeyBody {
            api_key_type,
            description: description.as_deref(),
            consumption_limit: consumption_limit.as_ref().and_then(ConsumptionLimit::body),
            limit_period: limit_period.as_ref(),
            expires_at: expires_at.map(|expiry| expiry.to_string()),
            model_privacy: model_privacy.as_ref(),
            ip_allowlist: ip_allowlist.as_deref(),
        }
    }
}

/// What happens to one field of a key in an update.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is removed, or set back to the server's default.
    Clear,
    /// It gets this value.
    Set(T),
}

impl<T> From<T> for Change<T> {
    fn from(value: T) -> Self {
        Change::Set(value)
    }
}

impl From<&str> for Change<String> {
    fn from(text: &str) -> Self {
        Change::Set(text.to_owned())
    }
}

impl From<Date> for Change<Expiry> {
    fn from(day: Date) -> Self {
        Change::Set(day.into())
    }
}

impl From<Timestamp> for Change<Expiry> {
    fn from(time: Timestamp) -> Self {
        Change::Set(time.into())
    }
}

impl From<i32> for Change<Decimal> {
    fn from(amount: i32) -> Self {
        Change::Set(amount.into())
    }
}

/// Changes of the caps, one by one. Clearing one removes that cap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct LimitUpdate {
    /// US dollars.
    pub usd: Change<Decimal>,
    /// Diem.
    pub diem: Change<Decimal>,
    /// The deprecated name of `diem`.
    pub vcu: Change<Decimal>,
}

impl LimitUpdate {
    /// Changes nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes the cap on US dollars.
    pub fn usd(mut self, change: impl Into<Change<Decimal>>) -> Self {
        self.usd = change.into();
        self
    }

    /// Changes the cap on Diem.
    pub fn diem(mut self, change: impl Into<Change<Decimal>>) -> Self {
        self.diem = change.into();
        self
    }

    /// Changes the cap on VCU, the deprecated name of Diem.
    pub fn vcu(mut self, change: impl Into<Change<Decimal>>) -> Self {
        self.vcu = change.into();
        self
    }

    fn check(&self) -> Result<(), Error> {
        let Self { usd, diem, vcu } = self;
        for (name, change) in [("usd", usd), ("diem", diem), ("vcu", vcu)] {
            if let Change::Set(amount) = change {
                check::amount(&format!("consumptionLimit.{name}"), *amount)?;
            }
        }
        Ok(())
    }

    fn body(&self) -> LimitBody {
        let Self { usd, diem, vcu } = self;
        let wire = |change: &Change<Decimal>| match change {
            Change::Keep => None,
            Change::Clear => Some(None),
            Change::Set(amount) => Some(Some(Number(*amount))),
        };
        LimitBody {
            usd: wire(usd),
            diem: wire(diem),
            vcu: wire(vcu),
        }
    }
}

/// What shall change about a key; everything else stays. The key's type can't change.
///
/// ```
/// use venice_keys::{Change, KeyUpdate, LimitUpdate};
///
/// let update = KeyUpdate::new()
///     .description("backend prod 2")
///     .consumption_limit(LimitUpdate::new().usd(75).diem(Change::Clear))
///     .expires_at(Change::Clear);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct KeyUpdate {
    /// Cleared, it is empty.
    pub description: Change<String>,
    /// Cleared, all caps are removed.
    pub consumption_limit: Change<LimitUpdate>,
    /// Cleared, it is `EPOCH`.
    pub limit_period: Change<LimitPeriod>,
    /// Cleared, the key never expires.
    pub expires_at: Change<Expiry>,
    /// Cleared, it is `ALL`.
    pub model_privacy: Change<ModelPrivacy>,
    /// Cleared, the key may be used from anywhere.
    pub ip_allowlist: Change<Vec<String>>,
}

impl KeyUpdate {
    /// Changes nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Changes what people know the key by: at most 64 characters.
    pub fn description(mut self, change: impl Into<Change<String>>) -> Self {
        self.description = change.into();
        self
    }

    /// Changes the caps.
    pub fn consumption_limit(mut self, change: impl Into<Change<LimitUpdate>>) -> Self {
        self.consumption_limit = change.into();
        self
    }

    /// Changes when the caps start anew.
    pub fn limit_period(mut self, change: impl Into<Change<LimitPeriod>>) -> Self {
        self.limit_period = change.into();
        self
    }

    /// Changes when the key expires.
    pub fn expires_at(mut self, change: impl Into<Change<Expiry>>) -> Self {
        self.expires_at = change.into();
        self
    }

    /// Changes which models it may call.
    pub fn model_privacy(mut self, change: impl Into<Change<ModelPrivacy>>) -> Self {
        self.model_privacy = change.into();
        self
    }

    /// Changes from where it may be used.
    pub fn ip_allowlist(mut self, change: impl Into<Change<Vec<String>>>) -> Self {
        self.ip_allowlist = change.into();
        self
    }

    fn check(&self) -> Result<(), Error> {
        let Self {
            description,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = self;
        if let Change::Set(text) = description {
            check::description(text)?;
        }
        if let Change::Set(limit) = consumption_limit {
            limit.check()?;
        }
        if let Change::Set(period) = limit_period {
            check::known("limitPeriod", period.as_str(), LimitPeriod::KNOWN)?;
        }
        if let Change::Set(expiry) = expires_at {
            expiry.check()?;
        }
        if let Change::Set(privacy) = model_privacy {
            check::known("modelPrivacy", privacy.as_str(), ModelPrivacy::KNOWN)?;
        }
        if let Change::Set(entries) = ip_allowlist {
            check::allowlist(entries)?;
        }
        Ok(())
    }

    fn body<'a>(&'a self, id: &'a str) -> KeyUpdateBody<'a> {
        let Self {
            description,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = self;
        let no_limits = || LimitBody {
            usd: Some(None),
            diem: Some(None),
            vcu: Some(None),
        };
        KeyUpdateBody {
            id,
            description: wire_change(description, String::as_str, || ""),
            consumption_limit: wire_change(consumption_limit, LimitUpdate::body, no_limits)
                .filter(LimitBody::is_something),
            limit_period: wire_change(limit_period, |p| p, || &LimitPeriod::Epoch),
            expires_at: wire_change(expires_at, |expiry| Some(expiry.to_string()), || None),
            model_privacy: wire_change(model_privacy, |p| p, || &ModelPrivacy::All),
            ip_allowlist: wire_change(ip_allowlist, Vec::as_slice, || &[]),
        }
    }
}

fn wire_change<'a, T, W>(
    change: &'a Change<T>,
    set: impl FnOnce(&'a T) -> W,
    clear: impl FnOnce() -> W,
) -> Option<W> {
    match change {
        Change::Keep => None,
        Change::Clear => Some(clear()),
        Change::Set(value) => Some(set(value)),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewKeyBody<'a> {
    api_key_type: &'a ApiKeyType,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumption_limit: Option<LimitBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_period: Option<&'a LimitPeriod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_privacy: Option<&'a ModelPrivacy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_allowlist: Option<&'a [String]>,
}

/// Of each member: absent, null or a number.
#[derive(Serialize)]
struct LimitBody {
    #[serde(skip_serializing_if = "Option::is_none")]
    usd: Option<Option<Number>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diem: Option<Option<Number>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vcu: Option<Option<Number>>,
}

impl LimitBody {
    fn is_something(&self) -> bool {
        self.usd.is_some() || self.diem.is_some() || self.vcu.is_some()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyUpdateBody<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    consumption_limit: Option<LimitBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_period: Option<&'a LimitPeriod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_privacy: Option<&'a ModelPrivacy>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_allowlist: Option<&'a [String]>,
}

impl KeyUpdateBody<'_> {
    /// Whether it would change nothing.
    fn is_empty(&self) -> bool {
        let Self {
            id: _,
            description,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = self;
        description.is_none()
            && consumption_limit.is_none()
            && limit_period.is_none()
            && expires_at.is_none()
            && model_privacy.is_none()
            && ip_allowlist.is_none()
    }
}

/// A key as Venice shows it: everything but its secret.
///
/// Only `id` is always there; older servers leave fields out, and what is missing or odd is `None`.
/// But a cap, an expiry or an allowlist that is there in a form this version can't read fails the
/// call with `bad_response`: it must not be taken for none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// Its id, which the other calls take.
    pub id: String,
    /// What it may do.
    #[serde(default, deserialize_with = "ApiKeyType::read")]
    pub api_key_type: Option<ApiKeyType>,
    /// What people know it by.
    #[serde(default, deserialize_with = "wire::text")]
    pub description: Option<String>,
    /// When it was made.
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
    #[serde(default, rename = "last6Chars", deserialize_with = "wire::text")]
    pub last6_chars: Option<String>,
    /// Caps on what it may spend.
    #[serde(default, deserialize_with = "caps")]
    pub consumption_limits: ConsumptionLimit,
    /// When the caps start anew.
    #[serde(default, deserialize_with = "LimitPeriod::read")]
    pub limit_period: Option<LimitPeriod>,
    /// Which models it may call.
    #[serde(default, deserialize_with = "ModelPrivacy::read")]
    pub model_privacy: Option<ModelPrivacy>,
    /// From where it may be used, as CIDRs; empty or `None`: anywhere.
    #[serde(default, deserialize_with = "allowlist")]
    pub ip_allowlist: Option<Vec<String>>,
    /// What it spent lately. Not in the answer to an update.
    #[serde(default, deserialize_with = "wire::object")]
    pub usage: Option<Usage>,
    /// What it spent in the present period; only if a usd or diem cap is set.
    #[serde(default, deserialize_with = "wire::object")]
    pub current_period_usage: Option<PeriodUsage>,
}

/// What a key spent lately.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Usage {
    /// In the last seven days.
    #[serde(default, deserialize_with = "wire::object_or_default")]
    pub trailing_seven_days: UsageAmounts,
}

/// Amounts spent. US dollars include bundled credits but not earned ones, although a cap in US
/// dollars counts those, too: a key can reach its cap while this shows less.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageAmounts {
    /// US dollars, bundled credits included.
    #[serde(default, with = "wire::money")]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(default, with = "wire::money")]
    pub diem: Option<Decimal>,
    /// The deprecated name of `diem`.
    #[serde(default, with = "wire::money")]
    pub vcu: Option<Decimal>,
}

/// Amounts spent in the present limit period. US dollars include bundled credits but not earned
/// ones, although a cap in US dollars counts those, too: a key can reach its cap while this shows
/// less.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodUsage {
    /// US dollars, bundled credits included.
    #[serde(default, with = "wire::money")]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(default, with = "wire::money")]
    pub diem: Option<Decimal>,
}

impl Client {
    /// Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// `admin_key_required` with an INFERENCE key; besides that what every read can meet
    /// ([`ErrorCode`]).
    pub fn list_keys(&self) -> Result<Vec<ApiKey>, Error> {
        self.read_list(&Call::get(Operation::ListKeys, "/api_keys".into()))
    }

    /// Makes a key. Needs an ADMIN key.
    ///
    /// It is never sent twice, so that it never makes two keys. At most 20 are made a minute per
    /// client; one more waits for its turn if the client's timeout allows.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a field breaks its rule; nothing was sent.
    /// * `rate_limited`: no turn before the deadline.
    /// * `key_limit_reached`: the account has 500 active keys.
    /// * `outcome_unknown`: it was sent and no trustworthy answer came. A key may have been made;
    ///   its secret is lost. The message says when it was sent: look in
    ///   [`list_keys`](Self::list_keys) for a key with this description made since then, and
    ///   delete that one, and no older key, before you create again.
    pub fn create_key(&self, new_key: &NewKey) -> Result<CreatedKey, Error> {
        new_key.check_for_create()?;
        let body = Body::json(&new_key.body())?;
        let deadline = self.deadline();
        self.take_create_turn(Operation::CreateKey, deadline)?;
        let call = Call::post(Operation::CreateKey, "/api_keys".into(), body);
        let answer = self
            .perform_until(&call, deadline)
            .map_err(|failed| failed.error)?;
        read_created(&call, &answer)
    }

    /// Shows one key. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// `not_found` if there is no such key; besides that what every read can meet ([`ErrorCode`]).
    pub fn get_key(&self, id: &str) -> Result<ApiKey, Error> {
        check::id(id)?;
        self.read_object(&Call::get(
            Operation::GetKey,
            format!("/api_keys/{}", encoded(id)),
        ))
    }

    /// Changes a key and shows it as it is then (without its usage). Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a field breaks its rule, or nothing would change; nothing was sent.
    /// * `not_found`: there is no such key, or it has expired.
    pub fn update_key(&self, id: &str, update: &KeyUpdate) -> Result<ApiKey, Error> {
        check::id(id)?;
        update.check()?;
        let changes = update.body(id);
        if changes.is_empty() {
            return Err(Error::input("changes", "must change at least one field"));
        }
        let body = Body::json(&changes)?;
        self.read_object(&Call::patch(Operation::UpdateKey, "/api_keys".into(), body))
    }

    /// Deletes a key: it stops working at once. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `not_found`: there is no such key. If the call had to be retried after it may have been
    ///   carried out, and Venice then says that there is no such key, it was deleted: no error.
    /// * `bad_response`: the answer doesn't say that the key was deleted. It is safe to ask again.
    pub fn delete_key(&self, id: &str) -> Result<(), Error> {
        check::id(id)?;
        let call = Call::delete(
            Operation::DeleteKey,
            format!("/api_keys?id={}", encoded(id)),
        );
        match self.perform(&call) {
            Ok(answer) => read_deleted(&call, &answer),
            Err(failed) if failed.may_have_worked && failed.error.says_no_such_key() => Ok(()),
            Err(failed) => Err(failed.error),
        }
    }
}

/// A key counts as deleted only if the server says so: a gateway's page with a 200 doesn't.
pub(crate) fn read_deleted(call: &Call, answer: &Answer) -> Result<(), Error> {
    #[derive(Default, Deserialize)]
    struct Deleted {
        #[serde(default, deserialize_with = "wire::flag")]
        success: Option<bool>,
    }
    const NO_CONTENT: u16 = 204;
    let Deleted { success } = serde_json::from_slice(answer.body.bytes()).unwrap_or_default();
    match success == Some(true) || answer.status == NO_CONTENT {
        true => Ok(()),
        false => {
            let what = "the answer doesn't say that the key was deleted";
            Err(undocumented(ErrorCode::BadResponse, call, answer, what))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(body: &impl Serialize) -> String {
        serde_json::to_string(body).unwrap()
    }

    #[test]
    fn only_what_is_set_is_sent_and_money_digit_for_digit() {
        assert_eq!(
            json(&NewKey::new("a").body()),
            r#"{"apiKeyType":"INFERENCE","description":"a"}"#
        );
        let usd: Decimal = "12345.6789012345".parse().unwrap();
        let full = NewKey::new("a")
            .api_key_type(ApiKeyType::Admin)
            .consumption_limit(
                ConsumptionLimit::new()
                    .usd(usd)
                    .diem(0)
                    .vcu(Decimal::new(10, 2)),
            )
            .limit_period(LimitPeriod::Lifetime)
            .expires_at("2026-12-31".parse::<Expiry>().unwrap())
            .model_privacy(ModelPrivacy::PrivateOnly)
            .ip_allowlist(["1.1.1.1"]);
        assert_eq!(
            json(&full.body()),
            concat!(
                r#"{"apiKeyType":"ADMIN","description":"a","#,
                r#""consumptionLimit":{"usd":12345.6789012345,"diem":0,"vcu":0.1},"#,
                r#""limitPeriod":"LIFETIME","expiresAt":"2026-12-31","#,
                r#""modelPrivacy":"PRIVATE_ONLY","ipAllowlist":["1.1.1.1"]}"#
            )
        );
    }

    #[test]
    fn an_update_has_three_states_for_every_field() {
        assert_eq!(json(&KeyUpdate::new().body("i")), r#"{"id":"i"}"#);
        let cleared = KeyUpdate {
            description: Change::Clear,
            consumption_limit: Change::Clear,
            limit_period: Change::Clear,
            expires_at: Change::Clear,
            model_privacy: Change::Clear,
            ip_allowlist: Change::Clear,
        };
        assert_eq!(
            json(&cleared.body("i")),
            concat!(
                r#"{"id":"i","description":"","#,
                r#""consumptionLimit":{"usd":null,"diem":null,"vcu":null},"limitPeriod":"EPOCH","#,
                r#""expiresAt":null,"modelPrivacy":"ALL","ipAllowlist":[]}"#
            )
        );
        let one = KeyUpdate::new().consumption_limit(LimitUpdate::new().usd(5).diem(Change::Clear));
        assert_eq!(
            json(&one.body("i")),
            r#"{"id":"i","consumptionLimit":{"usd":5,"diem":null}}"#
        );
    }

    #[test]
    fn an_update_of_nothing_is_refused() {
        for nothing in [
            KeyUpdate::new(),
            KeyUpdate::new().consumption_limit(LimitUpdate::new()),
        ] {
            assert!(nothing.body("i").is_empty());
        }
        let clears = KeyUpdate::new().description(Change::Clear);
        assert!(!clears.body("i").is_empty());
    }

    #[test]
    fn expiries_are_strict() {
        for (text, sent) in [
            ("2026-12-31", "2026-12-31"),
            ("2028-02-29", "2028-02-29"),
            ("2026-12-31T23:59:59Z", "2026-12-31T23:59:59Z"),
            ("2026-12-31T23:59:59.000Z", "2026-12-31T23:59:59Z"),
            ("2026-12-31T23:59:59.120Z", "2026-12-31T23:59:59.120Z"),
        ] {
            assert_eq!(text.parse::<Expiry>().unwrap().to_string(), sent);
        }
        for bad in [
            "",
            "2026-02-30",
            "2027-02-29",
            "2026-13-01",
            "2026-1-1",
            "20261231",
            "0000-01-01",
            "2026-12-31T23:59:59",
            "2026-12-31T23:59:60Z",
            "2026-12-31T24:00:00Z",
            "2026-12-31T23:59:59+01:00",
            "2026-12-31T23:59:59.1Z",
            "2026-12-31T23:59:59.123456Z",
            "2026-12-31 23:59:59Z",
            "2026-12-31t23:59:59z",
            " 2026-12-31",
            "２026-12-31",
            "tomorrow",
        ] {
            let error = bad.parse::<Expiry>().expect_err(bad);
            assert_eq!(error.issues()[0].field, "expiresAt");
        }
    }

    #[test]
    fn a_moment_is_cut_to_the_millisecond() {
        let time: Timestamp = "2026-12-31T23:59:59.9999Z".parse().unwrap();
        assert_eq!(Expiry::from(time).to_string(), "2026-12-31T23:59:59.999Z");
    }

    proptest! {
        #[test]
        fn every_calendar_day_is_an_expiry_and_comes_back(
            year in 1i16..=9999, month in 1i8..=12, day in 1i8..=31,
        ) {
            let text = format!("{year:04}-{month:02}-{day:02}");
            match Date::new(year, month, day) {
                Ok(_) => prop_assert_eq!(text.parse::<Expiry>().unwrap().to_string(), text),
                Err(_) => prop_assert!(text.parse::<Expiry>().is_err()),
            }
        }

        #[test]
        fn any_text_is_an_expiry_or_refused(text in ".*") {
            let _ = text.parse::<Expiry>();
        }
    }
}
