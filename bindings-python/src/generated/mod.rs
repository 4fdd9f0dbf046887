//! What is derived from the core's declarations.

pub mod arguments;
pub mod methods;
pub mod results;
