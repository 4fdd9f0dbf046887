//! Fuzz entry points: every parser of untrusted input, fed with any bytes, and what must hold
//! whatever they are. A module of the core (`core/src/lib.rs`) in its tests and under the fuzzers.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::billing::BillingBalance;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::jobs::{fuzzed_deletion, fuzzed_job, fuzzed_name, fuzzed_walk};
use crate::keys::{ApiKey, CreatedKey, Expiry, read_created, read_deleted};
use crate::models::Model;
use crate::operations::Operation;
use crate::perform::{read_bare, read_data, read_data_list};
use crate::rate_limits::{RateLimitBreach, RateLimits};
use crate::refusal::{self, Asked, Refusal};
use crate::retry::{LONGEST_ANNOUNCED, WaitHeaders, Waits};
use crate::scrub::PIECE;
use crate::secret::Secret;
use crate::transport::{BaseUrl, Body, Call, Response, ResponseBody, line};
use crate::usage::{UsageAnalytics, UsageFilter, Walk, parse_csv, read_page};
use crate::wallet::{Address, Wallet};
use crate::watch::fuzzed_cursor;
use crate::web3::{Web3Challenge, read_challenge};
use crate::x402::{fuzzed_record, fuzzed_requirements};
use crate::{check, parse_amount, wire};

/// Takes any bytes, and panics if something doesn't hold that must.
pub type Reader = fn(&[u8]);

/// Every reader by its name. `tests/fuzz/corpus` has a file for each.
pub const READERS: &[(&str, Reader)] = &[
    ("list_keys", list::<ApiKey>),
    ("get_key", object::<ApiKey>),
    ("create_key", create_key),
    ("delete_key", delete_key),
    ("rate_limits", object::<RateLimits>),
    ("rate_limit_log", list::<RateLimitBreach>),
    ("billing_balance", bare::<BillingBalance>),
    ("usage_history", usage_history),
    ("usage_history_csv", usage_history_csv),
    ("usage_analytics", bare::<UsageAnalytics>),
    ("cursor", cursor),
    ("watch_cursor", fuzzed_cursor),
    ("list_models", list::<Model>),
    ("web3_challenge", web3_challenge),
    ("refusal", refusal),
    ("challenge", challenge),
    ("wait", wait),
    ("address", address),
    ("date", date),
    ("amount", amount),
    ("base_url", base_url),
    ("requirements", requirements),
    ("record", record),
    ("pending_name", fuzzed_name),
    ("job_record", fuzzed_job),
    ("provision_cursor", fuzzed_walk),
    ("deletion", fuzzed_deletion),
];

fn call() -> Call {
    Call::get(Operation::GetKey, "/api_keys".into())
}

fn response(body: &[u8]) -> Response {
    Response::of_body(ResponseBody::new(body.to_vec()))
}

fn object<T: Serialize + DeserializeOwned>(body: &[u8]) {
    settled(read_data::<T>(&call(), &response(body)));
}

fn list<T: Serialize + DeserializeOwned>(body: &[u8]) {
    settled(read_data_list::<T>(&call(), &response(body)));
}

fn bare<T: Serialize + DeserializeOwned>(body: &[u8]) {
    settled(read_bare::<T>(&call(), &response(body)));
}

fn usage_history(body: &[u8]) {
    if let Ok((entries, _)) = read_page(&call(), &response(body)) {
        entries.into_iter().for_each(|entry| settled(Ok(entry)));
    }
}

/// A document is its header row and its rows, in order, and nothing is lost but empty lines: what
/// is left reads the same.
fn usage_history_csv(body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    let Ok(document) = parse_csv(&text) else {
        return;
    };
    let rows: String = document.rows.iter().map(|row| row.text).collect();
    let left = format!("{}{rows}", document.header);
    let Ok(again) = parse_csv(&left) else {
        panic!("what was split can't be read again");
    };
    assert!(again.header == document.header && again.rows == document.rows);
    let without_line_ends = |text: &str| text.replace(['\r', '\n'], "");
    assert_eq!(without_line_ends(&left), without_line_ends(&text));
}

/// A cursor that comes from anywhere does nothing but go on with a walk, and asks for what can be
/// asked for.
fn cursor(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let filter = UsageFilter::new();
    let Ok(mut walk) = Walk::of(&filter, Some(&text)) else {
        return;
    };
    let same =
        |walk: &Walk| Walk::of(&filter, Some(&walk.cursor())).is_ok_and(|same| same == *walk);
    assert!(same(&walk));
    for time in [None, Some(0), Some(NOW * 1000)] {
        walk.takes(time);
    }
    for next in [None, Some("next".to_owned())] {
        let Some(walk) = walk.clone().after(next, 0) else {
            continue;
        };
        let query = walk.query();
        assert!(same(&walk) && query.bytes().all(|b| b.is_ascii_graphic() && b != b'#'));
        assert!(
            !query.contains("cursor=") || !query.contains('&'),
            "{query}"
        );
    }
}

/// What is read, written and read again stays the same.
fn settled<T: Serialize + DeserializeOwned>(read: Result<T, Error>) {
    let Ok(value) = read else {
        return;
    };
    let Ok(written) = serde_json::to_string(&value) else {
        panic!("what was read can't be written");
    };
    let Ok(again) = serde_json::from_str::<T>(&written) else {
        panic!("what was written can't be read: {written}");
    };
    let rewritten = serde_json::to_string(&again).unwrap_or_default();
    assert_eq!(rewritten, written);
}

/// A key is returned only with its secret and its id, and nothing that follows them can lose
/// either.
fn create_key(body: &[u8]) {
    let Ok(call) =
        Body::json(&()).map(|body| Call::post(Operation::CreateKey, "/api_keys".into(), body))
    else {
        return;
    };
    match read_created(&call, &response(body)) {
        Ok(created) => {
            assert!(!created.api_key.reveal().is_empty() && !created.id.is_empty());
            let again = read_created(&call, &response(&[body, b"x"].concat()));
            let same =
                |again: CreatedKey| again.api_key == created.api_key && again.id == created.id;
            assert!(again.is_ok_and(same), "a truncated rest cost the key");
        }
        Err(error) => assert_eq!(error.code(), ErrorCode::OutcomeUnknown),
    }
}

fn delete_key(body: &[u8]) {
    if let Err(error) = read_deleted(&call(), &response(body)) {
        assert_eq!(error.code(), ErrorCode::BadResponse);
    }
}

fn web3_challenge(body: &[u8]) {
    if let Ok(challenge) = read_challenge(&call(), &response(body), None) {
        check_challenge(&challenge);
    }
}

fn challenge(text: &[u8]) {
    check_challenge(&Web3Challenge::from_text(String::from_utf8_lossy(text)));
}

const NOW: i64 = 1_790_000_000;

/// Whatever may be signed is for minting with this wallet, with no other if it names one, is ASCII
/// except for the one dash, and expires within the hour.
fn check_challenge(challenge: &Web3Challenge) {
    let [wallet, other] = [[1; 20], [2; 20]].map(Address::of_bytes);
    let now = Timestamp::from_second(NOW).unwrap_or_default();
    if challenge.check(wallet, now).is_err() {
        return;
    }
    let text = &challenge.text;
    let plain = |c: char| c == '\n' || (' '..='~').contains(&c);
    let others: Vec<char> = text.chars().filter(|c| !plain(*c)).collect();
    if text.contains('\n') {
        assert!(others.is_empty() || others == ['\u{2014}'], "{text:?}");
        assert!(challenge.check(other, now).is_err(), "{text:?}");
        assert!(text.starts_with("api.venice.ai wants you to sign in"));
        assert!(text.contains("\nChain ID: 8453\n"));
        let says = [
            "Authorize Venice API key creation.",
            "urn:venice:api-key:create",
        ];
        assert!(says.iter().any(|what| text.contains(what)), "{text:?}");
    } else {
        assert!(others.is_empty(), "{text:?}");
        assert_eq!(text.split('.').count(), 3);
    }
    let an_hour_on = Timestamp::from_second(NOW + 3600).unwrap_or_default();
    let later = challenge.check(wallet, an_hour_on);
    assert!(later.is_err(), "it lives longer than an hour");
}

/// Two bytes of status and circumstances, then a body. No piece of what was sent shows in the
/// error, whatever the server says, and it stays a few lines.
fn refusal(input: &[u8]) {
    let [status, circumstances, body @ ..] = input else {
        return;
    };
    let sent = "VENICE_ADMIN_KEY_FUZZCANARY_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6";
    // The server quotes pieces of it wherever it likes.
    let echoed = String::from_utf8_lossy(body).replace('~', &sent[30..]);
    let refusal = Refusal {
        status: 300 + u16::from(*status),
        body: echoed.as_bytes(),
        payment_header: circumstances & 1 != 0,
        waits: Waits::default(),
        request_id: (circumstances & 4 != 0).then(|| line(&echoed)),
        server_version: (circumstances & 2 != 0).then(|| line(&echoed)),
        notice: (circumstances & 16 != 0)
            .then(|| format!("link: <{}>; rel=\"successor-version\"", line(&echoed))),
        asked: match circumstances >> 6 {
            _ if circumstances & 8 != 0 => Asked::ForKey,
            1 => Asked::BySignIn,
            2 => Asked::ToTakePayment,
            _ => Asked::Other,
        },
    };
    let error = refusal::to_error(refusal, &[Secret::from(sent)]);
    let private = &sent["VENICE_ADMIN_KEY_".len()..];
    for form in [error.to_string(), format!("{error:?}")] {
        for at in 0..=private.len() - PIECE {
            let shown = form.contains(&private[at..at + PIECE]);
            assert!(!shown, "a piece of the key is shown");
        }
    }
    let message = error.to_string();
    assert!(
        message.len() < 4096 && !message.contains('\n'),
        "{message:?}"
    );
}

/// What Venice asks for in answer to a top-up. Whatever it is, only USDC on Base is ever paid.
fn requirements(body: &[u8]) {
    let text = String::from_utf8_lossy(body);
    let Some((payee, least)) = fuzzed_requirements(&text) else {
        return;
    };
    let usdc = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913";
    let lower = text.to_ascii_lowercase();
    assert!(
        lower.contains(usdc) && text.contains("eip155:8453"),
        "{text:?}"
    );
    assert!(
        text.contains(&payee) && Address::parse(&payee).is_ok(),
        "{payee}"
    );
    assert!(text.contains(&least.to_string()), "{least}");
    assert_ne!(payee.to_ascii_lowercase(), usdc);
}

/// A record that somebody stored. None but the wallet's own is accepted.
fn record(text: &[u8]) {
    assert!(!fuzzed_record(&String::from_utf8_lossy(text)));
}

/// Four headers, line by line.
fn wait(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let mut lines = text.split('\n').map(|line| (line != "-").then_some(line));
    let mut header = || lines.next().flatten();
    let headers = WaitHeaders {
        retry_after: header(),
        budget_resets: header(),
        requests_reset: header(),
        budget_remaining: header(),
    };
    let waits = Waits::read(headers, NOW * 1000);
    for (status, locked_out) in [(429, true), (429, false), (503, false)] {
        if let Some(wait) = waits.announced(status, locked_out) {
            assert!(wait <= LONGEST_ANNOUNCED, "{wait:?}");
        }
    }
}

fn address(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(address) = Address::parse(&text) {
        let written = address.to_string();
        assert!(written.eq_ignore_ascii_case(&text));
        assert!(Address::parse(&written).is_ok_and(|again| again == address));
    }
    if let Ok(wallet) = Wallet::from_hex(&text) {
        assert!(Address::parse(&wallet.address()).is_ok());
    }
    let entries: Vec<String> = text.split(',').map(str::to_owned).collect();
    let _ = check::allowlist(&entries, "ipAllowlist");
}

fn date(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(expiry) = text.parse::<Expiry>() {
        let written = expiry.to_string();
        assert!(written.parse::<Expiry>().is_ok_and(|again| again == expiry));
    }
    if let Some(time) = wire::time::parse(&text) {
        let written = wire::time::written(time);
        let again = wire::time::parse(&written).map(wire::time::written);
        assert_eq!(again, Some(written));
    }
}

fn amount(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(amount) = parse_amount("usd", &text) {
        let written = serde_json::to_string(&wire::money::Number(amount)).unwrap_or_default();
        assert_eq!(wire::money::parse(&written), Some(amount));
    }
    let _ = wire::money::parse(&text);
    if let Some(repaired) = wire::with_whole_characters(&text) {
        assert!(wire::with_whole_characters(&repaired).is_none());
    }
}

/// No key goes in the clear to a host that isn't this machine, and no password is taken.
fn base_url(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    if let Ok(base) = BaseUrl::parse(&text) {
        let scheme = text.get(..8).unwrap_or_default();
        assert!(scheme.eq_ignore_ascii_case("https://") || base.is_trusted());
    }
    let error = BaseUrl::parse(&format!("https://me:FUZZCANARY@{text}")).err();
    assert!(error.is_none_or(|error| !error.to_string().contains("FUZZCANARY")));
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    /// What fuzzing found on its way, each line an input; see tests/fuzz/README.md.
    fn kept(name: &str) -> Vec<Vec<u8>> {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fuzz/corpus");
        let file = std::fs::read_to_string(corpus.join(name)).expect(name);
        let inputs = file.lines().map(|line| STANDARD.decode(line).expect(name));
        inputs.collect()
    }

    #[test]
    fn every_kept_input_is_read() {
        for (name, read) in READERS {
            let kept = kept(name);
            assert!(kept.len() >= 2, "{name}: hardly an input is kept");
            kept.iter().for_each(|input| read(input));
        }
    }

    /// What must hold for those that may be signed is tried only if there are some.
    #[test]
    fn challenges_of_both_kinds_are_kept_that_may_be_signed() {
        let now = Timestamp::from_second(NOW).unwrap();
        let wallet = Address::of_bytes([1; 20]);
        for many_lines in [true, false] {
            let is_signed = |input: &Vec<u8>| {
                let challenge = Web3Challenge::from_text(String::from_utf8_lossy(input));
                let of_this_kind = challenge.text.contains('\n') == many_lines;
                of_this_kind && challenge.check(wallet, now).is_ok()
            };
            assert!(kept("challenge").iter().any(is_signed), "{many_lines}");
        }
    }
}
