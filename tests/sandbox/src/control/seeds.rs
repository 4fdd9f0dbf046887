//! `/keys`: keys to put there, and keys as they are stored.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Reply, read};
use crate::bodies::NewKey;
use crate::clock::{iso, parse_lenient};
use crate::keys::{self, Caps, Origin, Usage};
use crate::settings::{DESCRIPTION, Settings};
use crate::state::State;

/// A key to seed, but for its plain settings. Beyond what the API allows, enums may be any string,
/// times any RFC 3339 time, and amounts decimal strings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Seed {
    #[serde(default = "inference")]
    api_key_type: String,
    expires_at: Option<String>,
    expires_in_ms: Option<i64>,
    #[serde(default)]
    consumption_limit: Amounts,
    #[serde(default)]
    usage: Amounts,
    #[serde(default = "one")]
    count: usize,
}

fn inference() -> String {
    "INFERENCE".to_owned()
}

fn one() -> usize {
    1
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Amounts {
    usd: Option<Amount>,
    diem: Option<Amount>,
    vcu: Option<Amount>,
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
enum Amount {
    Number(f64),
    Text(String),
}

impl Amount {
    fn value(amount: &Option<Self>) -> Result<Option<f64>, String> {
        match amount {
            None => Ok(None),
            Some(Self::Number(number)) => Ok(Some(*number)),
            Some(Self::Text(text)) => text
                .parse()
                .map(Some)
                .map_err(|_| format!("not an amount: {text}")),
        }
    }
}

pub(super) fn add(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        keys: Vec<Map<String, Value>>,
    }
    let body: Body = read(body)?;
    let now = state.clock.now();
    let seeds = body.keys.into_iter().map(|seed| read_seed(seed, now));
    let mut seeded = Vec::new();
    for (new, usage, count) in seeds.collect::<Result<Vec<_>, _>>()? {
        for _ in 0..count {
            let place = keys::store(state, new.clone(), Origin::Seed);
            let key = &mut state.keys[place];
            key.usage = usage;
            seeded.push(json!({"id": key.id, "apiKey": key.secret}));
        }
    }
    Ok(json!({"keys": seeded}).into())
}

fn read_seed(mut seed: Map<String, Value>, now: i64) -> Result<(NewKey, Usage, usize), String> {
    seed.entry(DESCRIPTION)
        .or_insert_with(|| json!("Seeded key"));
    let settings = Settings::take_seeded(&mut seed)?;
    let seed: Seed = read(&Value::Object(seed))?;
    let expires_at = match (seed.expires_at.as_deref(), seed.expires_in_ms) {
        (None | Some(""), None) => None,
        (None, Some(ms)) => Some(now + ms),
        (Some(text), None) => {
            Some(parse_lenient(text).ok_or_else(|| format!("not a time: {text}"))?)
        }
        (Some(_), Some(_)) => return Err("expiresAt or expiresInMs, not both".to_owned()),
    };
    let Amounts { usd, diem, vcu } = &seed.consumption_limit;
    let caps = Caps {
        usd: Amount::value(usd)?,
        diem: Amount::value(diem)?,
        vcu: Amount::value(vcu)?,
    };
    let Amounts { usd, diem, vcu } = &seed.usage;
    let usage = Usage {
        usd: Amount::value(usd)?.unwrap_or_default(),
        diem: Amount::value(diem)?.unwrap_or_default(),
        vcu: Amount::value(vcu)?.unwrap_or_default(),
    };
    let new = NewKey {
        key_type: seed.api_key_type,
        caps,
        expires_at,
        settings,
    };
    Ok((new, usage, seed.count))
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
