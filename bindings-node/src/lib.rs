//! The Rust half of the npm package `venice-keys`.
//!
//! * [`client`]: one method per operation.
//! * [`types`]: every value that crosses, field by field, and how it is converted.
//! * [`errors`]: how a failure crosses.
//! * [`calls`]: the threads that carry calls out, and the way back to JavaScript.
//! * [`made_keys`]: what is said of keys that can't be handed over any more.
//!
//! What is exported here is for the hand-written layer in `lib/`, which is what Node people see.

mod calls;
mod client;
mod errors;
mod made_keys;
mod types;
