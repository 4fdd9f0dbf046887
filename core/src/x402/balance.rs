//! What a wallet has left at Venice.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::operations::Operation;
use crate::transport::Call;
use crate::wallet::Wallet;
use crate::wire;

/// What a wallet has left at Venice, in US dollars where nothing else is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WalletBalance {
    /// The wallet's address, as Venice writes it: in lower case.
    #[serde(default, deserialize_with = "wire::string")]
    pub wallet_address: Option<String>,
    /// Its credit. A wallet that Venice has never seen has 0.
    #[serde(default, with = "wire::exact")]
    pub balance_usd: Option<Decimal>,
    /// Whether that is enough for a request: at least 0.10, or Diem.
    #[serde(default, deserialize_with = "wire::flag")]
    pub can_consume: Option<bool>,
    /// The least that a top-up can be.
    #[serde(default, with = "wire::exact")]
    pub minimum_top_up_usd: Option<Decimal>,
    /// What Venice suggests for a top-up.
    #[serde(default, with = "wire::exact")]
    pub suggested_top_up_usd: Option<Decimal>,
    /// The Diem that is left to the account that the wallet is linked to; `None`: it is linked to
    /// none, or none is left. While there is some, requests are charged to it, and a top-up changes
    /// nothing about a request that is refused for want of money.
    #[serde(default, with = "wire::exact")]
    pub diem_balance_usd: Option<Decimal>,
}

pub(super) fn balance_call(operation: Operation, wallet: &Wallet) -> Call {
    let address = wallet.checked_address().lower();
    Call::get_signed(operation, format!("/x402/balance/{address}"), wallet)
}

impl Client {
    /// Returns what a wallet has left at Venice. Signs in with the wallet, anew for every attempt;
    /// never sends the client's key.
    ///
    /// If Venice refuses the sign-in because this machine's clock is wrong, the call follows
    /// Venice's clock and tries once more, and so does every later sign-in of this wallet; the
    /// [`Attempt`](crate::Attempt) says so. Wallets on Solana aren't supported. This was written
    /// from Venice's documentation and never run against Venice.
    ///
    /// # Errors
    ///
    /// * `sign_in_refused`: Venice didn't accept the sign-in.
    /// * `wallet_mismatch`: Venice takes the sign-in for another wallet's.
    /// * `bad_response`: an amount can't be read: none is taken for zero.
    pub fn x402_balance(&self, wallet: &Wallet) -> Result<WalletBalance, Error> {
        self.read_object(&balance_call(Operation::X402Balance, wallet))
    }
}
