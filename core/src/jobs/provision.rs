//! [`Client::provision_keys`]: many keys, in the order that finishes first.

use std::collections::VecDeque;
use std::fmt;
use std::time::Instant;

use super::job::Job;
use super::outcome::ProvisionedKey;
use super::plan::check_all;
use super::provision_page::ProvisionPage;
use super::store::{BegunProvisioned, Store, finish};
use super::walk::Walk;
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::NewKey;
use crate::operations::Operation;
use crate::pages::Page;

impl Client {
    /// Makes sure that there are keys of these descriptions with these settings, and says of each
    /// what became of it: an iterator, in the order that finishes first. Needs an ADMIN key.
    ///
    /// For each key it does what [`Client::ensure_key`] does, and holds what that holds: however
    /// many processes ask for the same descriptions at once, there is never more than one key of
    /// each made by them. Nothing is sent before the first is asked for. First comes what is there
    /// already, kept or changed; then keys are created, some at once, as fast as Venice's limit
    /// allows, which is shared with everybody else who creates keys: the list shows them. Waiting
    /// for a turn doesn't count as time of the call; each step has the client's timeout.
    ///
    /// Stopped, given up or killed: run it again with the same keys, here or elsewhere. It makes
    /// none twice; what was being made ends by itself within its hold, five minutes, and is waited
    /// for. One whose hold is longer than 15 minutes, and than the client's own, isn't: then the
    /// item has failed with `in_progress`, so run it again after that hold. [`Client::plan_keys`]
    /// says what it would do. Two processes that are to share the work can have the same list: they
    /// make the keys in different orders.
    ///
    /// Up to five keys are created before the first of them is stored. Where `store` or the loop is
    /// so slow that a key's hold is over, or nearly, when its turn comes, it isn't stored: it ends
    /// by itself and is made again.
    ///
    /// A key that fails by itself is an item whose outcome is `failed`. An error is about the
    /// whole: nothing is lost with it, and asking for the next item tries again; so stop at an
    /// error, or count them. After a `store` that failed, its key and the others that weren't
    /// stored yet are deleted, and made again if the iterator goes on.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule, or a description is there twice; nothing was
    ///   sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `key_limit_reached`: the account has 500 active keys; those that are being made count.
    /// * `store_failed`: `store` failed, and the new key was deleted or ends by itself.
    /// * `outcome_unknown`: whether a key was made lasting isn't known. The message names its id.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder().settle(std::time::Duration::from_millis(50))
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use std::collections::HashMap;
    /// use venice_keys::{CreatedKey, NewKey, Secret};
    ///
    /// let mut vault: HashMap<String, Secret> = HashMap::new(); // yours keeps them for good
    /// let store = |created: &CreatedKey| {
    ///     vault.insert(created.id.clone(), created.api_key.clone());
    ///     Ok::<(), std::io::Error>(())
    /// };
    /// let customer = |n| NewKey::new(format!("customer {n}"));
    /// let customers: Vec<NewKey> = (1..=3).map(customer).collect();
    /// for key in client.provision_keys(&customers, store) {
    ///     let key = key?;
    ///     let progress = &key.progress;
    ///     println!("{} {}/{}", key.description, progress.done, progress.total);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn provision_keys<'a>(&self, new_keys: &[NewKey], store: impl Store + 'a) -> Provision<'a> {
        Provision {
            client: self.clone(),
            new_keys: new_keys.to_vec(),
            store: Box::new(store),
            begun: VecDeque::new(),
            is_stored: false,
            cursor: None,
            is_last: false,
        }
    }

    /// One page of [`provision_keys`](Self::provision_keys), before `store`.
    #[doc(hidden)]
    pub fn provision_keys_page(
        &self,
        new_keys: &[NewKey],
        cursor: Option<&str>,
    ) -> Result<Page<BegunProvisioned>, Error> {
        check_all(new_keys)?;
        let walk = Walk::read(cursor, new_keys)?;
        let mut page = ProvisionPage {
            job: Job::resumed(self, Operation::ProvisionKeys, walk.call.clone()),
            new_keys,
            walk,
        };
        let items = match page.walk.is_over() {
            true => Vec::new(),
            false => page.fill()?,
        };
        Ok(Page::new(items, page.walk.text(), page.walk.is_over()))
    }
}

/// Many keys that are to be there, one after the other: an iterator
/// ([`Client::provision_keys`]).
pub struct Provision<'a> {
    client: Client,
    new_keys: Vec<NewKey>,
    store: Box<dyn Store + 'a>,
    /// What is left of the page that was fetched last.
    begun: VecDeque<BegunProvisioned>,
    /// Whether the first of them was stored, and whether it was made lasting isn't known.
    is_stored: bool,
    cursor: Option<String>,
    is_last: bool,
}

impl Provision<'_> {
    fn turn(&mut self) -> Result<(), Error> {
        let page = self
            .client
            .provision_keys_page(&self.new_keys, self.cursor.as_deref())?;
        // Only the first page is part of the call that the client makes.
        self.client = self.client.started_then();
        self.begun = page.items.into();
        self.cursor = Some(page.cursor);
        self.is_last = page.is_last;
        Ok(())
    }

    /// Stores a key and makes it lasting; `None`: its hold was over, before `store` or after it,
    /// and a later page makes it again.
    fn finish(&mut self, begun: BegunProvisioned) -> Option<Result<ProvisionedKey, Error>> {
        let BegunProvisioned { result, record } = begun;
        let Some(record) = record else {
            return Some(Ok(result));
        };
        let created = result.created.as_ref();
        let finished = match self.is_stored {
            true => self.client.started_then().commit_pending(&record),
            false if !self.client.may_store(&record) => Ok(false),
            false => finish(&self.client, &mut *self.store, created, &record),
        };
        self.is_stored = false;
        match finished {
            Ok(true) => Some(Ok(result)),
            Ok(false) => None,
            Err(error) => {
                match error.code() {
                    ErrorCode::StoreFailed => self.abort_rest(),
                    // It is lasting, and not the only one.
                    ErrorCode::Conflict => {}
                    // Nobody else has its secret.
                    _ => {
                        let record = Some(record);
                        self.begun.push_front(BegunProvisioned { result, record });
                        self.is_stored = true;
                    }
                }
                Some(Err(error))
            }
        }
    }

    /// Deletes the keys that aren't stored yet.
    fn abort_rest(&mut self) {
        // All of them before one deadline.
        let client = self.client.started_at(Instant::now());
        self.begun.retain(|begun| match &begun.record {
            Some(record) => {
                // One that can't be deleted ends by itself.
                drop(client.abort_pending(record));
                false
            }
            None => true,
        });
    }
}

impl Iterator for Provision<'_> {
    type Item = Result<ProvisionedKey, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(begun) = self.begun.pop_front() {
                match self.finish(begun) {
                    Some(item) => return Some(item),
                    None => continue,
                }
            }
            if self.is_last {
                return None;
            }
            if let Err(error) = self.turn() {
                return Some(Err(error));
            }
        }
    }
}

impl fmt::Debug for Provision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provision")
            .field("keys", &self.new_keys.len())
            .field("left_on_page", &self.begun.len())
            .field("is_last", &self.is_last)
            .finish_non_exhaustive()
    }
}
