//! `create_key_once`.

use std::error::Error as _;
use std::time::Duration;

use serde_json::json;

use super::{Stage, stage};
use crate::codes::ErrorCode;
use crate::keys::{ConsumptionLimit, CreatedKey, Expiry, NewKey};

fn wanted() -> NewKey {
    NewKey::new("customer 42").consumption_limit(ConsumptionLimit::new().usd(5))
}

fn create(stage: &Stage) -> Result<CreatedKey, crate::Error> {
    let store = |created: &CreatedKey| stage.store(created);
    stage.client.create_key_once(&wanted(), store)
}

#[test]
fn a_key_is_stored_before_it_lasts() {
    let stage = Stage::new();
    let created = create(&stage).unwrap();
    assert_eq!(created.description.as_deref(), Some("customer 42"));
    assert_eq!(created.expires_at, None);
    assert_eq!(created.consumption_limit.usd, Some(5.into()));
    stage.has_only(&created.id, "customer 42");
    assert_eq!(stage.keys()[0].expires_at, None);
    assert_eq!(stage.requests(), ["GET", "POST", "PATCH"]);
}

#[test]
fn a_lost_create_leaves_nothing_and_is_made_again() {
    for fault in [
        json!({ "kind": "reset_before" }),
        json!({ "kind": "reset_after" }),
        json!({ "kind": "html", "afterWork": true }),
        json!({ "kind": "empty" }),
        json!({ "kind": "garbage" }),
        json!({ "kind": "garbage_wire" }),
        json!({ "kind": "cut", "before": "\"expiresAt\"" }),
        json!({ "kind": "status", "status": 408, "body": {}, "afterWork": true }),
        json!({ "kind": "redirect", "location": "/" }),
        json!({ "kind": "reset_after", "times": 2 }),
    ] {
        let stage = Stage::new();
        stage.fault("POST", fault.clone());
        let created = create(&stage).unwrap();
        stage.has_only(&created.id, "customer 42");
        assert_eq!(stage.lasting().len(), 1, "{fault}");
    }
}

#[test]
fn after_three_lost_creates_there_is_none() {
    let stage = Stage::new();
    stage.fault("POST", json!({ "kind": "reset_after", "times": 3 }));
    let error = create(&stage).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Connection, "{error}");
    assert!(error.to_string().contains("lost 3 times"), "{error}");
    assert_eq!(stage.keys(), []);
}

#[test]
fn a_key_that_doesnt_end_as_asked_is_deleted() {
    for set in [
        json!({ "data.expiresAt": null }),
        json!({ "data.expiresAt": "2099-01-01T00:00:00.000Z" }),
    ] {
        let stage = Stage::new();
        stage.fault("POST", json!({ "kind": "edit", "set": set }));
        let error = create(&stage).unwrap_err();
        assert_eq!(error.code(), ErrorCode::BadResponse, "{error}");
        assert_eq!(stage.keys(), []);
    }
}

#[test]
fn without_the_servers_time_nothing_is_created() {
    for date in [json!(null), json!("lately")] {
        let stage = Stage::new();
        stage.fault(
            "GET",
            json!({ "kind": "edit", "headers": { "date": date } }),
        );
        let error = create(&stage).unwrap_err();
        assert_eq!(error.code(), ErrorCode::BadResponse, "{error}");
        assert_eq!(stage.requests(), ["GET"]);
    }
}

#[test]
fn a_key_that_cant_be_stored_is_deleted() {
    let stage = Stage::new();
    let store = |_: &CreatedKey| Err::<(), _>(std::io::Error::other("the vault is full"));
    let error = stage.client.create_key_once(&wanted(), store).unwrap_err();
    assert_eq!(error.code(), ErrorCode::StoreFailed);
    assert!(
        error
            .source()
            .unwrap()
            .downcast_ref::<std::io::Error>()
            .is_some()
    );
    assert!(!error.to_string().contains("vault"), "{error}");
    assert_eq!(stage.keys(), []);
    stage.fault(
        "DELETE",
        json!({ "kind": "status", "status": 403, "body": {} }),
    );
    let error = stage.client.create_key_once(&wanted(), store).unwrap_err();
    assert!(error.to_string().contains("ends by itself"), "{error}");
    assert_eq!(stage.lasting(), []);
}

#[test]
fn a_lost_commit_is_sent_again() {
    for fault in [
        json!({ "kind": "reset_before" }),
        json!({ "kind": "reset_after" }),
        json!({ "kind": "html", "afterWork": true }),
        json!({ "kind": "status", "status": 429, "body": {}, "headers": { "retry-after": "0" } }),
        json!({ "kind": "garbage" }),
        json!({ "kind": "edit", "remove": ["data.description"] }),
    ] {
        let stage = Stage::new();
        stage.fault("PATCH", fault.clone());
        let created = create(&stage).unwrap_or_else(|error| panic!("{fault}: {error}"));
        stage.has_only(&created.id, "customer 42");
        assert_eq!(stage.lasting().len(), 1, "{fault}");
    }
}

#[test]
fn a_commit_that_isnt_carried_out_doesnt_count() {
    let stage = Stage::new();
    let said = json!({ "kind": "status", "status": 200, "body": { "data": { "id": "x" } } });
    stage.fault("PATCH", said);
    let error = create(&stage).unwrap_err();
    assert_eq!(error.code(), ErrorCode::BadResponse, "{error}");
    assert!(error.to_string().contains("vk-pending:"), "{error}");
    assert_eq!(stage.lasting(), []);
}

#[test]
fn a_commit_of_which_nothing_is_known_says_when_it_will_be() {
    let stage = Stage::hurried();
    stage.fault("PATCH", json!({ "kind": "reset_after", "times": 100 }));
    let error = create(&stage).unwrap_err();
    assert_eq!(error.code(), ErrorCode::OutcomeUnknown, "{error}");
    let (id, secret) = stage.vault.lock().unwrap()[0].clone();
    assert!(
        error.to_string().contains(&id) && !error.to_string().contains(&secret),
        "{error}"
    );
    assert!(
        !error.to_string().contains("delete"),
        "it may be in use: {error}"
    );
    stage.has_only(&id, "customer 42");
}

#[test]
fn a_refused_commit_leaves_what_ends_by_itself() {
    let stage = Stage::new();
    stage.fault(
        "PATCH",
        json!({ "kind": "status", "status": 403, "body": {} }),
    );
    let error = create(&stage).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Forbidden, "{error}");
    assert_eq!((stage.keys().len(), stage.lasting().len()), (1, 0));
}

#[test]
fn a_key_that_was_stored_too_late_is_lost() {
    let stage = Stage::new();
    let slow = |created: &CreatedKey| {
        stage.advance(61);
        stage.store(created)
    };
    let error = stage.client.create_key_once(&wanted(), slow).unwrap_err();
    assert_eq!(error.code(), ErrorCode::PendingLost, "{error}");
    assert!(error.to_string().contains(&stage.keys()[0].id), "{error}");
    assert_eq!(stage.lasting(), []);
}

#[test]
fn with_too_little_time_left_nothing_is_committed() {
    let stage = Stage::with(|builder| builder.hold(Duration::from_secs(15)));
    let begun = stage.client.create_key_once_begin(&wanted()).unwrap();
    let record = begun.record.unwrap();
    stage.advance(6);
    let other = stage.other().with_timeout(stage::HURRIED);
    let error = other.commit_pending(&record).unwrap_err();
    assert_eq!(
        error.code(),
        ErrorCode::OutcomeUnknown,
        "past the deadline: {error}"
    );
    assert!(!stage.requests().contains(&"PATCH".to_owned()));
    stage.advance(8);
    let error = stage.other().commit_pending(&record).unwrap_err();
    assert_eq!(error.code(), ErrorCode::PendingLost, "{error}");
}

#[test]
fn a_clock_that_was_wrong_for_a_while_costs_no_key() {
    for wrong in [3600, 55, -3600] {
        let stage = Stage::new();
        let store = |created: &CreatedKey| {
            stage.advance(wrong);
            // What the client knows of the time is from here.
            stage.client.plan_keys(&[wanted()]).unwrap();
            stage.advance(-wrong);
            stage.store(created)
        };
        let created = stage.client.create_key_once(&wanted(), store).unwrap();
        stage.has_only(&created.id, "customer 42");
    }
}

#[test]
fn the_expiry_that_was_asked_for_is_the_last_one() {
    let stage = Stage::new();
    let end: Expiry = "2099-12-31".parse().unwrap();
    let store = |created: &CreatedKey| stage.store(created);
    let created = stage
        .client
        .create_key_once(&wanted().expires_at(end), store)
        .unwrap();
    assert_eq!(created.expires_at, end.moment());
    assert_eq!(
        stage.keys()[0].expires_at.as_deref(),
        Some("2099-12-31T00:00:00.000Z")
    );
    let clock = stage.client.server_clock().unwrap();
    let soon = clock.now() + Duration::from_secs(30);
    let created = stage
        .client
        .create_key_once(&wanted().expires_at(soon), store)
        .unwrap();
    assert!(created.expires_at.unwrap() <= soon);
    let too_soon = clock.now() + Duration::from_secs(5);
    let refused = stage
        .client
        .create_key_once(&wanted().expires_at(too_soon), store);
    assert_eq!(refused.unwrap_err().issues()[0].field, "expiresAt");
}

#[test]
fn a_full_account_says_how_many_keys_are_being_made() {
    let stage = Stage::new();
    stage.client.create_key_once_begin(&wanted()).unwrap();
    stage.tell("/keys", json!({ "keys": [{ "count": 497 }] }));
    let error = create(&stage).unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyLimitReached, "{error}");
    assert!(
        error.to_string().contains("1 of the keys are being made"),
        "{error}"
    );
}

#[test]
fn only_a_pending_key_of_the_record_is_given_up() {
    let stage = Stage::new();
    let begun = stage.client.create_key_once_begin(&wanted()).unwrap();
    let record = begun.record.unwrap();
    assert!(!record.contains(begun.result.api_key.reveal()));
    stage.other().commit_pending(&record).unwrap();
    let refused = stage.other().abort_pending(&record).unwrap_err();
    assert_eq!(refused.issues()[0].field, "record");
    assert_eq!(stage.lasting().len(), 1);
    assert!(stage.other().commit_pending(&record).unwrap(), "again");
    stage.client.delete_key(&begun.result.id).unwrap();
    let seeded = stage.tell(
        "/keys",
        json!({ "keys": [{ "description": "production" }] }),
    );
    let id = seeded["keys"][0]["id"].as_str().unwrap();
    let forged = record.replace(&begun.result.id, id);
    assert!(stage.other().commit_pending(&forged).is_err());
    assert!(stage.other().abort_pending(&forged).is_err());
    assert_eq!(stage.keys()[0].description, "production");
}
