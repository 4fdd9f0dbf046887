//! How a call runs to its end: attempts, waits, retries, and what the last attempt means.

use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use crate::attempt::{self, Attempt};
use crate::client::{Client, TOO_LATE, given_up};
use crate::codes::ErrorCode;
use crate::error::Error;
use crate::operations::Effect;
use crate::refusal::{self, Asked, Refusal};
use crate::retry::{Failure, Progress, wait_before_retry};
use crate::transport::{AttemptError, Bearer, Call, Response, SecretHeader};
use crate::wire::{self, ListOf, Row};
use crate::x402::SIGN_IN_HEADER;

/// A call that failed for good.
#[derive(Debug)]
pub(crate) struct CallError {
    pub(crate) error: Error,
    /// Whether an earlier attempt of the call may have done its work.
    pub(crate) may_have_worked: bool,
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self {
            error,
            may_have_worked: false,
        }
    }
}

impl Client {
    /// Reads `{data: {…}}`.
    pub(crate) fn read_object<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Error> {
        self.read_object_until(call, self.deadline())
    }

    /// As [`read_object`](Self::read_object), with a deadline that started earlier.
    pub(crate) fn read_object_until<T: DeserializeOwned>(
        &self,
        call: &Call,
        deadline: Instant,
    ) -> Result<T, Error> {
        let response = self.perform_until(call, deadline);
        read_data(call, &response.map_err(|failed| failed.error)?)
    }

    /// Reads an object that isn't in `data`.
    pub(crate) fn read_bare_object<T: DeserializeOwned>(&self, call: &Call) -> Result<T, Error> {
        let response = self.perform(call).map_err(|failed| failed.error)?;
        read_bare(call, &response)
    }

    /// Reads `{data: […]}`.
    pub(crate) fn read_list<T: DeserializeOwned>(&self, call: &Call) -> Result<Vec<T>, Error> {
        let response = self.perform(call).map_err(|failed| failed.error)?;
        read_data_list(call, &response)
    }

    /// Runs a call: attempts, waits, retries, until a 2xx or until it has failed for good.
    pub(crate) fn perform(&self, call: &Call) -> Result<Response, CallError> {
        self.perform_until(call, self.deadline())
    }

    /// As [`perform`](Self::perform), with a deadline that started earlier.
    pub(crate) fn perform_until(
        &self,
        call: &Call,
        deadline: Instant,
    ) -> Result<Response, CallError> {
        let left = || deadline.saturating_duration_since(Instant::now());
        let mut may_have_worked = false;
        let (mut retries, mut made) = (0, 0);
        let mut clock_corrected = false;
        if self.is_cancelled() {
            return Err(given_up(call.operation).into());
        }
        loop {
            let sent_at = Timestamp::now();
            let Failed {
                failure,
                error,
                number,
                shows_wrong_clock,
            } = match self.attempt(call, left(), made + 1) {
                Ok(response) => return Ok(response),
                Err(failed) => failed,
            };
            made = number;
            // Once: it is no retry of the same request, but another request.
            if shows_wrong_clock && !clock_corrected && !self.is_cancelled() {
                clock_corrected = true;
                continue;
            }
            if !self.wait_to_retry(failure, call.effect, retries, deadline) {
                return Err(CallError {
                    error: ended(call, failure, error, sent_at),
                    may_have_worked,
                });
            }
            may_have_worked |= failure.may_have_worked();
            retries += 1;
        }
    }

    /// Waits until what failed may be tried again; false: it has failed for good, or was given up.
    pub(crate) fn wait_to_retry(
        &self,
        failure: Failure,
        effect: Effect,
        retries: u32,
        deadline: Instant,
    ) -> bool {
        let progress = Progress {
            retries,
            max_retries: self.settings().max_retries,
            left: deadline.saturating_duration_since(Instant::now()),
            create_window: self.throttle().window(),
        };
        let wait = wait_before_retry(failure, effect, progress, chance());
        wait.is_some_and(|wait| self.wait(wait))
    }

    /// Sends a call once, within `left`.
    pub(crate) fn attempt_with(
        &self,
        key: Option<&Bearer>,
        call: &Call,
        left: Duration,
        number: u32,
    ) -> Result<Response, Failed> {
        let start = Instant::now();
        let outcome = match left {
            Duration::ZERO => return Err(Failed::new(lost(call, too_late()), number)),
            left => sign_in(call)
                .and_then(|signed| self.transport().attempt(call, key, signed.as_ref(), left)),
        };
        let response = outcome.as_ref().ok();
        let notice = response.and_then(|response| response.notice.as_deref());
        let wrong_clock = response.and_then(|response| wrong_clock(call, response));
        let warning = notice.and_then(|notice| attempt::warning(call.operation, notice));
        let attempt = Attempt {
            operation: call.operation,
            method: call.method.as_str(),
            path: &call.path,
            number,
            status: response.map(|response| response.status),
            failure: outcome.as_ref().err().map(|error| error.code),
            elapsed: start.elapsed(),
            request_id: response.and_then(|response| response.request_id.as_deref()),
            server_version: response.and_then(|response| response.server_version.as_deref()),
            warning: wrong_clock.as_deref().or(warning.as_deref()),
        };
        attempt::show(&attempt, self.settings().on_attempt.as_deref());
        let (failure, error) = match outcome {
            Ok(response) if is_done(call, &response) => return Ok(response),
            Ok(response) => self.refused(call, response),
            Err(error) => lost(call, error),
        };
        Err(Failed {
            shows_wrong_clock: wrong_clock.is_some(),
            ..Failed::new((failure, error), number)
        })
    }

    /// What a response that isn't a whole 2xx means.
    fn refused(&self, call: &Call, response: Response) -> (Failure, Error) {
        let Response {
            status,
            body,
            truncated,
            sent_at: _,
            payment_header,
            waits,
            request_id,
            server_version,
            notice,
            is_csv: _,
            next_cursor: _,
            date: _,
            payment_response: _,
            mut secrets,
        } = response;
        // A refusal with a truncated body doesn't say what was refused: where it is safe, retry.
        let hidden = is_success(status) || call.effect.may_repeat();
        if let Some(error) = truncated.filter(|_| hidden) {
            let (failure, error) = lost(call, error);
            let error = error
                .with_status(status)
                .with_request_id(request_id)
                .with_server_version(server_version);
            return (failure, error);
        }
        secrets.extend(self.own_key());
        let refusal = Refusal {
            status,
            body: body.bytes(),
            payment_header,
            waits,
            request_id,
            server_version,
            notice,
            asked: asked(call),
        };
        let error = refusal::to_error(refusal, &secrets).of(call.operation);
        (Failure::Status(status, error.retry_after()), error)
    }
}

/// An attempt that failed.
pub(crate) struct Failed {
    pub(crate) failure: Failure,
    pub(crate) error: Error,
    /// Which attempt of the call it was.
    pub(crate) number: u32,
    /// Whether it showed that this machine's clock was wrong. Its wallet follows Venice's now.
    pub(crate) shows_wrong_clock: bool,
}

impl Failed {
    pub(crate) fn new((failure, error): (Failure, Error), number: u32) -> Self {
        Self {
            failure,
            error,
            number,
            shows_wrong_clock: false,
        }
    }
}

/// Each attempt signs anew: a sign-in is good once.
fn sign_in(call: &Call) -> Result<Option<SecretHeader>, AttemptError> {
    let Some(wallet) = &call.signer else {
        return Ok(None);
    };
    let signed = wallet.sign_in().map_err(|error| AttemptError {
        sent: false,
        temporary: false,
        code: error.code(),
        what: error.to_string(),
    })?;
    Ok(Some(SecretHeader {
        name: SIGN_IN_HEADER,
        value: signed.value,
    }))
}

/// What to say of this machine's clock if it is why a sign-in was refused. The wallet follows
/// Venice's from here on.
fn wrong_clock(call: &Call, response: &Response) -> Option<String> {
    let wallet = call.signer.as_ref().filter(|_| response.status == 401)?;
    let ahead = wallet.follow(response.date?)?.as_secs();
    let side = if ahead < 0 { "ahead of" } else { "behind" };
    Some(format!(
        "this machine's clock is {} s {side} Venice's: the wallet's sign-ins follow Venice's now",
        ahead.unsigned_abs()
    ))
}

fn asked(call: &Call) -> Asked {
    match (call.effect, &call.signer) {
        (Effect::CreatesKey | Effect::Begins, _) => Asked::ForKey,
        (Effect::Pays, _) => Asked::ToTakePayment,
        (_, Some(_)) => Asked::BySignIn,
        (_, None) => Asked::Other,
    }
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// A truncated response is as good as none, except for a call that creates a key: the part that
/// came may hold the key.
fn is_done(call: &Call, response: &Response) -> bool {
    let awaited = is_success(response.status) || call.awaited == Some(response.status);
    awaited && (response.truncated.is_none() || call.effect.creates_key())
}

fn lost(call: &Call, error: AttemptError) -> (Failure, Error) {
    let AttemptError {
        sent,
        temporary,
        code,
        what,
    } = error;
    let failure = match (sent, temporary) {
        (true, true) => Failure::Lost,
        (false, true) => Failure::NotSent,
        (sent, false) => Failure::Unusable { sent },
    };
    (failure, Error::new(code, what).of(call.operation))
}

fn too_late() -> AttemptError {
    AttemptError {
        sent: false,
        temporary: true,
        code: ErrorCode::Timeout,
        what: TOO_LATE.to_owned(),
    }
}

/// The error that a caller sees. A call that creates a lasting key must say when it may have
/// created one.
fn ended(call: &Call, failure: Failure, error: Error, sent_at: Timestamp) -> Error {
    match call.effect == Effect::CreatesKey && failure.hides_the_outcome() {
        true => outcome_unknown(call, error, sent_at),
        false => error,
    }
}

/// The failure of a call that creates a key and got no reliable response.
pub(crate) fn outcome_unknown(call: &Call, error: Error, sent_at: Timestamp) -> Error {
    let listed_with = match call.with_key {
        true => "`list_keys`",
        false => "`list_keys`, with an ADMIN key of the wallet's account,",
    };
    error.into_outcome_unknown(sent_at, listed_with)
}

/// The `data` of a response. The error never quotes the body.
pub(crate) fn read_data<T: DeserializeOwned>(call: &Call, response: &Response) -> Result<T, Error> {
    read_as(call, response, |json| wire::data(json, PhantomData))
}

/// The same for a list.
pub(crate) fn read_data_list<T: DeserializeOwned>(
    call: &Call,
    response: &Response,
) -> Result<Vec<T>, Error> {
    read_as(call, response, |json| {
        wire::data(json, ListOf::in_text(json))
    })
}

/// An object that is the whole response.
pub(crate) fn read_bare<T: DeserializeOwned>(call: &Call, response: &Response) -> Result<T, Error> {
    let Row(object) = read_as(call, response, |json| serde_json::from_str(json))?;
    Ok(object)
}

/// A body as `parse` reads it, repaired where that helps.
pub(crate) fn read_as<T>(
    call: &Call,
    response: &Response,
    parse: impl Fn(&str) -> serde_json::Result<T>,
) -> Result<T, Error> {
    let parsed = wire::parsed(text_of(call, response)?, parse);
    parsed.map_err(|error| unreadable(call, response, &wire::location(&error)))
}

/// A body as a string, checked at once: serde_json would check each string by itself, which takes
/// longer.
pub(crate) fn text_of<'a>(call: &Call, response: &'a Response) -> Result<&'a str, Error> {
    let text = std::str::from_utf8(response.body.bytes());
    text.map_err(|_| unreadable(call, response, "not UTF-8"))
}

pub(crate) fn unreadable(call: &Call, response: &Response, place: &str) -> Error {
    let what = format!("the response isn't what the API documents ({place})");
    undocumented(ErrorCode::BadResponse, call, response, &what)
}

/// The error for a 2xx that can't be used.
pub(crate) fn undocumented(code: ErrorCode, call: &Call, response: &Response, what: &str) -> Error {
    Error::new(code, what)
        .of(call.operation)
        .with_status(response.status)
        .with_request_id(response.request_id.clone())
        .with_server_version(response.server_version.clone())
}

/// A number in `0.0..1.0` that differs between threads, processes and forks: enough to spread
/// clients that fail together.
pub(crate) fn chance() -> f64 {
    let drawn = RandomState::new().hash_one((std::process::id(), SystemTime::now()));
    (drawn >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_spread_over_its_range() {
        let drawn: Vec<f64> = (0..1000).map(|_| chance()).collect();
        assert!(drawn.iter().all(|c| (0.0..1.0).contains(c)));
        let mean = drawn.iter().sum::<f64>() / 1000.0;
        assert!((0.4..0.6).contains(&mean), "{mean}");
    }
}
