//! Results in the form in which every language's are compared.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Value, json};
use venice_keys::{CreatedKey, Timestamp};

use crate::arguments::Failed;
use crate::loud::show;
use crate::values::SECRET;

pub(crate) fn shared(result: impl Serialize + Debug) -> Result<Value, Failed> {
    show(&result);
    Ok(serde_json::to_value(result).map_err(|error| error.to_string())?)
}

/// What doesn't serialize by itself.
pub(crate) fn shown<T: Debug>(result: T, shared: fn(T) -> Value) -> Result<Value, Failed> {
    show(&result);
    Ok(shared(result))
}

pub(crate) fn time(time: Option<Timestamp>) -> Option<String> {
    time.map(|time| format!("{time:.3}"))
}

/// A created key, which must be printed without its secret.
pub(crate) fn created(key: CreatedKey) -> Result<Value, Failed> {
    let printed = [
        format!("{:?}", key.api_key),
        key.api_key.to_string(),
        format!("{key:?}"),
    ];
    let whole = key.api_key.reveal().to_owned();
    let hidden = &whole[..whole.len() - 6];
    let mut value = shared(&key)?;
    if printed
        .iter()
        .chain([&value.to_string()])
        .any(|form| form.contains(hidden))
    {
        return Err("a created key is printed with its secret".to_owned().into());
    }
    value["apiKey"] = json!({ SECRET: whole });
    Ok(value)
}
