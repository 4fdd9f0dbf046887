//! Keys: what is stored, what is shown of it, and the five calls on them.

use serde::{Serialize, Serializer};
use serde_json::json;

use crate::answer::Answer;
use crate::clock::{iso, next_day, next_month};
use crate::limits::ACTIVE_KEYS;
use crate::random::Random;
use crate::state::State;
use crate::validate::{self, Changes, NewKey};

pub(crate) const KEY_TYPES: [&str; 2] = ["INFERENCE", "ADMIN"];
/// The first is the default, here and below.
pub(crate) const PERIODS: [&str; 3] = ["EPOCH", "MONTH", "LIFETIME"];
pub(crate) const PRIVACIES: [&str; 3] = ["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"];

const SEVEN_DAYS_MS: i64 = 7 * 86_400_000;

/// Caps on spending; `None` is no cap, 0 is one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Caps {
    #[serde(serialize_with = "amount")]
    pub(crate) usd: Option<f64>,
    #[serde(serialize_with = "amount")]
    pub(crate) diem: Option<f64>,
    #[serde(serialize_with = "amount")]
    pub(crate) vcu: Option<f64>,
}

/// Whole numbers without a point, as JavaScript writes them.
#[allow(clippy::ref_option, reason = "serde's signature")]
fn amount<S: Serializer>(amount: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match amount {
        None => serializer.serialize_none(),
        Some(amount) if amount.fract() == 0.0 && amount.abs() < 1e15 => {
            serializer.serialize_i64(*amount as i64)
        }
        Some(amount) => serializer.serialize_f64(*amount),
    }
}

/// What a key has spent, all of it at one moment: the moment it was seeded.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Usage {
    pub(crate) usd: f64,
    pub(crate) diem: f64,
    pub(crate) vcu: f64,
}

/// Where a key comes from.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Origin {
    Start,
    Create,
    Mint,
    Seed,
}

/// A key as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) new: NewKey,
    pub(crate) created_at: i64,
    pub(crate) last_used_at: Option<i64>,
    pub(crate) revoked: bool,
    pub(crate) usage: Usage,
    pub(crate) origin: Origin,
}

impl Key {
    pub(crate) fn is_admin(&self) -> bool {
        self.new.key_type == "ADMIN"
    }

    pub(crate) fn is_expired(&self, now: i64) -> bool {
        self.new.expires_at.is_some_and(|at| at <= now)
    }

    pub(crate) fn is_active(&self, now: i64) -> bool {
        !self.revoked && !self.is_expired(now)
    }

    /// Spent in the current limit period.
    fn spent_now(&self, now: i64) -> Usage {
        let ended = match self.new.period.as_str() {
            "LIFETIME" => false,
            "MONTH" => next_month(self.created_at) <= now,
            _ => next_day(self.created_at) <= now,
        };
        if ended { Usage::default() } else { self.usage }
    }

    /// Whether its caps leave it anything to spend.
    pub(crate) fn may_spend(&self, now: i64) -> bool {
        let spent = self.spent_now(now);
        let caps = self.new.caps;
        // vcu is diem's old name: it caps the same spending where diem itself isn't capped.
        let (diem_cap, diem_spent) = match caps.diem {
            Some(cap) => (Some(cap), spent.diem),
            None => (caps.vcu, spent.diem.max(spent.vcu)),
        };
        let open = |cap: Option<f64>, spent: f64| cap.is_none_or(|cap| spent < cap);
        open(caps.usd, spent.usd) && open(diem_cap, diem_spent)
    }

    /// As list, get and update show it; an update's answer knows no usage.
    fn view(&self, state: &State, now: i64, with_usage: bool) -> KeyView<'_> {
        let newer = !state.account.older;
        let new = &self.new;
        let capped = new.caps.usd.is_some() || new.caps.diem.is_some();
        let trailing = if now - self.created_at < SEVEN_DAYS_MS {
            self.usage
        } else {
            Usage::default()
        };
        KeyView {
            id: &self.id,
            api_key_type: &new.key_type,
            description: new.description.as_deref(),
            created_at: iso(self.created_at),
            expires_at: new.expires_at.map(iso),
            last_used_at: self.last_used_at.map(iso),
            last6_chars: &self.secret[self.secret.len().saturating_sub(6)..],
            consumption_limits: new.caps,
            limit_period: newer.then_some(&new.period),
            model_privacy: newer.then_some(&new.privacy),
            ip_allowlist: new.ip_allowlist.as_deref().filter(|_| newer),
            usage: with_usage.then(|| UsageView {
                trailing_seven_days: Spending {
                    usd: places(trailing.usd),
                    diem: places(trailing.diem),
                    vcu: Some(places(trailing.vcu)),
                },
            }),
            current_period_usage: (with_usage && capped && newer).then(|| {
                let spent = self.spent_now(now);
                Spending {
                    usd: places(spent.usd),
                    diem: places(spent.diem),
                    vcu: None,
                }
            }),
        }
    }

    /// As create and mint show it, the secret included.
    fn created_view(&self, state: &State, caps: Caps) -> CreatedView<'_> {
        let newer = !state.account.older;
        CreatedView {
            api_key: &self.secret,
            id: &self.id,
            api_key_type: &self.new.key_type,
            description: self.new.description.as_deref(),
            expires_at: self.new.expires_at.map(iso),
            consumption_limit: caps,
            limit_period: newer.then_some(&self.new.period),
            model_privacy: newer.then_some(&self.new.privacy),
            ip_allowlist: self.new.ip_allowlist.as_deref().filter(|_| newer),
        }
    }
}

fn places(amount: f64) -> String {
    format!("{amount:.4}")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KeyView<'a> {
    id: &'a str,
    api_key_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    created_at: String,
    expires_at: Option<String>,
    last_used_at: Option<String>,
    #[serde(rename = "last6Chars")]
    last6_chars: &'a str,
    consumption_limits: Caps,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_period: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_privacy: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_allowlist: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    usage: Option<UsageView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    current_period_usage: Option<Spending>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UsageView {
    trailing_seven_days: Spending,
}

#[derive(Serialize)]
struct Spending {
    usd: String,
    diem: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    vcu: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CreatedView<'a> {
    api_key: &'a str,
    id: &'a str,
    api_key_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    expires_at: Option<String>,
    consumption_limit: Caps,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_period: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_privacy: Option<&'a String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ip_allowlist: Option<&'a [String]>,
}

/// `VENICE_INFERENCE_KEY_SANDBOX…`: Venice's form, yet never to be taken for a real one.
fn secret(random: &mut Random, key_type: &str) -> String {
    let key_type = if key_type == "ADMIN" {
        "ADMIN"
    } else {
        "INFERENCE"
    };
    format!("VENICE_{key_type}_KEY_SANDBOX{}", random.alphanumeric(30))
}

/// Stores a key, asking nobody; its place in `state.keys`.
pub(crate) fn store(state: &mut State, new: NewKey, origin: Origin) -> usize {
    let key = Key {
        id: state.random.uuid(),
        secret: secret(&mut state.random, &new.key_type),
        new,
        created_at: state.clock.now(),
        last_used_at: None,
        revoked: false,
        usage: Usage::default(),
        origin,
    };
    let place = state.keys.len();
    state.by_secret.insert(key.secret.clone(), place);
    state.by_id.insert(key.id.clone(), place);
    state.keys.push(key);
    place
}

/// Stores a key, if the limit of active keys leaves room for it.
pub(crate) fn make(state: &mut State, new: NewKey, origin: Origin) -> Answer {
    let now = state.clock.now();
    if state.keys.iter().filter(|key| key.is_active(now)).count() >= ACTIVE_KEYS {
        let text = format!(
            "You have reached the maximum number of API keys ({ACTIVE_KEYS}). Please \
                     delete unused keys before creating new ones."
        );
        return Answer::error(400, text);
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
    Answer::json(200, &json!({"success": true, "data": data}))
}

/// `GET /api_keys`
pub(crate) fn list(state: &State) -> Answer {
    #[derive(Serialize)]
    struct List<'a> {
        object: &'static str,
        data: Vec<KeyView<'a>>,
    }
    let now = state.clock.now();
    let active = state.keys.iter().rev().filter(|key| key.is_active(now));
    let data = active.map(|key| key.view(state, now, true)).collect();
    Answer::json(
        200,
        &List {
            object: "list",
            data,
        },
    )
}

/// `POST /api_keys`
pub(crate) fn create(state: &mut State, body: &[u8]) -> Answer {
    let new = match validate::create(body) {
        Ok(new) => new,
        Err(issues) => return issues.answer(),
    };
    let now = state.clock.now();
    match state.limits.may_create(now) {
        Ok(()) => make(state, new, Origin::Create),
        Err(refused) => refused,
    }
}

/// `GET /api_keys/{id}`. An expired key can still be looked at; a revoked one is gone.
pub(crate) fn get(state: &State, id: &str) -> Answer {
    match find(state, id).map(|place| &state.keys[place]) {
        Some(key) => Answer::json(
            200,
            &json!({"data": key.view(state, state.clock.now(), true)}),
        ),
        None => Answer::error(400, "API key not found"),
    }
}

/// `PATCH /api_keys`
pub(crate) fn update(state: &mut State, body: &[u8]) -> Answer {
    let Changes {
        id,
        description,
        expires_at,
        usd,
        diem,
        vcu,
        period,
        privacy,
        ip_allowlist,
    } = match validate::update(body) {
        Ok(changes) => changes,
        Err(issues) => return issues.answer(),
    };
    let now = state.clock.now();
    let Some(place) = find(state, &id).filter(|place| state.keys[*place].is_active(now)) else {
        return Answer::error(400, "API key not found or expired");
    };
    let new = &mut state.keys[place].new;
    new.description = description.or(new.description.take());
    new.expires_at = expires_at.unwrap_or(new.expires_at);
    new.caps.usd = usd.unwrap_or(new.caps.usd);
    new.caps.diem = diem.unwrap_or(new.caps.diem);
    new.caps.vcu = vcu.unwrap_or(new.caps.vcu);
    new.period = period.unwrap_or_else(|| std::mem::take(&mut new.period));
    new.privacy = privacy.unwrap_or_else(|| std::mem::take(&mut new.privacy));
    new.ip_allowlist = ip_allowlist.or(new.ip_allowlist.take());
    let data = state.keys[place].view(state, now, false);
    Answer::json(200, &json!({"success": true, "data": data}))
}

/// `DELETE /api_keys`, by the query's id or else the body's.
pub(crate) fn delete(state: &mut State, query_id: Option<String>, body: &[u8]) -> Answer {
    let id = match query_id.map_or_else(|| validate::delete(body), Ok) {
        Ok(id) => id,
        Err(issues) => return issues.answer(),
    };
    match find(state, &id) {
        Some(place) => {
            state.keys[place].revoked = true;
            Answer::json(200, &json!({"success": true}))
        }
        None => Answer::error(400, "API key could not be found"),
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
