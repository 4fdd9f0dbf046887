//! A history of a million entries passes through in the memory of some pages. One test, alone in
//! its process, so that the memory is nobody else's but the sandbox's, which makes its pages as it
//! serves them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a helper of a test fails the test")]

mod common;

use std::io::Write;

use common::{admin, sandbox};
use serde_json::{Value, json};
use venice_keys::{Decimal, UsageFilter};

const ENTRIES: u64 = 1_000_000;
/// Beyond what ten pages took. As objects the entries would take some 300 MB, as CSV 200.
const MOST_MORE_KIB: u64 = 24 * 1024;

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
    let sandbox = sandbox();
    let series = json!({
        "series": [{"first": "2026-01-01T00:00:00Z", "count": ENTRIES, "everyMs": 20, "atOnce": 3}],
    });
    sandbox.control("POST", "/usage", series).unwrap();
    let client = admin(&sandbox).build().unwrap();
    let clear = || {
        let body = json!({ "clear": true });
        let _: Value = sandbox.control("POST", "/journal", body).unwrap();
    };
    let mut entries = client.usage_history(&UsageFilter::new()).unwrap();
    entries.collect_up_to(10_000).unwrap();
    forget();
    let before = peak_kib();
    let (mut count, mut sum) = (10_000, Decimal::ZERO);
    for entry in entries {
        sum += entry.unwrap().amount.unwrap();
        count += 1;
        if count % 100_000 == 0 {
            clear();
        }
    }
    assert_eq!(count, ENTRIES);
    assert!(sum < Decimal::ZERO, "what was spent is negative");
    let listed = peak_kib().saturating_sub(before);
    forget();
    let mut lines = Lines::default();
    let rows = client
        .usage_history_csv(&UsageFilter::new(), &mut lines)
        .unwrap();
    assert_eq!((rows, lines.0), (ENTRIES, ENTRIES + 1));
    let written = peak_kib().saturating_sub(before);
    println!("beyond ten pages: {listed} KiB as entries, {written} KiB as CSV");
    assert!(listed < MOST_MORE_KIB, "{listed} KiB as entries");
    assert!(written < MOST_MORE_KIB, "{written} KiB as CSV");
}
