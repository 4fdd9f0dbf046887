//! Days, in UTC: read leniently, or as `None`, and written `2026-01-31`. For `#[serde(with)]`.

use jiff::civil::Date;
use serde::{Deserializer, Serialize, Serializer};

use super::{string_as, time};

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    string_as(from, parse)
}

pub(crate) fn serialize<S: Serializer>(day: &Option<Date>, to: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(to)
}

/// A day, or the day of a moment.
pub(crate) fn parse(text: &str) -> Option<Date> {
    time::parse(text).and_then(of)
}

/// The day of a moment, if it has a year of four digits, as every day on the wire.
pub(crate) fn of(moment: jiff::Timestamp) -> Option<Date> {
    let day = jiff::tz::Offset::UTC.to_datetime(moment).date();
    (1..=9999).contains(&day.year()).then_some(day)
}
