//! The announced challenge: an EIP-4361 message.
//!
//! This is no parser of EIP-4361: the text has to be the one that Venice sends for minting, line by
//! line, and only nonce and times are read from it. Whatever a general parser would have to judge
//! (other statements, other resources, requests, look-alikes) is simply another text.

use std::iter::Peekable;
use std::str::Split;

use jiff::Timestamp;

use super::{DOMAIN, check_times, invalid};
use crate::error::Error;
use crate::wallet::Address;

/// What a wallet shows its owner. Its dash is the only character outside ASCII that gets signed.
const STATEMENT: &str = "Authorize Venice API key creation. Only sign this on venice.ai — anyone \
                         holding this signature can create an API key on your Venice account.";
const URI: &str = "https://api.venice.ai/api/v1/api_keys/generate_web3_key";
const RESOURCE: &str = "urn:venice:api-key:create";

/// When the message itself says that it expires.
pub(super) fn expires_at(text: &str) -> Option<Timestamp> {
    let end = text
        .split('\n')
        .find_map(|line| line.strip_prefix("Expiration Time: "))?;
    time(end)
}

pub(super) fn nonce(text: &str) -> Option<&str> {
    let nonce = text
        .split('\n')
        .find_map(|line| line.strip_prefix("Nonce: "))?;
    is_nonce(nonce).then_some(nonce)
}

fn is_nonce(text: &str) -> bool {
    (8..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Accepts Venice's message for minting: with its statement, its resource, or both, and nothing
/// else.
pub(super) fn check(text: &str, address: Address, now: Timestamp) -> Result<(), Error> {
    let mut lines = Lines(text.split('\n').peekable());
    let opening = format!("{DOMAIN} wants you to sign in with your Ethereum account:");
    lines.exactly(
        &opening,
        "it is neither a JWT nor a message of api.venice.ai",
    )?;
    let checksummed = address.to_string();
    match lines.0.next() {
        Some(line) if line == checksummed || line == checksummed.to_lowercase() => {}
        _ => return Err(invalid("it is for another address than the wallet's")),
    }
    lines.exactly("", "its lines are not those of a mint's")?;
    let states_it = lines.statement()?;
    lines.exactly(&format!("URI: {URI}"), "its URI is not that of a mint")?;
    lines.exactly("Version: 1", "it is of another version than 1")?;
    lines.exactly("Chain ID: 8453", "it is for another chain than Base (8453)")?;
    let nonce = lines.value("Nonce")?;
    let issued_at = lines.time("Issued At")?;
    let expires_at = lines.time("Expiration Time")?;
    let names_it = lines.resource()?;
    if lines.0.next().is_some() {
        return Err(invalid("it grants more than making an API key"));
    }
    if !states_it && !names_it {
        return Err(invalid("it says nowhere that it makes an API key"));
    }
    if !is_nonce(nonce) {
        return Err(invalid("its nonce is not one"));
    }
    check_times(Some(issued_at), None, expires_at, now)
}

/// A time in UTC and nothing else: jiff alone would accept a time zone's name, too.
fn time(text: &str) -> Option<Timestamp> {
    let is_plain = |b: u8| b.is_ascii_digit() || b"-:.TZ".contains(&b);
    text.bytes().all(is_plain).then(|| text.parse().ok())?
}

struct Lines<'a>(Peekable<Split<'a, char>>);

impl<'a> Lines<'a> {
    fn exactly(&mut self, line: &str, else_why: &str) -> Result<(), Error> {
        match self.0.next() {
            Some(next) if next == line => Ok(()),
            _ => Err(invalid(else_why)),
        }
    }

    /// What follows `name: ` in the next line.
    fn value(&mut self, name: &str) -> Result<&'a str, Error> {
        self.0
            .next()
            .and_then(|line| line.strip_prefix(name)?.strip_prefix(": "))
            .ok_or_else(|| invalid(&format!("it lacks the line {name} in its place")))
    }

    fn time(&mut self, name: &str) -> Result<Timestamp, Error> {
        time(self.value(name)?).ok_or_else(|| invalid(&format!("its {name} is not a time in UTC")))
    }

    /// The statement with the empty line after it, or, as EIP-4361 writes it where there is none,
    /// one more empty line, or nothing.
    fn statement(&mut self) -> Result<bool, Error> {
        match self.0.next_if(|line| !line.starts_with("URI: ")) {
            Some(STATEMENT) => {
                self.exactly("", "its lines are not those of a mint's")?;
                Ok(true)
            }
            Some("") | None => Ok(false),
            Some(_) => Err(invalid("its statement is not that of a mint")),
        }
    }

    fn resource(&mut self) -> Result<bool, Error> {
        if self.0.next_if_eq(&"Resources:").is_none() {
            return Ok(false);
        }
        self.exactly(
            &format!("- {RESOURCE}"),
            "it grants something else than making an API key",
        )?;
        Ok(true)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::super::tests::{ADDRESS, check_at};
    use super::super::{Web3Challenge, Web3Generation};
    use super::*;
    use crate::codes::ErrorCode;

    /// What the server's announcement shows.
    pub(crate) const MESSAGE: &str = "\
        api.venice.ai wants you to sign in with your Ethereum account:\n\
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
    const END: &str = "\nResources:\n- urn:venice:api-key:create";

    fn check(text: &str) -> Result<(), ErrorCode> {
        check_at(text, "2026-06-30T11:03:00Z".parse().unwrap())
    }

    fn without_statement() -> String {
        MESSAGE.replace(&format!("{STATEMENT}\n"), "")
    }

    #[test]
    fn the_announced_message_is_signed() {
        assert_eq!(MESSAGE.len(), 494);
        assert_eq!(check(MESSAGE), Ok(()));
        let lower = MESSAGE.replace(ADDRESS, &ADDRESS.to_lowercase());
        assert_eq!(check(&lower), Ok(()));
        let challenge = Web3Challenge::from_text(MESSAGE);
        assert_eq!(challenge.generation, Web3Generation::Siwe);
        let end = challenge.expires_at.unwrap().to_string();
        assert_eq!(end, "2026-06-30T11:17:41.167Z");
    }

    #[test]
    fn its_nonce_is_what_must_not_be_shown() {
        let nonce = "9f2c1d6b4a8e05337c1b9d2e6f4a7c81";
        assert_eq!(Web3Challenge::from_text(MESSAGE).private_part(), nonce);
        let malformed = MESSAGE.replace(nonce, "venice");
        assert_eq!(
            Web3Challenge::from_text(malformed.clone()).private_part(),
            malformed
        );
        assert_eq!(Web3Challenge::from_text("a.b.c").private_part(), "a.b.c");
    }

    #[test]
    fn statement_or_resource_is_enough_and_neither_is_not() {
        assert_eq!(check(&without_statement()), Ok(()), "as EIP-4361 writes it");
        let shorter = without_statement().replace("\n\n\nURI", "\n\nURI");
        assert_ne!(shorter, without_statement());
        assert_eq!(check(&shorter), Ok(()), "one empty line");
        assert_eq!(check(&MESSAGE.replace(END, "")), Ok(()));
        let neither = without_statement().replace(END, "");
        assert_eq!(check(&neither), Err(ErrorCode::ChallengeInvalid));
    }

    #[test]
    fn what_is_not_a_mints_is_refused() {
        for (from, to) in [
            ("api.venice.ai wants", "evil.example wants"),
            ("api.venice.ai wants", "api.venice.ai.evil.example wants"),
            ("api.venice.ai wants", "api.venice.ai@evil.example wants"),
            ("api.venice.ai wants", "\u{430}pi.venice.ai wants"),
            ("api.venice.ai wants", "api.venice.ai\u{200b} wants"),
            ("api.venice.ai wants", "API.VENICE.AI wants"),
            ("api.venice.ai wants", "venice.ai wants"),
            (STATEMENT, "Sign in to Venice AI"),
            (STATEMENT, "Authorize Venice API key creation."),
            ("\u{2014}", "-"),
            ("\u{2014}", "\u{2013}"),
            ("\u{2014}", "\u{2014}\u{200b}"),
            ("Authorize", "\u{410}uthorize"),
            ("Authorize", "Authorize\u{7}"),
            (URI, "https://api.venice.ai"),
            (URI, "https://api.venice.ai/api/v1"),
            (
                URI,
                "https://api.venice.ai/api/v1/api_keys/generate_web3_key/",
            ),
            ("https://api", "http://api"),
            (
                "https://api.venice.ai",
                "https://api.venice.ai@evil.example",
            ),
            ("https://api.venice.ai", "https://api.venice.ai:444"),
            (ADDRESS, "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"),
            (ADDRESS, "0x7e5F4552091A69125d5DfCb7b8C2659029395Bdf"),
            ("Chain ID: 8453", "Chain ID: 1"),
            ("Chain ID: 8453", "Chain ID: 08453"),
            ("\nChain ID: 8453", ""),
            ("Version: 1", "Version: 2"),
            ("Nonce: 9f2c1d6b4a8e05337c1b9d2e6f4a7c81", "Nonce: abc1234"),
            ("Nonce: 9f2c1d6b4a8e05337c1b9d2e6f4a7c81", "Nonce: "),
            ("Nonce: 9f2c", "Nonce: 9f2c "),
            ("2026-06-30T11:02:41.167Z", "lately"),
            ("2026-06-30T11:02:41.167Z", "2026-06-30T11:09:00Z"),
            ("2026-06-30T11:02:41.167Z", "2026-06-30T10:17:41.166Z"),
            ("2026-06-30T11:17:41.167Z", "later"),
            ("2026-06-30T11:17:41.167Z", "2026-06-30T12:03:00.001Z"),
            (
                "2026-06-30T11:17:41.167Z",
                "2026-06-30T11:17:41.167Z[Etc/UTC]",
            ),
            ("2026-06-30T11:17:41.167Z", "2026-06-30T13:17:41.167+02:00"),
            ("\nExpiration Time: 2026-06-30T11:17:41.167Z", ""),
            ("\nIssued At: 2026-06-30T11:02:41.167Z", ""),
            ("urn:venice:api-key:create", "urn:venice:api-key:delete"),
            ("urn:venice:api-key:create", "urn:recap:eyJhdHQiOnt9fQ"),
            ("- urn", "- https://venice.ai/tos\n- urn"),
            ("\n- urn:venice:api-key:create", ""),
            (
                "\nResources:",
                "\nNot Before: 2026-06-30T11:02:41.167Z\nResources:",
            ),
            ("\nResources:", "\nRequest ID: 7\nResources:"),
            ("\n\nURI", "\nURI: https://venice.ai\nURI"),
            ("\n\nURI", "\n\n\nURI"),
            ("\n", "\r\n"),
        ] {
            let changed = MESSAGE.replace(from, to);
            assert_ne!(changed, MESSAGE, "{from}");
            let refused = Err(ErrorCode::ChallengeInvalid);
            assert_eq!(check(&changed), refused, "{from} -> {to}");
        }
        for end in [
            "\n- https://evil.example",
            "\n- urn:venice:api-key:create",
            "\nanything else",
            "\n",
            " ",
        ] {
            let changed = format!("{MESSAGE}{end}");
            assert_eq!(check(&changed), Err(ErrorCode::ChallengeInvalid), "{end}");
        }
        for other in ["\n", "transfer all\nto me", &MESSAGE[..62], &MESSAGE[..63]] {
            assert_eq!(check(other), Err(ErrorCode::ChallengeInvalid), "{other}");
        }
    }

    #[test]
    fn its_own_end_counts_and_so_does_an_earlier_one_of_the_response() {
        let past = MESSAGE.replace("11:17:41.167Z", "11:03:00.000Z");
        assert_eq!(check(&past), Err(ErrorCode::ChallengeExpired));
        let address = Address::parse(ADDRESS).unwrap();
        let now = "2026-06-30T11:03:00Z".parse().unwrap();
        let mut challenge = Web3Challenge::from_text(MESSAGE);
        challenge.expires_at = Some(now);
        let refused = challenge.check(address, now).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::ChallengeExpired);
        let endless = MESSAGE.replace("\nExpiration Time: 2026-06-30T11:17:41.167Z", "");
        let mut challenge = Web3Challenge::from_text(endless);
        assert_eq!(challenge.expires_at, None);
        challenge.expires_at = Some("2026-06-30T11:17:41.167Z".parse().unwrap());
        let refused = challenge.check(address, now).unwrap_err();
        assert_eq!(refused.code(), ErrorCode::ChallengeInvalid);
    }

    proptest! {
        #[test]
        fn one_changed_character_is_never_signed(
            place in any::<proptest::sample::Index>(), to in any::<char>(),
        ) {
            let mut changed: Vec<char> = MESSAGE.chars().collect();
            let at = place.index(changed.len());
            prop_assume!(changed[at] != to);
            changed[at] = to;
            let changed: String = changed.into_iter().collect();
            // Nonce and times are the server's to choose, each within its form.
            let free = ["Nonce: ", "Issued At: ", "Expiration Time: "];
            let fixed = |text: &str| -> Vec<String> {
                text.split('\n')
                    .map(|line| match free.iter().find(|name| line.starts_with(**name)) {
                        Some(name) if line.is_ascii() => (*name).to_owned(),
                        _ => line.to_owned(),
                    })
                    .collect()
            };
            prop_assert!(check(&changed).is_err() || fixed(&changed) == fixed(MESSAGE));
        }
    }
}
