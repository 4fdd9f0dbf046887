//! What must hold in every state.

use crate::setup::{Protocol, Setup, Variant::*};
use crate::state::{At, Key, Name, OLD, Process, State};

/// The promise that the state breaks, if it breaks one.
pub(crate) fn broken(setup: &Setup, state: &State) -> Option<&'static str> {
    match setup.protocols[0] {
        Protocol::Ensure => of_ensure(setup, state),
        Protocol::Rotate | Protocol::RotateNext => of_rotate(setup, state),
        Protocol::CreateOnce | Protocol::Sweep => of_create_once(setup, state),
    }
}

fn of_create_once(setup: &Setup, state: &State) -> Option<&'static str> {
    let real_name = setup.is(RealNameAtOnce);
    let may_lack_its_secret =
        |key: &Key| (real_name || setup.is(StoreAfterCommit)) && state.is_owned(key);
    for (number, process) in state.processes.iter().enumerate() {
        if setup.protocols[number] != Protocol::CreateOnce {
            continue;
        }
        let is_its =
            |key: &&Key| usize::from(key.creator.process) == number && key.name == Name::Wanted;
        let named: Vec<&Key> = state.keys.iter().filter(is_its).collect();
        if named.len() > 1 && (state.all_over() || !real_name) {
            return Some("one call named two keys");
        }
        if process.at == At::Done {
            if !named.iter().any(|key| Some(key.creator) == process.key) {
                return Some("a key was returned that isn't there");
            }
            if named.iter().any(|key| key.end.is_some()) {
                return Some("a key was returned that ends");
            }
        }
        if process.at == At::Failed && !named.is_empty() {
            return Some("a call failed, and its key is there");
        }
        if named
            .iter()
            .any(|key| !state.has_stored(key) && !may_lack_its_secret(key))
        {
            return Some("a key is named whose secret nobody has");
        }
    }
    match setup.protocols.contains(&Protocol::Sweep) {
        true => None,
        false => pending_for_ever(setup, state),
    }
}

fn of_ensure(setup: &Setup, state: &State) -> Option<&'static str> {
    let named: Vec<&Key> = state
        .keys
        .iter()
        .filter(|key| key.name == Name::Wanted)
        .collect();
    let over = state.all_over();
    // A key created under its real name is judged when all have ended.
    if setup.is(RealNameAtOnce) {
        if over && named.len() > 1 {
            return Some("all have ended, and two keys have the name");
        }
        if over && named.is_empty() && state.count(At::Done) > 0 {
            return Some("all have ended, and no key has the name");
        }
        if over && named.iter().any(|key| !state.has_stored(key)) {
            return Some("all have ended, and nobody has the key's secret");
        }
    } else if named.len() > 1 {
        return Some("two keys have the name");
    }
    if state.count(At::Done) > 1 {
        return Some("two processes were told that they created it");
    }
    for key in named.iter().filter(|_| !setup.is(RealNameAtOnce)) {
        if key.end.is_some() {
            return Some("the named key ends");
        }
        if !state.has_stored(key) && (!setup.is(StoreAfterCommit) || over) {
            return Some("a key is named whose secret nobody has");
        }
    }
    for process in &state.processes {
        let second = process.at == At::Create && process.attempt > 0 || process.at == At::Failed;
        if setup.is(OneCreate) && second {
            return Some("an undisturbed process creates a second key, or gives up");
        }
        if process.at == At::Exists && named.is_empty() {
            return Some("a process was told that the key exists, and it doesn't");
        }
        let is_there = || named.iter().any(|key| Some(key.creator) == process.key);
        if process.at == At::Done && !is_there() {
            return Some("a process was told that it created the key, and it isn't there");
        }
    }
    pending_for_ever(setup, state)
}

fn of_rotate(setup: &Setup, state: &State) -> Option<&'static str> {
    let lasting: Vec<&Key> = state.keys.iter().filter(|key| key.end.is_none()).collect();
    if !lasting.iter().any(|key| state.has_stored(key)) {
        return Some("no key lasts whose secret is stored");
    }
    let replaces = |new: &Key, old: &Key| new.old == Some(old.creator);
    let is_too_many = |key: &&Key| {
        let mut others = lasting.iter().filter(|other| other.creator != key.creator);
        others.any(|other| !replaces(key, other) && !replaces(other, key))
    };
    if lasting.iter().any(is_too_many) {
        return Some("two keys last, and neither replaces the other");
    }
    let done = state
        .processes
        .iter()
        .filter(|process| process.at == At::Done);
    let mut rotated: Vec<_> = done.map(|process| process.old).collect();
    rotated.sort_unstable();
    if rotated.windows(2).any(|pair| pair[0] == pair[1]) {
        return Some("two processes were told that they rotated it");
    }
    let keeps_the_name = |key: &Key| {
        key.name == Name::Wanted
            || matches!(key.name, Name::Pending | Name::Successor) && key.end.is_none()
    };
    if !state.keys.iter().any(keeps_the_name) {
        return Some("no key has the name, nor says whose successor it is");
    }
    for key in lasting
        .iter()
        .filter(|key| key.creator != OLD && !state.has_stored(key))
    {
        if !(setup.is(RealNameAtOnce) && state.is_owned(key)) {
            return Some("a key lasts whose secret nobody has");
        }
    }
    for (number, process) in state.processes.iter().enumerate() {
        let what = match setup.protocols[number] {
            Protocol::Ensure => told_by_ensure(process),
            _ => told_by_rotate(setup, &lasting, process),
        };
        if what.is_some() {
            return what;
        }
    }
    None
}

/// What is wrong with what a rotation ended with.
fn told_by_rotate(setup: &Setup, lasting: &[&Key], process: &Process) -> Option<&'static str> {
    if !matches!(process.at, At::Done | At::AlreadyDone) {
        return None;
    }
    let old = process.old.unwrap_or(OLD);
    if lasting.iter().any(|key| key.creator == old) {
        return Some("a rotation ended, and the key that it replaced lasts");
    }
    let is_unnamed = |key: &&&Key| Some(key.creator) == process.key && key.name != Name::Wanted;
    let unnamed = lasting.iter().find(is_unnamed);
    match unnamed.is_some() && !setup.is(Simple) {
        true => Some("a rotation ended, and the new key hasn't got the name"),
        false => None,
    }
}

/// What is wrong with what ensure said beside rotations.
fn told_by_ensure(process: &Process) -> Option<&'static str> {
    match process.at {
        At::Conflict => Some("a rotated key is taken for a second one of the name"),
        At::Exists if process.key.is_some() => Some("a key is kept that ends while another lasts"),
        _ => None,
    }
}

/// What nothing ends, though nobody is there any more who would.
fn pending_for_ever(setup: &Setup, state: &State) -> Option<&'static str> {
    let for_ever =
        |key: &Key| key.is_lasting(Name::Pending) && !(setup.is(NoEnd) && state.is_owned(key));
    state
        .keys
        .iter()
        .any(for_ever)
        .then_some("a key is pending for ever: nothing ends it")
}
