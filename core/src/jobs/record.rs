//! [`Record`]: what is known of a pending key between the steps of its call. It holds no secret.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::job::Job;
use super::name::{self, PendingName};
use super::pending::Fresh;
use super::rotation::RotationRecord;
use crate::check;
use crate::client::Client;
use crate::error::Error;
use crate::keys::{Change, Expiry, KeyUpdate};
use crate::operations::Operation;

const VERSION: u8 = 1;
/// In bytes. A record has some hundred.
const LONGEST: usize = 4096;

/// What is to be done with a pending key once its secret is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "camelCase")]
pub(crate) enum Record {
    /// It gets its name and its expiry.
    Key(KeyRecord),
    /// It takes the place of another.
    Rotation(RotationRecord),
}

impl Record {
    /// Reads what [`text`](Self::text) wrote, however its JSON was stored since.
    pub(crate) fn read(text: &str) -> Result<Self, Error> {
        let sound = Some(text).filter(|text| text.len() <= LONGEST);
        let record = sound.and_then(|text| serde_json::from_str::<Self>(text).ok());
        let record = record.ok_or_else(|| bad("must be the record of a key that is being made"))?;
        match &record {
            Self::Key(key) => key.check()?,
            Self::Rotation(rotation) => rotation.check()?,
        }
        Ok(record)
    }

    pub(crate) fn text(&self) -> String {
        // A struct of numbers and strings is always written.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// A pending key that gets its name and its expiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct KeyRecord {
    version: u8,
    /// What made it.
    pub(crate) operation: Text<Operation>,
    pub(crate) id: String,
    /// What it is called while it is pending.
    pub(crate) pending: Text<PendingName>,
    /// What it is called then.
    pub(crate) description: String,
    /// When it expires then; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<Text<Expiry>>,
    /// Whether the list must be looked at once more afterwards.
    pub(crate) look_after: bool,
}

impl KeyRecord {
    pub(crate) fn new(operation: Operation, fresh: &Fresh, look_after: bool) -> Self {
        Self {
            version: VERSION,
            operation: Text(operation),
            id: fresh.created.id.clone(),
            pending: Text(fresh.name.clone()),
            description: fresh.created.description.clone().unwrap_or_default(),
            expires_at: fresh.created.expires_at.map(|end| Text(Expiry::At(end))),
            look_after,
        }
    }

    fn check(&self) -> Result<(), Error> {
        if self.version != VERSION {
            return Err(bad("is from another version of venice-keys"));
        }
        let sound = check::id(&self.id).is_ok()
            && check::required_description(&self.description).is_ok()
            && self.pending.0.name == name::hash(&self.description);
        match sound {
            true => Ok(()),
            false => Err(bad("was changed since it was made")),
        }
    }

    pub(crate) fn text(self) -> String {
        Record::Key(self).text()
    }

    /// The job that goes on with it.
    pub(crate) fn job<'a>(&self, client: &'a Client) -> Job<'a> {
        Job::resumed(client, self.operation.0, self.pending.0.call.clone())
    }

    /// What makes the key lasting.
    pub(crate) fn update(&self) -> KeyUpdate {
        let end = self.expires_at.as_ref();
        KeyUpdate::new()
            .description(self.description.clone())
            .expires_at(end.map_or(Change::Clear, |end| Change::Set(end.0)))
    }
}

fn bad(rule: &str) -> Error {
    Error::input("record", rule)
}

/// What is written as the text that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text<T>(pub(crate) T);

impl<T: fmt::Display> Serialize for Text<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

impl<'de, T: FromStr<Err = Error>> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::name::Kind;
    use super::*;

    fn known() -> Value {
        let name = PendingName {
            kind: Kind::Ensure,
            call: name::new_call().unwrap(),
            end: 1_795_312_800,
            name: name::hash("customer 42"),
            old: None,
        };
        json!({
            "record": "key", "version": 1, "operation": "create_key_once", "id": "e28e82dc",
            "pending": name.to_string(), "description": "customer 42",
            "expiresAt": "2026-12-31T00:00:00Z", "lookAfter": true,
        })
    }

    #[test]
    fn a_record_comes_back_as_it_was() {
        let record = Record::read(&known().to_string()).unwrap();
        assert_eq!(Record::read(&record.text()).unwrap(), record);
        let Record::Key(key) = record else {
            panic!("{record:?}");
        };
        assert_eq!(key.pending.0.end, 1_795_312_800);
        let body = serde_json::to_string(&key.update()).unwrap();
        let sent = r#"{"description":"customer 42","expiresAt":"2026-12-31T00:00:00Z"}"#;
        assert_eq!(body, sent);
    }

    #[test]
    fn whatever_was_changed_is_refused() {
        for (member, value) in [
            ("record", json!("other")),
            ("version", json!(2)),
            ("operation", json!("no_such_call")),
            ("id", json!("../rate_limits/..")),
            ("id", json!("")),
            ("id", json!("VENICE_ADMIN_KEY_UNITTEST")),
            ("pending", json!("customer 42")),
            ("description", json!("customer 43")),
            ("description", json!("")),
            ("expiresAt", json!("soon")),
            ("lookAfter", json!("yes")),
            ("more", json!(1)),
        ] {
            let mut record = known();
            record[member] = value.clone();
            let read = Record::read(&record.to_string());
            let harmless = member == "id" && value == "../rate_limits/..";
            match read {
                Ok(_) => assert!(harmless, "{member} {value}"),
                Err(refused) => assert_eq!(refused.issues()[0].field, "record", "{member}"),
            }
        }
        for text in ["", "{}", "null", "[]", &"x".repeat(5000)] {
            assert_eq!(Record::read(text).unwrap_err().issues()[0].field, "record");
        }
    }
}
