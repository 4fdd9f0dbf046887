//! Lists that lag behind, and the clock and ids by which keys are put in order.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{HANG, admin, sandbox, unix_ms, wait_until};

/// How far lists lag where they mustn't catch up with what is tested: no stop takes as long.
const LONG: Duration = Duration::from_secs(60);
/// How far they lag where they must do so in the end, and not at once.
const LAG: Duration = Duration::from_secs(10);

fn control(sandbox: &Sandbox, path: &str, body: Value) -> Value {
    sandbox.control("POST", path, body).unwrap()
}

fn set_lag(sandbox: &Sandbox, lag: Duration) {
    let ms = u64::try_from(lag.as_millis()).unwrap();
    control(sandbox, "/lists", json!({"lagMs": ms}));
}

fn create(sandbox: &Sandbox, description: &str) -> Value {
    let body = json!({"apiKeyType": "INFERENCE", "description": description});
    admin(sandbox, "POST", "/api_keys", Some(&body)).json()["data"].clone()
}

fn list(sandbox: &Sandbox) -> Vec<Value> {
    let list = admin(sandbox, "GET", "/api_keys", None).json();
    list["data"].as_array().unwrap().clone()
}

/// The descriptions in the list, but for the two keys of the start.
fn listed(sandbox: &Sandbox) -> Vec<String> {
    let list = list(sandbox).into_iter();
    let names = list.map(|key| key["description"].as_str().unwrap().to_owned());
    names.filter(|name| !name.starts_with("Sandbox ")).collect()
}

/// Waits until the list shows that, which it may do no sooner than `lag` after `begun`.
fn wait_until_listed(sandbox: &Sandbox, names: &[&str], begun: Instant, lag: Duration) {
    wait_until("a list that has caught up", || listed(sandbox) == names);
    assert!(begun.elapsed() >= lag, "{:?}", begun.elapsed());
}

#[test]
fn lists_show_what_was_true_a_while_ago_and_nothing_else_does() {
    let sandbox = sandbox();
    set_lag(&sandbox, LONG);
    let id = create(&sandbox, "one")["id"].clone();
    assert_eq!(listed(&sandbox), [""; 0]);
    let one = admin(
        &sandbox,
        "GET",
        &format!("/api_keys/{}", id.as_str().unwrap()),
        None,
    );
    assert_eq!(one.json()["data"]["description"], "one");
    // Nothing is kept from before it was set.
    set_lag(&sandbox, LAG);
    assert_eq!(listed(&sandbox), ["one"]);
    let begun = Instant::now();
    let renamed = json!({"id": id, "description": "two"});
    admin(&sandbox, "PATCH", "/api_keys", Some(&renamed));
    create(&sandbox, "three");
    assert_eq!(listed(&sandbox), ["one"]);
    wait_until_listed(&sandbox, &["three", "two"], begun, LAG);
    admin(&sandbox, "DELETE", "/api_keys", Some(&json!({"id": id})));
    assert_eq!(listed(&sandbox), ["three", "two"]);
    set_lag(&sandbox, Duration::ZERO);
    assert_eq!(listed(&sandbox), ["three"]);
}

#[test]
fn a_lagging_list_still_shows_what_has_expired_since() {
    let sandbox = sandbox();
    let hour = 3_600_000;
    let seed_with_an_hour = |name: &str| {
        let key = json!({"description": name, "expiresInMs": hour});
        control(&sandbox, "/keys", json!({"keys": [key]}));
    };
    seed_with_an_hour("shown");
    set_lag(&sandbox, LONG);
    control(&sandbox, "/clock", json!({"advanceMs": hour}));
    assert_eq!(listed(&sandbox), ["shown"]);
    // And no longer than it lags.
    set_lag(&sandbox, Duration::ZERO);
    assert_eq!(listed(&sandbox), [""; 0]);
    seed_with_an_hour("gone");
    let lag = Duration::from_millis(400);
    set_lag(&sandbox, lag);
    let begun = Instant::now();
    control(&sandbox, "/clock", json!({"advanceMs": hour}));
    wait_until_listed(&sandbox, &[], begun, lag);
}

#[test]
fn with_a_seed_each_list_is_of_another_age() {
    let sandbox = sandbox();
    control(&sandbox, "/lists", json!({"lagMs": 5_000, "seed": 1}));
    let begun = Instant::now();
    let mut longest = 0;
    // A list that lacks a key which an earlier one had: lists of the same age never do. The time in
    // which they can may pass during a stop, so there is another key, and another.
    for number in 0.. {
        create(&sandbox, &number.to_string());
        for _ in 0..100 {
            sleep(Duration::from_millis(20));
            let length = listed(&sandbox).len();
            if length < longest {
                return;
            }
            longest = length;
        }
        assert!(begun.elapsed() < HANG, "all lists are of the same age");
    }
}

#[test]
fn the_clock_stands_and_goes_on_from_there() {
    let sandbox = sandbox();
    let stopped = control(&sandbox, "/clock", json!({"stopped": true}))["now"].clone();
    create(&sandbox, "first");
    let stands = Duration::from_millis(500);
    sleep(stands);
    create(&sandbox, "second");
    let times: Vec<Value> = list(&sandbox)
        .iter()
        .take(2)
        .map(|key| key["createdAt"].clone())
        .collect();
    assert_eq!(times, [stopped.clone(), stopped.clone()]);
    let advanced = control(&sandbox, "/clock", json!({"advanceMs": 1000}))["now"].clone();
    assert_ne!(advanced, stopped);
    assert_eq!(
        control(&sandbox, "/clock", json!({"advanceMs": 0}))["now"],
        advanced
    );
    // It doesn't make up for the time that it stood.
    let begun = Instant::now();
    let started = control(&sandbox, "/clock", json!({"stopped": false}))["now"].clone();
    let most = (stands / 2 + begun.elapsed()).as_millis();
    let jump = unix_ms(&started) - unix_ms(&advanced);
    assert!((0..=i64::try_from(most).unwrap()).contains(&jump), "{jump}");
    sleep(Duration::from_millis(20));
    assert_ne!(
        control(&sandbox, "/clock", json!({"advanceMs": 0}))["now"],
        started
    );
}

#[test]
fn the_next_keys_are_called_what_they_should_be() {
    let sandbox = sandbox();
    let ids = [
        "ffffffff-0000-4000-8000-000000000001",
        "00000000-0000-4000-8000-000000000002",
    ];
    control(&sandbox, "/keys", json!({"nextIds": ids}));
    assert_eq!(create(&sandbox, "one")["id"], ids[0]);
    assert_eq!(create(&sandbox, "two")["id"], ids[1]);
    assert_eq!(create(&sandbox, "three")["id"].as_str().unwrap().len(), 36);
    for refused in [
        json!({"nextIds": [ids[0]]}),
        json!({"nextIds": ["0"]}),
        json!({"nextIds": ["AAAAAAAA-0000-4000-8000-000000000003"]}),
        json!({"keys": [{"id": ids[1]}]}),
        json!({"keys": [{"id": "00000000-0000-4000-8000-000000000004", "count": 2}]}),
    ] {
        sandbox.control("POST", "/keys", refused).unwrap_err();
    }
}

#[test]
fn seeds_say_when_they_were_created_and_used() {
    let sandbox = sandbox();
    let id = "00000000-0000-4000-8000-000000000001";
    let keys = json!([
        {"description": "old", "createdAt": "2026-01-01T00:00:00.000Z", "id": id,
         "lastUsedAt": "2026-02-01T00:00:00Z"},
        {"description": "older", "createdInMs": -86_400_000_000_i64},
    ]);
    control(&sandbox, "/keys", json!({"keys": keys}));
    create(&sandbox, "new");
    // Newest first, by what it says.
    let list = list(&sandbox);
    let names: Vec<&Value> = list.iter().map(|key| &key["description"]).collect();
    let expected = [
        "new",
        "Sandbox inference key",
        "Sandbox admin key",
        "old",
        "older",
    ];
    assert_eq!(names, expected);
    assert_eq!(list[3]["id"], id);
    assert_eq!(list[3]["createdAt"], "2026-01-01T00:00:00.000Z");
    assert_eq!(list[3]["lastUsedAt"], "2026-02-01T00:00:00.000Z");
}
