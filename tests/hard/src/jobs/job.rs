//! The jobs that a run makes: what is there before, what is asked for, and what must be there then.

use std::path::Path;

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

/// A job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Job {
    Once,
    Ensure,
    /// One of its names is there with another cap.
    Provision,
    Rotate,
    RotateAndDelete,
    /// The key that the client itself uses.
    RotateOwn,
    Temporary,
    Delete,
}

/// The name of the one key that most of them are about.
pub(super) const NAME: &str = "customer 7";
/// The beginning of the names that are provisioned, or deleted.
pub(super) const PREFIX: &str = "tenant ";
pub(super) const MANY: usize = 4;
/// Its grace, in seconds.
const GRACE: u64 = 3600;
const LIFETIME: u64 = 3600;
/// The cap in US dollars that a key has before it is rotated, and those provisioned get.
pub(super) const CAP: &str = "7.5";

impl Job {
    pub(super) const ALL: [Self; 8] = [
        Self::Once,
        Self::Ensure,
        Self::Provision,
        Self::Rotate,
        Self::RotateAndDelete,
        Self::RotateOwn,
        Self::Temporary,
        Self::Delete,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Once => "create_key_once",
            Self::Ensure => "ensure_key",
            Self::Provision => "provision_keys",
            Self::Rotate => "rotate_key with grace",
            Self::RotateAndDelete => "rotate_key",
            Self::RotateOwn => "rotate_key, its own",
            Self::Temporary => "temporary_key",
            Self::Delete => "delete_keys",
        }
    }

    pub(super) fn rotates(self) -> bool {
        matches!(self, Self::Rotate | Self::RotateAndDelete | Self::RotateOwn)
    }

    pub(super) fn stores(self) -> bool {
        !matches!(self, Self::Temporary | Self::Delete)
    }

    /// Puts there what the job finds.
    pub(super) fn seed(self, sandbox: &Sandbox) -> Result<Seeded, String> {
        let cap = json!({ "usd": CAP });
        let keys = match self {
            Self::Once | Self::Ensure | Self::Temporary => json!([]),
            Self::Provision => json!([
                { "description": format!("{PREFIX}0"), "consumptionLimit": { "usd": "1" } }
            ]),
            Self::Rotate | Self::RotateAndDelete => json!([
                { "description": NAME, "consumptionLimit": cap, "limitPeriod": "MONTH" }
            ]),
            Self::RotateOwn => json!([
                { "description": NAME, "apiKeyType": "ADMIN", "consumptionLimit": cap }
            ]),
            Self::Delete => (0..MANY)
                .map(|number| json!({ "description": format!("{PREFIX}{number}") }))
                .collect(),
        };
        let seeded = sandbox.control("POST", "/keys", json!({ "keys": keys }))?;
        let text = |member: &str| {
            let text = seeded["keys"][0][member].as_str();
            text.unwrap_or_default().to_owned()
        };
        Ok(Seeded {
            id: text("id"),
            secret: text("apiKey"),
        })
    }

    /// What another process asks for at the same time: the same, or for the key that is rotated
    /// by its name.
    pub(super) fn rival(
        self,
        by_name: bool,
        seeded: &Seeded,
        store: &Value,
    ) -> (&'static str, Value) {
        match self.rotates() && by_name {
            true => {
                let cap = json!({ "usd": CAP });
                let key = json!({ "description": NAME, "consumptionLimit": cap, "store": store });
                ("ensure_key", key)
            }
            false => self.request(seeded, store),
        }
    }

    /// The call, and its arguments.
    pub(super) fn request(self, seeded: &Seeded, store: &Value) -> (&'static str, Value) {
        let new_key = json!({ "description": NAME, "store": store });
        let rotation = |grace: u64| {
            let id = &seeded.id;
            json!({ "id": id, "grace": grace, "ipAllowlist": [], "store": store })
        };
        match self {
            Self::Once => ("create_key_once", new_key),
            Self::Ensure => ("ensure_key", new_key),
            Self::Provision => {
                let new_keys = (0..MANY).map(|number| {
                    json!({
                        "description": format!("{PREFIX}{number}"),
                        "consumptionLimit": { "usd": CAP },
                    })
                });
                let new_keys: Vec<Value> = new_keys.collect();
                (
                    "provision_keys",
                    json!({ "newKeys": new_keys, "store": store }),
                )
            }
            Self::Rotate => ("rotate_key", rotation(GRACE)),
            Self::RotateAndDelete | Self::RotateOwn => ("rotate_key", rotation(0)),
            Self::Temporary => (
                "temporary_key",
                json!({ "description": NAME, "lifetime": LIFETIME, "body": "list" }),
            ),
            Self::Delete => ("delete_keys", json!({ "prefix": PREFIX })),
        }
    }
}

/// The key that was there first, if there was one.
pub(super) struct Seeded {
    pub(super) id: String,
    pub(super) secret: String,
}

/// What a driver does with a new secret.
pub(super) fn store(file: &Path, manner: Manner) -> Value {
    match manner {
        Manner::Keeps => json!({ "file": file }),
        Manner::StallsBefore => json!({ "file": file, "stall": "before" }),
        Manner::StallsAfter => json!({ "file": file, "stall": "after" }),
        Manner::Fails => json!("fail"),
    }
}

/// How storing goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Keeps,
    StallsBefore,
    StallsAfter,
    Fails,
}
