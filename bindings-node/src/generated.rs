//! Generated from core/src by `make generate`: what each operation takes, member by member.

use std::path::PathBuf;
use std::time::Duration;

use napi::bindgen_prelude::Unknown;
use napi_derive::napi;
use venice_keys::*;

use crate::arguments::{
    FromJs, FromOptions, Options, Read, enums, optional, options, options_or_default,
};
use crate::calls::NativeCall;
use crate::client::NativeClient;
use crate::errors::NodeError;
use crate::jobs::NativeJob;
use crate::pages::NativePages;
use crate::values::*;

/// What takes a duration, by the core's names.
pub(crate) const DURATIONS: &[&str] = &["lifetime", "every", "grace"];

enums!(
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

impl FromOptions for KeyFilter {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("prefix", &mut read.prefix)?;
        from.set("unusedSince", &mut read.unused_since)?;
        from.set("ids", &mut read.ids)?;
        Ok(read)
    }
}

impl FromOptions for ConsumptionLimit {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("usd", &mut read.usd)?;
        from.set("diem", &mut read.diem)?;
        from.set("vcu", &mut read.vcu)?;
        Ok(read)
    }
}

impl FromOptions for LimitUpdate {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("usd", &mut read.usd)?;
        from.set("diem", &mut read.diem)?;
        from.set("vcu", &mut read.vcu)?;
        Ok(read)
    }
}

impl FromOptions for AnalyticsPeriod {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("lookbackDays", &mut read.lookback_days)?;
        from.set("startDate", &mut read.start_date)?;
        from.set("endDate", &mut read.end_date)?;
        Ok(read)
    }
}

impl FromOptions for UsageFilter {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("startTimestamp", &mut read.start_timestamp)?;
        from.set("endTimestamp", &mut read.end_timestamp)?;
        from.set("currency", &mut read.currency)?;
        from.set("pageSize", &mut read.page_size)?;
        from.set("cursor", &mut read.cursor)?;
        Ok(read)
    }
}

impl FromOptions for Web3Challenge {
    const FROM_STRING: Option<fn(String) -> Self> = Some(Self::from_text);

    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::from_text(from.required::<String>("text")?);
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("generation", &mut read.generation)?;
        Ok(read)
    }
}

impl FromOptions for Web3Mint {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new(
            from.string("address")?,
            from.string("signature")?,
            from.required::<Web3Challenge>("challenge")?,
        );
        read.options = FromOptions::from_options(from)?;
        Ok(read)
    }
}

impl FromOptions for TopUpRequest {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new(
            from.required::<Decimal>("amount")?,
            from.required::<Decimal>("most")?,
            from.string("order")?,
        );
        from.set("evenIfEnough", &mut read.even_if_enough)?;
        Ok(read)
    }
}

impl FromOptions for NewKey {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new(from.string("description")?);
        from.set("apiKeyType", &mut read.api_key_type)?;
        from.set("consumptionLimit", &mut read.consumption_limit)?;
        from.set("limitPeriod", &mut read.limit_period)?;
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("modelPrivacy", &mut read.model_privacy)?;
        from.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl FromOptions for MintOptions {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("description", &mut read.description)?;
        from.set("apiKeyType", &mut read.api_key_type)?;
        from.set("consumptionLimit", &mut read.consumption_limit)?;
        from.set("limitPeriod", &mut read.limit_period)?;
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("modelPrivacy", &mut read.model_privacy)?;
        from.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl FromOptions for KeyUpdate {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("description", &mut read.description)?;
        from.set("consumptionLimit", &mut read.consumption_limit)?;
        from.set("limitPeriod", &mut read.limit_period)?;
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("modelPrivacy", &mut read.model_privacy)?;
        from.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

impl FromOptions for Rotation {
    fn from_options(from: &mut Options<'_>) -> Read<Self> {
        let mut read = Self::new();
        from.set("graceMs", &mut read.grace)?;
        from.set("unverified", &mut read.unverified)?;
        from.set("endOwnKey", &mut read.end_own_key)?;
        from.set("description", &mut read.description)?;
        from.set("consumptionLimit", &mut read.consumption_limit)?;
        from.set("limitPeriod", &mut read.limit_period)?;
        from.set("expiresAt", &mut read.expires_at)?;
        from.set("modelPrivacy", &mut read.model_privacy)?;
        from.set("ipAllowlist", &mut read.ip_allowlist)?;
        Ok(read)
    }
}

/// Applies a client's settings to its builder. A key is read before: it may be a secret.
pub(crate) fn settings(from: &mut Options<'_>, mut builder: ClientBuilder) -> Read<ClientBuilder> {
    if let Some(value) = from.setting::<String>("baseUrl")? {
        builder = builder.base_url(value);
    }
    if let Some(value) = from.setting::<Duration>("timeoutMs")? {
        builder = builder.timeout(value);
    }
    if let Some(value) = from.setting::<Duration>("connectTimeoutMs")? {
        builder = builder.connect_timeout(value);
    }
    if let Some(value) = from.setting::<u32>("maxRetries")? {
        builder = builder.max_retries(value);
    }
    if let Some(value) = from.setting::<u32>("createLimit")? {
        builder = builder.create_limit(value);
    }
    if let Some(value) = from.setting::<Duration>("createLimitPeriodMs")? {
        builder = builder.create_limit_period(value);
    }
    if let Some(value) = from.setting::<Duration>("holdMs")? {
        builder = builder.hold(value);
    }
    if let Some(value) = from.setting::<Duration>("settleMs")? {
        builder = builder.settle(value);
    }
    if let Some(value) = from.setting::<PathBuf>("caFile")? {
        builder = builder.ca_file(value);
    }
    if let Some(value) = from.setting::<String>("userAgent")? {
        builder = builder.user_agent(value);
    }
    if let Some(value) = from.setting::<Web3Generation>("web3Generation")? {
        builder = builder.web3_generation(value);
    }
    from.already_read("onAttempt");
    Ok(builder)
}

/// Applies to a client what one that is derived from it may have of its own.
pub(crate) fn derived(from: &mut Options<'_>, mut client: Client) -> Read<Client> {
    if let Some(value) = from.setting::<Duration>("timeoutMs")? {
        client = client.with_timeout(value);
    }
    if let Some(value) = from.setting::<u32>("maxRetries")? {
        client = client.with_max_retries(value);
    }
    if let Some(value) = from.setting::<Duration>("holdMs")? {
        client = client.with_hold(value);
    }
    if let Some(value) = from.setting::<Duration>("settleMs")? {
        client = client.with_settle(value);
    }
    Ok(client)
}

#[napi]
impl NativeClient {
    /// [`Client::list_keys`].
    #[napi]
    pub fn list_keys(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::ListKeys, |client| client.list_keys()))
    }

    /// [`Client::create_key`].
    #[napi]
    pub fn create_key(&self, new_key: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let new_key: NewKey = options("createKey", new_key)?;
        Ok(self.call(Operation::CreateKey, move |client| {
            client.create_key(&new_key)
        }))
    }

    /// [`Client::get_key`].
    #[napi]
    pub fn get_key(&self, id: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let id: String = FromJs::from_js("id", id)?;
        Ok(self.call(Operation::GetKey, move |client| client.get_key(&id)))
    }

    /// [`Client::update_key`].
    #[napi]
    pub fn update_key(
        &self,
        id: Unknown<'_>,
        update: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let id: String = FromJs::from_js("id", id)?;
        let update: KeyUpdate = options("updateKey", update)?;
        Ok(self.call(Operation::UpdateKey, move |client| {
            client.update_key(&id, &update)
        }))
    }

    /// [`Client::delete_key`].
    #[napi]
    pub fn delete_key(&self, id: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let id: String = FromJs::from_js("id", id)?;
        Ok(self.call(Operation::DeleteKey, move |client| client.delete_key(&id)))
    }

    /// [`Client::create_key_once`].
    #[napi]
    pub fn create_key_once(&self, new_key: Unknown<'_>) -> Result<NativeJob, NodeError> {
        let new_key: NewKey = options("createKeyOnce", new_key)?;
        Ok(self.job(Operation::CreateKeyOnce, move |client| {
            client.create_key_once_begin(&new_key)
        }))
    }

    /// [`Client::ensure_key`].
    #[napi]
    pub fn ensure_key(&self, new_key: Unknown<'_>) -> Result<NativeJob, NodeError> {
        let new_key: NewKey = options("ensureKey", new_key)?;
        Ok(self.job(Operation::EnsureKey, move |client| {
            client.ensure_key_begin(&new_key)
        }))
    }

    /// [`Client::plan_keys`].
    #[napi]
    pub fn plan_keys(&self, new_keys: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let new_keys: Vec<NewKey> = FromJs::from_js("newKeys", new_keys)?;
        Ok(self.call(Operation::PlanKeys, move |client| {
            client.plan_keys(&new_keys)
        }))
    }

    /// [`Client::provision_keys`].
    #[napi]
    pub fn provision_keys(&self, new_keys: Unknown<'_>) -> Result<NativePages, NodeError> {
        let new_keys: Vec<NewKey> = FromJs::from_js("newKeys", new_keys)?;
        Ok(
            self.pages(Operation::ProvisionKeys, None, move |client, cursor| {
                client.provision_keys_page(&new_keys, cursor)
            }),
        )
    }

    /// [`Client::rotate_key`].
    #[napi]
    pub fn rotate_key(
        &self,
        id: Unknown<'_>,
        rotation: Unknown<'_>,
    ) -> Result<NativeJob, NodeError> {
        let id: String = FromJs::from_js("id", id)?;
        let rotation: Rotation = options_or_default("rotateKey", rotation)?;
        Ok(self.job(Operation::RotateKey, move |client| {
            client.rotate_key_begin(&id, &rotation)
        }))
    }

    /// [`Client::begin_rotation`].
    #[napi]
    pub fn begin_rotation(
        &self,
        id: Unknown<'_>,
        rotation: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let id: String = FromJs::from_js("id", id)?;
        let rotation: Rotation = options_or_default("beginRotation", rotation)?;
        Ok(self.call(Operation::BeginRotation, move |client| {
            client.begin_rotation(&id, &rotation)
        }))
    }

    /// [`Client::commit_rotation`].
    #[napi]
    pub fn commit_rotation(&self, record: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let record: String = FromJs::from_js("record", record)?;
        Ok(self.call(Operation::CommitRotation, move |client| {
            client.commit_rotation(&record)
        }))
    }

    /// [`Client::abort_rotation`].
    #[napi]
    pub fn abort_rotation(&self, record: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let record: String = FromJs::from_js("record", record)?;
        Ok(self.call(Operation::AbortRotation, move |client| {
            client.abort_rotation(&record)
        }))
    }

    /// [`Client::temporary_key`].
    #[napi]
    pub fn temporary_key(
        &self,
        new_key: Unknown<'_>,
        lifetime: Unknown<'_>,
    ) -> Result<NativeJob, NodeError> {
        let new_key: NewKey = options("temporaryKey", new_key)?;
        let lifetime: Duration = FromJs::from_js("lifetimeMs", lifetime)?;
        Ok(self.job(Operation::TemporaryKey, move |client| {
            client.temporary_key_begin(&new_key, lifetime)
        }))
    }

    /// [`Client::plan_deletion`].
    #[napi]
    pub fn plan_deletion(&self, filter: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let filter: KeyFilter = options("planDeletion", filter)?;
        Ok(self.call(Operation::PlanDeletion, move |client| {
            client.plan_deletion(&filter)
        }))
    }

    /// [`Client::delete_keys`].
    #[napi]
    pub fn delete_keys(&self, filter: Unknown<'_>) -> Result<NativePages, NodeError> {
        let filter: KeyFilter = options("deleteKeys", filter)?;
        let begin = self.begin(|client| client.delete_keys(&filter))?;
        Ok(
            self.pages(Operation::DeleteKeys, Some(begin), move |client, cursor| {
                client.delete_keys_page(&filter, cursor)
            }),
        )
    }

    /// [`Client::pending_keys`].
    #[napi]
    pub fn pending_keys(&self, names: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let names: Vec<String> = optional("names", names)?.unwrap_or_default();
        Ok(self.call(Operation::PendingKeys, move |client| {
            client.pending_keys(&names)
        }))
    }

    /// [`Client::rate_limits`].
    #[napi]
    pub fn rate_limits(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::RateLimits, |client| client.rate_limits()))
    }

    /// [`Client::rate_limit_log`].
    #[napi]
    pub fn rate_limit_log(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::RateLimitLog, |client| client.rate_limit_log()))
    }

    /// [`Client::follow_rate_limit_log`].
    #[napi]
    pub fn follow_rate_limit_log(
        &self,
        every: Unknown<'_>,
        cursor: Unknown<'_>,
    ) -> Result<NativePages, NodeError> {
        let every: Duration = FromJs::from_js("everyMs", every)?;
        let cursor: Option<String> = optional("cursor", cursor)?;
        let begin = self.begin(|client| client.follow_rate_limit_log(every, cursor.as_deref()))?;
        Ok(self.pages(
            Operation::FollowRateLimitLog,
            Some(begin),
            move |client, cursor| client.follow_rate_limit_log_page(every, cursor),
        ))
    }

    /// [`Client::watch_keys`].
    #[napi]
    pub fn watch_keys(
        &self,
        every: Unknown<'_>,
        cursor: Unknown<'_>,
    ) -> Result<NativePages, NodeError> {
        let every: Duration = FromJs::from_js("everyMs", every)?;
        let cursor: Option<String> = optional("cursor", cursor)?;
        let begin = self.begin(|client| client.watch_keys(every, cursor.as_deref()))?;
        Ok(
            self.pages(Operation::WatchKeys, Some(begin), move |client, cursor| {
                client.watch_keys_page(every, cursor)
            }),
        )
    }

    /// [`Client::verify_key`].
    #[napi]
    pub fn verify_key(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::VerifyKey, |client| client.verify_key()))
    }

    /// [`Client::billing_balance`].
    #[napi]
    pub fn billing_balance(&self) -> Result<NativeCall, NodeError> {
        Ok(self.call(Operation::BillingBalance, |client| client.billing_balance()))
    }

    /// [`Client::usage_history`].
    #[napi]
    pub fn usage_history(&self, filter: Unknown<'_>) -> Result<NativePages, NodeError> {
        let filter: UsageFilter = options_or_default("usageHistory", filter)?;
        let begin = self.begin(|client| client.usage_history(&filter))?;
        Ok(self.pages(
            Operation::UsageHistory,
            Some(begin),
            move |client, cursor| client.usage_history_page(&filter, cursor),
        ))
    }

    /// [`Client::usage_history_csv`].
    #[napi]
    pub fn usage_history_csv(&self, filter: Unknown<'_>) -> Result<NativePages, NodeError> {
        let filter: UsageFilter = options_or_default("usageHistoryCsv", filter)?;
        Ok(
            self.pages(Operation::UsageHistoryCsv, None, move |client, cursor| {
                client.usage_history_csv_page(&filter, cursor)
            }),
        )
    }

    /// [`Client::usage_analytics`].
    #[napi]
    pub fn usage_analytics(&self, period: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let period: AnalyticsPeriod = options_or_default("usageAnalytics", period)?;
        Ok(self.call(Operation::UsageAnalytics, move |client| {
            client.usage_analytics(&period)
        }))
    }

    /// [`Client::list_models`].
    #[napi]
    pub fn list_models(&self, type_: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let type_: Option<ModelType> = optional("type", type_)?;
        Ok(self.call(Operation::ListModels, move |client| {
            client.list_models(type_.clone())
        }))
    }

    /// [`Client::web3_challenge`].
    #[napi]
    pub fn web3_challenge(&self, address: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let address: Option<String> = optional("address", address)?;
        Ok(self.call(Operation::Web3Challenge, move |client| {
            client.web3_challenge(address.as_deref())
        }))
    }

    /// [`Client::mint_web3_key`].
    #[napi]
    pub fn mint_web3_key(&self, mint: Unknown<'_>) -> Result<NativeCall, NodeError> {
        let mint: Web3Mint = options("mintWeb3Key", mint)?;
        Ok(self.call(Operation::MintWeb3Key, move |client| {
            client.mint_web3_key(&mint)
        }))
    }

    /// [`Client::mint_with_wallet`].
    #[napi]
    pub fn mint_with_wallet(
        &self,
        wallet: &NativeWallet,
        options: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let wallet = wallet.0.clone();
        let options: MintOptions = options_or_default("mintWithWallet", options)?;
        Ok(self.call(Operation::MintWithWallet, move |client| {
            client.mint_with_wallet(&wallet, &options)
        }))
    }

    /// [`Client::x402_balance`].
    #[napi]
    pub fn x402_balance(&self, wallet: &NativeWallet) -> Result<NativeCall, NodeError> {
        let wallet = wallet.0.clone();
        Ok(self.call(Operation::X402Balance, move |client| {
            client.x402_balance(&wallet)
        }))
    }

    /// [`Client::x402_transactions`].
    #[napi]
    pub fn x402_transactions(
        &self,
        wallet: &NativeWallet,
        cursor: Unknown<'_>,
    ) -> Result<NativePages, NodeError> {
        let wallet = wallet.0.clone();
        let cursor: Option<String> = optional("cursor", cursor)?;
        let begin = self.begin(|client| client.x402_transactions(&wallet, cursor.as_deref()))?;
        Ok(self.pages(
            Operation::X402Transactions,
            Some(begin),
            move |client, cursor| client.x402_transactions_page(&wallet, cursor),
        ))
    }

    /// [`Client::x402_top_up`].
    #[napi]
    pub fn x402_top_up(
        &self,
        wallet: &NativeWallet,
        top_up: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let wallet = wallet.0.clone();
        let top_up: TopUpRequest = options("x402TopUp", top_up)?;
        Ok(self.call(Operation::X402TopUp, move |client| {
            client.x402_top_up(&wallet, &top_up)
        }))
    }

    /// [`Client::x402_prepare_top_up`].
    #[napi]
    pub fn x402_prepare_top_up(
        &self,
        wallet: &NativeWallet,
        top_up: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let wallet = wallet.0.clone();
        let top_up: TopUpRequest = options("x402PrepareTopUp", top_up)?;
        Ok(self.call(Operation::X402PrepareTopUp, move |client| {
            client.x402_prepare_top_up(&wallet, &top_up)
        }))
    }

    /// [`Client::x402_pay_top_up`].
    #[napi]
    pub fn x402_pay_top_up(
        &self,
        wallet: &NativeWallet,
        record: Unknown<'_>,
    ) -> Result<NativeCall, NodeError> {
        let wallet = wallet.0.clone();
        let record: String = FromJs::from_js("record", record)?;
        Ok(self.call(Operation::X402PayTopUp, move |client| {
            client.x402_pay_top_up(&wallet, &record)
        }))
    }
}
