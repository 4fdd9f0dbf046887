//! What the bindings of [`venice_keys`] share, once instead of once per language.
//!
//! * [`Pending`]: a call under way that somebody may give up. It runs on a thread of the
//!   [`Runtime`], which belongs to one process, and its news go to a [`Host`].
//! * [`rows`]: how a reply crosses to a language whose objects aren't made in Rust.
//! * [`seconds`], [`host_message`], [`Names`]: what a number and an error's text become.
//!
//! A call goes from running to done to claimed, or it is given up before it is claimed:
//!
//! ```text
//! start ─> Waiting ─> Running ─> Done ─> (HandedOver) ─> Over
//!             └──────────┴─────────┴── given up ──────────┘
//! ```
//!
//! Only the host's own thread claims, so that a late abort still wins; dropping gives up. A key
//! that was created for a call which was given up is named in a warning; if it isn't known whether
//! one was created, the warning says since when to look. Payments are treated alike: the warning
//! says what was paid, or how to ask again.
//!
//! Where a call has several parts, each is a `Pending` of its own, with the same client: an
//! iterator starts one per page when the next page is asked for, so that it holds one page in
//! memory, and giving it up is giving up the page; a scope (a value, then its commit or its abort)
//! starts one for each step, the last ones with an operation that changes something.

mod generated;
mod host;
mod lost;
mod pending;
mod pool;
mod process;
pub mod rows;
mod seconds;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use generated::FINGERPRINT;
pub use host::{Host, Names, host_message, observe, write_to_stderr};
pub use lost::DEFECT;
pub use pending::{Claim, Handle, Left, Outcome, Pending, Reply};
pub use process::{Entered, PerProcess, Runtime};
pub use seconds::seconds;

/// A lock that a panic elsewhere doesn't spoil.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
