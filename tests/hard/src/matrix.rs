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

/// A call's timeout: short where the fault uses it up, and long enough elsewhere for a retry on a
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
    /// A line a fault: its name and, an operation each, the code that came.
    pub(crate) rows: Vec<(String, Vec<String>)>,
    pub(crate) slowest: Duration,
    /// How many bytes of output were searched, and for how many pieces of secrets.
    pub(crate) searched: usize,
    pub(crate) pieces: usize,
}

/// Plays every fault against every operation through one language's driver.
pub(crate) fn play(language: &str, command: &str, manner: Manner) -> Result<Report, String> {
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
        let players: Vec<_> = faults
            .chunks(faults.len().div_ceil(PLAYERS))
            .map(|share| scope.spawn(move || play_share(language, command, share, manner)))
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
        whole.searched += part.searched;
        whole.pieces += part.pieces;
    }
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
    faults: &[Fault],
    manner: Manner,
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
        rows: Vec::new(),
        slowest: Duration::ZERO,
        searched: 0,
        pieces: 0,
    };
    let (mut secrets, mut heard) = (Secrets::of(&sandbox), String::new());
    for fault in faults {
        let mut codes = Vec::new();
        for operation in ALL.iter() {
            report.cells += 1;
            let Operation { name, method, .. } = operation;
            let place = format!("{language}: {} × {name} {method}", fault.name);
            let played = cell(&sandbox, &mut driver, fault, operation, report.cells);
            let judged = played.and_then(|(args, line)| {
                heard.push_str(&line);
                judge(&sandbox, fault, operation, &line, &args, &mut secrets)
            });
            if fault.body["kind"] == "refuse" {
                wait_until_open(&sandbox);
            }
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
        report.rows.push((fault.name.clone(), codes));
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
    let timeout = timeout(fault);
    sandbox.control("POST", "/faults", json!({ "clear": true }))?;
    let description = format!("cell {number}");
    let args = operation.args(&Stage {
        sandbox,
        description: &description,
    })?;
    sandbox.control("POST", "/journal", json!({ "clear": true }))?;
    let queued = fault
        .body
        .to_string()
        .replace(faults::OWN_KEY, sandbox.admin_key());
    let mut queued: Value = serde_json::from_str(&queued).map_err(|error| error.to_string())?;
    if queued["kind"] != "refuse" {
        queued["match"] = json!({ "method": operation.method, "path": operation.path });
        if let Kind::Pays | Kind::PaysAgain = operation.kind {
            queued["match"]["header"] = "payment-signature".into();
        }
        queued["times"] = json!(99);
    }
    sandbox.control("POST", "/faults", json!({ "faults": [queued] }))?;
    let request = json!({
        "client": {
            "key": sandbox.admin_key(), "baseUrl": sandbox.base_url(), "maxRetries": RETRIES,
            "timeoutMs": timeout.as_millis() as u64, "connectTimeoutMs": 500,
            "createLimit": 100_000, "createLimitPeriodMs": 1000,
        },
        "call": operation.name,
        "args": args,
    });
    let line = driver.ask(&request, timeout + GRACE + Duration::from_secs(10))?;
    Ok((args, line))
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
) -> Result<(String, Duration), String> {
    let expected = fault.meaning.expected(operation);
    let response: Value =
        serde_json::from_str(line).map_err(|_| "malformed line from the driver")?;
    if let Some(why) = response.get("unable") {
        return Err(format!("the driver is unable: {why}"));
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
        return Err("the error shows a secret".to_owned());
    }
    if !expected.codes.contains(&code.as_str()) {
        return Err(format!("expected {:?}, got {code}", expected.codes));
    }
    let took = Duration::from_secs_f64(response["tookMs"].as_f64().unwrap_or(1e9) / 1000.0);
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
    if operation.kind == Kind::Creates {
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
        rows: _,
        slowest,
        searched: _,
        pieces: _,
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
        for operation in ALL.iter() {
            let _ = write!(text, " {} {} |", operation.name, operation.method);
        }
        let _ = writeln!(text, "\n|---|{}", "---|".repeat(ALL.len()));
        for (fault, codes) in rows {
            let _ = writeln!(text, "| {fault} | {} |", codes.join(" | "));
        }
    }
    text
}
