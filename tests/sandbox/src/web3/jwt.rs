//! Today's challenge: a JWT for whoever asks, good until it expires.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair,
    UnparsedPublicKey,
};
use serde_json::{Map, Value, json};

use super::CHALLENGE_MS;

const ISSUER: &str = "venice.ai";

/// The key behind the tokens, and what the control API has changed about new ones.
pub(super) struct Jwts {
    key: EcdsaKeyPair,
    random: SystemRandom,
    /// Laid over the header and the claims of new tokens; null takes a member away.
    pub(super) header: Map<String, Value>,
    pub(super) claims: Map<String, Value>,
}

impl Jwts {
    pub(super) fn new() -> Result<Self, ring::error::Unspecified> {
        let (random, algorithm) = (SystemRandom::new(), &ECDSA_P256_SHA256_FIXED_SIGNING);
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random)?;
        let key = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random)
            .map_err(|_| ring::error::Unspecified)?;
        Ok(Self {
            key,
            random,
            header: Map::new(),
            claims: Map::new(),
        })
    }

    pub(super) fn make(&self, now: i64, nonce: &str) -> Result<String, ring::error::Unspecified> {
        let (issued, expires) = (now / 1000, (now + CHALLENGE_MS) / 1000);
        let header = json!({"alg": "ES256", "typ": "JWT"});
        let claims = json!({"iss": ISSUER, "iat": issued, "exp": expires, "jti": nonce});
        let encode = |part, changes| URL_SAFE_NO_PAD.encode(overlaid(part, changes).to_string());
        let signed = format!(
            "{}.{}",
            encode(header, &self.header),
            encode(claims, &self.claims)
        );
        let signature = self.key.sign(&self.random, signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Err with the documented text.
    pub(super) fn check(&self, token: &str, now: i64) -> Result<(), &'static str> {
        const MALFORMED: &str = "JWT is malformed";
        const FORGED: &str = "JWT signature is invalid";
        let (signed, signature) = token.rsplit_once('.').ok_or(MALFORMED)?;
        let (header, claims) = signed.split_once('.').ok_or(MALFORMED)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| MALFORMED);
        let object = |part: &str| -> Result<Value, &'static str> {
            serde_json::from_slice(&decode(part)?).map_err(|_| MALFORMED)
        };
        let (header, claims, signature) = (object(header)?, object(claims)?, decode(signature)?);
        // The one algorithm there is: "none" and its friends are not even looked at.
        if header["alg"] != "ES256" {
            return Err(FORGED);
        }
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, self.key.public_key())
            .verify(signed.as_bytes(), &signature)
            .map_err(|_| FORGED)?;
        let expires = claims["exp"].as_i64();
        if claims["iss"] != ISSUER || claims["iat"].as_i64().is_none() {
            return Err("JWT claims are invalid");
        }
        match expires {
            None => Err("JWT claims are invalid"),
            Some(at) if at.saturating_mul(1000) <= now => Err("JWT has expired"),
            Some(_) => Ok(()),
        }
    }
}

fn overlaid(mut object: Value, changes: &Map<String, Value>) -> Value {
    for (name, value) in changes {
        match (value, object.as_object_mut()) {
            (Value::Null, Some(members)) => drop(members.remove(name)),
            _ => object[name] = value.clone(),
        }
    }
    object
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_checked_in_every_part() {
        let mut ours = Jwts::new().unwrap();
        let token = ours.make(1_000_000, "n").unwrap();
        assert_eq!(ours.check(&token, 1_000_000), Ok(()));
        assert_eq!(ours.check(&token, 1_899_000), Ok(()));
        assert_eq!(ours.check(&token, 1_900_000), Err("JWT has expired"));
        for text in ["", "a.b", "a.b.c", "not a token", "..", &token[1..]] {
            let refused = ours.check(text, 1_000_000);
            assert_eq!(refused, Err("JWT is malformed"), "{text}");
        }
        let forged = Err("JWT signature is invalid");
        let theirs = Jwts::new().unwrap().make(1_000_000, "n").unwrap();
        assert_eq!(ours.check(&theirs, 1_000_000), forged);
        let (_, rest) = token.split_once('.').unwrap();
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#] {
            let unsigned = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header));
            assert_eq!(ours.check(&unsigned, 1_000_000), forged, "{header}");
        }
        for (claim, value) in [("iss", json!("elsewhere")), ("exp", Value::Null)] {
            ours.claims = Map::from_iter([(claim.to_owned(), value)]);
            let changed = ours.make(1_000_000, "n").unwrap();
            assert_eq!(
                ours.check(&changed, 1_000_000),
                Err("JWT claims are invalid")
            );
        }
    }

    #[test]
    fn a_token_reads_as_venices() {
        let token = Jwts::new().unwrap().make(1_000_999, "n").unwrap();
        let parts: Vec<_> = token
            .split('.')
            .map(|p| URL_SAFE_NO_PAD.decode(p).unwrap())
            .collect();
        let object = |part: usize| serde_json::from_slice::<Value>(&parts[part]).unwrap();
        assert_eq!(object(0), json!({"alg": "ES256", "typ": "JWT"}));
        let claims = json!({"iss": "venice.ai", "iat": 1000, "exp": 1900, "jti": "n"});
        assert_eq!(object(1), claims);
        assert_eq!((parts.len(), parts[2].len()), (3, 64));
    }
}
