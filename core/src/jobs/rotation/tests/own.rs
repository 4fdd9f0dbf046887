//! Rotations of the client's own key, and of keys that may be taken for it.

use std::time::Duration;

use serde_json::{Value, json};

use super::Stage;
use crate::keys::{Change, Rotation};

impl Stage {
    /// The id of another ADMIN key.
    fn other_admin(&self) -> String {
        let seed = json!({ "description": "other", "apiKeyType": "ADMIN", "ipAllowlist": [] });
        let seeded = self.tell("/keys", json!({ "keys": [seed] }));
        seeded["keys"][0]["id"].as_str().unwrap().to_owned()
    }

    /// From now on Venice shows this as the last characters of this key, and of all in the list.
    fn show_ends(&self, id: &str, end: &Value) {
        let one = json!({ "data.last6Chars": end });
        let places = [
            "data.0.last6Chars",
            "data.1.last6Chars",
            "data.2.last6Chars",
        ];
        let all: Value = places
            .map(|place| (place.to_owned(), end.clone()))
            .into_iter()
            .collect();
        let edit = |set: Value, path: String| {
            let matched = json!({ "method": "GET", "path": path });
            json!({ "kind": "edit", "times": 1000, "set": set, "match": matched })
        };
        let faults = [
            edit(one, format!("/api_keys/{id}")),
            edit(all, "/api_keys".to_owned()),
        ];
        self.tell("/faults", json!({ "faults": faults }));
    }
}

/// It would go on with that key's caps, allowlist and expiry.
#[test]
fn another_admin_key_is_not_taken_for_the_own() {
    for is_shown in [false, true] {
        let stage = Stage::new();
        let other = stage.other_admin();
        let before = stage.client.own_key().unwrap();
        let (_, end) = before.reveal().split_at(before.reveal().len() - 6);
        let end = Some(end).filter(|_| is_shown);
        stage.show_ends(&other, &json!(end));
        let rotated = stage.rotate(&other, &Rotation::new()).unwrap();
        assert!(stage.client.own_key().unwrap() == before, "{end:?}");
        assert!(rotated.old_expires_at.is_some(), "it may be the own one");
        assert!(stage.get(&other).is_some());
    }
}

/// A service rotates the keys of a thousand customers, then its own; another begins that many, and
/// finishes none.
#[test]
fn the_own_key_is_followed_after_however_many_rotations() {
    for are_finished in [true, false] {
        let stage = Stage::new();
        let own = stage.own();
        let rotations = &stage.client.key().rotations;
        for id in (0..1000).map(|number| number.to_string()) {
            rotations.committing(&id);
            if are_finished {
                rotations.finished(&id);
            }
        }
        let rotation = Rotation::new().ip_allowlist(Change::Clear);
        let rotated = stage.rotate(&own.id, &rotation).unwrap();
        stage.advance(Duration::from_secs(3000));
        assert!(stage.client.list_keys().is_ok());
        assert_eq!(stage.own().id, rotated.id);
    }
}
