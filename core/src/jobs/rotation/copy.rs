//! The settings of the old key, read so that none can be lost, and the new key that has them.

use std::marker::PhantomData;

use super::unknown::Unknown;
use crate::error::Error;
use crate::jobs::job::Job;
use crate::keys::{
    ApiKey, Change, ConsumptionLimit, Expiry, LimitPeriod, LimitUpdate, ModelPrivacy, NewKey,
    Rotation, get_call,
};
use crate::perform::{read_as, read_data};
use crate::wire::{self, Members};

/// A key, and which of its settings the server showed. Elsewhere one that isn't shown reads as
/// none; a copy must not take it for that.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) key: ApiKey,
    /// The settings that weren't shown, as Venice names them in a key.
    hidden: Vec<&'static str>,
    pub(super) unknown: Unknown,
}

pub(super) const SETTINGS: [&str; 7] = [
    "apiKeyType",
    "description",
    "consumptionLimits",
    "limitPeriod",
    "expiresAt",
    "modelPrivacy",
    "ipAllowlist",
];

impl Job<'_> {
    /// Reads a key by its id.
    pub(super) fn get_shown(&self, id: &str) -> Result<Shown, Error> {
        let call = get_call(self.operation, id);
        let response = self.client.perform_until(&call, self.deadline);
        let response = response.map_err(|failed| failed.error)?;
        let key = read_data(&call, &response)?;
        let (hidden, unknown) = read_as(&call, &response, |json| {
            let members = wire::data(json, PhantomData::<Members>)?;
            Ok((hidden(&members), Unknown::read(&members)?))
        })?;
        Ok(Shown {
            key,
            hidden,
            unknown,
        })
    }
}

fn hidden(members: &Members<'_>) -> Vec<&'static str> {
    let is_hidden = |name: &&str| members.get(name).is_none();
    SETTINGS.into_iter().filter(is_hidden).collect()
}

impl Shown {
    /// The new key: every setting of this one, but for what the rotation changes.
    pub(super) fn copy(&self, rotation: &Rotation) -> Result<NewKey, Error> {
        let Rotation {
            grace: _,
            unverified: _,
            end_own_key: _,
            description,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = rotation;
        let ApiKey {
            api_key_type,
            description: old_description,
            expires_at: old_end,
            consumption_limits,
            limit_period: old_period,
            model_privacy: old_privacy,
            ip_allowlist: old_allowlist,
            ..
        } = &self.key;
        if *consumption_limit != Change::Clear {
            self.unknown.check_caps()?;
        }
        let old_description = old_description.clone().filter(|text| !text.is_empty());
        let new_key = NewKey {
            description: kept(description, || {
                self.required("description", old_description)
            })?
            .unwrap_or_default(),
            api_key_type: self.required("apiKeyType", api_key_type.clone())?,
            consumption_limit: caps(consumption_limit, || {
                self.shown("consumptionLimits", consumption_limits.clone())
            })?,
            limit_period: kept(limit_period, || {
                self.required::<LimitPeriod>("limitPeriod", old_period.clone())
            })?,
            expires_at: kept(expires_at, || {
                self.shown("expiresAt", old_end.map(Expiry::At))
            })?,
            model_privacy: kept(model_privacy, || {
                self.required::<ModelPrivacy>("modelPrivacy", old_privacy.clone())
            })?,
            // An empty one is sent, too: what isn't sent isn't shown, and would be unknown next
            // time.
            ip_allowlist: match ip_allowlist {
                Change::Keep => {
                    let entries = old_allowlist.clone().unwrap_or_default();
                    Some(self.shown("ipAllowlist", entries)?)
                }
                Change::Clear => Some(Vec::new()),
                Change::Set(entries) => Some(entries.clone()),
            },
        };
        new_key.check()?;
        Ok(new_key)
    }

    /// A setting that every key has.
    fn required<T>(&self, name: &'static str, value: Option<T>) -> Result<Option<T>, Error> {
        match value {
            Some(value) => Ok(Some(value)),
            None => Err(unknown(name)),
        }
    }

    /// A setting that a key may have.
    fn shown<T>(&self, name: &'static str, value: T) -> Result<T, Error> {
        match self.hidden.contains(&name) {
            false => Ok(value),
            true => Err(unknown(name)),
        }
    }
}

fn unknown(name: &'static str) -> Error {
    let field = match name {
        "consumptionLimits" => "consumptionLimit",
        other => other,
    };
    let how = match field {
        "ipAllowlist" => "given (empty: from anywhere)",
        "apiKeyType" | "description" => "given",
        _ => "given, or cleared",
    };
    let rule = format!(
        "must be {how}: Venice doesn't show that of the old key, which doesn't mean that it has \
         none"
    );
    Error::input(field, rule)
}

/// What a setting is after a change: `old`, the new value, or nothing.
fn kept<T: Clone>(
    change: &Change<T>,
    old: impl FnOnce() -> Result<Option<T>, Error>,
) -> Result<Option<T>, Error> {
    match change {
        Change::Keep => old(),
        Change::Clear => Ok(None),
        Change::Set(value) => Ok(Some(value.clone())),
    }
}

/// The caps after a change. Diem's cap has two names, of which a key needs one.
fn caps(
    change: &Change<LimitUpdate>,
    old: impl FnOnce() -> Result<ConsumptionLimit, Error>,
) -> Result<Option<ConsumptionLimit>, Error> {
    let change = match change {
        Change::Clear => return Ok(None),
        Change::Keep => &LimitUpdate::new(),
        Change::Set(change) => change,
    };
    let LimitUpdate { usd, diem, vcu } = change;
    let is_kept = |change: &Change<_>| *change == Change::Keep;
    let old = match [usd, diem, vcu].into_iter().any(is_kept) {
        true => old()?,
        false => ConsumptionLimit::new(),
    };
    let (diem, vcu) = match is_kept(diem) && is_kept(vcu) {
        true => (old.diem, old.vcu.filter(|_| old.diem.is_none())),
        false => (set(diem), set(vcu)),
    };
    let caps = ConsumptionLimit {
        usd: kept(usd, || Ok(old.usd))?,
        diem,
        vcu,
    };
    Ok(Some(caps).filter(|caps| *caps != ConsumptionLimit::new()))
}

fn set<T: Copy>(change: &Change<T>) -> Option<T> {
    match change {
        Change::Set(value) => Some(*value),
        Change::Keep | Change::Clear => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::keys::ApiKeyType;

    fn whole() -> Value {
        json!({
            "id": "a", "apiKeyType": "ADMIN", "description": "customer 42", "expiresAt": null,
            "consumptionLimits": { "usd": 50, "diem": 7, "vcu": 7 }, "limitPeriod": "MONTH",
            "modelPrivacy": "PRIVATE_ONLY", "ipAllowlist": ["203.0.113.0/24"],
        })
    }

    fn shown(json: &Value) -> Shown {
        let hidden = SETTINGS.into_iter().filter(|name| json.get(name).is_none());
        Shown {
            key: serde_json::from_str(&json.to_string()).unwrap(),
            hidden: hidden.collect(),
            unknown: Unknown::default(),
        }
    }

    fn without(name: &str) -> Shown {
        let mut key = whole();
        key.as_object_mut().unwrap().remove(name);
        shown(&key)
    }

    #[test]
    fn every_setting_is_copied() {
        let new_key = shown(&whole()).copy(&Rotation::new()).unwrap();
        let copied = NewKey::new("customer 42")
            .api_key_type(ApiKeyType::Admin)
            .consumption_limit(ConsumptionLimit::new().usd(50).diem(7))
            .limit_period(LimitPeriod::Month)
            .model_privacy(ModelPrivacy::PrivateOnly)
            .ip_allowlist(vec!["203.0.113.0/24".to_owned()]);
        assert_eq!(new_key, copied);
        let mut key = whole();
        key["expiresAt"] = json!("2027-01-01T00:00:00.250Z");
        key["consumptionLimits"] = json!({ "vcu": 3 });
        key["ipAllowlist"] = json!([]);
        let new_key = shown(&key).copy(&Rotation::new()).unwrap();
        let end = new_key.expires_at.map(|end| end.to_string());
        assert_eq!(end.as_deref(), Some("2027-01-01T00:00:00.250Z"));
        let caps = new_key.consumption_limit.unwrap();
        assert_eq!(
            (caps.usd, caps.diem, caps.vcu),
            (None, None, Some(3.into()))
        );
        assert_eq!(new_key.ip_allowlist, Some(Vec::new()));
    }

    /// What isn't shown isn't none: the caller has to say it.
    #[test]
    fn a_setting_that_isnt_shown_stops_the_rotation_unless_it_is_given() {
        let given = [
            ("description", Rotation::new().description("customer 43")),
            (
                "consumptionLimits",
                Rotation::new().consumption_limit(Change::Clear),
            ),
            ("limitPeriod", Rotation::new().limit_period(Change::Clear)),
            ("expiresAt", Rotation::new().expires_at(Change::Clear)),
            ("modelPrivacy", Rotation::new().model_privacy(Change::Clear)),
            ("ipAllowlist", Rotation::new().ip_allowlist(Change::Clear)),
        ];
        for (name, rotation) in given {
            let refused = without(name).copy(&Rotation::new()).unwrap_err();
            let field = name.replace("Limits", "Limit");
            assert_eq!(refused.issues()[0].field, field);
            assert!(without(name).copy(&rotation).is_ok(), "{name}");
        }
        let refused = without("apiKeyType").copy(&Rotation::new()).unwrap_err();
        assert_eq!(refused.issues()[0].field, "apiKeyType");
        let mut newer = whole();
        newer["limitPeriod"] = json!("WEEK");
        let refused = shown(&newer).copy(&Rotation::new()).unwrap_err();
        assert_eq!(refused.issues()[0].field, "limitPeriod", "can't be sent");
        newer["description"] = json!("");
        let refused = shown(&newer).copy(&Rotation::new()).unwrap_err();
        assert_eq!(refused.issues()[0].field, "description");
    }

    #[test]
    fn what_the_rotation_changes_is_changed_and_nothing_else() {
        let caps = |update: LimitUpdate| {
            let rotation = Rotation::new().consumption_limit(update);
            let new_key = shown(&whole()).copy(&rotation).unwrap();
            let caps = new_key.consumption_limit.unwrap_or_default();
            [caps.usd, caps.diem, caps.vcu].map(|cap| cap.map(|cap| cap.to_string()))
        };
        let is = |usd: &str, diem: &str, vcu: &str| {
            [usd, diem, vcu].map(|cap| Some(cap.to_owned()).filter(|cap| !cap.is_empty()))
        };
        assert_eq!(caps(LimitUpdate::new()), is("50", "7", ""));
        assert_eq!(caps(LimitUpdate::new().usd(75)), is("75", "7", ""));
        assert_eq!(caps(LimitUpdate::new().usd(Change::Clear)), is("", "7", ""));
        assert_eq!(caps(LimitUpdate::new().diem(8)), is("50", "8", ""));
        assert_eq!(
            caps(LimitUpdate::new().diem(Change::Clear)),
            is("50", "", "")
        );
        assert_eq!(caps(LimitUpdate::new().vcu(9)), is("50", "", "9"));
        let rotation = Rotation::new()
            .description("customer 43")
            .limit_period(Change::Clear)
            .ip_allowlist(vec!["198.51.100.7".to_owned()]);
        let new_key = shown(&whole()).copy(&rotation).unwrap();
        assert_eq!(new_key.description, "customer 43");
        assert_eq!(new_key.limit_period, None);
        assert_eq!(new_key.ip_allowlist, Some(vec!["198.51.100.7".to_owned()]));
        assert_eq!(new_key.model_privacy, Some(ModelPrivacy::PrivateOnly));
    }
}
