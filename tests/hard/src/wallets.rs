//! The matrix's columns of what a wallet does at Venice, and what its rows come to there.

use serde_json::{Value, json};
use venice_keys::{Client, Decimal, TopUpRequest, Wallet};

use crate::faults::{Expected, Meaning};
use crate::operations::{Kind, Operation, Stage};

/// Resent as long as the call's time lasts.
const MANY: usize = 99;
const TOP_UP: &str = "/x402/top-up";

pub(crate) const COLUMNS: &[Operation] = &[
    read("x402_balance", "/x402/balance/*", signer),
    read("x402_transactions", "/x402/transactions/*", signer),
    paying("x402_prepare_top_up", Kind::Asks, top_up),
    paying("x402_top_up", Kind::Pays, top_up),
    paying("x402_pay_top_up", Kind::PaysAgain, prepared),
];

const fn read(
    name: &'static str,
    path: &'static str,
    args: fn(&Stage<'_>) -> Result<Value, String>,
) -> Operation {
    Operation {
        name,
        kind: Kind::SignsIn,
        method: "GET",
        path,
        args,
    }
}

const fn paying(
    name: &'static str,
    kind: Kind,
    args: fn(&Stage<'_>) -> Result<Value, String>,
) -> Operation {
    Operation {
        name,
        kind,
        method: "POST",
        path: TOP_UP,
        args,
    }
}

fn signer(stage: &Stage<'_>) -> Result<Value, String> {
    let unlimited = json!({ "unlimited": true });
    stage.sandbox.control("POST", "/wallets", unlimited)?;
    Ok(json!({ "wallet": stage.sandbox.staked_private_key() }))
}

/// One that no other cell pays: for the wallet's transactions it is what tells payments apart.
fn amount(stage: &Stage<'_>) -> Decimal {
    let digits = stage.description.chars().filter(char::is_ascii_digit);
    let number = digits.collect::<String>().parse().unwrap_or(0);
    Decimal::from(10) + Decimal::new(number, 6)
}

fn top_up(stage: &Stage<'_>) -> Result<Value, String> {
    let mut args = signer(stage)?;
    args["amount"] = amount(stage).to_string().into();
    args["most"] = "20".into();
    args["order"] = stage.description.into();
    args["evenIfEnough"] = true.into();
    Ok(args)
}

/// Prepared here, so that the driver can't know whether it was paid before.
fn prepared(stage: &Stage<'_>) -> Result<Value, String> {
    let mut args = signer(stage)?;
    let text = |error: venice_keys::Error| error.to_string();
    let wallet = Wallet::from_hex(stage.sandbox.staked_private_key()).map_err(text)?;
    let client = Client::builder()
        .anonymous()
        .base_url(stage.sandbox.base_url())
        .build()
        .map_err(text)?;
    let request = TopUpRequest::new(amount(stage), Decimal::from(20), stage.description);
    let request = request.even_if_enough(true);
    let prepared = client
        .x402_prepare_top_up(&wallet, &request)
        .map_err(text)?;
    args["record"] = prepared.record.into();
    Ok(args)
}

/// What a row comes to in a column of a wallet's, if that differs from other reads.
pub(crate) fn expected(meaning: Meaning, kind: Kind) -> Option<Expected> {
    let (codes, seen) = match kind {
        Kind::SignsIn => signed_in(meaning)?,
        Kind::Asks => asked(meaning)?,
        Kind::Pays => paid(meaning)?,
        Kind::PaysAgain => paid_again(meaning)?,
        _ => return None,
    };
    Some(Expected { codes, seen })
}

type Row = (Vec<&'static str>, std::ops::RangeInclusive<usize>);

fn signed_in(meaning: Meaning) -> Option<Row> {
    use Meaning::{Page, Refused};
    match meaning {
        Refused("unauthenticated" | "admin_key_required") | Page("unauthenticated") => {
            Some((vec!["sign_in_refused"], 1..=1))
        }
        _ => None,
    }
}

/// A 402 is the response that is wanted, if it says what to pay.
fn asked(meaning: Meaning) -> Option<Row> {
    use Meaning::{Page, Refused};
    match meaning {
        Refused("unauthenticated") => Some((vec!["unauthenticated", "bad_response"], 1..=1)),
        Refused("payment_required") | Page("payment_required") => {
            Some((vec!["bad_response"], 1..=1))
        }
        _ => None,
    }
}

/// The first of the requests asks what to pay, and isn't disturbed.
fn paid(meaning: Meaning) -> Option<Row> {
    use Meaning::*;
    const REFUSED: [&str; 3] = ["payment_refused", "payment_settling", "gone"];
    const OPEN: [&str; 2] = ["payment_unknown", "payment_settling"];
    match meaning {
        Refused(_) | RefusedToMake(_) | Page(_) => Some((REFUSED.into(), 2..=MANY)),
        GaveUp | Fails | NoResponse | TooLate => Some((OPEN.into(), 2..=MANY)),
        TooMany => Some((vec!["rate_limited"], 2..=MANY)),
        // The transactions say whether it was paid.
        Undocumented => Some((vec!["payment_unknown", "ok"], 2..=2)),
        Harmless | OddKind => Some((vec!["ok"], 2..=2)),
        NeverMade => None,
    }
}

/// Nothing is certain of a record that was loaded, unless the server says that it is paid.
fn paid_again(meaning: Meaning) -> Option<Row> {
    use Meaning::*;
    const OPEN: [&str; 2] = ["payment_unknown", "payment_settling"];
    match meaning {
        Harmless | OddKind => Some((vec!["ok"], 1..=1)),
        Undocumented => Some((vec!["payment_unknown", "ok"], 1..=1)),
        NeverMade => Some((vec!["payment_unknown"], 0..=0)),
        _ => Some((OPEN.into(), 1..=MANY)),
    }
}
