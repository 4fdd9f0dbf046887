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
