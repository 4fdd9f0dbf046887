//! Rotations in a sandbox.

mod chain;
mod others;
mod own;
mod stops;
mod unknown;

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use venice_keys_sandbox::Options;

use super::{PendingRotation, RotatedKey, RotationOutcome};
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs::PENDING;
use crate::jobs::name;
use crate::jobs::tests::stage;
use crate::keys::{ApiKey, Change, CreatedKey, LimitUpdate, Rotation};
use crate::secret::Secret;

const HOUR: Duration = Duration::from_secs(3600);
const SETTLE: Duration = Duration::from_millis(50);

struct Stage {
    base: stage::Stage,
    /// By id.
    vault: Mutex<HashMap<String, Secret>>,
}

impl Deref for Stage {
    type Target = stage::Stage;

    fn deref(&self) -> &stage::Stage {
        &self.base
    }
}

impl Stage {
    fn new() -> Self {
        let base = stage::Stage::with(Options::default(), |builder| {
            builder.timeout(Duration::from_secs(30)).settle(SETTLE)
        });
        let vault = Mutex::default();
        Self { base, vault }
    }

    /// The next requests of this method meet this.
    fn fault(&self, method: &str, mut fault: Value) {
        fault["match"] = json!({ "method": method });
        self.inject(fault);
    }

    fn advance(&self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).unwrap();
        self.tell("/clock", json!({ "advanceMs": ms }));
    }

    /// A key with a bit of everything; its id.
    fn old(&self) -> String {
        let ids = self.seed(json!({
            "description": "backend", "consumptionLimit": { "usd": 50, "diem": 7 },
            "limitPeriod": "MONTH", "modelPrivacy": "PRIVATE_ONLY",
            "ipAllowlist": ["11.22.33.0/24"],
        }));
        ids.into_iter().next().unwrap()
    }

    /// What others do meanwhile.
    fn change(&self, id: &str, mut change: Value) {
        change["id"] = id.into();
        self.tell("/keys", json!({ "change": [change] }));
    }

    fn count(&self) -> usize {
        self.client.list_keys().unwrap().len()
    }

    /// A client like the stage's that sends nothing more once a request of its was lost: what a
    /// process does that is killed.
    fn dying(&self) -> Client {
        let lost = Arc::new(AtomicBool::new(false));
        let seen = lost.clone();
        let client = stage::builder(&self.sandbox)
            .settle(SETTLE)
            .on_attempt(move |attempt| {
                if attempt.failure.is_some() {
                    seen.store(true, Ordering::SeqCst);
                }
            });
        let client = client.build().unwrap();
        client.with_cancellation(move || lost.load(Ordering::SeqCst))
    }

    fn own(&self) -> ApiKey {
        let secret = self.client.own_key().unwrap();
        let keys = self.client.list_keys().unwrap();
        let shown = |key: &ApiKey| {
            secret
                .reveal()
                .ends_with(key.last6_chars.as_deref().unwrap())
        };
        keys.into_iter().find(shown).unwrap()
    }

    fn store(&self) -> impl FnMut(&CreatedKey) -> Result<(), Error> + '_ {
        |created| {
            let mut vault = self.vault.lock().unwrap();
            let before = vault.insert(created.id.clone(), created.api_key.clone());
            assert!(before.is_none(), "stored once");
            Ok(())
        }
    }

    fn rotate(&self, id: &str, rotation: &Rotation) -> Result<RotatedKey, Error> {
        self.client.rotate_key(id, rotation, self.store())
    }

    fn begin(&self, id: &str, rotation: &Rotation) -> PendingRotation {
        let begun = self.client.begin_rotation(id, rotation).unwrap();
        assert_eq!(begun.outcome, RotationOutcome::Pending);
        self.store()(begun.created.as_ref().unwrap()).unwrap();
        begun
    }

    fn get(&self, id: &str) -> Option<ApiKey> {
        let keys = self.client.list_keys().unwrap();
        keys.into_iter().find(|key| key.id == id)
    }

    /// The new key of "backend" is there once, is named so, and its secret is stored.
    fn check_successor(&self, id: &str) {
        let keys = self.client.list_keys().unwrap();
        let is_being_made = |key: &&ApiKey| {
            key.description
                .as_ref()
                .is_some_and(|text| text.starts_with(PENDING))
        };
        assert_eq!(keys.iter().filter(is_being_made).count(), 0, "{keys:?}");
        let named = |key: &&ApiKey| key.description.as_deref() == Some("backend");
        let lasting: Vec<_> = keys
            .iter()
            .filter(|key| named(key) && key.expires_at.is_none())
            .map(|key| &*key.id)
            .collect();
        assert_eq!(lasting, [id]);
        assert!(self.vault.lock().unwrap().contains_key(id));
    }
}

fn for_an_hour() -> Rotation {
    Rotation::new().grace(HOUR)
}

#[test]
fn the_new_key_has_every_setting_and_the_old_one_is_gone() {
    let stage = Stage::new();
    let old_id = stage.old();
    let old = stage.get(&old_id).unwrap();
    let rotated = stage.rotate(&old_id, &Rotation::new()).unwrap();
    assert_eq!(rotated.outcome, RotationOutcome::Rotated);
    assert_eq!((&rotated.old_id, rotated.old_expires_at), (&old_id, None));
    let created = rotated.created.unwrap();
    assert_eq!(
        (created.description.as_deref(), created.expires_at),
        (Some("backend"), None)
    );
    assert!(stage.get(&old_id).is_none());
    stage.check_successor(&rotated.id);
    let new = stage.get(&rotated.id).unwrap();
    assert_eq!(new.consumption_limits.usd, old.consumption_limits.usd);
    assert_eq!(new.consumption_limits.diem, old.consumption_limits.diem);
    assert_eq!(new.limit_period, old.limit_period);
    assert_eq!(new.model_privacy, old.model_privacy);
    assert_eq!(new.ip_allowlist, old.ip_allowlist);
    let secret = stage.vault.lock().unwrap()[&rotated.id].clone();
    assert!(
        stage
            .client
            .with_api_key(secret)
            .verify_key()
            .unwrap()
            .accepted
    );
    let gone = stage.rotate(&old_id, &Rotation::new()).unwrap_err();
    assert_eq!(gone.code(), ErrorCode::NotFound, "{gone}");
}

#[test]
fn with_a_grace_the_old_key_ends_when_it_was_said_and_names_its_successor() {
    let stage = Stage::new();
    let old_id = stage.old();
    let rotation = Rotation::new()
        .grace(HOUR)
        .description("backend 2")
        .consumption_limit(LimitUpdate::new().usd(75));
    let rotated = stage.rotate(&old_id, &rotation).unwrap();
    let old = stage.get(&old_id).unwrap();
    let end = old.expires_at.unwrap();
    assert_eq!(rotated.old_expires_at, Some(end));
    assert_eq!(end.subsec_millisecond(), name::mark(&old_id, &rotated.id));
    let new = stage.get(&rotated.id).unwrap();
    let grace = end.duration_since(new.created_at.unwrap());
    assert!((3600..=3600 + 600).contains(&grace.as_secs()), "{grace}");
    assert_eq!(new.description.as_deref(), Some("backend 2"));
    assert_eq!(new.consumption_limits.usd, Some(75.into()));
    assert_eq!(new.consumption_limits.diem, Some(7.into()));
    // Again: there is nothing left to do; without the grace, the old key goes.
    for (rotation, left) in [
        (rotation.clone(), true),
        (rotation.grace(Duration::ZERO), false),
    ] {
        let again = stage.rotate(&old_id, &rotation).unwrap();
        assert_eq!(again.outcome, RotationOutcome::AlreadyRotated);
        assert_eq!((&again.id, again.created), (&rotated.id, None));
        assert_eq!(again.old_expires_at.is_some(), left);
        assert_eq!(stage.get(&old_id).is_some(), left);
    }
}

#[test]
fn the_client_goes_on_with_its_own_new_key() {
    let stage = Stage::new();
    let own = stage.own();
    let clone = stage.client.with_max_retries(1);
    let rotation = Rotation::new().ip_allowlist(Change::Clear);
    let rotated = stage.rotate(&own.id, &rotation).unwrap();
    let left = rotated.old_expires_at.expect("it isn't deleted");
    assert!(stage.get(&own.id).unwrap().expires_at == Some(left));
    let secret = stage.vault.lock().unwrap()[&rotated.id].clone();
    assert!(stage.client.own_key().unwrap() == secret);
    assert!(clone.own_key().unwrap() == secret, "all that share the key");
    let again = stage.rotate(&own.id, &rotation).unwrap();
    assert_eq!(again.outcome, RotationOutcome::AlreadyRotated);
    assert_eq!(
        again.old_expires_at,
        Some(left),
        "calls may be under way with it"
    );
    let insists = rotation.end_own_key(true);
    let next = stage.rotate(&rotated.id, &insists).unwrap();
    assert_eq!(next.old_expires_at, None);
    assert!(stage.get(&rotated.id).is_none());
    assert_eq!(stage.own().id, next.id);
    stage.advance(Duration::from_secs(3000));
    assert!(clone.list_keys().is_ok());
}

#[test]
fn a_secret_that_cant_be_tried_stops_the_rotation_unless_it_may() {
    let stage = Stage::new();
    let old_id = stage.old();
    let before = stage.count();
    let refuse = |status: u16, text: &str, times: u32| {
        let fault = json!({
            "kind": "status", "status": status, "body": { "error": text }, "times": times,
            "match": { "path": "/api_keys/rate_limits" },
        });
        stage.tell("/faults", json!({ "faults": [fault] }));
    };
    let elsewhere = "This API key is restricted to configured IP addresses.";
    refuse(403, elsewhere, 1);
    let stopped = stage.rotate(&old_id, &Rotation::new()).unwrap_err();
    assert_eq!(stopped.code(), ErrorCode::Forbidden, "{stopped}");
    assert_eq!(stage.count(), before);
    refuse(403, elsewhere, 1);
    let unverified = Rotation::new().unverified(true);
    let rotated = stage.rotate(&old_id, &unverified).unwrap();
    stage.check_successor(&rotated.id);
    refuse(401, "Authentication failed", 2);
    let refused = stage.rotate(&rotated.id, &unverified).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::BadResponse, "{refused}");
    refuse(402, "Insufficient USD or Diem balance", 1);
    assert!(
        stage.rotate(&rotated.id, &Rotation::new()).is_ok(),
        "it is accepted"
    );
    assert_eq!(stage.count(), before);
}

#[test]
fn what_would_gain_nothing_or_lose_something_is_refused() {
    let stage = Stage::new();
    let seed = |key: Value| {
        let seeded = stage.tell("/keys", json!({ "keys": [key] }));
        seeded["keys"][0]["id"].as_str().unwrap().to_owned()
    };
    let ends_soon = seed(json!({ "ipAllowlist": [], "expiresInMs": 3_500_000 }));
    let hidden = seed(json!({ "description": "hidden" }));
    let pending = "vk-pending:1:e:abcdefghijkl:0th2yo0:aaaaabbbbbcccaaaaabbbbbddd";
    let pending = seed(json!({ "description": pending }));
    let before = stage.count();
    for (id, rotation, field) in [
        (&*ends_soon, for_an_hour(), "expiresAt"),
        (&*hidden, for_an_hour(), "ipAllowlist"),
        (&*pending, for_an_hour(), "id"),
        (&*hidden, Rotation::new().description(""), "description"),
        (
            &*hidden,
            Rotation::new().description(Change::Clear),
            "description",
        ),
        (
            &*hidden,
            Rotation::new().description("vk-pending:"),
            "description",
        ),
        ("rate_limits", for_an_hour(), "id"),
    ] {
        let refused = stage.rotate(id, &rotation).unwrap_err();
        assert_eq!(refused.issues()[0].field, field, "{refused}");
    }
    assert_eq!(stage.count(), before);
    let later = for_an_hour().expires_at(Change::Clear);
    let rotated = stage.rotate(&ends_soon, &later).unwrap();
    let end = stage.get(&ends_soon).unwrap().expires_at.unwrap();
    assert_eq!(
        rotated.old_expires_at,
        Some(end),
        "and not later than before"
    );
    assert_eq!(
        end.subsec_millisecond(),
        name::mark(&ends_soon, &rotated.id)
    );
}

#[test]
fn a_key_can_be_rotated_again_and_again() {
    let stage = Stage::new();
    let seed = json!({ "description": "backend" });
    let seeded = stage.tell("/keys", json!({ "keys": [seed] }));
    let hidden = seeded["keys"][0]["id"].as_str().unwrap();
    let anywhere = Rotation::new().ip_allowlist(Change::Clear);
    let mut id = stage.rotate(hidden, &anywhere).unwrap().id;
    for _ in 0..2 {
        id = stage.rotate(&id, &Rotation::new()).unwrap().id;
        stage.check_successor(&id);
        assert_eq!(stage.get(&id).unwrap().ip_allowlist, Some(Vec::new()));
    }
}

#[test]
fn a_full_account_says_how_many_keys_are_being_made() {
    let stage = Stage::new();
    let old_id = stage.old();
    let full = json!({ "description": "x", "count": 499 });
    stage.tell("/keys", json!({ "keys": [full] }));
    let refused = stage.rotate(&old_id, &Rotation::new()).unwrap_err();
    assert_eq!(refused.code(), ErrorCode::KeyLimitReached, "{refused}");
    assert!(
        stage
            .get(&old_id)
            .is_some_and(|old| old.expires_at.is_none())
    );
}
