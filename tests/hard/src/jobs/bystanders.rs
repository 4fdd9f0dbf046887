//! Keys that no job is about: whatever happens, they stay as they are.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};
use venice_keys_sandbox::Sandbox;

/// How long the pending one lasts: a call of somebody else's is under way.
const HOLD: Duration = Duration::from_secs(240);

pub(super) struct Bystanders(Vec<Value>);

impl Bystanders {
    pub(super) fn seed(sandbox: &Sandbox) -> Result<Self, String> {
        let (name, ends_at) = pending()?;
        let keys = json!([
            { "description": "production", "consumptionLimit": { "usd": "3" } },
            // Begins like those that are deleted.
            { "description": "tenants" },
            { "description": "somebody else's", "apiKeyType": "ADMIN" },
            { "description": name, "expiresAt": ends_at },
        ]);
        let seeded = sandbox.control("POST", "/keys", json!({ "keys": keys }))?;
        let ids = seeded["keys"].as_array().ok_or("odd list of keys")?;
        let is_one = |key: &Value| ids.iter().any(|one| one["id"] == key["id"]);
        let mut all = every_key(sandbox)?;
        all.retain(is_one);
        match all.len() == ids.len() {
            true => Ok(Self(all)),
            false => Err("the bystanders aren't there".to_owned()),
        }
    }

    pub(super) fn has(&self, id: &str) -> bool {
        self.0.iter().any(|one| one["id"] == id)
    }

    /// Those that aren't as they were.
    pub(super) fn touched(&self, sandbox: &Sandbox) -> Result<Vec<String>, String> {
        let all = every_key(sandbox)?;
        let touched = self.0.iter().filter(|one| !all.contains(one));
        Ok(touched.map(|one| one["description"].to_string()).collect())
    }
}

/// All that ever were, as the sandbox has them.
pub(super) fn every_key(sandbox: &Sandbox) -> Result<Vec<Value>, String> {
    let all = sandbox.control("GET", "/keys", Value::Null)?;
    all["keys"]
        .as_array()
        .cloned()
        .ok_or("odd list of keys".to_owned())
}

/// The name of a pending key of another call's, for a description that nobody else has, and when it
/// ends.
fn pending() -> Result<(String, String), String> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let end = (now.map_err(|error| error.to_string())? + HOLD).as_secs();
    let (mut digits, mut rest) = (Vec::new(), end);
    for _ in 0..7 {
        digits.push(char::from_digit((rest % 36) as u32, 36).unwrap_or('0'));
        rest /= 36;
    }
    let end_of_name: String = digits.into_iter().rev().collect();
    let (call, hash, none) = ("b".repeat(12), "c".repeat(13), "0".repeat(13));
    let ends_at = venice_keys::Timestamp::from_second(end as i64);
    let ends_at = ends_at.map_err(|error| error.to_string())?;
    Ok((
        format!("vk-pending:1:e:{call}:{end_of_name}:{hash}{none}"),
        ends_at.to_string(),
    ))
}
