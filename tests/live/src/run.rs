//! One run: the keys it makes, and that none of them stays.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use venice_keys_tests::Live;

use crate::name::{PROGRAM, is_ours, new_name};
use crate::table::tell;
use crate::venice::{As, Response, Venice};

/// How many keys a run may ask for, refused tries included.
pub const MOST_CREATES: u32 = 10;
/// How long a key lives that nobody deletes.
pub(crate) const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// What a key of ours may spend, in cents of a USD, where nothing else is said.
pub(crate) const CAP_CENTS: i64 = 1;
/// What any of them may spend at most, in USD: a scenario's own cap.
pub(crate) const HIGHEST_CAP: f64 = 5.0;
/// No key has this id.
pub(crate) const NOBODYS_ID: &str = "00000000-0000-4000-8000-000000000000";

/// A key that lives longer than this isn't ours, whatever its description says.
const LONGEST_LIFE: SignedDuration = SignedDuration::from_mins(15);

/// What a run has done so far, and whether it goes on.
#[derive(Default)]
struct State {
    creates: u32,
    under_way: bool,
    stopped: bool,
    made: Vec<String>,
}

/// A run against one server.
pub(crate) struct Run {
    venice: Venice,
    /// What the description of each of its keys begins with.
    name: String,
    expires_at: Timestamp,
    state: Mutex<State>,
    created: Condvar,
    /// The key that scenarios call `inference`.
    inference_key: Mutex<Option<String>>,
}

impl Run {
    /// `now` is the server's.
    pub(crate) fn new(venice: Venice, now: Timestamp) -> Result<Self, String> {
        let mut random = [0; 4];
        getrandom::fill(&mut random).map_err(|error| error.to_string())?;
        let id = random.map(|byte| format!("{byte:02x}")).concat();
        let name = new_name(&id, venice.admin_key());
        let whole_second = Timestamp::from_second(now.as_second()).unwrap_or(now);
        Ok(Self {
            venice,
            name,
            expires_at: whole_second + LIFE,
            state: Mutex::default(),
            created: Condvar::new(),
            inference_key: Mutex::default(),
        })
    }

    pub(crate) fn venice(&self) -> &Venice {
        &self.venice
    }

    /// What descriptions begin with.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// How many keys were asked for.
    pub(crate) fn creates(&self) -> u32 {
        self.state().creates
    }

    pub(crate) fn lend(&self, inference_key: &str) {
        *lock(&self.inference_key) = Some(inference_key.to_owned());
    }

    /// Asks with a GET.
    pub(crate) fn get(&self, caller: As<'_>, path: &str) -> Result<Response, String> {
        self.venice.ask(caller, "GET", path, None)
    }

    /// The same as CSV, with the ADMIN key.
    pub(crate) fn get_csv(&self, path: &str) -> Result<Response, String> {
        self.venice.ask_for_csv(path)
    }

    /// Asks for a key: INFERENCE, capped, expiring, with this run's name and `word` as description.
    /// `more` adds to the body.
    pub(crate) fn create(&self, word: &str, more: &Value) -> Result<Response, String> {
        let mut body = json!({
            "apiKeyType": "INFERENCE", "description": format!("{} {word}", self.name),
            "consumptionLimit": {"usd": CAP_CENTS as f64 / 100.0},
            "expiresAt": self.expires_at.to_string(),
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        self.begin_create()?;
        let outcome = self.venice.ask(As::Admin, "POST", "/api_keys", Some(&body));
        let id = outcome
            .as_ref()
            .ok()
            .and_then(|response| response.json["data"]["id"].as_str());
        self.end_create(id);
        outcome
    }

    /// Changes a key that this run made, or one that nobody has.
    pub(crate) fn update(&self, id: &str, changes: &Value) -> Result<Response, String> {
        self.must_be_ours(id)?;
        let mut body = changes.clone();
        body["id"] = json!(id);
        self.venice
            .ask(As::Admin, "PATCH", "/api_keys", Some(&body))
    }

    /// Deletes a key that this run made, or one that nobody has.
    pub(crate) fn delete(&self, id: &str) -> Result<Response, String> {
        self.must_be_ours(id)?;
        let path = format!("/api_keys?id={id}");
        self.venice.ask(As::Admin, "DELETE", &path, None)
    }

    fn must_be_ours(&self, id: &str) -> Result<(), String> {
        match id == NOBODYS_ID || self.state().made.iter().any(|made| made == id) {
            true => Ok(()),
            false => Err("that key is not this run's".to_owned()),
        }
    }

    /// Err if no more keys may be asked for.
    pub(crate) fn begin_create(&self) -> Result<(), String> {
        let mut state = self.state();
        if state.stopped || state.creates == MOST_CREATES {
            return Err(format!(
                "not asked: a run asks for {MOST_CREATES} keys at most"
            ));
        }
        state.creates += 1;
        state.under_way = true;
        Ok(())
    }

    pub(crate) fn end_create(&self, id: Option<&str>) {
        let mut state = self.state();
        state.under_way = false;
        state.made.extend(id.map(str::to_owned));
        self.created.notify_all();
    }

    /// No key is asked for from now on. Waits a little for one that is under way; whether it still
    /// is then.
    pub(crate) fn stop(&self) -> bool {
        let mut state = self.state();
        state.stopped = true;
        let (state, _) = self
            .created
            .wait_timeout_while(state, Duration::from_secs(3), |state| state.under_way)
            .unwrap_or_else(PoisonError::into_inner);
        state.under_way
    }

    /// Deletes every key that this run made, and all that earlier runs left behind. What can't be
    /// deleted is named.
    pub(crate) fn clean_up(&self) -> Result<(), String> {
        let mut why = String::new();
        for attempt in 0..4 {
            sleep(Duration::from_secs(attempt * 2));
            let mut ids = self.state().made.clone();
            let listed = self.ours_in_the_list();
            if let Ok(listed) = &listed {
                ids.extend(
                    listed
                        .iter()
                        .filter(|id| !ids.contains(id))
                        .cloned()
                        .collect::<Vec<_>>(),
                );
            }
            for id in &ids {
                match self.delete_if_there(id) {
                    Ok(()) => self.state().made.retain(|made| made != id),
                    Err(refused) => why = refused,
                }
            }
            match self.ours_in_the_list() {
                Ok(left) if left.is_empty() && self.state().made.is_empty() => return Ok(()),
                Ok(_) => {}
                Err(refused) => why = refused,
            }
        }
        Err(format!(
            "keys whose description begins \"{PROGRAM}\" could not be deleted ({why}); they expire \
             by {}",
            self.expires_at
        ))
    }

    fn delete_if_there(&self, id: &str) -> Result<(), String> {
        let path = format!("/api_keys?id={id}");
        let response = self.venice.ask(As::Admin, "DELETE", &path, None)?;
        let is_gone = response.status == 400 && response.said().contains("could not be found");
        match is_gone || response.is_success() && response.json["success"] == true {
            true => Ok(()),
            false => Err(response.said()),
        }
    }

    /// The ids of listed keys that this program provably made with this ADMIN key.
    pub(crate) fn ours_in_the_list(&self) -> Result<Vec<String>, String> {
        let response = self.get(As::Admin, "/api_keys")?;
        let keys = response.json["data"].as_array().ok_or(response.said())?;
        let ours = keys.iter().filter(|key| self.is_ours(key));
        Ok(ours
            .filter_map(|key| key["id"].as_str().map(str::to_owned))
            .collect())
    }

    /// A description can be copied: the key must also be as short-lived and as capped as ours are.
    fn is_ours(&self, key: &Value) -> bool {
        let time = |name: &str| key[name].as_str()?.parse::<Timestamp>().ok();
        let lives = time("createdAt")
            .zip(time("expiresAt"))
            .map(|(created, expires)| expires.duration_since(created));
        let cap = &key["consumptionLimits"]["usd"];
        let cap = cap
            .as_f64()
            .or(cap.as_str().and_then(|usd| usd.parse().ok()));
        key["description"]
            .as_str()
            .is_some_and(|description| is_ours(description, self.venice.admin_key()))
            && key["apiKeyType"] == "INFERENCE"
            && cap.is_some_and(|usd| usd <= HIGHEST_CAP)
            && lives.is_some_and(|life| life <= LONGEST_LIFE)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// A panic elsewhere is no reason to leave keys behind.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Scenarios are watched as everything else is.
impl Live for Run {
    fn base_url(&self) -> &str {
        self.venice.base_url()
    }

    fn key(&self, name: &str) -> Option<String> {
        match name {
            "admin" => Some(self.venice.admin_key().to_owned()),
            "inference" => lock(&self.inference_key).clone(),
            _ => None,
        }
    }

    fn before(&self, call: &str) -> Result<(), String> {
        match call {
            "create_key" => self.begin_create(),
            _ if call.starts_with("mint") => Err("nothing is minted in a scenario".to_owned()),
            _ => Ok(()),
        }
    }

    fn after(&self, call: &str, result: Option<&Value>) {
        if call == "create_key" {
            self.end_create(result.and_then(|key| key["id"].as_str()));
        }
    }
}

/// Cleans up at its end, however that comes.
pub(crate) struct CleanUp<'a>(Option<&'a Run>);

impl<'a> CleanUp<'a> {
    pub(crate) fn after(run: &'a Run) -> Self {
        Self(Some(run))
    }

    /// The expected end.
    pub(crate) fn finish(mut self) -> Result<(), String> {
        self.0.take().map_or(Ok(()), Run::clean_up)
    }
}

impl Drop for CleanUp<'_> {
    fn drop(&mut self) {
        if let Some(run) = self.0 {
            tell("something went wrong: deleting what was made");
            if let Err(left) = run.clean_up() {
                tell(&left);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use venice_keys_sandbox::{Options, Sandbox};

    use super::*;

    fn run_at(sandbox: &Sandbox) -> Run {
        let venice = Venice::new(sandbox.base_url(), sandbox.admin_key()).unwrap();
        Run::new(venice, Timestamp::now()).unwrap()
    }

    #[test]
    fn a_panic_leaves_no_key() {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let run = run_at(&sandbox);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            let _clean_up = CleanUp::after(&run);
            assert!(run.create("one", &json!({})).unwrap().is_success());
            panic!("on purpose");
        }));
        assert!(outcome.is_err());
        let stored = sandbox.control("GET", "/keys", Value::Null).unwrap();
        let made: Vec<_> = stored["keys"].as_array().unwrap().iter().skip(2).collect();
        assert_eq!(made.len(), 1);
        assert_eq!(made[0]["revoked"], true);
    }

    #[test]
    fn a_run_asks_for_ten_keys_at_most_and_touches_no_other() {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let run = run_at(&sandbox);
        let tries = (0..12).map(|n| run.create(&format!("{n}"), &json!({})));
        assert_eq!(tries.filter(Result::is_ok).count(), MOST_CREATES as usize);
        let stored = sandbox.control("GET", "/keys", Value::Null).unwrap();
        let other = stored["keys"][0]["id"].as_str().unwrap();
        assert!(run.delete(other).is_err());
        assert!(run.update(other, &json!({"description": "x"})).is_err());
        assert!(run.clean_up().is_ok());
        assert_eq!(run.ours_in_the_list().unwrap(), Vec::<String>::new());
    }
}
