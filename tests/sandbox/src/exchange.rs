//! A request's way through faults, work and journal to its response.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use tokio::time::sleep;

use crate::api::{self, Request, below_base};
use crate::clock::http_date;
use crate::faults::{Fault, Outcome};
use crate::journal::Entry;
use crate::late;
use crate::response::Response;
use crate::state::{Shared, State};
use crate::wire::Script;

/// What the sandbox calls itself in `x-venice-version`.
const VERSION: &str = "20261002.093015-sandbox";

/// Says that hyper must let go of the connection; what comes next stands in the script.
#[derive(Debug)]
pub(crate) struct LetGo;

impl fmt::Display for LetGo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is taken over by a fault")
    }
}

impl std::error::Error for LetGo {}

/// Who sends a request.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// The connection's number.
    pub(crate) connection: u64,
    /// The address at its other end.
    pub(crate) peer: String,
}

pub(crate) async fn respond(
    shared: Shared,
    from: Origin,
    request: hyper::Request<Incoming>,
    script: Arc<Mutex<Option<Script>>>,
) -> Result<hyper::Response<Full<Bytes>>, LetGo> {
    let (head, body) = request.into_parts();
    let method = head.method.as_str().to_owned();
    let path = head
        .uri
        .path_and_query()
        .map_or("", |path| path.as_str())
        .to_owned();
    let (entry, fault) = {
        let mut state = shared.lock();
        let headers = state.journal.kept(&head.headers);
        let entry = state.journal.open(Entry {
            method: method.clone(),
            path: path.clone(),
            headers,
            body: None,
            body_text: None,
            numbers: BTreeMap::new(),
            connection: from.connection,
            status: None,
            worked: false,
        });
        (
            entry,
            state.faults.take(&method, below_base(&path), &head.headers),
        )
    };
    let body = whole(body).await.map_err(|_| LetGo)?;
    let request = Request {
        method,
        path_and_query: path,
        headers: head.headers,
        peer: from.peer,
        settlement: None,
        body,
    };
    shared.lock().journal.body(entry, &request.body);
    // On its own: a client that hangs up in the middle doesn't undo the work, here as there.
    let outcome = tokio::spawn(work(shared.clone(), entry, request, fault)).await;
    match outcome.map_err(|_| LetGo)? {
        Outcome::Response(response) => Ok(to_hyper(response)),
        Outcome::Script(_, steps) => {
            *script.lock().unwrap_or_else(PoisonError::into_inner) = Some(steps);
            Err(LetGo)
        }
    }
}

async fn work(shared: Shared, entry: usize, mut request: Request, fault: Option<Fault>) -> Outcome {
    if let Some(delay) = fault.as_ref().and_then(Fault::delay) {
        sleep(delay).await;
    }
    let (response, label) = {
        let mut state = shared.lock();
        late::carry_out_due(&mut state);
        let now = state.clock.now();
        request.settlement = fault.as_ref().and_then(|fault| fault.settlement(now));
        let response = serve(&mut state, &mut request, fault.as_ref());
        state
            .journal
            .worked(entry, response.as_ref().is_some_and(Response::is_success));
        late::carry_out_after_request(&mut state);
        let label = Label::new(&mut state, &request);
        if let Some(when) = fault.as_ref().and_then(|fault| fault.put_off(now)) {
            state.late.put_off(when, request, entry);
        }
        (response, label)
    };
    let response = response.map(|response| label.on(response));
    // Not under the lock: some broken responses take work of their own.
    let outcome = match (&fault, response) {
        (Some(fault), response) => fault.strike(response, label.now),
        (None, Some(response)) => Outcome::Response(response),
        (None, None) => Outcome::Script(None, Script::new()),
    };
    let outcome = match (outcome, fault) {
        (Outcome::Response(response), Some(fault)) if fault.is_a_gateways() => {
            Outcome::Response(label.of_gateway(response))
        }
        (Outcome::Response(response), fault) => {
            let mut response = label.on(response);
            fault.inspect(|fault| fault.leave_out(&mut response));
            Outcome::Response(response)
        }
        (script @ Outcome::Script(..), _) => script,
    };
    let status = match &outcome {
        Outcome::Response(response) => Some(response.status),
        Outcome::Script(status, _) => *status,
    };
    shared.lock().journal.responded(entry, status);
    outcome
}

/// What is asked for, with what a fault does to the work; nothing if it keeps it from being done.
fn serve(state: &mut State, request: &mut Request, fault: Option<&Fault>) -> Option<Response> {
    let Some(fault) = fault else {
        return Some(api::serve(state, request));
    };
    if !fault.works() {
        return None;
    }
    if let Err(failed) = fault.meanwhile(state, false) {
        return Some(failed);
    }
    fault.overlook(&mut request.body);
    let response = api::serve(state, request);
    Some(
        fault
            .meanwhile(state, true)
            .map_or_else(|failed| failed, |()| response),
    )
}

/// A body, or as much of it as shows that it's too long. All of it is taken off the wire, so that
/// the client is there for the response.
async fn whole(mut body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data()
            && bytes.len() <= api::LONGEST_BODY
        {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(bytes.freeze())
}

/// The headers that every response has.
struct Label {
    now: i64,
    /// The name to quote to support.
    ray: String,
    /// What is left of the calling key's error budget; nothing where no key is asked for.
    budget: Vec<(&'static str, String)>,
}

impl Label {
    /// By what the request has left behind.
    fn new(state: &mut State, request: &Request) -> Self {
        let now = state.clock.now();
        let ray = format!("{}-SBX", crate::web3::hex(&state.random.bytes()[..8]));
        let headers = |secret: String| state.limits.budget_headers(&secret, now).to_vec();
        Self {
            now,
            ray,
            budget: request.budget_holder().map(headers).unwrap_or_default(),
        }
    }

    fn on(&self, mut response: Response) -> Response {
        response.default_header("x-venice-version", VERSION);
        for (name, value) in &self.budget {
            response.default_header(name, value);
        }
        self.of_gateway(response)
    }

    /// All that an response has which never reached Venice.
    fn of_gateway(&self, mut response: Response) -> Response {
        response.default_header("date", http_date(self.now));
        response.default_header("cf-ray", &self.ray);
        response
    }
}

pub(crate) fn to_hyper(response: Response) -> hyper::Response<Full<Bytes>> {
    let mut sent = hyper::Response::new(Full::new(response.body));
    // Both were checked when they were created or queued: only valid headers get here.
    if let Ok(status) = hyper::StatusCode::from_u16(response.status) {
        *sent.status_mut() = status;
    }
    for (name, value) in response.headers {
        let name = hyper::header::HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
            sent.headers_mut().append(name, value);
        }
    }
    sent
}
