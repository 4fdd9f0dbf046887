//! Clocks, lists and responses that aren't as they should be.

use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::super::job::Job;
use super::super::name::{self, Kind, PendingName};
use super::super::outcome::ProvisionOutcome;
use super::Stage;
use crate::codes::ErrorCode;
use crate::keys::{ConsumptionLimit, CreatedKey, NewKey};
use crate::operations::Operation;

const SETTLE: Duration = Duration::from_secs(1);
/// What a list shows is older than this; less than the time to settle.
const LAG: u32 = 900;

fn wanted() -> NewKey {
    NewKey::new("customer 42")
}

fn patient() -> Stage {
    Stage::with(|builder| builder.settle(SETTLE))
}

/// The lists lag from now on, and show what there is by now.
fn lag(stage: &Stage) {
    thread::sleep(SETTLE);
    stage.tell("/lists", json!({ "lagMs": LAG }));
    stage.tell("/journal", json!({ "clear": true }));
}

#[test]
fn a_date_that_is_minutes_ahead_hides_no_key_that_is_being_made() {
    let stage = Stage::with(|builder| builder.hold(Duration::from_secs(300)));
    let begun = stage.client.ensure_key_begin(&wanted()).unwrap();
    let id = begun.result.id.clone();
    stage.store(&begun.result.created.unwrap()).unwrap();
    stage.advance(80);
    let fault = json!({ "kind": "edit", "times": 99, "headers": { "date": "$httpDate+290" },
        "match": { "method": "GET", "path": "/api_keys" } });
    stage.tell("/faults", json!({ "faults": [fault] }));
    let misled = stage
        .other()
        .ensure_key(&wanted(), |created: &CreatedKey| stage.store(created));
    assert_eq!(misled.unwrap_err().code(), ErrorCode::InProgress);
    assert!(stage.client.commit_pending(&begun.record.unwrap()).unwrap());
    stage.has_only(&id, "customer 42");
}

#[test]
fn a_list_that_shows_a_deleted_key_isnt_asked_without_end() {
    let stage = patient();
    let made = stage.client.create_key(&wanted()).unwrap();
    lag(&stage);
    stage.client.delete_key(&made.id).unwrap();
    let other = wanted().consumption_limit(ConsumptionLimit::new().usd(7));
    let store = |created: &CreatedKey| stage.store(created);
    stage.client.ensure_key(&other, store).unwrap();
    let requests = stage.requests();
    let patches = requests.iter().filter(|method| *method == "PATCH").count();
    assert!((2..8).contains(&patches), "{requests:?}");
}

#[test]
fn a_list_that_doesnt_show_a_name_yet_isnt_asked_without_end() {
    let stage = patient();
    let unnamed = PendingName {
        kind: Kind::Rotate,
        call: name::new_call().unwrap(),
        end: 1_795_312_800,
        name: name::hash("customer 42"),
        old: Some(name::hash("old")),
    };
    let keys = json!({ "keys": [{ "description": unnamed.to_string() }] });
    stage.tell("/keys", keys);
    lag(&stage);
    let store = |created: &CreatedKey| stage.store(created);
    stage.client.ensure_key(&wanted(), store).unwrap();
    let requests = stage.requests();
    assert!(requests.len() < 15, "{requests:?}");
}

#[test]
fn provisioning_doesnt_wait_for_what_may_take_longer_than_a_hold() {
    let named = |kind, end| PendingName {
        kind,
        call: name::new_call().unwrap(),
        end,
        name: name::hash("customer 42"),
        old: None,
    };
    for kind in [Kind::Other('x'), Kind::Ensure] {
        let stage = Stage::hurried();
        let look = Job::new(&stage.client, Operation::EnsureKey)
            .unwrap()
            .look();
        // One that a later version made lasting for a while, and one whose hold is a day.
        let end = look.unwrap().clock.now().as_second() + 24 * 3600;
        let (name, shown) = match kind {
            Kind::Other(_) => (named(kind, end - 7200), end),
            _ => (named(kind, end), end),
        };
        let shown = jiff::Timestamp::from_second(shown).unwrap().to_string();
        let key = json!({ "description": name.to_string(), "expiresAt": shown });
        stage.tell("/keys", json!({ "keys": [key] }));
        let item = stage.client.provision_keys(&[wanted()], ()).next();
        let item = item.unwrap().unwrap();
        assert_eq!(item.outcome, ProvisionOutcome::Failed);
        assert_eq!(item.error_code, Some(ErrorCode::InProgress));
    }
}

#[test]
fn two_processes_that_go_on_from_one_cursor_make_one_key() {
    let stage = Stage::new();
    stage.tell("/keys", json!({ "keys": [{ "description": "kept" }] }));
    let new_keys = [NewKey::new("kept"), wanted()];
    let first = stage.client.provision_keys_page(&new_keys, None).unwrap();
    assert_eq!(first.items.len(), 1);
    let mut of_another: Value = serde_json::from_str(&first.cursor).unwrap();
    of_another["process"] = json!(42);
    thread::scope(|scope| {
        for cursor in [first.cursor, of_another.to_string()] {
            let (stage, new_keys) = (&stage, &new_keys);
            scope.spawn(move || {
                let page = stage.other().provision_keys_page(new_keys, Some(&cursor));
                for item in page.unwrap().items {
                    if let Some(record) = item.record {
                        stage.store(&item.result.created.unwrap()).unwrap();
                        thread::sleep(Duration::from_millis(500));
                        stage.client.commit_pending(&record).unwrap();
                    }
                }
            });
        }
    });
    let lasting = stage.lasting().into_iter();
    assert_eq!(lasting.filter(|key| key.description != "kept").count(), 1);
}

#[test]
fn a_commit_of_unknown_outcome_is_made_again_and_loses_no_secret() {
    let stage = Stage::hurried();
    let fault = json!({ "kind": "reset_after", "times": 99, "match": { "method": "PATCH" } });
    stage.tell("/faults", json!({ "faults": [fault] }));
    let new_keys = [wanted()];
    let mut keys = stage.client.provision_keys(&new_keys, ());
    let unsure = keys.next().unwrap().unwrap_err();
    assert_eq!(unsure.code(), ErrorCode::OutcomeUnknown);
    stage.tell("/faults", json!({ "clear": true, "faults": [] }));
    let item = keys.next().unwrap().unwrap();
    let lasting = stage.lasting();
    assert_eq!(item.id.as_ref(), Some(&lasting[0].id));
    assert_eq!(item.created.unwrap().api_key.reveal(), lasting[0].secret);
    assert!(keys.next().is_none());
}

#[test]
fn a_key_that_doesnt_end_and_cant_be_deleted_is_named() {
    let stage = Stage::with(|builder| builder.max_retries(0));
    let create = json!({ "method": "POST", "path": "/api_keys" });
    let faults = json!([
        { "kind": "ignore", "members": ["expiresAt"], "match": create },
        { "kind": "status", "status": 500, "times": 5, "match": { "method": "DELETE" } },
    ]);
    stage.tell("/faults", json!({ "faults": faults }));
    let store = |created: &CreatedKey| stage.store(created);
    let error = stage.client.create_key_once(&wanted(), store).unwrap_err();
    let said = error.to_string();
    let left = &stage.lasting()[0].id;
    assert!(said.contains(left) && said.contains("delete it"), "{said}");
}

#[test]
fn a_commit_of_which_only_a_part_was_carried_out_says_that_the_key_lasts() {
    let stage = Stage::new();
    let fault = json!({ "kind": "ignore", "members": ["description"],
        "match": { "method": "PATCH" } });
    stage.tell("/faults", json!({ "faults": [fault] }));
    let store = |created: &CreatedKey| stage.store(created);
    let error = stage.client.create_key_once(&wanted(), store).unwrap_err();
    assert_eq!(error.code(), ErrorCode::OutcomeUnknown);
    assert!(
        error.to_string().contains(&stage.lasting()[0].id),
        "{error}"
    );
}

#[test]
fn a_key_that_a_list_doesnt_show_yet_is_deleted_where_its_store_fails() {
    let stage = patient();
    lag(&stage);
    let full = |_: &CreatedKey| Err::<(), _>("no room");
    let error = stage.client.create_key_once(&wanted(), full).unwrap_err();
    assert!(error.to_string().contains("was deleted"), "{error}");
    assert!(stage.keys().is_empty());
}

#[test]
fn a_deletion_that_is_sent_again_looks_again() {
    let stage = Stage::with(|builder| builder.timeout(Duration::from_secs(40)));
    let seeded = stage.tell("/keys", json!({ "keys": [{ "description": "preview 1" }] }));
    let fault = json!({ "kind": "status", "status": 503, "headers": { "retry-after": "11" },
        "match": { "method": "DELETE" } });
    stage.tell("/faults", json!({ "faults": [fault] }));
    let begin = Instant::now();
    let filter = crate::KeyFilter::new().prefix("preview ");
    let done: Result<Vec<_>, _> = thread::scope(|scope| {
        scope.spawn(|| {
            thread::sleep(SETTLE);
            let renamed = json!({ "id": seeded["keys"][0]["id"], "description": "production" });
            stage.tell("/keys", json!({ "change": [renamed] }));
        });
        stage.client.delete_keys(&filter).unwrap().collect()
    });
    assert!(begin.elapsed() > Duration::from_secs(11));
    assert_eq!(done.unwrap()[0].outcome, crate::DeletionOutcome::Skipped);
    assert_eq!(stage.keys()[0].description, "production");
}
