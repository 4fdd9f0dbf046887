//! [`Rotations`]: what a client knows of its own rotations that no record may hold and no list
//! tells: the secret that it is to go on with itself, and which commits it sent.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::secret::Secret;

/// How many rotations are remembered.
const ROOM: usize = 1000;
/// How many of the keys are remembered that were the client's own before. Calls are under way with
/// the last of them only.
const FORMER_ROOM: usize = 8;

#[derive(Default)]
pub(crate) struct Rotations(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    /// From the oldest to the newest.
    known: VecDeque<Known>,
    /// The ids of the keys that were the client's own, from the oldest to the newest.
    former: VecDeque<String>,
}

#[derive(Default)]
struct Known {
    /// The new key's id.
    id: String,
    own: Option<Own>,
    is_committing: bool,
    is_finished: bool,
}

/// A key that is to take the place of the client's own.
struct Own {
    old_id: String,
    secret: Secret,
}

impl Rotations {
    /// The client's own key is to be replaced by this one.
    pub(super) fn begun(&self, id: &str, old_id: &str, secret: Secret) {
        let old_id = old_id.to_owned();
        let mut memory = self.memory();
        // Two can't be under way for one old key: one begun earlier has ended.
        for known in &mut memory.known {
            known.own.take_if(|own| own.old_id == old_id);
        }
        memory.of(id).own = Some(Own { old_id, secret });
    }

    /// A request to make the key lasting is going to be sent.
    pub(super) fn committing(&self, id: &str) {
        self.memory().of(id).is_committing = true;
    }

    pub(super) fn is_committing(&self, id: &str) -> bool {
        let memory = self.memory();
        let mut known = memory.known.iter();
        known.any(|known| known.id == id && known.is_committing)
    }

    /// The secret with which the client goes on, once.
    pub(super) fn take_own(&self, id: &str) -> Option<Secret> {
        let mut memory = self.memory();
        let known = memory.known.iter_mut().find(|known| known.id == id)?;
        let Own { old_id, secret } = known.own.take()?;
        memory.former.push_back(old_id);
        if memory.former.len() > FORMER_ROOM {
            memory.former.pop_front();
        }
        Some(secret)
    }

    /// Whether the client called with this key before it was rotated.
    pub(super) fn was_own(&self, old_id: &str) -> bool {
        self.memory().former.iter().any(|former| former == old_id)
    }

    /// The rotation was carried out: of what is remembered, this is needed least. A list that lags
    /// behind may still show the key as pending, so it isn't forgotten at once.
    pub(super) fn finished(&self, id: &str) {
        let mut memory = self.memory();
        let known = memory.known.iter_mut().find(|known| known.id == id);
        known.into_iter().for_each(|known| known.is_finished = true);
    }

    /// The key is deleted.
    pub(super) fn forget(&self, id: &str) {
        self.memory().known.retain(|known| known.id != id);
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// What is known of a rotation. A new one is always let in: for it, the oldest of those goes
    /// that are needed least.
    fn of(&mut self, id: &str) -> &mut Known {
        let at = self.known.iter().position(|known| known.id == id);
        let at = at.unwrap_or_else(|| {
            let least = (0..self.known.len()).min_by_key(|at| self.known[*at].need());
            if let Some(least) = least.filter(|_| self.known.len() >= ROOM) {
                self.known.remove(least);
            }
            self.known.push_back(Known {
                id: id.to_owned(),
                ..Known::default()
            });
            self.known.len() - 1
        });
        &mut self.known[at]
    }
}

impl Known {
    fn need(&self) -> impl Ord + use<> {
        (self.own.is_some(), !self.is_finished)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_handed_out_once_and_forgotten_with_its_key() {
        let rotations = Rotations::default();
        let secret = Secret::from("VENICE_ADMIN_KEY_UNITTEST");
        rotations.begun("new", "old", secret.clone());
        rotations.begun("other", "older", secret.clone());
        assert_eq!(rotations.take_own("new"), Some(secret.clone()));
        assert_eq!(rotations.take_own("new"), None);
        rotations.finished("new");
        assert!(
            rotations.was_own("old"),
            "calls may still be under way with it"
        );
        assert!(!rotations.was_own("older"), "it is, still");
        rotations.forget("other");
        assert_eq!(rotations.take_own("other"), None);
        assert!(!rotations.is_committing("new"));
        rotations.committing("new");
        assert!(rotations.is_committing("new"));
        rotations.begun("first", "old", secret.clone());
        rotations.begun("second", "old", secret);
        assert_eq!(rotations.take_own("first"), None, "it has ended");
        assert!(rotations.take_own("second").is_some());
    }

    #[test]
    fn what_is_remembered_has_a_bound_and_the_least_needed_goes_first() {
        let rotations = Rotations::default();
        let secret = Secret::from("VENICE_ADMIN_KEY_UNITTEST");
        rotations.begun("own", "old", secret.clone());
        rotations.committing("unsure");
        for number in 0..2 * ROOM {
            let id = number.to_string();
            rotations.committing(&id);
            rotations.finished(&id);
        }
        assert_eq!(rotations.memory().known.len(), ROOM);
        assert!(!rotations.is_committing("0"));
        assert!(rotations.is_committing(&(2 * ROOM - 1).to_string()));
        assert!(rotations.is_committing("unsure"));
        for number in 0..ROOM {
            rotations.committing(&format!("unsure {number}"));
        }
        assert_eq!(rotations.memory().known.len(), ROOM);
        assert!(!rotations.is_committing("unsure"));
        assert!(rotations.take_own("own") == Some(secret.clone()));
        for number in 0..2 * FORMER_ROOM {
            let id = number.to_string();
            rotations.begun(&id, &id, secret.clone());
            rotations.take_own(&id);
        }
        assert_eq!(rotations.memory().former.len(), FORMER_ROOM);
        assert!(rotations.was_own(&(2 * FORMER_ROOM - 1).to_string()));
    }
}
