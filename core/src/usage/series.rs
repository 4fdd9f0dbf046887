//! How [`DailySeries`] looks on the wire: `{date: <Unix time in ms>, "<series>": amount, …}`. Its
//! names are those of models and keys, and a key can be called `date`.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::DailySeries;
use crate::wire;

/// An amount; `None`: null.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
struct Amount(#[serde(with = "wire::exact")] Option<Decimal>);

pub(super) fn write<S: Serializer>(
    values: &BTreeMap<String, Decimal>,
    to: S,
) -> Result<S::Ok, S::Error> {
    let written = values
        .iter()
        .map(|(name, value)| (name, Amount(Some(*value))));
    to.collect_map(written)
}

impl<'de> Deserialize<'de> for DailySeries {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Series;
        impl<'de> Visitor<'de> for Series {
            type Value = DailySeries;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DailySeries, A::Error> {
                let mut series = DailySeries::default();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    if series.values.len() > wire::LONGEST_LIST {
                        return Err(wire::too_long());
                    }
                    series.take(name, value.get()).map_err(wire::again)?;
                }
                Ok(series)
            }
        }
        from.deserialize_map(Series)
    }
}

impl DailySeries {
    fn take(&mut self, name: String, json: &str) -> serde_json::Result<()> {
        if name == "date" && self.date.is_none() {
            self.date = day(json);
            if self.date.is_some() || json == "null" {
                return Ok(());
            }
        }
        // Not Venice's form, but the one that this is written in.
        if name == "values" && json.starts_with('{') {
            let values: BTreeMap<String, Amount> = serde_json::from_str(json)?;
            let known = values
                .into_iter()
                .filter_map(|(name, Amount(value))| Some((name, value?)));
            self.values.extend(known);
        } else if let Amount(Some(value)) = serde_json::from_str(json)? {
            self.values.insert(name, value);
        }
        Ok(())
    }
}

/// The day that `date` names. A number that is no time of Venice's is the amount of a series of
/// that name, which took its place.
fn day(json: &str) -> Option<Date> {
    const VENICE_BEGAN: i64 = 1_577_836_800_000; // 2020, and earlier than that
    if let Ok(text) = serde_json::from_str::<&str>(json) {
        return wire::day::parse(text);
    }
    let milliseconds = json.parse::<i64>().ok()?;
    let time = Timestamp::from_millisecond(milliseconds).ok()?;
    wire::day::of(time).filter(|_| milliseconds >= VENICE_BEGAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> serde_json::Result<DailySeries> {
        serde_json::from_str(json)
    }

    #[test]
    fn a_series_has_its_day_and_its_amounts() {
        let series = r#"{"date":1704067200000,"llama":0.25,"b":"6.6e-7","values":1,"none":null}"#;
        let series = read(series).unwrap();
        assert_eq!(series.date.unwrap().to_string(), "2024-01-01");
        let written = serde_json::to_string(&series).unwrap();
        let form = concat!(
            r#"{"date":"2024-01-01","values":"#,
            r#"{"b":"0.00000066","llama":"0.25","values":"1"}}"#
        );
        assert_eq!(written, form);
        assert_eq!(read(&written).unwrap(), series);
    }

    #[test]
    fn a_series_called_date_costs_nothing_but_the_day() {
        for (json, day, amount) in [
            (r#"{"date":1704067200000,"date":3.5}"#, true, "3.5"),
            (r#"{"date":3,"a":1}"#, false, "3"),
            (r#"{"date":"3.5"}"#, false, "3.5"),
        ] {
            let series = read(json).unwrap();
            assert_eq!(series.date.is_some(), day, "{json}");
            assert_eq!(series.values["date"].to_string(), amount, "{json}");
        }
    }

    #[test]
    fn an_amount_that_cant_be_read_is_an_error() {
        let many: Vec<_> = (0..20_000).map(|at| format!(r#""{at}":1"#)).collect();
        for json in [
            r#"{"date":"soon"}"#,
            r#"{"date":1704067200000,"a":"much"}"#,
            r#"{"a":true}"#,
            r#"{"values":{"a":[]}}"#,
            "[]",
            &format!("{{{}}}", many.join(",")),
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }
}
