//! What lists, keys and models look like.

use serde_json::Value;

use super::{NO_KEY, OurKey, has_form, kind, members, plain, success};
use crate::run::Run;
use crate::table::{Seen, Table, fact};
use crate::venice::{As, Response};

const KEYS: &str = "sandbox/src/keys/views.rs";
const MODELS: &str = "sandbox/src/models.rs";
const LOG: &str = "sandbox/src/rate_limits.rs";

pub(super) fn without_keys_of_ours(run: &Run, table: &mut Table<'_>) {
    models(run, table);
    log(run, table);
    let response = run.get(As::Admin, "/api_keys");
    let version = response.as_ref().map_err(Clone::clone).map(|response| {
        let is_there = response.header("x-venice-version").is_some();
        if is_there { "there" } else { "not there" }.to_owned()
    });
    let place = "sandbox/src/exchange.rs";
    table.row(
        fact(place, "x-venice-version with every response"),
        "there",
        version,
    );
    let shape = success(response).map(|response| list_shape(&response));
    table.row(
        fact(KEYS, "GET /api_keys"),
        "object \"list\" with data, object",
        shape,
    );
}

/// `object "list" with data, object`
fn list_shape(response: &Response) -> String {
    let object = response.json["object"].as_str().unwrap_or("?");
    format!(
        "object \"{}\" with {}",
        crate::venice::shown(object),
        members(&response.json)
    )
}

fn models(run: &Run, table: &mut Table<'_>) {
    let response = success(run.get(As::Nobody, "/models"));
    let shape = response.as_ref().map_err(Clone::clone).map(list_shape);
    let expected = "object \"list\" with data, object, type";
    table.row(fact(MODELS, "GET /models without a key"), expected, shape);
    let kind = response.map(|response| plain(&response.json["type"]));
    table.row(
        fact(MODELS, "the models' type where none is asked for"),
        "text",
        kind,
    );
    let unknown = run.get(As::Nobody, "/models?type=no-such-type");
    let status = unknown.map(|response| response.status.to_string());
    table.row(fact(MODELS, "models of an unknown type"), "400", status);
    let decision = run.get(As::Nobody, "/models?type=decision");
    let status = decision.map(|response| response.status.to_string());
    table.row(fact(MODELS, "models of type decision"), "200", status);
}

fn log(run: &Run, table: &mut Table<'_>) {
    let response = success(run.get(As::Admin, "/api_keys/rate_limits/log"));
    let shape = response.as_ref().map_err(Clone::clone).map(list_shape);
    table.row(
        fact(LOG, "GET /api_keys/rate_limits/log"),
        "object \"list\" with data, object",
        shape,
    );
    let breach = response.and_then(|response| match response.json["data"].get(0) {
        Some(breach) => Ok(members(breach)),
        None => Err("the log is empty".to_owned()),
    });
    let expected = "apiKeyId, modelId, rateLimitTier, rateLimitType, timestamp";
    table.row(fact(LOG, "a breach's members"), expected, breach);
}

pub(super) fn of_a_key(run: &Run, key: Option<&OurKey>, table: &mut Table<'_>) {
    let listed = listed(run, key);
    let of = |read: &dyn Fn(&Value) -> String| -> Seen {
        let (_, key) = listed.as_ref().map_err(Clone::clone)?;
        Ok(read(key))
    };
    let expected = "apiKeyType, consumptionLimits, createdAt, currentPeriodUsage, description, \
                    expiresAt, id, last6Chars, lastUsedAt, limitPeriod, modelPrivacy, usage";
    table.row(
        fact(KEYS, "members of a capped key in the list"),
        expected,
        of(&members),
    );
    let limits = of(&|key| members(&key["consumptionLimits"]));
    table.row(
        fact(KEYS, "members of consumptionLimits"),
        "diem, usd, vcu",
        limits,
    );
    let usage = of(&|key| amounts(&key["usage"]["trailingSevenDays"]));
    let expected = "diem, usd, vcu: texts with 4 places";
    table.row(
        fact(KEYS, "members of usage.trailingSevenDays"),
        expected,
        usage,
    );
    let usage = of(&|key| amounts(&key["currentPeriodUsage"]));
    let expected = "diem, usd: texts with 4 places";
    table.row(fact(KEYS, "members of currentPeriodUsage"), expected, usage);
    let time = of(&|key| time_form(&key["createdAt"]));
    table.row(
        fact(KEYS, "the form of createdAt"),
        "milliseconds and Z",
        time,
    );
    let six = of(&|shown| {
        let is_end = shown["last6Chars"]
            .as_str()
            .zip(key)
            .is_some_and(|(six, key)| six.len() == 6 && key.secret.ends_with(six));
        if is_end {
            "the secret's last six"
        } else {
            "something else"
        }
        .to_owned()
    });
    table.row(fact(KEYS, "last6Chars"), "the secret's last six", six);
    the_whole_list(&listed, table);

    let got = match key {
        Some(key) => success(key.get(run)),
        None => Err(NO_KEY.to_owned()),
    };
    let shape = got.map(|response| members(&response.json));
    table.row(fact(KEYS, "GET /api_keys/{id}"), "data", shape);
}

fn the_whole_list(listed: &Result<(Vec<Value>, Value), String>, table: &mut Table<'_>) {
    let keys = listed.as_ref().map(|(keys, _)| keys).map_err(Clone::clone);
    let order = keys.clone().map(|keys| {
        let made: Vec<_> = keys
            .iter()
            .filter_map(|key| key["createdAt"].as_str())
            .collect();
        // One form for all, so texts are in the order of times.
        let is_sorted = made.is_sorted_by(|first, second| first >= second);
        if is_sorted {
            "newest first"
        } else {
            "another order"
        }
        .to_owned()
    });
    table.row(fact(KEYS, "the order of the list"), "newest first", order);
    let uncapped = keys.and_then(|keys| {
        let is_uncapped = |key: &&Value| {
            let limits = &key["consumptionLimits"];
            limits["usd"].is_null() && limits["diem"].is_null()
        };
        match keys.iter().find(is_uncapped) {
            Some(key) if key.get("currentPeriodUsage").is_none() => Ok("not there".to_owned()),
            Some(_) => Ok("there".to_owned()),
            None => Err("the account has no uncapped key".to_owned()),
        }
    });
    let what = "currentPeriodUsage of an uncapped key";
    table.row(fact(KEYS, what), "not there", uncapped);
}

/// The list, and our key in it.
fn listed(run: &Run, key: Option<&OurKey>) -> Result<(Vec<Value>, Value), String> {
    let key = key.ok_or(NO_KEY)?;
    let response = success(run.get(As::Admin, "/api_keys"))?;
    let keys = response.json["data"].as_array().ok_or("data is no list")?;
    let ours = keys.iter().find(|shown| shown["id"] == key.id.as_str());
    let ours = ours.ok_or("a key that was just made is not in the list")?;
    Ok((keys.clone(), ours.clone()))
}

/// `diem, usd: texts with 4 places`
fn amounts(value: &Value) -> String {
    let four_places = |amount: &Value| {
        let places = amount.as_str().and_then(|text| text.split_once('.'));
        places.is_some_and(|(_, places)| has_form(places, "0000"))
    };
    let members_are_fine = value
        .as_object()
        .is_some_and(|object| object.values().all(four_places));
    let first = value.as_object().and_then(|object| object.values().next());
    match members_are_fine {
        true => format!("{}: texts with 4 places", members(value)),
        false => format!(
            "{}: such as {}",
            members(value),
            first.map_or("nothing", kind)
        ),
    }
}

pub(super) fn time_form(value: &Value) -> String {
    match value.as_str() {
        Some(text) if has_form(text, "0000-00-00T00:00:00.000Z") => "milliseconds and Z".to_owned(),
        _ => plain(value),
    }
}
