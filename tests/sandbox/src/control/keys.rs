//! `/keys`: keys to put there, to change and to delete, and keys as they are stored.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Reply, changes, read, seeds};
use crate::clock::iso;
use crate::state::State;

/// All of it is read before the first is done: a refused request changes nothing.
pub(super) fn change(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "camelCase")]
    struct Body {
        #[serde(default)]
        keys: Vec<Map<String, Value>>,
        #[serde(default)]
        change: Vec<Map<String, Value>>,
        #[serde(default)]
        delete: Vec<String>,
        #[serde(default)]
        next_ids: Vec<String>,
    }
    let body: Body = read(body)?;
    let now = state.clock.now();
    let seeds = body
        .keys
        .into_iter()
        .map(|seed| seeds::read_seed(seed, now));
    let seeds = seeds.collect::<Result<Vec<_>, _>>()?;
    let changes = body.change.into_iter();
    let changes = changes.map(|change| changes::read_change(state, change));
    let changes = changes.collect::<Result<Vec<_>, _>>()?;
    let deleted = body.delete.iter().map(|id| changes::place(state, id));
    let deleted = deleted.collect::<Result<Vec<_>, _>>()?;
    let ids = seeds.iter().filter_map(|seed| seed.id.as_ref());
    check_ids(state, ids.chain(&body.next_ids))?;

    state.next_ids.extend(body.next_ids);
    for change in changes {
        change.make(state);
    }
    state.keep_for_lists();
    for place in deleted {
        state.keys[place].revoked = true;
    }
    let seeded: Vec<Value> = seeds
        .into_iter()
        .flat_map(|seed| seed.store(state))
        .collect();
    Ok(json!({"keys": seeded}).into())
}

/// Ids of keys to come: Venice's form, each of them new.
fn check_ids<'a>(state: &State, ids: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let mut taken: Vec<&String> = state.next_ids.iter().collect();
    for id in ids {
        let is_uuid = id.len() == 36
            && id.chars().enumerate().all(|(at, letter)| match at {
                8 | 13 | 18 | 23 => letter == '-',
                _ => matches!(letter, '0'..='9' | 'a'..='f'),
            });
        if !is_uuid {
            return Err(format!("not a UUID in lower case: {id}"));
        }
        if state.by_id.contains_key(id) || taken.contains(&id) {
            return Err(format!("there is a key {id} already"));
        }
        taken.push(id);
    }
    Ok(())
}

/// Every key ever created, oldest first, with what is really stored.
pub(super) fn stored(state: &State) -> Value {
    let keys: Vec<_> = state
        .keys
        .iter()
        .map(|key| {
            let mut stored = json!({
                "id": key.id,
                "apiKey": key.secret,
                "apiKeyType": key.new.key_type,
                "createdAt": iso(key.created_at),
                "expiresAt": key.new.expires_at.map(iso),
                "lastUsedAt": key.last_used_at.map(iso),
                "revoked": key.revoked,
                "consumptionLimit": key.new.caps,
                "usage": key.usage,
                "origin": key.origin,
            });
            for (name, value) in key.new.settings.stored() {
                stored[name] = value;
            }
            stored
        })
        .collect();
    json!({"keys": keys})
}
