//! Which of the account's keys is the client's own: the list shows the end of each secret.

use crate::keys::ApiKey;
use crate::secret::Secret;

/// How much of a secret's end Venice shows.
const SHOWN: usize = 6;

/// The end of a key's secret, if Venice shows it.
pub(crate) fn shown_end(key: &ApiKey) -> Option<&str> {
    let end = key.last6_chars.as_deref();
    end.filter(|end| end.chars().count() == SHOWN)
}

pub(crate) fn ends_in(secret: &Secret, end: &str) -> bool {
    secret.reveal().ends_with(end)
}
