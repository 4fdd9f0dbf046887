//! The control API: what a test says to the sandbox itself.

mod account;
mod changes;
mod keys;
mod seeds;
mod usage;
mod x402;

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::iso;
use crate::faults::{Fault, Kind};
use crate::late;
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
    let reply = perform(&mut state, method, path, body);
    late::carry_out_due(&mut state);
    reply
}

/// The same, for whoever has the state already.
pub(crate) fn perform(
    state: &mut State,
    method: &str,
    path: &str,
    body: &Value,
) -> Result<Reply, String> {
    match (method, path.trim_start_matches('/')) {
        ("POST", "faults") => faults(state, body),
        ("GET", "late") => Ok(json!({"waiting": state.late.waiting()}).into()),
        ("GET", "faults") => Ok(json!({"faults": state.faults.waiting()}).into()),
        ("POST", "clock") => clock(state, body),
        ("POST", "late") => late_requests(state, body),
        ("POST", "lists") => lists(state, body),
        ("POST", "keys") => keys::change(state, body),
        ("GET", "keys") => Ok(keys::stored(state).into()),
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
        advance_ms: Option<i64>,
        stopped: Option<bool>,
    }
    let Body {
        advance_ms,
        stopped,
    } = read(body)?;
    if advance_ms.is_none() && stopped.is_none() {
        return Err("the clock is advanced, stopped, or started".to_owned());
    }
    state.keep_for_lists();
    match stopped {
        Some(true) => state.clock.stop(),
        Some(false) => state.clock.start(),
        None => {}
    }
    state.clock.advance(advance_ms.unwrap_or_default());
    Ok(json!({"now": iso(state.clock.now())}).into())
}

fn late_requests(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[serde(default)]
        drop: bool,
    }
    let done = match read::<Body>(body)?.drop {
        true => {
            state.late.drop_all();
            0
        }
        false => late::carry_out_all(state),
    };
    Ok(json!({"done": done}).into())
}

fn lists(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    struct Body {
        lag_ms: u64,
        seed: Option<u64>,
    }
    let Body { lag_ms, seed } = read(body)?;
    state.lists.set_lag(Duration::from_millis(lag_ms), seed);
    Ok(json!({}).into())
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
