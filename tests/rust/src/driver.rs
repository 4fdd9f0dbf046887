//! Calls made one by one for another program: `tests/hard/` drives all four languages like this.
//! The protocol is described in `tests/hard/README.md`.

use std::io::{BufRead, Write};
use std::time::Instant;

use serde_json::{Value, json};
use venice_keys::{Client, Error};

use crate::arguments::{Args, Failed};
use crate::loud::is_loud;
use crate::operations;
use crate::pages::Paging;

/// Responds to every line of standard input with one on standard output, until the input ends.
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
        let response = match outcome {
            // Where everything is shown, the result itself must not be returned.
            Ok(_) if is_loud() => json!({ "ok": true, "tookMs": took_ms }),
            Ok(result) => json!({ "ok": result, "tookMs": took_ms }),
            Err(Failed::Call(error)) => json!({ "error": described(&error), "tookMs": took_ms }),
            Err(Failed::Scenario(why)) => json!({ "unable": why }),
            Err(Failed::Own) => json!({ "error": { "code": "own" }, "tookMs": took_ms }),
        };
        writeln!(out, "{response}")?;
        out.flush()?;
    }
    Ok(())
}

fn call(clients: &mut Vec<(Value, Client)>, request: &Value) -> Result<Value, Failed> {
    let options = &request["client"];
    let client = match clients.iter().find(|(made_of, _)| made_of == options) {
        Some((_, client)) => client.clone(),
        None => {
            let words = options
                .as_object()
                .ok_or("client is not an object".to_owned())?;
            let client = operations::client(words, |_| None)?;
            clients.push((options.clone(), client.clone()));
            client
        }
    };
    let name = request["call"]
        .as_str()
        .ok_or("call is not a string".to_owned())?;
    let args = Args::new(request["args"].clone())?;
    let paging = request.as_object().map(Paging::of).transpose()?;
    operations::call(&client, name, args, paging.unwrap_or_default())
}

fn described(error: &Error) -> Value {
    json!({
        "code": error.code().as_str(),
        "status": error.status(),
        "retryAfterMs": error.retry_after().map(|wait| wait.as_millis() as u64),
        "forms": [error.to_string(), format!("{error:?}"), format!("{error:#?}")],
    })
}
