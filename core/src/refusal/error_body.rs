//! [`ErrorBody`]: what the body of a refusal says, whichever of its documented shapes it has.

use serde_json::{Map, Value};

use crate::error::Issue;
use crate::transport::line;
use crate::wire;

/// What an error body says, whichever of its documented shapes it has.
#[derive(Default)]
pub(super) struct ErrorBody {
    pub(super) text: String,
    lower: String,
    /// The server's own code.
    pub(super) code: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) issues: Vec<Issue>,
    pub(super) no_credentials: bool,
}

/// How much of a server's text is worth showing, in characters.
pub(super) const TEXT_LIMIT: usize = 300;
pub(super) const ISSUE_LIMIT: usize = 50;
/// How deeply a request's fields can be nested.
const DEEPEST_FIELD: usize = 8;

impl ErrorBody {
    /// Reads JSON bodies. Anything else, a gateway's page or nothing at all, says nothing.
    pub(super) fn read(body: &[u8]) -> Self {
        let text = std::str::from_utf8(body).unwrap_or_default();
        let Ok(Value::Object(body)) = wire::parsed(text, |json| serde_json::from_str(json)) else {
            return Self::default();
        };
        let mut said = Self::default();
        said.read_text(&body);
        if let Some(issues) = body.get("issues") {
            said.listed(issues);
        }
        if let Some(issues) = body
            .get("context")
            .and_then(|context| context.get("issues"))
        {
            said.listed(issues);
        }
        match body.get("details") {
            Some(Value::String(text)) => said.issue("", text),
            Some(details) if said.issues.is_empty() => said.nested(&mut Vec::new(), details),
            _ => {}
        }
        said.no_credentials = ["x402Version", "authOptions"]
            .iter()
            .any(|member| body.contains_key(*member));
        said.request_id = text_of(&body, "request_id").map(line);
        said.lower = said.text.to_lowercase();
        said
    }

    /// `{error: "text", code?}`, `{error: "CODE", message: "text"}`, `{error: {message, param,
    /// code}}` or `{error: "text", context: {errorCode}}`.
    fn read_text(&mut self, body: &Map<String, Value>) {
        match body.get("error") {
            // A code is one word; a sentence is the text.
            Some(Value::String(error)) => match text_of(body, "message") {
                Some(message) if !error.contains(' ') => {
                    self.text = clip(message);
                    self.code = Some(line(error));
                }
                _ => self.text = clip(error),
            },
            Some(Value::Object(error)) => {
                if let Some(message) = text_of(error, "message") {
                    self.text = clip(message);
                    if let Some(field) = text_of(error, "param") {
                        self.issue(field, message);
                    }
                }
                self.code = text_of(error, "code").map(line);
            }
            _ => {}
        }
        let context = body.get("context").and_then(Value::as_object);
        let code = text_of(body, "code")
            .or_else(|| context.and_then(|context| text_of(context, "errorCode")));
        if let Some(code) = code {
            self.code = Some(line(code));
        }
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.lower.contains(part)
    }

    pub(super) fn has_any(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.has(part))
    }

    /// Whether it says that the error budget is used up.
    pub(super) fn locked_out(&self) -> bool {
        self.has("too many failed attempts")
    }

    /// Venice doesn't publish the text. A rule about one field of a new key is something else.
    pub(super) fn is_about_too_many_keys(&self) -> bool {
        let too_many = self.has("too many") && self.has("keys");
        let limit = too_many || self.has_any(&["maximum number", "500"]);
        self.issues.is_empty() && self.has("key") && limit
    }

    fn is_full(&self) -> bool {
        self.issues.len() >= ISSUE_LIMIT
    }

    fn issue(&mut self, field: &str, message: &str) {
        if !self.is_full() {
            self.issues.push(Issue {
                field: clip(field),
                message: clip(message),
            });
        }
    }

    /// `issues: [{code, message, path: ["consumptionLimit", "usd"]}]`
    fn listed(&mut self, issues: &Value) {
        for issue in issues.as_array().into_iter().flatten() {
            if self.is_full() {
                return;
            }
            let Some(message) = issue.get("message").and_then(Value::as_str) else {
                continue;
            };
            let steps = issue.get("path").and_then(Value::as_array);
            let steps = steps.into_iter().flatten().take(DEEPEST_FIELD);
            let path: Vec<String> = steps.map(step).collect();
            self.issue(&path.join("."), message);
        }
    }

    /// `details: {_errors: […], field: {_errors: […]}}`. A path is built only
    /// where there is a message for it: a server chooses how many fields there are, and how long
    /// their names are.
    fn nested<'a>(&mut self, path: &mut Vec<&'a str>, details: &'a Value) {
        let Some(details) = details.as_object().filter(|_| path.len() < DEEPEST_FIELD) else {
            return;
        };
        for (name, inner) in details {
            if self.is_full() {
                return;
            }
            if name == "_errors" {
                let messages = inner.as_array().into_iter().flatten();
                for message in messages.filter_map(Value::as_str).take(ISSUE_LIMIT) {
                    let steps: Vec<String> = path.iter().map(|name| clip(name)).collect();
                    self.issue(&steps.join("."), message);
                }
            } else {
                path.push(name);
                self.nested(path, inner);
                path.pop();
            }
        }
    }
}

fn text_of<'a>(body: &'a Map<String, Value>, member: &str) -> Option<&'a str> {
    let text = body.get(member).and_then(Value::as_str);
    text.filter(|text| !text.is_empty())
}

fn step(step: &Value) -> String {
    step.as_str().map_or_else(|| clip(&step.to_string()), clip)
}

/// One line of bounded length, with no control characters.
fn clip(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut clipped: String = line.take(TEXT_LIMIT).collect();
    if clipped.len() < text.len() && text.chars().nth(TEXT_LIMIT).is_some() {
        clipped.push('…');
    }
    clipped
}
