//! How connections are opened, within the deadline.

use std::sync::Arc;
use std::time::Duration;

use ureq::unversioned::transport::{
    Buffers, ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, TcpConnector,
    Transport as Socket,
};

use super::current_attempt::{self, ConnectPhase};
use super::resolve::Addresses;
use super::scrubbed_socket::ScrubbedSocket;
use super::tls::Tls;

/// Opens connections: to the API, to its proxy, and through that to the API.
#[derive(Debug, Clone)]
pub(super) struct Connections(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    direct: TcpConnector,
    proxied: ConnectProxyConnector,
    /// None where the API is on plain http.
    tls: Option<Tls>,
    addresses: Addresses,
    limit: Duration,
}

impl Connections {
    /// Opening a connection may take `limit` from the attempt's begin.
    pub(super) fn new(tls: Option<Tls>, addresses: Addresses, limit: Duration) -> Self {
        Self(Arc::new(Parts {
            direct: TcpConnector::default(),
            proxied: ConnectProxyConnector::default(),
            tls,
            addresses,
            limit,
        }))
    }
}

impl Connector<()> for Connections {
    type Out = Box<dyn Socket>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<Self::Out>, ureq::Error> {
        let connecting = ConnectPhase::within(self.0.limit);
        let connected = self.0.connect(details);
        drop(connecting);
        match &connected {
            Ok(_) => current_attempt::sending(),
            Err(_) => {
                // Also where a tunnel failed beyond the proxy: nothing was sent through it.
                current_attempt::connecting();
                self.0.addresses.forget();
            }
        }
        connected
    }
}

impl Parts {
    fn connect(&self, details: &ConnectionDetails) -> Result<Option<Box<dyn Socket>>, ureq::Error> {
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            request_level: details.request_level,
            resolver: details.resolver,
            now: details.now,
            timeout: current_attempt::capped(details.timeout)?,
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let socket = match details.config.proxy() {
            // It calls this connector again, for the connection to the proxy.
            Some(_) => self
                .proxied
                .connect(&details, None::<()>)?
                .map(|tunnel| tunnel.boxed()),
            None => self
                .direct
                .connect(&details, None::<()>)?
                .map(|socket| TimedSocket(socket.boxed()).boxed()),
        };
        let socket = match &self.tls {
            Some(tls) => tls.connect(&details, socket)?.map(|socket| socket.boxed()),
            None => socket,
        };
        Ok(socket.map(|socket| ScrubbedSocket(socket).boxed()))
    }
}

/// A connection that keeps to the attempt's deadline.
#[derive(Debug)]
struct TimedSocket(Box<dyn Socket>);

impl Socket for TimedSocket {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), ureq::Error> {
        self.0
            .transmit_output(amount, current_attempt::capped(timeout)?)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, ureq::Error> {
        self.0.await_input(current_attempt::capped(timeout)?)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }
}
