//! The text of a sign-in (EIP-4361), line by line.

use serde_json::{Map, Value};

use crate::clock::parse_lenient;

/// What the text says.
#[derive(Debug, PartialEq)]
pub(super) struct Message {
    pub(super) domain: String,
    pub(super) address: String,
    /// A missing line reads as 1, as of old.
    pub(super) chain: String,
    pub(super) nonce: Option<String>,
    pub(super) issued_at: Option<i64>,
    pub(super) expires: Option<i64>,
    pub(super) not_before: Option<i64>,
}

/// The lines from `URI` on, in their order.
const FIELDS: [&str; 8] = [
    "URI",
    "Version",
    "Chain ID",
    "Nonce",
    "Issued At",
    "Expiration Time",
    "Not Before",
    "Request ID",
];

impl Message {
    /// Nothing if a line is out of place, or isn't what it should be.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.split('\n').peekable();
        let domain = lines
            .next()?
            .strip_suffix(" wants you to sign in with your Ethereum account:")?;
        let address = lines.next()?;
        if domain.is_empty() || !lines.next()?.is_empty() {
            return None;
        }
        // A statement and an empty line, or an empty line alone.
        if !lines.next()?.is_empty() && !lines.next()?.is_empty() {
            return None;
        }
        let mut values: [Option<&str>; FIELDS.len()] = [None; FIELDS.len()];
        for (value, name) in values.iter_mut().zip(FIELDS) {
            let here = lines
                .peek()
                .and_then(|line| line.strip_prefix(name)?.strip_prefix(": "));
            if here.is_some() {
                *value = here;
                lines.next();
            }
        }
        if lines.next_if_eq(&"Resources:").is_some() {
            while lines.next_if(|line| line.starts_with("- ")).is_some() {}
        }
        let [
            uri,
            version,
            chain,
            nonce,
            issued_at,
            expires,
            not_before,
            _,
        ] = values;
        let is_whole = lines.next().is_none() && uri.is_some() && version == Some("1");
        let is_nonce =
            |nonce: &str| nonce.len() >= 8 && nonce.bytes().all(|b| b.is_ascii_alphanumeric());
        let time = |text: Option<&str>| match text {
            None => Some(None),
            Some(text) => parse_lenient(text).map(Some),
        };
        (is_whole && nonce.is_none_or(is_nonce)).then_some(())?;
        Some(Self {
            domain: domain.to_owned(),
            address: address.to_owned(),
            chain: chain.unwrap_or("1").to_owned(),
            nonce: nonce.map(str::to_owned),
            issued_at: time(issued_at)?,
            expires: time(expires)?,
            not_before: time(not_before)?,
        })
    }
}

/// The text that the members of a header without `message` stand for.
pub(super) fn rebuilt(members: &Map<String, Value>) -> Option<String> {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    let statement = match text("statement") {
        Some(statement) => format!("{statement}\n\n"),
        None => "\n".to_owned(),
    };
    let mut rebuilt = format!(
        "{} wants you to sign in with your Ethereum account:\n{}\n\n{statement}URI: {}\nVersion: \
         {}\nChain ID: {}",
        text("domain")?,
        text("address")?,
        text("uri")?,
        text("version")?,
        super::bare_chain(members.get("chainId")?)?,
    );
    for (line, member) in [
        ("Nonce", "nonce"),
        ("Issued At", "issuedAt"),
        ("Expiration Time", "expirationTime"),
        ("Not Before", "notBefore"),
    ] {
        if let Some(value) = text(member) {
            rebuilt.push_str(&format!("\n{line}: {value}"));
        }
    }
    if let Some(resources) = members.get("resources").and_then(Value::as_array) {
        rebuilt.push_str("\nResources:");
        for resource in resources {
            rebuilt.push_str(&format!("\n- {}", resource.as_str()?));
        }
    }
    Some(rebuilt)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "api.venice.ai wants you to sign in with your Ethereum account:\n\
        0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf\n\n\
        Sign in to Venice AI\n\n\
        URI: https://api.venice.ai\nVersion: 1\nChain ID: 8453\nNonce: 3f2a91c4d80b7e15\n\
        Issued At: 2026-09-30T19:00:00.000Z\nExpiration Time: 2026-09-30T19:04:00.000Z";

    #[test]
    fn a_text_is_read_line_by_line() {
        let message = Message::parse(TEXT).unwrap();
        assert_eq!(message.domain, "api.venice.ai");
        assert_eq!(message.chain, "8453");
        assert_eq!(message.nonce.as_deref(), Some("3f2a91c4d80b7e15"));
        assert_eq!(message.expires, message.issued_at.map(|at| at + 240_000));
        let without = TEXT.replace("Sign in to Venice AI\n\n", "\n");
        assert_eq!(Message::parse(&without), Message::parse(TEXT));
        let more = format!("{TEXT}\nNot Before: 2026-09-30T19:00:00Z\nResources:\n- a\n- b");
        assert!(Message::parse(&more).unwrap().not_before.is_some());
        let old = TEXT.replace("\nChain ID: 8453", "");
        assert_eq!(Message::parse(&old).unwrap().chain, "1");
    }

    #[test]
    fn a_line_out_of_place_is_no_message() {
        for (part, other) in [
            ("wants you to", "asks you to"),
            ("Ethereum", "Solana"),
            ("5Bdf\n\n", "5Bdf\n"),
            ("Venice AI\n\n", "Venice AI\n"),
            ("URI", "URL"),
            ("Version: 1", "Version: 2"),
            ("Nonce: 3f2a91c4d80b7e15", "Nonce: 3f2a91c"),
            ("Nonce: 3f2a", "Nonce: 3f-2a"),
            ("Issued At: 2026", "Issued At: now"),
            ("19:04:00.000Z", "19:04:00.000Z\n"),
            ("19:04:00.000Z", "19:04:00.000Z\nResources:\nno list"),
            ("Version: 1\nChain ID: 8453", "Chain ID: 8453\nVersion: 1"),
        ] {
            let changed = TEXT.replace(part, other);
            assert_ne!(changed, TEXT, "{part}");
            assert_eq!(Message::parse(&changed), None, "{part} as {other}");
        }
        assert_eq!(Message::parse(""), None);
    }
}
