//! Rows as JSON text, which JavaScript parses faster than it makes objects of anything else.

use std::time::Duration;

use venice_keys::{Decimal, Operation, Secret, Timestamp};

use super::{Crossing, Row, Sink, shortest};
use crate::{Names, Reply};

/// Writes a reply as the text of one flat JSON array: the struct's name, the length of the list
/// that it is (or `null` if it is none), then the values.
///
/// Lists come with their length before them. A struct that could be absent comes with `true` before
/// it, anything absent is `null`. Money and days are text, a time is milliseconds, a time span
/// milliseconds with a fraction. A map is a list of keys and values, in turn. A page is a list, and
/// after it the cursor, and whether it is the last. A count that JavaScript's numbers can't hold is
/// `null`: rounded it would be a wrong one. A secret leaves `null` in its place. One value alone is
/// an array of it, and no reply at all is no text.
pub struct JsonSink {
    json: Vec<u8>,
    secrets: Vec<Secret>,
}

impl JsonSink {
    /// Writes a whole reply.
    pub fn crossing<T: Row + Reply>(reply: &T) -> Crossing<String> {
        let Self { json, secrets } = Self::of(reply);
        Crossing::of(reply, text_of(json), secrets)
    }

    /// Writes something that isn't a reply and holds no secrets.
    pub fn json_of(row: &impl Row) -> String {
        text_of(Self::of(row).json)
    }

    fn of<T: Row>(row: &T) -> Self {
        let mut to = Self {
            json: Vec::new(),
            secrets: Vec::new(),
        };
        if !T::NAME.is_empty() {
            to.json.extend_from_slice(b"[\"");
            to.json.extend_from_slice(T::NAME.as_bytes());
            to.json.push(b'"');
            if !T::IS_LIST {
                to.none();
            }
            row.write(&mut to);
            to.json.push(b']');
            return to;
        }
        row.write(&mut to);
        // One value: in place of the comma before it, an array begins.
        if let Some(first) = to.json.first_mut() {
            *first = b'[';
            to.json.push(b']');
        }
        to
    }

    /// A number of which the last `scale` digits are a fraction's, between `before` and `after`.
    fn number(&mut self, before: &[u8], mut digits: u64, scale: u32, after: &[u8]) {
        // As many digits as a u64 has, a point, and as many as a fraction has.
        let mut form = [0; 20 + 1 + Decimal::MAX_SCALE as usize];
        let mut start = form.len();
        let mut put = |byte| {
            start -= 1;
            form[start] = byte;
        };
        for _ in 0..scale {
            put(b'0' + (digits % 10) as u8);
            digits /= 10;
        }
        if scale > 0 {
            put(b'.');
        }
        loop {
            put(b'0' + (digits % 10) as u8);
            digits /= 10;
            if digits == 0 {
                break;
            }
        }
        self.json.extend_from_slice(before);
        self.json.extend_from_slice(&form[start..]);
        self.json.extend_from_slice(after);
    }
}

/// Of texts and ASCII: there is nothing that could fail.
fn text_of(json: Vec<u8>) -> String {
    String::from_utf8(json).unwrap_or_default()
}

impl Sink for JsonSink {
    fn none(&mut self) {
        self.json.extend_from_slice(b",null");
    }

    fn some(&mut self, is_struct: bool) {
        // Its first value might be `null`.
        if is_struct {
            self.flag(true);
        }
    }

    fn length(&mut self, length: usize) {
        self.number(b",", length as u64, 0, b"");
    }

    fn text(&mut self, text: &str) {
        let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        // Looked through to its end, because that is several bytes at a time.
        if text.bytes().fold(true, |all, byte| all & plain(byte)) {
            self.json.extend_from_slice(b",\"");
            self.json.extend_from_slice(text.as_bytes());
            self.json.push(b'"');
        } else {
            let escaped = serde_json::to_string(text).unwrap_or_default();
            self.json.push(b',');
            self.json.extend_from_slice(escaped.as_bytes());
        }
    }

    fn flag(&mut self, flag: bool) {
        let form: &[u8] = if flag { b",true" } else { b",false" };
        self.json.extend_from_slice(form);
    }

    fn count(&mut self, count: u64) {
        const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;
        if count <= MAX_SAFE_INTEGER {
            self.number(b",", count, 0, b"");
        } else {
            self.none();
        }
    }

    fn time(&mut self, time: Timestamp) {
        let millis = time.as_millisecond();
        let before: &[u8] = if millis < 0 { b",-" } else { b"," };
        self.number(before, millis.unsigned_abs(), 0, b"");
    }

    fn span(&mut self, span: Duration) {
        let micros = u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
        self.number(b",", micros, 3, b"");
    }

    fn money(&mut self, amount: Decimal) {
        let (digits, scale) = shortest(amount);
        match u64::try_from(digits) {
            Ok(digits) => self.number(b",\"", digits, scale, b"\""),
            // Negative, or of more digits than a balance has.
            Err(_) => self.text(&amount.normalize().to_string()),
        }
    }

    fn operation(&mut self, operation: Operation) {
        self.text(&Names::Camel.of(operation));
    }

    fn secret(&mut self, secret: &Secret) {
        self.none();
        self.secrets.push(secret.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::tests::{Everything, everything, pages};

    #[test]
    fn a_struct_is_one_flat_array_of_its_values() {
        let Crossing { row, secrets, .. } = JsonSink::crossing(&everything());
        let expected = concat!(
            r#"["Everything",null,null,"plain","of \"odd\"\nsigns",true,9007199254740991,null,"#,
            r#"1767225600123,-1,12.345,"0.5","-0.25","79228162514264337593543950335","100",null,"#,
            r#"true,"inner",null,2,"a","b",null,"2026-06-05",null,0,2,"",null,"date","1.5"]"#
        );
        assert_eq!(row, expected);
        assert_eq!(secrets.len(), 1);
        let parsed: serde_json::Value = serde_json::from_str(&row).unwrap();
        assert!(parsed.is_array());
    }

    #[test]
    fn a_list_has_its_length_before_it_and_no_reply_is_no_text() {
        assert_eq!(
            JsonSink::crossing(&Vec::<Everything>::new()).row,
            r#"["Everything",0]"#
        );
        let one = JsonSink::crossing(&vec![everything()]).row;
        assert!(one.starts_with(r#"["Everything",1,null,"plain""#), "{one}");
        assert_eq!(JsonSink::crossing(&()).row, "");
        assert_eq!(JsonSink::crossing(&true).row, "[true]");
    }
    #[test]
    fn a_page_is_a_list_and_what_follows_it() {
        let (page, chunk) = pages();
        let list = JsonSink::crossing(&vec![everything()]).row;
        let list = list.strip_suffix(']').unwrap();
        let page = JsonSink::crossing(&page);
        assert_eq!(page.row, format!(r#"{list},"next",false]"#));
        assert_eq!(page.secrets.len(), 1);
        assert_eq!(
            JsonSink::crossing(&chunk).row,
            r#"["Chunk",null,"a,b\n",3,"here","next",false,true]"#
        );
    }
}
