//! The calls, against a sandbox that knows every key there ever was.

mod ensure;
mod late;
mod once;
mod provision;
pub(super) mod stage;
mod unsound;

use std::ops::Deref;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::builder::ClientBuilder;
use crate::client::Client;
use crate::keys::CreatedKey;

/// What a key of the sandbox is now.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stored {
    id: String,
    description: String,
    expires_at: Option<String>,
    secret: String,
}

struct Stage {
    base: stage::Stage,
    /// What was stored: ids and secrets.
    vault: Mutex<Vec<(String, String)>>,
}

impl Deref for Stage {
    type Target = stage::Stage;

    fn deref(&self) -> &stage::Stage {
        &self.base
    }
}

impl Stage {
    fn new() -> Self {
        Self::with(|builder| builder)
    }

    /// Calls of its client wait in vain for what takes long.
    fn hurried() -> Self {
        Self::with(|builder| builder.timeout(stage::HURRIED))
    }

    fn with(configure: impl Fn(ClientBuilder) -> ClientBuilder) -> Self {
        Self::on(Options::default(), configure)
    }

    fn on(options: Options, configure: impl Fn(ClientBuilder) -> ClientBuilder) -> Self {
        Self {
            base: stage::Stage::with(options, |builder| configure(usual(builder))),
            vault: Mutex::default(),
        }
    }

    /// A client of another process.
    fn other(&self) -> Client {
        configured(&self.sandbox, |builder| builder)
    }

    /// The next request of this kind meets this.
    fn fault(&self, method: &str, mut fault: Value) {
        fault["match"] = json!({ "method": method, "path": "/api_keys" });
        self.inject(fault);
    }

    fn advance(&self, seconds: i64) {
        self.tell("/clock", json!({ "advanceMs": seconds * 1000 }));
    }

    /// The keys that were created, or seeded, and not deleted, whether they have ended or not.
    fn keys(&self) -> Vec<Stored> {
        let stored = self.sandbox.control("GET", "/keys", Value::Null).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let keys = stored["keys"].as_array().unwrap().iter();
        let keys = keys.filter(|key| key["revoked"] == false && key["origin"] != "start");
        keys.map(|key| Stored {
            id: text(&key["id"]),
            description: text(&key["description"]),
            expires_at: key["expiresAt"].as_str().map(str::to_owned),
            secret: text(&key["apiKey"]),
        })
        .collect()
    }

    /// The keys that nothing ends.
    fn lasting(&self) -> Vec<Stored> {
        let all = self.keys().into_iter();
        all.filter(|key| key.expires_at.is_none()).collect()
    }

    /// Stores what it is given, and sees to it that the key isn't lasting yet.
    fn store(&self, created: &CreatedKey) -> Result<(), String> {
        let secret = created.api_key.reveal().to_owned();
        let keys = self.keys();
        let key = keys.iter().find(|key| key.id == created.id).unwrap();
        assert!(key.description.starts_with("vk-pending:1:"), "{key:?}");
        assert_eq!(key.description.len(), 62);
        assert!(key.expires_at.is_some());
        assert_eq!(key.secret, secret);
        self.vault
            .lock()
            .unwrap()
            .push((created.id.clone(), secret));
        Ok(())
    }

    /// There is just this one key, lasting, and its secret is stored.
    fn has_only(&self, id: &str, description: &str) {
        let keys = self.keys();
        assert_eq!(keys.len(), 1, "{keys:?}");
        let key = &keys[0];
        assert_eq!(
            (key.id.as_str(), key.description.as_str()),
            (id, description)
        );
        let vault = self.vault.lock().unwrap();
        assert!(
            vault.contains(&(id.to_owned(), key.secret.clone())),
            "{vault:?}"
        );
    }

    /// What was asked of the server, without what was asked of this.
    fn requests(&self) -> Vec<String> {
        let journal = self
            .sandbox
            .control("GET", "/journal", Value::Null)
            .unwrap();
        let requests = journal["requests"].as_array().unwrap().iter();
        requests
            .map(|it| it["method"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn configured(sandbox: &Sandbox, configure: impl Fn(ClientBuilder) -> ClientBuilder) -> Client {
    let builder = usual(stage::builder(sandbox));
    configure(builder).build().unwrap()
}

fn usual(builder: ClientBuilder) -> ClientBuilder {
    builder
        .timeout(Duration::from_secs(30))
        .hold(Duration::from_secs(60))
        .settle(Duration::from_millis(30))
}
