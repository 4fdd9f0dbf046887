//! [`Record`]: a payment as it is prepared, before it is signed.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;

use super::authorization::{Authorization, hex, nonce};
use super::requirements::{Accepted, LONGEST_TIMEOUT, Requirements};
use super::{MOST, check_order, usd};
use crate::error::Error;
use crate::wallet::{Wallet, keccak};

const VERSION: u8 = 1;
/// In bytes. A record has about 4 KiB.
const LONGEST: usize = 64 * 1024;
/// How long after its end a payment may still be carried out, for clocks that differ.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// A payment as it is prepared: everything but its signature, which is made from it and always is
/// the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Record {
    version: u8,
    pub(super) order: String,
    /// Where it is paid.
    base_url: String,
    pub(super) accepted: Accepted,
    pub(super) authorization: Authorization,
    /// By the server's clock, in Unix seconds.
    prepared_at: i64,
    pub(super) before: Watermark,
    /// Shows that all the rest is as this wallet prepared it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    code: String,
}

/// What the wallet's transactions were before anything of an order was sent: what is beyond that
/// may be its payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Watermark {
    /// By the server's clock, in Unix seconds.
    pub(super) at: i64,
    /// The ids of the newest ones.
    pub(super) seen: Vec<String>,
}

impl Record {
    /// A payment of so many millionths of a dollar, to be made within the time that Venice gives
    /// from `now` on, by its own clock.
    pub(super) fn new(
        wallet: &Wallet,
        order: &str,
        amount: u64,
        requirements: &Requirements,
        (base_url, now): (&str, Timestamp),
        before: Watermark,
    ) -> Self {
        let address = wallet.checked_address();
        let valid_before = now.as_second().saturating_add(requirements.timeout as i64);
        let mut record = Self {
            version: VERSION,
            order: order.to_owned(),
            base_url: base_url.to_owned(),
            accepted: Accepted::new(requirements, amount),
            authorization: Authorization {
                from: address.to_string(),
                to: requirements.pay_to.clone(),
                value: amount.to_string(),
                valid_after: "0".to_owned(),
                valid_before: valid_before.to_string(),
                nonce: hex(&nonce(address, order)),
            },
            prepared_at: now.as_second(),
            before,
            code: String::new(),
        };
        record.code = record.code_by(wallet);
        record
    }

    /// Reads what [`text`](Self::text) wrote, however its JSON was stored since. Whatever was
    /// changed in it, or made by anybody but this wallet, is refused.
    pub(super) fn read(text: &str, wallet: &Wallet, base_url: &str) -> Result<Self, Error> {
        let bad = |rule: &str| Error::input("record", rule);
        let sound = Some(text).filter(|text| text.len() <= LONGEST);
        let record = sound.and_then(|text| serde_json::from_str::<Self>(text).ok());
        let record = record.ok_or_else(|| bad("must be the record of a prepared top-up"))?;
        if record.version != VERSION {
            return Err(bad("is from another version of venice-keys"));
        }
        if record.authorization.from != wallet.address() {
            return Err(bad("is for another wallet"));
        }
        let code = record.code_by(wallet);
        if !bool::from(code.as_bytes().ct_eq(record.code.as_bytes())) || !record.is_sound(wallet) {
            return Err(bad("was changed, or not made by this wallet"));
        }
        if record.base_url != base_url {
            return Err(bad("is for another base URL"));
        }
        Ok(record)
    }

    pub(super) fn text(&self) -> String {
        // A struct of numbers and strings is always written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The code of everything else, in the one form that this writes it in.
    fn code_by(&self, wallet: &Wallet) -> String {
        let bare = Self {
            code: String::new(),
            ..self.clone()
        };
        let code = wallet.authentication_code("venice-keys top-up record", bare.text().as_bytes());
        hex(&code)
    }

    /// What holds for every payment that this version prepares.
    fn is_sound(&self, wallet: &Wallet) -> bool {
        let Authorization {
            from: _,
            to,
            value,
            valid_after,
            valid_before: _,
            nonce: _,
        } = &self.authorization;
        let latest = self.prepared_at.saturating_add(LONGEST_TIMEOUT as i64);
        check_order(&self.order).is_ok()
            && self.authorization.nonce == hex(&self.nonce(wallet))
            && *to == self.accepted.pay_to
            && *value == self.accepted.amount
            && valid_after == "0"
            && self
                .authorization
                .value()
                .is_some_and(|value| usd(value) <= Decimal::from(MOST))
            && self.valid_before() <= Timestamp::from_second(latest).ok()
            && self.valid_before().is_some()
    }

    fn nonce(&self, wallet: &Wallet) -> [u8; 32] {
        nonce(wallet.checked_address(), &self.order)
    }

    pub(super) fn code(&self) -> &str {
        &self.code
    }

    pub(super) fn amount(&self) -> Decimal {
        usd(self.authorization.value().unwrap_or_default())
    }

    /// What this process remembers it by.
    pub(super) fn key(&self, wallet: &Wallet) -> [u8; 32] {
        key(&self.base_url, wallet, &self.order)
    }

    pub(super) fn valid_before(&self) -> Option<Timestamp> {
        let seconds = self.authorization.valid_before()?;
        Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
    }

    /// From when on nobody can carry it out any more, by the server's clock.
    pub(super) fn over_at(&self) -> Timestamp {
        let end = self.valid_before().unwrap_or(Timestamp::MAX);
        end.saturating_add(MARGIN).unwrap_or(Timestamp::MAX)
    }
}

/// What stands for an order of a wallet at a server.
pub(super) fn key(base_url: &str, wallet: &Wallet, order: &str) -> [u8; 32] {
    let nonce = nonce(wallet.checked_address(), order);
    keccak(&[&nonce, base_url.as_bytes()])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    const BASE: &str = "https://api.venice.ai/api/v1";

    fn wallet(key: u8) -> Wallet {
        Wallet::from_hex(&format!("{key:064x}")).unwrap()
    }

    fn record() -> Record {
        let requirements = Requirements::read(
            r#"{"accepts":[{"scheme":"exact","network":"eip155:8453","amount":"5000000",
            "asset":"0x833589fcd6edb6e08f4c7c32d4f71b54bda02913","maxTimeoutSeconds":300,
            "payTo":"0x2b5ad5c4795c026514f8317c7a215e218dccd6cf"}]}"#,
        );
        let now = "2026-09-30T19:00:00Z".parse().unwrap();
        let before = Watermark {
            at: 1_790_794_799,
            seen: vec!["tx-1".to_owned()],
        };
        let requirements = requirements.unwrap();
        Record::new(
            &wallet(1),
            "order 17",
            10_000_000,
            &requirements,
            (BASE, now),
            before,
        )
    }

    fn refused(text: &str) -> String {
        let refused = Record::read(text, &wallet(1), BASE).unwrap_err();
        assert_eq!(refused.issues()[0].field, "record");
        refused.to_string()
    }

    #[test]
    fn a_record_is_read_as_it_was_written_and_holds_no_signature() {
        let record = record();
        let text = record.text();
        assert_eq!(Record::read(&text, &wallet(1), BASE).unwrap(), record);
        let pretty: Value = serde_json::from_str(&text).unwrap();
        let pretty = serde_json::to_string_pretty(&pretty).unwrap();
        assert_ne!(pretty, text);
        assert_eq!(Record::read(&pretty, &wallet(1), BASE).unwrap(), record);
        let signature = record.authorization.sign(&wallet(1)).unwrap();
        assert!(!text.contains(&signature[2..]) && !text.contains("signature"));
        assert_eq!(record.amount(), Decimal::from(10));
        assert_eq!(record.over_at().to_string(), "2026-09-30T19:06:00Z");
    }

    /// Every member, and every member's members: a record may be stored where others can write.
    #[test]
    fn a_record_that_was_changed_is_refused() {
        fn paths(value: &Value, path: String, found: &mut Vec<String>) {
            if let Value::Object(members) = value {
                for (name, inner) in members {
                    paths(inner, format!("{path}/{name}"), found);
                }
            } else {
                found.push(path);
            }
        }
        let whole: Value = serde_json::from_str(&record().text()).unwrap();
        let mut found = Vec::new();
        paths(&whole, String::new(), &mut found);
        assert_eq!(found.len(), 21, "{found:?}");
        for path in found {
            let mut changed = whole.clone();
            let at = changed.pointer_mut(&path).unwrap();
            *at = match &*at {
                Value::Number(number) => (number.as_u64().unwrap() + 1).into(),
                Value::Array(_) => serde_json::json!([]),
                text => format!("{}1", text.as_str().unwrap()).into(),
            };
            assert_ne!(changed, whole, "{path}");
            refused(&changed.to_string());
        }
        let mut more = whole.clone();
        more["more"] = 1.into();
        refused(&more.to_string());
    }

    #[test]
    fn a_record_is_bound_to_its_wallet_and_its_server() {
        let text = record().text();
        let other = Record::read(&text, &wallet(2), BASE)
            .unwrap_err()
            .to_string();
        assert!(other.contains("another wallet"), "{other}");
        let place = "http://127.0.0.1:4000";
        let other = Record::read(&text, &wallet(1), place)
            .unwrap_err()
            .to_string();
        assert!(other.contains("another base URL"), "{other}");
        let too_long = format!("{text}{}", " ".repeat(LONGEST));
        assert!(refused(&too_long).contains("must be the record"));
    }

    proptest! {
        #[test]
        fn any_text_is_refused(text in ".*") {
            refused(&text);
        }
    }
}
