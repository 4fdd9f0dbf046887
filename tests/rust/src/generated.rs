//! Generated from core/src by `make generate`: the calls of a scenario, and what each takes.

use serde_json::Value;
// All: which of it the calls take, the calls say.
use venice_keys::*;

use crate::args::{Args, Failed, Given};
use crate::loud::show;
use crate::operations;

impl Given for ApiKeyType {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        String::given(name, value).map(Self::from)
    }
}

impl Given for LimitPeriod {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        String::given(name, value).map(Self::from)
    }
}

impl Given for ModelPrivacy {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        String::given(name, value).map(Self::from)
    }
}

impl Given for ModelType {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        String::given(name, value).map(Self::from)
    }
}

impl Given for RateLimitType {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        String::given(name, value).map(Self::from)
    }
}

impl Given for Web3Generation {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        String::given(name, value).map(Self::from)
    }
}

/// A struct whose members a scenario gives.
trait Members: Sized {
    fn members(args: &mut Args) -> Result<Self, Failed>;
}

impl Members for ConsumptionLimit {
    fn members(args: &mut Args) -> Result<Self, Failed> {
        let mut read = Self::new();
        args.set("usd", &mut read.usd)?;
        args.set("diem", &mut read.diem)?;
        args.set("vcu", &mut read.vcu)?;
        Ok(read)
    }
}

impl Given for ConsumptionLimit {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let mut args = Args::within(name, value)?;
        let read = Self::members(&mut args)?;
        args.end()?;
        Ok(read)
    }
}

impl Members for LimitUpdate {
    fn members(args: &mut Args) -> Result<Self, Failed> {
        let mut read = Self::new();
        args.set("usd", &mut read.usd)?;
        args.set("diem", &mut read.diem)?;
        args.set("vcu", &mut read.vcu)?;
        Ok(read)
    }
}

impl Given for LimitUpdate {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let mut args = Args::within(name, value)?;
        let read = Self::members(&mut args)?;
        args.end()?;
        Ok(read)
    }
}

impl Members for Web3Mint {
    fn members(args: &mut Args) -> Result<Self, Failed> {
        let mut read = Self::new(
            args.required::<String>("address")?,
            args.required::<String>("signature")?,
            args.required::<Web3Challenge>("challenge")?,
        );
        read.options = Members::members(args)?;
        Ok(read)
    }
}

impl Given for Web3Mint {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let mut args = Args::within(name, value)?;
        let read = Self::members(&mut args)?;
        args.end()?;
        Ok(read)
    }
}

impl Members for NewKey {
    fn members(args: &mut Args) -> Result<Self, Failed> {
        let mut read = Self::new(args.required::<String>("description")?);
        args.set("apiKeyType", &mut read.api_key_type)?;
        args.set("consumptionLimit", &mut read.consumption_limit)?;
        args.set("limitPeriod", &mut read.limit_period)?;
        args.set("expiresAt", &mut read.expires_at)?;
        args.set("modelPrivacy", &mut read.model_privacy)?;
        args.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl Given for NewKey {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let mut args = Args::within(name, value)?;
        let read = Self::members(&mut args)?;
        args.end()?;
        Ok(read)
    }
}

impl Members for MintOptions {
    fn members(args: &mut Args) -> Result<Self, Failed> {
        let mut read = Self::new();
        args.set("description", &mut read.description)?;
        args.set("apiKeyType", &mut read.api_key_type)?;
        args.set("consumptionLimit", &mut read.consumption_limit)?;
        args.set("limitPeriod", &mut read.limit_period)?;
        args.set("expiresAt", &mut read.expires_at)?;
        args.set("modelPrivacy", &mut read.model_privacy)?;
        args.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl Given for MintOptions {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let mut args = Args::within(name, value)?;
        let read = Self::members(&mut args)?;
        args.end()?;
        Ok(read)
    }
}

impl Members for KeyUpdate {
    fn members(args: &mut Args) -> Result<Self, Failed> {
        let mut read = Self::new();
        args.set("description", &mut read.description)?;
        args.set("consumptionLimit", &mut read.consumption_limit)?;
        args.set("limitPeriod", &mut read.limit_period)?;
        args.set("expiresAt", &mut read.expires_at)?;
        args.set("modelPrivacy", &mut read.model_privacy)?;
        args.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl Given for KeyUpdate {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        let mut args = Args::within(name, value)?;
        let read = Self::members(&mut args)?;
        args.end()?;
        Ok(read)
    }
}

/// Makes a call, and gives its result in the shared form.
pub(crate) fn made(client: &Client, call: &str, mut args: Args) -> Result<Value, Failed> {
    match call {
        "list_keys" => {
            args.end()?;
            let result = client.list_keys()?;
            operations::shared(result)
        }
        "create_key" => {
            let new_key = NewKey::members(&mut args)?;
            show(&new_key);
            args.end()?;
            let result = client.create_key(&new_key)?;
            operations::created(result)
        }
        "get_key" => {
            let id: String = args.required("id")?;
            args.end()?;
            let result = client.get_key(&id)?;
            operations::shared(result)
        }
        "update_key" => {
            let id: String = args.required("id")?;
            let update = KeyUpdate::members(&mut args)?;
            show(&update);
            args.end()?;
            let result = client.update_key(&id, &update)?;
            operations::shared(result)
        }
        "delete_key" => {
            let id: String = args.required("id")?;
            args.end()?;
            client.delete_key(&id)?;
            operations::shared(())
        }
        "rate_limits" => {
            args.end()?;
            let result = client.rate_limits()?;
            operations::shared(result)
        }
        "rate_limit_log" => {
            args.end()?;
            let result = client.rate_limit_log()?;
            operations::shared(result)
        }
        "verify_key" => {
            args.end()?;
            let result = client.verify_key()?;
            operations::shared(result)
        }
        "list_models" => {
            let type_: Option<ModelType> = args.optional("type")?;
            args.end()?;
            let result = client.list_models(type_)?;
            operations::shared(result)
        }
        "web3_challenge" => {
            let address: Option<String> = args.optional("address")?;
            args.end()?;
            let result = client.web3_challenge(address.as_deref())?;
            operations::challenge(result)
        }
        "mint_web3_key" => {
            let mint = Web3Mint::members(&mut args)?;
            show(&mint);
            args.end()?;
            let result = client.mint_web3_key(&mint)?;
            operations::created(result)
        }
        "mint_with_wallet" => {
            let wallet: Wallet = args.required("wallet")?;
            show(&wallet);
            let options = MintOptions::members(&mut args)?;
            show(&options);
            args.end()?;
            let result = client.mint_with_wallet(&wallet, &options)?;
            operations::created(result)
        }
        other => Err(format!("{other} is no call this runner knows").into()),
    }
}
