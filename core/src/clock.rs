//! [`ServerClock`]: the server's time, which this machine's clock has no say in.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// The server's clock: what it said last, and the time that has passed since.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerClock {
    said: Timestamp,
    at: Instant,
}

impl ServerClock {
    pub(crate) fn saying(said: Timestamp) -> Self {
        let at = Instant::now();
        Self { said, at }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.said
            .saturating_add(self.at.elapsed())
            .unwrap_or(self.said)
    }

    /// How long it is until then; zero if that is past.
    pub(crate) fn until(&self, then: Timestamp) -> Duration {
        let left: SignedDuration = then.duration_since(self.now());
        left.try_into().unwrap_or(Duration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_clock_goes_on() {
        let then = "2026-09-30T19:00:00Z".parse().unwrap();
        let clock = ServerClock::saying(then);
        assert!(clock.now() >= then);
        assert_eq!(
            clock.until(then - SignedDuration::from_secs(5)),
            Duration::ZERO
        );
        let minute = clock.until(then + SignedDuration::from_secs(60));
        assert!(minute > Duration::from_secs(50) && minute <= Duration::from_secs(60));
    }
}
