//! What becomes of keys that are made, changed and deleted.

use serde_json::{Value, json};

use super::reading::time_form;
use super::{NO_KEY, OurKey, members, plain, said, success};
use crate::run::Run;
use crate::table::{Seen, Table, fact};
use crate::venice::{As, Response};

const KEYS: &str = "sandbox/src/keys/calls.rs";
const RULES: &str = "sandbox/src/fields.rs";

/// A key with a cap and no period.
pub(super) fn capped(run: &Run, table: &mut Table<'_>) -> Option<OurKey> {
    let response = success(run.create("capped", &json!({})));
    let shape = response
        .as_ref()
        .map_err(Clone::clone)
        .map(|response| members(&response.json));
    table.row(fact(KEYS, "POST /api_keys"), "data, success", shape);
    let of = |read: &dyn Fn(&Value) -> String| -> Seen {
        let response = response.as_ref().map_err(Clone::clone)?;
        Ok(read(&response.json["data"]))
    };
    let expected = "apiKey, apiKeyType, consumptionLimit, description, expiresAt, id, limitPeriod, \
                    modelPrivacy";
    table.row(
        fact(KEYS, "members of a created key"),
        expected,
        of(&members),
    );
    let secret = of(&|data| {
        let secret = data["apiKey"].as_str().unwrap_or_default();
        let prefix = "VENICE_INFERENCE_KEY_";
        let is_whole = secret.len() > prefix.len() + 16 && secret.starts_with(prefix);
        if is_whole {
            format!("{prefix}…")
        } else {
            "something else".to_owned()
        }
    });
    table.row(
        fact(KEYS, "a created key's secret"),
        "VENICE_INFERENCE_KEY_…",
        secret,
    );
    let id = of(&|data| {
        let id = data["id"].as_str().unwrap_or_default();
        if is_uuid(id) {
            "a UUID".to_owned()
        } else {
            plain(&data["id"])
        }
    });
    table.row(fact(KEYS, "a created key's id"), "a UUID", id);
    let expires = of(&|data| time_form(&data["expiresAt"]));
    let what = "expiresAt, sent without milliseconds";
    table.row(fact(KEYS, what), "milliseconds and Z", expires);
    let period = of(&|data| plain(&data["limitPeriod"]));
    table.row(
        fact(KEYS, "limitPeriod where none was sent"),
        "EPOCH",
        period,
    );
    let privacy = of(&|data| plain(&data["modelPrivacy"]));
    table.row(
        fact(KEYS, "modelPrivacy where none was sent"),
        "ALL",
        privacy,
    );
    let usd = of(&|data| plain(&data["consumptionLimit"]["usd"]));
    table.row(fact(KEYS, "consumptionLimit.usd of 0.01"), "0.01", usd);
    ours(response.ok()?)
}

pub(super) fn ours(response: Response) -> Option<OurKey> {
    let created = response.json["data"].clone();
    Some(OurKey {
        id: created["id"].as_str()?.to_owned(),
        secret: created["apiKey"].as_str()?.to_owned(),
        created,
    })
}

fn is_uuid(text: &str) -> bool {
    let hex = |part: &str| {
        part.bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) && text.split('-').all(hex)
}

pub(super) fn changed(run: &Run, key: Option<&OurKey>, table: &mut Table<'_>) {
    let change = |changes: Value| match key {
        Some(key) => run.update(&key.id, &changes),
        None => Err(NO_KEY.to_owned()),
    };
    let description = format!("{} changed", run.name());
    let response = success(change(json!({"description": description})));
    let shape = response
        .as_ref()
        .map_err(Clone::clone)
        .map(|response| members(&response.json));
    table.row(fact(KEYS, "PATCH /api_keys"), "data, success", shape);
    let usage = response.as_ref().map_err(Clone::clone).map(|response| {
        let of_these = ["usage", "currentPeriodUsage"].into_iter();
        let there: Vec<_> = of_these
            .filter(|name| response.json["data"].get(name).is_some())
            .collect();
        if there.is_empty() {
            "neither".to_owned()
        } else {
            there.join(", ")
        }
    });
    let what = "usage and currentPeriodUsage in a PATCH's response";
    table.row(fact(KEYS, what), "neither", usage);
    let kept = match (&response, key) {
        (Ok(response), Some(key)) => Ok(kept(&response.json["data"], &key.created)),
        (Err(why), _) => Err(why.clone()),
        (_, None) => Err(NO_KEY.to_owned()),
    };
    table.row(fact(KEYS, "what an update leaves out"), "is kept", kept);
    let unknown = said(change(json!({"noSuchField": true})));
    let expected = "400 \"Invalid request parameters\"";
    table.row(
        fact(RULES, "an unknown field in an update"),
        expected,
        unknown,
    );
    // The same moment in another zone: if it is taken, nothing lasts longer.
    let elsewhere = run
        .expires_at()
        .strftime("%Y-%m-%dT%H:%M:%S+00:00")
        .to_string();
    let offset =
        change(json!({"expiresAt": elsewhere})).map(|response| response.status.to_string());
    table.row(fact(RULES, "an expiresAt that ends +00:00"), "400", offset);
}

fn kept(now: &Value, created: &Value) -> String {
    let same = now["expiresAt"] == created["expiresAt"]
        && now["consumptionLimits"]["usd"] == created["consumptionLimit"]["usd"]
        && now["limitPeriod"] == created["limitPeriod"]
        && now["modelPrivacy"] == created["modelPrivacy"];
    match same {
        true => "is kept".to_owned(),
        false => "changes".to_owned(),
    }
}

/// Allowlists: in the official guide, not in the OpenAPI document, whose bodies are strict.
pub(super) fn allowlisted(run: &Run, table: &mut Table<'_>) {
    let body = json!({"ipAllowlist": ["11.22.33.44", "2001:4860::/32"]});
    let response = run.create("allowlist", &body);
    let echo = response.map(|response| match response.is_success() {
        true => plain(&response.json["data"]["ipAllowlist"]),
        false => response.said(),
    });
    let expected = "[\"11.22.33.44/32\",\"2001:4860::/32\"]";
    let what = "the echo of ipAllowlist 11.22.33.44, 2001:4860::/32";
    table.row(fact(KEYS, what), expected, echo);
}

/// A cap of 0 and everything else that a key may have; then it goes.
pub(super) fn blocked_and_deleted(run: &Run, table: &mut Table<'_>) {
    let body = json!({
        "consumptionLimit": {"usd": 0}, "limitPeriod": "LIFETIME", "modelPrivacy": "PRIVATE_ONLY",
    });
    let key = success(run.create("blocked", &body)).map(ours);
    let key = key.and_then(|key| key.ok_or(NO_KEY.to_owned()));
    let stored = key
        .as_ref()
        .map_err(Clone::clone)
        .and_then(|key| success(key.get(run)));
    let of = |read: &dyn Fn(&Value) -> String| -> Seen {
        let response = stored.as_ref().map_err(Clone::clone)?;
        Ok(read(&response.json["data"]))
    };
    let usd = of(&|data| plain(&data["consumptionLimits"]["usd"]));
    table.row(fact(KEYS, "a cap of 0 as it is stored"), "0", usd);
    let period = of(&|data| plain(&data["limitPeriod"]));
    table.row(
        fact(KEYS, "limitPeriod LIFETIME as it is stored"),
        "LIFETIME",
        period,
    );
    let privacy = of(&|data| plain(&data["modelPrivacy"]));
    let what = "modelPrivacy PRIVATE_ONLY as it is stored";
    table.row(fact(KEYS, what), "PRIVATE_ONLY", privacy);
    let limits = |key: &OurKey| run.get(As::Key(&key.secret), "/api_keys/rate_limits");
    let permitted = key.as_ref().map_err(Clone::clone).and_then(|key| {
        let response = success(limits(key))?;
        Ok(plain(&response.json["data"]["accessPermitted"]))
    });
    let place = "sandbox/src/rate_limits.rs";
    table.row(
        fact(place, "accessPermitted with a cap of 0"),
        "false",
        permitted,
    );

    let with = |ask: &dyn Fn(&OurKey) -> Result<Response, String>| -> Result<Response, String> {
        ask(key.as_ref().map_err(Clone::clone)?)
    };
    let deleted = with(&|key| run.delete(&key.id)).map(|response| match response.is_success() {
        true => plain(&response.json),
        false => response.said(),
    });
    table.row(
        fact(KEYS, "DELETE /api_keys?id="),
        "{\"success\":true}",
        deleted,
    );
    let used = said(with(&limits));
    let expected = "401 \"Authentication failed\"";
    table.row(fact(KEYS, "a deleted key, at once"), expected, used);
    let again = said(with(&|key| run.delete(&key.id)));
    let expected = "400 \"API key could not be found\"";
    table.row(fact(KEYS, "a second DELETE"), expected, again);
}
