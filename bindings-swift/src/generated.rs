//! Generated from core/src by `make generate`: which call of the core each operation is, and
//! how its arguments are read.

#![allow(
    unused_imports,
    reason = "what arguments can hold, whether or not one does"
)]

use std::path::PathBuf;
use std::sync::Arc;

use venice_keys::{
    AnalyticsPeriod, ApiKeyType, BillingCurrency, ConsumptionLimit, KeyUpdate, LimitPeriod,
    LimitUpdate, MintOptions, ModelPrivacy, ModelType, NewKey, RateLimitType, TopUpRequest,
    TopUpStatus, TransactionType, UsageFilter, UsageModelType, UsageUnit, Web3Challenge,
    Web3Generation, Web3Mint,
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
pub const FINGERPRINT: &str = "375e696a3ec4309d";

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

/// The work of the operation with this name, its arguments read.
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
        "rate_limits" => call(Operation::RateLimits, move |client| client.rate_limits()),
        "rate_limit_log" => call(Operation::RateLimitLog, move |client| {
            client.rate_limit_log()
        }),
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
    ApiKeyType,
    LimitPeriod,
    ModelPrivacy,
    ModelType,
    RateLimitType,
    UsageUnit,
    UsageModelType,
    Web3Generation,
    TopUpStatus,
    TransactionType,
);

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

/// What an error says, in the order in which Swift reads it.
pub(crate) struct Details<'a>(pub &'a Error);

impl Row for Details<'_> {
    fn write(&self, to: &mut impl Sink) {
        self.0.code().write(to);
        host_message(self.0, Names::Camel).write(to);
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
