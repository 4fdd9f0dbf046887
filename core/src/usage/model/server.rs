//! The small server: a history, given page by page, as JSON or CSV.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use crate::client::Client;
use crate::wire;

/// The first of all times.
pub(super) const BEGIN: i64 = 1_790_000_000_000;

/// What the server has and how it answers.
#[derive(Debug, Clone, Default)]
pub(super) struct History {
    /// The times of the entries, in milliseconds after `BEGIN`; an entry's number is its place.
    pub(super) entries: Vec<i64>,
    /// Which of the requests with a cursor find it expired.
    pub(super) expired: Vec<bool>,
    /// How the CSV looks.
    pub(super) form: Form,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Form {
    pub(super) header_everywhere: bool,
    pub(super) crlf: bool,
    /// Whether the last row has a line end.
    pub(super) ended: bool,
    pub(super) quoted: bool,
}

pub(super) const HEADER: &str = "timestamp,sku,units,notes";
const NOTES: [&str; 4] = [
    "API Inference",
    "a, b",
    "\"quoted\"",
    "line\r\n2026-01-01T00:00:00.000Z,\n",
];

impl History {
    /// The response to a request.
    fn respond(&mut self, path: &str, csv: bool) -> String {
        let (_, query) = path.split_once('?').unwrap_or((path, ""));
        let given = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let (_, value) = pairs.find(|(its, _)| *its == name)?;
            let text = percent_encoding::percent_decode_str(value).decode_utf8();
            Some(text.unwrap().into_owned())
        };
        let (from, end, size) = match given("cursor") {
            Some(cursor) => {
                assert!(!query.contains('&'), "a cursor stands alone: {query}");
                if self.expired.pop() == Some(true) {
                    let said =
                        r#"{"error":"Invalid or expired cursor; restart from the first page"}"#;
                    return response("400 Bad Request", "application/json", "", said);
                }
                let mut parts = cursor.split('-').map(|part| part.parse::<i64>().unwrap());
                let mut next = || parts.next().unwrap();
                (next() as usize, next(), next() as usize)
            }
            None => {
                let time =
                    |text: String| text.parse::<Timestamp>().unwrap().as_millisecond() - BEGIN;
                let start = given("startTimestamp").map_or(i64::MIN, time);
                let end = given("endTimestamp").map_or(i64::MAX, time);
                let size = given("pageSize").map_or(1000, |size| size.parse().unwrap());
                (
                    self.entries.partition_point(|time| *time < start),
                    end,
                    size,
                )
            }
        };
        let to = self.entries.partition_point(|time| *time < end);
        let page: Vec<usize> = (from..to.max(from)).take(size).collect();
        let reached = from + page.len();
        let next = (reached < to).then(|| format!("{reached}-{end}-{size}"));
        match csv {
            true => self.csv(&page, next),
            false => self.json(&page, next),
        }
    }

    fn time(&self, at: usize) -> String {
        wire::time::written(Timestamp::from_millisecond(BEGIN + self.entries[at]).unwrap())
    }

    fn json(&self, page: &[usize], next: Option<String>) -> String {
        let entries: Vec<_> = page
            .iter()
            .map(|at| serde_json::json!({"timestamp": self.time(*at), "units": at}))
            .collect();
        let body = serde_json::json!({"data": entries, "nextCursor": next}).to_string();
        response("200 OK", "application/json; charset=utf-8", "", &body)
    }

    pub(super) fn csv(&self, page: &[usize], next: Option<String>) -> String {
        let Form {
            header_everywhere,
            crlf,
            ended,
            quoted,
        } = self.form;
        let is_first = page.first().is_none_or(|at| *at == 0);
        let header = (header_everywhere || is_first).then(|| HEADER.to_owned());
        let rows = page.iter().map(|at| {
            let notes = NOTES[at % NOTES.len()];
            let time = self.time(*at);
            let time = if quoted { format!("\"{time}\"") } else { time };
            format!("{time},\"sku\",{at},\"{}\"", notes.replace('"', "\"\""))
        });
        let line_end = if crlf { "\r\n" } else { "\n" };
        let lines: Vec<_> = header.into_iter().chain(rows).collect();
        let mut body = lines.join(line_end);
        body.push_str(if ended && !body.is_empty() {
            line_end
        } else {
            ""
        });
        let next = next.map_or(String::new(), |next| format!("x-next-cursor: {next}\r\n"));
        response("200 OK", "text/csv; charset=utf-8", &next, &body)
    }
}

fn response(status: &str, kind: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\n{headers}content-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A server of a history, and a client of it. It ends with the test's process.
pub(super) fn serve(history: History) -> (Arc<Mutex<History>>, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/api/v1", listener.local_addr().unwrap());
    let history = Arc::new(Mutex::new(history));
    let shared = history.clone();
    std::thread::spawn(move || {
        for socket in listener.incoming().map_while(Result::ok) {
            let shared = shared.clone();
            std::thread::spawn(move || converse(&socket, &shared));
        }
    });
    let client = Client::builder()
        .api_key("VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop")
        .base_url(base)
        .build();
    (history, client.unwrap())
}

fn converse(mut socket: &TcpStream, history: &Mutex<History>) -> Option<()> {
    let mut lines = BufReader::new(socket.try_clone().ok()?).lines();
    loop {
        let request = lines.next()?.ok()?;
        let path = request.split(' ').nth(1)?.to_owned();
        let mut csv = false;
        while let Some(header) = lines.next()?.ok().filter(|header| !header.is_empty()) {
            csv |= header.eq_ignore_ascii_case("accept: text/csv");
        }
        let response = history.lock().ok()?.respond(&path, csv);
        socket.write_all(response.as_bytes()).ok()?;
    }
}
