//! A scenario's call made through the Rust client, and its result in the shared form.

use std::fmt::Debug;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value, json};
use venice_keys::{
    Change, Client, ConsumptionLimit, CreatedKey, Decimal, Error, Expiry, KeyUpdate, LimitPeriod,
    LimitUpdate, MintOptions, ModelPrivacy, ModelType, NewKey, Wallet, Web3Challenge, Web3Mint,
    parse_amount,
};

use crate::loud::show;
use crate::values::SECRET;

/// A call that can't be made as the scenario writes it, or one that failed.
pub(crate) enum Failed {
    Scenario(String),
    Call(Error),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed::Call(error)
    }
}

impl From<String> for Failed {
    fn from(why: String) -> Self {
        Failed::Scenario(why)
    }
}

/// The words of a step's `args`, each taken once: what is left is unknown.
pub(crate) struct Args(Map<String, Value>);

impl Args {
    pub(crate) fn new(args: Value) -> Result<Self, String> {
        match args {
            Value::Object(args) => Ok(Self(args)),
            Value::Null => Ok(Self(Map::new())),
            other => Err(format!("args are not an object: {other}")),
        }
    }

    fn take(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.take(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!("{name} is not a text: {other}")),
        }
    }

    fn required(&mut self, name: &str) -> Result<String, String> {
        self.text(name)?.ok_or(format!("{name} is missing"))
    }

    fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, String> {
        self.take(name).map(|value| texts(name, &value)).transpose()
    }

    fn end(self) -> Result<(), String> {
        match self.0.keys().next() {
            Some(unknown) => Err(format!("args: {unknown} is no word this runner knows")),
            None => Ok(()),
        }
    }

    fn new_key(&mut self) -> Result<NewKey, Failed> {
        let mut new_key = NewKey::new(self.text("description")?.unwrap_or_default());
        new_key.api_key_type = self.value("apiKeyType")?;
        new_key.consumption_limit = self.consumption_limit()?;
        new_key.limit_period = self.value("limitPeriod")?;
        new_key.expires_at = self.expires_at()?;
        new_key.model_privacy = self.value("modelPrivacy")?;
        new_key.ip_allowlist = self.texts("ipAllowlist")?;
        Ok(new_key)
    }

    fn mint_options(&mut self) -> Result<MintOptions, Failed> {
        let mut options = MintOptions::new();
        options.description = self.text("description")?;
        options.api_key_type = self.value("apiKeyType")?;
        options.consumption_limit = self.consumption_limit()?;
        options.limit_period = self.value("limitPeriod")?;
        options.expires_at = self.expires_at()?;
        options.model_privacy = self.value("modelPrivacy")?;
        options.ip_allowlist = self.texts("ipAllowlist")?;
        Ok(options)
    }

    /// A value of an open enumeration.
    fn value<T: From<String>>(&mut self, name: &str) -> Result<Option<T>, Failed> {
        Ok(self.text(name)?.map(T::from))
    }

    fn expires_at(&mut self) -> Result<Option<Expiry>, Failed> {
        let text = self.text("expiresAt")?;
        Ok(text.map(|text| text.parse()).transpose()?)
    }

    fn consumption_limit(&mut self) -> Result<Option<ConsumptionLimit>, Failed> {
        let limit = self.take("consumptionLimit");
        limit.as_ref().map(consumption_limit).transpose()
    }

    fn update(&mut self) -> Result<KeyUpdate, Failed> {
        let text = |name: &'static str| move |value: Value| as_text(name, &value);
        let mut update = KeyUpdate::new();
        update.description = self.change("description", text("description"))?;
        update.consumption_limit = self.change("consumptionLimit", |v| limit_update(&v))?;
        update.limit_period = self.change("limitPeriod", |v| {
            Ok(LimitPeriod::from(as_text("limitPeriod", &v)?))
        })?;
        update.expires_at = self.change("expiresAt", |v| Ok(as_text("expiresAt", &v)?.parse()?))?;
        update.model_privacy = self.change("modelPrivacy", |v| {
            Ok(ModelPrivacy::from(as_text("modelPrivacy", &v)?))
        })?;
        update.ip_allowlist = self.change("ipAllowlist", |v| Ok(texts("ipAllowlist", &v)?))?;
        Ok(update)
    }

    fn change<T>(
        &mut self,
        name: &str,
        set: impl FnOnce(Value) -> Result<T, Failed>,
    ) -> Result<Change<T>, Failed> {
        Ok(match self.take(name) {
            None => Change::Keep,
            Some(Value::Null) => Change::Clear,
            Some(value) => Change::Set(set(value)?),
        })
    }
}

fn as_text(name: &str, value: &Value) -> Result<String, Failed> {
    let text = value
        .as_str()
        .ok_or(format!("{name} is not a text: {value}"))?;
    Ok(text.to_owned())
}

fn texts(name: &str, value: &Value) -> Result<Vec<String>, String> {
    let wrong = || format!("{name} is not a list of texts: {value}");
    let elements = value.as_array().ok_or_else(wrong)?;
    elements
        .iter()
        .map(|e| e.as_str().map(str::to_owned).ok_or_else(wrong))
        .collect()
}

/// The members of a limit, each through `set`; others are unknown.
fn each_limit(
    limit: &Value,
    mut set: impl FnMut(&str, &Value) -> Result<bool, Failed>,
) -> Result<(), Failed> {
    let members = limit
        .as_object()
        .ok_or(format!("consumptionLimit is no object: {limit}"))?;
    for (name, value) in members {
        if !set(name, value)? {
            return Err(format!("consumptionLimit.{name} is no word this runner knows").into());
        }
    }
    Ok(())
}

fn amount(name: &str, value: &Value) -> Result<Decimal, Failed> {
    let field = format!("consumptionLimit.{name}");
    Ok(parse_amount(&field, &as_text(&field, value)?)?)
}

fn consumption_limit(limit: &Value) -> Result<ConsumptionLimit, Failed> {
    let mut out = ConsumptionLimit::new();
    each_limit(limit, |name, value| {
        let cap = match value {
            Value::Null => None,
            value => Some(amount(name, value)?),
        };
        match name {
            "usd" => out.usd = cap,
            "diem" => out.diem = cap,
            "vcu" => out.vcu = cap,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(out)
}

fn limit_update(limit: &Value) -> Result<LimitUpdate, Failed> {
    let mut out = LimitUpdate::new();
    each_limit(limit, |name, value| {
        let change = match value {
            Value::Null => Change::Clear,
            value => Change::Set(amount(name, value)?),
        };
        match name {
            "usd" => out.usd = change,
            "diem" => out.diem = change,
            "vcu" => out.vcu = change,
            _ => return Ok(false),
        }
        Ok(true)
    })?;
    Ok(out)
}

/// Calls that need no client.
pub(crate) fn without_client(call: &str, args: &mut Args) -> Option<Result<Value, Failed>> {
    match call {
        "wallet_address" => Some((|| {
            let wallet = Wallet::from_hex(&args.required("wallet")?)?;
            Ok(Value::String(wallet.address()))
        })()),
        "wallet_sign" => Some((|| {
            let wallet = Wallet::from_hex(&args.required("wallet")?)?;
            let challenge = Web3Challenge::from_text(args.required("challenge")?);
            Ok(Value::String(wallet.sign(&challenge)?))
        })()),
        _ => None,
    }
}

/// Makes a call and gives its result in the shared form.
pub(crate) fn made(client: &Client, call: &str, mut args: Args) -> Result<Value, Failed> {
    match call {
        "list_keys" => {
            args.end()?;
            shared(client.list_keys()?)
        }
        "create_key" => {
            let new_key = args.new_key()?;
            args.end()?;
            created(client.create_key(&new_key)?)
        }
        "get_key" => {
            let id = args.required("id")?;
            args.end()?;
            shared(client.get_key(&id)?)
        }
        "update_key" => {
            let id = args.required("id")?;
            let update = args.update()?;
            args.end()?;
            shared(client.update_key(&id, &update)?)
        }
        "delete_key" => {
            let id = args.required("id")?;
            args.end()?;
            shared(client.delete_key(&id)?)
        }
        "rate_limits" => {
            args.end()?;
            shared(client.rate_limits()?)
        }
        "rate_limit_log" => {
            args.end()?;
            shared(client.rate_limit_log()?)
        }
        "verify_key" => {
            args.end()?;
            shared(client.verify_key()?)
        }
        "list_models" => {
            let wanted = args.text("type")?.map(ModelType::from);
            args.end()?;
            shared(client.list_models(wanted)?)
        }
        "web3_challenge" => {
            let address = args.text("address")?;
            args.end()?;
            let challenge = client.web3_challenge(address.as_deref())?;
            show(&challenge);
            let Web3Challenge {
                text,
                expires_at,
                generation,
                ..
            } = challenge;
            let expires_at = expires_at.map(|time| format!("{time:.3}"));
            Ok(json!({
                "text": text, "expiresAt": expires_at, "generation": generation.as_str()
            }))
        }
        "mint_web3_key" => {
            let (address, signature) = (args.required("address")?, args.required("signature")?);
            let challenge = Web3Challenge::from_text(args.required("challenge")?);
            show(&challenge);
            let options = args.mint_options()?;
            args.end()?;
            let mint = Web3Mint::new(address, signature, challenge).options(options);
            show(&mint);
            created(client.mint_web3_key(&mint)?)
        }
        "mint_with_wallet" => {
            let wallet = Wallet::from_hex(&args.required("wallet")?)?;
            show(&wallet);
            let options = args.mint_options()?;
            args.end()?;
            created(client.mint_with_wallet(&wallet, &options)?)
        }
        other => Err(format!("{other} is no call this runner knows").into()),
    }
}

fn shared(result: impl Serialize + Debug) -> Result<Value, Failed> {
    show(&result);
    Ok(serde_json::to_value(result).map_err(|error| error.to_string())?)
}

fn created(key: CreatedKey) -> Result<Value, Failed> {
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
