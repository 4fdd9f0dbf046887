//! [`ConsumptionLimit`] and [`LimitUpdate`]: caps on what a key may spend.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::change::{Change, Field, KeySetting};
use crate::check;
use crate::error::Error;
use crate::wire;
use crate::wire::money::Number;

/// Caps on what a key may spend in its [`LimitPeriod`](crate::LimitPeriod).
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
#[non_exhaustive]
pub struct ConsumptionLimit {
    /// US dollars: 0 to 9999999999.
    #[serde(
        default,
        serialize_with = "wire::money::serialize",
        deserialize_with = "usd_cap"
    )]
    pub usd: Option<Decimal>,
    /// Diem: 0 to 9999999999.
    #[serde(
        default,
        serialize_with = "wire::money::serialize",
        deserialize_with = "diem_cap"
    )]
    pub diem: Option<Decimal>,
    /// Deprecated: the former name of `diem`.
    #[serde(
        default,
        serialize_with = "wire::money::serialize",
        deserialize_with = "vcu_cap"
    )]
    pub vcu: Option<Decimal>,
}

fn usd_cap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    wire::exact_amount(from, "consumptionLimits.usd")
}

fn diem_cap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    wire::exact_amount(from, "consumptionLimits.diem")
}

fn vcu_cap<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    wire::exact_amount(from, "consumptionLimits.vcu")
}

impl ConsumptionLimit {
    /// No cap.
    pub fn new() -> Self {
        Self::default()
    }

    /// Caps US dollars.
    pub fn usd(mut self, amount: impl Into<Decimal>) -> Self {
        self.usd = Some(amount.into());
        self
    }

    /// Caps Diem.
    pub fn diem(mut self, amount: impl Into<Decimal>) -> Self {
        self.diem = Some(amount.into());
        self
    }

    /// Caps VCU, the former name of Diem.
    pub fn vcu(mut self, amount: impl Into<Decimal>) -> Self {
        self.vcu = Some(amount.into());
        self
    }
}

/// Changes to a key's caps, one by one. Clearing one removes that cap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct LimitUpdate {
    /// US dollars: 0 to 9999999999.
    #[serde(
        skip_serializing_if = "Field::is_left_out",
        serialize_with = "Field::send"
    )]
    pub usd: Change<Decimal>,
    /// Diem: 0 to 9999999999.
    #[serde(
        skip_serializing_if = "Field::is_left_out",
        serialize_with = "Field::send"
    )]
    pub diem: Change<Decimal>,
    /// Deprecated: the former name of `diem`.
    #[serde(
        skip_serializing_if = "Field::is_left_out",
        serialize_with = "Field::send"
    )]
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

    /// Changes the cap on VCU, the former name of Diem.
    pub fn vcu(mut self, change: impl Into<Change<Decimal>>) -> Self {
        self.vcu = change.into();
        self
    }
}

/// The caps that a new key gets.
impl From<&ConsumptionLimit> for LimitUpdate {
    fn from(limit: &ConsumptionLimit) -> Self {
        let ConsumptionLimit { usd, diem, vcu } = limit;
        let set = |amount: &Option<Decimal>| amount.map_or(Change::Keep, Change::Set);
        Self {
            usd: set(usd),
            diem: set(diem),
            vcu: set(vcu),
        }
    }
}

impl KeySetting for Decimal {
    fn check(&self, field: &str) -> Result<(), Error> {
        check::amount(field, *self)
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Number(*self).serialize(to)
    }
}

impl KeySetting for LimitUpdate {
    fn check(&self, field: &str) -> Result<(), Error> {
        let Self { usd, diem, vcu } = self;
        for (name, change) in [("usd", usd), ("diem", diem), ("vcu", vcu)] {
            if let Some(amount) = change.value() {
                KeySetting::check(amount, &format!("{field}.{name}"))?;
            }
        }
        Ok(())
    }

    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.serialize(to)
    }

    fn send_cleared<S: Serializer>(to: S) -> Result<S::Ok, S::Error> {
        let cleared = Self {
            usd: Change::Clear,
            diem: Change::Clear,
            vcu: Change::Clear,
        };
        cleared.serialize(to)
    }
}

impl KeySetting for ConsumptionLimit {
    fn check(&self, field: &str) -> Result<(), Error> {
        LimitUpdate::from(self).check(field)
    }

    fn is_nothing(&self) -> bool {
        LimitUpdate::from(self).is_nothing()
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        LimitUpdate::from(self).serialize(to)
    }
}
