//! How far a walk through the usage history has come: all that the next page needs.
//!
//! Venice's own cursors expire, so a walk also knows the time of the last entry and how many
//! entries of exactly that time came. From these it can begin anew without a gap and without an
//! overlap: entries have no id, but always come in the same order.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use super::filter::{Selection, UsageFilter, sent};
use crate::error::Error;
use crate::transport::encoded;

/// Of a cursor of ours, which may come from anywhere.
const LONGEST: usize = 4096;
/// Of a cursor of Venice's, which documents 512.
pub(super) const LONGEST_OF_VENICE: usize = 1024;
const VERSION: u8 = 1;
/// A server that sends one page without an entry after another would be asked without end.
const MOST_EMPTY: u32 = 100;

/// How far a walk has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Walk {
    /// What is walked through.
    #[serde(flatten)]
    selection: Selection,
    #[serde(flatten)]
    place: Place,
}

/// The place that a walk has reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Place {
    /// Venice's cursor of the next page. Without one, the walk begins anew at `last`.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    venice: Option<String>,
    /// The time of the last entry that came, in milliseconds.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    last: Option<i64>,
    /// How many entries of that time came; those without a time count with the one before them.
    #[serde(rename = "n", default)]
    came: u64,
    /// How many of them the server is still going to send again.
    #[serde(rename = "a", default)]
    again: u64,
    /// How many pages without an entry came one after the other.
    #[serde(rename = "o", default)]
    empty: u32,
    /// Whether a page came.
    #[serde(rename = "b", default)]
    begun: bool,
}

#[derive(Serialize, Deserialize)]
struct Token {
    #[serde(rename = "u")]
    version: u8,
    #[serde(flatten)]
    walk: Walk,
}

impl Walk {
    /// The walk of a filter: from its beginning, or from `cursor`, or from the filter's own.
    pub(crate) fn of(filter: &UsageFilter, cursor: Option<&str>) -> Result<Self, Error> {
        let selection = filter.selection()?;
        let Some(cursor) = cursor.or(filter.cursor.as_deref()) else {
            return Ok(Self {
                selection,
                place: Place::default(),
            });
        };
        let rule = "must be a cursor of venice-keys, or left out";
        let mut walk = Self::read(cursor).ok_or_else(|| Error::input("cursor", rule))?;
        if !selection.is_everything() && !selection.is_same(&walk.selection) {
            let rule = "must come from the same filter, or stand alone";
            return Err(Error::input("cursor", rule));
        }
        walk.selection.page_size = selection.page_size.or(walk.selection.page_size);
        Ok(walk)
    }

    fn read(cursor: &str) -> Option<Self> {
        if cursor.len() > LONGEST {
            return None;
        }
        let json = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let Token { version, walk } = serde_json::from_slice(&json).ok()?;
        let Self { selection, place } = &walk;
        let venice = place.venice.as_deref();
        let is_sound = version == VERSION
            && selection.check().is_ok()
            && venice.is_none_or(is_venices)
            && place.last.is_none_or(|last| sent(last).is_some())
            && place.again <= place.came
            && (place.begun || *place == Place::default());
        is_sound.then_some(walk)
    }

    /// What it is written as, to be read again by whoever goes on.
    pub(crate) fn cursor(&self) -> String {
        let token = Token {
            version: VERSION,
            walk: self.clone(),
        };
        // A struct of numbers and strings is always written.
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(&token).unwrap_or_default())
    }

    /// Whether no page of it came yet.
    pub(super) fn is_new(&self) -> bool {
        !self.place.begun
    }

    /// Venice's cursor, if the next page is fetched with one.
    pub(super) fn venices_cursor(&self) -> Option<&str> {
        self.place.venice.as_deref()
    }

    /// The query of the next page: Venice's cursor alone, or the filter.
    pub(crate) fn query(&self) -> String {
        if let Some(cursor) = self.venices_cursor() {
            return format!("?cursor={}", encoded(cursor));
        }
        let Selection {
            start,
            end,
            currency,
            page_size,
        } = &self.selection;
        let start = self.place.last.or(*start).and_then(sent);
        let given = [
            ("startTimestamp", start),
            ("endTimestamp", end.and_then(sent)),
            ("currency", currency.clone()),
            ("pageSize", page_size.map(|size| size.to_string())),
        ];
        let mut query = String::new();
        for (name, value) in given {
            if let Some(value) = value {
                let mark = if query.is_empty() { '?' } else { '&' };
                query.push_str(&format!("{mark}{name}={}", encoded(&value)));
            }
        }
        query
    }

    /// Takes note of an entry, with its time in milliseconds; says whether it is new.
    pub(crate) fn takes(&mut self, time: Option<i64>) -> bool {
        let place = &mut self.place;
        let time = time.or(place.last);
        if time == place.last && place.again > 0 {
            place.again -= 1;
            return false;
        }
        if time > place.last {
            place.last = time;
            place.came = 0;
            place.again = 0;
        }
        // One out of order, which Venice doesn't send, is of no use to begin anew with.
        if time == place.last {
            place.came = place.came.saturating_add(1);
        }
        true
    }

    /// The walk after a page whose entries it has [taken](Self::takes). `venice` is Venice's cursor
    /// of the next. `None`: the walk would go on without end.
    pub(crate) fn after(mut self, venice: Option<String>, rows: usize) -> Option<Self> {
        if venice.is_none() {
            return Some(self.anew());
        }
        self.place.empty = match rows {
            0 => self.place.empty.saturating_add(1),
            _ => 0,
        };
        if venice == self.place.venice || self.place.empty > MOST_EMPTY {
            return None;
        }
        self.place.venice = venice;
        self.place.begun = true;
        Some(self)
    }

    /// The walk without Venice's cursor: it begins at the last entry's time, and leaves out the
    /// entries of that time that came.
    pub(crate) fn anew(mut self) -> Self {
        self.place = Place {
            venice: None,
            again: self.place.came,
            empty: 0,
            begun: true,
            ..self.place
        };
        self
    }
}

/// Whether a text can be a cursor of Venice's: one that can be sent, and named in a cursor of ours.
pub(super) fn is_venices(cursor: &str) -> bool {
    (1..=LONGEST_OF_VENICE).contains(&cursor.len()) && cursor.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::BillingCurrency;

    fn refused(filter: &UsageFilter, cursor: &str) -> bool {
        let refused = Walk::of(filter, Some(cursor)).err();
        refused.is_some_and(|error| error.issues()[0].field == "cursor")
    }

    #[test]
    fn a_cursor_is_read_with_its_filter_or_alone() {
        let usd = UsageFilter::new()
            .currency(BillingCurrency::Usd)
            .page_size(10);
        let mut walk = Walk::of(&usd, None).unwrap();
        assert!(walk.is_new() && walk.takes(Some(7)) && walk.takes(None));
        let walk = walk.after(Some("next".into()), 2).unwrap();
        let cursor = walk.cursor();
        assert_eq!(Walk::of(&UsageFilter::new(), Some(&cursor)).unwrap(), walk);
        assert_eq!(
            Walk::of(&usd.clone().cursor("?"), Some(&cursor)).unwrap(),
            walk
        );
        assert_eq!(Walk::of(&usd.cursor(cursor.clone()), None).unwrap(), walk);
        let diem = UsageFilter::new().currency(BillingCurrency::Diem);
        assert!(refused(&diem, &cursor));
        assert_eq!(walk.query(), "?cursor=next");
        let anew = walk.anew();
        let query = "?startTimestamp=1970-01-01T00%3A00%3A00%2E007Z&currency=USD&pageSize=10";
        assert_eq!(anew.query(), query);
        assert_eq!((anew.place.came, anew.place.again), (2, 2));
    }

    #[test]
    fn what_is_no_cursor_of_ours_is_refused() {
        let good = Walk::default().cursor();
        assert!(Walk::of(&UsageFilter::new(), Some(&good)).is_ok());
        let made = |json: &str| URL_SAFE_NO_PAD.encode(json);
        for cursor in [
            String::new(),
            "eyJ".into(),
            "VENICE_ADMIN_KEY_UNITTEST".into(),
            format!("{good}="),
            good[1..].to_owned(),
            "A".repeat(LONGEST + 1),
            made("{}"),
            made(r#"{"u":2}"#),
            made(r#"{"u":1,"v":""}"#),
            made(r#"{"u":1,"v":"a b","b":true}"#),
            made(r#"{"u":1,"v":"next"}"#),
            made(r#"{"u":1,"n":1,"a":2,"b":true}"#),
            made(r#"{"u":1,"l":99999999999999999,"b":true}"#),
            made(r#"{"u":1,"p":5}"#),
            made(r#"{"u":1,"c":"VCU"}"#),
            made(r#"{"u":1,"s":2,"e":1}"#),
            made(&format!(
                r#"{{"u":1,"b":true,"v":"{}"}}"#,
                "a".repeat(LONGEST_OF_VENICE + 1)
            )),
        ] {
            assert!(refused(&UsageFilter::new(), &cursor), "{cursor}");
        }
    }

    #[test]
    fn a_walk_that_leads_nowhere_ends() {
        let next = |walk: Walk, venice: &str| walk.after(Some(venice.into()), 0);
        let walk = next(Walk::default(), "a").unwrap();
        assert!(next(walk.clone(), "a").is_none());
        let end = (0..).try_fold(walk, |walk, at| next(walk, &format!("b{at}")).ok_or(at));
        assert_eq!(end.unwrap_err(), MOST_EMPTY as usize - 1);
    }
}
