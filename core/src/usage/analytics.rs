//! What was spent, summed up: by day, by model, by key.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::series;
use crate::client::Client;
use crate::error::Error;
use crate::operations::Operation;
use crate::transport::Call;
use crate::wire::{self, open_enum};

open_enum! {
    /// What a model's use is counted in.
    UsageUnit {
        /// Tokens.
        Tokens = "tokens",
        /// Images.
        Images = "images",
        /// Characters.
        Characters = "chars",
        /// Minutes.
        Minutes = "minutes",
        /// Seconds.
        Seconds = "seconds",
    }
}

open_enum! {
    /// What kind of model it was.
    UsageModelType {
        /// Text.
        Llm = "LLM",
        /// Images.
        Image = "IMAGE",
        /// Speech from text.
        Tts = "TTS",
        /// Text from speech.
        Asr = "ASR",
        /// Videos.
        Video = "VIDEO",
    }
}

/// Which days are summed up: a number of days up to today, or two days and those between them. If
/// neither is given, Venice takes the last seven days.
///
/// ```
/// use venice_keys::{AnalyticsPeriod, Date};
///
/// let month = AnalyticsPeriod::new().lookback_days(30);
/// let october = AnalyticsPeriod::new()
///     .start_date("2026-10-01".parse::<Date>()?)
///     .end_date("2026-10-31".parse::<Date>()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct AnalyticsPeriod {
    /// The last so many days: 1 to 90. Not together with dates.
    pub lookback_days: Option<u32>,
    /// The first day, in UTC. Only together with the last, at most 90 days later, itself included.
    pub start_date: Option<Date>,
    /// The last day, in UTC: it counts, too. Not before the first.
    pub end_date: Option<Date>,
}

impl AnalyticsPeriod {
    /// The last seven days, Venice's default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the last so many days.
    pub fn lookback_days(mut self, days: u32) -> Self {
        self.lookback_days = Some(days);
        self
    }

    /// Sets the first day.
    pub fn start_date(mut self, day: impl Into<Date>) -> Self {
        self.start_date = Some(day.into());
        self
    }

    /// Sets the last day.
    pub fn end_date(mut self, day: impl Into<Date>) -> Self {
        self.end_date = Some(day.into());
        self
    }

    /// What is sent of it, if it keeps to the rules: Venice would cut a long period or ignore half
    /// of one, and sum up other days than those that were meant.
    fn query(&self) -> Result<String, Error> {
        const LONGEST: u32 = 90;
        let refused = |field: &str, rule: &str| Err(Error::input(field, rule));
        match (self.lookback_days, self.start_date, self.end_date) {
            (None, None, None) => Ok(String::new()),
            (Some(1..=LONGEST), None, None) => {
                let days = self.lookback_days.unwrap_or_default();
                Ok(format!("?lookback={days}d"))
            }
            (Some(_), None, None) => refused("lookback", "must be 1 to 90 days"),
            (Some(_), _, _) => refused("lookback", "must stand without startDate and endDate"),
            (None, None, Some(_)) => refused("startDate", "must be given with endDate"),
            (None, Some(_), None) => refused("endDate", "must be given with startDate"),
            (None, Some(start), Some(end)) => {
                for (field, day) in [("startDate", start), ("endDate", end)] {
                    if !(1..=9999).contains(&day.year()) {
                        return refused(field, "must be in the years 1 to 9999");
                    }
                }
                match start.duration_until(end).as_hours() / 24 {
                    ..0 => refused("endDate", "must not be before startDate"),
                    days if days >= i64::from(LONGEST) => {
                        refused("endDate", "must be at most 90 days from startDate on")
                    }
                    _ => Ok(format!("?startDate={start}&endDate={end}")),
                }
            }
        }
    }
}

/// What was spent in a period, summed up. Purchases aren't in it, and **nothing that earned credits
/// paid for is in any of its sums**: who wrote bills from it would leave that out. The entries of
/// [`Client::usage_history`] have it. Another client saw that refunds aren't taken off.
///
/// An amount, a row or a list in a form that this version can't read fails the call with
/// `bad_response`, so that no sum is short of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageAnalytics {
    /// The period, as Venice took it: `7d`, or `2024-01-01:2024-01-31`.
    #[serde(default, deserialize_with = "wire::string")]
    pub lookback: Option<String>,
    /// By day, in order, days without use included.
    #[serde(deserialize_with = "wire::rows")]
    pub by_date: Vec<DailyUsage>,
    /// By model, the most expensive first.
    #[serde(default, deserialize_with = "wire::rows")]
    pub by_model: Vec<ModelUsage>,
    /// By day and model, as Venice adds them up: its documents don't agree whether that is US
    /// dollars and Diem together or Diem alone, so write no bills from it. Only the most expensive
    /// 50 models have a series of their own, the others share `Other`.
    #[serde(default, deserialize_with = "wire::rows")]
    pub by_model_daily: Vec<DailySeries>,
    /// The part of it in US dollars. An older server leaves it out.
    #[serde(default, deserialize_with = "wire::rows")]
    pub by_model_daily_usd: Vec<DailySeries>,
    /// The models that have a series of their own; at the end, `Other` if there are more.
    #[serde(default, deserialize_with = "names")]
    pub top_models: Vec<String>,
    /// By key, deleted ones included.
    #[serde(default, deserialize_with = "wire::rows")]
    pub by_key: Vec<KeyUsage>,
    /// By day and key, each under its name, added up and cut as in `by_model_daily`.
    #[serde(default, deserialize_with = "wire::rows")]
    pub by_key_daily: Vec<DailySeries>,
    /// The part of it in US dollars. An older server leaves it out.
    #[serde(default, deserialize_with = "wire::rows")]
    pub by_key_daily_usd: Vec<DailySeries>,
    /// The names of the keys that have a series of their own; at the end, `Other` if there are
    /// more.
    #[serde(default, deserialize_with = "names")]
    pub top_key_names: Vec<String>,
}

/// What was spent on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DailyUsage {
    /// The day, in UTC.
    #[serde(default, with = "wire::day")]
    pub date: Option<Date>,
    /// US dollars, bundled credits included, earned ones not.
    #[serde(default, alias = "USD", with = "wire::exact")]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(default, alias = "DIEM", with = "wire::exact")]
    pub diem: Option<Decimal>,
}

/// What was spent on one model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ModelUsage {
    /// The model.
    #[serde(default, deserialize_with = "wire::string")]
    pub model_name: Option<String>,
    /// What its use is counted in.
    #[serde(default, deserialize_with = "UsageUnit::read")]
    pub unit_type: Option<UsageUnit>,
    /// What kind of model it is.
    #[serde(default, deserialize_with = "UsageModelType::read")]
    pub model_type: Option<UsageModelType>,
    /// US dollars, bundled credits included, earned ones not.
    #[serde(default, with = "wire::exact")]
    pub total_usd: Option<Decimal>,
    /// Diem.
    #[serde(default, with = "wire::exact")]
    pub total_diem: Option<Decimal>,
    /// How many units.
    #[serde(default, with = "wire::exact")]
    pub total_units: Option<Decimal>,
    /// The parts, if there is more than one kind of token.
    #[serde(default, deserialize_with = "wire::rows")]
    pub breakdown: Vec<UsageBreakdown>,
}

/// What was spent on one kind of token of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UsageBreakdown {
    /// The kind.
    #[serde(rename = "type", default, deserialize_with = "wire::string")]
    pub type_: Option<String>,
    /// US dollars, bundled credits included, earned ones not.
    #[serde(default, alias = "USD", with = "wire::exact")]
    pub usd: Option<Decimal>,
    /// Diem.
    #[serde(default, alias = "DIEM", with = "wire::exact")]
    pub diem: Option<Decimal>,
    /// How many units.
    #[serde(default, with = "wire::exact")]
    pub units: Option<Decimal>,
}

/// What was spent with one key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct KeyUsage {
    /// The key's id; `None`: no key of the account, but Venice's own app.
    #[serde(default, deserialize_with = "wire::string")]
    pub api_key_id: Option<String>,
    /// The key's description. Venice makes one up for a key without, and adds to one that two keys
    /// share: only the id says which key it is.
    #[serde(default, deserialize_with = "wire::string")]
    pub description: Option<String>,
    /// US dollars, bundled credits included, earned ones not.
    #[serde(default, with = "wire::exact")]
    pub total_usd: Option<Decimal>,
    /// Diem.
    #[serde(default, with = "wire::exact")]
    pub total_diem: Option<Decimal>,
    /// How many units, of all kinds together.
    #[serde(default, with = "wire::exact")]
    pub total_units: Option<Decimal>,
}

/// What was spent on one day, series by series.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DailySeries {
    /// The day, in UTC. `None`: the server sent none that can be read.
    #[serde(with = "wire::day")]
    pub date: Option<Date>,
    /// The amounts by the series' names.
    #[serde(serialize_with = "series::write")]
    pub values: BTreeMap<String, Decimal>,
}

/// Names are no amounts: one that is none is left out.
fn names<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    wire::list(from).map(Option::unwrap_or_default)
}

impl Client {
    /// Returns what was spent in a period, summed up by day, by model and by key. Needs an ADMIN
    /// key.
    ///
    /// What earned credits paid for is in none of the sums, so they can be less than what was used.
    /// Venice calls this endpoint a beta and renews its sums every ten minutes. At most 10,000 keys
    /// or models can be read.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: the period breaks a rule; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `server_error`: among others, the period is too long for Venice to sum up in time: ask for
    ///   a shorter one.
    /// * `bad_response`: an amount or a row can't be read. None is left out silently.
    pub fn usage_analytics(&self, period: &AnalyticsPeriod) -> Result<UsageAnalytics, Error> {
        let path = format!("/billing/usage-analytics{}", period.query()?);
        self.read_bare_object(&Call::get(Operation::UsageAnalytics, path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::perform::read_bare;
    use crate::transport::{Response, ResponseBody};

    fn read(json: &str) -> Result<UsageAnalytics, Error> {
        let call = Call::get(Operation::UsageAnalytics, "/billing/usage-analytics".into());
        let response = Response::of_body(ResponseBody::new(json.as_bytes().to_vec()));
        read_bare(&call, &response)
    }

    #[test]
    fn analytics_are_read_as_they_are_sent() {
        let read = read(
            r#"{"lookback":"7d","byDate":[{"date":"2026-06-15","USD":1.25,"DIEM":"-0.5"}],
            "byModel":[{"modelName":"m","unitType":"tokens","modelType":null,"totalUsd":1e-9,
            "totalDiem":0,"totalUnits":5,
            "breakdown":[{"type":"input","usd":1,"diem":2,"units":3}]}],
            "byModelDaily":[{"date":1704067200000,"m":1}],"topModels":["m","Other"],
            "byKey":[{"apiKeyId":null,"description":"Web App","totalUsd":2}],
            "byKeyDaily":null,"topKeyNames":["Web App"],"new":{}}"#,
        );
        let read = read.unwrap();
        let day = &read.by_date[0];
        assert_eq!(day.date.unwrap().to_string(), "2026-06-15");
        let amounts = [day.usd, day.diem, read.by_model[0].total_usd];
        let texts = amounts.map(|amount| amount.unwrap().normalize().to_string());
        assert_eq!(texts, ["1.25", "-0.5", "0.000000001"]);
        assert_eq!(read.by_model[0].unit_type, Some(UsageUnit::Tokens));
        assert_eq!(read.by_model[0].breakdown[0].units, Some(3.into()));
        assert_eq!(
            (&read.by_key[0].api_key_id, read.by_key_daily.len()),
            (&None, 0)
        );
        assert_eq!(read.top_models, ["m", "Other"]);
    }

    #[test]
    fn no_sum_is_short_of_a_row_that_cant_be_read() {
        for json in [
            "{}",
            "[]",
            r#"{"byDate":{}}"#,
            r#"{"byDate":[[]]}"#,
            r#"{"byDate":[null]}"#,
            r#"{"byDate":[{"USD":"much"}]}"#,
            r#"{"byDate":[],"byKey":[{"totalUsd":{}}]}"#,
            r#"{"byDate":[],"byKey":["key"]}"#,
            r#"{"byDate":[],"byModel":[{"breakdown":[5]}]}"#,
            r#"{"byDate":[],"byKeyDaily":"none"}"#,
        ] {
            let error = read(json).expect_err(json);
            assert_eq!(error.code(), crate::ErrorCode::BadResponse);
        }
    }

    #[test]
    fn a_period_is_days_or_two_dates() {
        let new = AnalyticsPeriod::new;
        let day = |text: &str| text.parse::<Date>().unwrap();
        let dates = |start, end| new().start_date(day(start)).end_date(day(end));
        for (period, query) in [
            (new(), ""),
            (new().lookback_days(1), "?lookback=1d"),
            (new().lookback_days(90), "?lookback=90d"),
            (
                dates("2026-02-01", "2026-02-01"),
                "?startDate=2026-02-01&endDate=2026-02-01",
            ),
            (
                dates("2026-01-01", "2026-03-31"),
                "?startDate=2026-01-01&endDate=2026-03-31",
            ),
        ] {
            assert_eq!(period.query().unwrap(), query);
        }
        for (period, field) in [
            (new().lookback_days(0), "lookback"),
            (new().lookback_days(91), "lookback"),
            (
                dates("2026-02-01", "2026-02-01").lookback_days(1),
                "lookback",
            ),
            (new().end_date(day("2026-02-01")), "startDate"),
            (new().start_date(day("2026-02-01")), "endDate"),
            (dates("2026-02-02", "2026-02-01"), "endDate"),
            (dates("2026-01-01", "2026-04-01"), "endDate"),
            (dates("0000-01-01", "0000-01-02"), "startDate"),
        ] {
            let error = period.query().expect_err(field);
            assert_eq!(error.issues()[0].field, field);
        }
    }
}
