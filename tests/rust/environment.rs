//! What the environment says, and what it may not: keys, URLs, proxies and whom to trust.
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use venice_keys_sandbox::{Certificate, Options, Sandbox};

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

fn sandbox() -> Sandbox {
    Sandbox::start(Options::default()).unwrap()
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
