//! What concerns wallets: what they have, what they paid, and how they sign in.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Reply, read};
use crate::siwx::Refusal;
use crate::state::State;
use crate::x402;

/// `POST /wallets`
pub(super) fn change(state: &mut State, body: &Value) -> Result<Reply, String> {
    let settled = x402::change(state, read(body)?)?;
    Ok(json!({"settled": settled}).into())
}

/// `GET /ledger`
pub(super) fn ledger(state: &mut State) -> Value {
    let now = state.clock.now();
    json!({"payments": state.x402.shown(now)})
}

/// `POST /ledger`: whether it is what it should be, as far as that is said.
pub(super) fn check_ledger(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        payments: Vec<Map<String, Value>>,
    }
    let Body { payments } = read(body)?;
    let there = ledger(state);
    let list = there["payments"].as_array().map_or(&[][..], Vec::as_slice);
    let fits = |(wanted, there): (&Map<String, Value>, &Value)| {
        let member = |(name, value): (&String, &Value)| there.get(name) == Some(value);
        wanted.iter().all(member)
    };
    match payments.len() == list.len() && payments.iter().zip(list).all(fits) {
        true => Ok(there.into()),
        false => Err(format!("the ledger is different: {there}")),
    }
}

/// `POST /sign-in`: what the server would say to this header at that path.
pub(super) fn sign_in(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        value: String,
        path: String,
    }
    let Body { value, path } = read(body)?;
    let now = state.clock.now();
    let contracts = &state.account.contract_signatures;
    let accepted = state.x402.sign_ins.accept(&value, contracts, now);
    let wallet =
        accepted.map_err(|Refusal(code, text)| format!("401 X402_SIGN_IN_{code}: {text}"))?;
    let owned = ["/x402/balance/", "/x402/transactions/"];
    let owner = owned.iter().find_map(|start| path.strip_prefix(start));
    match owner.is_none_or(|owner| owner.eq_ignore_ascii_case(&wallet)) {
        true => Ok(json!({"address": wallet}).into()),
        false => Err(format!("403: {wallet} isn't the wallet of {path}")),
    }
}
