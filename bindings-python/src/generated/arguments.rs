//! How each struct and each enumeration is read from an argument.
//!
//! Generated from core/src by `make generate`.

use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::arguments::{Argument, Given, Members, open_enums, wrong_type};
use crate::fields::IntoCore;
use crate::generated::results;

open_enums! {
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
}

impl Argument for venice_keys::ConsumptionLimit {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        if let Ok(result) = given.cast::<results::ConsumptionLimit>() {
            return Ok(result.get().clone().into_core());
        }
        let members = Members::of(name, given, &["usd", "diem", "vcu"])?;
        let mut read = Self::new();
        read.usd = members.optional("usd")?;
        read.diem = members.optional("diem")?;
        read.vcu = members.optional("vcu")?;
        Ok(read)
    }
}

impl Argument for venice_keys::LimitUpdate {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let members = Members::of(name, given, &["usd", "diem", "vcu"])?;
        let mut read = Self::new();
        read.usd = members.change("usd")?;
        read.diem = members.change("diem")?;
        read.vcu = members.change("vcu")?;
        Ok(read)
    }
}

impl Argument for venice_keys::Web3Challenge {
    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        if let Ok(result) = given.cast::<results::Web3Challenge>() {
            return Ok(result.get().clone().into_core());
        }
        if given.is_instance_of::<PyString>() {
            return Ok(Self::from_text(String::read(name, given)?));
        }
        Err(wrong_type(name, "a Web3Challenge or a str", given))
    }
}

impl Argument for venice_keys::NewKey {
    const SEVERAL: &'static str = "a list of dicts";

    fn one_of(name: &str, place: usize) -> String {
        format!("{name}.{place}")
    }

    fn read(name: &str, given: &Given<'_>) -> PyResult<Self> {
        let members = Members::of(
            name,
            given,
            &[
                "description",
                "api_key_type",
                "consumption_limit",
                "limit_period",
                "expires_at",
                "model_privacy",
                "ip_allowlist",
            ],
        )?;
        let mut read = Self::new(members.required::<String>("description")?);
        read.api_key_type = members.optional("api_key_type")?;
        read.consumption_limit = members.optional("consumption_limit")?;
        read.limit_period = members.optional("limit_period")?;
        read.expires_at = members.optional("expires_at")?;
        read.model_privacy = members.optional("model_privacy")?;
        read.ip_allowlist = members.optional("ip_allowlist")?;
        Ok(read)
    }
}
