//! `GET /api_keys/rate_limits` and its log.

use serde_json::{Map, Value, json};

use crate::api::Call;
use crate::clock::{iso, next_day, parse_lenient};
use crate::response::Response;
use crate::state::State;

/// Breaches the log shows.
const LOG_LENGTH: usize = 50;

/// What the calling key may do.
pub(crate) fn of(state: &mut State, call: &Call<'_>) -> Response {
    let Some(key) = call.caller(state) else {
        return Response::not_found();
    };
    let now = state.clock.now();
    let account = &state.account;
    let solvent = account
        .balances
        .values()
        .any(|left| left.as_f64().is_some_and(|left| left > 0.0));
    let permitted = account
        .access_permitted
        .unwrap_or(solvent && key.may_spend(now));
    let rate_limits = account
        .rate_limits
        .clone()
        .unwrap_or_else(|| from_models(&account.models));
    Response::json(
        200,
        &json!({"data": {
            "accessPermitted": permitted,
            "apiTier": {"id": "paid", "isCharged": true},
            "balances": spendable(&account.balances, key.left(now)),
            "keyExpiration": key.new.expires_at.map(iso),
            "nextEpochBegins": iso(next_day(now)),
            "rateLimits": rate_limits,
        }}),
    )
}

/// What a key can spend of the account's balances: no more than its caps leave it.
fn spendable(
    balances: &Map<String, Value>,
    (usd, diem): (Option<f64>, Option<f64>),
) -> Map<String, Value> {
    let clamped = |(name, balance): (&String, &Value)| {
        let left = if name == "DIEM" { diem } else { usd };
        let over = left.filter(|left| balance.as_f64().is_some_and(|balance| balance > *left));
        (
            name.clone(),
            over.map_or_else(|| balance.clone(), |left| json!(left)),
        )
    };
    balances.iter().map(clamped).collect()
}

fn from_models(models: &[Value]) -> Vec<Value> {
    models
        .iter()
        .map(|model| {
            let limits = match model["type"].as_str() {
                Some("video" | "music") => json!([]),
                Some("text") => json!([
                    {"type": "RPM", "amount": 50},
                    {"type": "RPD", "amount": 10_000},
                    {"type": "TPM", "amount": 750_000},
                ]),
                _ => json!([{"type": "RPM", "amount": 20}, {"type": "RPD", "amount": 5_000}]),
            };
            json!({"apiModelId": model["id"], "rateLimits": limits})
        })
        .collect()
}

/// The last breaches, newest first.
pub(crate) fn log(state: &mut State, _: &Call<'_>) -> Response {
    let mut breaches: Vec<_> = state.account.breaches.iter().collect();
    let when = |breach: &&Value| breach["timestamp"].as_str().and_then(parse_lenient);
    breaches.sort_by_key(|breach| std::cmp::Reverse(when(breach)));
    breaches.truncate(LOG_LENGTH);
    Response::json(200, &json!({"object": "list", "data": breaches}))
}

/// Notes that a key was locked out.
pub(crate) fn note_lockout(state: &mut State, key_id: &str) {
    let timestamp = iso(state.clock.now());
    state.account.breaches.push(json!({
        "apiKeyId": key_id, "modelId": "model:unknown", "rateLimitTier": "paid",
        "rateLimitType": "FAILED_REQUESTS", "timestamp": timestamp,
    }));
}
