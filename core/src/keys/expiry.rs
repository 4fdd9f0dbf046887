//! [`Expiry`]: when a key expires, as a caller says it.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serializer;

use super::change::KeySetting;
use crate::error::Error;
use crate::wire;

/// When a key expires: at the start of a UTC day, or at a moment.
///
/// As a string it is `2026-12-31` or `2026-12-31T23:59:59Z`, with no or three fraction digits, in
/// UTC: what Venice accepts, and nothing else.
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

impl Expiry {
    /// The moment that it is, as Venice shows it.
    pub(crate) fn moment(self) -> Option<Timestamp> {
        wire::time::parse(&self.to_string())
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
                let text = wire::time::written(*time);
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

impl KeySetting for Expiry {
    fn check(&self, _field: &str) -> Result<(), Error> {
        self.check()
    }

    fn send<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
