//! The bodies of requests that change keys.

use crate::fields::Fields;
use crate::issues::Issues;
use crate::keys::{CapChanges, Caps};
use crate::settings::{DESCRIPTION, Rule, Settings};

const KEY_TYPE: &str = "apiKeyType";
const KEY_TYPES: Rule = Rule::OneOf(&["INFERENCE", "ADMIN"]);

/// A key to be created, with every default filled in.
#[derive(Clone, Debug)]
pub(crate) struct NewKey {
    pub(crate) key_type: String,
    pub(crate) caps: Caps,
    pub(crate) expires_at: Option<i64>,
    pub(crate) settings: Settings,
}

/// Changes to a key. In `expires_at` the outer `None` keeps, the inner one clears.
#[derive(Debug)]
pub(crate) struct Changes {
    pub(crate) id: String,
    pub(crate) expires_at: Option<Option<i64>>,
    pub(crate) caps: CapChanges,
    /// Those that change.
    pub(crate) settings: Settings,
}

/// The wallet's part of a mint.
#[derive(Debug)]
pub(crate) struct Proof {
    pub(crate) address: String,
    pub(crate) signature: String,
    pub(crate) challenge: String,
}

/// The body of `POST /api_keys`.
pub(crate) fn create(body: &[u8]) -> Result<NewKey, Issues> {
    let mut fields = Fields::of_body(body)?;
    Settings::required().for_each(|name| fields.require(name));
    let new = new_key(&mut fields);
    fields.finish(new)
}

/// The body of `POST /api_keys/generate_web3_key`, whose challenge stands in `challenge_field`.
pub(crate) fn mint(body: &[u8], challenge_field: &str) -> Result<(NewKey, Proof), Issues> {
    let mut fields = Fields::of_body(body)?;
    let mut new = new_key(&mut fields);
    if !new.settings.has(DESCRIPTION) {
        new.settings = new.settings.with_text(DESCRIPTION, "Web3 API Key");
    }
    let proof = Proof {
        address: fields.required_text("address"),
        signature: fields.required_text("signature"),
        challenge: fields.required_text(challenge_field),
    };
    fields.finish((new, proof))
}

fn new_key(fields: &mut Fields) -> NewKey {
    fields.require(KEY_TYPE);
    NewKey {
        key_type: fields.text(KEY_TYPE, &KEY_TYPES).unwrap_or_default(),
        caps: fields.caps().over(Caps::default()),
        expires_at: fields.expires_at(false).flatten(),
        settings: Settings::take(fields).over(Settings::defaults()),
    }
}

/// The body of `PATCH /api_keys`.
pub(crate) fn update(body: &[u8]) -> Result<Changes, Issues> {
    let mut fields = Fields::of_body(body)?;
    let changes = Changes {
        id: fields.required_text("id"),
        expires_at: fields.expires_at(true),
        caps: fields.caps(),
        settings: Settings::take(&mut fields),
    };
    fields.finish(changes)
}

/// The body of `DELETE /api_keys`, where the query names no id.
pub(crate) fn delete(body: &[u8]) -> Result<String, Issues> {
    if body.is_empty() {
        return Err(Issues::one("id", "invalid_type", "Required"));
    }
    let mut fields = Fields::of_body(body)?;
    let id = fields.required_text("id");
    fields.finish(id)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn refused(result: Result<impl std::fmt::Debug, Issues>) -> Value {
        serde_json::from_slice(&result.unwrap_err().response().body).unwrap()
    }

    #[test]
    fn every_broken_rule_is_named_in_both_lists() {
        let body = json!({
            "apiKeyType": "ROOT", "description": "x".repeat(65), "expiresAt": "2026-02-30",
            "consumptionLimit": {"usd": -1, "diem": "5", "eur": 1}, "ipAllowlist": ["1.1.1.1", "x"],
            "colour": "red",
        });
        let response = refused(create(body.to_string().as_bytes()));
        assert_eq!(response["error"], "Invalid request parameters");
        let paths: Vec<_> = response["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| &i["path"])
            .collect();
        for path in [
            json!(["apiKeyType"]),
            json!(["description"]),
            json!(["expiresAt"]),
            json!(["consumptionLimit", "usd"]),
            json!(["consumptionLimit", "diem"]),
            json!(["consumptionLimit"]),
            json!(["ipAllowlist", 1]),
            json!([]),
        ] {
            assert!(paths.contains(&&path), "{path} in {response:#}");
        }
        assert_eq!(paths.len(), 8);
        let details = &response["details"];
        let unknown = "Unrecognized key(s) in object: 'colour'";
        assert_eq!(details["_errors"], json!([unknown]));
        let long = "String must contain at most 64 character(s)";
        assert_eq!(details["description"]["_errors"], json!([long]));
        assert_eq!(
            details["consumptionLimit"]["usd"]["_errors"],
            json!(["Number must be greater than or equal to 0"])
        );
        assert_eq!(
            details["ipAllowlist"]["1"]["_errors"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    }

    #[test]
    fn what_is_required_is_said_to_be() {
        let response = refused(create(b"{}"));
        assert_eq!(
            response["details"]["apiKeyType"]["_errors"],
            json!(["Required"])
        );
        assert_eq!(
            response["details"]["description"]["_errors"],
            json!(["Required"])
        );
        let response = refused(mint(br#"{"apiKeyType":"ADMIN"}"#, "token"));
        assert_eq!(response["issues"].as_array().unwrap().len(), 3);
        assert_eq!(
            refused(update(b"{}"))["details"]["id"]["_errors"],
            json!(["Required"])
        );
        assert_eq!(
            refused(delete(b""))["details"]["id"]["_errors"],
            json!(["Required"])
        );
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let body = |n: usize| {
            json!({"apiKeyType": "ADMIN", "description": "ß🔑".repeat(n)})
                .to_string()
                .into_bytes()
        };
        assert!(create(&body(32)).is_ok());
        assert!(create(&body(33)).is_err());
    }

    #[test]
    fn an_update_tells_absent_null_and_set_apart() {
        let changes = update(
            br#"{"id":"x","expiresAt":null,"consumptionLimit":{"usd":null,"diem":0},
                "ipAllowlist":[]}"#,
        )
        .unwrap();
        assert_eq!(changes.expires_at, Some(None));
        let CapChanges { usd, diem, vcu } = changes.caps;
        assert_eq!((usd, diem, vcu), (Some(None), Some(Some(0.0)), None));
        assert_eq!(changes.settings.stored()["ipAllowlist"], json!([]));
        assert!(!changes.settings.has("description") && !changes.settings.has("limitPeriod"));
        assert_eq!(
            update(br#"{"id":"x","expiresAt":""}"#).unwrap().expires_at,
            Some(None)
        );
        assert!(update(br#"{"id":"x","description":null}"#).is_err());
        assert!(update(br#"{"id":"x","apiKeyType":"ADMIN"}"#).is_err());
        assert!(update(br#"{"id":"x","consumptionLimit":null}"#).is_err());
    }

    #[test]
    fn limits_go_from_nothing_to_ten_digits() {
        let body = |usd: &str| {
            format!(
                r#"{{"apiKeyType":"ADMIN","description":"","consumptionLimit":{{"usd":{usd}}}}}"#
            )
            .into_bytes()
        };
        for fine in ["0", "0.0001", "9999999999", "1e3", "null"] {
            assert!(create(&body(fine)).is_ok(), "{fine}");
        }
        for bad in [
            "-0.01",
            "9999999999.01",
            "10000000000",
            "\"1\"",
            "true",
            "1e999",
            "NaN",
        ] {
            assert!(create(&body(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn bodies_that_are_no_object_are_refused() {
        for body in [&b""[..], b"null", b"[]", b"\"x\"", b"{", b"\xff", b"{} {}"] {
            assert!(create(body).is_err(), "{body:?}");
        }
    }

    #[test]
    fn the_allowlist_has_at_most_a_hundred_entries() {
        let many = |n: usize| {
            json!({"id": "x", "ipAllowlist": vec!["1.1.1.1"; n]})
                .to_string()
                .into_bytes()
        };
        assert!(update(&many(100)).is_ok());
        assert!(update(&many(101)).is_err());
    }
}
