//! `provision_keys` and `plan_keys`.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use venice_keys_sandbox::Options;

use super::super::outcome::{PlannedAction, ProvisionOutcome, ProvisionedKey};
use super::Stage;
use crate::codes::ErrorCode;
use crate::keys::{ApiKeyType, ConsumptionLimit, CreatedKey, NewKey};

fn customers(count: usize) -> Vec<NewKey> {
    let customer = |at| NewKey::new(format!("customer {at}"));
    let capped = |key: NewKey| key.consumption_limit(ConsumptionLimit::new().usd(5));
    (0..count).map(customer).map(capped).collect()
}

/// A server whose minute takes so many seconds.
fn hasty(minute: Duration) -> Stage {
    let options = Options {
        minute,
        ..Options::default()
    };
    Stage::on(options, |builder| builder.create_limit_period(minute))
}

fn provision(stage: &Stage, keys: &[NewKey]) -> Vec<ProvisionedKey> {
    let store = |created: &CreatedKey| stage.store(created);
    let all = stage.client.provision_keys(keys, store);
    all.map(|item| item.unwrap()).collect()
}

fn count(items: &[ProvisionedKey], outcome: &ProvisionOutcome) -> usize {
    items.iter().filter(|item| item.outcome == *outcome).count()
}

/// Every wanted key is there once, lasting, with its secret stored.
fn has_all(stage: &Stage, count: usize) {
    let keys = stage.lasting();
    let names: HashSet<&str> = keys.iter().map(|key| key.description.as_str()).collect();
    assert_eq!((keys.len(), names.len()), (count, count), "{keys:?}");
    let vault = stage.vault.lock().unwrap();
    assert!(
        keys.iter()
            .all(|key| vault.contains(&(key.id.clone(), key.secret.clone())))
    );
}

#[test]
fn keys_are_created_kept_changed_or_failed() {
    let stage = Stage::new();
    stage.tell(
        "/keys",
        json!({ "keys": [
        { "description": "customer 0", "consumptionLimit": { "usd": 5 } },
        { "description": "customer 1" },
        { "description": "customer 2", "apiKeyType": "ADMIN" },
        { "description": "customer 3" },
        { "description": "customer 3" },
    ] }),
    );
    let keys = customers(8);
    let plan = stage.client.plan_keys(&keys).unwrap();
    let actions: Vec<_> = plan
        .iter()
        .map(|key| key.action.as_str().to_owned())
        .collect();
    let conflict = PlannedAction::Conflict.as_str();
    assert_eq!(actions[..4], ["keep", "change", conflict, conflict]);
    assert!(actions[4..].iter().all(|action| action == "create"));
    assert_eq!(stage.requests(), ["GET"]);
    let items = provision(&stage, &keys);
    assert_eq!(items.len(), 8);
    assert_eq!(count(&items, &ProvisionOutcome::Kept), 1);
    assert_eq!(count(&items, &ProvisionOutcome::Changed), 1);
    assert_eq!(count(&items, &ProvisionOutcome::Created), 4);
    let failed = items
        .iter()
        .filter(|item| item.outcome == ProvisionOutcome::Failed);
    assert!(
        failed
            .clone()
            .all(|item| item.error_code == Some(ErrorCode::Conflict))
    );
    assert_eq!(failed.count(), 2);
    let progress = &items.last().unwrap().progress;
    assert_eq!(
        (progress.done, progress.total, progress.seconds_left),
        (8, 8, Some(0))
    );
    let done: Vec<u64> = items.iter().map(|item| item.progress.done).collect();
    assert_eq!(done, (1..=8).collect::<Vec<_>>());
    let again = provision(&stage, &keys);
    assert_eq!(count(&again, &ProvisionOutcome::Kept), 6);
    assert_eq!(stage.vault.lock().unwrap().len(), 4);
}

#[test]
fn the_servers_limit_is_kept_and_shared() {
    let stage = hasty(Duration::from_secs(3));
    let keys = customers(40);
    let items: Vec<ProvisionedKey> = std::thread::scope(|scope| {
        let both: Vec<_> = [(); 2]
            .map(|()| {
                let client = super::configured(&stage.sandbox, |builder| {
                    let builder = builder.create_limit_period(Duration::from_secs(3));
                    builder.settle(Duration::from_millis(150))
                });
                let (stage, keys) = (&stage, &keys);
                scope.spawn(move || {
                    let store = |created: &CreatedKey| stage.store(created);
                    let all = client.provision_keys(keys, store);
                    all.map(|item| item.unwrap()).collect::<Vec<_>>()
                })
            })
            .into_iter()
            .collect();
        both.into_iter()
            .flat_map(|run| run.join().unwrap())
            .collect()
    });
    has_all(&stage, 40);
    assert_eq!(items.len(), 80);
    assert_eq!(count(&items, &ProvisionOutcome::Created), 40);
    assert_eq!(count(&items, &ProvisionOutcome::Kept), 40);
}

#[test]
fn a_second_run_makes_none_twice() {
    let stage = Stage::new();
    let keys = customers(9);
    let store = |created: &CreatedKey| stage.store(created);
    let first: Vec<_> = stage.client.provision_keys(&keys, store).take(2).collect();
    assert!(first.iter().all(Result::is_ok));
    // The rest of the page was created and not stored; its process is dead.
    assert!(stage.keys().len() > 2);
    stage.advance(61);
    let items = provision(&stage, &keys);
    assert_eq!(count(&items, &ProvisionOutcome::Kept), 2);
    assert_eq!(count(&items, &ProvisionOutcome::Created), 7);
    has_all(&stage, 9);
}

#[test]
fn a_second_run_waits_for_what_a_dead_one_left() {
    let stage = Stage::new();
    let keys = customers(3);
    let begun = stage.client.provision_keys_page(&keys, None).unwrap();
    assert_eq!(begun.items.len(), 3);
    // Its process is dead, and the hold not over.
    let items = std::thread::scope(|scope| {
        let second = scope.spawn(|| {
            let store = |created: &CreatedKey| stage.store(created);
            let all = stage.other().provision_keys(&keys, store);
            all.map(|item| item.unwrap()).collect::<Vec<_>>()
        });
        std::thread::sleep(Duration::from_millis(500));
        assert!(!second.is_finished());
        stage.advance(61);
        second.join().unwrap()
    });
    assert_eq!(count(&items, &ProvisionOutcome::Created), 3);
    has_all(&stage, 3);
}

#[test]
fn a_store_that_fails_stops_the_page_and_going_on_makes_its_keys_again() {
    let stage = Stage::new();
    let mut calls = 0;
    let store = |created: &CreatedKey| {
        calls += 1;
        match calls {
            2 => Err("the vault is away".to_owned()),
            _ => stage.store(created),
        }
    };
    let keys = customers(5);
    let mut all = stage.client.provision_keys(&keys, store);
    assert!(all.next().unwrap().is_ok());
    let error = all.next().unwrap().unwrap_err();
    assert_eq!(error.code(), ErrorCode::StoreFailed);
    assert_eq!(stage.keys().len(), 1, "the others of the page were deleted");
    let rest: Vec<_> = all.map(|item| item.unwrap()).collect();
    assert_eq!(count(&rest, &ProvisionOutcome::Created), 4);
    has_all(&stage, 5);
}

#[test]
fn a_key_whose_hold_ends_before_its_turn_is_not_stored_but_made_again() {
    let stage = Stage::new();
    // What comes before the second key's turn takes nearly as long as its hold.
    let slow = json!([{ "path": "clock", "body": { "advanceMs": 55_000 } }]);
    stage.fault("PATCH", json!({ "kind": "meanwhile", "control": slow }));
    let store = |created: &CreatedKey| stage.store(created);
    let keys = customers(3);
    let mut all = stage.client.provision_keys(&keys, store);
    let first = all.next().unwrap().unwrap();
    stage.advance(5);
    let rest: Vec<_> = all.map(|item| item.unwrap()).collect();
    assert_eq!(count(&rest, &ProvisionOutcome::Created), 2);
    assert_eq!(rest.last().unwrap().progress.done, 3);
    has_all(&stage, 3);
    let vault = stage.vault.lock().unwrap();
    let made: Vec<_> = [&first].into_iter().chain(&rest).collect();
    let made: Vec<_> = made.iter().filter_map(|item| item.id.clone()).collect();
    let stored: Vec<_> = vault.iter().map(|(id, _)| id.clone()).collect();
    assert_eq!(stored, made, "no secret is stored that is void");
}

#[test]
fn lost_creates_are_made_again_and_nothing_is_left() {
    let stage = Stage::new();
    stage.fault("POST", json!({ "kind": "reset_after", "times": 3 }));
    let items = provision(&stage, &customers(5));
    assert_eq!(count(&items, &ProvisionOutcome::Created), 5);
    assert_eq!(stage.keys().len(), 5, "the lost ones were deleted");
    has_all(&stage, 5);
}

#[test]
fn where_nothing_can_be_created_the_iterator_says_so_and_goes_on_when_asked() {
    let stage = Stage::new();
    stage.tell("/keys", json!({ "keys": [{ "count": 497 }] }));
    stage.advance(61);
    let keys = customers(3);
    let store = |created: &CreatedKey| stage.store(created);
    let mut all = stage.client.provision_keys(&keys, store);
    assert!(all.next().unwrap().is_ok());
    let error = all.next().unwrap().unwrap_err();
    assert_eq!(error.code(), ErrorCode::KeyLimitReached, "{error}");
    let listed = stage.client.list_keys().unwrap();
    let others: Vec<_> = listed
        .iter()
        .filter(|key| key.consumption_limits.usd.is_none())
        .collect();
    for key in others.iter().take(2) {
        stage.client.delete_key(&key.id).unwrap();
    }
    let rest: Vec<_> = all.map(|item| item.unwrap()).collect();
    assert_eq!(count(&rest, &ProvisionOutcome::Created), 2);
}

#[test]
fn a_key_that_can_not_be_fails_alone() {
    let stage = Stage::new();
    let mut keys = customers(3);
    let clock = stage.client.clone();
    clock.plan_keys(&keys).unwrap();
    let now = clock.server_clock().unwrap().now();
    keys[1] = keys[1].clone().expires_at(now + Duration::from_secs(3));
    keys[2] = keys[2].clone().api_key_type(ApiKeyType::Admin);
    let items = provision(&stage, &keys);
    let failed: Vec<_> = items.iter().filter(|it| it.error_code.is_some()).collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0].error_code, Some(ErrorCode::InvalidInput));
    assert_eq!(stage.lasting().len(), 2);
}

#[test]
fn one_that_is_given_up_says_how_far_it_is() {
    let stage = Stage::new();
    let stopped = Arc::new(AtomicBool::new(false));
    let seen = stopped.clone();
    let client = stage
        .client
        .with_cancellation(move || seen.load(Ordering::Relaxed));
    let keys = customers(8);
    let store = |created: &CreatedKey| stage.store(created);
    let mut all = client.provision_keys(&keys, store);
    for _ in 0..5 {
        all.next().unwrap().unwrap();
    }
    stopped.store(true, Ordering::Relaxed);
    let error = all.next().unwrap().unwrap_err();
    assert_eq!(error.code(), ErrorCode::Timeout, "{error}");
    assert!(
        error
            .to_string()
            .contains("so far 5 were created, 0 changed"),
        "{error}"
    );
    stopped.store(false, Ordering::Relaxed);
    let rest: Vec<_> = all.map(|item| item.unwrap()).collect();
    assert_eq!(rest.len(), 3);
}

#[test]
fn nothing_to_do_is_nothing_sent() {
    let stage = Stage::new();
    assert!(provision(&stage, &[]).is_empty());
    let page = stage.client.provision_keys_page(&[], None).unwrap();
    assert!(page.is_last && page.items.is_empty());
    let keys = customers(2);
    let refused = stage.client.provision_keys_page(&keys, Some(&page.cursor));
    assert_eq!(refused.unwrap_err().issues()[0].field, "cursor");
    assert!(stage.requests().is_empty());
}
