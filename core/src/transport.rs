//! The wire: one request in, an answer or a broken attempt out. Nothing else knows ureq.

mod answer;
mod base_url;
mod body;
mod broken;
mod call;
mod proxy;
mod resolve;
mod socket;
mod tls;
mod wiring;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{self, HeaderValue, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::transport::DefaultConnector;

pub(crate) use self::answer::{Answer, line};
pub(crate) use self::base_url::BaseUrl;
#[cfg(any(test, fuzzing))]
pub(crate) use self::body::AnswerBody;
pub(crate) use self::broken::Broken;
pub(crate) use self::call::{Body, Call, encoded};
pub(crate) use self::wiring::Wiring;

use self::answer::{content_length, notice, text, waits};
use self::body::{Spare, read_body};
use self::broken::{STAGE, Stage, broken};
use self::resolve::Addresses;
use self::socket::{Connecting, Watched};
use self::tls::roots;
use crate::retry::Effect;

/// As many connections are kept as calls that a busy service has in flight.
const IDLE_CONNECTIONS: usize = 64;

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
