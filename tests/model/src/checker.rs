//! The search: breadth first over everything that may happen, so that the first trace found to a
//! broken promise is a shortest one.

use std::collections::{HashMap, VecDeque};

use crate::promises::broken;
use crate::setup::Setup;
use crate::state::{At, Name, State};
use crate::world::{first, next};

/// What a search found.
pub(crate) struct Verdict {
    /// What is broken, and the steps that lead there.
    pub(crate) broken: Option<(&'static str, Vec<String>)>,
    pub(crate) states: usize,
    pub(crate) steps: usize,
}

/// States by number; each but the first with the one that it was found from.
struct Found {
    numbers: HashMap<State, usize>,
    from: Vec<(usize, String)>,
    /// Which states lead to each, if that is asked for.
    before: Vec<Vec<usize>>,
}

pub(crate) fn check(setup: &Setup) -> Verdict {
    let start = first(setup);
    let mut found = Found {
        numbers: HashMap::from([(start.clone(), 0)]),
        from: vec![(0, String::new())],
        before: vec![Vec::new()],
    };
    let mut waiting = VecDeque::from([(0, start)]);
    let mut good = Vec::new();
    let mut early = Vec::new();
    let mut steps = 0;
    while let Some((number, state)) = waiting.pop_front() {
        if let Some(what) = broken(setup, &state) {
            return found.verdict(Some((what, number)), steps);
        }
        let following = next(setup, &state);
        if state.all_over() {
            if state.keys.iter().any(|key| key.is_lasting(Name::Wanted)) {
                good.push(number);
            }
        } else if following.is_empty() && state.time < setup.last_time {
            return found.verdict(Some(("nobody can go on", number)), steps);
        }
        if setup.progress && must_end_well(setup, &state) {
            early.push(number);
        }
        steps += following.len();
        for (label, after) in following {
            let (new, there) = found.add(number, label, &after);
            if setup.progress {
                found.before[there].push(number);
            }
            if new {
                waiting.push_back((there, after));
            }
        }
    }
    if setup.progress {
        let reaching = found.reaching(good);
        if let Some(number) = early.into_iter().find(|number| !reaching[*number]) {
            return found.verdict(Some(("no good end can be reached any more", number)), steps);
        }
    }
    found.verdict(None, steps)
}

/// Whether there is time for one more hold, and somebody who may still bring it to a good end.
fn must_end_well(setup: &Setup, state: &State) -> bool {
    let given_up = |at: At| matches!(at, At::Dead | At::Unknown | At::Failed | At::Conflict);
    let early = state.time + setup.hold + setup.settle < setup.last_time;
    early && !state.processes.iter().all(|process| given_up(process.at))
}

impl Found {
    /// The state's number, and whether it is new.
    fn add(&mut self, from: usize, label: String, state: &State) -> (bool, usize) {
        if let Some(number) = self.numbers.get(state) {
            return (false, *number);
        }
        let number = self.from.len();
        self.numbers.insert(state.clone(), number);
        self.from.push((from, label));
        self.before.push(Vec::new());
        (true, number)
    }

    /// Which states lead to one of these.
    fn reaching(&self, ends: Vec<usize>) -> Vec<bool> {
        let mut reaching = vec![false; self.from.len()];
        let mut waiting = ends;
        while let Some(number) = waiting.pop() {
            if !std::mem::replace(&mut reaching[number], true) {
                waiting.extend(&self.before[number]);
            }
        }
        reaching
    }

    fn verdict(&self, broken: Option<(&'static str, usize)>, steps: usize) -> Verdict {
        let trace = |mut number: usize| {
            let mut labels = Vec::new();
            while number != 0 {
                let (from, label) = &self.from[number];
                labels.push(label.clone());
                number = *from;
            }
            labels.reverse();
            labels
        };
        Verdict {
            broken: broken.map(|(what, number)| (what, trace(number))),
            states: self.from.len(),
            steps,
        }
    }
}
