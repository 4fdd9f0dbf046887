//! The program: its options, its one line, its end.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use venice_keys_sandbox::{Options, Sandbox, StartError};

use crate::client::{alone, exchange, request, split, wait_until};

/// A running program, ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_venice-keys-sandbox"));
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn start(arguments: &[&str]) -> (Running, Value) {
    let mut running = Running(alone(|| program(arguments).spawn()).unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.as_mut().unwrap())
        .read_line(&mut line)
        .unwrap();
    if line.is_empty() {
        let mut error = String::new();
        running
            .0
            .stderr
            .as_mut()
            .unwrap()
            .read_to_string(&mut error)
            .unwrap();
        panic!("no ready line: {error}");
    }
    (running, serde_json::from_str(&line).unwrap())
}

fn output(arguments: &[&str]) -> (Option<i32>, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = alone(|| program(arguments).spawn())
        .and_then(Child::wait_with_output)
        .unwrap();
    (
        status.code(),
        String::from_utf8([stdout, stderr].concat()).unwrap(),
    )
}

fn get(ready: &Value, path: &str) -> u16 {
    let mut stream = TcpStream::connect(split(ready["base_url"].as_str().unwrap()).0).unwrap();
    let request = request("GET", path, ready["admin_key"].as_str(), None);
    exchange(&mut stream, &request).unwrap().status
}

fn ends(running: &mut Running) -> Option<i32> {
    wait_until("its end", || running.0.try_wait().unwrap().is_some());
    running.0.wait().unwrap().code()
}

#[test]
fn one_line_says_all_and_stdin_ends_it() {
    let (mut running, ready) = start(&["--port", "0", "--until-stdin-closes"]);
    for name in [
        "base_url",
        "control_url",
        "admin_key",
        "inference_key",
        "staked_private_key",
        "staked_address",
        "unstaked_private_key",
        "unstaked_address",
    ] {
        assert!(ready[name].is_string(), "{name}");
    }
    assert!(ready.get("ca_file").is_none());
    assert!(ready["base_url"].as_str().unwrap().ends_with("/api/v1"));
    assert_eq!(get(&ready, "/api_keys"), 200);
    drop(running.0.stdin.take());
    assert_eq!(ends(&mut running), Some(0));
}

#[test]
fn without_that_option_stdin_means_nothing() {
    let (mut running, ready) = start(&[]);
    drop(running.0.stdin.take());
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(get(&ready, "/api_keys"), 200);
}

#[test]
fn it_starts_fast() {
    let mut fastest = Duration::MAX;
    // What counts is what a start costs, and a busy machine shows that now and then only.
    wait_until("a start within 100 ms", || {
        let begun = Instant::now();
        let _running = start(&[]);
        fastest = fastest.min(begun.elapsed());
        fastest < Duration::from_millis(100)
    });
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_in_order() {
    let (mut running, ready) = start(&["--tls"]);
    let ca_file = Path::new(ready["ca_file"].as_str().unwrap());
    assert!(ca_file.exists());
    assert!(ready["base_url"].as_str().unwrap().starts_with("https://"));
    let id = running.0.id().to_string();
    let mut kill = alone(|| Command::new("kill").args(["-TERM", &id]).spawn()).unwrap();
    assert!(kill.wait().unwrap().success());
    assert_eq!(ends(&mut running), Some(0));
    assert!(!ca_file.exists());
}

/// Another address of this machine's own than most use. macOS has but one.
fn other_loopback(last: u8) -> Ipv4Addr {
    match cfg!(target_os = "macos") {
        true => Ipv4Addr::LOCALHOST,
        false => Ipv4Addr::new(127, 0, 0, last),
    }
}

#[test]
fn it_listens_on_loopback_unless_told() {
    for host in ["0.0.0.0", "::", "192.0.2.1"] {
        let (code, text) = output(&["--host", host]);
        assert_eq!(code, Some(1), "{text}");
        assert!(
            text.contains("not a loopback address") && text.contains("--allow-remote"),
            "{text}"
        );
        let options = Options {
            host: host.parse().unwrap(),
            ..Options::default()
        };
        assert!(matches!(
            Sandbox::start(options),
            Err(StartError::Remote(_))
        ));
    }
    let (_running, ready) = start(&["--host", "0.0.0.0", "--allow-remote"]);
    assert_eq!(get(&ready, "/api_keys"), 200);
    let host = other_loopback(2).to_string();
    let (_running, ready) = start(&["--host", &host]);
    assert!(
        ready["base_url"]
            .as_str()
            .unwrap()
            .starts_with(&format!("http://{host}:"))
    );
}

#[test]
fn options_are_understood_or_refused() {
    let many = [
        "--minute",
        "0.25",
        "--web3=siwe",
        "--tls-cert",
        "expired",
        "--until-stdin-closes",
    ];
    let (mut first, ready) = start(&many);
    assert!(ready["ca_file"].is_string());
    let base_url = ready["base_url"].as_str().unwrap();
    let port = split(base_url).0.rsplit_once(':').unwrap().1;
    let (code, text) = output(&["--port", port]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("can't listen"), "{text}");
    drop(first.0.stdin.take());
    assert_eq!(ends(&mut first), Some(0));
    for wrong in [
        &["--prot", "0"][..],
        &["--port"],
        &["--port", "many"],
        &["--port", "65536"],
        &["--host", "localhost"],
        &["--minute", "-1"],
        &["--minute", "NaN"],
        &["--web3", "web4"],
        &["--tls=yes"],
        &["--tls-cert", "fine"],
        &["stray"],
    ] {
        let (code, text) = output(wrong);
        assert_eq!(code, Some(2), "{wrong:?}: {text}");
        assert!(text.contains("Usage:"), "{text}");
    }
    assert_eq!(output(&["--help"]).0, Some(0));
    let (code, text) = output(&["--version"]);
    assert_eq!(
        (code, text.trim()),
        (
            Some(0),
            concat!("venice-keys-sandbox ", env!("CARGO_PKG_VERSION"))
        )
    );
}

#[test]
fn both_ports_can_be_chosen() {
    // Where nobody else listens: a port that is free there stays so.
    let host = other_loopback(3);
    let free = || {
        std::net::TcpListener::bind((host, 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port()
    };
    let (port, control_port) = (free(), free());
    let options = Options {
        host: host.into(),
        port,
        control_port,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).unwrap();
    assert_eq!(sandbox.base_url(), format!("http://{host}:{port}/api/v1"));
    assert_eq!(
        sandbox.control_url(),
        format!("http://{host}:{control_port}/_sandbox")
    );
    alone(|| drop(sandbox));
    // Nothing is left listening.
    assert!(TcpStream::connect((host, port)).is_err());
    assert!(TcpStream::connect((host, control_port)).is_err());
}
