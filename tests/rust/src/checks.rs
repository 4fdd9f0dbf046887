//! What a scenario expects of an error, of a request and of the time that a call took.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::{Value, json};
use venice_keys::Error;

use crate::scenario::known_words;
use crate::values::matches;

/// Holds a time in milliseconds against its bounds.
pub(crate) fn within(bounds: &Value, took: Duration) -> Result<(), String> {
    let bounds = bounds.as_object().ok_or("not an object")?;
    known_words("bounds", bounds, &["min", "max"])?;
    let ms = took.as_secs_f64() * 1000.0;
    let bound = |name: &str| bounds.get(name).and_then(Value::as_f64);
    if bound("min").is_some_and(|min| ms < min) || bound("max").is_some_and(|max| ms > max) {
        return Err(format!("{ms:.0} is not within {bounds:?}"));
    }
    Ok(())
}

/// Holds an error against what a scenario expects of it.
pub(crate) fn check_error(expected: &Value, error: &Error) -> Result<(), String> {
    let expected = expected.as_object().ok_or("error is not an object")?;
    for (word, value) in expected {
        let holds = match word.as_str() {
            "code" => value == error.code().as_str(),
            "status" => value.as_u64() == error.status().map(u64::from),
            "resume" => matches(value, &json!(error.resume()), "resume").is_ok(),
            "requestId" => value.as_str() == error.request_id(),
            "serverCode" => value.as_str() == error.server_code(),
            "serverVersion" => value.as_str() == error.server_version(),
            "retryAfterMs" => {
                let wait = error.retry_after().ok_or("the error has no retry_after")?;
                within(value, wait).map_err(|why| format!("retryAfterMs: {why}"))?;
                true
            }
            "message" => texts(value)?
                .iter()
                .all(|part| error.to_string().contains(part)),
            "lacks" => {
                let forms = [error.to_string(), format!("{error:?}")];
                texts(value)?
                    .iter()
                    .all(|part| forms.iter().all(|form| !form.contains(part)))
            }
            "issues" => value
                .as_array()
                .ok_or("issues are not a list")?
                .iter()
                .all(|expected| {
                    error.issues().iter().any(|issue| {
                        let text = |name: &str| expected.get(name).and_then(Value::as_str);
                        text("field").is_none_or(|field| issue.field == field)
                            && text("message").is_none_or(|part| issue.message.contains(part))
                    })
                }),
            _ => return Err(format!("error.{word} is no word this runner knows")),
        };
        if !holds {
            return Err(format!("error.{word}: expected {value}, got {error:?}"));
        }
    }
    Ok(())
}

fn texts(value: &Value) -> Result<Vec<&str>, String> {
    let elements = value.as_array().ok_or("not a list of texts")?;
    elements
        .iter()
        .map(|e| e.as_str().ok_or("not a text".to_owned()))
        .collect()
}

/// Holds a request that the server saw against what a scenario expects of it.
pub(crate) fn check_request(
    expected: &Value,
    request: &Value,
    earlier: &HashSet<u64>,
) -> Result<(), String> {
    let expected = expected.as_object().ok_or("not an object")?;
    for (word, value) in expected {
        match word.as_str() {
            "method" | "path" | "bodyExact" => {
                let got = &request[if word == "bodyExact" { "body" } else { word }];
                if got != value {
                    return Err(format!("{word}: expected {value}, it was {got}"));
                }
            }
            "body" | "numbers" => matches(value, &request[word], word)?,
            "headers" => {
                for (name, value) in value.as_object().ok_or("headers are not an object")? {
                    if request["headers"].get(name) != Some(value) {
                        return Err(format!("header {name} is not as expected"));
                    }
                }
            }
            "absent" => {
                if let Some(name) = texts(value)?
                    .iter()
                    .find(|name| request["headers"].get(**name).is_some())
                {
                    return Err(format!("header {name} was sent"));
                }
            }
            "connection" => {
                let used = request["connection"].as_u64().ok_or("odd connection")?;
                let fresh = match value.as_str() {
                    Some("new") => true,
                    Some("reused") => false,
                    _ => return Err(format!("connection can't be {value}")),
                };
                if earlier.contains(&used) == fresh {
                    return Err(format!("the connection was not {value}"));
                }
            }
            _ => return Err(format!("{word} is no word this runner knows")),
        }
    }
    Ok(())
}
