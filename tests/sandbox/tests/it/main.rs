//! The sandbox from outside, over sockets and by its own program.

mod api;
mod client;
mod control;
mod crowd;
mod faults;
mod limits;
mod mint;
mod program;
mod tls;
