//! What the account has and has spent: the forms of it, and no figure.

use serde_json::Value;

use super::{has_form, members, success};
use crate::run::Run;
use crate::table::{Seen, Table, fact};
use crate::venice::{As, Response};

const BALANCE: &str = "sandbox/src/billing/mod.rs";
const HISTORY: &str = "sandbox/src/billing/history.rs";
const ENTRIES: &str = "sandbox/src/billing/entries.rs";
const CSV: &str = "sandbox/src/billing/csv.rs";
const ANALYTICS: &str = "sandbox/src/billing/analytics.rs";
const OFFER: &str = "sandbox/src/refusals.rs";

const PAGE: &str = "/billing/usage-history";
/// Nobody's wallet.
const WALLET: &str = "/x402/balance/0x0000000000000000000000000000000000000402";

pub(super) fn reads(run: &Run, table: &mut Table<'_>) {
    let balance = success(run.get(As::Admin, "/billing/balance"));
    let shape = balance.map(|response| members(&response.json));
    let expected = "balances, canConsume, consumptionCurrency, diemEpochAllocation";
    table.row(fact(BALANCE, "GET /billing/balance"), expected, shape);
    gone(run, table);
    history(run, table);
    csv(run, table);
    analytics(run, table);
    let offer = run.get(As::Nobody, WALLET).map(|response| {
        let rails = response.json["accepts"].as_array().map_or(99, Vec::len);
        format!("{} with {rails} rails", response.status)
    });
    let what = "GET /x402/balance without a sign-in";
    table.row(fact(OFFER, what), "402 with 0 rails", offer);
}

fn gone(run: &Run, table: &mut Table<'_>) {
    let gone = run.get(As::Nobody, "/billing/usage");
    let seen = gone.map(|response| {
        let there = ["deprecation", "sunset", "link"]
            .into_iter()
            .filter(|name| response.header(name).is_some());
        let names: Vec<_> = there.collect();
        format!("{} with {}", response.status, names.join(", "))
    });
    let expected = "410 with deprecation, sunset, link";
    table.row(fact(BALANCE, "GET /billing/usage"), expected, seen);
}

fn history(run: &Run, table: &mut Table<'_>) {
    let page = success(run.get(As::Admin, &format!("{PAGE}?pageSize=10")));
    let shape = page.as_ref().map_err(Clone::clone);
    let shape = shape.map(|page| members(&page.json));
    let what = "GET /billing/usage-history";
    table.row(fact(HISTORY, what), "data, nextCursor", shape);
    if let Ok(page) = &page {
        entries(page, table);
    }
    for (what, query) in [
        ("a page of 9 entries", "pageSize=9"),
        ("an unknown parameter", "noSuchParameter=1"),
        ("usage in VCU", "currency=VCU"),
        ("a cursor beside a filter", "cursor=abc&pageSize=10"),
    ] {
        let refused = run.get(As::Admin, &format!("{PAGE}?{query}"));
        let status = refused.map(|response| response.status.to_string());
        table.row(fact(HISTORY, what), "400", status);
    }
    let refused = super::said(run.get(As::Admin, &format!("{PAGE}?cursor=abc")));
    let expected = "400 \"Invalid or expired cursor; restart from the first page\"";
    table.row(fact(HISTORY, "a cursor of nobody's"), expected, refused);
}

/// Of an account that has spent something.
fn entries(page: &Response, table: &mut Table<'_>) {
    let Some(entries) = page.json["data"].as_array().filter(|all| !all.is_empty()) else {
        return;
    };
    let expected = "amount, currency, inferenceDetails, notes, pricePerUnitUsd, sku, timestamp, \
                    units";
    let what = "members of an entry of the history";
    table.row(fact(ENTRIES, what), expected, Ok(members(&entries[0])));
    let times: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry["timestamp"].as_str())
        .collect();
    let is_ascending = times.is_sorted() && times.len() == entries.len();
    let order = if is_ascending {
        "ascending"
    } else {
        "another order"
    };
    let what = "the order of the history";
    table.row(fact(ENTRIES, what), "ascending", Ok(order.to_owned()));
    let form = super::reading::time_form(&entries[0]["timestamp"]);
    let what = "the form of an entry's time";
    table.row(fact(ENTRIES, what), "milliseconds and Z", Ok(form));
}

fn csv(run: &Run, table: &mut Table<'_>) {
    let first = success(run.get_csv(&format!("{PAGE}?pageSize=10")));
    let of = |read: &dyn Fn(&Response) -> String| -> Seen {
        first.as_ref().map(read).map_err(Clone::clone)
    };
    let header = |name: &str, response: &Response| {
        let value = response.header(name).unwrap_or("not there");
        crate::venice::shown(value)
    };
    let kind = of(&|response| {
        let kind = header("content-type", response);
        kind.split(';').next().unwrap_or_default().to_owned()
    });
    table.row(fact(CSV, "the type of CSV"), "text/csv", kind);
    let name = of(&|response| {
        let name = header("content-disposition", response);
        let start = "attachment; filename=billing-usage-history-";
        let stamp = name.strip_prefix(start).unwrap_or_default();
        match has_form(stamp, "00000000T000000000Z.csv") {
            true => "billing-usage-history-…Z.csv".to_owned(),
            false => name,
        }
    });
    let expected = "billing-usage-history-…Z.csv";
    table.row(fact(CSV, "the name of a file of CSV"), expected, name);
    let head = of(&|response| {
        let head = response.text.lines().next().unwrap_or_default();
        let names = head.split(',').map(|name| name.trim_matches('"'));
        names.take(7).collect::<Vec<_>>().join(",")
    });
    let expected = "timestamp,sku,pricePerUnitUsd,units,amount,currency,notes";
    table.row(fact(CSV, "the first columns of CSV"), expected, head);
    let ends = of(&|response| {
        let end = match response.text.contains("\r\n") {
            true => "CR LF",
            false => "LF",
        };
        end.to_owned()
    });
    table.row(fact(CSV, "the line ends of CSV"), "CR LF", ends);
    if let Ok(first) = &first
        && let Some(cursor) = first.header("x-next-cursor")
    {
        let second = success(run.get_csv(&format!("{PAGE}?cursor={cursor}")));
        let seen = second.map(|second| {
            let row = |response: &Response| response.text.lines().next().map(str::to_owned);
            let seen = if row(&second) == row(first) {
                "there"
            } else {
                "not there"
            };
            seen.to_owned()
        });
        let what = "the header row on the second page of CSV";
        table.row(fact(CSV, what), "there", seen);
    }
}

fn analytics(run: &Run, table: &mut Table<'_>) {
    let get =
        |query: &str| success(run.get(As::Admin, &format!("/billing/usage-analytics{query}")));
    let week = get("");
    let of = |read: &dyn Fn(&Value) -> String| -> Seen {
        week.as_ref()
            .map(|response| read(&response.json))
            .map_err(Clone::clone)
    };
    let expected = "byDate, byKey, byKeyDaily, byKeyDailyUsd, byModel, byModelDaily, \
                    byModelDailyUsd, lookback, topKeyNames, topModels";
    let what = "GET /billing/usage-analytics";
    table.row(fact(ANALYTICS, what), expected, of(&members));
    let days = of(&|json| {
        let days = json["byDate"].as_array();
        let first = days.and_then(|days| days.first()).map(members);
        let count = days.map_or(0, Vec::len);
        format!("{count} days of {}", first.unwrap_or_default())
    });
    let expected = "7 days of DIEM, USD, date";
    table.row(fact(ANALYTICS, "days without use"), expected, days);
    let clamped = get("?lookback=365d").map(|response| super::plain(&response.json["lookback"]));
    table.row(fact(ANALYTICS, "a lookback of 365 days"), "90d", clamped);
}
