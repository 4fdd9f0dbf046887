//! [`Stage`]: what the tests of every job need.

use std::time::Duration;

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::builder::ClientBuilder;
use crate::client::Client;

/// The timeout of calls that are to wait in vain. All else that they do fits in, on a busy machine
/// too.
pub(in crate::jobs) const HURRIED: Duration = Duration::from_secs(6);

/// A sandbox, and a client of it.
pub(in crate::jobs) struct Stage {
    pub(in crate::jobs) sandbox: Sandbox,
    pub(in crate::jobs) client: Client,
}

impl Stage {
    pub(in crate::jobs) fn with(
        options: Options,
        configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let sandbox = Sandbox::start(options).unwrap();
        let client = configure(builder(&sandbox)).build().unwrap();
        Self { sandbox, client }
    }

    /// Its client, for a call that is to wait in vain.
    pub(in crate::jobs) fn hurried(&self) -> Client {
        self.client.with_timeout(HURRIED)
    }

    pub(in crate::jobs) fn tell(&self, path: &str, body: Value) -> Value {
        self.sandbox.control("POST", path, body).unwrap()
    }

    /// The next requests that it is about meet this.
    pub(in crate::jobs) fn inject(&self, fault: Value) {
        self.tell("/faults", json!({ "faults": [fault] }));
    }

    /// Seeds a key, or several of it; their ids.
    pub(in crate::jobs) fn seed(&self, key: Value) -> Vec<String> {
        let seeded = self.tell("/keys", json!({ "keys": [key] }));
        let seeded = seeded["keys"].as_array().unwrap().iter();
        seeded
            .map(|key| key["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// A client of a sandbox.
pub(in crate::jobs) fn builder(sandbox: &Sandbox) -> ClientBuilder {
    Client::builder()
        .api_key(sandbox.admin_key())
        .base_url(sandbox.base_url())
}
