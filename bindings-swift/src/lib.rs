//! The Rust half of the Swift package `VeniceKeys`.
//!
//! * [`client`]: the client, the wallet and the secret that Swift holds by handle.
//! * [`calls`]: a call under way, and what it replies.
//! * [`arguments`]: reads what Swift gives to a call.
//! * [`errors`]: how an error crosses.
//! * [`generated`]: which call of the core each operation is, and how its arguments are read.
//!
//! uniffi sees these few objects and no value of Venice's: values cross as rows of bytes, written
//! and read by code that is generated from the same model on both sides. So uniffi's Swift is a
//! module that an app never sees, and it changes with no field and no operation.

#![allow(
    clippy::result_large_err,
    reason = "an error of the core is passed on as it is, and a call fails once"
)]

uniffi::setup_scaffolding!();

pub mod arguments;
pub mod calls;
pub mod client;
pub mod errors;
pub mod generated;
