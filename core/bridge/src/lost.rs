//! What is said of a key that nobody took, or that may exist: the one wording of each warning.

use venice_keys::{Operation, Timestamp};

use crate::host::Names;

/// What must be said of a call if nobody takes its outcome.
pub(crate) enum Lost {
    /// It created the key with this id.
    Key(String),
    /// It may have created one: the error's text.
    Unknown(String),
}

impl Lost {
    pub(crate) fn given_up(&self, operation: &str) -> String {
        match self {
            Self::Key(id) => format!(
                "{operation} was given up, but Venice created the key {id}: nobody has its secret, \
                 so delete the key"
            ),
            Self::Unknown(error) => format!("a call was given up: {error}"),
        }
    }

    pub(crate) fn handed_over(&self, operation: &str) -> String {
        match self {
            Self::Key(id) => format!(
                "{operation} created the key {id}, and its thread ended just as it was given the \
                 key: if nobody has its secret, delete the key"
            ),
            Self::Unknown(_) => self.given_up(operation),
        }
    }
}

/// What is shown in place of a panic, where no key can have been created.
pub const DEFECT: &str = "a defect in venice-keys ended this call: please report it";

/// What to show in place of a panic of a call that creates a key.
pub(crate) fn defect(since: Timestamp, names: Names) -> String {
    format!(
        "{DEFECT}. A key may have been created: {}",
        look(since, names)
    )
}

/// A program or a thread ends, and a call that creates a key doesn't.
pub(crate) fn still_open(operation: &str, since: Timestamp, names: Names) -> String {
    format!(
        "{operation} is still under way as its program or thread ends. A key may be created that \
         nobody has: {}",
        look(since, names)
    )
}

fn look(since: Timestamp, names: Names) -> String {
    let list_keys = names.of(Operation::ListKeys);
    format!(
        "look in {list_keys}() for one created since {since:.0}, by this machine's clock, that \
         nobody knows"
    )
}
