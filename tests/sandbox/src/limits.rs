//! The server's limits: creates a minute, active keys, and the error budget.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crate::response::Response;

/// Creates an account may make in a minute.
const CREATES_A_MINUTE: usize = 20;
/// Active keys an account may have.
pub(crate) const ACTIVE_KEYS: usize = 500;
/// 4xx responses a key may collect in half a minute.
const FAILED_ATTEMPTS: u32 = 50;
const REMAINING: &str = "x-ratelimit-remaining";
const RESETS: &str = "x-ratelimit-resets";

/// How often each of many may do something in any minute.
#[derive(Debug)]
pub(crate) struct Windows {
    minute_ms: i64,
    most: usize,
    done: HashMap<String, VecDeque<i64>>,
}

impl Windows {
    pub(crate) fn new(minute_ms: i64, most: usize) -> Self {
        Self {
            minute_ms,
            most,
            done: HashMap::new(),
        }
    }

    /// Whether it may be done once more, which is then noted.
    pub(crate) fn admit(&mut self, who: &str, now: i64) -> bool {
        let done = self.done.entry(who.to_owned()).or_default();
        while done.front().is_some_and(|at| at + self.minute_ms <= now) {
            done.pop_front();
        }
        let may = done.len() < self.most;
        if may {
            done.push_back(now);
        }
        may
    }
}

#[derive(Debug)]
pub(crate) struct Limits {
    minute_ms: i64,
    creates: VecDeque<i64>,
    budgets: HashMap<String, Budget>,
}

/// 4xx responses of one key in the window that began with the first of them.
#[derive(Debug)]
struct Budget {
    ends: i64,
    failed: u32,
}

/// A server minute, never nothing.
pub(crate) fn minute_ms(minute: Duration) -> i64 {
    i64::try_from(minute.as_millis()).unwrap_or(i64::MAX).max(1)
}

impl Limits {
    pub(crate) fn new(minute: Duration) -> Self {
        Self {
            minute_ms: minute_ms(minute),
            creates: VecDeque::new(),
            budgets: HashMap::new(),
        }
    }

    /// Err with the 429 if the last minute has had all its creates.
    pub(crate) fn may_create(&mut self, now: i64) -> Result<(), Response> {
        while self
            .creates
            .front()
            .is_some_and(|made| made + self.minute_ms <= now)
        {
            self.creates.pop_front();
        }
        let Some(oldest) = self.creates.front() else {
            return Ok(());
        };
        if self.creates.len() < CREATES_A_MINUTE {
            return Ok(());
        }
        let free = oldest + self.minute_ms;
        let response = Response::error(429, "Rate limit exceeded");
        // Retry-After knows whole seconds only: below one, the milliseconds header says it better.
        Err(match free - now {
            wait if wait >= 1000 => response.with("retry-after", (wait + 999) / 1000),
            _ => response.with("x-ratelimit-reset-requests", free),
        })
    }

    /// Only creates that created a key count.
    pub(crate) fn created(&mut self, now: i64) {
        self.creates.push_back(now);
    }

    /// The 429 for a key that has spent its error budget, until its window ends.
    pub(crate) fn locked(&self, secret: &str, now: i64) -> Option<Response> {
        let budget = self.budgets.get(secret)?;
        (budget.failed > FAILED_ATTEMPTS && now < budget.ends).then(|| {
            let text = format!(
                "Too many failed attempts (> {FAILED_ATTEMPTS}) resulting in a non-success \
                 status code. Please wait {} seconds and try again. See \
                 https://docs.venice.ai/api-reference/rate-limiting for more information.",
                (self.window_ms() + 999) / 1000
            );
            Response::error(429, text)
        })
    }

    /// Half a minute.
    fn window_ms(&self) -> i64 {
        (self.minute_ms / 2).max(1)
    }

    /// The two headers with what is left of a key's error budget, and when it is full again.
    pub(crate) fn budget_headers(&self, secret: &str, now: i64) -> [(&'static str, String); 2] {
        let open = self.budgets.get(secret).filter(|budget| now < budget.ends);
        let (failed, ends) = match open {
            Some(budget) => (budget.failed, budget.ends),
            None => (0, now + self.window_ms()),
        };
        let left = FAILED_ATTEMPTS.saturating_sub(failed);
        [(REMAINING, left.to_string()), (RESETS, ends.to_string())]
    }

    /// Counts a 4xx response (429 aside) to this key; true if it was one too many.
    pub(crate) fn failed(&mut self, secret: &str, now: i64) -> bool {
        let fresh = Budget {
            ends: now + self.window_ms(),
            failed: 0,
        };
        let budget = self
            .budgets
            .entry(secret.to_owned())
            .or_insert(Budget { ends: 0, failed: 0 });
        if now >= budget.ends {
            *budget = fresh;
        }
        budget.failed += 1;
        budget.failed == FAILED_ATTEMPTS + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
        response
            .headers
            .iter()
            .find(|(there, _)| there == name)
            .map(|(_, value)| value.as_str())
    }

    #[test]
    fn the_21st_create_waits_for_the_first_to_leave_the_minute() {
        let mut limits = Limits::new(Duration::from_secs(60));
        for n in 0..20 {
            limits.may_create(n).unwrap();
            limits.created(n);
        }
        let refused = limits.may_create(100).unwrap_err();
        assert_eq!(refused.status, 429);
        assert_eq!(header(&refused, "retry-after"), Some("60"));
        assert!(limits.may_create(60_000).is_ok());
        limits.created(60_000);
        assert!(limits.may_create(60_000).is_err());
    }

    #[test]
    fn a_wait_below_a_second_is_announced_in_milliseconds() {
        let mut limits = Limits::new(Duration::from_millis(500));
        (0..20).for_each(|_| limits.created(10_000));
        let refused = limits.may_create(10_100).unwrap_err();
        assert_eq!(header(&refused, "retry-after"), None);
        assert_eq!(
            header(&refused, "x-ratelimit-reset-requests"),
            Some("10500")
        );
    }

    #[test]
    fn the_error_budget_is_per_key_and_ends_with_its_window() {
        let mut limits = Limits::new(Duration::from_secs(60));
        for n in 0..50 {
            assert!(!limits.failed("a", n));
        }
        assert!(limits.locked("a", 50).is_none());
        assert!(limits.failed("a", 50));
        assert_eq!(
            limits.locked("a", 51).map(|response| response.status),
            Some(429)
        );
        let shown = |key, now| limits.budget_headers(key, now).map(|(_, value)| value);
        assert_eq!(shown("a", 51), ["0", "30000"]);
        assert_eq!(shown("b", 51), ["50", "30051"]);
        assert_eq!(shown("a", 30_000), ["50", "60000"]);
        assert!(limits.locked("b", 51).is_none());
        assert!(limits.locked("a", 30_000).is_none());
        assert!(!limits.failed("a", 30_000));
    }
}
