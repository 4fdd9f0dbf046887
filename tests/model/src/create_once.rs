//! `create_key_once`: create it pending, store its secret, commit.

use crate::setup::Variant::*;
use crate::state::{At, Creator, Memory, Name, Request, Response};
use crate::steps::{After, Step, Turn};

pub(crate) fn steps(turn: &Turn<'_>) -> Vec<Step> {
    let (process, own, setup) = (turn.process.clone(), turn.own(), turn.setup);
    let real_name = setup.is(RealNameAtOnce);
    match process.at {
        At::Start if setup.is(DeleteTheDifference) => {
            vec![Step::list("lists what is there before", move |keys| {
                let before = keys.iter().map(|key| key.creator).collect();
                Some(process.to(At::Create).with(Memory::Before(before)).into())
            })]
        }
        At::Start => vec![Step::Alone("begins", process.to(At::Create).into())],
        At::Create if real_name => {
            let request = Request::Create {
                creator: own,
                name: Name::Wanted,
                end: None,
                old: None,
            };
            vec![Step::send("", request, move |response| {
                Some(match response {
                    Response::Lost => process.to(At::LookForOrphans).into(),
                    Response::Refused => process.to(At::Failed).into(),
                    _ => stored(process.to(At::Done).with_key(own), own),
                })
            })]
        }
        At::Create => vec![Step::send("", turn.create_pending(), move |response| {
            let next = match response {
                Response::Lost => At::LookForOrphans,
                Response::Refused => At::Failed,
                _ => At::Store,
            };
            Some(process.to(next).into())
        })],
        At::LookForOrphans if real_name => vec![look_by_name(turn)],
        At::LookForOrphans | At::DeleteOrphan => turn.orphan_steps(At::Create),
        At::Store if setup.is(StoreAfterCommit) => {
            vec![Step::Alone(
                "stores nothing yet",
                process.to(At::Commit).into(),
            )]
        }
        At::Store => {
            vec![Step::Alone(
                "stores the secret",
                stored(process.to(At::Commit), own),
            )]
        }
        At::Commit => {
            let committed = match setup.is(StoreAfterCommit) {
                true => At::StoreLate,
                false => At::Done,
            };
            commit_steps(turn, committed, process.to(At::Failed))
        }
        At::StoreLate => {
            vec![Step::Alone(
                "stores the secret",
                stored(process.to(At::Done), own),
            )]
        }
        _ => Vec::new(),
    }
}

pub(crate) fn stored(process: crate::state::Process, key: Creator) -> After {
    After {
        process,
        stored: Some(key),
    }
}

/// The commit: one PATCH of name and end, sent until it is answered or given up.
pub(crate) fn commit_steps(
    turn: &Turn<'_>,
    committed: At,
    gone: crate::state::Process,
) -> Vec<Step> {
    let (process, own) = (turn.process.clone(), turn.own());
    let request = Request::Patch {
        key: own,
        name: Some(Name::Wanted),
        end: Some(None),
        mark: None,
    };
    let sent = process.memory == Memory::CommitSent;
    let failed = process.to(At::Failed);
    let unknown = process.to(At::Unknown);
    let commit = Step::send("commits", request, move |response| {
        Some(match response {
            Response::Done => process.to(committed).with_key(own).into(),
            Response::Gone => gone.clone().into(),
            _ => process.clone().with(Memory::CommitSent).into(),
        })
    });
    let given_up = match turn.setup.is(DeleteUnsureCommit) {
        true => Step::until_answered("gives up", Request::Delete { key: own }, failed),
        false => Step::Alone("gives up", unknown.into()),
    };
    [commit]
        .into_iter()
        .chain(sent.then_some(given_up))
        .collect()
}

/// Rejected: what has the name is one's own, or what wasn't there before.
fn look_by_name(turn: &Turn<'_>) -> Step {
    let process = turn.process.clone();
    let retry = turn.next_attempt(At::Create);
    let last = process.attempt + 1 >= turn.setup.attempts;
    Step::list("looks for what the lost create created", move |keys| {
        let was_there = |creator| match &process.memory {
            Memory::Before(before) => before.contains(&creator),
            _ => false,
        };
        let mut named = keys.iter().filter(|key| key.name == Name::Wanted);
        let next = match named.find(|key| !was_there(key.creator)) {
            Some(found) => process.to(At::DeleteOrphan).with_key(found.creator),
            None if last => process.to(At::Failed),
            None => retry.clone(),
        };
        Some(next.into())
    })
}
