//! [`Response`]: what the server sent, and what its headers say.

use jiff::Timestamp;
use ureq::http::{HeaderMap, HeaderValue};

use super::attempt_error::AttemptError;
use super::body::ResponseBody;
use crate::retry::{WaitHeaders, Waits};
use crate::secret::Secret;

/// What the server sent.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: ResponseBody,
    /// Why the body is not whole, if it isn't.
    pub(crate) truncated: Option<AttemptError>,
    /// When the request was sent, by this machine's clock.
    pub(crate) sent_at: Timestamp,
    pub(crate) payment_header: bool,
    pub(crate) waits: Waits,
    pub(crate) request_id: Option<String>,
    pub(crate) server_version: Option<String>,
    /// What the server announces about the end of the endpoint.
    pub(crate) notice: Option<String>,
    /// When the server says it responded, by its own clock.
    pub(crate) date: Option<Timestamp>,
    /// What the server says about a payment.
    pub(crate) payment_response: Option<String>,
    /// What was sent and must not be seen.
    pub(crate) secrets: Vec<Secret>,
    /// Whether the server says that the body is CSV.
    pub(crate) is_csv: bool,
    /// Where the next page begins, if the header says so.
    pub(crate) next_cursor: Option<String>,
}

#[cfg(any(test, fuzzing))]
impl Response {
    /// A 200 with nothing but a body.
    pub(crate) fn of_body(body: ResponseBody) -> Self {
        Self {
            status: 200,
            body,
            truncated: None,
            sent_at: Timestamp::UNIX_EPOCH,
            payment_header: false,
            waits: Waits::default(),
            request_id: None,
            server_version: None,
            notice: None,
            date: None,
            payment_response: None,
            secrets: Vec::new(),
            is_csv: false,
            next_cursor: None,
        }
    }
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

pub(crate) fn line(id: &str) -> String {
    id.chars().filter(char::is_ascii_graphic).take(64).collect()
}

pub(super) fn date(headers: &HeaderMap) -> Option<Timestamp> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new();
    parser.parse_timestamp(text(headers, "date")?).ok()
}

/// A value that must not be mistaken for none, whatever it is.
pub(super) fn lossy(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

pub(super) fn is_csv(headers: &HeaderMap) -> bool {
    let kind = text(headers, "content-type").and_then(|kind| kind.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/csv"))
}

pub(super) fn content_length(headers: &HeaderMap) -> Option<usize> {
    text(headers, "content-length").and_then(|length| length.parse().ok())
}

pub(super) fn waits(headers: &HeaderMap) -> Waits {
    let said = WaitHeaders {
        retry_after: text(headers, "retry-after"),
        budget_remaining: text(headers, "x-ratelimit-remaining"),
        budget_resets: text(headers, "x-ratelimit-resets"),
        requests_reset: text(headers, "x-ratelimit-reset-requests"),
    };
    Waits::read(said, Timestamp::now().as_millisecond())
}

/// The headers that announce the end of an endpoint, as one line.
pub(super) fn notice(headers: &HeaderMap) -> Option<String> {
    let shown = |name| text(headers, name).map(|value| format!("{name}: {}", plain(value)));
    let announced: Vec<String> = ["deprecation", "sunset"]
        .into_iter()
        .filter_map(shown)
        .collect();
    if announced.is_empty() {
        return None;
    }
    let link = shown("link");
    Some(
        announced
            .into_iter()
            .chain(link)
            .collect::<Vec<_>>()
            .join("; "),
    )
}

/// A header's value as a part of a line.
fn plain(value: &str) -> String {
    const LONGEST: usize = 200;
    value
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_time_is_read_or_nothing() {
        let read = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("date", value.parse().unwrap());
            date(&headers)
        };
        let time: Timestamp = "2026-11-21T22:30:05Z".parse().unwrap();
        assert_eq!(read("Sat, 21 Nov 2026 22:30:05 GMT"), Some(time));
        for other in ["", "lately", "1790794800", "2026-11-21"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
