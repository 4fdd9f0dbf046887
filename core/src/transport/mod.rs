//! The wire: one request in, a response or an error out. Nothing else knows ureq.

mod attempt_error;
mod base_url;
mod bearer;
mod body;
mod call;
mod current_attempt;
mod forks;
#[cfg(test)]
mod hostile;
mod proxy;
mod resolve;
mod response;
#[cfg(not(any(target_vendor = "apple", windows)))]
mod roots;
mod scrubbed_socket;
mod socket;
mod spare;
mod tls;
mod wiring;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{self, HeaderValue, header};
use zeroize::Zeroizing;

pub(crate) use self::attempt_error::AttemptError;
pub(crate) use self::base_url::BaseUrl;
pub(crate) use self::bearer::Bearer;
#[cfg(any(test, fuzzing))]
pub(crate) use self::body::ResponseBody;
pub(crate) use self::call::{Body, Call, SecretHeader, encoded};
pub use self::forks::before_fork;
pub(crate) use self::response::{Response, line};
pub(crate) use self::wiring::Wiring;

use self::body::{Expected, read_body};
use self::resolve::Addresses;
use self::response::{content_length, date, is_csv, lossy, notice, text, waits};
use self::socket::Connections;
use self::spare::Spare;
use self::tls::Tls;
use self::wiring::sensitive;
use crate::operations::Effect;
use crate::scrub::Scrubber;
use crate::secret::Secret;

/// How many idle connections are kept: as many calls as a busy service has in flight.
const IDLE_CONNECTIONS: usize = 64;

/// A client's connections.
pub(crate) struct Transport {
    wiring: Arc<Wiring>,
    agents: OnceLock<Result<Agents, rustls::Error>>,
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

    /// Sends a call once, `signed` with it, and reads its response, all within `left`. The key is
    /// removed from whatever the server echoes; it is sent only with a call that asks for it.
    pub(crate) fn attempt(
        &self,
        call: &Call,
        key: Option<&Bearer>,
        signed: Option<&SecretHeader>,
        left: Duration,
    ) -> Result<Response, AttemptError> {
        let failed = |error| AttemptError::new(error, self.wiring.base.https);
        let sent_at = Timestamp::now();
        let sent = || call.header.iter().chain(signed);
        let secrets = || {
            let values = sent().map(|header| &header.value);
            values
                .chain(&call.secrets)
                .chain(key.map(|key| &key.secret))
        };
        let sent_key = key.filter(|_| call.with_key);
        let authorization = sent_key.map(Bearer::header).transpose()?;
        current_attempt::begin(left);
        let _known = scrubbed_socket::begin(secrets());
        let response = self.send(call, authorization, sent()).map_err(failed)?;
        let (parts, body) = response.into_parts();
        let expected = Expected {
            length: content_length(&parts.headers),
            wipe: call.effect.creates_key(),
            refusal: !parts.status.is_success(),
        };
        let (body, truncated) = read_body(body.into_reader(), expected, &self.spare);
        let headers = &parts.headers;
        let secrets: Vec<Secret> = secrets().cloned().collect();
        let scrubber = Scrubber::new(&secrets);
        let shown = |text: String| scrubber.scrub(&text);
        Ok(Response {
            status: parts.status.as_u16(),
            body,
            truncated: truncated.map(failed),
            sent_at,
            payment_header: headers.contains_key("payment-required"),
            waits: waits(headers),
            request_id: text(headers, "x-request-id")
                .or(text(headers, "cf-ray"))
                .map(|id| shown(line(id))),
            server_version: text(headers, "x-venice-version").map(|version| shown(line(version))),
            notice: notice(headers).map(shown),
            date: date(headers),
            payment_response: text(headers, "payment-response").map(str::to_owned),
            secrets,
            is_csv: is_csv(headers),
            next_cursor: headers.get("x-next-cursor").map(lossy),
        })
    }

    fn send<'a>(
        &self,
        call: &Call,
        authorization: Option<&HeaderValue>,
        secret_headers: impl Iterator<Item = &'a SecretHeader>,
    ) -> Result<http::Response<ureq::Body>, ureq::Error> {
        let agents = self
            .agents
            .get_or_init(|| Agents::new(&self.wiring, Addresses::default()));
        let Agents { reads, writes } = agents.as_ref().map_err(|e| tls::refused(e.clone()))?;
        // By now the very first call has read the certificate store, which took time.
        let left = current_attempt::left()?;
        let agent = if call.effect == Effect::Reads {
            reads
        } else {
            writes
        };
        let url = format!("{}{}", self.wiring.base.text, call.path);
        let mut request = http::Request::builder()
            .method(call.method.clone())
            .uri(url)
            .header(header::ACCEPT, HeaderValue::from_static(call.accept));
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        for SecretHeader { name, value } in secret_headers {
            let line = Zeroizing::new(value.reveal().as_bytes().to_vec());
            let value = sensitive(line).map_err(http::Error::from)?;
            request = request.header(*name, value);
        }
        match &call.body {
            Some(body) => {
                let json = HeaderValue::from_static(call::JSON);
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
    fn new(wiring: &Wiring, addresses: Addresses) -> Result<Self, rustls::Error> {
        let tls = match wiring.base.https {
            true => Some(Tls::trusting(&wiring.extra_roots)?),
            false => None,
        };
        let connections = Connections::new(tls, addresses.clone(), wiring.connect_timeout);
        let agent = |idle_connections| {
            let config = config(wiring, idle_connections);
            Agent::with_parts(config, connections.clone(), addresses.clone())
        };
        Ok(Self {
            reads: agent(IDLE_CONNECTIONS),
            writes: agent(0),
        })
    }
}

fn config(wiring: &Wiring, idle_connections: usize) -> Config {
    Config::builder()
        .http_status_as_error(false)
        .https_only(wiring.base.https)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent(wiring.user_agent.as_str())
        .proxy(wiring.proxy.clone())
        .timeout_connect(Some(wiring.connect_timeout))
        .timeout_resolve(Some(wiring.connect_timeout))
        .max_idle_connections(idle_connections)
        .max_idle_connections_per_host(idle_connections)
        .build()
}
