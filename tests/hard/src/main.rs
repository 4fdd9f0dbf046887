//! Hard to break: see `tests/hard/README.md`.

mod contract;
mod costly;
mod costly_responses;
mod driver;
mod faults;
mod fleet;
mod hammer;
mod ledger;
mod lost;
mod matrix;
mod operations;
mod proxy;
mod secrets;
mod wallets;

use std::process::ExitCode;
use std::time::Duration;

use lost::By;
use matrix::Report;
use venice_keys_sandbox::Web3;

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
  venice-keys-hard matrix LANGUAGE=COMMAND…
  venice-keys-hard costly LANGUAGE=COMMAND…
  venice-keys-hard canary EVERY LANGUAGE=COMMAND…
  venice-keys-hard lost CALLS SEED
  venice-keys-hard ledger TOP_UPS SEED
  venice-keys-hard hammer THREADS SECONDS SANDBOX
  venice-keys-hard fleet PROCESSES KEYS_EACH MINUTE_SECONDS LANGUAGE=COMMAND…";

fn run(arguments: &[String]) -> Result<bool, String> {
    let usage = |_| USAGE.to_owned();
    match arguments {
        [part, drivers @ ..] if part == "matrix" && !drivers.is_empty() => run_matrix(drivers),
        [part, drivers @ ..] if part == "costly" && !drivers.is_empty() => run_costly(drivers),
        [part, every, drivers @ ..] if part == "canary" && !drivers.is_empty() => {
            run_canary(every.parse().map_err(usage)?, drivers)
        }
        [part, calls, seed] if part == "lost" => {
            run_lost(calls.parse().map_err(usage)?, seed.parse().map_err(usage)?)
        }
        [part, orders, seed] if part == "ledger" => {
            run_ledger(orders.parse().map_err(usage)?, seed.parse().map_err(usage)?)
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

fn run_lost(calls: usize, seed: u64) -> Result<bool, String> {
    let mut text = format!("# Nothing lost\n\n{calls} calls each, seed {seed}\n\n");
    text.push_str("| By | in hand | unknown | of them made | refused | on the server | wrong |\n");
    text.push_str("|---|---|---|---|---|---|---|\n");
    let mut good = true;
    for by in [By::Create, By::Mint(Web3::Jwt), By::Mint(Web3::Siwe)] {
        let tally = lost::play(by, calls, seed)?;
        let lost::Tally {
            in_hand,
            unknown,
            unknown_and_made,
            refused,
            on_server,
            failures,
        } = tally;
        failures
            .iter()
            .take(20)
            .for_each(|failure| println!("FAILED {}: {failure}", by.name()));
        good &= failures.is_empty();
        let row = format!(
            "| {} | {in_hand} | {unknown} | {unknown_and_made} | {refused} | {on_server} | {} |\n",
            by.name(),
            failures.len()
        );
        print!("{row}");
        text.push_str(&row);
        println!(
            "lost {}: {} passed, {} failed",
            by.name(),
            calls - failures.len(),
            failures.len()
        );
    }
    println!("{}", write("nothing-lost.md", &text)?);
    Ok(good)
}

fn run_ledger(orders: usize, seed: u64) -> Result<bool, String> {
    let tally = ledger::play(orders, seed)?;
    let failures = &tally.failures;
    failures
        .iter()
        .take(20)
        .for_each(|failure| println!("FAILED {failure}"));
    let text = format!(
        "# The ledger of top-ups\n\n{orders} orders, seed {seed}, {} of them by processes that \
         were killed\n\n| | orders |\n|---|---|\n| paid at once | {} |\n\
         | refused, nothing moved | {} |\n\
         | paid when the same payment was sent again | {} |\n\
         | found as paid after its time was over | {} |\n\
         | paid by a second signature under the same order, after the first was over | {} |\n\
         | unknown in the end | {} |\n| paid twice | {} |\n| on the ledger | {} |\n",
        tally.killed,
        tally.paid,
        tally.refused,
        tally.paid_on_asking,
        tally.settled_late,
        tally.signed_again,
        tally.unknown,
        tally.paid_twice,
        tally.on_ledger,
    );
    print!("{text}");
    println!(
        "ledger: {} passed, {} failed",
        orders.saturating_sub(failures.len()),
        failures.len()
    );
    println!("{}", write("ledger.md", &text)?);
    Ok(failures.is_empty())
}

fn run_hammer(sandbox: &str, threads: usize, time: Duration) -> Result<bool, String> {
    let hammer::Tally {
        calls,
        before,
        after,
        failures,
    } = hammer::play(sandbox, threads, time)?;
    failures
        .iter()
        .for_each(|failure| println!("FAILED {failure}"));
    let text = format!(
        "# Hammer\n\n{threads} threads, {calls} calls in {time:?}\n\n| | before | after |\n\
         |---|---|---|\n| descriptors | {} | {} |\n| threads | {} | {} |\n\
         | resident KiB | {} | {} |\n",
        before.descriptors,
        after.descriptors,
        before.threads,
        after.threads,
        before.resident_kib,
        after.resident_kib
    );
    print!("{text}");
    println!("hammer: 1 passed, {} failed", failures.len());
    println!("{}", write("hammer.md", &text)?);
    Ok(failures.is_empty())
}

fn run_fleet(
    drivers: &[String],
    processes: usize,
    keys_each: usize,
    minute: Duration,
) -> Result<bool, String> {
    let commands: Option<Vec<String>> = drivers
        .iter()
        .map(|d| Some(d.split_once('=')?.1.to_owned()))
        .collect();
    let commands = commands.ok_or(USAGE)?;
    let tally = fleet::play(&commands, processes, keys_each, minute)?;
    let fleet::Tally {
        keys,
        responses_429,
        took,
        failures,
    } = tally;
    failures
        .iter()
        .for_each(|failure| println!("FAILED {failure}"));
    let text = format!(
        "# Fleet\n\n{processes} processes, {keys} keys at 20 a minute of {minute:?}: {:.1} s, \
         {responses_429} responses of 429, {:.2} per key\n",
        took.as_secs_f64(),
        responses_429 as f64 / keys.max(1) as f64
    );
    print!("{text}");
    println!("fleet: {} passed, {} failed", keys, failures.len());
    println!("{}", write("fleet.md", &text)?);
    Ok(failures.is_empty())
}

fn run_matrix(drivers: &[String]) -> Result<bool, String> {
    let reports = play_matrix(drivers, matrix::Manner::Quiet)?;
    tell(
        "matrix",
        "fault-matrix.md",
        &matrix::table(&reports),
        &reports,
    )
}

fn run_costly(drivers: &[String]) -> Result<bool, String> {
    let split = |driver: &String| {
        let (language, command) = driver.split_once('=').ok_or(USAGE)?;
        Ok((language.to_owned(), command.to_owned()))
    };
    let drivers = drivers
        .iter()
        .map(split)
        .collect::<Result<Vec<_>, String>>()?;
    let costly::Report {
        slowest,
        table,
        languages,
    } = costly::play(&drivers)?;
    println!("{slowest}");
    for (language, cells, failures) in &languages {
        failures
            .iter()
            .for_each(|failure| println!("FAILED {failure}"));
        let (passed, failed) = (cells.saturating_sub(failures.len()), failures.len());
        println!("costly {language}: {passed} passed, {failed} failed");
    }
    println!(
        "{}",
        write(
            "costly-responses.md",
            &format!("# Costly responses\n\n{slowest}\n{table}")
        )?
    );
    Ok(languages.iter().all(|(_, _, failures)| failures.is_empty()))
}

fn run_canary(every: usize, drivers: &[String]) -> Result<bool, String> {
    let reports = play_matrix(drivers, matrix::Manner::Loud { every })?;
    let table = matrix::search_table(&reports);
    print!("{table}");
    tell("canary", "canaries.md", &table, &reports)
}

/// All languages side by side: most of a cell is waiting.
fn play_matrix(drivers: &[String], manner: matrix::Manner) -> Result<Vec<Report>, String> {
    std::thread::scope(|scope| {
        let running: Vec<_> = drivers
            .iter()
            .map(|driver| {
                scope.spawn(move || match driver.split_once('=') {
                    Some((language, command)) => matrix::play(language, command, manner),
                    None => Err(format!("{driver} is not LANGUAGE=COMMAND")),
                })
            })
            .collect();
        let ended = running.into_iter().map(|language| {
            language
                .join()
                .unwrap_or_else(|_| Err("a part of the matrix panicked".to_owned()))
        });
        ended.collect()
    })
}

fn tell(part: &str, file: &str, table: &str, reports: &[Report]) -> Result<bool, String> {
    let file = write(file, table)?;
    for report in reports {
        report
            .failures
            .iter()
            .for_each(|failure| println!("FAILED {failure}"));
        let (cells, failed) = (report.cells, report.failures.len());
        println!(
            "{part} {}: {} passed, {failed} failed",
            report.language,
            cells.saturating_sub(failed)
        );
    }
    println!("{file}");
    Ok(reports.iter().all(|report| report.failures.is_empty()))
}

fn write(name: &str, text: &str) -> Result<String, String> {
    // Beside the folder of this program: wherever cargo builds.
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let built = program
        .ancestors()
        .nth(2)
        .ok_or("odd place of this program")?;
    let folder = built.join("hard");
    let file = folder.join(name);
    std::fs::create_dir_all(&folder)
        .and_then(|()| std::fs::write(&file, text))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file.display().to_string())
}
