//! [`Listed`]: a key in the list, and all that decides whether it may be deleted.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::jobs::{PENDING, own_key};
use crate::keys::ApiKey;
use crate::secret::Secret;
use crate::wire;

/// A key in the list.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    pub(super) key: ApiKey,
    pub(super) last_use: LastUse,
}

/// What the list says of a key's last use. Elsewhere a field that isn't there reads as none; here a
/// server that leaves it out must not make every key look unused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum LastUse {
    At(Timestamp),
    Never,
    /// It is missing, or can't be read.
    #[default]
    Unknown,
}

impl<'de> Deserialize<'de> for Listed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Used {
            #[serde(default, rename = "lastUsedAt", deserialize_with = "last_use")]
            last_use: LastUse,
        }
        let raw = <&'de RawValue>::deserialize(from)?.get();
        let key = serde_json::from_str(raw).map_err(wire::again)?;
        let used = serde_json::from_str::<Used>(raw);
        Ok(Self {
            key,
            last_use: used.map_or(LastUse::Unknown, |used| used.last_use),
        })
    }
}

fn last_use<'de, D: Deserializer<'de>>(from: D) -> Result<LastUse, D::Error> {
    let read = wire::exact_time(from, "lastUsedAt")?;
    Ok(read.map_or(LastUse::Never, LastUse::At))
}

impl Listed {
    /// Why it is never deleted, whatever a filter says.
    pub(super) fn protection(&self, own: Option<&Secret>) -> Option<&'static str> {
        let description = self.key.description.as_deref();
        if description.is_some_and(|text| text.starts_with(PENDING)) {
            return Some("it is being made: if nobody finishes it, it ends by itself");
        }
        let own = own?;
        match own_key::shown_end(&self.key) {
            None => Some("it may be the client's own: Venice doesn't show its last characters"),
            Some(end) => own_key::ends_in(own, end)
                .then_some("it is the client's own, or ends in the same characters"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(members: &str) -> Listed {
        serde_json::from_str(&format!(r#"{{"id":"a",{members}}}"#)).unwrap()
    }

    #[test]
    fn neither_the_clients_own_key_nor_one_that_is_being_made_is_deleted() {
        let own = Secret::from("VENICE_ADMIN_KEY_UNITTEST2V2jNW".to_owned());
        for (members, is_protected) in [
            (r#""last6Chars":"2V2jNW""#, true),
            (r#""last6Chars":"2V2jNX""#, false),
            (r#""last6Chars":"2v2jnw""#, false),
            (r#""last6Chars":null"#, true),
            (r#""last6Chars":"""#, true),
            (r#""last6Chars":"…jNX""#, true),
            (r#""x":1"#, true),
            (
                r#""last6Chars":"aaaaaa","description":"vk-pending:garbage""#,
                true,
            ),
            (r#""last6Chars":"aaaaaa","description":"vk-pending""#, false),
        ] {
            let listed = listed(members);
            assert_eq!(
                listed.protection(Some(&own)).is_some(),
                is_protected,
                "{members}"
            );
        }
        assert_eq!(listed(r#""x":1"#).protection(None), None);
    }

    #[test]
    fn a_key_that_cant_be_read_is_an_error_and_its_last_use_is_not() {
        assert!(serde_json::from_str::<Listed>(r#"{"id":"a","expiresAt":5}"#).is_err());
        assert_eq!(listed(r#""lastUsedAt":{}"#).last_use, LastUse::Unknown);
        assert_eq!(listed(r#""lastUsedAt":"""#).last_use, LastUse::Never);
    }
}
