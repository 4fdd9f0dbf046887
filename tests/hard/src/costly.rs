//! Responses built to be expensive × operation × language: however deep, wide, long or many, no
//! call outlives its timeout by more than half a second.

use std::fmt::Write;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::contract;
use crate::costly_responses::{self, Response, Shape};
use crate::driver::Driver;
use crate::key_jobs::SETTLE;
use crate::operations::{ALL, Kind, Operation, Stage};
use crate::proxy::Proxy;
use crate::punctual::{self, Wrong};
use crate::secrets::Secrets;
use crate::turns::{Turn, Turns};

/// What each call may take.
const TIMEOUT: Duration = Duration::from_secs(1);
/// What it may take beyond that before the cell fails.
const GRACE: Duration = Duration::from_millis(500);
/// After this a driver counts as hung.
const PATIENCE: Duration = Duration::from_secs(60);
/// How many languages play at once: a cell is work, not waiting.
const AT_ONCE: usize = 2;
/// The row that isn't a response.
const PROXY: &str = "a proxy that drips";

/// One language's driver, and what it has shown so far.
pub(crate) struct Player {
    pub(crate) language: String,
    turn: Turn,
    command: String,
    driver: Driver,
    pub(crate) cells: usize,
    pub(crate) failures: Vec<String>,
    /// A line for each time that a cell was played again.
    pub(crate) again: Vec<String>,
    /// The slowest cell of each row.
    rows: Vec<Cell>,
}

/// How one call went.
#[derive(Clone, Default)]
struct Cell {
    operation: &'static str,
    code: String,
    took: Duration,
}

/// What came of it all.
pub(crate) struct Report {
    pub(crate) slowest: String,
    pub(crate) table: String,
    pub(crate) players: Vec<Player>,
}

/// Plays every response against every operation through every language's driver.
pub(crate) fn play(drivers: &[(String, String)], turns: Turns) -> Result<Report, String> {
    let sandbox = Sandbox::start(Options::default()).map_err(|error| error.to_string())?;
    let arguments = arguments(&sandbox)?;
    let mut players = drivers
        .iter()
        .enumerate()
        .map(|(at, (language, command))| {
            Player::new(language, command, turns.of(at, drivers.len()))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let responses = costly_responses::all();
    let begun = Instant::now();
    let languages: String = players
        .iter()
        .map(|player| format!(" {} |", player.language))
        .collect();
    let rules = "---|".repeat(players.len());
    let mut table = format!("| Response |{languages}\n|---|{rules}\n");
    for (at, response) in responses.iter().enumerate() {
        for player in &mut players {
            player.rows.push(Cell::default());
        }
        let parts = [
            Part::Lists,
            Part::Objects,
            Part::BareObjects,
            Part::Creates,
            Part::Commits,
        ];
        for part in parts {
            let columns: Vec<_> = ALL
                .iter()
                .zip(&arguments)
                .enumerate()
                .filter(|(column, (operation, _))| {
                    Part::of(operation) == part
                        && response.is_for(operation)
                        && is_played(turns, at, *column)
                })
                .collect();
            if columns.is_empty() {
                continue;
            }
            // A whole body is the same for lists and objects, and takes a while to make.
            let is_object = matches!(part, Part::Objects | Part::BareObjects);
            if !is_object || response.depends_on_shape() {
                queue(&sandbox, response, part)?;
            }
            let share = players.len().div_ceil(AT_ONCE);
            thread::scope(|scope| {
                for share in players.chunks_mut(share.max(1)) {
                    let (sandbox, columns) = (&sandbox, &columns);
                    scope.spawn(move || {
                        for player in share {
                            let turn = player.turn;
                            let own = columns.iter().filter(|(column, _)| turn.is_at(at, *column));
                            for (_, (operation, args)) in own {
                                player.cell(sandbox, response, operation, args);
                            }
                        }
                    });
                }
            });
        }
        sandbox.control("POST", "/journal", json!({ "clear": true }))?;
        table += &row(&response.name, &players);
    }
    thread::scope(|scope| {
        let players = players.iter_mut();
        let running: Vec<_> = players
            .map(|player| scope.spawn(|| player.behind_proxy()))
            .collect();
        let mut ended = running.into_iter().map(|player| player.join());
        ended.try_for_each(|ended| ended.unwrap_or_else(|_| Err("a player panicked".to_owned())))
    })?;
    table += &row(PROXY, &players);
    let names = responses.iter().map(|response| response.name.as_str());
    let names: Vec<_> = names.chain([PROXY]).collect();
    Ok(Report {
        slowest: slowest(&names, &players, begun.elapsed()),
        table,
        players,
    })
}

/// The operations whose response isn't in `data`.
const BARE: [&str; 2] = ["billing_balance", "usage_analytics"];

/// Which columns a body is for: what a list looks like is no object.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Lists,
    Objects,
    /// Objects that are the whole body.
    BareObjects,
    /// Objects that a create responds with; what was read before it is the sandbox's own.
    Creates,
    /// The same of the commit after it.
    Commits,
}

impl Part {
    fn of(operation: &Operation) -> Self {
        match operation.name {
            "mint_with_wallet" if operation.kind == Kind::Creates => Part::Creates,
            _ if operation.kind == Kind::Begins => Part::Creates,
            _ if operation.kind == Kind::Commits => Part::Commits,
            _ if operation.kind == Kind::Looks => Part::Lists,
            name if contract::lists(name) => Part::Lists,
            name if BARE.contains(&name) => Part::BareObjects,
            _ => Part::Objects,
        }
    }
}

/// Most jobs look at the same list first, and read it in the same way; and each body more takes a
/// while to make.
fn is_played(turns: Turns, row: usize, column: usize) -> bool {
    let looks = |operation: &&Operation| operation.kind == Kind::Looks;
    let before = || ALL[..column].iter().filter(looks).count();
    let count = || ALL.iter().filter(looks).count();
    match Part::of(&ALL[column]) {
        Part::Creates => turns.picks(row, 0, 3),
        Part::Commits => turns.picks(row, 1, 3),
        _ if looks(&&ALL[column]) => turns.picks(row, before(), count()),
        _ => true,
    }
}

fn queue(sandbox: &Sandbox, response: &Response, part: Part) -> Result<(), String> {
    let shape = match part {
        Part::Lists => Shape::List,
        Part::Objects | Part::Creates | Part::Commits => Shape::Object,
        Part::BareObjects => Shape::BareObject,
    };
    let mut fault = response.fault(shape);
    fault["times"] = json!(1_000_000);
    let method = match part {
        Part::Creates => Some("POST"),
        Part::Commits => Some("PATCH"),
        Part::Lists | Part::Objects | Part::BareObjects => None,
    };
    if let Some(method) = method {
        fault["match"] = json!({ "method": method });
    }
    let queued = json!({ "clear": true, "faults": [fault] });
    sandbox.control("POST", "/faults", queued).map(drop)
}

/// Each column's arguments, good for the whole run: what they name is never looked up.
fn arguments(sandbox: &Sandbox) -> Result<Vec<Value>, String> {
    let stage = Stage {
        sandbox,
        description: "costly",
    };
    ALL.iter().map(|operation| operation.args(&stage)).collect()
}

impl Player {
    fn new(language: &str, command: &str, turn: Turn) -> Result<Self, String> {
        Ok(Self {
            language: language.to_owned(),
            turn,
            command: command.to_owned(),
            driver: Driver::start(command)?,
            cells: 0,
            failures: Vec::new(),
            again: Vec::new(),
            rows: Vec::new(),
        })
    }

    fn cell(
        &mut self,
        sandbox: &Sandbox,
        response: &Response,
        operation: &Operation,
        args: &Value,
    ) {
        let key = match response.anonymous {
            true => "none",
            false => sandbox.admin_key(),
        };
        let client = json!({
            "key": key, "baseUrl": sandbox.base_url(), "maxRetries": 0,
            "timeoutMs": TIMEOUT.as_millis() as u64,
            "createLimit": 100_000, "createLimitPeriodMs": 1000,
            "settleMs": SETTLE.as_millis() as u64,
        });
        let request = operation.request(client, args);
        let secrets = Secrets::of(sandbox).and(args);
        let place = format!(
            "{} × {} {}",
            response.name, operation.name, operation.method
        );
        let refused = response.status >= 400 && operation.name != "verify_key";
        self.play(&place, &request, |line| {
            let cell = judge(operation.name, line, &secrets)?;
            match refused && cell.code == "ok" {
                true => Err("a refusal came back as success".into()),
                false => Ok(cell),
            }
        });
    }

    /// The row that isn't a response: a proxy drips, and nothing ever gets through it.
    fn behind_proxy(&mut self) -> Result<(), String> {
        self.rows.push(Cell::default());
        let proxy = Proxy::start()?;
        let address = proxy.address;
        let command = format!(
            "env HTTPS_PROXY=http://{address} NO_PROXY= {}",
            self.command
        );
        let quiet = std::mem::replace(&mut self.driver, Driver::start(&command)?);
        // A driver that is started again after a failure has the proxy, too.
        let without = std::mem::replace(&mut self.command, command);
        let key = "VENICE_ADMIN_KEY_SANDBOX_that_no_server_ever_sees_abc123";
        let calls = [
            ("list_keys", json!({})),
            ("create_key", json!({"description": "costly"})),
        ];
        for (operation, args) in calls {
            let request = json!({
                "client": {
                    "key": key, "baseUrl": "https://costly.invalid/api/v1",
                    "timeoutMs": TIMEOUT.as_millis() as u64,
                },
                "call": operation,
                "args": args,
            });
            let asked = proxy.asked();
            let place = format!("{PROXY} × {operation}");
            let secrets = Secrets::of_texts(&[key]);
            self.play(&place, &request, |line| {
                let cell = judge(operation, line, &secrets)?;
                match proxy.asked() > asked {
                    true => Ok(cell),
                    false => Err(Wrong::IfPunctual("the proxy wasn't asked".to_owned())),
                }
            });
        }
        self.command = without;
        std::mem::replace(&mut self.driver, quiet).end().map(drop)
    }

    /// Makes the call and holds it against the clock.
    fn play(&mut self, place: &str, request: &Value, judge: impl Fn(&str) -> Result<Cell, Wrong>) {
        self.cells += 1;
        let played = punctual::play(place, &mut self.again, || {
            let before = punctual::late_so_far();
            let cell = judge(&self.driver.ask(request, PATIENCE)?)?;
            let late = punctual::late_so_far() - before;
            match cell.took > TIMEOUT + GRACE + late.min(GRACE) {
                true => Err(Wrong::TooLong(cell.took)),
                false => Ok(cell),
            }
        });
        match played {
            Ok(cell) => {
                if let Some(slowest) = self.rows.last_mut()
                    && cell.took > slowest.took
                {
                    *slowest = cell;
                }
            }
            Err(why) => {
                self.fail(place, &why);
                match Driver::start(&self.command) {
                    Ok(driver) => self.driver = driver,
                    Err(why) => self.fail(place, &why),
                }
            }
        }
    }

    fn fail(&mut self, place: &str, why: &str) {
        self.failures
            .push(format!("{}: {place}: {why}", self.language));
    }
}

/// How long it took and what came, or what is wrong with it.
fn judge(operation: &'static str, line: &str, secrets: &Secrets) -> Result<Cell, String> {
    let response: Value =
        serde_json::from_str(line).map_err(|_| "malformed line from the driver")?;
    if let Some(why) = response.get("unable") {
        return Err(format!("the driver is unable: {why}"));
    }
    let took_ms = response["tookMs"]
        .as_f64()
        .ok_or("no time from the driver")?;
    let code = response["error"]["code"].as_str().unwrap_or("ok");
    if code != "ok" && secrets.found_in(line) {
        return Err("the error shows a secret".to_owned());
    }
    Ok(Cell {
        operation,
        code: code.to_owned(),
        took: Duration::from_secs_f64(took_ms / 1000.0),
    })
}

/// One row: of each language the slowest call, and how it ended. It is shown at once.
fn row(name: &str, players: &[Player]) -> String {
    let mut text = format!("| {name} |");
    for cell in players.iter().filter_map(|player| player.rows.last()) {
        let Cell {
            operation,
            code,
            took,
        } = cell;
        let _ = write!(text, " {} ms, {operation}: {code} |", took.as_millis());
    }
    println!("{text}");
    text + "\n"
}

/// The slowest of all calls.
fn slowest(names: &[&str], players: &[Player], took: Duration) -> String {
    let cells = players
        .iter()
        .flat_map(|player| names.iter().zip(&player.rows).map(move |row| (player, row)));
    match cells.max_by_key(|(_, (_, cell))| cell.took) {
        None => String::new(),
        Some((player, (name, cell))) => format!(
            "Slowest: {} ms of {} ms allowed: {}, {name}, {} ({})\n\nPlayed in {} s.\n",
            cell.took.as_millis(),
            (TIMEOUT + GRACE).as_millis(),
            player.language,
            cell.operation,
            cell.code,
            took.as_secs()
        ),
    }
}
