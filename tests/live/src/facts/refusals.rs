//! What is refused, and in which words.

use serde_json::{Value, json};

use super::{NO_KEY, OurKey, kind, limits, members, said};
use crate::run::{NOBODYS_ID, Run};
use crate::table::{Table, fact};
use crate::venice::{As, NO_SUCH_PATH, Response};

const API: &str = "sandbox/src/api.rs";
const KEYS: &str = "sandbox/src/keys/calls.rs";
const RULES: &str = "sandbox/src/fields.rs";
const ISSUES: &str = "sandbox/src/issues.rs";
const NO_CREDENTIALS: &str = "sandbox/src/refusals.rs";

pub(super) fn without_keys_of_ours(run: &Run, table: &mut Table<'_>) {
    no_credentials(run, table);
    let nobodys = "VENICE_ADMIN_KEY_thisoneisnotknowntotheserver00002";
    let refused = said(run.get(As::Key(nobodys), "/api_keys"));
    table.row(
        fact(API, "an unknown key"),
        "401 \"Authentication failed\"",
        refused,
    );
    let unknown = run.get(As::Admin, NO_SUCH_PATH);
    let status = unknown.map(|response| response.status.to_string());
    table.row(fact(API, "an unknown path"), "404", status);
    let got = said(run.get(As::Admin, &format!("/api_keys/{NOBODYS_ID}")));
    table.row(
        fact(KEYS, "GET of an unknown id"),
        "400 \"API key not found\"",
        got,
    );
    let changed = said(run.update(NOBODYS_ID, &json!({"description": run.name()})));
    let expected = "400 \"API key not found or expired\"";
    table.row(fact(KEYS, "PATCH of an unknown id"), expected, changed);
    let deleted = said(run.delete(NOBODYS_ID));
    let expected = "400 \"API key could not be found\"";
    table.row(fact(KEYS, "DELETE of an unknown id"), expected, deleted);
    a_broken_rule(&run.create("strict", &json!({"noSuchField": true})), table);
}

fn no_credentials(run: &Run, table: &mut Table<'_>) {
    let response = run.get(As::Nobody, "/api_keys");
    let of = |read: &dyn Fn(&Response) -> String| match &response {
        Ok(response) if response.status == 402 => Ok(read(response)),
        Ok(response) => Err(response.said()),
        Err(why) => Err(why.clone()),
    };
    let refused = match &response {
        Ok(response) => Ok(response.said()),
        Err(why) => Err(why.clone()),
    };
    let expected = "402 \"Authentication required\"";
    table.row(fact(NO_CREDENTIALS, "no credentials"), expected, refused);
    let body = of(&|response| members(&response.json));
    let expected = "accepts, authOptions, error, extensions, resource, x402Version";
    table.row(fact(NO_CREDENTIALS, "members of that 402"), expected, body);
    let ways = of(&|response| members(&response.json["authOptions"]));
    table.row(
        fact(NO_CREDENTIALS, "members of its authOptions"),
        "apiKey, x402Wallet",
        ways,
    );
    let rails = of(&|response| {
        let count = response.json["accepts"].as_array().map_or(0, Vec::len);
        format!("{count} rails")
    });
    table.row(
        fact(NO_CREDENTIALS, "accepts of that 402"),
        "2 rails",
        rails,
    );
    let headers = of(&|response| {
        let of_these = ["payment-required", "x-ratelimit-remaining"];
        let there = of_these
            .into_iter()
            .filter(|name| response.header(name).is_some());
        there.collect::<Vec<_>>().join(", ")
    });
    let what = "which of payment-required, x-ratelimit-remaining that 402 has";
    table.row(fact(NO_CREDENTIALS, what), "payment-required", headers);
}

fn a_broken_rule(response: &Result<Response, String>, table: &mut Table<'_>) {
    let refused = match response {
        Ok(response) => Ok(response.said()),
        Err(why) => Err(why.clone()),
    };
    let expected = "400 \"Invalid request parameters\"";
    table.row(
        fact(RULES, "an unknown field in a create"),
        expected,
        refused,
    );
    let of = |read: &dyn Fn(&Value) -> String| match response {
        Ok(response) if response.status == 400 => Ok(read(&response.json)),
        Ok(response) => Err(response.said()),
        Err(why) => Err(why.clone()),
    };
    let body = of(&members);
    table.row(
        fact(ISSUES, "members of that 400"),
        "details, error, issues",
        body,
    );
    let details = of(&|json| kind(&json["details"]["_errors"]).to_owned());
    table.row(
        fact(ISSUES, "details._errors of that 400"),
        "a list",
        details,
    );
    let issue = of(&|json| {
        let issue = &json["issues"][0];
        let has = |name: &&str| issue.get(name).is_some();
        let there = ["code", "message", "path"].into_iter().filter(has);
        there.collect::<Vec<_>>().join(", ")
    });
    table.row(
        fact(ISSUES, "members of its issues"),
        "code, message, path",
        issue,
    );
}

pub(super) fn of_a_key(run: &Run, key: Option<&OurKey>, table: &mut Table<'_>) {
    let ask = |path: &str| match key {
        Some(key) => run.get(As::Key(&key.secret), path),
        None => Err(NO_KEY.to_owned()),
    };
    let list = ask("/api_keys");
    let log = ask("/api_keys/rate_limits/log");
    let spent = match (&list, &log) {
        (Ok(first), Ok(second)) => limits::spent(first, second),
        _ => Err(NO_KEY.to_owned()),
    };
    let expected = "401 \"Admin API key required\"";
    table.row(
        fact(API, "an INFERENCE key asks for the list"),
        expected,
        said(list),
    );
    table.row(
        fact(API, "an INFERENCE key asks for the log"),
        expected,
        said(log),
    );
    let place = "sandbox/src/limits.rs";
    table.row(
        fact(place, "the error budget after one more refusal"),
        "one less",
        spent,
    );
}
