//! `GET /billing/usage-analytics`: what was spent, summed by day, by model and by key.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::period::{Period, date, unix_ms};
use crate::api::Call;
use crate::query::Query;
use crate::response::Response;
use crate::state::State;

/// Models or keys that have a name of their own in the daily figures.
const NAMED: usize = 50;
const CACHED_MS: i64 = 10 * 60 * 1000;

/// What was spent on one day, on one model, by one key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Spending {
    date: String,
    #[serde(default = "model")]
    model: String,
    #[serde(default = "tokens")]
    unit_type: String,
    #[serde(default = "llm")]
    model_type: Value,
    /// The part of the model's price: `input`, `output`.
    #[serde(default = "output", rename = "type")]
    part: String,
    /// Null: the web app.
    api_key_id: Option<String>,
    #[serde(default)]
    usd: f64,
    #[serde(default)]
    bundled_credits: f64,
    /// In no total of the answer.
    #[serde(default, rename = "earnedCredits")]
    _earned_credits: f64,
    #[serde(default)]
    diem: f64,
    #[serde(default)]
    units: f64,
}

fn model() -> String {
    "sandbox-text".to_owned()
}

fn tokens() -> String {
    "tokens".to_owned()
}

fn llm() -> Value {
    json!("LLM")
}

fn output() -> String {
    "output".to_owned()
}

impl Spending {
    pub(super) fn check(&self) -> Result<(), String> {
        date(&self.date)
            .map(drop)
            .ok_or_else(|| format!("not a date: {}", self.date))
    }

    fn amounts(&self) -> Amounts {
        Amounts {
            usd: self.usd + self.bundled_credits,
            diem: self.diem,
            units: self.units,
        }
    }
}

#[derive(Clone, Copy, Default)]
struct Amounts {
    usd: f64,
    diem: f64,
    units: f64,
}

impl Amounts {
    fn add(&mut self, other: Self) {
        self.usd += other.usd;
        self.diem += other.diem;
        self.units += other.units;
    }

    fn money(self) -> f64 {
        self.usd + self.diem
    }
}

/// Answers of the last ten minutes, by period.
#[derive(Debug, Default)]
pub(crate) struct Cache(HashMap<String, (i64, Value)>);

pub(crate) fn analytics(state: &mut State, call: &Call<'_>) -> Response {
    let now = state.clock.now();
    let period = match Period::read(Query::of(call), now) {
        Ok(period) => period,
        Err(refused) => return refused,
    };
    let cached = state.billing.analytics.0.get(&period.name);
    if let Some((made, answer)) = cached
        && now - made < CACHED_MS
    {
        return Response::json(200, answer);
    }
    let answer = summed(state, &period);
    let response = Response::json(200, &answer);
    let cache = &mut state.billing.analytics.0;
    cache.insert(period.name, (now, answer));
    response
}

/// Whole numbers without a point, as JavaScript writes them.
fn number(amount: f64) -> Value {
    match amount.fract() == 0.0 && amount.abs() < 1e15 {
        true => json!(amount as i64),
        false => json!(amount),
    }
}

fn summed(state: &State, period: &Period) -> Value {
    let spent: Vec<_> = state
        .billing
        .spending
        .iter()
        .filter_map(|spending| Some((date(&spending.date)?, spending)))
        .filter(|(day, _)| (period.first..=period.last).contains(day))
        .collect();

    let mut days: BTreeMap<Date, Amounts> =
        period.days().map(|day| (day, Amounts::default())).collect();
    for (day, spending) in &spent {
        days.entry(*day).or_default().add(spending.amounts());
    }
    let by_date: Vec<_> = days
        .iter()
        .map(|(day, sum)| {
            json!({"date": day.to_string(), "USD": number(sum.usd), "DIEM": number(sum.diem)})
        })
        .collect();

    let models = Grouped::of(&spent, |spending| spending.model.clone());
    let names = key_names(state, &spent);
    let keys = Grouped::of(&spent, |spending| names[&spending.api_key_id].clone());
    let by_key: Vec<_> = keys
        .groups
        .iter()
        .map(|(name, sum, parts)| {
            json!({
                "apiKeyId": parts.first().and_then(|(_, part)| part.api_key_id.clone()),
                "description": name, "totalUsd": number(sum.usd),
                "totalDiem": number(sum.diem), "totalUnits": number(sum.units),
            })
        })
        .collect();
    json!({
        "lookback": period.name,
        "byDate": by_date,
        "byModel": models.groups.iter().map(by_model).collect::<Vec<_>>(),
        "byModelDaily": models.daily(period, Amounts::money),
        "byModelDailyUsd": models.daily(period, |sum| sum.usd),
        "topModels": models.top(),
        "byKey": by_key,
        "byKeyDaily": keys.daily(period, Amounts::money),
        "byKeyDailyUsd": keys.daily(period, |sum| sum.usd),
        "topKeyNames": keys.top(),
    })
}

type Spent<'a> = (Date, &'a Spending);
type Group<'a> = (String, Amounts, Vec<Spent<'a>>);

/// Spending by name, the highest first.
struct Grouped<'a> {
    groups: Vec<Group<'a>>,
}

impl<'a> Grouped<'a> {
    fn of(spent: &[Spent<'a>], name: impl Fn(&Spending) -> String) -> Self {
        let mut by_name: BTreeMap<String, (Amounts, Vec<Spent<'a>>)> = BTreeMap::new();
        for (day, spending) in spent {
            let (sum, parts) = by_name.entry(name(spending)).or_default();
            sum.add(spending.amounts());
            parts.push((*day, spending));
        }
        let mut groups: Vec<_> = by_name
            .into_iter()
            .map(|(name, (sum, parts))| (name, sum, parts))
            .collect();
        groups.sort_by(|(_, a, _), (_, b, _)| b.money().total_cmp(&a.money()));
        Self { groups }
    }

    fn top(&self) -> Vec<&str> {
        let named = self.groups.iter().take(NAMED).map(|(name, ..)| &name[..]);
        let other = (self.groups.len() > NAMED).then_some("Other");
        named.chain(other).collect()
    }

    /// A row for each day: its time, and what was spent under each name.
    fn daily(&self, period: &Period, of: impl Fn(Amounts) -> f64) -> Vec<Value> {
        period
            .days()
            .map(|day| {
                let mut row = Map::new();
                row.insert("date".to_owned(), json!(unix_ms(day)));
                let mut sums: BTreeMap<&str, Amounts> = self
                    .top()
                    .into_iter()
                    .map(|name| (name, Amounts::default()))
                    .collect();
                for (place, (name, _, parts)) in self.groups.iter().enumerate() {
                    let name = if place < NAMED { &name[..] } else { "Other" };
                    for (_, spending) in parts.iter().filter(|(on, _)| *on == day) {
                        sums.entry(name).or_default().add(spending.amounts());
                    }
                }
                for (name, sum) in sums {
                    row.insert(name.to_owned(), number(of(sum)));
                }
                Value::Object(row)
            })
            .collect()
    }
}

fn by_model((name, sum, parts): &Group<'_>) -> Value {
    let mut by_part: BTreeMap<&str, Amounts> = BTreeMap::new();
    for (_, spending) in parts {
        let part = by_part.entry(&spending.part).or_default();
        part.add(spending.amounts());
    }
    let first = parts.first().map(|(_, first)| *first);
    let mut model = json!({
        "modelName": name,
        "unitType": first.map(|first| &first.unit_type),
        "modelType": first.map(|first| &first.model_type),
        "totalUsd": number(sum.usd), "totalDiem": number(sum.diem),
        "totalUnits": number(sum.units),
    });
    if by_part.len() > 1 {
        let parts = by_part.iter().map(|(part, sum)| {
            json!({
                "type": part, "usd": number(sum.usd), "diem": number(sum.diem),
                "units": number(sum.units),
            })
        });
        model["breakdown"] = parts.collect();
    }
    model
}

/// What each key is called: names that two have say which is which.
fn key_names(state: &State, spent: &[Spent<'_>]) -> BTreeMap<Option<String>, String> {
    let plain: BTreeMap<_, _> = spent
        .iter()
        .map(|(_, spending)| (spending.api_key_id.clone(), plain_name(state, spending)))
        .collect();
    let is_shared = |name: &str| plain.values().filter(|other| *other == name).count() > 1;
    let named = |(id, name): (&Option<String>, &String)| {
        let name = match id {
            Some(id) if is_shared(name) => format!("{name} (...{})", last_six(id)),
            _ => name.clone(),
        };
        (id.clone(), name)
    };
    plain.iter().map(named).collect()
}

fn plain_name(state: &State, spending: &Spending) -> String {
    let Some(id) = &spending.api_key_id else {
        return "Web App".to_owned();
    };
    let key = state.by_id.get(id).and_then(|place| state.keys.get(*place));
    let description = key.map(|key| key.description()).unwrap_or_default();
    match description {
        "" => format!("Key ...{}", last_six(id)),
        description => description.to_owned(),
    }
}

fn last_six(id: &str) -> &str {
    &id[id.len().saturating_sub(6)..]
}
