//! One run: a job, disturbed; then the job again, until it is done.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use super::bystanders::Bystanders;
use super::disturbance::{Disturbance, Moment};
use super::job::{Job, Manner, Seeded, store};
use super::verdict::{Calls, Found, Said, check_one_works, verdict};
use super::{Cell, Drivers, Running};

/// The timeout of a call that something happens to, or that waits for what another has left.
const TIMEOUT: Duration = Duration::from_millis(1500);
/// That of a call that has to come to an end, however slow the machine is.
const PATIENT: Duration = Duration::from_secs(60);
/// How long a driver may take: a job is several calls.
const LIMIT: Duration = Duration::from_secs(180);
const SETTLE: Duration = Duration::from_millis(100);
/// How far lists lag behind, at most, in every third run.
const LAG_MS: u64 = 60;
/// Longer than any hold.
const PAST_HOLD_MS: u64 = 16 * 60_000;
/// How far the rival's language is from the first's.
const RIVAL: usize = 2;
/// So many looks at the list in a row, and nothing else, are those of somebody who waits for what
/// another has left: a rotation of its own looks three times.
const LOOKS: usize = 4;
/// So often a job is made again, each time past the holds of the time before.
const ROUNDS: usize = 4;

/// What a run came to.
pub(super) struct Ended {
    /// The job, and who began it.
    pub(super) what: String,
    /// Whether what was to happen to it did.
    pub(super) reached: bool,
    /// Whether another process made the same job at the same time.
    pub(super) has_rival: bool,
    /// The codes of the calls that failed.
    pub(super) failed: Vec<(Said, String)>,
    pub(super) found: Found,
}

/// Where a run takes place.
struct Stage {
    sandbox: Sandbox,
    job: Job,
    seeded: Seeded,
    bystanders: Bystanders,
    stored: Stored,
}

/// The file that secrets are stored in. It is removed with the run.
struct Stored(PathBuf);

impl Drop for Stored {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// How many requests a job sends if nothing happens to it.
pub(super) fn requests(drivers: &mut Drivers<'_>, job: Job) -> Result<u64, String> {
    let stage = Stage::new(job, 0)?;
    let mut running = drivers.take(0)?;
    let request = stage.request(job == Job::RotateOwn, Manner::Keeps, PATIENT);
    let (_, line) = stage.ask(&mut running, &request, Manner::Keeps)?;
    drivers.give_back(0, running);
    let line = line.unwrap_or_default();
    let is_done = Calls::default().add(job, &line, Said::First)?;
    if !is_done {
        return Err(format!("{} by itself: {line}", job.name()));
    }
    let journal = stage.sandbox.control("GET", "/journal", Value::Null)?;
    let requests = journal["requests"].as_array().ok_or("odd journal")?;
    Ok(requests.len() as u64)
}

/// `number` draws what isn't said by the cell.
pub(super) fn play(
    drivers: &mut Drivers<'_>,
    worker: usize,
    cell: Cell,
    number: u64,
) -> Result<Ended, String> {
    let Cell {
        job,
        language: turn,
        disturbance,
    } = cell;
    let stage = Stage::new(job, worker)?;
    let mut calls = Calls::default();
    let faults = json!({ "faults": disturbance.faults() });
    stage.sandbox.control("POST", "/faults", faults)?;
    // The work with a temporary key is to see it in the list; and what breaks a change is noticed,
    // which a list that lags doesn't show yet.
    let lags = number.is_multiple_of(3) && job != Job::Temporary && !disturbance.breaks_changes();
    if lags {
        // What was there before is in every list.
        std::thread::sleep(Duration::from_millis(LAG_MS));
        let lag = json!({ "lagMs": LAG_MS, "seed": number >> 32 });
        stage.sandbox.control("POST", "/lists", lag)?;
    }
    let mut running = drivers.take(turn)?;
    let has_rival = number % 3 == 1 && !disturbance.breaks_changes();
    let mut rival = has_rival.then(|| drivers.take(turn + RIVAL)).transpose()?;
    if let Some(rival) = &mut rival {
        let by_name = (number >> 16).is_multiple_of(2);
        rival.driver.send(&stage.rival(by_name))?;
    }
    // Whoever is to notice what Venice did has to come to its end.
    let timeout = match disturbance.breaks_changes() {
        true => PATIENT,
        false => TIMEOUT,
    };
    let request = stage.request(job == Job::RotateOwn, disturbance.manner(), timeout);
    let (reached, line) = match disturbance {
        Disturbance::Kill { at, when } => stage.kill(&mut running, &request, at, when)?,
        _ => stage.ask(&mut running, &request, disturbance.manner())?,
    };
    match line {
        Some(line) => {
            calls.add(job, &line, Said::First)?;
            drivers.give_back(turn, running);
        }
        None => calls.killed(),
    }
    stage.check_moment()?;
    if let Some(mut rival) = rival {
        calls.add(job, &stage.line(&mut rival)?, Said::Rival)?;
        drivers.give_back(turn + RIVAL, rival);
        stage.check_moment()?;
    }
    let clear = json!({ "clear": true, "faults": [] });
    stage.sandbox.control("POST", "/faults", clear)?;
    stage.again(
        drivers,
        turn + 1 + (number >> 40) as usize % 3,
        &mut calls,
        number,
    )?;
    stage.sandbox.control("POST", "/late", json!({}))?;
    stage
        .sandbox
        .control("POST", "/lists", json!({ "lagMs": 0 }))?;
    let found = verdict(
        &stage.sandbox,
        cell,
        &stage.seeded,
        &stage.stored.0,
        &stage.bystanders,
        &calls,
    )?;
    if !found.wrong.is_empty() {
        stage.keep_journal(number)?;
    }
    Ok(Ended {
        what: format!("{} in {}", job.name(), drivers.language(turn).name),
        reached,
        has_rival,
        found,
        failed: calls.failed,
    })
}

impl Stage {
    fn new(job: Job, worker: usize) -> Result<Self, String> {
        let sandbox = Sandbox::start(Options::default()).map_err(|error| error.to_string())?;
        let name = format!("stored-{}-{worker}", std::process::id());
        let seeded = job.seed(&sandbox)?;
        let bystanders = Bystanders::seed(&sandbox)?;
        Ok(Self {
            sandbox,
            job,
            seeded,
            bystanders,
            stored: Stored(crate::parts::folder()?.join(name)),
        })
    }

    /// What a driver is asked. A client that rotates its own key has that one.
    fn request(&self, with_own_key: bool, manner: Manner, timeout: Duration) -> Value {
        let key = match with_own_key {
            true => &*self.seeded.secret,
            false => self.sandbox.admin_key(),
        };
        let asked = self
            .job
            .request(&self.seeded, &store(&self.stored.0, manner));
        self.of(key, asked, timeout)
    }

    /// What its rival is asked.
    fn rival(&self, by_name: bool) -> Value {
        let store = store(&self.stored.0, Manner::Keeps);
        let asked = self.job.rival(by_name, &self.seeded, &store);
        self.of(self.sandbox.admin_key(), asked, TIMEOUT)
    }

    fn of(&self, key: &str, (call, args): (&str, Value), timeout: Duration) -> Value {
        json!({
            "client": {
                "key": key, "baseUrl": self.sandbox.base_url(), "maxRetries": 2,
                "timeoutMs": timeout.as_millis() as u64, "settleMs": SETTLE.as_millis() as u64,
            },
            "call": call,
            "args": args,
        })
    }

    /// Asks, and says whether what was to happen did; no line: the process was killed as it stored.
    fn ask(
        &self,
        running: &mut Running,
        request: &Value,
        manner: Manner,
    ) -> Result<(bool, Option<String>), String> {
        running.driver.send(request)?;
        let line = self.line(running)?;
        let stalls = matches!(manner, Manner::StallsBefore | Manner::StallsAfter);
        if stalls && (line.starts_with(r#"{"storing""#) || line.starts_with(r#"{"stored""#)) {
            running.driver.kill()?;
            return Ok((true, None));
        }
        let waiting = self.sandbox.control("GET", "/faults", Value::Null)?;
        let all_met = waiting["faults"].as_array().is_some_and(Vec::is_empty);
        Ok((all_met && !stalls, Some(line)))
    }

    /// The driver's line. What waits for the end of a hold waits for the server's clock.
    fn line(&self, running: &mut Running) -> Result<String, String> {
        let by = Instant::now() + LIMIT;
        while Instant::now() < by {
            if let Some(line) = running.driver.line(2 * TIMEOUT)? {
                return Ok(line);
            }
            if self.is_waited_for()? {
                self.pass(PAST_HOLD_MS)?;
            }
        }
        Err(format!("no response from the driver in {LIMIT:?}"))
    }

    /// Whether nobody does anything but look at the list. A call that is merely slow isn't to lose
    /// its own hold.
    fn is_waited_for(&self) -> Result<bool, String> {
        let journal = self.sandbox.control("GET", "/journal", Value::Null)?;
        let sent = journal["requests"].as_array().ok_or("odd journal")?;
        let is_look = |it: &Value| it["method"] == "GET" && it["path"] == "/api/v1/api_keys";
        Ok(sent.len() >= LOOKS && sent.iter().rev().take(LOOKS).all(is_look))
    }

    /// Asks, and kills the process at one of its requests; with a line, it ended before that.
    fn kill(
        &self,
        running: &mut Running,
        request: &Value,
        at: u64,
        when: Moment,
    ) -> Result<(bool, Option<String>), String> {
        running.driver.send(request)?;
        let by = Instant::now() + LIMIT;
        while Instant::now() < by {
            if let Some(line) = running.driver.line(Duration::from_millis(1))? {
                return Ok((false, Some(line)));
            }
            let journal = self.sandbox.control("GET", "/journal", Value::Null)?;
            let Some(sent) = journal["requests"].get(at as usize - 1) else {
                continue;
            };
            let is_time = match when {
                Moment::Arrived => true,
                Moment::Worked => sent["worked"] == true,
                Moment::Answered => !sent["status"].is_null(),
            };
            if is_time {
                running.driver.kill()?;
                return Ok((true, None));
            }
        }
        Err(format!("request {at} never came, and no response"))
    }

    /// Makes the job again, past the hold of whoever left something, until it is done.
    fn again(
        &self,
        drivers: &mut Drivers<'_>,
        turn: usize,
        calls: &mut Calls,
        number: u64,
    ) -> Result<(), String> {
        // Whoever asks at once waits for what the first left, and may be told that it is in
        // progress.
        let is_at_once = !(number >> 48).is_multiple_of(2);
        let mut last = String::new();
        for round in 0..ROUNDS {
            let (timeout, whose) = match round == 0 && is_at_once {
                true => (TIMEOUT, Said::AtOnce),
                false => (PATIENT, Said::Again),
            };
            if whose == Said::Again {
                self.pass(PAST_HOLD_MS)?;
            }
            let request = self.request(false, Manner::Keeps, timeout);
            let turn = turn + round;
            let mut running = drivers.take(turn)?;
            let (_, line) = self.ask(&mut running, &request, Manner::Keeps)?;
            drivers.give_back(turn, running);
            last = line.unwrap_or_default();
            self.check_moment()?;
            if calls.add(self.job, &last, whose)? {
                return Ok(());
            }
        }
        Err(format!("it wasn't done in {ROUNDS} rounds: {last}"))
    }

    /// What must hold whenever a process has stopped, in whatever way.
    fn check_moment(&self) -> Result<(), String> {
        match self.job.rotates() {
            true => check_one_works(&self.sandbox, &self.seeded, &self.stored.0),
            false => Ok(()),
        }
    }

    /// What the server saw of a run that failed is kept for whoever looks for the reason.
    fn keep_journal(&self, number: u64) -> Result<(), String> {
        let journal = self.sandbox.control("GET", "/journal", Value::Null)?;
        let file = crate::parts::folder()?.join(format!("jobs-{number:016x}.json"));
        std::fs::write(&file, journal.to_string()).map_err(|error| error.to_string())?;
        println!("what the server saw: {}", file.display());
        Ok(())
    }

    /// Lets time pass for the server. A jump is no lag: every list has caught up by then.
    fn pass(&self, milliseconds: u64) -> Result<(), String> {
        std::thread::sleep(Duration::from_millis(LAG_MS));
        let forward = json!({ "advanceMs": milliseconds });
        self.sandbox.control("POST", "/clock", forward).map(drop)
    }
}
