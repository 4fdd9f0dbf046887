//! Every value that crosses the boundary, and how.
//!
//! A mirror takes its core struct apart without `..`: a new field of the core doesn't compile until
//! it is mirrored here.

// A mirror's default is one token tree, so that `None` shows in signatures; others stand in parens.
#![allow(unused_parens)]

use std::convert::Infallible;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil;
use jiff::tz::Offset;
use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString,
    PyTuple, PyType, PyTzInfo,
};
use venice_keys::{self as core, Change, Decimal, Expiry, Timestamp};

use crate::cached::Cached;
use crate::{errors, outcome};

// ---- What a mirror is made of -------------------------------------------------------------------

/// What a core value becomes.
trait Mirrors<C> {
    fn mirror(core: C) -> Self;
}

/// How a mirror's field is shown to Python.
trait Shown {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;

    fn repr(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.show(py)?.repr()?.to_string())
    }
}

/// A moment: a `datetime` in UTC.
#[derive(Clone, PartialEq, Hash)]
struct Time(Timestamp);

/// An amount: a `decimal.Decimal`, digit for digit.
#[derive(Clone, PartialEq, Hash)]
struct Money(Decimal);

/// Which kind of challenge.
#[derive(Clone, PartialEq, Hash)]
struct Generation(core::Web3Generation);

/// A text that is there to be used, not to be printed.
#[derive(Clone, PartialEq, Hash)]
struct Hidden(String);

impl<C, T: Mirrors<C>> Mirrors<Option<C>> for Option<T> {
    fn mirror(core: Option<C>) -> Self {
        core.map(T::mirror)
    }
}

impl<C, T: Mirrors<C>> Mirrors<Vec<C>> for Vec<T> {
    fn mirror(core: Vec<C>) -> Self {
        core.into_iter().map(T::mirror).collect()
    }
}

macro_rules! mirrors {
    ($($core:ty => $mirror:ty: $how:expr;)*) => {
        $(impl Mirrors<$core> for $mirror {
            fn mirror(core: $core) -> Self {
                let how: fn($core) -> $mirror = $how;
                how(core)
            }
        })*
    };
}

mirrors! {
    String => String: |text| text;
    String => Hidden: Hidden;
    bool => bool: |flag| flag;
    u64 => u64: |count| count;
    Timestamp => Time: Time;
    Decimal => Money: Money;
    core::Secret => Secret: Secret;
    core::ApiKeyType => String: |known| known.as_str().to_owned();
    core::LimitPeriod => String: |known| known.as_str().to_owned();
    core::ModelPrivacy => String: |known| known.as_str().to_owned();
    core::ModelType => String: |known| known.as_str().to_owned();
    core::RateLimitType => String: |known| known.as_str().to_owned();
    core::Web3Generation => Generation: Generation;
}

impl Shown for String {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, self).into_any())
    }
}

impl Shown for Hidden {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.show(py)
    }

    fn repr(&self, _: Python<'_>) -> PyResult<String> {
        Ok("'…'".to_owned())
    }
}

impl Shown for bool {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyBool::new(py, *self).to_owned().into_any())
    }
}

impl Shown for u64 {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyInt::new(py, *self).into_any())
    }
}

impl Shown for Time {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let time = Offset::UTC.to_datetime(self.0);
        let part = |part: i8| u8::try_from(part).unwrap_or_default();
        if !(1..=9999).contains(&time.year()) {
            return Ok(py.None().into_bound(py)); // no datetime can hold it
        }
        let shown = PyDateTime::new(
            py,
            time.year().into(),
            part(time.month()),
            part(time.day()),
            part(time.hour()),
            part(time.minute()),
            part(time.second()),
            u32::try_from(time.subsec_nanosecond() / 1000).unwrap_or_default(),
            Some(&*PyTzInfo::utc(py)?),
        )?;
        Ok(shown.into_any())
    }
}

fn decimal(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: Cached<PyType> = Cached::new();
    let find = || Ok(py.import("decimal")?.getattr("Decimal")?.cast_into()?);
    DECIMAL.get(py, find)
}

impl Shown for Money {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        decimal(py)?.call1((self.0.to_string(),))
    }
}

impl Shown for Secret {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(Bound::new(py, self.clone())?.into_any())
    }
}

impl<T: Shown> Shown for Option<T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match self {
            Some(value) => value.show(py),
            None => Ok(py.None().into_bound(py)),
        }
    }
}

/// Lists are shown as tuples: what can't be changed looks so.
impl<T: Shown> Shown for Vec<T> {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let shown: Vec<_> = self
            .iter()
            .map(|value| value.show(py))
            .collect::<PyResult<_>>()?;
        Ok(PyTuple::new(py, shown)?.into_any())
    }
}

impl<'py> FromPyObject<'_, 'py> for Time {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let given = given.cast::<PyDateTime>()?;
        moment("time", &given).map(Time)
    }
}

impl<'py> FromPyObject<'_, 'py> for Money {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let text = digits("amount", &given)?;
        let bad = || errors::invalid_input(given.py(), "amount", "must be a finite number");
        let read = text.parse().or_else(|_| Decimal::from_scientific(&text));
        read.map(Money).map_err(|_| bad())
    }
}

impl Shown for Generation {
    fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, self.0.as_str()).into_any())
    }
}

impl FromPyObject<'_, '_> for Generation {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        generation("generation", &given).map(Self)
    }
}

impl FromPyObject<'_, '_> for Hidden {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        given.extract().map(Hidden)
    }
}

/// A value in a dump: no objects of ours, and no secret.
fn plain<'py>(value: Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let py = value.py();
    if value.is_instance_of::<Secret>() {
        return Ok(value.str()?.into_any());
    }
    if let Ok(tuple) = value.cast::<PyTuple>() {
        let members: Vec<_> = tuple.iter().map(plain).collect::<PyResult<_>>()?;
        return Ok(PyList::new(py, members)?.into_any());
    }
    match value.getattr_opt("to_dict")? {
        Some(to_dict) => to_dict.call0(),
        None => Ok(value),
    }
}

/// A mirror of a core struct: frozen, equal by value, printable, picklable unless it holds a
/// secret.
macro_rules! mirror {
    (
        $(#[$about:meta])*
        $name:ident {
            $($(#[$about_field:meta])* $field:ident: $type:ty $(= $default:tt)?,)*
        }
        $($more:tt)*
    ) => {
        $(#[$about])*
        #[pyclass(frozen, eq, hash, from_py_object, module = "venice_keys")]
        #[derive(Clone, PartialEq, Hash)]
        pub struct $name {
            $($field: $type,)*
        }

        impl From<core::$name> for $name {
            fn from(core: core::$name) -> Self {
                let core::$name { $($field,)* } = core;
                Self { $($field: Mirrors::mirror($field),)* }
            }
        }

        impl Mirrors<core::$name> for $name {
            fn mirror(core: core::$name) -> Self {
                core.into()
            }
        }

        impl Shown for $name {
            fn show<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Ok(Bound::new(py, self.clone())?.into_any())
            }
        }

        #[pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = (*, $($field $(= $default)?),*))]
            #[allow(clippy::too_many_arguments)]
            fn new($($field: $type),*) -> Self {
                Self { $($field),* }
            }

            $(
                $(#[$about_field])*
                #[getter]
                fn $field<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                    self.$field.show(py)
                }
            )*

            /// The same as a dict of plain values, secrets redacted.
            fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
                let dict = PyDict::new(py);
                $(dict.set_item(python_name(stringify!($field)), plain(self.$field.show(py)?)?)?;)*
                Ok(dict)
            }

            fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
                let fields: &[String] = &[
                    $(format!("{}={}", python_name(stringify!($field)), self.$field.repr(py)?),)*
                ];
                Ok(format!("{}({})", stringify!($name), fields.join(", ")))
            }

            /// For pickle and copy.
            fn __getnewargs_ex__<'py>(
                &self,
                py: Python<'py>,
            ) -> PyResult<(Bound<'py, PyTuple>, Bound<'py, PyDict>)> {
                let dict = PyDict::new(py);
                $(dict.set_item(python_name(stringify!($field)), self.$field.show(py)?)?;)*
                Ok((PyTuple::empty(py), dict))
            }

            $($more)*
        }
    };
}

fn python_name(field: &'static str) -> &'static str {
    field.strip_prefix("r#").unwrap_or(field)
}

// ---- The mirrors --------------------------------------------------------------------------------

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

impl Issue {
    pub fn of(field: &str, message: &str) -> Self {
        Self::new(field.to_owned(), message.to_owned())
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
        generation: Generation,
    }

    /// A challenge that was handed on as text; its kind and its end are read from it.
    #[staticmethod]
    fn from_text(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(core::Web3Challenge::from_text(self::text("text", text)?).into())
    }
}

// ---- Secrets and wallets ------------------------------------------------------------------------

/// A text that must not be seen: an API key, printed only in part.
///
/// str(), repr(), formatting, logging and to_dict() show `VENICE_INFERENCE_KEY_…2V2jNW`; json,
/// pickle and copy refuse it. `reveal()` is the one way to the text. Two are compared in constant
/// time.
///
/// >>> print(Secret("VENICE_INFERENCE_KEY_5oYg0cQ8kz2V2jNW"))
/// VENICE_INFERENCE_KEY_…2V2jNW
#[pyclass(frozen, module = "venice_keys")]
#[derive(Clone)]
pub struct Secret(core::Secret);

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// For the hash of what holds one: nothing of the secret goes into it.
impl Hash for Secret {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

fn is_not_copied(what: &str) -> PyErr {
    PyTypeError::new_err(format!("a {what} is neither pickled nor copied"))
}

#[pymethods]
impl Secret {
    #[new]
    fn new(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(core::Secret::from(self::text("text", text)?)))
    }

    /// The text itself. Whatever you copy out of it is yours to guard.
    fn reveal(&self) -> &str {
        self.0.reveal()
    }

    fn __str__(&self) -> String {
        self.0.redacted()
    }

    fn __repr__(&self) -> String {
        format!("Secret({})", self.0.redacted())
    }

    fn __format__<'py>(&self, py: Python<'py>, spec: &str) -> PyResult<Bound<'py, PyAny>> {
        self.0
            .redacted()
            .show(py)?
            .call_method1("__format__", (spec,))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self == other
    }

    fn __reduce_ex__(&self, _protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Secret"))
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Secret"))
    }
}

impl<'py> FromPyObject<'_, 'py> for Secret {
    type Error = PyErr;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(given.cast::<Secret>()?.get().clone())
    }
}

/// A wallet held in this process: a private key that signs nothing but Venice's own challenges,
/// each checked before. Printed as its address.
///
/// Raises InvalidInputError unless `private_key` is 64 hex digits, with or without 0x.
#[pyclass(frozen, module = "venice_keys")]
pub struct Wallet(core::Wallet);

#[pymethods]
impl Wallet {
    #[new]
    fn new(py: Python<'_>, private_key: &Bound<'_, PyAny>) -> PyResult<Self> {
        let key = secret("private_key", private_key)?;
        outcome::detached(py, || core::Wallet::from_hex(key.reveal())).map(Self)
    }

    /// Its address, with the EIP-55 checksum.
    #[getter]
    fn address(&self) -> String {
        self.0.address()
    }

    /// Signs a challenge (EIP-191): 65 bytes as 0x-hex, for `mint_web3_key`.
    ///
    /// Raises Web3Error, and signs nothing, if the challenge has expired (`challenge_expired`) or
    /// isn't Venice's for this wallet on Base (`challenge_invalid`).
    fn sign(&self, py: Python<'_>, challenge: &Bound<'_, PyAny>) -> PyResult<String> {
        let challenge = self::challenge("challenge", challenge)?;
        outcome::detached(py, || self.0.sign(&challenge))
    }

    fn __repr__(&self) -> String {
        format!("Wallet({})", self.0.address())
    }

    fn __reduce_ex__(&self, _protocol: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Wallet"))
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(is_not_copied("Wallet"))
    }
}

// ---- Arguments ----------------------------------------------------------------------------------
//
// Each by its name: a wrong type is a TypeError that names the argument, on every Python. A wrong
// value is an InvalidInputError that names the field as Venice does.

type Given<'py> = Bound<'py, PyAny>;

fn wrong_type(argument: &str, wanted: &str, given: &Given<'_>) -> PyErr {
    let what = given.get_type().name().map(|name| name.to_string());
    let what = what.unwrap_or_else(|_| "that".to_owned());
    PyTypeError::new_err(format!("{argument} must be {wanted}, not {what}"))
}

/// An argument's name as Venice writes it: `expires_at` is `expiresAt`.
fn field(argument: &str) -> String {
    let mut words = argument.split('_');
    let mut name = words.next().unwrap_or_default().to_owned();
    for word in words {
        let (first, rest) = word.split_at(1);
        name.push_str(&first.to_uppercase());
        name.push_str(rest);
    }
    name
}

fn refused(argument: &str, given: &Given<'_>, rule: &str) -> PyErr {
    errors::invalid_input(given.py(), &field(argument), rule)
}

/// The text of a str. What no UTF-8 can hold is refused without being shown: Python's own error for
/// it carries the whole text along.
pub fn text(argument: &str, given: &Given<'_>) -> PyResult<String> {
    let text = given
        .cast::<PyString>()
        .map_err(|_| wrong_type(argument, "a str", given))?;
    let bad = |_| refused(argument, given, "must not hold lone surrogates");
    text.to_str().map(str::to_owned).map_err(bad)
}

/// What is longer than a clock can tell, `inf` included, is no limit.
pub fn seconds(argument: &str, given: &Given<'_>) -> PyResult<Duration> {
    let seconds = match given.extract::<f64>() {
        Ok(seconds) => seconds,
        // An int that no float can hold.
        Err(error) if error.is_instance_of::<PyOverflowError>(given.py()) => match given.gt(0)? {
            true => f64::INFINITY,
            false => f64::NEG_INFINITY,
        },
        Err(_) => return Err(wrong_type(argument, "a number of seconds", given)),
    };
    let rule = format!("{argument} must be a number of seconds, longer than zero");
    if seconds.is_nan() || seconds <= 0.0 {
        return Err(errors::config(given.py(), &rule));
    }
    Ok(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX))
}

pub fn count(argument: &str, given: &Given<'_>) -> PyResult<u32> {
    let count = given
        .cast::<PyInt>()
        .map_err(|_| wrong_type(argument, "an int", given))?;
    let rule = format!("{argument} must be from 0 to {}", u32::MAX);
    count
        .extract::<u32>()
        .map_err(|_| errors::config(given.py(), &rule))
}

/// A pair of count and seconds.
pub fn rate(argument: &str, given: &Given<'_>) -> PyResult<(u32, Duration)> {
    let bad = |_| wrong_type(argument, "a pair such as (20, 60.0)", given);
    let (most, per) = given.extract::<(Given<'_>, Given<'_>)>().map_err(bad)?;
    Ok((count(argument, &most)?, seconds(argument, &per)?))
}

pub fn path(argument: &str, given: &Given<'_>) -> PyResult<PathBuf> {
    given
        .extract()
        .map_err(|_| wrong_type(argument, "a str or a path", given))
}

/// A secret as people give it: a str or a Secret.
pub fn secret(argument: &str, given: &Given<'_>) -> PyResult<core::Secret> {
    match given.cast::<Secret>() {
        Ok(secret) => Ok(secret.get().0.clone()),
        Err(_) if given.is_instance_of::<PyString>() => Ok(text(argument, given)?.into()),
        Err(_) => Err(wrong_type(argument, "a str or a Secret", given)),
    }
}

pub fn wallet(argument: &str, given: &Given<'_>) -> PyResult<core::Wallet> {
    let wallet = given
        .cast::<Wallet>()
        .map_err(|_| wrong_type(argument, "a Wallet", given))?;
    Ok(wallet.get().0.clone())
}

/// A challenge as people give it: a Web3Challenge or its text.
pub fn challenge(argument: &str, given: &Given<'_>) -> PyResult<core::Web3Challenge> {
    match given.cast::<Web3Challenge>() {
        Ok(challenge) => {
            let Web3Challenge {
                text,
                expires_at,
                generation,
            } = challenge.get().clone();
            Ok(core::Web3Challenge {
                text: text.0,
                expires_at: expires_at.map(|time| time.0),
                generation: generation.0,
            })
        }
        Err(_) if given.is_instance_of::<PyString>() => {
            Ok(core::Web3Challenge::from_text(text(argument, given)?))
        }
        Err(_) => Err(wrong_type(argument, "a Web3Challenge or a str", given)),
    }
}

/// Which kind of challenge, by its name.
pub fn generation(argument: &str, given: &Given<'_>) -> PyResult<core::Web3Generation> {
    let parsed = text(argument, given)?.parse::<core::Web3Generation>();
    parsed.map_err(|error| errors::exception(given.py(), &error))
}

/// The moment of an aware datetime.
fn moment(argument: &str, given: &Bound<'_, PyDateTime>) -> PyResult<Timestamp> {
    let py = given.py();
    if given.call_method0("utcoffset")?.is_none() {
        let rule = "must not be a datetime without a time zone: make it aware, as in \
                    datetime.now(timezone.utc) or naive.replace(tzinfo=timezone.utc)";
        return Err(refused(argument, given, rule));
    }
    let bad = || refused(argument, given, "must be within the years 1 to 9999 in UTC");
    let utc = given
        .call_method1("astimezone", (PyTzInfo::utc(py)?,))
        .map_err(|_| bad())?;
    let part = |name: &str| utc.getattr(name)?.extract::<i32>();
    let small = |name: &str| utc.getattr(name)?.extract::<i8>();
    let time = civil::DateTime::new(
        utc.getattr("year")?.extract()?,
        small("month")?,
        small("day")?,
        small("hour")?,
        small("minute")?,
        small("second")?,
        part("microsecond")? * 1000,
    );
    time.and_then(|time| Offset::UTC.to_timestamp(time))
        .map_err(|_| bad())
}

/// When a key shall expire: an aware datetime, a date, or Venice's own text.
fn expiry(argument: &str, given: &Given<'_>) -> PyResult<Expiry> {
    if given.is_instance_of::<PyString>() {
        let expiry = text(argument, given)?.parse::<Expiry>();
        return expiry.map_err(|error| errors::exception(given.py(), &error));
    }
    // A datetime is a date, too.
    if let Ok(given) = given.cast::<PyDateTime>() {
        return Ok(Expiry::At(moment(argument, given)?));
    }
    let wanted = "an aware datetime, a date or a str";
    let day = given
        .cast::<PyDate>()
        .map_err(|_| wrong_type(argument, wanted, given))?;
    let part = |name: &str| day.getattr(name)?.extract::<i8>();
    let day = civil::Date::new(
        day.getattr("year")?.extract()?,
        part("month")?,
        part("day")?,
    );
    day.map(Expiry::Day)
        .map_err(|_| refused(argument, given, "must be a calendar date"))
}

/// The digits of an amount. A float is taken by its shortest form, so 0.1 is 0.1.
fn digits(argument: &str, given: &Given<'_>) -> PyResult<String> {
    if let Ok(float) = given.cast::<PyFloat>() {
        return Ok(format!("{:?}", float.extract::<f64>()?));
    }
    if given.is_instance_of::<PyString>() {
        return text(argument, given);
    }
    let is_number = given.is_instance_of::<PyInt>() || given.is_instance(decimal(given.py())?)?;
    if is_number && !given.is_instance_of::<PyBool>() {
        return Ok(given.str()?.to_string());
    }
    Err(wrong_type(argument, "a Decimal, int, str or float", given))
}

/// Caps by name. A name that is none is refused: a typo must not make a key without a cap.
fn caps(argument: &str, given: &Given<'_>) -> PyResult<core::LimitUpdate> {
    let bad = |_| wrong_type(argument, "a dict such as {\"usd\": 50}", given);
    let members = given.cast::<PyMapping>().map_err(bad)?;
    let mut caps = core::LimitUpdate::new();
    for member in members.items()?.iter() {
        let (name, amount) = member.extract::<(Given<'_>, Given<'_>)>()?;
        let name = name.str()?.to_string();
        let place = format!("{argument}.{name}");
        let cap = match name.as_str() {
            "usd" => &mut caps.usd,
            "diem" => &mut caps.diem,
            "vcu" => &mut caps.vcu,
            _ => {
                let rule = "is no limit: there are usd, diem and vcu";
                return Err(refused(&place, given, rule));
            }
        };
        *cap = match amount.is_none() {
            true => Change::Clear,
            false => {
                let read = core::parse_amount(&field(&place), &digits(&place, &amount)?);
                Change::Set(read.map_err(|error| errors::exception(given.py(), &error))?)
            }
        };
    }
    Ok(caps)
}

/// The caps of a new key: a dict, or the limits of another key.
fn new_caps(argument: &str, given: &Given<'_>) -> PyResult<core::ConsumptionLimit> {
    if let Ok(limit) = given.cast::<ConsumptionLimit>() {
        let ConsumptionLimit { usd, diem, vcu } = limit.get().clone();
        let core = |money: Option<Money>| money.map(|money| money.0);
        return Ok(core::ConsumptionLimit {
            usd: core(usd),
            diem: core(diem),
            vcu: core(vcu),
        });
    }
    let core::LimitUpdate { usd, diem, vcu } = caps(argument, given)?;
    let set = |change| match change {
        Change::Set(amount) => Some(amount),
        Change::Keep | Change::Clear => None,
    };
    Ok(core::ConsumptionLimit {
        usd: set(usd),
        diem: set(diem),
        vcu: set(vcu),
    })
}

/// The texts of any iterable but a str itself.
fn texts(argument: &str, given: &Given<'_>) -> PyResult<Vec<String>> {
    let wanted = "a list of str";
    if given.is_instance_of::<PyString>() || given.is_instance_of::<PyBytes>() {
        return Err(wrong_type(argument, wanted, given));
    }
    let members = given
        .try_iter()
        .map_err(|_| wrong_type(argument, wanted, given))?;
    let place = format!("each of {argument}");
    members.map(|member| text(&place, &member?)).collect()
}

/// What a new key shall be, from the arguments of create and mint.
pub struct NewKey<'py> {
    pub description: Option<Given<'py>>,
    pub api_key_type: Option<Given<'py>>,
    pub consumption_limit: Option<Given<'py>>,
    pub limit_period: Option<Given<'py>>,
    pub expires_at: Option<Given<'py>>,
    pub model_privacy: Option<Given<'py>>,
    pub ip_allowlist: Option<Given<'py>>,
}

impl NewKey<'_> {
    pub fn core(&self) -> PyResult<core::NewKey> {
        let Self {
            description,
            api_key_type,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = self;
        Ok(core::NewKey {
            description: optional("description", description, text)?,
            api_key_type: optional("api_key_type", api_key_type, named)?
                .unwrap_or(core::ApiKeyType::Inference),
            consumption_limit: optional("consumption_limit", consumption_limit, new_caps)?,
            limit_period: optional("limit_period", limit_period, named)?,
            expires_at: optional("expires_at", expires_at, expiry)?,
            model_privacy: optional("model_privacy", model_privacy, named)?,
            ip_allowlist: optional("ip_allowlist", ip_allowlist, texts)?,
        })
    }
}

/// A value of one of the core's open enumerations.
pub fn named<T: for<'a> From<&'a str>>(argument: &str, given: &Given<'_>) -> PyResult<T> {
    Ok(text(argument, given)?.as_str().into())
}

pub fn optional<'py, T>(
    argument: &str,
    given: &Option<Given<'py>>,
    read: impl FnOnce(&str, &Given<'py>) -> PyResult<T>,
) -> PyResult<Option<T>> {
    given
        .as_ref()
        .map(|given| read(argument, given))
        .transpose()
}

/// An argument of an update: left out it keeps, None clears.
pub enum Arg<'py> {
    Keep,
    Clear,
    Set(Given<'py>),
}

impl<'py> FromPyObject<'_, 'py> for Arg<'py> {
    type Error = Infallible;
    fn extract(given: Borrowed<'_, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(match given.is_none() {
            true => Arg::Clear,
            false => Arg::Set(given.to_owned()),
        })
    }
}

impl<'py> Arg<'py> {
    fn change<T>(
        &self,
        argument: &str,
        read: impl FnOnce(&str, &Given<'py>) -> PyResult<T>,
    ) -> PyResult<Change<T>> {
        Ok(match self {
            Arg::Keep => Change::Keep,
            Arg::Clear => Change::Clear,
            Arg::Set(given) => Change::Set(read(argument, given)?),
        })
    }
}

/// What shall change about a key, from the arguments of an update.
pub struct KeyUpdate<'py> {
    pub description: Arg<'py>,
    pub consumption_limit: Arg<'py>,
    pub limit_period: Arg<'py>,
    pub expires_at: Arg<'py>,
    pub model_privacy: Arg<'py>,
    pub ip_allowlist: Arg<'py>,
}

impl KeyUpdate<'_> {
    pub fn core(&self) -> PyResult<core::KeyUpdate> {
        let Self {
            description,
            consumption_limit,
            limit_period,
            expires_at,
            model_privacy,
            ip_allowlist,
        } = self;
        Ok(core::KeyUpdate {
            description: description.change("description", text)?,
            consumption_limit: consumption_limit.change("consumption_limit", caps)?,
            limit_period: limit_period.change("limit_period", named)?,
            expires_at: expires_at.change("expires_at", expiry)?,
            model_privacy: model_privacy.change("model_privacy", named)?,
            ip_allowlist: ip_allowlist.change("ip_allowlist", texts)?,
        })
    }
}

// ---- Answers ------------------------------------------------------------------------------------

/// What a call of the core answers, and what Python gets of it.
pub trait Answer: Send + 'static {
    /// Whether a call that answers this makes a key.
    const MAKES_KEY: bool = false;

    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>>;

    /// The id of a key that was made.
    fn made_key(&self) -> Option<&str> {
        None
    }
}

impl Answer for () {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(py.None().into_bound(py))
    }
}

impl Answer for core::CreatedKey {
    const MAKES_KEY: bool = true;

    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        Ok(Bound::new(py, CreatedKey::from(self))?.into_any())
    }

    fn made_key(&self) -> Option<&str> {
        Some(&self.id)
    }
}

macro_rules! answers {
    ($($name:ident),*) => {
        $(impl Answer for core::$name {
            fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
                Ok(Bound::new(py, $name::from(self))?.into_any())
            }
        })*
    };
}

answers!(
    ApiKey,
    RateLimits,
    KeyStatus,
    RateLimitBreach,
    Model,
    Web3Challenge
);

impl<T: Answer> Answer for Vec<T> {
    fn into_python(self, py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
        let list = PyList::empty(py);
        for answer in self {
            list.append(answer.into_python(py)?)?;
        }
        Ok(list.into_any())
    }
}
