//! An answer's body: how it is read, and what is left of it afterwards.

use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use zeroize::{Zeroize, Zeroizing};

/// Answers are read up to this size, unpacked.
const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// Room for an answer of unknown length, so that an answer with a secret isn't moved as it grows.
const USUAL_BODY: usize = 16 * 1024;

/// An answer's body; wiped when dropped if it may hold a key.
pub(crate) struct AnswerBody {
    bytes: Vec<u8>,
    wipe: bool,
    /// Where its room goes afterwards, if it held nothing to wipe.
    spare: Arc<Spare>,
}

/// Room for the next answer: a large one's would go back to the system and be asked for again, page
/// by page, which took a list of 500 keys a fifth of its time.
#[derive(Default)]
pub(super) struct Spare(Mutex<Vec<u8>>);

impl Spare {
    /// As many keys as an account may have fit twice.
    const LARGEST: usize = 512 * 1024;

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn give(&self, mut room: Vec<u8>) {
        if room.capacity() <= Self::LARGEST {
            room.clear();
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = room;
        }
    }
}

impl AnswerBody {
    #[cfg(any(test, fuzzing))]
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            wipe: false,
            spare: Arc::default(),
        }
    }

    /// Without the byte order mark that some servers put before JSON.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.bytes)
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        if self.wipe {
            self.bytes.zeroize();
        } else {
            self.spare.give(std::mem::take(&mut self.bytes));
        }
    }
}

pub(super) fn read_body(
    mut from: impl Read,
    length: Option<usize>,
    wipe: bool,
    spare: &Arc<Spare>,
) -> (AnswerBody, Option<ureq::Error>) {
    let room = length.map_or(USUAL_BODY, |length| length.min(LARGEST_BODY) + 1);
    // What may hold a key never lies in room that is used again.
    let mut bytes = if wipe { Vec::new() } else { spare.take() };
    bytes.reserve(room);
    let mut body = AnswerBody {
        bytes,
        wipe,
        spare: spare.clone(),
    };
    let end = match wipe {
        true => read_without_traces(&mut from, &mut body.bytes),
        false => from
            .by_ref()
            .take(LARGEST_BODY as u64 + 1)
            .read_to_end(&mut body.bytes)
            .map(drop),
    };
    let torn = match end {
        Err(error) => Some(ureq::Error::from(error)),
        Ok(()) if body.bytes.len() > LARGEST_BODY => {
            Some(ureq::Error::BodyExceedsLimit(LARGEST_BODY as u64))
        }
        Ok(()) => None,
    };
    (body, torn)
}

/// Reads to the end; where the body outgrows its room, the room left behind is wiped.
fn read_without_traces(from: &mut impl Read, into: &mut Vec<u8>) -> std::io::Result<()> {
    let mut chunk = Zeroizing::new([0u8; 4096]);
    loop {
        let count = match from.read(&mut chunk[..]) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if into.len() + count > into.capacity() {
            let mut larger = Vec::with_capacity(into.capacity() * 2 + count);
            larger.extend_from_slice(into);
            std::mem::replace(into, larger).zeroize();
        }
        into.extend_from_slice(&chunk[..count]);
        if into.len() > LARGEST_BODY {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_growing_body_is_read_whole() {
        for wipe in [true, false] {
            let sent = vec![7u8; 3 * USUAL_BODY];
            let (body, torn) = read_body(&sent[..], None, wipe, &Arc::default());
            assert!(torn.is_none() && body.bytes() == sent);
        }
    }

    #[test]
    fn a_body_over_the_limit_is_refused() {
        for wipe in [true, false] {
            let (_, torn) = read_body(std::io::repeat(7), None, wipe, &Arc::default());
            assert!(matches!(torn, Some(ureq::Error::BodyExceedsLimit(_))));
        }
    }
}
