//! Generated from core/src by `make generate`: one of each for each of the core's declarations.

pub mod arguments;
pub mod methods;
pub mod results;
