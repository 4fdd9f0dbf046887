//! [`Client::create_key_once`].

use std::time::Duration;

use super::job::Job;
use super::name::Kind;
use super::pending::Wanted;
use super::record::KeyRecord;
use super::store::{BegunKey, Store, stored};
use crate::client::Client;
use crate::error::Error;
use crate::keys::{CreatedKey, Expiry, NewKey};
use crate::operations::Operation;

impl Client {
    /// Creates a key, and survives lost responses and crashes: when it returns a key, that is the
    /// only key this call has named so, and its secret was stored first. Needs an ADMIN key.
    ///
    /// The key is created under a name that starts with `vk-pending:`, with an expiry some minutes
    /// away ([`ClientBuilder::hold`](crate::ClientBuilder::hold)); then `store` gets it, with its
    /// final description and expiry; only when `store` has returned does it get them at Venice.
    /// When the call fails with anything but `outcome_unknown`, there is none; what it leaves
    /// behind is named `vk-pending:…` and ends by itself within the hold. Each of its steps, before
    /// and after `store`, has the client's timeout.
    ///
    /// Store the secret under the key's id, not under its name: a secret whose key was never made
    /// lasting then overwrites nothing, and [`Client::list_keys`] says which ids there are. Calling
    /// it twice makes two keys; [`Client::ensure_key`] makes one per description.
    ///
    /// Without `store` one hole stays that nobody can close: a program that dies after the key was
    /// made lasting and before it has saved the secret leaves a key whose secret nobody has. Pass
    /// `store`, or give such a key to [`Client::rotate_key`].
    ///
    /// It rests on Venice refusing to change an expired key, and on a change being made whole or
    /// not at all.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule, or the expiry is too near; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `rate_limited`: there was no turn to create before the call's deadline, or the server
    ///   refused; nothing was created.
    /// * `key_limit_reached`: the account has 500 active keys; those that are being made count.
    /// * `store_failed`: `store` failed, and the new key was deleted or ends by itself.
    /// * `pending_lost`: the hold was over before the key was made lasting: discard the secret
    ///   stored under the id that the message names.
    /// * `outcome_unknown`: whether the key was made lasting isn't known. The message names its id,
    ///   and the time from which on it has its description or is gone.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use std::collections::HashMap;
    /// use venice_keys::{CreatedKey, NewKey, Secret};
    ///
    /// let mut vault: HashMap<String, Secret> = HashMap::new(); // yours keeps them for good
    /// let store = |created: &CreatedKey| {
    ///     vault.insert(created.id.clone(), created.api_key.clone());
    ///     Ok::<(), std::io::Error>(())
    /// };
    /// let created = client.create_key_once(&NewKey::new("customer 42"), store)?;
    /// assert!(vault.contains_key(&created.id));
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_key_once(
        &self,
        new_key: &NewKey,
        store: impl Store,
    ) -> Result<CreatedKey, Error> {
        stored(self, store, |client| client.create_key_once_begin(new_key))
    }

    /// The part of [`create_key_once`](Self::create_key_once) before `store`.
    #[doc(hidden)]
    pub fn create_key_once_begin(&self, new_key: &NewKey) -> Result<BegunKey, Error> {
        let job = Job::new(self, Operation::CreateKeyOnce)?;
        let (result, record) = job.begin_once(new_key, None)?;
        Ok(BegunKey {
            result,
            record: Some(record.text()),
        })
    }
}

impl Job<'_> {
    /// A pending key, and what makes it lasting. With a `lifetime`, it expires so long after the
    /// server's time of now.
    pub(crate) fn begin_once(
        &self,
        new_key: &NewKey,
        lifetime: Option<Duration>,
    ) -> Result<(CreatedKey, KeyRecord), Error> {
        new_key.check()?;
        let look = self.look()?;
        let mut new_key = new_key.clone();
        if let Some(lifetime) = lifetime {
            let end = look.clock.now().saturating_add(lifetime);
            let end = end.map_err(|_| Error::input("lifetime", "must be shorter"))?;
            new_key.expires_at = Some(Expiry::At(end));
        }
        let wanted = Wanted {
            kind: Kind::CreateOnce,
            new_key: &new_key,
            old: None,
        };
        let (fresh, lost) = self.create_surely(&wanted, look)?;
        let record = KeyRecord::new(self.operation, &fresh, lost);
        Ok((fresh.created, record))
    }
}
