//! The core beside the least that could do the same work: a bare `TcpStream` that sends the same
//! request, reads the answer to its end and parses it into the same types.
//!
//! Both talk to the same keep-alive server on loopback, in turns, round after round. Absolute times
//! are this machine's; the ratio is what holds.

mod bare;
mod server;

use std::error::Error;
use std::time::{Duration, Instant};

use venice_keys::Client;

/// Many short rounds rather than few long ones: a busy neighbour then spoils rounds, not the median.
const ROUNDS: usize = 60;
const ROUND: Duration = Duration::from_millis(60);

fn main() -> Result<(), Box<dyn Error>> {
    println!("| Work | bare socket | venice-keys | ratio |");
    println!("|---|---|---|---|");
    for keys in [3, 500] {
        let body = server::list_of(keys);
        let address = server::start(body.clone())?;
        let base_url = format!("http://{address}/api/v1");
        let client = Client::builder()
            .api_key("VENICE_ADMIN_KEY_BENCH_0123456789abcdefghij")
            .base_url(&base_url)
            .build()?;
        let mut bare = bare::Connection::open(address)?;
        assert_eq!(client.list_keys()?, bare.list_keys()?);

        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        for _ in 0..ROUNDS {
            theirs.push(per_call(|| bare.list_keys().map(drop))?);
            ours.push(per_call(|| client.list_keys().map(drop))?);
        }
        let (ours, theirs) = (median(ours), median(theirs));
        println!(
            "| list of {keys} keys ({} bytes) | {theirs:.1} µs | {ours:.1} µs | {:.2} |",
            body.len(),
            ours / theirs
        );
    }
    Ok(())
}

/// Microseconds a call takes, over one round.
fn per_call<E>(mut call: impl FnMut() -> Result<(), E>) -> Result<f64, E> {
    let start = Instant::now();
    let mut calls = 0;
    while start.elapsed() < ROUND {
        call()?;
        calls += 1;
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(calls))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
