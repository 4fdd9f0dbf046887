//! Faults on demand: what each kind does to the answer it hits.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::bulk::{Bulk, gzip};
use crate::clock::http_date;
use crate::wire::{self, Script, Step};

/// One queued fault, as it came from the control API.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    #[serde(default, rename = "match")]
    matching: Matching,
    #[serde(default = "once")]
    times: u32,
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
    /// The body of a `repeat` fault, made when it was queued: to make it takes a while.
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
}

fn once() -> u32 {
    1
}

/// What a fault does; the README's table says it in words.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Status,
    Html,
    Empty,
    Delay,
    Refuse,
    ResetBefore,
    ResetAfter,
    Stall,
    StallBody,
    Drip,
    Cut,
    Garbage,
    GarbageWire,
    ContentType,
    Huge,
    GzipBomb,
    BadGzip,
    Gzip,
    HeaderFlood,
    Redirect,
    Edit,
    Repeat,
}

impl Kind {
    /// The members that mean something, beside `kind`, `match` and `times`.
    fn members(self) -> &'static [&'static str] {
        match self {
            Self::Status => &[
                "status",
                "body",
                "text",
                "contentType",
                "headers",
                "afterWork",
            ],
            Self::Html | Self::Empty => &["status", "headers", "afterWork"],
            Self::Delay | Self::Refuse | Self::Drip => &["ms"],
            Self::Stall => &["afterWork"],
            Self::StallBody => &["at"],
            Self::Cut => &["at", "before"],
            Self::ContentType => &["contentType"],
            Self::Huge | Self::GzipBomb => &["bytes"],
            Self::HeaderFlood => &["count"],
            Self::Redirect => &["status", "location"],
            Self::Edit => &["set", "remove", "headers"],
            Self::Repeat => &["status", "start", "each", "count", "end", "gzip", "ms"],
            Self::ResetBefore | Self::ResetAfter | Self::Garbage | Self::GarbageWire => &[],
            Self::BadGzip | Self::Gzip => &[],
        }
    }
}

impl Fault {
    /// Err with what is wrong: a fault that half does what it says would make a test lie.
    pub(crate) fn parse(value: &Value) -> Result<Self, String> {
        let mut fault = Self::deserialize(value).map_err(|e| e.to_string())?;
        // A refusal happens at once: there is nothing to match, and nothing to count.
        let common: &[_] = if fault.kind == Kind::Refuse {
            &["kind"]
        } else {
            &["kind", "match", "times"]
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

    /// How long a refusal lasts, a delay waits, or a drip waits for each byte.
    pub(crate) fn wait(&self) -> Duration {
        Duration::from_millis(self.ms.unwrap_or(1000))
    }

    /// Whether the server does what it's asked before the fault strikes.
    pub(crate) fn works(&self) -> bool {
        match self.kind {
            Kind::Status | Kind::Html | Kind::Stall => self.after_work.unwrap_or(false),
            Kind::Empty => self.after_work.unwrap_or(true),
            Kind::Refuse | Kind::ResetBefore => false,
            Kind::Huge | Kind::GzipBomb | Kind::Redirect | Kind::Repeat => false,
            Kind::Delay | Kind::ResetAfter | Kind::StallBody | Kind::Drip | Kind::Cut => true,
            Kind::Garbage | Kind::GarbageWire | Kind::ContentType | Kind::BadGzip => true,
            Kind::Gzip | Kind::HeaderFlood | Kind::Edit => true,
        }
    }

    /// What leaves the server instead of `answer`, which is the work's, if work was done.
    pub(crate) fn strike(&self, answer: Option<Answer>, now: i64) -> Outcome {
        let status = |default| self.status.unwrap_or(default);
        let mut answer = answer.unwrap_or_else(|| Answer::new(500, None, Bytes::new()));
        match self.kind {
            Kind::Delay => Outcome::Answer(answer),
            Kind::Status => {
                let json = self
                    .body
                    .as_ref()
                    .map(|body| ("application/json", body.to_string()));
                let text = self.text.as_ref().map(|text| ("text/plain", text.clone()));
                let (content_type, body) = match json.or(text) {
                    Some((content_type, body)) => (Some(content_type), body),
                    None => (None, String::new()),
                };
                let content_type = self.content_type.as_deref().or(content_type);
                self.with_headers(Answer::new(status(500), content_type, body), now)
            }
            Kind::Html => {
                let page = gateway_page(status(502));
                self.with_headers(Answer::new(status(502), Some("text/html"), page), now)
            }
            Kind::Empty => self.with_headers(Answer::new(status(200), None, Bytes::new()), now),
            Kind::Refuse | Kind::ResetBefore | Kind::ResetAfter => {
                Outcome::Script(None, vec![Step::Reset])
            }
            Kind::Stall => Outcome::Script(None, vec![Step::Hang]),
            Kind::StallBody => self.part_of(&answer, Some(Step::Hang)),
            Kind::Cut => self.part_of(&answer, None),
            Kind::Drip => {
                let head = wire::head(&answer, answer.body.len() as u64, &[]);
                let script = vec![
                    Step::Send(head),
                    Step::Drip(answer.body.clone(), self.wait()),
                ];
                Outcome::Script(Some(answer.status), script)
            }
            Kind::Garbage => {
                let body = "This is not JSON: }{ <&> \u{1F9C2}";
                Outcome::Answer(Answer::new(200, Some("application/json"), body))
            }
            Kind::GarbageWire => {
                let bytes = Bytes::from_static(b"\x16\x03\x01\x00\xffSSH-2.0-nonsense\r\n\r\n\0\0");
                Outcome::Script(None, vec![Step::Send(bytes)])
            }
            Kind::ContentType => {
                let content_type = self.content_type.clone().unwrap_or_default();
                answer.set_header("content-type", content_type);
                Outcome::Answer(answer)
            }
            Kind::Huge => {
                let bulk = Bulk::padded(self.bytes.unwrap_or(50_000_000));
                self.in_bulk(200, bulk, false)
            }
            Kind::GzipBomb => {
                let bulk = Bulk::padded(self.bytes.unwrap_or(1_000_000_000));
                self.in_bulk(200, bulk.packed(), true)
            }
            Kind::Repeat => {
                let nothing = || Bulk::repeated("", "", 0, "");
                let bulk = self.bulk.clone().unwrap_or_else(nothing);
                self.in_bulk(status(200), bulk, self.gzip == Some(true))
            }
            Kind::BadGzip => Outcome::Answer(answer.with("content-encoding", "gzip")),
            Kind::Gzip => {
                answer.body = Bytes::from(gzip(&answer.body));
                Outcome::Answer(answer.with("content-encoding", "gzip"))
            }
            Kind::HeaderFlood => {
                let flood: Vec<_> = (0..self.count.unwrap_or(10_000))
                    .map(|n| (format!("x-flood-{n}"), "drop in the flood".to_owned()))
                    .collect();
                let head = wire::head(&answer, answer.body.len() as u64, &flood);
                let script = vec![Step::Send(head), Step::Send(answer.body)];
                Outcome::Script(Some(answer.status), script)
            }
            Kind::Redirect => {
                let location = self.location.clone().unwrap_or_default();
                let answer = Answer::new(status(302), None, Bytes::new());
                Outcome::Answer(answer.with("location", location))
            }
            Kind::Edit => {
                let mut body = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
                for path in &self.remove {
                    remove(&mut body, path);
                }
                for (path, value) in &self.set {
                    set(&mut body, path, value);
                }
                answer.body = Bytes::from(body.to_string());
                self.with_headers(answer, now)
            }
        }
    }

    fn in_bulk(&self, status: u16, bulk: Bulk, gzip: bool) -> Outcome {
        let mut head = Answer::new(status, Some("application/json"), Bytes::new());
        if gzip {
            head.set_header("content-encoding", "gzip".to_owned());
        }
        Outcome::Script(Some(status), bulk.sent(&head))
    }

    fn with_headers(&self, mut answer: Answer, now: i64) -> Outcome {
        for (name, value) in self.headers.iter().filter(|(_, value)| !value.is_null()) {
            let value = header_text(value);
            answer.set_header(name, at_sending_time(&value, now).unwrap_or(value));
        }
        Outcome::Answer(answer)
    }

    /// Takes away what would come by itself, and that this fault's answer must not have.
    pub(crate) fn leave_out(&self, answer: &mut Answer) {
        for (name, value) in &self.headers {
            if value.is_null() {
                answer.remove_header(name);
            }
        }
    }

    /// Whether the answer is a gateway's own, that never reached Venice.
    pub(crate) fn is_a_gateways(&self) -> bool {
        self.kind == Kind::Html
    }

    /// The head that announces all of the body, then a part of it.
    fn part_of(&self, answer: &Answer, then: Option<Step>) -> Outcome {
        let whole = &answer.body;
        let before = self.before.as_deref().and_then(|text| {
            let text = text.as_bytes();
            whole
                .windows(text.len().max(1))
                .position(|window| window == text)
        });
        let at = before
            .or(self.at)
            .unwrap_or(whole.len() / 2)
            .min(whole.len());
        let head = wire::head(answer, whole.len() as u64, &[]);
        let mut script = vec![Step::Send(head), Step::Send(whole.slice(..at))];
        script.extend(then);
        Outcome::Script(Some(answer.status), script)
    }
}

fn header_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// `$unixMs+1500`, `$unixSeconds+2`, `$httpDate+2`: a header's time can't be known when the fault
/// is queued.
fn at_sending_time(value: &str, now: i64) -> Option<String> {
    let (name, plus) = value.strip_prefix('$')?.split_once('+')?;
    let plus: i64 = plus.parse().ok()?;
    match name {
        "unixMs" => Some((now + plus).to_string()),
        "unixSeconds" => Some((now / 1000 + plus).to_string()),
        "httpDate" => Some(http_date(now + plus * 1000)),
        _ => None,
    }
}

fn gateway_page(status: u16) -> String {
    let reason = hyper::StatusCode::from_u16(status).ok();
    let reason = reason
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error");
    format!(
        "<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} \
         {reason}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
    )
}

/// The parent of `path`'s last step, made where it's missing, and that step.
fn parent<'a, 'p>(body: &'a mut Value, path: &'p str) -> (&'a mut Value, &'p str) {
    let (parents, last) = match path.rsplit_once('.') {
        Some((parents, last)) => (Some(parents), last),
        None => (None, path),
    };
    let mut level = body;
    for step in parents.into_iter().flat_map(|parents| parents.split('.')) {
        level = child(level, step);
    }
    (level, last)
}

fn child<'a>(level: &'a mut Value, step: &str) -> &'a mut Value {
    let index = step.parse::<usize>().ok();
    let index = index.filter(|index| level.as_array().is_some_and(|list| *index < list.len()));
    match index {
        Some(index) => &mut level[index],
        None => {
            if !level.is_object() {
                *level = json!({});
            }
            &mut level[step]
        }
    }
}

fn set(body: &mut Value, path: &str, value: &Value) {
    let (level, last) = parent(body, path);
    *child(level, last) = value.clone();
}

fn remove(body: &mut Value, path: &str) {
    let pointer = format!("/{}", path.replace('.', "/"));
    if body.pointer(&pointer).is_none() {
        return;
    }
    match parent(body, path) {
        (Value::Object(members), last) => {
            members.remove(last);
        }
        (Value::Array(list), last) => {
            if let Ok(index) = last.parse::<usize>() {
                list.remove(index);
            }
        }
        _ => {}
    }
}

/// What leaves the server: an answer by hyper, or a script by hand, with the status it shows.
pub(crate) enum Outcome {
    Answer(Answer),
    Script(Option<u16>, Script),
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
    pub(crate) fn take(&mut self, method: &str, path: Option<&str>) -> Option<Fault> {
        let place = self
            .0
            .iter()
            .position(|fault| fault.matches(method, path))?;
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
    fn matches(&self, method: &str, path: Option<&str>) -> bool {
        let Matching {
            method: wanted_method,
            path: wanted_path,
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
    }
}
