//! What a binding supplies for its language, and how that language writes what we say.

use std::cell::RefCell;
use std::io::Write;
use std::sync::Arc;

use venice_keys::{Attempt, Error, Operation, camel_case, swift_case};

use crate::pending::Handle;

/// Where a call's news goes: one for each call, or one for many.
///
/// Everything here may be called from any thread, and never while a lock is held. None of it may
/// wait for long: a call's thread waits for it.
pub trait Host: Send + Sync + 'static {
    /// How the language writes names.
    fn names(&self) -> Names;

    /// Shows people a warning: a key was created that nobody has, or something was paid that nobody
    /// heard of, or it may have been. Where nobody can be shown anything any more,
    /// [`write_to_stderr`] is left.
    fn warn(&self, text: &str);

    /// An attempt of the call was made. Comes before its [`done`](Self::done).
    fn attempt(&self, _attempt: &Attempt<'_>) {}

    /// Whether anybody is there who could take the outcome: no longer, say, once an event loop is
    /// closed. Asked before anything is sent.
    fn is_listening(&self) -> bool {
        true
    }

    /// There is an outcome to claim. If the host finds that nobody will, it gives the call up with
    /// the handle.
    fn done(&self, _call: Handle) {}

    /// A call that was given up after it had begun has ended. What had to be said has been.
    fn ended(&self) {}
}

/// How a language writes names of more than one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// `create_key`
    Snake,
    /// `createKey`, `usageHistoryCsv`
    Camel,
    /// `createKey`, `usageHistoryCSV`
    Swift,
}

impl Names {
    /// An operation's name.
    pub fn of(self, operation: Operation) -> String {
        let name = operation.as_str();
        match self {
            Self::Snake => name.to_owned(),
            Self::Camel => camel_case(name),
            Self::Swift => swift_case(name),
        }
    }
}

/// An error's text, with operations named as the host's language writes them.
pub fn host_message(error: &Error, names: Names) -> String {
    error.text_with(&|operation| names.of(operation))
}

/// Says something where nobody listens any more. If standard error is closed, nobody is left.
pub fn write_to_stderr(text: &str) {
    let _ = writeln!(std::io::stderr(), "venice-keys: {text}");
}

thread_local! {
    /// The host of the call that this thread carries out.
    static CURRENT: RefCell<Option<Arc<dyn Host>>> = const { RefCell::new(None) };
}

/// What every client of a binding is made to show its attempts to: passes them on to the host of
/// the call that this thread carries out.
pub fn observe(attempt: &Attempt<'_>) {
    let host = CURRENT.with_borrow(Clone::clone);
    if let Some(host) = host {
        host.attempt(attempt);
    }
}

/// Carries out a call's work with its host known to [`observe`].
pub(crate) fn while_current<R>(host: Arc<dyn Host>, work: impl FnOnce() -> R) -> R {
    let before = CURRENT.replace(Some(host));
    let result = work();
    CURRENT.set(before);
    result
}
