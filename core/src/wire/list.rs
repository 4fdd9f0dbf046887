//! Lists, no longer than anything Venice sends.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::object::Row;
use super::restriction::unreadable;

/// The longest list that is read. An account has at most 500 keys; a server that sends millions of
/// tiny rows wants to exhaust the reader's memory.
pub(crate) const LONGEST_LIST: usize = 10_000;

pub(crate) fn too_long<E: Error>() -> E {
    unreadable("a list of more than 10000 elements")
}

/// Reads a list, leniently; mistyped elements are left out.
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

/// Reads a list of objects, each of which counts: one that can't be read is an error. Null: none.
pub(crate) fn rows<'de, D: Deserializer<'de>, T>(from: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
{
    struct Rows<T>(Vec<Row<T>>);
    impl<'de, T: Deserialize<'de>> Deserialize<'de> for Rows<T> {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            let rows = ListOf {
                room: 0,
                element: PhantomData,
            };
            rows.deserialize(from).map(Rows)
        }
    }
    let rows = Option::<Rows<T>>::deserialize(from)?;
    let rows = rows.into_iter().flat_map(|Rows(rows)| rows);
    Ok(rows.map(|Row(row)| row).collect())
}

/// A list's elements, not read yet.
pub(super) struct Elements<'a>(pub(super) Vec<&'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Elements<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let elements = ListOf {
            room: 0,
            element: PhantomData,
        };
        elements.deserialize(from).map(Elements)
    }
}

/// The same error of an outer reader.
pub(crate) fn again<E: Error>(inner: serde_json::Error) -> E {
    E::custom(inner)
}

/// Reads a list into memory that is reserved at once. Growing step by step it would be moved around
/// and take up to twice the memory; a list of 500 keys takes 11 % longer to parse then (780 µs of
/// CPU time in place of 700, 2026-11-21).
pub(crate) struct ListOf<T> {
    room: usize,
    element: PhantomData<T>,
}

impl<T> ListOf<T> {
    /// An element takes about as much memory as its JSON, which names each member.
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

#[cfg(test)]
mod tests {
    use super::super::{data, location, parsed};
    use super::*;

    #[test]
    fn a_list_of_millions_is_refused() {
        let rows = |count: usize| format!("[{}]", vec![r#"{"id":""}"#; count].join(","));
        let read = |json: &str| {
            let json = format!(r#"{{"data":{json}}}"#);
            let list = |json: &str| data(json, ListOf::<crate::ApiKey>::in_text(json));
            parsed(&json, list).map_err(|error| location(&error))
        };
        assert_eq!(read(&rows(LONGEST_LIST)).unwrap().len(), LONGEST_LIST);
        let said = read(&rows(LONGEST_LIST + 1)).unwrap_err();
        assert!(said.contains("more than 10000 elements"), "{said}");
        let inner = format!(
            r#"{{"rateLimits":[{}]}}"#,
            vec!["1"; LONGEST_LIST + 1].join(",")
        );
        let inner = serde_json::from_str::<crate::RateLimits>(&inner).unwrap_err();
        assert!(location(&inner).contains("more than 10000 elements"));
    }
}
