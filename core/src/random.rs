//! Random bytes, from the system.

use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use rustls::crypto::ring;

use crate::codes::ErrorCode;
use crate::error::Error;

pub(crate) fn bytes<const COUNT: usize>() -> Result<[u8; COUNT], Error> {
    let mut bytes = [0; COUNT];
    let filled = ring::default_provider().secure_random.fill(&mut bytes);
    let what = "the system gives no random numbers";
    filled.map_err(|_| Error::new(ErrorCode::Config, what))?;
    Ok(bytes)
}

/// A number that no other process has: neither one on another machine nor one that was forked from
/// this.
pub(crate) fn of_this_process() -> Result<u64, Error> {
    // No lock: in a forked child, one that another thread held is never released.
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    let drawn = match DRAWN.load(Ordering::Acquire) {
        0 => {
            let drawn = u64::from_le_bytes(bytes()?) | 1;
            let first = DRAWN.compare_exchange(0, drawn, Ordering::AcqRel, Ordering::Acquire);
            first.map_or_else(|before| before, |_| drawn)
        }
        drawn => drawn,
    };
    Ok(drawn ^ u64::from(process::id()))
}
