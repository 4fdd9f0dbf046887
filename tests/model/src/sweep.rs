//! Rejected: somebody who deletes whatever is old and has a pending name.

use crate::state::{At, Name, Request};
use crate::steps::{Step, Turn};

pub(crate) fn steps(turn: &Turn<'_>) -> Vec<Step> {
    let process = turn.process.clone();
    let (now, hold) = (turn.state.time as i8, turn.setup.hold as i8);
    match (process.at, process.key) {
        (At::Sweep, Some(key)) => {
            let next = process.to(At::Dead);
            vec![Step::send("sweeps", Request::Delete { key }, move |_| {
                Some(next.clone().into())
            })]
        }
        _ => vec![Step::list("the sweeper looks", move |keys| {
            let is_old = |created: i8| now - created >= hold;
            let mut keys = keys.iter();
            let found = keys.find(|key| key.name == Name::Pending && is_old(key.created))?;
            Some(process.to(At::Sweep).with_key(found.creator).into())
        })],
    }
}
