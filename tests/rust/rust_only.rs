//! What only Rust can get wrong: sharing between threads, attempts and the log.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use std::collections::HashSet;
use std::error::Error as StdError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once};
use std::time::{Duration, Instant};

use serde_json::json;
use venice_keys::{
    Change, Client, ClientBuilder, Error, ErrorCode, MintOptions, NewKey, Rotation, Secret, Wallet,
};

use common::{admin, fault, requests, sandbox};

#[test]
fn what_is_shared_between_threads_may_be() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Client>();
    check::<ClientBuilder>();
    check::<Error>();
    check::<Secret>();
    check::<Wallet>();
}

#[test]
fn sixty_four_calls_at_once_take_as_long_as_one() {
    let sandbox = sandbox();
    let client = admin(&sandbox).build().unwrap();
    fault(&sandbox, json!({"kind": "delay", "ms": 300, "times": 64}));
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| client.list_keys().unwrap());
        }
    });
    let took = start.elapsed();
    assert!(took >= Duration::from_millis(300), "{took:?}");
    // One after the other they take 19 s; a busy machine is slow, too.
    assert!(
        took < Duration::from_secs(12),
        "{took:?}: the calls waited for each other"
    );
}

#[test]
fn clones_share_the_create_throttle_and_a_fresh_client_does_not() {
    let sandbox = sandbox();
    let client = admin(&sandbox)
        .create_limit(1)
        .timeout(Duration::from_secs(5))
        .build()
        .unwrap();
    client.clone().create_key(&NewKey::new("first")).unwrap();
    let error = client.create_key(&NewKey::new("second")).unwrap_err();
    assert_eq!(error.code(), ErrorCode::RateLimited);
    assert!(error.retry_after().unwrap() > Duration::from_secs(50));
    client
        .with_new_connections()
        .create_key(&NewKey::new("third"))
        .unwrap();
    assert_eq!(
        requests(&sandbox).len(),
        2,
        "the throttled one was not sent"
    );
}

/// Its own key ends under them, too: at once, or while they are on their way.
#[test]
fn no_call_fails_because_the_client_rotates_its_own_key_meanwhile() {
    for at_once in [false, true] {
        let sandbox = sandbox();
        let settle = Duration::from_millis(50);
        let client = admin(&sandbox).settle(settle).build().unwrap();
        let slow = json!({"path": "/api_keys/rate_limits"});
        fault(
            &sandbox,
            json!({"kind": "delay", "ms": 60, "times": 10_000, "match": slow}),
        );
        let (over, made) = (AtomicBool::new(false), AtomicUsize::new(0));
        let call = || {
            let client = client.with_max_retries(0);
            while !over.load(Ordering::SeqCst) {
                client.rate_limits().unwrap();
                made.fetch_add(1, Ordering::SeqCst);
            }
        };
        let rotation = Rotation::new()
            .ip_allowlist(Change::Clear)
            .end_own_key(at_once);
        let mut id = client.list_keys().unwrap().pop().unwrap().id;
        std::thread::scope(|scope| {
            let callers: Vec<_> = (0..8).map(|_| scope.spawn(call)).collect();
            for _ in 0..3 {
                let before = made.load(Ordering::SeqCst);
                let rotated = client.rotate_key(&id, &rotation, ());
                over.store(rotated.is_err(), Ordering::SeqCst);
                id = rotated.unwrap().id;
                while made.load(Ordering::SeqCst) < before + 16 && !callers[0].is_finished() {
                    std::thread::sleep(settle);
                }
            }
            over.store(true, Ordering::SeqCst);
        });
        let used: HashSet<String> = requests(&sandbox)
            .iter()
            .filter(|request| request["path"] == "/api/v1/api_keys/rate_limits")
            .map(|request| request["headers"]["authorization"].to_string())
            .collect();
        assert_eq!(used.len(), 4, "each key was called with: {used:?}");
        let past_every_end = json!({"advanceMs": 3_600_000});
        sandbox.control("POST", "/clock", past_every_end).unwrap();
        assert!(client.verify_key().unwrap().accepted);
    }
}

#[test]
fn a_fresh_client_shares_no_connection() {
    let sandbox = sandbox();
    let client = admin(&sandbox).build().unwrap();
    client.list_keys().unwrap();
    client.with_new_connections().list_keys().unwrap();
    client.list_keys().unwrap();
    let connections: Vec<u64> = requests(&sandbox)
        .iter()
        .map(|r| r["connection"].as_u64().unwrap())
        .collect();
    assert_eq!(connections[0], connections[2]);
    assert_ne!(connections[0], connections[1]);
}

#[test]
fn a_ca_file_that_is_none_is_refused() {
    for file in [
        "/nonexistent/ca.pem",
        concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
    ] {
        let error = Client::builder()
            .api_key("k")
            .ca_file(file)
            .build()
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::Config);
    }
}

#[test]
fn on_attempt_sees_every_attempt_and_nothing_secret() {
    let sandbox = sandbox();
    let lines = Arc::new(Mutex::new(Vec::new()));
    let seen = lines.clone();
    let client = admin(&sandbox)
        .on_attempt(move |attempt| seen.lock().unwrap().push(attempt.to_string()))
        .build()
        .unwrap();
    let made = client.create_key(&NewKey::new("observed")).unwrap();
    fault(
        &sandbox,
        json!({"kind": "status", "status": 503, "headers": {"retry-after": "0"}}),
    );
    client.get_key(&made.id).unwrap();
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("POST /api_keys 200 "), "{}", lines[0]);
    assert!(
        lines[1].starts_with(&format!("GET /api_keys/{} 503 ", made.id)),
        "{}",
        lines[1]
    );
    assert!(lines[2].ends_with("attempt 2"), "{}", lines[2]);
}

/// Collects whatever the whole process logs, at the most talkative level there is.
struct Collector(Mutex<String>);

static COLLECTOR: Collector = Collector(Mutex::new(String::new()));

impl log::Log for Collector {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        let line = format!("{} {}\n", record.target(), record.args());
        self.0.lock().unwrap().push_str(&line);
    }
    fn flush(&self) {}
}

/// Collects from now on; what other tests log is among it.
fn collect_the_log() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| log::set_logger(&COLLECTOR).unwrap());
    log::set_max_level(log::LevelFilter::Trace);
}

#[test]
fn the_work_with_a_temporary_key_fails_with_its_own_error_and_the_log_names_a_key_that_is_left() {
    collect_the_log();
    let sandbox = sandbox();
    let client = admin(&sandbox).max_retries(0).build().unwrap();
    let hour = Duration::from_secs(3600);
    let mut id = String::new();
    let failed = client.temporary_key(&NewKey::new("nightly"), hour, |created| {
        id.clone_from(&created.id);
        let refused = json!({"method": "DELETE"});
        fault(
            &sandbox,
            json!({"kind": "status", "status": 500, "match": refused}),
        );
        Err::<(), Box<dyn StdError>>("the work's own error".into())
    });
    assert_eq!(failed.unwrap_err().to_string(), "the work's own error");
    let log = COLLECTOR.0.lock().unwrap().clone();
    let named = |line: &str| line.contains("the work is over") && line.contains(&id);
    assert!(log.lines().any(named), "the key that is left isn't named");
}

#[test]
fn the_log_shows_every_attempt_and_nothing_secret_at_any_level() {
    collect_the_log();
    let sandbox = sandbox();
    let client = admin(&sandbox).build().unwrap();
    let made = client.create_key(&NewKey::new("logged")).unwrap();
    let wallet = Wallet::from_hex(sandbox.staked_private_key()).unwrap();
    client
        .mint_with_wallet(&wallet, &MintOptions::new().description("logged too"))
        .unwrap();
    let sent = requests(&sandbox);
    let echo = sandbox.admin_key();
    let headers = json!({"server": echo, "content-type": echo, "retry-after": "0"});
    fault(
        &sandbox,
        json!({"kind": "status", "status": 503, "headers": headers}),
    );
    client.list_keys().unwrap();
    let log = COLLECTOR.0.lock().unwrap().clone();
    assert!(log.contains("\"server\": "), "the echo was not logged");
    assert!(
        log.contains("venice_keys POST /api_keys 200"),
        "no attempt line"
    );
    let mint = sent.last().unwrap();
    let secrets = [
        sandbox.admin_key(),
        made.api_key.reveal(),
        mint["body"]["signature"].as_str().unwrap(),
        mint["body"]["token"].as_str().unwrap(),
        sandbox.staked_private_key(),
    ];
    let log = log.as_bytes();
    for secret in secrets {
        let private = secret.trim_start_matches("VENICE_ADMIN_KEY_SANDBOX");
        let private = private.trim_start_matches("VENICE_INFERENCE_KEY_SANDBOX");
        for piece in private.as_bytes().windows(12) {
            assert!(
                !log.windows(12).any(|window| window == piece),
                "a secret was logged"
            );
        }
    }
}
