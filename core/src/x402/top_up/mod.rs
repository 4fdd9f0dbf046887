//! Topping up a wallet's credit with USDC on Base.
//!
//! USDC takes each nonce only once from a wallet (EIP-3009), so the nonce is made from the caller's
//! order: whatever is lost, sent again or signed again, an order moves money at most once. What is
//! left is to say truly what became of it.

mod authorization;
mod memory;
mod outcome;
mod prepare;
mod record;
mod request;
mod requirements;
mod send;

use std::time::Instant;

use self::prepare::Prepared;
use self::record::Record;
use self::request::{MOST, check_order, usd};
use self::send::{Sent, send};
use super::balance::balance_call;
use crate::client::Client;
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Operation;
use crate::wallet::Wallet;

pub use self::request::{PendingTopUp, TopUp, TopUpRequest, TopUpStatus};

const PATH: &str = "/x402/top-up";

const REFUSED: &str = "nothing moved, unless another process sent this order in the last hour; \
    check that the wallet holds the amount in USDC on Base";
const PREPARE_AGAIN: &str = "prepare it again with `x402_prepare_top_up`, under the same order";

impl Client {
    /// Tops up a wallet's credit at Venice with USDC on Base. Never sends the client's key.
    ///
    /// It prepares the payment and pays it, within one timeout: give it a minute. The payment is
    /// sent again, byte for byte, while the server says that it is settling, fails, or is lost; no
    /// setting of retries limits that, only the timeout. **If it fails, or your program dies, make
    /// the same call with the same `order` again: an order is paid at most once.** To have the
    /// outcome for certain after a crash, too, use
    /// [`x402_prepare_top_up`](Self::x402_prepare_top_up) and
    /// [`x402_pay_top_up`](Self::x402_pay_top_up), and store the record between them.
    ///
    /// What is signed is exactly `amount`, to the address that Venice itself names in this call,
    /// over https and without a redirect, and only USDC on Base: anything else is refused before
    /// anything is signed. If the wallet's credit is already as high as the amount, nothing is paid
    /// and the status is `enough`. A wallet that is linked to an account with Diem is charged in
    /// Diem as long as there is some, whatever its credit.
    ///
    /// This was written from the documentation of Venice and x402 and never run against Venice. It
    /// assumes that Venice credits a signed payment once however often it is sent, and that the
    /// requirements that a payment names may have the amount paid in place of the least amount. If
    /// it isn't told what became of a payment, it looks for a top-up of this amount among the
    /// wallet's transactions, which name no order: so don't let two payments of the same amount
    /// from one wallet be open at the same time.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the amount or the order breaks a rule, or the amount is less than Venice
    ///   takes; nothing was signed.
    /// * `config`: the base URL is neither Venice's nor on this machine; nothing was sent.
    /// * `bad_response`: what Venice asks for isn't USDC on Base, or can't be read; nothing was
    ///   signed.
    /// * `payment_refused`: the server refused the payment, and nothing moved:
    ///   [`Error::server_code`] says why. Only for the first request of an order, as far as this
    ///   process knows, and only if Venice shows no top-up of this amount in the last hour. If
    ///   another process may have sent the order less than an hour ago, make the same call again
    ///   later before you take it for certain.
    /// * `payment_settling`: it was still settling when the time was over.
    /// * `payment_unknown`: it may have been paid. Make the same call again;
    ///   [`Error::retry_after`] says when it can be known at the latest.
    /// * `sign_in_refused`, `wallet_mismatch`: as for [`x402_balance`](Self::x402_balance); nothing
    ///   was signed.
    ///
    /// ```no_run
    /// use venice_keys::{Client, Decimal, TopUpRequest, Wallet};
    ///
    /// # fn main() -> Result<(), venice_keys::Error> {
    /// let wallet = Wallet::from_hex(&std::env::var("WALLET_KEY").unwrap_or_default())?;
    /// let top_up = TopUpRequest::new(Decimal::from(10), Decimal::from(20), "2026-11 agent 7");
    /// let paid = Client::anonymous()?.x402_top_up(&wallet, &top_up)?;
    /// println!("{:?} {:?}", paid.status, paid.new_balance);
    /// # Ok(())
    /// # }
    /// ```
    pub fn x402_top_up(&self, wallet: &Wallet, top_up: &TopUpRequest) -> Result<TopUp, Error> {
        const OPERATION: Operation = Operation::X402TopUp;
        let deadline = self.deadline();
        match self.prepare(OPERATION, wallet, top_up, deadline)? {
            Prepared::Enough(credit) => Ok(TopUp {
                status: Some(TopUpStatus::Enough),
                wallet_address: Some(wallet.checked_address().lower()),
                amount_credited: None,
                new_balance: Some(credit),
                payment_id: None,
                transaction: None,
            }),
            Prepared::Payment { record, clock, .. } => {
                self.pay(OPERATION, wallet, &record, (clock, deadline))
            }
        }
    }

    /// Prepares a top-up, and signs no payment: what it returns can be stored, and paid with
    /// [`x402_pay_top_up`](Self::x402_pay_top_up) within some minutes, by this process or another.
    /// Never sends the client's key. What is checked, and what is assumed of Venice, is described
    /// at [`x402_top_up`](Self::x402_top_up).
    ///
    /// While the last payment of this order that this process sent can be carried out, it is that
    /// one's record that is returned.
    ///
    /// # Errors
    ///
    /// * `invalid_input`, `config`, `bad_response`, `sign_in_refused`, `wallet_mismatch`: as for
    ///   [`x402_top_up`](Self::x402_top_up); nothing was signed.
    pub fn x402_prepare_top_up(
        &self,
        wallet: &Wallet,
        top_up: &TopUpRequest,
    ) -> Result<PendingTopUp, Error> {
        let deadline = self.deadline();
        let prepared = self.prepare(Operation::X402PrepareTopUp, wallet, top_up, deadline)?;
        let (status, credit, record) = match prepared {
            Prepared::Enough(credit) => (TopUpStatus::Enough, credit, None),
            Prepared::Payment { record, credit, .. } => {
                (TopUpStatus::Pending, credit, Some(*record))
            }
        };
        Ok(PendingTopUp {
            status: Some(status),
            order: top_up.order.clone(),
            wallet_address: wallet.checked_address().lower(),
            amount: Some(top_up.amount),
            pay_to: record.as_ref().map(|record| record.accepted.pay_to.clone()),
            valid_before: record.as_ref().and_then(Record::valid_before),
            balance_usd: Some(credit),
            record: record.as_ref().map(Record::text),
        })
    }

    /// Pays a top-up that was prepared, or finds out what became of it: however often it is called
    /// with a record, and wherever, the record is paid at most once. Never sends the client's key.
    ///
    /// While the payment can be carried out, it is signed, which always gives the same signature,
    /// and sent, again and again as for [`x402_top_up`](Self::x402_top_up); later the wallet's
    /// transactions are read. What is assumed of Venice is described there, too. Every error after
    /// the record was accepted holds it in [`Error::resume`].
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the record isn't one, was changed, or is for another wallet or another
    ///   base URL; nothing was sent.
    /// * `config`: the base URL is neither Venice's nor on this machine; nothing was sent.
    /// * `payment_refused`: the server refused, and nothing moved; or the time to pay was over
    ///   before anything was sent. Only if this process prepared the record and sent no other
    ///   request of its order: a record that was loaded may have been paid before.
    /// * `payment_settling`: it was still settling when the time was over.
    /// * `payment_unknown`: it may have been paid. [`Error::retry_after`] says when it can be known
    ///   at the latest. If it isn't there, nobody can carry the payment out any more, and Venice
    ///   shows no credit for it, which it may book late.
    /// * `sign_in_refused`, `wallet_mismatch`: as for [`x402_balance`](Self::x402_balance); nothing
    ///   was signed.
    pub fn x402_pay_top_up(&self, wallet: &Wallet, record: &str) -> Result<TopUp, Error> {
        const OPERATION: Operation = Operation::X402PayTopUp;
        let deadline = self.deadline();
        let record = Record::read(record, wallet, self.place_to_pay()?)?;
        let asked = self.perform_until(&balance_call(OPERATION, wallet), deadline);
        let response = asked.map_err(|failed| {
            match memory::is_unsent(&record.key(wallet), record.code()) {
                true => failed.error.with_resume(record.text()),
                false => outcome::unknown(failed.error, &record, None),
            }
        })?;
        let now = response.date.unwrap_or_else(|| wallet.venices_time());
        self.pay(
            OPERATION,
            wallet,
            &record,
            (ServerClock::saying(now), deadline),
        )
    }

    fn pay(
        &self,
        operation: Operation,
        wallet: &Wallet,
        record: &Record,
        (clock, deadline): (ServerClock, Instant),
    ) -> Result<TopUp, Error> {
        let key = record.key(wallet);
        let first = memory::begin(key, record.code(), &record.text());
        let too_late = |end: Option<_>| end.is_none_or(|end| clock.until(end).is_zero());
        let over = || Error::new(ErrorCode::PaymentRefused, "its time was over").of(operation);
        let sent = if first && too_late(record.valid_before()) {
            Sent::Refused(over().with_advice(PREPARE_AGAIN))
        } else if too_late(Some(record.over_at())) {
            Sent::Open(over())
        } else {
            send(self, operation, wallet, record, (clock, deadline), first)?
        };
        match sent {
            Sent::Paid(paid) => {
                memory::paid(key);
                Ok(paid)
            }
            Sent::Refused(error) => {
                memory::nothing_moved(key, record.code());
                Err(refused(error, record))
            }
            Sent::Nothing(error) => {
                memory::nothing_moved(key, record.code());
                Err(error.with_resume(record.text()))
            }
            Sent::Open(error) => {
                let found = match outcome::is_worth_reading(&error, record, &clock) {
                    true => outcome::credited(self, operation, wallet, record, deadline),
                    false => Ok(None),
                };
                match found {
                    Ok(Some(paid)) => {
                        memory::paid(key);
                        Ok(paid)
                    }
                    Ok(None) | Err(_) => Err(outcome::unknown(error, record, Some(&clock))),
                }
            }
        }
    }
}

/// The payee and the least amount of requirements that are accepted.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzzed_requirements(text: &str) -> Option<(String, u64)> {
    let accepted = requirements::Requirements::read(text).ok()?;
    Some((accepted.pay_to, accepted.least))
}

/// Whether a wallet that has prepared nothing takes this for its record.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzzed_record(text: &str) -> bool {
    let wallet = Wallet::from_hex(&format!("{:064x}", 1));
    wallet.is_ok_and(|wallet| Record::read(text, &wallet, "https://api.venice.ai").is_ok())
}

/// What this process knows of a record is as if another had prepared it.
#[cfg(test)]
pub(super) fn forget(wallet: &Wallet, record: &str) {
    let record: Record = serde_json::from_str(record).unwrap();
    memory::forget(&record.key(wallet));
}

fn refused(error: Error, record: &Record) -> Error {
    let order = &record.order;
    let advice = match error.status() {
        None => PREPARE_AGAIN,
        Some(_) => REFUSED,
    };
    let message = |why: &str| format!("the top-up of order {order:?} was refused: {why}");
    let error = error.meaning(ErrorCode::PaymentRefused, message, advice);
    error.with_resume(record.text())
}
