//! A scenario played from its set-up to its last step.

use std::collections::HashSet;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use venice_keys::{Client, Error};
use venice_keys_sandbox::{Certificate, Options, Sandbox, Web3};

use crate::arguments::{Args, Failed};
use crate::checks::{check_error, check_request, within};
use crate::jobs::Stored;
use crate::live::{Live, Server};
use crate::operations;
use crate::pages::Paging;
use crate::values::{Saved, filled, matches, secrets_in};

/// A scenario, read from its file.
pub struct Scenario(Map<String, Value>);

impl Scenario {
    /// Reads a scenario's JSON.
    ///
    /// # Errors
    ///
    /// A sentence that says what is wrong with the file.
    pub fn read(text: &str) -> Result<Self, String> {
        let Ok(Value::Object(scenario)) = serde_json::from_str(text) else {
            return Err("the file is not a JSON object".to_owned());
        };
        known_words(
            "the scenario",
            &scenario,
            &["name", "covers", "live", "server", "client", "steps"],
        )?;
        Ok(Self(scenario))
    }

    fn sandbox(&self) -> Result<Sandbox, String> {
        let mut options = Options::default();
        let none = Map::new();
        let server = match self.0.get("server") {
            Some(server) => server.as_object().ok_or("server is not an object")?,
            None => &none,
        };
        for (name, value) in server {
            match (name.as_str(), value.as_str(), value.as_f64()) {
                ("web3", Some("jwt"), _) => options.web3 = Web3::Jwt,
                ("web3", Some("siwe"), _) => options.web3 = Web3::Siwe,
                ("minute", _, Some(seconds)) => options.minute = Duration::from_secs_f64(seconds),
                ("tls", Some(kind), _) => {
                    options.tls = Some(match kind {
                        "valid" => Certificate::Valid,
                        "expired" => Certificate::Expired,
                        "other-host" => Certificate::OtherHost,
                        "self-signed" => Certificate::SelfSigned,
                        _ => return Err(format!("server.tls can't be {kind}")),
                    });
                }
                _ => return Err(format!("server.{name} can't be {value}")),
            }
        }
        Sandbox::start(options).map_err(|error| error.to_string())
    }
}

pub(crate) fn known_words(
    of: &str,
    object: &Map<String, Value>,
    known: &[&str],
) -> Result<(), String> {
    match object.keys().find(|word| !known.contains(&word.as_str())) {
        Some(unknown) => Err(format!("{of}: {unknown} is no word this runner knows")),
        None => Ok(()),
    }
}

/// Plays a scenario against a sandbox of its own.
///
/// # Errors
///
/// A sentence that names the step and what didn't hold.
pub fn play(scenario: &Scenario) -> Result<(), String> {
    let sandbox = scenario.sandbox()?;
    play_at(scenario, Server::Sandbox(&sandbox))
}

/// Plays a scenario against a server that somebody else runs: without `control` and `seen` steps,
/// which only a sandbox knows.
///
/// # Errors
///
/// As [`play`].
pub fn play_live(scenario: &Scenario, live: &dyn Live) -> Result<(), String> {
    play_at(scenario, Server::Live(live))
}

fn play_at(scenario: &Scenario, server: Server<'_>) -> Result<(), String> {
    let steps = scenario
        .0
        .get("steps")
        .and_then(Value::as_array)
        .ok_or("there are no steps")?;
    if steps.is_empty() {
        return Err("there are no steps".to_owned());
    }
    let mut stage = Stage::new(server, scenario.0.get("client"))?;
    for (at, step) in steps.iter().enumerate() {
        let step = step
            .as_object()
            .ok_or(format!("step {}: not an object", at + 1))?;
        stage
            .play(step)
            .map_err(|why| format!("step {}: {why}", at + 1))?;
    }
    Ok(())
}

/// What the steps of one scenario share.
struct Stage<'a> {
    server: Server<'a>,
    client_options: Map<String, Value>,
    clients: Vec<(Map<String, Value>, Client)>,
    saved: Saved,
    /// Texts that no error may show.
    secrets: Vec<String>,
    seen: usize,
}

impl<'a> Stage<'a> {
    fn new(server: Server<'a>, client: Option<&Value>) -> Result<Self, String> {
        let mut saved = server.ready()?;
        for name in ["admin_key", "inference_key"] {
            if let Some(key) = saved.get(name).and_then(Value::as_str) {
                let shown = Value::String(shown_key(key));
                saved.insert(format!("{name}_shown"), shown);
            }
        }
        let secrets = saved
            .iter()
            .filter(|(name, _)| name.ends_with("_key"))
            .filter_map(|(_, value)| value.as_str().map(str::to_owned))
            .collect();
        let client_options = match client {
            None => Map::new(),
            Some(client) => client.as_object().ok_or("client is not an object")?.clone(),
        };
        Ok(Self {
            server,
            client_options,
            clients: Vec::new(),
            saved,
            secrets,
            seen: 0,
        })
    }

    fn play(&mut self, step: &Map<String, Value>) -> Result<(), String> {
        if step.contains_key("call") {
            self.call(step)
        } else if step.contains_key("control") {
            self.control(step)
        } else if step.contains_key("seen") {
            self.seen(step)
        } else {
            Err("neither call, control nor seen".to_owned())
        }
    }

    fn control(&mut self, step: &Map<String, Value>) -> Result<(), String> {
        known_words("the step", step, &["control", "body", "save"])?;
        let path = step["control"].as_str().ok_or("control is not a text")?;
        let body = filled(step.get("body").unwrap_or(&Value::Null), &self.saved)?;
        let answer = self.server.control("POST", &format!("/{path}"), body)?;
        self.save(step, answer)
    }

    fn save(&mut self, step: &Map<String, Value>, value: Value) -> Result<(), String> {
        if let Some(name) = step.get("save") {
            let name = name.as_str().ok_or("save is not a text")?;
            self.saved.insert(name.to_owned(), value);
        }
        Ok(())
    }

    fn save_resume(&mut self, step: &Map<String, Value>, error: &Error) -> Result<(), String> {
        if let Some(name) = step.get("saveResume") {
            let name = name.as_str().ok_or("saveResume is not a text")?;
            let resume = error.resume().ok_or("the error has no resume")?;
            self.saved.insert(name.to_owned(), json!(resume));
        }
        Ok(())
    }

    fn call(&mut self, step: &Map<String, Value>) -> Result<(), String> {
        let words = [
            "call",
            "args",
            "client",
            "pages",
            "limit",
            "options",
            "withApiKey",
            "expect",
            "stored",
            "error",
            "save",
            "saveResume",
            "tookMs",
        ];
        known_words("the step", step, &words)?;
        if step.contains_key("saveResume") && !step.contains_key("error") {
            return Err("saveResume stands beside error".to_owned());
        }
        let call = step["call"].as_str().ok_or("call is not a text")?;
        let args = filled(step.get("args").unwrap_or(&Value::Null), &self.saved)?;
        self.hide(&args);
        let start = Instant::now();
        let stored = Stored::default();
        let outcome = self.make(call, step, args, &stored);
        let took = start.elapsed();
        if let Some(expected) = step.get("tookMs") {
            within(expected, took).map_err(|why| format!("tookMs: {why}"))?;
        }
        if let Some(expected) = step.get("stored") {
            let stored = json!(*stored.lock().unwrap_or_else(PoisonError::into_inner));
            matches(&filled(expected, &self.saved)?, &stored, "stored")?;
        }
        match (outcome, step.get("error")) {
            (Err(Failed::Scenario(why)), _) => Err(why),
            (Err(Failed::Own), Some(expected)) if *expected == json!({"code": "own"}) => Ok(()),
            (Err(Failed::Own), _) => Err("failed as its own code did".to_owned()),
            (Err(Failed::Call(error)), None) => Err(format!("failed: {error:?}")),
            (Err(Failed::Call(error)), Some(expected)) => {
                self.check_secrecy(&error)?;
                check_error(&filled(expected, &self.saved)?, &error)?;
                self.save_resume(step, &error)
            }
            (Ok(_), Some(expected)) => Err(format!("succeeded, but {expected} was expected")),
            (Ok(value), None) => {
                secrets_in(&value, &mut self.secrets);
                if let Some(text) = value.get("text").and_then(Value::as_str) {
                    self.secrets.push(text.to_owned());
                }
                if let Some(expected) = step.get("expect") {
                    matches(&filled(expected, &self.saved)?, &value, "result")?;
                }
                self.save(step, value)
            }
        }
    }

    fn make(
        &mut self,
        call: &str,
        step: &Map<String, Value>,
        args: Value,
        stored: &Stored,
    ) -> Result<Value, Failed> {
        let mut args = Args::storing(args, stored.clone())?;
        if let Some(outcome) = operations::without_client(call, &mut args) {
            return outcome;
        }
        let client = self.client(step.get("client"))?;
        let options = filled(step.get("options").unwrap_or(&Value::Null), &self.saved)?;
        let api_key = filled(step.get("withApiKey").unwrap_or(&Value::Null), &self.saved)?;
        let client = operations::derived(client, options, api_key)?;
        match call {
            "client" => Ok(Value::Null),
            _ => {
                self.server.before(call)?;
                let outcome = operations::call(&client, call, args, Paging::of(step)?);
                self.server.after(call, outcome.as_ref().ok());
                outcome
            }
        }
    }

    fn client(&mut self, own: Option<&Value>) -> Result<Client, Failed> {
        let mut options = Map::from_iter([
            ("key".to_owned(), json!("admin")),
            ("baseUrl".to_owned(), json!(self.server.base_url())),
            ("timeoutMs".to_owned(), json!(10_000)),
        ]);
        options.extend(self.client_options.clone());
        if let Some(own) = own {
            let own = own
                .as_object()
                .ok_or("client is not an object".to_owned())?;
            options.extend(own.clone());
        }
        let Value::Object(options) = filled(&Value::Object(options), &self.saved)? else {
            return Err("client is not an object".to_owned().into());
        };
        if let Some((_, client)) = self.clients.iter().find(|(made_of, _)| *made_of == options) {
            return Ok(client.clone());
        }
        let client = operations::client(&options, |name| self.server.key(name))?;
        self.clients.push((options, client.clone()));
        Ok(client)
    }

    /// Remembers what of a call's arguments no error may show.
    fn hide(&mut self, args: &Value) {
        for name in ["wallet", "signature", "challenge"] {
            if let Some(text) = args
                .get(name)
                .and_then(Value::as_str)
                .filter(|t| t.len() >= 12)
            {
                self.secrets.push(text.to_owned());
            }
        }
    }

    fn check_secrecy(&self, error: &Error) -> Result<(), String> {
        let forms = [
            error.to_string(),
            format!("{error:?}"),
            format!("{error:#?}"),
        ];
        match self
            .secrets
            .iter()
            .any(|secret| forms.iter().any(|form| form.contains(secret)))
        {
            true => Err("the error shows a secret".to_owned()),
            false => Ok(()),
        }
    }

    fn seen(&mut self, step: &Map<String, Value>) -> Result<(), String> {
        known_words("the step", step, &["seen"])?;
        let journal = self.server.control("GET", "/journal", Value::Null)?;
        let all = journal["requests"].as_array().ok_or("odd journal")?;
        let expected = filled(&step["seen"], &self.saved)?;
        let expected = expected.as_array().ok_or("seen is not a list")?;
        let new = all.get(self.seen..).unwrap_or_default();
        if new.len() != expected.len() {
            let lines: Vec<String> = new
                .iter()
                .map(|r| format!("{} {}", r["method"], r["path"]))
                .collect();
            let count = expected.len();
            return Err(format!(
                "expected {count} requests, the server saw {}: {lines:?}",
                new.len()
            ));
        }
        for (at, (expected, request)) in expected.iter().zip(new).enumerate() {
            let earlier: HashSet<u64> = all[..self.seen + at]
                .iter()
                .filter_map(|request| request["connection"].as_u64())
                .collect();
            check_request(expected, request, &earlier)
                .map_err(|why| format!("request {}: {why}", at + 1))?;
        }
        self.seen = all.len();
        Ok(())
    }
}

/// A key as the sandbox's journal shows it: its last six characters.
fn shown_key(key: &str) -> String {
    let shown = key.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    format!("…{}", &key[shown..])
}
