//! Repairs to JSON that Venice may send and that serde_json doesn't read.

use zeroize::Zeroizing;

use super::duplicates;

/// Repairs are for what Venice sends, and nothing that it sends is larger: reading much more a
/// second time could outlive the call.
const LARGEST_REPAIRED: usize = 4 * 1024 * 1024;

/// Parses JSON, and where that fails for a reason that can be repaired, the repaired JSON: half
/// characters, or a member that occurs twice.
pub(crate) fn parsed<T>(
    json: &str,
    parse: impl Fn(&str) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let mut repairs = Repairs::of(json);
    loop {
        // Called at one place: it is inlined, and large.
        match parse(repairs.json()) {
            Err(error) if repairs.make(&error) => {}
            read => return read,
        }
    }
}

struct Repairs<'a> {
    json: &'a str,
    repaired: Option<Zeroizing<String>>,
    /// How many may be made: after one of them the other may be needed.
    left: u32,
}

impl<'a> Repairs<'a> {
    fn of(json: &'a str) -> Self {
        Self {
            json,
            repaired: None,
            left: if json.len() > LARGEST_REPAIRED { 0 } else { 2 },
        }
    }

    fn json(&self) -> &str {
        self.repaired
            .as_ref()
            .map_or(self.json, |repaired| repaired)
    }

    /// Repairs what the error is about, if that can be repaired.
    fn make(&mut self, error: &serde_json::Error) -> bool {
        if self.left == 0 {
            return false;
        }
        let next = match is_duplicate(error) {
            true => duplicates::without_duplicates(self.json()),
            false => with_whole_characters(self.json()),
        };
        let is_repaired = next.is_some();
        self.left -= 1;
        self.repaired = next.or(self.repaired.take());
        is_repaired
    }
}

fn is_duplicate(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("duplicate field")
}

/// The same JSON without half characters, if it holds any: `\ud83d` alone, as a server in
/// JavaScript writes a string that it cut, is an error to serde_json, and would cost the whole
/// response.
pub(crate) fn with_whole_characters(json: &str) -> Option<Zeroizing<String>> {
    const STAND_IN: &str = "\\ufffd";
    let mut repaired = Zeroizing::new(String::with_capacity(json.len()));
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        repaired.push_str(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                repaired.push_str(STAND_IN);
                rest = &escape[6..];
                continue;
            }
            _ => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        repaired.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    repaired.push_str(rest);
    (*repaired != json).then_some(repaired)
}

/// The UTF-16 unit that a text begins with, if it begins with an escape in hex: `\u00e9`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use std::marker::PhantomData;

    use super::super::data;
    use super::*;

    #[test]
    fn a_member_that_is_there_twice_costs_nothing() {
        let json = r#"{"data":{"id":"i","description":"a","description":"b\ud83d","createdAt":1}}"#;
        let key = parsed(json, |json| data(json, PhantomData::<crate::ApiKey>)).unwrap();
        assert_eq!(key.description.as_deref(), Some("b\u{fffd}"));
        let balances = |json: &str| {
            parsed(json, |json| data(json, PhantomData::<crate::RateLimits>))
                .unwrap()
                .balances
        };
        let both =
            r#"{"data":{"balances":{"USD":1,"usd":2.5,"DIEM":3},"balances":{"usd":4,"USD":5}}}"#;
        assert_eq!(balances(both).usd, Some(5.into()));
    }

    #[test]
    fn what_is_larger_than_venice_sends_is_read_once() {
        let tries = std::cell::Cell::new(0);
        let read = |json: &str| {
            tries.set(tries.get() + 1);
            serde_json::from_str::<String>(json)
        };
        let half = |count: usize| format!(r#""\ud83d{}""#, "x".repeat(count));
        assert!(parsed(&half(10), read).is_ok());
        assert_eq!(tries.take(), 2);
        assert!(parsed(&half(LARGEST_REPAIRED), read).is_err());
        assert_eq!(tries.take(), 1);
    }

    #[test]
    fn half_characters_are_repaired_and_nothing_else() {
        for (json, expected) in [
            (r#""a\ud83d""#, Some("a\u{fffd}")),
            (r#""\ude00b""#, Some("\u{fffd}b")),
            (r#""\ud83d\ud83d\ude00""#, Some("\u{fffd}\u{1f600}")),
            (r#""\\\uD83D\n""#, Some("\\\u{fffd}\n")),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""é\u00e9\"""#, None),
            ("\"\\", None),
            ("\"\\u12", None),
            ("\"\\é", None),
        ] {
            let repaired = with_whole_characters(json);
            assert_eq!(repaired.is_some(), expected.is_some(), "{json}");
            if let (Some(repaired), Some(text)) = (repaired, expected) {
                assert_eq!(serde_json::from_str::<String>(&repaired).unwrap(), text);
            }
        }
    }
}
