//! `rotate_key`: a successor is created pending, stored and committed before the old key ends; its
//! name comes last. The old key's end carries a mark of its successor, so that "ending, with a
//! twin" is no guess. Where the successor was itself rotated and is gone, a newer key of the name
//! says that there is nothing to do; on that nothing is changed.

use crate::create_once::stored;
use crate::setup::{Protocol, Variant::*};
use crate::state::{At, Creator, Key, Memory, Name, OLD, Process, Request, Response};
use crate::steps::{Step, Turn};
use crate::succession::{newer_twin, twin};

pub(crate) fn steps(turn: &Turn<'_>) -> Vec<Step> {
    let (process, own, setup) = (turn.process.clone(), turn.own(), turn.setup);
    let over = match process.memory {
        Memory::Resumed => At::AlreadyDone,
        _ => At::Done,
    };
    match process.at {
        At::Start if !turn.has_attempts() => {
            vec![Step::Alone("gives up", process.to(At::Failed).into())]
        }
        At::Start => vec![look_at_the_old_key(turn)],
        At::Create => vec![create(turn)],
        At::LookForOrphans | At::DeleteOrphan => turn.orphan_steps(At::Start),
        At::Settle if turn.has_settled() => vec![look_who_is_first(turn)],
        At::GiveWay => {
            let request = Request::Delete { key: own };
            vec![Step::until_answered(
                "gives way",
                request,
                turn.next_attempt(At::Start),
            )]
        }
        At::Store => {
            let next = match () {
                () if setup.is(EndOldFirst) => At::EndOldEarly,
                () if setup.is(RealNameAtOnce) => At::DeleteOld,
                () => At::Commit,
            };
            vec![Step::Alone(
                "stores the secret",
                stored(process.to(next).with_key(own), own),
            )]
        }
        At::EndOldEarly => end_old(turn, process.to(At::Commit)),
        At::Commit => commit_steps(turn),
        At::EndOld => end_old(turn, process.to(At::Rename)),
        At::Rename => {
            let next = match deletes(turn) {
                true => process.to(At::DeleteOld),
                false => process.to(over),
            };
            let named = process.key.map(|key| {
                let request = Request::Patch {
                    key,
                    name: Some(Name::Wanted),
                    end: None,
                    mark: None,
                };
                Step::until_answered("names the new key", request, next)
            });
            named.into_iter().collect()
        }
        At::DeleteOld => {
            let deleted = turn.old().map(|key| {
                let request = Request::Delete { key };
                Step::until_answered("deletes the old key", request, process.to(over))
            });
            deleted.into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// Whether the rotation is one without grace.
fn deletes(turn: &Turn<'_>) -> bool {
    let is_next = turn.protocol() == Protocol::RotateNext;
    turn.setup.is(DeleteOld) || is_next && turn.setup.is(DeleteNext)
}

/// The key that a rotation made, for whoever is to rotate that.
fn made(keys: &[Key]) -> Option<Creator> {
    let is_it = |key: &&Key| key.creator != OLD && key.is_lasting(Name::Wanted);
    keys.iter().find(is_it).map(|key| key.creator)
}

fn look_at_the_old_key(turn: &Turn<'_>) -> Step {
    let (process, is_mine, setup) = (turn.process.clone(), turn.is_mine(), turn.setup.clone());
    let (told, deletes) = (turn.old(), deletes(turn));
    Step::list("reads the old key", move |keys| {
        let old_id = told.or_else(|| made(keys))?;
        let process = process
            .clone()
            .replacing(Some(old_id).filter(|id| *id != OLD));
        let old = keys.iter().find(|key| key.creator == old_id);
        if setup.is(Simple) {
            let at = old.map_or(At::AlreadyDone, |_| At::Create);
            return Some(process.to(at).into());
        }
        let successor = keys.iter().find(|key| key.is_successor_of(old_id));
        let was_rotated = |old: &Key| !setup.is(IgnoreMarks) && twin(keys, old).is_some();
        let was_replaced =
            |old: &Key| !setup.is(IgnoreMarks) && newer_twin(&setup, keys, old).is_some();
        let under_way = |key: &Key| key.is_made_for(old_id) && !is_mine(key);
        let resumed = process.clone().with(Memory::Resumed);
        let next = match (successor, old) {
            (Some(successor), old) => {
                let is_marked = |old: &Key| old.mark == Some(successor.creator);
                let is_retired = old.is_none_or(is_marked);
                let at = if is_retired { At::Rename } else { At::EndOld };
                resumed.to(at).with_key(successor.creator)
            }
            (None, None) => process.to(At::AlreadyDone),
            (None, Some(old)) if was_rotated(old) => match deletes {
                true => resumed.to(At::DeleteOld),
                false => resumed.to(At::AlreadyDone),
            },
            _ if keys.iter().any(under_way) => return None,
            (None, Some(old)) if was_replaced(old) => process.to(At::Conflict),
            (None, Some(old)) => process.to(At::Create).with(match old.end {
                None => Memory::Nothing,
                Some(_) => Memory::OldEnds,
            }),
        };
        Some(next.into())
    })
}

fn create(turn: &Turn<'_>) -> Step {
    let (process, own) = (turn.process.clone(), turn.own());
    if turn.setup.is(RealNameAtOnce) {
        let request = Request::Create {
            creator: own,
            name: Name::Wanted,
            end: None,
            old: turn.old(),
        };
        return Step::send("", request, move |response| {
            let at = match response {
                Response::Lost => At::Failed,
                _ => At::Store,
            };
            Some(process.to(at).into())
        });
    }
    let (again, settling) = (turn.next_attempt(At::Start), turn.settling());
    Step::send("", turn.create_pending(), move |response| {
        Some(match response {
            Response::Lost => process.to(At::LookForOrphans).into(),
            Response::Refused => again.clone().into(),
            _ => settling.clone().into(),
        })
    })
}

fn look_who_is_first(turn: &Turn<'_>) -> Step {
    let (process, own, is_mine) = (turn.process.clone(), turn.own(), turn.is_mine());
    let (again, old) = (turn.next_attempt(At::Start), turn.old());
    let ended = process.memory == Memory::OldEnds;
    Step::list("looks who is first", move |keys| {
        let Some(own) = keys.iter().find(|key| key.creator == own) else {
            return Some(again.clone().into());
        };
        let is_unchanged = |key: &Key| key.name == Name::Wanted && key.end.is_some() == ended;
        let now = keys.iter().find(|key| Some(key.creator) == old);
        let gives_way = |key: &Key| {
            let is_committed = old.is_some_and(|old| key.is_successor_of(old));
            let is_rival = old.is_some_and(|old| key.is_made_for(old)) && !is_mine(key);
            is_committed || is_rival && key.order() < own.order()
        };
        let at = match now.is_some_and(is_unchanged) && !keys.iter().any(gives_way) {
            true => At::Store,
            false => At::GiveWay,
        };
        Some(process.to(at).into())
    })
}

fn end_old(turn: &Turn<'_>, next: Process) -> Vec<Step> {
    let grace = match turn.protocol() {
        Protocol::RotateNext => turn.setup.next_grace,
        _ => turn.setup.grace,
    };
    let key = match turn.setup.is(EndOldest) {
        true => Some(OLD),
        false => turn.old(),
    };
    let ended = key.map(|key| {
        let request = Request::Patch {
            key,
            name: None,
            end: Some(Some(turn.state.time + grace)),
            mark: turn.process.key,
        };
        Step::until_answered("ends the old key", request, next)
    });
    ended.into_iter().collect()
}

fn commit_steps(turn: &Turn<'_>) -> Vec<Step> {
    let (process, own, setup) = (turn.process.clone(), turn.own(), turn.setup);
    let (name, next) = match () {
        () if setup.is(Simple) => (Some(Name::Wanted), At::DeleteOld),
        () if setup.is(NameTwice) => (Some(Name::Successor), At::EndOld),
        () => (None, At::EndOld),
    };
    let again = turn.next_attempt(At::Start).with(Memory::Nothing);
    let unknown = process.to(At::Unknown);
    let sent = process.memory == Memory::CommitSent;
    let request = Request::Patch {
        key: own,
        name,
        end: Some(None),
        mark: None,
    };
    let commit = Step::send("commits", request, move |response| {
        Some(match response {
            Response::Done => process.to(next).with_key(own).with(Memory::Nothing).into(),
            Response::Gone => again.clone().into(),
            _ => process.clone().with(Memory::CommitSent).into(),
        })
    });
    let given_up = Step::Alone("gives up", unknown.into());
    [commit]
        .into_iter()
        .chain(sent.then_some(given_up))
        .collect()
}
