//! Sending a payment, and sending it again: always the same one, byte for byte.

use std::time::Instant;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use ureq::http::Method;
use zeroize::Zeroizing;

use super::authorization::Authorization;
use super::record::Record;
use super::requirements::Accepted;
use super::{PATH, TopUp, TopUpStatus};
use crate::client::{Client, given_up};
use crate::clock::ServerClock;
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::{Effect, Operation};
use crate::perform::{Failed, chance, read_data, undocumented};
use crate::retry::{Failure, wait_before_resending};
use crate::secret::Secret;
use crate::transport::{Call, Response, SecretHeader};
use crate::wallet::Wallet;
use crate::wire;

const HEADER: &str = "PAYMENT-SIGNATURE";

/// What came of sending a payment.
pub(super) enum Sent {
    Paid(TopUp),
    /// The server refused, and every request before had certainly moved nothing.
    Refused(Error),
    /// The server refused, or nothing more can be sent; an earlier request may have paid.
    Open(Error),
    /// Nothing was sent that the server could have paid with.
    Nothing(Error),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payment<'a> {
    x402_version: u8,
    accepted: &'a Accepted,
    payload: Payload<'a>,
}

#[derive(Serialize)]
struct Payload<'a> {
    signature: &'a str,
    authorization: &'a Authorization,
}

fn payment_call(operation: Operation, wallet: &Wallet, record: &Record) -> Result<Call, Error> {
    let signature = Zeroizing::new(record.authorization.sign(wallet)?);
    let json = serde_json::to_vec(&Payment {
        x402_version: 2,
        accepted: &record.accepted,
        payload: Payload {
            signature: &signature,
            authorization: &record.authorization,
        },
    });
    let json = json.map_err(|_| Error::input("record", "can't be written as JSON"))?;
    let value = Secret::from(STANDARD.encode(Zeroizing::new(json)));
    Ok(Call {
        method: Method::POST,
        effect: Effect::Pays,
        secrets: vec![Secret::from(signature.as_str())],
        header: Some(SecretHeader {
            name: HEADER,
            value,
        }),
        ..Call::get(operation, PATH.to_owned())
    })
}

/// Whether a request of which this is the failure may have paid, or may still pay.
fn leaves_open(failure: Failure, code: ErrorCode) -> bool {
    match failure {
        Failure::NotSent | Failure::Unusable { sent: false } => false,
        Failure::Lost | Failure::Unusable { sent: true } => true,
        Failure::Status(..) => !matches!(
            code,
            ErrorCode::PaymentRefused | ErrorCode::RateLimited | ErrorCode::Gone
        ),
    }
}

/// Whether the same payment is worth sending again.
fn may_change(failure: Failure, code: ErrorCode) -> bool {
    match failure {
        Failure::NotSent | Failure::Lost => true,
        Failure::Unusable { .. } => false,
        Failure::Status(..) => matches!(
            code,
            ErrorCode::PaymentSettling | ErrorCode::ServerError | ErrorCode::RateLimited
        ),
    }
}

/// Sends a payment until the server says what became of it: the same request after a lost response,
/// a 402, 408, 409, 429, 499 and 5xx. Ends with the call's deadline, when the call is given up, and
/// when nobody can carry the payment out any more. `first`: no request of this payment's nonce was
/// sent before.
pub(super) fn send(
    client: &Client,
    operation: Operation,
    wallet: &Wallet,
    record: &Record,
    (clock, deadline): (ServerClock, Instant),
    first: bool,
) -> Result<Sent, Error> {
    let call = payment_call(operation, wallet, record)?;
    let left = || {
        let left = deadline.saturating_duration_since(Instant::now());
        left.min(clock.until(record.over_at()))
    };
    let mut open = !first;
    let mut settling = None;
    let ended = |open, error| match open {
        true => Sent::Open(error),
        false => Sent::Nothing(error),
    };
    if client.is_cancelled() {
        return Ok(ended(open, given_up(operation)));
    }
    for attempts in 0u32.. {
        let response = client.attempt(&call, left(), attempts + 1);
        let Failed { failure, error, .. } = match response {
            Ok(response) => match read_paid(&call, &response, wallet) {
                Ok(paid) => return Ok(Sent::Paid(paid)),
                Err(error) => return Ok(Sent::Open(error)),
            },
            Err(failed) => failed,
        };
        let code = error.code();
        open |= leaves_open(failure, code);
        if code == ErrorCode::PaymentRefused {
            return Ok(match open {
                true => Sent::Open(error),
                false => Sent::Refused(error),
            });
        }
        let wait = may_change(failure, code)
            .then(|| wait_before_resending(attempts, error.retry_after(), left(), chance()))
            .flatten();
        if !wait.is_some_and(|wait| client.wait(wait)) {
            // A request that the deadline cut off has told nothing new.
            let told = settling.filter(|_| code == ErrorCode::Timeout);
            return Ok(ended(open, told.unwrap_or(error)));
        }
        if code == ErrorCode::PaymentSettling {
            settling = Some(error);
        }
    }
    Ok(ended(open, given_up(operation)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Credited {
    #[serde(default, deserialize_with = "wire::string")]
    wallet_address: Option<String>,
    #[serde(default, with = "wire::exact")]
    amount_credited: Option<rust_decimal::Decimal>,
    #[serde(default, with = "wire::exact")]
    new_balance: Option<rust_decimal::Decimal>,
    #[serde(default, deserialize_with = "wire::string")]
    payment_id: Option<String>,
}

/// What the server says to a payment that it took.
fn read_paid(call: &Call, response: &Response, wallet: &Wallet) -> Result<TopUp, Error> {
    let Credited {
        wallet_address,
        amount_credited,
        new_balance,
        payment_id,
    } = read_data(call, response)?;
    let ours = wallet.checked_address().lower();
    let named = wallet_address.as_deref();
    if !named.is_some_and(|named| named.eq_ignore_ascii_case(&ours)) {
        let what = "the response isn't about this wallet";
        return Err(undocumented(ErrorCode::BadResponse, call, response, what));
    }
    Ok(TopUp {
        status: Some(TopUpStatus::Paid),
        wallet_address,
        amount_credited,
        new_balance,
        payment_id,
        transaction: response.payment_response.as_deref().and_then(transaction),
    })
}

/// The transaction on the chain, from the header `PAYMENT-RESPONSE`.
fn transaction(header: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Settlement {
        transaction: String,
    }
    let json = STANDARD.decode(header).ok()?;
    let Settlement { transaction } = serde_json::from_slice(&json).ok()?;
    let plain = transaction.bytes().all(|b| b.is_ascii_alphanumeric());
    (plain && (1..=128).contains(&transaction.len())).then_some(transaction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_it_open_whether_a_payment_was_made() {
        use ErrorCode::*;
        let status = |status| Failure::Status(status, None);
        for (failure, code, open, again) in [
            (Failure::NotSent, Connection, false, true),
            (Failure::Lost, Connection, true, true),
            (Failure::Unusable { sent: false }, Tls, false, false),
            (Failure::Unusable { sent: true }, BadResponse, true, false),
            (status(302), BadResponse, true, false),
            (status(400), PaymentRefused, false, false),
            (status(402), PaymentSettling, true, true),
            (status(409), PaymentSettling, true, true),
            (status(410), Gone, false, false),
            (status(429), RateLimited, false, true),
            (status(500), ServerError, true, true),
            (status(504), PaymentSettling, true, true),
        ] {
            assert_eq!(leaves_open(failure, code), open, "{failure:?}");
            assert_eq!(may_change(failure, code), again, "{failure:?}");
        }
    }

    #[test]
    fn a_transaction_is_read_or_nothing() {
        let header = |json: &str| STANDARD.encode(json);
        let sent = r#"{"success":true,"network":"eip155:8453","transaction":"0xab12"}"#;
        assert_eq!(transaction(&header(sent)).as_deref(), Some("0xab12"));
        for other in [
            "{}",
            "[]",
            r#"{"transaction":""}"#,
            r#"{"transaction":"a b"}"#,
        ] {
            assert_eq!(transaction(&header(other)), None, "{other}");
        }
        assert_eq!(transaction("no base64!"), None);
    }
}
