//! `ensure_key`.

use std::time::Duration;

use serde_json::json;

use super::super::name::{self, Kind, PendingName};
use super::super::outcome::{EnsureOutcome, EnsuredKey};
use super::Stage;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{ApiKeyType, ConsumptionLimit, CreatedKey, LimitPeriod, NewKey};

fn wanted() -> NewKey {
    NewKey::new("customer 42").consumption_limit(ConsumptionLimit::new().usd(5))
}

fn ensure(stage: &Stage, client: &Client, new_key: &NewKey) -> Result<EnsuredKey, Error> {
    client.ensure_key(new_key, |created: &CreatedKey| stage.store(created))
}

#[test]
fn a_key_is_created_once_then_kept_then_changed() {
    let stage = Stage::new();
    let first = ensure(&stage, &stage.client, &wanted()).unwrap();
    assert_eq!(first.outcome, EnsureOutcome::Created);
    let created = first.created.unwrap();
    assert_eq!(created.description.as_deref(), Some("customer 42"));
    stage.has_only(&first.id, "customer 42");
    let again = ensure(&stage, &stage.client, &wanted()).unwrap();
    assert_eq!(
        (again.outcome, again.id.as_str()),
        (EnsureOutcome::Kept, first.id.as_str())
    );
    assert!(again.created.is_none() && again.changed.is_empty());
    let other = wanted()
        .consumption_limit(ConsumptionLimit::new().usd(7))
        .limit_period(LimitPeriod::Month);
    let changed = ensure(&stage, &stage.other(), &other).unwrap();
    assert_eq!(changed.outcome, EnsureOutcome::Changed);
    assert_eq!(changed.changed, ["consumptionLimit.usd", "limitPeriod"]);
    assert_eq!(
        ensure(&stage, &stage.client, &other).unwrap().outcome,
        EnsureOutcome::Kept
    );
    stage.has_only(&first.id, "customer 42");
}

#[test]
fn of_many_at_once_one_creates_it() {
    let stage = Stage::new();
    let outcomes: Vec<EnsureOutcome> = std::thread::scope(|scope| {
        let calls: Vec<_> = (0..6)
            .map(|_| {
                let client = super::configured(&stage.sandbox, |builder| {
                    builder.settle(Duration::from_millis(300))
                });
                let stage = &stage;
                scope.spawn(move || ensure(stage, &client, &wanted()).unwrap().outcome)
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let created = outcomes.iter().filter(|it| **it == EnsureOutcome::Created);
    assert_eq!(created.count(), 1, "{outcomes:?}");
    assert_eq!(stage.keys().len(), 1);
    assert_eq!(
        stage.vault.lock().unwrap().len(),
        1,
        "nobody else's secret was stored"
    );
}

#[test]
fn what_a_dead_process_left_is_waited_for() {
    let stage = Stage::hurried();
    let dead = stage.other().ensure_key_begin(&wanted()).unwrap();
    let error = ensure(&stage, &stage.client, &wanted()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InProgress, "{error}");
    assert!(error.to_string().contains(&dead.result.id), "{error}");
    assert!(error.retry_after() > Some(Duration::from_secs(40)));
    assert_eq!(stage.keys().len(), 1, "nothing was made beside it");
    stage.advance(61);
    let ensured = ensure(&stage, &stage.client, &wanted()).unwrap();
    assert_eq!(ensured.outcome, EnsureOutcome::Created);
    // It wakes up, and can't do any harm.
    assert!(!stage.other().commit_pending(&dead.record.unwrap()).unwrap());
    assert_eq!(stage.lasting().len(), 1);
}

#[test]
fn a_key_whose_hold_was_over_is_made_again() {
    let stage = Stage::new();
    let mut calls = 0;
    let store = |created: &CreatedKey| {
        calls += 1;
        if calls == 1 {
            stage.advance(61);
        }
        stage.store(created)
    };
    let ensured = stage.client.ensure_key(&wanted(), store).unwrap();
    assert_eq!(calls, 2);
    assert_eq!(stage.lasting().len(), 1);
    assert_eq!(stage.lasting()[0].id, ensured.id);
    let never = |created: &CreatedKey| {
        stage.advance(61);
        stage.store(created)
    };
    let error = stage
        .client
        .ensure_key(&NewKey::new("other"), never)
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::PendingLost, "{error}");
}

#[test]
fn lost_creates_and_commits_end_in_one_key() {
    for (method, fault) in [
        ("POST", json!({ "kind": "reset_before" })),
        ("POST", json!({ "kind": "reset_after" })),
        ("POST", json!({ "kind": "cut", "before": "\"expiresAt\"" })),
        ("PATCH", json!({ "kind": "reset_before" })),
        ("PATCH", json!({ "kind": "reset_after" })),
        ("GET", json!({ "kind": "html" })),
        ("GET", json!({ "kind": "reset_after" })),
    ] {
        let stage = Stage::new();
        stage.fault(method, fault);
        let ensured = ensure(&stage, &stage.client, &wanted()).unwrap();
        assert_eq!(ensured.outcome, EnsureOutcome::Created);
        stage.has_only(&ensured.id, "customer 42");
    }
}

#[test]
fn two_keys_of_a_description_are_a_conflict_and_so_is_another_type() {
    let stage = Stage::new();
    let seed = json!({ "description": "customer 42" });
    let seeded = stage.tell("/keys", json!({ "keys": [seed, seed] }));
    let error = ensure(&stage, &stage.client, &wanted()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict, "{error}");
    for key in seeded["keys"].as_array().unwrap() {
        assert!(
            error.to_string().contains(key["id"].as_str().unwrap()),
            "{error}"
        );
    }
    let stage = Stage::new();
    stage.tell("/keys", json!({ "keys": [seed] }));
    let admin = wanted().api_key_type(ApiKeyType::Admin);
    let error = ensure(&stage, &stage.client, &admin).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict, "{error}");
    assert_eq!(stage.keys().len(), 1);
}

/// A key that looks as if another process had made it.
fn pending(kind: Kind, end: i64, old: Option<&str>) -> String {
    let name = PendingName {
        kind,
        call: name::new_call().unwrap(),
        end,
        name: name::hash("customer 42"),
        old: old.map(name::hash),
    };
    name.to_string()
}

#[test]
fn a_successor_that_lacks_its_name_gets_it() {
    let stage = Stage::new();
    let unnamed = pending(Kind::Rotate, 1_795_312_800, Some("old"));
    let seeded = stage.tell("/keys", json!({ "keys": [{ "description": unnamed }] }));
    let ensured = ensure(&stage, &stage.client, &NewKey::new("customer 42")).unwrap();
    assert_eq!(ensured.outcome, EnsureOutcome::Kept);
    assert_eq!(Some(ensured.id.as_str()), seeded["keys"][0]["id"].as_str());
    assert_eq!(stage.keys()[0].description, "customer 42");
}

#[test]
fn a_retired_key_doesnt_count() {
    let stage = Stage::new();
    let new = stage.tell(
        "/keys",
        json!({ "keys": [{ "description": "customer 42" }] }),
    );
    let new = new["keys"][0]["id"].as_str().unwrap().to_owned();
    let old = stage.tell(
        "/keys",
        json!({ "keys": [{ "description": "customer 42" }] }),
    );
    let old = old["keys"][0]["id"].as_str().unwrap().to_owned();
    let mark = format!("2099-01-01T00:00:00.{:03}Z", name::mark(&old, &new));
    let update = crate::KeyUpdate::new().expires_at(mark.parse::<crate::Expiry>().unwrap());
    stage.client.update_key(&old, &update).unwrap();
    let ensured = ensure(&stage, &stage.client, &NewKey::new("customer 42")).unwrap();
    assert_eq!((ensured.outcome, ensured.id), (EnsureOutcome::Kept, new));
}

#[test]
fn kinds_of_later_versions_contend_and_garbage_doesnt() {
    let end = "2099-01-01T00:00:00Z";
    let seconds = end.parse::<jiff::Timestamp>().unwrap().as_second();
    let stage = Stage::hurried();
    let later = pending(Kind::Other('x'), seconds, None);
    for garbage in ["vk-pending:", "vk-pending:1:e:short", &later[..61]] {
        let seed = json!({ "description": garbage, "expiresAt": end });
        stage.tell("/keys", json!({ "keys": [seed] }));
    }
    let ensured = ensure(&stage, &stage.client, &wanted()).unwrap();
    assert_eq!(ensured.outcome, EnsureOutcome::Created);
    stage.client.delete_key(&ensured.id).unwrap();
    stage.tell(
        "/keys",
        json!({ "keys": [{ "description": later, "expiresAt": end }] }),
    );
    let error = ensure(&stage, &stage.client, &wanted()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::InProgress, "{error}");
}

#[test]
fn a_key_of_which_the_list_says_no_sound_time_is_deleted() {
    for set in [
        json!({ "data.0.createdAt": null }),
        json!({ "data.0.createdAt": "2020-01-01T00:00:00.000Z" }),
        json!({ "data.0.description": "something else" }),
    ] {
        let stage = Stage::new();
        let plain = json!({ "kind": "delay", "ms": 1, "match": { "method": "GET" } });
        let edit = json!({ "kind": "edit", "set": set, "match": { "method": "GET" } });
        stage.tell("/faults", json!({ "faults": [plain, edit] }));
        let error = ensure(&stage, &stage.client, &wanted()).unwrap_err();
        assert_eq!(error.code(), ErrorCode::BadResponse, "{error}");
        assert_eq!(stage.keys(), []);
    }
}

#[test]
fn a_second_key_that_came_at_the_same_time_is_reported() {
    let stage = Stage::new();
    let store = |created: &CreatedKey| {
        stage.tell(
            "/keys",
            json!({ "keys": [{ "description": "customer 42" }] }),
        );
        stage.store(created)
    };
    let error = stage.client.ensure_key(&wanted(), store).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Conflict, "{error}");
}

#[test]
fn a_call_that_is_given_up_says_so_at_once_and_leaves_what_ends_by_itself() {
    let stage = Stage::with(|builder| builder.settle(Duration::from_secs(30)));
    let began = std::time::Instant::now();
    let client = stage
        .client
        .with_cancellation(move || began.elapsed() > Duration::from_millis(500));
    let client = client.with_timeout(Duration::from_secs(60));
    let error = client.ensure_key(&wanted(), ()).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Timeout, "{error}");
    assert!(began.elapsed() < Duration::from_secs(25));
    assert_eq!(stage.lasting(), []);
}
