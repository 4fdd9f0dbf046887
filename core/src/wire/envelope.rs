//! What surrounds the data of a response.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};

/// Reads the `data` of `{data: …}` and skips the other members.
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
