//! What became of a payment, where no response said so: read from the wallet's transactions.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

use super::record::Record;
use super::{TopUp, TopUpStatus};
use crate::client::Client;
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Operation;
use crate::perform::read_data;
use crate::wallet::Wallet;
use crate::x402::transactions::{SentPage, TransactionType, WalletTransaction, page_call};

/// How many transactions are fetched at once, and how many pages of them at most.
const LIMIT: usize = 100;
const MOST_PAGES: u64 = 10;
/// How far clocks of the server's own may differ.
const SPREAD: SignedDuration = SignedDuration::from_mins(1);

/// A top-up of the payment's amount that was credited since its watermark, if there is one.
/// Transactions name no order, so it may be another payment of the same amount.
pub(super) fn credited(
    client: &Client,
    operation: Operation,
    wallet: &Wallet,
    record: &Record,
    deadline: Instant,
) -> Result<Option<TopUp>, Error> {
    let before = Timestamp::from_second(record.before.at).unwrap_or(Timestamp::MIN);
    let since = before.saturating_sub(SPREAD).unwrap_or(Timestamp::MIN);
    let mut offset = 0;
    for _ in 0..MOST_PAGES {
        let call = page_call(operation, wallet, LIMIT, offset);
        let response = client.perform_until(&call, deadline);
        let response = response.map_err(|failed| failed.error)?;
        let page: SentPage = read_data(&call, &response)?;
        if let Some(found) = page
            .transactions
            .iter()
            .find(|it| is_its(record, it, since))
        {
            return Ok(Some(paid(wallet, found)));
        }
        let is_older = |it: &WalletTransaction| {
            record.before.seen.contains(&it.id) || it.created_at.is_some_and(|time| time < since)
        };
        if !page.has_more() || page.transactions.iter().any(is_older) {
            return Ok(None);
        }
        offset += page.transactions.len() as u64;
    }
    Ok(None)
}

fn is_its(record: &Record, transaction: &WalletTransaction, since: Timestamp) -> bool {
    transaction.type_ == Some(TransactionType::TopUp)
        && transaction.amount == Some(record.amount())
        && !record.before.seen.contains(&transaction.id)
        && transaction.created_at.is_none_or(|time| time >= since)
}

fn paid(wallet: &Wallet, found: &WalletTransaction) -> TopUp {
    TopUp {
        status: Some(TopUpStatus::Paid),
        wallet_address: Some(wallet.checked_address().lower()),
        amount_credited: found.amount,
        new_balance: found.balance_after,
        payment_id: None,
        transaction: None,
    }
}

const ASK_AGAIN: &str = "call `x402_pay_top_up` with the error's record (`resume`), which can't \
    pay twice; never pay under another order before the outcome is known";
const LOOK: &str = "ask again later with `x402_pay_top_up` and the same record; or, to pay after \
    all, call `x402_top_up` with the same order, which USDC takes only once. If that is refused, \
    look at the wallet on Base: if the money has left it, write to Venice's support, and pay \
    nothing more";

/// Whether the transactions can say more than the response did: while the payment can still be
/// carried out and the server hasn't refused, sending it again says it for certain.
pub(super) fn is_worth_reading(error: &Error, record: &Record, clock: &ServerClock) -> bool {
    let responded = matches!(
        error.code(),
        ErrorCode::PaymentRefused | ErrorCode::BadResponse
    );
    responded || clock.until(record.over_at()).is_zero()
}

/// It isn't known whether the payment was made: `cause` is what happened last.
pub(super) fn unknown(cause: Error, record: &Record, clock: Option<&ServerClock>) -> Error {
    let order = record.order.as_str();
    let left = clock.map(|clock| clock.until(record.over_at()));
    let is_over = left.is_some_and(|left| left.is_zero());
    let settling = cause.code() == ErrorCode::PaymentSettling && !is_over;
    let (code, advice) = match (settling, is_over) {
        (true, _) => (ErrorCode::PaymentSettling, ASK_AGAIN),
        (false, false) => (ErrorCode::PaymentUnknown, ASK_AGAIN),
        (false, true) => (ErrorCode::PaymentUnknown, LOOK),
    };
    let message = |cause: &str| match (settling, is_over) {
        (true, _) => format!("the top-up of order {order:?} is still settling ({cause})"),
        (false, false) => format!("the top-up of order {order:?} may have been paid ({cause})"),
        (false, true) => format!(
            "the top-up of order {order:?} can't be carried out any more, and Venice shows no \
             credit for it, which can be booked late ({cause})"
        ),
    };
    cause
        .meaning(code, message, advice)
        .with_retry_after(left.filter(|left| !left.is_zero()))
        .with_resume(record.text())
}
