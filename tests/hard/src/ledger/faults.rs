//! What the requests of a top-up may meet.

use serde_json::{Value, json};

/// A fault at a place that the number decides: at the payment, or at any request of a top-up.
///
/// Money that moves and is never credited isn't among them: Venice alone could say what became of
/// that, and the library says that it doesn't know.
pub(super) fn drawn(number: u64) -> Value {
    match (number >> 8) % 3 {
        0 => at_any_request(number),
        _ => at_payment(number),
    }
}

fn at_payment(number: u64) -> Value {
    let after = (number >> 32).is_multiple_of(2);
    let mut fault = match (number >> 16) % 18 {
        0 => json!({ "kind": "settlement", "response": "in_progress", "times": 2 }),
        1 => json!({ "kind": "settlement", "response": "in_progress", "settlesAfterMs": 60_000 }),
        2 => json!({ "kind": "settlement", "response": "timeout" }),
        3 => json!({ "kind": "settlement", "response": "timeout", "settles": "never" }),
        4 => json!({ "kind": "settlement", "response": "timeout", "settlesAfterMs": 60_000 }),
        5 => json!({ "kind": "settlement", "response": "failed", "times": 2 }),
        6 => json!({ "kind": "settlement", "response": "timeout", "remembered": false }),
        7 => json!({ "kind": "settlement", "response": "timeout", "remembered": false,
            "bookedAfterMs": 500_000 }),
        8 => json!({ "kind": "settlement", "bookedAfterMs": 500_000 }),
        9 => json!({ "kind": "reset_after" }),
        10 => json!({ "kind": "stall", "afterWork": after }),
        11 => json!({ "kind": "cut" }),
        12 => json!({ "kind": "garbage" }),
        13 => {
            json!({ "kind": "status", "status": 500, "body": { "error": "x" }, "afterWork": after })
        }
        14 => json!({ "kind": "html", "status": 504, "afterWork": after }),
        15 => json!({ "kind": "empty" }),
        16 => json!({ "kind": "status", "status": 429, "headers": { "retry-after": "0" } }),
        _ => json!({ "kind": "reset_before" }),
    };
    fault["match"] = json!({ "header": "payment-signature" });
    fault
}

fn at_any_request(number: u64) -> Value {
    let after = (number >> 32).is_multiple_of(2);
    let mut fault = match (number >> 16) % 8 {
        0 => json!({ "kind": "reset_before" }),
        1 => json!({ "kind": "reset_after" }),
        2 => json!({ "kind": "garbage" }),
        3 => json!({ "kind": "html", "status": 502, "afterWork": after }),
        4 => json!({ "kind": "status", "status": 503, "text": "" }),
        5 => json!({ "kind": "status", "status": 429, "headers": { "retry-after": "0" } }),
        6 => json!({ "kind": "cut" }),
        _ => json!({ "kind": "empty" }),
    };
    fault["match"] = json!({ "path": "/x402/*" });
    fault
}
