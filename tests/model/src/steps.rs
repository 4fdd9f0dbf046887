//! How a protocol says what a process may do next.

use crate::setup::{Protocol, Setup};
use crate::state::{At, Creator, Key, Name, OLD, Process, Request, Response, State};
use crate::{create_once, ensure, rotate, sweep};

/// A process after a step, and the key whose secret it stored with it.
pub(crate) struct After {
    pub(crate) process: Process,
    pub(crate) stored: Option<Creator>,
}

impl From<Process> for After {
    fn from(process: Process) -> Self {
        Self {
            process,
            stored: None,
        }
    }
}

type ByList = Box<dyn Fn(&[Key]) -> Option<After>>;
type ByResponse = Box<dyn Fn(Response) -> Option<After>>;

pub(crate) enum Step {
    /// Nothing that the server sees.
    Alone(&'static str, After),
    /// It reads the list. None: it saw nothing that it waits for.
    List(&'static str, ByList),
    /// It sends a request. None for a lost response: it stays where it is, and sends it again.
    Send(&'static str, Request, ByResponse),
}

impl Step {
    pub(crate) fn list(
        label: &'static str,
        then: impl Fn(&[Key]) -> Option<After> + 'static,
    ) -> Self {
        Self::List(label, Box::new(then))
    }

    pub(crate) fn send(
        label: &'static str,
        request: Request,
        then: impl Fn(Response) -> Option<After> + 'static,
    ) -> Self {
        Self::Send(label, request, Box::new(then))
    }

    /// A request that is sent until a response comes, whatever that says.
    pub(crate) fn until_answered(label: &'static str, request: Request, next: Process) -> Self {
        Self::send(label, request, move |response| match response {
            Response::Lost => None,
            _ => Some(next.clone().into()),
        })
    }
}

/// A process at its place in a state, with the protocol's setup.
pub(crate) struct Turn<'a> {
    pub(crate) setup: &'a Setup,
    pub(crate) state: &'a State,
    pub(crate) number: u8,
    pub(crate) process: &'a Process,
}

impl Turn<'_> {
    pub(crate) fn steps(&self) -> Vec<Step> {
        match self.protocol() {
            Protocol::CreateOnce => create_once::steps(self),
            Protocol::Ensure => ensure::steps(self),
            Protocol::Rotate | Protocol::RotateNext => rotate::steps(self),
            Protocol::Sweep => sweep::steps(self),
        }
    }

    pub(crate) fn protocol(&self) -> Protocol {
        self.setup.protocols[usize::from(self.number)]
    }

    /// The key that a rotation replaces, once it knows which that is.
    pub(crate) fn old(&self) -> Option<Creator> {
        match self.protocol() {
            Protocol::Rotate => Some(OLD),
            _ => self.process.old,
        }
    }

    /// The key of this attempt.
    pub(crate) fn own(&self) -> Creator {
        Creator {
            process: self.number,
            run: self.process.run,
            attempt: self.process.attempt,
        }
    }

    /// What tells this run's keys from others'.
    pub(crate) fn is_mine(&self) -> impl Fn(&Key) -> bool + 'static {
        let own = self.own();
        move |key| key.creator.process == own.process && key.creator.run == own.run
    }

    pub(crate) fn has_attempts(&self) -> bool {
        self.process.attempt < self.setup.attempts
    }

    /// The same process, with its next attempt.
    pub(crate) fn next_attempt(&self, at: At) -> Process {
        let mut next = self.process.to(at);
        next.attempt += 1;
        next
    }

    pub(crate) fn create_pending(&self) -> Request {
        let (creator, end) = (self.own(), self.setup.end(self.state.time));
        Request::Create {
            creator,
            name: Name::Pending,
            end,
            old: self.old(),
        }
    }

    pub(crate) fn settling(&self) -> Process {
        let mut next = self.process.to(At::Settle);
        next.until = self.state.time + self.setup.settle;
        next
    }

    pub(crate) fn has_settled(&self) -> bool {
        self.state.time >= self.process.until
    }

    /// After a lost create: it looks for keys of its own, deletes them, and tries again.
    pub(crate) fn orphan_steps(&self, again: At) -> Vec<Step> {
        let process = self.process.clone();
        if let (At::DeleteOrphan, Some(key)) = (process.at, process.key) {
            let mut next = process.to(At::LookForOrphans);
            next.key = None;
            return vec![Step::send(
                "deletes its orphan",
                Request::Delete { key },
                move |_| Some(next.clone().into()),
            )];
        }
        let is_mine = self.is_mine();
        let retry = self.next_attempt(again);
        let last = self.process.attempt + 1 >= self.setup.attempts;
        vec![Step::list("looks for its orphan", move |keys| {
            let next = match keys.iter().find(|key| is_mine(key)) {
                Some(orphan) => process.to(At::DeleteOrphan).with_key(orphan.creator),
                None if last => process.to(At::Failed),
                None => retry.clone(),
            };
            Some(next.into())
        })]
    }
}
