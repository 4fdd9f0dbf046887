//! The matrix's columns of the key jobs, and what its rows come to there. Which steps a job has,
//! and what each of them meets, is for `jobs`; here it is the list that each reads first, and of
//! `create_key_once` the create and the commit, too.

use std::time::Duration;

use serde_json::{Value, json};
use venice_keys::{Client, Rotation};

use crate::faults::{Expected, Meaning};
use crate::operations::{Kind, Operation, Stage, seeded};

/// Resent as long as the call's time lasts, or as often as the job has steps.
const MANY: usize = 99;
/// How often a job creates its key, if the responses are lost.
const CREATES: usize = 3;
const KEYS: &str = "/api_keys";
/// Of the clients in the matrix: what isn't answered late needs no more.
pub(crate) const SETTLE: Duration = Duration::from_millis(10);

pub(crate) const COLUMNS: &[Operation] = &[
    job("create_key_once", Kind::Looks, "GET", described),
    job("create_key_once", Kind::Begins, "POST", described),
    job("create_key_once", Kind::Commits, "PATCH", described),
    job("ensure_key", Kind::Looks, "GET", described),
    job("plan_keys", Kind::Looks, "GET", several),
    job("provision_keys", Kind::Looks, "GET", several),
    job("rotate_key", Kind::Looks, "GET", rotated),
    job("begin_rotation", Kind::Looks, "GET", rotated),
    job("commit_rotation", Kind::Looks, "GET", begun),
    job("abort_rotation", Kind::Looks, "GET", begun),
    job("temporary_key", Kind::Looks, "GET", lent),
    job("plan_deletion", Kind::Looks, "GET", selected),
    job("delete_keys", Kind::Looks, "GET", selected),
    job("watch_keys", Kind::Looks, "GET", every),
    Operation {
        path: "/api_keys/rate_limits/log",
        ..job("follow_rate_limit_log", Kind::Looks, "GET", every)
    },
];

const fn job(
    name: &'static str,
    kind: Kind,
    method: &'static str,
    args: fn(&Stage<'_>) -> Result<Value, String>,
) -> Operation {
    Operation {
        name,
        kind,
        method,
        path: KEYS,
        args,
    }
}

fn described(stage: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({ "description": stage.description }))
}

fn several(stage: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({ "newKeys": [described(stage)?] }))
}

fn rotated(stage: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({ "id": seeded(stage)?, "ipAllowlist": [] }))
}

fn lent(stage: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({ "description": stage.description, "lifetime": 3600, "body": "list" }))
}

fn selected(stage: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({ "ids": [seeded(stage)?] }))
}

fn every(_: &Stage<'_>) -> Result<Value, String> {
    Ok(json!({ "every": 1 }))
}

/// Begun here, so that the driver has nothing but the record.
fn begun(stage: &Stage<'_>) -> Result<Value, String> {
    let text = |error: venice_keys::Error| error.to_string();
    let client = Client::builder()
        .api_key(stage.sandbox.admin_key())
        .base_url(stage.sandbox.base_url())
        .settle(SETTLE)
        .build()
        .map_err(text)?;
    let id = seeded(stage)?;
    let id = id.as_str().ok_or("a key without an id")?;
    let rotation = Rotation::new().ip_allowlist(vec![]);
    let begun = client.begin_rotation(id, &rotation).map_err(text)?;
    Ok(json!({ "record": begun.record }))
}

/// What a row comes to in a column of a job's, if that differs from other reads.
pub(crate) fn expected(meaning: Meaning, kind: Kind) -> Option<Expected> {
    let (codes, seen) = match kind {
        Kind::Looks => looked(meaning)?,
        Kind::Begins => created(meaning)?,
        Kind::Commits => committed(meaning)?,
        _ => return None,
    };
    Some(Expected { codes, seen })
}

type Row = (Vec<&'static str>, std::ops::RangeInclusive<usize>);

/// What a list is read with, further requests have to be, too.
fn looked(meaning: Meaning) -> Option<Row> {
    match meaning {
        Meaning::Harmless | Meaning::OddKind => Some((vec!["ok"], 1..=MANY)),
        _ => None,
    }
}

/// A create whose response is lost is made again: what it made ends by itself.
fn created(meaning: Meaning) -> Option<Row> {
    use Meaning::{Fails, GaveUp, NoResponse, RefusedToMake, TooLate, Undocumented};
    let again = |codes| Some((codes, CREATES..=CREATES));
    match meaning {
        RefusedToMake(code) => Some((vec![code], 1..=1)),
        GaveUp => again(vec!["bad_request"]),
        Fails => again(vec!["server_error"]),
        // A response that was cut may hold the key, so it is read.
        NoResponse => again(vec!["connection", "bad_response"]),
        Undocumented => again(vec!["bad_response"]),
        TooLate => Some((vec!["timeout"], 1..=1)),
        _ => None,
    }
}

/// A commit that may have been carried out is sent again as long as there is time, and then nobody
/// knows.
fn committed(meaning: Meaning) -> Option<Row> {
    use Meaning::{Fails, GaveUp, NoResponse, Page, Refused, TooLate, TooMany, Undocumented};
    let unknown = |least| Some((vec!["outcome_unknown"], least..=MANY));
    match meaning {
        Refused("not_found") => Some((vec!["pending_lost", "not_found"], 1..=1)),
        Page("not_found") => Some((vec!["not_found"], 1..=1)),
        GaveUp | Fails | NoResponse => unknown(2),
        TooLate => unknown(1),
        TooMany => Some((vec!["rate_limited"], 2..=MANY)),
        // If the work was done, the key shows it.
        Undocumented => Some((vec!["ok", "bad_response", "outcome_unknown"], 1..=MANY)),
        _ => None,
    }
}
