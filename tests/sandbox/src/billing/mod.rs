//! What the account has, and what it has spent.

mod analytics;
mod csv;
mod cursor;
mod entries;
mod history;
mod period;

use serde_json::{Value, json};

use crate::api::Call;
use crate::clock::parse_lenient;
use crate::limits::Windows;
use crate::query::Query;
use crate::response::Response;
use crate::state::State;
use analytics::{Cache, Spending};
use csv::Form;
use cursor::Seal;
use entries::{Entries, Seed, Series};

pub(crate) use analytics::analytics;
pub(crate) use entries::Shown;
pub(crate) use history::history;

/// Requests an address may make in a minute to where usage was before.
const GONE_A_MINUTE: usize = 60;

/// What was spent, and how it is told.
#[derive(Debug)]
pub(crate) struct Billing {
    entries: Entries,
    seal: Seal,
    csv: Form,
    /// Pages of entries that were given out.
    reads: u64,
    spending: Vec<Spending>,
    analytics: Cache,
    gone: Windows,
}

/// What the control API changes about it.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Change {
    #[serde(default)]
    clear: bool,
    #[serde(default)]
    entries: Vec<Seed>,
    #[serde(default)]
    series: Vec<SeriesSeed>,
    #[serde(default)]
    expire_cursors: bool,
    csv: Option<Form>,
    #[serde(default)]
    spending: Vec<Spending>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SeriesSeed {
    first: String,
    count: u64,
    #[serde(default = "a_second")]
    every_ms: i64,
    #[serde(default = "one")]
    at_once: u64,
    currency: Option<String>,
}

fn a_second() -> i64 {
    1000
}

fn one() -> u64 {
    1
}

impl SeriesSeed {
    fn series(self) -> Result<Series, String> {
        if self.at_once == 0 || self.every_ms < 0 {
            return Err("a series needs an atOnce above 0, and an everyMs not below".to_owned());
        }
        Ok(Series {
            first: read_time(&self.first)?,
            every_ms: self.every_ms,
            at_once: self.at_once,
            count: self.count,
            currency: self.currency,
        })
    }
}

fn read_time(text: &str) -> Result<i64, String> {
    parse_lenient(text).ok_or_else(|| format!("not a time: {text}"))
}

impl Billing {
    pub(crate) fn new(secret: [u8; 32], minute_ms: i64) -> Self {
        Self {
            entries: Entries::default(),
            seal: Seal::new(secret),
            csv: Form::default(),
            reads: 0,
            spending: Vec::new(),
            analytics: Cache::default(),
            gone: Windows::new(minute_ms, GONE_A_MINUTE),
        }
    }

    /// All of it, or Err with what is wrong and nothing.
    pub(crate) fn change(&mut self, change: Change, now: i64) -> Result<(), String> {
        let Change {
            clear,
            entries,
            series,
            expire_cursors,
            csv,
            spending,
        } = change;
        let entries: Vec<_> = entries
            .into_iter()
            .map(|seed| seed.entry(now, self.reads))
            .collect::<Result<_, _>>()?;
        let series: Vec<_> = series
            .into_iter()
            .map(SeriesSeed::series)
            .collect::<Result<_, _>>()?;
        spending.iter().try_for_each(Spending::check)?;
        if clear {
            self.entries.clear();
            self.spending.clear();
            self.analytics = Cache::default();
        }
        entries
            .into_iter()
            .for_each(|entry| self.entries.book(entry));
        series
            .into_iter()
            .for_each(|series| self.entries.add(series));
        self.spending.extend(spending);
        if expire_cursors {
            self.seal.expire_all();
        }
        if let Some(csv) = csv {
            self.csv = csv;
        }
        Ok(())
    }
}

/// `GET /billing/balance`
pub(crate) fn balance(state: &mut State, call: &Call<'_>) -> Response {
    if let Err(refused) = Query::of(call).finish() {
        return refused;
    }
    let account = &state.account;
    let amount = |name: &str| match account.balances.get(name) {
        Some(Value::String(text)) => text.parse().ok(),
        other => other.and_then(Value::as_f64),
    };
    let positive = |name: &str| {
        let shown = amount(name).filter(|left| *left > 0.0);
        shown.map(|_| account.balances[name].clone())
    };
    let in_order = ["DIEM", "EARNED_CREDITS", "BUNDLED_CREDITS", "USD"];
    let spendable = |name: &&str| amount(name).filter(|left| *left > 0.0);
    let currency = in_order.iter().find(|name| spendable(name).is_some());
    let total: f64 = in_order.iter().filter_map(spendable).sum();
    let diem = account.balances.get("DIEM");
    let mut balances = json!({"diem": diem, "usd": positive("USD")});
    if !account.older {
        balances["bundledCredits"] = json!(positive("BUNDLED_CREDITS"));
        balances["earnedCredits"] = json!(positive("EARNED_CREDITS"));
    }
    Response::json(
        200,
        &json!({
            "canConsume": total >= 0.10,
            "consumptionCurrency": currency,
            "balances": balances,
            "diemEpochAllocation": diem.map(|_| &account.diem_epoch_allocation),
        }),
    )
}

/// `GET /billing/usage`, which is no more.
pub(crate) fn gone(state: &mut State, call: &Call<'_>) -> Response {
    const SUCCESSOR: &str = "/api/v1/billing/usage-history";
    let now = state.clock.now();
    let pointer = format!(
        "GET /api/v1/billing/usage has been retired. Use GET {SUCCESSOR} instead: page and limit \
         are pageSize and cursor there, startDate and endDate are startTimestamp and endTimestamp."
    );
    let response = match state.billing.gone.admit(call.peer(), now) {
        true => Response::error(410, pointer),
        false => Response::error(429, format!("Rate limit exceeded. {pointer}")),
    };
    response
        .with("deprecation", "@1783555200")
        .with("sunset", "Wed, 16 Sep 2026 00:00:00 GMT")
        .with(
            "link",
            format!(
                "<{SUCCESSOR}>; rel=\"successor-version\", \
                 <https://docs.venice.ai/api-reference/endpoint/billing/usage-history>; \
                 rel=\"deprecation\"; type=\"text/html\""
            ),
        )
}
