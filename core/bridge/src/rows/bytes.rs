//! Rows as bytes, which Swift reads faster than text.

use std::time::Duration;

use venice_keys::{Decimal, Operation, Secret, Timestamp};

use super::{Crossing, Row, Sink, shortest};
use crate::{Names, Reply};

/// Writes values as bytes, little endian, without padding, and nothing between them.
///
/// | Value | Bytes |
/// |---|---|
/// | text | length in bytes (4), UTF-8 |
/// | yes or no | 1 |
/// | a count, of any width | 8 |
/// | a time | microseconds since 1970, signed (8) |
/// | a time span | microseconds (8) |
/// | money | how many digits are a fraction's, with 128 added if it is negative (1), digits (12) |
/// | a day | text, `2026-06-05` |
/// | a list | length (4), its elements |
/// | a map | length (4), of each its key, as text, and its value |
/// | a page | the list, its cursor, as text, and whether it is the last (1) |
/// | what could be absent | 0, or 1 and the value |
/// | a secret, nothing | none |
#[derive(Default)]
pub struct ByteSink {
    bytes: Vec<u8>,
    secrets: Vec<Secret>,
}

impl ByteSink {
    /// Writes a whole reply.
    pub fn crossing<T: Row + Reply>(reply: &T) -> Crossing<Vec<u8>> {
        let mut to = Self::default();
        reply.write(&mut to);
        Crossing::of(reply, to.bytes, to.secrets)
    }

    /// Writes something that isn't a reply and holds no secrets.
    pub fn bytes_of(row: &impl Row) -> Vec<u8> {
        let mut to = Self::default();
        row.write(&mut to);
        to.bytes
    }
}

impl Sink for ByteSink {
    fn none(&mut self) {
        self.bytes.push(0);
    }

    fn some(&mut self, _is_struct: bool) {
        self.bytes.push(1);
    }

    fn length(&mut self, length: usize) {
        // No reply is so long: the core stops reading at some megabytes.
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.bytes.extend_from_slice(&length.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn flag(&mut self, flag: bool) {
        self.bytes.push(flag.into());
    }

    fn count(&mut self, count: u64) {
        self.bytes.extend_from_slice(&count.to_le_bytes());
    }

    fn time(&mut self, time: Timestamp) {
        let micros = time.as_microsecond();
        self.bytes.extend_from_slice(&micros.to_le_bytes());
    }

    fn span(&mut self, span: Duration) {
        self.count(u64::try_from(span.as_micros()).unwrap_or(u64::MAX));
    }

    fn money(&mut self, amount: Decimal) {
        let (digits, scale) = shortest(amount);
        let sign = if digits < 0 { 0x80 } else { 0 };
        // A scale is 28 at most, and digits are 96 bits.
        self.bytes.push(scale as u8 | sign);
        let digits = digits.unsigned_abs().to_le_bytes();
        self.bytes.extend_from_slice(&digits[..12]);
    }

    fn operation(&mut self, operation: Operation) {
        self.text(&Names::Swift.of(operation));
    }

    fn secret(&mut self, secret: &Secret) {
        self.secrets.push(secret.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::tests::{everything, pages};

    #[test]
    fn a_struct_is_the_bytes_of_its_values() {
        let Crossing { row, secrets, .. } = ByteSink::crossing(&everything());
        let text = |text: &str| [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat();
        let money = |scale: u8, digits: u128| [&[scale], &digits.to_le_bytes()[..12]].concat();
        let expected = [
            text("plain"),
            text("of \"odd\"\nsigns"),
            vec![1],
            ((1u64 << 53) - 1).to_le_bytes().into(),
            u64::MAX.to_le_bytes().into(),
            1_767_225_600_123_456i64.to_le_bytes().into(),
            (-1_000i64).to_le_bytes().into(),
            12_345u64.to_le_bytes().into(),
            money(1, 5),
            money(0x82, 25),
            money(0, (1 << 96) - 1),
            money(0, 100),
            vec![0],
            vec![1],
            text("inner"),
            vec![0],
            vec![1],
            2u32.to_le_bytes().into(),
            text("a"),
            text("b"),
            vec![0],
            text("2026-06-05"),
            vec![0],
            0u32.to_le_bytes().into(),
            vec![1],
            2u32.to_le_bytes().into(),
            text(""),
            vec![0],
            text("date"),
            vec![1],
            money(1, 15),
        ];
        assert_eq!(row, expected.concat());
        assert_eq!(secrets.len(), 1);
    }

    #[test]
    fn a_list_has_its_length_before_it() {
        let one = ByteSink::bytes_of(&everything());
        let two = ByteSink::crossing(&vec![everything(), everything()]);
        assert_eq!(two.row, [&2u32.to_le_bytes()[..], &one, &one].concat());
        assert_eq!(two.secrets.len(), 2);
        assert!(ByteSink::crossing(&()).row.is_empty());
    }
    #[test]
    fn a_page_is_a_list_and_what_follows_it() {
        let (page, chunk) = pages();
        let text = |text: &str| [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat();
        let list = ByteSink::crossing(&vec![everything()]).row;
        let page = ByteSink::crossing(&page);
        assert_eq!(page.row, [list, text("next"), vec![0]].concat());
        assert_eq!(page.secrets.len(), 1);
        let count = 3u64.to_le_bytes().to_vec();
        let row = [text("a,b\n"), count, text("here"), text("next"), vec![0, 1]];
        assert_eq!(ByteSink::crossing(&chunk).row, row.concat());
    }
}
