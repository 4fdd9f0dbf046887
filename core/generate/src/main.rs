//! Prints every declaration of the bindings, their documentation and their lists from `core/src`.
//!
//! `venice-keys-generate` writes the files; with `--verify` it fails if one would change.

mod format;
mod model;
mod print;
mod read;
mod words;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let verify = match std::env::args().nth(1).as_deref() {
        None => false,
        Some("--verify") => true,
        Some(other) => {
            eprintln!("unknown argument: {other}");
            return ExitCode::FAILURE;
        }
    };
    match run(verify) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether everything is as it should be.
fn run(verify: bool) -> Result<bool, Box<dyn std::error::Error>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..").canonicalize()?;
    let model = read::read(&root.join("core/src"))?;
    let outputs = print::all(&root, &here.join("templates"), model)?;
    let stale: Vec<_> = outputs
        .into_iter()
        .filter(|output| output.is_stale())
        .collect();
    for output in &stale {
        match verify {
            true => eprintln!("out of date: {}: run `make generate`", output.path()),
            false => {
                output.write()?;
                println!("{}", output.path());
            }
        }
    }
    Ok(!verify || stale.is_empty())
}
