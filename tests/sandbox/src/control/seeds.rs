//! Keys to put there, whatever the API's rules.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::read;
use crate::bodies::NewKey;
use crate::clock::parse_lenient;
use crate::keys::{self, Caps, Origin, Usage};
use crate::settings::{DESCRIPTION, Settings};
use crate::state::State;

/// A key to seed, but for its plain settings. Beyond what the API allows, enums may be any string,
/// times any RFC 3339 time, and amounts decimal strings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Said {
    id: Option<String>,
    #[serde(default = "inference")]
    api_key_type: String,
    created_at: Option<String>,
    created_in_ms: Option<i64>,
    expires_at: Option<String>,
    expires_in_ms: Option<i64>,
    last_used_at: Option<String>,
    last_used_in_ms: Option<i64>,
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
pub(super) struct Amounts {
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

impl Amounts {
    pub(super) fn caps(&self) -> Result<Caps, String> {
        Ok(Caps {
            usd: Amount::value(&self.usd)?,
            diem: Amount::value(&self.diem)?,
            vcu: Amount::value(&self.vcu)?,
        })
    }

    pub(super) fn usage(&self) -> Result<Usage, String> {
        Ok(Usage {
            usd: Amount::value(&self.usd)?.unwrap_or_default(),
            diem: Amount::value(&self.diem)?.unwrap_or_default(),
            vcu: Amount::value(&self.vcu)?.unwrap_or_default(),
        })
    }
}

/// A time that is written, or counted from now.
pub(super) fn time(
    name: &str,
    text: Option<&str>,
    in_ms: Option<i64>,
    now: i64,
) -> Result<Option<i64>, String> {
    match (text, in_ms) {
        (None | Some(""), None) => Ok(None),
        (None, Some(ms)) => Ok(Some(now.saturating_add(ms))),
        (Some(text), None) => match parse_lenient(text) {
            Some(time) => Ok(Some(time)),
            None => Err(format!("not a time: {text}")),
        },
        (Some(_), Some(_)) => Err(format!("{name}At or {name}InMs, not both")),
    }
}

/// A key to put there, `count` times.
pub(super) struct Seed {
    new: NewKey,
    pub(super) id: Option<String>,
    created_at: Option<i64>,
    last_used_at: Option<i64>,
    usage: Usage,
    count: usize,
}

pub(super) fn read_seed(mut seed: Map<String, Value>, now: i64) -> Result<Seed, String> {
    seed.entry(DESCRIPTION)
        .or_insert_with(|| json!("Seeded key"));
    let settings = Settings::defaults().seeded(&mut seed)?;
    let said: Said = read(&Value::Object(seed))?;
    if said.id.is_some() && said.count != 1 {
        return Err("an id is one key's".to_owned());
    }
    let at = |name, text: &Option<String>, in_ms| time(name, text.as_deref(), in_ms, now);
    let expires_at = at("expires", &said.expires_at, said.expires_in_ms)?;
    let created_at = at("created", &said.created_at, said.created_in_ms)?;
    let last_used_at = at("lastUsed", &said.last_used_at, said.last_used_in_ms)?;
    let new = NewKey {
        key_type: said.api_key_type,
        caps: said.consumption_limit.caps()?,
        expires_at,
        settings,
    };
    Ok(Seed {
        new,
        id: said.id,
        created_at,
        last_used_at,
        usage: said.usage.usage()?,
        count: said.count,
    })
}

impl Seed {
    /// The ids and secrets.
    pub(super) fn store(self, state: &mut State) -> Vec<Value> {
        let mut seeded = Vec::with_capacity(self.count);
        for _ in 0..self.count {
            if let Some(id) = &self.id {
                state.next_ids.push_front(id.clone());
            }
            let place = keys::store(state, self.new.clone(), Origin::Seed);
            let key = &mut state.keys[place];
            key.usage = self.usage;
            key.last_used_at = self.last_used_at;
            key.created_at = self.created_at.unwrap_or(key.created_at);
            seeded.push(json!({"id": key.id, "apiKey": key.secret}));
        }
        seeded
    }
}
