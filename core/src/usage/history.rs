//! The usage history, entry by entry.

use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::cursor::{Walk, is_venices};
use super::filter::UsageFilter;
use crate::billing::BillingCurrency;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Operation;
use crate::pages::{Page, Pages};
use crate::perform::{read_as, undocumented};
use crate::scrub::Scrubber;
use crate::transport::{Call, Response};
use crate::wire::{self, ListOf, Row};

/// One entry of the usage history: a charge, or a credit.
///
/// One request can have several entries, for what went in, for what came out, for a search: each
/// has its own amount, and all of them repeat the same `inference_details`. So add up the amounts,
/// but count tokens once per `request_id`.
///
/// A missing or null field reads as `None`. But an amount or a time in a form that this version
/// can't read fails the call with `bad_response`, so that it is never mistaken for none. Amounts
/// are exact; from the 28th decimal place on they are rounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageEntry {
    /// When it was used, which can be hours before it was booked.
    #[serde(
        default,
        serialize_with = "wire::time::serialize",
        deserialize_with = "timestamp"
    )]
    pub timestamp: Option<Timestamp>,
    /// What was used: a model, and what of it.
    #[serde(default, deserialize_with = "wire::string")]
    pub sku: Option<String>,
    /// How many units: for tokens a number of millions.
    #[serde(default, with = "wire::exact")]
    pub units: Option<Decimal>,
    /// The price of one unit, in US dollars.
    #[serde(default, with = "wire::exact")]
    pub price_per_unit_usd: Option<Decimal>,
    /// What was charged, in the entry's currency: negative for a charge.
    #[serde(default, with = "wire::exact")]
    pub amount: Option<Decimal>,
    /// What it was charged to.
    #[serde(default, deserialize_with = "BillingCurrency::read")]
    pub currency: Option<BillingCurrency>,
    /// What it was for, in words.
    #[serde(default, deserialize_with = "wire::string")]
    pub notes: Option<String>,
    /// The request, if it was inference.
    #[serde(default, deserialize_with = "wire::object")]
    pub inference_details: Option<InferenceDetails>,
    /// The key that it was charged to. Venice's documents don't mention it; `None`: Venice's own
    /// app, what is no use (a purchase), or the server doesn't say. So write no bills from it: the
    /// sums by key are in [`Client::usage_analytics`].
    #[serde(default, deserialize_with = "wire::string")]
    pub api_key_id: Option<String>,
}

/// The request that a [`UsageEntry`] is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InferenceDetails {
    /// Its id, which all entries of the request share.
    #[serde(default, deserialize_with = "wire::string")]
    pub request_id: Option<String>,
    /// How many tokens went in.
    #[serde(default, deserialize_with = "wire::count")]
    pub prompt_tokens: Option<u64>,
    /// How many came out.
    #[serde(default, deserialize_with = "wire::count")]
    pub completion_tokens: Option<u64>,
    /// How long it took, in milliseconds.
    #[serde(default, deserialize_with = "wire::count")]
    pub inference_execution_time: Option<u64>,
}

fn timestamp<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    wire::exact_time(from, "timestamp")
}

impl Client {
    /// Lists what was charged and credited, entry by entry, oldest first. Needs an ADMIN key.
    ///
    /// Nothing is sent before the first entry is asked for. Then each page is one call, with the
    /// client's timeout and retries, and one page is in memory.
    ///
    /// Every page, the last one, too, has a cursor to go on from: another day it gives what came
    /// since. But Venice books some entries late, under the time of their use: a client saw some
    /// six hours later, and how late they can be isn't documented. So who needs every entry reads
    /// again from six hours before the last one, or reads a month when the next one is some days
    /// old, and replaces what was stored for that time. How far back the history goes, and whether
    /// it has every kind of charge, isn't documented either.
    ///
    /// Venice's own cursors expire, and it isn't documented when. A page that fails because of
    /// that is `bad_request`, and [`Error::resume`] is then a cursor that begins anew at the time
    /// of the last entry and leaves out those that came: no gap, no overlap, as long as Venice
    /// sends entries of the same millisecond in the same order.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the filter breaks a rule, or its cursor is none of this library's, or
    ///   comes from another filter; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `bad_request`: the server refused the filter, or its cursor has expired: go on with what
    ///   [`Error::resume`] says.
    /// * `bad_response`: an entry can't be read. None is left out silently.
    pub fn usage_history(&self, filter: &UsageFilter) -> Result<Pages<UsageEntry>, Error> {
        let begin = Walk::of(filter, None)?.cursor();
        let filter = filter.clone();
        Ok(Pages::new(self, begin, move |client, cursor| {
            client.usage_history_page(&filter, Some(cursor))
        }))
    }

    /// One page of [`usage_history`](Self::usage_history): the one at the cursor, or at the
    /// filter's, or the first.
    #[doc(hidden)]
    pub fn usage_history_page(
        &self,
        filter: &UsageFilter,
        cursor: Option<&str>,
    ) -> Result<Page<UsageEntry>, Error> {
        let walk = Walk::of(filter, cursor)?;
        let call = page_call(Operation::UsageHistory, &walk);
        self.page_at(&call, &walk, |response| {
            let (rows, next) = read_page(&call, response)?;
            let mut reached = walk.clone();
            let count = rows.len();
            let new = rows
                .into_iter()
                .filter(|entry| reached.takes(entry.timestamp.map(Timestamp::as_millisecond)));
            let items = new.collect();
            let reached = self.reached(&call, response, reached, next, count)?;
            Ok(Page {
                items,
                cursor: reached.cursor(),
                is_last: reached.venices_cursor().is_none(),
            })
        })
    }

    /// Fetches the page that a walk has come to; if that fails, the error says how to go on.
    pub(super) fn page_at<T>(
        &self,
        call: &Call,
        walk: &Walk,
        read: impl FnOnce(&Response) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let response = self.perform(call).map_err(|failed| failed.error);
        let page = response.and_then(|response| read(&response));
        page.map_err(|error| match has_expired(walk, &error) {
            false => error.with_resume(walk.cursor()),
            true => error
                .with_advice(
                    "Venice's cursor of this page has expired: go on with resume as the cursor, \
                     which begins anew where the last page ended and leaves out what came",
                )
                .with_resume(walk.clone().anew().cursor()),
        })
    }

    /// The walk after a page, if what the server says of the next one can be used.
    pub(super) fn reached(
        &self,
        call: &Call,
        response: &Response,
        walk: Walk,
        next: Option<String>,
        rows: usize,
    ) -> Result<Walk, Error> {
        let refused = |what| undocumented(ErrorCode::BadResponse, call, response, what);
        let next = next.filter(|cursor| !cursor.is_empty());
        if let Some(cursor) = &next {
            let key = self.own_key();
            let echoes = Scrubber::new(key.as_slice()).overwrite(&mut cursor.clone().into_bytes());
            if echoes || !is_venices(cursor) {
                return Err(refused("the cursor of the next page can't be used"));
            }
        }
        let after = walk.after(next, rows);
        after.ok_or_else(|| refused("the pages don't end: one leads to itself, or all are empty"))
    }
}

/// The call for the page that a walk has come to.
pub(super) fn page_call(operation: Operation, walk: &Walk) -> Call {
    Call::get(operation, format!("/billing/usage-history{}", walk.query()))
}

/// `{data: […], nextCursor: …}`.
pub(crate) fn read_page(
    call: &Call,
    response: &Response,
) -> Result<(Vec<UsageEntry>, Option<String>), Error> {
    let (rows, next) = read_as(call, response, |json| {
        wire::page(json, ListOf::<Row<UsageEntry>>::in_text(json))
    })?;
    Ok((rows.into_iter().map(|Row(entry)| entry).collect(), next))
}

/// Whether the server refused the cursor of its own that it was sent. Its text isn't documented for
/// certain, so any 400 that speaks of a cursor is taken for that: nothing else was sent, and to
/// begin anew is right for every other reason, too.
fn has_expired(walk: &Walk, error: &Error) -> bool {
    let speaks_of_it = |text: &str| text.to_ascii_lowercase().contains("cursor");
    let issues = || error.issues().iter();
    walk.venices_cursor().is_some()
        && error.code() == ErrorCode::BadRequest
        && error.status() == Some(400)
        && (speaks_of_it(&error.to_string())
            || issues().any(|issue| speaks_of_it(&issue.field) || speaks_of_it(&issue.message)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::ResponseBody;

    fn read(json: &str) -> Result<(Vec<UsageEntry>, Option<String>), Error> {
        let call = Call::get(Operation::UsageHistory, "/billing/usage-history".into());
        read_page(
            &call,
            &Response::of_body(ResponseBody::new(json.as_bytes().to_vec())),
        )
    }

    #[test]
    fn entries_are_read_as_they_are_sent() {
        let (entries, next) = read(
            r#"{"data":[{"amount":-6.6e-7,"currency":"VCU","inferenceDetails":{"completionTokens":
            227,"inferenceExecutionTime":2964,"promptTokens":null,"requestId":"chatcmpl-4"},
            "notes":"API Inference","pricePerUnitUsd":"2.8","sku":"a","timestamp":
            "2026-06-15T19:05:10.504Z","units":0.000227},{"inferenceDetails":null}],
            "nextCursor":null}"#,
        )
        .unwrap();
        assert_eq!(next, None);
        let text = |amount: Option<Decimal>| amount.unwrap().normalize().to_string();
        let entry = &entries[0];
        assert_eq!(text(entry.amount), "-0.00000066");
        assert_eq!(text(entry.price_per_unit_usd), "2.8");
        assert_eq!(text(entry.units), "0.000227");
        assert_eq!(entry.currency.as_ref().unwrap().as_str(), "VCU");
        let details = entry.inference_details.as_ref().unwrap();
        assert_eq!(
            (details.completion_tokens, details.prompt_tokens),
            (Some(227), None)
        );
        assert_eq!((entries.len(), &entries[1].amount), (2, &None));
    }

    #[test]
    fn a_row_that_cant_be_read_is_not_left_out() {
        for json in [
            r#"{"nextCursor":null}"#,
            r#"{"data":[5]}"#,
            r#"{"data":[null]}"#,
            r#"{"data":[[]]}"#,
            r#"{"data":[{"amount":"much"}]}"#,
            r#"{"data":[{"amount":true}]}"#,
            r#"{"data":[{"units":[1]}]}"#,
            r#"{"data":[{"timestamp":"soon"}]}"#,
            r#"{"data":[{"timestamp":1781550310504}]}"#,
            r#"{"data":[],"nextCursor":5}"#,
        ] {
            let error = read(json).expect_err(json);
            assert_eq!(error.code(), ErrorCode::BadResponse);
        }
    }
}
