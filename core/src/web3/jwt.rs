//! The current challenge: a JWT, signed by Venice, that no person can read.
//!
//! Venice's public key isn't known, so a wallet can't tell who signed it. What is checked is that
//! it doesn't claim to be for somebody or something else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{DOMAIN, SITE, check_times, invalid};
use crate::error::Error;
use crate::wallet::Address;

/// The registered algorithms (RFC 7518, RFC 8037), of which Venice uses ES256. All of them, because
/// the wallet can't verify any: a shorter list would keep nobody out, and would break minting on
/// the day that Venice changes to another.
const ALGORITHMS: [&str; 14] = [
    "ES256", "ES384", "ES512", "ES256K", "EdDSA", "RS256", "RS384", "RS512", "PS256", "PS384",
    "PS512", "HS256", "HS384", "HS512",
];

#[derive(Deserialize)]
struct Header {
    alg: String,
}

/// What a JWT's payload says. A member that occurs twice is an error.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Claims {
    exp: Option<Value>,
    iat: Option<Value>,
    nbf: Option<Value>,
    iss: Option<Value>,
    aud: Option<Value>,
    domain: Option<Value>,
    uri: Option<Value>,
    sub: Option<Value>,
    address: Option<Value>,
    wallet: Option<Value>,
    #[serde(alias = "wallet_address")]
    wallet_address: Option<Value>,
    #[serde(alias = "chain_id")]
    chain_id: Option<Value>,
}

/// When the token says that it expires.
pub(super) fn expires_at(text: &str) -> Option<Timestamp> {
    let [_, payload, _] = parts(text)?;
    time(&object::<Claims>(&payload)?.exp?)
}

/// Accepts a JWT that is signed, expires within the hour, and names nobody but Venice and our
/// wallet.
pub(super) fn check(text: &str, address: Address, now: Timestamp) -> Result<(), Error> {
    let not_one = || invalid("it is not a JWT");
    let [header, payload, _] = parts(text).ok_or_else(not_one)?;
    let header: Header = object(&header).ok_or_else(not_one)?;
    let claims: Claims = object(&payload).ok_or_else(not_one)?;
    if !ALGORITHMS.contains(&header.alg.as_str()) {
        return Err(invalid("it is a JWT that nobody signed"));
    }
    claims.check_names(address)?;
    let end = claims
        .exp
        .ok_or_else(|| invalid("it is a JWT that never expires"))?;
    let time = |claim: &Value| time(claim).ok_or_else(|| invalid("its times are not numbers"));
    let begin = |claim: Option<Value>| claim.as_ref().map(time).transpose();
    check_times(begin(claims.iat)?, begin(claims.nbf)?, time(&end)?, now)
}

impl Claims {
    fn check_names(&self, address: Address) -> Result<(), Error> {
        let who = [&self.iss, &self.aud].into_iter().flatten();
        let place = [&self.domain, &self.uri].into_iter().flatten();
        if !who.clone().all(|claim| each(claim, is_venices_name)) {
            return Err(invalid("it names another issuer or audience than Venice"));
        }
        if !place.clone().all(|claim| each(claim, is_venices_site)) {
            return Err(invalid("it is for another site than venice.ai"));
        }
        // The subject needn't be an address.
        let is_one =
            |sub: &&Value| each(sub, |text| text.starts_with("0x") || text.starts_with("0X"));
        let subject = self.sub.iter().filter(is_one);
        let wallets = [&self.address, &self.wallet, &self.wallet_address]
            .into_iter()
            .flatten();
        if !subject
            .chain(wallets)
            .all(|claim| each(claim, |text| is_address(text, address)))
        {
            return Err(invalid("it is for another address than the wallet's"));
        }
        let is_base = |id: &Value| *id == 8453 || *id == "8453";
        match self.chain_id.as_ref().is_none_or(is_base) {
            true => Ok(()),
            false => Err(invalid("it is for another chain than Base (8453)")),
        }
    }
}

/// Header, payload and signature: exactly three base64url parts, the first two ASCII.
fn parts(text: &str) -> Option<[Vec<u8>; 3]> {
    let parts: Vec<Vec<u8>> = text
        .splitn(4, '.')
        .map(|part| {
            URL_SAFE_NO_PAD
                .decode(part)
                .ok()
                .filter(|bytes| !bytes.is_empty())
        })
        .collect::<Option<_>>()?;
    let parts = <[Vec<u8>; 3]>::try_from(parts).ok()?;
    (parts[0].is_ascii() && parts[1].is_ascii()).then_some(parts)
}

/// Reads an object: serde would read a struct from a JSON list, too.
fn object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    let is_object = json.trim_ascii_start().starts_with(b"{");
    let json = std::str::from_utf8(json).ok().filter(|_| is_object)?;
    serde_json::from_str(json).ok()
}

/// Seconds since 1970.
fn time(claim: &Value) -> Option<Timestamp> {
    let seconds = claim.as_f64()?.floor();
    // Beyond that it is no time, and the cast would turn it into one.
    (seconds.abs() < 1e11).then(|| Timestamp::from_second(seconds as i64).ok())?
}

/// Whether a claim is a string, or a list of strings, for which this holds.
fn each(claim: &Value, holds: impl Fn(&str) -> bool) -> bool {
    match claim {
        Value::String(text) => holds(text),
        Value::Array(all) => {
            !all.is_empty() && all.iter().all(|one| one.as_str().is_some_and(&holds))
        }
        _ => false,
    }
}

fn is_venices_name(name: &str) -> bool {
    name.eq_ignore_ascii_case("venice") || is_venices_site(name)
}

/// Whether a domain, or a URI over https, is of one of Venice's sites.
fn is_venices_site(text: &str) -> bool {
    let host = match text.strip_prefix("https://") {
        Some(rest) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        None => text,
    };
    [SITE, DOMAIN]
        .iter()
        .any(|site| host.eq_ignore_ascii_case(site))
}

fn is_address(text: &str, address: Address) -> bool {
    Address::parse(text).is_ok_and(|named| named == address)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{ADDRESS, check_at};
    use super::super::{Web3Challenge, Web3Generation};
    use super::*;
    use crate::codes::ErrorCode;

    const HEADER: &str = r#"{"alg":"ES256","typ":"JWT"}"#;

    fn now() -> Timestamp {
        "2026-11-20T12:00:00Z".parse().unwrap()
    }

    fn check(text: &str) -> Result<(), ErrorCode> {
        check_at(text, now())
    }

    fn token(header: &str, payload: &str) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        let (header, payload) = (encode(header), encode(payload));
        format!("{header}.{payload}.{}", encode("signature"))
    }

    /// Venice's own, with one claim set.
    fn with(claim: &str, value: impl Into<Value>) -> String {
        let seconds = now().as_second();
        let mut claims = json!({"iss": "venice.ai", "iat": seconds, "exp": seconds + 900});
        claims[claim] = value.into();
        token(HEADER, &claims.to_string())
    }

    #[test]
    fn venices_own_is_signed() {
        let seconds = now().as_second();
        assert_eq!(check(&with("jti", "k7Jq2mZx9RtB4vWc")), Ok(()));
        let challenge = Web3Challenge::from_text(with("jti", "k7Jq2mZx9RtB4vWc"));
        assert_eq!(challenge.generation, Web3Generation::Jwt);
        assert_eq!(challenge.expires_at.unwrap().as_second(), seconds + 900);
        let bare = format!(r#"{{"exp":{}.5}}"#, seconds + 3600);
        assert_eq!(check(&token(HEADER, &bare)), Ok(()));
        for (claim, value) in [
            ("iss", json!("https://api.venice.ai")),
            ("iss", json!("Venice")),
            ("aud", json!(["api.venice.ai", "https://venice.ai/api?x"])),
            ("domain", json!("Venice.ai")),
            (
                "uri",
                json!("https://api.venice.ai/api/v1/api_keys/generate_web3_key"),
            ),
            ("address", json!(ADDRESS)),
            ("walletAddress", json!(ADDRESS.to_lowercase())),
            ("sub", json!(ADDRESS)),
            ("sub", json!("api-key")),
            ("chainId", json!(8453)),
            ("chain_id", json!("8453")),
            ("nbf", json!(seconds + 299)),
            ("iat", json!(seconds + 299)),
            ("exp", json!(seconds + 3600)),
        ] {
            assert_eq!(
                check(&with(claim, value.clone())),
                Ok(()),
                "{claim} {value}"
            );
        }
        for alg in ["EdDSA", "RS256", "HS256"] {
            let header = json!({"alg": alg}).to_string();
            assert_eq!(check(&token(&header, &bare)), Ok(()), "{alg}");
        }
    }

    #[test]
    fn what_names_somebody_or_something_else_is_refused() {
        let seconds = now().as_second();
        for (claim, value) in [
            ("iss", json!("evil.example")),
            ("iss", json!("venice.ai.evil.example")),
            ("iss", json!("http://venice.ai")),
            ("iss", json!("https://venice.ai@evil.example")),
            ("iss", json!("https://venice.ai:444/")),
            ("iss", json!("ven\u{456}ce.ai")),
            ("iss", json!("")),
            ("iss", json!(1)),
            ("aud", json!("evil.example")),
            ("aud", json!(["api.venice.ai", "evil.example"])),
            ("aud", json!(["api.venice.ai", 1])),
            ("aud", json!([])),
            ("aud", json!({})),
            ("domain", json!("evil.example")),
            ("domain", json!("venice")),
            ("uri", json!("https://evil.example/api.venice.ai")),
            (
                "address",
                json!("0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"),
            ),
            ("address", json!("nobody")),
            (
                "wallet",
                json!("0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"),
            ),
            (
                "wallet_address",
                json!("0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"),
            ),
            ("sub", json!("0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF")),
            ("sub", json!("0X2B5AD5C4795C026514F8317C7A215E218DCCD6CF")),
            ("chainId", json!(1)),
            ("chainId", json!("1")),
            ("chainId", json!("08453")),
            ("chain_id", json!(84532)),
            ("exp", json!(seconds + 3601)),
            ("exp", json!(4_102_444_800_i64)),
            ("exp", json!(1e300)),
            ("exp", json!(-1e300)),
            ("exp", json!("soon")),
            ("exp", json!((seconds + 900).to_string())),
            ("exp", json!(null)),
            ("exp", json!({})),
            ("iat", json!(seconds + 301)),
            ("iat", json!(seconds - 2701)),
            ("iat", json!("now")),
            ("nbf", json!(seconds + 301)),
            ("nbf", json!([])),
            ("note", json!("\u{e9}")),
        ] {
            let text = with(claim, value.clone());
            assert_eq!(
                check(&text),
                Err(ErrorCode::ChallengeInvalid),
                "{claim} {value}"
            );
        }
    }

    #[test]
    fn what_nobody_signed_is_refused() {
        let payload = format!(r#"{{"exp":{}}}"#, now().as_second() + 900);
        assert_eq!(check(&token(HEADER, &payload)), Ok(()));
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"None"}"#,
            r#"{"alg":"nOnE"}"#,
            r#"{"alg":""}"#,
            r#"{"alg":"es256"}"#,
            r#"{"alg":"ES257"}"#,
            r#"{"alg":256}"#,
            r#"{"alg":null}"#,
            r#"{"typ":"JWT"}"#,
            r#"{"alg":"ES256","alg":"none"}"#,
            r#"{"alg":"ES256","kid":"é"}"#,
            r#"["ES256"]"#,
            "ES256",
        ] {
            let text = token(header, &payload);
            assert_eq!(check(&text), Err(ErrorCode::ChallengeInvalid), "{header}");
        }
    }

    #[test]
    fn what_is_no_jwt_is_refused() {
        let ahead = now().as_second() + 900;
        let good = token(HEADER, &format!(r#"{{"exp":{ahead}}}"#));
        assert_eq!(check(&good), Ok(()));
        for bad in [
            token(HEADER, &format!("[{ahead}]")),
            token(HEADER, "{}"),
            token(HEADER, &format!(r#"{{"exp":{ahead},"exp":{ahead}}}"#)),
            token(
                HEADER,
                &format!(r#"{{"exp":{ahead},"chainId":8453,"chain_id":1}}"#),
            ),
            format!("{good}.x"),
            format!(" {good}"),
            format!("{good}="),
            good.rsplit_once('.').unwrap().0.to_owned(),
            format!("{}.", good.rsplit_once('.').unwrap().0),
            String::new(),
            "hello".to_owned(),
            "0xdeadbeef".to_owned(),
            "a.b.c".to_owned(),
            "..".to_owned(),
            "a.b".to_owned(),
        ] {
            assert_eq!(check(&bad), Err(ErrorCode::ChallengeInvalid), "{bad}");
        }
        let over = format!(r#"{{"exp":{}}}"#, now().as_second());
        assert_eq!(
            check(&token(HEADER, &over)),
            Err(ErrorCode::ChallengeExpired)
        );
    }
}
