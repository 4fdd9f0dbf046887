//! The members of a request's body, taken out one by one: what is left at the end is unknown.

use serde_json::{Map, Value, json};

use crate::clock;
use crate::issues::Issues;
use crate::keys::CapChanges;
use crate::settings::Rule;

const HIGHEST_LIMIT: f64 = 9_999_999_999.0;

pub(crate) struct Fields {
    members: Map<String, Value>,
    issues: Issues,
}

impl Fields {
    pub(crate) fn of_body(body: &[u8]) -> Result<Self, Issues> {
        let mut issues = Issues::default();
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => return Ok(Self { members, issues }),
            Ok(other) => issues.wrong_type(&[], "object", &other),
            Err(_) => {
                issues.add(&[], "custom", "The request body is not valid JSON");
                return Err(issues.unreadable());
            }
        }
        Err(issues)
    }

    /// The result, if no rule was broken and nothing unknown is left.
    pub(crate) fn finish<T>(mut self, result: T) -> Result<T, Issues> {
        self.issues.unknown_members(&[], self.members.keys());
        match self.issues.is_empty() {
            true => Ok(result),
            false => Err(self.issues),
        }
    }

    pub(crate) fn require(&mut self, name: &str) {
        if !self.members.contains_key(name) {
            self.issues.add(&[json!(name)], "invalid_type", "Required");
        }
    }

    /// What a field says, if it is there and keeps its rule.
    pub(crate) fn checked(&mut self, name: &str, rule: &Rule) -> Option<Value> {
        let value = self.members.remove(name)?;
        rule.check(&mut self.issues, name, value)
    }

    pub(crate) fn text(&mut self, name: &str, rule: &Rule) -> Option<String> {
        match self.checked(name, rule)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A string that must be there and may be anything.
    pub(crate) fn required_text(&mut self, name: &str) -> String {
        let any = Rule::Text {
            longest: usize::MAX,
        };
        self.require(name);
        self.text(name, &any).unwrap_or_default()
    }

    /// `None` absent, `Some(None)` cleared: by `""`, and by null where that may be said.
    pub(crate) fn expires_at(&mut self, may_be_null: bool) -> Option<Option<i64>> {
        const NAME: &str = "expiresAt";
        let text = match self.members.remove(NAME)? {
            Value::Null if may_be_null => return Some(None),
            Value::String(text) if text.is_empty() => return Some(None),
            Value::String(text) => text,
            other => {
                self.issues.wrong_type(&[json!(NAME)], "string", &other);
                return None;
            }
        };
        let time = clock::parse_strict(&text);
        if time.is_none() {
            let message = "Invalid date. Use YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS[.mmm]Z";
            self.issues.add(&[json!(NAME)], "invalid_string", message);
        }
        Some(time)
    }

    /// The members of `consumptionLimit`: each absent, null or a number.
    pub(crate) fn caps(&mut self) -> CapChanges {
        const NAME: &str = "consumptionLimit";
        let mut members = match self.members.remove(NAME) {
            None => return CapChanges::default(),
            Some(Value::Object(members)) => members,
            Some(other) => {
                self.issues.wrong_type(&[json!(NAME)], "object", &other);
                return CapChanges::default();
            }
        };
        let mut cap = |name: &str| {
            let path = [json!(NAME), json!(name)];
            match members.remove(name)? {
                Value::Null => Some(None),
                Value::Number(number) => {
                    let number = number.as_f64().unwrap_or(f64::INFINITY);
                    if number < 0.0 {
                        let message = "Number must be greater than or equal to 0";
                        self.issues.add(&path, "too_small", message);
                    } else if number > HIGHEST_LIMIT {
                        let message =
                            format!("Number must be less than or equal to {HIGHEST_LIMIT}");
                        self.issues.add(&path, "too_big", message);
                    }
                    Some(Some(number))
                }
                other => {
                    self.issues.wrong_type(&path, "number", &other);
                    None
                }
            }
        };
        let caps = CapChanges {
            usd: cap("usd"),
            diem: cap("diem"),
            vcu: cap("vcu"),
        };
        self.issues.unknown_members(&[json!(NAME)], members.keys());
        caps
    }
}
