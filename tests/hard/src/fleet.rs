//! A fleet: many processes share one account at 20 creates a minute, and all their keys are made.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::driver::Driver;

/// What the fleet came to.
pub(crate) struct Tally {
    pub(crate) keys: usize,
    pub(crate) responses_429: usize,
    pub(crate) took: Duration,
    pub(crate) failures: Vec<String>,
}

/// `processes` drivers, the given commands in turn, make `keys_each` keys each while the server's
/// minute lasts `minute`.
pub(crate) fn play(
    commands: &[String],
    processes: usize,
    keys_each: usize,
    minute: Duration,
) -> Result<Tally, String> {
    let options = Options {
        minute,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).map_err(|error| error.to_string())?;
    let start = Instant::now();
    let outcomes = std::thread::scope(|scope| {
        let fleet: Vec<_> = (0..processes)
            .map(|process| {
                let (sandbox, command) = (&sandbox, &commands[process % commands.len()]);
                scope.spawn(move || one_process(sandbox, command, process, keys_each, minute))
            })
            .collect();
        let ended = fleet.into_iter().map(|process| {
            process
                .join()
                .unwrap_or_else(|_| Err("a process of the fleet panicked".to_owned()))
        });
        ended.collect::<Vec<_>>()
    });
    let took = start.elapsed();
    let mut failures: Vec<String> = outcomes.into_iter().filter_map(Result::err).collect();
    let keys = made_once(&sandbox, &mut failures)?;
    if keys != processes * keys_each {
        failures.push(format!(
            "{keys} keys were made, not {}",
            processes * keys_each
        ));
    }
    let journal = sandbox.control("GET", "/journal", Value::Null)?;
    let requests = journal["requests"].as_array().ok_or("odd journal")?;
    let with_status = |status: u16| requests.iter().filter(|r| r["status"] == status).count();
    let responses_429 = with_status(429);
    if responses_429 >= 3 * keys {
        failures.push(format!("{responses_429} responses of 429 for {keys} keys"));
    }
    let refused = requests.len() - with_status(200) - responses_429;
    if refused > 0 {
        failures.push(format!("{refused} responses were neither 200 nor 429"));
    }
    Ok(Tally {
        keys,
        responses_429,
        took,
        failures,
    })
}

fn one_process(
    sandbox: &Sandbox,
    command: &str,
    process: usize,
    keys: usize,
    minute: Duration,
) -> Result<(), String> {
    let mut driver = Driver::start(command)?;
    for key in 0..keys {
        let request = json!({
            "client": {
                "key": sandbox.admin_key(), "baseUrl": sandbox.base_url(),
                "timeoutMs": 600_000, "maxRetries": 10_000,
                "createLimit": 20, "createLimitPeriodMs": minute.as_millis() as u64,
            },
            "call": "create_key",
            "args": {"description": format!("process {process} key {key}")},
        });
        let line = driver.ask(&request, Duration::from_secs(610))?;
        let response: Value =
            serde_json::from_str(&line).map_err(|_| "malformed line".to_owned())?;
        if response["ok"]["id"].is_null() {
            let code = &response["error"]["code"];
            return Err(format!("process {process} key {key}: failed with {code}"));
        }
    }
    driver.end().map(drop)
}

/// How many keys the fleet made; a description that stands twice is a failure.
fn made_once(sandbox: &Sandbox, failures: &mut Vec<String>) -> Result<usize, String> {
    let all = sandbox.control("GET", "/keys", Value::Null)?;
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    for key in all["keys"].as_array().ok_or("odd list of keys")? {
        if key["origin"] == "create" {
            *made
                .entry(key["description"].as_str().unwrap_or_default())
                .or_default() += 1;
        }
    }
    let twice = made.iter().filter(|(_, count)| **count > 1);
    failures.extend(twice.map(|(description, count)| format!("{description}: {count} keys")));
    Ok(made.values().sum())
}
