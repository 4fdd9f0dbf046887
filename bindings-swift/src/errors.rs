//! How an error crosses: as a row, of which `Sources/VeniceKeys/Calls.swift` makes a `VeniceError`.

use venice_keys::Error;
use venice_keys_bridge::rows::ByteSink;

use crate::client::operation as named;
use crate::generated::{Details, OwnDetails};

/// What a call fails with.
#[derive(Debug, uniffi::Error)]
pub enum CoreError {
    /// The Swift task was cancelled.
    Cancelled,
    /// The core refused or failed.
    Failed {
        /// What the error says.
        row: Vec<u8>,
    },
}

impl std::fmt::Display for CoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Cancelled => "cancelled",
            Self::Failed { .. } => "failed",
        })
    }
}

impl From<Error> for CoreError {
    fn from(error: Error) -> Self {
        let row = ByteSink::bytes_of(&Details(&error));
        Self::Failed { row }
    }
}

impl From<OwnDetails<'_>> for CoreError {
    fn from(details: OwnDetails<'_>) -> Self {
        let row = ByteSink::bytes_of(&details);
        Self::Failed { row }
    }
}

/// The row of the error of an operation that can't write the page at this cursor or, without one,
/// can't open what it writes to.
#[uniffi::export]
pub fn core_unwritable(operation: &str, cursor: Option<String>, why: &str) -> Vec<u8> {
    let error = Error::unwritable(named(operation), cursor.as_deref(), why);
    ByteSink::bytes_of(&Details(&error))
}
