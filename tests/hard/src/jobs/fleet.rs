//! A fleet: processes in all languages provision the same names at once, and some of them are
//! killed on the way and started again.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use super::Language;
use super::job::{Manner, store};
use crate::driver::Driver;

/// One process in so many is killed.
const KILLED: usize = 5;
/// How long a process may take.
const LIMIT: Duration = Duration::from_secs(1500);
const SETTLE_MS: u64 = 200;
const HOLD_MS: u64 = 20_000;

/// What the fleet came to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) killed: usize,
    /// How many of the names have a lasting key.
    pub(crate) keys: usize,
    /// Of one name.
    pub(crate) too_many: usize,
    pub(crate) secrets_lost: usize,
    /// Keys that were created and given up.
    pub(crate) wasted: usize,
    pub(crate) responses_429: usize,
    pub(crate) took: Duration,
    pub(crate) failures: Vec<String>,
}

struct Fleet<'a> {
    languages: &'a [Language],
    sandbox: Sandbox,
    names: usize,
    minute: Duration,
    folder: PathBuf,
}

pub(crate) fn play(
    languages: &[Language],
    processes: usize,
    names: usize,
    minute: Duration,
) -> Result<Tally, String> {
    let options = Options {
        minute,
        ..Options::default()
    };
    let fleet = Fleet {
        languages,
        sandbox: Sandbox::start(options).map_err(|error| error.to_string())?,
        names,
        minute,
        folder: crate::parts::folder()?.join(format!("fleet-{}", std::process::id())),
    };
    std::fs::create_dir_all(&fleet.folder).map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let ended: Vec<Result<(), String>> = std::thread::scope(|scope| {
        let fleet = &fleet;
        let running: Vec<_> = (0..processes)
            .map(|process| scope.spawn(move || fleet.run(process)))
            .collect();
        let ended = running.into_iter().map(|process| {
            process
                .join()
                .unwrap_or_else(|_| Err("a process of the fleet panicked".to_owned()))
        });
        ended.collect()
    });
    let mut tally = Tally {
        killed: (0..processes).filter(|process| is_killed(*process)).count(),
        took: begun.elapsed(),
        failures: ended.into_iter().filter_map(Result::err).collect(),
        ..Tally::default()
    };
    let counted = fleet.count(&mut tally);
    let removed = std::fs::remove_dir_all(&fleet.folder);
    counted?;
    removed.map_err(|error| error.to_string())?;
    Ok(tally)
}

fn is_killed(process: usize) -> bool {
    process.is_multiple_of(KILLED)
}

impl Fleet<'_> {
    fn run(&self, process: usize) -> Result<(), String> {
        let command = &self.languages[process % self.languages.len()].command;
        let request = self.request(process);
        if is_killed(process) {
            let mut driver = Driver::start(command)?;
            driver.send(&request)?;
            // Not all at once: the first when a tenth is there, the last when all but a tenth are.
            self.wait_for(self.names * (1 + process / KILLED * 2 % 9) / 10)?;
            driver.kill()?;
        }
        let mut driver = Driver::start(command)?;
        let line = driver.ask(&request, LIMIT)?;
        let response: Value =
            serde_json::from_str(&line).map_err(|_| "malformed line".to_owned())?;
        let Some(items) = response["ok"].as_array() else {
            return Err(format!(
                "process {process}: failed: {}",
                response["error"]["code"]
            ));
        };
        let failed = items
            .iter()
            .filter(|item| item["outcome"] == "failed")
            .count();
        if failed > 0 || items.len() > self.names {
            let items = items.len();
            return Err(format!("process {process}: {items} items, {failed} failed"));
        }
        driver.end().map(drop)
    }

    fn request(&self, process: usize) -> Value {
        let new_keys = (0..self.names).map(|number| json!({ "description": name(number) }));
        let new_keys: Vec<Value> = new_keys.collect();
        let file = self.folder.join(process.to_string());
        json!({
            "client": {
                "key": self.sandbox.admin_key(), "baseUrl": self.sandbox.base_url(),
                "timeoutMs": 60_000, "maxRetries": 1000, "createLimit": 20,
                "createLimitPeriodMs": self.minute.as_millis() as u64,
                "settleMs": SETTLE_MS, "holdMs": HOLD_MS,
            },
            "call": "provision_keys",
            "args": { "newKeys": new_keys, "store": store(&file, Manner::Keeps) },
        })
    }

    /// Waits until so many of the names have their key.
    fn wait_for(&self, count: usize) -> Result<(), String> {
        let by = Instant::now() + LIMIT;
        while Instant::now() < by {
            if self.there()?.len() >= count {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!("{count} keys were never there"))
    }

    /// The lasting keys, by name: their ids and secrets.
    fn there(&self) -> Result<BTreeMap<String, Vec<(String, String)>>, String> {
        let all = self.sandbox.control("GET", "/keys", Value::Null)?;
        let mut there: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for key in all["keys"].as_array().ok_or("odd list of keys")? {
            let text = |member: &str| key[member].as_str().unwrap_or_default().to_owned();
            let lasts = key["revoked"] != true && key["expiresAt"].is_null();
            if key["origin"] == "create" && lasts {
                let name = text("description");
                there
                    .entry(name)
                    .or_default()
                    .push((text("id"), text("apiKey")));
            }
        }
        Ok(there)
    }

    fn count(&self, tally: &mut Tally) -> Result<(), String> {
        let there = self.there()?;
        let mut stored = BTreeMap::new();
        for file in std::fs::read_dir(&self.folder).map_err(|error| error.to_string())? {
            let path = file.map_err(|error| error.to_string())?.path();
            let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
            let lines = text.lines().filter_map(|line| line.split_once(' '));
            stored.extend(lines.map(|(id, secret)| (id.to_owned(), secret.to_owned())));
        }
        for number in 0..self.names {
            let name = name(number);
            let keys = there.get(&name).map_or(0, Vec::len);
            tally.keys += keys.min(1);
            tally.too_many += keys.saturating_sub(1);
            if keys != 1 {
                tally.failures.push(format!("{keys} keys named {name}"));
            }
        }
        for (id, secret) in there.values().flatten() {
            if stored.get(id) != Some(secret) {
                tally.secrets_lost += 1;
                tally
                    .failures
                    .push(format!("the secret of {id} isn't stored"));
            }
        }
        let others = there
            .keys()
            .filter(|key| !(0..self.names).any(|at| name(at) == **key));
        tally
            .failures
            .extend(others.map(|other| format!("nobody wanted {other}")));
        let journal = self.sandbox.control("GET", "/journal", Value::Null)?;
        let requests = journal["requests"].as_array().ok_or("odd journal")?;
        tally.responses_429 = requests.iter().filter(|sent| sent["status"] == 429).count();
        let made = requests
            .iter()
            .filter(|sent| sent["method"] == "POST" && sent["worked"] == true);
        tally.wasted = made.count().saturating_sub(tally.keys);
        Ok(())
    }
}

fn name(number: usize) -> String {
    format!("tenant {number:03}")
}
