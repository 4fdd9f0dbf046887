//! What is wrong with a request, and the 400 that names all of it.

use serde_json::{Value, json};

use crate::response::Response;

/// What is wrong with a request, each with the path to the field.
#[derive(Debug, Default)]
pub(crate) struct Issues {
    list: Vec<Issue>,
    /// There was nothing to check rules on: no JSON at all.
    unreadable: bool,
}

#[derive(Debug)]
struct Issue {
    code: &'static str,
    message: String,
    path: Vec<Value>,
    /// The members that nobody knows, where that is the issue.
    keys: Vec<String>,
}

impl Issues {
    pub(crate) fn one(path: &str, code: &'static str, message: &str) -> Self {
        let mut issues = Self::default();
        issues.add(&[json!(path)], code, message);
        issues
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn add(&mut self, path: &[Value], code: &'static str, message: impl Into<String>) {
        self.list.push(Issue {
            code,
            message: message.into(),
            path: path.to_vec(),
            keys: Vec::new(),
        });
    }

    /// `got` is of another JSON type than `wanted`.
    pub(crate) fn wrong_type(&mut self, path: &[Value], wanted: &str, got: &Value) {
        let got = match got {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let message = format!("Expected {wanted}, received {got}");
        self.add(path, "invalid_type", message);
    }

    /// An object at `path` has members of these names, which nobody knows.
    pub(crate) fn unknown_members<'a>(
        &mut self,
        path: &[Value],
        names: impl Iterator<Item = &'a String>,
    ) {
        let keys: Vec<_> = names.cloned().collect();
        if !keys.is_empty() {
            let names: Vec<_> = keys.iter().map(|name| format!("'{name}'")).collect();
            let message = format!("Unrecognized key(s) in object: {}", names.join(", "));
            self.list.push(Issue {
                code: "unrecognized_keys",
                message,
                path: path.to_vec(),
                keys,
            });
        }
    }

    /// The 400, with both of Venice's ways to list issues.
    pub(crate) fn response(&self) -> Response {
        let mut details = json!({"_errors": []});
        for issue in &self.list {
            let mut level = &mut details;
            for step in &issue.path {
                let name = step
                    .as_str()
                    .map_or_else(|| step.to_string(), str::to_owned);
                level = &mut level[name];
                if level.is_null() {
                    *level = json!({"_errors": []});
                }
            }
            if let Some(messages) = level["_errors"].as_array_mut() {
                messages.push(json!(issue.message));
            }
        }
        let issues: Vec<Value> = self
            .list
            .iter()
            .map(|issue| {
                let (code, message, path) = (issue.code, &issue.message, &issue.path);
                let mut shown = json!({"code": code, "message": message, "path": path});
                if !issue.keys.is_empty() {
                    shown["keys"] = json!(issue.keys);
                }
                shown
            })
            .collect();
        let error = "Invalid request parameters";
        let response = Response::json(
            400,
            &json!({"error": error, "details": details, "issues": issues}),
        );
        match self.unreadable {
            true => response.for_free(),
            false => response,
        }
    }

    /// The same for a request that wasn't understood at all.
    pub(crate) fn unreadable(mut self) -> Self {
        self.unreadable = true;
        self
    }
}
