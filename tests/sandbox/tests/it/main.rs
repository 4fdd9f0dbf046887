//! The sandbox from outside, over sockets and by its own program.

#![allow(
    clippy::unwrap_used,
    reason = "helpers of tests are tests, but clippy can't see it"
)]

mod analytics;
mod api;
mod billing;
mod client;
mod control;
mod crowd;
mod faults;
mod guard;
mod headers;
mod keys;
mod late;
mod limits;
mod lists;
mod meanwhile;
mod mint;
mod mint_siwe;
mod program;
mod refusals;
mod sign_in;
mod tls;
mod top_up;
mod top_up_faults;
mod usage_csv;
mod usage_history;
mod wallets;
