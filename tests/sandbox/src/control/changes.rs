//! What somebody else does to keys that are there.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::read;
use super::seeds::{Amounts, time};
use crate::keys::{Caps, Origin, Usage};
use crate::settings::Settings;
use crate::state::State;

/// Stands for the key that a request created last.
const NEWEST: &str = "newest";

/// A change as it is asked for, but for the plain settings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Said {
    /// The outer `None` keeps, the inner one clears.
    #[serde(default, deserialize_with = "there")]
    expires_at: Option<Option<String>>,
    expires_in_ms: Option<i64>,
    consumption_limit: Option<Amounts>,
    usage: Option<Amounts>,
}

fn there<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// What becomes of a key.
pub(super) struct Change {
    place: usize,
    expires_at: Option<i64>,
    caps: Caps,
    usage: Usage,
    settings: Settings,
}

/// The place of the key of this id, or of the newest one; it must not be deleted.
pub(super) fn place(state: &State, id: &str) -> Result<usize, String> {
    let is_meant = |place: &usize| {
        let key = &state.keys[*place];
        let fits = match id {
            NEWEST => matches!(key.origin, Origin::Create | Origin::Mint),
            _ => key.id == id,
        };
        fits && !key.revoked
    };
    let mut places = (0..state.keys.len()).rev();
    places
        .find(is_meant)
        .ok_or_else(|| format!("there is no key {id}"))
}

pub(super) fn read_change(state: &State, mut change: Map<String, Value>) -> Result<Change, String> {
    let id = change.remove("id").unwrap_or_default();
    let place = place(state, id.as_str().unwrap_or_default())?;
    let key = &state.keys[place];
    let settings = key.new.settings.clone().seeded(&mut change)?;
    let said: Said = read(&Value::Object(change))?;
    let now = state.clock.now();
    let expires_at = match (&said.expires_at, said.expires_in_ms) {
        (None, None) => key.new.expires_at,
        (text, in_ms) => {
            let text = text.as_ref().and_then(Option::as_deref);
            time("expires", text, in_ms, now)?
        }
    };
    Ok(Change {
        place,
        expires_at,
        caps: said
            .consumption_limit
            .map_or(Ok(key.new.caps), |caps| caps.caps())?,
        usage: said.usage.map_or(Ok(key.usage), |usage| usage.usage())?,
        settings,
    })
}

impl Change {
    pub(super) fn make(self, state: &mut State) {
        state.keep_for_lists();
        let key = &mut state.keys[self.place];
        key.new.expires_at = self.expires_at;
        key.new.caps = self.caps;
        key.new.settings = self.settings;
        key.usage = self.usage;
    }
}
