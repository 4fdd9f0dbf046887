//! Lists that lag: what a list of keys shows is what was true a while ago.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::keys::Key;
use crate::random::Random;

/// How far lists lag, and what they may still show.
#[derive(Default)]
pub(crate) struct Lists {
    /// By real time, as that which a client waits by.
    lag: Duration,
    /// Each list's age is drawn, up to the lag; without it all are as old as they may be.
    ages: Option<Random>,
    past: VecDeque<Past>,
}

/// The keys as they were until a moment.
struct Past {
    until: Instant,
    clock: Clock,
    keys: Arc<Vec<Key>>,
}

impl Lists {
    pub(crate) fn set_lag(&mut self, lag: Duration, seed: Option<u64>) {
        *self = Self {
            lag,
            ages: seed.map(Random::from_number),
            past: VecDeque::new(),
        };
    }

    /// Keeps what is there, before it changes.
    pub(crate) fn keep(&mut self, keys: &[Key], clock: Clock) {
        if self.lag.is_zero() {
            return;
        }
        let until = Instant::now();
        while self
            .past
            .front()
            .is_some_and(|past| past.until + self.lag < until)
        {
            self.past.pop_front();
        }
        let keys = Arc::new(keys.to_vec());
        self.past.push_back(Past { until, clock, keys });
    }

    /// What the next list shows, if that isn't what is there now: the keys, and the server's time.
    pub(crate) fn next(&mut self) -> Option<(Arc<Vec<Key>>, i64)> {
        let age = match &mut self.ages {
            None => self.lag,
            Some(random) => self.lag.mul_f64(random.fraction()),
        };
        let shown = Instant::now().checked_sub(age)?;
        let past = self.past.iter().find(|past| past.until > shown)?;
        let before_change = past.until.saturating_duration_since(shown);
        let age_then = past.until.elapsed() + before_change;
        Some((Arc::clone(&past.keys), past.clock.before(age_then)))
    }
}
