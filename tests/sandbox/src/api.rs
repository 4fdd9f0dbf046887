//! The API itself: who may call what, and where it is done.

use bytes::Bytes;

use crate::answer::Answer;
use crate::state::State;
use crate::validate::Issues;
use crate::{keys, models, rate_limits, refusals, web3};

/// Where the API lives on its host.
pub(crate) const BASE_PATH: &str = "/api/v1";

/// Request bodies beyond this are refused.
pub(crate) const LONGEST_BODY: usize = 4 << 20;

/// A request as the API sees it.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As it was sent, percent-encoding and query included.
    pub(crate) path_and_query: String,
    pub(crate) authorization: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Bytes,
}

impl Request {
    /// The path below the base URL, without query, as it was sent.
    pub(crate) fn path(&self) -> Option<&str> {
        below_base(&self.path_and_query)
    }

    fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.path_and_query.split_once('?')?;
        query.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(key, true) == name).then(|| decode(value, true))
        })
    }

    /// Err with the 400 if there is a body that isn't called JSON.
    fn json_body(&self) -> Result<&[u8], Answer> {
        let content_type = self.content_type.as_deref().unwrap_or_default();
        let is_json = content_type
            .split(';')
            .next()
            .is_some_and(|media_type| media_type.trim().eq_ignore_ascii_case("application/json"));
        if is_json || self.body.is_empty() {
            return Ok(&self.body);
        }
        let message = "The Content-Type must be application/json";
        Err(Issues::one("content-type", "custom", message)
            .unreadable()
            .answer())
    }

    /// The text after `Bearer`, if there is one.
    fn secret(&self) -> Option<&str> {
        let (scheme, secret) = self.authorization.as_deref()?.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then_some(secret.trim())
    }

    /// The key whose error budget comes with the answer: nobody's where no key is looked at.
    pub(crate) fn budget_holder(&self) -> Option<&str> {
        match Call::of(self) {
            Some(Call::Challenge | Call::Mint) => None,
            _ => self.secret(),
        }
    }
}

/// The part of a path below the base, without query.
pub(crate) fn below_base(path_and_query: &str) -> Option<&str> {
    let path = path_and_query.split('?').next().unwrap_or_default();
    path.strip_prefix(BASE_PATH)
        .filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn decode(text: &str, plus_is_space: bool) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(u8::try_from(high * 16 + low).unwrap_or_default());
                at += 2;
            }
            (b'+', ..) if plus_is_space => decoded.push(b' '),
            (byte, ..) => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Does what is asked and answers.
pub(crate) fn serve(state: &mut State, request: &Request) -> Answer {
    if request.body.len() > LONGEST_BODY {
        return Answer::error(413, "Request body is too large");
    }
    let Some(call) = Call::of(request) else {
        return Answer::not_found();
    };
    match call {
        // No key is asked for, so none is looked at.
        Call::Challenge => web3::challenge(state, request.query("address").as_deref()),
        Call::Mint => match request.json_body() {
            Ok(body) => web3::mint(state, body),
            Err(refused) => refused,
        },
        Call::Models if request.authorization.is_none() => {
            models::list(state, request.query("type").as_deref(), None)
        }
        call => with_key(state, request, call),
    }
}

/// The call a request asks for.
enum Call {
    List,
    Create,
    Update,
    Delete,
    Get(String),
    RateLimits,
    RateLimitLog,
    Challenge,
    Mint,
    Models,
}

impl Call {
    fn of(request: &Request) -> Option<Self> {
        Some(match (request.method.as_str(), request.path()?) {
            ("GET", "/api_keys") => Self::List,
            ("POST", "/api_keys") => Self::Create,
            ("PATCH", "/api_keys") => Self::Update,
            ("DELETE", "/api_keys") => Self::Delete,
            ("GET", "/api_keys/rate_limits") => Self::RateLimits,
            ("GET", "/api_keys/rate_limits/log") => Self::RateLimitLog,
            ("GET", "/api_keys/generate_web3_key") => Self::Challenge,
            ("POST", "/api_keys/generate_web3_key") => Self::Mint,
            ("GET", "/models") => Self::Models,
            ("GET", path) => {
                let id = path.strip_prefix("/api_keys/")?;
                if id.is_empty() || id.contains('/') {
                    return None;
                }
                Self::Get(decode(id, false))
            }
            _ => return None,
        })
    }

    fn needs_admin(&self) -> bool {
        match self {
            Self::List | Self::Create | Self::Update | Self::Delete | Self::Get(_) => true,
            Self::RateLimitLog => true,
            Self::RateLimits | Self::Models | Self::Challenge | Self::Mint => false,
        }
    }
}

fn with_key(state: &mut State, request: &Request, call: Call) -> Answer {
    if request.authorization.is_none() {
        return refusals::no_credentials(request.path_and_query.as_str());
    }
    let now = state.clock.now();
    let Some(secret) = request.secret() else {
        return Answer::error(401, "Authentication failed");
    };
    if let Some(locked) = state.limits.locked(secret, now) {
        return locked;
    }
    let place = state.by_secret.get(secret).copied();
    let place = place.filter(|place| state.keys[*place].is_active(now));
    let answer = match place {
        None => Answer::error(401, "Authentication failed"),
        Some(place) => permitted(state, request, call, place, now),
    };
    let is_failed_attempt =
        (400..500).contains(&answer.status) && answer.status != 429 && answer.costs;
    if is_failed_attempt
        && state.limits.failed(secret, now)
        && let Some(place) = place
    {
        let id = state.keys[place].id.clone();
        rate_limits::note_lockout(state, &id);
    }
    answer
}

fn permitted(state: &mut State, request: &Request, call: Call, place: usize, now: i64) -> Answer {
    if let Some(refused) = state.account.refused {
        return refused.answer();
    }
    if call.needs_admin() && !state.keys[place].is_admin() {
        return Answer::error(401, "Admin API key required");
    }
    let body = match request.json_body() {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    state.keys[place].last_used_at = Some(now);
    let caller = &state.keys[place];
    match call {
        Call::List => keys::list(state),
        Call::Create => keys::create(state, body),
        Call::Update => keys::update(state, body),
        Call::Delete => keys::delete(state, request.query("id"), body),
        Call::Get(id) => keys::get(state, &id),
        Call::RateLimits => rate_limits::of(state, caller),
        Call::RateLimitLog => rate_limits::log(state),
        Call::Models => models::list(state, request.query("type").as_deref(), Some(caller)),
        Call::Challenge | Call::Mint => Answer::not_found(),
    }
}
