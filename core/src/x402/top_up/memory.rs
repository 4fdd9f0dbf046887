//! What this process knows of the payments that it prepared and sent, by order, wallet and server.
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
/// Of how many of them the records are kept after they were paid, so that asking for the order
/// again gives the same payment; a record has some kilobytes.
const KEPT: usize = 1_000;

/// What stands for an order of a wallet at a server.
type Key = [u8; 32];

#[derive(Debug, Clone)]
enum Stage {
    /// By this process: a fork of it may send it, too.
    Prepared { process: u32, code: String },
    /// With its record, if that is kept.
    Sent { record: Option<Arc<str>> },
}

static KNOWN: Mutex<Option<HashMap<Key, Stage>>> = Mutex::new(None);

/// What is known, unless the lock can't be had: in a forked child, one that another thread held is
/// never released.
fn known() -> Option<MutexGuard<'static, Option<HashMap<Key, Stage>>>> {
    for _ in 0..100 {
        match KNOWN.try_lock() {
            Ok(known) => return Some(known),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(1)),
        }
    }
    None
}

type Known = HashMap<Key, Stage>;

/// Looks at what is known, and changes it, in one step.
fn with<T>(work: impl FnOnce(&mut Known) -> T) -> Option<T> {
    known().map(|mut known| work(known.get_or_insert_default()))
}

fn put(known: &mut Known, key: Key, stage: Stage) {
    if known.len() < ROOM || known.contains_key(&key) {
        known.insert(key, stage);
    }
}

fn prepared_here(code: &str) -> Stage {
    Stage::Prepared {
        process: std::process::id(),
        code: code.to_owned(),
    }
}

/// A payment was prepared, and nothing of it was sent.
pub(super) fn prepared(key: Key, code: &str) {
    with(|known| {
        if !matches!(known.get(&key), Some(Stage::Sent { .. })) {
            put(known, key, prepared_here(code));
        }
    });
}

/// A payment is going to be sent; says whether it is certainly the first request of its order, as
/// far as this process can know.
pub(super) fn begin(key: Key, code: &str, record: &str) -> bool {
    let begun = with(|known| {
        let first = is_first(known, &key, code);
        let record = Some(Arc::from(record));
        put(known, key, Stage::Sent { record });
        first
    });
    begun.unwrap_or(false)
}

fn is_first(known: &Known, key: &Key, code: &str) -> bool {
    match known.get(key) {
        Some(Stage::Prepared {
            process,
            code: prepared,
        }) => *process == std::process::id() && prepared == code,
        _ => false,
    }
}

/// Whether nothing of this payment's order was sent, as far as this process can know.
pub(super) fn is_unsent(key: &Key, code: &str) -> bool {
    with(|known| is_first(known, key, code)).unwrap_or(false)
}

/// The payment is paid.
pub(super) fn paid(key: Key) {
    with(|known| {
        let records = known
            .values()
            .filter(|stage| matches!(stage, Stage::Sent { record: Some(_) }));
        if records.count() > KEPT {
            put(known, key, Stage::Sent { record: None });
        }
    });
}

/// Nothing of the payment was sent, or nothing of it moved.
pub(super) fn nothing_moved(key: Key, code: &str) {
    with(|known| put(known, key, prepared_here(code)));
}

/// The record of the payment of this order that was sent last.
pub(super) fn sent(key: &Key) -> Option<Arc<str>> {
    with(|known| match known.get(key) {
        Some(Stage::Sent { record }) => record.clone(),
        _ => None,
    })?
}

#[cfg(test)]
pub(super) fn forget(key: &Key) {
    with(|known| known.remove(key));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_request_of_what_was_prepared_here_is_certain() {
        let key = [1; 32];
        assert!(!begin(key, "a", "record a"), "loaded");
        assert_eq!(sent(&key).as_deref(), Some("record a"));
        prepared(key, "b");
        assert!(!begin(key, "b", "record b"), "one of this order was sent");
        let key = [2; 32];
        prepared(key, "a");
        assert!(sent(&key).is_none());
        assert!(begin(key, "a", "record a"));
        assert!(!begin(key, "a", "record a"), "again");
        paid(key);
        assert_eq!(sent(&key).as_deref(), Some("record a"));
        nothing_moved(key, "a");
        assert!(!begin(key, "b", "record b"), "prepared elsewhere");
    }
}
