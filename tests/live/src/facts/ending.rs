//! What the jobs rest on: when a new key is seen, what becomes of one that ends, and of a change
//! that comes too late.

use std::thread::sleep;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{NO_KEY, OurKey, plain, said, success};
use crate::run::Run;
use crate::table::{Seen, Table, fact};
use crate::venice::{As, Response};

const KEYS: &str = "sandbox/src/keys/calls.rs";
/// How long a key lasts that is to end now.
const SHORT: SignedDuration = SignedDuration::from_secs(3);
/// How long after its end a key is looked at: clocks differ.
const SURELY: Duration = Duration::from_secs(2);

/// A new key that may spend nothing: it is seen, loses its end for a moment, and ends. `earlier` is
/// a key that was created before.
pub(super) fn of_a_key(run: &Run, earlier: Option<&OurKey>, table: &mut Table<'_>) {
    let response = success(run.create("ending", &json!({"consumptionLimit": {"usd": 0}})));
    let date = response.as_ref().ok().and_then(date);
    let key = response.and_then(|response| super::writing::ours(response).ok_or(NO_KEY.to_owned()));
    let key = key.as_ref();
    seen(run, key, earlier, date, table);
    without_end(run, key, table);
    let ended = date
        .ok_or(NO_KEY.to_owned())
        .and_then(|then| end(run, key, then));
    after_its_end(run, key, &ended, table);
    created_ended(run, date, table);
}

type Key<'a> = Result<&'a OurKey, &'a String>;

/// A key is in every list that is asked for after its creation, with a time that orders keys.
fn seen(
    run: &Run,
    key: Key<'_>,
    earlier: Option<&OurKey>,
    date: Option<Timestamp>,
    table: &mut Table<'_>,
) {
    let list = key.map_err(Clone::clone).and_then(|key| {
        let list = success(run.get(As::Admin, "/api_keys"))?;
        Ok((
            in_list(&list, &key.id),
            in_list(&list, &earlier.map_or_else(String::new, |it| it.id.clone())),
        ))
    });
    let of = |read: &dyn Fn(&Value, &Value) -> String| -> Seen {
        let (new, earlier) = list.as_ref().map_err(Clone::clone)?;
        Ok(read(new, earlier))
    };
    let there = of(&|new, _| match new {
        Value::Null => "isn't there".to_owned(),
        _ => "is there".to_owned(),
    });
    table.row(
        fact(KEYS, "a new key, in the list right after"),
        "is there",
        there,
    );
    let order = of(
        &|new, earlier| match (time(new, "createdAt"), time(earlier, "createdAt")) {
            (Some(new), Some(earlier)) if new > earlier => "is later".to_owned(),
            _ => format!(
                "{} after {}",
                plain(&new["createdAt"]),
                plain(&earlier["createdAt"])
            ),
        },
    );
    table.row(
        fact(KEYS, "createdAt of a key that was created later"),
        "is later",
        order,
    );
    let clock = of(&|new, _| match (time(new, "createdAt"), date) {
        (Some(created), Some(date)) if apart(created, date) <= SignedDuration::from_secs(2) => {
            "are alike".to_owned()
        }
        (_, date) => format!("{} and {date:?}", plain(&new["createdAt"])),
    });
    table.row(
        fact(KEYS, "createdAt and the Date of the response"),
        "are alike",
        clock,
    );
}

/// An end goes, and comes back to the millisecond.
fn without_end(run: &Run, key: Key<'_>, table: &mut Table<'_>) {
    let change = |end: Value| {
        let key = key.map_err(Clone::clone)?;
        let response = run.update(&key.id, &json!({"expiresAt": end}))?;
        Ok(match response.is_success() {
            true => plain(&response.json["data"]["expiresAt"]),
            false => response.said(),
        })
    };
    let removed = change(Value::Null);
    // At once, whatever came of it: a key of ours has an end.
    let end = run.expires_at() - SignedDuration::from_millis(877);
    let written = end.to_string();
    let back = change(json!(written));
    table.row(fact(KEYS, "expiresAt null in an update"), "null", removed);
    let back = back.map(|back| match back == written {
        true => "is kept".to_owned(),
        false => format!("{back} for {written}"),
    });
    table.row(fact(KEYS, "milliseconds of expiresAt"), "is kept", back);
}

/// Lets the key end, and waits until it has.
fn end(run: &Run, key: Key<'_>, created: Timestamp) -> Result<(), String> {
    let key = key.map_err(Clone::clone)?;
    let now = success(run.get(As::Admin, "/api_keys"))?;
    let end = date(&now).unwrap_or(created) + SHORT;
    let asked = Instant::now();
    success(run.update(&key.id, &json!({"expiresAt": end.to_string()})))?;
    let wait = Duration::try_from(SHORT).unwrap_or_default() + SURELY;
    sleep(wait.saturating_sub(asked.elapsed()));
    Ok(())
}

/// Whoever comes too late changes nothing.
fn after_its_end(run: &Run, key: Key<'_>, ended: &Result<(), String>, table: &mut Table<'_>) {
    let with = |ask: &dyn Fn(&OurKey) -> Result<Response, String>| {
        ended.clone()?;
        ask(key.map_err(Clone::clone)?)
    };
    let lasting = json!({"expiresAt": run.expires_at().to_string()});
    let changed = said(with(&|key| run.update(&key.id, &lasting)));
    let expected = "400 \"API key not found or expired\"";
    table.row(fact(KEYS, "a change of an expired key"), expected, changed);
    let used = said(with(&|key| {
        run.get(As::Key(&key.secret), "/api_keys/rate_limits")
    }));
    let expected = "401 \"Authentication failed\"";
    table.row(fact(KEYS, "an expired key, used"), expected, used);
    let listed = with(&|_| success(run.get(As::Admin, "/api_keys"))).and_then(|list| {
        let key = key.map_err(Clone::clone)?;
        Ok(match in_list(&list, &key.id) {
            Value::Null => "isn't there".to_owned(),
            _ => "is there".to_owned(),
        })
    });
    table.row(
        fact(KEYS, "an expired key, in the list"),
        "isn't there",
        listed,
    );
    let described = with(&|key| success(key.get(run))).and_then(|response| {
        let key = key.map_err(Clone::clone)?;
        let said = &response.json["data"]["description"];
        Ok(match *said == key.created["description"] {
            true => "is shown".to_owned(),
            false => plain(said),
        })
    });
    table.row(
        fact(KEYS, "the description of an expired key, by its id"),
        "is shown",
        described,
    );
}

/// A create whose end has passed makes nothing that works.
fn created_ended(run: &Run, date: Option<Timestamp>, table: &mut Table<'_>) {
    let past = date.unwrap_or_else(|| run.expires_at()) - SignedDuration::from_mins(10);
    let response = run.create("ended", &json!({"expiresAt": past.to_string()}));
    let works = response.and_then(|response| {
        let Some(key) = super::writing::ours(response) else {
            return Ok("makes none that works".to_owned());
        };
        let used = run.get(As::Key(&key.secret), "/api_keys/rate_limits")?;
        Ok(match used.status {
            401 => "makes none that works".to_owned(),
            _ => format!("makes one, which gets {}", used.said()),
        })
    });
    table.row(
        fact(KEYS, "a create whose end has passed"),
        "makes none that works",
        works,
    );
}

fn date(response: &Response) -> Option<Timestamp> {
    let date = response.header("date")?;
    jiff::fmt::rfc2822::parse(date)
        .ok()
        .map(|zoned| zoned.timestamp())
}

fn time(key: &Value, name: &str) -> Option<Timestamp> {
    key[name].as_str()?.parse().ok()
}

fn apart(one: Timestamp, other: Timestamp) -> SignedDuration {
    one.duration_since(other).abs()
}

/// The key of this id, or null.
fn in_list(list: &Response, id: &str) -> Value {
    let keys = list.json["data"].as_array().into_iter().flatten();
    let mut keys = keys.filter(|key| key["id"] == id);
    keys.next().cloned().unwrap_or_default()
}
