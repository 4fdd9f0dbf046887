//! The days that usage analytics are about.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan};
use serde_json::json;

use crate::clock::{iso, parse_strict};
use crate::issues::Issues;
use crate::query::Query;
use crate::response::Response;

const MOST_DAYS: i64 = 90;

/// Days, both included.
pub(super) struct Period {
    pub(super) name: String,
    pub(super) first: Date,
    pub(super) last: Date,
}

impl Period {
    pub(super) fn read(mut query: Query, now: i64) -> Result<Self, Response> {
        let lookback = query.take("lookback");
        let days = match lookback.as_deref().unwrap_or("7d") {
            text if is_lookback(text) => text[..text.len() - 1].parse().unwrap_or(MOST_DAYS),
            _ => {
                let message = "Invalid lookback. Use a number of days, such as 7d";
                query
                    .issues
                    .add(&[json!("lookback")], "invalid_string", message);
                MOST_DAYS
            }
        };
        let mut day = |name: &str| {
            let text = query.take(name)?;
            let day = date(&text);
            if day.is_none() {
                let message = "Invalid date. Use YYYY-MM-DD";
                query.issues.add(&[json!(name)], "invalid_string", message);
            }
            day
        };
        let (start, end) = (day("startDate"), day("endDate"));
        query.finish()?;
        let refused = |message: &str| Err(Issues::one("endDate", "custom", message).response());
        match (start, end) {
            (Some(first), Some(last)) if last < first => {
                refused("endDate must not be before startDate")
            }
            (Some(first), Some(last)) if days_between(first, last) >= MOST_DAYS => {
                refused("The period must not be longer than 90 days")
            }
            (Some(first), Some(last)) => Ok(Self {
                name: format!("{first}:{last}"),
                first,
                last,
            }),
            // One alone says nothing.
            _ => {
                let days = days.min(MOST_DAYS);
                let last = date(&iso(now)[..10]).unwrap_or(Date::ZERO);
                Ok(Self {
                    name: format!("{days}d"),
                    first: last.saturating_sub(Span::new().days(days - 1)),
                    last,
                })
            }
        }
    }

    pub(super) fn days(&self) -> impl Iterator<Item = Date> + use<> {
        let last = self.last;
        self.first
            .series(1.day())
            .take_while(move |day| *day <= last)
    }
}

/// `^[1-9]\d*d$`
fn is_lookback(text: &str) -> bool {
    let digits = text.strip_suffix('d').unwrap_or_default();
    digits.bytes().all(|b| b.is_ascii_digit()) && digits.bytes().next().is_some_and(|b| b != b'0')
}

pub(super) fn date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| parse_strict(text))??;
    text.parse().ok()
}

fn days_between(first: Date, last: Date) -> i64 {
    first.duration_until(last).as_hours().div_euclid(24)
}

pub(super) fn unix_ms(day: Date) -> i64 {
    let midnight = day.to_zoned(TimeZone::UTC);
    midnight.map_or(0, |midnight| midnight.timestamp().as_millisecond())
}
