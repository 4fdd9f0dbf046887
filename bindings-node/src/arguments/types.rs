//! Each type that a member can have, but for options objects.

use std::path::PathBuf;
use std::time::Duration;

use napi::bindgen_prelude::{Array, FromNapiValue, JsObjectValue, Object, Unknown};
use napi::{JsDate, JsValue, ValueType};
use venice_keys::{Date, Decimal, Expiry, Timestamp, parse_amount, parse_date, parse_time};
use venice_keys_bridge::seconds;

use super::{FromJs, Read, wrong_type};
use crate::errors::Refusal;

impl FromJs for String {
    const MANY: &'static str = "an array of strings";

    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        match value.get_type()? {
            ValueType::String => Ok(String::from_unknown(value)?),
            _ => Err(wrong_type(field, "a string", value)),
        }
    }
}

impl FromJs for PathBuf {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        String::from_js(field, value).map(Self::from)
    }
}

impl FromJs for bool {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        match value.get_type()? {
            ValueType::Boolean => Ok(bool::from_unknown(value)?),
            _ => Err(wrong_type(field, "a boolean", value)),
        }
    }
}

impl FromJs for f64 {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        match value.get_type()? {
            ValueType::Number => Ok(f64::from_unknown(value)?),
            _ => Err(wrong_type(field, "a number", value)),
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
            false => Err(Refusal::WrongType(format!(
                "{field} must be a whole number from 0 to {}",
                u32::MAX
            ))),
        }
    }
}

/// Milliseconds. Whether they may be zero is for the core to judge. The rest isn't taken for zero:
/// a grace of zero deletes a key.
impl FromJs for Duration {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        let millis = f64::from_js(field, value)?;
        if millis.is_nan() || millis < 0.0 {
            let rule = "must be a number of milliseconds, 0 or more";
            return Err(Refusal::WrongType(format!("{field} {rule}")));
        }
        // The bridge's rule allows no zero.
        Ok(seconds(millis / 1000.0).unwrap_or_default())
    }
}

/// Money: strings and bigints by their digits, numbers as JavaScript prints them.
impl FromJs for Decimal {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        let digits = match value.get_type()? {
            ValueType::String => String::from_unknown(value)?,
            ValueType::Number => f64::from_unknown(value)?.to_string(),
            ValueType::BigInt => value.coerce_to_string()?.into_utf8()?.into_owned()?,
            _ => return Err(wrong_type(field, "a number, a string or a bigint", value)),
        };
        Ok(parse_amount(field, &digits)?)
    }
}

/// A `Date`, or a string that the core reads.
impl FromJs for Expiry {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        if value.is_date()? {
            let millis = JsDate::from_unknown(value)?.value_of()?;
            return match timestamp(millis) {
                Some(time) => Ok(Expiry::from(time)),
                // The core's own words for an Invalid Date.
                None => Ok(millis.to_string().parse()?),
            };
        }
        match value.get_type()? {
            ValueType::String => Ok(String::from_unknown(value)?.parse()?),
            _ => Err(wrong_type(field, "a Date or a string", value)),
        }
    }
}

/// A `Date`, or a string that the core reads.
impl FromJs for Timestamp {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        if value.is_date()? {
            let millis = JsDate::from_unknown(value)?.value_of()?;
            return timestamp(millis).ok_or_else(|| wrong_type(field, "a valid Date", value));
        }
        match value.get_type()? {
            ValueType::String => Ok(parse_time(field, &String::from_unknown(value)?)?),
            _ => Err(wrong_type(field, "a Date or a string", value)),
        }
    }
}

/// A day of the calendar: a string that the core reads. A `Date` is a moment, whose day depends on
/// where one is.
impl FromJs for Date {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        Ok(parse_date(field, &String::from_js(field, value)?)?)
    }
}

fn timestamp(millis: f64) -> Option<Timestamp> {
    let time = Timestamp::from_millisecond(millis as i64).ok()?;
    millis.is_finite().then_some(time)
}

impl<T: FromJs> FromJs for Vec<T> {
    fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
        if !value.is_array()? {
            return Err(wrong_type(field, T::MANY, value));
        }
        let array = Array::from_unknown(value)?;
        let element = |at| {
            let element = Object::from_unknown(value)?.get_element::<Unknown>(at)?;
            T::from_js(&format!("{field}.{at}"), element)
        };
        (0..array.len()).map(element).collect()
    }
}

/// Declares that open enumerations are read from strings. For a module with this trait, `Read` and
/// `Unknown` in scope.
macro_rules! enums {
    ($($name:ident),+ $(,)?) => {
        $(impl FromJs for ::venice_keys::$name {
            fn from_js(field: &str, value: Unknown<'_>) -> Read<Self> {
                Ok(Self::from(String::from_js(field, value)?))
            }
        })+
    };
}
pub(crate) use enums;
