//! The protocol of all contenders: a line with seconds on standard input is a round, and is
//! answered by a line of JSON. `0` is a round of one call, without the call that warms up.

use std::hint::black_box;
use std::io::{BufRead, stdin};
use std::time::{Duration, Instant};

use rustix::time::{ClockId, clock_gettime};
use serde_json::json;

use crate::Result;

pub(crate) fn play_rounds<T>(mut call: impl FnMut() -> Result<T>) -> Result<()> {
    for line in stdin().lock().lines() {
        let seconds: f64 = line?.trim().parse()?;
        if seconds > 0.0 {
            call()?;
        }
        let (cpu, start) = (cpu_time(), Instant::now());
        let mut calls = 0;
        loop {
            black_box(call()?);
            calls += 1;
            if start.elapsed().as_secs_f64() >= seconds {
                break;
            }
        }
        let per_call = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(calls);
        let (wall_us, cpu_us) = (per_call(start.elapsed()), per_call(cpu_time() - cpu));
        let (peak_kb, threads) = (status("VmHWM:"), status("Threads:"));
        let round = json!({
            "calls": calls, "wall_us": wall_us, "cpu_us": cpu_us, "peak_kb": peak_kb,
            "threads": threads,
        });
        println!("{round}");
    }
    Ok(())
}

fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// A number that Linux tells of this process; 0 elsewhere.
fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut words = text.split_whitespace().skip_while(|word| *word != name);
    words.nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
}
