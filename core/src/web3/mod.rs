//! Keys from a wallet: the challenge, its checks, and the mint, for both server generations.

mod jwt;
mod mint;
mod siwe;
mod web3_mint;

use std::fmt;

use jiff::{SignedDuration, Timestamp};

use crate::codes::ErrorCode;
use crate::error::Error;
use crate::wallet::Address;
use crate::wire::open_enum;

pub use web3_mint::Web3Mint;

#[cfg(any(test, fuzzing))]
pub(crate) use mint::read_challenge;
#[cfg(test)]
pub(crate) use siwe::tests::MESSAGE as ANNOUNCED;

/// Venice's site, and its host that asks a wallet for a signature.
const SITE: &str = "venice.ai";
const DOMAIN: &str = "api.venice.ai";
/// How far our clock may be behind the server's.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);
/// How long a challenge may be valid. Venice's are for a quarter of an hour.
const LONGEST_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// How long a challenge may be, in bytes. Venice's have half a KiB.
const LONGEST: usize = 16 * 1024;

open_enum! {
    /// The kind of challenge that the server gives.
    Web3Generation {
        /// A JWT signed by the server: the current kind.
        Jwt = "jwt",
        /// An EIP-4361 message ("Sign-In with Ethereum") bound to the wallet: announced.
        Siwe = "siwe",
    }
}

/// What a wallet has to sign to mint a key.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Web3Challenge {
    /// The exact text to sign.
    pub text: String,
    /// Until when it is valid, if it is known.
    pub expires_at: Option<Timestamp>,
    /// Which kind it is.
    pub generation: Web3Generation,
}

/// Hides the text.
impl fmt::Debug for Web3Challenge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            text: _,
            expires_at,
            generation,
        } = self;
        f.debug_struct("Web3Challenge")
            .field("text", &"…")
            .field("expires_at", expires_at)
            .field("generation", generation)
            .finish()
    }
}

impl Web3Challenge {
    /// A challenge that was passed on as a string. One line is a JWT; an EIP-4361 message has many.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        let generation = match text.contains('\n') {
            true => Web3Generation::Siwe,
            false => Web3Generation::Jwt,
        };
        Self::new(text, generation)
    }

    fn new(text: String, generation: Web3Generation) -> Self {
        let mut challenge = Self {
            text,
            expires_at: None,
            generation,
        };
        if !challenge.is_too_long() {
            challenge.expires_at = match &challenge.generation {
                Web3Generation::Jwt => jwt::expires_at(&challenge.text),
                Web3Generation::Siwe => siwe::expires_at(&challenge.text),
                Web3Generation::Other(_) => None,
            };
        }
        challenge
    }

    /// The part of it that must not be shown. Most of a message is the same for everybody, and
    /// hiding that would hide the server's own words about it.
    fn private_part(&self) -> &str {
        let nonce = match self.generation {
            Web3Generation::Siwe => siwe::nonce(&self.text),
            Web3Generation::Jwt | Web3Generation::Other(_) => None,
        };
        nonce.unwrap_or(&self.text)
    }

    fn is_too_long(&self) -> bool {
        self.text.len() > LONGEST
    }

    /// Checks that a wallet may sign this: it is Venice's for minting, for this wallet, and still
    /// valid.
    pub(crate) fn check(&self, address: Address, now: Timestamp) -> Result<(), Error> {
        if self.is_too_long() {
            return Err(invalid("it is longer than 16 KiB"));
        }
        match self.generation {
            Web3Generation::Jwt => jwt::check(&self.text, address, now)?,
            Web3Generation::Siwe => siwe::check(&self.text, address, now)?,
            Web3Generation::Other(_) => {
                return Err(invalid(
                    "it is of a generation that this version doesn't know",
                ));
            }
        }
        // The response may have given it an earlier end than the text does.
        match self.expires_at {
            Some(end) if end <= now => Err(expired()),
            _ => Ok(()),
        }
    }
}

fn invalid(why: &str) -> Error {
    Error::new(
        ErrorCode::ChallengeInvalid,
        format!("the challenge was not signed: {why}"),
    )
}

fn expired() -> Error {
    let what = "the challenge has expired: get a new one and sign that";
    Error::new(ErrorCode::ChallengeExpired, what)
}

/// Checks that a challenge with these times is valid now, and for an hour at most.
fn check_times(
    issued_at: Option<Timestamp>,
    not_before: Option<Timestamp>,
    expires_at: Timestamp,
    now: Timestamp,
) -> Result<(), Error> {
    let latest = now.saturating_add(CLOCK_SKEW).unwrap_or(now);
    if issued_at > Some(latest) || not_before > Some(latest) {
        return Err(invalid("it is not valid yet"));
    }
    if expires_at <= now {
        return Err(expired());
    }
    let begins = issued_at.unwrap_or(now).min(now);
    match expires_at.duration_since(begins) > LONGEST_LIFE {
        true => Err(invalid("it lives longer than an hour")),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The wallet whose private key is 1.
    pub(super) const ADDRESS: &str = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

    pub(super) fn check_at(text: &str, now: Timestamp) -> Result<(), ErrorCode> {
        let address = Address::parse(ADDRESS).unwrap();
        let checked = Web3Challenge::from_text(text).check(address, now);
        checked.map_err(|error| error.code())
    }

    #[test]
    fn a_challenge_is_printed_without_its_text() {
        let text = "api.venice.ai wants\nNonce: 1";
        let form = format!("{:?}", Web3Challenge::from_text(text));
        assert!(
            !form.contains("Nonce") && !form.contains("venice.ai"),
            "{form}"
        );
    }

    #[test]
    fn what_is_too_long_is_not_even_read() {
        // Each would be read to its end, and the second one has an end.
        for unit in [".", "x\nExpiration Time: 2026-11-20T12:10:00Z\n"] {
            let text = unit.repeat(LONGEST / unit.len() + 1);
            let challenge = Web3Challenge::from_text(text);
            assert_eq!(challenge.expires_at, None);
            let refused = challenge.check(Address::parse(ADDRESS).unwrap(), Timestamp::UNIX_EPOCH);
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains("16 KiB"), "{refused}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_checked_without_panic(text in "(?s).*") {
            prop_assert!(check_at(&text, Timestamp::UNIX_EPOCH).is_err());
        }
    }
}
