//! The wire: one request in, an answer or a broken attempt out. The only file that names ureq.

use std::cell::Cell;
use std::io::Read;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use ureq::config::Config;
use ureq::http::{self, HeaderMap, HeaderValue, Method, Uri, header};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport as Socket,
};
use ureq::{Agent, Proxy, Timeout};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Code, Error};
use crate::retry::{Effect, WaitHeaders, Waits};
use crate::secret::Secret;

/// Answers are read up to this size, unpacked.
const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// Room for an answer of unknown length, so that an answer with a secret isn't moved as it grows.
const USUAL_BODY: usize = 16 * 1024;
/// As many connections are kept as calls that a busy service has in flight.
const IDLE_CONNECTIONS: usize = 64;
/// How long a host's addresses are believed.
const ADDRESSES_KEPT: Duration = Duration::from_secs(30);

/// One call of the API, ready to be sent.
#[derive(Debug)]
pub(crate) struct Call {
    /// The operation's name, for logs and messages.
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// Below the base URL, with the query.
    pub(crate) path: String,
    pub(crate) body: Option<Body>,
    /// Whether the client's key goes along.
    pub(crate) with_key: bool,
    pub(crate) effect: Effect,
    /// What else, beside the key, must never be seen in an error.
    pub(crate) secrets: Vec<Secret>,
}

impl Call {
    pub(crate) fn get(operation: &'static str, path: String) -> Self {
        Self {
            operation,
            method: Method::GET,
            path,
            body: None,
            with_key: true,
            effect: Effect::Reads,
            secrets: Vec::new(),
        }
    }

    pub(crate) fn delete(operation: &'static str, path: String) -> Self {
        Self {
            method: Method::DELETE,
            effect: Effect::Changes,
            ..Self::get(operation, path)
        }
    }

    pub(crate) fn patch(operation: &'static str, path: String, body: Body) -> Self {
        Self {
            method: Method::PATCH,
            effect: Effect::Changes,
            body: Some(body),
            ..Self::get(operation, path)
        }
    }

    /// A POST makes a key: it is never sent twice.
    pub(crate) fn post(operation: &'static str, path: String, body: Body) -> Self {
        let method = Method::POST;
        Self {
            method,
            body: Some(body),
            effect: Effect::MakesKey,
            ..Self::get(operation, path)
        }
    }
}

/// A request's JSON, wiped when dropped: it may hold a signature.
pub(crate) struct Body(Zeroizing<Vec<u8>>);

impl Body {
    pub(crate) fn json(value: &impl serde::Serialize) -> Result<Self, Error> {
        let bytes = serde_json::to_vec(value)
            .map_err(|_| Error::input("request", "can't be written as JSON"))?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Body({} bytes)", self.0.len())
    }
}

/// Percent-encodes one step of a path or one value of a query: whatever it holds, it stays one.
pub(crate) fn encoded(part: &str) -> impl std::fmt::Display + '_ {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');
    utf8_percent_encode(part, KEPT)
}

/// What the server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: AnswerBody,
    /// Why the body is not whole, if it isn't.
    pub(crate) torn: Option<Broken>,
    /// When the request was sent, by this machine's clock.
    pub(crate) sent_at: Timestamp,
    pub(crate) payment_header: bool,
    pub(crate) waits: Waits,
    pub(crate) request_id: Option<String>,
    pub(crate) server_version: Option<String>,
    /// What the server announces about the endpoint's end.
    pub(crate) notice: Option<String>,
}

#[cfg(any(test, fuzzing))]
impl Answer {
    /// A 200 with nothing but a body.
    pub(crate) fn of_body(body: AnswerBody) -> Self {
        Self {
            status: 200,
            body,
            torn: None,
            sent_at: Timestamp::UNIX_EPOCH,
            payment_header: false,
            waits: Waits::default(),
            request_id: None,
            server_version: None,
            notice: None,
        }
    }
}

/// An answer's body; wiped when dropped if it may hold a key.
pub(crate) struct AnswerBody {
    bytes: Vec<u8>,
    wipe: bool,
    /// Where its room goes afterwards, if it held nothing to wipe.
    spare: Arc<Spare>,
}

/// Room for the next answer: a large one's would go back to the system and be asked for again, page
/// by page, which took a list of 500 keys a fifth of its time.
#[derive(Default)]
struct Spare(Mutex<Vec<u8>>);

impl Spare {
    /// As many keys as an account may have fit twice.
    const LARGEST: usize = 512 * 1024;

    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn give(&self, mut room: Vec<u8>) {
        if room.capacity() <= Self::LARGEST {
            room.clear();
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = room;
        }
    }
}

impl AnswerBody {
    #[cfg(any(test, fuzzing))]
    pub(crate) fn new(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            wipe: false,
            spare: Arc::default(),
        }
    }

    /// Without the byte order mark that some servers put before JSON.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.bytes)
    }
}

impl Drop for AnswerBody {
    fn drop(&mut self) {
        if self.wipe {
            self.bytes.zeroize();
        } else {
            self.spare.give(std::mem::take(&mut self.bytes));
        }
    }
}

/// An attempt without an answer.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Whether any of the request may have left: only a connection that was never made is sure.
    pub(crate) sent: bool,
    /// Whether another attempt could end otherwise.
    pub(crate) passing: bool,
    pub(crate) code: Code,
    pub(crate) what: String,
}

/// Where the API is.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    text: String,
    host: String,
    https: bool,
}

impl BaseUrl {
    /// Takes https anywhere and plain http on loopback: a key is never sent in the clear.
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let bad = |rule: &str| Error::new(Code::Config, format!("base URL {rule}"));
        let uri: Uri = text
            .trim_end_matches('/')
            .parse()
            .map_err(|_| bad("is not a URL"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(bad("must look like https://api.venice.ai/api/v1"));
        };
        if authority.as_str().contains('@') {
            return Err(bad("must not hold a user or password"));
        }
        if text.contains(['?', '#']) {
            return Err(bad("must not hold a query or fragment"));
        }
        if authority.host().is_empty() {
            return Err(bad("names no host"));
        }
        let host = authority.host().to_ascii_lowercase();
        let https = match scheme {
            "https" => true,
            "http" if is_loopback(&host) => false,
            "http" => return Err(bad("must be https: plain http is only for loopback hosts")),
            _ => return Err(bad("must start with https://")),
        };
        Ok(Self {
            text: text.trim_end_matches('/').to_owned(),
            host,
            https,
        })
    }

    /// Whether a key may follow this URL if nobody but the environment named it.
    pub(crate) fn is_trusted(&self) -> bool {
        is_loopback(&self.host) || self.host == "venice.ai" || self.host.ends_with(".venice.ai")
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// How connections are made; shared by a client and its clones.
#[derive(Debug)]
pub(crate) struct Wiring {
    pub(crate) base: BaseUrl,
    pub(crate) connect_timeout: Duration,
    pub(crate) user_agent: String,
    extra_roots: Vec<Certificate<'static>>,
    proxy: Option<Proxy>,
    authorization: Option<HeaderValue>,
}

impl Wiring {
    pub(crate) fn new(
        base: BaseUrl,
        key: Option<&Secret>,
        connect_timeout: Duration,
        user_agent: String,
        ca_file: Option<&PathBuf>,
    ) -> Result<Self, Error> {
        HeaderValue::from_str(&user_agent)
            .map_err(|_| Error::new(Code::Config, "user agent must be printable ASCII"))?;
        let proxy = match base.https {
            true => proxy_for(&base.host)?,
            false => None,
        };
        let extra_roots = ca_file.map(read_roots).transpose()?.unwrap_or_default();
        let authorization = key.map(authorization).transpose()?;
        Ok(Self {
            base,
            connect_timeout,
            user_agent,
            extra_roots,
            proxy,
            authorization,
        })
    }
}

/// The header's bytes are ours and wiped with the client; requests share them.
fn authorization(key: &Secret) -> Result<HeaderValue, Error> {
    struct Wiped(Zeroizing<Vec<u8>>);
    impl AsRef<[u8]> for Wiped {
        fn as_ref(&self) -> &[u8] {
            &self.0
        }
    }
    let text = key.reveal();
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_graphic()) {
        let rule = "API key must not be empty or hold spaces or line breaks";
        return Err(Error::new(Code::Config, rule));
    }
    let mut line = Zeroizing::new(Vec::with_capacity("Bearer ".len() + text.len()));
    line.extend_from_slice(b"Bearer ");
    line.extend_from_slice(text.as_bytes());
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(Wiped(line)))
        .map_err(|_| Error::new(Code::Config, "API key can't be sent in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn read_roots(file: &PathBuf) -> Result<Vec<Certificate<'static>>, Error> {
    let bad = |why: &str| Error::new(Code::Config, format!("CA file {}: {why}", file.display()));
    let pem = std::fs::read(file).map_err(|e| bad(&e.kind().to_string()))?;
    let certificates: Vec<_> = ureq::tls::parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(bad("holds no PEM certificate"));
    }
    Ok(certificates)
}

/// The proxy that the environment names for https to this host, unless `NO_PROXY` exempts it.
fn proxy_for(host: &str) -> Result<Option<Proxy>, Error> {
    let read = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    };
    let Some(proxy) = read(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]) else {
        return Ok(None);
    };
    if read(&["NO_PROXY", "no_proxy"]).is_some_and(|list| is_exempt(&list, host)) {
        return Ok(None);
    }
    let bad = || {
        Error::new(
            Code::Config,
            "HTTPS_PROXY must be an http:// or https:// URL",
        )
    };
    let proxy = Proxy::new(&proxy).map_err(|_| bad())?;
    match proxy.protocol() {
        ureq::ProxyProtocol::Http | ureq::ProxyProtocol::Https => Ok(Some(proxy)),
        _ => Err(bad()),
    }
}

/// `NO_PROXY` as curl reads it: hosts, which cover their subdomains, with or without a leading
/// dot; `*` covers all.
fn is_exempt(list: &str, host: &str) -> bool {
    list.split(',')
        .map(|entry| entry.trim().to_ascii_lowercase())
        .any(|entry| {
            let domain = entry.trim_start_matches('*').trim_start_matches('.');
            entry == "*" || (!domain.is_empty() && (host == domain || ends_below(host, domain)))
        })
}

fn ends_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|front| front.ends_with('.'))
}

/// The connections of one client.
pub(crate) struct Transport {
    wiring: Arc<Wiring>,
    agents: OnceLock<Agents>,
    spare: Arc<Spare>,
}

/// Reads share a pool; every write opens a connection of its own, so that a pooled one gone stale
/// can't make a write's outcome unknown. Both resolve, connect and resume TLS through the same
/// parts.
struct Agents {
    reads: Agent,
    writes: Agent,
}

impl Transport {
    /// Opens nothing yet: not a socket, not a certificate store.
    pub(crate) fn new(wiring: Arc<Wiring>) -> Self {
        Self {
            wiring,
            agents: OnceLock::new(),
            spare: Arc::default(),
        }
    }

    pub(crate) fn wiring(&self) -> &Arc<Wiring> {
        &self.wiring
    }

    /// Sends a call once and reads its answer, all within `left`.
    pub(crate) fn attempt(&self, call: &Call, left: Duration) -> Result<Answer, Broken> {
        let https = self.wiring.base.https;
        let sent_at = Timestamp::now();
        STAGE.set(Stage::Started);
        let response = self
            .send(call, left)
            .map_err(|error| broken(error, https))?;
        let (parts, body) = response.into_parts();
        let wipe = call.effect.makes_key();
        let length = content_length(&parts.headers);
        let (body, torn) = read_body(body.into_reader(), length, wipe, &self.spare);
        let headers = &parts.headers;
        Ok(Answer {
            status: parts.status.as_u16(),
            body,
            torn: torn.map(|error| broken(error, https)),
            sent_at,
            payment_header: headers.contains_key("payment-required"),
            waits: waits(headers),
            request_id: text(headers, "x-request-id")
                .or(text(headers, "cf-ray"))
                .map(line),
            server_version: text(headers, "x-venice-version").map(line),
            notice: notice(headers),
        })
    }

    fn send(&self, call: &Call, left: Duration) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let Agents { reads, writes } = self.agents.get_or_init(|| Agents::new(&self.wiring));
        let agent = if call.effect == Effect::Reads {
            reads
        } else {
            writes
        };
        let url = format!("{}{}", self.wiring.base.text, call.path);
        let mut request = http::Request::builder()
            .method(call.method.clone())
            .uri(url);
        if let Some(authorization) = self.wiring.authorization.as_ref().filter(|_| call.with_key) {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        match &call.body {
            Some(body) => {
                let json = HeaderValue::from_static("application/json");
                let request = request
                    .header(header::CONTENT_TYPE, json)
                    .body(&body.0[..])?;
                agent.run(within(agent, request, left))
            }
            None => agent.run(within(agent, request.body(())?, left)),
        }
    }
}

fn within<S: ureq::AsSendBody>(
    agent: &Agent,
    request: http::Request<S>,
    left: Duration,
) -> http::Request<S> {
    agent
        .configure_request(request)
        .timeout_global(Some(left))
        .build()
}

impl Agents {
    fn new(wiring: &Wiring) -> Self {
        let roots = match wiring.base.https {
            true => roots(&wiring.extra_roots),
            false => RootCerts::WebPki,
        };
        let addresses = Addresses::default();
        let connector = Watched(Arc::new(Connecting {
            inner: DefaultConnector::new(),
            addresses: addresses.clone(),
        }));
        let agent = |idle_connections| {
            let config = config(wiring, roots.clone(), idle_connections);
            Agent::with_parts(config, connector.clone(), addresses.clone())
        };
        Self {
            reads: agent(IDLE_CONNECTIONS),
            writes: agent(0),
        }
    }
}

fn config(wiring: &Wiring, roots: RootCerts, idle_connections: usize) -> Config {
    Config::builder()
        .http_status_as_error(false)
        .https_only(wiring.base.https)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(wiring.user_agent.as_str())
        .accept("application/json")
        .proxy(wiring.proxy.clone())
        .tls_config(TlsConfig::builder().root_certs(roots).build())
        .timeout_connect(Some(wiring.connect_timeout))
        .timeout_resolve(Some(wiring.connect_timeout))
        .max_idle_connections(idle_connections)
        .max_idle_connections_per_host(idle_connections)
        .build()
}

/// Whom we believe: the platform's roots, the bundled ones where there are none, and the CA file.
fn roots(extra: &[Certificate<'static>]) -> RootCerts {
    if cfg!(any(target_vendor = "apple", windows)) && extra.is_empty() {
        return RootCerts::PlatformVerifier;
    }
    let platform = rustls_native_certs::load_native_certs().certs;
    if platform.is_empty() && extra.is_empty() {
        return RootCerts::WebPki;
    }
    let platform = platform
        .iter()
        .map(|root| Certificate::from_der(root).to_owned());
    RootCerts::from(platform.chain(extra.iter().cloned()))
}

fn read_body(
    mut from: impl Read,
    length: Option<usize>,
    wipe: bool,
    spare: &Arc<Spare>,
) -> (AnswerBody, Option<ureq::Error>) {
    let room = length.map_or(USUAL_BODY, |length| length.min(LARGEST_BODY) + 1);
    // What may hold a key never lies in room that is used again.
    let mut bytes = if wipe { Vec::new() } else { spare.take() };
    bytes.reserve(room);
    let mut body = AnswerBody {
        bytes,
        wipe,
        spare: spare.clone(),
    };
    let end = match wipe {
        true => read_without_traces(&mut from, &mut body.bytes),
        false => from
            .by_ref()
            .take(LARGEST_BODY as u64 + 1)
            .read_to_end(&mut body.bytes)
            .map(drop),
    };
    let torn = match end {
        Err(error) => Some(ureq::Error::from(error)),
        Ok(()) if body.bytes.len() > LARGEST_BODY => {
            Some(ureq::Error::BodyExceedsLimit(LARGEST_BODY as u64))
        }
        Ok(()) => None,
    };
    (body, torn)
}

/// Reads to the end; where the body outgrows its room, the room left behind is wiped.
fn read_without_traces(from: &mut impl Read, into: &mut Vec<u8>) -> std::io::Result<()> {
    let mut chunk = Zeroizing::new([0u8; 4096]);
    loop {
        let count = match from.read(&mut chunk[..]) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if into.len() + count > into.capacity() {
            let mut larger = Vec::with_capacity(into.capacity() * 2 + count);
            larger.extend_from_slice(into);
            std::mem::replace(into, larger).zeroize();
        }
        into.extend_from_slice(&chunk[..count]);
        if into.len() > LARGEST_BODY {
            return Ok(());
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

pub(crate) fn line(id: &str) -> String {
    id.chars().filter(char::is_ascii_graphic).take(64).collect()
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    text(headers, "content-length").and_then(|length| length.parse().ok())
}

fn waits(headers: &HeaderMap) -> Waits {
    let said = WaitHeaders {
        retry_after: text(headers, "retry-after"),
        budget_remaining: text(headers, "x-ratelimit-remaining"),
        budget_resets: text(headers, "x-ratelimit-resets"),
        requests_reset: text(headers, "x-ratelimit-reset-requests"),
    };
    Waits::read(said, Timestamp::now().as_millisecond())
}

/// The headers that announce an endpoint's end, as one line.
fn notice(headers: &HeaderMap) -> Option<String> {
    let shown = |name| text(headers, name).map(|value| format!("{name}: {}", plain(value)));
    let announced: Vec<String> = ["deprecation", "sunset"]
        .into_iter()
        .filter_map(shown)
        .collect();
    if announced.is_empty() {
        return None;
    }
    let link = shown("link");
    Some(
        announced
            .into_iter()
            .chain(link)
            .collect::<Vec<_>>()
            .join("; "),
    )
}

/// A header's value as a part of a line.
fn plain(value: &str) -> String {
    const LONGEST: usize = 200;
    value
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect()
}

/// How far this thread's present attempt got.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Started,
    Resolving,
    Connecting,
    Connected,
}

thread_local! {
    /// ureq runs resolver and connector on the calling thread, and tells only them where it is.
    static STAGE: Cell<Stage> = const { Cell::new(Stage::Started) };
}

fn broken(error: ureq::Error, https: bool) -> Broken {
    use ureq::Error as E;
    let sent = !matches!(STAGE.get(), Stage::Resolving | Stage::Connecting);
    let (code, passing, what) = match &error {
        E::Timeout(Timeout::Resolve | Timeout::Connect) => (
            Code::Timeout,
            true,
            "no connection within the connect timeout".to_owned(),
        ),
        E::Timeout(_) => (Code::Timeout, true, "the call's deadline passed".to_owned()),
        E::Io(io) if io.kind() == std::io::ErrorKind::TimedOut => {
            (Code::Timeout, true, "the network timed out".to_owned())
        }
        // rustls reports what it refuses as invalid data.
        E::Io(io) if https && io.kind() == std::io::ErrorKind::InvalidData => {
            (Code::Tls, false, format!("TLS failed: {io}"))
        }
        E::Rustls(tls) => (Code::Tls, false, format!("TLS failed: {tls}")),
        E::Tls(why) => (Code::Tls, false, format!("TLS failed: {why}")),
        E::Pem(_) | E::TlsRequired => (Code::Tls, false, "TLS failed".to_owned()),
        E::Decompress(..) => (
            Code::BadResponse,
            false,
            "the answer can't be unpacked".to_owned(),
        ),
        E::BodyExceedsLimit(_) => (
            Code::BadResponse,
            false,
            "the answer is larger than 32 MiB".to_owned(),
        ),
        E::LargeResponseHeader(..) => (
            Code::BadResponse,
            false,
            "the answer's headers are too large".to_owned(),
        ),
        E::HostNotFound => (Code::Connection, true, "the host was not found".to_owned()),
        E::ConnectProxyFailed(_) => (
            Code::Connection,
            true,
            "the proxy refused the connection".to_owned(),
        ),
        E::Io(io) => (
            Code::Connection,
            true,
            format!("the connection failed: {}", io.kind()),
        ),
        E::Protocol(_) => (
            Code::Connection,
            true,
            "what came back is not an HTTP answer".to_owned(),
        ),
        _ => (Code::Connection, true, "the connection failed".to_owned()),
    };
    Broken {
        sent,
        passing,
        code,
        what,
    }
}

/// Tells how far an attempt got, and has TLS set up once for a client, not once for a connection.
#[derive(Debug, Clone)]
struct Watched(Arc<Connecting>);

#[derive(Debug)]
struct Connecting {
    inner: DefaultConnector,
    addresses: Addresses,
}

impl Connector<()> for Watched {
    type Out = Box<dyn Socket>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        STAGE.set(Stage::Connecting);
        // Only a request's timeout differs from the agent's settings. ureq would build the TLS
        // settings anew for each connection of a request with settings of its own.
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: false,
            resolver: details.resolver,
            now: details.now,
            timeout: details.timeout,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let connected = self.0.inner.connect(&details, chained);
        match &connected {
            Ok(_) => STAGE.set(Stage::Connected),
            Err(_) => {
                STAGE.set(Stage::Connecting);
                self.0.addresses.forget();
            }
        }
        Ok(connected?.map(|socket| {
            Box::new(Sparing {
                socket,
                just_read: false,
            }) as Self::Out
        }))
    }
}

/// A connection that saves system calls, half of those that a small read on a kept connection made.
///
/// ureq probes a connection when it goes into the pool and again when it comes out; what the first
/// would find, the second finds too. And it sets the socket's timeouts anew for each call, because
/// what is left of a deadline always differs: rounded up by a 256th at most, it seldom does.
#[derive(Debug)]
struct Sparing {
    socket: Box<dyn Socket>,
    /// The last thing done was to read: so the next probe is the pool's first.
    just_read: bool,
}

impl Socket for Sparing {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.socket.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.just_read = false;
        self.socket.transmit_output(amount, rounded(timeout))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        let read = self.socket.await_input(rounded(timeout));
        self.just_read = matches!(read, Ok(true));
        read
    }

    fn is_open(&mut self) -> bool {
        std::mem::take(&mut self.just_read) || self.socket.is_open()
    }

    fn is_tls(&self) -> bool {
        self.socket.is_tls()
    }
}

fn rounded(timeout: NextTimeout) -> NextTimeout {
    use ureq::unversioned::transport::time::Duration as Left;
    let Left::Exact(left) = timeout.after else {
        return timeout;
    };
    let Ok(nanoseconds) = u64::try_from(left.as_nanos()) else {
        return timeout;
    };
    // A step is a power of two.
    let step = (nanoseconds / 512 + 1).next_power_of_two();
    NextTimeout {
        after: Left::Exact(Duration::from_nanos(nanoseconds.next_multiple_of(step))),
        ..timeout
    }
}

/// Looks a host up once in a while: ureq asks for each request, even where a connection is kept.
#[derive(Debug, Default, Clone)]
struct Addresses {
    resolver: Arc<DefaultResolver>,
    known: Arc<Mutex<Option<Known>>>,
}

#[derive(Debug)]
struct Known {
    authority: http::uri::Authority,
    addresses: ResolvedSocketAddrs,
    since: Instant,
}

impl Addresses {
    fn recall(&self, uri: &Uri) -> Option<ResolvedSocketAddrs> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let known = known.as_ref().filter(|known| {
            Some(&known.authority) == uri.authority() && known.since.elapsed() < ADDRESSES_KEPT
        })?;
        Some(known.addresses.clone())
    }

    fn forget(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Resolver for Addresses {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        STAGE.set(Stage::Resolving);
        let addresses = match self.recall(uri) {
            Some(addresses) => addresses,
            None => {
                let addresses = self.resolver.resolve(uri, config, timeout)?;
                if let Some(authority) = uri.authority().cloned() {
                    let known = Known {
                        authority,
                        addresses: addresses.clone(),
                        since: Instant::now(),
                    };
                    *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
                }
                addresses
            }
        };
        STAGE.set(Stage::Started);
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_only_over_https_or_loopback() {
        for good in [
            "https://api.venice.ai/api/v1",
            "https://api.venice.ai/api/v1/",
            "https://proxy.example.com:8443",
            "http://127.0.0.1:4000/api/v1",
            "http://[::1]:4000",
            "http://localhost",
        ] {
            assert!(BaseUrl::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "api.venice.ai",
            "/api/v1",
            "http://api.venice.ai/api/v1",
            "http://127.0.0.1.example.com",
            "http://localhost.example.com",
            "http://user:pass@127.0.0.1",
            "https://user@api.venice.ai",
            "ftp://api.venice.ai",
            "https://api.venice.ai/api/v1?x=1",
            "https://api.venice.ai/#x",
        ] {
            let error = BaseUrl::parse(bad).expect_err(bad);
            assert_eq!(error.code(), Code::Config);
        }
    }

    #[test]
    fn only_venice_and_loopback_are_trusted_from_the_environment() {
        for (url, trusted) in [
            ("https://api.venice.ai/api/v1", true),
            ("https://VENICE.ai", true),
            ("http://127.0.0.1:1", true),
            ("https://evilvenice.ai", false),
            ("https://venice.ai.example.com", false),
        ] {
            assert_eq!(BaseUrl::parse(url).unwrap().is_trusted(), trusted, "{url}");
        }
    }

    #[test]
    fn ids_stay_one_step_of_a_path() {
        assert_eq!(
            encoded("../rate_limits").to_string(),
            "%2E%2E%2Frate_limits"
        );
        assert_eq!(
            encoded("a b?c#d&e=f%g").to_string(),
            "a%20b%3Fc%23d%26e%3Df%25g"
        );
        assert_eq!(encoded("e28e82dc-9df2").to_string(), "e28e82dc-9df2");
        assert_eq!(encoded("ü\n").to_string(), "%C3%BC%0A");
    }

    #[test]
    fn no_proxy_is_read_as_curl_reads_it() {
        for (list, exempt) in [
            ("*", true),
            ("api.venice.ai", true),
            ("venice.ai", true),
            (".venice.ai", true),
            ("*.venice.ai", true),
            ("localhost, VENICE.AI", true),
            ("ice.ai", false),
            ("api.venice.ai.example.com", false),
            ("", false),
            (",", false),
            (",b*", false),
        ] {
            assert_eq!(is_exempt(list, "api.venice.ai"), exempt, "{list}");
        }
    }

    #[test]
    fn a_growing_body_is_read_whole() {
        for wipe in [true, false] {
            let sent = vec![7u8; 3 * USUAL_BODY];
            let (body, torn) = read_body(&sent[..], None, wipe, &Arc::default());
            assert!(torn.is_none() && body.bytes() == sent);
        }
    }

    #[test]
    fn a_body_over_the_limit_is_refused() {
        for wipe in [true, false] {
            let (_, torn) = read_body(std::io::repeat(7), None, wipe, &Arc::default());
            assert!(matches!(torn, Some(ureq::Error::BodyExceedsLimit(_))));
        }
    }
}
