//! How far this thread's current attempt has got, and how much time it has left.
//!
//! ureq runs resolver, connector and sockets on the calling thread and tells none of them which
//! request they work for. Nor does it count every wait against the deadline: a proxy's response to
//! CONNECT may take the whole connect timeout for each of its bytes.

use std::cell::Cell;
use std::time::{Duration, Instant};

use ureq::Timeout;
use ureq::unversioned::transport::NextTimeout;
use ureq::unversioned::transport::time::Duration as Left;

#[derive(Debug, Clone, Copy)]
struct CurrentAttempt {
    may_have_sent: bool,
    began: Instant,
    ends: Instant,
    /// While a connection is being opened: when that must have ended.
    connects_by: Option<Instant>,
}

thread_local! {
    static CURRENT: Cell<Option<CurrentAttempt>> = const { Cell::new(None) };
}

/// An attempt begins on this thread, and may take this long.
pub(super) fn begin(left: Duration) {
    let began = Instant::now();
    CURRENT.set(Some(CurrentAttempt {
        may_have_sent: false,
        began,
        ends: began + left,
        connects_by: None,
    }));
}

fn change(change: impl FnOnce(&mut CurrentAttempt)) {
    if let Some(mut present) = CURRENT.get() {
        change(&mut present);
        CURRENT.set(Some(present));
    }
}

/// A connection is being opened: nothing can be sent before there is one.
pub(super) fn connecting() {
    change(|present| present.may_have_sent = false);
}

/// There may be a connection: from here on nobody knows what was sent.
pub(super) fn sending() {
    change(|present| present.may_have_sent = true);
}

/// Whether any of the request may have been sent: only if no connection was made, it surely wasn't.
pub(super) fn may_have_sent() -> bool {
    CURRENT.get().is_none_or(|present| present.may_have_sent)
}

/// While this lives a connection is being opened, which may take `limit` from the attempt's begin.
/// Within another one, as for a proxy's tunnel, it changes nothing.
pub(super) struct ConnectPhase {
    outermost: bool,
}

impl ConnectPhase {
    pub(super) fn within(limit: Duration) -> Self {
        let outermost = CURRENT
            .get()
            .is_some_and(|present| present.connects_by.is_none());
        if outermost {
            change(|present| present.connects_by = Some(present.began + limit));
        }
        connecting();
        Self { outermost }
    }
}

impl Drop for ConnectPhase {
    fn drop(&mut self) {
        if self.outermost {
            change(|present| present.connects_by = None);
        }
    }
}

/// What is left of the attempt's time, or an error if nothing is.
pub(super) fn left() -> Result<Duration, ureq::Error> {
    capped(NextTimeout::default()).map(|timeout| *timeout.after)
}

/// The timeout, but no more than what is left, or an error if nothing is.
pub(super) fn capped(timeout: NextTimeout) -> Result<NextTimeout, ureq::Error> {
    let Some(present) = CURRENT.get() else {
        return Ok(timeout);
    };
    let (by, reason) = match present.connects_by {
        Some(by) if by < present.ends => (by, Timeout::Connect),
        _ => (present.ends, Timeout::Global),
    };
    let after = Left::Exact(by.saturating_duration_since(Instant::now()));
    let capped = match after < timeout.after {
        true => NextTimeout {
            after,
            reason,
            ..timeout
        },
        false => timeout,
    };
    match capped.after.is_zero() {
        true => Err(ureq::Error::Timeout(capped.reason)),
        false => Ok(capped),
    }
}
