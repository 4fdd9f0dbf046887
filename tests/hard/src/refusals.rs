//! The refusals that the API documents.

use serde_json::{Value, json};

use crate::faults::Meaning;

/// Of each its status, its body, and what it means.
pub(crate) fn refusals() -> Vec<(u16, Value, Meaning)> {
    use Meaning::{Refused, RefusedToMake};
    let error = |text: &str| json!({ "error": text });
    vec![
        (
            400,
            json!({
                "error": "Invalid request parameters",
                "details": {"_errors": [], "description": {"_errors": ["Field is required"]}},
                "issues": [{"code": "c", "message": "Field is required", "path": ["description"]}],
            }),
            Refused("bad_request"),
        ),
        (
            400,
            json!({"error": "x", "details": "plain text"}),
            Refused("bad_request"),
        ),
        (
            400,
            json!({"error": {"message": "m", "param": "p"}}),
            Refused("bad_request"),
        ),
        (
            400,
            json!({"error": "x", "context": {"issues": []}}),
            Refused("bad_request"),
        ),
        (
            400,
            json!({"error": "x", "code": "y"}),
            Refused("bad_request"),
        ),
        (400, error("API key not found"), Refused("not_found")),
        (
            400,
            error("API key not found or expired"),
            Refused("not_found"),
        ),
        (
            400,
            error("API key could not be found"),
            Refused("not_found"),
        ),
        (
            400,
            error("Invalid wallet address"),
            RefusedToMake("invalid_address"),
        ),
        (
            400,
            error("JWT has expired"),
            RefusedToMake("challenge_expired"),
        ),
        (
            400,
            error("JWT signature is invalid"),
            RefusedToMake("challenge_invalid"),
        ),
        (
            400,
            error("JWT claims are invalid"),
            RefusedToMake("challenge_invalid"),
        ),
        (
            400,
            error("JWT is malformed"),
            RefusedToMake("challenge_invalid"),
        ),
        (
            400,
            error("Wallet signature does not match"),
            RefusedToMake("signature_mismatch"),
        ),
        (
            400,
            error("Could not verify wallet signature"),
            RefusedToMake("wallet_check_unavailable"),
        ),
        (
            400,
            error("Wallet has no staked VVV on Base"),
            RefusedToMake("not_staked"),
        ),
        (
            400,
            error("You have reached the maximum number of API keys (500)"),
            RefusedToMake("key_limit_reached"),
        ),
        (
            401,
            error("Authentication failed"),
            Refused("unauthenticated"),
        ),
        (
            401,
            error("Admin API key required"),
            Refused("admin_key_required"),
        ),
        (
            402,
            json!({
                "error": "Authentication required", "x402Version": 2, "accepts": [],
                "authOptions": {},
            }),
            Refused("unauthenticated"),
        ),
        (
            402,
            error("Insufficient USD or Diem balance"),
            Refused("payment_required"),
        ),
        (
            402,
            error("API key USD spend limit exceeded"),
            Refused("payment_required"),
        ),
        (
            403,
            error("This API key is restricted to configured IP addresses"),
            Refused("forbidden"),
        ),
        (
            403,
            error("API access has been disabled for this account"),
            Refused("forbidden"),
        ),
        (
            401,
            error("Authentication failed - Pro subscription is inactive. Please upgrade"),
            Refused("unauthenticated"),
        ),
        (
            400,
            json!({"error": "INVALID_PAYMENT", "message": "m", "details": {"reason": "r"}}),
            Refused("bad_request"),
        ),
        (
            401,
            json!({"error": "This nonce has already been used", "code": "X402_NONCE_REUSED"}),
            Refused("unauthenticated"),
        ),
        (408, error("Request timed out"), Meaning::GaveUp),
        (499, error("Client closed request"), Meaning::GaveUp),
        (404, error("Not found"), Refused("not_found")),
        (410, error("Use /api/v2 instead"), Refused("gone")),
    ]
}
