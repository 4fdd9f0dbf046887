//! Fault × operation × language.

use std::fmt::Write;
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::driver::Driver;
use crate::faults::{self, Fault, Meaning, RETRIES};
use crate::key_jobs::SETTLE;
use crate::operations::{ALL, Kind, Operation, Stage};
use crate::punctual::{self, Wrong};
use crate::secrets::Secrets;
use crate::turns::Turn;

/// A call's timeout: short where it is used up, by the fault or since what is sent again does no
/// harm, and elsewhere more than any machine needs.
fn timeout(fault: &Fault, operation: &Operation) -> Duration {
    match (fault.meaning, operation.kind) {
        (Meaning::TooLate, _) => Duration::from_millis(600),
        (_, Kind::Commits) => Duration::from_secs(2),
        (_, Kind::Pays | Kind::PaysAgain) => Duration::from_secs(4),
        _ => Duration::from_secs(30),
    }
}

/// The sandbox's minute: short, so that neither the create limit nor the error budget is met.
const MINUTE: Duration = Duration::from_millis(20);
/// How many share the faults of one language.
const PLAYERS: usize = 8;
/// What a call may take beyond its timeout before the cell fails.
const GRACE: Duration = Duration::from_secs(1);
/// After this, beyond its timeout, a driver counts as hung.
const PATIENCE: Duration = Duration::from_secs(30);

/// How the drivers are run.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Manner {
    /// As usual.
    Quiet,
    /// Showing all they can show, at every log level; of the faults, one in `every`.
    Loud { every: usize },
}

/// What makes a driver loud: our own word, and what people set when they look for a fault. Not
/// NODE_DEBUG=*, whose `stream` shows what the driver reads from us.
const LOUD: &str = "env VENICE_KEYS_LOUD=1 RUST_LOG=trace RUST_BACKTRACE=full \
     NODE_DEBUG=venice-keys,http,https,http2,net,tls,timer,module,esm,worker,fs,fetch,undici \
     NODE_DEBUG_NATIVE=ALL PYTHONDEVMODE=1 PYTHONASYNCIODEBUG=1 PYTHONWARNINGS=always";

/// One language's part of the matrix.
pub(crate) struct Report {
    pub(crate) language: String,
    pub(crate) cells: usize,
    pub(crate) failures: Vec<String>,
    /// A line for each time that a cell was played again.
    pub(crate) again: Vec<String>,
    /// A line a fault: its place, its name and, an operation each, the code that came.
    pub(crate) rows: Vec<(usize, String, Vec<String>)>,
    pub(crate) slowest: Duration,
    /// How many bytes of output were searched, and for how many pieces of secrets.
    pub(crate) searched: usize,
    pub(crate) pieces: usize,
}

/// Plays every fault against every operation through one language's driver.
pub(crate) fn play(
    language: &str,
    command: &str,
    manner: Manner,
    turn: Turn,
) -> Result<Report, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener
        .set_nonblocking(true)
        .map_err(|error| error.to_string())?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let mut faults = faults::all(&format!("http://{address}/stolen"));
    let mut command = command.to_owned();
    if let Manner::Loud { every } = manner {
        // What hands the key back is what a canary is for.
        let numbered = faults.into_iter().enumerate();
        faults = numbered
            .filter(|(at, fault)| at % every == 0 || fault.is_echo())
            .map(|(_, fault)| fault)
            .collect();
        command = format!("{LOUD} {command}");
    }
    let command = &command;
    // Most of a cell is waiting: a few players side by side, each with a sandbox of its own.
    let mut reports = std::thread::scope(|scope| {
        // Dealt out one by one: rows that take long stand side by side.
        let players: Vec<_> = (0..PLAYERS.min(faults.len()))
            .map(|player| {
                let faults = faults.iter().enumerate();
                let share: Vec<_> = faults.skip(player).step_by(PLAYERS).collect();
                scope.spawn(move || play_share(language, command, &share, manner, turn))
            })
            .collect();
        let ended = players.into_iter().map(|player| {
            player
                .join()
                .unwrap_or_else(|_| Err("a part of the matrix panicked".to_owned()))
        });
        ended.collect::<Result<Vec<_>, String>>()
    })?
    .into_iter();
    let mut whole = reports.next().ok_or("no faults")?;
    for part in reports {
        whole.cells += part.cells;
        whole.failures.extend(part.failures);
        whole.again.extend(part.again);
        whole.rows.extend(part.rows);
        whole.slowest = whole.slowest.max(part.slowest);
        whole.searched += part.searched;
        whole.pieces += part.pieces;
    }
    whole.rows.sort_by_key(|(place, _, _)| *place);
    if listener.accept().is_ok() {
        whole
            .failures
            .push(format!("{language}: a redirect's target was called"));
    }
    Ok(whole)
}

fn play_share(
    language: &str,
    command: &str,
    faults: &[(usize, &Fault)],
    manner: Manner,
    turn: Turn,
) -> Result<Report, String> {
    let options = Options {
        minute: MINUTE,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).map_err(|error| error.to_string())?;
    let mut driver = Driver::start(command)?;
    let mut report = Report {
        language: language.to_owned(),
        cells: 0,
        failures: Vec::new(),
        again: Vec::new(),
        rows: Vec::new(),
        slowest: Duration::ZERO,
        searched: 0,
        pieces: 0,
    };
    let (mut secrets, mut heard, mut plays) = (Secrets::of(&sandbox), String::new(), 0);
    for (row, fault) in faults {
        let mut codes = Vec::new();
        for (column, operation) in ALL.iter().enumerate() {
            if !turn.is_at(*row, column) {
                codes.push(String::new());
                continue;
            }
            report.cells += 1;
            let Operation { name, method, .. } = operation;
            let place = format!("{language}: {} × {name} {method}", fault.name);
            let judged = punctual::play(&place, &mut report.again, || {
                plays += 1;
                let (args, line) = cell(&sandbox, &mut driver, fault, operation, plays)?;
                heard.push_str(&line);
                let judged = judge(&sandbox, fault, operation, &line, &args, &mut secrets);
                if fault.body["kind"] == "refuse" {
                    wait_until_open(&sandbox);
                }
                judged
            });
            match judged {
                Ok((code, took)) => {
                    report.slowest = report.slowest.max(took);
                    codes.push(code);
                }
                Err(why) => {
                    report.failures.push(format!("{place}: {why}"));
                    codes.push("FAILED".to_owned());
                    if why.starts_with("no response from the driver") {
                        driver = Driver::start(command)?;
                    }
                }
            }
        }
        report.rows.push((*row, fault.name.clone(), codes));
    }
    // What drivers are asked to tell holds secrets, unless they are loud.
    if let Manner::Quiet = manner {
        heard.clear();
    }
    heard.push_str(&driver.end()?);
    secrets.add_made(&sandbox)?;
    if let Some(place) = secrets.place_in(heard.as_bytes()) {
        let before = String::from_utf8_lossy(&heard.as_bytes()[place.saturating_sub(80)..place]);
        let what = format!("{language}: the output shows a secret, after {before:?}");
        report.failures.push(what);
    }
    (report.searched, report.pieces) = (heard.len(), secrets.count());
    Ok(report)
}

/// One cell: what was asked, and the driver's line.
fn cell(
    sandbox: &Sandbox,
    driver: &mut Driver,
    fault: &Fault,
    operation: &Operation,
    number: usize,
) -> Result<(Value, String), String> {
    let timeout = timeout(fault, operation);
    sandbox.control("POST", "/faults", json!({ "clear": true }))?;
    let description = format!("cell {number}");
    let args = operation.args(&Stage {
        sandbox,
        description: &description,
    })?;
    sandbox.control("POST", "/journal", json!({ "clear": true }))?;
    queue(sandbox, fault, operation)?;
    let client = json!({
        "key": sandbox.admin_key(), "baseUrl": sandbox.base_url(), "maxRetries": RETRIES,
        "timeoutMs": timeout.as_millis() as u64, "createLimit": 100_000,
        "createLimitPeriodMs": 1000, "settleMs": SETTLE.as_millis() as u64,
    });
    let request = operation.request(client, &args);
    let line = driver.ask(&request, timeout + PATIENCE)?;
    Ok((args, line))
}

/// Each of the operation's requests is to meet the fault.
fn queue(sandbox: &Sandbox, fault: &Fault, operation: &Operation) -> Result<(), String> {
    let fault = fault.body.to_string();
    let fault = fault.replace(faults::OWN_KEY, sandbox.admin_key());
    let mut fault: Value = serde_json::from_str(&fault).map_err(|error| error.to_string())?;
    if fault["kind"] != "refuse" {
        fault["match"] = json!({ "method": operation.method, "path": operation.path });
        if let Kind::Pays | Kind::PaysAgain = operation.kind {
            fault["match"]["header"] = "payment-signature".into();
        }
        fault["times"] = json!(99);
    }
    let queued = json!({ "faults": [fault] });
    sandbox.control("POST", "/faults", queued).map(drop)
}

/// The code that came and how long it took, or what is wrong with it. Adds the call's secrets to
/// those of the others.
fn judge(
    sandbox: &Sandbox,
    fault: &Fault,
    operation: &Operation,
    line: &str,
    args: &Value,
    secrets: &mut Secrets,
) -> Result<(String, Duration), Wrong> {
    let expected = fault.meaning.expected(operation);
    let response: Value =
        serde_json::from_str(line).map_err(|_| "malformed line from the driver")?;
    if let Some(why) = response.get("unable") {
        return Err(format!("the driver is unable: {why}").into());
    }
    let code = response["error"]["code"]
        .as_str()
        .unwrap_or("ok")
        .to_owned();
    let journal = sandbox.control("GET", "/journal", Value::Null)?;
    let requests = journal["requests"].as_array().ok_or("odd journal")?;
    // What a wallet signed inside the call, only the server's side knows.
    let held = || {
        requests
            .iter()
            .map(|request| &request["body"])
            .chain([args])
    };
    held().for_each(|held| secrets.add_call(held));
    if code != "ok"
        && held()
            .fold(Secrets::of(sandbox), Secrets::and)
            .found_in(line)
    {
        return Err("the error shows a secret".into());
    }
    if !expected.codes.contains(&code.as_str()) {
        let why = format!("expected {:?}, got {code}", expected.codes);
        return Err(Wrong::IfPunctual(why));
    }
    let took = Duration::from_secs_f64(response["tookMs"].as_f64().unwrap_or(1e9) / 1000.0);
    if took > timeout(fault, operation) + GRACE {
        return Err(Wrong::TooLong(took));
    }
    let disturbed = requests
        .iter()
        .filter(|r| r["method"] == operation.method)
        .count();
    if !expected.seen.contains(&disturbed) {
        let right = expected.seen;
        let why = format!("the server saw it {disturbed} times, not {right:?}");
        return Err(Wrong::IfPunctual(why));
    }
    if operation.kind == Kind::Creates {
        let worked = requests
            .iter()
            .filter(|r| r["method"] == "POST" && r["worked"] == true && r["status"] != 400)
            .count();
        if worked > 1 {
            return Err(format!("{worked} keys were made by one call").into());
        }
    }
    if let Kind::Begins | Kind::Commits = operation.kind {
        check_lasting(sandbox, args, &code)?;
    }
    Ok((code, took))
}

/// A job's key lasts if the job says so, and if it says that it doesn't know, perhaps.
fn check_lasting(sandbox: &Sandbox, args: &Value, code: &str) -> Result<(), String> {
    let all = sandbox.control("GET", "/keys", Value::Null)?;
    let all = all["keys"].as_array().ok_or("odd list of keys")?;
    let lasts = |key: &&Value| {
        key["description"] == args["description"]
            && key["revoked"] != true
            && key["expiresAt"].is_null()
    };
    let right = match code {
        "ok" => 1..=1,
        "outcome_unknown" => 0..=1,
        _ => 0..=0,
    };
    match all.iter().filter(lasts).count() {
        count if right.contains(&count) => Ok(()),
        count => Err(format!("{code}, and {count} lasting keys")),
    }
}

/// The sandbox listens again some time after it refused.
fn wait_until_open(sandbox: &Sandbox) {
    let address = sandbox.base_url().trim_start_matches("http://");
    let address = address.split('/').next().unwrap_or_default();
    let by = Instant::now() + PATIENCE;
    while Instant::now() < by && TcpStream::connect(address).is_err() {
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// What the loud drivers' output was searched for, as Markdown.
pub(crate) fn search_table(reports: &[Report]) -> String {
    let mut text = String::from(
        "# Canaries\n\n| Language | calls with a fault | bytes searched | pieces searched for | \
         found |\n|---|---|---|---|---|\n",
    );
    for report in reports {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            report.language,
            report.cells,
            report.searched,
            report.pieces,
            report.failures.len()
        );
    }
    text
}

/// The whole matrix as Markdown.
pub(crate) fn table(reports: &[Report]) -> String {
    let mut text = String::from("# Fault matrix\n\n");
    for Report {
        language,
        cells,
        failures,
        again,
        rows: _,
        slowest,
        searched: _,
        pieces: _,
    } in reports
    {
        let _ = writeln!(
            text,
            "- {language}: {cells} cells, {} failed, {} played again, slowest call {} ms",
            failures.len(),
            again.len(),
            slowest.as_millis()
        );
    }
    for Report { language, rows, .. } in reports {
        let _ = write!(text, "\n## {language}\n\n| Fault |");
        for operation in ALL.iter() {
            let _ = write!(text, " {} {} |", operation.name, operation.method);
        }
        let _ = writeln!(text, "\n|---|{}", "---|".repeat(ALL.len()));
        for (_, fault, codes) in rows {
            let _ = writeln!(text, "| {fault} | {} |", codes.join(" | "));
        }
    }
    text
}
