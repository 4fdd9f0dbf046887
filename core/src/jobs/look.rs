//! [`Look`]: the list of keys as it was at a moment of the server's time, and what it says of the
//! keys that are being made.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::job::Job;
use super::name::{self, Kind, PendingName};
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::keys::ApiKey;
use crate::perform::{read_data_list, undocumented};
use crate::transport::Call;

/// How long past its end a key is still believed to be there, if the list shows it: as long as the
/// longest hold. A call whose `Date` is wrong by more finds that out by its own key, and never
/// takes a living one for gone.
const DOUBT: SignedDuration = SignedDuration::from_hours(24);

/// The list of keys.
pub(crate) struct Look {
    pub(crate) keys: Vec<ApiKey>,
    /// The server's time, as the response with the list gave it.
    pub(crate) clock: ServerClock,
}

/// A key that is being made, by whomever.
#[derive(Debug, Clone)]
pub(crate) struct Contender<'a> {
    pub(crate) key: &'a ApiKey,
    pub(crate) name: PendingName,
    /// Whether it was made lasting, and only its name isn't final yet.
    pub(crate) committed: bool,
}

impl Job<'_> {
    /// Lists the keys.
    pub(crate) fn look(&self) -> Result<Look, Error> {
        let call = Call::get(self.operation, "/api_keys".into());
        let response = self.client.perform_until(&call, self.deadline);
        let response = response.map_err(|failed| failed.error)?;
        let what = "the response doesn't say the server's time";
        let no_date = || undocumented(ErrorCode::BadResponse, &call, &response, what);
        let clock = ServerClock::saying(response.date.ok_or_else(no_date)?);
        self.client.note_server_clock(clock);
        let mut keys: Vec<ApiKey> = read_data_list(&call, &response)?;
        keys.retain(|key| !has_ended(key, clock.now()));
        Ok(Look { keys, clock })
    }
}

/// Whether a key has ended so long ago that no server's clock can say otherwise.
fn has_ended(key: &ApiKey, now: Timestamp) -> bool {
    let past = key.expires_at.map(|end| now.duration_since(end));
    past.is_some_and(|past| past > DOUBT)
}

impl Look {
    pub(crate) fn find(&self, id: &str) -> Option<&ApiKey> {
        self.keys.iter().find(|key| key.id == id)
    }

    /// The keys whose names say that they are being made.
    pub(crate) fn contenders(&self) -> impl Iterator<Item = Contender<'_>> {
        self.keys.iter().filter_map(|key| {
            let name = PendingName::read(key.description.as_deref()?)?;
            let committed = !name.is_pending(key);
            Some(Contender {
                key,
                name,
                committed,
            })
        })
    }

    /// Of them, those that are to have this description.
    pub(crate) fn contenders_for(&self, description: &str) -> impl Iterator<Item = Contender<'_>> {
        let hash = name::hash(description);
        self.contenders()
            .filter(move |contender| contender.name.name == hash)
    }

    /// The keys that have this description.
    pub(crate) fn named(&self, description: &str) -> impl Iterator<Item = &ApiKey> {
        let is_named = move |key: &&ApiKey| key.description.as_deref() == Some(description);
        self.keys.iter().filter(is_named)
    }

    /// Whether a key was rotated: it lasts only until its users have moved on. Its successor is
    /// here, or seems to have been rotated itself. Nothing may be deleted for this.
    pub(crate) fn is_retired(&self, old: &ApiKey) -> bool {
        self.has_successor(old) || self.newer_twin(old).is_some()
    }

    /// Whether the key is here that a key's end is marked with.
    fn has_successor(&self, old: &ApiKey) -> bool {
        let Some(mark) = old.expires_at.map(Timestamp::subsec_millisecond) else {
            return false;
        };
        let of_old = || Some(name::hash(&old.id));
        let succeeds = |new: &&ApiKey| {
            let is_twin = new.description == old.description;
            let is_named_so = || {
                let name = new.description.as_deref().and_then(PendingName::read);
                name.is_some_and(|name| name.kind == Kind::Rotate && name.old == of_old())
            };
            new.id != old.id && mark == name::mark(&old.id, &new.id) && (is_twin || is_named_so())
        };
        mark != 0 && self.keys.iter().any(|new| succeeds(&new))
    }

    /// For a key that ends as a rotated one does, between two seconds: a newer key that lasts
    /// longer, and has its name, or is to get it. The one that the end is marked with may have been
    /// rotated and be gone: then this is the last of that chain.
    pub(crate) fn newer_twin(&self, old: &ApiKey) -> Option<&ApiKey> {
        let old_end = old.expires_at.filter(|end| end.subsec_millisecond() != 0)?;
        let created_at = old.created_at?;
        let description = old.description.as_deref()?;
        let of_old = Some(name::hash(&old.id));
        let is_to_have_it = |it: &Contender<'_>| {
            it.committed && it.name.kind == Kind::Rotate && it.name.old != of_old
        };
        let unnamed = self.contenders_for(description).filter(is_to_have_it);
        let mut twins = self.named(description).chain(unnamed.map(|it| it.key));
        twins.find(|new| {
            let is_newer = new.created_at.is_some_and(|time| time > created_at);
            is_newer && new.expires_at.is_none_or(|end| end > old_end)
        })
    }

    /// How many creates of the last `period` it shows, and, if they are as many as `most`, how long
    /// it takes until one of them is older than that.
    pub(crate) fn creates(&self, period: Duration, most: usize) -> (usize, Duration) {
        let now = self.clock.now();
        let age = |time: Timestamp| {
            now.duration_since(time)
                .try_into()
                .unwrap_or(Duration::ZERO)
        };
        let ages = self.keys.iter().filter_map(|key| key.created_at).map(age);
        let mut recent: Vec<Duration> = ages.filter(|age| *age < period).collect();
        recent.sort_unstable();
        let over = most.checked_sub(1).and_then(|last| recent.get(last));
        let wait = over.map_or(Duration::ZERO, |age| period.saturating_sub(*age));
        (recent.len(), wait)
    }
}
