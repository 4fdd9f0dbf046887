//! A history of a million entries passes through in the memory of some pages. One test, alone in
//! its process, so that the memory is nobody else's. The server is the test's own: it sends the
//! same page a thousand times, which the sandbox takes minutes for when it isn't optimised.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use venice_keys::{Client, Decimal, UsageFilter};

const PAGES: u64 = 1000;
const ON_A_PAGE: u64 = 1000;
/// Beyond what ten pages took. As objects the entries would take some 300 MB, as CSV 200.
const MOST_MORE_KIB: u64 = 16 * 1024;

const ENTRY: &str = r#"{"amount":-0.06356,"currency":"DIEM","notes":"API Inference",
"inferenceDetails":{"completionTokens":227,"inferenceExecutionTime":2964,"promptTokens":339,
"requestId":"chatcmpl-4007fd29f42b7d3c4107f4345e8d"},"pricePerUnitUsd":2.8,"units":0.000227,
"sku":"zai-org-glm-5-1-llm-output-mtoken","timestamp":"2026-06-15T19:05:10.504Z"}"#;
const ROW: &str = "2026-06-15T19:05:10.504Z,zai-org-glm-5-1-llm-output-mtoken,2.8,0.000227,\
-0.06356,DIEM,API Inference,chatcmpl-4007fd29f42b7d3c4107f4345e8d,2964,339,227\r\n";

/// Serves the pages, one after the other, to each connection.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let entries = vec![ENTRY; ON_A_PAGE as usize].join(",");
        let rows = format!(
            "timestamp,sku,a,b,c,d,e,f,g,h,i\r\n{}",
            ROW.repeat(ON_A_PAGE as usize)
        );
        for socket in listener.incoming() {
            converse(&socket.unwrap(), &entries, &rows);
        }
    });
    format!("http://{address}/api/v1")
}

fn converse(mut socket: &TcpStream, entries: &str, rows: &str) -> Option<()> {
    let mut lines = BufReader::new(socket.try_clone().ok()?).lines();
    loop {
        let request = lines.next()?.ok()?;
        let cursor = request
            .split_once("cursor=")
            .and_then(|(_, rest)| rest.split(' ').next());
        let page: u64 = cursor.map_or(1, |cursor| cursor.parse().unwrap());
        let mut csv = false;
        while let Some(header) = lines.next()?.ok().filter(|header| !header.is_empty()) {
            csv |= header.eq_ignore_ascii_case("accept: text/csv");
        }
        let next = (page < PAGES).then(|| (page + 1).to_string());
        let (kind, end) = match (csv, &next) {
            (true, Some(next)) => (format!("text/csv\r\nx-next-cursor: {next}"), String::new()),
            (true, None) => ("text/csv".to_owned(), String::new()),
            (false, next) => {
                let next = next
                    .as_ref()
                    .map_or("null".to_owned(), |next| format!("\"{next}\""));
                (
                    "application/json".to_owned(),
                    format!("],\"nextCursor\":{next}}}"),
                )
            }
        };
        let (start, body) = if csv {
            ("", rows)
        } else {
            ("{\"data\":[", entries)
        };
        let length = start.len() + body.len() + end.len();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}");
        for part in [&head, "\r\n\r\n", start, body, &end] {
            socket.write_all(part.as_bytes()).ok()?;
        }
    }
}

/// The most memory that this process has held since `forget`.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let digits = |c: &char| c.is_ascii_digit();
    let text: String = line.unwrap().chars().filter(digits).collect();
    text.parse().unwrap()
}

fn forget() {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
}

/// Counts what is written and keeps nothing.
#[derive(Default)]
struct Lines(u64);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_million_entries_pass_through_in_flat_memory() {
    let client = Client::builder()
        .api_key("VENICE_ADMIN_KEY_FLATMEMORY_abcdefghijklmnop")
        .base_url(serve())
        .build()
        .unwrap();
    let mut entries = client.usage_history(&UsageFilter::new()).unwrap();
    let first = entries.collect_up_to(10_000).unwrap().len() as u64;
    forget();
    let before = peak_kib();
    let (mut count, mut sum) = (first, Decimal::ZERO);
    for entry in entries {
        sum += entry.unwrap().amount.unwrap();
        count += 1;
    }
    assert_eq!(count, PAGES * ON_A_PAGE);
    let spent = Decimal::new(-6356, 5) * Decimal::from(count - first);
    assert_eq!(sum, spent);
    let listed = peak_kib().saturating_sub(before);
    forget();
    let mut lines = Lines::default();
    let rows = client
        .usage_history_csv(&UsageFilter::new(), &mut lines)
        .unwrap();
    assert_eq!((rows, lines.0), (count, count + 1));
    let written = peak_kib().saturating_sub(before);
    println!("beyond ten pages: {listed} KiB as entries, {written} KiB as CSV");
    assert!(listed < MOST_MORE_KIB, "{listed} KiB as entries");
    assert!(written < MOST_MORE_KIB, "{written} KiB as CSV");
}
