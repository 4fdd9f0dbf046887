//! The mint: challenges of both generations, and the proof that a wallet answered one.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use k256::ecdsa::{RecoveryId, Signature, SigningKey, VerifyingKey};
use serde_json::{Value, json};
use sha2::Sha256;
use sha3::{Digest, Keccak256};

use crate::Web3;
use crate::answer::Answer;
use crate::clock::iso;
use crate::keys::{self, Origin};
use crate::random::Random;
use crate::state::State;
use crate::validate;

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

/// Who signed `text` by EIP-191, `v` being 27, 28, 0 or 1.
fn recover(text: &str, signature: &[u8; 65]) -> Option<[u8; 20]> {
    let (rs, v) = signature.split_at(64);
    let recovery = match v {
        [0 | 27] => RecoveryId::new(false, false),
        [1 | 28] => RecoveryId::new(true, false),
        _ => return None,
    };
    let signature = Signature::from_slice(rs).ok()?;
    let signer = VerifyingKey::recover_from_prehash(&eip191(text), &signature, recovery).ok()?;
    Some(address_of(&signer))
}

fn eip191(text: &str) -> [u8; 32] {
    keccak(format!("\x19Ethereum Signed Message:\n{}{text}", text.len()).as_bytes())
}

fn address_of(key: &VerifyingKey) -> [u8; 20] {
    let point = key.to_sec1_point(false);
    let hash = keccak(&point.as_bytes()[1..]);
    let mut address = [0; 20];
    address.copy_from_slice(&hash[12..]);
    address
}

/// A wallet of the sandbox's own, for tests to sign with.
pub(crate) struct Wallet {
    pub(crate) private_key: String,
    pub(crate) address: String,
}

impl Wallet {
    /// The same at every start, and good for nothing but tests: anybody can hash its name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let secret = keccak(name.as_bytes());
        let key = SigningKey::from_slice(&secret).ok()?;
        let address = checksummed(&address_of(key.verifying_key()));
        Some(Self {
            private_key: format!("0x{}", hex(&secret)),
            address,
        })
    }
}

/// 20 bytes of hex after `0x`; in mixed case its EIP-55 checksum must be right.
pub(crate) fn parse_address(text: &str) -> Option<[u8; 20]> {
    let address = <[u8; 20]>::try_from(unhex(text)?).ok()?;
    let digits = &text[2..];
    let one_case = !digits.bytes().any(|b| b.is_ascii_lowercase())
        || !digits.bytes().any(|b| b.is_ascii_uppercase());
    (one_case || checksummed(&address) == text).then_some(address)
}

/// EIP-55.
fn checksummed(address: &[u8; 20]) -> String {
    let digits = hex(address);
    let hash = hex(&keccak(digits.as_bytes()));
    let cased = digits
        .chars()
        .zip(hash.bytes())
        .map(|(digit, hash)| match hash {
            b'8'..=b'9' | b'a'..=b'f' => digit.to_ascii_uppercase(),
            _ => digit,
        });
    format!("0x{}", cased.collect::<String>())
}

fn keccak(bytes: &[u8]) -> [u8; 32] {
    Keccak256::digest(bytes).into()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("0x")?.as_bytes();
    let digit = |b: u8| {
        char::from(b)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    if digits.len() % 2 != 0 {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_eip_55() {
        // The vectors of EIP-55 itself.
        for good in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
            "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
            "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
            "0x52908400098527886E0F7030069857D2E4169EE7",
            "0xde709f2102306220921060314715629080e2fb77",
        ] {
            let address = parse_address(good).expect(good);
            assert_eq!(checksummed(&address), good);
            assert_eq!(parse_address(&good.to_lowercase()), Some(address));
        }
        for bad in [
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
            "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
            "0xg2908400098527886E0F7030069857D2E4169EE7",
            "0x+2908400098527886E0F7030069857D2E4169EE7",
            "",
        ] {
            assert_eq!(parse_address(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_private_key_has_its_known_address() {
        let mut secret = [0; 32];
        secret[31] = 1;
        let key = SigningKey::from_slice(&secret).unwrap();
        let address = checksummed(&address_of(key.verifying_key()));
        assert_eq!(address, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf");
    }

    #[test]
    fn a_signature_of_another_library_recovers_to_its_signer() {
        // From the web3.js documentation of eth.accounts.sign("Some data", key).
        let signature = "0xb91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd\
                         6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a0291c";
        let signature: [u8; 65] = unhex(&signature.replace(' ', ""))
            .unwrap()
            .try_into()
            .unwrap();
        let signer = recover("Some data", &signature).unwrap();
        assert_eq!(
            checksummed(&signer),
            "0x2c7536E3605D9C16a7a3D7b1898e529396a65c23"
        );
        let mut zero_based = signature;
        zero_based[64] -= 27;
        assert_eq!(recover("Some data", &zero_based), Some(signer));
        assert_ne!(recover("Some date", &signature), Some(signer));
        zero_based[64] = 29;
        assert_eq!(recover("Some data", &zero_based), None);
        assert_eq!(recover("Some data", &[0; 65]), None);
    }

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
