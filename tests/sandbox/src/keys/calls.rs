//! The five calls on keys.

use std::cmp::Reverse;

use serde::Serialize;
use serde_json::json;

use super::views::KeyView;
use super::{Caps, Key, Origin, store};
use crate::api::Call;
use crate::bodies::{self, Changes, NewKey};
use crate::limits::ACTIVE_KEYS;
use crate::response::Response;
use crate::state::State;

/// Stores a key, if the limit of active keys leaves room for it.
pub(crate) fn add(state: &mut State, new: NewKey, origin: Origin) -> Response {
    let now = state.clock.now();
    if state.keys.iter().filter(|key| key.is_active(now)).count() >= ACTIVE_KEYS {
        let text = format!(
            "You have reached the maximum number of API keys ({ACTIVE_KEYS}). Please \
                     delete unused keys before creating new ones."
        );
        return Response::error(400, text);
    }
    state.limits.created(now);
    let echoed = match origin {
        // Mint's echo is unreliable on the real server, and so it is here.
        Origin::Mint => Caps {
            usd: new.caps.usd.filter(|usd| *usd != 0.0),
            diem: new.caps.vcu,
            vcu: new.caps.vcu,
        },
        _ => new.caps,
    };
    let place = store(state, new, origin);
    let data = state.keys[place].created_view(state, echoed);
    Response::json(200, &json!({"success": true, "data": data}))
}

/// `GET /api_keys`
pub(crate) fn list(state: &mut State, _: &Call<'_>) -> Response {
    #[derive(Serialize)]
    struct List<'a> {
        object: &'static str,
        data: Vec<KeyView<'a>>,
    }
    let (now, past) = match state.lists.next() {
        Some((keys, then)) => (then, Some(keys)),
        None => (state.clock.now(), None),
    };
    let keys = past.as_deref().unwrap_or(&state.keys);
    let mut active: Vec<&Key> = keys.iter().rev().filter(|key| key.is_active(now)).collect();
    active.sort_by_key(|key| Reverse(key.created_at));
    let data = active
        .iter()
        .map(|key| key.view(state, now, true))
        .collect();
    Response::json(
        200,
        &List {
            object: "list",
            data,
        },
    )
}

/// `POST /api_keys`
pub(crate) fn create(state: &mut State, call: &Call<'_>) -> Response {
    let new = match bodies::create(call.body) {
        Ok(new) => new,
        Err(issues) => return issues.response(),
    };
    let now = state.clock.now();
    match state.limits.may_create(now) {
        Ok(()) => add(state, new, Origin::Create),
        Err(refused) => refused,
    }
}

/// `GET /api_keys/{id}`. An expired key can still be looked at; a revoked one is gone.
pub(crate) fn get(state: &mut State, call: &Call<'_>) -> Response {
    match find(state, &call.id).map(|place| &state.keys[place]) {
        Some(key) => Response::json(
            200,
            &json!({"data": key.view(state, state.clock.now(), true)}),
        ),
        None => Response::error(400, "API key not found"),
    }
}

/// `PATCH /api_keys`
pub(crate) fn update(state: &mut State, call: &Call<'_>) -> Response {
    let Changes {
        id,
        expires_at,
        caps,
        settings,
    } = match bodies::update(call.body) {
        Ok(changes) => changes,
        Err(issues) => return issues.response(),
    };
    let now = state.clock.now();
    let Some(place) = find(state, &id).filter(|place| state.keys[*place].is_active(now)) else {
        return Response::error(400, "API key not found or expired");
    };
    state.keep_for_lists();
    let new = &mut state.keys[place].new;
    new.expires_at = expires_at.unwrap_or(new.expires_at);
    new.caps = caps.over(new.caps);
    new.settings = settings.over(std::mem::take(&mut new.settings));
    let data = state.keys[place].view(state, now, false);
    Response::json(200, &json!({"success": true, "data": data}))
}

/// `DELETE /api_keys`, by the query's id or else the body's.
pub(crate) fn delete(state: &mut State, call: &Call<'_>) -> Response {
    let in_body = || bodies::delete(call.body);
    let id = match call.query("id").map_or_else(in_body, Ok) {
        Ok(id) => id,
        Err(issues) => return issues.response(),
    };
    match find(state, &id) {
        Some(place) => {
            state.keep_for_lists();
            state.keys[place].revoked = true;
            Response::json(200, &json!({"success": true}))
        }
        None => Response::error(400, "API key could not be found"),
    }
}

/// The place of a key that isn't revoked.
fn find(state: &State, id: &str) -> Option<usize> {
    state
        .by_id
        .get(id)
        .copied()
        .filter(|place| !state.keys[*place].revoked)
}
