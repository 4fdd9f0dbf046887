//! Sending a payment, and sending it again: always the same one, byte for byte.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use ureq::http::Method;
use zeroize::Zeroizing;

use super::authorization::Authorization;
use super::record::Record;
use super::requirements::Accepted;
use super::{PATH, TopUp, TopUpStatus};
use crate::client::{Client, given_up};
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::{Effect, Operation};
use crate::perform::{Failed, chance, read_data, undocumented};
use crate::retry::{Failure, Progress, wait_before_retry};
use crate::secret::Secret;
use crate::transport::{Call, Response, SecretHeader};
use crate::wallet::Wallet;
use crate::wire;

const HEADER: &str = "PAYMENT-SIGNATURE";

/// The server's clock: what it said last, and the time that has passed since.
#[derive(Debug, Clone, Copy)]
pub(super) struct ServerClock {
    said: Timestamp,
    at: Instant,
}

impl ServerClock {
    pub(super) fn saying(said: Timestamp) -> Self {
        let at = Instant::now();
        Self { said, at }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.said
            .saturating_add(self.at.elapsed())
            .unwrap_or(self.said)
    }

    /// How long it is until then; zero if that is past.
    pub(super) fn until(&self, then: Timestamp) -> Duration {
        let left: SignedDuration = then.duration_since(self.now());
        left.try_into().unwrap_or(Duration::ZERO)
    }
}

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
            .then(|| backoff(attempts, error.retry_after(), left()))
            .flatten();
        if !wait.is_some_and(|wait| client.wait(wait)) {
            return Ok(ended(open, error));
        }
    }
    Ok(ended(open, given_up(operation)))
}

/// As before any other retry; but what ends the retries of a payment is the time alone, so there is
/// always a wait, even if the server announces none.
fn backoff(attempts: u32, announced: Option<Duration>, left: Duration) -> Option<Duration> {
    /// Doubled so often, the wait is long enough: eight seconds at most.
    const DOUBLED: u32 = 4;
    let progress = Progress {
        retries: attempts.min(DOUBLED),
        max_retries: u32::MAX,
        left,
        create_window: Duration::ZERO,
    };
    let failed = Failure::Status(503, None);
    let chance = chance().mul_add(0.5, 0.5);
    let wait = wait_before_retry(failed, Effect::Pays, progress, chance)?;
    let wait = announced.map_or(wait, |announced| announced.max(wait));
    (wait < left).then_some(wait)
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
    fn there_is_a_wait_before_each_resend_whatever_the_server_announces() {
        let hour = Duration::from_secs(3600);
        let wait = |attempts, announced| backoff(attempts, announced, hour).unwrap();
        assert!(wait(0, Some(Duration::ZERO)) >= Duration::from_millis(250));
        assert!(wait(1000, None) >= Duration::from_secs(4));
        assert!(wait(1000, None) <= Duration::from_secs(8));
        assert_eq!(
            wait(0, Some(Duration::from_secs(60))),
            Duration::from_secs(60)
        );
        assert_eq!(backoff(0, Some(hour), hour), None);
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

    #[test]
    fn the_servers_clock_goes_on() {
        let then = "2026-09-30T19:00:00Z".parse().unwrap();
        let clock = ServerClock::saying(then);
        assert!(clock.now() >= then);
        assert_eq!(
            clock.until(then - SignedDuration::from_secs(5)),
            Duration::ZERO
        );
        let minute = clock.until(then + SignedDuration::from_secs(60));
        assert!(minute > Duration::from_secs(50) && minute <= Duration::from_secs(60));
    }
}
