//! A scenario played against a server that isn't ours: `tests/live/` checks Venice with it.

use serde_json::{Map, Value};
use venice_keys_sandbox::Sandbox;

use crate::values::Saved;

/// A server that somebody else runs, and whoever keeps watch over what is done to it.
pub trait Live {
    /// Where it is.
    fn base_url(&self) -> &str;

    /// The key that scenarios call `admin` or `inference`.
    fn key(&self, name: &str) -> Option<String>;

    /// Asked before each call.
    ///
    /// # Errors
    ///
    /// Why the call must not be made, which fails the scenario.
    fn before(&self, call: &str) -> Result<(), String>;

    /// Told after each call, with its result where it has one.
    fn after(&self, call: &str, result: Option<&Value>);
}

/// What a scenario is played against.
#[derive(Clone, Copy)]
pub(crate) enum Server<'a> {
    Sandbox(&'a Sandbox),
    Live(&'a dyn Live),
}

impl Server<'_> {
    /// What a scenario knows from the start.
    pub(crate) fn ready(self) -> Result<Saved, String> {
        let mut ready = self.known()?;
        let version = Value::String(env!("CARGO_PKG_VERSION").to_owned());
        ready.insert("version".to_owned(), version);
        Ok(ready)
    }

    fn known(self) -> Result<Saved, String> {
        match self {
            Self::Sandbox(sandbox) => {
                let ready: Map<String, Value> =
                    serde_json::from_str(&sandbox.ready_line()).map_err(|e| e.to_string())?;
                Ok(ready.into_iter().collect())
            }
            Self::Live(live) => {
                let keys = ["admin", "inference"].into_iter().filter_map(|name| {
                    let text = live.key(name)?;
                    Some((format!("{name}_key"), Value::String(text)))
                });
                let base_url = Value::String(live.base_url().to_owned());
                Ok(keys.chain([("base_url".to_owned(), base_url)]).collect())
            }
        }
    }

    pub(crate) fn base_url(&self) -> &str {
        match self {
            Self::Sandbox(sandbox) => sandbox.base_url(),
            Self::Live(live) => live.base_url(),
        }
    }

    pub(crate) fn key(self, name: &str) -> Option<String> {
        match (self, name) {
            (Self::Sandbox(sandbox), "admin") => Some(sandbox.admin_key().to_owned()),
            (Self::Sandbox(sandbox), "inference") => Some(sandbox.inference_key().to_owned()),
            (Self::Sandbox(_), _) => None,
            (Self::Live(live), name) => live.key(name),
        }
    }

    pub(crate) fn control(self, method: &str, path: &str, body: Value) -> Result<Value, String> {
        match self {
            Self::Sandbox(sandbox) => sandbox.control(method, path, body),
            Self::Live(_) => Err("a live server can't be controlled".to_owned()),
        }
    }

    pub(crate) fn before(self, call: &str) -> Result<(), String> {
        match self {
            Self::Sandbox(_) => Ok(()),
            Self::Live(live) => live.before(call),
        }
    }

    pub(crate) fn after(self, call: &str, result: Option<&Value>) {
        if let Self::Live(live) = self {
            live.after(call, result);
        }
    }
}
