//! Faults of the connection: late, refused, reset, stalled, slow, cut.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use super::{create, create_request, done, is_stored, queue, wait_for_requests, with};
use crate::client::{
    admin, alone, connect, exchange, read, read_some, request, sandbox, split, try_call, wait_until,
};

/// No stop takes as long, so what lasts this long still lasts when it is looked at.
const LONG: Duration = Duration::from_secs(10);

#[test]
fn a_fault_strikes_what_it_matches_as_often_as_it_says_and_in_order() {
    let sandbox = sandbox();
    let faults = json!({"faults": [
        {"kind": "status", "status": 501, "match": {"method": "POST"}},
        {"kind": "status", "status": 502, "match": {"path": "/api_keys/rate_limits"}, "times": 2},
        {"kind": "status", "status": 503, "match": {"method": "GET", "path": "/api_keys/*"}},
        {"kind": "status", "status": 504},
    ]});
    sandbox.control("POST", "/faults", faults).unwrap();
    let status = |method: &str, path: &str| admin(&sandbox, method, path, None).status;
    assert_eq!(status("GET", "/api_keys/rate_limits?x=1"), 502);
    assert_eq!(status("GET", "/api_keys/rate_limits"), 502);
    assert_eq!(status("GET", "/api_keys/rate_limits"), 503);
    assert_eq!(status("GET", "/api_keys/rate_limits"), 504);
    assert_eq!(status("GET", "/api_keys/rate_limits"), 200);
    assert_eq!(status("POST", "/models"), 501);
    assert_eq!(status("POST", "/models"), 404);
}

#[test]
fn delay() {
    let sandbox = with(json!({"kind": "delay", "ms": 120}));
    let begun = Instant::now();
    assert_eq!(create(&sandbox).unwrap().status, 200);
    assert!(begun.elapsed() >= Duration::from_millis(120));
    assert_eq!(done(&sandbox), (true, json!(200)));
}

#[test]
fn work_goes_on_when_the_client_does_not_wait() {
    let sandbox = with(json!({"kind": "delay", "ms": LONG.as_millis()}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    wait_for_requests(&sandbox, 1);
    drop(stream);
    assert!(!done(&sandbox).0);
    wait_until("the work", || is_stored(&sandbox));
    assert!(done(&sandbox).0);
}

fn refuse_for(sandbox: &Sandbox, pause: Duration) {
    let ms = pause.as_millis();
    let faults = json!({"faults": [{"kind": "refuse", "ms": ms}]});
    alone(|| sandbox.control("POST", "/faults", faults)).unwrap();
}

/// Waits until connections are taken again, which must not be before `pause` is over.
fn wait_until_it_is_back(sandbox: &Sandbox, begun: Instant, pause: Duration) {
    let address = split(sandbox.base_url()).0;
    wait_until("the end of the refusal", || {
        TcpStream::connect(address).is_ok()
    });
    // A timer's milliseconds are not the clock's.
    let least = pause - Duration::from_millis(5);
    assert!(begun.elapsed() >= least, "{:?}", begun.elapsed());
}

#[test]
fn refuse() {
    let sandbox = sandbox();
    let mut idle = connect(&sandbox);
    exchange(&mut idle, &request("GET", "/models", None, None)).unwrap();
    refuse_for(&sandbox, Duration::from_secs(3600));
    // At once: when the control request returns, nobody gets in and nobody is left.
    let refused = TcpStream::connect(split(sandbox.base_url()).0).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    let ended = read_some(&mut idle, &mut [0; 1]).map_err(|error| error.kind());
    assert!(matches!(ended, Ok(0) | Err(ErrorKind::ConnectionReset)));
    // The control has a port of its own, and goes on.
    sandbox
        .control("POST", "/keys", json!({"keys": [{}]}))
        .unwrap();
    TcpStream::connect(split(sandbox.control_url()).0).unwrap();
}

#[test]
fn a_refusal_ends_by_itself() {
    let sandbox = sandbox();
    let begun = Instant::now();
    let pause = Duration::from_millis(500);
    refuse_for(&sandbox, pause);
    sandbox
        .control("POST", "/keys", json!({"keys": [{}]}))
        .unwrap();
    wait_until_it_is_back(&sandbox, begun, pause);
    let listed = admin(&sandbox, "GET", "/api_keys", None).json();
    assert_eq!(
        listed["data"].as_array().unwrap().len(),
        3,
        "the state is still there"
    );
}

#[test]
fn refuse_over_the_control_url() {
    let sandbox = sandbox();
    let (host, path) = split(sandbox.control_url());
    let mut control = TcpStream::connect(host).unwrap();
    let mut refuse_for = |pause: Duration| {
        let ms = pause.as_millis();
        let body = json!({"faults": [{"kind": "refuse", "ms": ms}]}).to_string();
        let length = body.len();
        let head = format!("POST {path}/faults HTTP/1.1\r\nhost: {host}\r\n");
        let request = format!("{head}content-length: {length}\r\n\r\n{body}");
        let reply = alone(|| exchange(&mut control, &request)).unwrap();
        assert_eq!(reply.status, 200);
    };
    let short = Duration::from_millis(300);
    refuse_for(short);
    // A second one prolongs the first.
    let begun = Instant::now();
    refuse_for(LONG);
    assert!(TcpStream::connect(split(sandbox.base_url()).0).is_err());
    std::thread::sleep(2 * short);
    assert!(TcpStream::connect(split(sandbox.base_url()).0).is_err());
    wait_until_it_is_back(&sandbox, begun, LONG);
    assert_eq!(admin(&sandbox, "GET", "/api_keys", None).status, 200);
}

#[test]
fn reset_before_and_after() {
    let sandbox = with(json!({"kind": "reset_before"}));
    let error = create(&sandbox).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset, "RST, not FIN");
    assert_eq!(done(&sandbox), (false, Value::Null));
    queue(&sandbox, json!({"kind": "reset_after"}));
    assert_eq!(
        create(&sandbox).unwrap_err().kind(),
        ErrorKind::ConnectionReset
    );
    assert_eq!(done(&sandbox), (true, Value::Null));
}

fn says_nothing_more(stream: &mut TcpStream) {
    stream
        .set_read_timeout(Some(Duration::from_millis(100)))
        .unwrap();
    let error = read_some(stream, &mut [0; 1]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{error}"
    );
}

#[test]
fn stall() {
    let sandbox = with(json!({"kind": "stall"}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    wait_for_requests(&sandbox, 1);
    says_nothing_more(&mut stream);
    assert_eq!(done(&sandbox), (false, Value::Null));
    queue(&sandbox, json!({"kind": "stall", "afterWork": true}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    wait_until("the work", || is_stored(&sandbox));
    says_nothing_more(&mut stream);
    assert_eq!(done(&sandbox), (true, Value::Null));
}

#[test]
fn stall_body() {
    let sandbox = with(json!({"kind": "stall_body", "at": 10}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") || !bytes.ends_with(b"apiKey") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        bytes.push(byte[0]);
        if bytes.ends_with(b"\r\n\r\n") {
            let mut ten = [0; 10];
            stream.read_exact(&mut ten).unwrap();
            assert_eq!(&ten, br#"{"data":{""#);
            break;
        }
    }
    says_nothing_more(&mut stream);
    assert_eq!(done(&sandbox), (true, json!(200)));
}

#[test]
fn drip() {
    let sandbox = sandbox();
    let fault = json!({"kind": "drip", "ms": 2, "match": {"path": "/api_keys/x"}});
    sandbox
        .control("POST", "/faults", json!({"faults": [fault]}))
        .unwrap();
    let begun = Instant::now();
    let reply = admin(&sandbox, "GET", "/api_keys/x", None);
    assert_eq!(
        (reply.status, reply.error().as_str()),
        (400, "API key not found")
    );
    let least = 2 * u64::try_from(reply.body.len()).unwrap();
    assert!(
        begun.elapsed() >= Duration::from_millis(least),
        "{:?}",
        begun.elapsed()
    );
    let fault = json!({"kind": "drip", "ms": 60_000, "match": {"method": "POST"}});
    sandbox
        .control("POST", "/faults", json!({"faults": [fault]}))
        .unwrap();
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    let mut head = [0; 17];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 200 OK\r\n");
    assert_eq!(done(&sandbox), (true, json!(200)));
}

#[test]
fn cut() {
    let sandbox = with(json!({"kind": "cut", "at": 5}));
    let reply = create(&sandbox).unwrap();
    assert_eq!((reply.status, &reply.body[..]), (200, &br#"{"dat"#[..]));
    assert!(reply.announced().unwrap() > 100);
    assert_eq!(done(&sandbox), (true, json!(200)));

    queue(&sandbox, json!({"kind": "cut", "before": "\"id\""}));
    let reply = create(&sandbox).unwrap();
    let text = String::from_utf8(reply.body.clone()).unwrap();
    assert!(text.contains("apiKey") && text.ends_with(','), "{text}");

    queue(&sandbox, json!({"kind": "cut"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!(reply.body.len(), reply.announced().unwrap() / 2);
}

#[test]
fn garbage_wire() {
    let sandbox = with(json!({"kind": "garbage_wire"}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    assert!(!bytes.is_empty() && !bytes.starts_with(b"HTTP/"));
    assert_eq!(done(&sandbox), (true, Value::Null));
}

#[test]
fn a_fault_ends_its_own_connection_only() {
    let sandbox = sandbox();
    let mut bystander = connect(&sandbox);
    let models = request("GET", "/models", None, None);
    exchange(&mut bystander, &models).unwrap();
    for kind in ["reset_before", "garbage_wire", "cut", "stall_body"] {
        queue(&sandbox, json!({"kind": kind}));
        let mut stream = connect(&sandbox);
        // What came before on the same connection is not lost.
        assert_eq!(exchange(&mut stream, &models).unwrap().status, 200);
        stream
            .write_all(create_request(&sandbox).as_bytes())
            .unwrap();
        // Until it has struck: all but one end the connection.
        match kind {
            "stall_body" => assert_eq!(read_some(&mut stream, &mut [0; 1]).unwrap(), 1),
            _ => drop(read(&mut stream)),
        }
        assert_eq!(
            exchange(&mut bystander, &models).unwrap().status,
            200,
            "{kind}"
        );
    }
    assert!(try_call(&sandbox, "GET", "/models", None, None).is_ok());
}
