//! Generated from core/src by `make generate`.

use crate::rows::{row, word};

/// Changes with the shape of anything that crosses: whoever reads a row compares it at load.
pub const FINGERPRINT: &str = "f693f775918fc15e";

word!(BillingCurrency);
word!(DeletionOutcome);
word!(EnsureOutcome);
word!(ProvisionOutcome);
word!(PlannedAction);
word!(PendingKind);
word!(RotationOutcome);
word!(ApiKeyType);
word!(LimitPeriod);
word!(ModelPrivacy);
word!(ModelType);
word!(RateLimitType);
word!(UsageUnit);
word!(UsageModelType);
word!(BlockReason);
word!(KeyChangeKind);
word!(Web3Generation);
word!(TopUpStatus);
word!(TransactionType);

row!(Attempt<'_> {
    operation,
    method,
    path,
    number,
    status,
    failure,
    elapsed,
    request_id,
    server_version,
    warning,
});
row!(BillingBalance {
    can_consume,
    consumption_currency,
    balances,
    diem_epoch_allocation,
});
row!(BillingBalances {
    diem,
    usd,
    bundled_credits,
    earned_credits,
});
row!(Issue { field, message });
row!(DeletedKey {
    id,
    description,
    outcome,
    reason,
});
row!(EnsuredKey {
    outcome,
    id,
    description,
    changed,
    created,
});
row!(ProvisionedKey {
    outcome,
    id,
    description,
    changed,
    created,
    error_code,
    error,
    progress,
});
row!(ProvisionProgress {
    done,
    total,
    per_minute,
    seconds_left,
});
row!(PlannedKey {
    description,
    action,
    id,
    changed,
    until,
});
row!(PendingKey {
    id,
    kind,
    call,
    ends_at,
    description,
    committed,
    old_id,
    advice,
});
row!(RotatedKey {
    outcome,
    id,
    old_id,
    old_expires_at,
    created,
});
row!(PendingRotation {
    outcome,
    id,
    old_id,
    ends_at,
    created,
    record,
});
row!(BegunRotation { result, record });
row!(BegunKey { result, record });
row!(BegunEnsured { result, record });
row!(BegunProvisioned { result, record });
row!(ApiKey {
    id,
    api_key_type,
    description,
    created_at,
    expires_at,
    last_used_at,
    last6_chars,
    consumption_limits,
    limit_period,
    model_privacy,
    ip_allowlist,
    usage,
    current_period_usage,
    remaining,
});
row!(Usage {
    trailing_seven_days,
});
row!(UsageAmounts { usd, diem, vcu });
row!(PeriodUsage { usd, diem });
row!(CreatedKey {
    api_key,
    id,
    api_key_type,
    description,
    expires_at,
    consumption_limit,
    limit_period,
    model_privacy,
    ip_allowlist,
    unreadable,
}, created: id);
row!(ConsumptionLimit { usd, diem, vcu });
row!(Remaining {
    usd,
    diem,
    starts_anew_at,
    is_upper_bound,
});
row!(Model {
    id,
    type_,
    model_spec,
});
row!(ModelSpec { name, privacy });
row!(RateLimits {
    access_permitted,
    api_tier,
    balances,
    key_expiration,
    next_epoch_begins,
    rate_limits,
});
row!(ApiTier { id, is_charged });
row!(Balances {
    usd,
    diem,
    bundled_credits,
});
row!(ModelRateLimits {
    api_model_id,
    rate_limits,
});
row!(RateLimit { type_, amount });
row!(RateLimitBreach {
    api_key_id,
    model_id,
    rate_limit_type,
    rate_limit_tier,
    timestamp,
});
row!(UsageAnalytics {
    lookback,
    by_date,
    by_model,
    by_model_daily,
    by_model_daily_usd,
    top_models,
    by_key,
    by_key_daily,
    by_key_daily_usd,
    top_key_names,
});
row!(DailyUsage { date, usd, diem });
row!(ModelUsage {
    model_name,
    unit_type,
    model_type,
    total_usd,
    total_diem,
    total_units,
    breakdown,
});
row!(UsageBreakdown {
    type_,
    usd,
    diem,
    units,
});
row!(KeyUsage {
    api_key_id,
    description,
    total_usd,
    total_diem,
    total_units,
});
row!(DailySeries { date, values });
row!(UsageEntry {
    timestamp,
    sku,
    units,
    price_per_unit_usd,
    amount,
    currency,
    notes,
    inference_details,
    api_key_id,
});
row!(InferenceDetails {
    request_id,
    prompt_tokens,
    completion_tokens,
    inference_execution_time,
});
row!(SpendingBlock {
    reason,
    server_text,
});
row!(KeyStatus {
    accepted,
    may_spend,
    expires_at,
    balances,
    reasons,
});
row!(RateLimitNews {
    breach,
    may_be_missing,
});
row!(KeyChange {
    kind,
    id,
    key,
    changed,
    share,
    currency,
});
row!(Web3Challenge {
    text,
    expires_at,
    generation,
});
row!(WalletBalance {
    wallet_address,
    balance_usd,
    can_consume,
    minimum_top_up_usd,
    suggested_top_up_usd,
    diem_balance_usd,
});
row!(SignIn { name, value });
row!(PendingTopUp {
    status,
    order,
    wallet_address,
    amount,
    pay_to,
    valid_before,
    balance_usd,
    record,
});
row!(
    TopUp {
        status,
        wallet_address,
        amount_credited,
        new_balance,
        payment_id,
        transaction,
    },
    paid
);
row!(WalletTransaction {
    id,
    amount,
    balance_after,
    type_,
    created_at,
    request_id,
    model_id,
});
