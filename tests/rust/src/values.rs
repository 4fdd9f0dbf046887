//! Values of a scenario: filling in what was saved, and comparing what came back.

use std::collections::BTreeMap;

use serde_json::Value;

/// How a Secret stands in a result: `{"$secret": its text}`.
pub(crate) const SECRET: &str = "$secret";

/// What a scenario has saved so far, by name.
pub(crate) type Saved = BTreeMap<String, Value>;

/// Replaces every `${name.path}` in the texts of a value.
pub(crate) fn filled(value: &Value, saved: &Saved) -> Result<Value, String> {
    Ok(match value {
        Value::String(text) => Value::String(filled_text(text, saved)?),
        Value::Array(elements) => Value::Array(
            elements
                .iter()
                .map(|e| filled(e, saved))
                .collect::<Result<_, _>>()?,
        ),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(k, v)| Ok((k.clone(), filled(v, saved)?)));
            Value::Object(members.collect::<Result<_, String>>()?)
        }
        other => other.clone(),
    })
}

fn filled_text(text: &str, saved: &Saved) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let end = rest[start..]
            .find('}')
            .ok_or(format!("unclosed ${{ in {text}"))?
            + start;
        out.push_str(&rest[..start]);
        out.push_str(&recall(&rest[start + 2..end], saved)?);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

fn recall(path: &str, saved: &Saved) -> Result<String, String> {
    let mut steps = path.split('.');
    let name = steps.next().unwrap_or_default();
    let mut value = saved
        .get(name)
        .ok_or(format!("nothing was saved as {name}"))?;
    for step in steps {
        let next = match value {
            Value::Array(elements) => step.parse().ok().and_then(|at: usize| elements.get(at)),
            _ => value.get(step),
        };
        value = next.ok_or(format!("{path}: there is no {step}"))?;
    }
    match value.get(SECRET).unwrap_or(value) {
        Value::String(text) => Ok(text.clone()),
        other => Err(format!("{path} is not a string: {other}")),
    }
}

/// Every secret that a value holds.
pub(crate) fn secrets_in(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(members) => match members.get(SECRET).and_then(Value::as_str) {
            Some(secret) => into.push(secret.to_owned()),
            None => members.values().for_each(|v| secrets_in(v, into)),
        },
        Value::Array(elements) => elements.iter().for_each(|v| secrets_in(v, into)),
        _ => {}
    }
}

/// Holds a result against what a scenario expects. `place` says where in the result this is.
pub(crate) fn matches(expected: &Value, got: &Value, place: &str) -> Result<(), String> {
    let differs = || Err(format!("{place}: expected {expected}, got {}", shown(got)));
    match expected {
        Value::String(text) if text.starts_with('$') => {
            if passes_test(text, got)? {
                Ok(())
            } else {
                differs()
            }
        }
        Value::Object(members) => {
            if !got.is_object() || got.get(SECRET).is_some() {
                return differs();
            }
            members.iter().try_for_each(|(name, expected)| {
                let got = got.get(name).unwrap_or(&Value::Null);
                matches(expected, got, &format!("{place}.{name}"))
            })
        }
        Value::Array(elements) => match got.as_array() {
            Some(got) if got.len() == elements.len() => elements
                .iter()
                .zip(got)
                .enumerate()
                .try_for_each(|(at, (e, g))| matches(e, g, &format!("{place}.{at}"))),
            _ => differs(),
        },
        _ if expected == got => Ok(()),
        _ => differs(),
    }
}

fn passes_test(test: &str, got: &Value) -> Result<bool, String> {
    let text = got.as_str();
    Ok(match test.split_once(':').unwrap_or((test, "")) {
        ("$any", "") => !got.is_null(),
        ("$uuid", "") => text.is_some_and(is_uuid),
        ("$time", "") => text.is_some_and(|text| has_form(text, "0000-00-00T00:00:00.000Z")),
        ("$length", count) => {
            let count: usize = count
                .parse()
                .map_err(|_| format!("{test} names no number"))?;
            got.as_array()
                .is_some_and(|elements| elements.len() == count)
        }
        ("$secret", kind) => got
            .get(SECRET)
            .and_then(Value::as_str)
            .is_some_and(|secret| {
                let prefix = format!("VENICE_{kind}_KEY_");
                secret.starts_with(&prefix) && secret.len() > prefix.len() + 16
            }),
        _ => return Err(format!("{test} is no test this runner knows")),
    })
}

fn has_form(text: &str, form: &str) -> bool {
    text.len() == form.len()
        && text.bytes().zip(form.bytes()).all(|(t, f)| match f {
            b'0' => t.is_ascii_digit(),
            _ => t == f,
        })
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, b)| match at {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_digit() || (b'a'..=b'f').contains(&b),
        })
}

/// A value for a failure's message: without its secrets.
fn shown(value: &Value) -> String {
    let mut secrets = Vec::new();
    secrets_in(value, &mut secrets);
    secrets.iter().fold(value.to_string(), |text, secret| {
        text.replace(secret.as_str(), "…")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn matching_is_strict_where_it_must_be() {
        for (expected, got, holds) in [
            (json!({"a": 1}), json!({"a": 1, "b": 2}), true),
            (json!({"a": null}), json!({}), true),
            (json!([1]), json!([1, 2]), false),
            (
                json!("$uuid"),
                json!("E28E82DC-9DF2-4B47-B726-D0A222EF2AB5"),
                false,
            ),
            (json!("$time"), json!("2026-01-31T12:00:00Z"), false),
            (json!("$any"), json!(null), false),
            (json!("$length:2"), json!([1]), false),
            (
                json!("$secret:ADMIN"),
                json!("VENICE_ADMIN_KEY_0123456789abcdefghij"),
                false,
            ),
            (json!("50"), json!(50), false),
        ] {
            assert_eq!(
                matches(&expected, &got, "").is_ok(),
                holds,
                "{expected} {got}"
            );
        }
        assert!(matches(&json!("$nonsense"), &json!(1), "").is_err());
    }
}
