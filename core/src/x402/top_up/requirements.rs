//! [`Requirements`]: what Venice asks for in answer to a top-up without a payment, and what of it
//! is never accepted.

use serde::{Deserialize, Serialize};

use super::authorization::{USDC, USDC_NAME, USDC_VERSION, number};
use crate::wallet::Address;

const SCHEME: &str = "exact";
const NETWORK: &str = "eip155:8453";
/// The longest that a payment may stay open, in seconds. Venice's is open for 300.
pub(super) const LONGEST_TIMEOUT: u64 = 3600;
/// Where the older form of the requirements doesn't say.
const USUAL_TIMEOUT: u64 = 300;

/// What a payment must be. Checked: exactly USDC on Base, to an address that can be paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Requirements {
    /// The least that can be paid, in millionths of a dollar.
    pub(super) least: u64,
    /// As Venice writes it, like the payee.
    asset: String,
    pub(super) pay_to: String,
    pub(super) timeout: u64,
}

/// The requirements that a payment says it fulfils, as they are on the wire. The amount is the one
/// that is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Accepted {
    scheme: String,
    network: String,
    pub(super) amount: String,
    asset: String,
    pub(super) pay_to: String,
    pub(super) max_timeout_seconds: u64,
    extra: Token,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    name: String,
    version: String,
}

impl Accepted {
    pub(super) fn new(requirements: &Requirements, amount: u64) -> Self {
        Self {
            scheme: SCHEME.to_owned(),
            network: NETWORK.to_owned(),
            amount: amount.to_string(),
            asset: requirements.asset.clone(),
            pay_to: requirements.pay_to.clone(),
            max_timeout_seconds: requirements.timeout,
            extra: Token {
                name: USDC_NAME.to_owned(),
                version: USDC_VERSION.to_owned(),
            },
        }
    }
}

/// What Venice sends, as far as it is checked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    x402_version: Option<u64>,
    accepts: Vec<serde_json::Value>,
}

/// One way to pay.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Way {
    scheme: Option<String>,
    /// In place of a scheme, in the form of May 2026.
    protocol: Option<String>,
    amount: Amount,
    asset: String,
    pay_to: String,
    max_timeout_seconds: Option<u64>,
    decimals: Option<u64>,
    #[serde(default)]
    extra: Extra,
}

#[derive(Default, Deserialize)]
struct Extra {
    name: Option<String>,
    version: Option<String>,
    decimals: Option<u64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Amount {
    Text(String),
    Number(u64),
}

impl Requirements {
    /// Reads the body of the 402. The error says what is wrong, and quotes nothing.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let sent: Sent = serde_json::from_str(text).map_err(|_| "no list of ways to pay")?;
        if sent.x402_version.is_some_and(|version| version != 2) {
            return Err("another version of x402 than 2");
        }
        let on_base = |way: &&serde_json::Value| {
            way.get("network").and_then(|network| network.as_str()) == Some(NETWORK)
        };
        let mut found: Option<Self> = None;
        for way in sent.accepts.iter().filter(on_base) {
            let way = Way::deserialize(way).map_err(|_| "a way to pay that can't be read")?;
            let checked = way.check()?;
            match &found {
                Some(first) if *first != checked => return Err("two ways to pay on Base"),
                _ => found = Some(checked),
            }
        }
        found.ok_or("no way to pay with USDC on Base")
    }
}

impl Way {
    fn check(self) -> Result<Requirements, &'static str> {
        let older = self.scheme.is_none() && self.protocol.is_some();
        if !older && self.scheme.as_deref() != Some(SCHEME) {
            return Err("another scheme than \"exact\"");
        }
        if !self.asset.eq_ignore_ascii_case(USDC) {
            return Err("another token than USDC");
        }
        let Extra {
            name,
            version,
            decimals,
        } = self.extra;
        let differs = |given: Option<String>, known| given.is_some_and(|given| given != known);
        if differs(name, USDC_NAME) || differs(version, USDC_VERSION) {
            return Err("another name or version of the token than USDC's");
        }
        if [decimals, self.decimals]
            .into_iter()
            .flatten()
            .any(|given| given != 6)
        {
            return Err("other decimals than USDC's 6");
        }
        let timeout = match self.max_timeout_seconds {
            None if older => USUAL_TIMEOUT,
            Some(timeout @ 1..=LONGEST_TIMEOUT) => timeout,
            _ => return Err("no time to pay in, or more than an hour"),
        };
        let least = match self.amount {
            Amount::Text(text) => number(&text),
            Amount::Number(amount) => Some(amount),
        };
        let pay_to = Address::parse(&self.pay_to).map_err(|_| "a payee that is no address")?;
        let is_token = pay_to.lower() == USDC;
        if is_token || pay_to.bytes() == [0; 20] {
            return Err("a payee that can't be paid");
        }
        Ok(Requirements {
            least: least.ok_or("an amount that is no whole number")?,
            asset: self.asset,
            pay_to: self.pay_to,
            timeout,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const PAYEE: &str = "0x2b5ad5c4795c026514f8317c7a215e218dccd6cf";

    fn way() -> Value {
        json!({
            "scheme": "exact", "network": "eip155:8453", "amount": "5000000",
            "asset": USDC, "payTo": PAYEE, "maxTimeoutSeconds": 300,
            "extra": { "name": "USD Coin", "version": "2" },
        })
    }

    fn solana() -> Value {
        json!({ "scheme": "exact", "network": "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp" })
    }

    fn read(ways: &[Value]) -> Result<Requirements, &'static str> {
        Requirements::read(&json!({ "x402Version": 2, "accepts": ways }).to_string())
    }

    fn with(member: &str, value: Value) -> Value {
        let mut way = way();
        way[member] = value;
        way
    }

    #[test]
    fn what_venice_documents_is_accepted() {
        let documented = Requirements {
            least: 5_000_000,
            asset: USDC.to_owned(),
            pay_to: PAYEE.to_owned(),
            timeout: 300,
        };
        for ways in [
            vec![way(), solana()],
            vec![solana(), way()],
            vec![way(), way()],
            vec![with("amount", json!(5_000_000))],
            vec![with("decimals", json!(6))],
            vec![with("extra", json!({}))],
            vec![with("outputSchema", json!({}))],
        ] {
            assert_eq!(read(&ways), Ok(documented.clone()), "{ways:?}");
        }
        let older = json!({
            "protocol": "x402", "version": 2, "network": "eip155:8453", "amount": "5000000",
            "asset": USDC, "payTo": PAYEE,
        });
        assert_eq!(read(&[older]), Ok(documented.clone()));
        for (member, text) in [
            ("asset", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
            ("payTo", "0x2B5AD5c4795c026514f8317c7a215E218DcCD6cF"),
        ] {
            let read = read(&[with(member, json!(text))]).unwrap();
            let sent_back = serde_json::to_value(Accepted::new(&read, 7_000_000)).unwrap();
            assert_eq!(sent_back[member], text, "as Venice writes it");
            assert_eq!(sent_back["amount"], "7000000");
        }
    }

    #[test]
    fn nothing_else_is_ever_paid() {
        for (member, value) in [
            ("scheme", json!("upto")),
            ("scheme", Value::Null),
            ("network", json!("eip155:1")),
            ("network", json!("base")),
            ("asset", json!(PAYEE)),
            (
                "asset",
                json!("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"),
            ),
            ("payTo", json!("0x0000000000000000000000000000000000000000")),
            ("payTo", json!(USDC)),
            ("payTo", json!("0x2b5ad5c4795c026514f8317c7a215e218dccd6")),
            ("payTo", json!("0x2b5AD5c4795c026514f8317c7a215E218DcCD6cF")),
            ("amount", json!("5.0")),
            ("amount", json!("-1")),
            ("amount", json!(5.5)),
            ("amount", Value::Null),
            ("maxTimeoutSeconds", json!(0)),
            ("maxTimeoutSeconds", json!(3601)),
            ("maxTimeoutSeconds", Value::Null),
            ("decimals", json!(18)),
            ("extra", json!({ "decimals": 18 })),
            ("extra", json!({ "name": "USD Coin (PoS)" })),
            ("extra", json!({ "version": "1" })),
        ] {
            let way = with(member, value);
            assert!(read(std::slice::from_ref(&way)).is_err(), "{way}");
        }
        assert!(read(&[]).is_err() && read(&[solana()]).is_err());
        let two = [
            way(),
            with("payTo", json!(format!("0x{}", "ab".repeat(20)))),
        ];
        assert!(read(&two).is_err(), "two payees");
        for body in ["", "[]", "{}", r#"{"x402Version":1,"accepts":[]}"#] {
            assert!(Requirements::read(body).is_err(), "{body}");
        }
    }
}
