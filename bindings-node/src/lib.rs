//! The Rust half of the npm package `venice-keys`.
//!
//! * [`client`]: the client; [`generated`]: its operations, and what they take.
//! * [`calls`]: calls under way, and the way back to JavaScript.
//! * [`pages`]: what is fetched page by page.
//! * [`jobs`]: jobs in steps.
//! * [`arguments`]: what JavaScript passes in, type by type.
//! * [`errors`]: how a failure crosses. Results cross as the bridge's rows.
//! * [`values`]: keys and wallets, whose secrets stay outside JavaScript's memory.
//!
//! What is exported here is for the JavaScript layer in `lib/`, which is the package's API.

mod arguments;
mod calls;
mod client;
mod errors;
mod generated;
mod jobs;
mod pages;
mod values;
