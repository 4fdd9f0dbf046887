//! The classes of results, one for each struct that comes out.
//!
//! Generated from core/src by `make generate`.

// A default is one token tree, so that `None` shows in signatures; others stand in parentheses.
#![allow(unused_parens)]

use std::collections::BTreeMap;

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::arguments::Argument;
use crate::fields::{Day, Field, Hidden, IntoCore, Mirrors, Money, Seconds, Time};
use crate::results::{IntoPython, core_field, mirror, plain, python_name};
use crate::values::Secret;

mirror! {
    /// One attempt of a call, as it is passed to `on_attempt`. Holds nothing secret.
    Attempt<'_> {
        /// The operation that the call is for.
        operation: String,
        /// The HTTP method.
        method: String,
        /// The path below the base URL, with a key's id where there is one.
        path: String,
        /// Which attempt of the call it was, counted from 1.
        number: u32,
        /// The HTTP status of the response, if there was one.
        status: Option<u16> = None,
        /// What went wrong, if there was no response.
        failure: Option<String> = None,
        /// How long it took.
        ///
        /// In seconds.
        elapsed: Seconds,
        /// The server's id of the request, if it sent one with the response: worth quoting to
        /// Venice's support.
        request_id: Option<String> = None,
        /// The version of the server that responded, if it said so: worth quoting to Venice's
        /// support.
        server_version: Option<String> = None,
        /// What a person should know: the server announced that this operation will go away
        /// (`Deprecation`, `Sunset`), once per process and operation; or this machine's clock is so
        /// wrong that a wallet's sign-in was refused.
        warning: Option<String> = None,
    }
}

mirror! {
    /// What the account has left to spend.
    #[derive(Default)]
    BillingBalance {
        /// Whether the account has enough for a request: at least 0.10 US dollars of all that it
        /// can spend. It says nothing about a key's own caps, nor about the account's tier: whether
        /// a key may spend is `may_spend` of `verify_key`.
        can_consume: Option<bool> = None,
        /// What the next request is charged to: the first that is left of Diem, earned credits,
        /// bundled credits, US dollars. None: none is left.
        consumption_currency: Option<String> = None,
        /// What is left.
        balances: BillingBalances = (BillingBalances::default()),
        /// The Diem of the whole epoch (UTC day).
        diem_epoch_allocation: Option<Money> = None,
    }
}

mirror! {
    /// What is left of the account's money. An older server leaves out the credits.
    #[derive(Default)]
    BillingBalances {
        /// Diem, of this epoch (UTC day); None: the account stakes none.
        diem: Option<Money> = None,
        /// US dollars; None: nothing is left.
        usd: Option<Money> = None,
        /// Bundled credits; None: none are left, or the server doesn't say.
        bundled_credits: Option<Money> = None,
        /// Earned credits; None: none are left, or the server doesn't say.
        earned_credits: Option<Money> = None,
    }
}

mirror! {
    /// One thing that is wrong with a request: the field, and the rule that it breaks.
    Issue {
        /// The field by Venice's name, with dots between levels: `consumptionLimit.usd`. Empty if
        /// the server named none.
        field: String,
        /// The rule that it breaks.
        message: String,
    }
}

mirror! {
    /// A key that was to be deleted, and what became of it.
    DeletedKey {
        /// Its id.
        id: String,
        /// What people knew it by, if it was in the list.
        description: Option<String> = None,
        /// What became of it.
        outcome: String,
        /// Why it wasn't deleted.
        reason: Option<String> = None,
    }
}

mirror! {
    /// A key that was to be there, and is.
    EnsuredKey {
        /// Whether it was created, changed or kept.
        outcome: String,
        /// The key's id.
        id: String,
        /// What people know it by.
        description: String,
        /// The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty
        /// unless the outcome is `changed`.
        changed: Vec<String> = (Vec::new()),
        /// The new key with its secret, if it was created.
        created: Option<CreatedKey> = None,
    }
}

mirror! {
    /// One of many keys that were to be there.
    ProvisionedKey {
        /// Whether it was created, changed or kept, or failed.
        outcome: String,
        /// The key's id; None if it failed before there was one.
        id: Option<String> = None,
        /// What people know it by.
        description: String,
        /// The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty
        /// unless the outcome is `changed`.
        changed: Vec<String> = (Vec::new()),
        /// The new key with its secret, if it was created.
        created: Option<CreatedKey> = None,
        /// Why it failed, if it did.
        error_code: Option<String> = None,
        /// Why it failed, for people.
        error: Option<String> = None,
        /// How far the whole is, this key included.
        progress: ProvisionProgress,
    }
}

mirror! {
    /// How far a provisioning is.
    ProvisionProgress {
        /// How many keys are done, whatever came of them.
        done: u64,
        /// How many there are.
        total: u64,
        /// How many are created in a minute; None until one was.
        per_minute: Option<Money> = None,
        /// About how many seconds the rest will take; None if that isn't known.
        seconds_left: Option<u64> = None,
    }
}

mirror! {
    /// What would be done about one of many keys.
    PlannedKey {
        /// What people are to know it by.
        description: String,
        /// What would be done.
        action: String,
        /// The id of the key that is there, or that somebody else is making.
        id: Option<String> = None,
        /// The settings that would be changed, by Venice's names: `"consumptionLimit.usd"`.
        changed: Vec<String> = (Vec::new()),
        /// Until when it would be waited for at most, if somebody else is making it.
        until: Option<Time> = None,
    }
}

mirror! {
    /// A key that is being made, or whose making was left.
    PendingKey {
        /// Its id.
        id: String,
        /// Which call makes it. One that only a later version knows is given by its letter, and as
        /// `unknown` where the key's name can't be read.
        kind: String,
        /// What stands for the call that made it: all of its keys share this.
        call: String,
        /// When it ends, unless its call makes it lasting before.
        ends_at: Option<Time> = None,
        /// What it is to be called, if that is one of the names given, or the name of another key.
        description: Option<String> = None,
        /// Whether it is lasting already, and only its name isn't final: a rotation that wasn't
        /// finished.
        committed: bool,
        /// The key that it is to succeed, if that is still there.
        old_id: Option<String> = None,
        /// What to do about it.
        advice: String,
    }
}

mirror! {
    /// A key that was rotated.
    RotatedKey {
        /// What it came to.
        outcome: String,
        /// The new key's id.
        id: String,
        /// The old key's id.
        old_id: String,
        /// When the old key ends; None: it is deleted.
        old_expires_at: Option<Time> = None,
        /// The new key, with its secret; None if an earlier run created it.
        created: Option<CreatedKey> = None,
    }
}

mirror! {
    /// A rotation that was begun, and waits to be committed.
    PendingRotation {
        /// "pending", or "already_rotated": then nothing is left to do.
        outcome: String,
        /// The new key's id.
        id: String,
        /// The old key's id.
        old_id: String,
        /// When the new key ends unless the rotation is committed: some time before this it can't
        /// be committed any more. None: there is nothing to commit.
        ends_at: Option<Time> = None,
        /// The new key, with its secret, as it will be.
        created: Option<CreatedKey> = None,
        /// What `commit_rotation` and `abort_rotation` take. It holds no secret: store it with the
        /// new secret. None: there is nothing to commit.
        record: Option<String> = None,
    }
}

mirror! {
    /// A key as Venice shows it: everything but its secret.
    ///
    /// Only its id is always there; older servers leave fields out, and a missing, null or mistyped
    /// field reads as None. But a cap, an expiry or an allowlist in a form that this version can't
    /// read fails the call with `bad_response`, so that it is never mistaken for none.
    ApiKey {
        /// Its id, by which the other calls name it.
        id: String,
        /// What it may do.
        api_key_type: Option<String> = None,
        /// What people know it by.
        description: Option<String> = None,
        /// When it was created.
        created_at: Option<Time> = None,
        /// When it expires; None: never.
        expires_at: Option<Time> = None,
        /// When it was last used; None: never.
        last_used_at: Option<Time> = None,
        /// The last six characters of its secret.
        last6_chars: Option<String> = None,
        /// Caps on what it may spend.
        consumption_limits: ConsumptionLimit = (ConsumptionLimit::default()),
        /// When the use that counts against the caps starts again from zero.
        limit_period: Option<String> = None,
        /// Which models it may call.
        model_privacy: Option<String> = None,
        /// The addresses it may be used from, as CIDRs; empty or None: anywhere.
        ip_allowlist: Option<Vec<String>> = None,
        /// What it spent lately. The result of an update doesn't have it.
        usage: Option<Usage> = None,
        /// What it spent in the present limit period; only if a cap in US dollars or Diem is set.
        current_period_usage: Option<PeriodUsage> = None,
        /// What its caps leave it to spend, calculated here. None: that can't be known, as in the
        /// result of an update; never that it has no cap.
        remaining: Option<Remaining> = None,
    }
}

mirror! {
    /// What a key spent lately.
    #[derive(Default)]
    Usage {
        /// In the last seven days.
        trailing_seven_days: UsageAmounts = (UsageAmounts::default()),
    }
}

mirror! {
    /// Amounts spent. US dollars include bundled credits but not earned ones, although a cap in US
    /// dollars counts those, too: a key can reach its cap while this shows less.
    #[derive(Default)]
    UsageAmounts {
        /// US dollars, bundled credits included.
        usd: Option<Money> = None,
        /// Diem.
        diem: Option<Money> = None,
        /// Deprecated: the former name of `diem`.
        vcu: Option<Money> = None,
    }
}

mirror! {
    /// Amounts spent in the present limit period. US dollars include bundled credits but not earned
    /// ones, although a cap in US dollars counts those, too: a key can reach its cap while this
    /// shows less.
    #[derive(Default)]
    PeriodUsage {
        /// US dollars, bundled credits included.
        usd: Option<Money> = None,
        /// Diem.
        diem: Option<Money> = None,
    }
}

mirror! {
    /// A key just created, with its secret: the only time that Venice shows it.
    ///
    /// For a minted key, the caps that the server returns here are unreliable; those that it stored
    /// are right, and `get_key` returns them.
    CreatedKey {
        /// The key's secret. Store it now: it can't be shown again.
        api_key: Secret,
        /// The key's id.
        id: String,
        /// What it may do.
        api_key_type: Option<String> = None,
        /// What people know it by.
        description: Option<String> = None,
        /// When it expires; None: never.
        expires_at: Option<Time> = None,
        /// Caps on what it may spend.
        consumption_limit: ConsumptionLimit = (ConsumptionLimit::default()),
        /// When the use that counts against the caps starts again from zero.
        limit_period: Option<String> = None,
        /// Which models it may call.
        model_privacy: Option<String> = None,
        /// The addresses it may be used from, as CIDRs; empty or None: anywhere.
        ip_allowlist: Option<Vec<String>> = None,
        /// The caps, the expiry and the allowlist that Venice returned in a form that this version
        /// can't read: `"consumptionLimit.usd"`. They are None here, which doesn't mean that there
        /// are none; `get_key` tells. Nearly always empty.
        unreadable: Vec<String> = (Vec::new()),
    }
}

mirror! {
    /// Caps on what a key may spend in its LimitPeriod.
    ///
    /// None is no cap. Zero is a real cap: it blocks the key.
    #[derive(Default)]
    ConsumptionLimit {
        /// US dollars: 0 to 9999999999.
        usd: Option<Money> = None,
        /// Diem: 0 to 9999999999.
        diem: Option<Money> = None,
        /// Deprecated: the former name of `diem`.
        vcu: Option<Money> = None,
    }
}

impl IntoCore<venice_keys::ConsumptionLimit> for ConsumptionLimit {
    fn into_core(self) -> venice_keys::ConsumptionLimit {
        let mut core = venice_keys::ConsumptionLimit::new();
        core.usd = self.usd.into_core();
        core.diem = self.diem.into_core();
        core.vcu = self.vcu.into_core();
        core
    }
}

mirror! {
    /// What a key's caps leave it to spend in its present limit period: each cap less what was
    /// spent, and never less than zero. It says nothing about the account's balance, which may be
    /// less.
    Remaining {
        /// US dollars; None: the key has no cap on them.
        usd: Option<Money> = None,
        /// Diem; None: the key has no cap on them.
        diem: Option<Money> = None,
        /// When the next limit period begins, and the caps are whole again, by the server's clock.
        /// None: never, as the period is `LIFETIME`; or the server didn't say its time, or the
        /// period is one that this version doesn't know.
        starts_anew_at: Option<Time> = None,
        /// Whether less may be left than is said here: Venice counts earned credits against a cap
        /// in US dollars, and doesn't show how many were spent.
        is_upper_bound: bool,
    }
}

mirror! {
    /// A model.
    Model {
        /// Its id, as inference calls name it.
        id: String,
        /// What it produces.
        r#type from type_: Option<String> = None,
        /// Its name and privacy.
        model_spec: ModelSpec = (ModelSpec::default()),
    }
}

mirror! {
    /// What a Model says about itself.
    #[derive(Default)]
    ModelSpec {
        /// The name shown to people.
        name: Option<String> = None,
        /// Its privacy tier: `private`, `anonymized`, …
        privacy: Option<String> = None,
    }
}

mirror! {
    /// Balances and rate limits of the calling key.
    RateLimits {
        /// Whether the key may call inference now: what really says whether it may spend.
        access_permitted: bool,
        /// The account's tier.
        api_tier: Option<ApiTier> = None,
        /// What is left to spend.
        balances: Balances = (Balances::default()),
        /// When the key expires; None: never.
        key_expiration: Option<Time> = None,
        /// When the next epoch (UTC day) begins.
        next_epoch_begins: Option<Time> = None,
        /// The limits, model by model.
        rate_limits: Vec<ModelRateLimits> = (Vec::new()),
    }
}

mirror! {
    /// An account's tier.
    #[derive(Default)]
    ApiTier {
        /// Its id: `paid`, …
        id: Option<String> = None,
        /// Whether its use is charged.
        is_charged: Option<bool> = None,
    }
}

mirror! {
    /// What the calling key can still spend: each balance of the account, but not more than the
    /// key's own cap leaves. Not the account's balance. Each may be missing, and each may be
    /// negative.
    #[derive(Default)]
    Balances {
        /// US dollars.
        usd: Option<Money> = None,
        /// Diem.
        diem: Option<Money> = None,
        /// Bundled credits.
        bundled_credits: Option<Money> = None,
    }
}

mirror! {
    /// The limits of one model. Some models (video, music) have none.
    #[derive(Default)]
    ModelRateLimits {
        /// The model.
        api_model_id: Option<String> = None,
        /// Its limits.
        rate_limits: Vec<RateLimit> = (Vec::new()),
    }
}

mirror! {
    /// One limit.
    #[derive(Default)]
    RateLimit {
        /// What is counted.
        r#type from type_: Option<String> = None,
        /// How many are allowed.
        amount: Option<u64> = None,
    }
}

mirror! {
    /// A time when the account exceeded a rate limit.
    #[derive(Default)]
    RateLimitBreach {
        /// The key that exceeded it.
        api_key_id: Option<String> = None,
        /// The model, or `endpoint:…`, or `model:unknown`.
        model_id: Option<String> = None,
        /// What was exceeded.
        rate_limit_type: Option<String> = None,
        /// The tier whose limit it was.
        rate_limit_tier: Option<String> = None,
        /// When it was exceeded.
        timestamp: Option<Time> = None,
    }
}

mirror! {
    /// What was spent in a period, summed up. Purchases aren't in it, and **nothing that earned
    /// credits paid for is in any of its sums**: who wrote bills from it would leave that out. The
    /// entries of `usage_history` have it. Another client saw that refunds aren't taken off.
    ///
    /// An amount, a row or a list in a form that this version can't read fails the call with
    /// `bad_response`, so that no sum is short of it.
    #[derive(Default)]
    UsageAnalytics {
        /// The period, as Venice took it: `7d`, or `2024-01-01:2024-01-31`.
        lookback: Option<String> = None,
        /// By day, in order, days without use included.
        by_date: Vec<DailyUsage> = (Vec::new()),
        /// By model, the most expensive first.
        by_model: Vec<ModelUsage> = (Vec::new()),
        /// By day and model, as Venice adds them up: its documents don't agree whether that is US
        /// dollars and Diem together or Diem alone, so write no bills from it. Only the most
        /// expensive 50 models have a series of their own, the others share `Other`.
        by_model_daily: Vec<DailySeries> = (Vec::new()),
        /// The part of it in US dollars. An older server leaves it out.
        by_model_daily_usd: Vec<DailySeries> = (Vec::new()),
        /// The models that have a series of their own; at the end, `Other` if there are more.
        top_models: Vec<String> = (Vec::new()),
        /// By key, deleted ones included.
        by_key: Vec<KeyUsage> = (Vec::new()),
        /// By day and key, each under its name, added up and cut as in `by_model_daily`.
        by_key_daily: Vec<DailySeries> = (Vec::new()),
        /// The part of it in US dollars. An older server leaves it out.
        by_key_daily_usd: Vec<DailySeries> = (Vec::new()),
        /// The names of the keys that have a series of their own; at the end, `Other` if there are
        /// more.
        top_key_names: Vec<String> = (Vec::new()),
    }
}

mirror! {
    /// What was spent on one day.
    #[derive(Default)]
    DailyUsage {
        /// The day, in UTC.
        date: Option<Day> = None,
        /// US dollars, bundled credits included, earned ones not.
        usd: Option<Money> = None,
        /// Diem.
        diem: Option<Money> = None,
    }
}

mirror! {
    /// What was spent on one model.
    #[derive(Default)]
    ModelUsage {
        /// The model.
        model_name: Option<String> = None,
        /// What its use is counted in.
        unit_type: Option<String> = None,
        /// What kind of model it is.
        model_type: Option<String> = None,
        /// US dollars, bundled credits included, earned ones not.
        total_usd: Option<Money> = None,
        /// Diem.
        total_diem: Option<Money> = None,
        /// How many units.
        total_units: Option<Money> = None,
        /// The parts, if there is more than one kind of token.
        breakdown: Vec<UsageBreakdown> = (Vec::new()),
    }
}

mirror! {
    /// What was spent on one kind of token of a model.
    #[derive(Default)]
    UsageBreakdown {
        /// The kind.
        r#type from type_: Option<String> = None,
        /// US dollars, bundled credits included, earned ones not.
        usd: Option<Money> = None,
        /// Diem.
        diem: Option<Money> = None,
        /// How many units.
        units: Option<Money> = None,
    }
}

mirror! {
    /// What was spent with one key.
    #[derive(Default)]
    KeyUsage {
        /// The key's id; None: no key of the account, but Venice's own app.
        api_key_id: Option<String> = None,
        /// The key's description. Venice makes one up for a key without, and adds to one that two
        /// keys share: only the id says which key it is.
        description: Option<String> = None,
        /// US dollars, bundled credits included, earned ones not.
        total_usd: Option<Money> = None,
        /// Diem.
        total_diem: Option<Money> = None,
        /// How many units, of all kinds together.
        total_units: Option<Money> = None,
    }
}

mirror! {
    /// What was spent on one day, series by series.
    #[derive(Default)]
    DailySeries {
        /// The day, in UTC. None: the server sent none that can be read.
        date: Option<Day> = None,
        /// The amounts by the series' names.
        values: BTreeMap<String, Money> = (BTreeMap::new()),
    }
}

mirror! {
    /// One entry of the usage history: a charge, or a credit.
    ///
    /// One request can have several entries, for what went in, for what came out, for a search:
    /// each has its own amount, and all of them repeat the same `inference_details`. So add up the
    /// amounts, but count tokens once per `request_id`.
    ///
    /// A missing or null field reads as None. But an amount or a time in a form that this version
    /// can't read fails the call with `bad_response`, so that it is never mistaken for none.
    /// Amounts are exact; from the 28th decimal place on they are rounded.
    #[derive(Default)]
    UsageEntry {
        /// When it was used, which can be hours before it was booked.
        timestamp: Option<Time> = None,
        /// What was used: a model, and what of it.
        sku: Option<String> = None,
        /// How many units: for tokens a number of millions.
        units: Option<Money> = None,
        /// The price of one unit, in US dollars.
        price_per_unit_usd: Option<Money> = None,
        /// What was charged, in the entry's currency: negative for a charge.
        amount: Option<Money> = None,
        /// What it was charged to.
        currency: Option<String> = None,
        /// What it was for, in words.
        notes: Option<String> = None,
        /// The request, if it was inference.
        inference_details: Option<InferenceDetails> = None,
        /// The key that it was charged to. Venice's documents don't mention it; None: Venice's own
        /// app, what is no use (a purchase), or the server doesn't say. So write no bills from it:
        /// the sums by key are in `usage_analytics`.
        api_key_id: Option<String> = None,
    }
}

mirror! {
    /// The request that a UsageEntry is about.
    #[derive(Default)]
    InferenceDetails {
        /// Its id, which all entries of the request share.
        request_id: Option<String> = None,
        /// How many tokens went in.
        prompt_tokens: Option<u64> = None,
        /// How many came out.
        completion_tokens: Option<u64> = None,
        /// How long it took, in milliseconds.
        inference_execution_time: Option<u64> = None,
    }
}

mirror! {
    /// One reason why a key may not spend.
    SpendingBlock {
        /// Which it is.
        reason: String,
        /// Venice's own words, where it sent any.
        server_text: Option<String> = None,
    }
}

mirror! {
    /// A key's health.
    KeyStatus {
        /// Whether Venice accepts the key at all.
        accepted: bool,
        /// Whether it may call inference now.
        may_spend: bool,
        /// When it expires; None: never, or it isn't known, as the key was refused.
        expires_at: Option<Time> = None,
        /// What is left to spend.
        balances: Balances = (Balances::default()),
        /// Why it may not spend: at least one reason if it may not, else none.
        reasons: Vec<SpendingBlock> = (Vec::new()),
    }
}

mirror! {
    /// What came in the log of rate limits.
    RateLimitNews {
        /// The new entry; None: this is a mark.
        breach: Option<RateLimitBreach> = None,
        /// Whether this is a mark, and no entry: since the last look as many entries came as Venice
        /// shows, so older ones may be missing here.
        may_be_missing: bool,
    }
}

mirror! {
    /// What happened to a key.
    KeyChange {
        /// What happened.
        kind: String,
        /// The key's id.
        id: String,
        /// The key as it is now; None: it is gone.
        key: Option<ApiKey> = None,
        /// Which of its fields changed, by Venice's names.
        changed: Vec<String> = (Vec::new()),
        /// Which share of its cap it has reached: 0.5, 0.8 or 1.
        share: Option<Money> = None,
        /// Which currency that cap is in.
        currency: Option<String> = None,
    }
}

mirror! {
    /// What a wallet has to sign to mint a key.
    Web3Challenge {
        /// The exact text to sign.
        text: Hidden,
        /// Until when it is valid, if it is known.
        expires_at: Option<Time> = None,
        /// Which kind it is.
        generation: String,
    }

    /// Make one of its text alone, from which everything else is read.
    #[staticmethod]
    fn from_text(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = String::read("text", text)?;
        Ok(Self::mirror(venice_keys::Web3Challenge::from_text(text)))
    }
}

impl IntoCore<venice_keys::Web3Challenge> for Web3Challenge {
    fn into_core(self) -> venice_keys::Web3Challenge {
        let mut core = venice_keys::Web3Challenge::from_text(self.text.0);
        core.expires_at = self.expires_at.into_core();
        core.generation = self.generation.into_core();
        core
    }
}

mirror! {
    /// What a wallet has left at Venice, in US dollars where nothing else is said.
    #[derive(Default)]
    WalletBalance {
        /// The wallet's address, as Venice writes it: in lower case.
        wallet_address: Option<String> = None,
        /// Its credit. A wallet that Venice has never seen has 0.
        balance_usd: Option<Money> = None,
        /// Whether that is enough for a request: at least 0.10, or Diem.
        can_consume: Option<bool> = None,
        /// The least that a top-up can be.
        minimum_top_up_usd: Option<Money> = None,
        /// What Venice suggests for a top-up.
        suggested_top_up_usd: Option<Money> = None,
        /// The Diem that is left to the account that the wallet is linked to; None: it is linked to
        /// none, or none is left. While there is some, requests are charged to it, and a top-up
        /// changes nothing about a request that is refused for want of money.
        diem_balance_usd: Option<Money> = None,
    }
}

mirror! {
    /// One header that signs a wallet in to Venice. It is good for one request, within four
    /// minutes.
    SignIn {
        /// The header's name: `SIGN-IN-WITH-X`.
        name: String,
        /// The header's value. Whoever has it before Venice does can spend the wallet's credit with
        /// it.
        value: Secret,
    }
}

mirror! {
    /// A top-up that is prepared: nothing was signed, and nothing is paid yet.
    PendingTopUp {
        /// `pending`, or `enough`: then there is nothing to pay, and no record.
        status: Option<String> = None,
        /// What the payment is for.
        order: String,
        /// The wallet that pays, and whose credit it is.
        wallet_address: String,
        /// How much is paid, in US dollars.
        amount: Option<Money> = None,
        /// The address that Venice wants to be paid at.
        pay_to: Option<String> = None,
        /// Until when it can be paid, by Venice's clock: some minutes.
        valid_before: Option<Time> = None,
        /// The wallet's credit before it.
        balance_usd: Option<Money> = None,
        /// What `x402_pay_top_up` pays: JSON of some kilobytes, which holds no signature and isn't
        /// secret. Store it before you pay.
        record: Option<String> = None,
    }
}

mirror! {
    /// What became of a top-up.
    #[derive(Default)]
    TopUp {
        /// `paid`, or `enough`: then nothing was paid.
        status: Option<String> = None,
        /// The wallet that paid, and whose credit it is.
        wallet_address: Option<String> = None,
        /// How much was credited, in US dollars.
        amount_credited: Option<Money> = None,
        /// The wallet's credit afterwards.
        new_balance: Option<Money> = None,
        /// Venice's id of the payment, to quote to its support. None: that it was paid is known
        /// from the wallet's transactions, not from Venice's response to the payment.
        payment_id: Option<String> = None,
        /// The transaction on Base, if Venice named it.
        transaction: Option<String> = None,
    }
}

mirror! {
    /// One transaction of a wallet's credit, in US dollars.
    WalletTransaction {
        /// Its id.
        id: String,
        /// How much: negative for a charge.
        amount: Option<Money> = None,
        /// The credit afterwards.
        balance_after: Option<Money> = None,
        /// What it does.
        r#type from type_: Option<String> = None,
        /// When it was booked.
        created_at: Option<Time> = None,
        /// The request that was charged; several charges can share one.
        request_id: Option<String> = None,
        /// The model that was used.
        model_id: Option<String> = None,
    }
}

/// A tuple of its members.
impl IntoPython for venice_keys::BegunRotation {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        (self.result.into_python(py)?, self.record).into_bound_py_any(py)
    }
}

/// A tuple of its members.
impl IntoPython for venice_keys::BegunKey {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        (self.result.into_python(py)?, self.record).into_bound_py_any(py)
    }
}

/// A tuple of its members.
impl IntoPython for venice_keys::BegunEnsured {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        (self.result.into_python(py)?, self.record).into_bound_py_any(py)
    }
}

/// A tuple of its members.
impl IntoPython for venice_keys::BegunProvisioned {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        (self.result.into_python(py)?, self.record).into_bound_py_any(py)
    }
}

/// Adds every class of this file to the module.
pub fn add_to(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Attempt>()?;
    module.add_class::<BillingBalance>()?;
    module.add_class::<BillingBalances>()?;
    module.add_class::<Issue>()?;
    module.add_class::<DeletedKey>()?;
    module.add_class::<EnsuredKey>()?;
    module.add_class::<ProvisionedKey>()?;
    module.add_class::<ProvisionProgress>()?;
    module.add_class::<PlannedKey>()?;
    module.add_class::<PendingKey>()?;
    module.add_class::<RotatedKey>()?;
    module.add_class::<PendingRotation>()?;
    module.add_class::<ApiKey>()?;
    module.add_class::<Usage>()?;
    module.add_class::<UsageAmounts>()?;
    module.add_class::<PeriodUsage>()?;
    module.add_class::<CreatedKey>()?;
    module.add_class::<ConsumptionLimit>()?;
    module.add_class::<Remaining>()?;
    module.add_class::<Model>()?;
    module.add_class::<ModelSpec>()?;
    module.add_class::<RateLimits>()?;
    module.add_class::<ApiTier>()?;
    module.add_class::<Balances>()?;
    module.add_class::<ModelRateLimits>()?;
    module.add_class::<RateLimit>()?;
    module.add_class::<RateLimitBreach>()?;
    module.add_class::<UsageAnalytics>()?;
    module.add_class::<DailyUsage>()?;
    module.add_class::<ModelUsage>()?;
    module.add_class::<UsageBreakdown>()?;
    module.add_class::<KeyUsage>()?;
    module.add_class::<DailySeries>()?;
    module.add_class::<UsageEntry>()?;
    module.add_class::<InferenceDetails>()?;
    module.add_class::<SpendingBlock>()?;
    module.add_class::<KeyStatus>()?;
    module.add_class::<RateLimitNews>()?;
    module.add_class::<KeyChange>()?;
    module.add_class::<Web3Challenge>()?;
    module.add_class::<WalletBalance>()?;
    module.add_class::<SignIn>()?;
    module.add_class::<PendingTopUp>()?;
    module.add_class::<TopUp>()?;
    module.add_class::<WalletTransaction>()?;
    Ok(())
}
