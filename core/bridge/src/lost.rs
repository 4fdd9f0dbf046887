//! What is said of a key or a payment that nobody heard of, or that there may be: the one wording
//! of each warning.

use venice_keys::{Effect, ErrorCode, Operation, Timestamp};

use crate::host::Names;
use crate::pending::Left;

/// What must be said of a call if nobody takes its outcome.
pub(crate) enum Lost {
    /// What it left.
    Left(Left),
    /// What it may have left: the error's text.
    Unknown(String),
}

impl Lost {
    pub(crate) fn given_up(&self, operation: &str) -> String {
        match self {
            Self::Left(Left::Key(id)) => format!(
                "{operation} was given up, but Venice created the key {id}: nobody has its secret, \
                 so delete the key"
            ),
            Self::Left(Left::Payment(paid)) => {
                format!("{operation} was given up, but {paid}. {ONCE}")
            }
            Self::Unknown(error) => format!("a call was given up: {error}"),
        }
    }

    pub(crate) fn handed_over(&self, operation: &str) -> String {
        match self {
            Self::Left(Left::Key(id)) => format!(
                "{operation} created the key {id}, and its thread ended just as it was given the \
                 key: if nobody has its secret, delete the key"
            ),
            Self::Left(Left::Payment(paid)) => {
                format!("{operation}: {paid}, and its thread ended just as it was told. {ONCE}")
            }
            Self::Unknown(_) => self.given_up(operation),
        }
    }

    pub(crate) fn unread(&self, operation: &str) -> String {
        match self {
            Self::Left(Left::Key(id)) => format!(
                "{operation} created the key {id}, but its reply can't be read here: nobody has \
                 the key's secret, so delete the key"
            ),
            Self::Left(Left::Payment(paid)) => {
                format!("{operation}: {paid}, but its reply can't be read here. {ONCE}")
            }
            Self::Unknown(_) => self.given_up(operation),
        }
    }
}

/// Why a payment may be made again.
const ONCE: &str = "The same order never pays twice";

/// What is shown in place of a panic, where nothing can have been left.
pub const DEFECT: &str = "a defect in venice-keys ended this call: please report it";

/// What to show in place of a panic.
pub(crate) fn defect(operation: Operation, since: Timestamp, names: Names) -> (ErrorCode, String) {
    match operation.effect() {
        Effect::CreatesKey => {
            let look = look(since, names);
            let text = format!("{DEFECT}. A key may have been created: {look}");
            (ErrorCode::OutcomeUnknown, text)
        }
        Effect::Pays => {
            let again = again(operation, names);
            let text = format!("{DEFECT}. Money may have been paid: {again}");
            (ErrorCode::PaymentUnknown, text)
        }
        _ => (ErrorCode::BadResponse, DEFECT.to_owned()),
    }
}

/// What to say of an error after which there may be something that its call left, by the error's
/// code and text and what it says to go on with; `None`: there is nothing.
pub(crate) fn unknown(code: ErrorCode, text: String, resume: Option<&str>) -> Option<String> {
    match (code, resume) {
        (ErrorCode::PaymentSettling | ErrorCode::PaymentUnknown, Some(record)) => {
            Some(format!("{text}. Its record: {record}"))
        }
        (ErrorCode::OutcomeUnknown | ErrorCode::PaymentSettling | ErrorCode::PaymentUnknown, _) => {
            Some(text)
        }
        _ => None,
    }
}

/// A program or a thread ends, and a call that leaves something doesn't.
pub(crate) fn still_open(operation: Operation, since: Timestamp, names: Names) -> String {
    let still = format!(
        "{} is still under way as its program or thread ends",
        names.of(operation)
    );
    match operation.effect() {
        Effect::Pays => format!("{still}. Money may be paid: {}", again(operation, names)),
        _ => {
            let look = look(since, names);
            format!("{still}. A key may be created that nobody has: {look}")
        }
    }
}

fn look(since: Timestamp, names: Names) -> String {
    let list_keys = names.of(Operation::ListKeys);
    format!(
        "look in {list_keys}() for one created since {since:.0}, by this machine's clock, that \
         nobody knows"
    )
}

fn again(operation: Operation, names: Names) -> String {
    let operation = names.of(operation);
    format!("call {operation}() again with the same order or record, which never pays twice")
}
