//! What a key is told about itself, and the error budget.

use jiff::Timestamp;
use serde_json::Value;

use super::{NO_KEY, OurKey, kind, members, plain, success};
use crate::run::Run;
use crate::table::{Seen, Table, fact};
use crate::venice::{As, Response};

const PLACE: &str = "sandbox/src/rate_limits.rs";
const BUDGET: &str = "sandbox/src/limits.rs";

pub(super) fn of_a_key(run: &Run, key: Option<&OurKey>, table: &mut Table<'_>) {
    let response = match key {
        Some(key) => success(run.get(As::Key(&key.secret), "/api_keys/rate_limits")),
        None => Err(NO_KEY.to_owned()),
    };
    let of = |read: &dyn Fn(&Value) -> String| -> Seen {
        let response = response.as_ref().map_err(Clone::clone)?;
        Ok(read(&response.json["data"]))
    };
    let shape = response
        .as_ref()
        .map_err(Clone::clone)
        .map(|response| members(&response.json));
    table.row(
        fact(PLACE, "GET /api_keys/rate_limits with an INFERENCE key"),
        "data",
        shape,
    );
    let expected = "accessPermitted, apiTier, balances, keyExpiration, nextEpochBegins, rateLimits";
    table.row(
        fact(PLACE, "members of rate_limits"),
        expected,
        of(&members),
    );
    let permitted = of(&|data| kind(&data["accessPermitted"]).to_owned());
    table.row(fact(PLACE, "accessPermitted"), "a boolean", permitted);
    let tier = of(&|data| members(&data["apiTier"]));
    table.row(fact(PLACE, "members of apiTier"), "id, isCharged", tier);
    let known = "numbers, each USD, DIEM or BUNDLED_CREDITS";
    table.row(
        fact(PLACE, "balances"),
        known,
        of(&|data| balances(&data["balances"], known)),
    );
    let expires = of(&|data| {
        let is_ours = key.is_some_and(|key| data["keyExpiration"] == key.created["expiresAt"]);
        if is_ours {
            "the key's own".to_owned()
        } else {
            plain(&data["keyExpiration"])
        }
    });
    table.row(fact(PLACE, "keyExpiration"), "the key's own", expires);
    let row = of(&|data| members(&data["rateLimits"][0]));
    table.row(
        fact(PLACE, "members of a model's limits"),
        "apiModelId, rateLimits",
        row,
    );
    let limit = response
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|response| {
            let models = response.json["data"]["rateLimits"].as_array();
            let first = models
                .into_iter()
                .flatten()
                .find_map(|model| model["rateLimits"].get(0));
            first.map(members).ok_or("no model has limits".to_owned())
        });
    table.row(fact(PLACE, "members of a limit"), "amount, type", limit);
    let expected = "a count, and Unix milliseconds at most a minute ahead";
    let budget = response
        .as_ref()
        .map_err(Clone::clone)
        .map(|response| budget(response, expected));
    let what = "x-ratelimit-remaining and -resets on a 200";
    table.row(fact(BUDGET, what), expected, budget);
}

fn balances(value: &Value, known: &str) -> String {
    let is_known = |(name, amount): (&String, &Value)| {
        ["USD", "DIEM", "BUNDLED_CREDITS"].contains(&name.as_str()) && amount.is_number()
    };
    match value
        .as_object()
        .is_some_and(|all| all.iter().all(is_known))
    {
        true => known.to_owned(),
        false => members(value),
    }
}

fn budget(response: &Response, expected: &str) -> String {
    let number = |name: &str| {
        response
            .header(name)
            .and_then(|text| text.parse::<i64>().ok())
    };
    let (remaining, resets) = (
        number("x-ratelimit-remaining"),
        number("x-ratelimit-resets"),
    );
    // The server's clock and ours may be a little apart.
    let ahead = resets.map(|resets| resets - Timestamp::now().as_millisecond());
    match (remaining, ahead) {
        (Some(_), Some(-60_000..=120_000)) => expected.to_owned(),
        _ => format!(
            "remaining {}, resets {}",
            response
                .header("x-ratelimit-remaining")
                .unwrap_or("not there"),
            response.header("x-ratelimit-resets").unwrap_or("not there"),
        ),
    }
}

/// What two refusals, one after the other, left of the budget.
pub(super) fn spent(first: &Response, second: &Response) -> Seen {
    let left = |response: &Response| {
        let number = |name: &str| {
            response
                .header(name)
                .and_then(|text| text.parse::<i64>().ok())
        };
        number("x-ratelimit-remaining").zip(number("x-ratelimit-resets"))
    };
    match (left(first), left(second)) {
        (Some((before, resets)), Some((after, same))) if resets == same => {
            let fewer = before - after;
            Ok(if fewer == 1 {
                "one less".to_owned()
            } else {
                format!("{fewer} less")
            })
        }
        (Some(_), Some(_)) => Err("the budget was renewed in between".to_owned()),
        _ => Err("a refusal says nothing of it".to_owned()),
    }
}
