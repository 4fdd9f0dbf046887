//! What went in and out of a wallet's credit.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use crate::client::Client;
use crate::error::Error;
use crate::operations::Operation;
use crate::pages::{Page, Pages};
use crate::transport::Call;
use crate::wallet::Wallet;
use crate::wire::{self, open_enum};

open_enum! {
    /// What a transaction does.
    TransactionType {
        /// Money came in: a top-up, or credit that Venice gave by hand.
        TopUp = "TOP_UP",
        /// A request was charged.
        Charge = "CHARGE",
        /// A charge was given back.
        Refund = "REFUND",
    }
}

/// One transaction of a wallet's credit, in US dollars.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WalletTransaction {
    /// Its id.
    pub id: String,
    /// How much: negative for a charge.
    #[serde(default, with = "wire::exact")]
    pub amount: Option<Decimal>,
    /// The credit afterwards.
    #[serde(default, with = "wire::exact")]
    pub balance_after: Option<Decimal>,
    /// What it does.
    #[serde(default, rename = "type", deserialize_with = "TransactionType::read")]
    pub type_: Option<TransactionType>,
    /// When it was booked.
    #[serde(
        default,
        serialize_with = "wire::time::serialize",
        deserialize_with = "created_at"
    )]
    pub created_at: Option<Timestamp>,
    /// The request that was charged; several charges can share one.
    #[serde(default, deserialize_with = "wire::string")]
    pub request_id: Option<String>,
    /// The model that was used.
    #[serde(default, deserialize_with = "wire::string")]
    pub model_id: Option<String>,
}

fn created_at<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    wire::exact_time(from, "createdAt")
}

/// One page, as Venice sends it.
#[derive(Deserialize)]
pub(super) struct SentPage {
    #[serde(deserialize_with = "wire::rows")]
    pub(super) transactions: Vec<WalletTransaction>,
    #[serde(default, deserialize_with = "wire::object_or_default")]
    pagination: Pagination,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pagination {
    #[serde(default, deserialize_with = "wire::flag")]
    has_more: Option<bool>,
}

impl SentPage {
    pub(super) fn has_more(&self) -> bool {
        self.pagination.has_more == Some(true) && !self.transactions.is_empty()
    }
}

/// As many as Venice sends at once.
const LIMIT: usize = 100;
/// Of a cursor, which may come from anywhere.
const LONGEST: usize = 1024;

pub(super) fn page_call(operation: Operation, wallet: &Wallet, limit: usize, offset: u64) -> Call {
    let address = wallet.checked_address().lower();
    let path = format!("/x402/transactions/{address}?limit={limit}&offset={offset}");
    Call::get_signed(operation, path, wallet)
}

/// How far a walk from the newest transaction to the oldest has come.
///
/// Venice counts from the newest, so whatever is booked during the walk moves the rest on. Each
/// page therefore begins with the last transaction that came before: what precedes it is newer than
/// the walk, and what follows is next. If it isn't on the page, more was booked than the page
/// holds, and it is looked for on the next one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Walk {
    #[serde(rename = "w")]
    wallet: String,
    #[serde(rename = "o")]
    offset: u64,
    #[serde(rename = "i")]
    last: Option<String>,
    #[serde(rename = "t")]
    time: Option<i64>,
}

impl Walk {
    fn of(wallet: &Wallet, cursor: Option<&str>) -> Result<Self, Error> {
        let address = wallet.checked_address().lower();
        let Some(cursor) = cursor else {
            return Ok(Self {
                wallet: address,
                offset: 0,
                last: None,
                time: None,
            });
        };
        let rule = "must be a cursor of venice-keys, or left out";
        let walk = Self::read(cursor).ok_or_else(|| Error::input("cursor", rule))?;
        match walk.wallet == address {
            true => Ok(walk),
            false => Err(Error::input("cursor", "must come from the same wallet")),
        }
    }

    fn read(cursor: &str) -> Option<Self> {
        let token = Some(cursor).filter(|cursor| cursor.len() <= LONGEST)?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token).ok()?).ok()
    }

    fn cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// What of a page is next, and where the walk goes on.
    fn take(mut self, page: SentPage) -> Page<WalletTransaction> {
        let is_last = !page.has_more();
        let sent = page.transactions.len() as u64;
        let mut items = self.next_of(page.transactions);
        let mut seen = HashSet::new();
        items.retain(|item| seen.insert(item.id.clone()));
        if let Some(last) = items.last() {
            self.last = Some(last.id.clone()).filter(|id| id.len() <= LONGEST / 4);
            self.time = last.created_at.map(Timestamp::as_millisecond).or(self.time);
        }
        // A page of one would be asked for again without end.
        self.offset = self.offset.saturating_add(match sent {
            0 => 0,
            1 => 1,
            sent => sent - 1,
        });
        Page {
            items,
            cursor: self.cursor(),
            is_last,
        }
    }

    fn next_of(&self, mut sent: Vec<WalletTransaction>) -> Vec<WalletTransaction> {
        let Some(last) = &self.last else {
            return sent;
        };
        let found = sent.iter().rposition(|item| item.id == *last);
        let next = found.map(|at| at + 1).unwrap_or_else(|| {
            // It isn't here: what is older than it has certainly not come yet.
            let time = |item: &WalletTransaction| item.created_at.map(Timestamp::as_millisecond);
            let is_newer =
                |item: &WalletTransaction| time(item) >= self.time || time(item).is_none();
            sent.iter().rposition(is_newer).map_or(0, |at| at + 1)
        });
        sent.split_off(next)
    }
}

impl Client {
    /// Lists what went in and out of a wallet's credit, newest first. Signs in with the wallet,
    /// anew for every attempt; never sends the client's key. What was charged in Diem isn't there.
    ///
    /// Nothing is sent before the first transaction is asked for. Then each page is one call, with
    /// the client's timeout and retries, and one page is in memory. Transactions that are booked
    /// while the list is read are left out, and none comes twice. Every page has a cursor to go on
    /// from to older ones; for newer ones, begin anew. This was written from Venice's documentation
    /// and never run against Venice.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the cursor is none of this library's, or another wallet's; nothing was
    ///   sent.
    /// * `sign_in_refused`: Venice didn't accept the sign-in; see
    ///   [`x402_balance`](Self::x402_balance).
    /// * `wallet_mismatch`: Venice takes the sign-in for another wallet's.
    /// * `bad_response`: a transaction can't be read. None is left out silently.
    pub fn x402_transactions(
        &self,
        wallet: &Wallet,
        cursor: Option<&str>,
    ) -> Result<Pages<WalletTransaction>, Error> {
        let begin = Walk::of(wallet, cursor)?.cursor();
        let wallet = wallet.clone();
        Ok(Pages::new(self, begin, move |client, cursor| {
            client.x402_transactions_page(&wallet, Some(cursor))
        }))
    }

    /// One page of [`x402_transactions`](Self::x402_transactions): the one at the cursor, or the
    /// first. It can be empty without being the last.
    #[doc(hidden)]
    pub fn x402_transactions_page(
        &self,
        wallet: &Wallet,
        cursor: Option<&str>,
    ) -> Result<Page<WalletTransaction>, Error> {
        let walk = Walk::of(wallet, cursor)?;
        let call = page_call(Operation::X402Transactions, wallet, LIMIT, walk.offset);
        let page = self.read_object(&call);
        page.map(|page| walk.clone().take(page))
            .map_err(|error| error.with_resume(walk.cursor()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wallet() -> Wallet {
        Wallet::from_hex(&format!("{:064x}", 1)).unwrap()
    }

    /// A server with transactions `0..count`, the newest first, at `per_time` to a millisecond.
    fn page_of(count: u64, walk: &Walk, limit: u64, per_time: u64) -> SentPage {
        let newest = count.saturating_sub(walk.offset);
        let oldest = newest.saturating_sub(limit);
        let transactions = (oldest..newest).rev().map(|number| WalletTransaction {
            id: number.to_string(),
            amount: None,
            balance_after: None,
            type_: None,
            created_at: Timestamp::from_millisecond((number / per_time) as i64).ok(),
            request_id: None,
            model_id: None,
        });
        SentPage {
            transactions: transactions.collect(),
            pagination: Pagination {
                has_more: Some(oldest > 0),
            },
        }
    }

    proptest! {
        #[test]
        fn a_walk_has_each_transaction_once_however_many_are_booked_meanwhile(
            count in 0u64..60, limit in 2u64..12, per_time in 1u64..20,
            booked in proptest::collection::vec(0u64..30, 1..6),
        ) {
            let mut walk = Walk::of(&wallet(), None).unwrap();
            let (mut now, mut came) = (count, Vec::new());
            for round in 0.. {
                prop_assert!(round < 2000, "it doesn't end");
                let page = walk.clone().take(page_of(now, &walk, limit, per_time));
                came.extend(page.items.into_iter().map(|item| item.id));
                if page.is_last {
                    break;
                }
                walk = Walk::of(&wallet(), Some(&page.cursor)).unwrap();
                now += booked.get(round).copied().unwrap_or(0);
            }
            let all: Vec<String> = (0..count).rev().map(|number| number.to_string()).collect();
            prop_assert_eq!(came, all);
        }

        #[test]
        fn any_text_is_a_cursor_or_refused(text in ".*") {
            let refused = Walk::of(&wallet(), Some(&text)).unwrap_err();
            prop_assert_eq!(&refused.issues()[0].field, "cursor");
        }
    }

    #[test]
    fn a_walk_goes_on_where_its_last_transaction_has_vanished() {
        let walk = Walk {
            last: Some("vanished".to_owned()),
            time: Some(7),
            ..Walk::of(&wallet(), None).unwrap()
        };
        let page = walk.clone().take(page_of(20, &walk, 100, 1));
        assert_eq!(page.items[0].id, "6");
        assert_eq!(page.items.len(), 7);
    }

    #[test]
    fn a_cursor_is_bound_to_its_wallet() {
        let cursor = Walk::of(&wallet(), None).unwrap().cursor();
        let other = Wallet::from_hex(&format!("{:064x}", 2)).unwrap();
        let refused = Walk::of(&other, Some(&cursor)).unwrap_err().to_string();
        assert!(refused.contains("same wallet"), "{refused}");
    }
}
