//! Plays the scenarios of `tests/scenarios/` through the Rust core. The format is described in
//! `tests/README.md`; a word that this runner doesn't know fails the scenario.

mod arguments;
mod checks;
mod driver;
mod generated;
mod jobs;
mod live;
mod loud;
mod operations;
mod pages;
mod results;
mod scenario;
mod values;

pub use driver::drive;
pub use live::Live;
pub use scenario::{Scenario, play, play_live};
