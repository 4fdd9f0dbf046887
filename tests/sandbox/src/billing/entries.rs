//! What was spent, entry by entry, in the order of its time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use crate::clock::iso;
use crate::money::{Digits, Money};

/// The currencies that can be asked for.
pub(crate) const CURRENCIES: [&str; 4] = ["USD", "DIEM", "BUNDLED_CREDITS", "EARNED_CREDITS"];

/// One entry, as JSON shows it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(super) amount: Digits,
    pub(super) currency: String,
    pub(super) inference_details: Option<InferenceDetails>,
    pub(super) notes: String,
    pub(super) price_per_unit_usd: Digits,
    pub(super) sku: String,
    #[serde(serialize_with = "time")]
    pub(super) timestamp: i64,
    pub(super) units: Digits,
    /// In no document, but seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) api_key_id: Option<String>,
    #[serde(skip)]
    shown: Shown,
}

fn time<S: Serializer>(ms: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso(*ms))
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct InferenceDetails {
    #[serde(default)]
    pub(super) completion_tokens: Option<u64>,
    #[serde(default)]
    pub(super) inference_execution_time: Option<u64>,
    #[serde(default)]
    pub(super) prompt_tokens: Option<u64>,
    pub(super) request_id: String,
}

/// From when on something booked late is seen: by the clock, and after so many reads.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shown {
    pub(crate) at: Option<i64>,
    pub(crate) after_reads: u64,
}

impl Shown {
    pub(crate) fn is_seen(self, now: i64, reads: u64) -> bool {
        self.at.is_none_or(|at| at <= now) && self.after_reads <= reads
    }
}

/// An entry as the control API gives it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Seed {
    timestamp: Option<String>,
    #[serde(default = "sku")]
    sku: String,
    #[serde(default = "one")]
    units: Digits,
    #[serde(default = "one")]
    price_per_unit_usd: Digits,
    #[serde(default = "minus_one")]
    amount: Digits,
    #[serde(default = "diem")]
    currency: String,
    #[serde(default = "notes")]
    notes: String,
    inference_details: Option<InferenceDetails>,
    api_key_id: Option<String>,
    shown_after_ms: Option<i64>,
    #[serde(default)]
    shown_after_reads: u64,
}

fn sku() -> String {
    "sandbox-text-llm-output-mtoken".to_owned()
}

fn diem() -> String {
    "DIEM".to_owned()
}

fn notes() -> String {
    "API Inference".to_owned()
}

fn one() -> Digits {
    Money::of(1, 0).into()
}

fn minus_one() -> Digits {
    Money::of(-1, 0).into()
}

impl Seed {
    /// Err with the time that is none.
    pub(super) fn entry(self, now: i64, reads: u64) -> Result<Entry, String> {
        let timestamp = match &self.timestamp {
            None => now,
            Some(text) => super::read_time(text)?,
        };
        Ok(Entry {
            amount: self.amount,
            currency: self.currency,
            inference_details: self.inference_details,
            notes: self.notes,
            price_per_unit_usd: self.price_per_unit_usd,
            sku: self.sku,
            timestamp,
            units: self.units,
            api_key_id: self.api_key_id,
            shown: Shown {
                at: self.shown_after_ms.map(|ms| now.saturating_add(ms)),
                after_reads: reads + self.shown_after_reads,
            },
        })
    }
}

/// Entries that are worked out when they are looked at, so that a million cost nothing: two to a
/// request, for its input and its output.
#[derive(Clone, Debug)]
pub(crate) struct Series {
    pub(super) first: i64,
    /// From one time to the next.
    pub(super) every_ms: i64,
    /// How many have the same time.
    pub(super) at_once: u64,
    pub(super) count: u64,
    pub(super) currency: Option<String>,
}

impl Series {
    fn time(&self, n: u64) -> i64 {
        let step = i64::try_from(n / self.at_once.max(1)).unwrap_or(i64::MAX);
        self.first
            .saturating_add(step.saturating_mul(self.every_ms))
    }

    /// Every fourth request was paid in dollars, if nothing else was asked for.
    fn currency(&self, n: u64) -> &str {
        match &self.currency {
            Some(currency) => currency,
            None if n / 2 % 4 == 3 => "USD",
            None => "DIEM",
        }
    }

    fn entry(&self, n: u64) -> Entry {
        let tokens = n % 9973 + 1;
        let (kind, price) = match n % 2 {
            0 => ("input", 66),
            _ => ("output", 280),
        };
        // Tokens are priced by the million: down to 6.6e-7 dollars.
        let amount = Money::of(-i128::from(tokens) * price, 8);
        Entry {
            amount: amount.into(),
            currency: self.currency(n).to_owned(),
            inference_details: Some(InferenceDetails {
                completion_tokens: Some(tokens),
                inference_execution_time: Some(n % 5000),
                prompt_tokens: Some(tokens),
                request_id: format!("chatcmpl-{:032x}", n / 2),
            }),
            notes: notes(),
            price_per_unit_usd: Money::of(price, 2).into(),
            sku: format!("sandbox-text-llm-{kind}-mtoken"),
            timestamp: self.time(n),
            units: Money::of(i128::from(tokens), 6).into(),
            api_key_id: None,
            shown: Shown::default(),
        }
    }

    /// The number of the first entry that isn't before `from`.
    fn place(&self, base: u64, from: Position) -> u64 {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            if (self.time(middle), base + middle) < (from.time, from.number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// A place between entries: time, then the order in which they were booked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Position {
    pub(super) time: i64,
    pub(super) number: u64,
}

impl Position {
    pub(super) const START: Self = Self {
        time: i64::MIN,
        number: 0,
    };

    pub(super) fn at(time: i64) -> Self {
        Self { time, number: 0 }
    }
}

/// Every entry there is.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    booked: BTreeMap<(i64, u64), Entry>,
    series: Vec<(u64, Series)>,
    /// The number of the next one.
    next: u64,
}

impl Entries {
    pub(super) fn book(&mut self, entry: Entry) {
        self.booked.insert((entry.timestamp, self.next), entry);
        self.next += 1;
    }

    pub(super) fn add(&mut self, series: Series) {
        let base = self.next;
        self.next += series.count;
        self.series.push((base, series));
    }

    pub(super) fn clear(&mut self) {
        self.booked.clear();
        self.series.clear();
    }

    /// Up to `most` entries from `from` on and before `end`; and if there are more, the position
    /// right behind the last of them.
    pub(super) fn page(
        &self,
        from: Position,
        end: Option<i64>,
        currency: Option<&str>,
        most: usize,
        is_seen: impl Fn(Shown) -> bool,
    ) -> (Vec<Cow<'_, Entry>>, Option<Position>) {
        let mut booked = self
            .booked
            .range((from.time, from.number)..)
            .filter(|(_, entry)| is_seen(entry.shown))
            .filter(|(_, entry)| currency.is_none_or(|wanted| wanted == entry.currency))
            .peekable();
        let mut series: Vec<_> = self
            .series
            .iter()
            .map(|(base, series)| {
                let place = series.place(*base, from);
                let wanted =
                    move |n: &u64| currency.is_none_or(|wanted| wanted == series.currency(*n));
                (
                    *base,
                    series,
                    (place..series.count).filter(wanted).peekable(),
                )
            })
            .collect();
        let (mut page, mut behind) = (Vec::new(), from);
        loop {
            // The earliest of what each has next.
            let first = series
                .iter_mut()
                .enumerate()
                .filter_map(|(which, (base, series, numbers))| {
                    let n = *numbers.peek()?;
                    Some(((series.time(n), *base + n), Some(which)))
                })
                .chain(booked.peek().map(|(key, _)| (**key, None)))
                .min();
            let Some(((time, number), which)) = first else {
                return (page, None);
            };
            if end.is_some_and(|end| time >= end) {
                return (page, None);
            }
            if page.len() == most {
                return (page, Some(behind));
            }
            let taken = match which {
                None => booked.next().map(|(_, entry)| Cow::Borrowed(entry)),
                Some(which) => {
                    let (_, series, numbers) = &mut series[which];
                    numbers.next().map(|n| Cow::Owned(series.entry(n)))
                }
            };
            page.extend(taken);
            let number = number + 1;
            behind = Position { time, number };
        }
    }
}
