//! Creating a pending key: one that ends by itself unless it is made lasting.

use std::time::Duration;

use jiff::SignedDuration;

use super::job::Job;
use super::look::{Contender, Look};
use super::name::{Kind, PendingName, hash};
use crate::client::given_up;
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::{CreatedKey, Expiry, NewKey, create_call, read_created};
use crate::operations::Effect;
use crate::perform::{Failed, undocumented};
use crate::retry::Failure;
use crate::transport::{Call, Response};
use crate::wire;

/// How often a call creates its key at most, if the responses are lost.
pub(crate) const MOST_CREATES: u32 = 3;
/// With less of the hold left, a key isn't made lasting any more.
pub(crate) const FENCE: Duration = Duration::from_secs(10);

/// The key that is wanted.
pub(crate) struct Wanted<'a> {
    pub(crate) kind: Kind,
    /// With the final description and expiry.
    pub(crate) new_key: &'a NewKey,
    /// The id of the key that it succeeds.
    pub(crate) old: Option<&'a str>,
}

/// A pending key whose secret this process has.
#[derive(Debug)]
pub(crate) struct Fresh {
    /// The key as it will be: with its final description and expiry.
    pub(crate) created: CreatedKey,
    pub(crate) name: PendingName,
    /// How long it may stay pending.
    hold: SignedDuration,
}

/// What came of a create.
#[derive(Debug)]
pub(crate) enum Made {
    Key(Box<Fresh>),
    /// It may have made a key whose secret is gone.
    Lost(Error),
}

/// Whether a create that the server's limit refuses is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patience {
    Waits,
    GivesUp,
}

impl Job<'_> {
    /// How long a key of this kind may stay pending.
    fn hold(&self, kind: Kind) -> Duration {
        let minutes = match kind {
            Kind::Ensure => 5,
            Kind::Rotate => 10,
            Kind::CreateOnce | Kind::Other(_) => 15,
        };
        let set = self.client.settings().hold;
        set.unwrap_or(Duration::from_secs(minutes * 60))
    }

    /// What a new key of this kind is called and when it ends, if it is created now.
    fn pending_name(
        &self,
        wanted: &Wanted<'_>,
        clock: ServerClock,
    ) -> Result<(PendingName, SignedDuration), Error> {
        let now = clock.now();
        let hold = SignedDuration::try_from(self.hold(wanted.kind)).unwrap_or_default();
        let mut end = now.saturating_add(hold).unwrap_or(now).as_second();
        let last = wanted.new_key.expires_at.and_then(Expiry::moment);
        if let Some(last) = last {
            // While it is pending it must end at another second than later.
            end = end.min(last.as_second() - 1);
        }
        let hold =
            SignedDuration::from_secs(end) - SignedDuration::from_millis(now.as_millisecond());
        let least = FENCE + self.client.settings().settle;
        if last.is_some() && Duration::try_from(hold).is_ok_and(|hold| hold <= least)
            || hold.is_negative()
        {
            let rule = "must be later, so that there is time to store the new key";
            return Err(Error::input("expiresAt", rule));
        }
        let name = PendingName {
            kind: wanted.kind,
            call: self.call.clone(),
            end,
            name: hash(&wanted.new_key.description),
            old: wanted.old.map(hash),
        };
        Ok((name, hold))
    }

    /// Creates a pending key; its create may be lost. Takes a turn first, as the hold begins when
    /// the key is named.
    pub(crate) fn create(&self, wanted: &Wanted<'_>, look: &Look) -> Result<Made, Error> {
        self.client
            .take_create_turn(self.operation, self.deadline)?;
        self.create_in_turn(wanted, look, Patience::Waits)
    }

    /// The same, for a turn that was taken.
    pub(crate) fn create_in_turn(
        &self,
        wanted: &Wanted<'_>,
        look: &Look,
        patience: Patience,
    ) -> Result<Made, Error> {
        let mut retries = 0;
        loop {
            // Each attempt is a new create, with the whole hold before it.
            let (name, hold) = self.pending_name(wanted, look.clock)?;
            let pending = NewKey {
                description: name.to_string(),
                expires_at: Some(Expiry::At(name.ends_at())),
                ..wanted.new_key.clone()
            };
            let call = Call {
                effect: Effect::Begins,
                ..create_call(self.operation, &pending)?
            };
            if self.client.is_cancelled() {
                return Err(given_up(self.operation));
            }
            let Failed { failure, error, .. } =
                match self.client.attempt(&call, self.left(), retries + 1) {
                    Ok(response) => return self.made(&call, &response, wanted, name, hold),
                    Err(failed) => failed,
                };
            let waits = patience == Patience::Waits || !matches!(failure, Failure::Status(429, _));
            let client = self.client;
            if !waits || !client.wait_to_retry(failure, call.effect, retries, self.deadline) {
                return match failure.hides_the_outcome() {
                    true => Ok(Made::Lost(error)),
                    false => Err(look.with_room(error)),
                };
            }
            retries += 1;
        }
    }

    /// The key that a response holds, if it is what was asked for.
    fn made(
        &self,
        call: &Call,
        response: &Response,
        wanted: &Wanted<'_>,
        name: PendingName,
        hold: SignedDuration,
    ) -> Result<Made, Error> {
        let created = match read_created(call, response) {
            Ok(created) => created,
            Err(error) => return Ok(Made::Lost(error)),
        };
        if created.expires_at != Some(name.ends_at()) {
            let id = &created.id;
            let what = format!("the new key {id} doesn't end when it was asked to");
            let error = undocumented(ErrorCode::BadResponse, call, response, &what);
            if response.truncated.is_some() {
                return Ok(Made::Lost(error));
            }
            // It may never end, so it is deleted even if the call was given up.
            let client = self.client.uncancelled();
            return Err(
                match client.delete_until(self.operation, id, self.deadline) {
                    Ok(()) => error,
                    Err(_) => error.noting("it couldn't be deleted either: delete it"),
                },
            );
        }
        let expires_at = wanted.new_key.expires_at.and_then(Expiry::moment);
        Ok(Made::Key(Box::new(Fresh {
            created: CreatedKey {
                description: Some(wanted.new_key.description.clone()),
                expires_at,
                ..created
            },
            name,
            hold,
        })))
    }

    /// Creates a pending key, again if the response is lost: at most three times in all. Says
    /// whether one was lost.
    pub(crate) fn create_surely(
        &self,
        wanted: &Wanted<'_>,
        mut look: Look,
    ) -> Result<(Box<Fresh>, bool), Error> {
        let mut lost = 0;
        loop {
            match self.create(wanted, &look)? {
                Made::Key(fresh) => return Ok((fresh, lost > 0)),
                Made::Lost(error) => {
                    lost += 1;
                    look = self.remove_lost(lost, error)?;
                }
            }
        }
    }

    /// After a lost create: deletes what the call has made so far, whose secrets are gone. Fails
    /// with `error` if there is no further create.
    pub(crate) fn remove_lost(&self, lost: u32, error: Error) -> Result<Look, Error> {
        let code = error.code();
        let look = self.look()?;
        self.remove_own(&look, &[]);
        match lost < MOST_CREATES {
            true => Ok(look),
            false => Err(error.meaning(
                code,
                |said| format!("the response to the create was lost {lost} times ({said})"),
                "what these creates made ends by itself: try again",
            )),
        }
    }

    /// Deletes the pending keys of this call, but for these: nobody has their secrets.
    pub(crate) fn remove_own(&self, look: &Look, kept: &[&str]) {
        let own = look.contenders().filter(|contender| {
            let is_kept = kept.contains(&contender.key.id.as_str());
            contender.name.call == self.call && !contender.committed && !is_kept
        });
        own.for_each(|contender| {
            self.drop_own(&contender.key.id);
        });
    }
}

impl Fresh {
    /// The key in a list, if it is there. It was created when the server's clock says that it was,
    /// or that clock can't be relied on.
    pub(crate) fn seen_in<'a>(&self, look: &'a Look) -> Result<Option<Contender<'a>>, Error> {
        let own = look.contenders().find(|it| it.key.id == self.created.id);
        let Some(own) = own else {
            return match look.find(&self.created.id) {
                Some(_) => Err(unsound("isn't called as it was created")),
                None => Ok(None),
            };
        };
        let Some(created_at) = own.key.created_at else {
            return Err(unsound("has no time of creation"));
        };
        let held = self.name.ends_at().duration_since(created_at);
        match held * 2 >= self.hold && held <= self.hold * 2 {
            true => Ok(Some(own)),
            false => Err(unsound(
                "was created at another time than the server's clock says",
            )),
        }
    }
}

fn unsound(what: &str) -> Error {
    Error::new(ErrorCode::BadResponse, format!("the new key {what}"))
}

impl Look {
    /// The refusal of a create, with what is known of the room for one.
    fn with_room(&self, error: Error) -> Error {
        if error.code() != ErrorCode::KeyLimitReached {
            return error;
        }
        let pending: Vec<_> = self.contenders().filter(|it| !it.committed).collect();
        let first = pending.iter().filter_map(|it| it.key.expires_at).min();
        let Some(first) = first else { return error };
        let (count, first) = (pending.len(), wire::time::written(first));
        error.meaning(
            ErrorCode::KeyLimitReached,
            |said| {
                format!(
                    "{said}; {count} of the keys are being made, the first of them until {first}"
                )
            },
            "delete keys that are no longer used",
        )
    }
}
