//! How an error crosses: as a row, of which `Sources/VeniceKeys/Calls.swift` makes a `VeniceError`.

use std::time::Duration;

use venice_keys::{Error, ErrorCode};
use venice_keys_bridge::rows::{ByteSink, Row, Sink};
use venice_keys_bridge::{Names, host_message};

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

/// What an error says, in the order in which `Sources/VeniceKeys/Errors.swift` reads it.
struct Details<'a> {
    code: ErrorCode,
    message: String,
    status: Option<u16>,
    /// Field and rule of each.
    issues: Vec<(&'a str, &'a str)>,
    retry_after: Option<Duration>,
    request_id: Option<&'a str>,
    server_code: Option<&'a str>,
    server_version: Option<&'a str>,
}

impl Row for Details<'_> {
    fn write(&self, to: &mut impl Sink) {
        self.code.write(to);
        self.message.write(to);
        self.status.write(to);
        to.length(self.issues.len());
        for (field, rule) in &self.issues {
            field.write(to);
            rule.write(to);
        }
        self.retry_after.write(to);
        self.request_id.write(to);
        self.server_code.write(to);
        self.server_version.write(to);
    }
}

impl From<Details<'_>> for CoreError {
    fn from(details: Details<'_>) -> Self {
        Self::Failed {
            row: ByteSink::bytes_of(&details),
        }
    }
}

impl From<Error> for CoreError {
    fn from(error: Error) -> Self {
        Self::from(Details {
            code: error.code(),
            message: host_message(&error, Names::Camel),
            status: error.status(),
            issues: (error.issues().iter())
                .map(|issue| (issue.field.as_str(), issue.message.as_str()))
                .collect(),
            retry_after: error.retry_after(),
            request_id: error.request_id(),
            server_code: error.server_code(),
            server_version: error.server_version(),
        })
    }
}

impl CoreError {
    /// An error of ours, which says no more than this.
    pub(crate) fn new(code: ErrorCode, message: String, issue: Option<(&str, &str)>) -> Self {
        Self::from(Details {
            code,
            message,
            status: None,
            issues: issue.into_iter().collect(),
            retry_after: None,
            request_id: None,
            server_code: None,
            server_version: None,
        })
    }
}
