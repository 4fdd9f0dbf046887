//! What may happen next in a state.

use crate::server::{carry_out, shown};
use crate::setup::{Protocol, Setup};
use crate::state::{At, Creator, Key, Memory, Process, Request, Response, State};
use crate::steps::{After, Step, Turn};

/// Every state that may follow, each with what happened.
pub(crate) fn next(setup: &Setup, state: &State) -> Vec<(String, State)> {
    let mut all = Vec::new();
    all.extend(tick(setup, state));
    for (place, request) in state.on_their_way.iter().enumerate() {
        for (keys, _) in carry_out(setup, state.time, &state.keys, *request) {
            if keys != state.keys {
                let mut after = with_keys(setup, state, keys);
                after.on_their_way.remove(place);
                all.push((format!("late: {request:?}"), after));
            }
        }
    }
    for (number, process) in (0u8..).zip(&state.processes) {
        if !process.at.is_over() {
            all.extend(kill(setup, state, number));
            let turn = Turn {
                setup,
                state,
                number,
                process,
            };
            for step in turn.steps() {
                take(&turn, step, &mut all);
            }
        }
    }
    for (_, after) in &mut all {
        forget(after);
    }
    all
}

/// The first state. A rotation finds the key that it is to replace.
pub(crate) fn first(setup: &Setup) -> State {
    let (mut keys, mut stored) = (Vec::new(), Vec::new());
    if setup.protocols[0] == Protocol::Rotate {
        let (creator, name) = (crate::state::OLD, crate::state::Name::Wanted);
        keys.push(Key {
            creator,
            name,
            created: -1,
            id: 0,
            end: None,
            old: None,
            mark: None,
        });
        stored.push(creator);
    }
    State {
        time: 0,
        keys,
        on_their_way: Vec::new(),
        processes: vec![Process::started(0); setup.protocols.len()],
        faults: setup.faults,
        kills: setup.kills,
        stored,
        past: Vec::new(),
    }
}

/// The server's clock moves on at any moment: a process may be arbitrarily slow.
fn tick(setup: &Setup, state: &State) -> Option<(String, State)> {
    let settles = state
        .processes
        .iter()
        .any(|process| process.at == At::Settle);
    let matters = !state.keys.is_empty() || settles;
    if state.time >= setup.last_time || state.all_over() || !matters {
        return None;
    }
    let time = state.time + 1;
    let keys = match setup.patch_revives {
        true => state.keys.clone(),
        false => shown(time, &state.keys),
    };
    let mut after = with_keys(setup, state, keys);
    after.past.retain(|(until, _)| time - until < setup.lag);
    after.time = time;
    Some((format!("tick: the server's time is {time}"), after))
}

fn kill(setup: &Setup, state: &State, number: u8) -> Option<(String, State)> {
    let place = usize::from(number);
    let (protocol, process) = (setup.protocols[place], &state.processes[place]);
    if state.kills == 0 || protocol == Protocol::Sweep || process.at == At::Start {
        return None;
    }
    let run = process.run + 1;
    let mut after = state.clone();
    after.kills -= 1;
    // What is once per call isn't run again.
    after.processes[place] = match protocol != Protocol::CreateOnce && run < setup.runs {
        true => Process::started(run).replacing(process.old),
        false => Process::ended(At::Dead, process.run),
    };
    Some((format!("p{number} is killed at {:?}", process.at), after))
}

fn take(turn: &Turn<'_>, step: Step, all: &mut Vec<(String, State)>) {
    let Turn {
        setup,
        state,
        number,
        process,
    } = *turn;
    match step {
        Step::Alone(label, after) => {
            all.push((
                format!("p{number} {label}"),
                put(state.clone(), number, after),
            ));
        }
        Step::List(label, then) => {
            let mut lists = vec![shown(state.time, &state.keys)];
            for (_, keys) in &state.past {
                if !lists.contains(keys) {
                    lists.push(keys.clone());
                }
            }
            for keys in lists {
                if let Some(after) = then(&keys) {
                    let seen: Vec<_> = keys.iter().map(|key| (key.creator, key.name)).collect();
                    let label = format!("p{number} {label}: sees {seen:?}");
                    all.push((label, put(state.clone(), number, after)));
                }
            }
        }
        Step::Send(label, request, then) => {
            let lost = || then(Response::Lost).unwrap_or_else(|| process.clone().into());
            let label = format!("p{number} {label} {request:?}");
            for (keys, response) in carry_out(setup, state.time, &state.keys, request) {
                let changed = keys != state.keys;
                let mut then_there = with_keys(setup, state, keys);
                drop_overtaken(&mut then_there, request);
                if changed && state.faults > 0 {
                    let mut then_there = then_there.clone();
                    then_there.faults -= 1;
                    let label = format!("{label}, its response is lost");
                    all.push((label, put(then_there, number, lost())));
                }
                if let Some(after) = then(response) {
                    let label = format!("{label} -> {response:?}");
                    all.push((label, put(then_there, number, after)));
                }
            }
            if state.faults > 0 && setup.late {
                let mut given_up = state.clone();
                given_up.faults -= 1;
                given_up.on_their_way.push(request);
                given_up.on_their_way.sort();
                let label = format!("{label}, given up before it arrives");
                all.push((label, put(given_up, number, lost())));
            }
        }
    }
}

/// A7: once a later job has retired a key, the commit of the job that made it isn't carried out any
/// more. No order of steps could undo what that would do.
fn drop_overtaken(state: &mut State, request: Request) {
    let Request::Patch {
        key, mark: Some(_), ..
    } = request
    else {
        return;
    };
    state.on_their_way.retain(|request| match request {
        Request::Patch {
            key: its,
            end: Some(None),
            ..
        } => *its != key,
        _ => true,
    });
}

fn put(mut state: State, number: u8, after: After) -> State {
    state.processes[usize::from(number)] = after.process;
    if let Some(key) = after.stored.filter(|key| !state.stored.contains(key)) {
        state.stored.push(key);
        state.stored.sort();
    }
    state
}

/// The state with other keys; lists may go on showing those of before for a while.
fn with_keys(setup: &Setup, state: &State, keys: Vec<Key>) -> State {
    let mut after = state.clone();
    if setup.lag > 0 && keys != state.keys {
        let before = (state.time, state.keys.clone());
        if !after.past.contains(&before) {
            after.past.push(before);
            after.past.sort();
        }
    }
    after.keys = keys;
    after
}

/// Forgets what can't matter any more, so that equal situations are equal states.
fn forget(state: &mut State) {
    let time = state.time;
    let is_over = |request: &Request| match request {
        Request::Create { end, .. } => end.is_some_and(|end| end <= time),
        _ => false,
    };
    state.on_their_way.retain(|request| !is_over(request));
    let there: Vec<Creator> = state.keys.iter().map(|key| key.creator).collect();
    let creates = state.on_their_way.iter();
    let coming: Vec<Creator> = creates
        .filter(|request| matches!(request, Request::Create { .. }))
        .map(Request::key)
        .collect();
    let may_matter = |key: &Creator| there.contains(key) || coming.contains(key);
    state
        .on_their_way
        .retain(|request| may_matter(&request.key()));
    state.stored.retain(may_matter);
    for process in &mut state.processes {
        if process.at.is_over() {
            let is_told = matches!(process.at, At::Done | At::Exists);
            let key = process.key.filter(|_| is_told);
            *process = Process::ended(process.at, process.run).replacing(process.old);
            process.key = key;
        } else if process.at != At::Settle {
            process.until = 0;
        } else {
            process.until = process.until.max(time);
        }
        debug_assert!(!process.at.is_over() || process.memory == Memory::Nothing);
    }
}
