//! `SIGN-IN-WITH-X`: a wallet signs in for one request.

mod message;

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use crate::web3::{hex, is_signed_by, unhex};
use message::{Message, rebuilt};

/// Where a text may say that it signs in to.
const DOMAINS: [&str; 2] = ["api.venice.ai", "venice.ai"];
const CHAIN: &str = "8453";

const OLDEST_MS: i64 = 5 * 60 * 1000;
const AHEAD_MS: i64 = 30 * 1000;
/// How long a nonce is remembered.
const REMEMBERED_MS: i64 = 5 * 60 * 1000 + 30 * 1000;

/// Why a header isn't accepted: the code that inference routes name, and what they say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Refusal(pub(crate) &'static str, pub(crate) &'static str);

/// The nonces that were used, each with its wallet.
#[derive(Debug, Default)]
pub(crate) struct SignIns(HashMap<(String, String), i64>);

impl SignIns {
    /// The wallet that signs in, in lower case. Its nonce is used up by that, whatever comes next.
    pub(crate) fn accept(
        &mut self,
        header: &str,
        contracts: &HashMap<String, String>,
        now: i64,
    ) -> Result<String, Refusal> {
        let members = decode(header)?;
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let hollow = Refusal("INVALID_PAYLOAD", "The sign-in payload is incomplete");
        let address = text("address").ok_or(hollow)?;
        let signature = text("signature").ok_or(hollow)?;
        let signed = match (text("message"), members.get("nonce")) {
            (Some(message), _) => message.to_owned(),
            (None, None) if members.contains_key("domain") => {
                return Err(Refusal("MISSING_NONCE", "The message has no nonce"));
            }
            (None, _) => rebuilt(&members).ok_or(hollow)?,
        };
        let unreadable = Refusal(
            "INVALID_MESSAGE",
            "The message is not a valid EIP-4361 text",
        );
        let message = Message::parse(&signed).ok_or(unreadable)?;

        let wallet = unhex(address)
            .and_then(|bytes| <[u8; 20]>::try_from(bytes).ok())
            .ok_or(Refusal("INVALID_WALLET", "The wallet address is invalid"))?;
        if !message.address.eq_ignore_ascii_case(address) {
            let text = "The message names another address";
            return Err(Refusal("ADDRESS_MISMATCH", text));
        }
        check_chain(&message, members.get("chainId"))?;
        let (Some(nonce), Some(issued_at)) = (&message.nonce, message.issued_at) else {
            return Err(unreadable);
        };
        if !DOMAINS.contains(&&message.domain[..]) {
            let text = "The domain of the message is not accepted";
            return Err(Refusal("DOMAIN_MISMATCH", text));
        }
        check_times(&message, issued_at, members.get("timestamp"), now)?;
        if !is_signed_by(&signed, signature, &wallet, contracts) {
            return Err(Refusal("INVALID_SIGNATURE", "The signature is invalid"));
        }

        self.0.retain(|_, until| now < *until);
        let wallet = format!("0x{}", hex(&wallet));
        let used = (wallet.clone(), nonce.clone());
        match self.0.insert(used, now + REMEMBERED_MS) {
            Some(_) => Err(Refusal("NONCE_REUSED", "This nonce has already been used")),
            None => Ok(wallet),
        }
    }
}

/// Padded standard base64 of a JSON object.
fn decode(header: &str) -> Result<Map<String, Value>, Refusal> {
    let bytes = STANDARD.decode(header).ok();
    let value = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    match value {
        Some(Value::Object(members)) => Ok(members),
        _ => Err(Refusal("PARSE_ERROR", "The header is not base64 of JSON")),
    }
}

/// `8453` of `8453`, `"8453"` and `"eip155:8453"`.
fn bare_chain(chain: &Value) -> Option<String> {
    match chain {
        Value::Number(number) => number.as_u64().map(|number| number.to_string()),
        Value::String(text) => {
            let digits = text.strip_prefix("eip155:").unwrap_or(text);
            let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| digits.to_owned())
        }
        _ => None,
    }
}

fn check_chain(message: &Message, member: Option<&Value>) -> Result<(), Refusal> {
    if let Some(member) = member {
        let chain = bare_chain(member).ok_or(Refusal(
            "INVALID_CHAIN_ID",
            "The chainId is not in a known form",
        ))?;
        if chain != message.chain {
            let text = "The chainId is not that of the message";
            return Err(Refusal("CHAIN_MISMATCH", text));
        }
    }
    match message.chain == CHAIN {
        true => Ok(()),
        false => Err(Refusal("UNSUPPORTED_CHAIN", "Only Base is supported")),
    }
}

fn check_times(
    message: &Message,
    issued_at: i64,
    timestamp: Option<&Value>,
    now: i64,
) -> Result<(), Refusal> {
    let of_old = timestamp.map(|timestamp| timestamp.as_i64().unwrap_or(i64::MIN));
    if of_old.is_some_and(|ms| ms.saturating_sub(issued_at).saturating_abs() > AHEAD_MS) {
        let text = "The timestamp is not that of the message";
        return Err(Refusal("TIMESTAMP_MISMATCH", text));
    }
    if now - issued_at > OLDEST_MS || message.expires.is_some_and(|end| end <= now) {
        return Err(Refusal("EXPIRED", "The message has expired"));
    }
    if issued_at - now > AHEAD_MS {
        let text = "The message was issued in the future";
        return Err(Refusal("FUTURE_TIMESTAMP", text));
    }
    match message.not_before.is_some_and(|start| start > now) {
        true => Err(Refusal("NOT_BEFORE", "The message is not valid yet")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests;
