//! Whether the old key is the one that the client calls with. Venice shows only the end of each
//! secret, so there are two questions, and where it isn't sure their answers differ.

use crate::jobs::job::Job;
use crate::jobs::look::Look;
use crate::jobs::own_key::{ends_in, shown_end};
use crate::keys::{ApiKey, ApiKeyType};

impl Job<'_> {
    /// Whether a key may be the client's own: then it isn't deleted under the calls that are under
    /// way with it.
    pub(super) fn may_be_own(&self, key: &ApiKey) -> bool {
        let fits = |secret| shown_end(key).is_none_or(|end| ends_in(&secret, end));
        // An INFERENCE key can't have made this call.
        key.api_key_type != Some(ApiKeyType::Inference)
            && (self.client.key().rotations.was_own(&key.id)
                || self.client.own_key().is_some_and(fits))
    }

    /// Whether a key is the client's own, and no other can be: then the client goes on with its
    /// successor. With that of another key it would go on with the caps, the allowlist and the
    /// expiry of that one.
    pub(super) fn is_surely_own(&self, id: &str, look: &Look) -> bool {
        let Some(secret) = self.client.own_key() else {
            return false;
        };
        let fits = |key: &&ApiKey| shown_end(key).is_some_and(|end| ends_in(&secret, end));
        let mut own = look.keys.iter().filter(fits);
        own.next().is_some_and(|key| key.id == id) && own.next().is_none()
    }
}
