//! A response's body: how it is read, and what remains of it afterwards.

use std::io::Read;
use std::sync::Arc;

use zeroize::{Zeroize, Zeroizing};

use super::current_attempt;
use super::spare::Spare;

/// Responses are read up to this size, decompressed.
pub(super) const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// A response with a new key is short, and wiping a long one would take time.
pub(super) const LARGEST_WITH_KEY: usize = 1024 * 1024;
/// A refusal needs less than this; the rest of it is dropped unread.
pub(super) const LARGEST_REFUSAL: usize = 64 * 1024;
/// Reserved for a body of unknown length, so that one with a secret isn't moved as it grows.
const USUAL_BODY: usize = 16 * 1024;

/// A response's body; wiped when dropped if it may hold a key.
pub(crate) struct ResponseBody {
    bytes: Vec<u8>,
    wipe: bool,
    /// Where its memory goes afterwards, if it held nothing to wipe.
    spare: Arc<Spare>,
}

impl ResponseBody {
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

impl Drop for ResponseBody {
    fn drop(&mut self) {
        if self.wipe {
            self.bytes.zeroize();
        } else {
            self.spare.give(std::mem::take(&mut self.bytes));
        }
    }
}

/// What is known about a body before it is read.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    /// As long as the server says it is.
    pub(super) length: Option<usize>,
    /// The call creates a key, so the body may hold one.
    pub(super) wipe: bool,
    pub(super) refusal: bool,
}

impl Expected {
    fn limit(self) -> usize {
        match self {
            Self { refusal: true, .. } => LARGEST_REFUSAL,
            Self { wipe: true, .. } => LARGEST_WITH_KEY,
            _ => LARGEST_BODY,
        }
    }
}

/// Reads a body, and says why it isn't whole if it isn't. Ends with the attempt's time at the
/// latest.
pub(super) fn read_body(
    from: impl Read,
    expected: Expected,
    spare: &Arc<Spare>,
) -> (ResponseBody, Option<ureq::Error>) {
    let Expected { length, wipe, .. } = expected;
    let limit = expected.limit();
    let reserved = length.map_or(USUAL_BODY, |length| length.min(limit) + 1);
    // A body that may hold a key never uses memory that is reused.
    let mut bytes = if wipe { Vec::new() } else { spare.take() };
    bytes.reserve(reserved);
    let mut body = ResponseBody {
        bytes,
        wipe,
        spare: spare.clone(),
    };
    let mut from = TimedReader(from).take(limit as u64 + 1);
    let end = match wipe {
        true => read_without_traces(&mut from, &mut body.bytes),
        false => from.read_to_end(&mut body.bytes).map(drop),
    };
    let too_long = body.bytes.len() > limit;
    body.bytes.truncate(limit);
    let truncated = match end {
        Err(error) => Some(ureq::Error::from(error)),
        Ok(()) if too_long && !expected.refusal => {
            Some(ureq::Error::BodyExceedsLimit(limit as u64))
        }
        Ok(()) => None,
    };
    (body, truncated)
}

/// Fails once the attempt's time is over. Decompressing a bomb takes no time on the network, so the
/// sockets wouldn't notice.
struct TimedReader<R>(R);

impl<R: Read> Read for TimedReader<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        /// Decompressed in less than a millisecond.
        const PIECE: usize = 64 * 1024;
        current_attempt::left().map_err(ureq::Error::into_io)?;
        let most = into.len().min(PIECE);
        self.0.read(&mut into[..most])
    }
}

/// Reads to the end; where the body outgrows its memory, what is left behind is wiped.
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(wipe: bool) -> Expected {
        Expected {
            length: None,
            wipe,
            refusal: false,
        }
    }

    #[test]
    fn a_growing_body_is_read_whole() {
        for wipe in [true, false] {
            let sent = vec![7u8; 3 * USUAL_BODY];
            let (body, truncated) = read_body(&sent[..], expected(wipe), &Arc::default());
            assert!(truncated.is_none() && body.bytes() == sent);
        }
    }

    #[test]
    fn a_body_over_the_limit_is_refused() {
        for wipe in [true, false] {
            let endless = std::io::repeat(7);
            let (_, truncated) = read_body(endless, expected(wipe), &Arc::default());
            assert!(matches!(truncated, Some(ureq::Error::BodyExceedsLimit(_))));
        }
    }
}
