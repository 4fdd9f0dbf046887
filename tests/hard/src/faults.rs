//! Everything that can go wrong between client and server, and what each must come to.

use serde_json::{Value, json};

use crate::contract;
use crate::operations::{Kind, Operation};
use crate::refusals::refusals;
use crate::{key_jobs, wallets};

/// What a fault means to a call.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Meaning {
    /// The server refused: this code, sent once.
    Refused(&'static str),
    /// The server refused a call that makes a key with this code; another call is a bad request.
    RefusedToMake(&'static str),
    /// Something on the way refused, with a page or nothing: this code, sent once. It says nothing
    /// about a key.
    Page(&'static str),
    /// The server gave up waiting for what the call sent, or so it says.
    GaveUp,
    /// Wait and try again.
    TooMany,
    /// The server failed.
    Fails,
    /// Something came, or nothing, and it wasn't a response.
    NoResponse,
    /// Nothing came before the deadline.
    TooLate,
    /// A response that the API doesn't document.
    Undocumented,
    /// The connection was never made.
    NeverMade,
    /// It looks odd and is right.
    Harmless,
    /// So does this, unless what comes is written as it is.
    OddKind,
}

/// What a cell of the matrix must show.
pub(crate) struct Expected {
    /// The codes that are right; `"ok"` for success.
    pub(crate) codes: Vec<&'static str>,
    /// How often the server may have seen the call.
    pub(crate) seen: std::ops::RangeInclusive<usize>,
}

/// How often a call is retried at most in the matrix.
pub(crate) const RETRIES: usize = 1;

impl Meaning {
    pub(crate) fn expected(self, operation: &Operation) -> Expected {
        let own = wallets::expected(self, operation.kind)
            .or_else(|| key_jobs::expected(self, operation.kind));
        if let Some(expected) = own {
            return expected;
        }
        let makes = operation.kind == Kind::Creates;
        let retried = 1..=1 + RETRIES;
        let unknown = || Expected {
            codes: vec!["outcome_unknown"],
            seen: 1..=1,
        };
        let once = |code| Expected {
            codes: vec![code],
            seen: 1..=1,
        };
        match self {
            // To the question whether a key is accepted, a refusal is a response.
            Meaning::Refused(
                "unauthenticated" | "admin_key_required" | "payment_required" | "forbidden",
            ) if operation.name == "verify_key" => once("ok"),
            Meaning::Refused(code) | Meaning::Page(code) => once(code),
            Meaning::GaveUp if makes => unknown(),
            Meaning::GaveUp => once("bad_request"),
            Meaning::RefusedToMake(code) if makes => once(code),
            Meaning::RefusedToMake(_) => once("bad_request"),
            Meaning::TooMany => Expected {
                codes: vec!["rate_limited"],
                seen: 1 + RETRIES..=1 + RETRIES,
            },
            Meaning::Fails | Meaning::NoResponse | Meaning::TooLate | Meaning::Undocumented
                if makes =>
            {
                unknown()
            }
            Meaning::Fails => Expected {
                codes: vec!["server_error"],
                seen: retried,
            },
            Meaning::NoResponse => Expected {
                codes: vec!["connection"],
                seen: retried,
            },
            Meaning::TooLate => once("timeout"),
            Meaning::OddKind if contract::writes(operation.name) => once("bad_response"),
            Meaning::Undocumented => once("bad_response"),
            Meaning::NeverMade => Expected {
                codes: vec!["connection", "timeout"],
                seen: 0..=0,
            },
            Meaning::Harmless | Meaning::OddKind => once("ok"),
        }
    }
}

/// One row of the matrix.
pub(crate) struct Fault {
    pub(crate) name: String,
    pub(crate) body: Value,
    pub(crate) meaning: Meaning,
}

fn fault(name: impl Into<String>, body: Value, meaning: Meaning) -> Fault {
    Fault {
        name: name.into(),
        body,
        meaning,
    }
}

/// What a status means when its body says nothing.
fn by_status(status: u16) -> Meaning {
    match status {
        401 => Meaning::Page("unauthenticated"),
        402 => Meaning::Page("payment_required"),
        403 => Meaning::Page("forbidden"),
        404 => Meaning::Page("not_found"),
        408 | 499 => Meaning::GaveUp,
        410 => Meaning::Page("gone"),
        429 => Meaning::TooMany,
        500.. => Meaning::Fails,
        _ => Meaning::Page("bad_request"),
    }
}

/// In a fault: the caller's own key.
pub(crate) const OWN_KEY: &str = "$ownKey";

/// The key comes back, in every place from which something is passed on.
fn echoes() -> [Fault; 3] {
    let body = json!({
        "error": format!("no {OWN_KEY}"), "code": OWN_KEY, "request_id": OWN_KEY,
        "issues": [{"message": OWN_KEY, "path": [OWN_KEY]}],
    });
    let headers = json!({
        "x-request-id": OWN_KEY, "x-venice-version": OWN_KEY, "cf-ray": OWN_KEY,
        "deprecation": OWN_KEY, "sunset": OWN_KEY, "link": OWN_KEY, "server": OWN_KEY,
    });
    let refusal = json!({"kind": "status", "status": 400, "body": body, "headers": headers});
    let failure = json!({"kind": "status", "status": 503, "body": body, "headers": headers});
    [
        fault(
            "400 that echoes the key",
            refusal,
            Meaning::Page("bad_request"),
        ),
        fault("503 that echoes the key", failure, Meaning::Fails),
        fault(
            "200 whose headers echo the key",
            json!({"kind": "edit", "headers": headers}),
            Meaning::Harmless,
        ),
    ]
}

impl Fault {
    /// Whether it hands the caller's key back.
    pub(crate) fn is_echo(&self) -> bool {
        self.body.to_string().contains(OWN_KEY)
    }
}

/// Every row: what the sandbox can do to a call.
pub(crate) fn all(elsewhere: &str) -> Vec<Fault> {
    use Meaning::{Harmless, NeverMade, NoResponse, OddKind, TooLate, TooMany, Undocumented};
    let mut faults = Vec::new();
    for (at, (status, body, meaning)) in refusals().into_iter().enumerate() {
        let row = json!({"kind": "status", "status": status, "body": body});
        faults.push(fault(
            format!("{status} documented, body {}", at + 1),
            row,
            meaning,
        ));
    }
    let at_once = json!({"retry-after": "0"});
    for text in ["Rate limit exceeded", "Too many failed attempts (> 50)"] {
        let body = json!({"error": text});
        let row = json!({"kind": "status", "status": 429, "body": body, "headers": at_once});
        faults.push(fault(format!("429 {text}"), row, TooMany));
    }
    for status in [500, 502, 503, 504] {
        for after in [false, true] {
            let row = json!({
                "kind": "status", "status": status, "body": {"error": "An unknown error occurred"},
                "afterWork": after,
            });
            let when = if after {
                "after the work"
            } else {
                "before the work"
            };
            faults.push(fault(format!("{status} {when}"), row, Meaning::Fails));
        }
    }
    for status in [
        400, 401, 402, 403, 404, 405, 408, 409, 410, 413, 418, 422, 429, 451, 499,
    ] {
        let headers = if status == 429 {
            at_once.clone()
        } else {
            json!({})
        };
        let page = json!({"kind": "html", "status": status, "headers": headers});
        faults.push(fault(
            format!("{status} HTML page"),
            page,
            by_status(status),
        ));
        let empty =
            json!({"kind": "empty", "status": status, "headers": headers, "afterWork": false});
        faults.push(fault(format!("{status} empty"), empty, by_status(status)));
    }
    for status in [500, 502, 503, 504] {
        let page = json!({"kind": "html", "status": status});
        faults.push(fault(format!("{status} HTML page"), page, Meaning::Fails));
        let empty = json!({"kind": "empty", "status": status});
        faults.push(fault(
            format!("{status} empty, after the work"),
            empty,
            Meaning::Fails,
        ));
    }
    faults.extend(echoes());
    faults.extend([
        fault("200 empty", json!({"kind": "empty"}), Undocumented),
        fault(
            "200 HTML page",
            json!({"kind": "html", "status": 200}),
            Undocumented,
        ),
        fault(
            "wrong content type",
            json!({"kind": "content_type", "contentType": "text/plain"}),
            OddKind,
        ),
        fault("real gzip", json!({"kind": "gzip"}), Harmless),
        fault(
            "connection refused",
            json!({"kind": "refuse", "ms": 2000}),
            NeverMade,
        ),
        fault(
            "reset before the work",
            json!({"kind": "reset_before"}),
            NoResponse,
        ),
        fault(
            "reset after the work",
            json!({"kind": "reset_after"}),
            NoResponse,
        ),
        fault("stall before the head", json!({"kind": "stall"}), TooLate),
        fault(
            "stall after the work",
            json!({"kind": "stall", "afterWork": true}),
            TooLate,
        ),
        fault(
            "stall inside the body",
            json!({"kind": "stall_body", "at": 5}),
            TooLate,
        ),
        fault("one byte a second", json!({"kind": "drip"}), TooLate),
        fault("body cut", json!({"kind": "cut", "at": 5}), NoResponse),
        fault(
            "garbage for a body",
            json!({"kind": "garbage"}),
            Undocumented,
        ),
        fault(
            "garbage for HTTP",
            json!({"kind": "garbage_wire"}),
            NoResponse,
        ),
        fault("50 MB body", json!({"kind": "huge"}), Undocumented),
        fault("gzip bomb", json!({"kind": "gzip_bomb"}), Undocumented),
        fault("wrong gzip", json!({"kind": "bad_gzip"}), Undocumented),
        fault("header flood", json!({"kind": "header_flood"}), NoResponse),
        fault(
            "redirect to itself",
            json!({"kind": "redirect", "location": "/api/v1/api_keys"}),
            Undocumented,
        ),
        fault(
            "redirect to another host",
            json!({"kind": "redirect", "location": elsewhere}),
            Undocumented,
        ),
        fault(
            "307 to another host",
            json!({"kind": "redirect", "status": 307, "location": elsewhere}),
            Undocumented,
        ),
    ]);
    faults
}
