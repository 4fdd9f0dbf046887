//! The scenarios that say `"live": true`, played by the runner that plays them all.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use venice_keys_tests::{Scenario, play_live};

use crate::run::{CAP_CENTS, Run};
use crate::table::{Fact, Table};
use crate::venice::shown;

/// The longest description that Venice takes.
const DESCRIPTION: usize = 64;

/// A row for each of them.
pub(crate) fn play(run: &Run, table: &mut Table<'_>) -> Result<(), String> {
    for (file, whole) in live()? {
        let name = whole["name"].as_str().unwrap_or_default().to_owned();
        let scenario = Scenario::read(&adapted(whole, run).to_string());
        let seen = match scenario.and_then(|scenario| play_live(&scenario, run)) {
            Ok(()) => Ok("as the file says".to_owned()),
            Err(why) if why.contains("not asked") => Err(shown(&why)),
            Err(why) => Ok(shown(&why)),
        };
        let place = format!("scenarios/{file}");
        let fact = Fact {
            what: &name,
            place: &place,
        };
        table.row(fact, "as the file says", seen);
    }
    Ok(())
}

/// Files by name, in order.
fn live() -> Result<Vec<(String, Value)>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let unreadable = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let text = fs::read_to_string(entry.path()).map_err(unreadable)?;
        let whole: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        if whole["live"] == true {
            files.push((entry.file_name().to_string_lossy().into_owned(), whole));
        }
    }
    files.sort_by(|(first, _), (second, _)| first.cmp(second));
    Ok(files)
}

/// The scenario with every key named, capped and expiring as a run's keys are, and without the
/// steps that only a sandbox can serve.
fn adapted(mut whole: Value, run: &Run) -> Value {
    let Some(steps) = whole["steps"].as_array_mut() else {
        return whole;
    };
    steps.retain(|step| step.get("seen").is_none());
    for step in steps {
        let call = step["call"].as_str().unwrap_or_default().to_owned();
        if ["create_key", "update_key"].contains(&call.as_str()) {
            name(&mut step["args"], run);
        }
        if let Some(expected) = step.get_mut("expect") {
            name(expected, run);
        }
        if call == "create_key" {
            let args = &mut step["args"];
            args["expiresAt"] = json!(run.expires_at().to_string());
            if args.get("consumptionLimit").is_none() {
                let usd = format!("0.{CAP_CENTS:02}");
                args["consumptionLimit"] = json!({"usd": usd});
            }
        }
    }
    whole
}

/// A description begins with the run's name, in what is sent and in what is expected.
fn name(object: &mut Value, run: &Run) {
    let description = object.get("description").and_then(Value::as_str);
    if let Some(description) = description.filter(|text| !text.starts_with('$')) {
        let named = format!("{} {description}", run.name());
        object["description"] = json!(named.chars().take(DESCRIPTION).collect::<String>());
    }
}
