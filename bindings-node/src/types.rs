//! Every value that crosses between JavaScript and the core, and how it is converted.
//!
//! **Into the core**: options objects are read member by member. A member of a wrong type, or one
//! that nobody asked for, is a `TypeError`; what a right type holds is the core's to judge.
//!
//! **Out of the core**: an answer crosses as one JSON text, written by the thread that made the
//! call, because `JSON.parse` makes many objects in half the time that Node-API takes. Money is
//! text, times are milliseconds, and the names of the members that are times go along, for
//! `lib/types.js` to make `Date`s of. A secret crosses beside the text, as a handle.
//!
//! Each core struct is taken apart, or made, without `..`: a new field doesn't compile until it has
//! its place here.

use napi::bindgen_prelude::{Array, FromNapiValue, JsObjectValue, Object, Unknown};
use napi::{JsDate, JsValue, ValueType};
use napi_derive::napi;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use venice_keys::{
    ApiKey, ApiKeyType, ApiTier, Balances, Change, ConsumptionLimit, CreatedKey, Decimal, Expiry,
    KeyStatus, KeyUpdate, LimitPeriod, LimitUpdate, Model, ModelPrivacy, ModelRateLimits,
    ModelSpec, ModelType, NewKey, PeriodUsage, RateLimit, RateLimitBreach, RateLimitType,
    RateLimits, Secret, Timestamp, Usage, UsageAmounts, Web3Challenge, Web3Generation,
    parse_amount,
};

use crate::errors::Thrown;

type Read<T> = Result<T, Thrown>;

// ---------------------------------------------------------------------------------------------
// Into the core
// ---------------------------------------------------------------------------------------------

/// A type that a JavaScript value is read as. `field` is what an error names.
trait FromJs: Sized {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self>;
}

/// The members of an options object, asked for one by one; [`end`](Self::end) refuses what is left.
pub(crate) struct Options<'env> {
    object: Object<'env>,
    /// What errors call it; members of a nested object are named `consumptionLimit.usd`.
    path: Option<&'static str>,
    whole: &'static str,
    asked: Vec<&'static str>,
}

impl<'env> Options<'env> {
    /// `whole` is what the object is called in errors.
    pub(crate) fn of(whole: &'static str, value: Unknown<'env>) -> Read<Self> {
        if value.get_type()? != ValueType::Object || value.is_array()? || value.is_date()? {
            return Err(wrong(whole, "an object", value));
        }
        Ok(Self {
            object: Object::from_unknown(value)?,
            path: None,
            whole,
            asked: Vec::new(),
        })
    }

    fn nested(field: &'static str, value: Unknown<'env>) -> Read<Self> {
        let options = Self::of(field, value)?;
        Ok(Self {
            path: Some(field),
            ..options
        })
    }

    fn named(&self, name: &str) -> String {
        match self.path {
            Some(path) => format!("{path}.{name}"),
            None => name.to_owned(),
        }
    }

    fn member(&mut self, name: &'static str) -> Read<(Unknown<'env>, ValueType)> {
        self.asked.push(name);
        let value = self.object.get_named_property_unchecked::<Unknown>(name)?;
        let kind = value.get_type()?;
        Ok((value, kind))
    }

    /// A member that must be there.
    fn required<T: FromJs>(&mut self, name: &'static str) -> Read<T> {
        let (value, _) = self.member(name)?;
        T::from_js(&self.named(name), value)
    }

    /// A member that may be absent, `undefined` or `null`.
    fn optional<T: FromJs>(&mut self, name: &'static str) -> Read<Option<T>> {
        match self.member(name)? {
            (_, ValueType::Undefined | ValueType::Null) => Ok(None),
            (value, _) => T::from_js(&self.named(name), value).map(Some),
        }
    }

    /// A member of which `undefined` keeps and `null` clears.
    fn change<T: FromJs>(&mut self, name: &'static str) -> Read<Change<T>> {
        match self.member(name)? {
            (_, ValueType::Undefined) => Ok(Change::Keep),
            (_, ValueType::Null) => Ok(Change::Clear),
            (value, _) => T::from_js(&self.named(name), value).map(Change::Set),
        }
    }

    /// An option of a client, of which `undefined` is the default and `null` an error.
    fn setting<T: FromJs>(&mut self, name: &'static str) -> Read<Option<T>> {
        match self.member(name)? {
            (_, ValueType::Undefined) => Ok(None),
            (value, _) => T::from_js(&self.named(name), value).map(Some),
        }
    }

    /// A member that the JavaScript layer has taken already.
    fn taken(&mut self, name: &'static str) {
        self.asked.push(name);
    }

    /// Refuses members that nobody asked for: a typo in `consumptionLimit` must not make an
    /// uncapped key.
    fn end(self) -> Read<()> {
        let names = self.object.get_property_names()?;
        for at in 0..names.get_array_length()? {
            let name: String = names.get_element(at)?;
            if !self.asked.contains(&name.as_str()) {
                return Err(Thrown::WrongType(format!(
                    "unknown option {}: {} takes {}",
                    self.named(&name),
                    self.whole,
                    self.asked.join(", ")
                )));
            }
        }
        Ok(())
    }
}

/// The `TypeError` of a value of a wrong type. It never shows the value, which may be a secret.
fn wrong(field: &str, expected: &str, value: Unknown<'_>) -> Thrown {
    let found = match value.get_type() {
        Ok(ValueType::Undefined) => "undefined",
        Ok(ValueType::Null) => "null",
        Ok(ValueType::Boolean) => "a boolean",
        Ok(ValueType::Number) => "a number",
        Ok(ValueType::String) => "a string",
        Ok(ValueType::Symbol) => "a symbol",
        Ok(ValueType::BigInt) => "a bigint",
        Ok(ValueType::Function) => "a function",
        Ok(ValueType::Object) if value.is_array().unwrap_or(false) => "an array",
        _ => "an object",
    };
    Thrown::WrongType(format!("{field} must be {expected}, and is {found}"))
}

/// A text that is an argument of its own.
pub(crate) fn text(name: &str, value: Unknown<'_>) -> Read<String> {
    String::from_js(name, value)
}

/// A text that is an argument of its own and may be left out.
pub(crate) fn optional_text(name: &str, value: Unknown<'_>) -> Read<Option<String>> {
    match value.get_type()? {
        ValueType::Undefined => Ok(None),
        _ => text(name, value).map(Some),
    }
}

impl FromJs for String {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        match value.get_type()? {
            ValueType::String => Ok(String::from_unknown(value)?),
            _ => Err(wrong(field, "a string", value)),
        }
    }
}

impl FromJs for f64 {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        match value.get_type()? {
            ValueType::Number => Ok(f64::from_unknown(value)?),
            _ => Err(wrong(field, "a number", value)),
        }
    }
}

impl FromJs for u32 {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        let number = f64::from_js(field, value)?;
        // A float to integer cast saturates, so what comes back unchanged was in range and whole.
        let whole = number as u32;
        match f64::from(whole) == number {
            true => Ok(whole),
            false => Err(Thrown::WrongType(format!(
                "{field} must be a whole number from 0 to {}",
                u32::MAX
            ))),
        }
    }
}

/// Milliseconds. What is no duration (negative, `NaN`) is the zero that the core refuses; what is
/// beyond all durations is the longest there is.
pub(crate) struct Millis(pub(crate) std::time::Duration);

impl FromJs for Millis {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        use std::time::Duration;
        let millis = f64::from_js(field, value)?;
        let longest = if millis > 0.0 {
            Duration::MAX
        } else {
            Duration::ZERO
        };
        Ok(Self(
            Duration::try_from_secs_f64(millis / 1000.0).unwrap_or(longest),
        ))
    }
}

/// Money: text and bigints by their digits, numbers as JavaScript prints them.
impl FromJs for Decimal {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        let digits = match value.get_type()? {
            ValueType::String => String::from_unknown(value)?,
            ValueType::Number => f64::from_unknown(value)?.to_string(),
            ValueType::BigInt => value.coerce_to_string()?.into_utf8()?.into_owned()?,
            _ => return Err(wrong(field, "a number, a string or a bigint", value)),
        };
        Ok(parse_amount(field, &digits)?)
    }
}

/// A `Date`, or a text that the core reads.
impl FromJs for Expiry {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        if value.is_date()? {
            let millis = JsDate::from_unknown(value)?.value_of()?;
            return match Timestamp::from_millisecond(millis as i64) {
                Ok(time) if millis.is_finite() => Ok(Expiry::from(time)),
                // An Invalid Date is no expiry, in the core's own words.
                _ => Ok(millis.to_string().parse()?),
            };
        }
        match value.get_type()? {
            ValueType::String => Ok(String::from_unknown(value)?.parse()?),
            _ => Err(wrong(field, "a Date or a string", value)),
        }
    }
}

impl FromJs for Vec<String> {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        if !value.is_array()? {
            return Err(wrong(field, "an array of strings", value));
        }
        let array = Array::from_unknown(value)?;
        let element = |at| {
            let element = Object::from_unknown(value)?.get_element::<Unknown>(at)?;
            String::from_js(&format!("{field}.{at}"), element)
        };
        (0..array.len()).map(element).collect()
    }
}

macro_rules! open_enums {
    ($($name:ident),+) => {
        $(impl FromJs for $name {
            fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
                Ok(Self::from(String::from_js(field, value)?.as_str()))
            }
        })+
    };
}
open_enums!(ApiKeyType, LimitPeriod, ModelPrivacy, ModelType);

impl FromJs for ConsumptionLimit {
    fn from_js(_: &str, value: Unknown<'_>) -> Read<Self> {
        let mut from = Options::nested("consumptionLimit", value)?;
        let limit = Self {
            usd: from.optional("usd")?,
            diem: from.optional("diem")?,
            vcu: from.optional("vcu")?,
        };
        from.end()?;
        Ok(limit)
    }
}

impl FromJs for LimitUpdate {
    fn from_js(_: &str, value: Unknown<'_>) -> Read<Self> {
        let mut from = Options::nested("consumptionLimit", value)?;
        let update = Self {
            usd: from.change("usd")?,
            diem: from.change("diem")?,
            vcu: from.change("vcu")?,
        };
        from.end()?;
        Ok(update)
    }
}

impl Options<'_> {
    fn new_key(&mut self) -> Read<NewKey> {
        Ok(NewKey {
            description: self.optional("description")?,
            api_key_type: self
                .optional("apiKeyType")?
                .unwrap_or(NewKey::default().api_key_type),
            consumption_limit: self.optional("consumptionLimit")?,
            limit_period: self.optional("limitPeriod")?,
            expires_at: self.optional("expiresAt")?,
            model_privacy: self.optional("modelPrivacy")?,
            ip_allowlist: self.optional("ipAllowlist")?,
        })
    }
}

/// The options of `createKey`.
pub(crate) fn new_key(value: Unknown<'_>) -> Read<NewKey> {
    let mut from = Options::of("createKey", value)?;
    let new_key = from.new_key()?;
    from.end()?;
    Ok(new_key)
}

/// The options of `mintWithWallet`, which may be left out.
pub(crate) fn wallet_key(value: Unknown<'_>) -> Read<NewKey> {
    if value.get_type()? == ValueType::Undefined {
        return Ok(NewKey::default());
    }
    let mut from = Options::of("mintWithWallet", value)?;
    let new_key = from.new_key()?;
    from.end()?;
    Ok(new_key)
}

/// The options of `mintWeb3Key`.
pub(crate) struct Mint {
    pub(crate) address: String,
    pub(crate) signature: String,
    pub(crate) challenge: Web3Challenge,
    pub(crate) new_key: NewKey,
}

pub(crate) fn mint(value: Unknown<'_>) -> Read<Mint> {
    let mut from = Options::of("mintWeb3Key", value)?;
    let mint = Mint {
        address: from.required("address")?,
        signature: from.required("signature")?,
        challenge: from.required("challenge")?,
        new_key: from.new_key()?,
    };
    from.end()?;
    Ok(mint)
}

/// The changes of `updateKey`.
pub(crate) fn key_update(value: Unknown<'_>) -> Read<KeyUpdate> {
    let mut from = Options::of("updateKey", value)?;
    let update = KeyUpdate {
        description: from.change("description")?,
        consumption_limit: from.change("consumptionLimit")?,
        limit_period: from.change("limitPeriod")?,
        expires_at: from.change("expiresAt")?,
        model_privacy: from.change("modelPrivacy")?,
        ip_allowlist: from.change("ipAllowlist")?,
    };
    from.end()?;
    Ok(update)
}

/// The filter of `listModels`, which may be left out.
pub(crate) fn model_type(value: Unknown<'_>) -> Read<Option<ModelType>> {
    Ok(optional_text("type", value)?.map(|text| ModelType::from(text.as_str())))
}

/// A challenge as `web3Challenge` gave it, or its text.
impl FromJs for Web3Challenge {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        match value.get_type()? {
            ValueType::String => return Ok(Self::from_text(String::from_unknown(value)?)),
            ValueType::Object if !value.is_array()? => {}
            _ => return Err(wrong(field, "a challenge or its text", value)),
        }
        let mut from = Options::nested("challenge", value)?;
        let generation: String = from.required("generation")?;
        let challenge = Self {
            text: from.required("text")?,
            expires_at: from.optional::<Moment>("expiresAt")?.map(|Moment(t)| t),
            generation: match generation.as_str() {
                "jwt" => Web3Generation::Jwt,
                "siwe" => Web3Generation::Siwe,
                _ => {
                    return Err(Thrown::WrongType(format!(
                        "{field}.generation must be \"jwt\" or \"siwe\""
                    )));
                }
            },
        };
        from.end()?;
        Ok(challenge)
    }
}

/// A challenge that is an argument of its own.
pub(crate) fn challenge(value: Unknown<'_>) -> Read<Web3Challenge> {
    Web3Challenge::from_js("challenge", value)
}

/// A `Date` that came from us.
struct Moment(Timestamp);

impl FromJs for Moment {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        let no = || wrong(field, "a valid Date", value);
        if !value.is_date()? {
            return Err(no());
        }
        let millis = JsDate::from_unknown(value)?.value_of()?;
        match Timestamp::from_millisecond(millis as i64) {
            Ok(time) if millis.is_finite() => Ok(Self(time)),
            _ => Err(no()),
        }
    }
}

/// The options of a client.
pub(crate) struct ClientOptions {
    pub(crate) api_key: Option<Secret>,
    pub(crate) base_url: Option<String>,
    pub(crate) timeout: Option<Millis>,
    pub(crate) connect_timeout: Option<Millis>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) create_limit: Option<CreateLimit>,
    pub(crate) ca_file: Option<String>,
}

pub(crate) struct CreateLimit {
    pub(crate) count: u32,
    pub(crate) per: Millis,
}

impl FromJs for CreateLimit {
    fn from_js(_: &str, value: Unknown<'_>) -> Read<Self> {
        let mut from = Options::nested("createLimit", value)?;
        let limit = Self {
            count: from.required("count")?,
            per: from.required("perMs")?,
        };
        from.end()?;
        Ok(limit)
    }
}

/// Reads a client's options. `secret` is there if `apiKey` is a `Secret`; an anonymous client takes
/// no key. The `logger` is the JavaScript layer's.
pub(crate) fn client_options(
    value: Unknown<'_>,
    secret: Option<&NativeSecret>,
    anonymous: bool,
) -> Read<ClientOptions> {
    let whole = if anonymous {
        "Client.anonymous"
    } else {
        "Client"
    };
    let mut from = Options::of(whole, value)?;
    let api_key = match secret {
        _ if anonymous => None,
        Some(NativeSecret(secret)) => {
            from.taken("apiKey");
            Some(secret.clone())
        }
        None => match from.member("apiKey")? {
            (_, ValueType::Undefined) => None,
            (value, ValueType::String) => Some(Secret::from(String::from_unknown(value)?)),
            (value, _) => return Err(wrong("apiKey", "a string or a Secret", value)),
        },
    };
    let options = ClientOptions {
        api_key,
        base_url: from.setting("baseUrl")?,
        timeout: from.setting("timeoutMs")?,
        connect_timeout: from.setting("connectTimeoutMs")?,
        max_retries: from.setting("maxRetries")?,
        create_limit: from.setting("createLimit")?,
        ca_file: from.setting("caFile")?,
    };
    from.taken("logger");
    from.end()?;
    Ok(options)
}

/// A secret that stays outside JavaScript's memory until it is revealed.
#[napi]
pub struct NativeSecret(Secret);

#[napi]
impl NativeSecret {
    /// Takes a text.
    #[napi(constructor)]
    pub fn new(text: String) -> Self {
        Self(Secret::from(text))
    }

    /// The text.
    #[napi]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// The form that is safe to show.
    #[napi]
    pub fn redacted(&self) -> String {
        self.0.redacted()
    }

    /// Whether both are the same text, compared in constant time.
    #[napi]
    pub fn equals(&self, other: &NativeSecret) -> bool {
        self.0 == other.0
    }
}

// ---------------------------------------------------------------------------------------------
// Out of the core
// ---------------------------------------------------------------------------------------------

/// What a call gives back: a text for `lib/types.js`, and beside it the secret, if there is one.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) text: String,
    pub(crate) secret: Option<NativeSecret>,
}

impl Answer {
    pub(crate) fn text(text: String) -> Self {
        Self { text, secret: None }
    }
}

/// What an operation results in.
pub(crate) trait Outcome {
    fn answer(&self) -> Answer;
}

impl Outcome for () {
    fn answer(&self) -> Answer {
        Answer::default()
    }
}

impl<T: Whole> Outcome for Vec<T>
where
    for<'a> Js<'a, T>: Serialize,
{
    fn answer(&self) -> Answer {
        answer(T::TIMES, Js(self), None)
    }
}

/// A struct that is an operation's result, or an element of one. Nothing else may have times.
pub(crate) trait Whole {
    /// Its members that are times.
    const TIMES: &'static [&'static str];
}

fn answer(times: &[&str], value: impl Serialize, secret: Option<&Secret>) -> Answer {
    #[derive(Serialize)]
    struct Envelope<'a, V> {
        times: &'a [&'a str],
        value: V,
    }
    Answer {
        // Texts, numbers and lists of them: there is nothing that could fail to be written.
        text: serde_json::to_string(&Envelope { times, value }).unwrap_or_default(),
        secret: secret.cloned().map(NativeSecret),
    }
}

/// A core value in the form in which it crosses.
pub(crate) struct Js<'a, T: ?Sized>(&'a T);

/// A time, in milliseconds.
struct JsTime<'a>(&'a Option<Timestamp>);

impl Serialize for JsTime<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.map(Timestamp::as_millisecond).serialize(to)
    }
}

impl<T> Serialize for Js<'_, Option<T>>
where
    for<'a> Js<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.as_ref().map(Js).serialize(to)
    }
}

impl<T> Serialize for Js<'_, Vec<T>>
where
    for<'a> Js<'a, T>: Serialize,
{
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(Js))
    }
}

impl Serialize for Js<'_, String> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0)
    }
}

impl Serialize for Js<'_, bool> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bool(*self.0)
    }
}

/// Money: text, without trailing zeros.
impl Serialize for Js<'_, Decimal> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0.normalize())
    }
}

macro_rules! words {
    ($($name:ident),+) => {
        $(impl Serialize for Js<'_, $name> {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.0.as_str())
            }
        })+
    };
}
words!(
    ApiKeyType,
    LimitPeriod,
    ModelPrivacy,
    ModelType,
    RateLimitType,
    Web3Generation
);

/// Mirrors core structs as objects, member for member, in the order in which they are printed.
/// `[a time]` stands in brackets and `(the secret)` in parentheses; a struct that operations give
/// back is a `Whole`.
macro_rules! objects {
    ($($name:ident $(: $whole:ident)? {$(
        $($field:ident: $field_name:literal)?
        $([$time:ident: $time_name:literal])?
        $(($secret:ident: $secret_name:literal))?
    ),*})+) => {$(
        impl Serialize for Js<'_, $name> {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let $name { $($($field)? $($time)? $($secret: _)?),* } = self.0;
                let mut members = to.serialize_map(None)?;
                $(
                    $(members.serialize_entry($field_name, &Js($field))?;)?
                    $(members.serialize_entry($time_name, &JsTime($time))?;)?
                    // Its place: the secret itself crosses beside the text.
                    $(members.serialize_entry($secret_name, &())?;)?
                )*
                members.end()
            }
        }
        objects!(@outcome $name [$($($time_name)?)*] [$($($secret)?)*] $($whole)?);
    )+};
    (@outcome $name:ident [$($time:literal)*] [$($secret:ident)?] $whole:ident) => {
        impl $whole for $name {
            const TIMES: &'static [&'static str] = &[$($time),*];
        }
        impl Outcome for $name {
            fn answer(&self) -> Answer {
                answer(Self::TIMES, Js(self), None$(.or(Some(&self.$secret)))?)
            }
        }
    };
    // A part of a result has no times: they would cross as numbers.
    (@outcome $name:ident [] []) => {};
}

objects! {
    ApiKey: Whole {
        id: "id",
        api_key_type: "apiKeyType",
        description: "description",
        [created_at: "createdAt"],
        [expires_at: "expiresAt"],
        [last_used_at: "lastUsedAt"],
        last6_chars: "last6Chars",
        consumption_limits: "consumptionLimits",
        limit_period: "limitPeriod",
        model_privacy: "modelPrivacy",
        ip_allowlist: "ipAllowlist",
        usage: "usage",
        current_period_usage: "currentPeriodUsage",
    }
    ConsumptionLimit { usd: "usd", diem: "diem", vcu: "vcu" }
    Usage { trailing_seven_days: "trailingSevenDays" }
    UsageAmounts { usd: "usd", diem: "diem", vcu: "vcu" }
    PeriodUsage { usd: "usd", diem: "diem" }
    CreatedKey: Whole {
        (api_key: "apiKey"),
        id: "id",
        api_key_type: "apiKeyType",
        description: "description",
        [expires_at: "expiresAt"],
        consumption_limit: "consumptionLimit",
        limit_period: "limitPeriod",
        model_privacy: "modelPrivacy",
        ip_allowlist: "ipAllowlist",
    }
    RateLimits: Whole {
        access_permitted: "accessPermitted",
        api_tier: "apiTier",
        balances: "balances",
        [key_expiration: "keyExpiration"],
        [next_epoch_begins: "nextEpochBegins"],
        rate_limits: "rateLimits",
    }
    ApiTier { id: "id", is_charged: "isCharged" }
    Balances { usd: "usd", diem: "diem", bundled_credits: "bundledCredits" }
    ModelRateLimits { api_model_id: "apiModelId", rate_limits: "rateLimits" }
    RateLimit { r#type: "type", amount: "amount" }
    RateLimitBreach: Whole {
        api_key_id: "apiKeyId",
        model_id: "modelId",
        rate_limit_type: "rateLimitType",
        rate_limit_tier: "rateLimitTier",
        [timestamp: "timestamp"],
    }
    KeyStatus: Whole {
        accepted: "accepted",
        may_spend: "maySpend",
        [expires_at: "expiresAt"],
        balances: "balances",
    }
    Model: Whole { id: "id", r#type: "type", model_spec: "modelSpec" }
    ModelSpec { name: "name", privacy: "privacy" }
    Web3Challenge: Whole {
        text: "text",
        [expires_at: "expiresAt"],
        generation: "generation",
    }
}
