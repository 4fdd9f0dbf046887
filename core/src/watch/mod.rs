//! Endless lists: what is new, look after look.

mod follow;
mod keys;

use std::ops::RangeInclusive;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use self::follow::RateLimitNews;
pub use self::keys::{KeyChange, KeyChangeKind};

use crate::client::{Client, TOO_LATE, given_up};
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Operation;
use crate::pages::{Page, Pages};

const EVERY: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_secs(24 * 3600);

fn check_every(every: Duration) -> Result<(), Error> {
    match EVERY.contains(&every) {
        true => Ok(()),
        false => Err(Error::input("every", "must be a second to a day")),
    }
}

impl Client {
    /// Waits until the next look; the first one, without `every`, is at once. Returns the client
    /// for it: the time that a call has runs from the look on, and not while it waits.
    fn before_look(&self, operation: Operation, every: Option<Duration>) -> Result<Self, Error> {
        // What has waited for a thread for as long as a call may take must end at once.
        if Instant::now() >= self.deadline() {
            return Err(Error::new(ErrorCode::Timeout, TOO_LATE).of(operation));
        }
        match every {
            None => Ok(self.clone()),
            Some(every) if self.wait(every) => Ok(self.started_then()),
            Some(_) => Err(given_up(operation)),
        }
    }
}

/// What an endless list has shown so far. Its default: nobody has looked yet.
trait SeenSoFar: Default + Serialize + DeserializeOwned + 'static {
    const OPERATION: Operation;
    /// What one look shows.
    type Shown;
    type News;

    fn has_looked(&self) -> bool;

    fn look(client: &Client) -> Result<Self::Shown, Error>;

    /// What is new, and what has been seen then.
    fn news(self, shown: Self::Shown) -> (Self, Vec<Self::News>);
}

/// An endless list, from a cursor on.
fn pages<S: SeenSoFar>(
    client: &Client,
    every: Duration,
    cursor: Option<&str>,
) -> Result<Pages<S::News>, Error> {
    check_every(every)?;
    let begin = written(S::OPERATION, read::<S>(S::OPERATION, cursor)?);
    Ok(Pages::new(client, begin, move |client, cursor| {
        page::<S>(client, every, Some(cursor))
    }))
}

/// One page of it: one look, `every` so long after the one that the cursor is from. An error says
/// where to go on, too.
fn page<S: SeenSoFar>(
    client: &Client,
    every: Duration,
    cursor: Option<&str>,
) -> Result<Page<S::News>, Error> {
    check_every(every)?;
    let seen: S = read(S::OPERATION, cursor)?;
    let wait = seen.has_looked().then_some(every);
    let look = client
        .before_look(S::OPERATION, wait)
        .and_then(|client| S::look(&client));
    match look {
        Ok(shown) => {
            let (seen, news) = seen.news(shown);
            Ok(Page::new(news, written(S::OPERATION, seen), false))
        }
        Err(error) => Err(error.with_resume(written(S::OPERATION, seen))),
    }
}

/// What was seen so far, in a form to go on from; which list it is of keeps cursors apart.
#[derive(Serialize, Deserialize)]
struct Token<T> {
    #[serde(rename = "o")]
    of: String,
    #[serde(rename = "s")]
    seen: T,
}

fn written(operation: Operation, seen: impl Serialize) -> String {
    let of = operation.as_str().to_owned();
    // A struct of numbers and strings is always written.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(&Token { of, seen }).unwrap_or_default())
}

/// What was seen when this cursor was written; without one, nothing was.
fn read<T>(operation: Operation, cursor: Option<&str>) -> Result<T, Error>
where
    T: DeserializeOwned + Default,
{
    /// Of a cursor, which may come from anywhere: ten times that of 500 keys.
    const LONGEST: usize = 1 << 20;
    let Some(cursor) = cursor else {
        return Ok(T::default());
    };
    let token = || -> Option<Token<T>> {
        let cursor = Some(cursor).filter(|cursor| cursor.len() <= LONGEST)?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
    };
    let ours = token().filter(|token| token.of == operation.as_str());
    let rule = "must be a cursor of this list, or left out";
    ours.map(|token| token.seen)
        .ok_or_else(|| Error::input("cursor", rule))
}

/// The beginning of a text's hash: so many characters of six bits each.
fn digest(text: &str, characters: usize) -> String {
    let mut hash = URL_SAFE_NO_PAD.encode(Sha256::digest(text));
    hash.truncate(characters);
    hash
}

/// A cursor that comes from anywhere.
#[cfg(any(test, fuzzing))]
pub(crate) fn fuzzed_cursor(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    for operation in [Operation::WatchKeys, Operation::FollowRateLimitLog] {
        let seen: Option<serde_json::Value> = serde_json::from_str(&text).ok();
        let cursor = seen.map_or_else(|| text.to_string(), |seen| written(operation, seen));
        follow::fuzzed(&cursor);
        keys::fuzzed(&cursor);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use venice_keys_sandbox::{Options, Sandbox};

    use super::*;
    use crate::{KeyUpdate, NewKey};

    const SECOND: Duration = Duration::from_secs(1);
    /// How long a call may take on a busy machine.
    const SOON: Duration = Duration::from_secs(10);

    fn set_up() -> (Sandbox, Client) {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let client = Client::builder()
            .api_key(sandbox.admin_key())
            .base_url(sandbox.base_url());
        (sandbox, client.build().unwrap())
    }

    #[test]
    fn a_wait_of_less_than_a_second_or_more_than_a_day_is_refused() {
        let (_sandbox, client) = set_up();
        for every in [Duration::ZERO, SECOND / 2, Duration::MAX] {
            for error in [
                client.watch_keys(every, None).unwrap_err(),
                client.follow_rate_limit_log(every, None).unwrap_err(),
            ] {
                assert_eq!(error.code(), ErrorCode::InvalidInput);
                assert_eq!(error.issues()[0].field, "every");
            }
        }
    }

    #[test]
    fn only_a_cursor_of_the_same_list_is_taken() {
        let (_sandbox, client) = set_up();
        let followed = client.follow_rate_limit_log_page(SECOND, None).unwrap();
        let longest = "A".repeat(2 << 20);
        for cursor in [followed.cursor.as_str(), "", "e30", &longest] {
            let error = client.watch_keys(SECOND, Some(cursor)).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidInput);
            assert_eq!(error.issues()[0].field, "cursor");
        }
    }

    #[test]
    fn the_wait_before_a_look_takes_nothing_of_the_calls_time() {
        const EVERY: Duration = Duration::from_secs(5);
        let (_sandbox, client) = set_up();
        let hurried = client.with_timeout(EVERY * 4 / 5);
        let first = client.watch_keys_page(EVERY, None).unwrap();
        let start = Instant::now();
        let page = hurried
            .started_at(start)
            .watch_keys_page(EVERY, Some(&first.cursor));
        assert!(page.unwrap().items.is_empty());
        assert!(start.elapsed() >= EVERY);
        let long_ago = start.checked_sub(EVERY).unwrap();
        let queued = hurried.started_at(long_ago);
        let start = Instant::now();
        let error = queued
            .watch_keys_page(EVERY, Some(&first.cursor))
            .unwrap_err();
        assert_eq!(error.code(), ErrorCode::Timeout);
        assert_eq!(error.resume(), Some(first.cursor.as_str()));
        assert!(
            start.elapsed() < EVERY,
            "it waited for a thread long enough"
        );
    }

    #[test]
    fn a_wait_ends_as_soon_as_it_is_given_up_and_the_cursor_stays() {
        let (_sandbox, client) = set_up();
        let stopped = Arc::new(AtomicBool::new(false));
        let seen = stopped.clone();
        let client = client.with_cancellation(move || seen.load(Ordering::Relaxed));
        let first = client.follow_rate_limit_log_page(SECOND, None).unwrap();
        let waiting = thread::spawn(move || {
            let page = client.follow_rate_limit_log_page(600 * SECOND, Some(&first.cursor));
            assert_eq!(page.unwrap_err().resume(), Some(first.cursor.as_str()));
        });
        thread::sleep(SECOND / 10);
        let start = Instant::now();
        stopped.store(true, Ordering::Relaxed);
        waiting.join().unwrap();
        assert!(start.elapsed() < SOON);
    }

    #[test]
    fn what_happens_to_keys_is_seen_at_the_next_look() {
        let (_sandbox, client) = set_up();
        let mut watch = client.watch_keys(SECOND, None).unwrap();
        let there = client.list_keys().unwrap()[0].id.clone();
        let page = client.watch_keys_page(SECOND, None).unwrap();
        assert!(
            page.items.is_empty() && !page.is_last,
            "what was there is no news"
        );
        let created = client.create_key(&NewKey::new("customer 42")).unwrap();
        let update = KeyUpdate::new().description("renamed");
        client.update_key(&there, &update).unwrap();
        let page = client.watch_keys_page(SECOND, Some(&page.cursor)).unwrap();
        let shown: Vec<_> = page
            .items
            .iter()
            .map(|change| (&change.kind, &change.id))
            .collect();
        let of = |id| page.items.iter().find(|change| change.id == id).unwrap();
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert_eq!(of(created.id.clone()).kind, KeyChangeKind::Created);
        assert_eq!(of(there.clone()).changed, ["description"]);
        client.delete_key(&created.id).unwrap();
        let page = client.watch_keys_page(SECOND, Some(&page.cursor)).unwrap();
        // A key of less than the time to settle ago may be missing because the list lags.
        let page = match page.items.is_empty() {
            true => client
                .watch_keys_page(2 * SECOND, Some(&page.cursor))
                .unwrap(),
            false => page,
        };
        let gone = &page.items[0];
        assert_eq!(
            (&gone.kind, &gone.id),
            (&KeyChangeKind::Deleted, &created.id)
        );
        client
            .update_key(&there, &KeyUpdate::new().description("again"))
            .unwrap();
        let beginning = watch.next_cursor().to_owned();
        assert!(client.watch_keys(SECOND, Some(&beginning)).is_ok());
        let later = thread::spawn(move || watch.next().unwrap().unwrap().changed);
        thread::sleep(SECOND / 2);
        client
            .update_key(&there, &KeyUpdate::new().description("once more"))
            .unwrap();
        assert_eq!(later.join().unwrap(), ["description"]);
    }
}
