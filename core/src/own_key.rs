//! [`OwnKey`]: the key that a client calls with. Its clones share it, and it can be exchanged while
//! their calls are under way.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, TryLockError};
use std::time::{Duration, Instant};

use crate::credential::{Credential, Source};
use crate::jobs::Rotations;
use crate::secret::Secret;
use crate::transport::Bearer;

/// How long a rotated key's predecessor stands in for it: a new key may not be known to all of
/// Venice's servers at once.
const STANDS_IN: Duration = Duration::from_secs(30);

/// The key that a client calls with.
///
/// Reading it waits for nobody, so that a forked child can: a writer only ever holds the slot that
/// nobody needs.
pub(crate) struct OwnKey {
    /// Counts the exchanges; the slot of that number, modulo two, is the current one.
    version: AtomicU64,
    slots: [RwLock<Slot>; 2],
    exchange: Mutex<()>,
    /// What those who share it know of its own rotation.
    pub(crate) rotations: Rotations,
    /// Asked for another key where this one is refused.
    pub(crate) credential: Option<Credential>,
}

#[derive(Clone, Default)]
struct Slot {
    version: u64,
    bearer: Option<Bearer>,
    /// Until when it is tried where the key after it is refused.
    stands_in_until: Option<Instant>,
}

/// A key, and how many there were before it.
#[derive(Clone)]
pub(crate) struct Numbered {
    pub(crate) version: u64,
    pub(crate) bearer: Bearer,
}

impl Slot {
    fn numbered(self) -> Option<Numbered> {
        let Self {
            version, bearer, ..
        } = self;
        bearer.map(|bearer| Numbered { version, bearer })
    }
}

impl OwnKey {
    pub(crate) fn new(bearer: Option<Bearer>, source: Option<Arc<Source>>) -> Self {
        let first = Slot {
            bearer,
            ..Slot::default()
        };
        Self {
            version: AtomicU64::new(0),
            slots: [first, Slot::default()].map(RwLock::new),
            exchange: Mutex::default(),
            rotations: Rotations::default(),
            credential: source.map(Credential::new),
        }
    }

    /// One like it that is exchanged apart from it.
    pub(crate) fn renewed(&self) -> Self {
        let source = self.credential.as_ref().map(Credential::source);
        Self::new(self.current().map(|key| key.bearer), source)
    }

    pub(crate) fn secret(&self) -> Option<Secret> {
        self.current().map(|key| key.bearer.secret)
    }

    pub(crate) fn current(&self) -> Option<Numbered> {
        self.current_slot().numbered()
    }

    /// The key before the current one, while it stands in for it.
    pub(crate) fn former(&self) -> Option<Numbered> {
        let current = self.version.load(Ordering::Acquire);
        let slot = self.look(current.wrapping_add(1))?;
        let stands_in = slot.stands_in_until.is_some_and(|end| Instant::now() < end);
        (stands_in && slot.version.wrapping_add(1) == current)
            .then_some(slot)?
            .numbered()
    }

    /// The key to try where those of these numbers were refused.
    pub(crate) fn other_than(&self, refused: &[u64]) -> Option<Numbered> {
        let keys = [self.current(), self.former()].into_iter().flatten();
        let mut others = keys.filter(|key| !refused.contains(&key.version));
        others.next()
    }

    /// Goes on with another key; says whether it is another.
    pub(crate) fn set(&self, bearer: Bearer) -> bool {
        self.exchange(bearer, None)
    }

    /// Goes on with the key that was made in place of this one, which [stands in](STANDS_IN) for it
    /// a while.
    pub(crate) fn rotate(&self, bearer: Bearer) -> bool {
        self.exchange(bearer, Some(STANDS_IN))
    }

    fn exchange(&self, bearer: Bearer, stands_in: Option<Duration>) -> bool {
        let one = self.exchange.lock();
        let _one = one.unwrap_or_else(PoisonError::into_inner);
        let old = self.current_slot();
        let is_same = |old: &Bearer| old.secret == bearer.secret;
        if old.bearer.as_ref().is_some_and(is_same) {
            return false;
        }
        let version = old.version.wrapping_add(1);
        self.replace(Slot {
            version,
            bearer: Some(bearer),
            stands_in_until: None,
        });
        self.version.store(version, Ordering::Release);
        self.replace(Slot {
            bearer: old.bearer.filter(|_| stands_in.is_some()),
            stands_in_until: stands_in.map(|time| Instant::now() + time),
            ..old
        });
        true
    }

    fn current_slot(&self) -> Slot {
        loop {
            let version = self.version.load(Ordering::Acquire);
            // Else it was exchanged between the two: then the number is another now, too.
            if let Some(slot) = self.look(version).filter(|slot| slot.version == version) {
                return slot;
            }
            std::hint::spin_loop();
        }
    }

    fn slot(&self, version: u64) -> &RwLock<Slot> {
        &self.slots[usize::from(version % 2 == 1)]
    }

    /// What the slot of that number holds, unless it is being written.
    fn look(&self, version: u64) -> Option<Slot> {
        match self.slot(version).try_read() {
            Ok(slot) => Some(slot.clone()),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner().clone()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    fn replace(&self, slot: Slot) {
        let held = self.slot(slot.version).write();
        *held.unwrap_or_else(PoisonError::into_inner) = slot;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use super::*;

    fn bearer(text: &str) -> Bearer {
        Bearer::new(Secret::from(text))
    }

    fn shown(key: Option<Numbered>) -> Option<(u64, String)> {
        key.map(|key| (key.version, key.bearer.secret.reveal().to_owned()))
    }

    fn numbered(version: u64, text: &str) -> Option<(u64, String)> {
        Some((version, text.to_owned()))
    }

    #[test]
    fn a_key_is_exchanged_for_all_and_only_for_another() {
        let own = OwnKey::new(None, None);
        assert!(own.secret().is_none());
        assert!(own.set(bearer("first")));
        assert!(!own.set(bearer("first")));
        assert_eq!(shown(own.current()), numbered(1, "first"));
        let renewed = own.renewed();
        assert!(own.set(bearer("second")));
        assert_eq!(own.secret(), Some(Secret::from("second")));
        assert_eq!(renewed.secret(), Some(Secret::from("first")));
        assert!(own.former().is_none(), "it was replaced, not rotated");
        assert!(own.slots[1].read().unwrap().bearer.is_none(), "and is gone");
    }

    #[test]
    fn only_the_last_rotated_key_stands_in_and_not_for_long() {
        let own = OwnKey::new(Some(bearer("first")), None);
        assert!(own.former().is_none());
        assert!(own.rotate(bearer("second")));
        assert_eq!(shown(own.former()), numbered(0, "first"));
        assert!(own.rotate(bearer("third")));
        assert_eq!(shown(own.former()), numbered(1, "second"));
        let other_than = |refused: &[u64]| shown(own.other_than(refused));
        assert_eq!(other_than(&[]), numbered(2, "third"));
        assert_eq!(other_than(&[0, 2]), numbered(1, "second"));
        assert_eq!(other_than(&[1, 2]), None);
        own.slots[1].write().unwrap().stands_in_until = Some(Instant::now());
        assert!(own.former().is_none());
        assert!(own.rotate(bearer("fourth")) && own.set(bearer("fifth")));
        assert!(own.former().is_none());
    }

    #[test]
    fn whoever_reads_while_others_exchange_gets_one_of_their_keys() {
        let own = Arc::new(OwnKey::new(Some(bearer("0")), None));
        let over = Arc::new(AtomicBool::new(false));
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (own, over) = (own.clone(), over.clone());
                thread::spawn(move || {
                    let mut newest = 0;
                    while !over.load(Ordering::Relaxed) {
                        let (version, text) = shown(own.current()).unwrap();
                        assert_eq!(version.to_string(), text);
                        assert!(version >= newest);
                        newest = version;
                    }
                })
            })
            .collect();
        for number in 1..=2_000 {
            assert!(own.rotate(bearer(&number.to_string())));
        }
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            reader.join().unwrap();
        }
        assert_eq!(shown(own.former()), numbered(1_999, "1999"));
    }

    #[test]
    fn a_child_reads_what_its_parent_was_about_to_exchange() {
        let own = OwnKey::new(Some(bearer("first")), None);
        let _writer = own.exchange.lock().unwrap();
        let _writing = own.slots[1].write().unwrap();
        assert_eq!(own.renewed().secret(), Some(Secret::from("first")));
    }
}
