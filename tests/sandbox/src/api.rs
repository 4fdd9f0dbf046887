//! The API itself: who may call what, and where it is done.

use bytes::Bytes;
use hyper::header::{AUTHORIZATION, HeaderMap};

use crate::issues::Issues;
use crate::keys::Key;
use crate::response::Response;
use crate::state::State;
use crate::web3::hex;
use crate::x402::{self, Settlement};
use crate::{billing, keys, models, rate_limits, refusals, web3};

/// Where the API is on its host.
pub(crate) const BASE_PATH: &str = "/api/v1";

/// Request bodies beyond this are refused.
pub(crate) const LONGEST_BODY: usize = 4 << 20;

/// A request as the API sees it.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// As it was sent, percent-encoding and query included.
    pub(crate) path_and_query: String,
    pub(crate) headers: HeaderMap,
    /// Where it came from.
    pub(crate) peer: String,
    /// What a fault wants to come of the payment it carries.
    pub(crate) settlement: Option<Settlement>,
    pub(crate) body: Bytes,
}

impl Request {
    /// The path below the base URL, without query, as it was sent.
    pub(crate) fn path(&self) -> Option<&str> {
        below_base(&self.path_and_query)
    }

    /// Every name in the query, with its value.
    fn parameters(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let query = self.path_and_query.split_once('?').map(|(_, query)| query);
        let pairs = query.into_iter().flat_map(|query| query.split('&'));
        pairs.filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name, true), decode(value, true))
        })
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let value = self.headers.get(name)?.as_bytes();
        Some(String::from_utf8_lossy(value).into_owned())
    }

    /// Err with the 400 if there is a body that isn't called JSON.
    fn json_body(&self) -> Result<&[u8], Response> {
        let content_type = self.header("content-type").unwrap_or_default();
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
            .response())
    }

    fn names_a_key(&self) -> bool {
        self.headers.contains_key(AUTHORIZATION)
    }

    /// The text after `Bearer`, if there is one.
    fn secret(&self) -> Option<String> {
        let authorization = self.header("authorization")?;
        let (scheme, secret) = authorization.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("bearer")
            .then(|| secret.trim().to_owned())
    }

    /// The key whose error budget comes with the response: nobody's where no key is looked at.
    pub(crate) fn budget_holder(&self) -> Option<String> {
        match Route::of(self) {
            Some((Route(_, _, Open | OwnWallet, _), _)) => None,
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

/// Who may make a call.
#[derive(Clone, Copy, PartialEq)]
enum Access {
    /// Anybody: no key is looked at, whatever is sent.
    Open,
    /// Anybody, but a key that is sent must be good.
    KeyOrNone,
    AnyKey,
    AdminKey,
    /// A wallet that signs in for this request; no key is looked at.
    OwnWallet,
}

use Access::{AdminKey, AnyKey, KeyOrNone, Open, OwnWallet};

/// Every call of the API. Of two rows that fit a request the first is meant.
const ROUTES: &[Route] = &[
    Route("GET", "/api_keys", AdminKey, keys::list),
    Route("POST", "/api_keys", AdminKey, keys::create),
    Route("PATCH", "/api_keys", AdminKey, keys::update),
    Route("DELETE", "/api_keys", AdminKey, keys::delete),
    Route("GET", "/api_keys/rate_limits", AnyKey, rate_limits::of),
    Route(
        "GET",
        "/api_keys/rate_limits/log",
        AdminKey,
        rate_limits::log,
    ),
    Route("GET", "/api_keys/generate_web3_key", Open, web3::challenge),
    Route("POST", "/api_keys/generate_web3_key", Open, web3::mint),
    Route("GET", "/api_keys/{id}", AdminKey, keys::get),
    Route("GET", "/billing/balance", AdminKey, billing::balance),
    Route("GET", "/billing/usage", Open, billing::gone),
    Route(
        "GET",
        "/billing/usage-analytics",
        AdminKey,
        billing::analytics,
    ),
    Route("GET", "/billing/usage-history", AdminKey, billing::history),
    Route("GET", "/x402/balance/{id}", OwnWallet, x402::balance),
    Route(
        "GET",
        "/x402/transactions/{id}",
        OwnWallet,
        x402::transactions,
    ),
    Route("POST", x402::TOP_UP, Open, x402::top_up),
    Route("GET", "/models", KeyOrNone, models::list),
];

/// Method, path below the base (`{id}` is any one segment), who may call it, and what does it.
struct Route(
    &'static str,
    &'static str,
    Access,
    fn(&mut State, &Call<'_>) -> Response,
);

impl Route {
    /// The route of a request, and the id in its path.
    fn of(request: &Request) -> Option<(&'static Self, String)> {
        let path = request.path()?;
        ROUTES.iter().find_map(|route| {
            let id = match route.1.strip_suffix("{id}") {
                None => (path == route.1).then_some("")?,
                Some(start) => path
                    .strip_prefix(start)
                    .filter(|id| !id.is_empty() && !id.contains('/'))?,
            };
            (request.method == route.0).then(|| (route, decode(id, false)))
        })
    }
}

/// A request that was let in.
pub(crate) struct Call<'a> {
    request: &'a Request,
    /// JSON by its content type, or empty.
    pub(crate) body: &'a [u8],
    /// From the path.
    pub(crate) id: String,
    caller: Caller,
}

/// Who makes a call.
enum Caller {
    /// Nobody that is looked at.
    Anybody,
    /// The key at this place.
    Key(usize),
    /// The wallet of this address, in lower case.
    Wallet(String),
}

impl Call<'_> {
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        self.parameters()
            .find_map(|(there, value)| (there == name).then_some(value))
    }

    pub(crate) fn parameters(&self) -> impl Iterator<Item = (String, String)> + '_ {
        self.request.parameters()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.request.header(name)
    }

    pub(crate) fn peer(&self) -> &str {
        &self.request.peer
    }

    pub(crate) fn caller<'s>(&self, state: &'s State) -> Option<&'s Key> {
        match self.caller {
            Caller::Key(place) => state.keys.get(place),
            _ => None,
        }
    }

    pub(crate) fn wallet(&self) -> Option<&String> {
        match &self.caller {
            Caller::Wallet(wallet) => Some(wallet),
            _ => None,
        }
    }

    pub(crate) fn payment(&self) -> Option<String> {
        x402::payment_of(self.request)
    }

    pub(crate) fn settlement(&self) -> Option<Settlement> {
        self.request.settlement
    }
}

/// Does what a request asks for.
pub(crate) fn serve(state: &mut State, request: &Request) -> Response {
    if request.body.len() > LONGEST_BODY {
        return Response::error(413, "Request body is too large");
    }
    let Some((route, id)) = Route::of(request) else {
        return Response::not_found();
    };
    if route.1 != x402::TOP_UP && x402::payment_of(request).is_some() {
        return x402::payment_not_accepted();
    }
    let anybody = Caller::Anybody;
    match route.2 {
        Open => perform(state, request, route, id, anybody),
        KeyOrNone if !request.names_a_key() => perform(state, request, route, id, anybody),
        OwnWallet => with_wallet(state, request, route, id),
        KeyOrNone | AnyKey | AdminKey => with_key(state, request, route, id),
    }
}

fn with_wallet(state: &mut State, request: &Request, route: &Route, id: String) -> Response {
    let Some(header) = x402::sign_in_of(request) else {
        return offer(state, request, true);
    };
    let now = state.clock.now();
    let contracts = &state.account.contract_signatures;
    match state.x402.sign_ins.accept(&header, contracts, now) {
        Ok(wallet) => perform(state, request, route, id, Caller::Wallet(wallet)),
        Err(_) => Response::error(401, "Invalid Sign-in-with-x signature"),
    }
}

/// The ways to be let in.
fn offer(state: &mut State, request: &Request, only_wallets: bool) -> Response {
    let nonce = hex(&state.random.bytes()[..8]);
    let now = state.clock.now();
    refusals::no_credentials(&request.path_and_query, only_wallets, &nonce, now)
}

fn with_key(state: &mut State, request: &Request, route: &Route, id: String) -> Response {
    if !request.names_a_key() {
        // A wallet's sign-in is no key, and no reason to offer anything.
        return match x402::sign_in_of(request) {
            Some(_) => Response::error(401, "Authentication failed"),
            None => offer(state, request, false),
        };
    }
    let now = state.clock.now();
    let Some(secret) = request.secret() else {
        return Response::error(401, "Authentication failed");
    };
    if let Some(locked) = state.limits.locked(&secret, now) {
        return locked;
    }
    let place = state.by_secret.get(&secret).copied();
    let place = place.filter(|place| state.keys[*place].is_active(now));
    let response = match place {
        None => Response::error(401, "Authentication failed"),
        Some(place) => match refusal(state, route, place) {
            Some(refused) => refused,
            None => perform(state, request, route, id, Caller::Key(place)),
        },
    };
    let is_failed_attempt =
        (400..500).contains(&response.status) && response.status != 429 && response.costs;
    if is_failed_attempt
        && state.limits.failed(&secret, now)
        && let Some(place) = place
    {
        let id = state.keys[place].id.clone();
        rate_limits::note_lockout(state, &id);
    }
    response
}

/// Why an accepted key may not make this call.
fn refusal(state: &State, route: &Route, place: usize) -> Option<Response> {
    if let Some(refused) = state.account.refused {
        return Some(refused.response());
    }
    (route.2 == AdminKey && !state.keys[place].is_admin())
        .then(|| Response::error(401, "Admin API key required"))
}

fn perform(
    state: &mut State,
    request: &Request,
    route: &Route,
    id: String,
    caller: Caller,
) -> Response {
    let body = match request.json_body() {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    if let Caller::Key(place) = caller {
        state.keys[place].last_used_at = Some(state.clock.now());
    }
    let call = Call {
        request,
        body,
        id,
        caller,
    };
    route.3(state, &call)
}
