//! Hard to break: see `tests/hard/README.md`.

mod contract;
mod costly;
mod costly_responses;
mod driver;
mod faults;
mod fleet;
mod hammer;
mod jobs;
mod key_jobs;
mod ledger;
mod lost;
mod matrix;
mod operations;
mod parts;
mod proxy;
mod punctual;
mod refusals;
mod secrets;
mod turns;
mod wallets;

use std::process::ExitCode;
use std::time::Duration;

use parts::{
    run_canary, run_costly, run_fleet, run_hammer, run_jobs, run_ledger, run_lost, run_matrix,
    run_provision,
};
use turns::Turns;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

const USAGE: &str = "usage:
  venice-keys-hard matrix all|share:SEED LANGUAGE=COMMAND…
  venice-keys-hard costly all|share:SEED LANGUAGE=COMMAND…
  venice-keys-hard canary EVERY LANGUAGE=COMMAND…
  venice-keys-hard lost CALLS SEED
  venice-keys-hard ledger TOP_UPS SEED
  venice-keys-hard jobs RUNS SEED LANGUAGE=COMMAND…
  venice-keys-hard provision PROCESSES NAMES MINUTE_SECONDS LANGUAGE=COMMAND…
  venice-keys-hard hammer THREADS SECONDS SANDBOX
  venice-keys-hard fleet PROCESSES KEYS_EACH MINUTE_SECONDS LANGUAGE=COMMAND…";

fn run(arguments: &[String]) -> Result<bool, String> {
    let usage = |_| USAGE.to_owned();
    match arguments {
        [part, turns, drivers @ ..] if part == "matrix" && !drivers.is_empty() => {
            run_matrix(Turns::read(turns).ok_or(USAGE)?, drivers)
        }
        [part, turns, drivers @ ..] if part == "costly" && !drivers.is_empty() => {
            run_costly(Turns::read(turns).ok_or(USAGE)?, drivers)
        }
        [part, every, drivers @ ..] if part == "canary" && !drivers.is_empty() => {
            run_canary(every.parse().map_err(usage)?, drivers)
        }
        [part, calls, seed] if part == "lost" => {
            run_lost(calls.parse().map_err(usage)?, seed.parse().map_err(usage)?)
        }
        [part, orders, seed] if part == "ledger" => {
            run_ledger(orders.parse().map_err(usage)?, seed.parse().map_err(usage)?)
        }
        [part, runs, seed, drivers @ ..] if part == "jobs" && !drivers.is_empty() => {
            let seed = seed.parse().map_err(usage)?;
            run_jobs(drivers, runs.parse().map_err(usage)?, seed)
        }
        [part, processes, names, minute, drivers @ ..]
            if part == "provision" && !drivers.is_empty() =>
        {
            let minute = minute.parse().map_err(|_| USAGE.to_owned())?;
            let minute = Duration::from_secs_f64(minute);
            let processes = processes.parse().map_err(usage)?;
            run_provision(drivers, processes, names.parse().map_err(usage)?, minute)
        }
        [part, of_one @ ..] if part == "payer" => ledger::run_payer(of_one),
        [part, threads, seconds, sandbox] if part == "hammer" => {
            let seconds = Duration::from_secs(seconds.parse().map_err(usage)?);
            run_hammer(sandbox, threads.parse().map_err(usage)?, seconds)
        }
        [part, processes, keys, minute, drivers @ ..] if part == "fleet" && !drivers.is_empty() => {
            let minute = minute.parse().map_err(|_| USAGE.to_owned())?;
            let minute = Duration::from_secs_f64(minute);
            let (processes, keys) = (
                processes.parse().map_err(usage)?,
                keys.parse().map_err(usage)?,
            );
            run_fleet(drivers, processes, keys, minute)
        }
        _ => Err(USAGE.to_owned()),
    }
}
