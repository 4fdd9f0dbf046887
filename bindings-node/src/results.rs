//! What comes back: a result crosses as one JSON array of values, written on the thread that made
//! the call.
//!
//! `JSON.parse` makes a flat array of values in a third of the time that objects take it, and in a
//! sixth of Node-API's. `lib/results.js` makes the objects, reading the values in the order in which
//! they are written here. Money is a string, times are milliseconds, and a secret crosses next to
//! the array, as a handle.
//!
//! Each core struct is destructured without `..`: a new field doesn't compile until it has its place
//! here.

use std::time::Duration;

use venice_keys::{
    ApiKey, ApiKeyType, ApiTier, Attempt, Balances, ConsumptionLimit, CreatedKey, Decimal,
    ErrorCode, KeyStatus, LimitPeriod, Model, ModelPrivacy, ModelRateLimits, ModelSpec, ModelType,
    Operation, PeriodUsage, RateLimit, RateLimitBreach, RateLimitType, RateLimits, Secret,
    Timestamp, Usage, UsageAmounts, Web3Challenge, Web3Generation,
};

use crate::values::NativeSecret;

/// What a call returns: text for `lib/results.js`, and the secret, if there is one.
#[derive(Default)]
pub(crate) struct Response {
    pub(crate) text: String,
    pub(crate) secret: Option<NativeSecret>,
    /// The id of the key that was created, if one was.
    pub(crate) created_key: Option<String>,
}

impl Response {
    pub(crate) fn text(text: String) -> Self {
        Self {
            text,
            ..Self::default()
        }
    }
}

/// An operation's result.
pub(crate) trait Outcome {
    fn response(&self) -> Response;
}

impl Outcome for () {
    fn response(&self) -> Response {
        Response::default()
    }
}

impl<T: Top> Outcome for Vec<T> {
    fn response(&self) -> Response {
        let mut values = Values::of::<T>();
        self.cross(&mut values);
        Response::text(values.end())
    }
}

impl<T: Top> Outcome for T {
    fn response(&self) -> Response {
        let mut values = Values::of::<T>();
        // Not a list.
        values.null();
        self.cross(&mut values);
        let created = self.created_key();
        Response {
            text: values.end(),
            secret: created.map(|key| NativeSecret(key.api_key.clone())),
            created_key: created.map(|key| key.id.clone()),
        }
    }
}

/// The values of a result, written one after another as a JSON array.
struct Values(Vec<u8>);

impl Values {
    /// The name of the struct comes first.
    fn of<T: Top>() -> Self {
        Self(["[\"", T::NAME, "\""].concat().into_bytes())
    }

    fn end(mut self) -> String {
        self.0.push(b']');
        // Only strings and ASCII were written.
        String::from_utf8(self.0).unwrap_or_default()
    }

    fn null(&mut self) {
        self.0.extend_from_slice(b",null");
    }

    fn text(&mut self, text: &str) {
        let plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        // No early return: so the compiler compares several bytes at a time.
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

    /// A number whose last `scale` digits are its fraction, between `before` and `after`.
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

    /// As the content of an `Option`: the first value must not be `null`.
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

/// A count. One that a JavaScript number can't hold exactly becomes `null`: it would be wrong.
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

/// Money: a string, without trailing zeros.
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
            // Beyond a u64: rare enough to be slow.
            Err(_) => to.text(&self.normalize().to_string()),
        }
    }
}

/// A secret's place: the secret itself crosses next to the values.
impl Crosses for Secret {
    fn cross(&self, to: &mut Values) {
        to.null();
    }
}

/// A list: its length, then its elements.
impl<T: Crosses> Crosses for Vec<T> {
    fn cross(&self, to: &mut Values) {
        to.number(b",", self.len() as u64, 0, b"");
        for element in self {
            element.cross(to);
        }
    }
}

impl<T: Crosses + ?Sized> Crosses for &T {
    fn cross(&self, to: &mut Values) {
        (*self).cross(to);
    }
}

impl Crosses for str {
    fn cross(&self, to: &mut Values) {
        to.text(self);
    }
}

impl Crosses for u32 {
    fn cross(&self, to: &mut Values) {
        u64::from(*self).cross(to);
    }
}

impl Crosses for u16 {
    fn cross(&self, to: &mut Values) {
        u64::from(*self).cross(to);
    }
}

/// Milliseconds, with microseconds as their fraction.
impl Crosses for Duration {
    fn cross(&self, to: &mut Values) {
        let micros = u64::try_from(self.as_micros()).unwrap_or(u64::MAX);
        to.number(b",", micros, 3, b"");
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
    ErrorCode,
    Operation,
    LimitPeriod,
    ModelPrivacy,
    ModelType,
    RateLimitType,
    Web3Generation
);

/// The core's structs, in the order in which their members are printed. `lib/results.js` reads
/// them in the same order; `tests/node/crossing.test.mjs` compares both.
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

/// What `onAttempt` gets.
impl Crosses for Attempt<'_> {
    fn cross(&self, to: &mut Values) {
        let Attempt {
            operation,
            method,
            path,
            number,
            status,
            failure,
            elapsed,
            server_version,
            warning,
            ..
        } = self;
        operation.cross(to);
        method.cross(to);
        path.cross(to);
        number.cross(to);
        status.cross(to);
        failure.cross(to);
        elapsed.cross(to);
        server_version.cross(to);
        warning.cross(to);
    }
}

impl Top for Attempt<'_> {
    const NAME: &'static str = "Attempt";
}

/// A struct that is an operation's result, or an element of it.
trait Top: Crosses {
    const NAME: &'static str;

    fn created_key(&self) -> Option<&CreatedKey> {
        None
    }
}

macro_rules! tops {
    ($($name:ident),+) => {
        $(impl Top for $name {
            const NAME: &'static str = stringify!($name);
        })+
    };
}
tops!(
    ApiKey,
    RateLimits,
    RateLimitBreach,
    KeyStatus,
    Model,
    Web3Challenge
);

impl Top for CreatedKey {
    const NAME: &'static str = "CreatedKey";

    fn created_key(&self) -> Option<&CreatedKey> {
        Some(self)
    }
}
