//! What must be seen nowhere, and the search for it.

use std::collections::HashSet;

use serde_json::Value;
use venice_keys_sandbox::Sandbox;

/// A piece of a secret this long counts as the secret.
const PIECE: usize = 12;
/// What every key of the sandbox begins with, and everybody knows.
const PUBLIC: [&str; 2] = ["VENICE_ADMIN_KEY_SANDBOX", "VENICE_INFERENCE_KEY_SANDBOX"];

/// Secrets, piece by piece.
pub(crate) struct Secrets(HashSet<[u8; PIECE]>);

impl Secrets {
    /// What every call of this sandbox knows.
    pub(crate) fn of(sandbox: &Sandbox) -> Self {
        Self::of_texts(&[
            sandbox.admin_key(),
            sandbox.inference_key(),
            sandbox.staked_private_key(),
        ])
    }

    pub(crate) fn of_texts(texts: &[&str]) -> Self {
        let mut secrets = Self(HashSet::new());
        texts.iter().for_each(|text| secrets.add(text));
        secrets
    }

    /// And what this call's arguments, or the body that it sent, hold.
    pub(crate) fn and(mut self, held: &Value) -> Self {
        self.add_members(
            held,
            &["signature", "wallet", "challenge", "token", "message"],
        );
        self
    }

    /// Adds what is secret of a call wherever it is shown. A challenge isn't: it is handed on.
    pub(crate) fn add_call(&mut self, held: &Value) {
        self.add_members(held, &["signature", "wallet"]);
    }

    fn add_members(&mut self, held: &Value, names: &[&str]) {
        for name in names {
            if let Some(text) = held[name].as_str() {
                self.add(text);
            }
        }
    }

    /// Adds every key that the sandbox has ever made.
    pub(crate) fn add_made(&mut self, sandbox: &Sandbox) -> Result<(), String> {
        let all = sandbox.control("GET", "/keys", Value::Null)?;
        for key in all["keys"].as_array().ok_or("odd list of keys")? {
            self.add(key["apiKey"].as_str().ok_or("a key without a text")?);
        }
        Ok(())
    }

    /// Adds every piece of a text that isn't public. Of an EIP-4361 message everybody knows all but
    /// the nonce.
    pub(crate) fn add(&mut self, text: &str) {
        let nonce = text
            .split('\n')
            .find_map(|line| line.strip_prefix("Nonce: "));
        let text = nonce.unwrap_or(text);
        let prefix = PUBLIC.iter().find_map(|public| text.strip_prefix(public));
        let private = prefix.unwrap_or(text).trim_start_matches("0x");
        self.0.extend(pieces(private.as_bytes()));
    }

    /// Whether a text holds any piece of any of them.
    pub(crate) fn found_in(&self, text: &str) -> bool {
        self.place_in(text.as_bytes()).is_some()
    }

    /// Where a piece of any of them begins: as it is, or as the hex in which buffers are shown.
    pub(crate) fn place_in(&self, text: &[u8]) -> Option<usize> {
        let plain = pieces(text).position(|piece| self.0.contains(&piece));
        plain.or_else(|| {
            hex_runs(text).find_map(|(start, bytes)| {
                let found = pieces(&bytes).any(|piece| self.0.contains(&piece));
                found.then_some(start)
            })
        })
    }

    /// How many pieces are looked for.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}

fn pieces(text: &[u8]) -> impl Iterator<Item = [u8; PIECE]> {
    text.windows(PIECE)
        .filter_map(|window| window.try_into().ok())
}

/// The bytes that a text shows in hex, with or without spaces between them, and where.
fn hex_runs(text: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at;
            let length = text[start..].iter().take_while(|b| is_hex_or_space(**b));
            at = start + length.count().max(1);
            let digits: Vec<u8> = text[start..at]
                .iter()
                .filter_map(|b| char::from(*b).to_digit(16).map(|digit| digit as u8))
                .collect();
            if digits.len() >= 2 * PIECE {
                // Where a byte begins isn't known: at the first digit, or at the second.
                let bytes = |from: usize| digits[from..].chunks_exact(2).map(|d| d[0] << 4 | d[1]);
                return Some((start, bytes(0).chain(bytes(1)).collect()));
            }
        }
        None
    })
}

fn is_hex_or_space(byte: u8) -> bool {
    byte == b' ' || byte.is_ascii_hexdigit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_plain_and_in_hex() {
        let mut secrets = Secrets(HashSet::new());
        secrets.add("0xa1b2c3d4e5f60718293a");
        secrets.add("VENICE_ADMIN_KEY_SANDBOX_quick_brown_fox");
        for hidden in [
            "it is b2c3d4e5f607, nearly all of it",
            "<Buffer 00 71 75 69 63 6b 5f 62 72 6f 77 6e 5f 66 6f 78>",
            "f717569636b5f62726f776e5f666f78",
        ] {
            assert!(secrets.found_in(hidden), "{hidden}");
        }
        for harmless in [
            "VENICE_ADMIN_KEY_SANDBOX_",
            "quick_brown",
            "71 75 69 63 6b 5f",
            "",
        ] {
            assert!(!secrets.found_in(harmless), "{harmless}");
        }
    }
}
