//! The local create limit: no more creates in a period than Venice allows, so that a busy job waits
//! here instead of using up the account's error budget.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

#[derive(Debug)]
pub(crate) struct Throttle {
    count: usize,
    per: Duration,
    turns: Mutex<VecDeque<Instant>>,
}

impl Throttle {
    pub(crate) fn new(count: u32, per: Duration) -> Self {
        Self {
            count: count as usize,
            per,
            turns: Mutex::default(),
        }
    }

    /// The period that the limit counts in.
    pub(crate) fn window(&self) -> Duration {
        self.per
    }

    /// The same limit with nothing counted yet.
    pub(crate) fn renewed(&self) -> Self {
        Self {
            count: self.count,
            per: self.per,
            turns: Mutex::default(),
        }
    }

    /// Takes the next turn: `Ok` with how long to wait for it, or, if it comes only after `left`,
    /// `Err` with how long that would be, and the turn isn't taken.
    pub(crate) fn take_turn(&self, now: Instant, left: Duration) -> Result<Duration, Duration> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        while turns
            .front()
            .is_some_and(|turn| now.saturating_duration_since(*turn) >= self.per)
        {
            turns.pop_front();
        }
        let wait = match turns.len().checked_sub(self.count) {
            None => Duration::ZERO,
            Some(ahead) => {
                let (ahead, early) = (turns[ahead], turns[ahead].saturating_duration_since(now));
                let gone = now.saturating_duration_since(ahead);
                self.per.saturating_add(early).saturating_sub(gone)
            }
        };
        if wait > Duration::ZERO && wait >= left {
            return Err(wait);
        }
        turns.push_back(now + wait);
        Ok(wait)
    }

    /// Returns a turn that was taken and won't be used.
    pub(crate) fn give_back(&self, turn: Instant) {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = turns.iter().rposition(|taken| *taken == turn) {
            turns.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const AMPLE: Duration = Duration::from_secs(3600);

    #[test]
    fn the_21st_waits_for_the_first_to_be_a_minute_old() {
        let (throttle, start) = (Throttle::new(20, MINUTE), Instant::now());
        for _ in 0..20 {
            assert_eq!(throttle.take_turn(start, AMPLE), Ok(Duration::ZERO));
        }
        let later = start + Duration::from_secs(10);
        assert_eq!(
            throttle.take_turn(later, AMPLE),
            Ok(Duration::from_secs(50))
        );
        assert_eq!(
            throttle.take_turn(start + MINUTE, AMPLE),
            Ok(Duration::ZERO)
        );
    }

    #[test]
    fn no_window_holds_more_than_the_limit() {
        let (throttle, start) = (Throttle::new(3, MINUTE), Instant::now());
        let mut turns: Vec<Duration> = Vec::new();
        for i in 0..12u32 {
            let now = start + Duration::from_secs(u64::from(i) * 5);
            let wait = throttle.take_turn(now, AMPLE).unwrap();
            turns.push(now + wait - start);
        }
        for pair in turns.windows(4) {
            assert!(pair[3] - pair[0] >= MINUTE, "{turns:?}");
        }
    }

    #[test]
    fn a_turn_given_back_is_the_next_ones() {
        let (throttle, start) = (Throttle::new(1, MINUTE), Instant::now());
        assert_eq!(throttle.take_turn(start, AMPLE), Ok(Duration::ZERO));
        assert_eq!(throttle.take_turn(start, AMPLE), Ok(MINUTE));
        throttle.give_back(start + MINUTE);
        assert_eq!(throttle.take_turn(start, AMPLE), Ok(MINUTE));
        throttle.give_back(start + 5 * MINUTE);
        assert_eq!(throttle.take_turn(start, AMPLE), Ok(2 * MINUTE));
    }

    #[test]
    fn an_endless_window_is_no_overflow() {
        let (throttle, start) = (Throttle::new(1, Duration::MAX), Instant::now());
        assert_eq!(throttle.take_turn(start, AMPLE), Ok(Duration::ZERO));
        assert_eq!(throttle.take_turn(start, AMPLE), Err(Duration::MAX));
    }

    #[test]
    fn a_turn_past_the_deadline_is_not_taken() {
        let (throttle, start) = (Throttle::new(1, MINUTE), Instant::now());
        assert_eq!(
            throttle.take_turn(start, Duration::from_secs(1)),
            Ok(Duration::ZERO)
        );
        assert_eq!(
            throttle.take_turn(start, Duration::from_secs(1)),
            Err(MINUTE)
        );
        assert_eq!(
            throttle.take_turn(start, AMPLE),
            Ok(MINUTE),
            "the refused one left no trace"
        );
    }
}
