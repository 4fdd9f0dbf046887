//! `POST /usage`: what the account has spent.

use serde_json::{Value, json};

use super::{Reply, read};
use crate::state::State;

pub(super) fn change(state: &mut State, body: &Value) -> Result<Reply, String> {
    let now = state.clock.now();
    state.billing.change(read(body)?, now)?;
    Ok(json!({}).into())
}
