//! Times.
//!
//! For `#[serde(with)]`: a time is read leniently, or as `None`, and written in the one form that
//! all languages' dumps share.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserializer, Serialize, Serializer};

use super::{string_as, venice_time};

/// A time as the server writes it: RFC 3339 with or without fraction, or a date, which stands for
/// its first moment in UTC.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    if let Some(time) = venice_time::parse(text.as_bytes()) {
        return Some(time);
    }
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    if text.len() != "2026-01-31".len() {
        return None;
    }
    let day: Date = text.parse().ok()?;
    utc(day.to_datetime(jiff::civil::Time::midnight()))
}

pub(crate) fn utc(moment: DateTime) -> Option<Timestamp> {
    jiff::tz::Offset::UTC.to_timestamp(moment).ok()
}

/// A time as Venice writes it: UTC, always milliseconds.
pub(crate) fn written(time: Timestamp) -> String {
    format!("{:.3}", time.round_down())
}

trait RoundDown {
    fn round_down(self) -> Timestamp;
}

impl RoundDown for Timestamp {
    /// To the millisecond, never up: an expiry must not be later than what was asked for.
    fn round_down(self) -> Timestamp {
        Timestamp::from_millisecond(self.as_nanosecond().div_euclid(1_000_000) as i64)
            .unwrap_or(self)
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Option<Timestamp>, D::Error> {
    string_as(from, parse)
}

pub(crate) fn serialize<S: Serializer>(time: &Option<Timestamp>, to: S) -> Result<S::Ok, S::Error> {
    time.map(written).serialize(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Timestamp> {
        deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    #[test]
    fn times_with_and_without_fraction_and_days_are_read() {
        for (json, text) in [
            ("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31T12:00:00.123456Z", "2026-01-31T12:00:00.123Z"),
            ("2026-01-31T13:00:00+01:00", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31", "2026-01-31T00:00:00.000Z"),
        ] {
            let time = read(&format!("\"{json}\"")).unwrap();
            assert_eq!(written(time), text);
        }
        assert!(read(r#""soon""#).is_none());
        assert!(read(r#""2026-02-30""#).is_none());
    }
}
