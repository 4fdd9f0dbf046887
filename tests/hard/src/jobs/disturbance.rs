//! What can happen to a run of a job: each kind of fault and of kill, at each of its steps.

use serde_json::{Value, json};

use super::job::{Job, Manner};

/// What happens, once, at one of a run's steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disturbance {
    Nothing,
    /// The request with this number, counted from 1, meets a fault.
    Fault {
        at: u64,
        which: usize,
    },
    /// The process is killed around that request.
    Kill {
        at: u64,
        when: Moment,
    },
    /// The process is killed before or after it stored a secret, or storing fails.
    Store(Manner),
}

/// When a process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// When its request has arrived, and nothing was done for it.
    Arrived,
    /// When the work was done, and no response sent.
    Worked,
    /// Just after the response was sent, so that it may or may not have been read.
    Answered,
}

impl Disturbance {
    /// Everything that can happen to a job that sends so many requests.
    pub(super) fn all(job: Job, requests: u64) -> Vec<Self> {
        let mut all = vec![Self::Nothing];
        for at in 1..=requests {
            let faults = (0..FAULTS.len()).map(|which| Self::Fault { at, which });
            let moments = [Moment::Arrived, Moment::Worked, Moment::Answered];
            all.extend(faults);
            all.extend(moments.map(|when| Self::Kill { at, when }));
        }
        if job.stores() {
            let manners = [Manner::StallsBefore, Manner::StallsAfter, Manner::Fails];
            all.extend(manners.map(Self::Store));
        }
        all
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Fault { which, .. } => FAULTS[which].0,
            Self::Kill { when, .. } => match when {
                Moment::Arrived => "killed before the work",
                Moment::Worked => "killed after the work",
                Moment::Answered => "killed at the response",
            },
            Self::Store(manner) => match manner {
                Manner::StallsBefore => "killed before it stored",
                Manner::StallsAfter => "killed after it stored",
                Manner::Fails => "storing failed",
                Manner::Keeps => "nothing",
            },
        }
    }

    /// Whether Venice does what it is relied on not to do: it says yes to a create or a change and
    /// does only a part of it. Then all that a job can do is notice; and until it has, another
    /// process takes a key that was to end for a lasting one.
    pub(super) fn breaks_changes(self) -> bool {
        matches!(self, Self::Fault { which, .. } if FAULTS[which].0 == EXPIRY_IGNORED)
    }

    pub(super) fn manner(self) -> Manner {
        match self {
            Self::Store(manner) => manner,
            _ => Manner::Keeps,
        }
    }

    /// The faults to queue.
    pub(super) fn faults(self) -> Value {
        let (at, fault) = match self {
            Self::Fault { at, which } => (at, FAULTS[which].1()),
            Self::Kill { at, when } => match when {
                Moment::Arrived => (at, json!({ "kind": "stall" })),
                Moment::Worked => (at, json!({ "kind": "stall", "afterWork": true })),
                Moment::Answered => return json!([]),
            },
            Self::Nothing | Self::Store(_) => return json!([]),
        };
        let mut fault = fault;
        fault["skip"] = json!(at - 1);
        json!([fault])
    }
}

type Fault = (&'static str, fn() -> Value);

const EXPIRY_IGNORED: &str = "the expiry is ignored";

/// What a request may meet.
const FAULTS: [Fault; 29] = [
    ("lost before the work", || json!({ "kind": "reset_before" })),
    ("lost after the work", || json!({ "kind": "reset_after" })),
    (
        "lost after the work, thrice",
        || json!({ "kind": "reset_after", "times": 3 }),
    ),
    ("late", || json!({ "kind": "late" })),
    ("late, twice", || json!({ "kind": "late", "times": 2 })),
    (
        "late, after the next request",
        || json!({ "kind": "late", "afterRequests": 1 }),
    ),
    (
        "late, after the hold",
        || json!({ "kind": "late", "afterMs": 901_000 }),
    ),
    (
        EXPIRY_IGNORED,
        || json!({ "kind": "ignore", "members": ["expiresAt"] }),
    ),
    (
        "no response, before the work",
        || json!({ "kind": "stall" }),
    ),
    (
        "no response, after the work",
        || json!({ "kind": "stall", "afterWork": true }),
    ),
    ("half a response", || json!({ "kind": "cut" })),
    (
        "cut after the id",
        || json!({ "kind": "cut", "before": "\"description\"" }),
    ),
    ("garbage", || json!({ "kind": "garbage" })),
    ("nothing in the response", || json!({ "kind": "empty" })),
    (
        "a gateway's page after the work",
        || json!({ "kind": "html", "afterWork": true }),
    ),
    (
        "500 before the work",
        || json!({ "kind": "status", "status": 500, "body": { "error": "x" } }),
    ),
    (
        "429",
        || json!({ "kind": "status", "status": 429, "headers": { "retry-after": "0" } }),
    ),
    ("400 at 500 keys", || {
        let error = "You have reached the maximum number of API keys (500)";
        json!({ "kind": "status", "status": 400, "body": { "error": error } })
    }),
    (
        "403 by a gateway",
        || json!({ "kind": "html", "status": 403 }),
    ),
    (
        "no expiry in the response",
        || json!({ "kind": "edit", "set": { "data.expiresAt": null } }),
    ),
    (
        "another expiry in the response",
        || json!({ "kind": "edit", "set": { "data.expiresAt": "2031-01-01T00:00:00.000Z" } }),
    ),
    (
        "another description in the response",
        || json!({ "kind": "edit", "set": { "data.description": "another" } }),
    ),
    (
        "no time of creation in the response",
        || json!({ "kind": "edit", "set": { "data.0.createdAt": null } }),
    ),
    (
        "no Date in the response",
        || json!({ "kind": "edit", "headers": { "date": null } }),
    ),
    ("a Date a minute and a half ahead", || date("+90", 1)),
    ("a Date five minutes ahead", || date("+290", 1)),
    ("a Date five minutes ahead, thrice", || date("+290", 3)),
    ("a Date ten minutes ahead", || date("+600", 1)),
    ("a Date ten minutes behind", || date("-600", 1)),
];

/// So many responses with a wrong `Date`.
fn date(seconds: &str, times: u32) -> Value {
    let headers = json!({ "date": format!("$httpDate{seconds}") });
    json!({ "kind": "edit", "headers": headers, "times": times })
}
