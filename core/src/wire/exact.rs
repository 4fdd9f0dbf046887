//! Amounts that count: what is there and can't be read is an error, so that it is never mistaken
//! for none. For `#[serde(with)]`.

use rust_decimal::Decimal;
use serde::Deserializer;

use super::exact_amount;
pub(crate) use super::money::serialize;

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    exact_amount(from, "an amount")
}
