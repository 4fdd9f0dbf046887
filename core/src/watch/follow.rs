//! The log of rate limits, followed.

use std::collections::HashMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{SeenSoFar, digest, page, pages};
#[cfg(any(test, fuzzing))]
use super::{read, written};
use crate::client::Client;
use crate::error::Error;
use crate::operations::Operation;
use crate::pages::{Page, Pages};
use crate::rate_limits::RateLimitBreach;
use crate::transport::Call;

const OPERATION: Operation = Operation::FollowRateLimitLog;
/// How many entries Venice shows at most.
const FULL: usize = 50;
/// How many entries a cursor remembers: a list that lags behind shows old ones again.
const REMEMBERED: usize = 3 * FULL;

/// What came in the log of rate limits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RateLimitNews {
    /// The new entry; `None`: this is a mark.
    pub breach: Option<RateLimitBreach>,
    /// Whether this is a mark, and no entry: since the last look as many entries came as Venice
    /// shows, so older ones may be missing here.
    pub may_be_missing: bool,
}

impl RateLimitNews {
    const MARK: Self = Self {
        breach: None,
        may_be_missing: true,
    };

    fn of(breach: RateLimitBreach) -> Self {
        Self {
            breach: Some(breach),
            may_be_missing: false,
        }
    }
}

/// The entries that were seen, newest first, each as a digest. Absent: nobody has looked yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Seen(Option<Vec<String>>);

impl SeenSoFar for Seen {
    const OPERATION: Operation = OPERATION;
    type Shown = Vec<RateLimitBreach>;
    type News = RateLimitNews;

    fn has_looked(&self) -> bool {
        self.0.is_some()
    }

    fn look(client: &Client) -> Result<Vec<RateLimitBreach>, Error> {
        client.read_list(&Call::get(OPERATION, "/api_keys/rate_limits/log".into()))
    }

    /// What is new comes oldest first.
    fn news(self, log: Vec<RateLimitBreach>) -> (Self, Vec<RateLimitNews>) {
        let mut digests: Vec<String> = log.iter().map(digest_of).collect();
        let Self(Some(mut known)) = self else {
            return (Self(Some(digests)), Vec::new());
        };
        let overlaps = digests.iter().any(|digest| known.contains(digest));
        // Entries have no id: of those that are the same in everything, as many are known as were
        // seen.
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for digest in &known {
            *seen.entry(digest).or_default() += 1;
        }
        let mut is_new = |digest: &String| match seen.get_mut(digest.as_str()) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        let is_new: Vec<bool> = digests.iter().map(&mut is_new).collect();
        let mark = (digests.len() >= FULL && !overlaps).then_some(RateLimitNews::MARK);
        let entries = log.into_iter().zip(&is_new);
        let new = entries.filter(|(_, new)| **new).map(|(breach, _)| breach);
        let news = mark.into_iter().chain(new.rev().map(RateLimitNews::of));
        let news = news.collect();
        let mut is_new = is_new.into_iter();
        digests.retain(|_| is_new.next().unwrap_or_default());
        digests.append(&mut known);
        digests.truncate(REMEMBERED);
        (Self(Some(digests)), news)
    }
}

fn digest_of(breach: &RateLimitBreach) -> String {
    // A struct of strings and a time is always written.
    digest(&serde_json::to_string(breach).unwrap_or_default(), 10)
}

impl Client {
    /// Follows the log of rate limits: gives each time that the account exceeds one from now on,
    /// oldest first, none twice. Needs an ADMIN key.
    ///
    /// It never ends. The first look is at once, and what is in the log then is no news:
    /// [`rate_limit_log`](Self::rate_limit_log) shows it. From then on each page is one look,
    /// `every` after the one before was asked for; `every` is a second to a day. That wait isn't
    /// part of the call's time, and ends at once where the call is given up. Venice shows the last
    /// 50 entries; where as many came between two looks, a mark (`may_be_missing`) comes before
    /// them. With the cursor of a page it goes on after that page, in another process and another
    /// day, too.
    ///
    /// # Errors
    ///
    /// * `invalid_input`: `every` is out of its range, or the cursor is none of this list; nothing
    ///   was sent.
    /// * `admin_key_required`: the client's key is an INFERENCE key.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), venice_keys::Error> {
    /// use std::time::Duration;
    ///
    /// let client = venice_keys::Client::from_env()?;
    /// for news in client.follow_rate_limit_log(Duration::from_secs(60), None)? {
    ///     match news?.breach {
    ///         Some(breach) => println!("{:?} {:?}", breach.api_key_id, breach.rate_limit_type),
    ///         None => println!("more than Venice shows"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn follow_rate_limit_log(
        &self,
        every: Duration,
        cursor: Option<&str>,
    ) -> Result<Pages<RateLimitNews>, Error> {
        pages::<Seen>(self, every, cursor)
    }

    /// One page of [`follow_rate_limit_log`](Self::follow_rate_limit_log): what came since the one
    /// that the cursor is from. It can be empty, and is never the last.
    #[doc(hidden)]
    pub fn follow_rate_limit_log_page(
        &self,
        every: Duration,
        cursor: Option<&str>,
    ) -> Result<Page<RateLimitNews>, Error> {
        page::<Seen>(self, every, cursor)
    }
}

/// Whether a cursor is what a look goes on from: then it is read again as it was, and what one look
/// shows, the next doesn't.
#[cfg(any(test, fuzzing))]
pub(super) fn fuzzed(cursor: &str) {
    let Ok(seen) = read::<Seen>(OPERATION, Some(cursor)) else {
        return;
    };
    let again = read::<Seen>(OPERATION, Some(&written(OPERATION, &seen)));
    assert!(again.is_ok_and(|again| again == seen));
    let began = seen.0.is_some();
    let log = r#"[{"apiKeyId":"a"},{"apiKeyId":"b"},{"apiKeyId":"a"}]"#;
    let log: Vec<RateLimitBreach> = serde_json::from_str(log).unwrap_or_default();
    let (after, news) = seen.news(log.clone());
    assert!(began || news.is_empty(), "what was there is no news");
    assert!(after.news(log).1.is_empty(), "nothing comes twice");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A log of these entries, oldest first, as Venice shows it.
    fn log(numbers: impl IntoIterator<Item = u32>) -> Vec<RateLimitBreach> {
        let entry = |number: u32| {
            let json = format!(r#"{{"apiKeyId":"{number}","rateLimitType":"RPM"}}"#);
            serde_json::from_str(&json).unwrap()
        };
        let mut log: Vec<_> = numbers.into_iter().map(entry).collect();
        log.reverse();
        log.truncate(FULL);
        log
    }

    /// The ids of what is new, look after look; `-` is a mark.
    fn looks(logs: impl IntoIterator<Item = Vec<RateLimitBreach>>) -> Vec<Vec<String>> {
        let mut seen = Seen::default();
        let mut look = |log| {
            let (after, news) = std::mem::take(&mut seen).news(log);
            seen = read(OPERATION, Some(&written(OPERATION, after))).unwrap();
            let shown = |news: RateLimitNews| {
                assert_eq!(news.may_be_missing, news.breach.is_none());
                news.breach
                    .map_or("-".to_owned(), |breach| breach.api_key_id.unwrap())
            };
            news.into_iter().map(shown).collect()
        };
        logs.into_iter().map(&mut look).collect()
    }

    #[test]
    fn what_came_before_the_first_look_is_no_news_and_nothing_comes_twice() {
        let none = Vec::<String>::new();
        let seen = looks([log(1..=2), log(1..=2), log(1..=4), log(1..=3), log(1..=5)]);
        assert_eq!(
            seen,
            [
                none.clone(),
                none.clone(),
                vec!["3".into(), "4".into()],
                none,
                vec!["5".into()]
            ]
        );
    }

    #[test]
    fn entries_that_are_the_same_in_everything_are_counted() {
        let seen = looks([log([7]), log([7, 7, 7]), log([7, 7, 7]), log([7, 7, 7, 7])]);
        assert_eq!(
            seen[1..],
            [vec!["7".to_owned(); 2], vec![], vec!["7".to_owned()]]
        );
    }

    #[test]
    fn a_mark_shows_where_more_came_than_venice_shows() {
        let seen = looks([
            log([]),
            log(1..=49),
            log(1..=98),
            log(1..=148),
            log(1..=300),
        ]);
        assert_eq!(seen[1].len(), 49);
        assert_eq!(
            seen[2].len(),
            49,
            "one that was known is there, so none is missing"
        );
        assert_eq!((seen[3].len(), seen[3][0].as_str()), (51, "-"));
        assert_eq!((seen[4][0].as_str(), seen[4][1].as_str()), ("-", "251"));
    }

    #[test]
    fn a_cursor_stays_small() {
        let seen = looks((0..20).map(|look| log(0..=40 * look)));
        assert!(seen[1..].iter().all(|news| news.len() == 40));
        let (seen, _) = Seen(Some(vec!["x".repeat(10); REMEMBERED])).news(log(0..50));
        assert!(written(OPERATION, seen).len() < 4096);
    }
}
