//! Members that occur twice in an object, or under two of their names. JSON leaves open what that
//! means, and a server in transition may send it: the last one counts.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

/// Other names of members, with the one that is read.
const OTHER_NAMES: [(&str, &str); 4] = [
    ("USD", "usd"),
    ("DIEM", "diem"),
    ("BUNDLED_CREDITS", "bundledCredits"),
    ("model_spec", "modelSpec"),
];

/// Nothing that Venice documents is nested more deeply.
const DEEPEST: usize = 8;

/// The same JSON with each member once, if it is JSON.
pub(crate) fn without_duplicates(json: &str) -> Option<Zeroizing<String>> {
    let mut unique = Zeroizing::new(String::with_capacity(json.len()));
    write(json, DEEPEST, &mut unique)?;
    Some(unique)
}

fn write(json: &str, depth: usize, into: &mut String) -> Option<()> {
    let json = json.trim_ascii();
    match json.as_bytes().first()? {
        b'{' if depth > 0 => {
            let members: Members = serde_json::from_str(json).ok()?;
            into.push('{');
            for (at, (name, value)) in members.0.iter().enumerate() {
                into.push_str(if at > 0 { "," } else { "" });
                into.push_str(&serde_json::to_string(name).ok()?);
                into.push(':');
                write(value.get(), depth - 1, into)?;
            }
            into.push('}');
        }
        b'[' if depth > 0 => {
            let elements: Vec<&RawValue> = serde_json::from_str(json).ok()?;
            into.push('[');
            for (at, element) in elements.iter().enumerate() {
                into.push_str(if at > 0 { "," } else { "" });
                write(element.get(), depth - 1, into)?;
            }
            into.push(']');
        }
        _ => into.push_str(json),
    }
    Some(())
}

/// An object's members by the names that are read, each once: the last of its name.
#[derive(Default)]
pub(crate) struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Members<'a> {
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let member = self.0.iter().find(|(its, _)| its == name);
        member.map(|(_, value)| *value)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, value)| (&**name, *value))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Found;
        impl<'de> Visitor<'de> for Found {
            type Value = Members<'de>;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(String, &RawValue)> = Vec::new();
                let mut places: HashMap<String, usize> = HashMap::new();
                while let Some((name, value)) = map.next_entry::<String, &RawValue>()? {
                    let other = OTHER_NAMES.iter().find(|(other, _)| *other == name);
                    let name = other.map_or(name, |(_, read)| (*read).to_owned());
                    match places.get(&name) {
                        Some(at) => members[*at].1 = value,
                        None => {
                            places.insert(name.clone(), members.len());
                            members.push((name, value));
                        }
                    }
                }
                Ok(Members(members))
            }
        }
        from.deserialize_map(Found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_a_name_counts() {
        for (json, unique) in [
            (r#"{"a":1,"b":2,"a":3}"#, r#"{"a":3,"b":2}"#),
            (r#"[{"a":{"b":1,"b":[2]}}]"#, r#"[{"a":{"b":[2]}}]"#),
            (r#" {"USD":1,"usd":2,"DIEM":3} "#, r#"{"usd":2,"diem":3}"#),
            (r#"{"a":1,"\u0061":2}"#, r#"{"a":2}"#),
            (
                r#"{"model_spec":{"x":1},"modelSpec":{}}"#,
                r#"{"modelSpec":{}}"#,
            ),
            ("[1.50,\"{\"]", "[1.50,\"{\"]"),
        ] {
            assert_eq!(without_duplicates(json).unwrap().as_str(), unique, "{json}");
        }
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_left_alone() {
        for json in ["", "{", "{\"a\":1", "[1,"] {
            assert!(without_duplicates(json).is_none(), "{json}");
        }
        let deep = format!("{}1{}", "[".repeat(50), "]".repeat(50));
        assert_eq!(without_duplicates(&deep).unwrap().as_str(), deep);
    }
}
