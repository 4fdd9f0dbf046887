//! What the account has left to spend.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::operations::Operation;
use crate::transport::Call;
use crate::wire::{self, open_enum};

open_enum! {
    /// What use is charged to. Old entries may carry a currency that has been retired.
    BillingCurrency {
        /// US dollars.
        Usd = "USD",
        /// Diem.
        Diem = "DIEM",
        /// Bundled credits.
        BundledCredits = "BUNDLED_CREDITS",
        /// Earned credits.
        EarnedCredits = "EARNED_CREDITS",
    }
}

/// What the account has left to spend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingBalance {
    /// Whether the account has enough for a request: at least 0.10 US dollars of all that it can
    /// spend. It says nothing about a key's own caps, nor about the account's tier: whether a key
    /// may spend is `may_spend` of [`Client::verify_key`].
    #[serde(default, deserialize_with = "wire::flag")]
    pub can_consume: Option<bool>,
    /// What the next request is charged to: the first that is left of Diem, earned credits, bundled
    /// credits, US dollars. `None`: none is left.
    #[serde(default, deserialize_with = "BillingCurrency::read")]
    pub consumption_currency: Option<BillingCurrency>,
    /// What is left.
    #[serde(deserialize_with = "balances")]
    pub balances: BillingBalances,
    /// The Diem of the whole epoch (UTC day).
    #[serde(default, with = "wire::exact")]
    pub diem_epoch_allocation: Option<Decimal>,
}

/// What is left of the account's money. An older server leaves out the credits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct BillingBalances {
    /// Diem, of this epoch (UTC day); `None`: the account stakes none.
    #[serde(default, with = "wire::exact")]
    pub diem: Option<Decimal>,
    /// US dollars; `None`: nothing is left.
    #[serde(default, with = "wire::exact")]
    pub usd: Option<Decimal>,
    /// Bundled credits; `None`: none are left, or the server doesn't say.
    #[serde(default, with = "wire::exact")]
    pub bundled_credits: Option<Decimal>,
    /// Earned credits; `None`: none are left, or the server doesn't say.
    #[serde(default, with = "wire::exact")]
    pub earned_credits: Option<Decimal>,
}

fn balances<'de, D: Deserializer<'de>>(from: D) -> Result<BillingBalances, D::Error> {
    wire::restrictions(from, "balances")
}

impl Client {
    /// Returns what the account has left to spend, in each currency. Needs an ADMIN key.
    ///
    /// # Errors
    ///
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `bad_response`: the response has no balances, or an amount that can't be read: none is
    ///   taken for zero.
    pub fn billing_balance(&self) -> Result<BillingBalance, Error> {
        self.read_bare_object(&Call::get(
            Operation::BillingBalance,
            "/billing/balance".into(),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::perform::read_bare;
    use crate::transport::{Response, ResponseBody};

    fn read(json: &str) -> Result<BillingBalance, String> {
        let call = Call::get(Operation::BillingBalance, "/billing/balance".into());
        let response = Response::of_body(ResponseBody::new(json.as_bytes().to_vec()));
        read_bare(&call, &response).map_err(|error| error.to_string())
    }

    #[test]
    fn balances_are_read_as_they_are_sent() {
        let balance = read(
            r#"{"canConsume":true,"consumptionCurrency":"DIEM","balances":{"diem":90.5,
            "usd":"25","bundledCredits":-6.6e-7,"earnedCredits":null},"diemEpochAllocation":100}"#,
        );
        let balance = balance.unwrap();
        let text = |amount: Option<Decimal>| amount.map(|amount| amount.normalize().to_string());
        assert_eq!(balance.can_consume, Some(true));
        assert_eq!(balance.consumption_currency, Some(BillingCurrency::Diem));
        assert_eq!(text(balance.balances.diem).as_deref(), Some("90.5"));
        assert_eq!(text(balance.balances.usd).as_deref(), Some("25"));
        let bundled = text(balance.balances.bundled_credits);
        assert_eq!(bundled.as_deref(), Some("-0.00000066"));
        assert_eq!(balance.balances.earned_credits, None);
        assert_eq!(text(balance.diem_epoch_allocation).as_deref(), Some("100"));
    }

    #[test]
    fn what_is_missing_is_none_and_a_new_currency_is_kept() {
        let balance = read(r#"{"consumptionCurrency":"GOLD","balances":{}}"#).unwrap();
        let currency = balance.consumption_currency.unwrap();
        assert_eq!(currency.as_str(), "GOLD");
        assert_eq!(balance.balances, BillingBalances::default());
    }

    #[test]
    fn what_is_no_balance_is_not_read_as_an_empty_one() {
        for json in [
            "{}",
            "[]",
            "null",
            r#"[true,"USD",{},1]"#,
            r#"{"status":"ok"}"#,
            r#"{"balances":[]}"#,
            r#"{"balances":"none"}"#,
            r#"{"balances":{"usd":"a lot"}}"#,
            r#"{"balances":{"usd":{"amount":1}}}"#,
            r#"{"balances":{},"diemEpochAllocation":true}"#,
        ] {
            let said = read(json).expect_err(json);
            assert!(!said.contains("a lot"), "{said}");
        }
    }
}
