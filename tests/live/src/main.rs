//! `make live`: see the crate's README.

use std::io::{BufRead, IsTerminal, Write, stderr, stdin, stdout};
use std::process::ExitCode;

use venice_keys_live::{Outcome, Settings, VENICE, check, plan};

const USAGE: &str = "\
usage: VENICE_ADMIN_KEY=… venice-keys-live [--base-url URL] [--yes]

  --base-url URL   the server: Venice, or a sandbox on loopback
                   (default VENICE_BASE_URL, else https://api.venice.ai/api/v1)
  --yes            begin without asking

Exit code 0: nothing differs. 1: something does. 2: nothing was begun. 3: keys could
not be deleted (they expire by themselves). 128 + n: ended by a signal, after cleaning up.";

fn main() -> ExitCode {
    match begin() {
        Ok(code) => ExitCode::from(code),
        Err(why) => {
            eprintln!("live: {why}");
            ExitCode::from(2)
        }
    }
}

fn begin() -> Result<u8, String> {
    let (settings, is_agreed) = settings()?;
    // Everything is said before anything is sent.
    eprintln!("{}", plan(&settings)?);
    if !is_agreed {
        agree()?;
    }
    match check(&settings, &mut stdout())? {
        Outcome::Holds => Ok(0),
        Outcome::Differs(_) => Ok(1),
        Outcome::KeysLeft(left) => {
            eprintln!("live: {left}");
            Ok(3)
        }
    }
}

fn settings() -> Result<(Settings, bool), String> {
    let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let mut base_url = variable("VENICE_BASE_URL").unwrap_or_else(|| VENICE.to_owned());
    let mut is_agreed = false;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--yes" => is_agreed = true,
            "--base-url" => base_url = arguments.next().ok_or(USAGE)?,
            _ => return Err(USAGE.to_owned()),
        }
    }
    let admin_key = variable("VENICE_ADMIN_KEY")
        .ok_or_else(|| format!("VENICE_ADMIN_KEY isn't set: an ADMIN key is needed\n\n{USAGE}"))?;
    let wallet = variable("VENICE_WALLET_KEY");
    let settings = Settings {
        base_url,
        admin_key,
        wallet,
    };
    Ok((settings, is_agreed))
}

fn agree() -> Result<(), String> {
    if !stdin().is_terminal() {
        return Err("nothing was begun: there is nobody to ask, and --yes wasn't given".to_owned());
    }
    eprint!("Begin? [y/N] ");
    let _ = stderr().flush();
    let mut answer = String::new();
    let read = stdin().lock().read_line(&mut answer);
    match read.is_ok() && ["y", "yes"].contains(&answer.trim().to_lowercase().as_str()) {
        true => Ok(()),
        false => Err("nothing was begun".to_owned()),
    }
}
