//! The Rust half of the Swift package `VeniceKeys`.
//!
//! * [`client`]: one method per operation, each carried out on a thread of ours.
//! * [`types`]: every value that crosses, field by field, and how it is converted.
//! * [`errors`]: the one match from core errors to Swift's.
//!
//! What starts with `Core` is for the hand-written layer in `Sources/VeniceKeys` and internal
//! there; everything else is what Swift people see, and so its documentation is theirs.

#![allow(
    clippy::result_large_err,
    reason = "uniffi takes an error whole, and a call fails once"
)]

uniffi::setup_scaffolding!();

pub mod client;
pub mod errors;
pub mod types;
