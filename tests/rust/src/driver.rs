//! Calls made one by one on another program's behalf: `tests/hard/` drives all four languages so.
//! The protocol is described in `tests/hard/README.md`.

use std::io::{BufRead, Write};
use std::time::Instant;

use serde_json::{Value, json};
use venice_keys::{Client, Error};

use crate::args::{Args, Failed};
use crate::loud::is_loud;
use crate::{generated, operations};

/// Answers every line of standard input with one on standard output, until the input ends.
///
/// # Errors
///
/// When standard input or output can't be used.
pub fn drive() -> std::io::Result<()> {
    let mut clients: Vec<(Value, Client)> = Vec::new();
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let start = Instant::now();
        let outcome = call(&mut clients, &request);
        let took_ms = start.elapsed().as_secs_f64() * 1000.0;
        let answer = match outcome {
            // Where everything is shown, nothing may be told outright.
            Ok(_) if is_loud() => json!({ "ok": true, "tookMs": took_ms }),
            Ok(result) => json!({ "ok": result, "tookMs": took_ms }),
            Err(Failed::Call(error)) => json!({ "error": described(&error), "tookMs": took_ms }),
            Err(Failed::Scenario(why)) => json!({ "unable": why }),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn call(clients: &mut Vec<(Value, Client)>, request: &Value) -> Result<Value, Failed> {
    let options = &request["client"];
    let client = match clients.iter().find(|(made_of, _)| made_of == options) {
        Some((_, client)) => client.clone(),
        None => {
            let client = operations::client(options, |_| None)?;
            clients.push((options.clone(), client.clone()));
            client
        }
    };
    let name = request["call"]
        .as_str()
        .ok_or("call is not a text".to_owned())?;
    generated::made(&client, name, Args::new(request["args"].clone())?)
}

fn described(error: &Error) -> Value {
    json!({
        "code": error.code().as_str(),
        "status": error.status(),
        "retryAfterMs": error.retry_after().map(|wait| wait.as_millis() as u64),
        "forms": [error.to_string(), format!("{error:?}"), format!("{error:#?}")],
    })
}
