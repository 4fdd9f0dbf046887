//! What each kind of fault does to the response it hits.

use bytes::Bytes;
use serde_json::Value;

use super::edit::{remove, set};
use super::{Fault, Kind, header_text};
use crate::bulk::{Bulk, gzip};
use crate::clock::http_date;
use crate::response::Response;
use crate::wire::{self, Script, Step};

/// What leaves the server: an response by hyper, or a script by hand, with the status it shows.
pub(crate) enum Outcome {
    Response(Response),
    Script(Option<u16>, Script),
}

impl Fault {
    /// What leaves the server instead of `response`, which is the work's, if work was done.
    pub(crate) fn strike(&self, response: Option<Response>, now: i64) -> Outcome {
        let status = |default| self.status.unwrap_or(default);
        let mut response = response.unwrap_or_else(|| Response::new(500, None, Bytes::new()));
        match self.kind {
            Kind::Delay | Kind::Settlement | Kind::Meanwhile | Kind::Ignore => {
                Outcome::Response(response)
            }
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
                self.with_headers(Response::new(status(500), content_type, body), now)
            }
            Kind::Html => {
                let page = gateway_page(status(502));
                self.with_headers(Response::new(status(502), Some("text/html"), page), now)
            }
            Kind::Empty => self.with_headers(Response::new(status(200), None, Bytes::new()), now),
            Kind::Refuse | Kind::ResetBefore | Kind::ResetAfter | Kind::Late => {
                Outcome::Script(None, vec![Step::Reset])
            }
            Kind::Stall => Outcome::Script(None, vec![Step::Hang]),
            Kind::StallBody => self.part_of(&response, Some(Step::Hang)),
            Kind::Cut => self.part_of(&response, None),
            Kind::Drip => {
                let head = wire::head(&response, response.body.len() as u64, &[]);
                let script = vec![
                    Step::Send(head),
                    Step::Drip(response.body.clone(), self.wait()),
                ];
                Outcome::Script(Some(response.status), script)
            }
            Kind::Garbage => {
                let body = "This is not JSON: }{ <&> \u{1F9C2}";
                Outcome::Response(Response::new(200, Some("application/json"), body))
            }
            Kind::GarbageWire => {
                let bytes = Bytes::from_static(b"\x16\x03\x01\x00\xffSSH-2.0-nonsense\r\n\r\n\0\0");
                Outcome::Script(None, vec![Step::Send(bytes)])
            }
            Kind::ContentType => {
                let content_type = self.content_type.clone().unwrap_or_default();
                response.set_header("content-type", content_type);
                Outcome::Response(response)
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
            Kind::BadGzip => Outcome::Response(response.with("content-encoding", "gzip")),
            Kind::Gzip => {
                response.body = Bytes::from(gzip(&response.body));
                Outcome::Response(response.with("content-encoding", "gzip"))
            }
            Kind::HeaderFlood => {
                let flood: Vec<_> = (0..self.count.unwrap_or(10_000))
                    .map(|n| (format!("x-flood-{n}"), "drop in the flood".to_owned()))
                    .collect();
                let head = wire::head(&response, response.body.len() as u64, &flood);
                let script = vec![Step::Send(head), Step::Send(response.body)];
                Outcome::Script(Some(response.status), script)
            }
            Kind::Redirect => {
                let location = self.location.clone().unwrap_or_default();
                let response = Response::new(status(302), None, Bytes::new());
                Outcome::Response(response.with("location", location))
            }
            // A body that nothing is changed in may be no JSON: it stays as it is.
            Kind::Edit if self.remove.is_empty() && self.set.is_empty() => {
                self.with_headers(response, now)
            }
            Kind::Edit => {
                let mut body = serde_json::from_slice(&response.body).unwrap_or(Value::Null);
                for path in &self.remove {
                    remove(&mut body, path);
                }
                for (path, value) in &self.set {
                    set(&mut body, path, value);
                }
                response.body = Bytes::from(body.to_string());
                self.with_headers(response, now)
            }
        }
    }

    fn in_bulk(&self, status: u16, bulk: Bulk, gzip: bool) -> Outcome {
        let mut head = Response::new(status, Some("application/json"), Bytes::new());
        if gzip {
            head.set_header("content-encoding", "gzip".to_owned());
        }
        Outcome::Script(Some(status), bulk.sent(&head))
    }

    fn with_headers(&self, mut response: Response, now: i64) -> Outcome {
        for (name, value) in self.headers.iter().filter(|(_, value)| !value.is_null()) {
            let value = header_text(value);
            response.set_header(name, at_sending_time(&value, now).unwrap_or(value));
        }
        Outcome::Response(response)
    }

    /// Takes away what would come by itself, and that this fault's response must not have.
    pub(crate) fn leave_out(&self, response: &mut Response) {
        for (name, value) in &self.headers {
            if value.is_null() {
                response.remove_header(name);
            }
        }
    }

    /// Whether the response is a gateway's own, that never reached Venice.
    pub(crate) fn is_a_gateways(&self) -> bool {
        self.kind == Kind::Html
    }

    /// The head that announces all of the body, then a part of it.
    fn part_of(&self, response: &Response, then: Option<Step>) -> Outcome {
        let whole = &response.body;
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
        let head = wire::head(response, whole.len() as u64, &[]);
        let mut script = vec![Step::Send(head), Step::Send(whole.slice(..at))];
        script.extend(then);
        Outcome::Script(Some(response.status), script)
    }
}

/// `$unixMs+1500`, `$unixSeconds+2`, `$httpDate-2`: a header's time can't be known when the fault
/// is queued.
fn at_sending_time(value: &str, now: i64) -> Option<String> {
    let value = value.strip_prefix('$')?;
    let (name, plus) = value.split_at(value.find(['+', '-'])?);
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
