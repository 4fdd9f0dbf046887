//! The mint: challenges of both generations, and the proof that a wallet answered one.

mod ethereum;

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::Web3;
use crate::answer::Answer;
use crate::clock::iso;
use crate::keys::{self, Origin};
use crate::random::Random;
use crate::state::State;
use crate::validate;
use ethereum::{checksummed, recover, unhex};

pub(crate) use ethereum::{Wallet, hex, parse_address};

const CHALLENGE_MS: i64 = 15 * 60 * 1000;
const JWT_ISSUER: &str = "venice.ai";
const DOMAIN: &str = "api.venice.ai";
const URI: &str = "https://api.venice.ai";
const BASE_CHAIN: &str = "8453";
const STATEMENT: &str = "Sign in to create a Venice API key.";

const BAD_ADDRESS: &str = "Invalid wallet address";
const BAD_SIGNATURE: &str = "Wallet signature does not match";
const UNKNOWN_CHALLENGE: &str = "Challenge is invalid or already used";

/// The challenges given out, and the secret behind the JWTs.
pub(crate) struct Challenges {
    generation: Web3,
    jwt_secret: [u8; 64],
    /// The control API can have challenges made in another's name.
    pub(crate) jwt_issuer: String,
    /// By nonce: EIP-4361 messages that are not used yet.
    messages: HashMap<String, Message>,
}

struct Message {
    text: String,
    expires: i64,
}

impl Challenges {
    pub(crate) fn new(generation: Web3, random: &mut Random) -> Self {
        let mut jwt_secret = [0; 64];
        jwt_secret[..32].copy_from_slice(&random.bytes());
        jwt_secret[32..].copy_from_slice(&random.bytes());
        let jwt_issuer = JWT_ISSUER.to_owned();
        Self {
            generation,
            jwt_secret,
            jwt_issuer,
            messages: HashMap::new(),
        }
    }

    fn jwt(&self, now: i64, nonce: &str) -> String {
        let encode = |part: Value| URL_SAFE_NO_PAD.encode(part.to_string());
        let header = encode(json!({"alg": "HS256", "typ": "JWT"}));
        let (issued, expires) = (now / 1000, (now + CHALLENGE_MS) / 1000);
        let claims = json!({"iss": self.jwt_issuer, "iat": issued, "exp": expires, "jti": nonce});
        let signed = format!("{header}.{}", encode(claims));
        let signature = URL_SAFE_NO_PAD.encode(self.hs256(&signed).finalize().into_bytes());
        format!("{signed}.{signature}")
    }

    fn hs256(&self, text: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new(&self.jwt_secret.into());
        mac.update(text.as_bytes());
        mac
    }

    /// Err with the documented text.
    fn check_jwt(&self, token: &str, now: i64) -> Result<(), &'static str> {
        const MALFORMED: &str = "JWT is malformed";
        let (signed, signature) = token.rsplit_once('.').ok_or(MALFORMED)?;
        let (header, claims) = signed.split_once('.').ok_or(MALFORMED)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| MALFORMED);
        let object = |part: &str| -> Result<Value, &'static str> {
            serde_json::from_slice(&decode(part)?).map_err(|_| MALFORMED)
        };
        let (header, claims, signature) = (object(header)?, object(claims)?, decode(signature)?);
        // The one algorithm there is: "none" and its friends are not even looked at.
        if header["alg"] != "HS256" {
            return Err("JWT signature is invalid");
        }
        self.hs256(signed)
            .verify_slice(&signature)
            .map_err(|_| "JWT signature is invalid")?;
        let expires = claims["exp"].as_i64();
        if claims["iss"] != JWT_ISSUER || claims["iat"].as_i64().is_none() {
            return Err("JWT claims are invalid");
        }
        match expires {
            None => Err("JWT claims are invalid"),
            Some(at) if at * 1000 <= now => Err("JWT has expired"),
            Some(_) => Ok(()),
        }
    }

    fn message(&mut self, address: &[u8; 20], now: i64, nonce: String) -> Value {
        let expires = now + CHALLENGE_MS;
        let (address, issued_at, expires_at) = (checksummed(address), iso(now), iso(expires));
        let text = format!(
            "{DOMAIN} wants you to sign in with your Ethereum account:\n{address}\n\n\
             {STATEMENT}\n\nURI: {URI}\nVersion: 1\nChain ID: {BASE_CHAIN}\nNonce: {nonce}\n\
             Issued At: {issued_at}\nExpiration Time: {expires_at}"
        );
        self.messages.insert(
            nonce.clone(),
            Message {
                text: text.clone(),
                expires,
            },
        );
        json!({"message": text, "nonce": nonce, "expiresAt": expires_at})
    }

    /// The nonce of a message that is ours, for this wallet, unused and still good.
    fn check_message(&self, text: &str, address: &[u8; 20], now: i64) -> Result<String, String> {
        const MALFORMED: &str = "Challenge is malformed";
        let lines: Vec<&str> = text.split('\n').collect();
        let [
            first,
            account,
            "",
            statement,
            "",
            uri,
            version,
            chain,
            nonce,
            issued,
            expires,
        ] = lines[..]
        else {
            return Err(MALFORMED.to_owned());
        };
        let domain = first
            .strip_suffix(" wants you to sign in with your Ethereum account:")
            .ok_or(MALFORMED)?;
        let value = |line: &'_ str, name: &str| -> Result<String, &'static str> {
            line.strip_prefix(name)
                .and_then(|rest| rest.strip_prefix(": "))
                .map(str::to_owned)
                .ok_or(MALFORMED)
        };
        for (what, got, wanted) in [
            ("domain", domain, DOMAIN),
            ("statement", statement, STATEMENT),
            ("URI", &value(uri, "URI")?, URI),
            ("version", &value(version, "Version")?, "1"),
            ("chain", &value(chain, "Chain ID")?, BASE_CHAIN),
            ("address", account, &checksummed(address)),
        ] {
            if got != wanted {
                return Err(format!("Challenge is invalid: wrong {what}"));
            }
        }
        let nonce = value(nonce, "Nonce")?;
        value(issued, "Issued At")?;
        value(expires, "Expiration Time")?;
        match self.messages.get(&nonce) {
            // What is left to differ is the two times.
            Some(message) if message.text != text => Err(UNKNOWN_CHALLENGE.to_owned()),
            Some(message) if message.expires <= now => Err("Challenge has expired".to_owned()),
            Some(_) => Ok(nonce),
            None => Err(UNKNOWN_CHALLENGE.to_owned()),
        }
    }
}

/// `GET /api_keys/generate_web3_key`
pub(crate) fn challenge(state: &mut State, address: Option<&str>) -> Answer {
    let now = state.clock.now();
    let nonce = state.random.alphanumeric(24);
    let data = match state.challenges.generation {
        Web3::Jwt => json!({"token": state.challenges.jwt(now, &nonce)}),
        Web3::Siwe => match address.and_then(parse_address) {
            Some(address) => state.challenges.message(&address, now, nonce),
            None => return Answer::error(400, BAD_ADDRESS),
        },
    };
    Answer::json(200, &json!({"success": true, "data": data}))
}

/// `POST /api_keys/generate_web3_key`
pub(crate) fn mint(state: &mut State, body: &[u8]) -> Answer {
    let generation = state.challenges.generation;
    let challenge_field = match generation {
        Web3::Jwt => "token",
        Web3::Siwe => "message",
    };
    let (new, proof) = match validate::mint(body, challenge_field) {
        Ok(both) => both,
        Err(issues) => return issues.answer(),
    };
    let now = state.clock.now();
    // Before the challenge is spent, so that a client told to wait can come back with it.
    if let Err(refused) = state.limits.may_create(now) {
        return refused;
    }
    match prove(state, &proof, now) {
        Ok(()) => keys::make(state, new, Origin::Mint),
        Err(text) => Answer::error(400, text),
    }
}

/// Challenge, then signature, then stake. An EIP-4361 challenge is spent by a good signature.
fn prove(state: &mut State, proof: &validate::Proof, now: i64) -> Result<(), String> {
    let address = parse_address(&proof.address).ok_or(BAD_ADDRESS)?;
    let nonce = match state.challenges.generation {
        Web3::Jwt => {
            state.challenges.check_jwt(&proof.challenge, now)?;
            None
        }
        Web3::Siwe => Some(
            state
                .challenges
                .check_message(&proof.challenge, &address, now)?,
        ),
    };
    if state.account.wallet_check_unavailable {
        return Err("Could not verify wallet signature. Please try again.".to_owned());
    }
    let signature = unhex(&proof.signature).ok_or(BAD_SIGNATURE)?;
    let account = format!("0x{}", hex(&address));
    let matches = match <[u8; 65]>::try_from(&signature[..]) {
        Ok(signature) => recover(&proof.challenge, &signature) == Some(address),
        // Any other length is a contract's (EIP-1271): no chain to ask here, so it was registered.
        Err(_) => state
            .account
            .contract_signatures
            .get(&account)
            .is_some_and(|known| unhex(known).as_ref() == Some(&signature)),
    };
    if !matches {
        return Err(BAD_SIGNATURE.to_owned());
    }
    if let Some(nonce) = nonce {
        state.challenges.messages.remove(&nonce);
    }
    if !state.account.staked.contains(&account) {
        return Err("Wallet has no staked VVV on Base".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenges(generation: Web3) -> Challenges {
        Challenges::new(generation, &mut Random::from_system().unwrap())
    }

    #[test]
    fn a_jwt_is_checked_in_every_part() {
        let ours = challenges(Web3::Jwt);
        let token = ours.jwt(1_000_000, "n");
        assert_eq!(ours.check_jwt(&token, 1_000_000), Ok(()));
        assert_eq!(ours.check_jwt(&token, 1_899_000), Ok(()));
        assert_eq!(ours.check_jwt(&token, 1_900_000), Err("JWT has expired"));
        for text in ["", "a.b", "a.b.c", "not a token", "..", &token[1..]] {
            assert_eq!(
                ours.check_jwt(text, 1_000_000),
                Err("JWT is malformed"),
                "{text}"
            );
        }
        let theirs = challenges(Web3::Jwt).jwt(1_000_000, "n");
        assert_eq!(
            ours.check_jwt(&theirs, 1_000_000),
            Err("JWT signature is invalid")
        );
        let (_, rest) = token.split_once('.').unwrap();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#);
        let unsigned = format!("{none}.{rest}");
        assert_eq!(
            ours.check_jwt(&unsigned, 1_000_000),
            Err("JWT signature is invalid")
        );
        let mut renamed = challenges(Web3::Jwt);
        renamed.jwt_secret = ours.jwt_secret;
        renamed.jwt_issuer = "elsewhere".to_owned();
        let elsewhere = renamed.jwt(1_000_000, "n");
        assert_eq!(
            ours.check_jwt(&elsewhere, 1_000_000),
            Err("JWT claims are invalid")
        );
    }

    #[test]
    fn every_line_of_a_message_is_checked() {
        let mut ours = challenges(Web3::Siwe);
        let data = ours.message(&[7; 20], 1_000_000, "nonce1234".to_owned());
        let text = data["message"].as_str().unwrap();
        let check = |text: &str, now| ours.check_message(text, &[7; 20], now);
        assert_eq!(check(text, 1_000_000).as_deref(), Ok("nonce1234"));
        assert_eq!(
            check(text, 1_900_000),
            Err("Challenge has expired".to_owned())
        );
        assert_eq!(
            ours.check_message(text, &[8; 20], 1_000_000),
            Err("Challenge is invalid: wrong address".to_owned())
        );
        for (part, other, error) in [
            (
                "api.venice.ai wants",
                "evil.example wants",
                "Challenge is invalid: wrong domain",
            ),
            (
                STATEMENT,
                "Give me all.",
                "Challenge is invalid: wrong statement",
            ),
            (
                "https://api",
                "http://api",
                "Challenge is invalid: wrong URI",
            ),
            (
                "Version: 1",
                "Version: 2",
                "Challenge is invalid: wrong version",
            ),
            ("8453", "1", "Challenge is invalid: wrong chain"),
            ("0x07", "0x08", "Challenge is invalid: wrong address"),
            ("nonce1234", "nonce1235", UNKNOWN_CHALLENGE),
            ("Issued At: 1970", "Issued At: 1971", UNKNOWN_CHALLENGE),
            (
                "Expiration Time: 1970",
                "Expiration Time: 2970",
                UNKNOWN_CHALLENGE,
            ),
            ("\nVersion: 1", "", "Challenge is malformed"),
            ("Nonce: ", "Nonce ", "Challenge is malformed"),
            ("Ethereum", "Bitcoin", "Challenge is malformed"),
        ] {
            let changed = text.replace(part, other);
            assert_ne!(changed, text, "{part}");
            assert_eq!(check(&changed, 1_000_000), Err(error.to_owned()), "{part}");
        }
        let longer = format!("{text}\nRequest ID: 1");
        assert_eq!(
            check(&longer, 1_000_000),
            Err("Challenge is malformed".to_owned())
        );
    }
}
