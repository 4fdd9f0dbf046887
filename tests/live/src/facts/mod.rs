//! The facts that can be checked with capped keys and no money.

mod billing;
mod ending;
mod limits;
mod reading;
mod refusals;
mod wallet;
mod writing;

use serde_json::Value;

use crate::run::Run;
use crate::table::{Seen, Table};
use crate::venice::{As, Response};

/// Every fact that the table can tell of, in an order that needs few keys.
pub(crate) fn check(run: &Run, wallet: Option<&str>, table: &mut Table<'_>) {
    reading::without_keys_of_ours(run, table);
    refusals::without_keys_of_ours(run, table);
    billing::reads(run, table);
    wallet::challenge(run, table);
    let capped = writing::capped(run, table);
    if let Some(key) = &capped {
        run.lend(&key.secret);
    }
    reading::of_a_key(run, capped.as_ref(), table);
    limits::of_a_key(run, capped.as_ref(), table);
    refusals::of_a_key(run, capped.as_ref(), table);
    writing::changed(run, capped.as_ref(), table);
    ending::of_a_key(run, capped.as_ref(), table);
    writing::allowlisted(run, table);
    writing::blocked_and_deleted(run, table);
    if let Some(private_key) = wallet {
        wallet::mint(run, private_key, table);
    }
}

/// A key of this run.
pub(crate) struct OurKey {
    id: String,
    secret: String,
    /// The `data` of the create's response.
    created: Value,
}

impl OurKey {
    fn get(&self, run: &Run) -> Result<Response, String> {
        run.get(As::Admin, &format!("/api_keys/{}", self.id))
    }
}

const NO_KEY: &str = "no key could be made";

/// The names of an object's members, in alphabetical order.
fn members(value: &Value) -> String {
    match value.as_object() {
        Some(object) => {
            let mut names: Vec<_> = object.keys().map(String::as_str).collect();
            names.sort_unstable();
            names.join(", ")
        }
        None => format!("no object: {}", kind(value)),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A response's members, if it is a success.
fn success(response: Result<Response, String>) -> Result<Response, String> {
    let response = response?;
    match response.is_success() {
        true => Ok(response),
        false => Err(response.said()),
    }
}

fn said(response: Result<Response, String>) -> Seen {
    Ok(response?.said())
}

/// A value as a row shows it.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => crate::venice::shown(text),
        other => crate::venice::shown(&other.to_string()),
    }
}

/// Whether `text` has the form of `pattern`, where 0 is any digit and the rest is itself.
fn has_form(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(t, p)| match p {
            b'0' => t.is_ascii_digit(),
            _ => t == p,
        })
}
