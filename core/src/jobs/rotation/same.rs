//! Whether two keys, or two looks at one, have the same settings.

use rust_decimal::Decimal;

use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{ApiKey, Change, ConsumptionLimit, Rotation};
use crate::names::camel_case;

/// Whether two looks at a key show the same settings.
pub(super) fn is_unchanged(before: &ApiKey, now: &ApiKey) -> bool {
    // One of the list and the single key may not show it.
    let allowlist = before.ip_allowlist.as_ref().zip(now.ip_allowlist.as_ref());
    before.api_key_type == now.api_key_type
        && before.description == now.description
        && before.expires_at == now.expires_at
        && caps_of(before) == caps_of(now)
        && before.limit_period == now.limit_period
        && before.model_privacy == now.model_privacy
        && allowlist.is_none_or(|(before, now)| before == now)
}

/// Whether the new key has, of what the rotation keeps, what the old one has.
pub(super) fn is_copied(old: &ApiKey, new: &ApiKey, rotation: &Rotation) -> Result<(), Error> {
    let same = |kept: bool, same: bool, name: &str| match !kept || same {
        true => Ok(()),
        false => Err(Error::new(
            ErrorCode::BadResponse,
            format!(
                "the new key doesn't have the old one's {}",
                camel_case(name)
            ),
        )),
    };
    let allowlist = |key: &ApiKey| key.ip_allowlist.clone().unwrap_or_default();
    let is_kept = rotation.consumption_limit == Change::Keep;
    same(true, old.api_key_type == new.api_key_type, "api_key_type")?;
    same(is_kept, caps_of(old) == caps_of(new), "consumption_limits")?;
    let is_kept = rotation.limit_period == Change::Keep;
    same(
        is_kept,
        old.limit_period == new.limit_period,
        "limit_period",
    )?;
    let is_kept = rotation.model_privacy == Change::Keep;
    same(
        is_kept,
        old.model_privacy == new.model_privacy,
        "model_privacy",
    )?;
    let is_kept = rotation.ip_allowlist == Change::Keep;
    same(is_kept, allowlist(old) == allowlist(new), "ip_allowlist")
}

/// In US dollars, and in Diem by either name.
fn caps_of(key: &ApiKey) -> [Option<Decimal>; 2] {
    let ConsumptionLimit { usd, diem, vcu } = key.consumption_limits;
    [usd, diem.or(vcu)]
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::keys::LimitUpdate;

    #[test]
    fn a_new_key_without_a_restriction_of_the_old_one_is_noticed() {
        let whole = json!({
            "id": "a", "apiKeyType": "ADMIN", "description": "customer 42", "expiresAt": null,
            "consumptionLimits": { "usd": 50, "diem": 7, "vcu": 7 }, "limitPeriod": "MONTH",
            "modelPrivacy": "PRIVATE_ONLY", "ipAllowlist": ["203.0.113.0/24"],
        });
        let read = |json: &Value| serde_json::from_str::<ApiKey>(&json.to_string()).unwrap();
        let old = read(&whole);
        let changed = |name: &str, value: Value| {
            let mut new = whole.clone();
            new[name] = value;
            read(&new)
        };
        let keep = Rotation::new();
        assert!(is_copied(&old, &old, &keep).is_ok());
        for (name, value) in [
            ("apiKeyType", json!("INFERENCE")),
            ("consumptionLimits", json!({ "usd": 50 })),
            ("limitPeriod", json!("EPOCH")),
            ("modelPrivacy", json!("ALL")),
            ("ipAllowlist", json!([])),
        ] {
            let new = changed(name, value);
            let noticed = is_copied(&old, &new, &keep).unwrap_err();
            assert!(noticed.to_string().contains(name), "{noticed}");
            assert!(!is_unchanged(&old, &new), "{name}");
        }
        let new = changed("consumptionLimits", json!({ "usd": 75, "diem": 7 }));
        let raised = Rotation::new().consumption_limit(LimitUpdate::new().usd(75));
        assert!(is_copied(&old, &new, &raised).is_ok());
        for (name, value) in [
            ("description", json!("customer 43")),
            ("expiresAt", json!("2027-01-01T00:00:00Z")),
        ] {
            assert!(!is_unchanged(&old, &changed(name, value)), "{name}");
        }
    }
}
