//! Generated from core/src by `make generate`: what scenarios call by name.

use std::time::Duration;

use serde_json::{Value, json};
use venice_keys::*;

use crate::arguments::{Args, Failed, Given, Members, given_enums, millis, nested};
use crate::jobs::{Body, gathered};
use crate::pages::{Paging, listed, written};
use crate::results::{HoldsSecrets, revealed, shared, shown, time};

given_enums!(
    BillingCurrency,
    DeletionOutcome,
    EnsureOutcome,
    ProvisionOutcome,
    PlannedAction,
    PendingKind,
    RotationOutcome,
    ApiKeyType,
    LimitPeriod,
    ModelPrivacy,
    ModelType,
    RateLimitType,
    UsageUnit,
    UsageModelType,
    BlockReason,
    KeyChangeKind,
    Web3Generation,
    TopUpStatus,
    TransactionType
);

impl Given for KeyFilter {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for KeyFilter {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.prefix = args.optional("prefix")?;
        taken.unused_since = args.optional("unusedSince")?;
        taken.ids = args.optional("ids")?;
        Ok(taken)
    }
}

impl Given for ConsumptionLimit {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for ConsumptionLimit {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.usd = args.optional("usd")?;
        taken.diem = args.optional("diem")?;
        taken.vcu = args.optional("vcu")?;
        Ok(taken)
    }
}

impl Given for LimitUpdate {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for LimitUpdate {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.usd = args.optional("usd")?;
        taken.diem = args.optional("diem")?;
        taken.vcu = args.optional("vcu")?;
        Ok(taken)
    }
}

impl Given for AnalyticsPeriod {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for AnalyticsPeriod {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.lookback_days = args.optional("lookbackDays")?;
        taken.start_date = args.optional("startDate")?;
        taken.end_date = args.optional("endDate")?;
        Ok(taken)
    }
}

impl Given for UsageFilter {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for UsageFilter {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.start_timestamp = args.optional("startTimestamp")?;
        taken.end_timestamp = args.optional("endTimestamp")?;
        taken.currency = args.optional("currency")?;
        taken.page_size = args.optional("pageSize")?;
        taken.cursor = args.optional("cursor")?;
        Ok(taken)
    }
}

impl Given for Web3Challenge {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        String::given(name, value).map(Self::from_text)
    }
}

impl Given for Web3Mint {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for Web3Mint {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new(
            args.string("address")?,
            args.string("signature")?,
            args.required("challenge")?,
        );
        taken.options = Members::take(args)?;
        Ok(taken)
    }
}

impl Given for TopUpRequest {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for TopUpRequest {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new(
            args.required("amount")?,
            args.required("most")?,
            args.string("order")?,
        );
        taken.even_if_enough = args.optional("evenIfEnough")?;
        Ok(taken)
    }
}

impl Given for NewKey {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for NewKey {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new(args.string("description")?);
        taken.api_key_type = args.optional("apiKeyType")?;
        taken.consumption_limit = args.optional("consumptionLimit")?;
        taken.limit_period = args.optional("limitPeriod")?;
        taken.expires_at = args.optional("expiresAt")?;
        taken.model_privacy = args.optional("modelPrivacy")?;
        taken.ip_allowlist = args.optional("ipAllowlist")?;
        Ok(taken)
    }
}

impl Given for MintOptions {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for MintOptions {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.description = args.optional("description")?;
        taken.api_key_type = args.optional("apiKeyType")?;
        taken.consumption_limit = args.optional("consumptionLimit")?;
        taken.limit_period = args.optional("limitPeriod")?;
        taken.expires_at = args.optional("expiresAt")?;
        taken.model_privacy = args.optional("modelPrivacy")?;
        taken.ip_allowlist = args.optional("ipAllowlist")?;
        Ok(taken)
    }
}

impl Given for KeyUpdate {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for KeyUpdate {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.description = args.optional("description")?;
        taken.consumption_limit = args.optional("consumptionLimit")?;
        taken.limit_period = args.optional("limitPeriod")?;
        taken.expires_at = args.optional("expiresAt")?;
        taken.model_privacy = args.optional("modelPrivacy")?;
        taken.ip_allowlist = args.optional("ipAllowlist")?;
        Ok(taken)
    }
}

impl Given for Rotation {
    fn given(name: &str, value: Value) -> Result<Self, Failed> {
        nested(name, value)
    }
}

impl Members for Rotation {
    fn take(args: &mut Args) -> Result<Self, Failed> {
        let mut taken = Self::new();
        taken.grace = args.optional("grace")?;
        taken.unverified = args.optional("unverified")?;
        taken.end_own_key = args.optional("endOwnKey")?;
        taken.description = args.optional("description")?;
        taken.consumption_limit = args.optional("consumptionLimit")?;
        taken.limit_period = args.optional("limitPeriod")?;
        taken.expires_at = args.optional("expiresAt")?;
        taken.model_privacy = args.optional("modelPrivacy")?;
        taken.ip_allowlist = args.optional("ipAllowlist")?;
        Ok(taken)
    }
}

/// Its own string is never serialized: here every member is wanted.
fn web3_challenge(value: Web3Challenge) -> Value {
    json!({
        "text": value.text,
        "expiresAt": time(value.expires_at),
        "generation": value.generation,
    })
}

impl HoldsSecrets for EnsuredKey {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        self.created.put_secrets(&mut value["created"], holders)?;
        Ok(())
    }
}

impl HoldsSecrets for ProvisionedKey {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        self.created.put_secrets(&mut value["created"], holders)?;
        Ok(())
    }
}

impl HoldsSecrets for RotatedKey {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        self.created.put_secrets(&mut value["created"], holders)?;
        Ok(())
    }
}

impl HoldsSecrets for PendingRotation {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        self.created.put_secrets(&mut value["created"], holders)?;
        Ok(())
    }
}

impl HoldsSecrets for CreatedKey {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        self.api_key.put_secrets(&mut value["apiKey"], holders)?;
        Ok(())
    }
}

impl HoldsSecrets for SignIn {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        self.value.put_secrets(&mut value["value"], holders)?;
        Ok(())
    }
}

/// The calls whose results come in pages.
pub(crate) const PAGED: [&str; 7] = [
    "provision_keys",
    "delete_keys",
    "follow_rate_limit_log",
    "watch_keys",
    "usage_history",
    "usage_history_csv",
    "x402_transactions",
];

/// Makes a call and returns its result in the shared form.
pub(crate) fn call(
    client: &Client,
    name: &str,
    mut args: Args,
    paging: Paging,
) -> Result<Value, Failed> {
    match name {
        "list_keys" => {
            args.end()?;
            shared(client.list_keys()?)
        }
        "create_key" => {
            let new_key: NewKey = args.members()?;
            args.end()?;
            revealed(client.create_key(&new_key)?)
        }
        "get_key" => {
            let id: String = args.required("id")?;
            args.end()?;
            shared(client.get_key(&id)?)
        }
        "update_key" => {
            let id: String = args.required("id")?;
            let update: KeyUpdate = args.members()?;
            args.end()?;
            shared(client.update_key(&id, &update)?)
        }
        "delete_key" => {
            let id: String = args.required("id")?;
            args.end()?;
            shared(client.delete_key(&id)?)
        }
        "create_key_once" => {
            let new_key: NewKey = args.members()?;
            let store = args.store()?;
            args.end()?;
            revealed(client.create_key_once(&new_key, store)?)
        }
        "ensure_key" => {
            let new_key: NewKey = args.members()?;
            let store = args.store()?;
            args.end()?;
            revealed(client.ensure_key(&new_key, store)?)
        }
        "plan_keys" => {
            let new_keys: Vec<NewKey> = args.required("newKeys")?;
            args.end()?;
            shared(client.plan_keys(&new_keys)?)
        }
        "provision_keys" => {
            let new_keys: Vec<NewKey> = args.required("newKeys")?;
            let store = args.store()?;
            args.end()?;
            gathered(client.provision_keys(&new_keys, store), paging)
        }
        "rotate_key" => {
            let id: String = args.required("id")?;
            let rotation: Rotation = args.members()?;
            let store = args.store()?;
            args.end()?;
            revealed(client.rotate_key(&id, &rotation, store)?)
        }
        "begin_rotation" => {
            let id: String = args.required("id")?;
            let rotation: Rotation = args.members()?;
            args.end()?;
            revealed(client.begin_rotation(&id, &rotation)?)
        }
        "commit_rotation" => {
            let record: String = args.required("record")?;
            args.end()?;
            shared(client.commit_rotation(&record)?)
        }
        "abort_rotation" => {
            let record: String = args.required("record")?;
            args.end()?;
            shared(client.abort_rotation(&record)?)
        }
        "temporary_key" => {
            let new_key: NewKey = args.members()?;
            let lifetime: Duration = args.required("lifetime")?;
            let body: Body = args.required("body")?;
            args.end()?;
            client.temporary_key(&new_key, lifetime, |made| body.work(client, made))
        }
        "plan_deletion" => {
            let filter: KeyFilter = args.members()?;
            args.end()?;
            shared(client.plan_deletion(&filter)?)
        }
        "delete_keys" => {
            let filter: KeyFilter = args.members()?;
            args.end()?;
            listed(client.delete_keys(&filter)?, paging)
        }
        "pending_keys" => {
            let names: Vec<String> = args.optional("names")?;
            args.end()?;
            shared(client.pending_keys(&names)?)
        }
        "rate_limits" => {
            args.end()?;
            shared(client.rate_limits()?)
        }
        "rate_limit_log" => {
            args.end()?;
            shared(client.rate_limit_log()?)
        }
        "follow_rate_limit_log" => {
            let every: Duration = args.required("every")?;
            let cursor: Option<String> = args.optional("cursor")?;
            args.end()?;
            listed(
                client.follow_rate_limit_log(every, cursor.as_deref())?,
                paging.ending()?,
            )
        }
        "watch_keys" => {
            let every: Duration = args.required("every")?;
            let cursor: Option<String> = args.optional("cursor")?;
            args.end()?;
            listed(
                client.watch_keys(every, cursor.as_deref())?,
                paging.ending()?,
            )
        }
        "verify_key" => {
            args.end()?;
            shared(client.verify_key()?)
        }
        "billing_balance" => {
            args.end()?;
            shared(client.billing_balance()?)
        }
        "usage_history" => {
            let filter: UsageFilter = args.members()?;
            args.end()?;
            listed(client.usage_history(&filter)?, paging)
        }
        "usage_history_csv" => {
            let filter: UsageFilter = args.members()?;
            args.end()?;
            let mut to = Vec::new();
            let written_rows = client.usage_history_csv(&filter, &mut to)?;
            written(written_rows, to)
        }
        "usage_analytics" => {
            let period: AnalyticsPeriod = args.members()?;
            args.end()?;
            shared(client.usage_analytics(&period)?)
        }
        "list_models" => {
            let type_: Option<ModelType> = args.optional("type")?;
            args.end()?;
            shared(client.list_models(type_)?)
        }
        "web3_challenge" => {
            let address: Option<String> = args.optional("address")?;
            args.end()?;
            shown(client.web3_challenge(address.as_deref())?, web3_challenge)
        }
        "mint_web3_key" => {
            let mint: Web3Mint = args.members()?;
            args.end()?;
            revealed(client.mint_web3_key(&mint)?)
        }
        "mint_with_wallet" => {
            let wallet: Wallet = args.required("wallet")?;
            let options: MintOptions = args.members()?;
            args.end()?;
            revealed(client.mint_with_wallet(&wallet, &options)?)
        }
        "x402_balance" => {
            let wallet: Wallet = args.required("wallet")?;
            args.end()?;
            shared(client.x402_balance(&wallet)?)
        }
        "x402_transactions" => {
            let wallet: Wallet = args.required("wallet")?;
            let cursor: Option<String> = args.optional("cursor")?;
            args.end()?;
            listed(
                client.x402_transactions(&wallet, cursor.as_deref())?,
                paging,
            )
        }
        "x402_top_up" => {
            let wallet: Wallet = args.required("wallet")?;
            let top_up: TopUpRequest = args.members()?;
            args.end()?;
            shared(client.x402_top_up(&wallet, &top_up)?)
        }
        "x402_prepare_top_up" => {
            let wallet: Wallet = args.required("wallet")?;
            let top_up: TopUpRequest = args.members()?;
            args.end()?;
            shared(client.x402_prepare_top_up(&wallet, &top_up)?)
        }
        "x402_pay_top_up" => {
            let wallet: Wallet = args.required("wallet")?;
            let record: String = args.required("record")?;
            args.end()?;
            shared(client.x402_pay_top_up(&wallet, &record)?)
        }
        other => Err(format!("{other} is no call this runner knows").into()),
    }
}

/// Sets one setting of a client by its word in scenarios; `None`: there is none of that word.
pub(crate) fn set(
    builder: ClientBuilder,
    word: &str,
    value: Value,
) -> Result<Option<ClientBuilder>, Failed> {
    Ok(Some(match word {
        "baseUrl" => builder.base_url(String::given(word, value)?),
        "timeoutMs" => builder.timeout(millis(word, &value)?),
        "connectTimeoutMs" => builder.connect_timeout(millis(word, &value)?),
        "maxRetries" => builder.max_retries(u32::given(word, value)?),
        "createLimit" => builder.create_limit(u32::given(word, value)?),
        "createLimitPeriodMs" => builder.create_limit_period(millis(word, &value)?),
        "holdMs" => builder.hold(millis(word, &value)?),
        "settleMs" => builder.settle(millis(word, &value)?),
        "caFile" => builder.ca_file(String::given(word, value)?),
        "userAgent" => builder.user_agent(String::given(word, value)?),
        "web3Generation" => builder.web3_generation(String::given(word, value)?),
        _ => return Ok(None),
    }))
}

/// The client that differs in one setting, by its word in scenarios; `None`: none can.
pub(crate) fn derive(client: &Client, word: &str, value: Value) -> Result<Option<Client>, Failed> {
    Ok(Some(match word {
        "timeoutMs" => client.with_timeout(millis(word, &value)?),
        "maxRetries" => client.with_max_retries(u32::given(word, value)?),
        "holdMs" => client.with_hold(millis(word, &value)?),
        "settleMs" => client.with_settle(millis(word, &value)?),
        _ => return Ok(None),
    }))
}
