//! Listeners, connections, and a request's way through faults, work and journal.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, DATE, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_rustls::TlsAcceptor;

use crate::answer::Answer;
use crate::api::{self, Request, below_base};
use crate::clock::http_date;
use crate::control::control;
use crate::faults::{Fault, Outcome};
use crate::guard;
use crate::journal::{self, Entry};
use crate::state::{Shared, State};
use crate::wire::{self, Script, Wire};

/// Where the control API lives on its own port.
pub(crate) const CONTROL_PATH: &str = "/_sandbox";

/// What the sandbox calls itself in `x-venice-version`.
const VERSION: &str = "20261002.093015-sandbox";

/// What the accept loop is told from outside.
pub(crate) enum Command {
    /// Drop everything and refuse connections for so long; then call.
    Refuse(Duration, Box<dyn FnOnce() + Send>),
    Stop,
}

/// A listening socket that can go away and come back on the same port.
pub(crate) struct Port {
    address: SocketAddr,
    /// Bound, never listening: while the port refuses, nobody else is given it. Only Linux lets a
    /// second socket bind beside it.
    _held: Option<TcpSocket>,
}

impl Port {
    pub(crate) fn open(address: SocketAddr) -> io::Result<(Self, TcpListener)> {
        let held = cfg!(target_os = "linux")
            .then(|| bind(address))
            .transpose()?;
        // Where the placeholder got a free port, that's the one.
        let address = held.as_ref().map_or(Ok(address), TcpSocket::local_addr)?;
        let listener = listen(address)?;
        Ok((
            Self {
                address: listener.local_addr()?,
                _held: held,
            },
            listener,
        ))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    async fn reopen(&self) -> TcpListener {
        loop {
            match listen(self.address) {
                Ok(listener) => return listener,
                Err(_) => sleep(Duration::from_millis(5)).await,
            }
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()
    } else {
        TcpSocket::new_v6()
    }?;
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    Ok(socket)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    bind(address)?.listen(1024)
}

/// Serves the API until it's told to stop.
pub(crate) async fn serve_api(
    shared: Shared,
    port: Port,
    mut listener: TcpListener,
    tls: Option<TlsAcceptor>,
    mut commands: UnboundedReceiver<Command>,
) {
    let mut connections = JoinSet::new();
    let mut number = 0;
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    number += 1;
                    connections.spawn(accept(shared.clone(), stream, number, tls.clone()));
                }
                // Out of file descriptors, most likely: give some the time to close.
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
            command = commands.recv() => match command {
                Some(Command::Refuse(pause, done)) => {
                    drop(listener);
                    connections.shutdown().await;
                    done();
                    if refuse(pause, &mut commands).await {
                        return;
                    }
                    listener = port.reopen().await;
                }
                Some(Command::Stop) | None => return,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Waits until the refusal is over, which another one may prolong; true when it's time to stop.
async fn refuse(pause: Duration, commands: &mut UnboundedReceiver<Command>) -> bool {
    let mut until = Instant::now() + pause;
    loop {
        tokio::select! {
            () = sleep_until(until) => return false,
            command = commands.recv() => match command {
                Some(Command::Refuse(pause, done)) => {
                    until = until.max(Instant::now() + pause);
                    done();
                }
                Some(Command::Stop) | None => return true,
            },
        }
    }
}

async fn accept(shared: Shared, stream: TcpStream, number: u64, tls: Option<TlsAcceptor>) {
    // Answers are small and somebody waits for each.
    let _ = stream.set_nodelay(true);
    match tls {
        None => connection(shared, stream, number).await,
        Some(tls) => {
            // A client that doesn't trust us goes away here, unheard.
            if let Ok(stream) = tls.accept(stream).await {
                connection(shared, stream, number).await;
            }
        }
    }
}

/// Says that hyper must let go of the connection; what comes next stands in the script.
#[derive(Debug)]
struct LetGo;

impl fmt::Display for LetGo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is taken over by a fault")
    }
}

impl std::error::Error for LetGo {}

type Answered = Pin<Box<dyn Future<Output = Result<hyper::Response<Full<Bytes>>, LetGo>> + Send>>;

async fn connection(shared: Shared, wire: impl Wire, number: u64) {
    let script: Arc<Mutex<Option<Script>>> = Arc::default();
    let for_service = Arc::clone(&script);
    let service = service_fn(move |request| -> Answered {
        Box::pin(respond(
            shared.clone(),
            number,
            request,
            Arc::clone(&for_service),
        ))
    });
    let mut http = http1::Builder::new().serve_connection(TokioIo::new(wire), service);
    // hyper must not close what a script still wants to write to.
    let ended = poll_fn(|cx| http.poll_without_shutdown(cx)).await;
    let mut wire = http.into_parts().io.into_inner();
    let script = script.lock().unwrap_or_else(PoisonError::into_inner).take();
    // Errors from here on mean that the client is gone.
    let _ = match script {
        Some(script) => wire::play(wire, script).await,
        None if ended.is_ok() => wire.shutdown().await,
        None => Ok(()),
    };
}

async fn respond(
    shared: Shared,
    connection: u64,
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
        let entry = state.journal.open(Entry {
            method: method.clone(),
            path: path.clone(),
            headers: journal::kept(&head.headers),
            body: None,
            body_text: None,
            numbers: BTreeMap::new(),
            connection,
            status: None,
            worked: false,
        });
        (entry, state.faults.take(&method, below_base(&path)))
    };
    let body = whole(body).await.map_err(|_| LetGo)?;
    let text = |name: HeaderName| {
        let value = head.headers.get(name)?.as_bytes();
        Some(String::from_utf8_lossy(value).into_owned())
    };
    let request = Request {
        method,
        path_and_query: path,
        authorization: text(AUTHORIZATION),
        content_type: text(CONTENT_TYPE),
        body,
    };
    shared.lock().journal.body(entry, &request.body);
    // On its own: a client that hangs up in the middle doesn't undo the work, here as there.
    let outcome = tokio::spawn(work(shared.clone(), entry, request, fault)).await;
    match outcome.map_err(|_| LetGo)? {
        Outcome::Answer(answer) => Ok(response(answer)),
        Outcome::Script(_, steps) => {
            *script.lock().unwrap_or_else(PoisonError::into_inner) = Some(steps);
            Err(LetGo)
        }
    }
}

async fn work(shared: Shared, entry: usize, request: Request, fault: Option<Fault>) -> Outcome {
    if let Some(delay) = fault.as_ref().and_then(Fault::delay) {
        sleep(delay).await;
    }
    let (answer, label) = {
        let mut state = shared.lock();
        let does_it = fault.as_ref().is_none_or(Fault::works);
        let answer = does_it.then(|| api::serve(&mut state, &request));
        state
            .journal
            .worked(entry, answer.as_ref().is_some_and(Answer::is_success));
        (answer, Label::new(&mut state, &request))
    };
    let answer = answer.map(|answer| label.on(answer));
    // Not under the lock: some broken answers take work of their own.
    let outcome = match (&fault, answer) {
        (Some(fault), answer) => fault.strike(answer, label.now),
        (None, Some(answer)) => Outcome::Answer(answer),
        (None, None) => Outcome::Script(None, Script::new()),
    };
    let outcome = match (outcome, fault) {
        (Outcome::Answer(answer), Some(fault)) if fault.is_a_gateways() => {
            Outcome::Answer(label.of_gateway(answer))
        }
        (Outcome::Answer(answer), fault) => {
            let mut answer = label.on(answer);
            fault.inspect(|fault| fault.leave_out(&mut answer));
            Outcome::Answer(answer)
        }
        (script @ Outcome::Script(..), _) => script,
    };
    let status = match &outcome {
        Outcome::Answer(answer) => Some(answer.status),
        Outcome::Script(status, _) => *status,
    };
    shared.lock().journal.answered(entry, status);
    outcome
}

/// A body, or as much of it as shows that it's too long. All of it is taken off the wire, so that
/// the client is there for the answer.
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

/// The headers that every answer has.
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
        let headers = |secret| state.limits.budget_headers(secret, now).to_vec();
        Self {
            now,
            ray,
            budget: request.budget_holder().map(headers).unwrap_or_default(),
        }
    }

    fn on(&self, mut answer: Answer) -> Answer {
        answer.default_header("x-venice-version", VERSION);
        for (name, value) in &self.budget {
            answer.default_header(name, value);
        }
        self.of_gateway(answer)
    }

    /// All that an answer has which never reached Venice.
    fn of_gateway(&self, mut answer: Answer) -> Answer {
        answer.default_header("date", http_date(self.now));
        answer.default_header("cf-ray", &self.ray);
        answer
    }
}

fn response(answer: Answer) -> hyper::Response<Full<Bytes>> {
    let mut response = hyper::Response::new(Full::new(answer.body));
    // Both were looked at when they were made or queued; what isn't a header can't get here.
    if let Ok(status) = hyper::StatusCode::from_u16(answer.status) {
        *response.status_mut() = status;
    }
    for (name, value) in answer.headers {
        let name = hyper::header::HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// What serves the control API.
#[derive(Clone)]
pub(crate) struct Control {
    pub(crate) shared: Shared,
    pub(crate) commands: mpsc::UnboundedSender<Command>,
    /// Whether requests may go to hosts of any name.
    pub(crate) any_host: bool,
}

/// Serves the control API for as long as it's polled.
pub(crate) async fn serve_control(control: Control, listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let control = control.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| respond_to_control(control.clone(), request));
            let http = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            // An error is a client that went away.
            let _ = http.await;
        });
    }
}

async fn respond_to_control(
    control: Control,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
    let answer = match guard::admit(request.headers(), control.any_host) {
        Err(why) => Answer::error(403, why),
        Ok(()) => match controlled(&control, request).await {
            Ok(value) => Answer::json(200, &value),
            Err(error) => Answer::error(400, error),
        },
    };
    let mut response = response(answer);
    response.headers_mut().remove(DATE);
    Ok(response)
}

async fn controlled(
    Control {
        shared, commands, ..
    }: &Control,
    request: hyper::Request<Incoming>,
) -> Result<Value, String> {
    let (head, body) = request.into_parts();
    let path = head
        .uri
        .path()
        .strip_prefix(CONTROL_PATH)
        .ok_or("not a control request")?;
    let body = body
        .collect()
        .await
        .map_err(|error| error.to_string())?
        .to_bytes();
    let body = match body.is_empty() {
        true => Value::Null,
        false => serde_json::from_slice(&body).map_err(|error| error.to_string())?,
    };
    let reply = control(shared, head.method.as_str(), path, &body)?;
    if let Some(pause) = reply.refuse {
        let (done, is_done) = oneshot::channel();
        let done = Box::new(move || {
            let _ = done.send(());
        });
        // If nobody listens any more the sandbox is ending, and refuses as it is.
        let _ = commands.send(Command::Refuse(pause, done));
        let _ = is_done.await;
    }
    Ok(reply.value)
}
