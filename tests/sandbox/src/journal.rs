//! Every API request in order of arrival, for tests to look at.

use std::collections::{BTreeMap, HashMap};

use bytes::Bytes;
use hyper::header::{AUTHORIZATION, HeaderMap};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::web3::keccak;
use crate::x402::{PAYMENT_HEADERS, SIGN_IN_HEADERS};

/// The requests seen since the start, or since it was last cleared.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    entries: Vec<Entry>,
    /// How many entries were cleared away: an entry's number stays its own.
    cleared: usize,
    /// The numbers of the signed values that came under each name, by their hashes.
    signed: HashMap<String, HashMap<[u8; 32], usize>>,
}

/// One request. A credential is never kept whole: a real key may have been sent here by mistake.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Map<String, Value>,
    pub(crate) body: Option<Value>,
    pub(crate) body_text: Option<String>,
    /// The body's numbers, digit for digit, by path: JSON readers make `0.10` and `0.1` the same.
    pub(crate) numbers: BTreeMap<String, String>,
    pub(crate) connection: u64,
    pub(crate) status: Option<u16>,
    pub(crate) worked: bool,
}

impl Journal {
    /// Notes a request as soon as its head is there; the number finds the entry again.
    pub(crate) fn open(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.cleared + self.entries.len() - 1
    }

    /// Headers as they are kept, names in lower case. Of what a wallet signed nothing is shown, but
    /// which value of that name it is: `value 1`, and again `value 1` if it's sent again.
    pub(crate) fn kept(&mut self, headers: &HeaderMap) -> Map<String, Value> {
        let mut all = Map::new();
        for name in headers.keys() {
            let is_signed = PAYMENT_HEADERS
                .iter()
                .chain(&SIGN_IN_HEADERS)
                .any(|signed| name == signed);
            let mut values = Vec::new();
            for value in headers.get_all(name) {
                let text = String::from_utf8_lossy(value.as_bytes());
                values.push(if is_signed {
                    let known = self.signed.entry(name.as_str().to_owned()).or_default();
                    let next = known.len() + 1;
                    let number = known.entry(keccak(value.as_bytes())).or_insert(next);
                    format!("value {number}")
                } else if name == AUTHORIZATION {
                    shortened(&text)
                } else {
                    text.into_owned()
                });
            }
            all.insert(name.as_str().to_owned(), Value::String(values.join(", ")));
        }
        all
    }

    /// A request without a body keeps `null`.
    pub(crate) fn body(&mut self, number: usize, body: &Bytes) {
        if let Some(entry) = self.entry(number)
            && !body.is_empty()
        {
            entry.body = serde_json::from_slice(body).ok();
            entry.numbers = numbers(body);
            entry.body_text = Some(String::from_utf8_lossy(body).into_owned());
        }
    }

    pub(crate) fn worked(&mut self, number: usize, worked: bool) {
        if let Some(entry) = self.entry(number) {
            entry.worked = worked;
        }
    }

    pub(crate) fn responded(&mut self, number: usize, status: Option<u16>) {
        if let Some(entry) = self.entry(number) {
            entry.status = status;
        }
    }

    fn entry(&mut self, number: usize) -> Option<&mut Entry> {
        self.entries.get_mut(number.checked_sub(self.cleared)?)
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn clear(&mut self) {
        self.cleared += self.entries.len();
        self.entries.clear();
    }
}

/// Every number of a JSON text as it is written there, by its path: `consumptionLimit.usd`.
fn numbers(json: &[u8]) -> BTreeMap<String, String> {
    fn collect(path: &str, value: &RawValue, into: &mut BTreeMap<String, String>) {
        let json = value.get();
        // Deeper than anything the API takes: nobody looks for a number there.
        if path.matches('.').count() > 8 {
            return;
        }
        let below = |name: &str| match path {
            "" => name.to_owned(),
            _ => format!("{path}.{name}"),
        };
        if let Ok(members) = serde_json::from_str::<BTreeMap<String, &RawValue>>(json) {
            for (name, member) in members {
                collect(&below(&name), member, into);
            }
        } else if let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(json) {
            for (at, element) in elements.into_iter().enumerate() {
                collect(&below(&at.to_string()), element, into);
            }
        } else if json.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            into.insert(path.to_owned(), json.to_owned());
        }
    }
    let mut found = BTreeMap::new();
    if let Ok(value) = serde_json::from_slice(json) {
        collect("", value, &mut found);
    }
    found
}

/// `Bearer VENICE_…2V2jNW` becomes `Bearer …2V2jNW`: enough to tell keys apart.
fn shortened(authorization: &str) -> String {
    const SHOWN: usize = 6;
    let (scheme, credential) = match authorization.split_once(' ') {
        Some((scheme, credential)) => (format!("{scheme} "), credential.trim()),
        None => (String::new(), authorization),
    };
    let length = credential.chars().count();
    // Of something short the end would be too much of it.
    let hidden = match length >= 3 * SHOWN {
        true => length - SHOWN,
        false => length,
    };
    let shown: String = credential.chars().skip(hidden).collect();
    format!("{scheme}…{shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let json = br#"{"a": {"usd": 0.10, "diem": null}, "list": ["1", -2e3], "count": 7}"#;
        let found = numbers(json);
        let expected = [("a.usd", "0.10"), ("count", "7"), ("list.1", "-2e3")];
        assert!(
            found
                .iter()
                .map(|(path, digits)| (path.as_str(), digits.as_str()))
                .eq(expected),
            "{found:?}"
        );
        assert!(numbers(b"not JSON").is_empty());
    }
}
