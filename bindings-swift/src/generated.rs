//! Generated from core/src by `make generate`: which call of the core each operation is, and
//! how its arguments are read.

#![allow(
    unused_imports,
    reason = "what arguments can hold, whether or not one does"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use venice_keys::{
    AnalyticsPeriod, ApiKeyType, BillingCurrency, BlockReason, ConsumptionLimit, DeletionOutcome,
    EnsureOutcome, KeyChangeKind, KeyFilter, KeyUpdate, LimitPeriod, LimitUpdate, MintOptions,
    ModelPrivacy, ModelType, NewKey, PendingKind, PlannedAction, ProvisionOutcome, RateLimitType,
    Rotation, RotationOutcome, TopUpRequest, TopUpStatus, TransactionType, UsageFilter,
    UsageModelType, UsageUnit, Web3Challenge, Web3Generation, Web3Mint,
};
use venice_keys::{
    Change, Client, ClientBuilder, Date, Decimal, Error, ErrorCode, Expiry, Operation, Timestamp,
    Wallet,
};

use venice_keys_bridge::rows::{Row, Sink};
use venice_keys_bridge::{Names, host_message};

use crate::arguments::{Argument, Arguments, words};
use crate::calls::{Work, work as call};
use crate::errors::CoreError;

/// Changes with the shape of any row.
pub const FINGERPRINT: &str = "f693f775918fc15e";

/// Reads the settings of a client.
pub(crate) fn settings(from: &mut Arguments<'_>) -> Result<ClientBuilder, CoreError> {
    let mut builder = Client::builder();
    if let Some(given) = from.member::<Option<String>>("baseURL")? {
        builder = builder.base_url(given);
    }
    builder = builder.timeout(from.member("timeout")?);
    builder = builder.connect_timeout(from.member("connectTimeout")?);
    builder = builder.max_retries(from.member("maxRetries")?);
    builder = builder.create_limit(from.member("createLimit")?);
    builder = builder.create_limit_period(from.member("createLimitPeriod")?);
    if let Some(given) = from.member::<Option<Duration>>("hold")? {
        builder = builder.hold(given);
    }
    builder = builder.settle(from.member("settle")?);
    if let Some(given) = from.member::<Option<PathBuf>>("caFile")? {
        builder = builder.ca_file(given);
    }
    if let Some(given) = from.member::<Option<String>>("userAgent")? {
        builder = builder.user_agent(given);
    }
    if let Some(given) = from.member::<Option<Web3Generation>>("web3Generation")? {
        builder = builder.web3_generation(given);
    }
    Ok(builder)
}

/// The settings of a client that is made from another.
pub(crate) fn options(mut client: Client, from: &mut Arguments<'_>) -> Result<Client, CoreError> {
    if let Some(given) = from.member::<Option<Duration>>("timeout")? {
        client = client.with_timeout(given);
    }
    if let Some(given) = from.member::<Option<u32>>("maxRetries")? {
        client = client.with_max_retries(given);
    }
    if let Some(given) = from.member::<Option<Duration>>("hold")? {
        client = client.with_hold(given);
    }
    if let Some(given) = from.member::<Option<Duration>>("settle")? {
        client = client.with_settle(given);
    }
    Ok(client)
}

/// The work of the operation with this name, its arguments read; of a job, its first step.
pub(crate) fn work(
    operation: &str,
    from: &mut Arguments<'_>,
) -> Result<(Operation, Work), CoreError> {
    match operation {
        "list_keys" => call(Operation::ListKeys, move |client| client.list_keys()),
        "create_key" => {
            let first: NewKey = from.read()?;
            call(Operation::CreateKey, move |client| {
                client.create_key(&first)
            })
        }
        "get_key" => {
            let first: String = from.read()?;
            call(Operation::GetKey, move |client| client.get_key(&first))
        }
        "update_key" => {
            let first: String = from.read()?;
            let second: KeyUpdate = from.read()?;
            call(Operation::UpdateKey, move |client| {
                client.update_key(&first, &second)
            })
        }
        "delete_key" => {
            let first: String = from.read()?;
            call(Operation::DeleteKey, move |client| {
                client.delete_key(&first)
            })
        }
        "create_key_once" => {
            let first: NewKey = from.read()?;
            call(Operation::CreateKeyOnce, move |client| {
                client.create_key_once_begin(&first)
            })
        }
        "ensure_key" => {
            let first: NewKey = from.read()?;
            call(Operation::EnsureKey, move |client| {
                client.ensure_key_begin(&first)
            })
        }
        "plan_keys" => {
            let first: Vec<NewKey> = from.member("newKeys")?;
            call(Operation::PlanKeys, move |client| client.plan_keys(&first))
        }
        "provision_keys" => {
            let first: Vec<NewKey> = from.member("newKeys")?;
            let cursor: Option<String> = from.read()?;
            call(Operation::ProvisionKeys, move |client| {
                client.provision_keys_page(&first, cursor.as_deref())
            })
        }
        "rotate_key" => {
            let first: String = from.read()?;
            let second: Rotation = from.read()?;
            call(Operation::RotateKey, move |client| {
                client.rotate_key_begin(&first, &second)
            })
        }
        "begin_rotation" => {
            let first: String = from.read()?;
            let second: Rotation = from.read()?;
            call(Operation::BeginRotation, move |client| {
                client.begin_rotation(&first, &second)
            })
        }
        "commit_rotation" => {
            let first: String = from.read()?;
            call(Operation::CommitRotation, move |client| {
                client.commit_rotation(&first)
            })
        }
        "abort_rotation" => {
            let first: String = from.read()?;
            call(Operation::AbortRotation, move |client| {
                client.abort_rotation(&first)
            })
        }
        "temporary_key" => {
            let first: NewKey = from.read()?;
            let second: Duration = from.member("lifetime")?;
            call(Operation::TemporaryKey, move |client| {
                client.temporary_key_begin(&first, second)
            })
        }
        "plan_deletion" => {
            let first: KeyFilter = from.read()?;
            call(Operation::PlanDeletion, move |client| {
                client.plan_deletion(&first)
            })
        }
        "delete_keys" => {
            let first: KeyFilter = from.read()?;
            let cursor: Option<String> = from.read()?;
            call(Operation::DeleteKeys, move |client| {
                client.delete_keys_page(&first, cursor.as_deref())
            })
        }
        "pending_keys" => {
            let first: Vec<String> = from.member("names")?;
            call(Operation::PendingKeys, move |client| {
                client.pending_keys(&first)
            })
        }
        "rate_limits" => call(Operation::RateLimits, move |client| client.rate_limits()),
        "rate_limit_log" => call(Operation::RateLimitLog, move |client| {
            client.rate_limit_log()
        }),
        "follow_rate_limit_log" => {
            let first: Duration = from.member("every")?;
            let cursor: Option<String> = from.read()?;
            call(Operation::FollowRateLimitLog, move |client| {
                client.follow_rate_limit_log_page(first, cursor.as_deref())
            })
        }
        "watch_keys" => {
            let first: Duration = from.member("every")?;
            let cursor: Option<String> = from.read()?;
            call(Operation::WatchKeys, move |client| {
                client.watch_keys_page(first, cursor.as_deref())
            })
        }
        "verify_key" => call(Operation::VerifyKey, move |client| client.verify_key()),
        "billing_balance" => call(Operation::BillingBalance, move |client| {
            client.billing_balance()
        }),
        "usage_history" => {
            let first: UsageFilter = from.read()?;
            let cursor: Option<String> = from.read()?;
            call(Operation::UsageHistory, move |client| {
                client.usage_history_page(&first, cursor.as_deref())
            })
        }
        "usage_history_csv" => {
            let first: UsageFilter = from.read()?;
            let cursor: Option<String> = from.read()?;
            call(Operation::UsageHistoryCsv, move |client| {
                client.usage_history_csv_page(&first, cursor.as_deref())
            })
        }
        "usage_analytics" => {
            let first: AnalyticsPeriod = from.read()?;
            call(Operation::UsageAnalytics, move |client| {
                client.usage_analytics(&first)
            })
        }
        "list_models" => {
            let first: Option<ModelType> = from.read()?;
            call(Operation::ListModels, move |client| {
                client.list_models(first)
            })
        }
        "web3_challenge" => {
            let first: Option<String> = from.read()?;
            call(Operation::Web3Challenge, move |client| {
                client.web3_challenge(first.as_deref())
            })
        }
        "mint_web3_key" => {
            let first: Web3Mint = from.read()?;
            call(Operation::MintWeb3Key, move |client| {
                client.mint_web3_key(&first)
            })
        }
        "mint_with_wallet" => {
            let first: Arc<Wallet> = from.read()?;
            let second: MintOptions = from.read()?;
            call(Operation::MintWithWallet, move |client| {
                client.mint_with_wallet(&first, &second)
            })
        }
        "x402_balance" => {
            let first: Arc<Wallet> = from.read()?;
            call(Operation::X402Balance, move |client| {
                client.x402_balance(&first)
            })
        }
        "x402_transactions" => {
            let first: Arc<Wallet> = from.read()?;
            let cursor: Option<String> = from.read()?;
            call(Operation::X402Transactions, move |client| {
                client.x402_transactions_page(&first, cursor.as_deref())
            })
        }
        "x402_top_up" => {
            let first: Arc<Wallet> = from.read()?;
            let second: TopUpRequest = from.read()?;
            call(Operation::X402TopUp, move |client| {
                client.x402_top_up(&first, &second)
            })
        }
        "x402_prepare_top_up" => {
            let first: Arc<Wallet> = from.read()?;
            let second: TopUpRequest = from.read()?;
            call(Operation::X402PrepareTopUp, move |client| {
                client.x402_prepare_top_up(&first, &second)
            })
        }
        "x402_pay_top_up" => {
            let first: Arc<Wallet> = from.read()?;
            let second: String = from.read()?;
            call(Operation::X402PayTopUp, move |client| {
                client.x402_pay_top_up(&first, &second)
            })
        }
        unknown => unreachable!("Swift's side has an operation {unknown}, and this hasn't"),
    }
}

/// The cursor with which the list begins that the operation with this name gives.
pub(crate) fn beginning(
    client: &Client,
    operation: &str,
    from: &mut Arguments<'_>,
) -> Result<String, CoreError> {
    Ok(match operation {
        "delete_keys" => {
            let first: KeyFilter = from.read()?;
            client.delete_keys(&first)?.next_cursor().to_owned()
        }
        "follow_rate_limit_log" => {
            let first: Duration = from.member("every")?;
            let cursor: Option<String> = from.read()?;
            client
                .follow_rate_limit_log(first, cursor.as_deref())?
                .next_cursor()
                .to_owned()
        }
        "watch_keys" => {
            let first: Duration = from.member("every")?;
            let cursor: Option<String> = from.read()?;
            client
                .watch_keys(first, cursor.as_deref())?
                .next_cursor()
                .to_owned()
        }
        "usage_history" => {
            let first: UsageFilter = from.read()?;
            client.usage_history(&first)?.next_cursor().to_owned()
        }
        "x402_transactions" => {
            let first: Arc<Wallet> = from.read()?;
            let cursor: Option<String> = from.read()?;
            client
                .x402_transactions(&first, cursor.as_deref())?
                .next_cursor()
                .to_owned()
        }
        unknown => unreachable!("Swift's side has a list {unknown}, and this hasn't"),
    })
}

words!(
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
    TransactionType,
);

impl Argument for KeyFilter {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let prefix: Option<String> = from.member("prefix")?;
        let unused_since: Option<Timestamp> = from.member("unusedSince")?;
        let ids: Option<Vec<String>> = from.member("ids")?;
        let mut value = Self::new();
        value.prefix = prefix;
        value.unused_since = unused_since;
        value.ids = ids;
        Ok(value)
    }
}

impl Argument for ConsumptionLimit {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let usd: Option<Decimal> = from.member("usd")?;
        let diem: Option<Decimal> = from.member("diem")?;
        let vcu: Option<Decimal> = from.member("vcu")?;
        let mut value = Self::new();
        value.usd = usd;
        value.diem = diem;
        value.vcu = vcu;
        Ok(value)
    }
}

impl Argument for LimitUpdate {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let usd: Change<Decimal> = from.member("usd")?;
        let diem: Change<Decimal> = from.member("diem")?;
        let vcu: Change<Decimal> = from.member("vcu")?;
        let mut value = Self::new();
        value.usd = usd;
        value.diem = diem;
        value.vcu = vcu;
        Ok(value)
    }
}

impl Argument for AnalyticsPeriod {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let lookback_days: Option<u32> = from.member("lookbackDays")?;
        let start_date: Option<Date> = from.member("startDate")?;
        let end_date: Option<Date> = from.member("endDate")?;
        let mut value = Self::new();
        value.lookback_days = lookback_days;
        value.start_date = start_date;
        value.end_date = end_date;
        Ok(value)
    }
}

impl Argument for UsageFilter {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let start_timestamp: Option<Timestamp> = from.member("startTimestamp")?;
        let end_timestamp: Option<Timestamp> = from.member("endTimestamp")?;
        let currency: Option<BillingCurrency> = from.member("currency")?;
        let page_size: Option<u32> = from.member("pageSize")?;
        let cursor: Option<String> = from.member("cursor")?;
        let mut value = Self::new();
        value.start_timestamp = start_timestamp;
        value.end_timestamp = end_timestamp;
        value.currency = currency;
        value.page_size = page_size;
        value.cursor = cursor;
        Ok(value)
    }
}

impl Argument for Web3Challenge {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let text: String = from.member("text")?;
        let expires_at: Option<Timestamp> = from.member("expiresAt")?;
        let generation: Web3Generation = from.member("generation")?;
        let mut value = Self::from_text(text);
        value.expires_at = expires_at;
        value.generation = generation;
        Ok(value)
    }
}

impl Argument for Web3Mint {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let address: String = from.member("address")?;
        let signature: String = from.member("signature")?;
        let challenge: Web3Challenge = from.member("challenge")?;
        let options: MintOptions = from.read()?;
        let mut value = Self::new(address, signature, challenge);
        value.options = options;
        Ok(value)
    }
}

impl Argument for TopUpRequest {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let amount: Decimal = from.member("amount")?;
        let most: Decimal = from.member("most")?;
        let order: String = from.member("order")?;
        let even_if_enough: bool = from.member("evenIfEnough")?;
        let mut value = Self::new(amount, most, order);
        value.even_if_enough = even_if_enough;
        Ok(value)
    }
}

impl Argument for NewKey {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let description: String = from.member("description")?;
        let api_key_type: Option<ApiKeyType> = from.member("apiKeyType")?;
        let consumption_limit: Option<ConsumptionLimit> = from.member("consumptionLimit")?;
        let limit_period: Option<LimitPeriod> = from.member("limitPeriod")?;
        let expires_at: Option<Expiry> = from.member("expiresAt")?;
        let model_privacy: Option<ModelPrivacy> = from.member("modelPrivacy")?;
        let ip_allowlist: Option<Vec<String>> = from.member("ipAllowlist")?;
        let mut value = Self::new(description);
        value.api_key_type = api_key_type;
        value.consumption_limit = consumption_limit;
        value.limit_period = limit_period;
        value.expires_at = expires_at;
        value.model_privacy = model_privacy;
        value.ip_allowlist = ip_allowlist;
        Ok(value)
    }
}

impl Argument for MintOptions {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let description: Option<String> = from.member("description")?;
        let api_key_type: Option<ApiKeyType> = from.member("apiKeyType")?;
        let consumption_limit: Option<ConsumptionLimit> = from.member("consumptionLimit")?;
        let limit_period: Option<LimitPeriod> = from.member("limitPeriod")?;
        let expires_at: Option<Expiry> = from.member("expiresAt")?;
        let model_privacy: Option<ModelPrivacy> = from.member("modelPrivacy")?;
        let ip_allowlist: Option<Vec<String>> = from.member("ipAllowlist")?;
        let mut value = Self::new();
        value.description = description;
        value.api_key_type = api_key_type;
        value.consumption_limit = consumption_limit;
        value.limit_period = limit_period;
        value.expires_at = expires_at;
        value.model_privacy = model_privacy;
        value.ip_allowlist = ip_allowlist;
        Ok(value)
    }
}

impl Argument for KeyUpdate {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let description: Change<String> = from.member("description")?;
        let consumption_limit: Change<LimitUpdate> = from.member("consumptionLimit")?;
        let limit_period: Change<LimitPeriod> = from.member("limitPeriod")?;
        let expires_at: Change<Expiry> = from.member("expiresAt")?;
        let model_privacy: Change<ModelPrivacy> = from.member("modelPrivacy")?;
        let ip_allowlist: Change<Vec<String>> = from.member("ipAllowlist")?;
        let mut value = Self::new();
        value.description = description;
        value.consumption_limit = consumption_limit;
        value.limit_period = limit_period;
        value.expires_at = expires_at;
        value.model_privacy = model_privacy;
        value.ip_allowlist = ip_allowlist;
        Ok(value)
    }
}

impl Argument for Rotation {
    fn read(from: &mut Arguments<'_>) -> Result<Self, CoreError> {
        let grace: Duration = from.member("grace")?;
        let unverified: bool = from.member("unverified")?;
        let end_own_key: bool = from.member("endOwnKey")?;
        let description: Change<String> = from.member("description")?;
        let consumption_limit: Change<LimitUpdate> = from.member("consumptionLimit")?;
        let limit_period: Change<LimitPeriod> = from.member("limitPeriod")?;
        let expires_at: Change<Expiry> = from.member("expiresAt")?;
        let model_privacy: Change<ModelPrivacy> = from.member("modelPrivacy")?;
        let ip_allowlist: Change<Vec<String>> = from.member("ipAllowlist")?;
        let mut value = Self::new();
        value.grace = grace;
        value.unverified = unverified;
        value.end_own_key = end_own_key;
        value.description = description;
        value.consumption_limit = consumption_limit;
        value.limit_period = limit_period;
        value.expires_at = expires_at;
        value.model_privacy = model_privacy;
        value.ip_allowlist = ip_allowlist;
        Ok(value)
    }
}

/// What an error says, in the order in which Swift reads it.
pub(crate) struct Details<'a>(pub &'a Error);

impl Row for Details<'_> {
    fn write(&self, to: &mut impl Sink) {
        self.0.code().write(to);
        host_message(self.0, Names::Swift).write(to);
        self.0.operation().write(to);
        self.0.status().write(to);
        self.0.issues().to_vec().write(to);
        self.0.retry_after().write(to);
        self.0.request_id().write(to);
        self.0.server_code().write(to);
        self.0.server_version().write(to);
        self.0.resume().write(to);
    }
}

/// An error of ours, which says no more than this.
pub(crate) struct OwnDetails<'a> {
    pub code: ErrorCode,
    pub message: String,
    /// The field, and the rule that it breaks.
    pub issue: Option<(&'a str, &'a str)>,
}

impl Row for OwnDetails<'_> {
    fn write(&self, to: &mut impl Sink) {
        self.code.write(to);
        self.message.write(to);
        to.none();
        to.none();
        to.length(self.issue.iter().len());
        if let Some((field, rule)) = self.issue {
            field.write(to);
            rule.write(to);
        }
        to.none();
        to.none();
        to.none();
        to.none();
        to.none();
    }
}
