//! What may be retried, and how long to wait first. Pure: no clock, no socket, no randomness.

use std::time::Duration;

use crate::operations::Effect;

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The connection was never made: nothing was sent.
    NotSent,
    /// It was sent, and no whole response came.
    Lost,
    /// There was no usable response, and another attempt would end the same way.
    Unusable {
        /// Whether it was sent.
        sent: bool,
    },
    /// The server responded with this status, and maybe with how long to wait.
    Status(u16, Option<Duration>),
}

const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

impl Failure {
    /// Whether the server may have done the work although the call failed.
    pub(crate) fn may_have_worked(self) -> bool {
        matches!(self, Failure::Lost | Failure::Status(500..=599, _))
    }

    /// Whether the outcome stays unknown: there was no response, or a server or gateway gave up
    /// (408, 499), failed, or sent something that doesn't say.
    pub(crate) fn hides_the_outcome(self) -> bool {
        match self {
            Failure::NotSent => false,
            Failure::Lost => true,
            Failure::Unusable { sent } => sent,
            Failure::Status(status, _) => matches!(status, 100..=399 | 408 | 499 | 500..),
        }
    }

    fn can_retry(self, effect: Effect) -> bool {
        match self {
            Failure::NotSent | Failure::Status(429, _) => true,
            Failure::Lost | Failure::Status(500..=599, _) => effect.may_repeat(),
            Failure::Unusable { .. } | Failure::Status(..) => false,
        }
    }

    fn announced_wait(self) -> Option<Duration> {
        match self {
            Failure::Status(_, wait) => wait,
            Failure::NotSent | Failure::Lost | Failure::Unusable { .. } => None,
        }
    }
}

/// How far a call is with its retries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Progress {
    /// Retries made so far.
    pub(crate) retries: u32,
    /// Retries allowed.
    pub(crate) max_retries: u32,
    /// What remains until the call's deadline.
    pub(crate) left: Duration,
    /// The period that the server's create limit counts in.
    pub(crate) create_window: Duration,
}

/// How long to wait before a retry, or `None` if the call has failed for good. `chance` in
/// `0.0..1.0` spreads clients that fail together (full jitter).
pub(crate) fn wait_before_retry(
    failure: Failure,
    effect: Effect,
    progress: Progress,
    chance: f64,
) -> Option<Duration> {
    let Progress {
        retries,
        max_retries,
        left,
        create_window,
    } = progress;
    if retries >= max_retries || !failure.can_retry(effect) {
        return None;
    }
    let longest = match failure {
        // A create over the server's limit has to wait for up to the whole period.
        Failure::Status(429, None) if effect.creates_key() => create_window.min(LONGEST_ANNOUNCED),
        _ => FIRST_BACKOFF
            .saturating_mul(1 << retries.min(16))
            .min(LONGEST_BACKOFF),
    };
    let backoff = || longest.mul_f64(chance.clamp(0.0, 1.0));
    let wait = failure.announced_wait().unwrap_or_else(backoff);
    (wait < left).then_some(wait)
}

/// The headers that say how long to wait.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WaitHeaders<'a> {
    pub(crate) retry_after: Option<&'a str>,
    pub(crate) budget_remaining: Option<&'a str>,
    pub(crate) budget_resets: Option<&'a str>,
    pub(crate) requests_reset: Option<&'a str>,
}

/// What the headers of a response say about waiting.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Waits {
    retry_after: Option<Duration>,
    budget_used_up: bool,
    budget_reset: Option<Duration>,
    requests_reset: Option<Duration>,
}

impl Waits {
    /// A header that can't be read is ignored.
    pub(crate) fn read(headers: WaitHeaders<'_>, now_ms: i64) -> Self {
        let WaitHeaders {
            retry_after,
            budget_remaining,
            budget_resets,
            requests_reset,
        } = headers;
        let left = |text: &str| text.trim().parse::<f64>().ok();
        Self {
            retry_after: retry_after.and_then(seconds),
            budget_used_up: budget_remaining.and_then(left).is_some_and(|n| n <= 0.0),
            budget_reset: budget_resets.and_then(|reset| until(reset, now_ms)),
            requests_reset: requests_reset.and_then(|reset| until(reset, now_ms)),
        }
    }

    /// How long the server wants us to wait after a response of this status. `locked_out`: its text
    /// says that the error budget is used up.
    ///
    /// The error budget's headers come with nearly every response, so they mean a wait only where
    /// the budget is used up; and no header of a limit means one unless the response is a 429.
    pub(crate) fn announced(self, status: u16, locked_out: bool) -> Option<Duration> {
        let Self {
            retry_after,
            budget_used_up,
            budget_reset,
            requests_reset,
        } = self;
        match status {
            429 => retry_after
                .or(budget_reset.filter(|_| budget_used_up || locked_out))
                .or(requests_reset),
            500..=599 => retry_after,
            _ => None,
        }
    }
}

/// The longest wait a header can announce; more is as good as never.
pub(crate) const LONGEST_ANNOUNCED: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim().parse().ok().filter(|n: &f64| n.is_finite())?;
    let bounded = seconds.min(LONGEST_ANNOUNCED.as_secs_f64());
    Duration::try_from_secs_f64(bounded).ok()
}

/// A moment, in Unix milliseconds or Unix seconds, distinguished by size: seconds reach the size of
/// today's milliseconds in tens of thousands of years. A number too small for either
/// is a wait in seconds.
fn until(text: &str, now_ms: i64) -> Option<Duration> {
    const SMALLEST_UNIX_SECONDS: f64 = 1e9;
    const SMALLEST_UNIX_MILLIS: f64 = 1e11;
    let number: f64 = text
        .trim()
        .parse()
        .ok()
        .filter(|n: &f64| n.is_finite() && *n >= 0.0)?;
    let wait_ms = if number >= SMALLEST_UNIX_MILLIS {
        number - now_ms as f64
    } else if number >= SMALLEST_UNIX_SECONDS {
        number * 1000.0 - now_ms as f64
    } else {
        number * 1000.0
    };
    let bounded = (wait_ms / 1000.0).clamp(0.0, LONGEST_ANNOUNCED.as_secs_f64());
    Duration::try_from_secs_f64(bounded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AMPLE: Duration = Duration::from_secs(3600);
    const NOW: i64 = 1_790_000_000_000;

    const MINUTE: Duration = Duration::from_secs(60);

    fn after(retries: u32, left: Duration) -> Progress {
        Progress {
            retries,
            max_retries: 3,
            left,
            create_window: MINUTE,
        }
    }

    fn wait(failure: Failure, effect: Effect) -> Option<Duration> {
        wait_before_retry(failure, effect, after(0, AMPLE), 0.5)
    }

    #[test]
    fn the_retry_table() {
        use Failure::*;
        for (failure, safe, creates_key) in [
            (NotSent, true, true),
            (Lost, true, false),
            (Unusable { sent: true }, false, false),
            (Unusable { sent: false }, false, false),
            (Status(429, None), true, true),
            (Status(500, None), true, false),
            (Status(503, None), true, false),
            (Status(400, None), false, false),
            (Status(401, None), false, false),
            (Status(404, None), false, false),
            (Status(408, None), false, false),
            (Status(302, None), false, false),
        ] {
            for effect in [Effect::Reads, Effect::Changes] {
                assert_eq!(wait(failure, effect).is_some(), safe, "{failure:?}");
            }
            let retried = wait(failure, Effect::CreatesKey).is_some();
            assert_eq!(retried, creates_key, "{failure:?}");
        }
    }

    #[test]
    fn what_hides_whether_a_key_was_created() {
        use Failure::*;
        for (failure, hides) in [
            (NotSent, false),
            (Lost, true),
            (Unusable { sent: true }, true),
            (Unusable { sent: false }, false),
            (Status(302, None), true),
            (Status(400, None), false),
            (Status(408, None), true),
            (Status(429, None), false),
            (Status(499, None), true),
            (Status(500, None), true),
            (Status(599, None), true),
        ] {
            assert_eq!(failure.hides_the_outcome(), hides, "{failure:?}");
        }
    }

    #[test]
    fn backoff_doubles_with_full_jitter_and_has_a_ceiling() {
        let at = |retries, chance| {
            let progress = Progress {
                max_retries: 99,
                ..after(retries, AMPLE)
            };
            wait_before_retry(Failure::Lost, Effect::Reads, progress, chance)
        };
        assert_eq!(at(0, 1.0), Some(Duration::from_millis(500)));
        assert_eq!(at(1, 1.0), Some(Duration::from_millis(1000)));
        assert_eq!(at(2, 0.5), Some(Duration::from_millis(1000)));
        assert_eq!(at(3, 0.0), Some(Duration::ZERO));
        assert_eq!(at(60, 1.0), Some(LONGEST_BACKOFF));
    }

    #[test]
    fn a_create_over_the_limit_waits_for_the_servers_minute() {
        let refused = Failure::Status(429, None);
        assert_eq!(wait(refused, Effect::CreatesKey), Some(MINUTE / 2));
        assert_eq!(wait(refused, Effect::Reads), Some(FIRST_BACKOFF / 2));
        let endless = Progress {
            create_window: Duration::MAX,
            ..after(0, AMPLE)
        };
        let wait = wait_before_retry(refused, Effect::CreatesKey, endless, 1.0);
        assert_eq!(wait, None, "and is no overflow");
    }

    #[test]
    fn what_the_server_says_comes_before_backoff() {
        let said = Failure::Status(429, Some(Duration::from_secs(7)));
        assert_eq!(wait(said, Effect::CreatesKey), Some(Duration::from_secs(7)));
    }

    #[test]
    fn no_wait_reaches_past_the_deadline_and_retries_are_counted() {
        let said = Failure::Status(429, Some(Duration::from_secs(7)));
        let tried = |failure, progress| wait_before_retry(failure, Effect::Reads, progress, 0.0);
        assert_eq!(tried(said, after(0, Duration::from_secs(7))), None);
        assert_eq!(tried(Failure::NotSent, after(3, AMPLE)), None);
        let none_allowed = Progress {
            max_retries: 0,
            ..after(0, AMPLE)
        };
        assert_eq!(tried(Failure::NotSent, none_allowed), None);
    }

    fn waits(
        retry_after: Option<&str>,
        budget: Option<(&str, &str)>,
        requests_reset: Option<&str>,
    ) -> Waits {
        let headers = WaitHeaders {
            retry_after,
            budget_remaining: budget.map(|(remaining, _)| remaining),
            budget_resets: budget.map(|(_, resets)| resets),
            requests_reset,
        };
        Waits::read(headers, NOW)
    }

    #[test]
    fn seconds_and_milliseconds_are_distinguished() {
        let five = Some(Duration::from_secs(5));
        let used_up = |resets| waits(None, Some(("0", resets)), None).announced(429, false);
        assert_eq!(used_up("1790000005000"), five);
        assert_eq!(used_up("1790000005"), five);
        assert_eq!(used_up("5"), five);
        assert_eq!(used_up("1780000000000"), Some(Duration::ZERO));
        let requests = |reset| waits(None, None, Some(reset)).announced(429, false);
        assert_eq!(requests("1790000005000"), five);
        assert_eq!(requests("1790000005"), five);
        assert_eq!(requests("5"), five);
        let unreadable = waits(Some("-1"), Some(("0", "x")), Some("NaN"));
        assert_eq!(unreadable.announced(429, false), None);
    }

    #[test]
    fn a_header_is_obeyed_only_where_it_means_a_wait() {
        let [one, five, nine] = [1, 5, 9].map(|s| Some(Duration::from_secs(s)));
        let all = waits(Some("1"), Some(("0", "1790000005000")), Some("9"));
        assert_eq!(all.announced(429, false), one);
        assert_eq!(all.announced(503, false), one);
        assert_eq!(all.announced(400, false), None);
        let budget = waits(None, Some(("0", "1790000005000")), Some("9"));
        assert_eq!(budget.announced(429, false), five);
        assert_eq!(
            budget.announced(500, false),
            None,
            "comes with every response"
        );
        let unspent = waits(None, Some(("49", "1790000005000")), Some("9"));
        assert_eq!(unspent.announced(429, false), nine);
        assert_eq!(unspent.announced(429, true), five, "the text says so");
        assert_eq!(waits(None, None, None).announced(429, true), None);
        assert_eq!(
            waits(Some("0"), None, None).announced(429, false),
            Some(Duration::ZERO)
        );
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_panic(text in ".*", number in any::<f64>()) {
            for value in [text, number.to_string()] {
                let value = Some(value.as_str());
                let headers = WaitHeaders {
                    retry_after: value,
                    budget_remaining: value,
                    budget_resets: value,
                    requests_reset: value,
                };
                Waits::read(headers, NOW).announced(429, true);
            }
        }

        #[test]
        fn a_wait_is_never_longer_than_what_is_left(
            retries in 0u32..5, left_ms in 0u64..10_000, chance in 0.0f64..1.0,
        ) {
            let left = Duration::from_millis(left_ms);
            let wait =
                wait_before_retry(Failure::Lost, Effect::Reads, after(retries, left), chance);
            prop_assert!(wait.is_none_or(|wait| wait < left));
        }
    }
}
