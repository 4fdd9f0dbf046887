//! One page of keys that are to be there.
//!
//! A page is one look at the list and what it leads to: what is there already is kept or changed;
//! only where nothing is, up to five keys are created at once, waited for together, and handed out
//! if no other process was first. The list is all that processes share: who makes what, and how
//! many creates the server's limit has left.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::job::Job;
use super::look::Look;
use super::name::Kind;
use super::outcome::{EnsureOutcome, EnsuredKey, ProvisionOutcome, ProvisionedKey};
use super::pending::{Fresh, Made, Patience, Wanted};
use super::record::KeyRecord;
use super::standing::Standing;
use super::store::BegunProvisioned;
use super::walk::Walk;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::NewKey;
use crate::perform::chance;

/// How many keys are created before they are waited for.
const AT_ONCE: usize = 5;
/// How many keys are changed in one page.
const CHANGES: usize = 10;
/// How many creates of the server's limit are left to others.
const SPARED: usize = 2;
/// So many processes fill the server's limit with one create each in a period.
const MANY: u32 = 20;
/// Which of an ensured key's waits for others a page takes.
const POLLS: u32 = 1;
/// How long a page waits at most before it looks again.
const LONGEST_PAUSE: Duration = Duration::from_secs(3600);

pub(super) struct ProvisionPage<'a> {
    pub(super) job: Job<'a>,
    pub(super) new_keys: &'a [NewKey],
    pub(super) walk: Walk,
}

type Items = Vec<BegunProvisioned>;
type Numbered = (usize, Box<Fresh>);

/// What a round of creates came to.
#[derive(Default)]
struct Round {
    fresh: Vec<Numbered>,
    failed: Items,
    /// Why one was lost: there may be a key of which nobody has the secret.
    lost: Option<Error>,
    /// Why it ended early.
    stopped: Option<Error>,
}

impl ProvisionPage<'_> {
    /// What is on the page; may be nothing, if it waited. An error says how far the whole is.
    pub(super) fn fill(&mut self) -> Result<Items, Error> {
        let before = self.walk.summary();
        self.look_and_do().map_err(|error| error.noting(&before))
    }

    fn look_and_do(&mut self) -> Result<Items, Error> {
        let look = self.job.look()?;
        self.walk.reconcile(&look, self.new_keys);
        let mut free = Vec::new();
        let items = self.existing(&look, &mut free)?;
        if !items.is_empty() || self.walk.is_over() {
            return Ok(items);
        }
        match free.is_empty() {
            // Others make what is left, or it was changed since the look.
            true => self.pause(self.job.poll(POLLS)).map(|()| items),
            false => self.create_some(look, &free),
        }
    }

    /// Deals with the keys that are there, and finds those that nobody has or makes.
    fn existing(&mut self, look: &Look, free: &mut Vec<usize>) -> Result<Items, Error> {
        let mut items = Items::new();
        let (mut twice, mut changes) = (Vec::new(), 0);
        for at in self.walk.open() {
            let new_key = &self.new_keys[at];
            let done = match look.standing(&new_key.description, &self.job.call) {
                Standing::Free => {
                    free.push(at);
                    Ok(None)
                }
                Standing::Twice(..) => {
                    twice.push(at);
                    Ok(None)
                }
                Standing::Contended(other) => match self.job.is_awaited(&other, look) {
                    true => Ok(None),
                    false => Err(self.job.in_progress(&other, look)),
                },
                Standing::Taken(_) | Standing::Unnamed(_) if changes >= CHANGES => Ok(None),
                Standing::Taken(key) => self.job.adapt(new_key, key),
                Standing::Unnamed(unnamed) => {
                    changes += 1;
                    let named = self.job.give_name(&unnamed, &new_key.description);
                    named.map(|()| None)
                }
            };
            match done {
                Ok(Some(ensured)) => {
                    changes += usize::from(ensured.outcome == EnsureOutcome::Changed);
                    items.push(self.is_there(at, ensured));
                }
                Ok(None) => {}
                Err(error) if is_its_own(&error) => items.push(self.failed(at, &error)),
                Err(error) if items.is_empty() => return Err(error),
                // The next page meets it again.
                Err(_) => return Ok(items),
            }
        }
        if items.is_empty() && !twice.is_empty() {
            items = self.still_twice(&twice)?;
        }
        Ok(items)
    }

    /// Of the names that two keys seemed to have, those of which that is so.
    fn still_twice(&mut self, twice: &[usize]) -> Result<Items, Error> {
        self.job.settle()?;
        let look = self.job.look()?;
        let mut items = Items::new();
        for at in twice {
            let description = &self.new_keys[*at].description;
            if let Standing::Twice(one, other) = look.standing(description, &self.job.call) {
                let error = self.job.conflict(&one.id, &other.id);
                items.push(self.failed(*at, &error));
            }
        }
        Ok(items)
    }

    /// Creates some of the keys that nobody has or makes, as far as the limit goes.
    fn create_some(&mut self, look: Look, free: &[usize]) -> Result<Items, Error> {
        let settings = self.job.client.settings();
        let period = settings.create_limit_period.min(LONGEST_PAUSE);
        let most = (settings.create_limit as usize)
            .saturating_sub(SPARED)
            .max(1);
        let (made, wait) = look.creates(period, most);
        if made >= most {
            self.pause(wait.saturating_add(spread(&look, period)))?;
            return Ok(Items::new());
        }
        let count = AT_ONCE.min(most - made);
        self.walk.creates_at(look.clock.now());
        let round = self.round(&look, &free[..count.min(free.len())])?;
        let Round {
            fresh,
            failed,
            lost,
            stopped,
        } = round;
        let mut items = failed;
        if !fresh.is_empty() || lost.is_some() {
            items.extend(self.hand_out(fresh, lost.is_some())?);
        }
        match lost.or(stopped) {
            Some(error) if items.is_empty() && error.code() == ErrorCode::RateLimited => {
                let wait = error
                    .retry_after()
                    .unwrap_or_else(|| period.mul_f64(chance()));
                self.pause(wait.saturating_add(spread(&look, period)))?;
                Ok(items)
            }
            Some(error) if items.is_empty() => Err(error),
            _ => Ok(items),
        }
    }

    /// Creates these keys, pending, as long as there is a turn.
    fn round(&mut self, look: &Look, wanted: &[usize]) -> Result<Round, Error> {
        let mut round = Round::default();
        for at in wanted {
            let turn = self
                .job
                .client
                .throttle()
                .take_turn(Instant::now(), Duration::ZERO);
            if let Err(wait) = turn {
                if round.fresh.is_empty() {
                    self.pause(wait)?;
                }
                break;
            }
            let wanted = Wanted {
                kind: Kind::Ensure,
                new_key: &self.new_keys[*at],
                old: None,
            };
            match self.job.create_in_turn(&wanted, look, Patience::GivesUp) {
                Ok(Made::Key(fresh)) => round.fresh.push((*at, fresh)),
                Ok(Made::Lost(error)) => round.lost = Some(error),
                Err(error) if is_its_own(&error) => {
                    let failed = self.failed(*at, &error);
                    round.failed.push(failed);
                }
                Err(error) => {
                    round.stopped = Some(error);
                    break;
                }
            }
        }
        Ok(round)
    }

    /// Waits until all can see the new keys, and hands out those that are first. The others, and
    /// those whose creates were lost, are deleted.
    fn hand_out(&mut self, fresh: Vec<Numbered>, lost: bool) -> Result<Items, Error> {
        let look = match self.job.settle().and_then(|()| self.job.look()) {
            Ok(look) => look,
            Err(error) => {
                let fresh = fresh.iter().map(|(_, fresh)| fresh);
                return Err(fresh.fold(error, |error, fresh| self.job.drop_with(fresh, error)));
            }
        };
        if lost {
            let made = fresh.iter().map(|(_, fresh)| fresh.created.id.as_str());
            let kept: Vec<&str> = made.chain(self.walk.handed()).collect();
            self.job.remove_own(&look, &kept);
        }
        let mut items = Items::new();
        let mut unsound = None;
        for (at, fresh) in fresh {
            match fresh.is_first(&look) {
                Ok(true) => items.push(self.made(at, *fresh)),
                Ok(false) => drop(self.job.drop_own(&fresh.created.id)),
                Err(error) => unsound = Some(self.job.drop_with(&fresh, error)),
            }
        }
        match unsound {
            Some(error) if items.is_empty() => Err(error),
            _ => Ok(items),
        }
    }

    /// Waits without using up the call's time.
    fn pause(&mut self, time: Duration) -> Result<(), Error> {
        let began = Instant::now();
        let goes_on = self.job.client.wait(time.min(LONGEST_PAUSE));
        self.job.deadline += began.elapsed();
        match goes_on {
            true => Ok(()),
            false => Err(self.job.error(ErrorCode::Timeout, "the call was given up")),
        }
    }

    fn made(&mut self, at: usize, fresh: Fresh) -> BegunProvisioned {
        // Not to be looked at once more: the next page does that.
        let record = KeyRecord::new(self.job.operation, &fresh, false).text();
        self.walk.hands_out(at, &fresh.created.id);
        let mut item = self.item(at, ProvisionOutcome::Created);
        item.id = Some(fresh.created.id.clone());
        item.created = Some(fresh.created);
        BegunProvisioned {
            result: item,
            record: Some(record),
        }
    }

    fn is_there(&mut self, at: usize, ensured: EnsuredKey) -> BegunProvisioned {
        let outcome = match ensured.outcome {
            EnsureOutcome::Changed => ProvisionOutcome::Changed,
            _ => ProvisionOutcome::Kept,
        };
        self.walk.is_done(at, &outcome);
        let mut item = self.item(at, outcome);
        item.id = Some(ensured.id);
        item.changed = ensured.changed;
        BegunProvisioned {
            result: item,
            record: None,
        }
    }

    fn failed(&mut self, at: usize, error: &Error) -> BegunProvisioned {
        self.walk.is_done(at, &ProvisionOutcome::Failed);
        let mut item = self.item(at, ProvisionOutcome::Failed);
        item.error_code = Some(error.code());
        item.error = Some(error.to_string());
        BegunProvisioned {
            result: item,
            record: None,
        }
    }

    fn item(&self, at: usize, outcome: ProvisionOutcome) -> ProvisionedKey {
        let now = self.job.client.server_clock();
        let settings = self.job.client.settings();
        let limit = (settings.create_limit, settings.create_limit_period);
        ProvisionedKey {
            outcome,
            id: None,
            description: self.new_keys[at].description.clone(),
            changed: Vec::new(),
            created: None,
            error_code: None,
            error: None,
            progress: self
                .walk
                .progress(now.map_or(Timestamp::UNIX_EPOCH, |it| it.now()), limit),
        }
    }
}

/// Whether an error is about one key, and the others may still come to be.
fn is_its_own(error: &Error) -> bool {
    matches!(
        error.code(),
        ErrorCode::InvalidInput
            | ErrorCode::BadRequest
            | ErrorCode::Conflict
            | ErrorCode::InProgress
    )
}

/// How much longer to wait for a turn, so that not all who wait for one take the same: the longer,
/// the more calls are seen to make keys.
fn spread(look: &Look, period: Duration) -> Duration {
    let calls: HashSet<String> = look.contenders().map(|it| it.name.call).collect();
    let share = (calls.len() as u32 + 1).min(MANY);
    period.mul_f64(0.5 * chance() * f64::from(share) / f64::from(MANY))
}
