//! What this process knows of the payments that it prepared and sent, by their nonces.
//!
//! Two things rest on it. A refusal says that nothing moved only if no request with this nonce was
//! sent before; and an order that is asked for again while its first payment is open is paid with
//! that payment, not with a second one. Where it knows nothing, the careful answer is taken: that
//! something may have been sent.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

/// How many payments are remembered. More are taken for ones that another process sent.
const ROOM: usize = 50_000;

type Nonce = [u8; 32];

#[derive(Debug, Clone)]
enum Stage {
    /// By this process: a fork of it may send it, too.
    Prepared { process: u32, code: String },
    /// Its record, while it isn't known what became of it.
    Sent { open: Option<Arc<str>> },
}

static KNOWN: Mutex<Option<HashMap<Nonce, Stage>>> = Mutex::new(None);

/// What is known, unless the lock can't be had: in a forked child, one that another thread held is
/// never released.
fn known() -> Option<MutexGuard<'static, Option<HashMap<Nonce, Stage>>>> {
    for _ in 0..100 {
        match KNOWN.try_lock() {
            Ok(known) => return Some(known),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
    None
}

type Known = HashMap<Nonce, Stage>;

/// Looks at what is known, and changes it, in one step.
fn with<T>(work: impl FnOnce(&mut Known) -> T) -> Option<T> {
    known().map(|mut known| work(known.get_or_insert_default()))
}

fn put(known: &mut Known, nonce: Nonce, stage: Stage) {
    if known.len() < ROOM || known.contains_key(&nonce) {
        known.insert(nonce, stage);
    }
}

fn prepared_here(code: &str) -> Stage {
    Stage::Prepared {
        process: std::process::id(),
        code: code.to_owned(),
    }
}

/// A payment was prepared, and nothing of it was sent.
pub(super) fn prepared(nonce: Nonce, code: &str) {
    with(|known| {
        if !matches!(known.get(&nonce), Some(Stage::Sent { .. })) {
            put(known, nonce, prepared_here(code));
        }
    });
}

/// A payment is going to be sent; says whether it is certainly the first request of its nonce, as
/// far as this process can know.
pub(super) fn begin(nonce: Nonce, code: &str, record: &str) -> bool {
    let begun = with(|known| {
        let first = is_first(known, &nonce, code);
        let open = Some(Arc::from(record));
        put(known, nonce, Stage::Sent { open });
        first
    });
    begun.unwrap_or(false)
}

fn is_first(known: &Known, nonce: &Nonce, code: &str) -> bool {
    match known.get(nonce) {
        Some(Stage::Prepared {
            process,
            code: prepared,
        }) => *process == std::process::id() && prepared == code,
        _ => false,
    }
}

/// Whether nothing of this payment's nonce was sent, as far as this process can know.
pub(super) fn is_unsent(nonce: &Nonce, code: &str) -> bool {
    with(|known| is_first(known, nonce, code)).unwrap_or(false)
}

/// It is known what became of the payment.
pub(super) fn settled(nonce: Nonce) {
    with(|known| put(known, nonce, Stage::Sent { open: None }));
}

/// Nothing of the payment was sent, or nothing of it moved.
pub(super) fn nothing_moved(nonce: Nonce, code: &str) {
    with(|known| put(known, nonce, prepared_here(code)));
}

/// The record of a payment of this nonce of which it isn't known what became of it.
pub(super) fn open(nonce: &Nonce) -> Option<Arc<str>> {
    with(|known| match known.get(nonce) {
        Some(Stage::Sent { open }) => open.clone(),
        _ => None,
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_request_of_what_was_prepared_here_is_certain() {
        let nonce = [1; 32];
        assert!(!begin(nonce, "a", "record a"), "loaded");
        assert_eq!(open(&nonce).as_deref(), Some("record a"));
        prepared(nonce, "b");
        assert!(!begin(nonce, "b", "record b"), "one of this order was sent");
        let nonce = [2; 32];
        prepared(nonce, "a");
        assert!(open(&nonce).is_none());
        assert!(begin(nonce, "a", "record a"));
        assert!(!begin(nonce, "a", "record a"), "again");
        settled(nonce);
        assert!(open(&nonce).is_none());
        nothing_moved(nonce, "a");
        assert!(!begin(nonce, "b", "record b"), "prepared elsewhere");
    }
}
