//! What only Rust can get wrong: sharing between threads, the environment, attempts and the log.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use venice_keys::{Client, ClientBuilder, Error, ErrorCode, MintOptions, NewKey, Secret, Wallet};
use venice_keys_sandbox::{Certificate, Options, Sandbox};

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
    assert!(
        took < Duration::from_millis(1500),
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

fn from_env(variables: &[(&str, &str)]) -> String {
    from_env_trusting(&[], variables)
}

fn from_env_trusting(ca_file: &[&str], variables: &[(&str, &str)]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_from_env"));
    for name in [
        "VENICE_ADMIN_KEY",
        "VENICE_API_KEY",
        "VENICE_BASE_URL",
        "HTTPS_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
    ] {
        program.env_remove(name);
    }
    let output = program
        .args(ca_file)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_environment_gives_key_and_base_url() {
    let sandbox = sandbox();
    let key = ("VENICE_API_KEY", sandbox.inference_key());
    let url = ("VENICE_BASE_URL", sandbox.base_url());
    let wrong = ("VENICE_API_KEY", "VENICE_INFERENCE_KEY_RUSTTEST_UNKNOWN");
    let admin_key = ("VENICE_ADMIN_KEY", sandbox.admin_key());
    assert_eq!(from_env(&[wrong, admin_key, url]), "accepted true\n");
    assert_eq!(from_env(&[wrong, url]), "accepted false\n");
    assert_eq!(from_env(&[key, url]), "accepted true\n");
    assert!(from_env(&[url]).starts_with("config: no API key"));
    assert!(from_env(&[url, ("VENICE_API_KEY", "")]).starts_with("config: no API key"));
}

#[test]
fn the_environment_sends_the_key_to_no_stranger() {
    let key = (
        "VENICE_API_KEY",
        "VENICE_INFERENCE_KEY_RUSTTEST_abcdefghijklmnop",
    );
    for url in [
        "https://venice.example",
        "http://api.venice.ai",
        "https://evilvenice.ai",
    ] {
        let said = from_env(&[key, ("VENICE_BASE_URL", url)]);
        assert!(said.starts_with("config: "), "{said}");
        assert!(!said.contains("abcdefgh"), "{said}");
    }
}

#[test]
fn a_proxy_that_can_not_be_used_is_refused_and_not_passed_over() {
    let key = (
        "VENICE_API_KEY",
        "VENICE_INFERENCE_KEY_RUSTTEST_abcdefghijklmnop",
    );
    for proxy in ["socks5://127.0.0.1:1", "::::"] {
        let said = from_env(&[key, ("HTTPS_PROXY", proxy)]);
        assert!(said.starts_with("config: HTTPS_PROXY"), "{said}");
    }
    let through = from_env(&[key, ("HTTPS_PROXY", "http://127.0.0.1:9")]);
    assert!(through.starts_with("connection: "), "{through}");
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

#[test]
fn the_log_shows_every_attempt_and_nothing_secret_at_any_level() {
    log::set_logger(&COLLECTOR).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
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

/// A proxy that takes CONNECT, joins both sides, and keeps what it saw before the tunnel.
fn connect_proxy() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let heads = seen.clone();
    std::thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let heads = heads.clone();
            std::thread::spawn(move || tunnel(client, &heads));
        }
    });
    (url, seen)
}

fn tunnel(mut client: TcpStream, heads: &Mutex<Vec<String>>) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let target = head.split(' ').nth(1)?.to_owned();
    heads.lock().ok()?.push(head);
    // Whatever the name, it is on this machine.
    let (_, port) = target.rsplit_once(':')?;
    let mut server = TcpStream::connect(format!("127.0.0.1:{port}")).ok()?;
    client
        .write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")
        .ok()?;
    let (mut from_server, mut to_client) = (server.try_clone().ok()?, client.try_clone().ok()?);
    std::thread::spawn(move || std::io::copy(&mut from_server, &mut to_client));
    std::io::copy(&mut client, &mut server).ok().map(drop)
}

fn tls_sandbox() -> Sandbox {
    let options = Options {
        tls: Some(Certificate::Valid),
        ..Options::default()
    };
    Sandbox::start(options).unwrap()
}

#[test]
fn a_proxy_is_obeyed_and_sees_no_key() {
    let sandbox = tls_sandbox();
    let (proxy, seen) = connect_proxy();
    let url = sandbox.base_url().replace("127.0.0.1", "sandbox.venice.ai");
    let said = from_env_trusting(
        &[sandbox.ca_file().unwrap().to_str().unwrap()],
        &[
            ("VENICE_API_KEY", sandbox.admin_key()),
            ("VENICE_BASE_URL", &url),
            ("HTTPS_PROXY", &proxy),
        ],
    );
    assert_eq!(said, "accepted true\n");
    let heads = seen.lock().unwrap().clone();
    assert_eq!(heads.len(), 1);
    assert!(
        heads[0].starts_with("CONNECT sandbox.venice.ai:") && !heads[0].contains("VENICE_"),
        "{}",
        heads[0]
    );
}

#[test]
fn no_variable_names_whom_we_trust() {
    let sandbox = tls_sandbox();
    let file = sandbox.ca_file().unwrap();
    let folder = std::env::temp_dir().join(format!("venice-keys-roots-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(file, folder.join("ca.pem")).unwrap();
    let file = file.to_str().unwrap();
    let variables = [
        ("VENICE_API_KEY", sandbox.admin_key()),
        ("VENICE_BASE_URL", sandbox.base_url()),
        ("SSL_CERT_FILE", file),
        ("SSL_CERT_DIR", folder.to_str().unwrap()),
    ];
    let said = from_env(&variables);
    let trusting = from_env_trusting(&[file], &variables);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(said.starts_with("tls: "), "{said}");
    assert_eq!(trusting, "accepted true\n");
}

#[test]
fn tls_on_loopback_goes_through_no_proxy() {
    let sandbox = tls_sandbox();
    let (proxy, seen) = connect_proxy();
    let said = from_env_trusting(
        &[sandbox.ca_file().unwrap().to_str().unwrap()],
        &[
            ("VENICE_API_KEY", sandbox.admin_key()),
            ("VENICE_BASE_URL", sandbox.base_url()),
            ("HTTPS_PROXY", &proxy),
        ],
    );
    assert_eq!(said, "accepted true\n");
    assert!(seen.lock().unwrap().is_empty());
}

#[test]
fn plain_http_on_loopback_goes_through_no_proxy() {
    let sandbox = sandbox();
    let (proxy, seen) = connect_proxy();
    let said = from_env(&[
        ("VENICE_API_KEY", sandbox.admin_key()),
        ("VENICE_BASE_URL", sandbox.base_url()),
        ("HTTPS_PROXY", &proxy),
        ("HTTP_PROXY", &proxy),
        ("ALL_PROXY", &proxy),
    ]);
    assert_eq!(said, "accepted true\n");
    assert!(seen.lock().unwrap().is_empty());
}
