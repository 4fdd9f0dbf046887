//! Objects, which a server may replace with something else.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, MapAccess, SeqAccess, Visitor, value};
use serde::{Deserialize, Deserializer};

use super::lenient::drain;
use super::restriction::unreadable;

/// Reads an object, or `None` from anything else.
pub(crate) fn object<'de, D: Deserializer<'de>, T>(from: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
{
    from.deserialize_any(Object {
        restricts: None,
        object: PhantomData,
    })
}

/// Reads an object, or its default from anything else.
pub(crate) fn object_or_default<'de, D: Deserializer<'de>, T>(from: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
{
    object(from).map(Option::unwrap_or_default)
}

/// Reads an object that restricts a key: null is its default, and anything else an error.
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
    /// The name of the field, if it restricts a key.
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

/// An object and nothing else: a derived reader also takes a list for its members, one by one, and
/// an empty one for an object without any.
#[derive(Debug, PartialEq)]
pub(crate) struct Row<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::deserialize(value::MapAccessDeserializer::new(map))
            }
        }
        from.deserialize_map(Members(PhantomData)).map(Row)
    }
}
