//! Keys from a wallet: the challenge, its checks, and the mint, for both server generations.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::client::Client;
use crate::created::{CreatedKey, read_created};
use crate::error::{Code, Error};
use crate::keys::{NewKey, NewKeyBody};
use crate::perform::{read_data, undocumented};
use crate::secret::Secret;
use crate::transport::{Answer, Body, Call, encoded};
use crate::wallet::{Address, Wallet, decode_hex};
use crate::wire;

/// Who may ask a wallet to sign in.
const SITES: [&str; 2] = ["api.venice.ai", "venice.ai"];
/// Base.
const CHAIN: &str = "8453";
/// How far our clock may be behind the server's.
const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

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

/// What a JWT's payload must hold.
#[derive(Deserialize)]
struct Claims {
    #[serde(with = "wire::money")]
    exp: Option<rust_decimal::Decimal>,
}

impl Claims {
    /// Takes exactly three base64url parts, the first two being JSON objects.
    fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let [header, payload, signature] = parts[..] else {
            return None;
        };
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok().filter(|b| !b.is_empty());
        let is_object = |json: &[u8]| {
            serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(json).is_ok()
        };
        decode(signature)?;
        let (header, payload) = (decode(header)?, decode(payload)?);
        if !is_object(&header) || !is_object(&payload) {
            return None;
        }
        serde_json::from_slice(&payload).ok()
    }

    fn expires_at(&self) -> Option<Timestamp> {
        let seconds = i64::try_from(self.exp?.floor()).ok()?;
        Timestamp::from_second(seconds).ok()
    }
}

fn check_jwt(text: &str, now: Timestamp) -> Result<(), Error> {
    let claims = Claims::parse(text).ok_or_else(|| invalid("it is not a JWT"))?;
    let expires_at = claims
        .expires_at()
        .ok_or_else(|| invalid("it is a JWT that never expires"))?;
    if expires_at <= now {
        Err(expired())
    } else {
        Ok(())
    }
}

/// An EIP-4361 message, taken apart line by line.
#[derive(Debug)]
struct SignIn<'a> {
    domain: &'a str,
    address: &'a str,
    uri: &'a str,
    version: &'a str,
    chain_id: &'a str,
    nonce: &'a str,
    issued_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    not_before: Option<Timestamp>,
    resources: Vec<&'a str>,
}

impl<'a> SignIn<'a> {
    /// `None` for whatever isn't written exactly as the standard says, or holds anything but
    /// printable ASCII: a look-alike or control character has no place in one.
    fn parse(text: &'a str) -> Option<Self> {
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

fn check_sign_in(
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

/// Both generations' answers: the one that is there tells.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ChallengeData {
    #[serde(default, deserialize_with = "wire::text")]
    token: Option<String>,
    #[serde(default, deserialize_with = "wire::text")]
    message: Option<String>,
    #[serde(default, with = "wire::time")]
    expires_at: Option<Timestamp>,
}

pub(crate) fn read_challenge(call: &Call, answer: &Answer) -> Result<Web3Challenge, Error> {
    let ChallengeData {
        token,
        message,
        expires_at,
    } = read_data(call, answer)?;
    match (message, token) {
        (Some(text), _) => {
            let expires_at = expires_at.or_else(|| SignIn::parse(&text).and_then(|m| m.expires_at));
            Ok(Web3Challenge {
                text,
                expires_at,
                generation: Web3Generation::Siwe,
            })
        }
        (None, Some(text)) => Ok(Web3Challenge::jwt(text)),
        (None, None) => Err(undocumented(
            Code::BadResponse,
            call,
            answer,
            "the answer holds no challenge",
        )),
    }
}

#[derive(Serialize)]
struct MintBody<'a> {
    #[serde(flatten)]
    new_key: NewKeyBody<'a>,
    address: String,
    signature: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'a str>,
}

const PATH: &str = "/api_keys/generate_web3_key";

fn challenge_call(operation: &'static str, address: Option<Address>) -> Call {
    let path = match address {
        Some(address) => format!("{PATH}?address={}", encoded(&address.to_string())),
        None => PATH.to_owned(),
    };
    Call {
        with_key: false,
        ..Call::get(operation, path)
    }
}

fn mint_call(
    operation: &'static str,
    address: Address,
    signature: &str,
    challenge: &Web3Challenge,
    new_key: &NewKey,
) -> Result<Call, Error> {
    let of = |generation| (challenge.generation == generation).then_some(challenge.text.as_str());
    let body = Body::json(&MintBody {
        new_key: new_key.body(),
        address: address.to_string(),
        signature,
        token: of(Web3Generation::Jwt),
        message: of(Web3Generation::Siwe),
    })?;
    let secrets = vec![
        Secret::from(signature),
        Secret::from(challenge.text.as_str()),
    ];
    Ok(Call {
        with_key: false,
        secrets,
        ..Call::post(operation, PATH.into(), body)
    })
}

fn check_signature(signature: &str) -> Result<(), Error> {
    match signature.strip_prefix("0x").and_then(decode_hex) {
        Some(bytes) if !bytes.is_empty() => Ok(()),
        _ => Err(Error::input(
            "signature",
            "must be 0x and an even number of hex digits",
        )),
    }
}

impl Client {
    /// Gets the challenge that a wallet has to sign. Never sends the client's key.
    ///
    /// The announced server generation binds it to a wallet and needs its `address`; today's takes
    /// none, and none harm from one.
    ///
    /// # Errors
    ///
    /// `invalid_input` if the address isn't one; besides that what every read can meet ([`Code`]).
    pub fn web3_challenge(&self, address: Option<&str>) -> Result<Web3Challenge, Error> {
        let address = address.map(Address::parse).transpose()?;
        let call = challenge_call("web3_challenge", address);
        let answer = self.perform(&call).map_err(|failed| failed.error)?;
        read_challenge(&call, &answer)
    }

    /// Makes a key for a wallet that is held elsewhere, by its signature of a challenge. Never
    /// sends the client's key, and is never sent twice.
    ///
    /// Signatures of smart-contract wallets (EIP-1271) may have any length.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a field breaks its rule; nothing was sent.
    /// * `invalid_address`, `challenge_expired`, `challenge_invalid`, `signature_mismatch`,
    ///   `not_staked`, `wallet_check_unavailable`: the server refused.
    /// * `outcome_unknown`: it was sent and no trustworthy answer came.
    pub fn mint_web3_key(
        &self,
        address: &str,
        signature: &str,
        challenge: &Web3Challenge,
        new_key: &NewKey,
    ) -> Result<CreatedKey, Error> {
        let address = Address::parse(address)?;
        check_signature(signature)?;
        if challenge.text.is_empty() {
            return Err(Error::input("challenge", "must not be empty"));
        }
        new_key.check_for_mint()?;
        let call = mint_call("mint_web3_key", address, signature, challenge, new_key)?;
        let answer = self.perform(&call).map_err(|failed| failed.error)?;
        read_created(&call, &answer)
    }

    /// Makes a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
    /// client's key; the mint is never sent twice.
    ///
    /// # Errors
    ///
    /// As [`mint_web3_key`](Self::mint_web3_key). `challenge_invalid` and `challenge_expired` also
    /// if the wallet refuses what it is asked to sign: then nothing was signed.
    ///
    /// ```no_run
    /// use venice_keys::{Client, NewKey, Wallet};
    ///
    /// # fn main() -> Result<(), venice_keys::Error> {
    /// let wallet = Wallet::from_hex(&std::env::var("WALLET_KEY").unwrap_or_default())?;
    /// let made = Client::anonymous()?.mint_with_wallet(&wallet, &NewKey::new("my agent"))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn mint_with_wallet(&self, wallet: &Wallet, new_key: &NewKey) -> Result<CreatedKey, Error> {
        const OPERATION: &str = "mint_with_wallet";
        new_key.check_for_mint()?;
        let deadline = self.deadline();
        let address = wallet.checked_address();
        let asked = challenge_call(OPERATION, Some(address));
        let answer = self
            .perform_until(&asked, deadline)
            .map_err(|failed| failed.error)?;
        let challenge = read_challenge(&asked, &answer)?;
        let signature = Zeroizing::new(wallet.sign(&challenge)?);
        let call = mint_call(OPERATION, address, &signature, &challenge, new_key)?;
        let answer = self
            .perform_until(&call, deadline)
            .map_err(|failed| failed.error)?;
        read_created(&call, &answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
