//! What each operation takes and returns, from the contract that is derived from the core.

use std::sync::LazyLock;

use serde_json::Value;

static OPERATIONS: LazyLock<Value> = LazyLock::new(|| {
    let contract: Value =
        serde_json::from_str(include_str!("../../contract.json")).unwrap_or_default();
    contract["operations"].clone()
});

/// Whether it returns a list, at once or in pages.
pub(crate) fn lists(operation: &str) -> bool {
    let returns = OPERATIONS[operation]["returns"]
        .as_str()
        .unwrap_or_default();
    returns.starts_with("Vec<") || returns.starts_with("Pages<")
}

/// Whether it is a list that never ends.
pub(crate) fn is_endless(operation: &str) -> bool {
    OPERATIONS[operation]["endless"] == true
}

/// Whether it writes what comes, as it comes.
pub(crate) fn writes(operation: &str) -> bool {
    OPERATIONS[operation]["sink"].is_string()
}
