//! Members of a key that this version doesn't know. Venice adds settings every year; one of them
//! may restrict the key, and what isn't known can't be copied.
//!
//! A cap that isn't known stops a rotation before anything is created. Of the other members the new
//! key is asked for, and the rotation stops if it lacks what may restrict the old one. So a new
//! member that describes a key, or is the same of all keys, stops nothing:
//!
//! * What is called `last…` or `…usage`, and times, aren't compared: no two keys have the same.
//! * Of a number or an id, only whether the new key has one is compared: a restriction that isn't
//!   set is shown as null, or not at all, and a count is zero.
//! * Everything else must be the same: words, yes and no, and lists. Objects are compared member by
//!   member.

use rust_decimal::Decimal;
use serde_json::Value;

use super::copy::SETTINGS;
use crate::error::Error;
use crate::wire::{self, Members};

/// Members of a key's caps that are known.
const CAPS: [&str; 3] = ["usd", "diem", "vcu"];

/// Known members of a key that restrict nothing, but for those that are told by their names.
const DESCRIPTIONS: [&str; 3] = ["id", "createdAt", "remaining"];

/// A server's name that is longer isn't quoted.
const LONGEST_NAME: usize = 64;

/// What isn't known of a key.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    caps: Vec<String>,
    members: Vec<(String, Value)>,
}

impl Unknown {
    pub(super) fn read(key: &Members<'_>) -> serde_json::Result<Self> {
        let is_unknown = |name: &str| !SETTINGS.contains(&name) && !DESCRIPTIONS.contains(&name);
        let mut members = Vec::new();
        for (name, raw) in key.iter().filter(|(name, _)| is_unknown(name)) {
            members.push((name.to_owned(), serde_json::from_str(raw.get())?));
        }
        let caps: Option<Members<'_>> = match key.get("consumptionLimits") {
            Some(raw) => serde_json::from_str(raw.get())?,
            None => None,
        };
        let is_set = |raw: &str| raw != "null";
        let caps = caps.unwrap_or_default();
        let caps = caps.iter().filter(|(_, raw)| is_set(raw.get()));
        let caps = caps.map(|(name, _)| name.to_owned());
        Ok(Self {
            caps: caps.filter(|name| !CAPS.contains(&name.as_str())).collect(),
            members,
        })
    }

    /// Whether a copy has to be compared.
    pub(super) fn may_restrict(&self) -> bool {
        self.lost_in(&Self::default()).is_some()
    }

    pub(super) fn check_caps(&self) -> Result<(), Error> {
        let Some(name) = self.caps.first() else {
            return Ok(());
        };
        let rule = "is a cap that this version of venice-keys doesn't know, and can't copy: update \
                    venice-keys, or clear the caps";
        Err(Error::input(
            &format!("consumptionLimits.{}", quoted(name)),
            rule,
        ))
    }

    /// Whether the new key has what may restrict the old one.
    pub(super) fn check_copy(&self, new: &Self) -> Result<(), Error> {
        let Some(name) = self.lost_in(new) else {
            return Ok(());
        };
        let rule = "of the old key may restrict it, and the new key's isn't the same: this version \
                    of venice-keys doesn't know it, and can't copy it; update venice-keys (the new \
                    key is deleted, and the old one as it was)";
        Err(Error::input(quoted(name), rule))
    }

    fn lost_in(&self, new: &Self) -> Option<&str> {
        let of_new = |name: &str| new.members.iter().find(|(its, _)| its == name);
        let is_lost = |(name, old): &&(String, Value)| {
            is_lost(name, old, of_new(name).map_or(&Value::Null, |(_, new)| new))
        };
        self.members.iter().find(is_lost).map(|(name, _)| &**name)
    }
}

/// Whether a new key lacks what may restrict the old one.
fn is_lost(name: &str, old: &Value, new: &Value) -> bool {
    let tells_of_use = name.starts_with("last") || name.to_ascii_lowercase().ends_with("usage");
    match old {
        _ if tells_of_use || is_nothing(old) => false,
        Value::String(text) if is_number(text) || is_id(text) => is_nothing(new),
        Value::String(text) if wire::time::parse(text).is_some() => false,
        Value::Number(_) => is_nothing(new),
        Value::Object(members) => members
            .iter()
            .any(|(name, old)| is_lost(name, old, new.get(name).unwrap_or(&Value::Null))),
        _ => old != new,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<Decimal>().is_ok()
}

/// A UUID, or a digest.
fn is_id(text: &str) -> bool {
    text.len() >= 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// A name that a server gave, unless it isn't fit for an error's text.
fn quoted(name: &str) -> &str {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    match name.len() <= LONGEST_NAME && name.bytes().all(is_plain) {
        true => name,
        false => "a member",
    }
}

#[cfg(test)]
mod tests {
    use std::marker::PhantomData;

    use serde_json::json;

    use super::*;

    fn unknown(key: &Value) -> Unknown {
        let text = json!({ "data": key }).to_string();
        let members = wire::data(&text, PhantomData::<Members<'_>>).unwrap();
        Unknown::read(&members).unwrap()
    }

    #[test]
    fn what_a_key_is_known_to_have_is_not_unknown() {
        let known = json!({
            "id": "a", "apiKeyType": "ADMIN", "description": "customer 42", "expiresAt": null,
            "createdAt": "2026-11-22T06:00:00.000Z", "lastUsedAt": "2026-11-22T06:00:00.000Z",
            "last6Chars": "2V2jNW", "consumptionLimits": { "usd": 50, "diem": 7, "vcu": 7 },
            "limitPeriod": "MONTH", "modelPrivacy": "PRIVATE_ONLY", "ipAllowlist": ["192.0.2.1"],
            "usage": { "trailingSevenDays": { "usd": "1.0000", "vcu": "0", "diem": "0" } },
            "currentPeriodUsage": { "usd": "1.0000", "diem": "0" },
        });
        let unknown = unknown(&known);
        assert!(!unknown.may_restrict() && unknown.check_caps().is_ok());
    }

    #[test]
    fn a_cap_that_is_not_known_stops_whatever_it_is() {
        for (caps, field) in [
            (json!({ "usd": 5, "eur": 0 }), Some("consumptionLimits.eur")),
            (json!({ "a b": true }), Some("consumptionLimits.a member")),
            (json!({ "usd": 5, "eur": null }), None),
            (json!({}), None),
            (Value::Null, None),
        ] {
            let stopped = unknown(&json!({ "consumptionLimits": caps }))
                .check_caps()
                .err();
            let stopped = stopped.as_ref().map(|error| &*error.issues()[0].field);
            assert_eq!(stopped, field, "{caps}");
        }
    }

    #[test]
    fn what_may_restrict_a_key_must_be_in_its_copy() {
        let lost = |old: Value, new: Value| {
            let new = unknown(&json!({ "member": new }));
            unknown(&json!({ "member": old })).check_copy(&new).is_err()
        };
        let (id, time) = (
            "e28e82dc-9df2-4b47-b726-d0a222ef2ab5",
            "2026-11-22T06:00:00Z",
        );
        for (old, new) in [
            (json!(["llama"]), Value::Null),
            (json!(["llama"]), json!([])),
            (json!(["llama-3.3-70b"]), json!(["llama-3.3-70b", "qwen"])),
            (json!("READ_ONLY"), json!("ALL")),
            (json!("READ_ONLY"), Value::Null),
            (json!(true), json!(false)),
            (json!(false), Value::Null),
            (json!(60), Value::Null),
            (json!("60.5"), json!("")),
            (json!(id), Value::Null),
            (json!({ "rpm": 60, "more": null }), json!({ "rpm": null })),
            (json!({ "rpm": 60 }), Value::Null),
            (
                json!({ "models": { "allowed": ["llama"] } }),
                json!({ "models": {} }),
            ),
        ] {
            assert!(lost(old.clone(), new.clone()), "{old} {new}");
            assert!(!lost(old.clone(), old.clone()), "{old}");
        }
        for (old, new) in [
            (Value::Null, json!(["llama"])),
            (json!([]), Value::Null),
            (json!({}), Value::Null),
            (json!(""), Value::Null),
            (json!(5123), json!(0)),
            (json!("10.2424"), json!("0.0000")),
            (json!(id), json!("00000000-9df2-4b47-b726-d0a222ef2ab5")),
            (json!(time), Value::Null),
            (
                json!({ "requests": 5, "since": time }),
                json!({ "requests": 0 }),
            ),
            (
                json!({ "lastModel": "llama", "tokenUsage": [1, 2] }),
                Value::Null,
            ),
        ] {
            assert!(!lost(old.clone(), new.clone()), "{old} {new}");
        }
        let named = unknown(&json!({ "modelAllowlist": ["llama"] }));
        let stopped = named.check_copy(&Unknown::default()).unwrap_err();
        assert_eq!(stopped.issues()[0].field, "modelAllowlist");
    }
}
