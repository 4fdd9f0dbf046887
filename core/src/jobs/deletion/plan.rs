//! [`Plan`]: what is still to be deleted, as a cursor.

use std::collections::VecDeque;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::jobs::name;
use crate::keys::ApiKey;

const VERSION: u8 = 1;
/// Of a cursor, which may come from anywhere: room for the longest list.
const LONGEST: usize = 4 * 1024 * 1024;

/// What is still to be deleted. It names ids only: whether each goes is decided when its turn
/// comes, so a cursor that was tampered with deletes nothing that the filter doesn't select.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    #[serde(rename = "u")]
    version: u8,
    /// None: there is no plan yet.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub(super) left: Option<VecDeque<Planned>>,
}

/// A key that is to be deleted: its id, and what stands for its description.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Planned(pub(super) String, pub(super) String);

impl Planned {
    pub(super) fn of(key: &ApiKey) -> Self {
        Self(key.id.clone(), description(key))
    }

    /// Whether the key is called as it was when it was planned.
    pub(super) fn is_named_as(&self, key: &ApiKey) -> bool {
        self.1 == description(key)
    }
}

fn description(key: &ApiKey) -> String {
    name::hash(key.description.as_deref().unwrap_or_default())
}

impl Plan {
    pub(super) fn none_yet() -> Self {
        Self {
            version: VERSION,
            left: None,
        }
    }

    pub(super) fn of(left: VecDeque<Planned>) -> Self {
        Self {
            version: VERSION,
            left: Some(left),
        }
    }

    pub(super) fn read(cursor: &str) -> Result<Self, Error> {
        let json = Some(cursor)
            .filter(|cursor| cursor.len() <= LONGEST)
            .and_then(|cursor| URL_SAFE_NO_PAD.decode(cursor).ok());
        let plan = json.and_then(|json| serde_json::from_slice::<Self>(&json).ok());
        plan.filter(|plan| plan.version == VERSION)
            .ok_or_else(|| Error::input("cursor", "must be a cursor of venice-keys, or left out"))
    }

    pub(super) fn cursor(&self) -> String {
        // A struct of strings is always written.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_read_as_it_was_written_and_nothing_else_is_one() {
        let key = serde_json::from_str(r#"{"id":"a","description":"preview 1"}"#).unwrap();
        let plan = Plan::of([Planned::of(&key)].into());
        for plan in [&plan, &Plan::none_yet(), &Plan::of(VecDeque::new())] {
            assert_eq!(&Plan::read(&plan.cursor()).unwrap(), plan);
        }
        let other = serde_json::from_str(r#"{"id":"a","description":"preview 2"}"#).unwrap();
        let planned = &plan.left.as_ref().unwrap()[0];
        assert!(planned.is_named_as(&key) && !planned.is_named_as(&other));
        let made = |json: &str| URL_SAFE_NO_PAD.encode(json);
        for cursor in [
            String::new(),
            "eyJ".into(),
            plan.cursor()[1..].to_owned(),
            made("{}"),
            made(r#"{"u":2}"#),
            made(r#"{"u":1,"x":1}"#),
            made(r#"{"u":1,"l":[["a"]]}"#),
        ] {
            let refused = Plan::read(&cursor).unwrap_err();
            assert_eq!(refused.issues()[0].field, "cursor", "{cursor}");
        }
    }
}
