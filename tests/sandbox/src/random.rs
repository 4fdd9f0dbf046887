//! Randomness for secrets, ids and nonces.

use sha3::{Digest, Keccak256};

/// A stream of random bytes grown from one seed, so that the system is asked once, at start, where
/// a refusal can still be reported.
pub(crate) struct Random {
    seed: [u8; 32],
    drawn: u64,
}

impl Random {
    pub(crate) fn from_system() -> Result<Self, getrandom::Error> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed)?;
        Ok(Self { seed, drawn: 0 })
    }

    /// The same stream for the same number.
    pub(crate) fn from_number(number: u64) -> Self {
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&number.to_be_bytes());
        Self { seed, drawn: 0 }
    }

    /// From 0 to 1.
    pub(crate) fn fraction(&mut self) -> f64 {
        let [a, b, ..] = self.bytes();
        f64::from(u16::from_be_bytes([a, b])) / f64::from(u16::MAX)
    }

    pub(crate) fn bytes(&mut self) -> [u8; 32] {
        self.drawn += 1;
        let mut hash = Keccak256::new();
        hash.update(self.seed);
        hash.update(self.drawn.to_be_bytes());
        hash.finalize().into()
    }

    /// `length` letters and digits.
    pub(crate) fn alphanumeric(&mut self, length: usize) -> String {
        const LETTERS: &[u8; 62] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut text = String::with_capacity(length);
        while text.len() < length {
            let room = length - text.len();
            let bytes = self.bytes();
            text.extend(
                bytes
                    .iter()
                    .take(room)
                    .map(|b| char::from(LETTERS[usize::from(b % 62)])),
            );
        }
        text
    }

    /// A UUID of version 4 in lower case.
    pub(crate) fn uuid(&mut self) -> String {
        let mut bytes = self.bytes();
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let hex = crate::web3::hex(&bytes[..16]);
        let (a, b, c, d, e) = (
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        );
        format!("{a}-{b}-{c}-{d}-{e}")
    }
}
