//! The jobs: thousands of runs, each with a fault or a kill at a step of a job. Whatever a process
//! saw of it, and whoever ran the job again: at the end the lasting keys are those wanted, each
//! one's secret is stored, and past the longest hold nothing pending is left.

mod bystanders;
mod disturbance;
pub(crate) mod fleet;
mod job;
mod run;
mod tally;
mod verdict;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use disturbance::Disturbance;
use job::Job;
use tally::Tally;

use crate::driver::Driver;
use crate::lost::drawn;

/// Runs at once. Each has a sandbox and drivers of its own.
const WORKERS: usize = 8;

/// A language's driver program.
#[derive(Clone)]
pub(crate) struct Language {
    pub(crate) name: String,
    pub(crate) command: String,
}

/// A job, who begins it (by number), and what happens to it.
#[derive(Clone, Copy)]
struct Cell {
    job: Job,
    language: usize,
    disturbance: Disturbance,
}

/// How many requests each job sends by itself.
type Steps = Vec<(&'static str, u64)>;

/// Each job in each language with everything that can happen at each of its steps, in an order that
/// the seed gives; and how many steps each job has.
fn cells(languages: &[Language], seed: u64) -> Result<(Vec<Cell>, Steps), String> {
    let mut drivers = Drivers::new(languages);
    let (mut cells, mut steps) = (Vec::new(), Vec::new());
    for job in Job::ALL {
        let requests = run::requests(&mut drivers, job)?;
        steps.push((job.name(), requests));
        for language in 0..languages.len() {
            let all = Disturbance::all(job, requests).into_iter();
            cells.extend(all.map(|disturbance| Cell {
                job,
                language,
                disturbance,
            }));
        }
    }
    let mut order: Vec<(u64, Cell)> = (0..)
        .map(|at| drawn(seed ^ SHUFFLE, at))
        .zip(cells)
        .collect();
    order.sort_by_key(|(number, _)| *number);
    Ok((order.into_iter().map(|(_, cell)| cell).collect(), steps))
}

/// The order is drawn by other numbers than the runs.
const SHUFFLE: u64 = 0x5eed;

/// Makes `runs` runs: with as many as there are cells, each is played.
pub(crate) fn play(languages: &[Language], runs: usize, seed: u64) -> Result<Tally, String> {
    let next = AtomicUsize::new(0);
    let (cells, requests) = cells(languages, seed)?;
    let names = languages.iter().map(|it| it.name.clone()).collect();
    let tally = Mutex::new(Tally::new(cells.len(), requests, names));
    std::thread::scope(|scope| {
        for worker in 0..WORKERS {
            let (next, tally, cells) = (&next, &tally, &cells);
            scope.spawn(move || {
                let mut drivers = Drivers::new(languages);
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    if place >= runs {
                        return;
                    }
                    let at = place % cells.len();
                    let number = drawn(seed, place as u64);
                    let ended = run::play(&mut drivers, worker, cells[at], number);
                    if let Ok(mut tally) = tally.lock() {
                        tally.add((place, at, cells[at]), ended);
                    }
                }
            });
        }
    });
    tally.into_inner().map_err(|_| "a worker panicked".into())
}

/// A worker's drivers: started when they are needed, and again when one was killed.
struct Drivers<'a> {
    languages: &'a [Language],
    idle: Vec<Option<Running>>,
}

/// A driver, and for how many runs it was used.
struct Running {
    driver: Driver,
    runs: usize,
}

/// A driver keeps a client for each sandbox that it has seen: after so many it starts afresh.
const MOST_RUNS: usize = 100;

impl<'a> Drivers<'a> {
    fn new(languages: &'a [Language]) -> Self {
        Self {
            languages,
            idle: languages.iter().map(|_| None).collect(),
        }
    }

    fn language(&self, turn: usize) -> &'a Language {
        &self.languages[turn % self.languages.len()]
    }

    /// Lends the driver of a language.
    fn take(&mut self, turn: usize) -> Result<Running, String> {
        let at = turn % self.languages.len();
        match self.idle[at].take() {
            Some(running) => Ok(running),
            None => Ok(Running {
                driver: Driver::start(&self.languages[at].command)?,
                runs: 0,
            }),
        }
    }

    /// Takes one back that still runs.
    fn give_back(&mut self, turn: usize, running: Running) {
        let at = turn % self.languages.len();
        let Running { driver, runs } = running;
        if runs + 1 < MOST_RUNS {
            let runs = runs + 1;
            self.idle[at] = Some(Running { driver, runs });
        }
    }
}
