//! Rotations that are stopped, disturbed or given up on the way.

use std::time::Duration;

use serde_json::json;

use super::{Stage, for_an_hour};
use crate::codes::ErrorCode;
use crate::jobs::rotation::RotationOutcome;
use crate::keys::{ApiKey, CreatedKey, Rotation};

/// Whatever request of the second half is the last one that a process sends: the same call, or the
/// same record, finishes it, and there is one new key.
#[test]
fn a_rotation_that_stopped_is_finished_by_its_record_or_by_the_same_call() {
    let mut stopped = 0;
    for rotation in [Rotation::new(), for_an_hour()] {
        for (method, skip) in [("PATCH", 0), ("PATCH", 1), ("PATCH", 2), ("DELETE", 0)] {
            for kind in ["reset_before", "reset_after"] {
                for by_record in [true, false] {
                    let stage = Stage::new();
                    let old_id = stage.old();
                    let begun = stage.begin(&old_id, &rotation);
                    let record = begun.record.unwrap();
                    stage.fault(method, json!({ "kind": kind, "skip": skip }));
                    let end = stage.dying().commit_rotation(&record);
                    stopped += u32::from(end.is_err());
                    let place = format!("{rotation:?} {method} {skip} {kind}: {end:?}");
                    stage.tell("/faults", json!({ "clear": true }));
                    let is_pending = (method, skip, kind) == ("PATCH", 0, "reset_before");
                    let finished = match (by_record, is_pending) {
                        (true, _) => {
                            stage.client.commit_rotation(&record).expect(&place);
                            stage.client.commit_rotation(&record).expect(&place);
                            begun.id
                        }
                        (false, true) => {
                            stage.advance(Duration::from_secs(700));
                            let rotated = stage.rotate(&old_id, &rotation).expect(&place);
                            assert_eq!(rotated.outcome, RotationOutcome::Rotated, "{place}");
                            rotated.id
                        }
                        (false, false) => {
                            if let Err(error) = stage.rotate(&old_id, &rotation) {
                                let is_gone = error.code() == ErrorCode::NotFound;
                                assert!(is_gone && rotation.grace.is_zero(), "{place} {error}");
                            }
                            begun.id
                        }
                    };
                    stage.check_successor(&finished);
                    let is_left = stage.get(&old_id).is_some();
                    assert_eq!(is_left, !rotation.grace.is_zero(), "{place}");
                }
            }
        }
    }
    assert_eq!(stopped, 32 - 4, "with a grace, no DELETE is lost");
}

/// The first half: what it leaves ends by itself, and the same call begins anew.
#[test]
fn a_rotation_that_stopped_before_its_commit_begins_anew_once_the_new_key_has_ended() {
    for kind in ["reset_before", "reset_after"] {
        for (method, skip) in [("POST", 0), ("GET", 2), ("GET", 3)] {
            let stage = Stage::new();
            let old_id = stage.old();
            stage.fault(method, json!({ "kind": kind, "skip": skip }));
            let store = |_: &CreatedKey| Err::<(), _>("is not called");
            let dead = stage.dying().rotate_key(&old_id, &Rotation::new(), store);
            let dead = dead.unwrap_err();
            assert_ne!(dead.code(), ErrorCode::StoreFailed, "{method} {kind}");
            let is_left = (method, kind) != ("POST", "reset_before");
            let pending = stage.client.pending_keys(&[]).unwrap();
            assert_eq!(
                pending.len(),
                usize::from(is_left),
                "{method} {kind} {dead}"
            );
            if is_left {
                assert_eq!(pending[0].old_id.as_ref(), Some(&old_id));
                assert_eq!(pending[0].description.as_deref(), Some("backend"));
                let hurried = stage.hurried();
                let waits = hurried.rotate_key(&old_id, &Rotation::new(), stage.store());
                assert_eq!(waits.unwrap_err().code(), ErrorCode::InProgress);
                stage.advance(Duration::from_secs(700));
            }
            let rotated = stage.rotate(&old_id, &Rotation::new()).unwrap();
            stage.check_successor(&rotated.id);
        }
    }
}

#[test]
fn a_create_that_comes_late_makes_nothing_that_lasts() {
    let stage = Stage::new();
    let before = stage.count();
    let old_id = stage.old();
    stage.fault("POST", json!({ "kind": "late", "afterRequests": 2 }));
    let rotated = stage.rotate(&old_id, &Rotation::new()).unwrap();
    stage.fault("POST", json!({ "kind": "late" }));
    let rotated = stage.rotate(&rotated.id, &Rotation::new()).unwrap();
    stage.tell("/late", json!({}));
    let pending = stage.client.pending_keys(&[]).unwrap();
    assert_eq!(pending.len(), 1, "{pending:?}");
    stage.advance(Duration::from_secs(700));
    stage.check_successor(&rotated.id);
    assert_eq!(stage.count(), before + 1);
}

/// Each change, carried out once more when the rotation is over.
#[test]
fn a_change_that_comes_late_undoes_nothing() {
    for skip in 0..3 {
        let stage = Stage::new();
        let old_id = stage.old();
        stage.fault("PATCH", json!({ "kind": "late", "skip": skip }));
        let rotated = stage.rotate(&old_id, &for_an_hour()).unwrap();
        stage.tell("/late", json!({}));
        stage.check_successor(&rotated.id);
        let old = stage.get(&old_id).unwrap();
        assert_eq!(old.expires_at, rotated.old_expires_at, "{skip}");
        let again = stage.rotate(&old_id, &for_an_hour()).unwrap();
        assert_eq!(again.outcome, RotationOutcome::AlreadyRotated, "{skip}");
    }
}

#[test]
fn a_server_that_ignores_an_end_is_noticed_while_the_old_key_lasts() {
    let stage = Stage::new();
    let old_id = stage.old();
    let before = stage.count();
    stage.fault(
        "POST",
        json!({ "kind": "ignore", "members": ["expiresAt"] }),
    );
    let endless = stage.rotate(&old_id, &Rotation::new()).unwrap_err();
    assert_eq!(endless.code(), ErrorCode::BadResponse, "{endless}");
    assert_eq!(stage.count(), before);
    let begun = stage.begin(&old_id, &Rotation::new());
    let record = begun.record.unwrap();
    stage.fault(
        "PATCH",
        json!({ "kind": "ignore", "members": ["expiresAt"] }),
    );
    let ignored = stage.client.commit_rotation(&record).unwrap_err();
    assert_eq!(ignored.code(), ErrorCode::BadResponse, "{ignored}");
    assert_eq!(ignored.resume(), Some(&*record));
    assert_eq!(stage.get(&old_id).unwrap().expires_at, None);
    stage.client.commit_rotation(&record).unwrap();
    stage.check_successor(&begun.id);
}

#[test]
fn a_new_key_that_lost_a_restriction_is_deleted() {
    for member in [
        "consumptionLimit",
        "limitPeriod",
        "modelPrivacy",
        "ipAllowlist",
    ] {
        let stage = Stage::new();
        let old_id = stage.old();
        let before = stage.count();
        stage.fault("POST", json!({ "kind": "ignore", "members": [member] }));
        let refused = stage.rotate(&old_id, &Rotation::new()).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::BadResponse, "{refused}");
        assert_eq!(stage.count(), before);
    }
}

#[test]
fn a_failing_store_leaves_everything_as_it_was() {
    let stage = Stage::new();
    let old_id = stage.old();
    let before = stage.client.list_keys().unwrap();
    let full = |_: &CreatedKey| Err::<(), _>("the vault is full");
    let failed = stage
        .client
        .rotate_key(&old_id, &Rotation::new(), full)
        .unwrap_err();
    assert_eq!(failed.code(), ErrorCode::StoreFailed);
    let begun = stage.begin(&old_id, &Rotation::new());
    let record = begun.record.unwrap();
    assert!(!record.contains(begun.created.unwrap().api_key.reveal()));
    stage.client.abort_rotation(&record).unwrap();
    stage.client.abort_rotation(&record).unwrap();
    let lost = stage.client.commit_rotation(&record).unwrap_err();
    assert_eq!(lost.code(), ErrorCode::PendingLost, "{lost}");
    let settings = |keys: Vec<ApiKey>| -> Vec<_> {
        let shown = |key: ApiKey| (key.id, key.description, key.expires_at);
        keys.into_iter().map(shown).collect()
    };
    assert_eq!(
        settings(stage.client.list_keys().unwrap()),
        settings(before)
    );
}

#[test]
fn what_was_committed_is_not_aborted_and_what_has_ended_not_committed() {
    let stage = Stage::new();
    let old_id = stage.old();
    let record = stage.begin(&old_id, &for_an_hour()).record.unwrap();
    stage.fault("PATCH", json!({ "kind": "reset_before", "times": 50 }));
    let hurried = stage.hurried();
    let unknown = hurried.commit_rotation(&record).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::OutcomeUnknown, "{unknown}");
    assert_eq!(unknown.resume(), Some(&*record));
    let refused = stage.client.abort_rotation(&record).unwrap_err();
    assert_eq!(
        refused.issues()[0].field,
        "record",
        "it may still be made lasting"
    );
    stage.tell("/faults", json!({ "clear": true }));
    stage.advance(Duration::from_secs(601));
    let lost = stage.client.commit_rotation(&record).unwrap_err();
    assert_eq!(lost.code(), ErrorCode::PendingLost, "{lost}");
    assert_eq!(stage.get(&old_id).unwrap().expires_at, None);
    let record = stage.begin(&old_id, &for_an_hour()).record.unwrap();
    stage.client.commit_rotation(&record).unwrap();
    let elsewhere = Stage::new();
    let refused = stage.client.abort_rotation(&record).unwrap_err();
    assert_eq!(refused.issues()[0].field, "record");
    let nothing = elsewhere.client.commit_rotation(&record).unwrap_err();
    assert_eq!(nothing.code(), ErrorCode::PendingLost, "another account");
}

/// A list may show a key some seconds after its end: that isn't a lasting one.
#[test]
fn a_new_key_that_is_still_listed_after_its_end_is_not_taken_for_lasting() {
    let stage = Stage::new();
    let old_id = stage.old();
    let record = stage.begin(&old_id, &Rotation::new()).record.unwrap();
    stage.tell("/lists", json!({ "lagMs": 60_000 }));
    stage.advance(Duration::from_secs(605));
    let unknown = stage.client.commit_rotation(&record).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::OutcomeUnknown, "{unknown}");
    stage.tell("/lists", json!({ "lagMs": 0 }));
    assert_eq!(stage.get(&old_id).unwrap().expires_at, None);
    let lost = stage.client.commit_rotation(&record).unwrap_err();
    assert_eq!(lost.code(), ErrorCode::PendingLost, "{lost}");
}
