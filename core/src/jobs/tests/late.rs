//! What arrives late, lists that lag behind, and keys of the same millisecond.

use std::time::Duration;

use serde_json::json;

use super::super::outcome::EnsureOutcome;
use super::Stage;
use crate::keys::{CreatedKey, NewKey};

fn wanted() -> NewKey {
    NewKey::new("customer 42")
}

/// So many clients that ensure one key at the same time.
fn rivals(stage: &Stage, count: usize, settle: Duration) -> Vec<EnsureOutcome> {
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..count)
            .map(|_| {
                let client = super::configured(&stage.sandbox, |builder| {
                    builder.timeout(Duration::from_secs(60)).settle(settle)
                });
                scope.spawn(move || {
                    let store = |created: &CreatedKey| stage.store(created);
                    client.ensure_key(&wanted(), store).unwrap().outcome
                })
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    })
}

fn one_created_it(stage: &Stage, outcomes: &[EnsureOutcome]) {
    let created = outcomes.iter().filter(|it| **it == EnsureOutcome::Created);
    assert_eq!(created.count(), 1, "{outcomes:?}");
    let lasting = stage.lasting();
    assert_eq!(lasting.len(), 1, "{lasting:?}");
    stage.has_only(&lasting[0].id, "customer 42");
}

fn carry_out(stage: &Stage) {
    stage.tell("/late", json!({}));
}

#[test]
fn a_create_that_arrives_before_the_commit_is_deleted() {
    let stage = Stage::new();
    stage.fault("POST", json!({ "kind": "late" }));
    let store = |created: &CreatedKey| {
        carry_out(&stage);
        stage.store(created)
    };
    let created = stage.client.create_key_once(&wanted(), store).unwrap();
    stage.has_only(&created.id, "customer 42");
}

#[test]
fn a_create_that_arrives_after_the_call_ends_by_itself() {
    for (advance, arrived) in [(0, 1), (61, 1)] {
        let stage = Stage::new();
        stage.fault("POST", json!({ "kind": "late" }));
        let store = |created: &CreatedKey| stage.store(created);
        let created = stage.client.create_key_once(&wanted(), store).unwrap();
        stage.advance(advance);
        carry_out(&stage);
        assert_eq!(stage.keys().len(), 1 + arrived);
        assert_eq!(stage.lasting().len(), 1);
        stage.advance(61);
        let listed = stage.client.list_keys().unwrap();
        let named = listed
            .iter()
            .filter(|key| key.description.as_deref() == Some("customer 42"));
        assert_eq!(named.map(|key| &key.id).collect::<Vec<_>>(), [&created.id]);
        let pending = |text: &str| text.starts_with("vk-pending:");
        assert!(
            !listed
                .iter()
                .any(|key| key.description.as_deref().is_some_and(pending))
        );
    }
}

#[test]
fn a_late_create_never_becomes_a_second_key_of_its_name() {
    let stage = Stage::new();
    stage.fault("POST", json!({ "kind": "late", "afterRequests": 2 }));
    let ensured = stage
        .client
        .ensure_key(&wanted(), |created: &CreatedKey| stage.store(created));
    let ensured = ensured.unwrap();
    carry_out(&stage);
    let again = stage.other().ensure_key(&wanted(), ()).unwrap();
    assert_eq!(
        (again.outcome, &again.id),
        (EnsureOutcome::Kept, &ensured.id)
    );
    assert_eq!(stage.lasting().len(), 1);
}

#[test]
fn a_late_commit_does_what_the_next_one_did() {
    let stage = Stage::new();
    stage.fault("PATCH", json!({ "kind": "late" }));
    let store = |created: &CreatedKey| stage.store(created);
    let ensured = stage.client.ensure_key(&wanted(), store).unwrap();
    carry_out(&stage);
    stage.has_only(&ensured.id, "customer 42");
    assert_eq!(stage.lasting().len(), 1);
}

#[test]
fn a_late_deletion_of_a_loser_deletes_nobody_else() {
    let stage = Stage::new();
    stage.fault("DELETE", json!({ "kind": "late", "times": 3 }));
    let outcomes = rivals(&stage, 4, Duration::from_millis(300));
    carry_out(&stage);
    let created = outcomes.iter().filter(|it| **it == EnsureOutcome::Created);
    assert_eq!(created.count(), 1, "{outcomes:?}");
    assert_eq!(stage.lasting().len(), 1);
}

#[test]
fn lists_that_lag_less_than_it_is_waited_mislead_nobody() {
    for seed in 0..3 {
        let stage = Stage::new();
        stage.tell("/lists", json!({ "lagMs": 200, "seed": seed }));
        let outcomes = rivals(&stage, 4, Duration::from_millis(400));
        one_created_it(&stage, &outcomes);
    }
}

#[test]
fn of_keys_of_the_same_millisecond_one_is_first() {
    for _ in 0..3 {
        let stage = Stage::new();
        stage.tell("/clock", json!({ "stopped": true }));
        let outcomes = rivals(&stage, 4, Duration::from_millis(300));
        one_created_it(&stage, &outcomes);
    }
}

#[test]
fn the_servers_clock_counts_and_no_other() {
    for seconds in [-3600, 3600, -600, 600] {
        let stage = Stage::new();
        stage.advance(seconds);
        let store = |created: &CreatedKey| stage.store(created);
        let ensured = stage.client.ensure_key(&wanted(), store).unwrap();
        assert_eq!(ensured.outcome, EnsureOutcome::Created);
    }
    // A `Date` that isn't the server's own time makes a hold that is over, or far too long.
    for (seconds, outcome) in [(-600, Some(EnsureOutcome::Created)), (600, None)] {
        let stage = Stage::new();
        let date = json!({ "date": format!("$httpDate{seconds:+}") });
        let edit = json!({ "kind": "edit", "headers": date, "match": { "method": "GET" } });
        stage.tell("/faults", json!({ "faults": [edit] }));
        let store = |created: &CreatedKey| stage.store(created);
        let ensured = stage.client.ensure_key(&wanted(), store);
        let expected = usize::from(outcome.is_some());
        assert_eq!(ensured.ok().map(|ensured| ensured.outcome), outcome);
        assert_eq!(
            (stage.keys().len(), stage.lasting().len()),
            (expected, expected)
        );
    }
}
