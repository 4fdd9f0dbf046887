//! The wallet's challenge, and, if a wallet is named, one mint.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use venice_keys::{Client, ConsumptionLimit, Decimal, MintOptions, Wallet};

use super::{has_form, members, plain, success};
use crate::run::{CAP_CENTS, Run};
use crate::table::{Seen, Table, fact};
use crate::venice::{As, shown};

const PLACE: &str = "sandbox/src/web3/mod.rs";
const TODAY: &str = "sandbox/src/web3/jwt.rs";
const ANNOUNCED: &str = "sandbox/src/web3/siwe.rs";
const PATH: &str = "/api_keys/generate_web3_key";
/// The address of private key 1, which everybody knows: for asking, never for signing.
const ANYBODY: &str = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";

pub(super) fn challenge(run: &Run, table: &mut Table<'_>) {
    // Today's server wants no address; the announced one returns 400 without.
    let unbound = run.get(As::Nobody, PATH);
    let is_today = unbound
        .as_ref()
        .is_ok_and(|response| response.json["data"]["token"].is_string());
    let response = match unbound {
        Ok(response) if is_today => Ok(response),
        _ => run.get(As::Nobody, &format!("{PATH}?address={ANYBODY}")),
    };
    let data = success(response).map(|response| response.json["data"].clone());
    match (is_today, &data) {
        (true, Ok(data)) => today(data, table),
        _ => announced(&data, table),
    }
}

fn today(data: &Value, table: &mut Table<'_>) {
    let generation = "today's or the announced one";
    table.row(
        fact(PLACE, "the challenge"),
        generation,
        Ok(generation.to_owned()),
    );
    table.row(
        fact(TODAY, "members of today's challenge"),
        "token",
        Ok(members(data)),
    );
    let parts: Vec<_> = data["token"]
        .as_str()
        .unwrap_or_default()
        .split('.')
        .collect();
    let part = |at: usize| -> Option<Value> {
        let bytes = URL_SAFE_NO_PAD.decode(parts.get(at)?).ok()?;
        serde_json::from_slice(&bytes).ok()
    };
    let form = match part(0) {
        Some(header) if parts.len() == 3 => Ok(format!("a JWT by {}", plain(&header["alg"]))),
        _ => Ok("no JWT".to_owned()),
    };
    table.row(fact(TODAY, "today's challenge"), "a JWT by ES256", form);
    let expires = part(1)
        .and_then(|claims| claims["exp"].as_i64())
        .and_then(|exp| Timestamp::from_second(exp).ok());
    let life = expires.ok_or("it has no exp".to_owned());
    table.row(
        fact(TODAY, "how long a challenge lives"),
        "15 minutes",
        life.map(minutes_from_now),
    );
}

fn announced(data: &Result<Value, String>, table: &mut Table<'_>) {
    let of = |read: &dyn Fn(&Value) -> String| -> Seen {
        Ok(read(data.as_ref().map_err(Clone::clone)?))
    };
    let generation = "today's or the announced one";
    let is_announced = of(&|data| match data["message"].is_string() {
        true => generation.to_owned(),
        false => format!("members {}", members(data)),
    });
    table.row(fact(PLACE, "the challenge"), generation, is_announced);
    let expected = "expiresAt, message, nonce";
    let what = "members of the announced challenge";
    table.row(fact(ANNOUNCED, what), expected, of(&members));
    let text = of(&|data| first_difference(data));
    table.row(
        fact(ANNOUNCED, "text of the announced challenge"),
        "as announced",
        text,
    );
    let nonce = of(&|data| {
        let nonce = data["nonce"].as_str().unwrap_or_default();
        let is_hex = nonce
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        match is_hex && nonce.len() == 32 {
            true => "32 hex digits".to_owned(),
            false => format!("{} characters", nonce.len()),
        }
    });
    table.row(
        fact(ANNOUNCED, "nonce of the announced challenge"),
        "32 hex digits",
        nonce,
    );
    let life = data.as_ref().map_err(Clone::clone).and_then(|data| {
        let text = data["expiresAt"].as_str().unwrap_or_default();
        text.parse::<Timestamp>()
            .map_err(|_| format!("expiresAt is {}", plain(&data["expiresAt"])))
    });
    table.row(
        fact(ANNOUNCED, "how long a challenge lives"),
        "15 minutes",
        life.map(minutes_from_now),
    );
}

fn minutes_from_now(expires: Timestamp) -> String {
    let ahead = expires.duration_since(Timestamp::now());
    // The server's clock and ours may be a little apart.
    match (ahead - SignedDuration::from_mins(15)).abs() <= SignedDuration::from_mins(1) {
        true => "15 minutes".to_owned(),
        false => format!("{} s", ahead.as_secs()),
    }
}

/// The first line that isn't as announced.
fn first_difference(data: &Value) -> String {
    let text = data["message"].as_str().unwrap_or_default();
    let line = |start: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(start));
        found.unwrap_or_default().to_owned()
    };
    let issued_at = line("Issued At: ");
    let time = "0000-00-00T00:00:00.000Z";
    if !has_form(&issued_at, time) {
        return format!("Issued At: {}", shown(&issued_at));
    }
    let expected = format!(
        "api.venice.ai wants you to sign in with your Ethereum account:\n{ANYBODY}\n\n\
         Authorize Venice API key creation. Only sign this on venice.ai — anyone holding this \
         signature can create an API key on your Venice account.\n\n\
         URI: https://api.venice.ai/api/v1/api_keys/generate_web3_key\nVersion: 1\n\
         Chain ID: 8453\nNonce: {}\nIssued At: {issued_at}\nExpiration Time: {}\nResources:\n\
         - urn:venice:api-key:create",
        data["nonce"].as_str().unwrap_or_default(),
        data["expiresAt"].as_str().unwrap_or_default(),
    );
    if text == expected {
        return "as announced".to_owned();
    }
    let differing = text
        .lines()
        .zip(expected.lines())
        .find(|(seen, line)| seen != line);
    match differing {
        Some((seen, _)) => shown(seen),
        None => format!("{} bytes, not {}", text.len(), expected.len()),
    }
}

/// One key for the wallet, as capped and short-lived as the others.
pub(super) fn mint(run: &Run, private_key: &str, table: &mut Table<'_>) {
    let made = run.begin_create().and_then(|()| {
        let outcome = minted(run, private_key);
        run.end_create(outcome.as_ref().ok().map(String::as_str));
        outcome
    });
    let outcome = match &made {
        Ok(_) => "a key".to_owned(),
        Err(why) => shown(why),
    };
    table.row(fact(PLACE, "a mint with the wallet"), "a key", Ok(outcome));
    let stored = made.and_then(|id| {
        let response = run.get(As::Admin, &format!("/api_keys/{id}"))?;
        match response.is_success() {
            true => Ok(plain(&response.json["data"]["consumptionLimits"]["usd"])),
            false => Err("it is another account's: it expires in minutes".to_owned()),
        }
    });
    table.row(
        fact(PLACE, "the stored cap of a minted key"),
        "0.01",
        stored,
    );
}

fn minted(run: &Run, private_key: &str) -> Result<String, String> {
    let wallet = Wallet::from_hex(private_key).map_err(|error| error.to_string())?;
    let client = Client::builder()
        .anonymous()
        .base_url(run.venice().base_url())
        .build()
        .map_err(|error| error.to_string())?;
    let options = MintOptions::new()
        .description(format!("{} mint", run.name()))
        .consumption_limit(ConsumptionLimit::new().usd(Decimal::new(CAP_CENTS, 2)))
        .expires_at(run.expires_at());
    let made = client
        .mint_with_wallet(&wallet, &options)
        .map_err(|error| error.to_string())?;
    Ok(made.id)
}
