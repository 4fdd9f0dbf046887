//! What a call returns in the shared form, and the clients and wallets of a scenario.

use std::fmt::Debug;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use venice_keys::{Client, CreatedKey, Wallet, Web3Challenge};

use crate::args::{Args, Failed};
use crate::loud::show;
use crate::values::SECRET;

/// Calls that need no client.
pub(crate) fn without_client(call: &str, args: &mut Args) -> Option<Result<Value, Failed>> {
    match call {
        "wallet_address" => Some((|| {
            let wallet: Wallet = args.required("wallet")?;
            Ok(Value::String(wallet.address()))
        })()),
        "wallet_sign" => Some((|| {
            let wallet: Wallet = args.required("wallet")?;
            let challenge = args.required("challenge")?;
            Ok(Value::String(wallet.sign(&challenge)?))
        })()),
        _ => None,
    }
}

/// A result in the shared form.
pub(crate) fn shared(result: impl Serialize + Debug) -> Result<Value, Failed> {
    show(&result);
    Ok(serde_json::to_value(result).map_err(|error| error.to_string())?)
}

/// A key with its secret, which every printed form must hide.
pub(crate) fn created(key: CreatedKey) -> Result<Value, Failed> {
    let printed = [
        format!("{:?}", key.api_key),
        key.api_key.to_string(),
        format!("{key:?}"),
    ];
    let whole = key.api_key.reveal().to_owned();
    let hidden = &whole[..whole.len() - 6];
    let mut value = shared(&key)?;
    if printed
        .iter()
        .chain([&value.to_string()])
        .any(|form| form.contains(hidden))
    {
        return Err("a created key is printed with its secret".to_owned().into());
    }
    value["apiKey"] = json!({ SECRET: whole });
    Ok(value)
}

/// What is never written as JSON, since that would print it: member by member.
pub(crate) fn challenge(challenge: Web3Challenge) -> Result<Value, Failed> {
    show(&challenge);
    let Web3Challenge {
        text,
        expires_at,
        generation,
        ..
    } = challenge;
    let expires_at = expires_at.map(|time| format!("{time:.3}"));
    Ok(json!({ "text": text, "expiresAt": expires_at, "generation": generation.as_str() }))
}

/// A client as `options` describe it.
pub(crate) fn client(
    options: &Value,
    sandbox_key: impl Fn(&str) -> Option<String>,
) -> Result<Client, Failed> {
    let mut builder = Client::builder();
    let options = options
        .as_object()
        .ok_or("client is not an object".to_owned())?;
    for (name, value) in options {
        let wrong = || format!("client.{name} can't be {value}");
        let number = || value.as_u64().ok_or_else(wrong);
        let text = || value.as_str().ok_or_else(wrong);
        builder = match name.as_str() {
            "key" => match text()? {
                "none" => builder.anonymous(),
                key => builder.api_key(sandbox_key(key).unwrap_or(key.to_owned())),
            },
            "baseUrl" => builder.base_url(text()?),
            "timeoutMs" => builder.timeout(Duration::from_millis(number()?)),
            "connectTimeoutMs" => builder.connect_timeout(Duration::from_millis(number()?)),
            "maxRetries" => builder.max_retries(u32::try_from(number()?).map_err(|_| wrong())?),
            "createLimit" => {
                let part = |name: &str| value.get(name).and_then(Value::as_u64).ok_or_else(wrong);
                let count = u32::try_from(part("count")?).map_err(|_| wrong())?;
                let period = Duration::from_millis(part("perMs")?);
                builder.create_limit(count).create_limit_period(period)
            }
            "caFile" => builder.ca_file(text()?),
            "web3Generation" => builder.web3_generation(text()?),
            _ => return Err(format!("client.{name} is no word this runner knows").into()),
        };
    }
    show(&builder);
    let client = builder.build()?;
    show(&client);
    Ok(client)
}
