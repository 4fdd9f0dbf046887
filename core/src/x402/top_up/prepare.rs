//! Preparing a payment: what the wallet has, what Venice asks for, and whether that may be paid.

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use ureq::http::Method;

use super::record::{self, Record, Watermark};
use super::request::{TopUpRequest, usd};
use super::requirements::{LONGEST_TIMEOUT, Requirements};
use super::{PATH, memory};
use crate::client::Client;
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::{Effect, Operation};
use crate::perform::{read_data, text_of, undocumented};
use crate::transport::Call;
use crate::wallet::Wallet;
use crate::x402::balance::{WalletBalance, balance_call};
use crate::x402::transactions::{SentPage, TransactionType, WalletTransaction, page_call};

/// How many of the wallet's newest transactions a record remembers.
const REMEMBERED: usize = 50;
/// Of an id that is remembered, in bytes.
const LONGEST_ID: usize = 128;

/// What a top-up comes to before anything is signed.
pub(super) enum Prepared {
    /// The wallet's credit, which is enough.
    Enough(Decimal),
    Payment {
        record: Box<Record>,
        /// The wallet's credit.
        credit: Decimal,
        clock: ServerClock,
    },
}

impl Client {
    /// Where a payment may be made, if that is where this client is.
    pub(super) fn place_to_pay(&self) -> Result<&str, Error> {
        let base = &self.transport().wiring().base;
        let what = "payments are made to Venice itself and to this machine only: the base URL must \
            be https on venice.ai, or on loopback";
        match base.is_trusted() {
            true => Ok(base.text()),
            false => Err(Error::new(ErrorCode::Config, what)),
        }
    }

    pub(super) fn prepare(
        &self,
        operation: Operation,
        wallet: &Wallet,
        top_up: &TopUpRequest,
        deadline: Instant,
    ) -> Result<Prepared, Error> {
        let place = self.place_to_pay()?;
        let amount = top_up.check()?;
        let (credit, clock) = self.credit(operation, wallet, deadline)?;
        let key = record::key(place, wallet, &top_up.order);
        let earlier = memory::sent(&key);
        let earlier = earlier.and_then(|text| Record::read(&text, wallet, place).ok());
        if let Some(record) = &earlier
            && clock.is_none_or(|clock| !clock.until(record.over_at()).is_zero())
        {
            return reuse(record, top_up, credit, clock);
        }
        if credit >= top_up.amount && !top_up.even_if_enough {
            return Ok(Prepared::Enough(credit));
        }
        // What came since the first payment of the order may be that one.
        let newest = self.newest(operation, wallet, deadline)?;
        let sent_elsewhere = newest.iter().any(|it| may_be_its(top_up, it, clock));
        let before = earlier.map(|record| record.before);
        let (requirements, clock) = self.requirements(operation, deadline)?;
        if amount < requirements.least {
            let rule = format!("must be at least {}", usd(requirements.least).normalize());
            return Err(Error::input("amount", rule));
        }
        let now = clock.now();
        let before = before.unwrap_or_else(|| Watermark {
            at: now.as_second(),
            seen: remembered(newest),
        });
        let place = (place, now);
        let record = Record::new(wallet, &top_up.order, amount, &requirements, place, before);
        if !sent_elsewhere {
            memory::prepared(key, record.code());
        }
        Ok(Prepared::Payment {
            record: Box::new(record),
            credit,
            clock,
        })
    }

    /// The wallet's credit, and the server's time, if it said that.
    fn credit(
        &self,
        operation: Operation,
        wallet: &Wallet,
        deadline: Instant,
    ) -> Result<(Decimal, Option<ServerClock>), Error> {
        let call = balance_call(operation, wallet);
        let response = self.perform_until(&call, deadline);
        let response = response.map_err(|failed| failed.error)?;
        let balance: WalletBalance = read_data(&call, &response)?;
        let what = "the response holds no balance";
        let unread = || undocumented(ErrorCode::BadResponse, &call, &response, what);
        let credit = balance.balance_usd.ok_or_else(unread)?;
        Ok((credit, response.date.map(ServerClock::saying)))
    }

    fn newest(
        &self,
        operation: Operation,
        wallet: &Wallet,
        deadline: Instant,
    ) -> Result<Vec<WalletTransaction>, Error> {
        let call = page_call(operation, wallet, REMEMBERED, 0);
        let response = self.perform_until(&call, deadline);
        let response = response.map_err(|failed| failed.error)?;
        let page: SentPage = read_data(&call, &response)?;
        Ok(page.transactions)
    }

    /// What Venice asks for, and its time.
    fn requirements(
        &self,
        operation: Operation,
        deadline: Instant,
    ) -> Result<(Requirements, ServerClock), Error> {
        let call = Call {
            method: Method::POST,
            effect: Effect::Reads,
            awaited: Some(402),
            ..Call::get(operation, PATH.to_owned())
        };
        let response = self.perform_until(&call, deadline);
        let response = response.map_err(|failed| failed.error)?;
        let bad = |what: &str| undocumented(ErrorCode::BadResponse, &call, &response, what);
        if response.status != 402 {
            return Err(bad("Venice asked for no payment"));
        }
        let read = Requirements::read(text_of(&call, &response)?);
        let requirements = read.map_err(|why| {
            bad(&format!(
                "nothing was signed: Venice's requirements have {why}"
            ))
        })?;
        let no_time = "nothing was signed: the response doesn't say the server's time";
        let said = response.date.ok_or_else(|| bad(no_time))?;
        Ok((requirements, ServerClock::saying(said)))
    }
}

/// The ids of the wallet's newest transactions.
fn remembered(newest: Vec<WalletTransaction>) -> Vec<String> {
    let ids = newest.into_iter().map(|transaction| transaction.id);
    ids.filter(|id| id.len() <= LONGEST_ID)
        .take(REMEMBERED)
        .collect()
}

/// Whether a transaction may be this top-up, paid by a process that died before it could say so. If
/// there is one, a refusal may just mean that the order is paid already.
fn may_be_its(
    top_up: &TopUpRequest,
    transaction: &WalletTransaction,
    clock: Option<ServerClock>,
) -> bool {
    /// As long as a payment may be open.
    const RECENT: SignedDuration = SignedDuration::from_secs(LONGEST_TIMEOUT as i64);
    let is_recent =
        |time: Timestamp| clock.is_none_or(|clock| clock.now().duration_since(time) <= RECENT);
    transaction.type_ == Some(TransactionType::TopUp)
        && transaction.amount == Some(top_up.amount)
        && transaction.created_at.is_none_or(is_recent)
}

/// A payment of the order is open: that one is paid, and no second one beside it.
fn reuse(
    record: &Record,
    top_up: &TopUpRequest,
    credit: Decimal,
    clock: Option<ServerClock>,
) -> Result<Prepared, Error> {
    if record.amount() != top_up.amount {
        let rule = "was already used for another amount";
        return Err(Error::input("order", rule));
    }
    Ok(Prepared::Payment {
        record: Box::new(record.clone()),
        credit,
        clock: clock.unwrap_or_else(|| ServerClock::saying(Timestamp::now())),
    })
}
