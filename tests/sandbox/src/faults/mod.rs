//! Faults on demand: how they are asked for, and which request they hit.

mod edit;
mod kind;
mod meanwhile;
mod strike;

use std::collections::VecDeque;
use std::time::Duration;

use hyper::header::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::bulk::Bulk;
use crate::late::When;
use crate::x402::{self, Said, Settlement};

pub(crate) use kind::Kind;
pub(crate) use meanwhile::ControlRequest;
pub(crate) use strike::Outcome;

/// One queued fault, as it came from the control API.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    #[serde(default, rename = "match")]
    matching: Matching,
    #[serde(default = "once")]
    times: u32,
    /// How many requests that match are let through first.
    #[serde(default)]
    skip: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_work: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(default)]
    set: Map<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    each: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gzip: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    response: Option<Said>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settles: Option<x402::When>,
    #[serde(skip_serializing_if = "Option::is_none")]
    settles_after_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    credited: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remembered: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    booked_after_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_requests: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_ms: Option<i64>,
    #[serde(default)]
    control: Vec<ControlRequest>,
    #[serde(default)]
    members: Vec<String>,
    /// The body of a `repeat` fault, built when it was queued, because that takes a while.
    #[serde(skip)]
    bulk: Option<Bulk>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Matching {
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    /// The name of a header that is there, in whatever value.
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<String>,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// Err with what is wrong: a fault that only half works would make a test lie.
    pub(crate) fn parse(value: &Value) -> Result<Self, String> {
        let mut fault = Self::deserialize(value).map_err(|e| e.to_string())?;
        // A refusal happens at once: there is nothing to match, and nothing to count.
        let common: &[_] = if fault.kind == Kind::Refuse {
            &["kind"]
        } else {
            &["kind", "match", "times", "skip"]
        };
        for member in value.as_object().into_iter().flat_map(Map::keys) {
            let member = member.as_str();
            if !common.contains(&member) && !fault.kind.members().contains(&member) {
                return Err(format!(
                    "unknown member {member} of a {:?} fault",
                    fault.kind
                ));
            }
        }
        if fault.times == 0 {
            return Err("a fault's times must be at least 1".to_owned());
        }
        if fault
            .status
            .is_some_and(|status| !(200..600).contains(&status))
        {
            return Err("a fault's status must be 200 to 599".to_owned());
        }
        if fault.kind == Kind::Redirect && fault.location.is_none() {
            return Err("a redirect fault needs a location".to_owned());
        }
        if fault.kind == Kind::ContentType && fault.content_type.is_none() {
            return Err("a content_type fault needs a contentType".to_owned());
        }
        if fault.after_requests.is_some() && fault.after_ms.is_some() {
            return Err("a late fault has afterRequests or afterMs, not both".to_owned());
        }
        if fault.kind == Kind::Meanwhile && fault.control.is_empty() {
            return Err("a meanwhile fault needs control requests".to_owned());
        }
        if fault.kind == Kind::Ignore && fault.members.is_empty() {
            return Err("an ignore fault needs members".to_owned());
        }
        let settles = (fault.settles, fault.settles_after_ms);
        let says_paid = fault.response.is_none_or(|said| said == Said::Paid);
        if settles.0.is_some() && settles.1.is_some() {
            return Err("a settlement has settles or settlesAfterMs, not both".to_owned());
        }
        if says_paid && !matches!(settles, (None | Some(x402::When::Now), None)) {
            return Err("a settlement that says paid settles now".to_owned());
        }
        let texts = [&fault.content_type, &fault.location];
        let headers = fault
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), header_text(value)));
        let named = texts
            .into_iter()
            .flatten()
            .map(|text| ("location", text.clone()));
        for (name, value) in headers.chain(named) {
            let name_is_fine = hyper::header::HeaderName::from_bytes(name.as_bytes()).is_ok();
            if !name_is_fine || hyper::header::HeaderValue::from_str(&value).is_err() {
                return Err(format!("not a header: {name}: {value}"));
            }
        }
        if fault.kind == Kind::Repeat {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            let each = fault.each.as_ref().ok_or("a repeat fault needs an each")?;
            let count = fault.count.unwrap_or(1);
            let bulk = Bulk::repeated(&text(&fault.start), each, count, &text(&fault.end));
            fault.bulk = Some(match fault.gzip {
                Some(true) => bulk.packed(),
                _ => bulk,
            });
        }
        Ok(fault)
    }

    /// How long to wait before anything else.
    pub(crate) fn delay(&self) -> Option<Duration> {
        match self.kind {
            Kind::Delay => Some(self.wait()),
            Kind::Repeat => self.ms.map(Duration::from_millis),
            _ => None,
        }
    }

    /// What it makes of a payment.
    pub(crate) fn settlement(&self, now: i64) -> Option<Settlement> {
        let response = self.response.unwrap_or_default();
        let usual = match response {
            Said::Paid | Said::Timeout => x402::When::Now,
            Said::InProgress | Said::Failed => x402::When::Next,
        };
        let after = self
            .settles_after_ms
            .map(|ms| x402::When::At(now.saturating_add(ms)));
        (self.kind == Kind::Settlement).then_some(Settlement {
            response,
            settles: after.or(self.settles).unwrap_or(usual),
            credited: self.credited.unwrap_or(true),
            remembered: self.remembered.unwrap_or(true),
            booked_after_ms: self.booked_after_ms.unwrap_or_default(),
        })
    }

    /// When the work is done that a late fault puts off.
    pub(crate) fn put_off(&self, now: i64) -> Option<When> {
        (self.kind == Kind::Late).then_some(match (self.after_requests, self.after_ms) {
            (Some(count), _) => When::Requests(count),
            (None, Some(ms)) => When::At(now.saturating_add(ms)),
            (None, None) => When::Control,
        })
    }

    /// How long a refusal lasts, a delay waits, or a drip waits for each byte.
    pub(crate) fn wait(&self) -> Duration {
        Duration::from_millis(self.ms.unwrap_or(1000))
    }
}

fn header_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The faults waiting for a request to hit.
#[derive(Debug, Default)]
pub(crate) struct Faults(VecDeque<Fault>);

impl Faults {
    pub(crate) fn queue(&mut self, fault: Fault) {
        self.0.push_back(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn waiting(&self) -> &VecDeque<Fault> {
        &self.0
    }

    /// The first that matches; `path` is below the base, without query.
    pub(crate) fn take(
        &mut self,
        method: &str,
        path: Option<&str>,
        headers: &HeaderMap,
    ) -> Option<Fault> {
        let strikes =
            |fault: &mut Fault| fault.matches(method, path, headers) && !fault.lets_through();
        let place = self.0.iter_mut().position(strikes)?;
        let fault = &mut self.0[place];
        fault.times = fault.times.saturating_sub(1);
        if fault.times == 0 {
            self.0.remove(place)
        } else {
            Some(fault.clone())
        }
    }
}

impl Fault {
    /// Counts one that is let through.
    fn lets_through(&mut self) -> bool {
        let lets = self.skip > 0;
        self.skip = self.skip.saturating_sub(1);
        lets
    }

    fn matches(&self, method: &str, path: Option<&str>, headers: &HeaderMap) -> bool {
        let Matching {
            method: wanted_method,
            path: wanted_path,
            header,
        } = &self.matching;
        let path_fits = |wanted: &String| match (path, wanted.strip_suffix('*')) {
            (None, _) => false,
            (Some(path), Some(start)) => path.starts_with(start),
            (Some(path), None) => path == wanted,
        };
        wanted_method
            .as_ref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method))
            && wanted_path.as_ref().is_none_or(path_fits)
            && header
                .as_ref()
                .is_none_or(|name| headers.contains_key(name))
    }
}
