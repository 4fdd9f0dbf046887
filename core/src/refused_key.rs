//! What a call does whose key was refused: with another key it is made once more, for it did
//! nothing.

use std::time::{Duration, Instant};

use crate::client::Client;
use crate::codes::ErrorCode;
use crate::credential::{self, Answer};
use crate::error::Error;
use crate::own_key::Numbered;
use crate::perform::Failed;
use crate::retry::Failure;
use crate::transport::{Call, Response};

/// The keys that a call was refused with.
#[derive(Default)]
struct RefusedKeys {
    versions: Vec<u64>,
    /// Whether another one was asked for.
    asked: bool,
}

impl Client {
    /// Sends a call, within `left`; once more with another key if there is one and the client's was
    /// refused, for then the call did nothing. `number` is that of the first attempt.
    pub(crate) fn attempt(
        &self,
        call: &Call,
        left: Duration,
        mut number: u32,
    ) -> Result<Response, Failed> {
        let deadline = Instant::now() + left;
        let mut key = self.key().current();
        let mut refused = RefusedKeys::default();
        loop {
            let sent = Instant::now();
            let left = deadline.saturating_duration_since(sent);
            let bearer = key.as_ref().map(|key| &key.bearer);
            let failed = match self.attempt_with(bearer, call, left, number) {
                Err(failed) if call.with_key && failed.failure.refuses_the_key() => failed,
                outcome => return outcome,
            };
            refused.versions.extend(key.map(|key| key.version));
            key = match self.other_key(&mut refused, sent, deadline) {
                Ok(Some(key)) => Some(key),
                Ok(None) => return Err(failed),
                Err(error) => {
                    let failure = Failure::Unusable { sent: false };
                    return Err(Failed::new((failure, error.of(call.operation)), number));
                }
            };
            number += 1;
        }
    }

    /// The key to make a call with that was sent at `sent` and did nothing, as its key was refused.
    fn other_key(
        &self,
        refused: &mut RefusedKeys,
        sent: Instant,
        deadline: Instant,
    ) -> Result<Option<Numbered>, Error> {
        const MOST: usize = 4;
        if refused.versions.len() == MOST || Instant::now() >= deadline || self.is_cancelled() {
            return Ok(None);
        }
        let known = self.key().other_than(&refused.versions);
        if known.is_some() || std::mem::replace(&mut refused.asked, true) {
            return Ok(known);
        }
        match self.key().ask(sent, deadline, || self.is_cancelled()) {
            Answer::Given => Ok(self.key().other_than(&refused.versions)),
            Answer::GivenUp => Ok(None),
            Answer::Failed(cause) => Err(credential::failed(cause)),
            Answer::TooLate => Err(Error::new(
                ErrorCode::Timeout,
                "the key was refused, and the function that gives the API key gave no other by the \
                 call's deadline",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};

    use venice_keys_sandbox::{Options, Sandbox};

    use super::*;
    use crate::{ClientBuilder, NewKey, Secret};

    const UNKNOWN: &str = "VENICE_ADMIN_KEY_UNITTEST_abcdefghijklmnop2V2jNW";

    type Seen = Arc<Mutex<Vec<(u32, Option<u16>)>>>;

    /// A sandbox, a client's settings for it, and the number and status of each attempt.
    fn set_up() -> (Sandbox, ClientBuilder, Seen) {
        let sandbox = Sandbox::start(Options::default()).unwrap();
        let seen = Seen::default();
        let log = seen.clone();
        let builder = Client::builder()
            .base_url(sandbox.base_url())
            .on_attempt(move |attempt| log.lock().unwrap().push((attempt.number, attempt.status)));
        (sandbox, builder, seen)
    }

    #[test]
    fn a_refused_key_is_asked_for_anew_and_the_call_made_once_more_whatever_it_does() {
        let (sandbox, builder, seen) = set_up();
        let keys = [UNKNOWN, sandbox.admin_key()].map(Secret::from);
        let asked = AtomicUsize::new(0);
        let client = builder
            .credential(move || Ok(keys[asked.fetch_add(1, Ordering::Relaxed).min(1)].clone()))
            .build()
            .unwrap();
        client.create_key(&NewKey::new("customer 42")).unwrap();
        assert_eq!(*seen.lock().unwrap(), [(1, Some(401)), (2, Some(200))]);
        client.clone().list_keys().unwrap();
        client.with_new_connections().list_keys().unwrap();
        assert_eq!(seen.lock().unwrap()[2..], [(1, Some(200)); 2]);
    }

    #[test]
    fn a_key_that_stays_the_same_is_not_tried_again() {
        let (_sandbox, builder, seen) = set_up();
        let client = builder.credential(|| Ok(UNKNOWN.into())).build().unwrap();
        let error = client.list_keys().unwrap_err();
        assert_eq!(error.code(), ErrorCode::Unauthenticated);
        assert!(!client.verify_key().unwrap().accepted);
        assert_eq!(*seen.lock().unwrap(), [(1, Some(401)); 2]);
    }

    #[test]
    fn a_function_that_fails_shows_what_it_said_to_nobody_but_who_asks() {
        let (_sandbox, builder, _) = set_up();
        let asked = AtomicUsize::new(0);
        let source = move || match asked.fetch_add(1, Ordering::Relaxed) {
            0 => Ok(Secret::from(UNKNOWN)),
            _ => Err(format!("the vault said {UNKNOWN}").into()),
        };
        let client = builder.clone().credential(source).build().unwrap();
        let later = client.list_keys().unwrap_err();
        let failing = builder.credential(|| Err(UNKNOWN.into()));
        for error in [later, failing.build().unwrap_err()] {
            assert_eq!(error.code(), ErrorCode::Config);
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("abcdefgh"), "{shown}");
            let cause = std::error::Error::source(&error).unwrap().to_string();
            assert!(cause.ends_with(UNKNOWN), "its own words");
        }
    }

    #[test]
    fn a_call_waits_for_the_function_no_longer_than_it_may_take() {
        let (_sandbox, builder, _) = set_up();
        let asked = AtomicUsize::new(0);
        let client = builder
            .timeout(Duration::from_millis(500))
            .credential(move || {
                if asked.fetch_add(1, Ordering::Relaxed) > 0 {
                    std::thread::sleep(Duration::from_secs(30));
                }
                Ok(UNKNOWN.into())
            })
            .build()
            .unwrap();
        let start = Instant::now();
        let error = client.list_keys().unwrap_err();
        assert_eq!(error.code(), ErrorCode::Timeout);
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_rotated_keys_predecessor_stands_in_for_it() {
        let (sandbox, builder, seen) = set_up();
        let client = builder.api_key(sandbox.admin_key()).build().unwrap();
        client.rotate_own_key(UNKNOWN.into());
        client.list_keys().unwrap();
        client.clone().create_key(&NewKey::new("a")).unwrap();
        let both = [(1, Some(401)), (2, Some(200))];
        assert_eq!(*seen.lock().unwrap(), [both, both].concat());
        let other = client.with_api_key(UNKNOWN);
        assert!(other.list_keys().is_err(), "it has no predecessor");
        assert!(client.set_api_key(sandbox.admin_key()).unwrap());
        assert!(!client.set_api_key(sandbox.admin_key()).unwrap());
        assert!(client.set_api_key("two words").is_err());
        client.list_keys().unwrap();
    }

    #[test]
    fn a_client_without_a_key_can_be_given_one_and_a_key_alone_is_enough() {
        let (sandbox, builder, _) = set_up();
        let client = builder.clone().anonymous().build().unwrap();
        assert!(client.list_keys().is_err());
        assert!(client.clone().set_api_key(sandbox.admin_key()).unwrap());
        client.list_keys().unwrap();
        let both = builder.api_key("key").credential(|| Ok("key".into()));
        assert_eq!(both.build().unwrap_err().code(), ErrorCode::Config);
        let error = client.with_api_key("two words").list_keys().unwrap_err();
        assert_eq!(error.code(), ErrorCode::Config);
        let hurried = client.with_timeout(Duration::ZERO).list_keys();
        assert_eq!(hurried.unwrap_err().code(), ErrorCode::Timeout);
    }
}
