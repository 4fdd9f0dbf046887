//! Every file of `tests/scenarios/`, each a test of its own; and one broken on purpose, to see
//! that this runner can fail.

use std::path::Path;
use std::{fs, io};

use libtest_mimic::{Arguments, Failed, Trial};
use venice_keys_tests::{Scenario, play};

fn main() -> io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut trials = Vec::new();
    for entry in fs::read_dir(here.join("../scenarios"))? {
        let path = entry?.path();
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned());
        trials.push(Trial::test(name.unwrap_or_default(), move || {
            play_file(&path)
        }));
    }
    let broken = here.join("broken-scenario.json");
    trials.push(Trial::test(
        "a_broken_scenario_fails",
        move || match play_file(&broken) {
            Ok(()) => Err("the broken scenario passed".into()),
            Err(why) => match why.message() {
                Some(why) if why.contains("step 2") && why.contains("result.0.id") => Ok(()),
                _ => Err(why),
            },
        },
    ));
    libtest_mimic::run(&Arguments::from_args(), trials).exit()
}

fn play_file(path: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    Ok(Scenario::read(&text).and_then(|scenario| play(&scenario))?)
}
