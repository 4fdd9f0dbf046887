//! [`Remaining`]: what a key's caps leave it to spend.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{ApiKey, LimitPeriod, PeriodUsage};
use crate::wire;

/// What a key's caps leave it to spend in its present limit period: each cap less what was spent,
/// and never less than zero. It says nothing about the account's balance, which may be less.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Remaining {
    /// US dollars; `None`: the key has no cap on them.
    #[serde(default, with = "wire::money")]
    pub usd: Option<Decimal>,
    /// Diem; `None`: the key has no cap on them.
    #[serde(default, with = "wire::money")]
    pub diem: Option<Decimal>,
    /// When the next limit period begins, and the caps are whole again, by the server's clock.
    /// `None`: never, as the period is `LIFETIME`; or the server didn't say its time, or the period
    /// is one that this version doesn't know.
    #[serde(default, with = "wire::time")]
    pub starts_anew_at: Option<Timestamp>,
    /// Whether less may be left than is said here: Venice counts earned credits against a cap in US
    /// dollars, and doesn't show how many were spent.
    #[serde(default)]
    pub is_upper_bound: bool,
}

impl ApiKey {
    /// The key with what remains to it, as it was when the server said that it is `now`.
    pub(crate) fn seen_at(mut self, now: Option<Timestamp>) -> Self {
        self.remaining = self.caps_leave(now);
        self
    }

    /// Absent where what was spent of a cap isn't known: that must never look like no cap.
    fn caps_leave(&self, now: Option<Timestamp>) -> Option<Remaining> {
        let caps = &self.consumption_limits;
        let spent = self.current_period_usage.as_ref();
        let usd = left(caps.usd, spent.and_then(|PeriodUsage { usd, .. }| *usd))?;
        let diem_cap = caps.diem.or(caps.vcu);
        let diem = left(diem_cap, spent.and_then(|PeriodUsage { diem, .. }| *diem))?;
        Some(Remaining {
            usd,
            diem,
            starts_anew_at: now
                .zip(self.limit_period.as_ref())
                .and_then(|(now, period)| period.after(now)),
            is_upper_bound: usd.is_some_and(|left| !left.is_zero()),
        })
    }
}

/// What is left of a cap: nothing to say of none; absent where it can't be known.
fn left(cap: Option<Decimal>, spent: Option<Decimal>) -> Option<Option<Decimal>> {
    match (cap, spent) {
        (None, _) => Some(None),
        // Whatever was spent of it.
        (Some(cap), _) if cap.is_zero() => Some(Some(cap)),
        (Some(cap), spent) => {
            let left = cap.checked_sub(spent?)?;
            Some(Some(left.max(Decimal::ZERO)))
        }
    }
}

impl LimitPeriod {
    /// When the period after that of `now` begins.
    fn after(&self, now: Timestamp) -> Option<Timestamp> {
        let today = now.to_zoned(TimeZone::UTC).date();
        let next = match self {
            Self::Epoch => today.tomorrow().ok()?,
            Self::Month => first_of_next_month(today)?,
            Self::Lifetime | Self::Other(_) => return None,
        };
        let midnight = next.to_zoned(TimeZone::UTC).ok()?;
        Some(midnight.timestamp())
    }
}

fn first_of_next_month(day: Date) -> Option<Date> {
    day.last_of_month().tomorrow().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2026-12-31T23:59:59.5Z";

    /// A key of that JSON, seen at [`NOW`].
    fn remaining(json: &str) -> Option<Remaining> {
        let key: ApiKey = serde_json::from_str(json).unwrap();
        key.seen_at(Some(NOW.parse().unwrap())).remaining
    }

    fn amount(text: &str) -> Option<Decimal> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_cap_less_what_was_spent_is_left_and_never_less_than_nothing() {
        let left = remaining(
            r#"{"id":"k","consumptionLimits":{"usd":50,"diem":1.5,"vcu":1.5},"limitPeriod":"MONTH",
                "currentPeriodUsage":{"usd":"12.2500","diem":"2.0000"}}"#,
        );
        let left = left.unwrap();
        assert_eq!((left.usd, left.diem), (amount("37.75"), amount("0")));
        assert!(left.is_upper_bound);
        assert_eq!(left.starts_anew_at, "2027-01-01T00:00:00Z".parse().ok());
    }

    #[test]
    fn what_cannot_be_known_is_never_shown_as_no_cap() {
        for (usage, why) in [
            ("", "an update's result doesn't say what was spent"),
            (r#","currentPeriodUsage":null"#, "nothing said"),
            (
                r#","currentPeriodUsage":{"diem":"1"}"#,
                "of the other currency",
            ),
            (r#","currentPeriodUsage":{"usd":"much"}"#, "unreadable"),
        ] {
            let json = format!(r#"{{"id":"k","consumptionLimits":{{"usd":5}}{usage}}}"#);
            assert_eq!(remaining(&json), None, "{why}");
        }
        let former = r#"{"id":"k","consumptionLimits":{"vcu":5}}"#;
        assert_eq!(
            remaining(former),
            None,
            "a cap by Diem's former name is one"
        );
    }

    #[test]
    fn a_cap_of_nothing_leaves_nothing_whatever_was_spent() {
        let left = remaining(r#"{"id":"k","consumptionLimits":{"usd":0}}"#).unwrap();
        assert_eq!((left.usd, left.diem), (amount("0"), None));
        assert!(!left.is_upper_bound, "it can't be less");
    }

    #[test]
    fn no_cap_leaves_nothing_to_say() {
        let left = remaining(r#"{"id":"k","limitPeriod":"EPOCH"}"#).unwrap();
        assert_eq!(
            (left.usd, left.diem, left.is_upper_bound),
            (None, None, false)
        );
    }

    #[test]
    fn periods_begin_by_the_servers_utc_day_and_month() {
        let after = |period: &str, now: &str| LimitPeriod::from(period).after(now.parse().unwrap());
        let time = |text: &str| Some(text.parse::<Timestamp>().unwrap());
        let leap = "2028-02-28T00:00:00Z";
        assert_eq!(after("EPOCH", leap), time("2028-02-29T00:00:00Z"));
        assert_eq!(after("MONTH", leap), time("2028-03-01T00:00:00Z"));
        assert_eq!(
            after("MONTH", "2026-12-01T00:00:00Z"),
            time("2027-01-01T00:00:00Z")
        );
        assert_eq!(after("LIFETIME", leap), None);
        assert_eq!(after("WEEK", leap), None);
        let key: ApiKey = serde_json::from_str(r#"{"id":"k","limitPeriod":"EPOCH"}"#).unwrap();
        assert_eq!(key.seen_at(None).remaining.unwrap().starts_anew_at, None);
    }
}
