//! The parameters of a query, taken out one by one: what is left at the end is unknown.

use serde_json::{Map, Value, json};

use crate::api::Call;
use crate::issues::Issues;
use crate::response::Response;

/// The query of a call that takes nothing but what it knows.
pub(crate) struct Query {
    given: Map<String, Value>,
    pub(crate) issues: Issues,
}

impl Query {
    pub(crate) fn of(call: &Call<'_>) -> Self {
        let (mut given, mut issues) = (Map::new(), Issues::default());
        for (name, value) in call.parameters() {
            if given.insert(name.clone(), json!(value)).is_some() {
                // A server that reads queries into lists sees one here.
                issues.wrong_type(&[json!(name)], "string", &json!([]));
            }
        }
        Self { given, issues }
    }

    /// Whether it says anything besides `name`.
    pub(crate) fn has_more_than(&self, name: &str) -> bool {
        self.given.keys().any(|there| there != name)
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        match self.given.remove(name)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number from `least` to `most`, or else `default`.
    pub(crate) fn whole(&mut self, name: &str, least: usize, most: usize, default: usize) -> usize {
        let Some(text) = self.take(name) else {
            return default;
        };
        let path = [json!(name)];
        let is_whole = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.parse::<usize>().ok().filter(|_| is_whole) {
            None => self
                .issues
                .add(&path, "invalid_type", "Expected integer, received string"),
            Some(number) if number < least => self.issues.add(
                &path,
                "too_small",
                format!("Number must be greater than or equal to {least}"),
            ),
            Some(number) if number > most => self.issues.add(
                &path,
                "too_big",
                format!("Number must be less than or equal to {most}"),
            ),
            Some(number) => return number,
        }
        default
    }

    /// One of these, if it's there.
    pub(crate) fn one_of(&mut self, name: &str, known: &[&str]) -> Option<String> {
        let value = self.take(name)?;
        if known.contains(&&value[..]) {
            return Some(value);
        }
        let known: Vec<_> = known.iter().map(|known| format!("'{known}'")).collect();
        let message = format!(
            "Invalid enum value. Expected {}, received '{value}'",
            known.join(" | ")
        );
        self.issues
            .add(&[json!(name)], "invalid_enum_value", message);
        None
    }

    /// Err with the 400 if a rule was broken or something unknown is left.
    pub(crate) fn finish(mut self) -> Result<(), Response> {
        self.issues.unknown_members(&[], self.given.keys());
        match self.issues.is_empty() {
            true => Ok(()),
            false => Err(self.issues.response()),
        }
    }
}
