//! What a top-up is asked for with, and what comes of it.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::wire::{self, open_enum};

/// The most that Venice takes at once, in US dollars.
pub(super) const MOST: i64 = 10_000;
/// In bytes.
const LONGEST_ORDER: usize = 256;
/// USDC's.
const DECIMALS: u32 = 6;

/// A top-up: how much, and for which order.
///
/// ```
/// use venice_keys::{Decimal, TopUpRequest};
///
/// let top_up = TopUpRequest::new(Decimal::from(10), Decimal::from(20), "2026-11 agent 7");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct TopUpRequest {
    /// How much is paid, in US dollars, with at most six decimals. Venice takes 5 to 10,000.
    /// Exactly this much is signed.
    pub amount: Decimal,
    /// The most that may be paid: a guard for amounts that a program works out.
    pub most: Decimal,
    /// What the payment is for: a string of your own of up to 256 bytes, a new one for every
    /// payment and the same one whenever this payment is tried again. USDC takes each order only
    /// once from a wallet, so it can't be paid twice, whatever is lost.
    pub order: String,
    /// Pay even if the wallet's credit is already as high as the amount.
    pub even_if_enough: bool,
}

impl TopUpRequest {
    /// A top-up of `amount`, refused if that is more than `most`.
    pub fn new(amount: Decimal, most: Decimal, order: impl Into<String>) -> Self {
        Self {
            amount,
            most,
            order: order.into(),
            even_if_enough: false,
        }
    }

    /// Sets whether to pay even if the wallet's credit is already as high as the amount.
    pub fn even_if_enough(mut self, even_if_enough: bool) -> Self {
        self.even_if_enough = even_if_enough;
        self
    }

    /// The amount in millionths of a dollar, if everything keeps to the rules.
    pub(super) fn check(&self) -> Result<u64, Error> {
        let Self {
            amount,
            most,
            order,
            even_if_enough: _,
        } = self;
        check_order(order)?;
        let bad = |rule: &str| Error::input("amount", rule);
        if *amount <= Decimal::ZERO {
            return Err(bad("must be more than 0"));
        }
        if *amount > Decimal::from(MOST) {
            return Err(bad(&format!("must be at most {MOST}")));
        }
        if amount.normalize().scale() > DECIMALS {
            return Err(bad("must have at most six decimals"));
        }
        if amount > most {
            return Err(bad("must not be more than `most`"));
        }
        let millionths = amount * Decimal::from(10u32.pow(DECIMALS));
        millionths
            .try_into()
            .map_err(|_| bad("must be an amount of money"))
    }
}

pub(super) fn check_order(order: &str) -> Result<(), Error> {
    let bad = |rule: &str| Err(Error::input("order", rule));
    match order {
        "" => bad("must not be empty"),
        _ if order.len() > LONGEST_ORDER => {
            bad(&format!("must have at most {LONGEST_ORDER} bytes"))
        }
        _ if order.chars().any(char::is_control) => bad("must not hold control characters"),
        // An order is shown in errors.
        _ if order.contains("VENICE_") && order.contains("_KEY_") => {
            bad("must be a name of your own, and looks like a key")
        }
        _ => Ok(()),
    }
}

/// So many millionths of a dollar as dollars.
pub(super) fn usd(millionths: u64) -> Decimal {
    Decimal::from(millionths) / Decimal::from(10u32.pow(DECIMALS))
}

open_enum! {
    /// What became of a top-up.
    TopUpStatus {
        /// It is prepared, and nothing was signed.
        Pending = "pending",
        /// The wallet's credit was already as high as the amount: nothing was paid.
        Enough = "enough",
        /// It is paid and credited.
        Paid = "paid",
    }
}

/// A top-up that is prepared: nothing was signed, and nothing is paid yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PendingTopUp {
    /// `pending`, or `enough`: then there is nothing to pay, and no record.
    #[serde(default, deserialize_with = "TopUpStatus::read")]
    pub status: Option<TopUpStatus>,
    /// What the payment is for.
    pub order: String,
    /// The wallet that pays, and whose credit it is.
    pub wallet_address: String,
    /// How much is paid, in US dollars.
    #[serde(default, with = "wire::money")]
    pub amount: Option<Decimal>,
    /// The address that Venice wants to be paid at.
    pub pay_to: Option<String>,
    /// Until when it can be paid, by Venice's clock: some minutes.
    #[serde(default, with = "wire::time")]
    pub valid_before: Option<Timestamp>,
    /// The wallet's credit before it.
    #[serde(default, with = "wire::money")]
    pub balance_usd: Option<Decimal>,
    /// What [`Client::x402_pay_top_up`](crate::Client::x402_pay_top_up) pays: JSON of some
    /// kilobytes, which holds no signature and isn't secret. Store it before you pay.
    pub record: Option<String>,
}

/// What became of a top-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TopUp {
    /// `paid`, or `enough`: then nothing was paid.
    #[serde(default, deserialize_with = "TopUpStatus::read")]
    pub status: Option<TopUpStatus>,
    /// The wallet that paid, and whose credit it is.
    pub wallet_address: Option<String>,
    /// How much was credited, in US dollars.
    #[serde(default, with = "wire::money")]
    pub amount_credited: Option<Decimal>,
    /// The wallet's credit afterwards.
    #[serde(default, with = "wire::money")]
    pub new_balance: Option<Decimal>,
    /// Venice's id of the payment, to quote to its support. `None`: that it was paid is known from
    /// the wallet's transactions, not from Venice's response to the payment.
    pub payment_id: Option<String>,
    /// The transaction on Base, if Venice named it.
    pub transaction: Option<String>,
}

impl TopUp {
    /// What to say of it if nobody takes it; `None`: nothing was paid.
    #[doc(hidden)]
    pub fn paid(&self) -> Option<String> {
        if self.status != Some(TopUpStatus::Paid) {
            return None;
        }
        let amount = self
            .amount_credited
            .map_or("an amount".to_owned(), |amount| {
                format!("{} US dollars", amount.normalize())
            });
        let wallet = self.wallet_address.as_deref().unwrap_or("a wallet");
        let id = self
            .payment_id
            .as_deref()
            .map(|id| format!(", payment {id}"));
        Some(format!(
            "{amount} were paid from {wallet}{}",
            id.unwrap_or_default()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn top_up(amount: &str, most: &str, order: &str) -> Result<u64, String> {
        let request = TopUpRequest::new(amount.parse().unwrap(), most.parse().unwrap(), order);
        request
            .check()
            .map_err(|error| error.issues()[0].field.clone())
    }

    #[test]
    fn exactly_the_amount_is_paid_or_nothing() {
        for (amount, millionths) in [
            ("10", 10_000_000),
            ("10.00", 10_000_000),
            ("5.000001", 5_000_001),
            ("5.00000100", 5_000_001),
            ("10000", 10_000_000_000),
        ] {
            assert_eq!(top_up(amount, "10000", "order 17"), Ok(millionths));
            assert_eq!(usd(millionths), amount.parse().unwrap());
        }
        for (amount, most) in [
            ("0", "10"),
            ("-5", "10"),
            ("10000.000001", "20000"),
            ("5.0000001", "10"),
            ("10.000001", "10"),
            ("10", "-10"),
            (
                "79228162514264337593543950335",
                "79228162514264337593543950335",
            ),
        ] {
            assert_eq!(
                top_up(amount, most, "order 17"),
                Err("amount".to_owned()),
                "{amount}"
            );
        }
    }

    #[test]
    fn an_order_is_a_name() {
        for good in ["1", "2026-11 agent 7", "é", &"x".repeat(256)] {
            assert!(top_up("10", "10", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "a\0b",
            "a\nb",
            &"x".repeat(257),
            "VENICE_ADMIN_KEY_UNITTEST",
        ] {
            assert_eq!(top_up("10", "10", bad), Err("order".to_owned()), "{bad}");
        }
    }

    #[test]
    fn what_nobody_took_is_named() {
        let mut top_up = TopUp {
            status: Some(TopUpStatus::Paid),
            wallet_address: Some("0x1".to_owned()),
            amount_credited: Some("10.0".parse().unwrap()),
            new_balance: None,
            payment_id: Some("x402-5b1f".to_owned()),
            transaction: None,
        };
        let said = "10 US dollars were paid from 0x1, payment x402-5b1f";
        assert_eq!(top_up.paid().as_deref(), Some(said));
        top_up.status = Some(TopUpStatus::Enough);
        assert_eq!(top_up.paid(), None);
    }
}
