use super::error_body::{ISSUE_LIMIT, TEXT_LIMIT};
use super::*;

fn refusal(status: u16, body: &str) -> Error {
    refused(status, body, Asked::Other, &[])
}

fn refused(status: u16, body: &str, asked: Asked, secrets: &[Secret]) -> Error {
    let refusal = Refusal {
        status,
        body: body.as_bytes(),
        payment_header: false,
        waits: Waits::default(),
        request_id: None,
        server_version: None,
        notice: None,
        asked,
    };
    to_error(refusal, secrets)
}

#[test]
fn each_documented_response_has_its_code() {
    for (status, body, code) in [
        (400, r#"{"error":"API key not found"}"#, ErrorCode::NotFound),
        (
            400,
            r#"{"error":"API key not found or expired"}"#,
            ErrorCode::NotFound,
        ),
        (
            400,
            r#"{"error":"API key could not be found"}"#,
            ErrorCode::NotFound,
        ),
        (
            400,
            r#"{"error":"Invalid request parameters"}"#,
            ErrorCode::BadRequest,
        ),
        (
            401,
            r#"{"error":"Authentication failed"}"#,
            ErrorCode::Unauthenticated,
        ),
        (
            401,
            r#"{"error":"Admin API key required"}"#,
            ErrorCode::AdminKeyRequired,
        ),
        (
            402,
            r#"{"x402Version":2,"accepts":[],"authOptions":{}}"#,
            ErrorCode::Unauthenticated,
        ),
        (
            402,
            r#"{"error":"Insufficient USD or Diem balance"}"#,
            ErrorCode::PaymentRequired,
        ),
        (403, "<html>no</html>", ErrorCode::Forbidden),
        (404, "", ErrorCode::NotFound),
        (408, "", ErrorCode::BadRequest),
        (410, r#"{"error":"use /v2"}"#, ErrorCode::Gone),
        (422, "{}", ErrorCode::BadRequest),
        (429, "{}", ErrorCode::RateLimited),
        (500, "{}", ErrorCode::ServerError),
        (503, "<html>", ErrorCode::ServerError),
        (302, "", ErrorCode::BadResponse),
    ] {
        assert_eq!(refusal(status, body).code(), code, "{status} {body}");
    }
}

#[test]
fn a_mints_refusals_are_distinguished_by_their_texts() {
    for (text, code) in [
        ("Invalid wallet address", ErrorCode::InvalidAddress),
        ("Failed: JWT has expired", ErrorCode::ChallengeExpired),
        ("JWT signature is invalid", ErrorCode::ChallengeInvalid),
        ("JWT claims are invalid", ErrorCode::ChallengeInvalid),
        ("JWT is malformed", ErrorCode::ChallengeInvalid),
        (
            "Wallet signature does not match",
            ErrorCode::SignatureMismatch,
        ),
        (
            "Could not verify wallet signature",
            ErrorCode::WalletCheckUnavailable,
        ),
        (
            "Wallet 0xabc has no staked VVV on Base",
            ErrorCode::NotStaked,
        ),
        (
            "You have reached the maximum number of API keys (500)",
            ErrorCode::KeyLimitReached,
        ),
        ("The challenge has expired", ErrorCode::ChallengeExpired),
        (
            "This challenge has already been used",
            ErrorCode::ChallengeInvalid,
        ),
        (
            "The challenge was issued for a different wallet address",
            ErrorCode::ChallengeInvalid,
        ),
        (
            "The message is not a valid Venice API key authorization challenge",
            ErrorCode::ChallengeInvalid,
        ),
        (
            "The challenge statement was modified",
            ErrorCode::ChallengeInvalid,
        ),
        (
            "The challenge domain must be \\\"api.venice.ai\\\"",
            ErrorCode::ChallengeInvalid,
        ),
        ("Too many active API keys", ErrorCode::KeyLimitReached),
        (
            "Invalid limitPeriod for this API key",
            ErrorCode::BadRequest,
        ),
        (
            "consumptionLimit of an API key is too large",
            ErrorCode::BadRequest,
        ),
        ("Invalid request parameters", ErrorCode::BadRequest),
    ] {
        let body = format!(r#"{{"error":"{text}"}}"#);
        assert_eq!(
            refused(400, &body, Asked::ForKey, &[]).code(),
            code,
            "{text}"
        );
    }
}

#[test]
fn a_wallets_refusals_are_distinguished() {
    let body = r#"{"error":"Invalid Sign-in-with-x signature"}"#;
    let discovery = r#"{"x402Version":2,"accepts":[]}"#;
    let own = r#"{"error":"You can only access balance for your own wallet"}"#;
    for (status, body, code) in [
        (401, body, ErrorCode::SignInRefused),
        (402, discovery, ErrorCode::SignInRefused),
        (403, own, ErrorCode::WalletMismatch),
        (
            429,
            r#"{"error":"Rate limit exceeded."}"#,
            ErrorCode::RateLimited,
        ),
    ] {
        let error = refused(status, body, Asked::BySignIn, &[]);
        assert_eq!(error.code(), code, "{body}");
    }
}

#[test]
fn a_payments_refusals_are_distinguished() {
    for (status, server_code, code) in [
        (
            400,
            "PAYMENT_VERIFICATION_FAILED",
            ErrorCode::PaymentRefused,
        ),
        (400, "X402_INVALID_PAYMENT", ErrorCode::PaymentRefused),
        (402, "SETTLEMENT_FAILED", ErrorCode::PaymentSettling),
        (403, "FORBIDDEN", ErrorCode::PaymentRefused),
        (409, "PAYMENT_IN_PROGRESS", ErrorCode::PaymentSettling),
        (429, "SLOW_DOWN", ErrorCode::RateLimited),
        (503, "X402_NOT_CONFIGURED", ErrorCode::ServerError),
        (504, "SETTLEMENT_TIMEOUT", ErrorCode::PaymentSettling),
        (504, "GATEWAY_TIMEOUT", ErrorCode::ServerError),
    ] {
        let body = format!(r#"{{"error":"{server_code}","message":"said why"}}"#);
        let error = refused(status, &body, Asked::ToTakePayment, &[]);
        assert_eq!(error.code(), code, "{server_code}");
        assert_eq!(error.server_code(), Some(server_code));
    }
    let unseen = r#"{"x402Version":2,"accepts":[{"scheme":"exact"}]}"#;
    let error = refused(402, unseen, Asked::ToTakePayment, &[]);
    assert_eq!(
        error.code(),
        ErrorCode::PaymentRefused,
        "no payment was seen"
    );
}

#[test]
fn what_is_gone_names_its_successor() {
    let link = "sunset: now; link: </api/v1/billing/usage-history>; \
        rel=\"successor-version\", <https://docs.example>; rel=\"deprecation\"";
    assert_eq!(successor(link), Some("/api/v1/billing/usage-history"));
    for other in ["", "link: <a>; rel=\"next\"", "rel=\"successor-version\""] {
        assert_eq!(successor(other), None, "{other}");
    }
    let refusal = Refusal {
        status: 410,
        body: b"{}",
        payment_header: false,
        waits: Waits::default(),
        request_id: None,
        server_version: None,
        notice: Some(link.to_owned()),
        asked: Asked::Other,
    };
    let text = to_error(refusal, &[]).to_string();
    assert!(
        text.contains("successor is /api/v1/billing/usage-history"),
        "{text}"
    );
}

#[test]
fn every_body_shape_gives_its_issues() {
    for (body, field, message) in [
        (
            r#"{"error":"x","details":{"_errors":[],"description":{"_errors":["Too long"]}}}"#,
            "description",
            "Too long",
        ),
        (
            r#"{"error":"x","details":{"consumptionLimit":{"usd":{"_errors":["Too small"]}}}}"#,
            "consumptionLimit.usd",
            "Too small",
        ),
        (
            r#"{"error":"x","issues":[{"code":"c","message":"Bad","path":["a","b",0]}]}"#,
            "a.b.0",
            "Bad",
        ),
        (r#"{"error":"x","details":"plain"}"#, "", "plain"),
        (
            r#"{"error":{"message":"No","type":"t","param":"id","code":"c"}}"#,
            "id",
            "No",
        ),
        (
            r#"{"error":"x","context":{"issues":[{"message":"M","path":["p"]}]}}"#,
            "p",
            "M",
        ),
    ] {
        let error = refusal(400, body);
        let issue = &error.issues()[0];
        assert_eq!(
            (issue.field.as_str(), issue.message.as_str()),
            (field, message),
            "{body}"
        );
    }
}

#[test]
fn a_gateways_page_is_not_shown() {
    let error = refusal(502, "<html><body>nginx SECRETWORD</body></html>");
    assert_eq!(error.to_string(), "HTTP 502: the call is safe to repeat");
    assert_eq!(error.server_text(), None);
    let error = refusal(502, r#"{"error":"x"}"#);
    assert_eq!(error.server_text(), Some("x"));
}

#[test]
fn an_echoed_secret_is_cut_out() {
    let key = Secret::from("VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW");
    let echo = format!("bad key {} or cdefghijklmn", key.reveal());
    let body = &serde_json::json!({ "error": echo }).to_string();
    let error = refused(401, body, Asked::Other, std::slice::from_ref(&key));
    for form in [error.to_string(), format!("{error:?}")] {
        assert!(!form.contains("cdefghijklmn"), "{form}");
        assert!(form.contains("[redacted]"), "{form}");
    }
}

#[test]
fn a_text_that_is_long_or_has_many_lines_is_clipped() {
    let body = serde_json::json!({ "error": format!("a\nb{}", "x y ".repeat(200)) });
    let message = refusal(400, &body.to_string()).to_string();
    assert!(
        message.len() < 400 && message.starts_with("a b"),
        "{message}"
    );
}

#[test]
fn the_advice_fits_what_was_refused() {
    for (status, text, part) in [
        (400, "API key not found", "list_keys()"),
        (401, "Authentication failed", "unexpired"),
        (
            401,
            "Authentication failed - Pro subscription is inactive. Please upgrade",
            "renew the account's subscription",
        ),
        (401, "Admin API key required", "VENICE_ADMIN_KEY"),
        (402, "API key USD spend limit exceeded", "its limit period"),
        (402, "Insufficient USD or Diem balance", "add balance"),
        (
            403,
            "This API key is restricted to configured IP addresses",
            "IP allowlist",
        ),
        (403, "Blocked by model privacy", "model privacy"),
        (
            403,
            "API access has been disabled for this account",
            "support",
        ),
        (
            403,
            "You can only read your own wallet",
            "sign with the wallet",
        ),
        (404, "Not found", "check the base URL"),
    ] {
        let body = format!(r#"{{"error":"{text}"}}"#);
        let message = refusal(status, &body).to_string();
        assert!(message.contains(part), "{message}");
    }
    let lost = refusal(404, "").to_string();
    assert!(!lost.contains("list_keys"), "{lost}");
}

#[test]
fn the_servers_own_code_is_kept() {
    for (body, text, code) in [
        (
            r#"{"error":"PAYMENT_SETTLING","message":"It takes a moment"}"#,
            "It takes a moment",
            Some("PAYMENT_SETTLING"),
        ),
        (
            r#"{"error":"No","code":"X402_SIGN_IN_EXPIRED"}"#,
            "No",
            Some("X402_SIGN_IN_EXPIRED"),
        ),
        (r#"{"error":{"message":"No","code":"c"}}"#, "No", Some("c")),
        (
            r#"{"error":"No","context":{"errorCode":"OLD"}}"#,
            "No",
            Some("OLD"),
        ),
        (r#"{"error":"It failed","message":"No"}"#, "It failed", None),
        (r#"{"error":"No","code":7}"#, "No", None),
    ] {
        let error = refusal(400, body);
        assert_eq!(error.server_code(), code, "{body}");
        assert!(error.to_string().starts_with(text), "{error}");
    }
}

#[test]
fn a_request_id_may_stand_in_the_body() {
    let error = refusal(502, r#"{"error":"upstream","request_id":"req 77\n"}"#);
    assert_eq!(error.request_id(), Some("req77"));
}

#[test]
fn a_body_made_to_be_expensive_is_not() {
    let fields = |count: usize| -> String {
        let fields: Vec<String> = (0..count).map(|i| format!(r#""{i}":{{"a":0}}"#)).collect();
        fields.join(",")
    };
    let long = "n".repeat(30_000);
    let messages = vec![r#""m""#; 8_000].join(",");
    let steps = vec!["[]"; 8_000].join(",");
    for body in [
        format!(
            r#"{{"error":"x","details":{{"{long}":{{{}}}}}}}"#,
            fields(2_500)
        ),
        format!(r#"{{"error":"x","details":{{"{long}":{{"_errors":[{messages}]}}}}}}"#),
        format!(r#"{{"error":"x","issues":[{{"message":"m","path":[{steps}]}}]}}"#),
    ] {
        // The best of several: the machine may have something else to do.
        let times = std::iter::repeat_with(|| {
            let start = std::time::Instant::now();
            refusal(400, &body);
            start.elapsed().as_millis()
        });
        let fast = times.take(20).any(|time| time < 200);
        assert!(fast, "it took at least 200 ms each time");
        let error = refusal(400, &body);
        assert!(error.issues().len() <= ISSUE_LIMIT);
        let longest = error.issues().iter().map(|issue| issue.field.len()).max();
        assert!(longest.is_none_or(|longest| longest <= 10 * (TEXT_LIMIT + 4)));
    }
}
