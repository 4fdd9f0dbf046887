//! What is checked: which protocols run side by side, how much may go wrong, and, of a rejected
//! protocol, what it does otherwise.

use crate::state::Time;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    CreateOnce,
    Ensure,
    Rotate,
    /// A rotation of the key that a rotation made, as soon as that has its name.
    RotateNext,
    /// Somebody who deletes whatever is old and has a pending name (rejected).
    Sweep,
}

/// What a rejected protocol does otherwise, and the one choice that an accepted one leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// The key has its real name from the beginning.
    RealNameAtOnce,
    /// After a lost response, what wasn't there before is one's own.
    DeleteTheDifference,
    /// Pending keys have no end.
    NoEnd,
    StoreAfterCommit,
    /// An unsure commit is taken back by a DELETE.
    DeleteUnsureCommit,
    DoNotLookFirst,
    /// Ties are broken by time alone.
    IgnoreIds,
    SmallestIdWins,
    /// Ensure doesn't finish a rotation that was left.
    IgnoreSuccessors,
    /// A rotation without marks: rename, then delete the old one.
    Simple,
    EndOldFirst,
    /// The commit gives the new key a name of its own, the last step another.
    NameTwice,
    /// A rotation takes a key that ends for one that nobody has rotated.
    IgnoreMarks,
    /// A key's successor is known by the mark alone.
    MarksOnly,
    /// The same, or by its name, once it has that.
    NamedOnly,
    /// A rotation ends the oldest key of the name, not the one that it replaces.
    EndOldest,
    /// No variant: a rotation without grace, which is accepted, too.
    DeleteOld,
    /// No variant: only the rotation of what a rotation made is without grace.
    DeleteNext,
    /// No variant: it is an error, too, if an undisturbed process creates a second key.
    OneCreate,
}

#[derive(Debug, Clone)]
pub(crate) struct Setup {
    pub(crate) name: &'static str,
    pub(crate) protocols: Vec<Protocol>,
    /// What was rejected breaks this promise, first of all.
    pub(crate) breaks: Option<&'static str>,
    pub(crate) faults: u8,
    pub(crate) kills: u8,
    /// How often a process may be started.
    pub(crate) runs: u8,
    pub(crate) last_time: Time,
    /// How long a pending key lasts.
    pub(crate) hold: Time,
    /// How long a process waits before it looks who is first.
    pub(crate) settle: Time,
    /// How old a list may be.
    pub(crate) lag: Time,
    /// How long an old key lasts once a rotation ended it.
    pub(crate) grace: Time,
    /// The same of a key that a rotation made.
    pub(crate) next_grace: Time,
    pub(crate) attempts: u8,
    /// A PATCH works on an expired key: a false assumption about Venice.
    pub(crate) patch_revives: bool,
    /// Also: as long as there is time for one more hold, a good end can be reached.
    pub(crate) progress: bool,
    /// A request that was given up may be carried out later.
    pub(crate) late: bool,
    /// Ids decide ties; where no protocol compares them, they are left out.
    pub(crate) compares_ids: bool,
    pub(crate) variants: Vec<Variant>,
}

impl Setup {
    pub(crate) fn new(name: &'static str, protocols: &[Protocol]) -> Self {
        Self {
            name,
            protocols: protocols.to_vec(),
            breaks: None,
            faults: 1,
            kills: 1,
            runs: 2,
            last_time: 5,
            hold: 2,
            settle: 1,
            lag: 0,
            grace: 2,
            next_grace: 2,
            attempts: 2,
            patch_revives: false,
            progress: false,
            late: true,
            compares_ids: true,
            variants: Vec::new(),
        }
    }

    pub(crate) fn is(&self, variant: Variant) -> bool {
        self.variants.contains(&variant)
    }

    /// When a pending key that is created now ends.
    pub(crate) fn end(&self, now: Time) -> Option<Time> {
        (!self.is(Variant::NoEnd)).then_some(now + self.hold)
    }
}
