//! The announced challenge: an EIP-4361 message for one wallet, good for one mint.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::CHALLENGE_MS;
use super::ethereum::checksummed;
use crate::clock::iso;

const DOMAIN: &str = "api.venice.ai";
const STATEMENT: &str = "Authorize Venice API key creation. Only sign this on venice.ai — anyone \
                         holding this signature can create an API key on your Venice account.";

const UNKNOWN: &str = "This is not a valid Venice API key authorization challenge";

/// What was given out, by nonce.
#[derive(Default)]
pub(super) struct Messages(HashMap<String, Message>);

struct Message {
    text: String,
    expires: i64,
    used: bool,
}

impl Messages {
    pub(super) fn make(&mut self, address: &[u8; 20], now: i64, nonce: String) -> Value {
        let expires = now + CHALLENGE_MS;
        let (address, issued_at, expires_at) = (checksummed(address), iso(now), iso(expires));
        let text = format!(
            "{DOMAIN} wants you to sign in with your Ethereum account:\n{address}\n\n\
             {STATEMENT}\n\n\
             URI: https://api.venice.ai/api/v1/api_keys/generate_web3_key\nVersion: 1\n\
             Chain ID: 8453\nNonce: {nonce}\nIssued At: {issued_at}\n\
             Expiration Time: {expires_at}\nResources:\n- urn:venice:api-key:create"
        );
        let data = json!({"message": text, "nonce": nonce, "expiresAt": expires_at});
        let used = false;
        self.0.insert(
            nonce,
            Message {
                text,
                expires,
                used,
            },
        );
        data
    }

    /// The nonce of a message that is ours to the last character, for this wallet, unused and
    /// still good. Err with the announced text.
    pub(super) fn check(&self, text: &str, address: &[u8; 20], now: i64) -> Result<String, String> {
        let unknown = || UNKNOWN.to_owned();
        let line = |at: usize| text.split('\n').nth(at).unwrap_or_default();
        let domain = line(0)
            .strip_suffix(" wants you to sign in with your Ethereum account:")
            .ok_or_else(unknown)?;
        if domain != DOMAIN {
            return Err(format!("The challenge domain must be \"{DOMAIN}\""));
        }
        if line(1) != checksummed(address) {
            return Err("The challenge was issued for a different wallet address".to_owned());
        }
        if line(3) != STATEMENT {
            return Err("The challenge statement was modified".to_owned());
        }
        let nonce = text
            .split('\n')
            .find_map(|line| line.strip_prefix("Nonce: "));
        match nonce.and_then(|nonce| self.0.get_key_value(nonce)) {
            Some((nonce, ours)) if ours.text == text => match ours {
                Message { used: true, .. } => {
                    Err("This challenge has already been used".to_owned())
                }
                Message { expires, .. } if *expires <= now => {
                    Err("The challenge has expired".to_owned())
                }
                _ => Ok(nonce.clone()),
            },
            _ => Err(unknown()),
        }
    }

    pub(super) fn use_up(&mut self, nonce: &str) {
        if let Some(message) = self.0.get_mut(nonce) {
            message.used = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the announcement shows, for the wallet whose private key is 1.
    const ANNOUNCED: &str = "api.venice.ai wants you to sign in with your Ethereum account:\n\
        0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf\n\
        \n\
        Authorize Venice API key creation. Only sign this on venice.ai \u{2014} anyone \
        holding this signature can create an API key on your Venice account.\n\
        \n\
        URI: https://api.venice.ai/api/v1/api_keys/generate_web3_key\n\
        Version: 1\n\
        Chain ID: 8453\n\
        Nonce: 9f2c1d6b4a8e05337c1b9d2e6f4a7c81\n\
        Issued At: 2026-06-30T11:02:41.167Z\n\
        Expiration Time: 2026-06-30T11:17:41.167Z\n\
        Resources:\n\
        - urn:venice:api-key:create";
    const NOW: i64 = 1_782_817_361_167;

    fn issued() -> (Messages, [u8; 20]) {
        let address = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
        let address = super::super::parse_address(address).unwrap();
        let mut messages = Messages::default();
        let nonce = "9f2c1d6b4a8e05337c1b9d2e6f4a7c81".to_owned();
        let data = messages.make(&address, NOW, nonce);
        assert_eq!(data["message"], ANNOUNCED);
        assert_eq!(data["nonce"], "9f2c1d6b4a8e05337c1b9d2e6f4a7c81");
        assert_eq!(data["expiresAt"], "2026-06-30T11:17:41.167Z");
        (messages, address)
    }

    #[test]
    fn the_announced_message_is_good_for_a_quarter_of_an_hour_and_one_use() {
        let (mut ours, address) = issued();
        let nonce = ours.check(ANNOUNCED, &address, NOW + 899_999).unwrap();
        let late = ours.check(ANNOUNCED, &address, NOW + 900_000);
        assert_eq!(late, Err("The challenge has expired".to_owned()));
        ours.use_up(&nonce);
        let again = ours.check(ANNOUNCED, &address, NOW);
        assert_eq!(
            again,
            Err("This challenge has already been used".to_owned())
        );
    }

    #[test]
    fn every_line_is_checked() {
        let (ours, address) = issued();
        let refused = |text: &str| ours.check(text, &address, NOW).unwrap_err();
        for (part, other, error) in [
            (
                "api.",
                "evil.",
                "The challenge domain must be \"api.venice.ai\"",
            ),
            (
                "0x7E",
                "0x8E",
                "The challenge was issued for a different wallet address",
            ),
            ("Authorize", "Allow", "The challenge statement was modified"),
            ("\u{2014}", "-", "The challenge statement was modified"),
            ("https", "http", UNKNOWN),
            ("Version: 1", "Version: 2", UNKNOWN),
            ("8453", "1", UNKNOWN),
            ("9f2c", "9f2d", UNKNOWN),
            ("Issued At: 2026", "Issued At: 2025", UNKNOWN),
            ("Expiration Time: 2026", "Expiration Time: 2027", UNKNOWN),
            ("key:create", "key:delete", UNKNOWN),
            ("\nVersion: 1", "", UNKNOWN),
            ("Nonce: ", "Nonce ", UNKNOWN),
            ("Ethereum", "Bitcoin", UNKNOWN),
        ] {
            let changed = ANNOUNCED.replace(part, other);
            assert_ne!(changed, ANNOUNCED, "{part}");
            assert_eq!(refused(&changed), error, "{part}");
        }
        assert_eq!(refused(&format!("{ANNOUNCED}\nRequest ID: 1")), UNKNOWN);
        assert_eq!(refused(""), UNKNOWN);
        let theirs = ours.check(ANNOUNCED, &[7; 20], NOW).unwrap_err();
        assert!(
            theirs.contains("issued for a different wallet address"),
            "{theirs}"
        );
    }
}
