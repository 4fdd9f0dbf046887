//! Requests whose senders were cut off, and whose work is done later, or never.

use crate::api::{self, Request};
use crate::response::Response;
use crate::state::State;

/// When the work is done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum When {
    /// When the control API says so.
    Control,
    /// After so many requests more.
    Requests(u32),
    /// When it is this time by the server's clock.
    At(i64),
}

/// Requests that are on their way for long, in order of arrival.
#[derive(Debug, Default)]
pub(crate) struct Late(Vec<(When, Request, usize)>);

impl Late {
    /// Puts a request off; `entry` is its number in the journal.
    pub(crate) fn put_off(&mut self, when: When, request: Request, entry: usize) {
        self.0.push((when, request, entry));
    }

    /// How many are on their way.
    pub(crate) fn waiting(&self) -> usize {
        self.0.len()
    }

    /// They never arrive.
    pub(crate) fn drop_all(&mut self) {
        self.0.clear();
    }
}

/// Does what was put off until now.
pub(crate) fn carry_out_due(state: &mut State) {
    let now = state.clock.now();
    carry_out(state, |when| matches!(when, When::At(at) if at <= now));
}

/// The same, after another request was done.
pub(crate) fn carry_out_after_request(state: &mut State) {
    for (when, ..) in &mut state.late.0 {
        if let When::Requests(left) = when {
            *left = left.saturating_sub(1);
        }
    }
    carry_out(state, |when| when == When::Requests(0));
}

/// Does all that was put off.
pub(crate) fn carry_out_all(state: &mut State) -> usize {
    carry_out(state, |_| true)
}

fn carry_out(state: &mut State, is_due: impl Fn(When) -> bool) -> usize {
    let all = std::mem::take(&mut state.late.0);
    let (due, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(when, ..)| is_due(*when));
    state.late.0 = rest;
    for (_, request, entry) in &due {
        let response = api::serve(state, request);
        let worked = Response::is_success(&response);
        state.journal.worked(*entry, worked);
    }
    due.len()
}
