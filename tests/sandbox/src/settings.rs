//! A key's plain settings: each is checked, stored and shown, and nothing else depends on how.
//!
//! A new one is an entry of [`SETTINGS`]: create, mint and update take it, list and get show it,
//! and the control API seeds and shows it.

use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::allowlist;
use crate::fields::Fields;
use crate::issues::Issues;

pub(crate) const DESCRIPTION: &str = "description";
pub(crate) const LIMIT_PERIOD: &str = "limitPeriod";
pub(crate) const MODEL_PRIVACY: &str = "modelPrivacy";

/// Every plain setting, in the order in which they are shown.
const SETTINGS: &[Setting] = &[
    Setting {
        name: DESCRIPTION,
        rule: Rule::Text { longest: 64 },
        required: true,
        newer: false,
    },
    Setting {
        name: LIMIT_PERIOD,
        rule: Rule::OneOf(&["EPOCH", "MONTH", "LIFETIME"]),
        required: false,
        newer: true,
    },
    Setting {
        name: MODEL_PRIVACY,
        rule: Rule::OneOf(&["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"]),
        required: false,
        newer: true,
    },
    Setting {
        name: "ipAllowlist",
        rule: Rule::List {
            most: 100,
            longest: 64,
            each: allowlist::canonical,
        },
        required: false,
        newer: true,
    },
];

struct Setting {
    /// In requests and responses.
    name: &'static str,
    rule: Rule,
    /// Whether a create must name it. A mint never has to.
    required: bool,
    /// Whether a server that is older than it (`account.older`) doesn't show it.
    newer: bool,
}

/// What a setting may be. Lengths are in characters.
pub(crate) enum Rule {
    Text {
        longest: usize,
    },
    /// The first is the default.
    OneOf(&'static [&'static str]),
    /// Strings, stored as `each` returns them; its error is the issue's message.
    List {
        most: usize,
        longest: usize,
        each: fn(&str) -> Result<String, &'static str>,
    },
}

impl Rule {
    /// The value as it is stored, or nothing and an issue.
    pub(crate) fn check(&self, issues: &mut Issues, name: &str, value: Value) -> Option<Value> {
        let path = [json!(name)];
        match (self, value) {
            (Self::Text { longest }, Value::String(text)) => {
                too_long(issues, &path, &text, *longest);
                Some(Value::String(text))
            }
            (Self::OneOf(choices), Value::String(text)) => {
                if choices.contains(&text.as_str()) {
                    return Some(Value::String(text));
                }
                let list: Vec<_> = choices.iter().map(|one| format!("'{one}'")).collect();
                let list = list.join(" | ");
                let message = format!("Invalid enum value. Expected {list}, received '{text}'");
                issues.add(&path, "invalid_enum_value", message);
                None
            }
            (
                Self::List {
                    most,
                    longest,
                    each,
                },
                Value::Array(elements),
            ) => {
                if elements.len() > *most {
                    let message = format!("Array must contain at most {most} element(s)");
                    issues.add(&path, "too_big", message);
                    return None;
                }
                let mut stored = Vec::with_capacity(elements.len());
                for (index, element) in elements.iter().enumerate() {
                    let path = [json!(name), json!(index)];
                    match element.as_str() {
                        None => issues.wrong_type(&path, "string", element),
                        Some(text) if too_long(issues, &path, text, *longest) => {}
                        Some(text) => match each(text) {
                            Ok(text) => stored.push(json!(text)),
                            Err(message) => issues.add(&path, "custom", message),
                        },
                    }
                }
                Some(Value::Array(stored))
            }
            (Self::List { .. }, other) => {
                issues.wrong_type(&path, "array", &other);
                None
            }
            (Self::Text { .. } | Self::OneOf(_), other) => {
                issues.wrong_type(&path, "string", &other);
                None
            }
        }
    }

    /// Whether a value is of the right JSON type, whatever it says.
    fn has_the_type_of(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::List { .. }, Value::Array(elements)) => elements.iter().all(Value::is_string),
            (Self::List { .. }, _) => false,
            (Self::Text { .. } | Self::OneOf(_), value) => value.is_string(),
        }
    }
}

fn too_long(issues: &mut Issues, path: &[Value], text: &str, longest: usize) -> bool {
    let is = text.chars().count() > longest;
    if is {
        let message = format!("String must contain at most {longest} character(s)");
        issues.add(path, "too_big", message);
    }
    is
}

/// The plain settings of a key, or those that a request names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings(BTreeMap<&'static str, Value>);

impl Settings {
    /// What a key has that names none.
    pub(crate) fn defaults() -> Self {
        let defaults = SETTINGS.iter().filter_map(|setting| match setting.rule {
            Rule::OneOf(choices) => Some((setting.name, json!(choices.first()?))),
            Rule::Text { .. } | Rule::List { .. } => None,
        });
        Self(defaults.collect())
    }

    /// Those that a create must name.
    pub(crate) fn required() -> impl Iterator<Item = &'static str> {
        let required = SETTINGS.iter().filter(|setting| setting.required);
        required.map(|setting| setting.name)
    }

    /// Takes the settings that a request names out of its fields.
    pub(crate) fn take(fields: &mut Fields) -> Self {
        let named = SETTINGS.iter().filter_map(|setting| {
            let value = fields.checked(setting.name, &setting.rule)?;
            Some((setting.name, value))
        });
        Self(named.collect())
    }

    /// These, but for what a key to seed says otherwise, which is taken out of it. It may say what
    /// no request may. Null is none.
    pub(crate) fn seeded(mut self, seed: &mut Map<String, Value>) -> Result<Self, String> {
        for Setting { name, rule, .. } in SETTINGS {
            match seed.remove(*name) {
                None => {}
                Some(Value::Null) => drop(self.0.remove(name)),
                Some(value) if rule.has_the_type_of(&value) => {
                    self.0.insert(name, value);
                }
                Some(value) => return Err(format!("{name} can't be {value}")),
            }
        }
        Ok(self)
    }

    /// What `self` names, and the rest from `others`.
    pub(crate) fn over(mut self, mut others: Self) -> Self {
        others.0.append(&mut self.0);
        others
    }

    pub(crate) fn with_text(mut self, name: &'static str, text: &str) -> Self {
        self.0.insert(name, json!(text));
        self
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// As a response shows them.
    pub(crate) fn shown(&self, older_server: bool) -> Shown<'_> {
        Shown {
            settings: self,
            older_server,
        }
    }

    /// Every one there is, null where a key has none.
    pub(crate) fn stored(&self) -> Map<String, Value> {
        let value = |name| self.0.get(name).cloned().unwrap_or_default();
        let all = SETTINGS.iter().map(|setting| setting.name);
        all.map(|name| (name.to_owned(), value(name))).collect()
    }
}

/// Plain settings in a response, in their order; those that a key has none of are left out.
pub(crate) struct Shown<'a> {
    settings: &'a Settings,
    older_server: bool,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for setting in SETTINGS.iter().filter(|s| !(self.older_server && s.newer)) {
            if let Some(value) = self.settings.0.get(setting.name) {
                map.serialize_entry(setting.name, value)?;
            }
        }
        map.end()
    }
}
