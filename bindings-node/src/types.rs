//! Every value that crosses between JavaScript and the core, and how it is converted.
//!
//! **Into the core**: options objects are read member by member. A member of a wrong type, or one
//! that nobody asked for, is a `TypeError`; what a right type holds is the core's to judge.
//!
//! **Out of the core**: an answer crosses as one JSON array of values, written by the thread that
//! made the call, because `JSON.parse` makes them in a third of the time that it takes for objects,
//! and in a sixth of Node-API's. `lib/types.js` makes the objects: it reads the values in the order
//! in which they are written here. Money is text, times are milliseconds, and a secret crosses
//! beside the array, as a handle.
//!
//! Each core struct is taken apart, or made, without `..`: a new field doesn't compile until it has
//! its place here.

use napi::bindgen_prelude::{Array, FromNapiValue, JsObjectValue, Object, Unknown};
use napi::{JsDate, JsValue, ValueType};
use napi_derive::napi;
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
        if value.get_type()? != ValueType::Object || value.is_array()? {
            return Err(wrong(whole, "a plain object", value));
        }
        let object = Object::from_unknown(value)?;
        if !is_plain(&object)? {
            return Err(Thrown::WrongType(format!(
                "{whole} must be a plain object, and is an instance of a class"
            )));
        }
        Ok(Self {
            object,
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

/// Whether an object is one that `{…}` makes, in any realm. A `Map` has members, too, but none of
/// those asked for: its cap would be none.
fn is_plain(object: &Object<'_>) -> Read<bool> {
    let prototype = object.get_prototype()?;
    if prototype.get_type()? == ValueType::Null {
        return Ok(true);
    }
    let beyond = Object::from_unknown(prototype)?.get_prototype()?;
    Ok(beyond.get_type()? == ValueType::Null)
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

impl FromJs for Web3Generation {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        Ok(String::from_js(field, value)?.parse()?)
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
            generation: generation.parse().map_err(|_| {
                Thrown::WrongType(format!("{field}.generation must be \"jwt\" or \"siwe\""))
            })?,
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
    pub(crate) web3_generation: Option<Web3Generation>,
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
        web3_generation: from.setting("web3Generation")?,
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
    /// The id of the key that was made, if one was.
    pub(crate) made_key: Option<String>,
}

impl Answer {
    pub(crate) fn text(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
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

impl<T: Whole> Outcome for Vec<T> {
    fn answer(&self) -> Answer {
        let mut values = Values::of::<T>();
        self.cross(&mut values);
        Answer::text(values.end())
    }
}

impl<T: Whole> Outcome for T {
    fn answer(&self) -> Answer {
        let mut values = Values::of::<T>();
        // Not a list.
        values.null();
        self.cross(&mut values);
        let made = self.made_key();
        Answer {
            text: values.end(),
            secret: made.map(|made| NativeSecret(made.api_key.clone())),
            made_key: made.map(|made| made.id.clone()),
        }
    }
}

/// The values of an answer, written one after another as a JSON array.
struct Values(Vec<u8>);

impl Values {
    /// First comes the name of what they make.
    fn of<T: Whole>() -> Self {
        Self(["[\"", T::NAME, "\""].concat().into_bytes())
    }

    fn end(mut self) -> String {
        self.0.push(b']');
        // Of texts and ASCII: there is nothing that could fail.
        String::from_utf8(self.0).unwrap_or_default()
    }

    fn null(&mut self) {
        self.0.extend_from_slice(b",null");
    }

    fn text(&mut self, text: &str) {
        let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        // Looked through to its end, because that is several bytes at a time.
        if text.bytes().fold(true, |all, byte| all & plain(byte)) {
            self.0.extend_from_slice(b",\"");
            self.0.extend_from_slice(text.as_bytes());
            self.0.push(b'"');
        } else {
            let escaped = serde_json::to_string(text).unwrap_or_default();
            self.0.push(b',');
            self.0.extend_from_slice(escaped.as_bytes());
        }
    }

    /// A number of which the last `scale` digits are a fraction's, between `before` and `after`.
    fn number(&mut self, before: &[u8], mut digits: u64, scale: u32, after: &[u8]) {
        // As many digits as a u64 has, a point, and as many as a fraction has.
        let mut form = [0; 20 + 1 + Decimal::MAX_SCALE as usize];
        let mut start = form.len();
        let mut put = |byte| {
            start -= 1;
            form[start] = byte;
        };
        for _ in 0..scale {
            put(b'0' + (digits % 10) as u8);
            digits /= 10;
        }
        if scale > 0 {
            put(b'.');
        }
        loop {
            put(b'0' + (digits % 10) as u8);
            digits /= 10;
            if digits == 0 {
                break;
            }
        }
        self.0.extend_from_slice(before);
        self.0.extend_from_slice(&form[start..]);
        self.0.extend_from_slice(after);
    }
}

/// A core type that crosses as one or more values.
trait Crosses {
    fn cross(&self, to: &mut Values);

    /// As what an `Option` holds: its first value must not be `null`.
    fn cross_as_some(&self, to: &mut Values) {
        self.cross(to);
    }
}

impl<T: Crosses> Crosses for Option<T> {
    fn cross(&self, to: &mut Values) {
        match self {
            Some(there) => there.cross_as_some(to),
            None => to.null(),
        }
    }
}

impl Crosses for String {
    fn cross(&self, to: &mut Values) {
        to.text(self);
    }
}

impl Crosses for bool {
    fn cross(&self, to: &mut Values) {
        to.0.extend_from_slice(if *self { b",true" } else { b",false" });
    }
}

/// A count. One that JavaScript's numbers can't hold is none: rounded it would be a wrong one.
impl Crosses for u64 {
    fn cross(&self, to: &mut Values) {
        const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;
        if *self <= MAX_SAFE_INTEGER {
            to.number(b",", *self, 0, b"");
        } else {
            to.null();
        }
    }
}

/// A time: milliseconds.
impl Crosses for Timestamp {
    fn cross(&self, to: &mut Values) {
        let millis = self.as_millisecond();
        let before: &[u8] = if millis < 0 { b",-" } else { b"," };
        to.number(before, millis.unsigned_abs(), 0, b"");
    }
}

/// Money: text, without trailing zeros.
impl Crosses for Decimal {
    fn cross(&self, to: &mut Values) {
        let mut scale = self.scale();
        match u64::try_from(self.mantissa()) {
            Ok(mut digits) => {
                while scale > 0 && digits % 10 == 0 {
                    digits /= 10;
                    scale -= 1;
                }
                to.number(b",\"", digits, scale, b"\"");
            }
            // Nobody's balance.
            Err(_) => to.text(&self.normalize().to_string()),
        }
    }
}

/// A secret: the place it will have. It crosses beside the text.
impl Crosses for Secret {
    fn cross(&self, to: &mut Values) {
        to.null();
    }
}

/// A list: how many, then each.
impl<T: Crosses> Crosses for Vec<T> {
    fn cross(&self, to: &mut Values) {
        to.number(b",", self.len() as u64, 0, b"");
        for element in self {
            element.cross(to);
        }
    }
}

macro_rules! words {
    ($($name:ident),+) => {
        $(impl Crosses for $name {
            fn cross(&self, to: &mut Values) {
                to.text(self.as_str());
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

/// Core structs, member for member, in the order in which they are printed. `lib/types.js` reads
/// them in the same; `tests/node/crossing.test.mjs` compares both.
macro_rules! objects {
    ($($name:ident { $($member:ident),+ $(,)? })+) => {$(
        impl Crosses for $name {
            fn cross(&self, to: &mut Values) {
                let $name { $($member),+ } = self;
                $($member.cross(to);)+
            }

            fn cross_as_some(&self, to: &mut Values) {
                true.cross(to);
                self.cross(to);
            }
        }
    )+};
}

objects! {
    ApiKey {
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
    }
    ConsumptionLimit { usd, diem, vcu }
    Usage { trailing_seven_days }
    UsageAmounts { usd, diem, vcu }
    PeriodUsage { usd, diem }
    CreatedKey {
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
    }
    RateLimits {
        access_permitted,
        api_tier,
        balances,
        key_expiration,
        next_epoch_begins,
        rate_limits,
    }
    ApiTier { id, is_charged }
    Balances { usd, diem, bundled_credits }
    ModelRateLimits { api_model_id, rate_limits }
    RateLimit { r#type, amount }
    RateLimitBreach { api_key_id, model_id, rate_limit_type, rate_limit_tier, timestamp }
    KeyStatus { accepted, may_spend, expires_at, balances }
    Model { id, r#type, model_spec }
    ModelSpec { name, privacy }
    Web3Challenge { text, expires_at, generation }
}

/// A struct that is an operation's result, or an element of one.
trait Whole: Crosses {
    const NAME: &'static str;

    fn made_key(&self) -> Option<&CreatedKey> {
        None
    }
}

macro_rules! wholes {
    ($($name:ident),+) => {
        $(impl Whole for $name {
            const NAME: &'static str = stringify!($name);
        })+
    };
}
wholes!(
    ApiKey,
    RateLimits,
    RateLimitBreach,
    KeyStatus,
    Model,
    Web3Challenge
);

impl Whole for CreatedKey {
    const NAME: &'static str = "CreatedKey";

    fn made_key(&self) -> Option<&CreatedKey> {
        Some(self)
    }
}
