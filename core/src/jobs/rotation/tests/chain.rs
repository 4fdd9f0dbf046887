//! A key that is rotated within the grace of the rotation that made it.

use serde_json::json;

use super::{Stage, for_an_hour};
use crate::codes::ErrorCode;
use crate::jobs::EnsureOutcome;
use crate::jobs::rotation::RotationOutcome;
use crate::keys::{NewKey, Rotation};

impl Stage {
    /// What `ensure_key` finds under the name of [`Stage::old`].
    fn check_ensured(&self, id: &str) {
        let ensured = self.client.ensure_key(&NewKey::new("backend"), ()).unwrap();
        assert_eq!((&*ensured.id, ensured.created), (id, None));
        assert_ne!(ensured.outcome, EnsureOutcome::Created);
    }
}

#[test]
fn a_chain_of_rotations_leaves_one_of_the_name() {
    for grace in [std::time::Duration::ZERO, super::HOUR] {
        let stage = Stage::new();
        let first = stage.old();
        let second = stage.rotate(&first, &for_an_hour()).unwrap().id;
        let brief = Rotation::new().grace(grace);
        let third = stage.rotate(&second, &brief).unwrap().id;
        assert_eq!(stage.get(&second).is_some(), !grace.is_zero());
        stage.check_ensured(&third);
        let before = stage.count();
        match stage.rotate(&first, &for_an_hour()) {
            // Its own successor is there still.
            Ok(again) => {
                assert_eq!(again.outcome, RotationOutcome::AlreadyRotated);
                assert_eq!(again.id, second);
            }
            Err(refused) => {
                assert!(grace.is_zero());
                assert_eq!(refused.code(), ErrorCode::Conflict, "{refused}");
                assert!(refused.to_string().contains(&third), "{refused}");
            }
        }
        assert_eq!(stage.count(), before);
        assert!(stage.get(&first).is_some(), "nothing is deleted on a guess");
        stage.check_successor(&third);
        let last = stage.rotate(&third, &Rotation::new()).unwrap();
        stage.check_successor(&last.id);
    }
}

/// The second rotation's process died before it gave its new key the name, and the key between has
/// ended; the first one lasts longer.
#[test]
fn the_last_of_a_chain_is_known_before_it_has_its_name() {
    for ensures in [true, false] {
        let stage = Stage::new();
        let first = stage.old();
        let second = stage.rotate(&first, &for_an_hour()).unwrap().id;
        let begun = stage.begin(&second, &Rotation::new());
        stage.fault("PATCH", json!({ "kind": "reset_before", "skip": 2 }));
        let record = begun.record.unwrap();
        stage.dying().commit_rotation(&record).unwrap_err();
        stage.tell("/faults", json!({ "clear": true }));
        stage.advance(std::time::Duration::from_secs(1300));
        let left = [&first, &second].map(|id| stage.get(id).is_some());
        assert_eq!(left, [true, false]);
        if ensures {
            stage.check_ensured(&begun.id);
        } else {
            let count = stage.count();
            let renewed = for_an_hour().expires_at(crate::keys::Change::Clear);
            let refused = stage.rotate(&first, &renewed).unwrap_err();
            assert_eq!(refused.code(), ErrorCode::Conflict, "{refused}");
            assert!(refused.to_string().contains(&begun.id), "{refused}");
            assert_eq!(stage.count(), count);
            stage.client.commit_rotation(&record).unwrap();
        }
        stage.check_successor(&begun.id);
    }
}

/// Its successor was deleted, and a key of the name is created anew.
#[test]
fn a_rotated_key_whose_successor_was_deleted_is_the_one_of_its_name_until_there_is_another() {
    let stage = Stage::new();
    let old_id = stage.old();
    let new_id = stage.rotate(&old_id, &for_an_hour()).unwrap().id;
    stage.client.delete_key(&new_id).unwrap();
    stage.check_ensured(&old_id);
    let again = stage.rotate(
        &old_id,
        &for_an_hour().expires_at(crate::keys::Change::Clear),
    );
    let again = again.unwrap();
    assert_eq!(again.outcome, RotationOutcome::Rotated);
    stage.check_successor(&again.id);
    stage.check_ensured(&again.id);
}

/// Two lasting keys of a name that no rotation made.
#[test]
fn a_key_that_ends_at_a_whole_second_or_lasts_longer_is_not_taken_for_rotated() {
    let end = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(48);
    let whole = jiff::Timestamp::from_second(end.as_second()).unwrap();
    let odd = whole + jiff::SignedDuration::from_millis(250);
    for (end, newer_end) in [(whole, None), (odd, Some(odd))] {
        let stage = Stage::new();
        let seed = |end: Option<jiff::Timestamp>| {
            let end = end.map(|end| end.to_string());
            let key = json!({ "description": "backend", "expiresAt": end, "ipAllowlist": [] });
            stage.tell("/keys", json!({ "keys": [key] }));
        };
        seed(Some(end));
        std::thread::sleep(std::time::Duration::from_millis(5));
        seed(newer_end);
        let twice = stage.client.ensure_key(&NewKey::new("backend"), ());
        assert_eq!(twice.unwrap_err().code(), ErrorCode::Conflict);
    }
}
