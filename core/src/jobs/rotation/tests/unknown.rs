//! Rotations beside what only a later version knows.

use serde_json::{Value, json};

use super::Stage;
use crate::codes::ErrorCode;
use crate::jobs::name;
use crate::jobs::rotation::RotationOutcome;
use crate::keys::{Change, LimitUpdate, Rotation};

impl Stage {
    /// From now on Venice shows these of one key, or of each that is read by its id.
    fn show(&self, id: Option<&str>, set: Value) {
        let path = id.map_or_else(|| "/api_keys/*".to_owned(), |id| format!("/api_keys/{id}"));
        let matched = json!({ "method": "GET", "path": path });
        let fault = json!({ "kind": "edit", "times": 1000, "set": set, "match": matched });
        self.tell("/faults", json!({ "clear": true, "faults": [fault] }));
    }
}

#[test]
fn a_restriction_that_is_not_known_is_not_lost() {
    let stage = Stage::new();
    let old_id = stage.old();
    let before = stage.count();
    for (member, value) in [
        ("consumptionLimits.eur", json!(5)),
        ("modelAllowlist", json!(["llama"])),
    ] {
        stage.show(Some(&old_id), json!({ format!("data.{member}"): value }));
        let stopped = stage.rotate(&old_id, &Rotation::new()).unwrap_err();
        assert_eq!(stopped.issues()[0].field, member, "{stopped}");
        assert_eq!(stage.count(), before);
    }
    stage.show(Some(&old_id), json!({ "data.consumptionLimits.eur": 5 }));
    let all = LimitUpdate::new().usd(1).diem(2).vcu(Change::Clear);
    let stopped = stage.rotate(&old_id, &Rotation::new().consumption_limit(all));
    assert_eq!(
        stopped.unwrap_err().issues()[0].field,
        "consumptionLimits.eur"
    );
    let uncapped = Rotation::new().consumption_limit(Change::Clear);
    let rotated = stage.rotate(&old_id, &uncapped).unwrap();
    stage.check_successor(&rotated.id);
}

#[test]
fn a_member_that_is_not_known_and_the_same_of_both_keys_stops_nothing() {
    let stage = Stage::new();
    let old_id = stage.old();
    let set = json!({ "data.modelAllowlist": ["llama"], "data.object": "api_key" });
    stage.show(None, set);
    let rotated = stage.rotate(&old_id, &Rotation::new()).unwrap();
    assert_eq!(rotated.outcome, RotationOutcome::Rotated);
    stage.check_successor(&rotated.id);
}

#[test]
fn what_a_later_version_made_for_a_key_is_not_finished() {
    let stage = Stage::new();
    let old_id = stage.old();
    let hashes = format!("{}{}", name::hash("backend"), name::hash(&old_id));
    let description = format!("vk-pending:1:x:abcdefghijkl:0th2yo0:{hashes}");
    stage.tell("/keys", json!({ "keys": [{ "description": description }] }));
    let all = || (stage.get(&old_id), stage.client.pending_keys(&[]).unwrap());
    let before = all();
    let refused = stage.rotate(&old_id, &Rotation::new()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict, "{refused}");
    assert!(
        refused.to_string().contains("update venice-keys"),
        "{refused}"
    );
    assert_eq!(all(), before);
}
