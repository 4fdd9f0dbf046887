//! Amounts, digit for digit.
//!
//! For `#[serde(with)]`: money is read from a number or a string by its digits, or as `None`, and
//! written as a string without trailing zeros.

use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::unquoted;

/// The digits as they stand. A number with more digits than a [`Decimal`] holds is rounded.
pub(crate) fn parse(digits: &str) -> Option<Decimal> {
    let parsed = match digits.contains(['e', 'E']) {
        true => Decimal::from_scientific(digits),
        false => Decimal::from_str(digits),
    };
    parsed.ok()
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
        ] {
            let money = read(json).unwrap();
            assert_eq!(money.normalize().to_string(), text);
        }
        assert!(read(r#""a lot""#).is_none());
        assert!(read("1e400").is_none());
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
