//! What the sandbox keeps from untrusteds: a page in the developer's own browser, and a real key
//! that was sent here by mistake.

use std::net::TcpStream;

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::client::{Reply, call, connect, exchange, request, sandbox, split};

/// A control request with these lines in its head.
fn control(sandbox: &Sandbox, method: &str, path: &str, lines: &str, body: &str) -> Reply {
    let (address, base) = split(sandbox.control_url());
    let length = body.len();
    let request =
        format!("{method} {base}{path} HTTP/1.1\r\n{lines}content-length: {length}\r\n\r\n{body}");
    exchange(&mut TcpStream::connect(address).unwrap(), &request).unwrap()
}

#[test]
fn control_is_for_loopback_hosts_only() {
    let sandbox = sandbox();
    let (address, _) = split(sandbox.control_url());
    let port = address.rsplit(':').next().unwrap();
    let seed = r#"{"keys":[{"apiKeyType":"ADMIN"}]}"#;
    for untrusted in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("notlocalhost:{port}"),
        "10.0.0.7".to_owned(),
        "0.0.0.0".to_owned(),
        "[2001:db8::1]".to_owned(),
        "[::1".to_owned(),
        "127.0.0.1@evil.example".to_owned(),
        "127.0.0.1:80:80".to_owned(),
        String::new(),
    ] {
        let lines = format!("host: {untrusted}\r\n");
        for (method, path, body) in [
            ("POST", "/keys", seed),
            ("GET", "/keys", ""),
            ("GET", "/journal", ""),
        ] {
            let reply = control(&sandbox, method, path, &lines, body);
            assert_eq!(reply.status, 403, "{untrusted:?} {path}");
            assert!(reply.json().get("keys").is_none(), "{untrusted:?}");
        }
    }
    assert_eq!(control(&sandbox, "GET", "/keys", "", "").status, 403);
    let two = format!("host: {address}\r\nhost: evil.example\r\n");
    assert_eq!(control(&sandbox, "GET", "/keys", &two, "").status, 403);
    for own in [
        address.to_owned(),
        "127.0.0.1".to_owned(),
        "127.8.9.10:1".to_owned(),
        format!("localhost:{port}"),
        "LOCALHOST".to_owned(),
        "sandbox.localhost:99".to_owned(),
        "[::1]:7".to_owned(),
        "[::1]".to_owned(),
    ] {
        let lines = format!("host: {own}\r\n");
        let reply = control(&sandbox, "GET", "/keys", &lines, "");
        assert_eq!(reply.status, 200, "{own:?}");
        assert_eq!(reply.json()["keys"].as_array().unwrap().len(), 2, "{own:?}");
    }
}

#[test]
fn control_refuses_whatever_comes_from_a_web_page() {
    let sandbox = sandbox();
    let (address, _) = split(sandbox.control_url());
    for origin in ["https://evil.example", "null", &format!("http://{address}")] {
        let lines = format!("host: {address}\r\norigin: {origin}\r\ncontent-type: text/plain\r\n");
        let seed = r#"{"keys":[{"apiKeyType":"ADMIN"}]}"#;
        for (method, path, body) in [
            ("POST", "/keys", seed),
            ("GET", "/journal", ""),
            ("OPTIONS", "/keys", ""),
        ] {
            let reply = control(&sandbox, method, path, &lines, body);
            assert_eq!(reply.status, 403, "{origin} {method}");
            let allowed = reply.header("access-control-allow-origin");
            assert_eq!(allowed, None, "{origin} {method}");
        }
    }
    let keys = sandbox.control("GET", "/keys", Value::Null).unwrap();
    assert_eq!(
        keys["keys"].as_array().unwrap().len(),
        2,
        "nothing was done"
    );
}

#[test]
fn where_strangers_may_call_it_the_control_goes_by_any_name() {
    let sandbox = Sandbox::start(Options {
        allow_remote: true,
        ..Options::default()
    })
    .unwrap();
    let named = "host: sandbox.internal:7000\r\n";
    assert_eq!(control(&sandbox, "GET", "/keys", named, "").status, 200);
    let page = "host: sandbox.internal:7000\r\norigin: https://evil.example\r\n";
    assert_eq!(control(&sandbox, "GET", "/keys", page, "").status, 403);
}

#[test]
fn the_journal_keeps_no_credential_whole() {
    let sandbox = sandbox();
    let key = "VENICE_ADMIN_KEY_SANDBOX_as_if_it_were_real_abc123";
    let models = request("GET", "/models", Some(key), None);
    for sent in [
        models.clone(),
        models.replace("Bearer ", "bearer   "),
        models.replace("Bearer ", ""),
        models.replace("Bearer ", "Basic "),
        models.replace(key, "short"),
        models.replace(
            "authorization: ",
            "authorization: Bearer VENICE_ADMIN_KEY_SANDBOX_another_one_entirely_xyz789\r\n\
             authorization: ",
        ),
    ] {
        exchange(&mut connect(&sandbox), &sent).unwrap();
    }
    call(&sandbox, "GET", "/models", None, None);
    let journal = sandbox.control("GET", "/journal", json!(null)).unwrap();
    let text = journal.to_string();
    for whole in ["as_if_it_were_real", "another_one_entirely", "short"] {
        assert!(!text.contains(whole), "{text}");
    }
    let shown: Vec<_> = journal["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| request["headers"]["authorization"].as_str())
        .collect();
    let expected = [
        Some("Bearer …abc123"),
        Some("bearer …abc123"),
        Some("…abc123"),
        Some("Basic …abc123"),
        Some("Bearer …"),
        Some("Bearer …xyz789, Bearer …abc123"),
        None,
    ];
    assert_eq!(shown, expected);
}
