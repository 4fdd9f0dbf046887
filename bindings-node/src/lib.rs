//! The Rust half of the npm package `venice-keys`.
//!
//! * [`client`]: one method per operation.
//! * [`calls`]: the threads that carry calls out, and the way back to JavaScript.
//! * [`arguments`]: what comes in, type by type; [`inputs`]: the structs, member by member.
//! * [`results`]: what goes out; [`errors`]: how a failure does.
//! * [`values`]: keys and wallets, whose secrets stay outside JavaScript's memory.
//! * [`made_keys`]: warnings about keys that nobody would hear of.
//!
//! What is exported here is for the JavaScript layer in `lib/`, which is the package's API.

mod arguments;
mod calls;
mod client;
mod errors;
mod inputs;
mod made_keys;
mod results;
mod values;
