//! What is there at the end of a run, and what must be.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use venice_keys::{ApiKey, Client};
use venice_keys_sandbox::Sandbox;

use super::Cell;
use super::bystanders::{Bystanders, every_key};
use super::job::{CAP, Job, MANY, NAME, PREFIX, Seeded};

/// Longer than any grace, lifetime or hold.
const PAST_ALL_MS: u64 = 3 * 3600 * 1000;

/// What the calls of a run said.
#[derive(Debug, Default)]
pub(super) struct Calls {
    ok: usize,
    /// Killed, or `outcome_unknown`: it may have been done.
    unknown: usize,
    /// The codes of those that failed, in order, and whose they are.
    pub(super) failed: Vec<(Said, String)>,
    /// What they said.
    messages: Vec<String>,
}

/// Which of a run's calls says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    /// The one that began it.
    First,
    /// One that was made at the same time.
    Rival,
    /// One that was made when all disturbance was over, with too little time for what is left.
    AtOnce,
    /// One that was made when nothing was left, with enough time.
    Again,
}

impl Said {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::First => "the call that was disturbed",
            Self::Rival => "a call at the same time",
            Self::AtOnce => "the call made again at once",
            Self::Again => "the call made again",
        }
    }
}

/// Whether nothing is left to do after an error. Of a rotation that was finished the old key is
/// gone; one that wasn't says so.
fn is_done(job: Job, code: &str, message: &str) -> bool {
    let done = matches!(code, "not_found" | "already_rotated");
    job.rotates() && done && !message.contains("isn't finished")
}

impl Calls {
    pub(super) fn killed(&mut self) {
        self.unknown += 1;
    }

    /// Notes what a driver's line says, and whether there is nothing left to do.
    pub(super) fn add(&mut self, job: Job, line: &str, whose: Said) -> Result<bool, String> {
        let response: Value =
            serde_json::from_str(line).map_err(|_| format!("malformed line: {line}"))?;
        if let Some(said) = response.get("ok") {
            self.ok += 1;
            let failed = self.failed.len();
            said.as_array()
                .into_iter()
                .flatten()
                .for_each(|item| self.add_item(item, whose));
            return Ok(self.failed.len() == failed);
        }
        let code = response["error"]["code"].as_str();
        let code = code.ok_or_else(|| format!("no code: {line}"))?;
        self.unknown += usize::from(code == "outcome_unknown");
        self.failed.push((whose, code.to_owned()));
        let message = response["error"]["forms"][0].as_str().unwrap_or_default();
        self.messages.push(message.to_owned());
        Ok(is_done(job, code, message))
    }

    /// One of many may have failed, and the call went on.
    fn add_item(&mut self, item: &Value, whose: Said) {
        if item["outcome"] == "failed" {
            let text = |member: &str| item[member].as_str();
            // A deletion's item says why, and has no code.
            let code = text("errorCode").unwrap_or("failed").to_owned();
            let message = text("error").or(text("reason")).unwrap_or_default();
            self.failed.push((whose, code));
            self.messages.push(message.to_owned());
        }
    }
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) there: usize,
    pub(super) secrets_lost: usize,
    pub(super) too_many: usize,
    pub(super) pending: usize,
    pub(super) touched: usize,
    pub(super) wrong: Vec<String>,
}

pub(super) fn verdict(
    sandbox: &Sandbox,
    cell: Cell,
    seeded: &Seeded,
    stored: &Path,
    bystanders: &Bystanders,
    calls: &Calls,
) -> Result<Found, String> {
    let Cell {
        job, disturbance, ..
    } = cell;
    let forward = json!({ "advanceMs": PAST_ALL_MS });
    sandbox.control("POST", "/clock", forward)?;
    let mut lasting = lasting(sandbox)?;
    lasting.retain(|key| !bystanders.has(&key.id));
    let named = |name: &str| lasting.iter().filter(|key| is_named(key, name)).count();
    let names: Vec<String> = match job {
        Job::Provision => (0..MANY)
            .map(|number| format!("{PREFIX}{number}"))
            .collect(),
        Job::Temporary | Job::Delete => Vec::new(),
        _ => vec![NAME.to_owned()],
    };
    let mut found = Found::default();
    for name in &names {
        let there = named(name);
        let most = match job {
            Job::Once => calls.ok + calls.unknown,
            _ => 1,
        };
        let mut codes = calls.failed.iter().map(|(_, code)| code);
        let noticed = codes.any(|code| code == "bad_response");
        let least = match job {
            Job::Once => calls.ok,
            _ if disturbance.breaks_changes() && noticed => 0,
            _ => 1,
        };
        found.there += there;
        found.least += least;
        found.most += most;
        found.too_many += there.saturating_sub(most);
        if !(least..=most).contains(&there) {
            found.wrong.push(format!(
                "{there} keys named {name}: wanted {least} to {most}"
            ));
        }
    }
    found.look_for_others(job, &lasting, &names, seeded);
    found.look_for_secrets(sandbox, &lasting, stored)?;
    for touched in bystanders.touched(sandbox)? {
        found.touched += 1;
        found.wrong.push(format!("{touched} isn't as it was"));
    }
    calls.look_for_odd_codes(job, &mut found);
    if !found.wrong.is_empty() && !calls.failed.is_empty() {
        let failed = calls.failed.iter().zip(&calls.messages);
        found.wrong.extend(
            failed.map(|((whose, code), message)| {
                format!("{} failed: {code}: {message}", whose.name())
            }),
        );
    }
    Ok(found)
}

impl Calls {
    /// What a call that nothing disturbs has no reason to say, and what no call has.
    fn look_for_odd_codes(&self, job: Job, found: &mut Found) {
        for ((whose, code), message) in self.failed.iter().zip(&self.messages) {
            let is_odd = match whose {
                Said::First | Said::Rival => code == "invalid_input",
                Said::AtOnce => !matches!(&**code, "in_progress" | "timeout" | "outcome_unknown"),
                Said::Again => code != "in_progress",
            };
            if is_odd && !is_done(job, code, message) {
                let odd = format!("it had no reason to fail with {code}");
                found.wrong.push(odd);
            }
        }
    }
}

impl Found {
    /// Keys that nobody wanted, and wanted ones that aren't as they must be.
    fn look_for_others(&mut self, job: Job, lasting: &[ApiKey], names: &[String], old: &Seeded) {
        for key in lasting {
            let name = key.description.as_deref().unwrap_or_default();
            if name.starts_with("vk-pending:") {
                self.pending += 1;
                self.wrong.push(format!("pending past every hold: {name}"));
            } else if job.rotates() && key.id == old.id {
                self.too_many += 1;
                self.wrong.push("the old key lasts".to_owned());
            } else if !names.iter().any(|wanted| wanted == name) {
                self.too_many += 1;
                self.wrong.push(format!("nobody wanted {name}"));
            }
            let usd = key
                .consumption_limits
                .usd
                .map(|usd| usd.normalize().to_string());
            let capped = job == Job::Provision || job.rotates();
            if capped && usd.as_deref() != Some(CAP) {
                self.wrong.push(format!("{name} has the cap {usd:?}"));
            }
        }
    }

    /// The secret of each lasting key that was created must be stored under its id.
    fn look_for_secrets(
        &mut self,
        sandbox: &Sandbox,
        lasting: &[ApiKey],
        stored: &Path,
    ) -> Result<(), String> {
        let stored = stored_in(stored)?;
        for key in every_key(sandbox)? {
            let id = key["id"].as_str().unwrap_or_default();
            let lasts = lasting.iter().any(|lasting| lasting.id == id);
            let secret = key["apiKey"].as_str();
            let kept = stored.get(id).map(String::as_str);
            if lasts && key["origin"] == "create" && kept != secret {
                self.secrets_lost += 1;
                self.wrong.push(format!("the secret of {id} isn't stored"));
            }
        }
        Ok(())
    }
}

/// The secrets that were stored, by their keys' ids.
fn stored_in(file: &Path) -> Result<BTreeMap<String, String>, String> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error.to_string()),
    };
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    Ok(lines
        .map(|(id, secret)| (id.to_owned(), secret.to_owned()))
        .collect())
}

/// In a rotation, at every moment: the old key lasts as it was to, or a new one does whose secret
/// is stored.
pub(super) fn check_one_works(
    sandbox: &Sandbox,
    old: &Seeded,
    stored: &Path,
) -> Result<(), String> {
    let all = every_key(sandbox)?;
    let stored = stored_in(stored)?;
    let works = |key: &Value| {
        let id = key["id"].as_str().unwrap_or_default();
        let lasts = key["revoked"] != true && key["expiresAt"].is_null();
        let kept = || stored.get(id).map(String::as_str) == key["apiKey"].as_str();
        lasts && (id == old.id || key["origin"] == "create" && kept())
    };
    match all.iter().any(works) {
        true => Ok(()),
        false => Err("neither the old key nor a new one works".to_owned()),
    }
}

/// What the account has then, but for the keys that every sandbox starts with.
fn lasting(sandbox: &Sandbox) -> Result<Vec<ApiKey>, String> {
    let text = |error: venice_keys::Error| error.to_string();
    let client = Client::builder()
        .api_key(sandbox.admin_key())
        .base_url(sandbox.base_url())
        .build()
        .map_err(text)?;
    let mut keys = client.list_keys().map_err(text)?;
    keys.retain(|key| {
        !is_named(key, "Sandbox admin key") && !is_named(key, "Sandbox inference key")
    });
    Ok(keys)
}

fn is_named(key: &ApiKey, name: &str) -> bool {
    key.description.as_deref() == Some(name)
}
