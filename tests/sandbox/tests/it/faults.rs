//! Every kind of fault, as bytes on a socket.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

use crate::client::{admin, connect, exchange, read, request, sandbox, split, try_call};

/// A sandbox with one fault waiting for a create.
fn with(fault: Value) -> Sandbox {
    let sandbox = sandbox();
    queue(&sandbox, fault);
    sandbox
}

fn queue(sandbox: &Sandbox, mut fault: Value) {
    fault["match"] = json!({"method": "POST", "path": "/api_keys"});
    sandbox
        .control("POST", "/faults", json!({"faults": [fault]}))
        .unwrap();
}

fn create_request(sandbox: &Sandbox) -> String {
    let body = r#"{"apiKeyType":"INFERENCE","description":"faulted"}"#;
    request("POST", "/api_keys", Some(sandbox.admin_key()), Some(body))
}

fn create(sandbox: &Sandbox) -> io::Result<crate::client::Reply> {
    exchange(&mut connect(sandbox), &create_request(sandbox))
}

/// Whether the create was done, by what is stored and by the journal; and the status it noted.
fn done(sandbox: &Sandbox) -> (bool, Value) {
    let stored = sandbox.control("GET", "/keys", Value::Null).unwrap();
    let stored = stored["keys"].as_array().unwrap();
    let is_stored = stored.iter().any(|key| key["description"] == "faulted");
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    let last = journal["requests"].as_array().unwrap().last().unwrap();
    assert_eq!(last["worked"], is_stored, "{last}");
    (is_stored, last["status"].clone())
}

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
fn status() {
    let sandbox = with(json!({
        "kind": "status", "status": 429, "body": {"error": "later"},
        "headers": {"Retry-After": 7, "x-ratelimit-resets": "$unixMs+1500"},
    }));
    let reply = create(&sandbox).unwrap();
    assert_eq!((reply.status, reply.error().as_str()), (429, "later"));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("retry-after"), Some("7"));
    let resets: u128 = reply.header("x-ratelimit-resets").unwrap().parse().unwrap();
    let wait = resets - std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
    assert!((1000..=1500).contains(&wait), "{wait}");
    assert_eq!(done(&sandbox), (false, json!(429)));

    queue(
        &sandbox,
        json!({
            "kind": "status", "status": 500, "text": "oops", "contentType": "text/plain; charset=x",
            "headers": {"retry-after": "$httpDate+5", "x-seconds": "$unixSeconds+5"},
            "afterWork": true,
        }),
    );
    let reply = create(&sandbox).unwrap();
    assert_eq!((reply.status, &reply.body[..]), (500, &b"oops"[..]));
    assert_eq!(reply.header("content-type"), Some("text/plain; charset=x"));
    assert!(reply.header("retry-after").unwrap().ends_with(" GMT"));
    assert_eq!(reply.header("x-seconds").unwrap().len(), 10);
    assert_eq!(done(&sandbox), (true, json!(500)));
}

#[test]
fn html() {
    let sandbox = with(json!({"kind": "html"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (502, Some("text/html"))
    );
    assert!(String::from_utf8_lossy(&reply.body).contains("<h1>502 Bad Gateway</h1>"));
    assert_eq!(done(&sandbox), (false, json!(502)));
    queue(
        &sandbox,
        json!({"kind": "html", "status": 504, "afterWork": true}),
    );
    assert_eq!(create(&sandbox).unwrap().status, 504);
    assert_eq!(done(&sandbox), (true, json!(504)));
}

#[test]
fn empty() {
    let sandbox = with(json!({"kind": "empty", "status": 503, "afterWork": false}));
    let reply = create(&sandbox).unwrap();
    assert_eq!(
        (reply.status, reply.announced(), reply.body.len()),
        (503, Some(0), 0)
    );
    assert_eq!(done(&sandbox), (false, json!(503)));
    queue(&sandbox, json!({"kind": "empty"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!((reply.status, reply.body.len()), (200, 0));
    assert_eq!(done(&sandbox), (true, json!(200)));
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
    let sandbox = with(json!({"kind": "delay", "ms": 100}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    std::thread::sleep(Duration::from_millis(30));
    drop(stream);
    assert!(!done(&sandbox).0);
    std::thread::sleep(Duration::from_millis(200));
    assert!(done(&sandbox).0);
}

#[test]
fn refuse() {
    let sandbox = sandbox();
    let mut idle = connect(&sandbox);
    exchange(&mut idle, &request("GET", "/models", None, None)).unwrap();
    let begun = Instant::now();
    sandbox
        .control(
            "POST",
            "/faults",
            json!({"faults": [{"kind": "refuse", "ms": 200}]}),
        )
        .unwrap();
    // At once: when the control request returns, nobody gets in and nobody is left.
    let refused = TcpStream::connect(split(sandbox.base_url()).0).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    assert!(matches!(idle.read(&mut [0; 1]), Ok(0) | Err(_)));
    // The control has a port of its own, and goes on.
    sandbox
        .control("POST", "/keys", json!({"keys": [{}]}))
        .unwrap();
    TcpStream::connect(split(sandbox.control_url()).0).unwrap();
    while TcpStream::connect(split(sandbox.base_url()).0).is_err() {
        assert!(
            begun.elapsed() < Duration::from_secs(2),
            "it never came back"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(
        begun.elapsed() >= Duration::from_millis(195),
        "{:?}",
        begun.elapsed()
    );
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
    let body = r#"{"faults":[{"kind":"refuse","ms":100}]}"#;
    let length = body.len();
    let request = format!(
        "POST {path}/faults HTTP/1.1\r\nhost: {host}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    let mut control = TcpStream::connect(host).unwrap();
    assert_eq!(exchange(&mut control, &request).unwrap().status, 200);
    assert!(TcpStream::connect(split(sandbox.base_url()).0).is_err());
    // A second one prolongs the first.
    assert_eq!(
        exchange(&mut control, &request.replace("100", "250"))
            .unwrap()
            .status,
        200
    );
    std::thread::sleep(Duration::from_millis(150));
    assert!(TcpStream::connect(split(sandbox.base_url()).0).is_err());
    std::thread::sleep(Duration::from_millis(150));
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
    let error = stream.read(&mut [0; 1]).unwrap_err();
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
    says_nothing_more(&mut stream);
    assert_eq!(done(&sandbox), (false, Value::Null));
    queue(&sandbox, json!({"kind": "stall", "afterWork": true}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
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
fn garbage() {
    let sandbox = with(json!({"kind": "garbage"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!((reply.status, reply.json()), (200, Value::Null));
    assert!(!reply.body.is_empty());
    assert_eq!(done(&sandbox), (true, json!(200)));
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
fn content_type() {
    let sandbox = with(json!({"kind": "content_type", "contentType": "text/html"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("text/html"))
    );
    assert_eq!(reply.json()["success"], true);
    assert_eq!(done(&sandbox), (true, json!(200)));
}

#[test]
fn huge() {
    let sandbox = sandbox();
    for bytes in [3_000_000, 1 << 20, 100] {
        queue(&sandbox, json!({"kind": "huge", "bytes": bytes}));
        let reply = create(&sandbox).unwrap();
        assert_eq!((reply.status, reply.announced()), (200, Some(bytes)));
        assert_eq!(
            (reply.body.len(), reply.json()["object"].as_str()),
            (bytes, Some("list"))
        );
    }
    queue(&sandbox, json!({"kind": "huge"}));
    let mut stream = connect(&sandbox);
    stream
        .write_all(create_request(&sandbox).as_bytes())
        .unwrap();
    let mut head = vec![0; 200];
    stream.read_exact(&mut head).unwrap();
    assert!(String::from_utf8_lossy(&head).contains("content-length: 50000000\r\n"));
    drop(stream);
    assert!(!done(&sandbox).0);
}

#[test]
fn gzip_bomb() {
    let sandbox = sandbox();
    for bytes in [64_000_003, 1 << 20, 100] {
        queue(&sandbox, json!({"kind": "gzip_bomb", "bytes": bytes}));
        let reply = create(&sandbox).unwrap();
        assert_eq!(
            (reply.status, reply.header("content-encoding")),
            (200, Some("gzip"))
        );
        assert_eq!(reply.announced(), Some(reply.body.len()));
        assert!(
            reply.body.len() < 1000 + bytes / 500,
            "{}",
            reply.body.len()
        );
        // The decoder checks the length and the checksum of the whole.
        let mut plain = Vec::new();
        GzDecoder::new(&reply.body[..])
            .read_to_end(&mut plain)
            .unwrap();
        assert_eq!(plain.len(), bytes);
        let parsed: Value = serde_json::from_slice(&plain).unwrap();
        assert_eq!(parsed["object"], "list");
    }
    let begun = Instant::now();
    queue(&sandbox, json!({"kind": "gzip_bomb"}));
    let reply = create(&sandbox).unwrap();
    let promised = u32::from_le_bytes(*reply.body.last_chunk().unwrap());
    assert_eq!(promised, 1_000_000_000);
    assert!(
        begun.elapsed() < Duration::from_secs(2),
        "expensive to build: {:?}",
        begun.elapsed()
    );
    assert!(!done(&sandbox).0);
}

#[test]
fn repeat() {
    let sandbox = sandbox();
    for (each, count, whole) in [
        ("ab", 3, "[ababab]".to_owned()),
        ("[", 3_000_001, format!("[{}]", "[".repeat(3_000_001))),
        (
            "k$n,",
            12,
            "[k0,k1,k2,k3,k4,k5,k6,k7,k8,k9,k10,k11,]".to_owned(),
        ),
        ("x", 0, "[]".to_owned()),
    ] {
        let fault = json!({
            "kind": "repeat", "start": "[", "each": each, "count": count, "end": "]",
        });
        queue(&sandbox, fault.clone());
        let reply = create(&sandbox).unwrap();
        assert_eq!((reply.status, reply.announced()), (200, Some(whole.len())));
        assert!(reply.body == whole.as_bytes(), "{each}");
        let mut fault = fault;
        fault["gzip"] = json!(true);
        fault["status"] = json!(418);
        queue(&sandbox, fault);
        let reply = create(&sandbox).unwrap();
        assert_eq!(reply.status, 418);
        assert!(reply.body.len() < 100 + whole.len() / 500, "{each}");
        let mut plain = Vec::new();
        GzDecoder::new(&reply.body[..])
            .read_to_end(&mut plain)
            .unwrap();
        assert!(plain == whole.as_bytes(), "{each}");
    }
    assert!(!done(&sandbox).0);
    let begun = Instant::now();
    queue(
        &sandbox,
        json!({"kind": "repeat", "each": "late", "ms": 120}),
    );
    assert_eq!(create(&sandbox).unwrap().body, b"late");
    assert!(begun.elapsed() >= Duration::from_millis(120));
    let nothing = json!({"faults": [{"kind": "repeat", "count": 3}]});
    assert!(sandbox.control("POST", "/faults", nothing).is_err());
}

#[test]
fn bad_gzip_and_gzip() {
    let sandbox = with(json!({"kind": "bad_gzip"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    assert_eq!(reply.json()["success"], true, "it is plain");
    assert_eq!(done(&sandbox), (true, json!(200)));
    queue(&sandbox, json!({"kind": "gzip"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    let plain: Value = serde_json::from_reader(GzDecoder::new(&reply.body[..])).unwrap();
    assert_eq!(plain["success"], true);
}

#[test]
fn header_flood() {
    let sandbox = with(json!({"kind": "header_flood"}));
    let reply = create(&sandbox).unwrap();
    let flood = reply
        .headers
        .iter()
        .filter(|(name, _)| name.starts_with("x-flood-"))
        .count();
    assert_eq!((reply.status, flood), (200, 10_000));
    assert_eq!(reply.json()["success"], true);
    assert_eq!(done(&sandbox), (true, json!(200)));
    queue(&sandbox, json!({"kind": "header_flood", "count": 50_000}));
    assert_eq!(create(&sandbox).unwrap().headers.len(), 50_008);
}

#[test]
fn redirect() {
    let sandbox = with(json!({"kind": "redirect", "location": "/elsewhere"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!(
        (reply.status, reply.header("location")),
        (302, Some("/elsewhere"))
    );
    assert_eq!(done(&sandbox), (false, json!(302)));
    queue(
        &sandbox,
        json!({"kind": "redirect", "status": 308, "location": "http://127.0.0.1:9/"}),
    );
    assert_eq!(create(&sandbox).unwrap().status, 308);
}

#[test]
fn edit() {
    let sandbox = with(json!({
        "kind": "edit",
        "set": {"data.limitPeriod": null, "data.new.deep": [1, {"a": 2}], "top": 1},
        "remove": ["data.modelPrivacy", "success", "data.not.there"],
        "headers": {"x-extra": "yes"},
    }));
    let reply = create(&sandbox).unwrap();
    let body = reply.json();
    assert_eq!(reply.header("x-extra"), Some("yes"));
    assert_eq!(body["data"].get("limitPeriod"), Some(&Value::Null));
    assert_eq!(
        (&body["data"]["new"]["deep"], &body["top"]),
        (&json!([1, {"a": 2}]), &json!(1))
    );
    assert!(body["data"].get("modelPrivacy").is_none() && body.get("success").is_none());
    assert!(body["data"].get("not").is_none(), "removing makes nothing");
    assert_eq!(body["data"]["description"], "faulted");
    assert_eq!(done(&sandbox), (true, json!(200)));

    let set = json!({"data.0.id": "strange", "data.1.usage.trailingSevenDays.usd": 5});
    let fault = json!({"kind": "edit", "set": set, "remove": ["data.2"]});
    sandbox
        .control("POST", "/faults", json!({"faults": [fault]}))
        .unwrap();
    let listed = admin(&sandbox, "GET", "/api_keys", None).json();
    assert_eq!(listed["data"].as_array().unwrap().len(), 2);
    assert_eq!(listed["data"][0]["id"], "strange");
    assert_eq!(listed["data"][1]["usage"]["trailingSevenDays"]["usd"], 5);
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
            .set_read_timeout(Some(Duration::from_millis(50)))
            .unwrap();
        stream
            .write_all(create_request(&sandbox).as_bytes())
            .unwrap();
        let _ = read(&mut stream);
        assert_eq!(
            exchange(&mut bystander, &models).unwrap().status,
            200,
            "{kind}"
        );
    }
    assert!(try_call(&sandbox, "GET", "/models", None, None).is_ok());
}
