//! Fault × operation × language.

use std::fmt::Write;
use std::net::TcpListener;
use std::time::Duration;

use serde_json::{Value, json};
use venice_keys_sandbox::{Options, Sandbox};

use crate::driver::Driver;
use crate::faults::{self, Fault, Meaning, RETRIES};
use crate::operations::{ALL, Kind, Operation, Stage};
use crate::secrets::Secrets;

/// A call's timeout: short where the fault uses it up, and long enough elsewhere for a resend on a
/// busy machine.
fn timeout(fault: &Fault) -> Duration {
    match fault.meaning {
        Meaning::TooLate => Duration::from_millis(600),
        _ => Duration::from_secs(4),
    }
}

/// The sandbox's minute: short, so that neither the create limit nor the error budget is met.
const MINUTE: Duration = Duration::from_millis(20);
/// How many share the faults of one language.
const PLAYERS: usize = 6;
/// What a call may take beyond its timeout before the cell fails.
const GRACE: Duration = Duration::from_secs(1);

/// One language's part of the matrix.
pub(crate) struct Report {
    pub(crate) language: String,
    pub(crate) cells: usize,
    pub(crate) failures: Vec<String>,
    /// A line a fault: its name and, an operation each, the code that came.
    pub(crate) rows: Vec<(String, Vec<String>)>,
    pub(crate) slowest: Duration,
}

/// Plays every fault against every operation through one language's driver.
pub(crate) fn play(language: &str, command: &str) -> Result<Report, String> {
    let stranger = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    stranger
        .set_nonblocking(true)
        .map_err(|error| error.to_string())?;
    let address = stranger.local_addr().map_err(|error| error.to_string())?;
    let faults = faults::all(&format!("http://{address}/stolen"));
    // Most of a cell is waiting: a few players side by side, each with a sandbox of its own.
    let mut reports = std::thread::scope(|scope| {
        let players: Vec<_> = faults
            .chunks(faults.len().div_ceil(PLAYERS))
            .map(|share| scope.spawn(move || play_share(language, command, share)))
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
        whole.rows.extend(part.rows);
        whole.slowest = whole.slowest.max(part.slowest);
    }
    if stranger.accept().is_ok() {
        whole
            .failures
            .push(format!("{language}: a redirect's target was called"));
    }
    Ok(whole)
}

fn play_share(language: &str, command: &str, faults: &[Fault]) -> Result<Report, String> {
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
        rows: Vec::new(),
        slowest: Duration::ZERO,
    };
    for fault in faults {
        let mut codes = Vec::new();
        for operation in ALL {
            report.cells += 1;
            let Operation { name, method, .. } = operation;
            let place = format!("{language}: {} × {name} {method}", fault.name);
            match cell(&sandbox, &mut driver, fault, operation, report.cells) {
                Ok((code, took)) => {
                    report.slowest = report.slowest.max(took);
                    codes.push(code);
                }
                Err(why) => {
                    report.failures.push(format!("{place}: {why}"));
                    codes.push("FAILED".to_owned());
                    if why.starts_with("no answer from the driver") {
                        driver = Driver::start(command)?;
                    }
                }
            }
        }
        report.rows.push((fault.name.clone(), codes));
    }
    let complaints = driver.end()?;
    if Secrets::of(&sandbox).found_in(&complaints) {
        report
            .failures
            .push(format!("{language}: standard error shows a secret"));
    }
    Ok(report)
}

/// One cell: the code that came and how long it took, or what is wrong with it.
fn cell(
    sandbox: &Sandbox,
    driver: &mut Driver,
    fault: &Fault,
    operation: &Operation,
    number: usize,
) -> Result<(String, Duration), String> {
    let timeout = timeout(fault);
    sandbox.control("POST", "/faults", json!({ "clear": true }))?;
    let description = format!("cell {number}");
    let args = operation.args(&Stage {
        sandbox,
        description: &description,
    })?;
    sandbox.control("POST", "/journal", json!({ "clear": true }))?;
    let mut queued = fault.body.clone();
    if queued["kind"] != "refuse" {
        queued["match"] = json!({ "method": operation.method, "path": operation.path });
        queued["times"] = json!(99);
    }
    sandbox.control("POST", "/faults", json!({ "faults": [queued] }))?;
    let request = json!({
        "client": {
            "key": sandbox.admin_key(), "baseUrl": sandbox.base_url(), "maxRetries": RETRIES,
            "timeoutMs": timeout.as_millis() as u64, "connectTimeoutMs": 500,
            "createLimit": {"count": 100_000, "perMs": 1000},
        },
        "call": operation.name,
        "args": args,
    });
    let line = driver.ask(&request, timeout + GRACE + Duration::from_secs(10))?;
    let outcome = judge(sandbox, fault, operation, &line, &args);
    if fault.body["kind"] == "refuse" {
        wait_until_open(sandbox);
    }
    outcome
}

fn judge(
    sandbox: &Sandbox,
    fault: &Fault,
    operation: &Operation,
    line: &str,
    args: &Value,
) -> Result<(String, Duration), String> {
    let expected = fault.meaning.expected(operation);
    let answer: Value = serde_json::from_str(line).map_err(|_| "odd line from the driver")?;
    if let Some(why) = answer.get("unable") {
        return Err(format!("the driver is unable: {why}"));
    }
    let code = answer["error"]["code"].as_str().unwrap_or("ok").to_owned();
    let journal = sandbox.control("GET", "/journal", Value::Null)?;
    let requests = journal["requests"].as_array().ok_or("odd journal")?;
    // What a wallet signed inside the call, only the server's side knows.
    let sent = requests.iter().map(|request| &request["body"]);
    let secrets = sent.fold(Secrets::of(sandbox).and(args), Secrets::and);
    if code != "ok" && secrets.found_in(line) {
        return Err("the error shows a secret".to_owned());
    }
    if !expected.codes.contains(&code.as_str()) {
        return Err(format!("expected {:?}, got {code}", expected.codes));
    }
    let took = Duration::from_secs_f64(answer["tookMs"].as_f64().unwrap_or(1e9) / 1000.0);
    if took > timeout(fault) + GRACE {
        return Err(format!("took {took:?}"));
    }
    let disturbed = requests
        .iter()
        .filter(|r| r["method"] == operation.method)
        .count();
    if !expected.seen.contains(&disturbed) {
        return Err(format!(
            "the server saw it {disturbed} times, not {:?}",
            expected.seen
        ));
    }
    if operation.kind == Kind::Makes {
        let worked = requests
            .iter()
            .filter(|r| r["method"] == "POST" && r["worked"] == true && r["status"] != 400)
            .count();
        if worked > 1 {
            return Err(format!("{worked} keys were made by one call"));
        }
    }
    Ok((code, took))
}

/// The sandbox listens again some time after it refused.
fn wait_until_open(sandbox: &Sandbox) {
    let address = sandbox
        .base_url()
        .trim_start_matches("http://")
        .split('/')
        .next();
    let Some(address) = address else { return };
    for _ in 0..200 {
        if std::net::TcpStream::connect(address).is_ok() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The whole matrix as Markdown.
pub(crate) fn table(reports: &[Report]) -> String {
    let mut text = String::from("# Fault matrix\n\n");
    for Report {
        language,
        cells,
        failures,
        rows: _,
        slowest,
    } in reports
    {
        let _ = writeln!(
            text,
            "- {language}: {cells} cells, {} failed, slowest call {} ms",
            failures.len(),
            slowest.as_millis()
        );
    }
    for Report { language, rows, .. } in reports {
        let _ = write!(text, "\n## {language}\n\n| Fault |");
        for operation in ALL {
            let _ = write!(text, " {} {} |", operation.name, operation.method);
        }
        let _ = writeln!(text, "\n|---|{}", "---|".repeat(ALL.len()));
        for (fault, codes) in rows {
            let _ = writeln!(text, "| {fault} | {} |", codes.join(" | "));
        }
    }
    text
}
