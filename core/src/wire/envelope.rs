//! What surrounds the data of a response.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Reads the `data` of `{data: …}` and skips the other members.
pub(crate) fn data<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> serde_json::Result<S::Value> {
    envelope(text, seed).map(|(data, _)| data)
}

/// Reads the `data` of `{data: …, nextCursor: …}`, and the cursor: null or missing on the last
/// page.
pub(crate) fn page<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> serde_json::Result<(S::Value, Option<String>)> {
    let (data, next) = envelope(text, seed)?;
    let next = next.map_or(Ok(None), |next| serde_json::from_str(next.get()))?;
    Ok((data, next))
}

fn envelope<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> serde_json::Result<(S::Value, Option<&'de RawValue>)> {
    struct Envelope<S>(S);
    impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Envelope<S> {
        type Value = (S::Value, Option<&'de RawValue>);
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an object with data")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let (mut seed, mut data, mut next) = (Some(self.0), None, None);
            while let Some(name) = map.next_key::<Cow<str>>()? {
                match seed.take_if(|_| name == "data") {
                    Some(seed) => data = Some(map.next_value_seed(seed)?),
                    None if name == "nextCursor" => next = Some(map.next_value()?),
                    None => drop(map.next_value::<IgnoredAny>()?),
                }
            }
            let data = data.ok_or_else(|| A::Error::missing_field("data"))?;
            Ok((data, next))
        }
    }
    let mut from = serde_json::Deserializer::from_str(text);
    let found = from.deserialize_map(Envelope(seed))?;
    from.end().map(|()| found)
}
