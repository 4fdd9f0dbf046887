//! What the model knows of the world: the server's keys and clock, requests on their way, and the
//! processes that run a job.

/// The server's clock, in ticks.
pub(crate) type Time = u8;

/// Which attempt of which run of which process created a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Creator {
    pub(crate) process: u8,
    pub(crate) run: u8,
    pub(crate) attempt: u8,
}

/// The key that a rotation replaces: nobody in the model created it.
pub(crate) const OLD: Creator = Creator {
    process: u8::MAX,
    run: 0,
    attempt: 0,
};

/// What a key is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Name {
    /// A pending name.
    Pending,
    /// The name that is wanted.
    Wanted,
    /// A name for successors (a rejected protocol's).
    Successor,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) creator: Creator,
    pub(crate) name: Name,
    /// `createdAt`. The old key's is before the start.
    pub(crate) created: i8,
    /// Stands for the random id, by which keys of the same time are ordered.
    pub(crate) id: i32,
    /// `expiresAt`; none: lasting.
    pub(crate) end: Option<Time>,
    /// The key that it was made to replace. Others learn of it only by its pending name.
    pub(crate) old: Option<Creator>,
    /// The successor that its end is marked with.
    pub(crate) mark: Option<Creator>,
}

impl Key {
    /// What the protocols call "first": by time, then by id.
    pub(crate) fn order(&self) -> (i8, i32) {
        (self.created, self.id)
    }

    /// Named so, and lasting.
    pub(crate) fn is_lasting(&self, name: Name) -> bool {
        self.name == name && self.end.is_none()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Request {
    Create {
        creator: Creator,
        name: Name,
        end: Option<Time>,
        /// Whom the pending name says that it is to replace.
        old: Option<Creator>,
    },
    /// What is none stays as it is.
    Patch {
        key: Creator,
        name: Option<Name>,
        end: Option<Option<Time>>,
        /// Whom the end names as the successor.
        mark: Option<Creator>,
    },
    Delete {
        key: Creator,
    },
}

impl Request {
    pub(crate) fn key(&self) -> Creator {
        match *self {
            Self::Create { creator, .. } => creator,
            Self::Patch { key, .. } | Self::Delete { key } => key,
        }
    }
}

/// What a process learns of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Response {
    Done,
    /// There is no such key.
    Gone,
    /// The end of what was to be created has passed.
    Refused,
    /// No response came: it may have been carried out, or may yet be.
    Lost,
}

/// What a process does next, or how it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum At {
    Start,
    Create,
    LookForOrphans,
    DeleteOrphan,
    Settle,
    GiveWay,
    Store,
    Commit,
    StoreLate,
    EndOldEarly,
    EndOld,
    Rename,
    DeleteOld,
    Finish,
    Sweep,
    // How it ended.
    Done,
    Exists,
    AlreadyDone,
    /// It found two keys of the name.
    Conflict,
    Failed,
    Unknown,
    Dead,
}

impl At {
    pub(crate) fn is_over(self) -> bool {
        self >= At::Done
    }
}

/// What else a process remembers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Memory {
    Nothing,
    /// Its commit was sent, and no response came.
    CommitSent,
    /// It goes on with what an earlier run began.
    Resumed,
    /// The key that it is to replace had an end when it was read.
    OldEnds,
    /// What there was before (a rejected protocol's).
    Before(Vec<Creator>),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Process {
    pub(crate) at: At,
    /// Which run it is: a killed process may be started again.
    pub(crate) run: u8,
    pub(crate) attempt: u8,
    /// Until when it waits.
    pub(crate) until: Time,
    /// The key that it works on.
    pub(crate) key: Option<Creator>,
    /// The key that it was told to replace, if that isn't the first one.
    pub(crate) old: Option<Creator>,
    pub(crate) memory: Memory,
}

impl Process {
    pub(crate) fn started(run: u8) -> Self {
        Self::ended(At::Start, run)
    }

    pub(crate) fn ended(at: At, run: u8) -> Self {
        Self {
            at,
            run,
            attempt: 0,
            until: 0,
            key: None,
            old: None,
            memory: Memory::Nothing,
        }
    }

    /// The same process at another step.
    pub(crate) fn to(&self, at: At) -> Self {
        Self { at, ..self.clone() }
    }

    pub(crate) fn with_key(mut self, key: Creator) -> Self {
        self.key = Some(key);
        self
    }

    pub(crate) fn replacing(mut self, old: Option<Creator>) -> Self {
        self.old = old;
        self
    }

    pub(crate) fn with(mut self, memory: Memory) -> Self {
        self.memory = memory;
        self
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct State {
    pub(crate) time: Time,
    /// Unexpired keys, in the order of their creators.
    pub(crate) keys: Vec<Key>,
    /// Given up by their senders, and carried out at any later time or never.
    pub(crate) on_their_way: Vec<Request>,
    pub(crate) processes: Vec<Process>,
    /// How many more responses get lost.
    pub(crate) faults: u8,
    pub(crate) kills: u8,
    /// Whose secrets the caller has stored: what was stored stays stored.
    pub(crate) stored: Vec<Creator>,
    /// What a list may still show, each with the time at which it was last true.
    pub(crate) past: Vec<(Time, Vec<Key>)>,
}

impl State {
    pub(crate) fn all_over(&self) -> bool {
        self.processes.iter().all(|process| process.at.is_over())
    }

    pub(crate) fn count(&self, at: At) -> usize {
        self.processes
            .iter()
            .filter(|process| process.at == at)
            .count()
    }

    /// Whether the process that created the key still runs, and may yet put things right.
    pub(crate) fn is_owned(&self, key: &Key) -> bool {
        let process = self.processes.get(usize::from(key.creator.process));
        process.is_some_and(|process| !process.at.is_over() && process.run == key.creator.run)
    }

    pub(crate) fn has_stored(&self, key: &Key) -> bool {
        self.stored.contains(&key.creator)
    }
}
