//! A key for one piece of work.

use std::time::Duration;

use crate::client::Client;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs::job::Job;
use crate::keys::{CreatedKey, NewKey};
use crate::operations::Operation;
use crate::wire;

/// Less is over before the key can be made and used.
const SHORTEST: Duration = Duration::from_secs(30);
/// More isn't for one piece of work.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);

const GIVEN_UP: &str = "the call was given up, and its key deleted again";

impl Client {
    /// Creates a key for one piece of work, deleted when that ends. Needs an ADMIN key.
    ///
    /// The key expires by itself, `lifetime` after it was created, by Venice's clock; so give it
    /// the longest that the work may take. It is deleted when the work ends, however it ends, and
    /// also when the call was given up. If the program is killed, the key ends by itself. It is
    /// created once, as [`create_key_once`](Self::create_key_once) does: what is left of an attempt
    /// whose response was lost ends by itself, too.
    ///
    /// Creating the key and deleting it each have the client's timeout; the work has none. If the
    /// key can't be deleted and the work is done, that is an error, which names the key and its
    /// end. If the work failed, its own error comes first, and the key is named in a warning.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: a setting breaks its rule, or has an expiry of its own, or the lifetime
    ///   is shorter than 30 seconds or longer than a year; nothing was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    /// * `rate_limited`: there was no turn before the call's deadline and nothing was sent, or the
    ///   server refused.
    /// * `key_limit_reached`: the account has 500 active keys; those that are being made count.
    /// * `pending_lost`, `outcome_unknown`: as for [`create_key_once`](Self::create_key_once).
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let sandbox = venice_keys_sandbox::Sandbox::start(Default::default())?;
    /// # let client = venice_keys::Client::builder()
    /// #     .api_key(sandbox.admin_key()).base_url(sandbox.base_url()).build()?;
    /// use std::time::Duration;
    /// use venice_keys::{ConsumptionLimit, NewKey};
    ///
    /// let new_key = NewKey::new("nightly").consumption_limit(ConsumptionLimit::new().usd(2));
    /// let hour = Duration::from_secs(3600);
    /// let answer = client.temporary_key(&new_key, hour, |key| {
    ///     // … work with key.api_key.reveal() …
    ///     # let answer = key.api_key.reveal().len();
    ///     Ok::<_, venice_keys::Error>(answer)
    /// })?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn temporary_key<R, E>(
        &self,
        new_key: &NewKey,
        lifetime: Duration,
        job: impl FnOnce(&CreatedKey) -> Result<R, E>,
    ) -> Result<R, E>
    where
        E: From<Error>,
    {
        let created = self.temporary_key_begin(new_key, lifetime)?;
        let mut lent = Lent::new(self, &created);
        let result = job(&created);
        match (result, lent.end()) {
            (Ok(result), Ok(())) => Ok(result),
            (Ok(_), Err(left)) => Err(left.into()),
            (Err(error), deleted) => {
                warn_of_left(deleted);
                Err(error)
            }
        }
    }

    /// The part of [`temporary_key`](Self::temporary_key) before the work.
    #[doc(hidden)]
    pub fn temporary_key_begin(
        &self,
        new_key: &NewKey,
        lifetime: Duration,
    ) -> Result<CreatedKey, Error> {
        if new_key.expires_at.is_some() {
            let rule = "must not be set: the key expires when its lifetime is over";
            return Err(Error::input("expiresAt", rule));
        }
        if !(SHORTEST..=LONGEST).contains(&lifetime) {
            let rule = format!("must be {} seconds to 365 days", SHORTEST.as_secs());
            return Err(Error::input("lifetime", rule));
        }
        let job = Job::new(self, Operation::TemporaryKey)?;
        let (created, record) = job.begin_once(new_key, Some(lifetime))?;
        job.commit(&record)?;
        match self.is_cancelled() {
            // Nobody works with it. One that can't be deleted is named by who gave the call up.
            true if Lent::new(self, &created).end().is_ok() => {
                Err(job.error(ErrorCode::Timeout, GIVEN_UP))
            }
            _ => Ok(created),
        }
    }
}

/// A key that is deleted when the work with it ends.
struct Lent<'a> {
    client: Client,
    created: &'a CreatedKey,
    is_over: bool,
}

impl<'a> Lent<'a> {
    /// It is deleted even if the call is given up.
    fn new(client: &Client, created: &'a CreatedKey) -> Self {
        Self {
            client: client.uncancelled(),
            created,
            is_over: false,
        }
    }

    fn end(&mut self) -> Result<(), Error> {
        self.is_over = true;
        let client = self.client.started_then();
        let deadline = client.deadline();
        match client.delete_until(Operation::TemporaryKey, &self.created.id, deadline) {
            // It has expired, or the work has deleted it.
            Err(error) if error.says_no_such_key() => Ok(()),
            deleted => deleted.map_err(|error| left_over(error, self.created)),
        }
    }
}

impl Drop for Lent<'_> {
    /// The work panicked, and that comes first.
    fn drop(&mut self) {
        if !self.is_over {
            warn_of_left(self.end());
        }
    }
}

/// The work failed, and that comes first: a key that couldn't be deleted is named, too.
fn warn_of_left(deleted: Result<(), Error>) {
    if let Err(left) = deleted {
        log::warn!(target: "venice_keys", "{left}");
    }
}

fn left_over(error: Error, created: &CreatedKey) -> Error {
    let code: ErrorCode = error.code();
    let until = match created.expires_at {
        Some(end) => format!(" until {}", wire::time::written(end)),
        None => String::new(),
    };
    error.meaning(
        code,
        |said| {
            format!(
                "the work is over, but its key {} couldn't be deleted ({said}): it works{until}",
                created.id
            )
        },
        "delete it with `delete_key`, or let it end",
    )
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use serde_json::json;
    use venice_keys_sandbox::{Options, Sandbox};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    fn stage() -> (Sandbox, Client) {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let client = Client::builder()
            .api_key(sandbox.admin_key())
            .base_url(sandbox.base_url())
            .max_retries(0);
        let client = client.build().unwrap();
        (sandbox, client)
    }

    fn count(client: &Client) -> usize {
        client.list_keys().unwrap().len()
    }

    #[test]
    fn the_key_lives_as_long_as_the_work() {
        let (_sandbox, client) = stage();
        let before = count(&client);
        let seen = client.temporary_key(&NewKey::new("nightly"), HOUR, |created| {
            let shown = client.get_key(&created.id).unwrap();
            assert_eq!(shown.description.as_deref(), Some("nightly"));
            assert_eq!(shown.expires_at, created.expires_at);
            let lifetime = shown
                .expires_at
                .unwrap()
                .duration_since(shown.created_at.unwrap());
            assert!((3590..=3600).contains(&lifetime.as_secs()), "{lifetime}");
            Ok::<_, Error>(count(&client))
        });
        assert_eq!((seen.unwrap(), count(&client)), (before + 1, before));
    }

    #[test]
    fn it_is_deleted_when_the_work_panics_or_the_call_is_given_up() {
        let (_sandbox, client) = stage();
        let before = count(&client);
        let work = || -> Result<(), Error> {
            client.temporary_key(&NewKey::new("nightly"), HOUR, |_| panic!("enough"))
        };
        let panicked = catch_unwind(AssertUnwindSafe(work)).is_err();
        assert!(panicked && count(&client) == before);
        let given_up = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
        let seen = given_up.clone();
        let ordering = std::sync::atomic::Ordering::SeqCst;
        let cancelled = client.with_cancellation(move || seen.load(ordering));
        let work = |_: &CreatedKey| -> Result<(), Error> {
            given_up.store(true, ordering);
            Ok(())
        };
        cancelled
            .temporary_key(&NewKey::new("nightly"), HOUR, work)
            .unwrap();
        assert_eq!(count(&client), before);
    }

    #[test]
    fn a_key_that_becomes_lasting_as_the_call_is_given_up_is_deleted() {
        let (_sandbox, client) = stage();
        let before = count(&client);
        let observer = client.clone();
        let impatient = client.with_cancellation(move || {
            let keys = observer.list_keys().unwrap();
            keys.iter()
                .any(|key| key.description.as_deref() == Some("nightly"))
        });
        let given_up = impatient.temporary_key_begin(&NewKey::new("nightly"), HOUR);
        assert_eq!(given_up.unwrap_err().code(), ErrorCode::Timeout);
        assert_eq!(count(&client), before);
    }

    #[test]
    fn a_key_that_is_gone_is_no_error_and_one_that_stays_is_named() {
        let (sandbox, client) = stage();
        let work = |created: &CreatedKey| client.delete_key(&created.id);
        client
            .temporary_key(&NewKey::new("nightly"), HOUR, work)
            .unwrap();
        let mut id = String::new();
        let left = client.temporary_key(&NewKey::new("nightly"), HOUR, |created| {
            id.clone_from(&created.id);
            let fault = json!({ "kind": "status", "status": 500, "match": { "method": "DELETE" } });
            sandbox
                .control("POST", "/faults", json!({ "faults": [fault] }))
                .unwrap();
            Ok::<_, Error>(())
        });
        let left = left.unwrap_err();
        assert_eq!(left.code(), ErrorCode::ServerError);
        assert!(left.to_string().contains(&id), "{left}");
    }

    #[test]
    fn what_cant_be_temporary_is_refused() {
        let (_sandbox, client) = stage();
        let before = count(&client);
        let expiring = NewKey::new("nightly").expires_at(crate::Date::constant(2099, 1, 1));
        for (new_key, lifetime, field) in [
            (expiring, HOUR, "expiresAt"),
            (NewKey::new("nightly"), Duration::from_secs(29), "lifetime"),
            (NewKey::new("nightly"), Duration::MAX, "lifetime"),
            (NewKey::new(""), HOUR, "description"),
        ] {
            let refused = client
                .temporary_key(&new_key, lifetime, |_| Ok::<_, Error>(()))
                .unwrap_err();
            assert_eq!(refused.issues()[0].field, field);
        }
        assert_eq!(count(&client), before);
    }
}
