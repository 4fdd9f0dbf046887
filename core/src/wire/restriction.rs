//! Readers of what restricts a key, and of what is charged: neither must be mistaken for none, so
//! what is there and can't be read is an error.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::list::Elements;
use super::{money, time, unquoted};

/// Encloses the name of a field in the error of a reader, to distinguish it from serde_json's own
/// texts, which may quote the response.
const MARK: char = '\u{1}';

/// The error of a field that can't be read.
pub(super) fn unreadable<E: Error>(field: &'static str) -> E {
    E::custom(format_args!("{MARK}{field}{MARK}"))
}

/// The place where a response couldn't be read. Never quotes it.
pub(crate) fn location(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let named = text
        .strip_prefix(MARK)
        .and_then(|rest| rest.split_once(MARK));
    match named {
        Some((field, _)) => format!("{field} can't be read"),
        None => format!("line {} column {}", error.line(), error.column()),
    }
}

/// Reads an amount. Null: none.
pub(crate) fn exact_amount<'de, D: Deserializer<'de>>(
    from: D,
    field: &'static str,
) -> Result<Option<Decimal>, D::Error> {
    let raw = <&RawValue>::deserialize(from)?.get();
    match raw {
        "null" => Ok(None),
        raw => money::parse(unquoted(raw))
            .map(Some)
            .ok_or_else(|| unreadable(field)),
    }
}

/// Reads a time. Null, or an empty string: none.
pub(crate) fn exact_time<'de, D: Deserializer<'de>>(
    from: D,
    field: &'static str,
) -> Result<Option<Timestamp>, D::Error> {
    let raw = <&RawValue>::deserialize(from)?.get();
    match raw {
        "null" | "\"\"" => Ok(None),
        raw if raw.starts_with('"') => time::parse(unquoted(raw))
            .map(Some)
            .ok_or_else(|| unreadable(field)),
        _ => Err(unreadable(field)),
    }
}

/// Reads an allowlist. Null: none.
pub(crate) fn allowlist<'de, D: Deserializer<'de>>(
    from: D,
    field: &'static str,
) -> Result<Option<Vec<String>>, D::Error> {
    let raw = <&RawValue>::deserialize(from)?.get();
    if raw == "null" {
        return Ok(None);
    }
    let elements: Elements = serde_json::from_str(raw).map_err(|_| unreadable(field))?;
    let read = |element: &&RawValue| serde_json::from_str(element.get());
    let texts: Result<Vec<String>, _> = elements.0.iter().map(read).collect();
    texts.map(Some).map_err(|_| unreadable(field))
}

#[cfg(test)]
mod tests {
    use std::marker::PhantomData;

    use super::super::{data, parsed};
    use super::*;

    /// What a client would read of a key's response.
    fn key(members: &str) -> Result<crate::ApiKey, String> {
        let json = format!(r#"{{"data":{{"id":"e28e82dc",{members}}}}}"#);
        let read = |json: &str| data(json, PhantomData::<crate::ApiKey>);
        parsed(&json, read).map_err(|error| location(&error))
    }

    #[test]
    fn a_restriction_that_cant_be_read_is_not_mistaken_for_none() {
        for (members, field) in [
            (
                r#""consumptionLimits":{"usd":{"amount":50}}"#,
                "consumptionLimits.usd",
            ),
            (
                r#""consumptionLimits":{"usd":1,"diem":"5 DIEM"}"#,
                "consumptionLimits.diem",
            ),
            (
                r#""consumptionLimits":{"vcu":1e30}"#,
                "consumptionLimits.vcu",
            ),
            (
                r#""consumptionLimits":{"usd":true}"#,
                "consumptionLimits.usd",
            ),
            (r#""consumptionLimits":"none""#, "consumptionLimits"),
            (r#""consumptionLimits":[5]"#, "consumptionLimits"),
            (r#""consumptionLimits":false"#, "consumptionLimits"),
            (r#""expiresAt":1798675200000"#, "expiresAt"),
            (r#""expiresAt":"soon""#, "expiresAt"),
            (r#""expiresAt":{}"#, "expiresAt"),
            (r#""ipAllowlist":[{"cidr":"1.2.3.4/32"}]"#, "ipAllowlist"),
            (r#""ipAllowlist":["1.2.3.4/32",null]"#, "ipAllowlist"),
            (r#""ipAllowlist":"1.2.3.4/32""#, "ipAllowlist"),
        ] {
            let read = key(members).unwrap_err();
            assert_eq!(read, format!("{field} can't be read"), "{members}");
        }
    }

    #[test]
    fn a_restriction_that_isnt_there_is_none() {
        for members in [
            r#""x":1"#,
            r#""consumptionLimits":null,"expiresAt":null,"ipAllowlist":null"#,
            r#""consumptionLimits":{"usd":null},"expiresAt":"""#,
        ] {
            let key = key(members).unwrap();
            assert_eq!(key.consumption_limits, crate::ConsumptionLimit::new());
            assert_eq!((key.expires_at, key.ip_allowlist), (None, None));
        }
    }

    #[test]
    fn an_error_names_the_place_and_quotes_nothing() {
        let secret = "\\u0001VENICE_KEY_UNITTEST\\u0001";
        for members in [
            format!(r#""consumptionLimits":{{"{secret}":1,"usd":"{secret}"}}"#),
            format!(r#""id":{{"{secret}":1}}"#),
            format!(r#""{secret}":oops"#),
        ] {
            let read = key(&members).unwrap_err();
            assert!(!read.contains("UNITTEST"), "{read}");
        }
    }
}
