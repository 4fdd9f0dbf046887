//! What became of all runs.

use std::collections::{BTreeMap, BTreeSet};

use super::disturbance::Disturbance;
use super::run::Ended;
use super::verdict::Said;
use super::{Cell, Steps};

/// What became of all runs.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By what disturbed the run: how many there were.
    disturbed: BTreeMap<&'static str, usize>,
    /// By job and language.
    jobs: BTreeMap<String, usize>,
    requests: Steps,
    /// How many cells there are, and which were played, and in which it happened.
    cells: usize,
    played: BTreeSet<usize>,
    met: BTreeSet<usize>,
    language_names: Vec<String>,
    /// As few keys as there may be, as many as there may be, and how many there are.
    least: usize,
    most: usize,
    there: usize,
    secrets_lost: usize,
    too_many: usize,
    pending: usize,
    /// Bystanders that weren't left as they were.
    touched: usize,
    /// Who failed with which code, how often.
    said: BTreeMap<(Said, String), usize>,
    rivals: usize,
    pub(crate) failures: Vec<String>,
}

impl Tally {
    pub(super) fn new(cells: usize, requests: Steps, language_names: Vec<String>) -> Self {
        Self {
            cells,
            requests,
            language_names,
            ..Self::default()
        }
    }

    /// The figures, as a person reads them.
    pub(crate) fn table(&self, runs: usize, seed: u64) -> String {
        let rows = [
            ("runs with a second process at once", self.rivals),
            ("keys wanted, at least", self.least),
            ("keys wanted, at most", self.most),
            ("keys there", self.there),
            ("secrets lost", self.secrets_lost),
            ("keys too many", self.too_many),
            ("pending after the longest hold", self.pending),
            ("keys of others touched", self.touched),
        ];
        let mut text = format!(
            "# Jobs under faults\n\n{runs} runs in {}, seed {seed}: {} of {} cells (a job in a \
             language, with a kind of fault or kill at a step), and in {} of them it happened\n\n",
            self.language_names.join(", "),
            self.played.len(),
            self.cells,
            self.met.len(),
        );
        text.push_str("| | |\n|---|---|\n");
        for (what, count) in rows {
            text.push_str(&format!("| {what} | {count} |\n"));
        }
        text.push_str("\n| What happened | runs |\n|---|---|\n");
        for (what, count) in &self.disturbed {
            text.push_str(&format!("| {what} | {count} |\n"));
        }
        text.push_str("\n| Who failed | code | times |\n|---|---|---|\n");
        for ((who, code), count) in &self.said {
            text.push_str(&format!("| {} | {code} | {count} |\n", who.name()));
        }
        text.push_str("\n| Job | requests by itself |\n|---|---|\n");
        for (job, count) in &self.requests {
            text.push_str(&format!("| {job} | {count} |\n"));
        }
        text.push_str("\n| Job and language | runs |\n|---|---|\n");
        for (job, count) in &self.jobs {
            text.push_str(&format!("| {job} | {count} |\n"));
        }
        text
    }

    pub(super) fn add(
        &mut self,
        (place, at, cell): (usize, usize, Cell),
        ended: Result<Ended, String>,
    ) {
        self.played.insert(at);
        let Ended {
            what,
            reached,
            has_rival,
            failed,
            found,
        } = match ended {
            Ok(ended) => ended,
            Err(why) => {
                let Cell {
                    job, disturbance, ..
                } = cell;
                let what = format!("run {place}, {}, {disturbance:?}: {why}", job.name());
                return self.failures.push(what);
            }
        };
        let disturbed = match reached {
            true => cell.disturbance.name(),
            false => Disturbance::Nothing.name(),
        };
        if reached {
            self.met.insert(at);
        }
        *self.disturbed.entry(disturbed).or_default() += 1;
        *self.jobs.entry(what.clone()).or_default() += 1;
        self.rivals += usize::from(has_rival);
        for (who, code) in failed {
            *self.said.entry((who, code)).or_default() += 1;
        }
        self.least += found.least;
        self.most += found.most;
        self.there += found.there;
        self.secrets_lost += found.secrets_lost;
        self.too_many += found.too_many;
        self.pending += found.pending;
        self.touched += found.touched;
        if !found.wrong.is_empty() {
            let wrong = found.wrong.join("; ");
            let at = cell.disturbance;
            self.failures.push(format!(
                "run {place}, {what}, {disturbed} ({at:?}): {wrong}"
            ));
        }
    }
}
