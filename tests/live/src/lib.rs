//! Is our picture of Venice right? With an account's ADMIN key this checks, at the server itself,
//! what the sandbox makes believe, and tells it as a table.
//!
//! It is careful in three places: [`venice.rs`](../src/venice.rs) sends nothing that could spend,
//! [`run.rs`](../src/run.rs) makes at most ten capped keys and deletes them however a run ends, and
//! `main.rs` says all this first and asks.

mod facts;
mod name;
mod run;
mod scenarios;
mod stop;
mod table;
mod venice;

use std::io::Write;
use std::sync::Arc;

use jiff::Timestamp;

use crate::run::{CleanUp, HIGHEST_CAP, LIFE, Run};
use crate::table::{Table, tell};
use crate::venice::{As, Venice, last_six};

pub use crate::run::MOST_CREATES;
pub use crate::venice::VENICE;

/// What a run is to do.
pub struct Settings {
    /// The server.
    pub base_url: String,
    /// An ADMIN key of the account.
    pub admin_key: String,
    /// The private key of a wallet that may mint one key.
    pub wallet: Option<String>,
}

/// What came of a run.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No fact differs.
    Holds,
    /// That many facts differ.
    Differs(u32),
    /// Keys are left that couldn't be deleted: they expire by themselves.
    KeysLeft(String),
}

/// What a run will do, in words, before anything is sent.
///
/// # Errors
///
/// When that server must not be given a key.
pub fn plan(settings: &Settings) -> Result<String, String> {
    let venice = Venice::new(&settings.base_url, &settings.admin_key)?;
    let wallet = match &settings.wallet {
        Some(_) => {
            "the one of VENICE_WALLET_KEY signs one challenge and mints\n            one such key"
        }
        None => {
            "none: a challenge is fetched and looked at, nothing is signed\n            \
             (VENICE_WALLET_KEY would name one that mints a key)"
        }
    };
    Ok(format!(
        "\
Is the sandbox still like Venice? This asks the server itself.

  server    {}
  key       the ADMIN key that ends in {}
  makes     at most {MOST_CREATES} INFERENCE keys, most of which may spend 0.01 USD and none more
            than {HIGHEST_CAP} USD. Each expires by itself after {} minutes. All are deleted at
            the end, and when you stop it
  deletes   those, and what a run that was killed left behind: keys that only this
            program with this ADMIN key can have made
  sends     about 90 requests. 40 must be refused, 20 of them with your key (after 50
            in 30 s Venice would lock it out)
  wallet    {wallet}
  never     spends anything, changes another key, or shows one
",
        venice.base_url(),
        last_six(venice.admin_key()),
        LIFE.as_mins(),
    ))
}

/// Does what [`plan`] says, and writes the table.
///
/// # Errors
///
/// When nothing was made because the server can't be asked, or the key isn't an ADMIN key's.
pub fn check(settings: &Settings, out: &mut dyn Write) -> Result<Outcome, String> {
    let venice = Venice::new(&settings.base_url, &settings.admin_key)?;
    let now = preflight(&venice)?;
    let run = Arc::new(Run::new(venice, now)?);
    stop::watch(Arc::clone(&run)).map_err(|error| error.to_string())?;
    let clean_up = CleanUp::after(&run);
    let left_behind = run.ours_in_the_list()?.len();
    if left_behind > 0 {
        tell(&format!(
            "deleting what an earlier run left behind: {left_behind}"
        ));
        run.clean_up()?;
    }
    let mut table = Table::new(out);
    facts::check(&run, settings.wallet.as_deref(), &mut table);
    scenarios::play(&run, &mut table)?;
    let cleaned = clean_up.finish();
    table.end();
    table.line(&format!("\n{} keys were asked for", run.creates()));
    Ok(match cleaned {
        Ok(()) => {
            table.line("No key of this run is left.");
            match table.differ {
                0 => Outcome::Holds,
                differ => Outcome::Differs(differ),
            }
        }
        Err(left) => Outcome::KeysLeft(left),
    })
}

/// The server's time, if the key is good for a run.
fn preflight(venice: &Venice) -> Result<Timestamp, String> {
    let response = venice.ask(As::Admin, "GET", "/api_keys", None)?;
    if !response.is_success() {
        return Err(format!(
            "an ADMIN key is needed, and the server says of this one: {}",
            response.said()
        ));
    }
    let date = response.header("date").unwrap_or_default();
    let parsed = jiff::fmt::rfc2822::parse(date).map(|zoned| zoned.timestamp());
    Ok(parsed.unwrap_or_else(|_| Timestamp::now()))
}
