//! Results in the form in which every language's are compared.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::{Value, json};
use venice_keys::{Secret, SignIn, Timestamp};

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

/// What holds secrets: puts each into its place in the shared form.
pub(crate) trait HoldsSecrets {
    /// `holders` are forms of what holds it, none of which may show it.
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed>;
}

impl HoldsSecrets for Secret {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        *value = hidden(self, holders)?;
        Ok(())
    }
}

impl<T: HoldsSecrets> HoldsSecrets for Option<T> {
    fn put_secrets(&self, value: &mut Value, holders: &[String]) -> Result<(), Failed> {
        (self.iter()).try_for_each(|there| there.put_secrets(value, holders))
    }
}

/// A result that holds secrets, and must be printed without them.
pub(crate) fn revealed(result: impl Serialize + Debug + HoldsSecrets) -> Result<Value, Failed> {
    let mut value = shared(&result)?;
    let holders = [format!("{result:?}"), value.to_string()];
    result.put_secrets(&mut value, &holders)?;
    Ok(value)
}

/// A sign-in's header, likewise.
pub(crate) fn signed_in(header: SignIn) -> Result<Value, Failed> {
    show(&header);
    let value = hidden(&header.value, &[format!("{header:?}")])?;
    Ok(json!({"name": header.name, "value": value}))
}

/// A secret, of which nothing that holds it may print more than its last six characters.
fn hidden(secret: &Secret, holders: &[String]) -> Result<Value, Failed> {
    let whole = secret.reveal().to_owned();
    let hidden = &whole[..whole.len() - 6];
    let own = [format!("{secret:?}"), secret.to_string()];
    match holders.iter().chain(&own).any(|form| form.contains(hidden)) {
        true => Err("a secret is printed".to_owned().into()),
        false => Ok(json!({ SECRET: whole })),
    }
}
