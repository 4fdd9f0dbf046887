//! What happens around a request's work: what others do, and what the server overlooks.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Fault, Kind};
use crate::control;
use crate::response::Response;
use crate::state::State;

/// A control request of a `meanwhile` fault: a POST.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlRequest {
    path: String,
    body: Value,
}

impl Fault {
    /// What a `meanwhile` fault does before the work, or after it; Err with the response that shows
    /// that it couldn't.
    pub(crate) fn meanwhile(&self, state: &mut State, after_work: bool) -> Result<(), Response> {
        if self.kind != Kind::Meanwhile || self.after_work.unwrap_or(false) != after_work {
            return Ok(());
        }
        for ControlRequest { path, body } in &self.control {
            let reply = control::perform(state, "POST", path, body);
            let why = match reply {
                Ok(reply) if reply.refuse.is_none() => continue,
                Ok(_) => "connections are refused only from outside".to_owned(),
                Err(why) => why,
            };
            let text = format!("the sandbox couldn't do what was to happen meanwhile: {why}");
            return Err(Response::error(500, text));
        }
        Ok(())
    }

    /// The request's body as an `ignore` fault lets the server see it.
    pub(crate) fn overlook(&self, body: &mut Bytes) {
        if self.kind != Kind::Ignore {
            return;
        }
        if let Ok(Value::Object(mut members)) = serde_json::from_slice(body) {
            members.retain(|name, _| !self.members.contains(name));
            *body = Bytes::from(Value::Object(members).to_string());
        }
    }
}
