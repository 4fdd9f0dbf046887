//! Many clients at once.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::client::{connect, exchange, request};

/// 50 clients make 20 calls each, all at once: every response is what its client alone
/// would have seen, and what is stored at the end is the sum of them.
#[test]
fn a_thousand_requests_from_fifty_clients_lose_and_tear_nothing() {
    // The shortest minute there is: the create limit is not what this is about.
    let minute = Duration::from_millis(1);
    let sandbox = Sandbox::start(Options {
        minute,
        ..Options::default()
    })
    .unwrap();
    let created: Vec<(String, bool)> = std::thread::scope(|scope| {
        let sandbox = &sandbox;
        let clients: Vec<_> = (0..50)
            .map(|n| scope.spawn(move || visit(sandbox, n)))
            .collect();
        clients
            .into_iter()
            .flat_map(|client| client.join().unwrap())
            .collect()
    });
    assert_eq!(created.len(), 200);
    let ids: HashSet<_> = created.iter().map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 200);

    let stored = sandbox.control("GET", "/keys", Value::Null).unwrap();
    let stored = stored["keys"].as_array().unwrap();
    assert_eq!(stored.len(), 202);
    for (id, revoked) in &created {
        let key = stored.iter().find(|key| key["id"] == json!(id)).unwrap();
        assert_eq!(key["revoked"], json!(revoked));
        assert_eq!(key["description"], format!("mine {id}"));
    }
    let journal = sandbox.control("GET", "/journal", Value::Null).unwrap();
    let served = journal["requests"].as_array().unwrap();
    assert_eq!(
        served
            .iter()
            .filter(|request| request["status"] == 200)
            .count(),
        1000
    );
    assert!(
        served
            .iter()
            .all(|request| request["status"] == 200 || request["status"] == 429)
    );
}

/// 4 creates, 8 updates, 4 reads, 2 lists and 2 deletes; each key's id, and whether it's gone.
fn visit(sandbox: &Sandbox, client: usize) -> Vec<(String, bool)> {
    let mut stream = connect(sandbox);
    let mut call = |method: &str, path: &str, body: Option<Value>| loop {
        let body = body.as_ref().map(Value::to_string);
        let request = request(method, path, Some(sandbox.admin_key()), body.as_deref());
        let reply = exchange(&mut stream, &request).unwrap();
        match reply.status {
            200 => return reply.json(),
            429 => std::thread::sleep(Duration::from_millis(2)),
            _ => panic!("{reply:?}"),
        }
    };
    let mut ids = Vec::new();
    for n in 0..4 {
        let body = json!({"apiKeyType": "INFERENCE", "description": format!("{client}.{n}")});
        let created = call("POST", "/api_keys", Some(body.clone()));
        assert_eq!(created["data"]["description"], body["description"]);
        ids.push(created["data"]["id"].as_str().unwrap().to_owned());
    }
    for round in 0..2 {
        for id in &ids {
            let description = if round == 0 {
                "passing".to_owned()
            } else {
                format!("mine {id}")
            };
            let changed = json!({"id": id, "description": description});
            let changed = call("PATCH", "/api_keys", Some(changed));
            assert_eq!(changed["data"]["description"], description);
        }
        let listed = call("GET", "/api_keys", None);
        let listed = listed["data"].as_array().unwrap();
        assert!(
            ids.iter()
                .all(|id| listed.iter().any(|key| key["id"] == json!(id)))
        );
    }
    for id in &ids {
        let read = call("GET", &format!("/api_keys/{id}"), None);
        assert_eq!(read["data"]["description"], format!("mine {id}"));
    }
    for id in &ids[..2] {
        call("DELETE", &format!("/api_keys?id={id}"), None);
    }
    ids.into_iter()
        .enumerate()
        .map(|(n, id)| (id, n < 2))
        .collect()
}
