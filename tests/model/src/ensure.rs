//! `ensure_key`: whoever was first, by time and then by id, commits; the others give way.

use crate::create_once::{commit_steps, stored};
use crate::setup::Variant::*;
use crate::state::{At, Key, Name, Process, Request, Response};
use crate::steps::{Step, Turn};
use crate::succession::{has_successor, newer_twin};

pub(crate) fn steps(turn: &Turn<'_>) -> Vec<Step> {
    let (process, own, setup) = (turn.process.clone(), turn.own(), turn.setup);
    let real_name = setup.is(RealNameAtOnce);
    match process.at {
        At::Start if !turn.has_attempts() => {
            vec![Step::Alone("gives up", process.to(At::Failed).into())]
        }
        At::Start => vec![look_first(turn)],
        At::Finish => process
            .key
            .map(|key| finish(&process, key))
            .into_iter()
            .collect(),
        At::Create => {
            let request = match real_name {
                true => Request::Create {
                    creator: own,
                    name: Name::Wanted,
                    end: None,
                    old: None,
                },
                false => turn.create_pending(),
            };
            let (again, settling) = (again(turn), turn.settling());
            vec![Step::send("", request, move |response| {
                Some(match response {
                    Response::Lost => process.to(At::LookForOrphans).into(),
                    Response::Refused => again.clone().into(),
                    _ => settling.clone().into(),
                })
            })]
        }
        At::LookForOrphans if real_name => {
            vec![Step::Alone("gives up", process.to(At::Failed).into())]
        }
        At::LookForOrphans | At::DeleteOrphan => turn.orphan_steps(At::Start),
        At::Settle if turn.has_settled() => vec![look_who_is_first(turn)],
        At::GiveWay => {
            let request = Request::Delete { key: own };
            vec![Step::until_answered("gives way", request, again(turn))]
        }
        At::Store if real_name || setup.is(StoreAfterCommit) => {
            let done = process.to(At::Done).with_key(own);
            vec![Step::Alone("stores the secret", stored(done, own))]
        }
        At::Store => {
            vec![Step::Alone(
                "stores the secret",
                stored(process.to(At::Commit), own),
            )]
        }
        At::Commit => {
            let committed = match setup.is(StoreAfterCommit) {
                true => At::Store,
                false => At::Done,
            };
            commit_steps(turn, committed, again(turn))
        }
        _ => Vec::new(),
    }
}

/// From the beginning, if there is an attempt left.
fn again(turn: &Turn<'_>) -> Process {
    if !turn.has_attempts() {
        return turn.process.to(At::Failed);
    }
    let mut next = Process::started(turn.process.run);
    next.attempt = turn.process.attempt + 1;
    next
}

fn look_first(turn: &Turn<'_>) -> Step {
    let process = turn.process.clone();
    let is_mine = turn.is_mine();
    let finishes = !turn.setup.is(IgnoreSuccessors);
    let waits = !turn.setup.is(DoNotLookFirst);
    let setup = turn.setup.clone();
    Step::list("looks first", move |keys| {
        let left = keys.iter().find(|key| key.is_lasting(Name::Pending));
        let named = |key: &Key| key.name == Name::Wanted;
        let is_retired =
            |key: &Key| has_successor(keys, key) || newer_twin(&setup, keys, key).is_some();
        let mut current = keys.iter().filter(|key| named(key) && !is_retired(key));
        let kept = |key: &Key| {
            let mut next = process.to(At::Exists);
            next.key = Some(key.creator).filter(|_| key.end.is_some());
            next
        };
        let under_way = |key: &Key| key.name == Name::Pending && !is_mine(key);
        let next = match (current.next(), current.next(), left) {
            (Some(_), Some(_), _) => process.to(At::Conflict),
            (Some(key), None, _) => kept(key),
            (None, _, Some(left)) if finishes => process.to(At::Finish).with_key(left.creator),
            _ if keys.iter().any(named) => process.to(At::Exists),
            (_, _, Some(_)) => process.to(At::Create),
            _ if waits && keys.iter().any(under_way) => return None,
            _ => process.to(At::Create),
        };
        Some(next.into())
    })
}

/// A rotation was left before its last name: the name is what it lacks.
fn finish(process: &Process, key: crate::state::Creator) -> Step {
    let request = Request::Patch {
        key,
        name: Some(Name::Wanted),
        end: None,
        mark: None,
    };
    let mut exists = process.to(At::Exists);
    exists.key = None;
    let process = process.clone();
    Step::send(
        "finishes a rotation",
        request,
        move |response| match response {
            Response::Lost => None,
            Response::Done => Some(exists.clone().into()),
            _ => Some(process.to(At::Start).into()),
        },
    )
}

fn look_who_is_first(turn: &Turn<'_>) -> Step {
    let (process, own, is_mine) = (turn.process.clone(), turn.own(), turn.is_mine());
    let again = again(turn);
    let setup = turn.setup.clone();
    let order = move |key: &Key| match () {
        () if setup.is(SmallestIdWins) => (0, key.id),
        () if setup.is(IgnoreIds) => (key.created, 0),
        () => key.order(),
    };
    let setup = turn.setup.clone();
    Step::list("looks who is first", move |keys| {
        let first = |is_rival: &dyn Fn(&Key) -> bool| {
            let own = keys.iter().find(|key| key.creator == own)?;
            let mut rivals = keys.iter().filter(|key| is_rival(key));
            Some(rivals.all(|key| order(key) >= order(own)))
        };
        if setup.is(RealNameAtOnce) {
            return Some(match first(&|key| key.name == Name::Wanted) {
                None => again.clone().into(),
                Some(true) => process.to(At::Store).into(),
                Some(false) => process.to(At::GiveWay).into(),
            });
        }
        let succeeds = |key: &Key| key.is_lasting(Name::Pending) && !setup.is(IgnoreSuccessors);
        if keys
            .iter()
            .any(|key| key.name == Name::Wanted || succeeds(key))
        {
            return Some(process.to(At::GiveWay).into());
        }
        let is_rival = |key: &Key| key.name == Name::Pending && key.end.is_some() && !is_mine(key);
        let won = match setup.is(StoreAfterCommit) {
            true => At::Commit,
            false => At::Store,
        };
        Some(match first(&is_rival) {
            None => again.clone().into(),
            Some(true) => process.to(won).into(),
            Some(false) => process.to(At::GiveWay).into(),
        })
    })
}
