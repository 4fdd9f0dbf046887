//! [`Client::ensure_key`]: one key per description, however many processes ask for it.

use std::time::Duration;

use jiff::SignedDuration;

use super::compare::{Difference, compare};
use super::job::Job;
use super::look::{Contender, Look};
use super::name::Kind;
use super::outcome::{EnsureOutcome, EnsuredKey};
use super::pending::{Fresh, Made, Wanted};
use super::record::KeyRecord;
use super::standing::Standing;
use super::store::{BegunEnsured, Store, stored};
use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{ApiKey, KeyUpdate, NewKey, update_call};
use crate::operations::Operation;
use crate::perform::chance;
use crate::wire::time::written;

/// How long it is waited at most before another look at what others do.
const LONGEST_POLL: Duration = Duration::from_secs(4);
/// The longest hold of a call that sets none.
const USUAL_HOLD: SignedDuration = SignedDuration::from_mins(15);
/// How far clocks differ that show when a hold is over.
const OVERDUE: SignedDuration = SignedDuration::from_mins(1);

impl Client {
    /// Makes sure that there is a key of this description with these settings. It is created, or
    /// what differs is changed. Needs an ADMIN key.
    ///
    /// However many processes ask for the same description at once, in any languages, and whichever
    /// of them die: there is never more than one key of that description made by them, its secret
    /// was stored before it got the description, at most one process is told `created`, and all
    /// others are told that it exists or is being made. The result has the key's secret only if
    /// this call created it: Venice shows no other.
    ///
    /// Settings that aren't given are left as they are. One that Venice doesn't show is set again,
    /// and named as changed.
    ///
    /// A key is created as [`Client::create_key_once`] does it; then it is waited for
    /// [`ClientBuilder::settle`](crate::ClientBuilder::settle), and whoever sees that another
    /// process was first deletes its own key again. What a process leaves that dies blocks the
    /// others for as long as its hold, at most five minutes
    /// ([`ClientBuilder::hold`](crate::ClientBuilder::hold)), or until `in_progress`. Without
    /// `store`, a program that dies before it has saved the secret leaves a key whose secret nobody
    /// has.
    ///
    /// Not solved: a key of the same description that somebody makes at the same time in the
    /// dashboard, with [`Client::create_key`] or with [`Client::create_key_once`]; processes that
    /// want different settings (the last one has them); a key that is found and whose secret nobody
    /// has kept, which no list tells: [`Client::rotate_key`] makes one that somebody has.
    ///
    /// It rests on Venice refusing to change an expired key; and on a key being in every list that
    /// is asked for later than [`ClientBuilder::settle`](crate::ClientBuilder::settle) after its
    /// creation, with times of creation that order keys further apart than that. Where that fails,
    /// there may be two, which the next call says.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule, or the expiry is too near; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `conflict`: two keys have this description, which the message names; or the one that has
    ///   it is of another type, which can't be changed.
    /// * `in_progress`: another process is making this key, and hadn't ended before the call's
    ///   deadline. The message names the key and until when it can last.
    /// * `rate_limited`: there was no turn to create before the call's deadline, or the server
    ///   refused; nothing was created.
    /// * `key_limit_reached`: the account has 500 active keys; those that are being made count.
    /// * `store_failed`: `store` failed, and the new key was deleted or ends by itself.
    /// * `pending_lost`: the hold was over before the key was made lasting, several times: discard
    ///   the secret stored under the id that the message names, and give `store` more time.
    /// * `outcome_unknown`: whether the key was made lasting isn't known. The message names its id,
    ///   and the time from which on it has its description or is gone.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder().settle(std::time::Duration::from_millis(50))
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use std::collections::HashMap;
    /// use venice_keys::{ConsumptionLimit, CreatedKey, EnsureOutcome, NewKey, Secret};
    ///
    /// let mut vault: HashMap<String, Secret> = HashMap::new(); // yours keeps them for good
    /// let mut store = |created: &CreatedKey| {
    ///     vault.insert(created.id.clone(), created.api_key.clone());
    ///     Ok::<(), std::io::Error>(())
    /// };
    /// let cap = ConsumptionLimit::new().usd(50);
    /// let customer = NewKey::new("customer 42").consumption_limit(cap);
    /// let first = client.ensure_key(&customer, &mut store)?;
    /// let again = client.ensure_key(&customer, &mut store)?;
    /// assert_eq!((first.outcome, again.outcome), (EnsureOutcome::Created, EnsureOutcome::Kept));
    /// assert_eq!(first.id, again.id);
    /// # Ok(())
    /// # }
    /// ```
    pub fn ensure_key(&self, new_key: &NewKey, store: impl Store) -> Result<EnsuredKey, Error> {
        stored(self, store, |client| client.ensure_key_begin(new_key))
    }

    /// The part of [`ensure_key`](Self::ensure_key) before `store`.
    #[doc(hidden)]
    pub fn ensure_key_begin(&self, new_key: &NewKey) -> Result<BegunEnsured, Error> {
        new_key.check_findable()?;
        let job = Job::new(self, Operation::EnsureKey)?;
        let (result, record) = job.begin_ensure(new_key)?;
        Ok(BegunEnsured {
            result,
            record: record.map(KeyRecord::text),
        })
    }
}

impl Job<'_> {
    fn begin_ensure(&self, new_key: &NewKey) -> Result<(EnsuredKey, Option<KeyRecord>), Error> {
        let wanted = Wanted {
            kind: Kind::Ensure,
            new_key,
            old: None,
        };
        let (mut lost, mut polls, mut stale, mut twice) = (0, 0, 0, false);
        let mut look = self.look()?;
        loop {
            look = match look.standing(&new_key.description, &self.call) {
                Standing::Taken(key) => match self.adapt(new_key, key)? {
                    Some(ensured) => return Ok((ensured, None)),
                    None => self.look_after_change(&mut stale)?,
                },
                Standing::Twice(one, other) if twice => {
                    return Err(self.conflict(&one.id, &other.id));
                }
                Standing::Twice(..) => {
                    twice = true;
                    self.settle()?;
                    self.look()?
                }
                Standing::Unnamed(contender) => {
                    self.give_name(&contender, &new_key.description)?;
                    self.look_after_change(&mut stale)?
                }
                Standing::Contended(contender) => {
                    let next = self.await_other(&contender, &look, polls)?;
                    polls += 1;
                    next
                }
                Standing::Free => match self.create(&wanted, &look)? {
                    Made::Lost(error) => {
                        lost += 1;
                        self.remove_lost(lost, error)?
                    }
                    Made::Key(fresh) => {
                        let (look, is_first) = self.contend(&fresh)?;
                        if is_first {
                            let record = KeyRecord::new(self.operation, &fresh, true);
                            return Ok((created(*fresh), Some(record)));
                        }
                        look
                    }
                },
            }
        }
    }

    /// Looks again after a change: at once, but a list that doesn't show it yet isn't asked, and
    /// the change not made, without end.
    fn look_after_change(&self, changes: &mut u32) -> Result<Look, Error> {
        if let Some(polls) = changes.checked_sub(1) {
            self.wait(self.poll(polls))?;
        }
        *changes += 1;
        self.look()
    }

    /// Makes a key that is there what it is to be; `None`: it is there no more.
    pub(crate) fn adapt(
        &self,
        new_key: &NewKey,
        key: &ApiKey,
    ) -> Result<Option<EnsuredKey>, Error> {
        let (outcome, changed) = match compare(new_key, key) {
            Difference::None => (EnsureOutcome::Kept, Vec::new()),
            Difference::Settings(update, changed) => match self.patch(&key.id, &update)? {
                true => (EnsureOutcome::Changed, changed),
                false => return Ok(None),
            },
            Difference::Type => return Err(self.other_type(key)),
        };
        Ok(Some(EnsuredKey {
            outcome,
            id: key.id.clone(),
            description: new_key.description.clone(),
            changed,
            created: None,
        }))
    }

    fn other_type(&self, key: &ApiKey) -> Error {
        let what = format!(
            "the key {} has this description, and is of another type",
            key.id
        );
        let error = self.error(ErrorCode::Conflict, what);
        error.with_advice("a key's type can't be changed: delete or rename that key")
    }

    /// Gives a lasting key the name that it was to get: what its maker would do, unless it died.
    pub(crate) fn give_name(
        &self,
        unnamed: &Contender<'_>,
        description: &str,
    ) -> Result<(), Error> {
        let update = KeyUpdate::new().description(description);
        self.patch(&unnamed.key.id, &update).map(drop)
    }

    /// Changes a key; false: there is no such key.
    fn patch(&self, id: &str, update: &KeyUpdate) -> Result<bool, Error> {
        let call = update_call(self.operation, id, update)?;
        match self.client.perform_until(&call, self.deadline) {
            Ok(_) => Ok(true),
            Err(failed) if failed.error.says_no_such_key() => Ok(false),
            Err(failed) => Err(failed.error),
        }
    }

    /// Waits a little while another call makes the key, and looks again.
    fn await_other(&self, other: &Contender<'_>, look: &Look, polls: u32) -> Result<Look, Error> {
        let time = self.poll(polls);
        if time >= self.left() {
            return Err(self.in_progress(other, look));
        }
        self.wait(time)?;
        self.look().map_err(|error| match error.code() {
            // The deadline cut that look off: what was seen before is what there is to say.
            ErrorCode::Timeout => self.in_progress(other, look),
            _ => error,
        })
    }

    /// How long it is waited before another look: not all at once, and ever less often.
    pub(crate) fn poll(&self, polls: u32) -> Duration {
        let settle = self.client.settings().settle;
        let longest = settle.saturating_mul(1 << polls.min(8));
        longest
            .min(LONGEST_POLL.max(settle))
            .mul_f64(0.5 + chance() / 2.0)
    }

    /// Whether another call's key is over soon, one way or the other: not one that a later version
    /// made lasting, nor one that ends later than holds do, nor one that is shown past its end.
    pub(crate) fn is_awaited(&self, other: &Contender<'_>, look: &Look) -> bool {
        let hold = SignedDuration::try_from(self.client.settings().hold.unwrap_or_default());
        let longest = hold.unwrap_or_default().max(USUAL_HOLD) + OVERDUE;
        let end = other.key.expires_at.filter(|_| !other.committed);
        let left = end.map(|end| end.duration_since(look.clock.now()));
        left.is_some_and(|left| (-OVERDUE..=longest).contains(&left))
    }

    pub(crate) fn in_progress(&self, other: &Contender<'_>, look: &Look) -> Error {
        let id = &other.key.id;
        let until = match other.key.expires_at {
            Some(end) => format!("until {}", written(end)),
            None => "without an end".to_owned(),
        };
        let what = format!("another process is making this key: {id}, {until}");
        let left = other.key.expires_at.map(|end| look.clock.until(end));
        self.error(ErrorCode::InProgress, what)
            .with_advice("try again then: if that process died, its key is gone")
            .with_retry_after(left)
    }

    /// Waits until all can see a new key, and looks whether it is first; if it isn't, deletes it.
    fn contend(&self, fresh: &Fresh) -> Result<(Look, bool), Error> {
        let looked = self.settle().and_then(|()| self.look()).and_then(|look| {
            let is_first = fresh.is_first(&look)?;
            Ok((look, is_first))
        });
        match looked {
            Ok((look, is_first)) => {
                if !is_first {
                    self.drop_own(&fresh.created.id);
                }
                Ok((look, is_first))
            }
            Err(error) => Err(self.drop_with(fresh, error)),
        }
    }
}

fn created(fresh: Fresh) -> EnsuredKey {
    let created = fresh.created;
    EnsuredKey {
        outcome: EnsureOutcome::Created,
        id: created.id.clone(),
        description: created.description.clone().unwrap_or_default(),
        changed: Vec::new(),
        created: Some(created),
    }
}
