//! The server's clock and its three ways to write a time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};

/// Real time plus whatever the control API has added. Everything the server says or decides about
/// time goes through this one clock, its `Date` header too.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    ahead_ms: i64,
    /// The real time at which it was stopped.
    stopped: Option<i64>,
}

impl Clock {
    /// Unix milliseconds.
    pub(crate) fn now(&self) -> i64 {
        let real = self.stopped.unwrap_or_else(real_now);
        real.saturating_add(self.ahead_ms)
    }

    /// What it showed so long ago, if nobody has touched it since.
    pub(crate) fn before(&self, age: Duration) -> i64 {
        let age = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
        match self.stopped {
            Some(_) => self.now(),
            None => self.now().saturating_sub(age),
        }
    }

    /// From now on it stands still.
    pub(crate) fn stop(&mut self) {
        self.stopped.get_or_insert_with(real_now);
    }

    /// It goes on from where it stands.
    pub(crate) fn start(&mut self) {
        if let Some(stopped) = self.stopped.take() {
            self.advance(stopped.saturating_sub(real_now()));
        }
    }

    pub(crate) fn advance(&mut self, ms: i64) {
        self.ahead_ms = self.ahead_ms.saturating_add(ms);
    }
}

fn real_now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

fn zoned(ms: i64) -> Zoned {
    Timestamp::from_millisecond(ms)
        .unwrap_or(Timestamp::MAX)
        .to_zoned(TimeZone::UTC)
}

/// `2026-01-31T12:00:00.000Z`, as JavaScript writes it.
pub(crate) fn iso(ms: i64) -> String {
    let t = zoned(ms).datetime();
    let (year, month, day) = (t.year(), t.month(), t.day());
    let (hour, minute, second, milli) = (t.hour(), t.minute(), t.second(), t.millisecond());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// `Sat, 31 Jan 2026 12:00:00 GMT`, for HTTP headers.
pub(crate) fn http_date(ms: i64) -> String {
    zoned(ms).strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Reads the two forms Venice takes, `YYYY-MM-DD` and `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, and nothing
/// else: no offsets, no other number of fraction digits, no 30 February, no second 60.
pub(crate) fn parse_strict(text: &str) -> Option<i64> {
    let (date, time) = match text.len() {
        10 => (text, None),
        20 | 24 => (text.get(..10)?, Some(text.get(10..)?)),
        _ => return None,
    };
    let year = i16::try_from(digits(date, 0, "dddd-__-__")?).ok()?;
    let month = i8::try_from(digits(date, 5, "____-dd-__")?).ok()?;
    let day = i8::try_from(digits(date, 8, "____-__-dd")?).ok()?;
    let midnight = Date::new(year, month, day)
        .ok()?
        .to_zoned(TimeZone::UTC)
        .ok()?;
    let since_midnight = match time {
        None => 0,
        Some(time) => time_of_day(time)?,
    };
    Some(midnight.timestamp().as_millisecond() + since_midnight)
}

/// Milliseconds since midnight of `T12:34:56Z` or `T12:34:56.789Z`.
fn time_of_day(text: &str) -> Option<i64> {
    let inner = text.strip_prefix('T')?.strip_suffix('Z')?;
    let (clock, milli) = match inner.len() {
        8 => (inner, 0),
        _ => (inner.get(..8)?, digits(inner.get(8..)?, 1, ".ddd")?),
    };
    let hour = digits(clock, 0, "dd:__:__")?;
    let minute = digits(clock, 3, "__:dd:__")?;
    let second = digits(clock, 6, "__:__:dd")?;
    let valid = hour < 24 && minute < 60 && second < 60;
    valid.then_some(((hour * 60 + minute) * 60 + second) * 1000 + milli)
}

/// The number that stands at `d` in `shape`; other characters of `shape` but `_` must be in `text`
/// as they are.
fn digits(text: &str, from: usize, shape: &str) -> Option<i64> {
    if text.len() != shape.len() {
        return None;
    }
    let mut number = 0;
    for (position, (want, got)) in shape.bytes().zip(text.bytes()).enumerate() {
        match want {
            b'_' => {}
            b'd' if position >= from && got.is_ascii_digit() => {
                number = number * 10 + i64::from(got - b'0');
            }
            _ if want == got => {}
            _ => return None,
        }
    }
    Some(number)
}

/// Reads any RFC 3339 time as well: for the control API, which is not the server.
pub(crate) fn parse_lenient(text: &str) -> Option<i64> {
    parse_strict(text).or_else(|| Some(text.parse::<Timestamp>().ok()?.as_millisecond()))
}

/// When the UTC day of `ms` ends: Venice's epoch.
pub(crate) fn next_day(ms: i64) -> i64 {
    ms - ms.rem_euclid(86_400_000) + 86_400_000
}

/// When the UTC calendar month of `ms` ends.
pub(crate) fn next_month(ms: i64) -> i64 {
    let first = zoned(ms).date().first_of_month();
    let next = first
        .checked_add(1.month())
        .and_then(|date| date.to_zoned(TimeZone::UTC));
    next.map_or(i64::MAX, |next| next.timestamp().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_documented_forms_are_read_and_written_back_in_milliseconds() {
        for (text, normalised) in [
            ("2026-01-31", "2026-01-31T00:00:00.000Z"),
            ("2024-02-29", "2024-02-29T00:00:00.000Z"),
            ("2026-01-31T12:34:56Z", "2026-01-31T12:34:56.000Z"),
            ("2026-01-31T23:59:59.999Z", "2026-01-31T23:59:59.999Z"),
        ] {
            assert_eq!(
                parse_strict(text).map(iso).as_deref(),
                Some(normalised),
                "{text}"
            );
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for text in [
            "2026-02-30",
            "2025-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-31",
            "26-01-31",
            "2026/01/31",
            "2026-01-31T12:34:56",
            "2026-01-31T12:34:56+00:00",
            "2026-01-31T12:34:56.1Z",
            "2026-01-31T12:34:56.123456Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T12:60:00Z",
            "2026-01-31T12:34:60Z",
            "2026-01-31t12:34:56z",
            "2026-01-31 12:34:56Z",
            " 2026-01-3",
            "٢٠٢٦-01-31",
            "1767225600",
            "tomorrow",
        ] {
            assert_eq!(parse_strict(text), None, "{text}");
        }
    }

    #[test]
    fn epochs_and_months_end_at_utc_midnight() {
        let late = parse_strict("2026-12-31T23:59:59.999Z").unwrap();
        assert_eq!(iso(next_day(late)), "2027-01-01T00:00:00.000Z");
        assert_eq!(iso(next_month(late)), "2027-01-01T00:00:00.000Z");
        let midnight = parse_strict("2026-02-01").unwrap();
        assert_eq!(iso(next_day(midnight)), "2026-02-02T00:00:00.000Z");
        assert_eq!(iso(next_month(midnight)), "2026-03-01T00:00:00.000Z");
        assert_eq!(http_date(midnight), "Sun, 01 Feb 2026 00:00:00 GMT");
    }
}
