//! Readers that never fail: a missing, null or mistyped value reads as `None`.

use std::fmt;

use serde::Deserializer;
use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::money;

/// Reads a string.
pub(crate) fn string<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    string_as(from, |text| Some(text.to_owned()))
}

/// Reads anything that is a string on the wire.
pub(crate) fn string_as<'de, D: Deserializer<'de>, T>(
    from: D,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    from.deserialize_any(Lenient {
        on_string: parse,
        on_flag: |_| None,
    })
}

/// Reads a flag.
pub(crate) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    from.deserialize_any(Lenient {
        on_string: |_: &str| None,
        on_flag: Some,
    })
}

/// Reads a count, from a number or a string.
pub(crate) fn count<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let number = money::deserialize(from)?.filter(|number| number.fract().is_zero());
    Ok(number.and_then(|number| number.try_into().ok()))
}

struct Lenient<F, G> {
    on_string: F,
    on_flag: G,
}

impl<'de, T, F, G> Visitor<'de> for Lenient<F, G>
where
    F: Fn(&str) -> Option<T>,
    G: Fn(bool) -> Option<T>,
{
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((self.on_string)(text))
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok((self.on_flag)(flag))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        drain(seq)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

pub(super) fn drain<'de, A: SeqAccess<'de>, T>(mut seq: A) -> Result<Option<T>, A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(None)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;
    use rust_decimal::Decimal;
    use serde::Deserialize;

    use super::super::{list, time};
    use super::*;

    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Fields {
        #[serde(with = "money")]
        money: Option<Decimal>,
        #[serde(with = "time")]
        time: Option<Timestamp>,
        #[serde(deserialize_with = "string")]
        text: Option<String>,
        #[serde(deserialize_with = "flag")]
        flag: Option<bool>,
        #[serde(deserialize_with = "count")]
        count: Option<u64>,
        #[serde(deserialize_with = "list")]
        list: Option<Vec<String>>,
    }

    fn read(json: &str) -> Fields {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn mistyped_fields_read_as_none() {
        for other in ["null", "{}", "[]", "[1,{\"a\":[]}]", "{\"a\":{\"b\":1}}"] {
            let read = read(&format!(
                r#"{{"money":{other},"time":{other},"text":{other},"flag":{other}}}"#
            ));
            assert!(read.money.is_none() && read.time.is_none(), "{other}");
            assert!(read.text.is_none() && read.flag.is_none(), "{other}");
        }
        assert_eq!(
            read(r#"{"list":["a",1,null,"b"]}"#).list.unwrap(),
            ["a", "b"]
        );
        assert!(read(r#"{"list":{"a":1}}"#).list.is_none());
        assert!(read(r#"{"text":1,"flag":"true","time":12}"#).text.is_none());
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        for (json, count) in [
            ("100", Some(100)),
            ("\"750000\"", Some(750_000)),
            ("2e3", Some(2000)),
            ("7.0", Some(7)),
            ("0.5", None),
            ("-1", None),
            ("1e30", None),
            ("true", None),
        ] {
            assert_eq!(
                read(&format!(r#"{{"count":{json}}}"#)).count,
                count,
                "{json}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_text_in_any_field_is_read_without_failing(text in ".*") {
            let json = serde_json::to_string(&text).unwrap();
            let fields = read(&format!(r#"{{"money":{json},"time":{json},"text":{json}}}"#));
            prop_assert_eq!(fields.text.as_deref(), Some(text.as_str()));
        }
    }
}
