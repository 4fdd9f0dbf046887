//! Keys from a wallet: the challenge, its checks, and the mint, for both server generations.

mod jwt;
mod mint;
mod siwe;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::error::{Code, Error};
use crate::wallet::Address;
use jwt::{Claims, check_jwt};
use siwe::{SignIn, check_sign_in};

#[cfg(any(test, fuzzing))]
pub(crate) use mint::read_challenge;

/// Which kind of challenge the server gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Web3Generation {
    /// A JWT signed by the server (today's).
    Jwt,
    /// An EIP-4361 message ("Sign-In with Ethereum") bound to the wallet (announced).
    Siwe,
}

impl Web3Generation {
    /// `"jwt"` or `"siwe"`.
    pub fn as_str(self) -> &'static str {
        match self {
            Web3Generation::Jwt => "jwt",
            Web3Generation::Siwe => "siwe",
        }
    }
}

impl FromStr for Web3Generation {
    type Err = Error;

    /// # Errors
    ///
    /// `invalid_input` for anything but `"jwt"` and `"siwe"`.
    fn from_str(text: &str) -> Result<Self, Error> {
        [Web3Generation::Jwt, Web3Generation::Siwe]
            .into_iter()
            .find(|generation| generation.as_str() == text)
            .ok_or_else(|| Error::input("web3Generation", "must be jwt or siwe"))
    }
}

/// What a wallet has to sign to mint a key. Printed without its text.
#[derive(Clone, PartialEq, Eq)]
pub struct Web3Challenge {
    /// The exact text to sign.
    pub text: String,
    /// Until when it is good, if it is known.
    pub expires_at: Option<Timestamp>,
    /// Which kind it is.
    pub generation: Web3Generation,
}

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
    /// A challenge that was handed on as text. A text of one line is a JWT; an EIP-4361 message
    /// has many.
    pub fn from_text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.contains('\n') {
            let expires_at = SignIn::parse(&text).and_then(|message| message.expires_at);
            return Self {
                text,
                expires_at,
                generation: Web3Generation::Siwe,
            };
        }
        Self::jwt(text)
    }

    fn jwt(text: String) -> Self {
        let expires_at = Claims::parse(&text).and_then(|claims| claims.expires_at());
        Self {
            text,
            expires_at,
            generation: Web3Generation::Jwt,
        }
    }

    /// Whether a wallet may sign this: it is Venice's, for this wallet, and still good.
    pub(crate) fn check(&self, address: Address, now: Timestamp) -> Result<(), Error> {
        match self.generation {
            Web3Generation::Jwt => check_jwt(&self.text, now),
            Web3Generation::Siwe => check_sign_in(&self.text, self.expires_at, address, now),
        }
    }
}

fn invalid(why: &str) -> Error {
    Error::new(
        Code::ChallengeInvalid,
        format!("the challenge was not signed: {why}"),
    )
}

fn expired() -> Error {
    let what = "the challenge has expired: get a new one and sign that";
    Error::new(Code::ChallengeExpired, what)
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use proptest::prelude::*;

    use super::mint::check_signature;
    use super::*;

    const ADDRESS: &str = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

    fn now() -> Timestamp {
        "2026-11-20T12:00:00Z".parse().unwrap()
    }

    fn message() -> String {
        format!(
            "api.venice.ai wants you to sign in with your Ethereum account:\n{ADDRESS}\n\n\
             Mint a Venice API key.\n\nURI: https://api.venice.ai/api/v1\nVersion: 1\n\
             Chain ID: 8453\nNonce: abcdef1234567890\nIssued At: 2026-11-20T11:59:00.000Z\n\
             Expiration Time: 2026-11-20T12:14:00.000Z"
        )
    }

    fn check(text: &str) -> Result<(), Code> {
        let challenge = Web3Challenge::from_text(text);
        challenge
            .check(Address::parse(ADDRESS).unwrap(), now())
            .map_err(|error| error.code())
    }

    fn token(header: &str, payload: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!(
            "{}.{}.{}",
            encode(header),
            encode(payload),
            encode("signature")
        )
    }

    #[test]
    fn venices_own_message_is_signed() {
        assert_eq!(check(&message()), Ok(()));
        let bare = message().replace("Mint a Venice API key.\n\n", "");
        assert_eq!(check(&bare), Ok(()), "no statement, one empty line");
        let standard = message().replace("Mint a Venice API key.\n\n", "\n");
        assert_eq!(
            check(&standard),
            Ok(()),
            "no statement, as the standard writes it"
        );
        assert_eq!(
            check(&message().replace(ADDRESS, &ADDRESS.to_lowercase())),
            Ok(())
        );
        assert_eq!(check(&format!("{}\nRequest ID: 7", message())), Ok(()));
        assert_eq!(
            check(&format!(
                "{}\nResources:\n- https://venice.ai/tos",
                message()
            )),
            Ok(())
        );
    }

    #[test]
    fn what_is_not_venices_to_ask_is_refused() {
        for (from, to) in [
            ("api.venice.ai wants", "evil.example wants"),
            ("api.venice.ai wants", "api.venice.ai.evil.example wants"),
            ("api.venice.ai wants", "аpi.venice.ai wants"),
            ("api.venice.ai wants", "api.venice.ai\u{200b} wants"),
            ("api.venice.ai wants", "API.VENICE.AI wants"),
            (
                "https://api.venice.ai/api/v1",
                "https://evil.example/api/v1",
            ),
            (
                "https://api.venice.ai/api/v1",
                "https://api.venice.ai@evil.example",
            ),
            ("https://api.venice.ai/api/v1", "https://api.venice.ai:444/"),
            ("https://api.venice.ai/api/v1", "http://api.venice.ai/"),
            (ADDRESS, "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"),
            (ADDRESS, "0x7e5F4552091A69125d5DfCb7b8C2659029395Bdf"),
            ("Chain ID: 8453", "Chain ID: 1"),
            ("Chain ID: 8453", "Chain ID: 08453"),
            ("Version: 1", "Version: 2"),
            ("Nonce: abcdef1234567890", "Nonce: abc"),
            ("Nonce: abcdef1234567890", "Nonce: "),
            ("Issued At: 2026-11-20T11:59:00.000Z", "Issued At: lately"),
            (
                "Issued At: 2026-11-20T11:59:00.000Z",
                "Issued At: 2026-11-20T13:00:00Z",
            ),
            ("2026-11-20T12:14:00.000Z", "later"),
            ("\n\nMint", "\r\n\r\nMint"),
            ("Mint a Venice", "Mint\u{7} a Venice"),
            ("Mint a Venice", "Mint a V\u{435}nice"),
            ("\n\nURI", "\nURI: https://venice.ai\nURI"),
        ] {
            let changed = message().replace(from, to);
            assert_ne!(changed, message(), "{from}");
            assert_eq!(
                check(&changed),
                Err(Code::ChallengeInvalid),
                "{from} -> {to}"
            );
        }
        for end in [
            "\nExpiration Time: 2099-01-01T00:00:00Z",
            "\nResources:\n- urn:recap:eyJhdHQiOnt9fQ",
            "\nResources:\n- https://evil.example",
            "\nNot Before: 2026-11-20T13:00:00Z",
            "\nanything else",
            "\n",
        ] {
            let changed = format!("{}{end}", message());
            assert_eq!(check(&changed), Err(Code::ChallengeInvalid), "{end}");
        }
        for other in [
            "",
            "hello",
            "0xdeadbeef",
            "transfer all\nto me",
            "a.b.c",
            "..",
            "a.b",
        ] {
            assert_eq!(check(other), Err(Code::ChallengeInvalid), "{other}");
        }
    }

    #[test]
    fn an_expired_message_is_told_apart() {
        let past = message().replace("12:14:00", "11:59:59");
        assert_eq!(check(&past), Err(Code::ChallengeExpired));
        let mut announced = Web3Challenge::from_text(message());
        announced.expires_at = Some(now());
        let refused = announced
            .check(Address::parse(ADDRESS).unwrap(), now())
            .unwrap_err();
        assert_eq!(refused.code(), Code::ChallengeExpired);
        let endless = message().replace("\nExpiration Time: 2026-11-20T12:14:00.000Z", "");
        assert_eq!(check(&endless), Err(Code::ChallengeInvalid));
    }

    #[test]
    fn a_jwt_is_checked_to_be_one_and_to_end_ahead() {
        let header = r#"{"alg":"HS256","typ":"JWT"}"#;
        let ahead = now().as_second() + 900;
        let with_exp = |exp: &str| token(header, &format!(r#"{{"iss":"venice","exp":{exp}}}"#));
        assert_eq!(check(&with_exp(&ahead.to_string())), Ok(()));
        assert_eq!(check(&with_exp("1.8e9")), Ok(()));
        assert_eq!(
            check(&with_exp(&now().as_second().to_string())),
            Err(Code::ChallengeExpired)
        );
        for odd in ["null", "\"soon\"", "{}", "-1e300", "1e300"] {
            assert_eq!(check(&with_exp(odd)), Err(Code::ChallengeInvalid), "{odd}");
        }
        let good = with_exp(&ahead.to_string());
        for bad in [
            token("[]", r#"{"exp":4102444800}"#),
            token(header, "[4102444800]"),
            token(header, "{}"),
            format!("{good}.x"),
            format!(" {good}"),
            good.rsplit_once('.').unwrap().0.to_owned(),
            format!("{}.", good.rsplit_once('.').unwrap().0),
        ] {
            assert_eq!(check(&bad), Err(Code::ChallengeInvalid), "{bad}");
        }
    }

    #[test]
    fn a_challenge_is_printed_without_its_text() {
        let form = format!("{:?}", Web3Challenge::from_text(message()));
        assert!(
            !form.contains("Nonce") && !form.contains("venice.ai"),
            "{form}"
        );
    }

    #[test]
    fn signatures_of_any_length_are_taken_if_they_are_hex() {
        for good in [
            "0xab",
            &format!("0x{}", "ab".repeat(65)),
            &format!("0x{}", "0F".repeat(500)),
        ] {
            assert!(check_signature(good).is_ok());
        }
        for bad in ["", "0x", "ab", "0xa", "0xzz", "0x é"] {
            assert!(check_signature(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_checked_without_panic(text in "(?s).*") {
            prop_assert!(check(&text).is_err());
        }

        #[test]
        fn one_changed_character_outside_the_statement_is_never_signed(
            place in any::<proptest::sample::Index>(), to in any::<char>(),
        ) {
            // The statement and the times may differ harmlessly; every other line may not.
            const FIXED: [usize; 6] = [0, 2, 4, 5, 6, 7];
            let mut changed: Vec<char> = message().chars().collect();
            let line = |at: &usize| changed[..*at].iter().filter(|c| **c == '\n').count();
            let fixed: Vec<usize> =
                (0..changed.len()).filter(|at| FIXED.contains(&line(at))).collect();
            let at = fixed[place.index(fixed.len())];
            prop_assume!(changed[at] != to);
            changed[at] = to;
            let changed: String = changed.into_iter().collect();
            // What follows the host is the site's own affair.
            let same_site = ["/", "?", "#"]
                .iter()
                .any(|end| changed.contains(&format!("URI: https://api.venice.ai{end}")));
            prop_assert!(check(&changed).is_err() || same_site);
        }
    }
}
