//! What only Rust can get wrong.
