//! The control API: what a test says to the sandbox itself.

mod account;
mod seeds;
mod usage;
mod x402;

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::iso;
use crate::faults::{Fault, Kind};
use crate::state::{Shared, State};

/// What came of a control request.
pub(crate) struct Reply {
    pub(crate) value: Value,
    /// The server must refuse connections for so long, from before the reply is handed over.
    pub(crate) refuse: Option<Duration>,
}

impl From<Value> for Reply {
    fn from(value: Value) -> Self {
        Self {
            value,
            refuse: None,
        }
    }
}

/// Err with the text of the 400.
pub(crate) fn control(
    shared: &Shared,
    method: &str,
    path: &str,
    body: &Value,
) -> Result<Reply, String> {
    let mut state = shared.lock();
    let state = &mut *state;
    match (method, path.trim_start_matches('/')) {
        ("POST", "faults") => faults(state, body),
        ("GET", "faults") => Ok(json!({"faults": state.faults.waiting()}).into()),
        ("POST", "clock") => clock(state, body),
        ("POST", "keys") => seeds::add(state, body),
        ("GET", "keys") => Ok(seeds::stored(state).into()),
        ("POST", "account") => account::change(state, body),
        ("POST", "usage") => usage::change(state, body),
        ("POST", "wallets") => x402::change(state, body),
        ("GET", "ledger") => Ok(x402::ledger(state).into()),
        ("POST", "ledger") => x402::check_ledger(state, body),
        ("POST", "sign-in") => x402::sign_in(state, body),
        ("GET", "journal") => Ok(json!({"requests": state.journal.entries()}).into()),
        ("POST", "journal") => journal(state, body),
        (method, path) => Err(format!("unknown request: {method} /{path}")),
    }
}

fn read<'a, T: Deserialize<'a>>(body: &'a Value) -> Result<T, String> {
    T::deserialize(body).map_err(|error| error.to_string())
}

fn faults(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(default)]
        faults: Vec<Value>,
        #[serde(default)]
        clear: bool,
    }
    let body: Body = read(body)?;
    // All of them are read before the first is queued: a refused request changes nothing.
    let faults = body
        .faults
        .iter()
        .map(Fault::parse)
        .collect::<Result<Vec<_>, _>>()?;
    if body.clear {
        state.faults.clear();
    }
    let (refusals, rest): (Vec<_>, Vec<_>) = faults
        .into_iter()
        .partition(|fault| fault.kind == Kind::Refuse);
    rest.into_iter().for_each(|fault| state.faults.queue(fault));
    let value = json!({"waiting": state.faults.waiting().len()});
    Ok(Reply {
        value,
        refuse: refusals.iter().map(Fault::wait).max(),
    })
}

fn clock(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    struct Body {
        advance_ms: i64,
    }
    let Body { advance_ms } = read(body)?;
    state.clock.advance(advance_ms);
    Ok(json!({"now": iso(state.clock.now())}).into())
}

fn journal(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        clear: bool,
    }
    if read::<Body>(body)?.clear {
        state.journal.clear();
    }
    Ok(json!({}).into())
}
