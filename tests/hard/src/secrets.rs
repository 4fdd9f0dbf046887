//! What must be seen nowhere, and the search for it.

use std::collections::HashSet;

use serde_json::Value;
use venice_keys_sandbox::Sandbox;

/// A piece of a secret this long counts as the secret.
const PIECE: usize = 12;
/// What every key of the sandbox begins with, and everybody knows.
const PUBLIC: [&str; 2] = ["VENICE_ADMIN_KEY_SANDBOX", "VENICE_INFERENCE_KEY_SANDBOX"];

/// The secrets of one call.
pub(crate) struct Secrets(HashSet<Vec<u8>>);

impl Secrets {
    /// What every call of this sandbox knows.
    pub(crate) fn of(sandbox: &Sandbox) -> Self {
        let mut secrets = Self(HashSet::new());
        for text in [
            sandbox.admin_key(),
            sandbox.inference_key(),
            sandbox.staked_private_key(),
        ] {
            secrets.add(text);
        }
        secrets
    }

    /// And what this call's arguments, or the body that it sent, hold.
    pub(crate) fn and(mut self, held: &Value) -> Self {
        for name in ["signature", "challenge", "wallet", "token", "message"] {
            if let Some(text) = held[name].as_str() {
                self.add(text);
            }
        }
        self
    }

    /// Adds every piece of a text that isn't public.
    pub(crate) fn add(&mut self, text: &str) {
        let prefix = PUBLIC.iter().find_map(|public| text.strip_prefix(public));
        let private = prefix.unwrap_or(text).trim_start_matches("0x");
        self.0
            .extend(private.as_bytes().windows(PIECE).map(<[u8]>::to_vec));
    }

    /// Whether a text holds any piece of any of them.
    pub(crate) fn found_in(&self, text: &str) -> bool {
        text.as_bytes()
            .windows(PIECE)
            .any(|window| self.0.contains(window))
    }
}
