//! The announced challenge: an EIP-4361 message.

use jiff::{SignedDuration, Timestamp};

use super::{expired, invalid};
use crate::error::Error;
use crate::wallet::Address;

/// Who may ask a wallet to sign in.
const SITES: [&str; 2] = ["api.venice.ai", "venice.ai"];
/// Base.
const CHAIN: &str = "8453";
/// How far our clock may be behind the server's.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// An EIP-4361 message, taken apart line by line.
#[derive(Debug)]
pub(super) struct SignIn<'a> {
    domain: &'a str,
    address: &'a str,
    uri: &'a str,
    version: &'a str,
    chain_id: &'a str,
    nonce: &'a str,
    issued_at: Option<Timestamp>,
    pub(super) expires_at: Option<Timestamp>,
    not_before: Option<Timestamp>,
    resources: Vec<&'a str>,
}

impl<'a> SignIn<'a> {
    /// `None` for whatever isn't written exactly as the standard says, or holds anything but
    /// printable ASCII: a look-alike or control character has no place in one.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        if !text
            .bytes()
            .all(|b| b == b'\n' || (b' '..=b'~').contains(&b))
        {
            return None;
        }
        let mut lines = text.split('\n').peekable();
        let domain = lines
            .next()?
            .strip_suffix(" wants you to sign in with your Ethereum account:")?;
        let address = lines.next()?;
        if !lines.next()?.is_empty() {
            return None;
        }
        if !lines.peek()?.starts_with("URI: ") {
            // A statement and the empty line after it, or, without a statement, one more empty
            // line.
            let statement = lines.next()?;
            if !statement.is_empty() && !lines.next()?.is_empty() {
                return None;
            }
        }
        let uri = lines.next()?.strip_prefix("URI: ")?;
        let version = lines.next()?.strip_prefix("Version: ")?;
        let chain_id = lines.next()?.strip_prefix("Chain ID: ")?;
        let nonce = lines.next()?.strip_prefix("Nonce: ")?;
        let issued_at = Some(lines.next()?.strip_prefix("Issued At: ")?.parse().ok()?);
        let mut optional = |prefix: &str| lines.next_if(|line| line.starts_with(prefix));
        let expiration = optional("Expiration Time: ");
        let not_before = optional("Not Before: ");
        let _request_id = optional("Request ID: ");
        let time = |line: Option<&str>| match line {
            Some(line) => line.split_once(": ")?.1.parse().ok().map(Some),
            None => Some(None),
        };
        let (expires_at, not_before) = (time(expiration)?, time(not_before)?);
        let mut resources = Vec::new();
        if lines.next_if_eq(&"Resources:").is_some() {
            while let Some(line) = lines.next_if(|line| line.starts_with("- ")) {
                resources.push(&line[2..]);
            }
        }
        if lines.next().is_some() {
            return None;
        }
        Some(Self {
            domain,
            address,
            uri,
            version,
            chain_id,
            nonce,
            issued_at,
            expires_at,
            not_before,
            resources,
        })
    }
}

/// Whether a URI is of one of Venice's sites, over https.
fn is_venices(uri: &str) -> bool {
    let Some(rest) = uri.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    SITES.contains(&host)
}

pub(super) fn check_sign_in(
    text: &str,
    announced_expiry: Option<Timestamp>,
    address: Address,
    now: Timestamp,
) -> Result<(), Error> {
    let message = SignIn::parse(text)
        .ok_or_else(|| invalid("it is neither a JWT nor an EIP-4361 message in plain ASCII"))?;
    if !SITES.contains(&message.domain) || !is_venices(message.uri) {
        return Err(invalid("it is for another site than venice.ai"));
    }
    if Address::parse(message.address).ok() != Some(address) {
        return Err(invalid("it is for another address"));
    }
    if message.chain_id != CHAIN {
        return Err(invalid("it is for another chain than Base (8453)"));
    }
    if message.version != "1" {
        return Err(invalid("it is of another version than 1"));
    }
    if message.nonce.len() < 8 || !message.nonce.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(invalid("its nonce is not one"));
    }
    if !message
        .resources
        .iter()
        .all(|resource| is_venices(resource))
    {
        return Err(invalid("it grants more than signing in to venice.ai"));
    }
    let latest = now.saturating_add(CLOCK_SKEW).unwrap_or(now);
    if message.issued_at > Some(latest) || message.not_before > Some(latest) {
        return Err(invalid("it is not valid yet"));
    }
    let ends = [message.expires_at, announced_expiry];
    if ends.iter().all(Option::is_none) {
        return Err(invalid("it never expires"));
    }
    if ends.iter().flatten().any(|end| *end <= now) {
        Err(expired())
    } else {
        Ok(())
    }
}
