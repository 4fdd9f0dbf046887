//! Every file of `tests/scenarios/`, each a test of its own; and those of
//! `tests/scenarios-broken/`, to see that this runner can fail.

use std::path::{Path, PathBuf};
use std::{fs, io};

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use venice_keys_tests::{Scenario, play};

fn main() -> io::Result<()> {
    let mut trials = Vec::new();
    for (name, path) in files("scenarios")? {
        trials.push(Trial::test(name, move || play_file(&path)));
    }
    for (name, path) in files("scenarios-broken")? {
        trials.push(Trial::test(format!("broken: {name}"), move || {
            fails_as_it_says(&path)
        }));
    }
    libtest_mimic::run(&Arguments::from_args(), trials).exit()
}

fn files(folder: &str) -> io::Result<Vec<(String, PathBuf)>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default();
        files.push((name.to_string_lossy().into_owned(), path));
    }
    Ok(files)
}

fn play_file(path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    Ok(Scenario::read(&text).and_then(|scenario| play(&scenario))?)
}

fn fails_as_it_says(path: &Path) -> Result<(), Failed> {
    let mut file: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let fails = file["fails"].take();
    file.as_object_mut().and_then(|file| file.remove("fails"));
    let played = Scenario::read(&file.to_string()).and_then(|scenario| play(&scenario));
    let Err(report) = played else {
        return Err("the broken scenario passed".into());
    };
    let said = match fails["step"].as_u64() {
        Some(0) => !report.contains("step "),
        Some(step) => report.contains(&format!("step {step}:")),
        None => return Err("fails.step is not a number".into()),
    };
    let mut texts = fails["says"].as_array().into_iter().flatten();
    match said && texts.all(|text| text.as_str().is_some_and(|text| report.contains(text))) {
        true => Ok(()),
        false => Err(format!("expected {fails}, the report was: {report}").into()),
    }
}
