//! How values look on the wire: lenient readers for what the server says, exact writers for what
//! we send. A reader never fails on a field that isn't essential: what is missing, null or of an
//! odd type is read as nothing. The exception is what restricts a key: a cap, an expiry or an
//! allowlist that is there and isn't understood fails, for it must not be taken for none. Money
//! never passes through a float.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rust_decimal::Decimal;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::duplicates;

/// Reads a text, or nothing.
pub(crate) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    read_text(from, |text| Some(text.to_owned()))
}

/// Reads anything that is a text on the wire, or nothing.
pub(crate) fn read_text<'de, D: Deserializer<'de>, T>(
    from: D,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, D::Error> {
    from.deserialize_any(Lenient {
        on_text: parse,
        on_flag: |_| None,
    })
}

/// Reads a flag, or nothing.
pub(crate) fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<Option<bool>, D::Error> {
    from.deserialize_any(Lenient {
        on_text: |_: &str| None,
        on_flag: Some,
    })
}

/// Reads a count, from a number or a text, or nothing.
pub(crate) fn count<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let number = money::deserialize(from)?.filter(|number| number.fract().is_zero());
    Ok(number.and_then(|number| number.try_into().ok()))
}

/// Reads an object, or nothing if something else stands in its place.
pub(crate) fn object<'de, D: Deserializer<'de>, T>(from: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
{
    from.deserialize_any(Object {
        restricts: None,
        object: PhantomData,
    })
}

/// Reads an object, or its default if something else stands in its place.
pub(crate) fn object_or_default<'de, D: Deserializer<'de>, T>(from: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
{
    object(from).map(Option::unwrap_or_default)
}

/// Reads an object that restricts a key; null is its default.
pub(crate) fn restrictions<'de, D, T>(from: D, field: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    let read = from.deserialize_any(Object {
        restricts: Some(field),
        object: PhantomData,
    });
    read.map(Option::unwrap_or_default)
}

struct Object<T> {
    /// The name of a field that must not be passed over.
    restricts: Option<&'static str>,
    object: PhantomData<T>,
}

impl<T> Object<T> {
    fn something_else<E: Error>(&self) -> Result<Option<T>, E> {
        self.restricts
            .map_or(Ok(None), |field| Err(unreadable(field)))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(value::MapAccessDeserializer::new(map)).map(Some)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        drain::<A, T>(seq)?;
        self.something_else()
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        self.something_else()
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        self.something_else()
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        self.something_else()
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        self.something_else()
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<Self::Value, E> {
        self.something_else()
    }
}

/// The longest list that is read. An account has at most 500 keys; a server that sends millions of
/// tiny rows is after the reader's memory.
const LONGEST_LIST: usize = 10_000;

fn too_long<E: Error>() -> E {
    unreadable("a list of more than 10000 elements")
}

/// Reads a list, or nothing if something else stands in its place. Elements of an odd type are
/// left out.
pub(crate) fn list<'de, D: Deserializer<'de>, T>(from: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: DeserializeOwned,
{
    let raw = <&RawValue>::deserialize(from)?.get();
    let elements = match raw.starts_with('[') {
        true => serde_json::from_str::<Elements>(raw).map_err(again)?,
        false => return Ok(None),
    };
    let read = |element: &&RawValue| serde_json::from_str(element.get()).ok();
    Ok(Some(elements.0.iter().filter_map(read).collect()))
}

/// A list's elements, each still to be read.
struct Elements<'a>(Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Elements<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let elements = ListOf {
            room: 0,
            element: PhantomData,
        };
        elements.deserialize(from).map(Elements)
    }
}

/// Stands around the name of a field in the error of a reader, so that the name is told from
/// serde_json's own texts, which may quote the answer.
const MARK: char = '\u{1}';

/// A field that restricts a key is there, and can't be read.
fn unreadable<E: Error>(field: &'static str) -> E {
    E::custom(format_args!("{MARK}{field}{MARK}"))
}

/// The same error of an outer reader.
fn again<E: Error>(inner: serde_json::Error) -> E {
    E::custom(inner)
}

/// Where an answer couldn't be read. Never quotes it.
pub(crate) fn place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let named = text
        .strip_prefix(MARK)
        .and_then(|rest| rest.split_once(MARK));
    match named {
        Some((field, _)) => format!("{field} can't be read"),
        None => format!("line {} column {}", error.line(), error.column()),
    }
}

/// Reads a cap. Null: none.
pub(crate) fn cap<'de, D: Deserializer<'de>>(
    from: D,
    field: &'static str,
) -> Result<Option<Decimal>, D::Error> {
    let raw = <&RawValue>::deserialize(from)?.get();
    match raw {
        "null" => Ok(None),
        raw => parse_decimal(unquoted(raw))
            .map(Some)
            .ok_or_else(|| unreadable(field)),
    }
}

/// Reads when a key expires. Null, or an empty text: never.
pub(crate) fn expiry<'de, D: Deserializer<'de>>(
    from: D,
    field: &'static str,
) -> Result<Option<Timestamp>, D::Error> {
    let raw = <&RawValue>::deserialize(from)?.get();
    match raw {
        "null" | "\"\"" => Ok(None),
        raw if raw.starts_with('"') => parse_time(unquoted(raw))
            .map(Some)
            .ok_or_else(|| unreadable(field)),
        _ => Err(unreadable(field)),
    }
}

/// Reads an allowlist. Null: none.
pub(crate) fn allowlist<'de, D: Deserializer<'de>>(
    from: D,
    field: &'static str,
) -> Result<Option<Vec<String>>, D::Error> {
    let raw = <&RawValue>::deserialize(from)?.get();
    if raw == "null" {
        return Ok(None);
    }
    let elements: Elements = serde_json::from_str(raw).map_err(|_| unreadable(field))?;
    let read = |element: &&RawValue| serde_json::from_str(element.get());
    let texts: Result<Vec<String>, _> = elements.0.iter().map(read).collect();
    texts.map(Some).map_err(|_| unreadable(field))
}

fn unquoted(raw: &str) -> &str {
    let inside = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.unwrap_or(raw)
}

/// Reads the `data` of `{data: …}`; whatever stands beside it is passed over.
pub(crate) fn data<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> serde_json::Result<S::Value> {
    struct Envelope<S>(S);
    impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Envelope<S> {
        type Value = S::Value;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an object with data")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let (mut seed, mut data) = (Some(self.0), None);
            while let Some(name) = map.next_key::<Cow<str>>()? {
                match seed.take_if(|_| name == "data") {
                    Some(seed) => data = Some(map.next_value_seed(seed)?),
                    None => drop(map.next_value::<IgnoredAny>()?),
                }
            }
            data.ok_or_else(|| A::Error::missing_field("data"))
        }
    }
    let mut from = serde_json::Deserializer::from_str(text);
    let data = from.deserialize_map(Envelope(seed))?;
    from.end().map(|()| data)
}

/// Repairs are for what Venice sends, of which nothing is larger: reading much more a second time
/// could outlive the call.
const LARGEST_REPAIRED: usize = 4 * 1024 * 1024;

/// Parses JSON, and where that fails for a reason that can be repaired, the repaired JSON: halves
/// of characters, or a member that is there twice.
pub(crate) fn parsed<T>(
    json: &str,
    parse: impl Fn(&str) -> serde_json::Result<T>,
) -> serde_json::Result<T> {
    let mut read = parse(json);
    if json.len() > LARGEST_REPAIRED {
        return read;
    }
    let mut repaired = None;
    // Each repair may bring the other's need to light.
    for _ in 0..2 {
        let Err(error) = &read else {
            break;
        };
        let json = repaired
            .as_ref()
            .map_or(json, |json: &Zeroizing<String>| json);
        let next = match is_duplicate(error) {
            true => duplicates::removed(json),
            false => mended(json),
        };
        let Some(next) = next else {
            break;
        };
        read = parse(&next);
        repaired = Some(next);
    }
    read
}

fn is_duplicate(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("duplicate field")
}

/// The same JSON without halves of characters, if it holds any: `\ud83d` alone, as a server in
/// JavaScript writes a text that it cut, is no text to serde_json, and would cost the whole answer.
pub(crate) fn mended(json: &str) -> Option<Zeroizing<String>> {
    const STAND_IN: &str = "\\ufffd";
    let mut mended = Zeroizing::new(String::with_capacity(json.len()));
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str(STAND_IN);
                rest = &escape[6..];
                continue;
            }
            _ => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        mended.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    mended.push_str(rest);
    (*mended != json).then_some(mended)
}

/// What a text that begins with an escape in hex, `\u00e9`, stands for.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// Reads a list into room made at once. Grown step by step it would be moved about, and take up to
/// twice what it needs.
pub(crate) struct ListOf<T> {
    room: usize,
    element: PhantomData<T>,
}

impl<T> ListOf<T> {
    /// An element takes about as much room as its text, where each member is named.
    pub(crate) fn in_text(text: &str) -> Self {
        Self {
            room: (text.len() / size_of::<T>().max(1)).min(LONGEST_LIST),
            element: PhantomData,
        }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for ListOf<T> {
    type Value = Vec<T>;
    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Vec<T>, D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListOf<T> {
    type Value = Vec<T>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::with_capacity(self.room);
        while let Some(element) = seq.next_element()? {
            if list.len() == LONGEST_LIST {
                return Err(too_long());
            }
            list.push(element);
        }
        Ok(list)
    }
}

struct Lenient<F, G> {
    on_text: F,
    on_flag: G,
}

impl<'de, T, F, G> Visitor<'de> for Lenient<F, G>
where
    F: Fn(&str) -> Option<T>,
    G: Fn(bool) -> Option<T>,
{
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("any value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok((self.on_text)(text))
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Self::Value, E> {
        Ok((self.on_flag)(flag))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        drain(seq)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

fn drain<'de, A: SeqAccess<'de>, T>(mut seq: A) -> Result<Option<T>, A::Error> {
    while seq.next_element::<IgnoredAny>()?.is_some() {}
    Ok(None)
}

/// The digits as they stand. A number with more digits than a [`Decimal`] holds is rounded.
pub(crate) fn parse_decimal(digits: &str) -> Option<Decimal> {
    if let Some(plain) = plain_decimal(digits.as_bytes()) {
        return Some(plain);
    }
    let parsed = match digits.contains(['e', 'E']) {
        true => Decimal::from_scientific(digits),
        false => Decimal::from_str(digits),
    };
    parsed.ok()
}

/// Money as nearly all of it is written, `10.24`, in a fraction of the time that every form takes.
fn plain_decimal(digits: &[u8]) -> Option<Decimal> {
    // As many digits as surely fit.
    if digits.len() > 18 || !digits.first()?.is_ascii_digit() || !digits.last()?.is_ascii_digit() {
        return None;
    }
    let (mut value, mut scale) = (0, None);
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                scale = scale.map(|scale| scale + 1);
            }
            b'.' if scale.is_none() => scale = Some(0),
            _ => return None,
        }
    }
    Some(Decimal::new(value, scale.unwrap_or(0)))
}

/// A time as Venice writes it, `2026-10-01T12:00:00.000Z`, in a fraction of the time that every
/// form takes.
fn venices_time(text: &[u8]) -> Option<Timestamp> {
    const MARKS: [(usize, u8); 7] = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'.'),
        (23, b'Z'),
    ];
    if text.len() != 24 || MARKS.iter().any(|(at, mark)| text[*at] != *mark) {
        return None;
    }
    let number = |from: usize, to: usize| {
        text[from..to].iter().try_fold(0, |value: i16, digit| {
            let digit = digit.is_ascii_digit().then(|| i16::from(digit - b'0'))?;
            Some(value * 10 + digit)
        })
    };
    let two = |from: usize| number(from, from + 2).map(|value| value as i8);
    let milliseconds = i32::from(number(20, 23)?);
    let moment = DateTime::new(
        number(0, 4)?,
        two(5)?,
        two(8)?,
        two(11)?,
        two(14)?,
        two(17)?,
        milliseconds * 1_000_000,
    );
    utc(moment.ok()?)
}

/// A time as the server writes it: RFC 3339 with or without fraction, or a date, which is its
/// first moment in UTC.
pub(crate) fn parse_time(text: &str) -> Option<Timestamp> {
    if let Some(time) = venices_time(text.as_bytes()) {
        return Some(time);
    }
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    if text.len() != "2026-01-31".len() {
        return None;
    }
    let day: Date = text.parse().ok()?;
    utc(day.to_datetime(jiff::civil::Time::midnight()))
}

pub(crate) fn utc(moment: DateTime) -> Option<Timestamp> {
    jiff::tz::Offset::UTC.to_timestamp(moment).ok()
}

/// A time as Venice writes it: UTC, always milliseconds.
pub(crate) fn time_text(time: Timestamp) -> String {
    format!("{:.3}", time.round_down())
}

trait RoundDown {
    fn round_down(self) -> Timestamp;
}

impl RoundDown for Timestamp {
    /// To the millisecond, never up: an expiry must not move past what was asked.
    fn round_down(self) -> Timestamp {
        Timestamp::from_millisecond(self.as_nanosecond().div_euclid(1_000_000) as i64)
            .unwrap_or(self)
    }
}

/// For `#[serde(with)]`: a time is read leniently, or as nothing, and written in the one form that
/// all languages' dumps share.
pub(crate) mod time {
    use super::*;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Timestamp>, D::Error> {
        read_text(from, parse_time)
    }

    pub(crate) fn serialize<S: Serializer>(
        time: &Option<Timestamp>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        time.map(time_text).serialize(to)
    }
}

/// For `#[serde(with)]`: money is read from a number or a text by its digits, or as nothing, and
/// written as text without trailing zeros.
pub(crate) mod money {
    use super::*;

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Decimal>, D::Error> {
        let raw = <&RawValue>::deserialize(from)?.get();
        Ok(parse_decimal(unquoted(raw)))
    }

    pub(crate) fn serialize<S: Serializer>(
        money: &Option<Decimal>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        money
            .map(|money| money.normalize().to_string())
            .serialize(to)
    }
}

/// An amount as the number it is on the wire, digit for digit.
pub(crate) struct Number(pub(crate) Decimal);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let digits = self.0.normalize().to_string();
        RawValue::from_string(digits)
            .map_err(serde::ser::Error::custom)?
            .serialize(to)
    }
}

/// Declares an enumeration that stays open: a value that isn't known is kept as its text.
macro_rules! open_enum {
    (
        $(#[$doc:meta])* $name:ident
        { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$vdoc])* $variant,)+
            /// A value this version doesn't know, as the server wrote it. It can't be sent.
            Other(String),
        }

        impl $name {
            /// The values that can be sent, as Venice spells them.
            pub const KNOWN: &'static [&'static str] = &[$($text),+];

            /// The value as Venice spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::from(text.as_str())
            }
        }

        /// Every text is a value: one that isn't known is kept.
        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                String::deserialize(from).map(Self::from)
            }
        }

        impl $name {
            #[allow(dead_code, reason = "not every enumeration is read")]
            pub(crate) fn read<'de, D: serde::Deserializer<'de>>(
                from: D,
            ) -> Result<Option<Self>, D::Error> {
                crate::wire::read_text(from, |text| Some(Self::from(text)))
            }
        }
    };
}
pub(crate) use open_enum;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Deserialize, Default)]
    #[serde(default)]
    struct Odd {
        #[serde(with = "money")]
        money: Option<Decimal>,
        #[serde(with = "time")]
        time: Option<Timestamp>,
        #[serde(deserialize_with = "text")]
        text: Option<String>,
        #[serde(deserialize_with = "flag")]
        flag: Option<bool>,
        #[serde(deserialize_with = "count")]
        count: Option<u64>,
        #[serde(deserialize_with = "list")]
        list: Option<Vec<String>>,
    }

    fn read(json: &str) -> Odd {
        serde_json::from_str(json).unwrap()
    }

    /// What a client would read of a key's answer.
    fn key(members: &str) -> Result<crate::ApiKey, String> {
        let json = format!(r#"{{"data":{{"id":"e28e82dc",{members}}}}}"#);
        let read = |json: &str| data(json, PhantomData::<crate::ApiKey>);
        parsed(&json, read).map_err(|error| place(&error))
    }

    #[test]
    fn a_restriction_that_cant_be_read_is_not_taken_for_none() {
        for (members, field) in [
            (
                r#""consumptionLimits":{"usd":{"amount":50}}"#,
                "consumptionLimits.usd",
            ),
            (
                r#""consumptionLimits":{"usd":1,"diem":"5 DIEM"}"#,
                "consumptionLimits.diem",
            ),
            (
                r#""consumptionLimits":{"vcu":1e30}"#,
                "consumptionLimits.vcu",
            ),
            (
                r#""consumptionLimits":{"usd":true}"#,
                "consumptionLimits.usd",
            ),
            (r#""consumptionLimits":"none""#, "consumptionLimits"),
            (r#""consumptionLimits":[5]"#, "consumptionLimits"),
            (r#""consumptionLimits":false"#, "consumptionLimits"),
            (r#""expiresAt":1798675200000"#, "expiresAt"),
            (r#""expiresAt":"soon""#, "expiresAt"),
            (r#""expiresAt":{}"#, "expiresAt"),
            (r#""ipAllowlist":[{"cidr":"1.2.3.4/32"}]"#, "ipAllowlist"),
            (r#""ipAllowlist":["1.2.3.4/32",null]"#, "ipAllowlist"),
            (r#""ipAllowlist":"1.2.3.4/32""#, "ipAllowlist"),
        ] {
            let said = key(members).unwrap_err();
            assert_eq!(said, format!("{field} can't be read"), "{members}");
        }
    }

    #[test]
    fn a_restriction_that_isnt_there_is_none() {
        for members in [
            r#""x":1"#,
            r#""consumptionLimits":null,"expiresAt":null,"ipAllowlist":null"#,
            r#""consumptionLimits":{"usd":null},"expiresAt":"""#,
        ] {
            let key = key(members).unwrap();
            assert_eq!(key.consumption_limits, crate::ConsumptionLimit::new());
            assert_eq!((key.expires_at, key.ip_allowlist), (None, None));
        }
    }

    #[test]
    fn what_an_answer_says_is_never_quoted_with_its_place() {
        let secret = "\\u0001VENICE_KEY_UNITTEST\\u0001";
        for members in [
            format!(r#""consumptionLimits":{{"{secret}":1,"usd":"{secret}"}}"#),
            format!(r#""id":{{"{secret}":1}}"#),
            format!(r#""{secret}":oops"#),
        ] {
            let said = key(&members).unwrap_err();
            assert!(!said.contains("UNITTEST"), "{said}");
        }
    }

    #[test]
    fn a_member_that_is_there_twice_costs_nothing() {
        let read = key(r#""description":"a","description":"b\ud83d","createdAt":1"#).unwrap();
        assert_eq!(read.description.as_deref(), Some("b\u{fffd}"));
        let balances = |json: &str| {
            parsed(json, |json| data(json, PhantomData::<crate::RateLimits>))
                .unwrap()
                .balances
        };
        let both =
            r#"{"data":{"balances":{"USD":1,"usd":2.5,"DIEM":3},"balances":{"usd":4,"USD":5}}}"#;
        assert_eq!(balances(both).usd, Some(5.into()));
    }

    #[test]
    fn what_is_larger_than_venice_sends_is_read_once() {
        let tries = std::cell::Cell::new(0);
        let read = |json: &str| {
            tries.set(tries.get() + 1);
            serde_json::from_str::<String>(json)
        };
        let half = |count: usize| format!(r#""\ud83d{}""#, "x".repeat(count));
        assert!(parsed(&half(10), read).is_ok());
        assert_eq!(tries.take(), 2);
        assert!(parsed(&half(LARGEST_REPAIRED), read).is_err());
        assert_eq!(tries.take(), 1);
    }

    #[test]
    fn a_list_of_millions_is_refused() {
        let rows = |count: usize| format!("[{}]", vec![r#"{"id":""}"#; count].join(","));
        let read = |json: &str| {
            let json = format!(r#"{{"data":{json}}}"#);
            let list = |json: &str| data(json, ListOf::<crate::ApiKey>::in_text(json));
            parsed(&json, list).map_err(|error| place(&error))
        };
        assert_eq!(read(&rows(LONGEST_LIST)).unwrap().len(), LONGEST_LIST);
        let said = read(&rows(LONGEST_LIST + 1)).unwrap_err();
        assert!(said.contains("more than 10000 elements"), "{said}");
        let inner = format!(
            r#"{{"rateLimits":[{}]}}"#,
            vec!["1"; LONGEST_LIST + 1].join(",")
        );
        let inner = serde_json::from_str::<crate::RateLimits>(&inner).unwrap_err();
        assert!(place(&inner).contains("more than 10000 elements"));
    }

    #[test]
    fn odd_types_read_as_nothing() {
        for odd in ["null", "{}", "[]", "[1,{\"a\":[]}]", "{\"a\":{\"b\":1}}"] {
            let read = read(&format!(
                r#"{{"money":{odd},"time":{odd},"text":{odd},"flag":{odd}}}"#
            ));
            assert!(read.money.is_none() && read.time.is_none(), "{odd}");
            assert!(read.text.is_none() && read.flag.is_none(), "{odd}");
        }
        assert_eq!(
            read(r#"{"list":["a",1,null,"b"]}"#).list.unwrap(),
            ["a", "b"]
        );
        assert!(read(r#"{"list":{"a":1}}"#).list.is_none());
        assert!(read(r#"{"text":1,"flag":"true","time":12}"#).text.is_none());
    }

    proptest! {
        #[test]
        fn the_short_way_reads_money_as_the_long_one(
            digits in "[0-9.+-]{1,20}|[0-9]{1,9}[.][0-9]{1,9}",
        ) {
            if let Some(money) = plain_decimal(digits.as_bytes()) {
                let long = Decimal::from_str(&digits).unwrap();
                prop_assert_eq!((money, money.scale()), (long, long.scale()));
            }
        }

        #[test]
        fn the_short_way_reads_times_as_the_long_one(
            time in "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9].[0-9]{3}Z",
        ) {
            if let Some(read) = venices_time(time.as_bytes()) {
                prop_assert_eq!(Some(read), time.parse().ok());
            }
        }
    }

    #[test]
    fn money_keeps_its_digits() {
        for (json, text) in [
            ("0.1", "0.1"),
            ("\"42.2315\"", "42.2315"),
            ("-12.50", "-12.5"),
            ("9999999999", "9999999999"),
            ("100.023", "100.023"),
            ("1e3", "1000"),
            ("2.5E-3", "0.0025"),
            ("0.30000000000000004", "0.30000000000000004"),
        ] {
            let money = read(&format!(r#"{{"money":{json}}}"#)).money.unwrap();
            assert_eq!(money.normalize().to_string(), text);
        }
        assert!(read(r#"{"money":"a lot"}"#).money.is_none());
        assert!(read(r#"{"money":1e400}"#).money.is_none());
    }

    #[test]
    fn halves_of_characters_are_mended_and_nothing_else() {
        for (json, mended_to) in [
            (r#""a\ud83d""#, Some("a\u{fffd}")),
            (r#""\ude00b""#, Some("\u{fffd}b")),
            (r#""\ud83d\ud83d\ude00""#, Some("\u{fffd}\u{1f600}")),
            (r#""\\\uD83D\n""#, Some("\\\u{fffd}\n")),
            (r#""\ud83d\ude00""#, None),
            (r#""\\ud83d""#, None),
            (r#""é\u00e9\"""#, None),
            ("\"\\", None),
            ("\"\\u12", None),
            ("\"\\é", None),
        ] {
            let mended = mended(json);
            assert_eq!(mended.is_some(), mended_to.is_some(), "{json}");
            if let (Some(mended), Some(text)) = (mended, mended_to) {
                assert_eq!(serde_json::from_str::<String>(&mended).unwrap(), text);
            }
        }
    }

    #[test]
    fn counts_are_whole_and_not_negative() {
        for (json, count) in [
            ("100", Some(100)),
            ("\"750000\"", Some(750_000)),
            ("2e3", Some(2000)),
            ("7.0", Some(7)),
            ("0.5", None),
            ("-1", None),
            ("1e30", None),
            ("true", None),
        ] {
            assert_eq!(
                read(&format!(r#"{{"count":{json}}}"#)).count,
                count,
                "{json}"
            );
        }
    }

    #[test]
    fn times_with_and_without_fraction_and_days_are_read() {
        for (json, text) in [
            ("2026-01-31T12:00:00.000Z", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31T12:00:00.123456Z", "2026-01-31T12:00:00.123Z"),
            ("2026-01-31T13:00:00+01:00", "2026-01-31T12:00:00.000Z"),
            ("2026-01-31", "2026-01-31T00:00:00.000Z"),
        ] {
            let time = read(&format!(r#"{{"time":"{json}"}}"#)).time.unwrap();
            assert_eq!(time_text(time), text);
        }
        assert!(read(r#"{"time":"soon"}"#).time.is_none());
        assert!(read(r#"{"time":"2026-02-30"}"#).time.is_none());
    }

    proptest! {
        #[test]
        fn money_survives_the_round_trip(mantissa in 0i64..=i64::MAX, scale in 0u32..=18) {
            let amount = Decimal::new(mantissa, scale);
            let written = serde_json::to_string(&Number(amount)).unwrap();
            let back = read(&format!(r#"{{"money":{written}}}"#)).money.unwrap();
            prop_assert_eq!(amount, back);
        }

        #[test]
        fn any_text_in_any_field_is_read_without_failing(text in ".*") {
            let json = serde_json::to_string(&text).unwrap();
            let odd = read(&format!(r#"{{"money":{json},"time":{json},"text":{json}}}"#));
            prop_assert_eq!(odd.text.as_deref(), Some(text.as_str()));
        }
    }
}
