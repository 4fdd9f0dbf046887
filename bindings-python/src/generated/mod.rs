//! Something for each of the core's declarations.
//!
//! Generated from core/src by `make generate`.

pub mod arguments;
pub mod methods;
pub mod results;
