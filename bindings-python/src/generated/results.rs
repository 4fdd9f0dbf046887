//! The classes of results, one per struct that a call returns.

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
    /// A key as Venice shows it: everything but its secret.
    ///
    /// Only `id` is always there; older servers leave fields out, and what is missing or odd is
    /// None.
    ApiKey {
        /// Its id, which the other calls take.
        id: String,
        /// What it may do: "INFERENCE" or "ADMIN".
        api_key_type: Option<String> = None,
        /// What people know it by.
        description: Option<String> = None,
        /// When it was made.
        created_at: Option<Time> = None,
        /// When it expires; None: never.
        expires_at: Option<Time> = None,
        /// When it was last used; None: never.
        last_used_at: Option<Time> = None,
        /// The last six characters of its secret.
        last6_chars: Option<String> = None,
        /// Caps on what it may spend.
        consumption_limits: ConsumptionLimit = (ConsumptionLimit::default()),
        /// When the caps start anew: "EPOCH" (every UTC day), "MONTH" or "LIFETIME" (never).
        limit_period: Option<String> = None,
        /// Which models it may call: "ALL", "PRIVATE_TEXT" or "PRIVATE_ONLY".
        model_privacy: Option<String> = None,
        /// From where it may be used, as CIDRs; empty or None: anywhere.
        ip_allowlist: Option<Vec<String>> = None,
        /// What it spent lately. Not in the answer to an update.
        usage: Option<Usage> = None,
        /// What it spent in the present period; only if a usd or diem cap is set.
        current_period_usage: Option<PeriodUsage> = None,
    }
}

mirror! {
    /// A key just made, with its secret: the only time Venice shows it.
    ///
    /// Of a minted key the server's echo of `consumption_limit` is unreliable; what is stored is
    /// right, and `get_key` shows it.
    CreatedKey {
        /// The secret. Keep it now: it can't be shown again.
        api_key: Secret,
        /// The key's id.
        id: String,
        /// What it may do: "INFERENCE" or "ADMIN".
        api_key_type: Option<String> = None,
        /// What people know it by.
        description: Option<String> = None,
        /// When it expires; None: never.
        expires_at: Option<Time> = None,
        /// Caps on what it may spend.
        consumption_limit: ConsumptionLimit = (ConsumptionLimit::default()),
        /// When the caps start anew: "EPOCH" (every UTC day), "MONTH" or "LIFETIME" (never).
        limit_period: Option<String> = None,
        /// Which models it may call: "ALL", "PRIVATE_TEXT" or "PRIVATE_ONLY".
        model_privacy: Option<String> = None,
        /// From where it may be used, as CIDRs; empty or None: anywhere.
        ip_allowlist: Option<Vec<String>> = None,
        /// Fields of the answer that this version can't read, by Venice's names:
        /// "consumptionLimit.usd", "expiresAt", "ipAllowlist". They are empty here, which doesn't
        /// mean that there is no cap, no end, no list: `get_key` tells. Usually there are none.
        unreadable: Vec<String> = (Vec::new()),
    }
}

mirror! {
    /// Caps on what a key may spend in its limit period. None is no cap; 0 is a real cap: it blocks
    /// the key.
    #[derive(Default)]
    ConsumptionLimit {
        /// US dollars.
        usd: Option<Money> = None,
        /// Diem.
        diem: Option<Money> = None,
        /// The deprecated name of diem.
        vcu: Option<Money> = None,
    }
}

mirror! {
    /// What a key spent lately.
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
        /// The deprecated name of diem.
        vcu: Option<Money> = None,
    }
}

mirror! {
    /// Amounts spent in the present limit period. US dollars include bundled credits but not earned
    /// ones, although a cap in US dollars counts those, too: a key can reach its cap while this
    /// shows less.
    PeriodUsage {
        /// US dollars, bundled credits included.
        usd: Option<Money> = None,
        /// Diem.
        diem: Option<Money> = None,
    }
}

mirror! {
    /// Balances and rate limits of the calling key.
    RateLimits {
        /// Whether the key may call inference now: the real "may this key spend".
        access_permitted: bool,
        /// The account's tier.
        api_tier: Option<ApiTier> = None,
        /// What the key can still spend.
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
    ApiTier {
        /// Its id: "paid", …
        id: Option<String> = None,
        /// Whether use is charged.
        is_charged: Option<bool> = None,
    }
}

mirror! {
    /// What the calling key can still spend: each balance of the account, but not more than the
    /// key's own cap leaves. Not the account's balance. Any may be absent, and any may be negative.
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
    ModelRateLimits {
        /// The model.
        api_model_id: Option<String> = None,
        /// Its limits.
        rate_limits: Vec<RateLimit> = (Vec::new()),
    }
}

mirror! {
    /// One limit.
    RateLimit {
        /// What is counted: "RPM", "RPD", "TPM", …
        r#type: Option<String> = None,
        /// How many are allowed.
        amount: Option<u64> = None,
    }
}

mirror! {
    /// A time when the account exceeded a rate limit.
    RateLimitBreach {
        /// The key that did.
        api_key_id: Option<String> = None,
        /// The model; also "endpoint:…" or "model:unknown".
        model_id: Option<String> = None,
        /// What was exceeded: "RPM", "FAILED_REQUESTS", …
        rate_limit_type: Option<String> = None,
        /// The tier whose limit it was.
        rate_limit_tier: Option<String> = None,
        /// When.
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
        /// When it expires; None: never, or it isn't known as the key was refused.
        expires_at: Option<Time> = None,
        /// What the key can still spend.
        balances: Balances = (Balances::default()),
    }
}

mirror! {
    /// A model.
    Model {
        /// Its id, as inference calls name it.
        id: String,
        /// What it makes: "text", "image", …
        r#type: Option<String> = None,
        /// Name and privacy.
        model_spec: ModelSpec = (ModelSpec::default()),
    }
}

mirror! {
    /// What a model says of itself.
    #[derive(Default)]
    ModelSpec {
        /// The name shown to people.
        name: Option<String> = None,
        /// Its privacy tier: "private", "anonymized", …
        privacy: Option<String> = None,
    }
}

mirror! {
    /// One thing that is wrong with a request: where, and which rule.
    Issue {
        /// The field by Venice's name, dots between levels; empty if the server named none.
        field: String,
        /// The rule that was broken.
        message: String,
    }
}

mirror! {
    /// One attempt of a call, as `on_attempt` is shown it. Holds nothing secret.
    Attempt<'_> {
        /// The operation: "create_key".
        operation: String,
        /// The HTTP method.
        method: String,
        /// The path below the base URL, with a key's id where there is one.
        path: String,
        /// Which attempt of the call it was, from 1.
        number: u32,
        /// The response's status, if there was a response.
        status: Option<u16> = None,
        /// What went wrong without a response.
        failure: Option<String> = None,
        /// How long it took, in seconds.
        elapsed: Seconds,
        /// The version of the server that responded, if it said so.
        server_version: Option<String> = None,
        /// What a person should know: the server announced that this operation will go away. Once
        /// per process and operation.
        warning: Option<String> = None,
    }
}

mirror! {
    /// What a wallet has to sign to mint a key. Printed without its text; `to_dict()` has it.
    Web3Challenge {
        /// The exact text to sign.
        text: Hidden,
        /// Until when it is good, if it is known.
        expires_at: Option<Time> = None,
        /// Which kind it is: "jwt" or "siwe".
        generation: String,
    }

    /// A challenge that was handed on as text; its kind and its end are read from it.
    #[staticmethod]
    fn from_text(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = String::read("text", text)?;
        Ok(Self::mirror(venice_keys::Web3Challenge::from_text(text)))
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
    module.add_class::<ApiKey>()?;
    module.add_class::<CreatedKey>()?;
    module.add_class::<ConsumptionLimit>()?;
    module.add_class::<Usage>()?;
    module.add_class::<UsageAmounts>()?;
    module.add_class::<PeriodUsage>()?;
    module.add_class::<RateLimits>()?;
    module.add_class::<ApiTier>()?;
    module.add_class::<Balances>()?;
    module.add_class::<ModelRateLimits>()?;
    module.add_class::<RateLimit>()?;
    module.add_class::<RateLimitBreach>()?;
    module.add_class::<KeyStatus>()?;
    module.add_class::<Model>()?;
    module.add_class::<ModelSpec>()?;
    module.add_class::<Issue>()?;
    module.add_class::<Attempt>()?;
    module.add_class::<Web3Challenge>()?;
    Ok(())
}
