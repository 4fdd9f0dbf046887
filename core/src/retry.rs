//! What may be resent, when, and how long to wait before. Pure: no clock, no socket, no chance.

use std::time::Duration;

/// Whether a call that may have been carried out can be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// Reads, absolute changes, deletion: a second time does no harm.
    Safe,
    /// Making a key: a second time makes a second key.
    Never,
}

/// How an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The connection was never made: nothing was sent.
    NotSent,
    /// It was sent, and no whole answer came.
    Lost,
    /// The server answered with this status, and maybe with how long to wait.
    Answered(u16, Option<Duration>),
}

const FIRST_BACKOFF: Duration = Duration::from_millis(500);
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

impl Failure {
    /// Whether the server may have done the work although the call failed.
    pub(crate) fn may_have_worked(self) -> bool {
        matches!(self, Failure::Lost | Failure::Answered(500..=599, _))
    }

    fn can_resend(self, repeat: Repeat) -> bool {
        match self {
            Failure::NotSent | Failure::Answered(429, _) => true,
            Failure::Lost | Failure::Answered(500..=599, _) => repeat == Repeat::Safe,
            Failure::Answered(..) => false,
        }
    }

    fn announced_wait(self) -> Option<Duration> {
        match self {
            Failure::Answered(_, wait) => wait,
            Failure::NotSent | Failure::Lost => None,
        }
    }
}

/// How long to wait before resending, or `None` if the call has failed for good.
///
/// `resends` were made already, `left` is what remains until the call's deadline, `chance` in
/// `0.0..1.0` spreads clients that fail together (full jitter).
pub(crate) fn wait_before_resend(
    failure: Failure,
    repeat: Repeat,
    resends: u32,
    max_resends: u32,
    left: Duration,
    chance: f64,
) -> Option<Duration> {
    if resends >= max_resends || !failure.can_resend(repeat) {
        return None;
    }
    let backoff = || {
        let longest = FIRST_BACKOFF
            .saturating_mul(1 << resends.min(16))
            .min(LONGEST_BACKOFF);
        longest.mul_f64(chance.clamp(0.0, 1.0))
    };
    let wait = failure.announced_wait().unwrap_or_else(backoff);
    (wait < left).then_some(wait)
}

/// The headers that say how long to wait.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WaitHeaders<'a> {
    pub(crate) retry_after: Option<&'a str>,
    pub(crate) budget_resets: Option<&'a str>,
    pub(crate) requests_reset: Option<&'a str>,
}

/// Reads how long the server wants us to wait: `Retry-After` in seconds; else the error budget's
/// reset; else the request limit's. A header that can't be read is passed over.
pub(crate) fn announced_wait(headers: WaitHeaders<'_>, now_ms: i64) -> Option<Duration> {
    let WaitHeaders {
        retry_after,
        budget_resets,
        requests_reset,
    } = headers;
    retry_after
        .and_then(seconds)
        .or_else(|| budget_resets.and_then(|reset| until(reset, now_ms)))
        .or_else(|| requests_reset.and_then(|reset| until(reset, now_ms)))
}

/// The longest wait a header can announce; more is as good as never.
pub(crate) const LONGEST_ANNOUNCED: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim().parse().ok().filter(|n: &f64| n.is_finite())?;
    let bounded = seconds.min(LONGEST_ANNOUNCED.as_secs_f64());
    Duration::try_from_secs_f64(bounded).ok()
}

/// A moment, in Unix milliseconds or Unix seconds: told apart by size, as a second count reaches
/// the size of today's milliseconds in tens of thousands of years. A number too small for either
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

    fn wait(failure: Failure, repeat: Repeat) -> Option<Duration> {
        wait_before_resend(failure, repeat, 0, 3, AMPLE, 0.5)
    }

    #[test]
    fn the_resend_table() {
        use Failure::*;
        use Repeat::*;
        for (failure, safe, never) in [
            (NotSent, true, true),
            (Lost, true, false),
            (Answered(429, None), true, true),
            (Answered(500, None), true, false),
            (Answered(503, None), true, false),
            (Answered(400, None), false, false),
            (Answered(401, None), false, false),
            (Answered(404, None), false, false),
            (Answered(302, None), false, false),
        ] {
            assert_eq!(wait(failure, Safe).is_some(), safe, "{failure:?}");
            assert_eq!(wait(failure, Never).is_some(), never, "{failure:?}");
        }
    }

    #[test]
    fn backoff_doubles_with_full_jitter_and_has_a_ceiling() {
        let at = |resends, chance| {
            wait_before_resend(Failure::Lost, Repeat::Safe, resends, 99, AMPLE, chance)
        };
        assert_eq!(at(0, 1.0), Some(Duration::from_millis(500)));
        assert_eq!(at(1, 1.0), Some(Duration::from_millis(1000)));
        assert_eq!(at(2, 0.5), Some(Duration::from_millis(1000)));
        assert_eq!(at(3, 0.0), Some(Duration::ZERO));
        assert_eq!(at(60, 1.0), Some(LONGEST_BACKOFF));
    }

    #[test]
    fn what_the_server_says_goes_before_backoff() {
        let said = Failure::Answered(429, Some(Duration::from_secs(7)));
        assert_eq!(wait(said, Repeat::Never), Some(Duration::from_secs(7)));
    }

    #[test]
    fn no_wait_reaches_past_the_deadline_and_resends_are_counted() {
        let said = Failure::Answered(429, Some(Duration::from_secs(7)));
        let left = Duration::from_secs(7);
        assert_eq!(
            wait_before_resend(said, Repeat::Safe, 0, 3, left, 0.0),
            None
        );
        assert_eq!(
            wait_before_resend(Failure::NotSent, Repeat::Safe, 3, 3, AMPLE, 0.0),
            None
        );
        assert_eq!(
            wait_before_resend(Failure::NotSent, Repeat::Safe, 0, 0, AMPLE, 0.0),
            None
        );
    }

    #[test]
    fn seconds_and_milliseconds_are_told_apart() {
        let read = |retry_after, budget_resets, requests_reset| {
            announced_wait(
                WaitHeaders {
                    retry_after,
                    budget_resets,
                    requests_reset,
                },
                NOW,
            )
        };
        let five = Some(Duration::from_secs(5));
        assert_eq!(read(Some("5"), Some("1790000009000"), None), five);
        assert_eq!(read(Some("0"), None, None), Some(Duration::ZERO));
        assert_eq!(read(None, Some("1790000005000"), Some("1")), five);
        assert_eq!(read(None, None, Some("1790000005000")), five);
        assert_eq!(read(None, None, Some("1790000005")), five);
        assert_eq!(read(None, None, Some("5")), five);
        assert_eq!(
            read(None, Some("1780000000000"), None),
            Some(Duration::ZERO)
        );
        assert_eq!(read(Some("soon"), None, Some("5")), five);
        assert_eq!(read(Some("-1"), Some("x"), Some("NaN")), None);
        assert_eq!(read(None, None, None), None);
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_panic(text in ".*", number in any::<f64>()) {
            for value in [text, number.to_string()] {
                let value = Some(value.as_str());
                announced_wait(
                    WaitHeaders { retry_after: value, budget_resets: None, requests_reset: None },
                    NOW,
                );
                announced_wait(
                    WaitHeaders { retry_after: None, budget_resets: value, requests_reset: value },
                    NOW,
                );
            }
        }

        #[test]
        fn a_wait_is_never_longer_than_what_is_left(
            resends in 0u32..5, left_ms in 0u64..10_000, chance in 0.0f64..1.0,
        ) {
            let left = Duration::from_millis(left_ms);
            let wait = wait_before_resend(Failure::Lost, Repeat::Safe, resends, 9, left, chance);
            prop_assert!(wait.is_none_or(|wait| wait < left));
        }
    }
}
