//! Amounts of money: digit for digit where they were given so, and exact where they are added up.

use std::fmt;
use std::ops::{Add, Neg};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// The text of a JSON number, in exactly the digits in which it was given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Digits(String);

impl Digits {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Money> for Digits {
    fn from(money: Money) -> Self {
        Self(money.to_string())
    }
}

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawValue::from_string(self.0.clone()).map_err(serde::ser::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Digits {
    /// From a number, or from a string, which keeps digits that a number may lose.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = match Value::deserialize(deserializer)? {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text,
            other => return Err(serde::de::Error::custom(format!("not an amount: {other}"))),
        };
        match serde_json::from_str::<Number>(&text) {
            Ok(_) if text.trim() == text => Ok(Self(text)),
            _ => Err(serde::de::Error::custom(format!("not an amount: {text}"))),
        }
    }
}

/// An exact amount with up to twelve decimals.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Money(i128);

impl Money {
    const DECIMALS: usize = 12;

    /// So many of `10^-decimals`.
    pub(crate) fn of(count: i128, decimals: usize) -> Self {
        let places = u32::try_from(Self::DECIMALS.saturating_sub(decimals)).unwrap_or_default();
        Self(count.saturating_mul(10_i128.pow(places)))
    }

    /// So many millionths, and none for less than nothing.
    pub(crate) fn micros(self) -> u64 {
        u64::try_from(self.0 / 1_000_000).unwrap_or_default()
    }

    /// A decimal number, perhaps with an exponent; nothing finer than it can hold.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: i128 = format!("{whole}{fraction}").parse().ok()?;
        let places =
            i32::try_from(Self::DECIMALS).ok()? + exponent - i32::try_from(fraction.len()).ok()?;
        let scale = 10_i128.checked_pow(places.unsigned_abs())?;
        match places {
            0.. => digits.checked_mul(scale).map(Self),
            _ => (digits % scale == 0).then_some(Self(digits / scale)),
        }
    }
}

impl Add for Money {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Neg for Money {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl fmt::Display for Money {
    /// As JavaScript writes a number: `6.6e-7` below a millionth.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let all = format!("{:0>1$}", self.0.unsigned_abs(), Self::DECIMALS + 1);
        let (whole, fraction) = all.split_at(all.len() - Self::DECIMALS);
        let fraction = fraction.trim_end_matches('0');
        let zeros = fraction.len() - fraction.trim_start_matches('0').len();
        if fraction.is_empty() {
            write!(f, "{sign}{whole}")
        } else if whole != "0" || zeros < 6 {
            write!(f, "{sign}{whole}.{fraction}")
        } else {
            let (first, rest) = fraction[zeros..].split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            write!(f, "{sign}{first}{point}{rest}e-{}", zeros + 1)
        }
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Digits::from(*self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Digits(text) = Digits::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| serde::de::Error::custom(format!("more than twelve decimals: {text}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_javascript_writes_it() {
        for (given, written) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("25", "25"),
            ("90.5", "90.5"),
            ("-0.06356", "-0.06356"),
            ("0.000001", "0.000001"),
            ("6.6e-7", "6.6e-7"),
            ("0.00000066", "6.6e-7"),
            ("-1E-12", "-1e-12"),
            ("1.5e3", "1500"),
            ("123456789012.000000000001", "123456789012.000000000001"),
        ] {
            let money = Money::parse(given).unwrap();
            assert_eq!(money.to_string(), written, "{given}");
        }
        for bad in ["", "-", "1e-13", "0.0000000000001", "ten", "1e99", "0x10"] {
            assert_eq!(Money::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn digits_stay_as_they_were_given() {
        let read = |json: &str| serde_json::from_str::<Digits>(json);
        for (given, sent) in [
            ("\"123456789.1234567890123\"", "123456789.1234567890123"),
            ("\"0.10\"", "0.10"),
            ("\"6.6e-7\"", "6.6e-7"),
            ("0.5", "0.5"),
        ] {
            let digits = read(given).unwrap();
            assert_eq!(serde_json::to_string(&digits).unwrap(), sent);
        }
        for bad in ["\"ten\"", "\"01\"", "null", "true", "\"\"", "\"1 \""] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
