//! Removes secrets from texts that somebody may read.

use std::collections::HashSet;

use crate::secret::{Secret, public_prefix};

/// A piece of a secret this long counts as the secret.
pub(crate) const PIECE: usize = 12;
/// Anything shorter is no secret, and removing it would leave nothing of the text.
const SHORTEST_SECRET: usize = 4;
const CUT: &str = "[redacted]";

/// The secrets that must not be seen, split into pieces once for many texts.
pub(crate) struct Scrubber<'a> {
    /// Every piece, by its length: `PIECE`, or less for a shorter secret.
    pieces: Vec<(usize, HashSet<&'a [u8]>)>,
}

impl<'a> Scrubber<'a> {
    pub(crate) fn new(secrets: &'a [Secret]) -> Self {
        let pieces = secrets.iter().filter_map(|secret| {
            let whole = secret.reveal();
            let private = &whole.as_bytes()[public_prefix(whole).len()..];
            let size = PIECE.min(private.len());
            (size >= SHORTEST_SECRET).then(|| (size, private.windows(size).collect()))
        });
        Self {
            pieces: pieces.collect(),
        }
    }

    /// Which bytes belong to a piece of a secret.
    fn hidden(&self, text: &[u8]) -> Vec<bool> {
        let mut hidden = vec![false; text.len()];
        for (size, pieces) in &self.pieces {
            for (at, window) in text.windows(*size).enumerate() {
                if pieces.contains(window) {
                    hidden[at..at + size].fill(true);
                }
            }
        }
        hidden
    }

    /// Overwrites every piece of the secrets; says whether there was any.
    pub(crate) fn overwrite(&self, text: &mut [u8]) -> bool {
        let hidden = self.hidden(text);
        for (byte, _) in text.iter_mut().zip(&hidden).filter(|(_, hidden)| **hidden) {
            *byte = b'*';
        }
        hidden.contains(&true)
    }

    /// Removes from `text` every piece of the secrets, and whatever looks like a key, a token, a
    /// signature or a private key, no matter whose.
    pub(crate) fn scrub(&self, text: &str) -> String {
        let mut hidden = self.hidden(text.as_bytes());
        hide_suspects(text, &mut hidden);
        let mut clean = String::with_capacity(text.len());
        let mut cutting = false;
        for (at, c) in text.char_indices() {
            if !hidden[at] {
                clean.push(c);
            } else if !cutting {
                clean.push_str(CUT);
            }
            cutting = hidden[at];
        }
        clean
    }
}

/// Whether a text looks like a secret, or holds something that does.
pub(crate) fn looks_secret(text: &str) -> bool {
    let mut hidden = vec![false; text.len()];
    hide_suspects(text, &mut hidden);
    hidden.contains(&true)
}

/// Hides unbroken runs that are too long to be words: keys, tokens, hashes. Ids (UUIDs) and
/// addresses (42 characters of hex) are not secret and stay.
fn hide_suspects(text: &str, hidden: &mut [bool]) {
    const LONGEST_WORD: usize = 28;
    let in_run = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes[start..].iter().take_while(|b| in_run(**b)).count();
        let run = &text[start..start + length];
        let key_like = run.contains("VENICE_") && run.contains("_KEY_");
        if key_like || (length > LONGEST_WORD && !is_uuid(run) && !is_address(run)) {
            hidden[start..start + length].fill(true);
        }
        start += length.max(1);
        while start < bytes.len() && !text.is_char_boundary(start) {
            start += 1;
        }
    }
}

fn is_uuid(run: &str) -> bool {
    run.len() == 36
        && run.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

fn is_address(run: &str) -> bool {
    run.len() == 42
        && run
            .strip_prefix("0x")
            .is_some_and(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_secret_is_cut_out_and_ids_stay() {
        let id = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5";
        let address = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
        let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
        let signature = format!("0x{}", "ab".repeat(65));
        let text = format!("é {id} {address} {token} {signature} ü");
        assert!(looks_secret(&text) && !looks_secret(id));
        let clean = Scrubber::new(&[]).scrub(&text);
        assert_eq!(clean, format!("é {id} {address} [redacted] [redacted] ü"));
    }

    #[test]
    fn a_piece_of_a_short_or_a_long_secret_is_cut_out() {
        let secrets = ["abcd", "VENICE_ADMIN_KEY_UNITTEST_efgh-0123456789"].map(Secret::from);
        let scrubber = Scrubber::new(&secrets);
        for (text, clean) in [
            ("x abcd y", "x [redacted] y"),
            ("x abc y", "x abc y"),
            ("x h-0123456789 y", "x [redacted] y"),
            ("x -0123456789 y", "x -0123456789 y"),
            ("", ""),
        ] {
            assert_eq!(scrubber.scrub(text), clean);
        }
    }
}
