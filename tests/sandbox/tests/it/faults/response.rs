//! Faults of the response: another status, another body, too much of it.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use serde_json::{Value, json};

use super::{create, create_request, done, queue, with};
use crate::client::{admin, connect, sandbox, stop_clock};

#[test]
fn status() {
    let sandbox = with(json!({
        "kind": "status", "status": 429, "body": {"error": "later"},
        "headers": {"Retry-After": 7, "x-ratelimit-resets": "$unixMs+60000"},
    }));
    let now = stop_clock(&sandbox);
    let reply = create(&sandbox).unwrap();
    assert_eq!((reply.status, reply.error().as_str()), (429, "later"));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("retry-after"), Some("7"));
    let resets = (now + 60_000).to_string();
    assert_eq!(reply.header("x-ratelimit-resets"), Some(&resets[..]));
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
    let seconds = (now / 1000 + 5).to_string();
    assert_eq!(reply.header("x-seconds"), Some(&seconds[..]));
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
fn garbage() {
    let sandbox = with(json!({"kind": "garbage"}));
    let reply = create(&sandbox).unwrap();
    assert_eq!((reply.status, reply.json()), (200, Value::Null));
    assert!(!reply.body.is_empty());
    assert_eq!(done(&sandbox), (true, json!(200)));
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
    let took = || {
        let begun = Instant::now();
        queue(&sandbox, json!({"kind": "gzip_bomb"}));
        let reply = create(&sandbox).unwrap();
        let promised = u32::from_le_bytes(*reply.body.last_chunk().unwrap());
        assert_eq!(promised, 1_000_000_000);
        begun.elapsed()
    };
    // The machine may be busy: what counts is what it costs.
    let fastest = (0..5).map(|_| took()).min().unwrap();
    assert!(
        fastest < Duration::from_secs(5),
        "expensive to build: {fastest:?}"
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
