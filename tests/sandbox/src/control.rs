//! The control API: what a test says to the sandbox itself.

use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::clock::{iso, parse_lenient};
use crate::faults::{Fault, Kind};
use crate::keys::{self, Caps, Origin, Usage};
use crate::refusals::Refused;
use crate::state::{Shared, State};
use crate::validate::NewKey;
use crate::web3::parse_address;

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
    let state = &mut *state;
    match (method, path.trim_start_matches('/')) {
        ("POST", "faults") => faults(state, body),
        ("GET", "faults") => Ok(json!({"faults": state.faults.waiting()}).into()),
        ("POST", "clock") => clock(state, body),
        ("POST", "keys") => seed(state, body),
        ("GET", "keys") => Ok(stored(state).into()),
        ("POST", "account") => account(state, body),
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
        advance_ms: u64,
    }
    let Body { advance_ms } = read(body)?;
    let advance_ms = i64::try_from(advance_ms).map_err(|error| error.to_string())?;
    state.clock.advance(advance_ms);
    Ok(json!({"now": iso(state.clock.now())}).into())
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

/// A key to seed. Beyond what the API allows, enums may be any text, times any RFC 3339 time, and
/// amounts decimal text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Seed {
    #[serde(default = "seeded", deserialize_with = "some")]
    description: Option<String>,
    #[serde(default = "inference")]
    api_key_type: String,
    expires_at: Option<String>,
    expires_in_ms: Option<i64>,
    #[serde(default)]
    consumption_limit: Amounts,
    limit_period: Option<String>,
    model_privacy: Option<String>,
    ip_allowlist: Option<Vec<String>>,
    #[serde(default)]
    usage: Amounts,
    #[serde(default = "one")]
    count: usize,
}

fn seeded() -> Option<String> {
    Some("Seeded key".to_owned())
}

fn inference() -> String {
    "INFERENCE".to_owned()
}

fn one() -> usize {
    1
}

/// Null is told apart from absent: a seeded key may have no description at all.
fn some<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
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

fn seed(state: &mut State, body: &Value) -> Result<Reply, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        keys: Vec<Seed>,
    }
    let body: Body = read(body)?;
    let now = state.clock.now();
    let seeds = body.keys.into_iter().map(|seed| read_seed(seed, now));
    let mut made = Vec::new();
    for (new, usage, count) in seeds.collect::<Result<Vec<_>, _>>()? {
        for _ in 0..count {
            let place = keys::store(state, new.clone(), Origin::Seed);
            let key = &mut state.keys[place];
            key.usage = usage;
            made.push(json!({"id": key.id, "apiKey": key.secret}));
        }
    }
    Ok(json!({"keys": made}).into())
}

fn read_seed(seed: Seed, now: i64) -> Result<(NewKey, Usage, usize), String> {
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
        description: seed.description,
        caps,
        period: seed
            .limit_period
            .unwrap_or_else(|| keys::PERIODS[0].to_owned()),
        expires_at,
        privacy: seed
            .model_privacy
            .unwrap_or_else(|| keys::PRIVACIES[0].to_owned()),
        ip_allowlist: seed.ip_allowlist,
    };
    Ok((new, usage, seed.count))
}

/// Every key ever made, oldest first, with what is really stored.
fn stored(state: &State) -> Value {
    let keys: Vec<_> = state
        .keys
        .iter()
        .map(|key| {
            json!({
                "id": key.id,
                "apiKey": key.secret,
                "apiKeyType": key.new.key_type,
                "description": key.new.description,
                "createdAt": iso(key.created_at),
                "expiresAt": key.new.expires_at.map(iso),
                "lastUsedAt": key.last_used_at.map(iso),
                "revoked": key.revoked,
                "consumptionLimit": key.new.caps,
                "limitPeriod": key.new.period,
                "modelPrivacy": key.new.privacy,
                "ipAllowlist": key.new.ip_allowlist,
                "usage": key.usage,
                "origin": key.origin,
            })
        })
        .collect();
    json!({"keys": keys})
}

/// Members that are there are set; the others stay.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct AccountChange {
    balances: Option<Map<String, Value>>,
    #[serde(default, deserialize_with = "said")]
    access_permitted: Option<Option<bool>>,
    #[serde(default)]
    staked: Vec<String>,
    #[serde(default)]
    unstaked: Vec<String>,
    #[serde(default)]
    contract_signatures: Map<String, Value>,
    wallet_check_unavailable: Option<bool>,
    breaches: Option<Vec<Map<String, Value>>>,
    older: Option<bool>,
    #[serde(default, deserialize_with = "said")]
    refused: Option<Option<Refused>>,
    models: Option<Vec<Value>>,
    #[serde(default, deserialize_with = "said")]
    rate_limits: Option<Option<Vec<Value>>>,
    jwt_header: Option<Map<String, Value>>,
    jwt_claims: Option<Map<String, Value>>,
}

/// `None` absent, `Some(None)` null.
fn said<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

fn account(state: &mut State, body: &Value) -> Result<Reply, String> {
    let AccountChange {
        balances,
        access_permitted,
        staked,
        unstaked,
        contract_signatures,
        wallet_check_unavailable,
        breaches,
        older,
        refused,
        models,
        rate_limits,
        jwt_header,
        jwt_claims,
    } = read(body)?;
    let staked = staked.iter().map(address).collect::<Result<Vec<_>, _>>()?;
    let unstaked = unstaked
        .iter()
        .map(address)
        .collect::<Result<Vec<_>, _>>()?;
    let mut signatures = Vec::new();
    for (wallet, signature) in &contract_signatures {
        let signature = signature
            .as_str()
            .ok_or("a contract signature must be a text")?;
        signatures.push((address(wallet)?, signature.to_lowercase()));
    }

    let now = iso(state.clock.now());
    let admin = state.keys.first().map(|key| key.id.clone());
    let account = &mut state.account;
    account.staked.extend(staked);
    unstaked.iter().for_each(|address| {
        account.staked.remove(address);
    });
    account.contract_signatures.extend(signatures);
    set(&mut account.balances, balances);
    set(&mut account.access_permitted, access_permitted);
    set(
        &mut account.wallet_check_unavailable,
        wallet_check_unavailable,
    );
    set(&mut account.older, older);
    set(&mut account.refused, refused);
    set(&mut account.models, models);
    set(&mut account.rate_limits, rate_limits);
    state.challenges.change_jwts(jwt_header, jwt_claims);
    if let Some(breaches) = breaches {
        let whole = |given: Map<String, Value>| {
            let mut breach = json!({
                "apiKeyId": admin, "modelId": "sandbox-text", "rateLimitTier": "paid",
                "rateLimitType": "RPM", "timestamp": now,
            });
            given
                .into_iter()
                .for_each(|(name, value)| breach[name] = value);
            breach
        };
        account.breaches = breaches.into_iter().map(whole).collect();
    }
    Ok(json!({}).into())
}

fn set<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

fn address(text: &String) -> Result<String, String> {
    parse_address(text)
        .map(|_| text.to_lowercase())
        .ok_or_else(|| format!("not an address: {text}"))
}
