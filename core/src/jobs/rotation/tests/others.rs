//! Rotations while others are at the same key.

use std::time::Duration;

use serde_json::json;

use super::{SETTLE, Stage, for_an_hour};
use crate::codes::ErrorCode;
use crate::jobs::name::PendingName;
use crate::jobs::rotation::{RotatedKey, RotationOutcome};
use crate::keys::{CreatedKey, KeyUpdate, NewKey, Rotation};

#[test]
fn a_second_rotation_waits_for_the_first() {
    let stage = Stage::new();
    let old_id = stage.old();
    let begun = stage.begin(&old_id, &Rotation::new());
    let hurried = stage.hurried();
    let waits = hurried
        .begin_rotation(&old_id, &Rotation::new())
        .unwrap_err();
    assert_eq!(waits.code(), ErrorCode::InProgress, "{waits}");
    assert!(waits.to_string().contains(&begun.id), "{waits}");
    assert!(waits.retry_after() > Some(Duration::from_secs(500)));
    let rotated = std::thread::scope(|scope| {
        let second = scope.spawn(|| stage.client.begin_rotation(&old_id, &for_an_hour()));
        std::thread::sleep(Duration::from_millis(300));
        let look = stage.get(&begun.id).unwrap();
        assert!(PendingName::read(&look.description.unwrap()).is_some());
        stage
            .client
            .commit_rotation(begun.record.as_deref().unwrap())
            .unwrap();
        second.join().unwrap()
    });
    match rotated {
        Ok(second) => {
            assert_eq!(second.outcome, RotationOutcome::AlreadyRotated);
            assert_eq!((second.id, second.record), (begun.id.clone(), None));
        }
        Err(gone) => assert_eq!(gone.code(), ErrorCode::NotFound, "{gone}"),
    }
    stage.check_successor(&begun.id);
}

/// The look that would have said so is cut off by the deadline.
#[test]
fn a_rotation_that_waits_says_for_what_even_if_its_last_look_gets_no_response() {
    let stage = Stage::new();
    let old_id = stage.old();
    let begun = stage.begin(&old_id, &Rotation::new());
    let list = json!({ "method": "GET", "path": "/api_keys" });
    let stalls = json!({ "kind": "stall", "skip": 1, "times": 9, "match": list });
    stage.tell("/faults", json!({ "faults": [stalls] }));
    let hurried = stage.hurried();
    let waits = hurried
        .begin_rotation(&old_id, &Rotation::new())
        .unwrap_err();
    assert_eq!(waits.code(), ErrorCode::InProgress, "{waits}");
    assert!(waits.to_string().contains(&begun.id), "{waits}");
}

#[test]
fn many_rotations_of_one_key_make_one_new_key() {
    let stage = Stage::new();
    let old_id = stage.old();
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let all: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| stage.rotate(&old_id, &for_an_hour())))
            .collect();
        all.into_iter()
            .map(|one| one.join().unwrap().unwrap())
            .collect()
    });
    let is_new = |rotated: &&RotatedKey| rotated.outcome == RotationOutcome::Rotated;
    assert_eq!(outcomes.iter().filter(is_new).count(), 1, "{outcomes:?}");
    stage.check_successor(&outcomes[0].id);
    assert!(outcomes.iter().all(|it| it.id == outcomes[0].id));
    let end = stage.get(&old_id).unwrap().expires_at;
    assert!(
        outcomes.iter().all(|it| it.old_expires_at == end),
        "{outcomes:?}"
    );
}

#[test]
fn a_key_of_the_name_made_meanwhile_is_left_and_both_are_named() {
    let stage = Stage::new();
    let old_id = stage.old();
    stage.old();
    let begun = stage.begin(&old_id, &for_an_hour());
    std::thread::sleep(Duration::from_millis(5));
    let other = stage.client.create_key(&NewKey::new("backend")).unwrap();
    let record = begun.record.unwrap();
    let conflict = stage.client.commit_rotation(&record).unwrap_err();
    assert_eq!(conflict.code(), ErrorCode::Conflict, "{conflict}");
    let text = conflict.to_string();
    assert!(
        text.contains(&begun.id) && text.contains(&other.id),
        "{text}"
    );
    let rename = KeyUpdate::new().description("backend b");
    stage.client.update_key(&other.id, &rename).unwrap();
    stage.client.commit_rotation(&record).unwrap();
    let new = stage.get(&begun.id).unwrap();
    assert_eq!(new.description.as_deref(), Some("backend"));
}

#[test]
fn an_old_key_that_is_changed_while_the_secret_is_stored_is_no_hindrance() {
    let stage = Stage::new();
    let old_id = stage.old();
    let renamed = |created: &CreatedKey| {
        stage.change(&old_id, json!({ "description": "old backend" }));
        stage.store()(created)
    };
    let rotated = stage
        .client
        .rotate_key(&old_id, &for_an_hour(), renamed)
        .unwrap();
    stage.check_successor(&rotated.id);
    assert_eq!(
        stage.get(&old_id).unwrap().expires_at,
        rotated.old_expires_at
    );
    let deleted = |created: &CreatedKey| {
        stage.tell("/keys", json!({ "delete": [rotated.id] }));
        stage.store()(created)
    };
    let next = stage
        .client
        .rotate_key(&rotated.id, &for_an_hour(), deleted)
        .unwrap();
    stage.check_successor(&next.id);
}

/// Between the look at the old key and the look that decides: the new key is made again, with what
/// the old one has by then.
#[test]
fn an_old_key_that_is_changed_while_it_is_copied_is_copied_again() {
    let stage = Stage::new();
    let old_id = stage.old();
    let change = json!({ "change": [{ "id": old_id, "consumptionLimit": { "usd": 60 } }] });
    let control = json!([{ "path": "/keys", "body": change }]);
    stage.fault(
        "POST",
        json!({ "kind": "meanwhile", "control": control, "afterWork": true }),
    );
    let rotated = stage.rotate(&old_id, &Rotation::new()).unwrap();
    let new = stage.get(&rotated.id).unwrap();
    assert_eq!(new.consumption_limits.usd, Some(60.into()));
    stage.check_successor(&rotated.id);
    let delete = json!([{ "path": "/keys", "body": { "delete": [rotated.id] } }]);
    stage.fault(
        "POST",
        json!({ "kind": "meanwhile", "control": delete, "afterWork": true }),
    );
    let gone = stage.rotate(&rotated.id, &Rotation::new()).unwrap_err();
    assert_eq!(gone.code(), ErrorCode::NotFound, "{gone}");
    assert!(stage.client.pending_keys(&[]).unwrap().is_empty());
}

#[test]
fn a_name_that_another_key_has_is_not_given_to_the_new_one() {
    let stage = Stage::new();
    let old_id = stage.old();
    let other = stage.client.create_key(&NewKey::new("frontend")).unwrap();
    let before = stage.count();
    let renames = Rotation::new().description("frontend");
    let refused = stage.rotate(&old_id, &renames).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::Conflict, "{refused}");
    assert!(refused.to_string().contains(&other.id), "{refused}");
    assert_eq!(stage.count(), before);
    let renames = for_an_hour().description("gateway");
    let record = stage.begin(&old_id, &renames).record.unwrap();
    stage.change(&other.id, json!({ "description": "gateway" }));
    let conflict = stage.client.commit_rotation(&record).unwrap_err();
    assert_eq!(conflict.code(), ErrorCode::Conflict, "{conflict}");
}

#[test]
fn a_key_that_went_a_moment_ago_is_not_found() {
    let stage = Stage::new();
    let old_id = stage.old();
    std::thread::sleep(SETTLE);
    stage.tell("/lists", json!({ "lagMs": 40 }));
    stage.client.delete_key(&old_id).unwrap();
    let gone = stage
        .client
        .begin_rotation(&old_id, &Rotation::new())
        .unwrap_err();
    assert_eq!(gone.code(), ErrorCode::NotFound, "{gone}");
}

/// Whatever the ids: the list's order decides, and one new key is made.
fn keys_of_one_millisecond(lag: u64) {
    let stage = Stage::new();
    let old_id = stage.old();
    stage.tell("/clock", json!({ "stopped": true }));
    stage.tell("/lists", json!({ "lagMs": lag, "seed": 7 }));
    let client = &stage.client;
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let begin = || client.begin_rotation(&old_id, &Rotation::new());
        let all: Vec<_> = (0..3).map(|_| scope.spawn(begin)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let begun: Vec<_> = outcomes.iter().flatten().map(|begun| &begun.id).collect();
    assert_eq!(begun.len(), 1, "{outcomes:?}");
    std::thread::sleep(Duration::from_millis(lag));
    let pending = stage.client.pending_keys(&[]).unwrap();
    let pending: Vec<_> = pending.iter().map(|key| &key.id).collect();
    assert_eq!(pending, begun, "the others have deleted theirs");
}

#[test]
fn keys_of_one_millisecond_are_told_apart() {
    keys_of_one_millisecond(0);
}

#[test]
fn keys_of_one_millisecond_are_told_apart_though_lists_lag() {
    keys_of_one_millisecond(30);
}
