//! Hard to break: see `tests/hard/README.md`.

mod driver;
mod faults;
mod matrix;
mod operations;
mod secrets;

use std::path::Path;
use std::process::ExitCode;

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

/// `matrix LANGUAGE=COMMAND…`
fn run(arguments: &[String]) -> Result<bool, String> {
    let usage = "usage: venice-keys-hard matrix LANGUAGE=COMMAND…";
    match arguments {
        [part, drivers @ ..] if part == "matrix" && !drivers.is_empty() => run_matrix(drivers),
        _ => Err(usage.to_owned()),
    }
}

/// All languages side by side: most of a cell is waiting.
fn run_matrix(drivers: &[String]) -> Result<bool, String> {
    let reports = std::thread::scope(|scope| {
        let running: Vec<_> = drivers
            .iter()
            .map(|driver| {
                scope.spawn(move || match driver.split_once('=') {
                    Some((language, command)) => matrix::play(language, command),
                    None => Err(format!("{driver} is not LANGUAGE=COMMAND")),
                })
            })
            .collect();
        let ended = running.into_iter().map(|language| {
            language
                .join()
                .unwrap_or_else(|_| Err("a part of the matrix panicked".to_owned()))
        });
        ended.collect::<Result<Vec<_>, String>>()
    })?;
    let file = write("fault-matrix.md", &matrix::table(&reports))?;
    for report in &reports {
        report
            .failures
            .iter()
            .for_each(|failure| println!("FAILED {failure}"));
        let (cells, failed) = (report.cells, report.failures.len());
        println!(
            "matrix {}: {} passed, {failed} failed",
            report.language,
            cells - failed
        );
    }
    println!("{file}");
    Ok(reports.iter().all(|report| report.failures.is_empty()))
}

fn write(name: &str, text: &str) -> Result<String, String> {
    let folder = Path::new("target/hard");
    let file = folder.join(name);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&file, text))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file.display().to_string())
}
