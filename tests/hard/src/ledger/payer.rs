//! A process that prepares a top-up, stores its record and pays it, and is killed on the way.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use venice_keys::{Client, TopUpRequest, Wallet};

use super::Order;

/// The steps before which it waits for a word, and what it does then.
const STEPS: [&str; 5] = ["prepare", "store", "pay", "note", "end"];

/// Runs the process for an order and kills it before a step that the number decides, or in the
/// middle of it. Returns the record, if it was stored by then.
pub(super) fn killed(order: &Order, base_url: &str, number: u64) -> Result<Option<String>, String> {
    static LAST: AtomicUsize = AtomicUsize::new(0);
    let run = LAST.fetch_add(1, Ordering::Relaxed);
    let name = format!("venice-keys-ledger-{}-{run}", std::process::id());
    let file = std::env::temp_dir().join(name);
    let _removed = Removed(file.clone());
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut payer = Command::new(program)
        .arg("payer")
        .args([base_url, &order.name, &order.amount.to_string()])
        .arg(&file)
        .env("PAYER_WALLET", &order.private_key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("payer: {error}"))?;
    let steps = STEPS.len() as u64;
    let (last, within) = ((number >> 20) % steps, (number >> 28) % 60);
    let (Some(mut to), Some(from)) = (payer.stdin.take(), payer.stdout.take()) else {
        return Err("payer: no pipes".to_owned());
    };
    let within = Duration::from_millis(within);
    let led = lead((&mut to, from), last as usize, within);
    let ended = payer.kill().and_then(|()| payer.wait());
    ended.map_err(|error| format!("payer: {error}"))?;
    led?;
    match std::fs::read_to_string(&file) {
        Ok(record) => Ok(Some(record)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}

struct Removed(PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Lets the process take its steps up to `last`, of which it gets only some time.
fn lead(
    (to, from): (&mut ChildStdin, ChildStdout),
    last: usize,
    within: Duration,
) -> Result<(), String> {
    let mut lines = BufReader::new(from).lines();
    for (at, step) in STEPS.iter().enumerate() {
        // It ends by itself where a fault has ended its top-up.
        let Some(line) = lines.next() else {
            return Ok(());
        };
        let line = line.map_err(|error| format!("payer: {error}"))?;
        if line != *step {
            return Err(format!("payer: {line} in place of {step}"));
        }
        if at == last && within.as_millis().is_multiple_of(2) {
            return Ok(());
        }
        if to.write_all(b"go\n").is_err() {
            return Ok(());
        }
        if at == last {
            std::thread::sleep(within);
            return Ok(());
        }
    }
    Ok(())
}

/// The process: `BASE_URL ORDER AMOUNT FILE`, with the private key in `PAYER_WALLET`.
pub(crate) fn run(arguments: &[String]) -> Result<bool, String> {
    let [base_url, order, amount, file] = arguments else {
        return Err("payer BASE_URL ORDER AMOUNT FILE".to_owned());
    };
    let text = |error: venice_keys::Error| error.to_string();
    let key = std::env::var("PAYER_WALLET").map_err(|error| error.to_string())?;
    let wallet = Wallet::from_hex(&key).map_err(text)?;
    let amount = amount.parse().map_err(|_| "odd amount")?;
    let client = Client::builder()
        .anonymous()
        .base_url(base_url.as_str())
        .timeout(Duration::from_millis(2500))
        .build()
        .map_err(text)?;
    let request = TopUpRequest::new(amount, amount, order).even_if_enough(true);
    wait_for_word("prepare")?;
    let Ok(prepared) = client.x402_prepare_top_up(&wallet, &request) else {
        return Ok(true);
    };
    let record = prepared.record.ok_or("no record")?;
    wait_for_word("store")?;
    store(Path::new(file), &record).map_err(|error| format!("{file}: {error}"))?;
    wait_for_word("pay")?;
    // What comes of it is asked for with the record, by whoever finds that.
    let _ = client.x402_pay_top_up(&wallet, &record);
    wait_for_word("note")?;
    wait_for_word("end")?;
    Ok(true)
}

/// All or nothing, as whoever stores a record should.
fn store(file: &Path, record: &str) -> std::io::Result<()> {
    let beside = file.with_extension("new");
    std::fs::write(&beside, record)?;
    std::fs::rename(&beside, file)
}

fn wait_for_word(step: &str) -> Result<(), String> {
    println!("{step}");
    let mut word = String::new();
    let read = std::io::stdin().lock().read_line(&mut word);
    match read {
        Ok(1..) => Ok(()),
        _ => Err("nobody says go".to_owned()),
    }
}
