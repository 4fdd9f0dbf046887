//! Times.
//!
//! For `#[serde(with)]`: a time is read leniently, or as `None`, and written in the one form that
//! all languages' dumps share.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserializer, Serialize, Serializer};

use super::string_as;

/// A time as Venice writes it, `2026-10-01T12:00:00.000Z`, in a fraction of the time that every
/// form takes.
fn venices_time(text: &[u8]) -> Option<Timestamp> {
    const MARKS: [(usize, u8); 7] = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (23, b'Z'),
    ];
    if text.len() != 24 || MARKS.iter().any(|(at, mark)| text[*at] != *mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0, |value: i16, digit| {
            let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
            Some(value * 10 + digit)
        })
    };
    let two = |from: usize| number(from, from + 2).map(|value| value as i8);
    let milliseconds = i32::from(number(20, 23)?);
    let moment = DateTime::new(
        number(0, 4)?,
        two(5)?,
        two(8)?,
        two(11)?,
        two(14)?,
        two(17)?,
        milliseconds * 1_000_000,
    );
    utc(moment.ok()?)
}

/// A time as the server writes it: RFC 3339 with or without fraction, or a date, which is its
/// first moment in UTC.
pub(crate) fn parse(text: &str) -> Option<Timestamp> {
    if let Some(time) = venices_time(text.as_bytes()) {
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
    /// To the millisecond, never up: an expiry must not move past what was asked.
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
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn the_short_way_reads_times_as_the_long_one(
            time in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9].[0-9]{3}Z",
        ) {
            if let Some(read) = venices_time(time.as_bytes()) {
                prop_assert_eq!(Some(read), time.parse().ok());
            }
        }
    }
}
