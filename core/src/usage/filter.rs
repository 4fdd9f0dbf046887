//! [`UsageFilter`]: which entries of the usage history are asked for.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::billing::BillingCurrency;
use crate::check;
use crate::error::Error;
use crate::wire;

/// Which entries of the usage history are asked for, and from where on.
///
/// ```
/// use venice_keys::{BillingCurrency, Timestamp, UsageFilter};
///
/// let october = UsageFilter::new()
///     .start_timestamp("2026-10-01T00:00:00Z".parse::<Timestamp>()?)
///     .end_timestamp("2026-11-01T00:00:00Z".parse::<Timestamp>()?)
///     .currency(BillingCurrency::Usd);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
#[must_use]
pub struct UsageFilter {
    /// Only entries at this time or later. Times count to the millisecond.
    pub start_timestamp: Option<Timestamp>,
    /// Only entries before this time, so that months that share a border have no gap and no
    /// overlap. Later than the start.
    pub end_timestamp: Option<Timestamp>,
    /// Only entries in this currency.
    pub currency: Option<BillingCurrency>,
    /// How many entries a page has: 10 to 1000; Venice's default is 1000. It matters only for
    /// memory and for how much is fetched again after a failure.
    pub page_size: Option<u32>,
    /// Go on from here: the cursor of a [`Page`](crate::Page), or what [`Error::resume`] says. It
    /// stands alone, or with the filter that it came from.
    pub cursor: Option<String>,
}

impl UsageFilter {
    /// Every entry that there is.
    pub fn new() -> Self {
        Self::default()
    }

    /// Leaves out entries before this time.
    pub fn start_timestamp(mut self, start: impl Into<Timestamp>) -> Self {
        self.start_timestamp = Some(start.into());
        self
    }

    /// Leaves out entries at this time or later.
    pub fn end_timestamp(mut self, end: impl Into<Timestamp>) -> Self {
        self.end_timestamp = Some(end.into());
        self
    }

    /// Leaves out entries in other currencies.
    pub fn currency(mut self, currency: impl Into<BillingCurrency>) -> Self {
        self.currency = Some(currency.into());
        self
    }

    /// Sets how many entries a page has.
    pub fn page_size(mut self, entries: u32) -> Self {
        self.page_size = Some(entries);
        self
    }

    /// Goes on from this cursor.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.cursor = Some(cursor.into());
        self
    }

    /// What it selects, if it keeps to the rules.
    pub(super) fn selection(&self) -> Result<Selection, Error> {
        let Self {
            start_timestamp,
            end_timestamp,
            currency,
            page_size,
            cursor: _,
        } = self;
        let selection = Selection {
            start: start_timestamp.map(round_up),
            end: end_timestamp.map(round_up),
            currency: currency
                .as_ref()
                .map(|currency| currency.as_str().to_owned()),
            page_size: *page_size,
        };
        selection.check()?;
        Ok(selection)
    }
}

/// Entries have whole milliseconds, so to the next one both borders stay exactly where they are.
fn round_up(time: Timestamp) -> i64 {
    -(-time.as_nanosecond()).div_euclid(1_000_000) as i64
}

/// What a filter selects, with times in milliseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Selection {
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<i64>,
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub(super) end: Option<i64>,
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub(super) currency: Option<String>,
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub(super) page_size: Option<u32>,
}

impl Selection {
    pub(super) fn check(&self) -> Result<(), Error> {
        let Self {
            start,
            end,
            currency,
            page_size,
        } = self;
        for (field, time) in [("startTimestamp", start), ("endTimestamp", end)] {
            if time.is_some_and(|time| sent(time).is_none()) {
                return Err(Error::input(field, "must be in the years 1 to 9999"));
            }
        }
        if let (Some(start), Some(end)) = (start, end)
            && end <= start
        {
            let rule = "must be later than startTimestamp";
            return Err(Error::input("endTimestamp", rule));
        }
        if let Some(currency) = currency {
            check::known("currency", currency, BillingCurrency::KNOWN)?;
        }
        match page_size {
            Some(0..10 | 1001..) => Err(Error::input("pageSize", "must be 10 to 1000")),
            _ => Ok(()),
        }
    }

    /// Whether it selects all that there is.
    pub(super) fn is_everything(&self) -> bool {
        (&self.start, &self.end, &self.currency) == (&None, &None, &None)
    }

    /// Whether it selects the same entries.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let entries = |of: &Self| (of.start, of.end, of.currency.clone());
        entries(self) == entries(other)
    }
}

/// A time as Venice takes it.
pub(super) fn sent(milliseconds: i64) -> Option<String> {
    let time = Timestamp::from_millisecond(milliseconds).ok()?;
    wire::day::of(time)?;
    Some(wire::time::written(time))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn what_breaks_a_rule_is_refused_by_its_name() {
        let new = UsageFilter::new;
        let noon = time("2026-06-15T12:00:00Z");
        for (filter, field) in [
            (new().page_size(9), "pageSize"),
            (new().page_size(1001), "pageSize"),
            (new().currency("VCU"), "currency"),
            (
                new().start_timestamp(noon).end_timestamp(noon),
                "endTimestamp",
            ),
            (
                new()
                    .start_timestamp(noon)
                    .end_timestamp(time("2026-06-14T12:00:00Z")),
                "endTimestamp",
            ),
            (
                new().start_timestamp(time("-000001-01-01T00:00:00Z")),
                "startTimestamp",
            ),
            (
                new().end_timestamp(time("0000-12-31T00:00:00Z")),
                "endTimestamp",
            ),
        ] {
            let error = filter.selection().expect_err(field);
            assert_eq!(error.issues()[0].field, field);
        }
        for good in [new(), new().page_size(10), new().page_size(1000)] {
            assert!(good.selection().is_ok(), "{good:?}");
        }
    }

    #[test]
    fn borders_between_milliseconds_leave_out_and_let_in_what_they_should() {
        for (text, at) in [
            ("2026-06-15T12:00:00.001Z", "2026-06-15T12:00:00.001Z"),
            ("2026-06-15T12:00:00.000000001Z", "2026-06-15T12:00:00.001Z"),
            ("1969-12-31T23:59:59.9985Z", "1969-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(sent(round_up(time(text))).as_deref(), Some(at), "{text}");
        }
    }
}
