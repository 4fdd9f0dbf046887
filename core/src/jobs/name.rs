//! [`PendingName`]: what the description of a pending key says, so that the list of keys is all
//! that processes need to share.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::keys::ApiKey;
use crate::random;

/// What the description of every pending key starts with, and no other.
pub(crate) const MARK: &str = "vk-pending:";

const VERSION: &str = "1";
/// Characters of 5 bits each. What they can't spell is the zero of [`NONE`].
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const CALL: usize = 12;
const END: usize = 7;
const HASH: usize = 13;
/// In place of a hash: there is no old key.
const NONE: &str = "0000000000000";

/// Which job made a pending key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    CreateOnce,
    Ensure,
    Rotate,
    /// One that a later version makes. It contends like the others.
    Other(char),
}

impl Kind {
    fn letter(self) -> char {
        match self {
            Self::CreateOnce => 'c',
            Self::Ensure => 'e',
            Self::Rotate => 'r',
            Self::Other(letter) => letter,
        }
    }

    fn of(letter: char) -> Self {
        match letter {
            'c' => Self::CreateOnce,
            'e' => Self::Ensure,
            'r' => Self::Rotate,
            other => Self::Other(other),
        }
    }
}

/// The description of a pending key: 62 characters,
/// `vk-pending:<version>:<kind>:<call>:<end>:<name><old>`. Later versions keep this layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PendingName {
    pub(crate) kind: Kind,
    /// Which call made it. All of a call's attempts share it.
    pub(crate) call: String,
    /// When the hold ends, in Unix seconds: the key is pending while it expires exactly then.
    pub(crate) end: i64,
    /// What the key is for: the hash of its final description.
    pub(crate) name: String,
    /// Whose successor it is: the hash of the old key's id.
    pub(crate) old: Option<String>,
}

impl PendingName {
    /// Reads a description; `None`: it isn't that of a pending key, whatever it starts with.
    pub(crate) fn read(description: &str) -> Option<Self> {
        let mut parts = description.strip_prefix(MARK)?.split(':');
        let mut part = |length: usize| {
            let fits = |part: &&str| part.len() == length && part.bytes().all(is_ours);
            parts.next().filter(fits)
        };
        let (_version, kind) = (part(1)?, part(1)?.chars().next()?);
        let (call, end) = (part(CALL)?, part(END)?);
        let (name, old) = part(2 * HASH)?.split_at(HASH);
        match parts.next() {
            Some(_) => None,
            None => Some(Self {
                kind: Kind::of(kind),
                call: call.to_owned(),
                end: i64::from_str_radix(end, 36).ok()?,
                name: name.to_owned(),
                old: Some(old.to_owned()).filter(|old| old != NONE),
            }),
        }
    }

    /// Whether a key of this name is pending still: it ends exactly when its name says. If it ends
    /// at any other time, or never, it was committed.
    pub(crate) fn is_pending(&self, key: &ApiKey) -> bool {
        key.expires_at == Some(self.ends_at())
    }

    pub(crate) fn ends_at(&self) -> Timestamp {
        // No end of seven digits is beyond what a timestamp can be.
        Timestamp::from_second(self.end).unwrap_or(Timestamp::MAX)
    }
}

impl fmt::Display for PendingName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            call,
            end,
            name,
            old,
        } = self;
        let (kind, end) = (kind.letter(), base36(*end));
        let old = old.as_deref().unwrap_or(NONE);
        write!(f, "{MARK}{VERSION}:{kind}:{call}:{end}:{name}{old}")
    }
}

impl FromStr for PendingName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let rule = "must be the name of a pending key";
        Self::read(text).ok_or_else(|| Error::input("description", rule))
    }
}

fn is_ours(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

fn base36(number: i64) -> String {
    let digits = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut left = number.unsigned_abs();
    let mut written = [b'0'; END];
    for place in written.iter_mut().rev() {
        *place = digits[(left % 36) as usize];
        left /= 36;
    }
    written.iter().map(|digit| char::from(*digit)).collect()
}

/// What stands for a description, or for a key's id, in a pending key's name.
pub(crate) fn hash(text: &str) -> String {
    let digest = Sha256::new()
        .chain_update(b"venice-keys name\0")
        .chain_update(text)
        .finalize();
    letters(&digest, HASH)
}

/// The milliseconds at which a rotated key ends: 1 to 999, and another number for nearly every
/// successor. They say that the key is retired, and who follows it, without touching its name.
pub(crate) fn mark(old_id: &str, new_id: &str) -> i32 {
    let digest = Sha256::new()
        .chain_update(b"venice-keys mark\0")
        .chain_update(old_id)
        .chain_update(b"\0")
        .chain_update(new_id)
        .finalize();
    let number = digest
        .iter()
        .take(4)
        .fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    1 + (number % 999) as i32
}

pub(crate) fn is_call(text: &str) -> bool {
    text.len() == CALL && text.bytes().all(is_ours)
}

/// What stands for a call: 60 random bits.
pub(crate) fn new_call() -> Result<String, Error> {
    Ok(letters(&random::bytes::<8>()?, CALL))
}

/// The first bits of these bytes, 5 to a character.
fn letters(bytes: &[u8], count: usize) -> String {
    let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    let letter = |place: usize| {
        let index = (0..5).fold(0, |index, at| index << 1 | bit(place * 5 + at));
        char::from(LETTERS[usize::from(index)])
    };
    (0..count).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "vk-pending:1:e:abcdefghijkl:0th2yo0:aaaaabbbbbcccaaaaabbbbbddd";

    #[test]
    fn a_name_is_written_and_read() {
        let name = PendingName {
            kind: Kind::Rotate,
            call: new_call().unwrap(),
            end: 1_795_312_800,
            name: hash("customer 42"),
            old: Some(hash("e28e82dc")),
        };
        let text = name.to_string();
        assert_eq!(text.len(), 62);
        assert!(text.starts_with("vk-pending:1:r:"), "{text}");
        assert_eq!(PendingName::read(&text), Some(name.clone()));
        let alone = PendingName { old: None, ..name };
        assert!(alone.to_string().ends_with("0000000000000"));
        assert_eq!(PendingName::read(&alone.to_string()), Some(alone));
    }

    /// Other processes, and other versions, rely on these.
    #[test]
    fn hashes_and_ends_are_as_they_always_were() {
        assert_eq!(hash("customer 42"), "7pscierr3crgv");
        assert_eq!(base36(1_795_312_800), "0tovs80");
        assert_eq!(mark("old", "new"), 176);
    }

    #[test]
    fn later_versions_and_kinds_are_read_and_garbage_is_not() {
        assert_eq!(PendingName::read(TEXT).unwrap().kind, Kind::Ensure);
        let later = TEXT.replace(":1:e:", ":2:x:");
        assert_eq!(PendingName::read(&later).unwrap().kind, Kind::Other('x'));
        for garbage in [
            "vk-pending:",
            "customer 42",
            &TEXT[..61],
            &format!("{TEXT}a"),
            &format!("{TEXT}:"),
            &TEXT.to_uppercase(),
            &TEXT.replace(":1:", "::"),
            &TEXT.replace(":1:", ":10:"),
            &TEXT.replace("0th2yo0", "0th2yo-"),
            &TEXT.replace("aaaaabbbbb", "aaaaaäbbb"),
        ] {
            assert_eq!(PendingName::read(garbage), None, "{garbage}");
        }
    }

    #[test]
    fn calls_differ() {
        let calls: HashSet<String> = (0..100).map(|_| new_call().unwrap()).collect();
        assert_eq!(calls.len(), 100);
    }

    proptest! {
        #[test]
        fn any_description_is_read_without_panic(text in ".*", rest in ":1:[a-z0-9:]{0,60}") {
            PendingName::read(&text);
            PendingName::read(&format!("vk-pending{rest}"));
        }

        #[test]
        fn every_end_comes_back(end in 0i64..78_364_164_096) {
            let name = PendingName { end, ..PendingName::read(TEXT).unwrap() };
            prop_assert_eq!(PendingName::read(&name.to_string()), Some(name));
        }
    }
}
