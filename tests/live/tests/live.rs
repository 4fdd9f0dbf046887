//! The whole program against a sandbox that stands in for Venice: as it is, with facts changed, and
//! stopped half-way.

#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox, Web3};

fn sandbox(web3: Web3) -> Sandbox {
    let options = Options {
        web3,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).unwrap();
    // So that the log has something to look at.
    control(&sandbox, "account", json!({"breaches": [{}]}));
    let spent = json!({"first": "2026-06-15T19:00:00Z", "count": 25});
    control(&sandbox, "usage", json!({"series": [spent]}));
    sandbox
}

fn control(sandbox: &Sandbox, path: &str, body: Value) {
    sandbox.control("POST", &format!("/{path}"), body).unwrap();
}

fn program(sandbox: &Sandbox) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_venice-keys-live"));
    command
        .args(["--base-url", sandbox.base_url()])
        .env("VENICE_ADMIN_KEY", sandbox.admin_key())
        .env_remove("VENICE_WALLET_KEY")
        .env_remove("VENICE_BASE_URL")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A run to its end: its exit code, and all that it printed.
fn run(sandbox: &Sandbox) -> (Option<i32>, String) {
    finished(sandbox, program(sandbox).arg("--yes").output().unwrap())
}

/// Whatever else was tried: nothing printed holds a key, and nothing that could spend was asked.
fn finished(sandbox: &Sandbox, output: Output) -> (Option<i32>, String) {
    let printed = [output.stdout, output.stderr].concat();
    let printed = String::from_utf8(printed).unwrap();
    for key in keys(sandbox) {
        let secret = key["apiKey"].as_str().unwrap();
        assert!(!printed.contains(secret), "a key is printed: {printed}");
    }
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    for request in journal["requests"].as_array().unwrap() {
        let path = request["path"].as_str().unwrap();
        let is_management =
            path.starts_with("/api/v1/api_keys") || path.starts_with("/api/v1/models");
        let reads = ["/api/v1/billing/", "/api/v1/x402/balance/"];
        let is_read = request["method"] == "GET" && reads.iter().any(|it| path.starts_with(it));
        assert!(is_management || is_read, "{path}");
    }
    (output.status.code(), printed)
}

fn keys(sandbox: &Sandbox) -> Vec<Value> {
    let stored = sandbox.control("GET", "/keys", Value::Null).unwrap();
    stored["keys"].as_array().unwrap().clone()
}

/// Keys that runs made; each must be INFERENCE, capped and short-lived.
fn made(sandbox: &Sandbox) -> Vec<Value> {
    let made = keys(sandbox).into_iter();
    let made: Vec<_> = made
        .filter(|key| key["origin"] == "create" || key["origin"] == "mint")
        .collect();
    for key in &made {
        assert_eq!(key["apiKeyType"], "INFERENCE");
        assert!(
            key["consumptionLimit"]["usd"].as_f64().unwrap() <= 5.0,
            "{key}"
        );
        let time = |name: &str| {
            key[name]
                .as_str()
                .unwrap()
                .parse::<jiff::Timestamp>()
                .unwrap()
        };
        let life = time("expiresAt").duration_since(time("createdAt"));
        assert!(life <= jiff::SignedDuration::from_mins(6), "{key}");
    }
    made
}

/// Those that still work: one that was created with its end behind it never did.
fn left(sandbox: &Sandbox) -> usize {
    let ends = |key: &Value| key["expiresAt"].as_str()?.parse::<jiff::Timestamp>().ok();
    let works = |key: &Value| ends(key).is_none_or(|end| end > jiff::Timestamp::now());
    let is_left = |key: &&Value| key["revoked"] == false && works(key);
    made(sandbox).iter().filter(is_left).count()
}

/// A key that is here before a run and must be there after it.
fn seed(sandbox: &Sandbox, description: &str, expires_in_ms: Option<u64>, usd: u32) {
    let mut key = json!({"description": description, "consumptionLimit": {"usd": usd}});
    if let Some(ms) = expires_in_ms {
        key["expiresInMs"] = json!(ms);
    }
    control(sandbox, "keys", json!({"keys": [key]}));
}

#[test]
fn as_it_is_everything_holds() {
    for web3 in [Web3::Jwt, Web3::Siwe] {
        let sandbox = sandbox(web3);
        let (code, printed) = run(&sandbox);
        assert_eq!(code, Some(0), "{printed}");
        assert!(printed.contains(" 0 differ, 0 can't be told"), "{printed}");
        assert!(printed.contains("No key of this run is left."), "{printed}");
        assert!((1..=10).contains(&made(&sandbox).len()));
        assert_eq!(left(&sandbox), 0);
    }
}

#[test]
fn a_wallet_that_is_named_mints_one_key() {
    for web3 in [Web3::Jwt, Web3::Siwe] {
        let sandbox = sandbox(web3);
        let wallet = sandbox.ready_line();
        let wallet: Value = serde_json::from_str(&wallet).unwrap();
        let private_key = wallet["staked_private_key"].as_str().unwrap();
        let mut program = program(&sandbox);
        let output = program
            .arg("--yes")
            .env("VENICE_WALLET_KEY", private_key)
            .output();
        let (code, printed) = finished(&sandbox, output.unwrap());
        assert_eq!(code, Some(0), "{printed}");
        assert!(!printed.contains(&private_key[2..14]));
        let minted = made(&sandbox)
            .iter()
            .filter(|key| key["origin"] == "mint")
            .count();
        assert_eq!((minted, left(&sandbox)), (1, 0));
    }
}

#[test]
fn three_facts_changed_are_three_differences() {
    let sandbox = sandbox(Web3::Jwt);
    let always = 1_000_000;
    let matching = |method: &str, path: &str| json!({"method": method, "path": path});
    let faults = json!([
        {"kind": "edit", "times": always, "match": matching("PATCH", "/api_keys"),
         "set": {"took": 1}},
        {"kind": "edit", "times": always, "match": matching("GET", "/api_keys/rate_limits/log"),
         "set": {"data.0.reason": "new"}},
        {"kind": "status", "times": always, "status": 410,
         "match": matching("GET", "/api_keys_no_such_path")},
    ]);
    control(&sandbox, "faults", json!({"faults": faults}));
    let (code, printed) = run(&sandbox);
    assert_eq!(code, Some(1), "{printed}");
    assert!(printed.contains(" 3 differ, 0 can't be told"), "{printed}");
    assert_eq!(printed.matches("| DIFFERS |").count(), 3, "{printed}");
    for change in [
        "calls.rs, PATCH /api_keys: it says data, success; Venice says data, success, took",
        "rate_limits.rs, a breach's members: it says apiKeyId, modelId, rateLimitTier, \
         rateLimitType, timestamp; Venice says apiKeyId, modelId, rateLimitTier, rateLimitType, \
         reason, timestamp",
        "api.rs, an unknown path: it says 404; Venice says 410",
    ] {
        assert!(printed.contains(change), "{change}\n{printed}");
    }
    assert_eq!(left(&sandbox), 0);
}

#[test]
fn nothing_is_begun_unless_it_is_agreed_to_and_the_key_is_an_admin_keys() {
    let sandbox = sandbox(Web3::Jwt);
    let (code, printed) = finished(&sandbox, program(&sandbox).output().unwrap());
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains("at most 10 INFERENCE keys"), "{printed}");
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    assert_eq!(journal["requests"], json!([]));
    let mut with_another = program(&sandbox);
    with_another
        .env("VENICE_ADMIN_KEY", sandbox.inference_key())
        .arg("--yes");
    let (code, printed) = finished(&sandbox, with_another.output().unwrap());
    assert_eq!(code, Some(2), "{printed}");
    assert!(printed.contains("Admin API key required"), "{printed}");
    assert_eq!(made(&sandbox).len(), 0);
}

/// A run that hangs half-way, with keys made, because a PATCH or a create gets no response.
fn hanging(sandbox: &Sandbox, method: &str) -> Child {
    // Past what is refused on purpose, and past the first key.
    let skip = if method == "POST" { 2 } else { 1 };
    let stall = json!({
        "kind": "stall", "afterWork": true, "skip": skip,
        "match": {"method": method, "path": "/api_keys"},
    });
    control(sandbox, "faults", json!({"faults": [stall]}));
    let child = program(sandbox).arg("--yes").spawn().unwrap();
    let start = Instant::now();
    // The stall's work must be done, too.
    while !is_struck(sandbox) || !has_worked(sandbox, method) {
        assert!(
            start.elapsed() < Duration::from_secs(60),
            "it never came that far"
        );
        sleep(Duration::from_millis(20));
    }
    assert!(left(sandbox) > 0);
    child
}

/// Whether no fault waits any more.
fn is_struck(sandbox: &Sandbox) -> bool {
    let waiting = sandbox.control("GET", "/faults", Value::Null).unwrap();
    waiting["faults"] == json!([])
}

/// Whether the last request is of this method, and done.
fn has_worked(sandbox: &Sandbox, method: &str) -> bool {
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    let last = journal["requests"].as_array().unwrap().last();
    last.is_some_and(|last| last["method"] == method && last["worked"] == true)
}

fn send(signal: &str, child: &Child) {
    // The shell's own: not every machine has the program.
    let kill = format!("kill {signal} {}", child.id());
    let kill = Command::new("sh").args(["-c", &kill]).status();
    assert!(kill.unwrap().success());
}

#[cfg(unix)]
#[test]
fn stopped_half_way_it_leaves_no_key() {
    for (signal, method, number) in [
        ("-TERM", "PATCH", 15),
        ("-INT", "PATCH", 2),
        ("-HUP", "PATCH", 1),
        ("-TERM", "POST", 15),
    ] {
        let sandbox = sandbox(Web3::Jwt);
        let child = hanging(&sandbox, method);
        let start = Instant::now();
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        let (code, printed) = finished(&sandbox, output);
        assert_eq!(code, Some(128 + number), "{printed}");
        // It doesn't wait for the response, which it would for 30 s.
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{:?}",
            start.elapsed()
        );
        assert!(printed.contains("no key is left"), "{printed}");
        assert_eq!(left(&sandbox), 0, "{signal} {method}: {printed}");
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_leaves_expires_or_is_deleted_by_the_next() {
    // Nobody comes: after some minutes nothing is listed and nothing works.
    let expiring = sandbox(Web3::Jwt);
    let before = active(&expiring);
    kill(&expiring);
    control(&expiring, "clock", json!({"advanceMs": 6 * 60 * 1000}));
    assert_eq!(active(&expiring), before);

    // The next run comes at once: it deletes these, and no key that only looks like them.
    let sandbox = sandbox(Web3::Jwt);
    kill(&sandbox);
    let ours = made(&sandbox)[0]["description"]
        .as_str()
        .unwrap()
        .to_owned();
    let minutes = Some(240_000);
    seed(
        &sandbox,
        "venice-keys live 1a2b3c4d-0123456789abcdef capped",
        minutes,
        1,
    );
    seed(&sandbox, "venice-keys live", minutes, 1);
    // A description that was copied to a key for good, or for more money.
    seed(&sandbox, &ours, None, 1);
    seed(&sandbox, &ours, minutes, 500);
    let (code, printed) = run(&sandbox);
    assert_eq!(code, Some(0), "{printed}");
    assert!(printed.contains("an earlier run left behind"), "{printed}");
    assert_eq!(left(&sandbox), 0, "{printed}");
    let is_decoy = |key: &&Value| key["origin"] == "seed" && key["revoked"] == false;
    assert_eq!(keys(&sandbox).iter().filter(is_decoy).count(), 4);
}

fn kill(sandbox: &Sandbox) {
    let mut child = hanging(sandbox, "PATCH");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(left(sandbox) > 0);
    control(sandbox, "faults", json!({"clear": true}));
}

/// How many keys the account's list shows.
fn active(sandbox: &Sandbox) -> usize {
    let client = venice_keys::Client::builder()
        .api_key(sandbox.admin_key())
        .base_url(sandbox.base_url())
        .build()
        .unwrap();
    client.list_keys().unwrap().len()
}

#[test]
fn a_key_whose_response_was_lost_is_found_and_deleted() {
    let sandbox = sandbox(Web3::Jwt);
    let lost = json!({"kind": "reset_after", "match": {"method": "POST"}, "times": 4});
    control(&sandbox, "faults", json!({"faults": [lost]}));
    let (code, printed) = run(&sandbox);
    assert!(printed.contains("can't be told"), "{code:?} {printed}");
    assert!(made(&sandbox).len() > 2, "{printed}");
    assert_eq!(left(&sandbox), 0, "{printed}");
}

#[test]
fn every_place_that_a_row_names_is_there() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut places = 0;
    for file in std::fs::read_dir(here.join("src/facts")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        for place in text
            .split('"')
            .filter(|text| text.starts_with("sandbox/src/"))
        {
            assert!(here.join("..").join(place).exists(), "{place}");
            places += 1;
        }
    }
    assert!(places > 5);
}
