//! [`Attempt`]: one attempt of a call, and what the server announced about its operation.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Mutex, TryLockError};
use std::time::Duration;

use crate::codes::ErrorCode;
use crate::operations::Operation;

/// A function that is called with each attempt.
pub(crate) type Observer = dyn Fn(&Attempt<'_>) + Send + Sync;

/// One attempt of a call, as it is passed to
/// [`ClientBuilder::on_attempt`](crate::ClientBuilder::on_attempt). Holds nothing secret.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation that the call is for.
    pub operation: Operation,
    /// The HTTP method.
    pub method: &'a str,
    /// The path below the base URL, with a key's id where there is one.
    pub path: &'a str,
    /// Which attempt of the call it was, counted from 1.
    pub number: u32,
    /// The HTTP status of the response, if there was one.
    pub status: Option<u16>,
    /// What went wrong, if there was no response.
    pub failure: Option<ErrorCode>,
    /// How long it took.
    pub elapsed: Duration,
    /// The server's id of the request, if it sent one with the response: worth quoting to Venice's
    /// support.
    pub request_id: Option<&'a str>,
    /// The version of the server that responded, if it said so: worth quoting to Venice's support.
    pub server_version: Option<&'a str>,
    /// What a person should know: the server announced that this operation will go away
    /// (`Deprecation`, `Sunset`), once per process and operation; or this machine's clock is so
    /// wrong that a wallet's sign-in was refused.
    pub warning: Option<&'a str>,
}

const RETIREMENT: &str = "Venice will retire what this call uses";

impl Attempt<'_> {
    /// Whether the warning announces that the operation will go away.
    #[doc(hidden)]
    pub fn announces_retirement(&self) -> bool {
        let warning = self.warning;
        warning.is_some_and(|warning| warning.starts_with(RETIREMENT))
    }
}

/// The log line of an attempt: `GET /api_keys 200 12 ms, attempt 1`.
impl fmt::Display for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Attempt {
            operation: _,
            method,
            path,
            number,
            status,
            failure,
            elapsed,
            request_id: _,
            server_version: _,
            warning: _,
        } = self;
        write!(f, "{method} {path} ")?;
        match (status, failure) {
            (Some(status), _) => write!(f, "{status}")?,
            (None, Some(code)) => f.write_str(code.as_str())?,
            (None, None) => f.write_str("?")?,
        }
        write!(f, " {} ms, attempt {number}", elapsed.as_millis())
    }
}

/// Shows an attempt to the observer, or logs it where there is none.
pub(crate) fn show(attempt: &Attempt<'_>, observer: Option<&Observer>) {
    match observer {
        Some(observer) => observer(attempt),
        None => {
            log::debug!(target: "venice_keys", "{attempt}");
            if let Some(warning) = attempt.warning {
                log::warn!(target: "venice_keys", "{}: {warning}", attempt.operation);
            }
        }
    }
}

/// The warning for a server's notice, the first time that this process gets one for the operation.
pub(crate) fn warning(operation: Operation, notice: &str) -> Option<String> {
    static WARNED: Mutex<Option<HashSet<Operation>>> = Mutex::new(None);
    // Never waited for: in a forked child, a lock that another thread held is never released. If it
    // is only busy, the next call warns.
    let mut warned = match WARNED.try_lock() {
        Ok(warned) => warned,
        Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
        Err(TryLockError::WouldBlock) => return None,
    };
    let first = warned.get_or_insert_default().insert(operation);
    first.then(|| format!("{RETIREMENT} ({notice}): update venice-keys"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_reads_as_one_line() {
        let attempt = Attempt {
            operation: Operation::GetKey,
            method: "GET",
            path: "/api_keys/e28e82dc",
            number: 2,
            status: Some(200),
            failure: None,
            elapsed: Duration::from_millis(12),
            request_id: Some("8f2c1d6b-4a8e"),
            server_version: Some("20260821.1"),
            warning: None,
        };
        assert_eq!(
            attempt.to_string(),
            "GET /api_keys/e28e82dc 200 12 ms, attempt 2"
        );
    }

    #[test]
    fn an_operation_is_warned_of_once() {
        let notice = "Sunset: Sat, 31 Jan 2099 00:00:00 GMT";
        let warned = warning(Operation::GetKey, notice).unwrap();
        assert!(warned.contains(notice));
        assert_eq!(warning(Operation::GetKey, notice), None);
        assert!(warning(Operation::DeleteKey, notice).is_some());
    }
}
