//! Which key replaces which, as a list shows it.

use crate::setup::{Setup, Variant};
use crate::state::{Creator, Key, Name};

impl Key {
    /// Committed to replace a key, and still without its last name, so that it says which.
    pub(crate) fn is_successor_of(&self, old: Creator) -> bool {
        let is_unnamed = self.name == Name::Successor || self.is_lasting(Name::Pending);
        is_unnamed && self.old == Some(old)
    }

    /// Under way to replace a key.
    pub(crate) fn is_made_for(&self, old: Creator) -> bool {
        self.name == Name::Pending && self.end.is_some() && self.old == Some(old)
    }

    /// Newer than a key that ends as a rotated one does, and lasting longer.
    fn outlives(&self, old: &Key) -> bool {
        let is_longer = old
            .end
            .is_some_and(|end| self.end.is_none_or(|it| it > end));
        old.mark.is_some() && self.created > old.created && is_longer
    }
}

/// The key of its name that a key's end is marked with.
pub(crate) fn twin<'a>(keys: &'a [Key], old: &Key) -> Option<&'a Key> {
    keys.iter().find(|key| {
        let is_newer = key.name == old.name && key.created > old.created;
        is_newer && old.mark == Some(key.creator)
    })
}

/// For a key that was rotated: a newer one that has its name, or is about to get it. The one that
/// its end is marked with may have been rotated itself, and be gone.
pub(crate) fn newer_twin<'a>(setup: &Setup, keys: &'a [Key], old: &Key) -> Option<&'a Key> {
    let is_to_have_it = |key: &Key| match setup.is(Variant::NamedOnly) {
        true => key.name == old.name,
        false => key.name == old.name || key.is_lasting(Name::Pending),
    };
    if setup.is(Variant::MarksOnly) {
        return None;
    }
    keys.iter()
        .find(|key| is_to_have_it(key) && key.outlives(old))
}

/// Whether a key was rotated, and its successor is here.
pub(crate) fn has_successor(keys: &[Key], old: &Key) -> bool {
    let marked = |key: &&Key| old.mark == Some(key.creator);
    let is_linked = |key: &Key| key.name == old.name || key.old == Some(old.creator);
    keys.iter().find(marked).is_some_and(is_linked)
}
