//! What is different between a key and what it is to be.

use std::collections::BTreeSet;
use std::net::IpAddr;

use rust_decimal::Decimal;

use crate::keys::{
    ApiKey, ApiKeyType, Change, ConsumptionLimit, Expiry, KeyUpdate, LimitUpdate, NewKey,
};

/// What has to be done to make a key what it is to be.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    None,
    /// These settings are changed, by Venice's names.
    Settings(Box<KeyUpdate>, Vec<String>),
    /// It is of another type, which can't be changed.
    Type,
}

/// Compares a key with the settings that it is to have. One that isn't set may be anything; one
/// that Venice doesn't show counts as different.
pub(crate) fn compare(new_key: &NewKey, key: &ApiKey) -> Difference {
    let NewKey {
        description: _,
        api_key_type,
        consumption_limit,
        limit_period,
        expires_at,
        model_privacy,
        ip_allowlist,
    } = new_key;
    let wanted_type = api_key_type.as_ref().unwrap_or(&ApiKeyType::Inference);
    if key
        .api_key_type
        .as_ref()
        .is_some_and(|is| is != wanted_type)
    {
        return Difference::Type;
    }
    let mut changed = Vec::new();
    let mut update = KeyUpdate::new();
    let limits = consumption_limit
        .as_ref()
        .map(|wanted| caps(wanted, &key.consumption_limits));
    if let Some((limits, names)) = limits
        && !names.is_empty()
    {
        update.consumption_limit = Change::Set(limits);
        changed.extend(names);
    }
    let mut set = |name: &str, differs: bool| {
        if differs {
            changed.push(name.to_owned());
        }
        differs
    };
    if let Some(wanted) = limit_period
        && set("limitPeriod", key.limit_period.as_ref() != Some(wanted))
    {
        update.limit_period = Change::Set(wanted.clone());
    }
    if let Some(wanted) = expires_at
        && set("expiresAt", key.expires_at != Expiry::moment(*wanted))
    {
        update.expires_at = Change::Set(*wanted);
    }
    if let Some(wanted) = model_privacy
        && set("modelPrivacy", key.model_privacy.as_ref() != Some(wanted))
    {
        update.model_privacy = Change::Set(wanted.clone());
    }
    if let Some(wanted) = ip_allowlist
        && set(
            "ipAllowlist",
            !are_same(wanted, key.ip_allowlist.as_deref()),
        )
    {
        update.ip_allowlist = Change::Set(wanted.clone());
    }
    match changed.is_empty() {
        true => Difference::None,
        false => Difference::Settings(Box::new(update), changed),
    }
}

/// The caps that differ, and their names.
fn caps(wanted: &ConsumptionLimit, is: &ConsumptionLimit) -> (LimitUpdate, Vec<String>) {
    let ConsumptionLimit { usd, diem, vcu } = wanted;
    let mut names = Vec::new();
    let mut change = |name: &str, wanted: Option<Decimal>, is: Option<Decimal>| match wanted {
        Some(amount) if is != wanted => {
            names.push(format!("consumptionLimit.{name}"));
            Change::Set(amount)
        }
        _ => Change::Keep,
    };
    let update = LimitUpdate {
        usd: change("usd", *usd, is.usd),
        diem: change("diem", *diem, is.diem),
        vcu: change("vcu", *vcu, is.vcu.or(is.diem)),
    };
    (update, names)
}

/// Whether two allowlists name the same addresses. Venice shows an address as a CIDR.
fn are_same(wanted: &[String], is: Option<&[String]>) -> bool {
    let all = |list: &[String]| {
        list.iter()
            .map(|entry| network(entry))
            .collect::<BTreeSet<_>>()
    };
    is.is_some_and(|is| all(wanted) == all(is))
}

fn network(entry: &str) -> (String, Option<u8>) {
    let (address, prefix) = match entry.split_once('/') {
        Some((address, prefix)) => (address, prefix.parse().ok()),
        None => (entry, None),
    };
    match address.parse::<IpAddr>() {
        Ok(address) => {
            let longest = if address.is_ipv4() { 32 } else { 128 };
            (address.to_string(), prefix.or(Some(longest)))
        }
        Err(_) => (entry.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::{LimitPeriod, ModelPrivacy};

    fn key(members: &str) -> ApiKey {
        serde_json::from_str(&format!(
            r#"{{"id":"a","apiKeyType":"INFERENCE",{members}}}"#
        ))
        .unwrap()
    }

    fn wanted() -> NewKey {
        NewKey::new("customer 42")
    }

    fn changed(new_key: &NewKey, members: &str) -> Vec<String> {
        match compare(new_key, &key(members)) {
            Difference::None => Vec::new(),
            Difference::Settings(_, changed) => changed,
            Difference::Type => vec!["apiKeyType".to_owned()],
        }
    }

    #[test]
    fn what_isnt_set_may_be_anything() {
        let capped =
            r#""consumptionLimits":{"usd":5},"limitPeriod":"MONTH","ipAllowlist":["::1/128"]"#;
        assert_eq!(compare(&wanted(), &key(capped)), Difference::None);
    }

    #[test]
    fn each_setting_that_differs_is_changed_and_no_other() {
        let usd = |amount: i64| ConsumptionLimit::new().usd(amount);
        let allowed = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        for (new_key, members, names) in [
            (
                wanted().consumption_limit(usd(5)),
                r#""consumptionLimits":{"usd":"5.00","diem":1}"#,
                &[][..],
            ),
            (
                wanted().consumption_limit(usd(5)),
                r#""consumptionLimits":{"usd":6}"#,
                &["consumptionLimit.usd"],
            ),
            (
                wanted().consumption_limit(usd(5).diem(0)),
                r#""consumptionLimits":null"#,
                &["consumptionLimit.usd", "consumptionLimit.diem"],
            ),
            (
                wanted().limit_period(LimitPeriod::Month),
                r#""limitPeriod":"MONTH""#,
                &[],
            ),
            (
                wanted().limit_period(LimitPeriod::Month),
                r#""limitPeriod":null"#,
                &["limitPeriod"],
            ),
            (
                wanted().model_privacy(ModelPrivacy::All),
                r#""modelPrivacy":"PRIVATE_ONLY""#,
                &["modelPrivacy"],
            ),
            (
                wanted().expires_at("2027-01-01".parse::<Expiry>().unwrap()),
                r#""expiresAt":"2027-01-01T00:00:00.000Z""#,
                &[],
            ),
            (
                wanted().expires_at("2027-01-01".parse::<Expiry>().unwrap()),
                r#""expiresAt":null"#,
                &["expiresAt"],
            ),
            (
                wanted().ip_allowlist(allowed(&["11.22.33.44", "2606:4700::/32"])),
                r#""ipAllowlist":["2606:4700:0::/32","11.22.33.44/32"]"#,
                &[],
            ),
            (
                wanted().ip_allowlist(allowed(&[])),
                r#""ipAllowlist":[]"#,
                &[],
            ),
            (
                wanted().ip_allowlist(allowed(&["11.22.33.44"])),
                r#""ipAllowlist":[]"#,
                &["ipAllowlist"],
            ),
            (
                wanted().ip_allowlist(allowed(&[])),
                r#""x":1"#,
                &["ipAllowlist"],
            ),
            (
                wanted().api_key_type(ApiKeyType::Admin),
                r#""x":1"#,
                &["apiKeyType"],
            ),
        ] {
            assert_eq!(changed(&new_key, members), names, "{members}");
        }
        let admin: ApiKey = serde_json::from_str(r#"{"id":"a","apiKeyType":"ADMIN"}"#).unwrap();
        assert_eq!(compare(&wanted(), &admin), Difference::Type);
    }

    #[test]
    fn the_update_changes_what_differs() {
        let new_key = wanted()
            .consumption_limit(ConsumptionLimit::new().usd(5).diem(1))
            .limit_period(LimitPeriod::Month);
        let is = key(r#""consumptionLimits":{"usd":5},"limitPeriod":"MONTH""#);
        let Difference::Settings(update, _) = compare(&new_key, &is) else {
            panic!("they differ");
        };
        let body = serde_json::to_string(&update).unwrap();
        assert_eq!(body, r#"{"consumptionLimit":{"diem":1}}"#);
    }
}
