//! What is under way, or was left behind.

use jiff::Timestamp;
use serde::Serialize;

use super::PENDING;
use super::job::Job;
use super::look::Look;
use super::name::{self, Kind, PendingName};
use crate::client::Client;
use crate::error::Error;
use crate::keys::ApiKey;
use crate::operations::Operation;
use crate::wire;
use crate::wire::open_enum;

open_enum! {
    /// Which call makes a pending key.
    PendingKind {
        /// `create_key_once`, or `temporary_key`.
        CreateOnce = "create_once",
        /// `ensure_key`, or `provision_keys`.
        Ensure = "ensure",
        /// `rotate_key`: it is an old key's successor.
        Rotate = "rotate",
    }
}

/// A key that is being made, or whose making was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PendingKey {
    /// Its id.
    pub id: String,
    /// Which call makes it. One that only a later version knows is given by its letter, and as
    /// `unknown` where the key's name can't be read.
    pub kind: PendingKind,
    /// What stands for the call that made it: all of its keys share this.
    pub call: String,
    /// When it ends, unless its call makes it lasting before.
    #[serde(with = "wire::time")]
    pub ends_at: Option<Timestamp>,
    /// What it is to be called, if that is one of the names given, or the name of another key.
    pub description: Option<String>,
    /// Whether it is lasting already, and only its name isn't final: a rotation that wasn't
    /// finished.
    pub committed: bool,
    /// The key that it is to succeed, if that is still there.
    pub old_id: Option<String>,
    /// What to do about it.
    pub advice: String,
}

impl Client {
    /// Lists the keys that are still being made or were left unfinished, whoever began them, and
    /// what to do about each. Needs an ADMIN key.
    ///
    /// Mostly there is nothing to do: what isn't finished ends by itself. Deleting such a key may
    /// take it from a process that is just finishing it. A key's name says what it is for only as a
    /// hash: give the descriptions that you use as `names`, and those that match are shown.
    ///
    /// # Errors
    ///
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// for key in client.pending_keys(&["customer 42".to_owned()])? {
    ///     println!("{} {} {:?}: {}", key.id, key.kind, key.ends_at, key.advice);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn pending_keys(&self, names: &[String]) -> Result<Vec<PendingKey>, Error> {
        let look = Job::new(self, Operation::PendingKeys)?.look()?;
        let described = |key: &&ApiKey| {
            let description = key.description.as_deref();
            description.is_some_and(|text| text.starts_with(PENDING))
        };
        let pending = look.keys.iter().filter(described);
        Ok(pending.map(|key| pending_key(&look, key, names)).collect())
    }
}

fn pending_key(look: &Look, key: &ApiKey, names: &[String]) -> PendingKey {
    let Some(name) = key.description.as_deref().and_then(PendingName::read) else {
        return PendingKey {
            id: key.id.clone(),
            kind: PendingKind::Other("unknown".to_owned()),
            call: String::new(),
            ends_at: key.expires_at,
            description: None,
            committed: false,
            old_id: None,
            advice: "its name isn't one that venice-keys gives: rename it, or delete it".to_owned(),
        };
    };
    let committed = !name.is_pending(key);
    let listed = || look.keys.iter().filter_map(|key| key.description.as_ref());
    let is_its = |text: &&String| name::hash(text) == name.name;
    let old = name.old.as_ref();
    let old_id = old.and_then(|old| look.keys.iter().find(|key| name::hash(&key.id) == *old));
    let old_id = old_id.map(|key| key.id.clone());
    PendingKey {
        id: key.id.clone(),
        kind: match name.kind {
            Kind::CreateOnce => PendingKind::CreateOnce,
            Kind::Ensure => PendingKind::Ensure,
            Kind::Rotate => PendingKind::Rotate,
            Kind::Other(letter) => PendingKind::Other(letter.to_string()),
        },
        advice: advice(&name, key, committed, old_id.as_deref()),
        description: names.iter().chain(listed()).find(is_its).cloned(),
        call: name.call,
        ends_at: key.expires_at,
        committed,
        old_id,
    }
}

fn advice(name: &PendingName, key: &ApiKey, committed: bool, old_id: Option<&str>) -> String {
    match (committed, name.kind, old_id) {
        (false, ..) => match key.expires_at {
            Some(end) => format!("nothing: it is lasting, or gone, at {end:.0}"),
            None => "nothing".to_owned(),
        },
        (true, Kind::Rotate, Some(old)) => {
            format!("its rotation wasn't finished: rotate the key {old} again, which finishes it")
        }
        (true, Kind::Rotate, None) => "its rotation wasn't finished, and the old key is gone: \
                                       ensure a key of its description, or rename it"
            .to_owned(),
        (true, Kind::Other(_), _) => {
            "leave it alone: this version of venice-keys doesn't know its \
                                      kind; update it"
                .to_owned()
        }
        (true, Kind::CreateOnce | Kind::Ensure, _) => {
            "somebody changed its expiry, so it doesn't end by itself: rename it, or \
                       delete it"
                .to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::clock::ServerClock;

    const END: i64 = 1_795_312_800;

    fn named(kind: Kind, name: &str, old: Option<&str>) -> String {
        let pending = PendingName {
            kind,
            call: "abcdefghijkl".to_owned(),
            end: END,
            name: name::hash(name),
            old: old.map(name::hash),
        };
        pending.to_string()
    }

    fn look(keys: &[Value]) -> Look {
        let read = |key: &Value| serde_json::from_str(&key.to_string()).unwrap();
        Look {
            keys: keys.iter().map(read).collect(),
            clock: ServerClock::saying(Timestamp::from_second(END - 60).unwrap()),
        }
    }

    #[test]
    fn each_says_whose_it_is_and_what_to_do() {
        let end = Timestamp::from_second(END).unwrap().to_string();
        let names = ["customer 42".to_owned()];
        let shown = |description: String, end: Value| {
            let old = json!({ "id": "0ld", "description": "backend" });
            let key = json!({ "id": "new", "description": description, "expiresAt": end });
            let look = look(&[old, key]);
            pending_key(&look, &look.keys[1], &names)
        };
        let ensured = shown(named(Kind::Ensure, "customer 42", None), json!(end));
        assert_eq!(ensured.kind, PendingKind::Ensure);
        assert_eq!(ensured.call, "abcdefghijkl");
        assert_eq!(ensured.description.as_deref(), Some("customer 42"));
        assert_eq!((ensured.committed, &ensured.old_id), (false, &None));
        assert!(ensured.advice.starts_with("nothing"), "{}", ensured.advice);
        let rotated = shown(named(Kind::Rotate, "backend", Some("0ld")), Value::Null);
        assert!(rotated.committed && rotated.ends_at.is_none());
        assert_eq!(rotated.old_id.as_deref(), Some("0ld"));
        assert_eq!(rotated.description.as_deref(), Some("backend"));
        assert!(
            rotated.advice.contains("rotate the key 0ld"),
            "{}",
            rotated.advice
        );
        let orphan = shown(named(Kind::Rotate, "x", Some("gone")), json!("2099-01-01"));
        assert_eq!((orphan.old_id, orphan.description), (None, None));
        assert!(orphan.advice.contains("the old key is gone"));
        let later = shown(named(Kind::Other('x'), "x", None), json!(end));
        assert_eq!(later.kind.as_str(), "x");
        let later = shown(named(Kind::Other('x'), "x", Some("0ld")), Value::Null);
        assert!(later.committed && later.advice.contains("leave it alone"));
        let changed = shown(named(Kind::Ensure, "x", None), Value::Null);
        assert!(changed.advice.contains("delete it"), "{}", changed.advice);
        let garbage = shown("vk-pending:soon".to_owned(), Value::Null);
        assert_eq!(garbage.kind.as_str(), "unknown");
        assert!(garbage.advice.contains("isn't one that venice-keys gives"));
    }
}
