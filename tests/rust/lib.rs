//! The Rust scenario runner.
