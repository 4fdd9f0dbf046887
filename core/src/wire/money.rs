//! Amounts, digit for digit.
//!
//! For `#[serde(with)]`: money is read from a number or a string by its digits, or as `None`, and
//! written as a string without trailing zeros.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::unquoted;

/// The digits as they stand. A number with more digits than a [`Decimal`] holds is rounded: at the
/// 28th decimal place, or earlier.
pub(crate) fn parse(digits: &str) -> Option<Decimal> {
    match digits.split_once(['e', 'E']) {
        None => Decimal::from_str(digits).ok(),
        Some((base, exponent)) => match Decimal::from_scientific(digits) {
            Ok(exact) => Some(exact),
            Err(_) => tiny(base, exponent.strip_prefix('-')?),
        },
    }
}

/// `base` · 10^-`places`, where that has more decimal places than a [`Decimal`]: what remains when
/// a server that calculates with floats subtracts equal amounts, `5.551115123125783e-17`.
fn tiny(base: &str, places: &str) -> Option<Decimal> {
    /// More leave nothing of any number.
    const MOST: usize = 64;
    let (sign, base) = match base.strip_prefix('-') {
        Some(base) => ("-", base),
        None => ("", base),
    };
    let (whole, part) = base.split_once('.').unwrap_or((base, ""));
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || places.is_empty() || ![whole, part, places].into_iter().all(are_digits) {
        return None;
    }
    let places: usize = places.parse().unwrap_or(MOST).min(MOST + whole.len());
    let zeros = "0".repeat((places + 1).saturating_sub(whole.len()));
    let digits = format!("{zeros}{whole}");
    let (whole, shifted) = digits.split_at(digits.len() - places);
    Decimal::from_str(&format!("{sign}{whole}.{shifted}{part}")).ok()
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    let raw = <&RawValue>::deserialize(from)?.get();
    Ok(parse(unquoted(raw)))
}

pub(crate) fn serialize<S: Serializer>(money: &Option<Decimal>, to: S) -> Result<S::Ok, S::Error> {
    let digits = money.map(|money| money.normalize().to_string());
    digits.serialize(to)
}

/// An amount as the number it is on the wire, digit for digit.
pub(crate) struct Number(pub(crate) Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let digits = self.0.normalize().to_string();
        RawValue::from_string(digits)
            .map_err(serde::ser::Error::custom)?
            .serialize(to)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(json: &str) -> Option<Decimal> {
        deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap()
    }

    #[test]
    fn money_keeps_its_digits() {
        for (json, text) in [
            ("0.1", "0.1"),
            ("\"42.2315\"", "42.2315"),
            ("-12.50", "-12.5"),
            ("9999999999", "9999999999"),
            ("100.023", "100.023"),
            ("1e3", "1000"),
            ("2.5E-3", "0.0025"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("6.6e-7", "0.00000066"),
            ("-6.6e-7", "-0.00000066"),
            ("5.551115123125783e-17", "0.0000000000000000555111512313"),
            ("-5.551115123125783e-17", "-0.0000000000000000555111512313"),
            ("1e-400", "0"),
            ("12e-4000000000000000000000", "0"),
            ("1.00e-28", "0.0000000000000000000000000001"),
        ] {
            let money = read(json).unwrap();
            assert_eq!(money.normalize().to_string(), text);
        }
        assert!(read(r#""a lot""#).is_none());
        for no_money in [
            "1e400",
            r#""1_0e-60""#,
            r#""e-60""#,
            r#""1e-""#,
            r#""--1e-60""#,
        ] {
            assert!(read(no_money).is_none(), "{no_money}");
        }
    }

    proptest! {
        #[test]
        fn money_survives_the_round_trip(mantissa in 0i64..=i64::MAX, scale in 0u32..=18) {
            let amount = Decimal::new(mantissa, scale);
            let written = serde_json::to_string(&Number(amount)).unwrap();
            let back = read(&written).unwrap();
            prop_assert_eq!(amount, back);
        }
    }
}
