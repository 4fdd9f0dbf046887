//! Keys that nobody would hear of: made for a worker that has ended, or as the process ends. What
//! can't be handed over any more is said on standard error, by the key's id and never its secret.

use std::collections::HashMap;
use std::io::Write;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use venice_keys::{Error, ErrorCode, Operation, Timestamp};

use crate::calls::locked;
use crate::errors::{error_text, operation_name};

/// How long a thread's end is held up for keys that are being made for it.
const LAST_WAIT: Duration = Duration::from_secs(2);

/// What came of calls that make keys and hasn't been heard yet.
#[derive(Default)]
pub(crate) struct Unheard(HashMap<u64, Unspoken>);

/// What must be said of a call if nobody hears of it.
pub(crate) struct Unspoken {
    call: Operation,
    what: What,
}

enum What {
    Made(String),
    /// A key was made, and JavaScript was about to have it.
    Handed(String),
    Unknown(String),
}

impl Unheard {
    pub(crate) fn insert(&mut self, call: u64, unspoken: Unspoken) {
        self.0.insert(call, unspoken);
    }

    pub(crate) fn handing(&mut self, call: u64) {
        if let Some(Unspoken { what, .. }) = self.0.get_mut(&call)
            && let What::Made(id) = what
        {
            *what = What::Handed(std::mem::take(id));
        }
    }

    pub(crate) fn remove(&mut self, call: u64) {
        self.0.remove(&call);
    }

    pub(crate) fn take(&mut self, call: u64) -> Self {
        Self(self.0.remove_entry(&call).into_iter().collect())
    }

    pub(crate) fn say(self) {
        for unspoken in self.0.values() {
            unspoken.say();
        }
    }
}

impl Unspoken {
    /// A key was made.
    pub(crate) fn made(call: Operation, id: String) -> Self {
        let what = What::Made(id);
        Self { call, what }
    }

    /// A key may have been made.
    pub(crate) fn unknown(call: Operation, error: &Error) -> Option<Self> {
        let what = What::Unknown(error_text(error));
        (error.code() == ErrorCode::OutcomeUnknown).then_some(Self { call, what })
    }

    pub(crate) fn say(&self) {
        let call = operation_name(self.call);
        match &self.what {
            What::Made(id) => say(&format!(
                "{call} was under way when its program or worker ended, and Venice made the key \
                 {id}: nobody holds its secret. Delete it: deleteKey('{id}')"
            )),
            What::Handed(id) => say(&format!(
                "{call} made the key {id}, and its worker was ended as it was given it: if nobody \
                 holds its secret, delete it: deleteKey('{id}')"
            )),
            What::Unknown(error) => say(&format!(
                "{call} was under way when its program or worker ended: {error}"
            )),
        }
    }
}

/// Where nobody listens to warnings any more. If standard error can't be written to, nothing can.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "venice-keys: {line}");
}

/// The calls of this process that make keys, from when they may have been sent.
static UNDER_WAY: Mutex<Vec<Started>> = Mutex::new(Vec::new());
static ONE_ENDED: Condvar = Condvar::new();

#[derive(Clone, Copy, PartialEq)]
struct Started {
    call: Operation,
    at: SystemTime,
    thread: usize,
}

/// A call that makes a key, until it is dropped.
pub(crate) struct Making(Started);

impl Making {
    /// `thread` is the JavaScript thread that it is made for.
    pub(crate) fn begin(call: Operation, thread: usize) -> Self {
        let at = SystemTime::now();
        let started = Started { call, at, thread };
        locked(&UNDER_WAY).push(started);
        Self(started)
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let mut under_way = locked(&UNDER_WAY);
        if let Some(at) = under_way.iter().position(|started| *started == self.0) {
            under_way.swap_remove(at);
        }
        drop(under_way);
        ONE_ENDED.notify_all();
    }
}

/// A thread ends: waits for the calls that make keys for it, and names those that don't end.
pub(crate) fn last_wait(thread: usize) {
    let busy = |under_way: &mut Vec<Started>| under_way.iter().any(|one| one.thread == thread);
    let waited = ONE_ENDED.wait_timeout_while(locked(&UNDER_WAY), LAST_WAIT, busy);
    let (under_way, _) = waited.unwrap_or_else(PoisonError::into_inner);
    for Started { call, at, .. } in under_way.iter().filter(|one| one.thread == thread) {
        let since =
            Timestamp::try_from(*at).map_or_else(|_| "?".to_owned(), |at| format!("{at:.0}"));
        let call = operation_name(*call);
        say(&format!(
            "{call} is under way, since {since}, as its program or worker ends: a key may be made \
             that nobody will have. Look in listKeys() for one made since then that nobody knows"
        ));
    }
}
