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
use crate::operations::{ALL, Kind, Operation, Stage};
use crate::proxy::Proxy;
use crate::secrets::Secrets;

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
struct Player {
    language: String,
    command: String,
    driver: Driver,
    cells: usize,
    failures: Vec<String>,
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
    /// A language each: its name, its cells, and what failed.
    pub(crate) languages: Vec<(String, usize, Vec<String>)>,
}

/// Plays every response against every operation through every language's driver.
pub(crate) fn play(drivers: &[(String, String)]) -> Result<Report, String> {
    let sandbox = Sandbox::start(Options::default()).map_err(|error| error.to_string())?;
    let arguments = arguments(&sandbox)?;
    let mut players = drivers
        .iter()
        .map(|(language, command)| Player::new(language, command))
        .collect::<Result<Vec<_>, _>>()?;
    let responses = costly_responses::all();
    let begun = Instant::now();
    let languages: String = players
        .iter()
        .map(|player| format!(" {} |", player.language))
        .collect();
    let rules = "---|".repeat(players.len());
    let mut table = format!("| Response |{languages}\n|---|{rules}\n");
    for response in &responses {
        for player in &mut players {
            player.rows.push(Cell::default());
        }
        let parts = [
            Part::Lists,
            Part::Objects,
            Part::BareObjects,
            Part::MintOfAWallet,
        ];
        for part in parts {
            // A whole body is the same for lists and objects, and takes a while to make.
            let is_object = matches!(part, Part::Objects | Part::BareObjects);
            if !is_object || response.depends_on_shape() {
                queue(&sandbox, response, part)?;
            }
            let columns: Vec<_> = ALL
                .iter()
                .zip(&arguments)
                .filter(|(operation, _)| Part::of(operation) == part && response.is_for(operation))
                .collect();
            let share = players.len().div_ceil(AT_ONCE);
            thread::scope(|scope| {
                for share in players.chunks_mut(share.max(1)) {
                    let (sandbox, columns) = (&sandbox, &columns);
                    scope.spawn(move || {
                        for player in share {
                            for (operation, args) in columns {
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
    players.iter_mut().try_for_each(Player::behind_proxy)?;
    table += &row(PROXY, &players);
    let names = responses.iter().map(|response| response.name.as_str());
    let names: Vec<_> = names.chain([PROXY]).collect();
    Ok(Report {
        slowest: slowest(&names, &players, begun.elapsed()),
        table,
        languages: players
            .into_iter()
            .map(|player| (player.language, player.cells, player.failures))
            .collect(),
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
    /// The challenge before it is the sandbox's own.
    MintOfAWallet,
}

impl Part {
    fn of(operation: &Operation) -> Self {
        match operation.name {
            "mint_with_wallet" if operation.kind == Kind::Creates => Part::MintOfAWallet,
            name if contract::lists(name) => Part::Lists,
            name if BARE.contains(&name) => Part::BareObjects,
            _ => Part::Objects,
        }
    }
}

fn queue(sandbox: &Sandbox, response: &Response, part: Part) -> Result<(), String> {
    let shape = match part {
        Part::Lists => Shape::List,
        Part::Objects | Part::MintOfAWallet => Shape::Object,
        Part::BareObjects => Shape::BareObject,
    };
    let mut fault = response.fault(shape);
    fault["times"] = json!(1_000_000);
    if part == Part::MintOfAWallet {
        fault["match"] = json!({ "method": "POST" });
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
    fn new(language: &str, command: &str) -> Result<Self, String> {
        Ok(Self {
            language: language.to_owned(),
            command: command.to_owned(),
            driver: Driver::start(command)?,
            cells: 0,
            failures: Vec::new(),
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
        let request = json!({
            "client": {
                "key": key, "baseUrl": sandbox.base_url(), "maxRetries": 0,
                "timeoutMs": TIMEOUT.as_millis() as u64,
                "createLimit": 100_000, "createLimitPeriodMs": 1000,
            },
            "call": operation.name,
            "args": args,
        });
        let secrets = Secrets::of(sandbox).and(args);
        let place = format!(
            "{} × {} {}",
            response.name, operation.name, operation.method
        );
        let refused = response.status >= 400 && operation.name != "verify_key";
        self.play(&place, &request, |line| {
            judge(operation.name, line, &secrets).and_then(|cell| {
                match refused && cell.code == "ok" {
                    true => Err("a refusal came back as success".to_owned()),
                    false => Ok(cell),
                }
            })
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
            self.play(&place, &request, |line| judge(operation, line, &secrets));
            if proxy.asked() == asked {
                self.fail(&place, "the proxy wasn't asked");
            }
        }
        std::mem::replace(&mut self.driver, quiet).end().map(drop)
    }

    /// Makes the call and holds it against the clock.
    fn play(
        &mut self,
        place: &str,
        request: &Value,
        judge: impl FnOnce(&str) -> Result<Cell, String>,
    ) {
        self.cells += 1;

        let line = self.driver.ask(request, PATIENCE);
        match line.and_then(|line| judge(&line)) {
            Ok(cell) => {
                if cell.took > TIMEOUT + GRACE {
                    self.fail(place, &format!("took {} ms", cell.took.as_millis()));
                }
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
