//! The classes of results, one for each struct that comes out.
//!
//! Generated from core/src by `make generate`.

// A default is one token tree, so that `None` shows in signatures; others stand in parentheses.
#![allow(unused_parens)]

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::arguments::Argument;
use crate::results::{
    Field, Hidden, IntoCore, IntoPython, Mirrors, Money, Seconds, Time, core_field, mirror, plain,
    python_name,
};
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
        /// The version of the server that responded, if it said so: worth quoting to Venice's
        /// support.
        server_version: Option<String> = None,
        /// What a person should know: the server announced that this operation will go away
        /// (`Deprecation`, `Sunset`). Once per process and operation.
        warning: Option<String> = None,
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

/// Adds every class of this file to the module.
pub fn add_to(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Attempt>()?;
    module.add_class::<Issue>()?;
    module.add_class::<ApiKey>()?;
    module.add_class::<Usage>()?;
    module.add_class::<UsageAmounts>()?;
    module.add_class::<PeriodUsage>()?;
    module.add_class::<CreatedKey>()?;
    module.add_class::<ConsumptionLimit>()?;
    module.add_class::<Model>()?;
    module.add_class::<ModelSpec>()?;
    module.add_class::<RateLimits>()?;
    module.add_class::<ApiTier>()?;
    module.add_class::<Balances>()?;
    module.add_class::<ModelRateLimits>()?;
    module.add_class::<RateLimit>()?;
    module.add_class::<RateLimitBreach>()?;
    module.add_class::<KeyStatus>()?;
    module.add_class::<Web3Challenge>()?;
    Ok(())
}
