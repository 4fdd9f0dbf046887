//! One client hammered by many threads: what it holds afterwards is what it held before.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use venice_keys::{Client, NewKey};

/// What this process holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Held {
    pub(crate) descriptors: usize,
    pub(crate) threads: usize,
    pub(crate) resident_kib: usize,
}

impl Held {
    fn now() -> Result<Self, String> {
        let status = std::fs::read_to_string("/proc/self/status").map_err(|e| e.to_string())?;
        let number = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        let descriptors = std::fs::read_dir("/proc/self/fd")
            .map_err(|e| e.to_string())?
            .count();
        let (threads, resident_kib) = (number("Threads:"), number("VmRSS:"));
        Ok(Self {
            descriptors,
            threads: threads.ok_or("no thread count")?,
            resident_kib: resident_kib.ok_or("no resident size")?,
        })
    }

    fn has_as_many(self, other: Self) -> bool {
        self.descriptors == other.descriptors && self.threads == other.threads
    }

    /// What it holds when that is as much as before, or at last.
    fn settled(before: Self) -> Result<Self, String> {
        let begun = Instant::now();
        loop {
            let now = Self::now()?;
            if now.has_as_many(before) || begun.elapsed() > SETTLING {
                return Ok(now);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// How long the system may take to end threads and to close what they held.
const SETTLING: Duration = Duration::from_secs(30);

/// What the hammering came to.
pub(crate) struct Tally {
    pub(crate) calls: usize,
    pub(crate) before: Held,
    pub(crate) after: Held,
    pub(crate) failures: Vec<String>,
}

/// A sandbox in a process of its own, so that this one's figures are the client's.
struct Sandbox {
    child: Child,
    ready: Value,
}

impl Sandbox {
    fn start(program: &str) -> Result<Self, String> {
        let mut child = Command::new(program)
            .args(["--minute", "0.001", "--until-stdin-closes"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{program}: {error}"))?;
        let mut line = String::new();
        let output = child.stdout.as_mut().ok_or("no standard output")?;
        BufReader::new(output)
            .read_line(&mut line)
            .map_err(|error| error.to_string())?;
        let ready = serde_json::from_str(&line).map_err(|error| error.to_string())?;
        Ok(Self { child, ready })
    }

    fn text(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap_or_default()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Hammers one client from `threads` threads for `time`.
pub(crate) fn play(program: &str, threads: usize, time: Duration) -> Result<Tally, String> {
    let sandbox = Sandbox::start(program)?;
    let make = || {
        Client::builder()
            .api_key(sandbox.text("admin_key"))
            .base_url(sandbox.text("base_url"))
            .create_limit(u32::MAX)
            .create_limit_period(Duration::from_millis(1))
            .build()
            .map_err(|error| error.to_string())
    };
    // A first round, so that what a process takes once is taken before the figures: the allocator
    // of so many threads settles only after tens of thousands of calls.
    hammer(&make()?, threads, time / 2)?;
    let before = Held::now()?;
    let calls = hammer(&make()?, threads, time)?;
    let after = Held::settled(before)?;
    let mut failures = Vec::new();
    if !after.has_as_many(before) {
        failures.push(format!("before {before:?}, after {after:?}"));
    }
    if after.resident_kib > before.resident_kib + before.resident_kib / 4 {
        failures.push(format!("memory grew: before {before:?}, after {after:?}"));
    }
    Ok(Tally {
        calls,
        before,
        after,
        failures,
    })
}

fn hammer(client: &Client, threads: usize, time: Duration) -> Result<usize, String> {
    let (start, calls) = (Instant::now(), AtomicUsize::new(0));
    let outcomes = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads)
            .map(|thread| {
                let calls = &calls;
                scope.spawn(move || {
                    while start.elapsed() < time {
                        round(client, thread).map_err(|error| error.to_string())?;
                        calls.fetch_add(4, Ordering::Relaxed);
                    }
                    Ok(())
                })
            })
            .collect();
        let ended = running.into_iter().map(|thread| {
            thread
                .join()
                .unwrap_or_else(|_| Err("a thread panicked".to_owned()))
        });
        ended.collect::<Result<Vec<()>, String>>()
    });
    outcomes.map(|_| calls.into_inner())
}

fn round(client: &Client, thread: usize) -> Result<(), venice_keys::Error> {
    let made = client.create_key(&NewKey::new(format!("thread {thread}")))?;
    client.get_key(&made.id)?;
    client.verify_key()?;
    client.delete_key(&made.id)
}
