//! The cursor of a walk through the entries: opaque, and good for nobody else.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha3::{Digest, Keccak256};

use super::entries::Position;

const LONGEST: usize = 512;
const SEAL: usize = 16;

/// Where a walk goes on, and everything its first page was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    pub(super) position: Position,
    pub(super) end: Option<i64>,
    pub(super) currency: Option<String>,
    pub(super) page_size: usize,
}

/// What makes this account's cursors its own.
#[derive(Debug)]
pub(super) struct Seal {
    secret: [u8; 32],
    /// Cursors of an earlier generation have expired.
    generation: u64,
}

impl Seal {
    pub(super) fn new(secret: [u8; 32]) -> Self {
        Self {
            secret,
            generation: 0,
        }
    }

    pub(super) fn expire_all(&mut self) {
        self.generation += 1;
    }

    pub(super) fn text(&self, cursor: &Cursor) -> String {
        let Position { time, number } = cursor.position;
        let end = cursor.end.map(|end| end.to_string()).unwrap_or_default();
        let currency = cursor.currency.as_deref().unwrap_or_default();
        let size = cursor.page_size;
        let plain = format!("{time} {number} {end} {currency} {size}");
        let mut bytes = self.of(&plain).to_vec();
        bytes.extend_from_slice(plain.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Nothing if it has expired, was tampered with, or is somebody else's.
    pub(super) fn open(&self, text: &str) -> Option<Cursor> {
        if text.len() > LONGEST {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (seal, plain) = bytes.split_at_checked(SEAL)?;
        let plain = std::str::from_utf8(plain).ok()?;
        if seal != self.of(plain) {
            return None;
        }
        let mut parts = plain.split(' ');
        let mut next = || parts.next();
        Some(Cursor {
            position: Position {
                time: next()?.parse().ok()?,
                number: next()?.parse().ok()?,
            },
            end: match next()? {
                "" => None,
                end => Some(end.parse().ok()?),
            },
            currency: Some(next()?.to_owned()).filter(|currency| !currency.is_empty()),
            page_size: next()?.parse().ok()?,
        })
    }

    fn of(&self, plain: &str) -> [u8; SEAL] {
        let mut hash = Keccak256::new();
        hash.update(self.secret);
        hash.update(self.generation.to_be_bytes());
        hash.update(plain);
        let mut seal = [0; SEAL];
        seal.copy_from_slice(&hash.finalize()[..SEAL]);
        seal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_opaque_whole_and_its_owners_own() {
        let mut seal = Seal::new([7; 32]);
        let cursor = Cursor {
            position: Position {
                time: i64::MIN,
                number: u64::MAX,
            },
            end: Some(i64::MAX),
            currency: Some("BUNDLED_CREDITS".to_owned()),
            page_size: 1000,
        };
        let text = seal.text(&cursor);
        assert!(text.len() <= LONGEST);
        let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        assert!(text.bytes().all(is_plain), "{text}");
        assert_eq!(seal.open(&text), Some(cursor));
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            // The last character's lowest bits say nothing, and must still be as they were.
            assert_eq!(seal.open(&changed), None, "{at}");
        }
        assert_eq!(seal.open(""), None);
        assert_eq!(seal.open(&"A".repeat(513)), None);
        assert_eq!(Seal::new([8; 32]).open(&text), None, "another account's");
        seal.expire_all();
        assert_eq!(seal.open(&text), None);
    }
}
