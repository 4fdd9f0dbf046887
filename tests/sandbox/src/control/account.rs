//! `POST /account`: what belongs to the account.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Reply, read};
use crate::clock::iso;
use crate::refusals::Refused;
use crate::state::State;
use crate::web3::parse_address;

/// Members that are there are set; the others stay.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct AccountChange {
    balances: Option<Map<String, Value>>,
    diem_epoch_allocation: Option<Value>,
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

pub(super) fn change(state: &mut State, body: &Value) -> Result<Reply, String> {
    let AccountChange {
        balances,
        diem_epoch_allocation,
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
    set(&mut account.diem_epoch_allocation, diem_epoch_allocation);
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
