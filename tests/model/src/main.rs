//! Checks the protocols of the key jobs over every interleaving of their steps, faults and kills.
//!
//! ```text
//! venice-keys-model [NAME…]   all setups, or those whose name contains one of these, with traces
//! ```
//!
//! The server carries a request out and responds; or carries it out and the response is lost; or
//! the sender gives it up, and it is carried out at any later moment or never. A process is killed
//! between any two steps; its memory is gone, and it may be started again. The server's clock ticks
//! at any moment. A list is exact, or shows what was true less than `lag` ticks ago.
//!
//! What is recommended must hold; each tempting alternative must break the promise that it was
//! rejected for.

mod checker;
mod create_once;
mod ensure;
mod promises;
mod rotate;
mod server;
mod setup;
mod setups;
mod state;
mod steps;
mod succession;
mod sweep;
mod world;

use std::process::ExitCode;
use std::time::Instant;

use checker::Verdict;
use setup::Setup;

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let is_asked_for =
        |setup: &Setup| names.is_empty() || names.iter().any(|name| setup.name.contains(name));
    let (mut passed, mut failed, mut states, mut steps) = (0, 0, 0, 0);
    for setup in setups::all().into_iter().filter(is_asked_for) {
        let start = Instant::now();
        let verdict = checker::check(&setup);
        let is_as_expected = verdict.broken.as_ref().map(|(what, _)| *what) == setup.breaks;
        match is_as_expected {
            true => passed += 1,
            false => failed += 1,
        }
        states += verdict.states;
        steps += verdict.steps;
        report(&setup, &verdict, is_as_expected, start);
        if !names.is_empty() || !is_as_expected {
            show_trace(&verdict);
        }
    }
    println!("{states} states, {steps} steps");
    println!("model: {passed} passed, {failed} failed, 0 skipped");
    match failed {
        0 if passed > 0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn report(setup: &Setup, verdict: &Verdict, is_as_expected: bool, start: Instant) {
    let wrong = match is_as_expected {
        true => "",
        false => "NOT AS EXPECTED: ",
    };
    let outcome = match verdict.broken {
        None => "holds  ",
        Some(_) => "refuted",
    };
    let (name, states, steps) = (setup.name, verdict.states, verdict.steps);
    let seconds = start.elapsed().as_secs_f64();
    println!("{wrong}{outcome} {name}: {states} states, {steps} steps, {seconds:.1} s");
    if let Some((what, trace)) = &verdict.broken {
        println!("        {what}, after {} steps", trace.len());
    }
}

fn show_trace(verdict: &Verdict) {
    let trace = verdict.broken.iter().flat_map(|(_, trace)| trace);
    for (number, label) in (1..).zip(trace) {
        println!("        {number:2}. {label}");
    }
}
