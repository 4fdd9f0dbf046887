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

    /// Whether the key was refused: such a call did nothing, whatever its effect.
    pub(crate) fn refuses_the_key(self) -> bool {
        matches!(self, Failure::Status(401, _))
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

/// How long to wait before the same request is sent again, where what ends that is the time alone,
/// so that there is always a wait, even if the server announces none; or `None`: there is no time.
pub(crate) fn wait_before_resending(
    attempts: u32,
    announced: Option<Duration>,
    left: Duration,
    chance: f64,
) -> Option<Duration> {
    /// Doubled so often, the wait is long enough: eight seconds at most.
    const DOUBLED: u32 = 4;
    let longest = FIRST_BACKOFF.saturating_mul(1 << attempts.min(DOUBLED));
    let wait = longest.mul_f64(chance.clamp(0.0, 1.0).mul_add(0.5, 0.5));
    let wait = announced.map_or(wait, |announced| announced.max(wait));
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
mod tests;
