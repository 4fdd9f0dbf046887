//! The parts of the program: each is played, told, and written to a file of its own.

use std::path::PathBuf;
use std::time::Duration;

use venice_keys_sandbox::Web3;

use crate::lost::{self, By};
use crate::matrix::{self, Report};
use crate::turns::Turns;
use crate::{USAGE, costly, fleet, hammer, jobs, ledger};

pub(crate) fn run_lost(calls: usize, seed: u64) -> Result<bool, String> {
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

pub(crate) fn run_ledger(orders: usize, seed: u64) -> Result<bool, String> {
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

pub(crate) fn run_jobs(drivers: &[String], runs: usize, seed: u64) -> Result<bool, String> {
    let tally = jobs::play(&languages(drivers)?, runs, seed)?;
    let failures = &tally.failures;
    failures
        .iter()
        .take(20)
        .for_each(|failure| println!("FAILED {failure}"));
    let text = tally.table(runs, seed);
    print!("{text}");
    println!(
        "jobs: {} passed, {} failed",
        runs.saturating_sub(failures.len()),
        failures.len()
    );
    println!("{}", write("jobs.md", &text)?);
    Ok(failures.is_empty())
}

pub(crate) fn run_provision(
    drivers: &[String],
    processes: usize,
    names: usize,
    minute: Duration,
) -> Result<bool, String> {
    let jobs::fleet::Tally {
        killed,
        keys,
        too_many,
        secrets_lost,
        wasted,
        responses_429,
        took,
        failures,
    } = jobs::fleet::play(&languages(drivers)?, processes, names, minute)?;
    failures
        .iter()
        .take(20)
        .for_each(|failure| println!("FAILED {failure}"));
    let text = format!(
        "# Provisioning by a fleet\n\n{processes} processes, {killed} of them killed and started \
         again, {names} names at 20 a minute of {minute:?}: {:.1} s\n\n| | |\n|---|---|\n\
         | names with a key | {keys} |\n| names without one | {} |\n\
         | keys too many, of one name | {too_many} |\n\
         | secrets lost | {secrets_lost} |\n| keys created and given up | {wasted} |\n\
         | responses of 429 | {responses_429} |\n",
        took.as_secs_f64(),
        names.saturating_sub(keys),
    );
    print!("{text}");
    let failed = failures.len().min(names);
    println!("provision: {} passed, {failed} failed", names - failed);
    println!("{}", write("provision.md", &text)?);
    Ok(failures.is_empty())
}

/// The drivers, as `LANGUAGE=COMMAND`.
fn languages(drivers: &[String]) -> Result<Vec<jobs::Language>, String> {
    let languages = drivers.iter().map(|driver| {
        let (name, command) = driver.split_once('=').ok_or(USAGE)?;
        Ok(jobs::Language {
            name: name.to_owned(),
            command: command.to_owned(),
        })
    });
    languages.collect()
}

pub(crate) fn run_hammer(sandbox: &str, threads: usize, time: Duration) -> Result<bool, String> {
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

pub(crate) fn run_fleet(
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

pub(crate) fn run_matrix(turns: Turns, drivers: &[String]) -> Result<bool, String> {
    let reports = play_matrix(drivers, matrix::Manner::Quiet, turns)?;
    tell(
        "matrix",
        "fault-matrix.md",
        &matrix::table(&reports),
        &reports,
    )
}

pub(crate) fn run_costly(turns: Turns, drivers: &[String]) -> Result<bool, String> {
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
        players,
    } = costly::play(&drivers, turns)?;
    println!("{slowest}");
    for player in &players {
        tell_cells(
            &format!("costly {}", player.language),
            player.cells,
            &player.failures,
            &player.again,
        );
    }
    println!(
        "{}",
        write(
            "costly-responses.md",
            &format!("# Costly responses\n\n{slowest}\n{table}")
        )?
    );
    Ok(players.iter().all(|player| player.failures.is_empty()))
}

pub(crate) fn run_canary(every: usize, drivers: &[String]) -> Result<bool, String> {
    let reports = play_matrix(drivers, matrix::Manner::Loud { every }, Turns::All)?;
    let table = matrix::search_table(&reports);
    print!("{table}");
    tell("canary", "canaries.md", &table, &reports)
}

/// All languages side by side: most of a cell is waiting.
fn play_matrix(
    drivers: &[String],
    manner: matrix::Manner,
    turns: Turns,
) -> Result<Vec<Report>, String> {
    std::thread::scope(|scope| {
        let running: Vec<_> = drivers
            .iter()
            .enumerate()
            .map(|(at, driver)| {
                let turn = turns.of(at, drivers.len());
                scope.spawn(move || match driver.split_once('=') {
                    Some((language, command)) => matrix::play(language, command, manner, turn),
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
        tell_cells(
            &format!("{part} {}", report.language),
            report.cells,
            &report.failures,
            &report.again,
        );
    }
    println!("{file}");
    Ok(reports.iter().all(|report| report.failures.is_empty()))
}

/// What came of the cells of one language.
fn tell_cells(what: &str, cells: usize, failures: &[String], again: &[String]) {
    for cell in again {
        println!("played again: {cell}");
    }
    for failure in failures {
        println!("FAILED {failure}");
    }
    let failed = failures.len();
    let passed = cells.saturating_sub(failed);
    println!("{what}: {passed} passed, {failed} failed");
}

fn write(name: &str, text: &str) -> Result<String, String> {
    let file = folder()?.join(name);
    std::fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file.display().to_string())
}

/// Where results are written: beside the folder of this program, wherever cargo builds. All drivers
/// see it, also the one that runs in a root of its own.
pub(crate) fn folder() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let built = program
        .ancestors()
        .nth(2)
        .ok_or("odd place of this program")?;
    let folder = built.join("hard");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}
